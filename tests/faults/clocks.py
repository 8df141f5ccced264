"""Fault 15: the computer's clock jumps."""

import json

from town import attempt, note, report
from trial import learn

#: What the clock says at each start, in the order of the starts.
JUMPS = [
    "+0d",
    "+1d",
    "-1h",
    "@2026-12-31 23:59:40",
    "@2027-03-28 01:59:40",
    "@2027-10-31 02:59:40",
    "@2028-02-29 12:00:00",
    "+0d",
    "@2028-03-01 09:00:00",
]


def jumps(trial):
    """The program is started under one time after another. In each, a report and notes are written: the days are right, the order that of
    writing."""
    town = trial.town()
    town.asked, days = [], []
    for jump in JUMPS:
        faked = {"LD_PRELOAD": LIBRARY, "FAKETIME": jump, "FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "Europe/Stockholm"}
        town.start(environment=faked)
        _tokens(town, faked)
        learn(town)
        days.append(town.today)
        own = [report("mia", town.today, town.unit)]
        if attempt(town, own[0]) is not True:
            raise RuntimeError(f"under {jump}: {own[0].problem}")
        own += [note("mia", town.today, own[0].files[0]) for _ in range(3)]
        for one in own[1:]:
            attempt(town, one)
        if town.asked:
            late = note("mia", min(town.today, days[0]), town.asked[0].files[0])
            attempt(town, late)
            own.append(late)
        town.asked += own
        town.stop()
    # Looked at on the last of these days: what begins on a later day is nobody's errand yet.
    again = lambda: town.start(environment=faked)  # noqa: E731
    again()
    trial.note = "days: " + ", ".join(days)
    found = trial.judged(town, start=again)
    found["C"] += _disorder(town)
    return found


LIBRARY = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"


def _tokens(town, faked):
    """A token is good for ninety days, by the clock that there is."""
    for user in town.tokens:
        asked = ["token", "--data", town.data, "--user", user, "--scope", "read,write,report"]
        code, said = town.run(*asked, environment=faked)
        if code:
            raise RuntimeError(said)
        town.tokens[user] = said.splitlines()[0]


def _disorder(town):
    """The entries of the first file stand in the order in which they were asked for, whatever their times."""
    file = town.asked[0].files[0]
    asked = [one.payload for one in town.asked if file in one.files]
    page = json.loads(town.ask("mia", "GET", f"/files/{file}/entries")[1])["entries"]
    stands = json.dumps(page, ensure_ascii=False)
    places = [stands.index(payload) for payload in asked]
    times = [entry["at"] for entry in page]
    wrong = [] if places == sorted(places) else ["notes stand in another order than they were written"]
    return wrong + ([] if times == sorted(times) else ["recorded time goes backwards"])
