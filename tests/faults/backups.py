"""Faults 23, 24, 25: copies, restorations, keys."""

import os
import shutil
import sqlite3

from trial import restarted
from upgrades import starts


def under_load(trial):
    """A backup while people write, a tail after it, and a restoration while the original still runs: then one of them may act."""
    town = trial.begun()
    copies = trial.place / "copies"
    copies.mkdir()
    with trial.at_work(town) as writers:
        writers.wait_for(20)
        must(town.run("backup", "--data", town.data, "--to", copies / "register", "--keyring-to", copies / "keys"))
        writers.wait_for(20)
    # As deploy/tail.sh leaves it: the tail, and then its keys.
    must(town.run("export", "--data", town.data, "--after", copies / "register", "-o", copies / "tail"))
    must(town.run("backup", "--data", town.data, "--keyring-to", copies / "keys-now"))
    restore = ["restore", "--backup", copies / "register", "--keyring", copies / "keys-now", "--key", town.data / "lykta.key"]
    restore += ["--tail", copies / "tail", "--original", town.data, "--data", trial.place / "restored"]
    code, while_running = town.run(*restore)
    if code == 0:
        raise RuntimeError("it was restored while the original could still act")
    town.stop()
    said = must(town.run(*restore))
    code, shut = starts(town, town.data)
    if code == 0:
        raise RuntimeError("the original still acts")
    shutil.copy(town.data / "lykta.key", trial.place / "restored/lykta.key")
    original, town.data = town.data, trial.place / "restored"
    town.start()
    for user in town.tokens:  # all tokens ended with the restoration
        asked = town.run("token", "--data", town.data, "--user", user, "--scope", "read,write,report")
        town.tokens[user] = must(asked).splitlines()[0]
    trial.note = f"{said.splitlines()[0]}; while the original ran: “{while_running}”; the original afterwards: “{shut}”"
    return trial.judged(town)


def must(answer):
    code, said = answer
    if code:
        raise RuntimeError(said)
    return said


def not_to_be_restored(trial):
    """Whatever is missing, exchanged or too old is refused in words, and nothing is left half open."""
    town = trial.begun()
    copies = trial.place / "copies"
    copies.mkdir()
    with trial.at_work(town) as writers:
        writers.wait_for(8)
        must(town.run("backup", "--data", town.data, "--to", copies / "register", "--keyring-to", copies / "keys"))
        writers.wait_for(8)
        must(town.run("backup", "--data", town.data, "--to", copies / "middle", "--keyring-to", copies / "keys-middle"))
        writers.wait_for(8)
    must(town.run("backup", "--data", town.data, "--to", copies / "last", "--keyring-to", copies / "keys-last"))
    must(town.run("export", "--data", town.data, "--after", copies / "middle", "-o", copies / "tail"))
    whole = (copies / "tail").read_bytes()
    (copies / "cut").write_bytes(whole[: len(whole) * 2 // 3])
    (copies / "strange-key").write_bytes(os.urandom(32))
    (copies / "strange-key").chmod(0o600)
    shutil.copytree(copies / "last", copies / "newer")
    (copies / "newer/backup.json").write_text((copies / "newer/backup.json").read_text().replace('"form": 1', '"form": 2'))
    shutil.copytree(copies / "last", copies / "flipped")
    flip(copies / "flipped/lykta.db")
    key, gone = town.data / "lykta.key", ["--original-gone", "branden"]
    tries = {
        "a missing piece of the log": ("register", "keys-last", key, ["--tail", copies / "tail"]),
        "a cut tail": ("middle", "keys-last", key, ["--tail", copies / "cut"]),
        "another's key": ("last", "keys-last", copies / "strange-key", ["--no-tail"]),
        "no key": ("last", "keys-last", copies / "no-key", ["--no-tail"]),
        "an older keyring": ("last", "keys", key, ["--no-tail"]),
        "a newer program's": ("newer", "keys-last", key, ["--no-tail"]),
        "a flipped bit": ("flipped", "keys-last", key, ["--no-tail"]),
        "keys for a register": ("keys-last", "last", key, ["--no-tail"]),
    }
    wrong, said = [], []
    for what, (register, keys, master, tail) in tries.items():
        to = trial.place / "restored"
        asked = ["restore", "--backup", copies / register, "--keyring", copies / keys, "--key", master, "--data", to]
        code, told = town.run(*asked, *tail, *gone)
        said.append(f"{what}: “{told}”")
        if code == 0 or to.exists() or len(told) < 30:
            wrong.append(f"{what} was taken: {told}")
    trial.note = "; ".join(said)
    found = trial.judged(town)
    found["G"] += wrong
    return found


def flip(path):
    bytes_of = bytearray(path.read_bytes())
    bytes_of[len(bytes_of) // 2] ^= 1
    path.write_bytes(bytes_of)


def wrong_keys(trial):
    """Without its own key file it does not start, says why, and writes nothing; with it again everything is there."""
    town = trial.begun()
    with trial.at_work(town) as writers:
        writers.wait_for(8)
    town.stop()
    key = town.data / "lykta.key"
    own, told, wrong = key.read_bytes(), [], []
    before = _state(town)
    for what, content, mode in (
        ("missing", None, 0),
        ("another's", os.urandom(32), 0o600),
        ("half", own[:16], 0o600),
        ("empty", b"", 0o600),
        ("text", b"lykta-keys 2\nroot 00\n", 0o600),
        ("open to others", own, 0o644),
    ):
        key.unlink(missing_ok=True)
        if content is not None:
            key.write_bytes(content)
            key.chmod(mode)
        try:
            town.start(patience=10)
            wrong.append(f"{what}: it started")
            town.stop()
        except RuntimeError as error:
            told.append(f"{what}: “{str(error).split('lykta: ')[-1]}”")
        if content is None and key.exists():
            wrong.append("a new key file was made beside old data")
    key.unlink(missing_ok=True)
    key.write_bytes(own)
    key.chmod(0o600)
    if _state(town) != before:
        wrong.append("something was written without the key")
    trial.note = "; ".join(told)
    silent = restarted(town)
    found = trial.judged(town, silent=silent)
    found["G"] += wrong
    return found


def _state(town):
    if town.database:
        entries = town.sql("SELECT max(height), count(*) FROM lykta.entry")
        return entries, town.sql("SELECT count(*) FROM keyring.wrapped_key")
    return [sqlite3.connect(town.data / name).execute(question).fetchall() for name, question in STATE.items()]


STATE = {"lykta.db": "SELECT max(height), count(*) FROM entry", "keys.db": "SELECT count(*) FROM wrapped_key"}
