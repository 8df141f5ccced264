"""“Ärendet Alva” over the API: the same case as tests/browser/alva.mjs works in the pages, step by step.

    python3 tests/api/alva.py ADDRESS < TOKENS

TOKENS is a JSON object with a token for each of mia, frida, ulla and olga. The family is known since earlier. It prints
where the service stands that came of it, so that the outcome can be compared with that of the pages.
"""

import json
import pathlib
import sys
from datetime import date, timedelta

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.append(str(TESTS.parent / "examples"))

from lykta import Lykta, new_id  # noqa: E402
from report import QUESTION, assessment, fact, words  # noqa: E402

STORY = json.loads((TESTS / "stories" / "alva.json").read_text(encoding="utf-8"))
PEOPLE = STORY["people"]
STEPS = {step["id"]: step for step in STORY["steps"]}

#: What is said in confidence is kept from the guardians.
CONFIDENCE = [{"from": "guardians", "ground": "child_against_guardian"}]


def spoken(text, who):
    return " ".join(one["text"] for one in text.get("said", []) if one["who"] == who)


def after(day, days):
    return str(date.fromisoformat(day[:10]) + timedelta(days=days))


class Case:
    """The case and those who work in it. What a step finds out the next one uses."""

    def __init__(self, address, tokens):
        for name in ("mia", "frida", "ulla", "olga"):
            setattr(self, name, Lykta(address, tokens[name]))
        organisation = self.mia.get("/organisation")
        self.staff = {one["name"]: one for one in organisation["staff"]}
        self.units = {one["name"]: one["unit"] for one in organisation["units"]}
        self.now = self.mia.get("/me")["now"]
        self.alva, self.alva_file = self._known("alva")
        self.sixten, self.sixten_file = self._known("sixten")
        around = self.mia.get(f"/files/{self.alva_file}")["people"]
        self.jenny = next(one["person"] for one in around if one["guardian"])
        self.both = [(self.alva_file, self.alva), (self.sixten_file, self.sixten)]
        self.reports = {file: new_id() for file, _ in self.both}
        self.matters = {file: new_id() for file, _ in self.both}

    def _known(self, name):
        found = self.mia.post("/search", {"number": PEOPLE[name]["identity"]})[0]
        return found["person"], found["files"][0]

    def both_at_once(self, who, act):
        """The same in both files, all or nothing."""
        files = [{"file": file, "seen": who.version(file), "acts": [act(file, person)]} for file, person in self.both]
        who.post("/wishes", {"files": files})

    def matter(self):
        return self.matters[self.alva_file]


def report(case):
    text = STEPS[1]["text"]
    maud = PEOPLE["maud"]
    reporter = {
        "category": "SKO",
        "mandated": True,
        "name": f"{maud['given']} {maud['family']}",
        "role": f"{maud['title']}, {maud['organisation']}",
        "contact": "".join(filter(str.isdigit, maud["phone"])),
        "anonymous": False,
        "wants_feedback": True,
    }

    def act(file, person):
        concern = [words("reporter", f"{text['facts']} {text['assessment']}")]
        if person == case.alva:
            concern.append({**words("child", spoken(text, "alva")), "keep": CONFIDENCE})
        told = {
            "arrival": {"received": case.now, "deemed": case.now[:10]},
            "channel": "phone",
            "reporter": reporter,
            "concern": concern,
            "reasons": ["parent_substance_use", "lack_of_care"],
            "guardians_know": True,
            "siblings": [other for _, other in case.both if other != person],
        }
        return {"receive_report": {"matter": case.reports[file], "report": told}}

    case.both_at_once(case.mia, act)


def protection(case):
    text = STEPS[2]["text"]
    made = {
        "made": case.now,
        "outcome": "no_immediate_need",
        "immediate": False,
        "parts": [fact(text["facts"]), assessment(text["assessment"])],
    }
    case.both_at_once(
        case.mia,
        lambda file, _: {"assess_protection": {"assessment": {"matter": case.reports[file], "assessment": made}}},
    )


def opening(case):
    def act(file, _):
        decision = {
            "id": new_id(),
            "kind": "D02",
            "reasons": [assessment(STEPS[3]["text"]["assessment"])],
            "opening": {"matter": case.matters[file], "questions": [assessment(QUESTION)]},
        }
        return {"make_decision": {"matter": case.reports[file], "decision": decision}}

    case.both_at_once(case.mia, act)
    for file, _ in case.both:
        told(case.mia, file, case.matters[file], case.jenny)


def told(who, file, matter, person):
    """A party is told by letter that the investigation has been opened."""
    letter = {"about": {"opening": matter}, "to": [{"person": person, "way": "letter"}]}
    who.post(f"/files/{file}/letters", letter, seen=who.version(file))


