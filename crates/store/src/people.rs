//! People in lists and searches: the name card a list shows, the blind tokens an exact number is found by, what reception may learn.

use crate::{
    Result, Tx,
    cards::{self, Card, Stored},
    edge,
    house::{Answer, House, Now},
    sql::views as sql,
    tokens,
};
use law::Day;
use record::{FileId, PersonId, identity::IdentityNumber, person::Person};
use std::collections::BTreeMap;

/// The name card of a person, as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameCard {
    /// Whom it names.
    pub person: PersonId,
    /// The identity is protected.
    pub protected: bool,
    card: Card,
}

impl NameCard {
    fn of(stored: Stored) -> Self {
        Self { person: PersonId::new(stored.person), protected: stored.protected, card: stored.card }
    }

    /// Name to show: given and family name, or what is known of somebody without a name.
    pub fn name(&self) -> &str {
        &self.card.name
    }

    /// First name alone, as a child is spoken of.
    pub fn first_name(&self) -> &str {
        if self.card.first.is_empty() { &self.card.name } else { &self.card.first }
    }

    /// Identity number to show, `ÅÅÅÅMMDD-NNNN`.
    pub fn number(&self) -> Option<&str> {
        self.card.number.as_deref()
    }

    /// Birth day.
    pub fn birth(&self) -> Option<Day> {
        self.card.birth.as_deref()?.parse().ok()
    }
}

fn card_of(person: &Person) -> Card {
    let name = person.name.as_ref().map(|name| &name.value);
    let shown = person.display_name().or_else(|| person.description.clone()).unwrap_or_default();
    Card {
        name: shown,
        also: Vec::new(),
        first: name.map(|name| name.given.clone()).unwrap_or_default(),
        number: person.number.as_ref().map(|number| number.value.to_string()),
        birth: person.birth.as_ref().map(|birth| birth.value.day.to_string()),
    }
}

/// What reception learns from an exact identity number: that it is known here and whom to ask, never what stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The person.
    pub person: PersonId,
    /// Their own files.
    pub files: Vec<FileId>,
}

/// Writes the views of a person: the card, and exactly the tokens the person is to be found by.
pub(crate) fn write(
    house: &House,
    tx: &mut dyn Tx,
    person: PersonId,
    (before, after): (&Person, &Person),
    height: i64,
) -> Result<()> {
    let authority = house.authority.0;
    let id = person.uuid();
    let stored =
        Stored { person: id, key: id, protected: after.is_protected(), height, card: card_of(after) };
    cards::put(tx, &house.keys, authority, &stored)?;
    let token = |number: &IdentityNumber| house.keys.token(authority, number.normalised_for_search());
    let (old, new) = (before.search_numbers(), after.search_numbers());
    for number in old.iter().filter(|number| !new.contains(number)) {
        tokens::remove(tx, authority, token(number), id)?;
    }
    for number in new.iter().filter(|number| !old.contains(number)) {
        tokens::put(tx, authority, token(number), id)?;
    }
    Ok(())
}

impl House {
    /// Opens name cards, at most as many as a page has rows.
    pub(crate) fn cards(&self, tx: &mut dyn Tx, people: &[PersonId]) -> Answer<BTreeMap<PersonId, NameCard>> {
        let ids: Vec<_> = people.iter().map(|person| person.uuid()).collect();
        let cards = cards::get_all(tx, &self.keys, self.authority.0, &ids)?;
        Ok(cards.into_iter().map(|card| (PersonId::new(card.person), NameCard::of(card))).collect())
    }

    /// Who has this exact number, and which files are about them.
    pub(crate) fn who_has(&self, tx: &mut dyn Tx, number: IdentityNumber) -> Answer<Vec<Known>> {
        let authority = self.authority.0;
        let token = self.keys.token(authority, number.normalised_for_search());
        let mut known = Vec::new();
        for person in tokens::find(tx, authority, token)? {
            let person = PersonId::new(person);
            known.push(Known { person, files: self.files_of(tx, person)? });
        }
        Ok(known)
    }

    /// The files about a person.
    pub(crate) fn files_of(&self, tx: &mut dyn Tx, person: PersonId) -> Result<Vec<FileId>> {
        let rows = tx.rows(sql::FILES_OF, &[self.authority.0.into(), person.uuid().into()])?;
        rows.iter().map(|row| row.id(0).map(FileId::new)).collect()
    }

    /// A new id for a form to carry: of a command, a matter, a draft.
    pub fn new_id(&self, now: Now) -> uuid::Uuid {
        edge::id(now.micros())
    }
}
