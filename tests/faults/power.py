"""Fault 8: the power goes. What was flushed is on the disk; of the rest any part may be, torn, and in any order.

Every write, flush and answer of the program is recorded in one list while one person works (strace), and the disk is then built again as
it may have been at many places of the list: what was flushed of each file, and of the writes after that each page or none of it, or
half. The program must open every such disk, and have everything that had been answered by then.
"""

import os
import random
import re
import shutil

from looking import places
from town import attempt, note, report
from trial import learn, restarted

#: What is recorded, with every byte.
TRACED = "openat,close,pwrite64,ftruncate,fdatasync,fsync,unlink,sendto,write,writev"
CALL = re.compile(r"^(\d+) (\w+)\((.*)\)\s+= (-?\d+)")
SECTOR = 512


def lost(trial):
    town, cuts = trial.town(), trial.times(6, 200)
    base = trial.place / "base"
    shutil.copytree(town.data, base)
    record = trial.place / "record"
    trace = ["strace", "-f", "-qq", "-xx", "-s", "200000", "-e", f"trace={TRACED}", "-e", "signal=none", "-y", "-o", str(record)]
    town.start(before=trace)
    learn(town)
    first = report("mia", town.today, town.unit)
    town.asked = [first]
    attempt(town, first)
    for _ in range(trial.times(12, 60)):
        one = note("mia", town.today, first.files[0])
        town.asked.append(one)
        attempt(town, one)
    town.kill()
    events = list(read(record, town.data))
    answers = [place for place, event in enumerate(events) if event[0] == "answer"]
    if len(answers) < len(town.asked):
        raise RuntimeError(f"{len(answers)} answers were recorded, of {len(town.asked)}")
    chance, wrong, torn = random.Random(8), [], 0
    for cut in sorted(chance.sample(range(len(events)), min(cuts, len(events)))):
        answered = [one for one, place in zip(town.asked, answers[-len(town.asked):]) if place < cut]
        torn += rebuild(base, town.data, events[:cut], chance)
        wrong += missing(town, answered, cut)
    rebuild(base, town.data, events, chance)
    trial.note = f"{len(events)} writes, flushes and answers; cut at {cuts} of them, {torn} pages lost or torn"
    found = trial.judged(town, silent=restarted(town))
    found["A"] += wrong
    return found


def read(record, data):
    """The events in their order: a write, a new length, a flush, an answer."""
    waiting = {}
    with open(record, encoding="ascii", errors="replace") as lines:
        for line in lines:
            thread = line.split(" ", 1)[0]
            if line.rstrip().endswith("<unfinished ...>"):
                waiting[thread] = line.rstrip().removesuffix("<unfinished ...>")
                continue
            if "resumed>" in line:
                line = waiting.pop(thread, "") + line.split("resumed>", 1)[1]
            found = CALL.match(re.sub(r"^(\d+)\s+", r"\1 ", line))
            if found and int(found[4]) >= 0:
                yield from event(found[2], found[3], int(found[4]), str(data))


def event(call, arguments, result, data):
    file = re.match(r"\d+<([^>]*)>", arguments)
    name = bytes.fromhex(file[1].replace("\\x", "")).decode(errors="replace") if file and "\\x" in file[1] else (file[1] if file else "")
    own = os.path.relpath(name, data) if name.startswith(data + "/") else None
    if call in ("sendto", "write", "writev") and "\\x48\\x54\\x54\\x50\\x2f\\x31\\x2e\\x31\\x20\\x32\\x30\\x30" in arguments and "\\x6e\\x75\\x6d\\x62\\x65\\x72\\x73" in arguments:
        yield ("answer",)
    elif own and call == "pwrite64":
        text, length, offset = re.match(r'\d+<[^>]*>, "(.*)", (\d+), (\d+) *$', arguments).groups()
        content = bytes.fromhex(text.replace("\\x", ""))
        yield ("write", own, int(offset), content[:result])
    elif own and call == "ftruncate":
        yield ("length", own, int(arguments.rsplit(", ", 1)[1]))
    elif own and call in ("fdatasync", "fsync"):
        yield ("flush", own)


def rebuild(base, data, events, chance):
    """The disk as it may have been: for each file what was flushed, and any part of what came after. Returns how many pieces were lost."""
    shutil.rmtree(data)
    shutil.copytree(base, data)
    files, loose, lost_pieces = {}, {}, 0
    for one in events:
        if one[0] in ("write", "length"):
            loose.setdefault(one[1], []).append(one)
        elif one[0] == "flush":
            apply(files, data, one[1], loose.pop(one[1], []))
    for name, left in loose.items():
        kept = []
        for one in left:
            if one[0] == "length":
                kept += [one] if chance.random() < 0.5 else []
                continue
            for at in range(0, len(one[3]), SECTOR):
                if chance.random() < 0.5:
                    kept.append(("write", name, one[2] + at, one[3][at : at + SECTOR]))
                else:
                    lost_pieces += 1
        chance.shuffle(kept)
        apply(files, data, name, kept)
    for name, content in files.items():
        (data / name).write_bytes(content)
    shutil.rmtree(data / "lykta.db-shm", ignore_errors=True)
    return lost_pieces


def apply(files, data, name, changes):
    content = files.get(name)
    if content is None:
        path = data / name
        content = files[name] = bytearray(path.read_bytes() if path.exists() else b"")
    for one in changes:
        if one[0] == "length":
            content[one[2] :] = b"\0" * max(0, one[2] - len(content))
        else:
            end = one[2] + len(one[3])
            if len(content) < end:
                content.extend(b"\0" * (end - len(content)))
            content[one[2] : end] = one[3]


def missing(town, answered, cut):
    """Opens the disk, and looks for everything that had been answered when the power went."""
    try:
        town.start(patience=20)
    except RuntimeError as error:
        return [f"after the cut at {cut} it does not open: {error}"]
    try:
        stand = places(town, answered)
        gone = [one for one in answered if not all(stand[one.id])]
        broken = [line for line in town.verify() if " ok height=" not in line]
        return [f"after the cut at {cut}: {one.kind} gone" for one in gone] + [f"cut at {cut}: {line}" for line in broken]
    finally:
        town.kill()
