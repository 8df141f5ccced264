//! Finding people: by exact number through a token, by part of a name through the index in memory.

use std::sync::Arc;

use store::cards::{self, Card, Stored};
use store::names::{FOUND_MAX, Names};
use store::tokens;
use uuid::Uuid;

use crate::fixture::{Fixture, NOW, OTHER, OURS, id};

fn put(fixture: &Fixture, person: u128, height: i64, name: &str, protected: bool) -> Uuid {
    let (keys, key, name) = (Arc::clone(&fixture.keys), fixture.key(), name.to_owned());
    fixture
        .db
        .write(move |tx| {
            let card = Card { name: name.clone(), number: Some("201083012391".into()), ..Card::default() };
            cards::put(tx, &keys, OURS, &Stored { person: id(person), key, protected, height, card })
        })
        .expect("written");
    key
}

fn find(fixture: &Fixture, names: &Names, words: &str) -> Vec<u128> {
    let found = fixture.db.read(|tx| names.find(tx, &fixture.keys, words)).expect("searched");
    found.into_iter().map(|person| person.as_u128()).collect()
}

const NOBODY: [u128; 0] = [];

#[test]
fn a_committed_name_is_found_at_once_and_a_changed_one_no_longer() {
    let fixture = Fixture::new();
    let names = Names::new(OURS);
    assert_eq!(find(&fixture, &names, "alva"), NOBODY);
    put(&fixture, 1, 1, "Alva Åström", false);
    put(&fixture, 2, 2, "Nils Åström", false);
    assert_eq!(find(&fixture, &names, "astrom"), [1, 2]);
    put(&fixture, 1, 3, "Alva Bergdahl", false);
    assert_eq!(find(&fixture, &names, "åström"), [2]);
    assert_eq!(find(&fixture, &names, "alva berg"), [1]);
    assert_eq!(find(&fixture, &Names::new(OTHER), "alva"), NOBODY);
    assert_eq!(find(&fixture, &Names::new(OURS), "alva"), [1], "a new index finds the same");
}

#[test]
fn the_background_reads_all_there_is() {
    let fixture = Fixture::new();
    for person in 1..=30 {
        put(&fixture, person, 1, &format!("Person Nummer{person}"), false);
    }
    let names = Names::new(OURS);
    names.warm(&fixture.db, &fixture.keys).expect("read");
    assert_eq!(find(&fixture, &names, "nummer17"), [17]);
    assert_eq!(find(&fixture, &names, "person").len(), 30);
    put(&fixture, 31, 2, "Person Nummer31", false);
    assert_eq!(find(&fixture, &names, "nummer31"), [31]);
}

/// A person who becomes protected is not found from the next search on.
#[test]
fn protected_persons_are_not_in_the_index() {
    let fixture = Fixture::new();
    let names = Names::new(OURS);
    put(&fixture, 1, 1, "Siv Skuggan", true);
    put(&fixture, 2, 2, "Tor Skuggan", false);
    assert_eq!(find(&fixture, &names, "skuggan"), [2]);
    put(&fixture, 2, 3, "Tor Skuggan", true);
    assert_eq!(find(&fixture, &names, "skuggan"), NOBODY);
}

/// A destroyed person's card no longer opens; the others are still found.
#[test]
fn a_card_that_does_not_open_does_not_hide_the_others() {
    let fixture = Fixture::new();
    let key = put(&fixture, 1, 1, "Ada Ek", false);
    put(&fixture, 2, 2, "Bo Ek", false);
    let names = Names::new(OURS);
    assert_eq!(find(&fixture, &names, "ek"), [1, 2]);
    fixture.keys.destroy(OURS, key, NOW).expect("destroyed");
    assert_eq!(find(&fixture, &Names::new(OURS), "ek"), [2]);
    fixture.db.write(|tx| cards::remove(tx, OURS, id(1))).expect("removed");
    names.forget(id(1));
    assert_eq!(find(&fixture, &names, "ek"), [2]);
}

#[test]
fn a_search_has_a_limit() {
    let fixture = Fixture::new();
    for person in 1..=u128::try_from(FOUND_MAX).expect("small") + 5 {
        put(&fixture, person, 1, "Kim Lika", false);
    }
    assert_eq!(find(&fixture, &Names::new(OURS), "kim").len(), FOUND_MAX);
}

#[test]
fn a_page_opens_the_cards_of_its_rows() {
    let fixture = Fixture::new();
    put(&fixture, 1, 1, "Alva Ros", false);
    put(&fixture, 2, 1, "Siv Ros", true);
    let get = |persons: &[Uuid]| fixture.db.read(|tx| cards::get_all(tx, &fixture.keys, OURS, persons));
    let mut cards = get(&[id(2), id(9), id(1)]).expect("opened");
    cards.sort_by_key(|stored| stored.person);
    let seen: Vec<_> = cards.iter().map(|stored| (stored.card.name.as_str(), stored.protected)).collect();
    assert_eq!(seen, [("Alva Ros", false), ("Siv Ros", true)]);
    let many: Vec<Uuid> = (1..=60).map(id).collect();
    for person in 3..=60 {
        put(&fixture, person, 1, "Kim Lika", false);
    }
    assert_eq!(get(&many).expect("a long page").len(), many.len(), "more than one question asks for");
}

#[test]
fn a_number_finds_its_persons_and_only_in_its_authority() {
    let fixture = Fixture::new();
    let (number, other) =
        (fixture.keys.token(OURS, "201083012391"), fixture.keys.token(OURS, "201083022390"));
    fixture
        .db
        .write(move |tx| {
            tokens::put(tx, OURS, number, id(1))?;
            tokens::put(tx, OURS, number, id(1))?;
            tokens::put(tx, OURS, number, id(2))
        })
        .expect("written");
    let found = |authority, token| fixture.db.read(|tx| tokens::find(tx, authority, token)).expect("read");
    assert_eq!(found(OURS, number), [id(1), id(2)], "registered twice by mistake: both are found");
    assert!(found(OURS, other).is_empty());
    assert!(found(OTHER, fixture.keys.token(OTHER, "201083012391")).is_empty());
    fixture.db.write(move |tx| tokens::remove(tx, OURS, number, id(2))).expect("removed");
    assert_eq!(found(OURS, number), [id(1)]);
}
