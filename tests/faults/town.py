"""The system that is tried: the real program on its own data, on either engine, the people who write in it, and one who may not.

`Town` starts, ends and kills the program and looks at what it has; `Writers` are people at work through the API; `Watcher` is somebody
without a part in anything, who asks all the same.
"""

import http.client
import json
import os
import pathlib
import random
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import date, timedelta

from ledger import Ledger, fingerprint

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "examples"))

from lykta import new_id  # noqa: E402
from report import somebody, words  # noqa: E402

#: A word that stands in every child's family name, and nowhere else.
CANARY = "Kanariegård"

#: How long a start may take, and an answer.
START, ANSWER = 60, 35


class Gone(Exception):
    """There was no answer: it is not known what was done."""


class Town:
    """A data directory, perhaps a database, and the program on them."""

    def __init__(self, place, lykta, database=None, data=None):
        self.place = pathlib.Path(place)
        self.lykta = lykta
        self.database = self.admin = database
        self.data = pathlib.Path(data or self.place / "data")
        self.ledger = Ledger(self.place / "ledger")
        self.log = self.place / "log"
        self.process = None
        self.port = 0
        self.tokens = {}
        self.leaks = []
        self.sent = []
        self.before = {}

    # Beginning and ending

    def environment(self):
        return {**os.environ, **({"LYKTA_DATABASE": self.database} if self.database else {})}

    def start(self, before=(), patience=START, environment=None, preexec=None):
        """Starts it, and waits for its address. `before` is put before the command: strace, faketime."""
        command = [*before, self.lykta, "demo", "--data", str(self.data), "--port", "0"]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**self.environment(), **(environment or {})},
                start_new_session=True,
                preexec_fn=preexec,
            )
        late = threading.Timer(patience, self.kill)
        late.start()
        try:
            line = self.process.stdout.readline().decode()
        finally:
            late.cancel()
        found = re.search(r"http://[^:]+:(\d+)", line)
        if not found:
            self.process.wait()
            said = self.log.read_text(errors="replace").strip().splitlines()[-3:]
            self.process = None
            raise RuntimeError(plain(" ".join(said), self.place) or "it did not start")
        self.port = int(found[1])
        threading.Thread(target=self.process.stdout.read, daemon=True).start()
        return self

    def prepare(self):
        """Tokens for everybody, and how many entries there are before anything is asked."""
        for user in ("mia", "moa", "frida", "umar"):
            asked = [self.lykta, "token", "--data", str(self.data), "--user", user, "--scope", "read,write,report"]
            done = subprocess.run(asked, env=self.environment(), capture_output=True, text=True, check=True)
            self.tokens[user] = done.stdout.strip()
        self.before = self.kinds()
        return self

    def kill(self):
        """Sudden death of it and of whatever holds it."""
        if self.process:
            for _ in range(200):  # also what a tracer has left behind
                try:
                    os.killpg(self.process.pid, signal.SIGKILL)
                except ProcessLookupError:
                    break
                self.process.poll()
                time.sleep(0.01)
            self.process.wait()

    def stop(self):
        """Asks it to end."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    # Asking

    def ask(self, user, method, path, body=None, key=None, seen=None, port=None, timeout=ANSWER, raw=None):
        """Status and body. Raises `Gone` where there was no whole answer."""
        headers = {"Authorization": f"Bearer {self.tokens[user]}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        if seen is not None:
            headers["If-Match"] = f'"{seen}"'
        if raw is not None:
            headers["Content-Type"] = "application/octet-stream"
        data = raw if raw is not None else (json.dumps(body).encode() if body is not None else None)
        line = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=timeout)
        try:
            line.request(method, "/api/v1" + path, body=data, headers=headers)
            answer = line.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            raise Gone(type(error).__name__) from None
        finally:
            line.close()
        if user == "umar" and CANARY in text:
            self.leaks.append(f"{user} was shown {CANARY} at {path.split('?')[0]}")
        return answer.status, text

    def read(self, user, path):
        status, text = self.ask(user, "GET", path)
        return json.loads(text) if status == 200 else None

    # Looking at what it has

    def kinds(self):
        """How many entries of each kind there are."""
        question = "SELECT kind, count(*) FROM {}entry GROUP BY kind"
        if self.database:
            return {kind: int(count) for kind, count in self.sql(question.format("lykta."))}
        with sqlite3.connect(f"file:{self.data}/lykta.db?mode=ro", uri=True, timeout=20) as register:
            return dict(register.execute(question.format("")).fetchall())

    def sql(self, question):
        done = subprocess.run(
            ["psql", "-XAtq", "-F", "\t", "-d", self.admin or self.database, "-c", question], capture_output=True, text=True, check=True
        )
        return [line.split("\t") for line in done.stdout.splitlines()]

    def run(self, *arguments, environment=None):
        """Runs a command of the program: exit code and all that it said."""
        done = subprocess.run(
            [self.lykta, *map(str, arguments)],
            env={**self.environment(), **(environment or {})},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=120,
        )
        return done.returncode, plain(done.stdout + done.stderr, self.place)

    def verify(self, *more):
        where = ["--data", str(self.data)] if "--views" in more or not self.database else []
        return self.run("verify", *where, *more)[1].splitlines()


def told(status, text):
    """What somebody was told, in its own words."""
    try:
        return f"{status} “{json.loads(text)['title']}”"
    except (ValueError, KeyError):
        return f"{status} {text[:80]}"


class Operation:
    """Something that somebody asks for: its id, its words, and where they must stand."""

    def __init__(self, kind, user, path, body, payload, files, due=None):
        self.id = new_id()
        self.kind, self.user, self.path, self.body = kind, user, path, body
        self.payload, self.files, self.due = payload, files, due

    @property
    def payload_print(self):
        return fingerprint(self.payload)

    def send(self, town, port=None, timeout=ANSWER):
        """Asks for it. `True`: it was answered as done. `False`: it was said that nothing was done. `Gone`: not known."""
        status, text = town.ask(self.user, "POST", self.path, self.body, key=self.id, port=port, timeout=timeout)
        self.answer = text
        if status in (200, 201):
            return True
        self.problem = told(status, text)
        # “Inget har skrivits” binds as much as “Sparat” does.
        return None if status in (500, 503, 504) and "Inget har skrivits" not in text else False


def plain(text, place):
    """Without colours, times and the names of temporary places."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text).replace(str(place), "…")
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "", text).strip()


