//! A second person before something is given out: where the order says so, never for a party's insight, never past the next working day.

use crate::{
    disclosure::{
        FATHER, MOTHER, REQUEST, answer, asked, of_party, own, public, refusal, subject, suggestions, told,
    },
    given::Given,
    words::*,
};
use law::DelegationOrder;
use record::{
    Command, Entry, Field, FourEyes, Refusal,
    access::Act,
    disclosure::{
        Disclosure, Item, Route, Treatment, What,
        second_person::{Confirmation, SentBack, TestedBy, demanded},
    },
    family::{FamilyFact, Guardianship},
    moving::MovedOut,
    text::{Audience, Ground},
};

fn confirm(tested: i64) -> Command {
    Command::ConfirmDisclosure(Confirmation { request: id(REQUEST), tested })
}

fn send_back(tested: i64) -> Command {
    let motive = why("Namnet på grannen står kvar.");
    Command::SendDisclosureBack(SentBack { request: id(REQUEST), tested, motive })
}

fn own_refused(point: &str, lacking: FourEyes) -> Refusal {
    Refusal::FourEyes { kind: "D56".parse().unwrap(), point: point.into(), lacking }
}

/// Asked for, and tested by a case worker on a Tuesday at one o'clock. The number of the entry with the test.
fn tested(route: &Route, ground: &str) -> (Given, i64) {
    let given = told().and(asked(route.clone())).with_four_eyes().by(case_worker());
    let items = suggestions(&given, route);
    let given = given.and(Command::Disclose(answer(ground, items)));
    let seq = given.file.version;
    (given, seq)
}

fn disclosed(given: &Given) -> Disclosure {
    match &given.log.last().unwrap().entry {
        Entry::Disclosed(disclosure) => disclosure.clone(),
        other => panic!("{}", other.kind()),
    }
}

#[test]
fn what_one_has_tested_another_sends() {
    let (given, seq) = tested(&own(MOTHER), "U02");
    let state = &given.file.disclosures[&id(REQUEST)];
    let waiting = state.for_second.as_ref().expect("it waits");
    assert!(state.is_waiting() && waiting.until == moment("2026-11-25T13:00"));
    assert_eq!(given.running("DL-126"), 1, "nothing has been given yet");
    given.when(confirm(seq)).refused(&own_refused("5.5", FourEyes::OwnProposal));
    given.when(confirm(seq - 1)).refused(&Refusal::TextHasChanged);
    let mut stands_in = first_social_worker();
    stands_in.in_place_of = vec![case_worker().staff];
    given.clone().by(stands_in).when(confirm(seq)).refused(&own_refused("5.5", FourEyes::InTheirPlace));
    let given = given.by(first_social_worker()).and(confirm(seq));
    let by = TestedBy {
        by: case_worker().author(),
        at: moment("2026-11-24T13:00"),
        alone: false,
        sent_back: None,
    };
    let disclosure = disclosed(&given);
    assert_eq!((disclosure.tested, disclosure.at), (Some(by), moment("2026-11-24T13:00")));
    assert_eq!(disclosure.items_hash.len(), 64);
    assert_eq!(given.running("DL-126"), 0);
    given.when(confirm(seq)).refused(&Refusal::DoneAlready);
}

#[test]
fn a_party_never_waits_for_it_and_a_refusal_always_does() {
    let order = DelegationOrder::lyktinge();
    for route in [public(), own(MOTHER), own(1), subject(MOTHER)] {
        assert_eq!(demanded(&order, &route, false).as_deref(), Some("5.5"), "{}", route.code());
    }
    assert_eq!(demanded(&order, &of_party(FATHER), false), None);
    assert_eq!(demanded(&order, &of_party(FATHER), true).as_deref(), Some("5.5"));
    let (given, _) = tested(&of_party(FATHER), "U05");
    assert!(disclosed(&given).tested.is_none() && given.running("DL-131") == 0, "given at once");
}

/// Until the same time on the next working day, and not a minute longer: Friday's waits over the weekend, for nobody works then.
#[test]
fn it_never_waits_past_the_next_working_day() {
    for (tested_on, late, ready) in [
        ("2026-11-24", ("2026-11-25", "11:59"), ("2026-11-25", "12:00")),
        ("2026-11-27", ("2026-11-29", "23:00"), ("2026-11-30", "12:00")),
        ("2026-12-23", ("2026-12-27", "12:00"), ("2026-12-28", "12:00")),
    ] {
        let given = told().and(asked(public())).with_four_eyes().by(case_worker()).on(tested_on);
        let shown = Item { seq: 5, what: What::Statement(0), treatment: Treatment::Shown, despite: None };
        let given = given.and(Command::Disclose(answer("U06", vec![shown])));
        let seq = given.file.version;
        let early = given.clone().on(late.0).at(late.1);
        early.when(confirm(seq)).refused(&own_refused("5.5", FourEyes::OwnProposal));
        let alone = given.on(ready.0).at(ready.1).and(confirm(seq));
        assert!(disclosed(&alone).tested.is_some_and(|tested| tested.alone), "and the file says so");
    }
}

