use crate::{
    given::{Given, given},
    words::*,
};
use law::Level;
use record::{
    Actor, Code, Command, Entry, Field, Refusal,
    decision::Flag,
    protection::{AssessProtection, ProtectionAssessment},
    report::{ReportEnd, ReportPhase},
};

fn assess(assessment: ProtectionAssessment) -> Command {
    Command::AssessProtection(AssessProtection { matter: matter(10), assessment, opening: None })
}

#[test]
fn an_assessment_lets_the_report_be_assessed_further() {
    let after = given([file(), report(10)]).when(assessed(10)).then(|entries| {
        assert!(matches!(entries, [Entry::ProtectionAssessed(a)] if !a.late && !a.immediate));
    });
    assert_eq!(after.file.report(matter(10)).unwrap().phase(), ReportPhase::Assessing);
    assert_eq!((after.running("DL-001"), after.running("DL-003b")), (0, 0));
}

#[test]
fn late_is_flagged_never_refused() {
    let made = |made: &str| {
        assess(ProtectionAssessment { made: moment(made), ..an_assessment("no_immediate_need") })
    };
    let is_late = |entry: &Entry| matches!(entry, Entry::ProtectionAssessed(a) if a.late);
    let later = given([file(), report(10)]).on("2026-11-26");
    later
        .when(made("2026-11-25T23:59"))
        .then(|entries| assert!(!is_late(entries[0]), "the day after is in time"));
    later.when(made("2026-11-26T00:01")).then(|entries| assert!(is_late(entries[0])));
}

#[test]
fn it_has_reasons_an_outcome_of_the_law_and_a_time_after_the_report() {
    let open = given([file(), report(10)]);
    let fine = an_assessment("no_immediate_need");
    open.when(assess(ProtectionAssessment { parts: Vec::new(), ..fine.clone() }))
        .refused(&Refusal::Missing(Field::Motive));
    open.when(assess(ProtectionAssessment { made: moment("2026-11-23"), ..fine.clone() }))
        .refused(&Refusal::BeforeArrival(Field::Occurred));
    open.when(assess(ProtectionAssessment { made: moment("2026-11-24T15:00"), ..fine.clone() }))
        .refused(&Refusal::InFuture(Field::Occurred));
    let (list, code) = ("protection_outcome".into(), "fine".to_owned());
    open.when(assess(ProtectionAssessment { outcome: Code::from("fine"), ..fine.clone() }))
        .refused(&Refusal::UnknownCode { list, code, field: Field::Outcome });
    open.clone().and(assessed(10)).when(assessed(10)).refused(&Refusal::DoneAlready);
    open.when(assessed(11)).refused(&Refusal::NoSuchMatter);
    open.and(assessed(10)).and(make(10, d02(20))).when(assessed(20)).refused(&Refusal::WrongKindOfMatter);
}

#[test]
fn immediate_need_opens_an_investigation_at_once_when_the_worker_may() {
    let after = given([file(), report(10)]).by(case_worker()).when(urgent(10, Some(opening(20)))).then(|entries| {
        let [Entry::ProtectionAssessed(_), Entry::DecisionMade(made), Entry::InvestigationOpened(opened)] = entries
        else {
            panic!("{entries:?}")
        };
        assert_eq!((made.decision.kind.as_str(), opened.from), ("D02", Some(matter(10))));
        assert!(!made.decision.reasons.is_empty(), "the assessment's reasons are the decision's");
    });
    assert_eq!(after.file.report(matter(10)).unwrap().end, Some(ReportEnd::Opened(matter(20))));
    assert_eq!((after.running("DL-003b"), after.running("DL-002"), after.running("DL-021")), (0, 0, 1));
}

#[test]
fn immediate_need_starts_the_clock_for_opening_at_once_when_the_worker_may_not() {
    let after =
        given([file(), report(10)]).by(unqualified()).when(urgent(10, Some(opening(20)))).then(|entries| {
            assert!(matches!(entries, [Entry::ProtectionAssessed(a)] if a.immediate));
        });
    assert_eq!(after.running("DL-003b"), 1);
    let opened = after.by(case_worker()).and(make(10, d02(20)));
    assert_eq!(opened.running("DL-003b"), 0);
}

#[test]
fn nothing_is_opened_where_no_protection_is_needed() {
    let assessment = an_assessment("no_immediate_need");
    let command = AssessProtection { matter: matter(10), assessment, opening: Some(opening(20)) };
    given([file(), report(10)])
        .when(Command::AssessProtection(command))
        .then(|entries| assert_eq!(entries.len(), 1));
}

