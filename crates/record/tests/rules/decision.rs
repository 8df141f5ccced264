use crate::{
    given::{Given, given},
    words::*,
};
use law::{Level, WhyNot};
use record::{
    Actor, Code, Command, Entry, Field, Refusal,
    decision::{Decision, Minutes, Return, Signing},
    report::{ReportEnd, TagCorrection},
};

fn ready() -> Given {
    given([file(), report(10), assessed(10)])
}

fn demands(kind: &str, fact: &str, provision: &str) -> Refusal {
    Refusal::Demands { kind: kind.parse().unwrap(), fact: fact.to_owned(), provision: provision.to_owned() }
}

#[test]
fn d02_opens_an_investigation_in_a_matter_of_its_own() {
    let after = ready().by(case_worker()).when(make(10, d02(20))).then(|entries| {
        let [Entry::DecisionMade(made), Entry::InvestigationOpened(opened)] = entries else {
            panic!("{entries:?}")
        };
        assert_eq!((made.point.as_deref(), made.made_by.level), (Some("1.1"), Level::CaseWorker));
        assert_eq!((opened.matter, opened.from), (matter(20), Some(matter(10))));
    });
    assert_eq!(after.file.report(matter(10)).unwrap().end, Some(ReportEnd::Opened(matter(20))));
    assert_eq!(after.file.running_investigations().count(), 1);
    assert_eq!((after.running("DL-002"), after.running("DL-021")), (0, 1));
    assert_eq!(after.clocks("DL-021")[0].due.nominal, Some(day("2027-03-24")));

    let without = Decision { opening: None, ..d02(20) };
    ready().when(make(10, without)).refused(&Refusal::Missing(Field::Questions));
    ready().when(make(10, d02(10))).refused(&Refusal::IdTaken);
}

#[test]
fn every_outcome_demands_the_protection_assessment() {
    let received = given([file(), report(10)]);
    for (kind, decision) in [("D02", d02(20)), ("D03", decision("D03")), ("D05", d05(20))] {
        received.when(make(10, decision)).refused(&demands(
            kind,
            "protection_assessed",
            "20 kap. 1 § SoL (2025:400)",
        ));
    }
}

#[test]
fn levels_and_qualification_are_those_of_the_order_and_the_law() {
    let refused =
        |kind: &str, lowest, why| Refusal::NotAuthorised { kind: kind.parse().unwrap(), lowest, why };
    let order = |point: &str| WhyNot::DelegationOrder { point: Some(point.to_owned()) };
    let case_worker = ready().by(case_worker());
    case_worker.when(make(10, decision("D03"))).refused(&refused(
        "D03",
        Level::FirstSocialWorker,
        order("1.2"),
    ));
    ready().by(first_social_worker()).when(make(10, decision("D03"))).written();
    ready().by(first_social_worker()).when(make(10, d04("2026-12-20"))).refused(&refused(
        "D04",
        Level::UnitHead,
        order("1.3"),
    ));
    ready().by(unqualified()).when(make(10, d02(20))).refused(&refused(
        "D02",
        Level::CaseWorker,
        WhyNot::Qualification,
    ));
}

#[test]
fn d03_needs_reasons_and_a_report_of_violence_cannot_end_so() {
    let silent = Decision { reasons: Vec::new(), ..decision("D03") };
    ready().when(make(10, silent)).refused(&Refusal::Missing(Field::Motive));

    let tagged = given([file(), violent_report(10), assessed(10)]);
    tagged.when(make(10, decision("D03"))).refused(&Refusal::Barred {
        kind: "D03".parse().unwrap(),
        fact: "violence_tagged".to_owned(),
        provision: "14 kap. 2 § SoL (2025:400); 6 kap. 1 § SOSFS 2014:4, numera HSLF-FS 2022:39".to_owned(),
    });
    tagged.when(propose(10, decision("D03"))).answer.unwrap_err();
    let corrected = TagCorrection { violence: false, motive: why("Fel person avsågs.") };
    let after = tagged.and(Command::CorrectTag(matter(10), corrected)).and(make(10, decision("D03")));
    assert_eq!(after.file.report(matter(10)).unwrap().end, Some(ReportEnd::NotOpened));
    assert!(!after.file.matters[&matter(10)].is_running());
    after.when(make(10, d02(20))).refused(&Refusal::MatterClosed);
}

