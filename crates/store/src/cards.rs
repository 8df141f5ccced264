//! Name cards: the little a list shows of a person, sealed under the person's own key.
//!
//! A view row holds only ids. A page opens the cards of the rows it shows, some dozens, and no more is ever
//! decrypted to draw it. The card is a copy of what stands in the person's stream.

use seal::Place;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::keyring::Keyring;
use crate::sql::people as sql;
use crate::sql::views::AT_ONCE;
use crate::tx::Tx;
use crate::value::Row;
use crate::views::at_once;

/// What the card says. Fields may be added with a default; old cards stay readable.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The name to show, and the first to be found by.
    pub name: String,
    /// Other names to be found by: earlier ones, a name called by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// The first name alone, as a child is spoken of.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub first: String,
    /// The identity number to show, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The birth day as ISO text, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth: Option<String>,
}

/// The name is not printed.
impl std::fmt::Debug for Card {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Card(…)")
    }
}

/// A card as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Whom it names.
    pub person: Uuid,
    /// The key it is sealed under: the person's.
    pub key: Uuid,
    /// The person's identity is protected: masked in lists, and not in the shared index.
    pub protected: bool,
    /// The height of the entry that last changed it.
    pub height: i64,
    /// What it says.
    pub card: Card,
}

/// Writes a person's card, in the transaction of the entry that changes it.
pub fn put(tx: &mut dyn Tx, keys: &Keyring, authority: i64, stored: &Stored) -> Result<()> {
    let plain = serde_json::to_vec(&stored.card).map_err(|_| Error::Unreadable("a name card"))?;
    let place = Place::Card { authority, person: stored.person, key: stored.key };
    let sealed = keys.seal_at(authority, stored.key, &place, &plain)?;
    let with = [
        authority.into(),
        stored.person.into(),
        stored.key.into(),
        stored.protected.into(),
        stored.height.into(),
        sealed.into(),
    ];
    tx.run(sql::CARD_PUT, &with)?;
    Ok(())
}

/// Opens the cards of the rows of one page, in no order. Persons without a card are left out.
pub fn get_all(tx: &mut dyn Tx, keys: &Keyring, authority: i64, persons: &[Uuid]) -> Result<Vec<Stored>> {
    let mut cards = Vec::with_capacity(persons.len());
    for some in persons.chunks(AT_ONCE) {
        for row in tx.rows(sql::CARDS, &at_once(authority, some))? {
            let open = |key, place: &Place<'_>, sealed: &[u8]| keys.open_at(authority, key, place, sealed);
            cards.push(read(authority, &row, open)?);
        }
    }
    Ok(cards)
}

/// Removes a person's card, when the person's last file is gone. The name index is told by itself: see
/// [`Names::forget`](crate::names::Names::forget).
pub fn remove(tx: &mut dyn Tx, authority: i64, person: Uuid) -> Result<()> {
    tx.run(sql::CARD_REMOVE, &[authority.into(), person.into()])?;
    Ok(())
}

/// A card on its way into the name index. One that does not open must not keep the others from being found.
pub(crate) struct Followed {
    pub(crate) person: Uuid,
    pub(crate) height: i64,
    pub(crate) opened: Result<Stored>,
}

/// Removes every card of an authority, before its views are counted anew.
pub(crate) fn clear(tx: &mut dyn Tx, authority: i64) -> Result<()> {
    tx.run(sql::CARDS_CLEAR, &[authority.into()])?;
    Ok(())
}

/// The next cards in order of height, then person: what the name index reads.
pub(crate) fn after(
    tx: &mut dyn Tx,
    keys: &Keyring,
    authority: i64,
    (height, person): (i64, Uuid),
    most: i64,
) -> Result<Vec<Followed>> {
    let rows = tx.rows(sql::CARDS_AFTER, &[authority.into(), height.into(), person.into(), most.into()])?;
    let follow = |row: &Row| {
        let opened =
            read(authority, row, |key, place, sealed| keys.open_in_passing(authority, key, place, sealed));
        Ok(Followed { person: row.id(0)?, height: row.int(3)?, opened })
    };
    rows.iter().map(follow).collect()
}

fn read(
    authority: i64,
    row: &Row,
    open: impl FnOnce(Uuid, &Place<'_>, &[u8]) -> Result<Vec<u8>>,
) -> Result<Stored> {
    let (person, key) = (row.id(0)?, row.id(1)?);
    let plain = open(key, &Place::Card { authority, person, key }, &row.bytes(4)?)?;
    let card = serde_json::from_slice(&plain).map_err(|_| Error::Unreadable("a name card"))?;
    Ok(Stored { person, key, protected: row.truth(2)?, height: row.int(3)?, card })
}
