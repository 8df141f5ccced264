"""The ledger of what was asked and what was answered, and the judge over what is found after a fault.

The ledger lies outside the system that is tried: a file that is only appended to and flushed to disk before anything is asked, so that it
knows more than whoever died. The judge is a function of the ledger and of what was seen (`Seen`), and of nothing else; `test_judge.py`
gives it one lie after another.

| point | what must be true |
|---|---|
| A | what was answered as done is there, once, as it was sent |
| B | what was not is there once at most, and sent again with the same key it is done once and answered alike; what was refused is not there |
| C | the chain holds, and there are as many entries as there should be |
| D | nobody was shown, and no log was told, what is not theirs |
| E | nothing is half done: both siblings or neither, every row that is named, views and deadlines as counted apart |
| F | nothing that was called saved is missing when the program has been started anew |
| G | it served again by itself within the time, or refused in clear words |
"""

import hashlib
import json
import os
import threading
from dataclasses import dataclass, field

POINTS = "ABCDEFG"


def fingerprint(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass
class Asked:
    """One operation: what was asked, and whether it was answered as done."""

    kind: str
    user: str
    payload: str
    answered: bool = False
    refused: bool = False


class Ledger:
    """Appended to and flushed. `operations` reads it back from the file, as whoever comes after a fault must."""

    def __init__(self, path):
        self.path = path
        self._file = open(path, "a", encoding="utf-8")
        self._lock = threading.Lock()

    def asked(self, operation, kind, user, payload):
        self._write({"asked": operation, "kind": kind, "user": user, "payload": fingerprint(payload)})

    def answered(self, operation):
        self._write({"answered": operation})

    def refused(self, operation):
        """It was told that nothing was done, and why: mending and sending it again is then somebody's choice."""
        self._write({"refused": operation})

    def _write(self, line):
        with self._lock:
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()
            os.fdatasync(self._file.fileno())

    def operations(self):
        found = {}
        with open(self.path, encoding="utf-8") as lines:
            for line in map(json.loads, lines):
                if "asked" in line:
                    found.setdefault(line["asked"], Asked(line["kind"], line["user"], line["payload"]))
                for word in ("answered", "refused"):
                    if word in line:
                        setattr(found[line[word]], word, True)
        return found


@dataclass
class Seen:
    """What was found after a fault."""

    #: For each operation the fingerprints found, place by place: a report of two siblings has two places.
    places: dict
    #: The same after everything was started anew.
    afresh: dict
    #: For each operation that was sent twice again, the two answers.
    answers: dict = field(default_factory=dict)
    #: What `lykta verify` said of each authority.
    verified: list = field(default_factory=list)
    #: For each kind of entry, how many came since the beginning.
    came: dict = field(default_factory=dict)
    #: Answers and logs in which something stood that should not.
    leaks: list = field(default_factory=list)
    #: Broken references, views that differ, documents without their bytes: each in words.
    halves: list = field(default_factory=list)
    #: For each operation, the days that are due, as shown and as counted apart.
    due: dict = field(default_factory=dict)
    #: Seconds until somebody could work again, and how long that may take; or the words it was refused with.
    silent: float = 0.0
    patience: float = 30.0
    refused: str = ""


#: What each kind of operation leaves in the log.
LEAVES = {
    "report": {"person_registered": 2, "file_opened": 2, "report_received": 2},
    "note": {"note_signed": 1},
    "document": {"document_received": 1},
}


def judge(operations, seen):
    """What is wrong, point by point; an empty list is a point that holds."""
    found = {point: [] for point in POINTS}
    for name, asked in operations.items():
        places = seen.places.get(name, [])
        times = [len(place) for place in places] or [0]
        point = "A" if asked.answered else "B"
        if asked.answered and min(times) == 0:
            found["A"].append(f"{name}: answered and not there")
        if asked.refused and max(times) > 0:
            found["B"].append(f"{name}: it was said that nothing was done, and it is there")
        if max(times) > 1:
            found[point].append(f"{name}: there {max(times)} times")
        if len(set(times)) > 1:
            found["E"].append(f"{name}: half there: {times}")
        if any(one != asked.payload for place in places for one in place):
            found[point].append(f"{name}: there, but changed")
        if asked.answered and min([len(place) for place in seen.afresh.get(name, [])] or [0]) == 0:
            found["F"].append(f"{name}: called saved, and gone after a start")
    for name, (first, second) in seen.answers.items():
        if first != second:
            found["B"].append(f"{name}: sent again it was answered otherwise: {first[:150]} then {second[:150]}")
    if not seen.verified or any(" ok height=" not in line for line in seen.verified):
        found["C"].append(f"verify: {seen.verified}")
    found["C"] += _miscounted(operations, seen)
    found["D"] += seen.leaks
    found["E"] += seen.halves
    found["E"] += [f"{name}: due {shown}, not {own}" for name, (shown, own) in seen.due.items() if shown != own]
    if not seen.refused and seen.silent > seen.patience:
        found["G"].append(f"nobody could work for {seen.silent:.0f} s")
    return found


def _miscounted(operations, seen):
    """Entries of the kinds that were asked for, against what the operations that are there have left."""
    due = {}
    for name, asked in operations.items():
        if any(seen.places.get(name, [])):
            for kind, count in LEAVES[asked.kind].items():
                due[kind] = due.get(kind, 0) + count
    kinds = {kind for leaves in LEAVES.values() for kind in leaves}
    return [
        f"{seen.came.get(kind, 0)} entries of {kind}, not {due.get(kind, 0)}"
        for kind in sorted(kinds)
        if seen.came.get(kind, 0) != due.get(kind, 0)
    ]


def holds(found):
    return not any(found.values())
