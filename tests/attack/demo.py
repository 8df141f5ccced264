"""A demo of its own to be attacked: started from the built program, on loopback, and ended."""

import contextlib
import http.client
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

#: Headers of a form from one of our own pages.
OWN = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}


class Demo:
    """A running demo: where it is, and people who are logged in."""

    def __init__(self, lykta, data, process, address):
        self.lykta, self.data, self.process, self.address = lykta, data, process, address
        self.host, self.port = urllib.parse.urlsplit(address).netloc.split(":")

    def ask(self, method, path, headers=None, body=None):
        """Asks once, on a connection of its own; returns status, headers and body."""
        line = http.client.HTTPConnection(self.host, int(self.port), timeout=60)
        try:
            line.request(method, path, body=body, headers=headers or {})
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            line.close()

    def cookie(self, login):
        status, headers, _ = self.ask("POST", "/logga-in", OWN, f"login={login}")
        assert status == 303, f"{login} was not let in: {status}"
        return headers["Set-Cookie"].split(";")[0]

    def token(self, login, scopes="read,write,report"):
        asked = [self.lykta, "token", "--data", self.data, "--user", login, "--scope", scopes]
        return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()

    def files_of(self, cookie, path="/gruppen"):
        """Ids of the files that a list shows."""
        _, _, body = self.ask("GET", path, {"Cookie": cookie})
        return sorted(set(re.findall(r"/akt/([0-9a-f-]{36})", body.decode())))

    def number_of(self, login, file):
        """The identity number of the child whose file it is, the youngest in it, as somebody reads it who may."""
        _, _, body = self.ask("GET", f"/akt/{file}/personer", {"Cookie": self.cookie(login)})
        found = re.findall(r"\b(\d{8})-(\d{4})\b", body.decode())
        return max(map("".join, found), default=None)


@contextlib.contextmanager
def running(lykta):
    """Starts one in an empty directory, and ends it whatever happens."""
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "demo")
        log = open(pathlib.Path(folder) / "log", "w+", encoding="utf-8")
        asked = [lykta, "demo", "--data", data, "--port", "0"]
        with log, subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=log, text=True) as process:
            try:
                first = next((line for line in process.stdout if "http://" in line), None)
                if first is None:
                    sys.exit("the demo did not start")
                address = "http://" + first.split("http://")[1].split()[0].rstrip("/")
                yield Demo(lykta, data, process, address)
            finally:
                process.terminate()
