//! The register of consents to share: what rests on a consent needs one that holds then, for that receiver.

use crate::{
    given::{Given, given},
    words::*,
};
use record::{
    Code, Command, Field, Refusal,
    disclosure::handing_over::HandingOver,
    sharing::{SharingConsent, SharingRevoked},
};

const MOTHER: u128 = 2;

fn open() -> Given {
    given([file(), guardian(MOTHER)])
}

fn consent(at: &str) -> SharingConsent {
    SharingConsent {
        id: id(700),
        by: person(MOTHER),
        at: moment(at),
        to: text("Ekbackens skola"),
        purpose: text("Stöd i klassrummet"),
        kinds: vec!["contact".into(), "school".into()],
        extent: text("Att familjen har kontakt med socialtjänsten"),
        until: None,
    }
}

fn consented() -> Given {
    open().and(Command::ConsentToSharing(consent("2026-11-24T09:00")))
}

fn over(to: &str, at: &str) -> Command {
    Command::HandOver(HandingOver {
        at: moment(at),
        to: text(to),
        ground: record::sharing::GROUND.into(),
        way: "phone".into(),
        kinds: vec!["contact".into()],
        what: fact("Att familjen har kontakt."),
        consent: Some(id(700)),
        condition: None,
    })
}

#[test]
fn what_rests_on_consent_goes_to_whom_it_was_given_for_and_nobody_else() {
    consented().and(over("Ekbackens skola", "2026-11-24T10:00"));
    consented().and(over("ekbackens  SKOLA\nSkolgatan 1", "2026-11-24T10:00"));
    consented().when(over("Björkskolan", "2026-11-24T10:00")).refused(&Refusal::NoConsentToShare);
    open().when(over("Ekbackens skola", "2026-11-24T10:00")).refused(&Refusal::NoConsentToShare);
}

#[test]
fn what_is_taken_back_holds_no_more_from_that_moment() {
    let back = |at: &str| Command::RevokeSharing(SharingRevoked { id: id(700), at: moment(at) });
    let revoked = consented().and(back("2026-11-24T11:00"));
    revoked.when(over("Ekbackens skola", "2026-11-24T11:00")).refused(&Refusal::NoConsentToShare);
    revoked.when(over("Ekbackens skola", "2026-11-24")).refused(&Refusal::NoConsentToShare);
    revoked.clone().and(over("Ekbackens skola", "2026-11-24T10:59"));
    revoked.when(back("2026-11-24T12:00")).refused(&Refusal::DoneAlready);
    consented().when(back("2026-11-23T12:00")).refused(&Refusal::BeforeArrival(Field::Occurred));
}

#[test]
fn what_was_sent_before_the_consent_did_not_rest_on_it() {
    let given = open().and(Command::ConsentToSharing(consent("2026-11-24T10:00")));
    given.when(over("Ekbackens skola", "2026-11-24T09:59")).refused(&Refusal::NoConsentToShare);
    given.clone().and(over("Ekbackens skola", "2026-11-24T10:00"));
}

#[test]
fn a_consent_ends_on_its_last_day() {
    let until = SharingConsent { until: Some(day("2026-11-24")), ..consent("2026-11-24T09:00") };
    let given = open().and(Command::ConsentToSharing(until.clone()));
    given.clone().and(over("Ekbackens skola", "2026-11-24T10:00"));
    given
        .on("2026-11-25")
        .when(over("Ekbackens skola", "2026-11-25T10:00"))
        .refused(&Refusal::NoConsentToShare);
    let backwards = SharingConsent { until: Some(day("2026-11-23")), ..until };
    open().when(Command::ConsentToSharing(backwards)).refused(&Refusal::NotLater(Field::Until));
}

#[test]
fn only_the_child_or_a_guardian_consents() {
    let of = |by| Command::ConsentToSharing(SharingConsent { by, ..consent("2026-11-24T09:00") });
    open().and(of(child()));
    open().when(of(person(9))).refused(&Refusal::NotInFile(Field::Person));
    consented().when(of(child())).refused(&Refusal::IdTaken);
}

/// The extent is more than words: what is sent must be of a sort that the consent names, all of it.
#[test]
fn a_consent_reaches_the_sorts_it_names_and_no_others() {
    let of = |kinds: &[&str], ground: &str, consent: Option<u128>| {
        let Command::HandOver(over) = over("Ekbackens skola", "2026-11-24T10:00") else { unreachable!() };
        let kinds = kinds.iter().map(|kind| Code::from(*kind)).collect();
        Command::HandOver(HandingOver { kinds, ground: ground.into(), consent: consent.map(id), ..over })
    };
    consented().and(of(&["school", "contact"], "U04", Some(700)));
    consented().when(of(&["contact", "health"], "U04", Some(700))).refused(&Refusal::NoConsentToShare);
    consented().when(of(&[], "U04", Some(700))).refused(&Refusal::Missing(Field::Kind));
    consented().when(of(&["contact"], "U04", None)).refused(&Refusal::NoConsentToShare);
    consented().when(of(&["contact"], "U07", Some(700))).refused(&Refusal::NoConsentToShare);
    consented().and(of(&[], "U07", None));
    let unknown =
        Refusal::UnknownCode { list: "shared_kind".into(), code: "allt".into(), field: Field::Kind };
    consented().when(of(&["allt"], "U07", None)).refused(&unknown);
    let nothing = SharingConsent { kinds: Vec::new(), ..consent("2026-11-24T09:00") };
    open().when(Command::ConsentToSharing(nothing)).refused(&Refusal::Missing(Field::Kind));
}
