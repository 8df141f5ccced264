use crate::{
    given::{Given, given},
    words::*,
};
use record::{
    Code, Command, Field, Refusal,
    decision_notice::{DecisionNotice, DecisionTelling, Receipt},
    party_copy::PartyCopy,
    stand::Stand,
};

fn closed() -> Given {
    given(communicated()).and(make(20, settling("D07")))
}

/// An application that is rejected: unlike a closed investigation, the one it concerns may appeal against it.
fn rejected() -> Given {
    let (service, answer) = (Code::from("contact_family"), Code::from("applies"));
    let stand = Stand { person: person(2), service, answer, at: moment("2026-11-24T12:00"), said: None };
    given(communicated()).and(Command::TakeStand(matter(20), stand)).and(make(20, settling("D09")))
}

fn notice(person_number: u128, way: &str) -> Command {
    let told = DecisionTelling::Told {
        way: Code::from(way),
        received: None,
        copy: PartyCopy::default(),
        letter: None,
    };
    let decision = settling("D07").id;
    let at = moment("2026-11-24T13:00");
    Command::NotifyDecision(DecisionNotice { decision, person: person(person_number), at, telling: told })
}

fn got(person_number: u128, on: &str) -> Command {
    let decision = settling("D07").id;
    let receipt = Receipt { decision, person: person(person_number), on: day(on), shown_by: None };
    Command::ReceiveNotice(receipt)
}

#[test]
fn each_guardian_is_told_and_the_time_to_appeal_runs_for_each() {
    let told = rejected().and(notice(2, "in_person")).and(notice(3, "letter"));
    assert_eq!(told.running("DL-024"), 0, "both have been told");
    assert_eq!(told.running("DL-025"), 1, "a letter has not been received because it was sent");
    let both = told.on("2026-11-27").and(got(3, "2026-11-26"));
    assert_eq!(both.running("DL-025"), 2);
    both.when(got(3, "2026-11-26")).refused(&Refusal::DoneAlready);
}

#[test]
fn a_child_of_fifteen_is_told_as_well() {
    let mut story = communicated();
    story[0] = file_of_child_born("2011-05-05");
    let at = moment("2026-11-24T12:30");
    let sharing = record::communication::Sharing::Waived {
        exception: Code::from("obviously_unnecessary"),
        motive: why("Hon var med när det skrevs."),
    };
    let communication = record::communication::Communication { person: child(), at, sharing };
    let closed =
        given(story).and(Command::ShareMaterial(matter(20), communication)).and(make(20, settling("D07")));
    assert_eq!(closed.running("DL-024"), 3);
}

/// A decision that any member of the municipality may have examined gives a party no three weeks of their own.
#[test]
fn no_time_to_appeal_runs_where_only_legality_is_examined() {
    let told = closed().and(notice(2, "in_person"));
    assert_eq!((told.running("DL-024"), told.running("DL-025")), (1, 0));
}

/// A child of eleven is told in a suitable way, and no time to appeal runs for it.
#[test]
fn a_child_who_is_no_party_has_no_time_to_appeal() {
    let told = rejected().and(notice(1, "in_person"));
    assert_eq!(told.running("DL-025"), 0);
    assert!(told.file.decisions.values().any(|decision| decision.notified.len() == 1), "noted all the same");
}

#[test]
fn a_receipt_before_the_letter_or_of_no_letter_is_refused() {
    let sent = closed().and(notice(3, "letter"));
    sent.when(got(3, "2026-11-20")).refused(&Refusal::BeforeArrival(Field::Occurred));
    sent.when(got(2, "2026-11-24")).refused(&Refusal::NotInFile(Field::Person));
}
