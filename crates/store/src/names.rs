//! The name index: every searchable name of one authority, folded, in memory and nowhere else.
//!
//! Names stand on disk only sealed, so the index is built by opening the name cards: a second for a million,
//! in the background after start ([`Names::warm`]). Afterwards each search first reads the cards changed
//! since the last one, by their height, inside its own transaction; so nobody has to tell the index of a new
//! name, and no search misses one that is committed.
//!
//! All names lie in one long text, a search runs through it from end to end: under a millisecond, and with
//! nothing to keep in order. Persons with protected identity are not in it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use memchr::memmem;
use uuid::Uuid;

use crate::cards::{self, Card, Followed};
use crate::db::Db;
use crate::error::{Error, KeyError, Result};
use crate::fold::fold;
use crate::keyring::Keyring;
use crate::tx::Tx;

/// Most persons a search answers with. Whoever gets that many should type another letter.
pub const FOUND_MAX: usize = 50;

/// Most candidates that are ranked before the best are taken.
const CANDIDATES_MAX: usize = 1000;

/// Cards read at a time: the longest that a background reading holds the index.
const PAGE: i64 = 1000;

/// Ends each person's names in the text; folding never yields it.
const END: char = '\n';

/// Parts the names of one person.
const PART: char = '\t';

/// The index of one authority. Shared between threads.
pub struct Names {
    authority: i64,
    index: Mutex<Index>,
}

impl Names {
    /// An empty index, that fills at the first search or by [`Names::warm`].
    pub fn new(authority: i64) -> Self {
        Self { authority, index: Mutex::new(Index::default()) }
    }

    /// Reads everything there is, page by page: to be called on a thread of its own after start.
    pub fn warm(&self, db: &Db, keys: &Keyring) -> Result<()> {
        while db.read(|tx| self.follow(&mut self.index(), tx, keys))? {}
        self.index().settle();
        Ok(())
    }

    /// The persons whose names contain every given word, at most [`FOUND_MAX`]; those whose names *begin*
    /// with them first.
    ///
    /// `tx` is a reading transaction: what it sees is what is found.
    pub fn find(&self, tx: &mut dyn Tx, keys: &Keyring, words: &str) -> Result<Vec<Uuid>> {
        let mut index = self.index();
        while self.follow(&mut index, tx, keys)? {}
        Ok(index.find(words))
    }

    /// Takes a person out, when the card has been removed for good.
    pub fn forget(&self, person: Uuid) {
        self.index().remove(person);
    }

    /// Takes out the people whose keys have been destroyed, by the [marks](seal::mark) that stand in their keys' place.
    pub(crate) fn forget_marked(&self, marks: &[Uuid]) {
        if marks.is_empty() {
            return;
        }
        let mut index = self.index();
        let gone = |person: &Uuid| marks.contains(&seal::mark(self.authority, *person));
        let people: Vec<Uuid> = index.of.keys().copied().filter(gone).collect();
        for person in people {
            index.remove(person);
        }
        index.compact(); // or their names would stay in the text, though nobody found them
    }

    /// Takes in the next page of changed cards. Returns whether there may be more.
    fn follow(&self, index: &mut Index, tx: &mut dyn Tx, keys: &Keyring) -> Result<bool> {
        let page = cards::after(tx, keys, self.authority, index.seen, PAGE)?;
        let full = i64::try_from(page.len()).is_ok_and(|length| length == PAGE);
        for followed in page {
            index.seen = (followed.height, followed.person);
            index.take(followed);
        }
        Ok(full)
    }

    /// A search that panicked may have left the index half changed: it is thrown away and read anew.
    fn index(&self) -> MutexGuard<'_, Index> {
        self.index.lock().unwrap_or_else(|poisoned: PoisonError<MutexGuard<'_, Index>>| {
            self.index.clear_poison();
            let mut index = poisoned.into_inner();
            *index = Index::default();
            index
        })
    }
}

#[derive(Default)]
struct Index {
    /// The folded names of one person after the other, each ended by [`END`].
    text: String,
    /// Who begins where in the text, in order.
    places: Vec<Begin>,
    /// Person → position in `places`.
    of: HashMap<Uuid, u32>,
    /// The last card read: height and person.
    seen: (i64, Uuid),
}

/// Where one person's names begin. Narrow, for there is one for everybody: four thousand million bytes of names are a hundred million
/// persons.
#[derive(Clone, Copy)]
struct Begin {
    at: u32,
    /// Nobody, [`Uuid::nil`], for names no longer valid.
    person: Uuid,
}

impl Index {
    fn take(&mut self, followed: Followed) {
        self.remove(followed.person);
        match followed.opened {
            Ok(stored) if !stored.protected => self.add(stored.person, &stored.card),
            Ok(_) | Err(Error::Key(KeyError::Destroyed(_))) => {}
            Err(error) => tracing::error!(person = %followed.person, %error, "a name card does not open"),
        }
    }

    fn add(&mut self, person: Uuid, card: &Card) {
        self.begin(person);
        for (position, name) in std::iter::once(&card.name).chain(&card.also).enumerate() {
            if position > 0 {
                self.text.push(PART);
            }
            self.text.push_str(&fold(name));
        }
        self.text.push(END);
    }

