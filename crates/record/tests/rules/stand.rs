use crate::{given::given, words::*};
use law::{LawBook, Need};
use record::{Code, Field, Refusal, stand::consent};

const TREATMENT: &str = "family_treatment";

#[test]
fn both_guardians_consent_or_nobody_has() {
    let asked = given(investigated()).and(stand(2, TREATMENT, "consents"));
    let service = Code::from(TREATMENT);
    let of = |given: &crate::given::Given| {
        let consent =
            consent(&given.file, matter(20), &service, false, given.today, LawBook::sweden()).unwrap();
        (consent.way.is_some(), consent.lacking, consent.one_guardian)
    };
    assert_eq!(of(&asked), (false, vec![person(3)], true));
    let both = asked.and(stand(3, TREATMENT, "applies"));
    assert_eq!(of(&both), (true, Vec::new(), false));
    // Consent holds from day to day: the last answer counts.
    assert!(!of(&both.and(stand(2, TREATMENT, "withdrawn"))).0);
}

#[test]
fn a_placement_never_rests_on_one_guardian() {
    let asked = given(investigated()).and(stand(2, "family_home", "consents"));
    let service = Code::from("family_home");
    let consent = consent(&asked.file, matter(20), &service, false, asked.today, LawBook::sweden()).unwrap();
    assert!(consent.way.is_none() && !consent.one_guardian);
}

#[test]
fn a_child_of_thirteen_consents_alone_where_it_is_suitable() {
    let mut story = investigated();
    story[0] = file_of_child_born("2013-05-05");
    let asked = given(story).and(stand(1, TREATMENT, "consents"));
    let service = Code::from(TREATMENT);
    let way = |suitable| {
        consent(&asked.file, matter(20), &service, suitable, asked.today, LawBook::sweden()).unwrap().way
    };
    assert_eq!(way(false), None);
    assert_eq!(way(true), Some(&[Need::Child, Need::Suitable][..]));
}

#[test]
fn an_application_starts_its_clocks_and_an_answer_is_owed() {
    let applied = given(investigated()).and(stand(2, TREATMENT, "applies"));
    assert_eq!(applied.running("DL-011"), 1);
}

#[test]
fn a_stranger_takes_no_stand() {
    given(investigated()).when(stand(9, TREATMENT, "consents")).refused(&Refusal::NotInFile(Field::Person));
}
