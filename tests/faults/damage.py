"""Fault 9: bytes that are changed while nothing runs. Whatever is shown afterwards is what was written; all else is refused.

What was answered as done must be there, or what is missing must be told: by a refusal at the start, or by `lykta verify`. That is point A of
the judge, asked of every damaged copy and not only of the whole one that is put back at the end.
"""

import random
import shutil

from looking import places
from town import Gone
from trial import restarted


def everywhere(trial):
    """One bit at a time, in every file there is, the write-ahead logs too; and files cut, emptied, gone, or another's."""
    town, chance = trial.begun(), random.Random(9)
    with trial.at_work(town) as writers:
        writers.wait_for(40)
    file = town.asked[0].files[0]
    letter = b"%PDF-1.4\n" + chance.randbytes(300_000)
    town.ask("mia", "POST", f"/files/{file}/documents?name=brev.pdf", raw=letter)
    town.kill()  # so that there is a log that has not been folded in
    whole = trial.place / "whole"
    shutil.copytree(town.data, whole)
    came, wrong = {}, []
    for what, name, damage in damages(trial, whole, chance):
        shutil.rmtree(town.data)
        shutil.copytree(whole, town.data)
        path = town.data / name
        changed = damage(bytearray(path.read_bytes()))
        path.unlink() if changed is None else path.write_bytes(changed)
        result = opened(town, what, wrong)
        came.setdefault(name, {}).setdefault(result, 0)
        came[name][result] += 1
        town.kill()
    shutil.rmtree(town.data)
    shutil.copytree(whole, town.data)
    trial.note = "; ".join(f"{name}: " + ", ".join(f"{count} {what}" for what, count in sorted(found.items())) for name, found in came.items())
    found = trial.judged(town, silent=restarted(town))
    found["A"] += wrong
    return found


def damages(trial, whole, chance):
    """Each in words, the file, and the bytes it becomes; none where it is gone."""
    flipped = (
        ("lykta.db", trial.times(10, 120)),
        ("lykta.db-wal", trial.times(5, 40)),
        ("keys.db", trial.times(3, 20)),
        ("keys.db-wal", trial.times(3, 20)),
        ("lykta.reached", trial.times(2, 10)),
    )
    for name, flips in flipped:
        size = (whole / name).stat().st_size
        for _ in range(flips if size else 0):
            at, bit = chance.randrange(size), 1 << chance.randrange(8)

            def flip(content, at=at, bit=bit):
                content[at] ^= bit
                return bytes(content)

            yield f"bit {bit} of byte {at} of {name}", name, flip
    for name in ("lykta.db-wal", "lykta.reached"):
        yield f"half of {name}", name, lambda content: bytes(content[: len(content) // 2])
        yield f"{name} emptied", name, lambda content: b""
        yield f"{name} gone", name, lambda content: None
    for name, other in (("lykta.db", "keys.db"), ("keys.db", "lykta.db")):
        yield f"half of {name}", name, lambda content: bytes(content[: len(content) // 2])
        yield f"{name} emptied", name, lambda content: b""
        yield f"{name} gone", name, lambda content: None
        yield f"{other} as {name}", name, lambda content, other=other: (whole / other).read_bytes()


def opened(town, what, wrong):
    """Opens what is damaged, and holds all that is shown to what was written."""
    try:
        town.start(patience=20)
    except RuntimeError as error:
        said = str(error)
        if len(said) < 30 or "panicked" in said:
            wrong.append(f"{what}: refused with “{said}”")
        return "refused at the start"
    missing, withheld = 0, 0
    for one in town.asked:
        try:
            stands = places(town, [one])[one.id]
        except (RuntimeError, Gone):
            withheld += 1  # whoever asks for it is told that it cannot be shown
            continue
        for place in stands:
            if any(shown != one.payload_print for shown in place) or len(place) > 1:
                wrong.append(f"{what}: something else is shown: {place}")
        asked = town.ledger.operations()[one.id]
        missing += asked.answered and not all(stands)
    if not missing and not withheld:
        return "all shown"
    verified = town.verify()
    whole = bool(verified) and all(" ok height=" in line for line in verified)
    if whole and (missing or not what.endswith(" of keys.db-wal")):
        wrong.append(f"{what}: {missing} are not shown, {withheld} cannot be, and verify says {verified}")
    # A key that was lost with the last transaction of its log opens nothing any more, and the record itself is whole.
    return "withheld where it is asked for" if whole else "withheld, and named by verify"
