"""A small client for Lykta's API. Python 3.9 or later, and nothing else.

    from lykta import Lykta, Refused

    mia = Lykta("http://127.0.0.1:8080", token)
    print(mia.get("/me")["name"])

What is done more than once by mistake is done once: every `post` and `put` carries a key of its own, and is sent again with
the same key when nothing comes back, when what comes back is cut, or when much is going on. A document (`keep`) has no key: sent
again it lies there twice, and the one that nothing registers is swept away a day later.
"""

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

ATTEMPTS = 5

#: Seconds until an attempt is given up. Lykta itself gives up after 30 and says so, which must have time to come.
PATIENCE = 45


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

    def __init__(self, address, token, patience=PATIENCE):
        self.root = address.rstrip("/") + "/api/v1"
        self.token, self.patience = token, patience

    def get(self, path, **query):
        """What an address answers."""
        return self._ask("GET", path, query=query)[1]

    def post(self, path, body, seen=None, **query):
        """Does something, once. `seen` is the version of the file it rests on."""
        return self._send(path, body, seen, query)

    def put(self, path, body, seen=None):
        """Saves something on top of the version that was seen; `seen` is left out the first time."""
        return self._send(path, body, seen, None, method="PUT")

    def version(self, file):
        """The version of a file: what an act that rests on it says that it has seen."""
        return int(self._ask("GET", f"/files/{file}")[0]["ETag"].strip('"'))

    def do(self, file, *acts):
        """Does something in a file, all of it or nothing, resting on how the file stands now.

        Whoever has shown the file to somebody says with `post` which version that was: then nothing is done that they have not seen.
        """
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
        path, query = f"/files/{file}/documents", {"name": name, **({"matter": matter} if matter else {})}
        headers = {"Content-Type": "application/octet-stream"}
        return self._ask("POST", path, data=data, headers=headers, query=query)[1]

    def _send(self, path, body, seen, query, method="POST"):
        headers = {"Content-Type": "application/json", "Idempotency-Key": new_id()}
        if seen is not None:
            headers["If-Match"] = f'"{seen}"'
        return self._ask(method, path, data=json.dumps(body).encode(), headers=headers, query=query)[1]

    def _ask(self, method, path, data=None, headers=None, query=None):
        """The answer's headers, and what it says."""
        address = self.root + path + ("?" + urllib.parse.urlencode(query) if query else "")
        headers = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        for attempt in range(1, ATTEMPTS + 1):
            request = urllib.request.Request(address, data=data, headers=headers, method=method)
            try:
                with urllib.request.urlopen(request, timeout=self.patience) as answer:
                    return answer.headers, json.loads(answer.read())
            except urllib.error.HTTPError as error:
                if error.code not in (503, 504) or attempt == ATTEMPTS:
                    raise Refused(json.load(error)) from None
            except (OSError, http.client.HTTPException):  # no line, a line that is cut, silence
                if attempt == ATTEMPTS:
                    raise
            time.sleep(attempt)
