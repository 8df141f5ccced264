"""Looking at what there is after a fault, so that the judge can judge: every file that anybody asked for, twice, and the whole store."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor

from ledger import Seen, fingerprint, judge
from town import CANARY, Gone

#: So many files are looked at side by side.
AT_ONCE = 6


def places(town, operations, unreadable=None):
    """For each operation the fingerprints of what stands with its mark, place by place. Files that cannot be read are added to
    `unreadable`, and are an error without it."""

    def texts(file):
        try:
            return _texts(town, file)
        except RuntimeError as error:
            if unreadable is None:
                raise
            unreadable.append(str(error))
            return []

    files = sorted({file for one in operations for file in one.files})
    with ThreadPoolExecutor(AT_ONCE) as readers:
        stands = dict(zip(files, readers.map(texts, files)))
    return {one.id: [_own(one, stands[file]) for file in one.files] for one in operations}


def _texts(town, file):
    """Everything that stands in a file, and the day its fourteen days end."""
    texts, after = [], 0
    while after is not None:
        status, text = town.ask("mia", "GET", f"/files/{file}/entries?after={after}")
        if status == 404:
            return []
        if status != 200:
            raise RuntimeError(f"{file} cannot be read: {status} {text[:200]}")
        page = json.loads(text)
        texts += [words for entry in page["entries"] for words in _words(entry["entry"])]
        after = page["next"]
    return texts


def _words(value):
    """Every text in an entry."""
    if isinstance(value, dict):
        for name, inside in value.items():
            if name == "text" and isinstance(inside, str):
                yield inside
            else:
                yield from _words(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _words(inside)


def _own(operation, texts):
    mark = operation.payload.split(":")[0]
    return [fingerprint(text) for text in texts if text.startswith(mark)]


def send_again(town, operations):
    """What was not answered is sent again, as its sender would, twice: the two answers."""
    asked, answers = town.ledger.operations(), {}
    for one in operations:
        if asked[one.id].answered or asked[one.id].refused:
            continue
        two = []
        for _ in range(2):
            done = one.send(town)
            two.append(_receipt(one))
            if not done:
                raise RuntimeError(f"{one.kind} sent again is answered {one.answer[:300]}")
        town.ledger.answered(one.id)
        answers[one.id] = tuple(two)
    return answers


def _receipt(operation):
    """What was answered, but for whether it had been done already: of the first answer that is not known."""
    told = json.loads(operation.answer)
    told.pop("already", None)
    return json.dumps(told, sort_keys=True)


def due_days(town, operations):
    """The fourteen days of each report, as its file shows them and as they were counted when it was asked."""
    asked = [(one, file) for one in operations if one.kind == "report" for file in one.files]
    with ThreadPoolExecutor(AT_ONCE) as readers:
        shown = readers.map(lambda asked: _due_day(town, asked[1]), asked)
    return {f"{one.id} in {file}": (day, one.due) for (one, file), day in zip(asked, shown)}


def _due_day(town, file):
    told = town.read("mia", f"/files/{file}") or {"clocks": []}
    days = [clock["due"] for clock in told["clocks"] if clock["rule"] == "DL-002"]
    return days[0] if days else "no clock"


def halves(town):
    """Broken references, a file that is not whole, views that are not what counting anew gives. The program must have ended."""
    found = []
    if not town.database:
        with sqlite3.connect(f"{town.data}/lykta.db", timeout=20) as register:
            found += [f"a reference that leads nowhere: {row}" for row in register.execute("PRAGMA foreign_key_check")]
            found += [row[0] for row in register.execute("PRAGMA integrity_check") if row[0] != "ok"]
            found += [
                f"a document that an entry carries has {pieces} of {chunks} pieces"
                for chunks, pieces in register.execute(
                    "SELECT a.chunks, count(c.part) FROM attachment a LEFT JOIN attachment_chunk c "
                    "ON c.authority = a.authority AND c.attachment = a.attachment "
                    "WHERE a.carried IS NOT NULL GROUP BY a.attachment HAVING count(c.part) <> a.chunks"
                )
            ]
    views = town.verify("--views")
    if not any("views=ok" in line for line in views):
        found.append(f"views: {views}")
    return found


def look(town, operations, silent=0.0, patience=30.0, refused="", again=True, start=None):
    """Everything the judge needs, of a town that runs. It is ended and started anew on the way, and runs afterwards."""
    answers = send_again(town, operations) if again else {}
    unreadable = []
    seen = Seen(places(town, operations, unreadable), {}, answers, silent=silent, patience=patience, refused=refused)
    kinds = town.kinds()
    seen.came = {kind: count - town.before.get(kind, 0) for kind, count in kinds.items()}
    seen.verified = town.verify()
    there = [one for one in operations if any(seen.places[one.id])]
    seen.due = due_days(town, there)
    town.stop()
    seen.halves = halves(town) + unreadable
    (start or town.start)()
    seen.afresh = places(town, operations, [])
    seen.leaks = list(town.leaks)
    if CANARY in town.log.read_text(errors="replace"):
        seen.leaks.append(f"{CANARY} stands in the program's log")
    return seen


def verdict(town, operations, **how):
    """What is wrong, point by point."""
    seen = look(town, operations, **how)
    return judge(town.ledger.operations(), seen)


def works(town, user="mia"):
    try:
        return town.ask(user, "GET", "/me", timeout=5)[0] == 200
    except Gone:
        return False
