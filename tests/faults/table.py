"""docs/faults.md, from a run."""

import os
import platform

from ledger import POINTS, holds

HEAD = """# Faults

What happens when something breaks: 28 faults, made on the real program with people at work in it, each judged by a ledger outside the
system. `cargo xtask faults` makes them all and writes this page; `cargo xtask test` makes the quick ones, for less long, and each statement
of each write fails in its unit tests (`crates/store/src/failing/paths.rs`).

Four people register siblings and write notes through the API while the fault happens, and somebody of another unit asks for everything
they write. The ledger (`tests/faults/ledger.py`) has what was asked before it was asked, flushed. Afterwards everything is looked up file
by file, what was not answered is sent again, twice, the program is started anew, and the judge says:

| point | what must be true |
|---|---|
| A | what was answered as done is there, once, as it was sent |
| B | what was not is there once at most, and sent again with the same key it is done once and answered alike; what was refused is not there |
| C | the chain holds (`lykta verify`), and there are as many entries as there should be |
| D | nobody was shown, and no log was told, what is not theirs |
| E | nothing is half done: both siblings or neither, every row that is named, views and deadlines as counted apart |
| F | nothing that was called saved is missing when the program has been started anew |
| G | it served again by itself within 30 seconds, or refused in clear words; and what the fault's own row promises |

The judge is given sixteen lies in its own tests (`tests/faults/test_judge.py`), and at the beginning of each run a real register that has
been spoilt in five ways: a lost note, a flipped bit, a deadline moved, a clock and a row taken away. Each is found at its own points.

"""

TAIL = """
The last column is what the trial itself counted and was told, cut to a line; the whole stands in the run's output.

What the runs have found, and is mended: a register that was gone or emptied was made anew beside its keys, without a word, and one of another
installation opened; a write-ahead log that was damaged was read up to the damage, and the record was whole and shorter (9); documents took the
room of notes (4); after a flush that failed the API said that nothing was written, and after a start it could stand there all the same: it
says now that nobody knows, and sent again it is done once (6). What they have found besides: a key whose log was damaged where it was
written last opens nothing: whoever asks for the file is told that it cannot be shown, and the check of the record, which needs no key,
finds it whole (9).

## How they are made

"""


#: Characters of a note in the table.
LONGEST = 240


def table(faults, rows):
    """The whole page."""
    days = " and ".join(sorted({row["day"] for row in rows}))
    lines = [HEAD + f"Made on {days}, {os.cpu_count()} cores ({platform.machine()}). Seconds with a * are those of a shorter trial.\n"]
    lines.append("| # | fault | engine | A–G | seconds | |\n|---:|---|---|---|---:|---|")
    for fault in faults:
        own = [row for row in rows if row["number"] == fault["number"]]
        if "impossible" in fault:
            lines.append(f"| {fault['number']} | {fault['what']} | – | impossible here | | {fault['impossible']} |")
        for row in own:
            seconds = f"{row['seconds']:.0f}{'' if row['longer'] else '*'}"
            lines.append(f"| {fault['number']} | {fault['what']} | {row['engine']} | {told(row)} | {seconds} | {cell(row['note'])} |")
        if not own and "impossible" not in fault:
            lines.append(f"| {fault['number']} | {fault['what']} | | not made in this run | | |")
    lines.append(TAIL)
    lines += [how(fault) for fault in faults if "how" in fault]
    return "\n".join(lines) + "\n"


def told(row):
    """All points that hold, or those that do not."""
    if holds(row["found"]):
        return "all hold"
    return "**" + " ".join(point for point in POINTS if row["found"][point]) + "** do not hold"


def cell(text):
    text = " ".join(text.replace("|", "/").split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def how(fault):
    test = f" Also `{fault['test']}`." if "test" in fault else ""
    return f"{fault['number']}. {fault['how']}.{test}"