def distribute(case):
    main, second = case.staff["Ulla Ekdahl"], case.staff["Oskar Blom"]
    to = {"main": main["staff"], "second": second["staff"], "unit": main["unit"]}
    case.both_at_once(
        case.frida, lambda file, _: {"distribute": {"matter": case.matters[file], "distribution": to}}
    )


def notes(case):
    visit, call, mail = STEPS[5]["notes"]
    home_visit(case, visit["text"])
    parts = [fact(call["text"]["facts"]), words({"other": PEOPLE["gerd"]["given"]}, spoken(call["text"], "gerd"))]
    note(case, case.alva_file, "call", parts)
    email(case, mail)


def note(case, file, kind, parts, **more):
    signed = {"at": case.now, "kind": kind, "parts": parts, "child": False, **more}
    case.ulla.do(file, {"sign_note": {"matter": case.matters[file], "note": signed}})


def home_visit(case, text):
    """It stands in both files, but what Alva has said stands in hers alone."""
    mothers = words({"person": case.jenny}, spoken(text, "jenny"))
    own = [fact(text["facts"]), words("child", spoken(text, "alva")), mothers, assessment(text["assessment"])]
    shared = [own[0], mothers, own[3]]
    for file, parts in ((case.alva_file, own), (case.sixten_file, shared)):
        note(case, file, "home_visit", parts, child=True)


def email(case, mail):
    data = (TESTS / "stories" / mail["attachment"]).read_bytes()
    kept = case.ulla.keep(case.alva_file, case.matter(), mail["attachment"], data)
    document = {
        "id": kept["document"],
        "title": mail["attachment"],
        "sender": PEOPLE["maud"]["organisation"],
        "channel": "email",
        "arrival": {"received": case.now, "deemed": case.now[:10]},
        "original": kept["original"],
    }
    signed = {
        "at": case.now,
        "kind": "contact",
        "parts": [fact(mail["text"]["facts"])],
        "child": False,
        "document": kept["document"],
    }
    case.ulla.do(
        case.alva_file,
        {"receive_document": {"matter": case.matter(), "document": document}},
        {"sign_note": {"matter": case.matter(), "note": signed}},
    )


def second_guardian(case):
    """Anders, who lives elsewhere, becomes known while the investigation runs, and is told of it."""
    anders, person, today = PEOPLE["anders"], new_id(), case.now[:10]

    def known(value):
        return {"value": value, "source": {"said_by": "guardian"}, "as_of": today}

    registration = {
        "name": known({"given": anders["given"], "family": anders["family"]}),
        "number": known(anders["identity"]),
        "protection": known("none"),
        "phone": known(anders["phone"]),
    }
    source = "Vårdnadshavare"
    relation = {"person": person, "kind": "father", "lives_with_child": False, "source": source, "as_of": today, "ended": False}
    custody = {"person": person, "kind": "joint", "source": source}
    facts = [{"relation": relation}, {"guardianship": custody}]
    case.ulla.post(
        "/wishes",
        {
            "people": [{"person": person, "acts": [{"register": {"registration": registration}}]}],
            "files": [{"file": case.alva_file, "acts": [{"learn_family": {"facts": facts}}]}],
        },
    )
    case.anders = person
    told(case.ulla, case.alva_file, case.matter(), person)


def plan(case):
    settled = {
        "at": case.now,
        "questions": [assessment(QUESTION)],
        "areas": [area["area"] for area in STEPS[6]["areas"]],
        "depth": "ordinary",
        "checks": [after(case.now, 28), after(case.now, 84)],
    }
    case.ulla.do(case.alva_file, {"settle_plan": {"matter": case.matter(), "plan": settled}})


def write(case):
    """What Alva has said in confidence is quoted, and keeps its label."""
    entries = list(case.ulla.entries(case.alva_file))
    reported = next(one for one in reversed(entries) if "report_received" in one["entry"])
    in_confidence = reported["entry"]["report_received"]["concern"][1]
    quoted = {**in_confidence, "quotes": {"seq": reported["seq"], "part": 1}}
    text = STEPS[6]["text"]
    sections = [
        {"area": area["area"], "answers": [0], "parts": [fact(area["text"]["facts"])]} for area in STEPS[6]["areas"]
    ]
    sections[0]["parts"].append(quoted)
    written = {
        "questions": [assessment(QUESTION)],
        "sections": sections,
        "child": {"heard": words("child", spoken(text, "alva"))},
        "analysis": [assessment(text["assessment"])],
    }
    case.ulla.do(case.alva_file, {"sign_investigation": {"matter": case.matter(), "written": written}})
    case.written = case.ulla.version(case.alva_file)


