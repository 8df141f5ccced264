"""The judge is told one lie after another, and must find each: `python3 -B -m unittest discover tests/faults`."""

import copy
import pathlib
import tempfile
import tomllib
import unittest

from ledger import Ledger, Seen, fingerprint, holds, judge

HERE = pathlib.Path(__file__).resolve().parent


def truth():
    """Two operations that were answered, one that was not and is there, one that was not and is not."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(f"{folder}/ledger")
        for name, kind in (("a", "report"), ("b", "note"), ("c", "note"), ("d", "note")):
            ledger.asked(name, kind, "mia", f"text {name}")
        ledger.answered("a")
        ledger.answered("b")
        operations = ledger.operations()
    own = {name: fingerprint(f"text {name}") for name in "abcd"}
    places = {"a": [[own["a"]], [own["a"]]], "b": [[own["b"]]], "c": [[own["c"]]], "d": [[]]}
    came = {"person_registered": 2, "file_opened": 2, "report_received": 2, "note_signed": 2}
    seen = Seen(places, copy.deepcopy(places), {"c": ("one", "one")}, ["authority=1 ok height=8"], came)
    seen.due = {"a": ("2026-12-14", "2026-12-14")}
    return operations, seen


def found(lie):
    operations, seen = truth()
    lie(operations, seen)
    return "".join(point for point, findings in judge(operations, seen).items() if findings)


def lose(operations, seen):
    seen.places["b"] = [[]]
    seen.came["note_signed"] -= 1


def hide(operations, seen):
    seen.places["b"] = [[]]


def lose_afresh(operations, seen):
    seen.afresh["b"] = [[]]


def double(operations, seen):
    seen.places["b"][0] *= 2
    seen.came["note_signed"] += 1


def double_unanswered(operations, seen):
    seen.places["c"][0] *= 2
    seen.came["note_signed"] += 1


def change(operations, seen):
    seen.places["b"] = [[fingerprint("other words")]]


def half(operations, seen):
    seen.places["a"][1] = []
    seen.came["report_received"] -= 1


def answer_otherwise(operations, seen):
    seen.answers["c"] = ("2026-1", "2026-2")


def refuse_and_do(operations, seen):
    operations["c"].refused = True


def break_chain(operations, seen):
    seen.verified = ["authority=1 broken height=7 reason=altered"]


def verify_nothing(operations, seen):
    seen.verified = []


def add_an_entry(operations, seen):
    seen.came["note_signed"] += 1


def leak(operations, seen):
    seen.leaks = ["umar was shown Kanarie"]


def orphan(operations, seen):
    seen.halves = ["a row without its file"]


def move_a_deadline(operations, seen):
    seen.due["a"] = ("2026-12-15", "2026-12-14")


def stay_away(operations, seen):
    seen.silent = seen.patience + 1


LIES = [
    (lose, "A"),
    (hide, "AC"),
    (lose_afresh, "F"),
    (double, "AC"),
    (double_unanswered, "BC"),
    (change, "A"),
    (half, "ACE"),
    (answer_otherwise, "B"),
    (refuse_and_do, "B"),
    (break_chain, "C"),
    (verify_nothing, "C"),
    (add_an_entry, "C"),
    (leak, "D"),
    (orphan, "E"),
    (move_a_deadline, "E"),
    (stay_away, "G"),
]


class Judge(unittest.TestCase):
    def test_the_truth_holds(self):
        operations, seen = truth()
        self.assertTrue(holds(judge(operations, seen)), judge(operations, seen))

    def test_each_lie_is_found_and_at_its_own_points(self):
        for lie, points in LIES:
            with self.subTest(lie.__name__):
                self.assertEqual(found(lie), points)

    def test_every_point_has_a_lie(self):
        self.assertEqual(set("".join(points for _, points in LIES)), set("ABCDEFG"))


class List(unittest.TestCase):
    def test_every_fault_is_made_or_says_why_not(self):
        faults = tomllib.loads((HERE / "faults.toml").read_text(encoding="utf-8"))["fault"]
        self.assertEqual([fault["number"] for fault in faults], list(range(1, 29)))
        for fault in faults:
            made = [way for way in ("run", "test", "impossible") if way in fault]
            self.assertTrue(made, fault)
            self.assertTrue(fault["what"] and (fault.get("how") or fault.get("impossible")), fault)


if __name__ == "__main__":
    unittest.main()
