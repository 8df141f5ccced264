use crate::{given::given, words::*};
use law::{ClockState, Level};
use record::{
    Command, Entry, Field, MatterState, Refusal,
    decision::{Decision, Flag, RecordDecision},
    report::ReportEnd,
};

fn flags(entry: &Entry) -> &[Flag] {
    match entry {
        Entry::DecisionRecorded(made) => &made.flags,
        other => panic!("{other:?}"),
    }
}

#[test]
fn recording_is_never_refused_for_lateness_or_the_wrong_person() {
    let late =
        RecordDecision { made: moment("2026-11-22T23:30"), ..recorded(30, decision("D27"), Level::UnitHead) };
    let after = given([file()]).when(Command::RecordDecision(late)).then(|entries| {
        assert_eq!(flags(entries[0]), [Flag::WithoutAuthority(Level::Committee), Flag::RecordedLate]);
    });
    assert!(matches!(after.file.matters[&matter(30)].state, MatterState::Measure(_)), "a matter of its own");
    assert_eq!(after.clocks("DL-070")[0].due.nominal, Some(day("2026-11-29")), "from the day it was made");
}

#[test]
fn the_right_body_in_time_gets_no_flag() {
    for (level, urgent) in [(Level::Committee, false), (Level::Chair, true)] {
        let command = RecordDecision { urgent, ..recorded(30, decision("D27"), level) };
        let after = given([file()])
            .when(Command::RecordDecision(command))
            .then(|entries| assert!(flags(entries[0]).is_empty(), "{level:?}"));
        assert_eq!(after.running("DL-031"), usize::from(level == Level::Chair), "reported to the board");
    }
}

/// What only a court decides, and a change of a decision nobody here knows.
#[test]
fn a_court_and_a_change_get_no_flag_but_an_official_in_a_courts_place_does() {
    let flagged = |kind: &str, level| {
        let command = Command::RecordDecision(recorded(30, decision(kind), level));
        let entries = given([file()]).when(command).answer.unwrap();
        flags(&entries[0].entry).to_vec()
    };
    assert_eq!(flagged("D64", Level::Court), []);
    assert_eq!(flagged("D64", Level::UnitHead), [Flag::WithoutAuthority(Level::Court)]);
    assert_eq!(flagged("D53", Level::UnitHead), []);
}

#[test]
fn a_recorded_outcome_past_the_law_says_what_it_went_past() {
    let record = |decision| Command::RecordDecision(recorded(10, decision, Level::FirstSocialWorker));
    let violent = given([file(), violent_report(10)]);
    let after = violent.when(record(decision("D03"))).then(|entries| {
        let demanded = Flag::Demanded("protection_assessed".to_owned());
        assert_eq!(flags(entries[0]), [demanded, Flag::BarredBy("violence_tagged".to_owned())]);
    });
    assert_eq!(after.file.report(matter(10)).unwrap().end, Some(ReportEnd::NotOpened));
    assert_eq!(after.running("DL-001"), 1, "the protection assessment is still owed");
    assert!(after.file.matters[&matter(10)].is_running());
}

#[test]
fn only_what_cannot_be_read_is_refused() {
    let record = |command| Command::RecordDecision(command);
    let open = given([file(), report(10)]);
    let fine = || recorded(10, decision("D27"), Level::Committee);
    given([]).when(record(fine())).refused(&Refusal::FileNotOpen);
    open.when(record(RecordDecision { made: moment("2026-11-25"), ..fine() }))
        .refused(&Refusal::InFuture(Field::Occurred));
    open.when(record(RecordDecision { made: moment("2015-04-08"), ..fine() }))
        .refused(&Refusal::BeforeBirth(Field::Occurred));
    let mut nobody = fine();
    nobody.made_by.name = "  ".to_owned();
    open.when(record(nobody)).refused(&Refusal::Missing(Field::Person));
    let unknown =
        Refusal::UnknownCode { list: "decision_type".into(), code: "D99".to_owned(), field: Field::Kind };
    open.when(record(recorded(10, decision("D99"), Level::Board))).refused(&unknown);
    open.when(record(recorded(10, d02(10), Level::UnitHead))).refused(&Refusal::IdTaken);
    let without = Decision { opening: None, ..d02(20) };
    open.when(record(recorded(10, without, Level::UnitHead))).refused(&Refusal::Missing(Field::Questions));
    let nowhere = Decision { links_to: None, ..d05(20) };
    open.when(record(recorded(10, nowhere, Level::UnitHead))).refused(&Refusal::Missing(Field::Outcome));
}

#[test]
fn a_recorded_decision_that_closes_an_investigation_closes_it() {
    let opened = given([file(), report(10), assessed(10), make(10, d02(20))]);
    let extended = Decision { until: Some(day("2027-05-24")), ..decision("D06") };
    let longer = opened.and(Command::RecordDecision(recorded(20, extended, Level::FirstSocialWorker)));
    assert!(matches!(longer.clocks("DL-021")[0].state, ClockState::Superseded(_)));
    assert_eq!(longer.clocks("DL-022")[0].due.nominal, Some(day("2027-05-24")));

    let closed = longer.and(Command::RecordDecision(recorded(20, decision("D07"), Level::FirstSocialWorker)));
    assert_eq!(closed.file.running_investigations().count(), 0);
    assert!(!closed.file.matters[&matter(20)].is_running());
    assert_eq!(closed.running("DL-022"), 0);
}

#[test]
fn a_transferred_investigation_runs_no_longer() {
    let opened = given([file(), report(10), assessed(10), make(10, d02(20))]);
    let moved = opened.and(happened(20, "investigation.transferred"));
    assert_eq!((moved.file.running_investigations().count(), moved.running("DL-021")), (0, 0));
}

#[test]
fn an_extension_made_too_late_leaves_the_investigation_overdue() {
    let opened = given([file(), report(10), assessed(10), make(10, d02(20))]);
    let extend = |made: &str| {
        let extended = Decision { until: Some(day("2027-05-24")), ..decision("D06") };
        let command = recorded(20, extended, Level::FirstSocialWorker);
        Command::RecordDecision(RecordDecision { made: moment(made), ..command })
    };
    let later = opened.on("2027-04-01");
    let overdue = |given: &crate::given::Given| given.clocks("DL-021")[0].is_overdue(given.today);
    assert!(overdue(&later));
    assert!(!overdue(&later.clone().and(extend("2027-03-24"))), "decided in time, recorded late");
    assert!(overdue(&later.and(extend("2027-03-25"))), "decided after the day");
}

#[test]
fn taking_into_care_that_is_not_submitted_within_a_week_has_lapsed() {
    let decided = Command::RecordDecision(recorded(30, decision("D27"), Level::Committee));
    let taken = given([file(), decided]);
    let submitted = happened(30, "lvu_6.submitted_to_court");
    let lapsed = |given: &crate::given::Given, today: &str| given.clocks("DL-070")[0].is_lapsed(day(today));
    assert!(!lapsed(&taken, "2026-12-01") && lapsed(&taken, "2026-12-02"));
    assert!(!lapsed(&taken.and(submitted), "2026-12-02"));
}

#[test]
fn a_measure_runs_until_its_end_is_recorded() {
    let decided =
        given([file()]).and(Command::RecordDecision(recorded(30, decision("D27"), Level::Committee)));
    assert!(decided.file.matters[&matter(30)].is_running());
    let moved = decided.and(happened(30, "lvu_6.executed"));
    assert!(moved.file.matters[&matter(30)].is_running());
    let ended = moved.and(happened(30, "lvu_6.ended"));
    assert!(!ended.file.matters[&matter(30)].is_running());
}
