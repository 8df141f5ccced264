"""Is there an address that no table knows of? ffuf asks for what programs leave behind, as nobody and as somebody who is let in."""

import json
import os
import re
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))

#: The table of every page.
PAGES = os.path.join(HERE, "..", "..", "docs", "doors.md")


#: Meant to be there for everybody, and in no table of pages: the API's description, and the parts of pages, which the demo alone shows.
MEANT = ["/api/v1/openapi.json", "/galleri"]


def known(pages):
    """Addresses of the table of pages, with anything in their brackets."""
    with open(pages, encoding="utf-8") as text:
        paths = re.findall(r"^\| `(/[^`]*)` \|", text.read(), re.MULTILINE)
    return [re.compile("^" + re.sub(r"\{[^}]*\}", "[^/]+", path) + "/?$") for path in [*paths, *MEANT]]


def words(folder):
    """The kept words, alone and with what is put behind them."""
    with open(os.path.join(HERE, "words.txt"), encoding="utf-8") as text:
        plain = [line.strip() for line in text if line.strip() and not line.startswith("#")]
    endings = ["", "/", ".json", ".txt", ".bak", "~", ".php", "%00", "/..%2f", ";a=b"]
    place = os.path.join(folder, "words")
    with open(place, "w", encoding="utf-8") as out:
        out.writelines(f"{word}{ending}\n" for word in plain for ending in endings)
    return place, len(plain) * len(endings)


def run(demo):
    rows, whole = [], True
    table = known(PAGES)
    with tempfile.TemporaryDirectory() as folder:
        place, count = words(folder)
        for who, cookie in (("nobody", ""), ("a worker", demo.cookie("ulla"))):
            found = os.path.join(folder, "found.json")
            asked = ["ffuf", "-s", "-w", place, "-u", f"{demo.address}/FUZZ", "-mc", "all", "-fc", "404", "-t", "8"]
            asked += ["-H", f"Cookie: {cookie}", "-o", found, "-of", "json"]
            subprocess.run(asked, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            with open(found, encoding="utf-8") as text:
                results = json.load(text)["results"]
            strange = sorted(
                {
                    f"/{one['input']['FUZZ']} ({one['status']})"
                    for one in results
                    if not any(path.match("/" + one["input"]["FUZZ"]) for path in table)
                    and not (one["status"] == 303 and who == "nobody")
                    and one["status"] != 405
                }
            )
            broken = [one for one in results if one["status"] >= 500]
            whole &= not strange and not broken
            rows.append((f"ffuf as {who}", f"{count} addresses", ", ".join(strange) or "nothing that no table knows", not strange and not broken))
    return rows, whole
