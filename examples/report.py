"""A report of concern is registered, assessed, and an investigation opened: `python3 report.py ADDRESS TOKEN`.

The token is that of somebody who receives reports, with the scopes read and write:

    lykta token --data lykta-demo --user mia --scope read,write
"""

import sys

from lykta import Lykta, new_id

#: The question that an investigation starts with when nobody has put a better one.
QUESTION = "Behöver barnet stöd eller skydd av socialnämnden, och i så fall vilket?"


def fact(text):
    return {"kind": "fact", "text": text}


def assessment(text):
    return {"kind": "assessment", "text": text}


def words(said_by, text):
    return {"kind": "words", "said_by": said_by, "text": text}


def somebody(given, family, born, today):
    """A person as whoever receives a report knows them: by what the school says."""

    def known(value):
        return {"value": value, "source": {"said_by": "SKO"}, "as_of": today}

    name = known({"given": given, "family": family})
    return {"registration": {"name": name, "birth": known({"day": born}), "protection": known("none")}}


def register(mia, concern):
    """A new child, a file, and a report in it. Says which file and which matter."""
    me = mia.get("/me")
    now, today = me["now"], me["now"][:10]
    person, file, matter = new_id(), new_id(), new_id()
    opened = {"person": person, "subject": "child", "birth": "2018-05-14", "unit": me["unit"]}
    report = {
        "arrival": {"received": now, "deemed": today},
        "channel": "phone",
        "reporter": {
            "category": "SKO",
            "mandated": True,
            "name": "Siv Ahlgren",
            "role": "rektor, Ängsbackens skola",
            "anonymous": False,
            "wants_feedback": True,
        },
        "concern": [words("reporter", concern)],
        "reasons": ["lack_of_care"],
    }
    mia.post(
        "/wishes",
        {
            "people": [{"person": person, "acts": [{"register": somebody("Vide", "Sandkvist", "2018-05-14", today)}]}],
            "files": [
                {
                    "file": file,
                    "acts": [
                        {"open_file": {"opened": opened}},
                        {"receive_report": {"matter": matter, "report": report}},
                    ],
                }
            ],
        },
    )
    return file, matter


def protect(mia, file, matter):
    """Nobody needs protection now."""
    made = {
        "made": mia.get("/me")["now"],
        "outcome": "no_immediate_need",
        "immediate": False,
        "parts": [fact("Vide är i skolan i dag och hämtas av farfar."), assessment("Inget tyder på fara i dag.")],
    }
    mia.do(file, {"assess_protection": {"assessment": {"matter": matter, "assessment": made}}})


def open_investigation(mia, file, matter):
    """The decision to open an investigation. Says which matter that is."""
    opening = {"matter": new_id(), "questions": [assessment(QUESTION)]}
    reasons = [assessment("Uppgifterna från skolan behöver utredas.")]
    decision = {"id": new_id(), "kind": "D02", "reasons": reasons, "opening": opening}
    mia.do(file, {"make_decision": {"matter": matter, "decision": decision}})
    return opening["matter"]


def main():
    address, token = sys.argv[1:]
    mia = Lykta(address, token)
    file, matter = register(mia, "Vide kommer till skolan utan mat och säger att ingen är hemma på kvällarna.")
    protect(mia, file, matter)
    open_investigation(mia, file, matter)
    for entry in mia.entries(file):
        print(entry["seq"], entry["occurred"], *entry["entry"])


if __name__ == "__main__":
    main()