    fn begin(&mut self, person: Uuid) {
        self.of.insert(person, narrow(self.places.len()));
        self.places.push(Begin { at: narrow(self.text.len()), person });
    }

    /// Gives back what growing took in advance: half of it on an unlucky day.
    fn settle(&mut self) {
        self.text.shrink_to_fit();
        self.places.shrink_to_fit();
    }

    fn remove(&mut self, person: Uuid) {
        if let Some(place) = self.of.remove(&person) {
            self.places[place as usize].person = Uuid::nil();
            if self.places.len() > 2 * self.of.len() + 64 {
                self.compact();
            }
        }
    }

    /// Drops names no longer valid, once they are the greater part.
    fn compact(&mut self) {
        let old = std::mem::take(self);
        self.seen = old.seen;
        for (place, begin) in old.places.iter().enumerate() {
            if begin.person.is_nil() {
                continue;
            }
            self.begin(begin.person);
            self.text.push_str(old.names(place));
            self.text.push(END);
        }
    }

    /// One person's folded names.
    fn names(&self, place: usize) -> &str {
        let start = self.places[place].at as usize;
        let end = self.places.get(place + 1).map_or(self.text.len(), |next| next.at as usize);
        &self.text[start..end - END.len_utf8()]
    }

    fn find(&self, query: &str) -> Vec<Uuid> {
        let query = fold(query);
        let words: Vec<&str> = query.split_whitespace().collect();
        let Some(longest) = words.iter().max_by_key(|word| word.len()) else { return Vec::new() };
        let finder = memmem::Finder::new(longest);

        let mut found = Vec::new();
        let mut from = 0;
        while let Some(hit) = finder.find(&self.text.as_bytes()[from..]) {
            let place = self.places.partition_point(|begin| begin.at as usize <= from + hit) - 1;
            let names = self.names(place);
            let Begin { at, person } = self.places[place];
            from = at as usize + names.len() + END.len_utf8();
            if !person.is_nil() && words.iter().all(|word| names.contains(word)) {
                found.push((!words.iter().all(|word| begins_a_word(names, word)), person));
            }
            if found.len() == CANDIDATES_MAX {
                break;
            }
        }
        found.sort_by_key(|(inside, _)| *inside); // stable: otherwise in the order they were registered
        found.into_iter().take(FOUND_MAX).map(|(_, person)| person).collect()
    }
}

/// # Panics
/// If all names together are longer than a `u32` can tell: some hundred million persons, more than there are.
fn narrow(place: usize) -> u32 {
    u32::try_from(place).expect("fewer names than there are people on earth")
}

fn begins_a_word(names: &str, word: &str) -> bool {
    names.split([' ', PART]).any(|name| name.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(names: &[&str]) -> Index {
        let mut index = Index::default();
        for (name, person) in names.iter().zip(1..) {
            index.add(Uuid::from_u128(person), &card(name, &[]));
        }
        index
    }

    fn card(name: &str, also: &[&str]) -> Card {
        Card { name: name.into(), also: also.iter().map(|&name| name.into()).collect(), ..Card::default() }
    }

    fn found(index: &Index, query: &str) -> Vec<u128> {
        index.find(query).into_iter().map(|person| person.as_u128()).collect()
    }

    #[test]
    fn any_part_of_a_name_finds_it_and_beginnings_come_first() {
        let index = index(&["Kerstin Wåhlander", "Åsa Lindqvist", "Noor Al-Hamid", "Linda Berg"]);
        assert_eq!(found(&index, "lind"), [2, 4]);
        assert_eq!(found(&index, "ERSTIN"), [1]);
        assert_eq!(found(&index, "åsa"), found(&index, "asa"));
        assert_eq!(found(&index, "and"), [1]);
        assert_eq!(found(&index, "in"), [1, 2, 4]);
        assert_eq!(found(&index, "quist"), [0_u128; 0]);
        assert_eq!(found(&index, "hamid noor"), [3]);
        assert_eq!(found(&index, " - "), [0_u128; 0]);
    }

    #[test]
    fn a_hit_never_spans_two_persons() {
        let index = index(&["Ada Ek", "Alva Ros"]);
        assert_eq!(found(&index, "ek alva"), [0_u128; 0]);
        assert_eq!(found(&index, "ek\nalva"), [0_u128; 0]);
    }

    #[test]
    fn earlier_names_find_the_person_once() {
        let mut index = Index::default();
        index.add(Uuid::from_u128(1), &card("Maja Lind", &["Maja Grankvist", "Majsan"]));
        assert_eq!(found(&index, "maj"), [1]);
        assert_eq!(found(&index, "grankvist"), [1]);
        assert_eq!(found(&index, "lind grankvist"), [1]);
    }

    #[test]
    fn a_changed_name_replaces_the_old_also_after_many_changes() {
        let mut index = index(&["Siv Alm"]);
        for change in 0..500 {
            index.remove(Uuid::from_u128(2));
            index.add(Uuid::from_u128(2), &card(&format!("Tor Nummer{change}"), &[]));
        }
        assert_eq!(found(&index, "nummer"), [2]);
        assert_eq!(found(&index, "nummer499"), [2]);
        assert_eq!(found(&index, "nummer498"), [0_u128; 0]);
        assert_eq!(found(&index, "alm"), [1]);
        assert!(index.places.len() < 200, "old names are thrown out");
    }
}
