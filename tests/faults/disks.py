"""Faults 4, 5, 6, 7, 28: a disk that is full, or that fails."""

import contextlib
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import time

from town import attempt, note
from town import told as what_was_told
from trial import learn, restarted


@contextlib.contextmanager
def small_disk(place, megabytes, owner=None):
    """A disk of its own, in memory, with so much room."""
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs", str(place)], check=True)
    if owner:
        shutil.chown(place, owner)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place):
    """Leaves no room at all. Returns the file to remove."""
    filler = place / "filler"
    with open(filler, "wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(1 << 16))
    with open(filler, "ab", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(512)):
            pass
    return filler


def on_small_disk(trial, megabytes):
    disk = trial.ends.enter_context(small_disk(trial.place / "disk", megabytes))
    town = trial.begun(data=disk / "data")
    return town, disk


def until_refused(town, user="mia", longest=60):
    """Writes notes until one is refused. Returns what it was told."""
    file, began = town.asked[0].files[0], time.monotonic()
    while time.monotonic() - began < longest:
        one = note(user, town.today, file)
        town.asked.append(one)
        if attempt(town, one) is not True:
            return one.problem
    raise TimeoutError("everything was answered as done on a full disk")


def full(trial):
    return _full_server(trial) if trial.engine == "postgres" else _full_file(trial)


def _full_file(trial):
    town, disk = on_small_disk(trial, 64)
    with trial.at_work(town) as writers:
        writers.wait_for(20)
    filler = fill(disk)
    told = until_refused(town)
    shown = town.ask("mia", "GET", f"/files/{town.asked[0].files[0]}")[0]
    filler.unlink()
    began = time.monotonic()
    while attempt(town, again := note("mia", town.today, town.asked[0].files[0])) is not True:
        town.asked.append(again)
        if time.monotonic() - began > 30:
            raise TimeoutError("there is room again, and nobody can work")
        time.sleep(0.1)
    town.asked.append(again)
    trial.note = f"told: {told}; a page of a child meanwhile: {shown}"
    return trial.judged(town, silent=time.monotonic() - began)


def _full_server(trial):
    place = trial.ends.enter_context(small_disk(trial.place / "disk", 160, "postgres"))
    server = trial.bench.server_like_it(place / "server")
    trial.ends.callback(server.remove)
    town = trial.begun(server=server)
    with trial.at_work(town) as writers:
        writers.wait_for(10)
    filler = fill(place)
    told, began = "", time.monotonic()
    while not told and time.monotonic() - began < 90:
        with trial.at_work_again(town) as writers:
            time.sleep(2)
        told = "; ".join(sorted(problem for problem in writers.problems))
    filler.unlink()
    if not server.answers():
        server.kill()
        server.start()
    silent = restarted(town)
    trial.note = f"told: {told}"
    return trial.judged(town, silent=silent)


def full_of_documents(trial):
    """Documents until there is no room. The one that does not fit is refused, and notes are still saved."""
    town, _ = on_small_disk(trial, 90)
    with trial.at_work(town, people=2) as writers:
        writers.wait_for(4)
    file, kept, told = town.asked[0].files[0], 0, ""
    for number in range(40):
        status, text = town.ask("mia", "POST", f"/files/{file}/documents?name=brev-{number}.pdf", raw=_letter(3_000_000, number))
        if status not in (200, 201):
            told = what_was_told(status, text)
            break
        kept += 1
    if not told:
        raise TimeoutError("there was room for everything")
    saved = [attempt(town, one) for one in _notes(town, file, 5)]
    trial.note = f"{kept} documents kept, then {told}; notes after it: {saved.count(True)} of 5"
    found = trial.judged(town)
    if saved.count(True) < 5:
        found["G"].append("a document that did not fit has taken the room of notes")
    return found


def _letter(size, number):
    return b"%PDF-1.4\n" + random.Random(number).randbytes(size)


def _notes(town, file, count):
    for _ in range(count):
        one = note("mia", town.today, file)
        town.asked.append(one)
        yield one


def flush_fails(trial):
    """The n-th flush fails, for some n, and after it the disk works again."""
    longest = 0.0
    if trial.engine == "postgres":
        return _flush_fails_in_server(trial)
    town, told = trial.town(), set()
    town.asked = []
    for number in trial.times([3, 20], [1, 2, 3, 5, 8, 13, 21, 34, 55]):
        town.stop()
        town.start(before=failing("fdatasync,fsync", "EIO", number))
        learn(town)
        with trial.at_work_again(town) as writers:
            _until(lambda: writers.problems)
        told |= {problem for problem in writers.problems}
        town.kill()
        longest = max(longest, restarted(town))
    trial.note = f"told: {'; '.join(sorted(told))}"
    return trial.judged(town, silent=longest)


def _until(happens, longest=30):
    began = time.monotonic()
    while not happens():
        if time.monotonic() - began > longest:
            raise TimeoutError("it did not happen")
        time.sleep(0.02)


def _flush_fails_in_server(trial):
    server = trial.own_server()
    town = trial.begun(server=server)
    with trial.at_work(town) as writers:
        writers.wait_for(8)
        for _ in range(trial.times(1, 4)):
            pids = server.sql("SELECT pid FROM pg_stat_activity WHERE application_name = 'lykta'").split()
            traced = [word for pid in pids for word in ("-p", pid)]
            tracer = subprocess.Popen([*failing("fdatasync,fsync", "EIO", 2), *traced], stderr=subprocess.DEVNULL)
            time.sleep(3)
            tracer.kill()
            tracer.wait()
            writers.wait_for(8, 60)
        silent = writers.silence
    log = (server.place / "log").read_text(errors="replace")
    trial.note = f"the server said PANIC {log.count('PANIC')} times, and came back by itself"
    found = trial.judged(town, silent=silent)
    if "PANIC" not in log:
        found["G"].append("no flush failed")
    return found


def failing(calls, error, when):
    """Answers the n-th of some system calls with an error, and all others as they are."""
    return ["strace", "-f", "-qq", "-e", "signal=none", "-o", "/dev/null", "-e", f"inject={calls}:error={error}:when={when}"]


def writes_fail(trial):
    """Writes that are interrupted are made again, those that find no room are refused, and those that are cut short never count as whole."""
    town, told = trial.town(), set()
    town.asked = []
    for calls, error, when in trial.times(
        [("pwrite64", "EINTR", "5+7"), ("pwrite64", "ENOSPC", "40")],
        [("pwrite64", "EINTR", "5+7")] + [("pwrite64", error, str(n)) for error in ("ENOSPC", "EIO") for n in (3, 17, 40, 90, 200)],
    ):
        try:
            town.start(before=failing(calls, error, when))
        except RuntimeError as refused:  # it fails while it starts
            told.add(f"{error}: {refused}")
            continue
        learn(town)
        with trial.at_work_again(town) as writers:
            time.sleep(2)
        told |= {f"{error}: {problem}" for problem in writers.problems}
        town.kill()
    _cut_short(trial, town)
    _rename_fails(trial, town)
    trial.note = f"told: {'; '.join(sorted(told))}"
    return trial.judged(town, silent=restarted(town))


def _cut_short(trial, town):
    """A limit on the size of files: the write that crosses it is cut short, and the next finds no room."""
    size = (town.data / "lykta.db").stat().st_size

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 150_001, size + 150_001))

    town.start(preexec=limit)
    with trial.at_work_again(town):
        time.sleep(2)
    town.kill()


