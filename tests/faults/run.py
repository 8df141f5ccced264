"""The 28 faults, one after the other, each judged: `python3 tests/faults/run.py LYKTA [--longer] [--ordinary] [--write FILE] [NUMBER…]`.

LYKTA is the built program. `cargo xtask faults` builds it and calls this with `--longer --write docs/faults.md`; `cargo xtask test` with
`--ordinary`. Made as root on Linux: it mounts, limits and traces.
"""

import argparse
import importlib
import json
import os
import pathlib
import sys
import time
import tomllib
import traceback
from datetime import date

from ledger import POINTS, holds
from table import table
from trial import Bench, Trial

HERE = pathlib.Path(__file__).resolve().parent


#: What the rows of the table were, so that a fault can be made again without all the others.
KEPT = HERE.parent.parent / "out" / "faults.json"

ENGINES = ["sqlite", "postgres"]

#: Before anything is judged, the judge is.
JUDGE = {"number": 0, "run": "mutations.judge_itself"}


def faults():
    return tomllib.loads((HERE / "faults.toml").read_text(encoding="utf-8"))["fault"]


def made(bench, fault, engine):
    """Makes a fault on an engine. Returns a row of the table."""
    module, name = fault["run"].split(".")
    trial, began = Trial(bench, engine), time.monotonic()
    try:
        with trial.ends:
            found = getattr(importlib.import_module(module), name)(trial)
    except Exception as error:  # whatever goes wrong in a trial is a finding, and the others go on
        traceback.print_exc()
        found = {point: [] for point in POINTS}
        found["G"].append(f"the trial was not finished: {type(error).__name__}: {error}")
    seconds = time.monotonic() - began
    for point, findings in found.items():
        for finding in findings[:5]:
            print(f"    {point}: {finding}")
    said = "holds" if holds(found) else "does not hold"
    print(f"fault {fault['number']} on {engine}: {said} in {seconds:.0f} s; {trial.note}", flush=True)
    row = {"number": fault["number"], "engine": engine, "found": found, "seconds": seconds, "note": trial.note}
    return {**row, "day": str(date.today()), "longer": bench.longer}


def kept(rows):
    """These rows, and of faults that were not made now those of the run before."""
    now = {(row["number"], row["engine"]) for row in rows}
    before = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else []
    rows = rows + [row for row in before if (row["number"], row["engine"]) not in now]
    rows.sort(key=lambda row: (row["number"], ENGINES.index(row["engine"])))
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return rows


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("lykta", type=lambda path: str(pathlib.Path(path).resolve()))
    asked.add_argument("numbers", nargs="*", type=int)
    asked.add_argument("--longer", action="store_true")
    asked.add_argument("--ordinary", action="store_true")
    asked.add_argument("--engine")
    asked.add_argument("--write", type=pathlib.Path)
    asked = asked.parse_args()
    bench, rows = Bench(asked.lykta, asked.longer), []
    try:
        itself = [made(bench, JUDGE, "sqlite")] if not asked.numbers else []
        for fault in faults():
            wanted = fault["number"] in asked.numbers if asked.numbers else not asked.ordinary or fault.get("ordinary")
            if "run" in fault and wanted and fault.get("root") and os.geteuid() != 0:
                print(f"fault {fault['number']} is not made: it needs root")
            elif "run" in fault and wanted:
                engines = fault["ordinary"] if asked.ordinary else fault["engines"]
                engines = [engine for engine in engines if asked.engine in (None, engine)]
                rows += [made(bench, fault, engine) for engine in engines]
    finally:
        bench.remove()
    if asked.write:
        asked.write.write_text(table(faults(), kept(rows)), encoding="utf-8")
    rows += itself
    failed = sum(not holds(row["found"]) for row in rows)
    print(f"{len(rows) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