#[test]
fn a_test_that_replaces_one_that_waits_has_no_longer_time() {
    let (given, first) = tested(&own(MOTHER), "U02");
    let items = suggestions(&given, &own(MOTHER));
    let given = given.on("2026-11-25").at("11:00").and(Command::Disclose(answer("U02", items)));
    let seq = given.file.version;
    given.when(confirm(first)).refused(&Refusal::TextHasChanged);
    let waiting = given.file.disclosures[&id(REQUEST)].for_second.clone().unwrap();
    assert_eq!((waiting.seq, waiting.until), (seq, moment("2026-11-25T13:00")));
}

#[test]
fn what_is_sent_back_is_tested_anew() {
    let (given, seq) = tested(&own(MOTHER), "U02");
    let until = given.file.disclosures[&id(REQUEST)].for_second.as_ref().unwrap().until;
    given.when(send_back(seq)).refused(&own_refused("5.5", FourEyes::OwnProposal));
    let given = given.by(first_social_worker()).and(send_back(seq));
    let Entry::DisclosureSentBack(back) = &given.log.last().unwrap().entry else { panic!("sent back") };
    let kept = back.motive.keep.iter().any(|keep| keep.from == Audience::Person(person(MOTHER)));
    assert!(kept, "what a second person says of it tells what was left out");
    given.when(confirm(seq)).refused(&Refusal::DoneAlready);
    let items = suggestions(&given, &own(MOTHER));
    let given = given.by(case_worker()).and(Command::Disclose(answer("U02", items)));
    let seq = given.file.version;
    let anew = given.file.disclosures[&id(REQUEST)].for_second.as_ref().unwrap();
    assert_eq!(anew.until, until, "sent back or not, it waits no longer than it would have");
    given.by(first_social_worker()).and(confirm(seq));
}

/// What the order demands of one who decides is asked of the one who sends it, not of whoever tested it.
#[test]
fn a_refusal_is_decided_by_the_second_person() {
    let given = told().and(asked(public())).with_four_eyes().by(case_worker());
    let given = given.and(refusal("2026-11-24T12:30"));
    let seq = given.file.version;
    assert_eq!(given.running("DL-126"), 1);
    let given = given.by(unit_head()).and(confirm(seq));
    let Entry::DisclosureRefused(refused) = &given.log.last().unwrap().entry else { panic!("refused") };
    assert!(refused.tested.as_ref().is_some_and(|tested| !tested.alone));
    assert_eq!(refused.grounds, [Ground::PersonalCircumstances]);
    assert_eq!(given.running("DL-126"), 0);
}

/// Whoever is asked to decide may; whoever only reads may not.
#[test]
fn to_send_it_is_to_decide() {
    assert_eq!(confirm(1).act(), Act::Decide);
    assert_eq!(send_back(1).act(), Act::Decide);
}

/// What has come to stand in the file since it was tested counts when it is sent.
#[test]
fn what_has_been_moved_away_meanwhile_is_not_given() {
    let (given, seq) = tested(&own(1), "U01");
    let given = given.by(unit_head()).and(Command::MoveOut(MovedOut { seqs: vec![5], to: id(900) }));
    given.when(confirm(seq)).refused(&Refusal::MovedAway);
}

/// What was tested for a guardian is not sent to somebody who has custody no more.
#[test]
fn what_was_tested_on_a_guardians_ground_goes_to_a_guardian_alone() {
    let (given, seq) = tested(&own(MOTHER), "U02");
    let ended = Guardianship {
        person: person(MOTHER),
        kind: "joint".into(),
        from: Some(day("2015-04-09")),
        to: Some(day("2026-11-01")),
        source: text("Tingsrätten"),
    };
    let still = given.clone().by(first_social_worker());
    still.when(confirm(seq)).answer.expect("she has custody");
    let given =
        given.and(Command::LearnFamily(vec![FamilyFact::Guardianship(ended)])).by(first_social_worker());
    let code = "U02".to_owned();
    let unknown = Refusal::UnknownCode { list: "disclosure_ground".into(), code, field: Field::Reasons };
    given.when(confirm(seq)).refused(&unknown);
}

/// Somebody did look: what was sent back does not go alone at once when the time is out, nor as if nobody had come to it.
#[test]
fn what_was_sent_back_does_not_go_as_if_nobody_had_looked() {
    let (given, seq) = tested(&own(MOTHER), "U02");
    let given = given.by(first_social_worker()).on("2026-11-25").at("11:30").and(send_back(seq));
    let back = given.file.version;
    let items = suggestions(&given, &own(MOTHER));
    let given = given.by(case_worker()).at("12:30").and(Command::Disclose(answer("U02", items)));
    let seq = given.file.version;
    let given = given.and(confirm(seq));
    let Entry::Disclosed(sent) = &given.log.last().expect("sent").entry else { panic!("sent") };
    let tested = sent.tested.as_ref().expect("tested");
    assert!(!tested.alone, "a second person had looked and said no");
    assert_eq!(tested.sent_back, Some(back), "and where");
}
