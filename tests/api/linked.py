"""“Ärendet Alva”, while the investigation runs, over the API: the same steps as tests/browser/linked.mjs works in the pages.

    python3 tests/api/linked.py ADDRESS MATTER < TOKENS

TOKENS is a JSON object with a token for each of mia, frida and ulla. The family is known since earlier, and the
investigation that runs is in MATTER. It prints where the investigation is written, so that the outcome can be compared
with that of the pages.
"""

import json
import pathlib
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.append(str(TESTS.parent / "examples"))

from lykta import Lykta, new_id  # noqa: E402
from report import assessment, fact, words  # noqa: E402

STORY = json.loads((TESTS / "stories" / "linked.json").read_text(encoding="utf-8"))
ALVA = json.loads((TESTS / "stories" / "alva.json").read_text(encoding="utf-8"))["people"]["alva"]
STEPS = {step["id"]: step for step in STORY["steps"]}


def spoken(text, who):
    return " ".join(one["text"] for one in text.get("said", []) if one["who"] == who)


class Case:
    """The case and those who work in it."""

    def __init__(self, address, matter, tokens):
        for name in ("mia", "frida", "ulla"):
            setattr(self, name, Lykta(address, tokens[name]))
        self.ulla.post("/practice/day", {"days": STORY["running"]["days_later"]})
        self.staff = {one["name"]: one for one in self.mia.get("/organisation")["staff"]}
        self.now = self.mia.get("/me")["now"]
        self.running, self.report = matter, new_id()
        [found] = self.mia.post("/search", {"number": ALVA["identity"]})
        # Whoever receives reports is told whom to ask, and registers without seeing more of the file.
        self.alva = found["person"]
        self.file = (found["files"] + [one["file"] for one in found["elsewhere"]])[0]


def report(case):
    text, torun = STEPS["L1"]["text"], STORY["people"]["torun"]
    told = {
        "arrival": {"received": case.now, "deemed": case.now[:10]},
        "channel": "phone",
        "reporter": {
            "category": "SKO",
            "mandated": True,
            "name": f"{torun['given']} {torun['family']}",
            "role": f"{torun['title']}, {torun['organisation']}",
            "contact": "".join(filter(str.isdigit, torun["phone"])),
            "anonymous": False,
            "wants_feedback": True,
        },
        "concern": [words("reporter", text["facts"]), words("child", spoken(text, "alva"))],
        "reasons": ["lack_of_care"],
    }
    act = {"receive_report": {"matter": case.report, "report": told}}
    case.mia.post(f"/files/{case.file}/acts", {"acts": [act]})


def protection(case):
    text = STEPS["L2"]["text"]
    made = {
        "made": case.now,
        "outcome": "no_immediate_need",
        "immediate": False,
        "parts": [fact(text["facts"]), assessment(text["assessment"])],
    }
    act = {"assess_protection": {"assessment": {"matter": case.report, "assessment": made}}}
    case.mia.post(f"/files/{case.file}/acts", {"acts": [act]})


def distribute(case):
    """Frida sees in her unit's list what nobody has, and gives it to whoever investigates."""
    [waiting] = [
        matter
        for group in case.frida.get("/group")
        for matter in group["matters"]
        if matter["matter"] == case.report and matter["main"] is None
    ]
    main = case.staff["Ulla Ekdahl"]
    to = {"main": main["staff"], "unit": main["unit"]}
    case.frida.do(waiting["file"], {"distribute": {"matter": case.report, "distribution": to}})


def link(case):
    decision = {
        "id": new_id(),
        "kind": STEPS["L4"]["decision"],
        "reasons": [assessment(STEPS["L4"]["text"]["assessment"])],
        "links_to": case.running,
    }
    case.ulla.do(case.file, {"make_decision": {"matter": case.report, "decision": decision}})


def feedback(case):
    """The nurse may know that an investigation ran already, and nothing more."""
    given = {"at": case.now, "value": "already_running", "way": "phone"}
    case.ulla.do(case.file, {"give_feedback": {"matter": case.report, "feedback": {"given": given}}})


def quote(case):
    """What the nurse said is quoted in its area, and what Alva said where she speaks for herself: nobody retypes it."""
    reported = next(one["seq"] for one in case.ulla.entries(case.file) if one["matter"] == case.report)
    at = f"/files/{case.file}/matters/{case.running}/investigation"
    area, text = STEPS["L6"]["area"], STEPS["L6"]["text"]["facts"]
    for code, written in (
        (area, [("quote", f"{reported}.0"), ("text", text)]),
        ("heard", [("quote", f"{reported}.1")]),
    ):
        [stands] = [one for one in case.ulla.get(at)["sections"] if one["section"] == code]
        own = [{"name": name, "value": value} for name, value in written]
        case.ulla.put(
            f"{at}/sections/{code}", {"fields": stands["fields"] + own}, seen=stands["version"] or None
        )
    said = case.ulla.get(at)["text"]
    assert said["child"]["heard"]["text"] == spoken(STEPS["L1"]["text"], "alva"), "her own words"


def main():
    case = Case(sys.argv[1], sys.argv[2], json.load(sys.stdin))
    for step in (report, protection, distribute, link, feedback, quote):
        step(case)
    print(f"/akt/{case.file}/arende/{case.running}/utredning")


if __name__ == "__main__":
    main()
