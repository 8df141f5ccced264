//! What of who has read is told to the child and the guardians, and what waits.

use crate::{given::given, words::*};
use law::{Day, Level};
use record::{
    CaseFile, Reader,
    organisation::UnitKind,
    readers_copy::{Row, waits},
    text::{Audience, Ground},
};

const TODAY: &str = "2026-11-24";
const OLD: &str = "2026-10-01";

fn row(unit: UnitKind, level: Level, ground: &str, on: &str) -> Row {
    Row { unit: Some(unit), level: Some(level), ground: ground.to_owned(), day: day(on) }
}

fn told(reader: Reader, row: &Row, file: &CaseFile, protected: bool) -> Option<Ground> {
    let today: Day = day(TODAY);
    waits(reader, row, file, protected, today)
}

/// A file in which somebody has noted where the child is, to be kept from a guardian.
fn hidden_from(guardian: u128) -> CaseFile {
    let kept = fact("Bor hos sin moster.").kept_from(Audience::Person(person(guardian)), Ground::Whereabouts);
    given(vec![file(), report(10)]).and(note(vec![kept])).file
}

#[test]
fn what_the_childs_own_unit_read_is_told_to_both() {
    let open = given(vec![file(), report(10)]).file;
    for reader in [Reader::Child, Reader::Guardian(person(2))] {
        for ground in ["assigned", "co_worker", "manager", "reception", "stated", "glass"] {
            let own = row(UnitKind::Investigation, Level::CaseWorker, ground, TODAY);
            assert_eq!(told(reader, &own, &open, false), None, "{ground}");
            assert_eq!(told(reader, &own, &open, true), None, "{ground}, protected");
        }
    }
}

#[test]
fn a_unit_that_tells_where_the_child_is_waits_for_whom_it_is_kept_from() {
    let (open, hidden) = (given(vec![file(), report(10)]).file, hidden_from(2));
    for unit in [UnitKind::FosterHome, UnitKind::OpenCare] {
        let reveals = row(unit, Level::CaseWorker, "assigned", OLD);
        assert_eq!(told(Reader::Guardian(person(2)), &reveals, &open, false), None);
        assert_eq!(told(Reader::Guardian(person(2)), &reveals, &hidden, false), Some(Ground::Whereabouts));
        assert_eq!(
            told(Reader::Guardian(person(3)), &reveals, &hidden, false),
            None,
            "the other guardian knows"
        );
        assert_eq!(told(Reader::Child, &reveals, &hidden, false), None);
        assert_eq!(told(Reader::Guardian(person(3)), &reveals, &open, true), Some(Ground::Whereabouts));
    }
    let left = Row { unit: None, level: None, ground: "assigned".into(), day: day(OLD) };
    assert_eq!(
        told(Reader::Guardian(person(2)), &left, &hidden, false),
        Some(Ground::Whereabouts),
        "fails closed"
    );
    let carries_out = row(UnitKind::Investigation, Level::CaseWorker, "provider", OLD);
    assert_eq!(told(Reader::Guardian(person(2)), &carries_out, &hidden, false), Some(Ground::Whereabouts));
}

#[test]
fn that_something_is_to_be_decided_is_told_by_its_own_notice() {
    let open = given(vec![file(), report(10)]).file;
    let committee = |on| row(UnitKind::Lead, Level::Committee, "asked", on);
    let asked = |on| row(UnitKind::Investigation, Level::FirstSocialWorker, "asked", on);
    for recent in [committee(TODAY), committee("2026-11-11"), asked(TODAY)] {
        assert_eq!(
            told(Reader::Guardian(person(2)), &recent, &open, false),
            Some(Ground::ChildAgainstGuardian)
        );
        assert_eq!(told(Reader::Child, &recent, &open, false), Some(Ground::PersonalCircumstances));
    }
    assert_eq!(told(Reader::Child, &committee("2026-11-10"), &open, false), None, "two weeks later");
    let waiting = given(vec![file(), report(10), assessed(10)]).and(propose(10, decision("D03"))).file;
    assert!(told(Reader::Child, &committee(OLD), &waiting, false).is_some(), "while a proposal waits");
}

#[test]
fn to_anybody_else_nothing_is_told() {
    let own = row(UnitKind::Investigation, Level::CaseWorker, "assigned", OLD);
    let open = given(vec![file(), report(10)]).file;
    for reader in [Reader::Other, Reader::Provider] {
        assert_eq!(told(reader, &own, &open, false), Some(Ground::PersonalCircumstances));
    }
}
