"""Faults 16, 17, 20: people who write at the same time, send twice, or send what is no text."""

import http.client
import json
import threading
import unicodedata

from town import attempt, new_id, note, report


def begun(trial):
    """A town with one family in it."""
    town = trial.begun()
    first = report("mia", town.today, town.unit)
    if attempt(town, first) is not True:
        raise RuntimeError(first.problem)
    town.asked = [first]
    return town, first.files[0]


def two_writers(trial):
    """One person in two windows, two people in one section: the later of two savings is told, with what stands, and nothing is merged."""
    town, file = begun(trial)
    draft, found = new_id(), []

    def save(text, seen):
        body = {"form": "note", "file": file, "fields": [{"name": "text", "value": text}]}
        status, answer = town.ask("mia", "PUT", f"/drafts/{draft}", body, key=new_id(), seen=seen)
        return status, answer

    steps = [("I ett fönster.", None, 200), ("I ett annat.", None, 412), ("I ett fönster, mer.", 1, 200), ("I ett annat, mer.", 1, 412)]
    for text, seen, wanted in steps:
        status, answer = save(text, seen)
        if status not in (wanted, wanted + 1 if wanted == 200 else wanted):
            found.append(f"“{text}” on version {seen} was answered {status}: {answer[:120]}")
    stands = town.read("mia", "/drafts")
    kept = json.dumps(stands, ensure_ascii=False)
    status, answer = town.ask("mia", "GET", f"/drafts/{draft}")
    if "I ett fönster, mer." not in answer:
        found.append(f"the saved text is not what stands: {status} {answer[:120]}")
    together = [note("mia", town.today, file) for _ in range(8)]
    threads = [threading.Thread(target=attempt, args=(town, one)) for one in together]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    town.asked += together
    trial.note = f"the second window was told both times; eight notes in one file at once: {sum(one.done for one in together)} answered; {len(kept)} bytes of drafts"
    judged = trial.judged(town)
    judged["F"] += found
    return judged


def sent_twice(trial):
    """Eight at once with one key, again later, and with other words: done once, and what is other is told."""
    town, file = begun(trial)
    told = []
    for _ in range(trial.times(5, 40)):
        one = note("mia", town.today, file)
        town.asked.append(one)
        town.ledger.asked(one.id, one.kind, one.user, one.payload)
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(town.ask("mia", "POST", one.path, one.body, key=one.id))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if any(status == 200 for status, _ in answers):
            town.ledger.answered(one.id)
        answers.append(town.ask("mia", "POST", one.path, one.body, key=one.id))
        told += [f"the same again was answered {status}" for status, _ in answers if status not in (200, 503)]
        other = note("mia", town.today, file)
        for user, body in (("mia", other.body), ("moa", one.body)):
            status, _ = town.ask(user, "POST", one.path, body, key=one.id)
            if status != 409:
                told.append(f"other words or another account under the same key: {status}")
    trial.note = f"{len(town.asked) - 1} notes, ten times each"
    found = trial.judged(town)
    found["B"] += told
    return found


#: What is sent as a text, and whether it may be taken.
ODD = {
    "NUL": ("a\0b", False),
    "an escape that turns the line": ("a\u202eb", None),
    "half a surrogate": ('"\\ud800"', False),
    "broken UTF-8": (b'"\xff\xfe"', False),
    "ten megabytes in a line": ("a" * 10_000_000, False),
    "a million accents": ("a" + "\u0301" * 1_000_000, None),
    "a family": ("👨‍👩‍👧‍👦 och 🏳️‍🌈", True),
    "every plane": ("".join(map(chr, (0x10FFFD, 0xE000, 0x1F600, 0x4E2D, 0x0627, 0x5D0))), None),
    "å in one": ("Åsa", True),
    "å in two": (unicodedata.normalize("NFD", "Åsa"), True),
}


def odd_text(trial):
    """Stored as it was given, or refused; and å is found in either form."""
    town, file = begun(trial)
    wrong, told = [], {}
    for name, (text, may) in ODD.items():
        one = note("mia", town.today, file)
        town.asked.append(one)
        status = _send(town, one, text)
        told[name] = status
        taken = status == 200
        if status >= 500 or (may is not None and taken != may):
            wrong.append(f"{name}: answered {status}")
    wrong += _found_in_both_forms(town)
    trial.note = ", ".join(f"{name}: {status}" for name, status in told.items())
    found = trial.judged(town)
    found["A"] += wrong
    return found


def _send(town, one, odd):
    """A note with a text in it that cannot always be written as JSON by the book."""
    mark = f"{one.payload} "
    if isinstance(odd, bytes) or odd.startswith('"'):
        raw = odd if isinstance(odd, bytes) else odd.encode()
        body = json.dumps(one.body).encode().replace(json.dumps(one.payload).encode(), raw)
    else:
        one.payload = mark + odd
        one.body["acts"][0]["sign_note"]["note"]["parts"][0]["text"] = one.payload
        body = json.dumps(one.body).encode()
    town.ledger.asked(one.id, one.kind, one.user, one.payload)
    line = http.client.HTTPConnection("127.0.0.1", town.port, timeout=60)
    headers = {"Authorization": f"Bearer {town.tokens['mia']}", "Content-Type": "application/json", "Idempotency-Key": one.id}
    try:
        line.request("POST", f"/api/v1{one.path}", body=body, headers=headers)
        status = line.getresponse().status
    except OSError:
        status = 413  # it hung up while too much was sent
    finally:
        line.close()
    if status == 200:
        town.ledger.answered(one.id)
    else:
        town.ledger.refused(one.id)
    return status


def _found_in_both_forms(town):
    wrong = []
    for form in ("NFC", "NFD"):
        status, text = town.ask("mia", "POST", "/search", {"name": unicodedata.normalize(form, "Kanariegård Tindra")})
        if status != 200 or "Tindra" not in text:
            wrong.append(f"not found in {form}: {status}")
    return wrong
