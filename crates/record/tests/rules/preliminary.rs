use crate::{given::given, words::*};
use record::{
    Code, Command, Entry, Field, Refusal,
    preliminary::{ChildHeard, PreliminaryAssessment},
};

fn step() -> PreliminaryAssessment {
    PreliminaryAssessment {
        made: moment("2026-11-24T12:00"),
        contacts: 2,
        parts: vec![fact("Mamman och skolan har svarat.")],
        earlier_weighed: true,
        child: None,
    }
}

fn assess(step: PreliminaryAssessment) -> Command {
    Command::AssessPreliminarily(matter(10), step)
}

#[test]
fn steps_count_their_contacts() {
    let after = given([file(), report(10)]).and(assess(step())).and(assess(step()));
    assert_eq!(after.file.report(matter(10)).unwrap().contacts, 4);
    assert!(matches!(after.log.last().unwrap().entry, Entry::PreliminaryAssessed(_)));
}

#[test]
fn a_step_has_text_a_time_and_an_open_report() {
    let open = given([file(), report(10)]);
    open.when(assess(PreliminaryAssessment { parts: Vec::new(), ..step() }))
        .refused(&Refusal::Missing(Field::Text));
    open.when(assess(PreliminaryAssessment { made: moment("2026-11-23"), ..step() }))
        .refused(&Refusal::BeforeArrival(Field::Occurred));
    open.when(assess(PreliminaryAssessment { made: moment("2026-11-25"), ..step() }))
        .refused(&Refusal::InFuture(Field::Occurred));
    let closed = open.and(assessed(10)).and(make(10, decision("D03"))).on("2026-11-25");
    closed.when(assess(step())).written();
    closed
        .when(assess(PreliminaryAssessment { made: moment("2026-11-25"), ..step() }))
        .refused(&Refusal::MatterClosed);
}

#[test]
fn a_child_is_heard_or_it_is_said_why_not() {
    let open = given([file(), report(10)]);
    let with = |child| assess(PreliminaryAssessment { child: Some(child), ..step() });
    open.when(with(ChildHeard::heard(text("Jag är ofta hungrig.")))).written();
    let not = |reason: &str| ChildHeard::NotHeard { reason: Code::from(reason), words: None };
    open.when(with(not("child_declines"))).written();
    let (list, code) = ("child_not_heard_reason".into(), "forgot".to_owned());
    open.when(with(not("forgot"))).refused(&Refusal::UnknownCode { list, code, field: Field::ChildView });
}
