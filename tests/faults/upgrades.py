"""Fault 22: a first start that is killed anywhere, and a program that meets another's schema."""

import hashlib
import shutil
import sqlite3
import subprocess

from town import Town, plain
from trial import learn, restarted


def first_start_killed(trial):
    """Killed at the n-th flush of one start after another: the next finishes, or begins again."""
    town, deaths = Town(trial.place, trial.bench.lykta), 0
    trial.ends.callback(town.kill)
    town.asked = []
    for number in trial.times([1, 2, 3, 5, 8, 13], [*range(1, 40), *range(40, 400, 20)]):
        trace = ["strace", "-f", "-qq", "-e", "signal=none", "-o", "/dev/null", "-e", f"inject=fdatasync,fsync:signal=SIGKILL:when={number}"]
        try:
            town.start(before=trace)
            town.kill()
        except RuntimeError:
            deaths += 1
    town.start().prepare()
    learn(town)
    with trial.at_work(town) as writers:
        writers.wait_for(8)
    met = other_schemas(trial, town)
    trial.note = f"killed {deaths} times on the way; {met}"
    found = trial.judged(town, silent=restarted(town))
    return found


def other_schemas(trial, town):
    """A program refuses a register with a step that it does not know, and one whose steps are others."""
    said = []
    for what, change in (
        ("a newer schema", "INSERT INTO step SELECT max(number) + 1, 'later', zeroblob(32) FROM step"),
        ("another's", "UPDATE step SET hash = zeroblob(32) WHERE number = 1"),
    ):
        town.stop()
        copy = town.place / "other"
        shutil.copytree(town.data, copy)
        with sqlite3.connect(copy / "lykta.db") as register:
            register.execute(change)
        register.close()
        before = hashlib.sha256((copy / "lykta.db").read_bytes()).hexdigest()
        code, told = starts(town, copy)
        if code == 0 or hashlib.sha256((copy / "lykta.db").read_bytes()).hexdigest() != before:
            raise RuntimeError(f"{what} was taken: {told}")
        said.append(f"{what}: “{told}”")
        shutil.rmtree(copy)
    town.start()
    return "; ".join(said)


def starts(town, data):
    """Whether it starts there, and what it says."""
    command = ["timeout", "5", town.lykta, "demo", "--data", str(data), "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return (0 if done.returncode == 124 else done.returncode), plain(done.stderr, town.place)
