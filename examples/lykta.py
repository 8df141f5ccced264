"""A small client for Lykta's API. Python 3.9 or later, and nothing else.

    from lykta import Lykta, Refused

    mia = Lykta("http://127.0.0.1:8080", token)
    print(mia.get("/me")["name"])

What is done more than once by mistake is done once: every `post` carries a key of its own, and is sent again with
the same key when the line is cut or much is going on.
"""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

ATTEMPTS = 5


class Refused(Exception):
    """Lykta has said no. `problem` is what it said: type, title, and perhaps refusal, at, since."""

    def __init__(self, problem):
        super().__init__(problem.get("title", problem.get("type", "refused")))
        self.problem = problem


def new_id():
    """An id for something new: the time first, so that ids sort as they were made (UUID version 7)."""
    stamp = int(time.time() * 1000).to_bytes(6, "big")
    rest = bytearray(uuid.uuid4().bytes[6:])
    rest[0] = 0x70 | (rest[0] & 0x0F)
    return str(uuid.UUID(bytes=stamp + bytes(rest)))


class Lykta:
    """Somebody at work, through a program."""

    def __init__(self, address, token):
        self.root = address.rstrip("/") + "/api/v1"
        self.token = token

    def get(self, path, **query):
        """What an address answers."""
        return self._read(self._ask("GET", path, query=query))

    def post(self, path, body, seen=None, **query):
        """Does something, once. `seen` is the version of the file it rests on."""
        return self._read(self._send(path, body, seen, query))

    def put(self, path, body, seen=None):
        """Saves something on top of the version that was seen; `seen` is left out the first time."""
        return self._read(self._send(path, body, seen, None, method="PUT"))

    def version(self, file):
        """The version of a file: what an act that rests on it says that it has seen."""
        return int(self._ask("GET", f"/files/{file}").headers["ETag"].strip('"'))

    def do(self, file, *acts):
        """Does something in a file, all of it or nothing, resting on how the file stands now."""
        return self.post(f"/files/{file}/acts", {"acts": list(acts)}, seen=self.version(file))

    def entries(self, file):
        """All that has been written in a file, oldest first."""
        after = 0
        while after is not None:
            page = self.get(f"/files/{file}/entries", after=after)
            yield from page["entries"]
            after = page["next"]

    def keep(self, file, matter, name, data):
        """Keeps the bytes of a document, and says what the act that registers it must say."""
        path, query = f"/files/{file}/documents", {"name": name, "matter": matter}
        headers = {"Content-Type": "application/octet-stream"}
        return self._read(self._ask("POST", path, data=data, headers=headers, query=query))

    def _send(self, path, body, seen, query, method="POST"):
        headers = {"Content-Type": "application/json", "Idempotency-Key": new_id()}
        if seen is not None:
            headers["If-Match"] = f'"{seen}"'
        return self._ask(method, path, data=json.dumps(body).encode(), headers=headers, query=query)

    def _ask(self, method, path, data=None, headers=None, query=None):
        address = self.root + path + ("?" + urllib.parse.urlencode(query) if query else "")
        headers = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        for attempt in range(1, ATTEMPTS + 1):
            request = urllib.request.Request(address, data=data, headers=headers, method=method)
            try:
                return urllib.request.urlopen(request, timeout=30)
            except urllib.error.HTTPError as error:
                if error.code not in (503, 504) or attempt == ATTEMPTS:
                    raise Refused(json.load(error)) from None
            except (urllib.error.URLError, ConnectionError):
                if attempt == ATTEMPTS:
                    raise
            time.sleep(attempt)

    @staticmethod
    def _read(answer):
        return json.load(answer)