def share(case):
    """Each guardian gets a copy by letter; what Alva has said in confidence is in neither."""
    guardians = (case.jenny, case.anders)
    letter = {"about": {"material": case.matter()}, "to": [{"person": one, "way": "letter"} for one in guardians]}
    case.ulla.post(f"/files/{case.alva_file}/letters", letter, seen=case.ulla.version(case.alva_file))
    nothing = [{"person": one, "at": case.ulla.get("/me")["now"], "oral": False} for one in guardians]
    case.ulla.do(case.alva_file, *({"receive_reply": {"matter": case.matter(), "reply": one}} for one in nothing))


def consent(case):
    def stand(person):
        answer = {"person": person, "service": STEPS[7]["service"], "answer": "consents", "at": case.now}
        return {"take_stand": {"matter": case.matter(), "stand": answer}}

    case.ulla.do(case.alva_file, *map(stand, (case.jenny, case.anders, case.alva)))


def propose(case):
    step, review = STEPS[7], after(case.now, 91)
    heard = words("child", spoken(STEPS[6]["text"], "alva"))
    case.service, case.decision = new_id(), new_id()
    grant = {
        "matter": case.service,
        "service": step["service"],
        "from": case.now[:10],
        "goal": assessment(step["beyond"]["goal"]),
        "review": review,
        "provider": case.units["Öppenvården"],
    }
    decision = {
        "id": case.decision,
        "kind": step["decision"],
        "reasons": [assessment(step["text"]["assessment"])],
        "child": {"heard": {**heard, "quotes": {"seq": case.written, "part": 4}}},
        "best_interests": assessment(step["beyond"]["best"]),
        "grants": [grant],
        "closes": True,
    }
    proposal = {"decision": decision, "to": case.staff["Frida Månsson"]["staff"]}
    case.ulla.do(case.alva_file, {"propose_decision": {"matter": case.matter(), "proposal": proposal}})
    case.review = review


def approve(case):
    """The proposal is signed as it was shown."""
    [proposed] = case.frida.get(f"/files/{case.alva_file}")["proposals"]
    signing = {"proposal": proposed["proposal"], "shown": proposed["shown"]}
    case.frida.do(case.alva_file, {"sign_proposal": {"signing": signing}})
    everybody = (case.jenny, case.anders, case.alva)
    letter = {
        "about": {"decision": case.decision},
        "why": STEPS[7]["beyond"]["why"],
        "to": [{"person": one, "way": "letter"} for one in everybody],
    }
    case.frida.post(f"/files/{case.alva_file}/letters", letter, seen=case.frida.version(case.alva_file))


def assign(case):
    needed = {**fact(STEPS[6]["areas"][0]["text"]["facts"]), "quotes": {"seq": case.written, "part": 0}}
    back = f"Rapportera till uppföljningen {in_words(case.review)}, och genast om ni blir oroliga för barnet."
    given = {"at": case.now, "needs": [needed], "report_back": assessment(back)}
    case.frida.do(case.alva_file, {"assign": {"matter": case.service, "assignment": given}})
    case.olga.do(case.alva_file, {"answer_assignment": {"matter": case.service, "answer": {"accepted": True}}})


def in_words(day):
    """“mån 1 mar 2027”, as the pages write a day."""
    day = date.fromisoformat(day)
    weekday = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")[day.weekday()]
    months = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
    return f"{weekday} {day.day} {months[day.month - 1]} {day.year}"


def plan_service(case):
    """Two goals on the five-step scale, with their activities."""

    def goal(of):
        return {
            "id": new_id(),
            "part": words("child", of["text"]),
            "measure": {"attainment": {"outcomes": [None] * 5}},
            "baseline": -2,
            "by": case.review,
            "activities": [{"part": fact(activity)} for activity in of["activities"]],
        }

    case.goals = [goal(of) for of in STEPS[8]["goals"]]
    planned = {"at": case.now, "goals": case.goals, "review": case.review}
    case.olga.do(case.alva_file, {"plan_service": {"matter": case.service, "plan": planned}})


def follow_up(case):
    values = zip(case.goals, STEPS[9]["values"])
    made = {
        "at": case.olga.get("/me")["now"],
        "ratings": [{"goal": goal["id"], "by": "provider", "value": value} for goal, value in values],
        "parts": [fact(STEPS[9]["text"]["facts"])],
        "outcome": "continue",
        "next": case.review,
    }
    case.olga.do(case.alva_file, {"follow_up": {"matter": case.service, "follow_up": made}})


def main():
    case = Case(sys.argv[1], json.load(sys.stdin))
    for step in (
        report,
        protection,
        opening,
        distribute,
        notes,
        second_guardian,
        plan,
        write,
        share,
        consent,
        propose,
        approve,
        assign,
        plan_service,
        follow_up,
    ):
        step(case)
    print(f"/akt/{case.alva_file}/arende/{case.service}/insats")


if __name__ == "__main__":
    main()