def report(user, today, unit, received=None):
    """Two siblings are reported in one call: two people, two files, all or nothing."""
    mark, files, people = new_id()[-12:], [], []
    payload = f"Oro {mark}: de kom hungriga till skolan."
    for given, born in (("Tindra", "2015-04-09"), ("Melker", "2018-10-02")):
        person, file, matter = new_id(), new_id(), new_id()
        people.append({"person": person, "acts": [{"register": somebody(given, CANARY, born, today)}]})
        told = {
            "arrival": {"received": received or f"{today}T00:01", "deemed": today},
            "channel": "phone",
            "reporter": {"category": "SKO", "mandated": True, "name": "Siv Ahlgren", "anonymous": False, "wants_feedback": False},
            "concern": [words("reporter", payload)],
            "reasons": ["lack_of_care"],
        }
        opened = {"person": person, "subject": "child", "birth": born, "unit": unit}
        acts = [{"open_file": {"opened": opened}}, {"receive_report": {"matter": matter, "report": told}}]
        files.append({"file": file, "acts": acts})
    due = str(date.fromisoformat(today) + timedelta(days=14))
    places = [one["file"] for one in files]
    return Operation("report", user, "/wishes", {"people": people, "files": files}, payload, places, due)


def note(user, today, file):
    payload = f"Anteckning {new_id()[-12:]}: skolan ringde."
    told = {"at": f"{today}T00:02", "kind": "call", "parts": [{"kind": "fact", "text": payload}], "with": [], "child": False}
    return Operation("note", user, f"/files/{file}/acts", {"acts": [{"sign_note": {"note": told}}]}, payload, [file])


class Writers:
    """People who write one thing after the other, until they are told to stop. Whoever gets no answer goes on with the next."""

    def __init__(self, town, people=4, pause=0.0, port=None, seed=1):
        self.town, self.pause, self.port = town, pause, port
        self.stop_now = threading.Event()
        self.pulse = time.monotonic()
        self.silence = 0.0
        self.problems = set()
        self.own = [[] for _ in range(people)]
        self.threads = [threading.Thread(target=self._work, args=(number, seed), daemon=True) for number in range(people)]
        for thread in self.threads:
            thread.start()

    def _work(self, number, seed):
        chance, user, files = random.Random(f"{seed}/{number}"), ("mia", "moa")[number % 2], []
        today, unit = self.town.today, self.town.unit
        while not self.stop_now.is_set():
            fresh = not files or chance.random() < 0.2
            asked = report(user, today, unit) if fresh else note(user, today, chance.choice(files))
            self.own[number].append(asked)
            if attempt(self.town, asked, self.port, self.problems):
                self.pulse, before = time.monotonic(), self.pulse
                self.silence = max(self.silence, self.pulse - before)
                files += asked.files if fresh else []
            else:
                self.stop_now.wait(0.3)
            if self.pause:
                self.stop_now.wait(self.pause)

    def answered(self):
        return sum(one.done for own in self.own for one in list(own) if hasattr(one, "done"))

    def wait_for(self, count, longest=60):
        """Until so many more have been answered. Says how long it took."""
        aim, began = self.answered() + count, time.monotonic()
        while self.answered() < aim:
            if time.monotonic() - began > longest:
                raise TimeoutError(f"nobody could work for {longest} s: {sorted(self.problems)}")
            time.sleep(0.01)
        return time.monotonic() - began

    def end(self):
        self.stop_now.set()
        for thread in self.threads:
            thread.join(ANSWER + 10)
        return [one for own in self.own for one in own]


def attempt(town, operation, port=None, problems=None, timeout=ANSWER):
    """Asks once, with everything written in the ledger. Says whether it was answered as done."""
    town.ledger.asked(operation.id, operation.kind, operation.user, operation.payload)
    try:
        done = operation.send(town, port, timeout)
    except Gone as gone:
        done = None
        operation.problem = str(gone)
    operation.done, operation.unknown = done is True, done is None
    if done is True:
        town.ledger.answered(operation.id)
    elif done is False:
        town.ledger.refused(operation.id)
    if done is not True and problems is not None:
        problems.add(operation.problem[:200])
    return done


class Watcher:
    """Somebody of another unit, who asks for everything that is written, all the time."""

    def __init__(self, town, writers):
        self.town, self.writers, self.asked, self.stop_now = town, writers, 0, threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def _watch(self):
        while not self.stop_now.is_set():
            files = [file for own in self.writers.own for one in own[-2:] for file in one.files]
            for path in [f"/files/{file}{part}" for file in files[-2:] for part in ("", "/entries", "/readers")]:
                self._ask("GET", path)
            self._ask("GET", "/worklist")
            self._ask("POST", "/search", {"name": CANARY})
            self.stop_now.wait(0.05)

    def _ask(self, method, path, body=None):
        try:
            self.town.ask("umar", method, path, body)
            self.asked += 1
        except Gone:
            pass

    def end(self):
        self.stop_now.set()
        self.thread.join(ANSWER)