/// That holidays are no reason is from knowledge: the row asks, and takes yes for an answer.
#[test]
fn an_uncertain_row_asks() {
    let because = |reason: &str| Decision { reason: Some(Code::from(reason)), ..d04("2026-12-20") };
    let holidays = because("holidays_or_staffing");
    let (kind, fact) = ("D04".parse().unwrap(), "reason_not_accepted".to_owned());
    let provision = "20 kap. 2 § SoL (2025:400)".to_owned();
    ready().when(make(10, holidays.clone())).refused(&Refusal::Asks { kind, fact: fact.clone(), provision });
    ready().when(make(10, Decision { acknowledged: vec![fact.clone()], ..holidays })).written();
    let certain = Decision { acknowledged: vec![fact], ..because("workload") };
    ready().when(make(10, certain)).refused(&Refusal::ReasonNotAccepted("workload".to_owned()));
    ready().when(make(10, because("other_exceptional"))).written();
}

/// Violence blocks on every day, whatever is acknowledged.
#[test]
fn what_is_enforced_blocks_though_it_is_uncertain() {
    for today in ["2025-06-30", "2026-11-24"] {
        let tagged = given([file(), violent_report(10), assessed(10)]).on(today);
        let considered = Decision { acknowledged: vec!["violence_tagged".to_owned()], ..decision("D03") };
        let answer = tagged.when(make(10, considered)).answer;
        assert!(matches!(answer, Err(Refusal::Barred { .. })), "{today}: {answer:?}");
    }
}

#[test]
fn d04_extends_for_a_reason_the_law_accepts_to_a_later_day() {
    let ready = ready();
    let because = |reason: &str| Decision { reason: Some(Code::from(reason)), ..d04("2026-12-20") };
    ready.when(make(10, because("workload"))).refused(&Refusal::ReasonNotAccepted("workload".to_owned()));
    ready.when(make(10, because("rain"))).refused(&Refusal::UnknownCode {
        list: "extension_reason".into(),
        code: "rain".to_owned(),
        field: Field::Reasons,
    });
    ready
        .when(make(10, Decision { reason: None, ..d04("2026-12-20") }))
        .refused(&Refusal::Missing(Field::Reasons));
    ready
        .when(make(10, Decision { until: None, ..d04("2026-12-20") }))
        .refused(&Refusal::Missing(Field::Until));
    ready
        .when(make(10, Decision { reasons: Vec::new(), ..d04("2026-12-20") }))
        .refused(&Refusal::Missing(Field::Motive));
    ready.when(make(10, d04("2026-12-08"))).refused(&Refusal::NotLater(Field::Until));

    let longer = ready.and(make(10, d04("2026-12-20")));
    assert_eq!(longer.clocks("DL-002")[0].due.nominal, Some(day("2026-12-20")));
    assert_eq!(longer.file.report(matter(10)).unwrap().extended, Some(day("2026-12-20")));
    longer.when(make(10, d04("2026-12-20"))).refused(&Refusal::NotLater(Field::Until));
    longer.when(make(10, d04("2026-12-21"))).written();
}

#[test]
fn d04_made_too_late_hides_nothing() {
    let late = ready().on("2026-12-09").and(make(10, d04("2026-12-20")));
    assert!(late.clocks("DL-002")[0].is_overdue(day("2026-12-09")));
    late.when(make(10, d04("2026-12-09"))).refused(&Refusal::NotLater(Field::Until));
}

#[test]
fn d05_links_to_an_investigation_that_runs() {
    let alone = ready();
    alone.when(make(10, d05(20))).refused(&demands(
        "D05",
        "investigation_running",
        "20 kap. 2 § SoL (2025:400)",
    ));
    let second = alone.and(make(10, d02(20))).and(report(11)).and(assessed(11));
    second.when(make(11, Decision { links_to: None, ..d05(20) })).refused(&Refusal::Missing(Field::Outcome));
    second.when(make(11, d05(10))).refused(&Refusal::WrongKindOfMatter);
    second.when(make(11, d05(99))).refused(&Refusal::NoSuchMatter);
    let linked = second.clone().by(case_worker()).and(make(11, d05(20)));
    assert_eq!(linked.file.report(matter(11)).unwrap().end, Some(ReportEnd::Linked(matter(20))));
    let answered: Vec<_> =
        linked.file.running_investigations().map(|(_, state)| state.reports.clone()).collect();
    assert_eq!(answered, [[matter(10), matter(11)]]);

    let closed = second.and(happened(20, "investigation.closed"));
    closed.when(make(11, d05(20))).answer.unwrap_err();
}

