//! Who has read what, and on which ground ("vem har läst").
//!
//! A look is written **before** the page is sent: no reading without its row. Rows are never changed. Opening
//! a file gives a row that names it; a list or a search gives *one* row, whose shown ids are sealed, so that
//! the log cannot be read backwards as a register of who was found together with whom.

use seal::{Place, Purpose};
use uuid::Uuid;

use crate::edge;
use crate::error::{Error, Result};
use crate::keyring::Keyring;
use crate::sql::access_log as sql;
use crate::tx::Tx;
use crate::value::Row;

/// Most ids in the row of one list.
pub const LISTED_MAX: usize = 1000;

/// One look.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// In whose register.
    pub authority: i64,
    /// When, in microseconds.
    pub at_us: i64,
    /// Who looked.
    pub actor: Uuid,
    /// What was opened; none for a list or a search.
    pub stream: Option<Uuid>,
    /// On which ground, as a code.
    pub purpose: &'a str,
    /// Which part or page, as a code.
    pub part: &'a str,
    /// What a list showed.
    pub listed: &'a [Uuid],
}

/// A look that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// Its id.
    pub look: Uuid,
    /// When, in microseconds.
    pub at_us: i64,
    /// Who looked.
    pub actor: Uuid,
    /// What was opened; none for a list or a search.
    pub stream: Option<Uuid>,
    /// On which ground.
    pub purpose: String,
    /// Which part or page.
    pub part: String,
}

impl Looked {
    pub(crate) fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            look: row.id(0)?,
            at_us: row.int(1)?,
            actor: row.id(2)?,
            stream: row.maybe(3, Row::id)?,
            purpose: row.text(4)?,
            part: row.text(5)?,
        })
    }
}

/// Writes a look and returns its id.
pub fn write(tx: &mut dyn Tx, keys: &Keyring, look: &Look<'_>) -> Result<Uuid> {
    if look.listed.len() > LISTED_MAX {
        return Err(Error::TooLarge { what: "a list", limit: LISTED_MAX });
    }
    let id = edge::id(look.at_us);
    let listed = (!look.listed.is_empty()).then(|| {
        let plain: Vec<u8> = look.listed.iter().flat_map(|id| *id.as_bytes()).collect();
        let key = keys.derived(Purpose::AccessLog, look.authority);
        seal::seal(&key, &Place::Look { authority: look.authority, look: id }, &plain, edge::nonce())
    });
    let with = [
        look.authority.into(),
        id.into(),
        look.at_us.into(),
        look.actor.into(),
        look.stream.into(),
        look.purpose.into(),
        look.part.into(),
        listed.into(),
    ];
    tx.run(sql::NEW, &with)?;
    Ok(id)
}

/// The openings of a stream before a time, latest first: "vem har läst". Lists and searches are not among
/// them.
pub fn of_stream(
    tx: &mut dyn Tx,
    authority: i64,
    stream: Uuid,
    before_us: i64,
    most: i64,
) -> Result<Vec<Looked>> {
    let rows = tx.rows(sql::OF_STREAM, &[authority.into(), stream.into(), before_us.into(), most.into()])?;
    rows.iter().map(Looked::read).collect()
}

/// What one account has looked at before a time, latest first: for the check that every authority owes its
/// clients.
pub fn of_actor(
    tx: &mut dyn Tx,
    authority: i64,
    actor: Uuid,
    before_us: i64,
    most: i64,
) -> Result<Vec<Looked>> {
    let rows = tx.rows(sql::OF_ACTOR, &[authority.into(), actor.into(), before_us.into(), most.into()])?;
    rows.iter().map(Looked::read).collect()
}

/// The ids that a list showed.
pub fn listed(tx: &mut dyn Tx, keys: &Keyring, authority: i64, look: Uuid) -> Result<Vec<Uuid>> {
    let row = tx.row(sql::LISTED, &[authority.into(), look.into()])?;
    let Some(sealed) = row.map(|row| row.maybe(0, Row::bytes)).transpose()?.flatten() else {
        return Ok(Vec::new());
    };
    let plain =
        seal::open(&keys.derived(Purpose::AccessLog, authority), &Place::Look { authority, look }, &sealed)?;
    let (ids, rest) = plain.as_chunks::<16>();
    if !rest.is_empty() {
        return Err(Error::Unreadable("a list of ids"));
    }
    Ok(ids.iter().map(|id| Uuid::from_bytes(*id)).collect())
}
