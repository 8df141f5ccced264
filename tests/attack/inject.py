"""Can a statement to the database be put together from what somebody types? sqlmap tries every place in which anything is typed."""

import json
import subprocess
import tempfile

from demo import OWN

#: Never more than this for one place, in seconds.
LONGEST = 240


def places(demo):
    """Where something is typed: address, headers, form or JSON; a star marks the place."""
    cookie, bearer = demo.cookie("mia"), demo.token("mia")
    own = {**OWN, "Cookie": cookie}
    file = demo.files_of(cookie, "/")[0]
    talk = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"}
    return [
        ("search, a form", "/sok", own, "q=Vide*"),
        ("the login's way back", "/logga-in?till=*", {}, None),
        ("the login's button", "/logga-in", OWN, "login=mia*&till=/"),
        ("a child's file, its id", f"/akt/{file}*", {"Cookie": cookie}, None),
        ("what a page says was done", f"/akt/{file}?gjort=*", {"Cookie": cookie}, None),
        ("the session's cookie", "/", {"Cookie": f"{cookie}*"}, None),
        ("search over the API", "/api/v1/search", talk, json.dumps({"name": "Vide*"})),
        ("entries over the API", f"/api/v1/files/{file}/entries?after=0*&limit=5*", talk, None),
        ("a list of values", "/api/v1/law/lists/reporter_category*", talk, None),
    ]


def run(demo):
    rows, whole = [], True
    for name, path, headers, body in places(demo):
        with tempfile.TemporaryDirectory() as folder:
            asked = ["sqlmap", "-u", demo.address + path, "--batch", "--level", "3", "--risk", "2", "--technique", "BEUS"]
            asked += ["--threads", "2", "--timeout", "10", "--output-dir", folder, "--disable-coloring", "--ignore-code", "*"]
            asked += ["--dbms", "SQLite"]
            asked += [part for one in headers.items() for part in ("-H", f"{one[0]}: {one[1]}")]
            asked += ["--data", body] if body else []
            try:
                done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=LONGEST, stdin=subprocess.DEVNULL)
                told = done.stdout
            except subprocess.TimeoutExpired as late:
                told = (late.stdout or b"").decode()
                name += f" (stopped after {LONGEST} s)"
        found = "is vulnerable" in told or "sqlmap identified the following injection" in told
        tried = told.count("testing '")
        rows.append((f"sqlmap: {name}", f"{tried} kinds", "injectable" if found else "nothing", not found and tried > 0))
        whole &= not found and tried > 0
    return rows, whole
