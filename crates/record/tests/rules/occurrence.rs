use crate::{given::given, words::*};
use record::{Command, Field, Refusal, occurrence::Occurrence};

#[test]
fn anything_the_clocks_know_can_be_recorded() {
    let measure = given([file(), report(10)]).and(happened(10, "lvu_6.executed"));
    assert_eq!(measure.running("DL-072"), 1);
    assert_eq!(measure.and(happened(10, "lvu_4.application_submitted")).running("DL-072"), 0);
}

/// Told in passing they would start clocks that nothing could stop.
#[test]
fn what_has_a_form_of_its_own_is_not_an_occurrence_in_a_report() {
    let private = given([file(), Command::ReceiveReport(matter(10), a_private_report())]);
    for event in ["reporter.feedback_requested", "investigation.opened"] {
        private.when(happened(10, event)).refused(&Refusal::HasItsOwnForm);
    }
}

#[test]
fn it_has_a_name_of_the_law_a_time_and_a_matter() {
    let open = given([file(), report(10)]);
    let unknown =
        Refusal::UnknownCode { list: "event".into(), code: "moon.full".to_owned(), field: Field::Kind };
    open.when(happened(10, "moon.full")).refused(&unknown);
    open.when(happened(11, "lvu_6.executed")).refused(&Refusal::NoSuchMatter);
    let at = |at: &str| {
        let event = "lvu_6.executed".to_owned();
        let occurrence = Occurrence { event, at: moment(at), until: None, text: None, document: None };
        Command::RecordOccurrence(matter(10), occurrence)
    };
    open.when(at("2026-11-25")).refused(&Refusal::InFuture(Field::Occurred));
    open.when(at("2015-04-08")).refused(&Refusal::BeforeBirth(Field::Occurred));
}