#[test]
fn a_decision_does_nothing_that_its_type_does_not_ask_for() {
    let sly = Decision { opening: Some(opening(20)), ..decision("D03") };
    let after = ready().when(make(10, sly)).then(|entries| assert_eq!(entries.len(), 1));
    assert_eq!(after.file.running_investigations().count(), 0);
    assert_eq!(after.file.report(matter(10)).unwrap().end, Some(ReportEnd::NotOpened));
}

#[test]
fn other_types_are_made_elsewhere_and_recorded() {
    let kind = "D27".parse().unwrap();
    ready().when(make(10, decision("D27"))).refused(&Refusal::RecordedOnly(kind));
    let unknown =
        Refusal::UnknownCode { list: "decision_type".into(), code: "D99".to_owned(), field: Field::Kind };
    ready().when(make(10, decision("D99"))).refused(&unknown);
    let opened = ready().and(make(10, d02(20)));
    opened.when(make(20, decision("D03"))).refused(&Refusal::WrongKindOfMatter);
}

#[test]
fn a_proposal_is_decided_to_the_letter() {
    let proposed = ready().by(case_worker()).and(propose(10, decision("D03")));
    assert_eq!(proposed.file.proposals.len(), 1);
    let number = decision("D03").id;
    proposed.when(propose(10, decision("D03"))).refused(&Refusal::ProposalExists(number));

    let other_words = Decision { reasons: vec![fact("Något annat.")], ..decision("D03") };
    let deciding = proposed.by(first_social_worker());
    deciding.when(make(99, other_words)).refused(&Refusal::TextHasChanged);
    let shown = deciding.file.proposals[&number].fingerprint(&deciding.file);
    let signing =
        |minutes| Command::SignProposal(Signing { proposal: number, shown: shown.clone(), minutes });
    let decided = deciding.when(signing(None)).then(|entries| {
        let [Entry::DecisionMade(made)] = entries else { panic!("{entries:?}") };
        assert_eq!(made.decision, decision("D03"));
        assert_eq!(made.presented_by.as_ref().map(|by| by.staff), Some(case_worker().staff));
    });
    assert!(decided.file.proposals.is_empty());
    assert_eq!(decided.log.last().unwrap().matter, Some(matter(10)), "in the matter it was proposed in");

    // What a meeting decides has a paragraph, by whichever door it comes.
    let board = deciding.by(Actor { level: Level::Committee, ..first_social_worker() });
    board.when(signing(None)).refused(&Refusal::Missing(Field::Paragraph));
    let minutes = Minutes { paragraph: "12".to_owned(), dissent: Vec::new() };
    board.when(signing(Some(minutes))).written();
}

#[test]
fn a_proposal_can_be_sent_back_once() {
    let back =
        Command::ReturnProposal(Return { proposal: decision("D03").id, motive: why("Hör skolan först.") });
    let proposed = ready().and(propose(10, decision("D03")));
    let returned = proposed.and(back.clone());
    assert!(returned.file.proposals.is_empty());
    returned.when(back).refused(&Refusal::NoSuchProposal);
    returned.when(propose(10, decision("D03"))).written();
}

#[test]
fn what_cannot_be_made_cannot_be_proposed() {
    let received = given([file(), report(10)]);
    let demands = demands("D03", "protection_assessed", "20 kap. 1 § SoL (2025:400)");
    received.when(propose(10, decision("D03"))).refused(&demands);
    ready().when(propose(10, decision("D27"))).refused(&Refusal::RecordedOnly("D27".parse().unwrap()));
}

#[test]
fn when_the_report_has_its_outcome_nobody_need_answer_what_was_proposed_in_it() {
    let after = ready().and(propose(10, decision("D03"))).and(make(10, d02(20)));
    assert!(after.file.proposals.is_empty());
}
