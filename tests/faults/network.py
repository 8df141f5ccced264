"""Faults 12, 13, 14, 18, 19, 21: the lines, and whoever is at their other end."""

import html.parser
import http.client
import pathlib
import resource
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse

from lines import Line, hang_up
from looking import places
from town import ROOT, Operation, attempt, new_id, note, report


def answer_lost(trial):
    """Done, and the answer hung up on: the same again has the same receipt."""
    town = trial.begun()
    line = Line(("127.0.0.1", town.port))
    trial.ends.callback(line.close)
    first = report("mia", town.today, town.unit)
    attempt(town, first)
    town.asked, lost = [first], 0
    for number in range(trial.times(20, 200)):
        one = note("mia", town.today, first.files[0]) if number % 3 else report("mia", town.today, town.unit)
        line.cut_answers = 1
        if attempt(town, one, port=line.port) is not None:
            raise RuntimeError("the answer came through")
        town.asked.append(one)
        lost += 1
    kept = sum(any(place) for place in _stand(town, town.asked[1:]))
    trial.note = f"{lost} answers lost, {kept} of the acts were done"
    found = trial.judged(town)
    if kept < lost:
        found["G"].append(f"the line was cut before the commit in {lost - kept} of {lost}: the fault was not made")
    return found


def _stand(town, operations):
    return list(places(town, operations).values())


def database_cut_off(trial):
    """Everything between program and database is held back, or hung up, one way or both."""
    server = trial.bench.postgres()
    line_at = trial.place / "line"
    line_at.mkdir()
    line = Line(f"{server.place}/.s.PGSQL.5432", line_at / ".s.PGSQL.5432")
    trial.ends.callback(line.close)
    town = trial.begun(url=lambda name: f"postgres://postgres@/{name}?host={line_at}")
    ways, longest = [("there",), ("back",), ("there", "back")], 0.0
    with trial.at_work(town) as writers:
        for seconds in trial.times((0.1, 2), (0.1, 1, 5, 20)):
            for way in ways:
                line.hold(*way)
                time.sleep(seconds)
                line.let_go()
                longest = max(longest, writers.wait_for(4, 60))
                line.hold(*way)
                time.sleep(seconds / 4)
                line.break_all()
                line.let_go()
                longest = max(longest, writers.wait_for(4, 60))
        said = sorted(writers.problems)
    trial.note = f"{len(town.asked)} acts; told: {'; '.join(said) or 'nobody was refused'}"
    return trial.judged(town, silent=longest)


class Form(html.parser.HTMLParser):
    """The fields of a page's main form, as a browser without a script would send them."""

    def __init__(self, page, action):
        super().__init__()
        self.action, self.inside, self.fields, self.fresh = action, False, [], False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.inside = urllib.parse.urlsplit(given.get("action") or self.action).path == self.action
        name = given.get("name")
        if tag == "option" and self.inside and (self.fresh or "selected" in given):
            self.fields[-1] = (self.fields[-1][0], given.get("value", ""))
            self.fresh = False
        if not self.inside or not name:
            return
        if tag in ("textarea", "select"):
            self.fields.append((name, ""))
            self.fresh = tag == "select"
        elif tag == "input" and (given.get("type") not in ("checkbox", "radio", "file", "submit") or "checked" in given):
            self.fields.append((name, given.get("value", "")))

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False

    def filled(self, **values):
        kept = [(name, values.pop(name, value)) for name, value in self.fields]
        return urllib.parse.urlencode([*kept, *values.items()])


class Browser:
    """Somebody logged in to the pages, without a script."""

    def __init__(self, port, user):
        self.port, self.cookie = port, ""
        status, _, page = self.ask("GET", "/logga-in")
        status, headers, _ = self.ask("POST", "/logga-in", Form(page, "/logga-in").filled(login=user))
        self.cookie = headers.get("set-cookie", "").split(";")[0]
        if status != 303 or not self.cookie:
            raise RuntimeError(f"{user} is not let in: {status}")

    def ask(self, method, path, body=None):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        headers = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request(method, path, body=body, headers=headers)
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
        finally:
            line.close()


def slow_line(trial):
    """A note over a line of 32 kB a second that is two seconds late: page, form and answer."""
    town = trial.begun()
    first = report("mia", town.today, town.unit)
    attempt(town, first)
    town.asked = [first]
    line = Line(("127.0.0.1", town.port))
    trial.ends.callback(line.close)
    mia = Browser(line.port, "mia")
    line.rate, line.late = 32_000, 2.0
    path, began = f"/akt/{first.files[0]}/anteckning", time.monotonic()
    for _ in range(trial.times(1, 3)):
        _, _, page = mia.ask("GET", path)
        payload = f"Anteckning {new_id()[-12:]}: " + "ord efter ord " * 400
        one = Operation("note", "mia", path, None, payload.strip(), [first.files[0]])
        town.ledger.asked(one.id, one.kind, one.user, one.payload)
        form = Form(page, path).filled(text=payload)
        status, headers, _ = mia.ask("POST", path, form)
        if status != 303:
            raise RuntimeError(f"the form was answered {status}")
        town.ledger.answered(one.id)
        town.asked.append(one)
    trial.note = f"a page and its form in {(time.monotonic() - began) / (len(town.asked) - 1):.0f} s"
    return trial.judged(town)