def _rename_fails(trial, town):
    """A backup that cannot be moved to its place is none, and is made when it is asked for again."""
    town.start()
    to = town.place / "copy"
    asked = ["backup", "--data", town.data, "--to", to, "--keyring-to", town.place / "copy-of-keys"]
    trace = failing("rename,renameat,renameat2", "ENOSPC", 1)
    done = subprocess.run([*trace, town.lykta, *map(str, asked)], capture_output=True, text=True)
    if done.returncode == 0 or to.exists():
        raise RuntimeError(f"a backup without its last step was called done: {done.stdout}")
    code, said = town.run(*asked)
    if code:
        raise RuntimeError(f"it cannot be made again: {said}")
    town.stop()


def access_log_full(trial):
    """Whatever is answered with a child in it stands in the access log; when that cannot be written, nothing is shown."""
    town, disk = on_small_disk(trial, 64)
    with trial.at_work(town) as writers:
        writers.wait_for(20)
    file = town.asked[0].files[0]
    filler = fill(disk)
    until_refused(town)
    before = _readings(town)
    answers = [town.ask("mia", "GET", path)[0] for path in (f"/files/{file}", f"/files/{file}/entries", "/worklist") * 20]
    shown, written = answers.count(200), _readings(town) - before
    filler.unlink()
    trial.note = f"{shown} of {len(answers)} were shown, {written} rows were written; the others were told {sorted(set(answers) - {200})}"
    found = trial.judged(town, silent=restarted(town))
    if shown > written:
        found["D"].append(f"{shown} answers and {written} rows of the access log")
    if shown == len(answers):
        found["G"].append("the disk was not full")
    return found


def _readings(town):
    with sqlite3.connect(f"file:{town.data}/lykta.db?mode=ro", uri=True) as register:
        return register.execute("SELECT count(*) FROM access").fetchone()[0]
