use crate::{
    given::{Given, given},
    words::*,
};
use record::{
    Code, Command, Entry, Field, Refusal,
    feedback::{Feedback, FeedbackFlag, FeedbackRequest, FeedbackValue},
    report::{Report, Reporter, Rerouting},
};

fn ask(number: u128, at: &str) -> Command {
    Command::RequestFeedback(matter(number), FeedbackRequest { at: moment(at) })
}

fn tell(number: u128, value: FeedbackValue) -> Command {
    let (at, way) = (moment("2026-11-24T12:45"), Code::from("phone"));
    Command::GiveFeedback(matter(number), Feedback::Given { at, value, way })
}

fn refuse(number: u128) -> Command {
    let motive = why("Skulle skada barnet.");
    Command::GiveFeedback(matter(number), Feedback::Refused { at: moment("2026-11-24T12:45"), motive })
}

/// A report by a teacher, with the outcome and what is true to say of it.
fn ended(kind: &str, start: Command) -> Given {
    let ready = given([file(), start, assessed(10)]);
    match kind {
        "D02" => ready.and(make(10, d02(20))),
        "D03" => ready.and(make(10, decision("D03"))),
        _ => {
            let running = given([file(), report(9), assessed(9), make(9, d02(19))]);
            let start = if ready.file.report(matter(10)).unwrap().feedback_wanted.is_some() {
                asking_report(10)
            } else {
                report(10)
            };
            running.and(start).and(assessed(10)).and(make(10, d05(19)))
        }
    }
}

#[test]
fn exactly_one_of_three_values_and_only_the_true_one() {
    use FeedbackValue::{AlreadyRunning, NotOpened, Opened};
    for (kind, truth) in [("D02", Opened), ("D03", NotOpened), ("D05", AlreadyRunning)] {
        let ended = ended(kind, report(10));
        for value in [Opened, NotOpened, AlreadyRunning] {
            if value == truth {
                ended.when(tell(10, value)).then(|entries| assert_eq!(entries.len(), 1));
            } else {
                ended.when(tell(10, value)).refused(&Refusal::FeedbackDoesNotMatch);
            }
        }
    }
    for value in [Opened, NotOpened, AlreadyRunning] {
        assert!(law::LawBook::sweden().choice("feedback_value", value.code()).is_some());
    }
}

#[test]
fn asked_before_the_outcome_gives_a_week_from_it() {
    let waiting = given([file(), asking_report(10), assessed(10)]);
    assert_eq!((waiting.running("DL-004b"), waiting.running("DL-004c")), (0, 0));
    for kind in ["D02", "D03"] {
        let ended = ended(kind, asking_report(10));
        assert_eq!(ended.clocks("DL-004b")[0].due.nominal, Some(day("2026-12-01")), "{kind}");
        let told = ended.and(refuse(10));
        assert_eq!(told.running("DL-004b"), 0, "{kind}");
    }
    let later =
        given([file(), report(10), ask(10, "2026-11-24T10:00"), assessed(10), make(10, decision("D03"))]);
    assert_eq!(later.running("DL-004b"), 1);
}

/// The week is counted from the decision, whoever asks within it; after it there is nothing left to count.
#[test]
fn asked_after_the_outcome_means_the_rest_of_the_week_and_then_at_once() {
    let not_opened = ended("D03", report(10));
    for (on, clocks) in [("2026-11-24", (1, 0)), ("2026-12-01", (1, 0)), ("2026-12-02", (0, 1))] {
        let after = not_opened.clone().on(on).and(ask(10, &format!("{on}T12:00")));
        assert_eq!((after.running("DL-004b"), after.running("DL-004c")), clocks, "{on}");
        let due = [after.clocks("DL-004b"), after.clocks("DL-004c")].concat();
        let expected = if clocks.0 == 1 { "2026-12-01" } else { on };
        assert_eq!(due.first().and_then(|clock| clock.due.nominal), Some(day(expected)), "{on}");
        let (at, way) = (moment(&format!("{on}T12:45")), Code::from("phone"));
        let given = Feedback::Given { at, value: FeedbackValue::NotOpened, way };
        let told = after.and(Command::GiveFeedback(matter(10), given));
        assert_eq!((told.running("DL-004b"), told.running("DL-004c")), (0, 0), "{on}");
        told.when(tell(10, FeedbackValue::NotOpened)).refused(&Refusal::DoneAlready);
    }
}

#[test]
fn a_linked_report_is_told_at_once() {
    let linked = ended("D05", asking_report(10));
    assert_eq!((linked.running("DL-004b"), linked.running("DL-004c")), (0, 1));
    assert_eq!(linked.and(tell(10, FeedbackValue::AlreadyRunning)).running("DL-004c"), 0);
}

#[test]
fn nobody_asked_no_clock() {
    let after = ended("D03", report(10));
    assert_eq!((after.running("DL-004b"), after.running("DL-004c")), (0, 0));
    assert!(matches!(after.log.last().unwrap().entry, Entry::DecisionMade(_)));
}

#[test]
fn only_those_with_a_duty_to_report_are_told() {
    let report = a_private_report();
    let reporter = Reporter { wants_feedback: true, ..report.reporter };
    let neighbour = Command::ReceiveReport(matter(10), Report { reporter, ..report });
    let ended = given([file(), neighbour, assessed(10), make(10, decision("D03"))]);
    assert_eq!((ended.running("DL-004b"), ended.running("DL-004c")), (0, 0), "a wish that starts no clock");
    ended.when(ask(10, "2026-11-24T12:00")).refused(&Refusal::ReporterNotMandated);
    ended.when(tell(10, FeedbackValue::NotOpened)).refused(&Refusal::ReporterNotMandated);
}