/// The decision was made by telephone at night; the assessment is written in the morning.
#[test]
fn an_assessment_after_a_recorded_outcome_is_taken_and_opens_nothing_more() {
    let by_telephone = Command::RecordDecision(recorded(10, d02(20), Level::FirstSocialWorker));
    let opened = given([file(), report(10)]).when(by_telephone).then(|entries| {
        let flag = Flag::Demanded("protection_assessed".to_owned());
        assert!(matches!(entries[0], Entry::DecisionRecorded(made) if made.flags == [flag]));
    });
    assert_eq!(
        opened.file.report(matter(10)).unwrap().phase(),
        ReportPhase::Received,
        "not without assessment"
    );
    let after = opened.when(urgent(10, Some(opening(21)))).then(|entries| assert_eq!(entries.len(), 1));
    assert_eq!(after.file.report(matter(10)).unwrap().phase(), ReportPhase::Closed);
    assert_eq!(after.running("DL-001"), 0);
}

/// A letter in Monday's mailbox is deemed to have come on Friday; nobody could assess it before it was opened.
#[test]
fn lateness_is_counted_from_when_the_report_was_in_fact_received() {
    let mut letter = a_report();
    letter.arrival.deemed = day("2026-11-20");
    letter.arrival.why = Some(text("Låg i brevlådan."));
    let open = given([file(), Command::ReceiveReport(matter(10), letter)]);
    open.when(assessed(10)).then(|entries| {
        assert!(matches!(entries, [Entry::ProtectionAssessed(a)] if !a.late));
    });
    assert_eq!(
        open.clocks("DL-002")[0].due.nominal,
        Some(day("2026-12-04")),
        "the fourteen days do not wait"
    );
}

/// The need may show on the fifth day: a new assessment, both stand, and the newest rules.
#[test]
fn a_new_assessment_rules_and_the_old_one_stands() {
    let anew = |outcome: &str, made: &str, opening| {
        let assessment = ProtectionAssessment { made: moment(made), ..an_assessment(outcome) };
        Command::AssessProtectionAnew(AssessProtection { matter: matter(10), assessment, opening })
    };
    let calm = given([file(), report(10), assessed(10)]).on("2026-11-29");
    let immediate = |given: &Given| given.file.report(matter(10)).unwrap().immediate;
    let need = calm.clone().by(unqualified()).when(anew("police_contacted", "2026-11-29T10:00", None));
    let need = need.then(|entries| {
        assert!(matches!(entries, [Entry::ProtectionAssessed(a)] if a.immediate && !a.late), "not late");
    });
    assert!(!immediate(&calm) && immediate(&need));
    assert_eq!((need.log.len(), need.running("DL-003b")), (calm.log.len() + 1, 1), "both stand");
    let again = need.clone().and(anew("police_contacted", "2026-11-29T11:00", None));
    assert_eq!(again.running("DL-003b"), 1, "one need is opened for once");
    let mended = again.and(anew("no_immediate_need", "2026-11-29T12:00", None));
    assert!(!immediate(&mended));
    let written_later = need.and(anew("no_immediate_need", "2026-11-26T12:00", None));
    assert!(immediate(&written_later), "what was found earlier does not rule what was found later");

    let opened = calm.when(anew("police_contacted", "2026-11-29T10:00", Some(opening(20)))).written();
    assert_eq!(opened.file.report(matter(10)).unwrap().end, Some(ReportEnd::Opened(matter(20))));
    let after = opened.and(anew("police_contacted", "2026-11-29T12:00", None));
    assert_eq!(after.running("DL-003b"), 0, "what is investigated already is not to be opened");
}

/// It cannot wait for somebody qualified; that nobody was is told, not refused.
#[test]
fn an_assessment_without_the_qualification_stands_and_says_so() {
    let official = Actor { qualified: false, ..unit_head() };
    let signed = |who: Actor| given([file(), report(10)]).by(who).and(assessed(10));
    let flagged = |open: &Given| match &open.log.last().map(|entry| &entry.entry) {
        Some(Entry::ProtectionAssessed(assessment)) => assessment.unqualified,
        other => panic!("{other:?}"),
    };
    let (new, member) = (signed(official.clone()), Actor { level: Level::Committee, ..official });
    assert!(flagged(&new) && new.file.report(matter(10)).unwrap().unqualified);
    assert!(!flagged(&signed(unit_head())) && !flagged(&signed(member)), "members need no degree");
}
