use crate::{
    given::{Given, given},
    words::*,
};
use record::{
    Command, Field, Refusal,
    service::{Assignment, AssignmentAnswer, Step},
};

pub(crate) fn granted() -> Given {
    let consents = [2, 3].map(|guardian| stand(guardian, "family_treatment", "consents"));
    given(communicated().into_iter().chain(consents)).and(make(20, d08()))
}

fn assignment() -> Command {
    let assignment = Assignment {
        at: moment("2026-11-24T13:00"),
        needs: vec![why("Han behöver mat varje dag.")],
        wishes: Vec::new(),
        must_know: Vec::new(),
        report_back: None,
    };
    Command::Assign(matter(30), assignment)
}

fn answer(accepted: bool) -> Command {
    Command::AnswerAssignment(matter(30), AssignmentAnswer { accepted, remarks: None })
}

#[test]
fn the_provider_takes_the_assignment_or_says_why_not() {
    granted().when(answer(true)).refused(&Refusal::NothingAssigned);
    let assigned = granted().and(assignment());
    assigned.when(answer(false)).refused(&Refusal::Missing(Field::Motive));
    let taken = assigned.and(answer(true));
    assert!(taken.file.service(matter(30)).unwrap().accepted_by.is_some());
    taken.when(answer(true)).refused(&Refusal::DoneAlready);
}

#[test]
fn a_service_that_begins_in_time_stops_its_clock() {
    let started = granted().and(step(30, "2026-11-24T13:00", Step::Started));
    assert_eq!(started.running("DL-032"), 0);
    started.when(step(30, "2026-11-24T13:00", Step::Started)).refused(&Refusal::DoneAlready);
}

/// Not carried out: after three months it is to be reported, and so is one that stands still.
#[test]
fn what_is_not_carried_out_is_to_be_reported() {
    let waiting = granted().on("2027-03-01");
    assert!(waiting.clocks("DL-032")[0].is_overdue(waiting.today));
    assert_eq!(waiting.and(step(30, "2027-03-01", Step::NotCarriedOutReported)).running("DL-032"), 0);
    let motive = why("Mamman är på sjukhus.");
    let still = granted().and(step(30, "2026-11-24T13:00", Step::Started)).and(step(
        30,
        "2026-11-24T13:00",
        Step::Interrupted { motive },
    ));
    assert_eq!(still.running("DL-033"), 1);
    assert_eq!(still.and(step(30, "2026-11-24T13:00", Step::Resumed)).running("DL-033"), 0);
}

#[test]
fn a_service_that_ends_leaves_no_clock_behind() {
    let reason = "goal_reached".into();
    let ended = granted().and(step(30, "2026-11-24T13:00", Step::Ended { reason, result: None }));
    assert!(!ended.file.matters[&matter(30)].is_running());
    assert_eq!((ended.running("DL-032"), ended.running("DL-044")), (0, 0));
    ended.when(assignment()).refused(&Refusal::MatterClosed);
}
