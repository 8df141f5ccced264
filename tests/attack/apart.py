"""Can what is there and not theirs be told from what is not there, by how long the answer takes?

Each kind of question is asked in three ways, in random order on one connection: about a child who is there, about one whose identity is
protected, and about nobody. What is compared is not the mean but the order: the chance that an answer of the one kind took longer than one
of the other (the area under the curve, 0.5 when nothing can be told). Standing noise makes the distance smaller, never larger.
"""

import bisect
import http.client
import json
import random
import time
import uuid

from demo import OWN

#: Questions of each kind, and how far from a toss of a coin is still a toss of a coin with so many.
ROUNDS, FAR = 1500, 0.04

WAYS = ("there", "protected", "nobody")


def chance(one, other):
    """The chance that something of the one is larger than something of the other."""
    other = sorted(other)
    below = sum(bisect.bisect_left(other, value) + bisect.bisect_right(other, value) for value in one)
    return below / (2 * len(one) * len(other))


def measured(demo, questions):
    """Seconds of each way of asking, and the status and length of every answer."""
    line = http.client.HTTPConnection(demo.host, int(demo.port), timeout=60)
    order = [way for way in WAYS for _ in range(ROUNDS)]
    random.Random(7).shuffle(order)
    took, told = {way: [] for way in WAYS}, {way: set() for way in WAYS}
    for way in order:
        method, path, headers, body = questions[way]()
        began = time.perf_counter()
        line.request(method, path, body=body, headers=headers)
        answer = line.getresponse()
        length = len(answer.read())
        took[way].append(time.perf_counter() - began)
        told[way].add((answer.status, length))
    line.close()
    return took, told


def kinds(demo):
    """Kinds of question, each about a child there, a protected child and nobody; asked by people to whom neither opens."""
    files = demo.files_of(demo.cookie("enar"))
    stranger, token = demo.cookie("olga"), demo.token("olga")
    own = set(demo.files_of(stranger, "/"))
    closed = [file for file in files if file not in own]
    # Who is protected stands in no list of a group: whoever has the file knows it.
    umar = demo.files_of(demo.cookie("umar"), "/")
    protected = [file for file in umar if file not in own and '"protected":true' in known(demo, file)]
    there = [file for file in closed if file not in protected]
    assert there and protected, "the demo has children of both kinds"
    ids = {"there": lambda: random.choice(there), "protected": lambda: random.choice(protected), "nobody": lambda: str(uuid.uuid4())}
    # Numbers that hold, as the check digit goes: one that does not is refused before anything is looked for.
    numbers = {
        "there": [number for number in (demo.number_of("enar", file) for file in there[:8]) if number],
        "protected": [number for number in (demo.number_of("umar", file) for file in protected) if number],
        "nobody": ["201783019977", "201587019983", "201985019965"],
    }
    cookie = {"Cookie": stranger}
    bearer = {"Authorization": f"Bearer {token}"}

    def about(path, headers):
        return {way: (lambda way=way: ("GET", path.format(ids[way]()), headers, None)) for way in WAYS}

    def searched():
        form = {**cookie, **OWN}
        return {way: (lambda way=way: ("POST", "/sok", form, f"q={random.choice(numbers[way])}")) for way in WAYS}

    def searched_over_the_api():
        talk = {**bearer, "Content-Type": "application/json"}
        body = {way: (lambda way=way: json.dumps({"number": random.choice(numbers[way])})) for way in WAYS}
        return {way: (lambda way=way: ("POST", "/api/v1/search", talk, body[way]())) for way in WAYS}

    asked = {
        "a child's page": about("/akt/{}", cookie),
        "a form in a child's file": about("/akt/{}/anteckning", cookie),
        "a file over the API": about("/api/v1/files/{}", bearer),
    }
    if numbers["there"] and numbers["protected"]:
        asked["a search by number"] = searched()
        asked["a search over the API"] = searched_over_the_api()
    return asked


def known(demo, file):
    headers = {"Authorization": f"Bearer {demo.token('umar')}"}
    return demo.ask("GET", f"/api/v1/files/{file}", headers)[2].decode()


def run(demo):
    """Rows for the page, and whether nothing can be told."""
    rows, whole = [], True
    for kind, questions in kinds(demo).items():
        took, told = measured(demo, questions)
        same = len({length for answers in told.values() for _, length in answers}) == 1 and len(
            {status for answers in told.values() for status, _ in answers}
        ) == 1
        chances = [chance(took[way], took["nobody"]) for way in ("there", "protected")]
        alike = same and all(abs(one - 0.5) <= FAR for one in chances)
        whole &= alike
        assert "search" not in kind or {status for status, _ in told["nobody"]} == {200}, "numbers that hold"
        shown = " and ".join(f"{one:.3f}" for one in chances)
        middle = sorted(took["nobody"])[ROUNDS // 2] * 1000
        rows.append((kind, f"{shown}; {middle:.1f} ms", "status and length the same" if same else f"told apart: {told}", alike))
    return rows, whole