/// What has been said cannot be unsaid: it is recorded, told from what was right, and settles nothing.
#[test]
fn what_was_in_fact_said_is_recorded_with_what_was_wrong_with_it() {
    use FeedbackFlag::{Again, NotMandated, NothingDecided, Untrue};
    let said = |value, flags: Vec<FeedbackFlag>| {
        let (at, way) = (moment("2026-11-24T12:50"), Code::from("phone"));
        Command::GiveFeedback(matter(10), Feedback::Told { at, value, way, flags })
    };
    let flagged =
        |given: &Given, value| match &given.when(said(value, vec![NotMandated])).answer.unwrap()[0].entry {
            Entry::FeedbackGiven(Feedback::Told { flags, .. }) => flags.clone(),
            other => panic!("{other:?}"),
        };
    let ended = ended("D03", asking_report(10));
    assert_eq!(flagged(&ended, FeedbackValue::Opened), [Untrue]);
    let wrong = ended.clone().and(said(FeedbackValue::Opened, Vec::new()));
    assert_eq!(wrong.running("DL-004b"), 1, "the truth is still owed");
    wrong.when(tell(10, FeedbackValue::NotOpened)).written();
    let told = ended.clone().and(tell(10, FeedbackValue::NotOpened));
    assert_eq!(flagged(&told, FeedbackValue::NotOpened), [Again]);
    let right = ended.and(said(FeedbackValue::NotOpened, Vec::new()));
    assert_eq!(right.running("DL-004b"), 0, "what was said rightly is said");
    let waiting = given([file(), asking_report(10), assessed(10)]);
    assert_eq!(flagged(&waiting, FeedbackValue::Opened), [NothingDecided]);
    let private = given([file(), Command::ReceiveReport(matter(10), a_private_report())]);
    assert_eq!(flagged(&private, FeedbackValue::Opened), [NotMandated, NothingDecided]);
}

#[test]
fn there_must_be_something_to_tell_a_time_and_a_way() {
    let waiting = given([file(), asking_report(10), assessed(10)]);
    waiting.when(tell(10, FeedbackValue::Opened)).refused(&Refusal::NothingDecidedYet);
    waiting.when(ask(10, "2026-11-24T12:00")).refused(&Refusal::DoneAlready);
    let quiet = given([file(), report(10)]);
    quiet.when(ask(10, "2026-11-23")).refused(&Refusal::BeforeArrival(Field::Occurred));
    quiet.when(ask(10, "2026-11-25")).refused(&Refusal::InFuture(Field::Occurred));

    let ended = ended("D03", asking_report(10));
    let (at, value) = (moment("2026-11-25"), FeedbackValue::NotOpened);
    let tomorrow = Feedback::Given { at, value, way: Code::from("phone") };
    ended.when(Command::GiveFeedback(matter(10), tomorrow)).refused(&Refusal::InFuture(Field::Occurred));
    let odd = Feedback::Given { at: moment("2026-11-24"), value, way: Code::from("drum") };
    let (list, code) = ("notice_way".into(), "drum".to_owned());
    ended.when(Command::GiveFeedback(matter(10), odd)).refused(&Refusal::UnknownCode {
        list,
        code,
        field: Field::Way,
    });
}

#[test]
fn what_was_no_report_has_no_outcome_to_tell() {
    let rerouting = Rerouting { motive: why("Ansökan.") };
    let rerouted = given([file(), report(10), Command::RerouteReport(matter(10), rerouting)]);
    let asked = rerouted.and(ask(10, "2026-11-24T12:00"));
    assert_eq!(asked.running("DL-004c"), 0, "a clock that nothing could stop");
    asked.when(tell(10, FeedbackValue::NotOpened)).refused(&Refusal::NothingDecidedYet);
}

/// Until the turn of the year 2025–2026 the law gave no fixed time.
#[test]
fn under_the_older_wording_no_day_is_set() {
    let mut report = a_report();
    report.arrival = record::report::Arrival::at(moment("2025-12-01T09:00"));
    let outcome = Command::RecordDecision(record::decision::RecordDecision {
        made: moment("2025-12-02T09:00"),
        ..recorded(10, decision("D03"), law::Level::FirstSocialWorker)
    });
    let asked = given([file()])
        .on("2025-12-02")
        .and(Command::ReceiveReport(matter(10), report))
        .and(outcome)
        .and(ask(10, "2025-12-02T10:00"));
    assert_eq!(asked.clocks("DL-004a")[0].due.nominal, None);
    assert_eq!((asked.running("DL-004a"), asked.running("DL-004c")), (1, 0));
}

/// Nobody can have told an outcome before there was one.
#[test]
fn nothing_is_told_before_the_day_of_the_decision() {
    let decided = given([file(), report(10), assessed(10)]).on("2026-11-26").and(make(10, decision("D03")));
    let told = |at| {
        let (at, way) = (moment(at), Code::from("phone"));
        let value = FeedbackValue::NotOpened;
        decided.when(Command::GiveFeedback(matter(10), Feedback::Given { at, value, way }))
    };
    told("2026-11-25").refused(&Refusal::NothingDecidedYet);
    told("2026-11-26").written();
}