def slowloris(trial):
    """Connections that send nothing, a head a byte at a time, a body a byte at a time, and such as do not read."""
    town, count = trial.begun(), trial.times(300, 3000)
    room(count + 500)
    began, sockets = time.monotonic(), []
    heads = [b"", b"GET / HTTP/1.1\r\nX: ", b"POST /logga-in HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nlog", b"GET /assets/lykta.css HTTP/1.1\r\nHost: a\r\n\r\n" * 50]
    with trial.at_work(town, pause=0.05) as writers:
        quiet = pace(town)
        for number in range(count):
            try:
                one = socket.create_connection(("127.0.0.1", town.port), timeout=5)
                one.sendall(heads[number % len(heads)])
                sockets.append(one)
            except OSError:
                pass
        crowded = pace(town)
        drip(sockets, trial.times(3, 20))
        crowded = max(crowded, pace(town))
    hang_up(*sockets)
    trial.note = f"{len(sockets)} connections; 95 of 100 answers within {crowded * 1000:.0f} ms (before: {quiet * 1000:.0f} ms)"
    found = trial.judged(town)
    if crowded > 0.5:
        found["G"].append(f"people waited {crowded * 1000:.0f} ms")
    return found


def drip(sockets, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for one in sockets[::7]:
            try:
                one.send(b"a")
            except OSError:
                pass
        time.sleep(0.2)


def pace(town, asks=60):
    """Within how many seconds 95 of 100 answers come."""
    took = []
    for _ in range(asks):
        began = time.monotonic()
        town.ask("moa", "GET", "/worklist")
        took.append(time.monotonic() - began)
    return statistics.quantiles(took, n=20)[-1]


def room(descriptors):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < descriptors:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(descriptors, hard), hard))


def rude(trial):
    """What tests/api/rude.py does, and lengths that lie, and a body that says it is packed."""
    town = trial.begun()
    with trial.at_work(town) as writers:
        done = subprocess.run(
            [sys.executable, "-B", str(ROOT / "tests/api/rude.py"), f"http://127.0.0.1:{town.port}", str(town.process.pid)],
            capture_output=True,
            text=True,
        )
        answers = {what: lie(town.port, *how) for what, how in LIES.items()}
        writers.wait_for(4)
    trial.note = "; ".join(f"{what}: {answer}" for what, answer in answers.items())
    found = trial.judged(town)
    if done.returncode:
        found["G"].append(f"rude.py: {done.stdout[-300:]}")
    found["G"] += [f"{what}: {answer}" for what, answer in answers.items() if answer[:1] == "2"]
    return found


#: What each says of its body, and what it sends.
LIES = {
    "longer than it says": ("Content-Length: 5", b'{"name":"' + b"a" * 5000 + b'"}'),
    "shorter than it says": ("Content-Length: 5000", b'{"name":"a"}'),
    "two lengths": ("Content-Length: 12\r\nContent-Length: 13", b'{"name":"a"}'),
    "a length that is none": ("Content-Length: many", b"{}"),
    "packed": ("Content-Encoding: gzip\r\nContent-Length: 4", b"\x1f\x8b\x08\x00"),
}


def lie(port, says, body):
    with socket.create_connection(("127.0.0.1", port), timeout=45) as line:
        line.sendall(f"POST /api/v1/search HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n{says}\r\n\r\n".encode() + body)
        line.shutdown(socket.SHUT_WR)
        try:
            return line.recv(4096).decode("latin-1").split("\r\n")[0][9:12] or "closed"
        except OSError as error:
            return type(error).__name__


def crowd(trial):
    """Many people logged in, and some of them at work."""
    town = trial.begun()
    logged_in, at_work, seconds = trial.times((300, 20, 4), (10_000, 200, 20))
    room(2000)
    first = report("mia", town.today, town.unit)
    attempt(town, first)
    sessions = together(logged_in, 16, lambda: Browser(town.port, "mia"))
    memory = [most_memory(town)]
    took, stop = [], time.monotonic() + seconds

    def work(browser):
        while time.monotonic() < stop:
            began = time.monotonic()
            status, _, _ = browser.ask("GET", f"/akt/{first.files[0]}")
            if status != 200:
                raise RuntimeError(f"answered {status}")
            took.append(time.monotonic() - began)
            time.sleep(4)  # somebody who reads

    threads = [threading.Thread(target=work, args=(browser,)) for browser in sessions[:at_work]]
    for thread in threads:
        thread.start()
    with trial.at_work_again(town, 2):
        for thread in threads:
            thread.join()
    town.asked.append(first)
    memory.append(most_memory(town))
    slowest = statistics.quantiles(took, n=20)[-1]
    trial.note = f"{len(sessions)} sessions, {at_work} at work: 95 of 100 pages within {slowest * 1000:.0f} ms, {memory[-1]} MB at most"
    found = trial.judged(town)
    if slowest > 0.2:
        found["G"].append(f"95 of 100 pages within {slowest * 1000:.0f} ms, not 200")
    if memory[-1] > 250:
        found["G"].append(f"{memory[-1]} MB")
    return found


def together(count, threads, what):
    made, lock = [], threading.Lock()

    def work():
        while len(made) < count:
            one = what()
            with lock:
                made.append(one)

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return made[:count]


def most_memory(town):
    status = pathlib.Path(f"/proc/{town.process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024
