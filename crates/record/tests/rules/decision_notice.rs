use crate::{
    given::{Given, given},
    words::*,
};
use record::{
    Code, Command, Field, Refusal,
    decision::Decision,
    decision_notice::{DecisionNotice, DecisionTelling, Receipt},
    party_copy::PartyCopy,
};

/// An application is rejected: the parties may appeal.
fn rejected() -> Given {
    let applied = given(communicated()).and(stand(2, "contact_family", "applies"));
    applied.and(make(20, d09()))
}

fn d09() -> Decision {
    Decision { wording: Some(why("Ansökan avslås.")), ..settling("D09") }
}

fn notice(person_number: u128, way: &str) -> Command {
    let told = DecisionTelling::Told {
        way: Code::from(way),
        received: None,
        copy: PartyCopy::default(),
        letter: None,
    };
    let decision = d09().id;
    let at = moment("2026-11-24T13:00");
    Command::NotifyDecision(DecisionNotice { decision, person: person(person_number), at, telling: told })
}

fn got(person_number: u128, on: &str) -> Command {
    let decision = d09().id;
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

/// A child of eleven is told in a suitable way, and no time to appeal runs for it.
#[test]
fn a_child_who_is_no_party_has_no_time_to_appeal() {
    let told = rejected().and(notice(1, "in_person"));
    assert_eq!(told.running("DL-025"), 0);
    assert!(told.file.decisions.values().any(|decision| decision.notified.len() == 1), "noted all the same");
}

#[test]
fn a_receipt_before_the_letter_or_of_no_letter_is_refused() {
    let sent = rejected().and(notice(3, "letter"));
    sent.when(got(3, "2026-11-20")).refused(&Refusal::BeforeArrival(Field::Occurred));
    sent.when(got(2, "2026-11-24")).refused(&Refusal::NotInFile(Field::Person));
}

/// A closing is open to legality review only, by any member of the municipality (13 kap. KL): no party's three weeks run.
#[test]
fn what_a_party_cannot_appeal_starts_no_time_to_appeal() {
    let closed = given(communicated()).and(make(20, settling("D07")));
    let telling = |decision| {
        let way = Code::from("in_person");
        let telling = DecisionTelling::Told { way, received: None, copy: PartyCopy::default(), letter: None };
        let at = moment("2026-11-24T13:00");
        Command::NotifyDecision(DecisionNotice { decision, person: person(2), at, telling })
    };
    let told = closed.and(telling(settling("D07").id));
    assert_eq!((told.running("DL-024"), told.running("DL-025")), (1, 0));
    let (of, wording) = (Some(settling("D07").id), Some(why("Datumet rättas.")));
    let changed = told.and(make(
        20,
        Decision { changes: of, wording, reason: Some(Code::from("not_to_detriment")), ..settling("D53") },
    ));
    assert_eq!(
        changed.and(telling(settling("D53").id)).running("DL-025"),
        0,
        "a change is appealed as what it changes"
    );
}

/// A change of what a party can appeal can be appealed as well.
#[test]
fn a_change_is_appealed_as_what_it_changes() {
    let wording = Some(why("Avslaget gäller bara helgerna."));
    let changed = rejected().and(make(
        20,
        Decision {
            changes: Some(d09().id),
            wording,
            reason: Some(Code::from("not_to_detriment")),
            ..settling("D53")
        },
    ));
    let Command::NotifyDecision(notice) = notice(2, "in_person") else { panic!("a notice") };
    let told =
        changed.and(Command::NotifyDecision(DecisionNotice { decision: settling("D53").id, ..notice }));
    assert_eq!(told.running("DL-025"), 1);
}
