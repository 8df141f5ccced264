"""The judge itself, tried on a real town: what it says is whole is then spoilt in one way after another, and each must be told at its
own points. A trial that no fault could fail would prove nothing."""

import shutil
import sqlite3

UNGUARDED = "SELECT 'DROP TRIGGER ' || name FROM sqlite_schema WHERE type = 'trigger'"

LAST_NOTE = "height = (SELECT max(height) FROM entry WHERE kind = 'note_signed')"
CHANGED = "sealed = CAST(substr(sealed, 1, 40) || x'00' || substr(sealed, 42) AS BLOB)"

#: What is done to the register, and where the judge must find it.
SPOILT = [
    ("nothing", [], ""),
    ("an answered note is gone", [f"DELETE FROM entry WHERE {LAST_NOTE}"], "AC"),
    ("a sealed text has a byte changed", [f"UPDATE entry SET {CHANGED} WHERE {LAST_NOTE}"], "AC"),
    ("a deadline is a day late in the views", ["UPDATE view_clock SET nominal_on = '2099-01-01' WHERE rule = 'DL-002'"], "E"),
    ("a clock is gone from the views", ["DELETE FROM view_clock"], "E"),
    ("a row that is named is gone", ["PRAGMA foreign_keys = OFF", "DELETE FROM stream WHERE subject = 'person'"], "E"),
]


def judge_itself(trial):
    town = trial.begun()
    with trial.at_work(town) as writers:
        writers.wait_for(12)
    town.stop()
    whole, found, told = trial.place / "whole", [], []
    shutil.copytree(town.data, whole)
    for what, spoil, points in SPOILT:
        shutil.rmtree(town.data)
        shutil.copytree(whole, town.data)
        with sqlite3.connect(town.data / "lykta.db") as register:
            for (drop,) in register.execute(UNGUARDED).fetchall() if spoil else []:
                register.execute(drop)
            for statement in spoil:
                register.execute(statement)
        register.close()
        said = _points(trial, town)
        told.append(f"{what}: {said or 'whole'}")
        if not set(points) <= set(said) or (said and not points):
            found.append(f"{what}: found at “{said}”, not at “{points}”")
        town.stop()
    shutil.rmtree(town.data)
    shutil.copytree(whole, town.data)
    town.start()
    trial.note = "; ".join(told)
    judged = trial.judged(town)
    judged["G"] += found
    return judged


def _points(trial, town):
    if not town.is_running():
        try:
            town.start()
        except RuntimeError:
            return "G"
    try:
        return "".join(point for point, findings in trial.judged(town).items() if findings)
    except RuntimeError as error:
        return "AF" if "cannot be read" in str(error) else "G"
