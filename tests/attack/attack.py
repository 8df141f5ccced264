"""Attacks the demo with other people's tools, and writes down what came of it.

    python3 tests/attack/attack.py LYKTA PAGE

LYKTA is the built program, PAGE the page to write (`docs/attack.md`). Loopback only, a demo of its own, and every tool is bounded.
`cargo xtask attack` calls it. With names after PAGE only those parts are run, and nothing is written.
"""

import os
import sys
import time

import apart
import discover
import inject
import slow
import smuggle
from demo import running

PARTS = {
    "apart": ("Telling apart", apart),
    "discover": ("Addresses that no table knows", discover),
    "inject": ("Statements from what is typed", inject),
    "smuggle": ("Requests in requests", smuggle),
    "slow": ("Slow people", slow),
}


def part(lykta, title, module):
    """Runs one part against a demo of its own: its text for the page, and whether all held."""
    began = time.monotonic()
    with running(lykta) as demo:
        rows, held = module.run(demo)
        alive = demo.process.poll() is None and demo.ask("GET", "/logga-in")[0] == 200
    lines = [f"| {what} | {much} | {came} | {'held' if good else '**broken**'} |" for what, much, came, good in rows]
    table = "\n".join(["| what | how much | what came of it | |", "|---|---|---|---|", *lines])
    end = f"{'The program went on.' if alive else '**The program ended.**'} {time.monotonic() - began:.0f} seconds."
    return f"\n## {title}\n\n{module.__doc__.strip()}\n\n{table}\n\n{end}\n", held and alive


def main():
    lykta, page, *only = sys.argv[1:]
    text, whole = "", True
    for name, (title, module) in PARTS.items():
        if not only or name in only:
            told, held = part(os.path.abspath(lykta), title, module)
            print(told, flush=True)
            text, whole = text + told, whole and held
    if not only:
        with open(page, encoding="utf-8") as kept:
            prose = kept.read().split("\n## ")[0].rstrip("\n")
        with open(page, "w", encoding="utf-8") as out:
            out.write(prose + "\n" + text)
    sys.exit(0 if whole else 1)


if __name__ == "__main__":
    main()
