//! Drafts: text on its way, saved as it is typed, not yet record.
//!
//! A draft has one author; what a matter's workers write together is in `shared.rs`, where the matter takes the author's place. Its key is its own and stands, wrapped, in its own row, so that when the row is
//! removed nothing is left that could open an old copy. Every saving has a new key. A draft is removed in the
//! transaction that signs it: there is no moment at which the text is in both places, or in neither.

use seal::Place;
use uuid::Uuid;

use crate::edge;
use crate::error::{Error, Result};
use crate::keyring::Keyring;
use crate::sql::drafts as sql;
use crate::tx::Tx;
use crate::value::Row;

/// Most bytes in a draft: as much as the entry it may become.
pub const DRAFT_BYTES_MAX: usize = crate::log::ENTRY_BYTES_MAX;

/// Most drafts in a list.
pub const LIST_MAX: i64 = 200;

/// A saving.
#[derive(Clone, Copy)]
pub struct Save<'a> {
    /// In whose register.
    pub authority: i64,
    /// The draft: an id drawn when the form was opened.
    pub draft: Uuid,
    /// Who writes it.
    pub owner: Uuid,
    /// The file it is about, if that is known. Fixed at the first saving.
    pub file: Option<Uuid>,
    /// Which form, as a code. Fixed at the first saving.
    pub form: &'a str,
    /// The version the author has before their eyes; 0 before the first saving.
    pub seen: i64,
    /// Now, in microseconds.
    pub now_us: i64,
    /// The text.
    pub text: &'a [u8],
}

/// What a saving became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// It is saved (once the transaction is committed).
    Done {
        /// The version to name at the next saving.
        version: i64,
    },
    /// It was saved elsewhere meanwhile (another window). Nothing is changed; both texts are here, to be
    /// shown side by side.
    Stale {
        /// What this saving wanted to store.
        yours: Vec<u8>,
        /// What is stored.
        stored: Draft,
    },
    /// There is no such draft of this owner any more: it has been signed, thrown away, or taken over.
    Gone,
}

/// A draft with its text.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// What a list shows of it.
    pub row: DraftRow,
    /// The text.
    pub text: Vec<u8>,
}

/// The text is not printed.
impl std::fmt::Debug for Draft {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Draft({:?}, {} bytes)", self.row, self.text.len())
    }
}

/// A draft without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// Its id.
    pub draft: Uuid,
    /// Who writes it.
    pub owner: Uuid,
    /// The file it is about.
    pub file: Option<Uuid>,
    /// Which form.
    pub form: String,
    /// Its version.
    pub version: i64,
    /// When it was last saved, in microseconds.
    pub updated_us: i64,
}

impl DraftRow {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            draft: row.id(0)?,
            owner: row.id(1)?,
            file: row.maybe(2, Row::id)?,
            form: row.text(3)?,
            version: row.int(4)?,
            updated_us: row.int(5)?,
        })
    }
}

/// Saves a draft, if it has not been saved elsewhere since it was seen.
///
/// A saving whose answer was lost may be sent again: if the stored text is the same, it is done.
pub fn save(tx: &mut dyn Tx, keys: &Keyring, save: &Save<'_>) -> Result<Saved> {
    if save.text.len() > DRAFT_BYTES_MAX {
        return Err(Error::TooLarge { what: "a draft", limit: DRAFT_BYTES_MAX });
    }
    let version = save.seen + 1;
    let changed = if save.seen == 0 { insert(tx, keys, save)? } else { update(tx, keys, save, version)? };
    if changed == 1 {
        return Ok(Saved::Done { version });
    }
    Ok(match load(tx, keys, save.authority, save.draft, save.owner)? {
        None => Saved::Gone,
        Some(stored) if stored.text == save.text => Saved::Done { version: stored.row.version },
        Some(stored) => Saved::Stale { yours: save.text.to_owned(), stored },
    })
}

fn insert(tx: &mut dyn Tx, keys: &Keyring, save: &Save<'_>) -> Result<u64> {
    let sealed = seal_new(keys, save.authority, save.draft, save.owner, 1, save.text)?;
    let with = [
        save.authority.into(),
        save.draft.into(),
        save.owner.into(),
        save.file.into(),
        save.form.into(),
        save.now_us.into(),
        sealed.epoch.into(),
        sealed.wrapped.into(),
        sealed.text.into(),
    ];
    tx.run(sql::NEW, &with)
}

fn update(tx: &mut dyn Tx, keys: &Keyring, save: &Save<'_>, version: i64) -> Result<u64> {
    let sealed = seal_new(keys, save.authority, save.draft, save.owner, version, save.text)?;
    let with = [
        version.into(),
        save.now_us.into(),
        sealed.epoch.into(),
        sealed.wrapped.into(),
        sealed.text.into(),
        save.authority.into(),
        save.draft.into(),
        save.owner.into(),
        save.seen.into(),
    ];
    tx.run(sql::SAVE, &with)
}

/// A draft with its text, if it is this owner's.
pub fn load(
    tx: &mut dyn Tx,
    keys: &Keyring,
    authority: i64,
    draft: Uuid,
    owner: Uuid,
) -> Result<Option<Draft>> {
    let Some(row) = tx.row(sql::LOAD, &[authority.into(), draft.into(), owner.into()])? else {
        return Ok(None);
    };
    let key = keys.unwrap(authority, row.int(6)?, draft, &row.bytes(7)?)?;
    let stored = DraftRow::read(&row)?;
    let place = Place::Draft { authority, draft, owner, version: stored.version };
    let text = seal::open(&key, &place, &row.bytes(8)?)?;
    Ok(Some(Draft { row: stored, text }))
}

/// An owner's drafts, latest first, at most [`LIST_MAX`].
pub fn of_owner(tx: &mut dyn Tx, authority: i64, owner: Uuid) -> Result<Vec<DraftRow>> {
    let rows = tx.rows(sql::OF_OWNER, &[authority.into(), owner.into(), LIST_MAX.into()])?;
    rows.iter().map(DraftRow::read).collect()
}

/// Drafts not saved since a time, oldest first, at most [`LIST_MAX`]: forgotten, or their author is ill.
pub fn untouched_since(tx: &mut dyn Tx, authority: i64, before_us: i64) -> Result<Vec<DraftRow>> {
    let rows = tx.rows(sql::OLDER, &[authority.into(), before_us.into(), LIST_MAX.into()])?;
    rows.iter().map(DraftRow::read).collect()
}

/// Gives a draft to another owner. Whether that is allowed is for the caller to know.
///
/// None if it is no longer the former owner's. What the former owner then saves is answered with
/// [`Saved::Gone`].
pub fn take_over(
    tx: &mut dyn Tx,
    keys: &Keyring,
    authority: i64,
    stored: &DraftRow,
    new_owner: Uuid,
    now_us: i64,
) -> Result<Option<Draft>> {
    let draft = stored.draft;
    let Some(mut taken) = load(tx, keys, authority, draft, stored.owner)? else { return Ok(None) };
    let seen = taken.row.version;
    let sealed = seal_new(keys, authority, draft, new_owner, seen + 1, &taken.text)?;
    let with = [
        new_owner.into(),
        (seen + 1).into(),
        now_us.into(),
        sealed.epoch.into(),
        sealed.wrapped.into(),
        sealed.text.into(),
        authority.into(),
        draft.into(),
        stored.owner.into(),
        seen.into(),
    ];
    if tx.run(sql::GIVE, &with)? == 0 {
        return Ok(None);
    }
    taken.row = DraftRow { owner: new_owner, version: seen + 1, updated_us: now_us, ..taken.row };
    Ok(Some(taken))
}

/// Removes a draft: in the transaction that signs it, or when it is thrown away. Returns whether it was
/// there.
pub fn remove(tx: &mut dyn Tx, authority: i64, draft: Uuid, owner: Uuid) -> Result<bool> {
    Ok(tx.run(sql::REMOVE, &[authority.into(), draft.into(), owner.into()])? == 1)
}

/// A text sealed under a key of its own.
struct Sealed {
    epoch: i64,
    wrapped: Vec<u8>,
    text: Vec<u8>,
}

fn seal_new(
    keys: &Keyring,
    authority: i64,
    draft: Uuid,
    owner: Uuid,
    version: i64,
    text: &[u8],
) -> Result<Sealed> {
    let (key, epoch, wrapped) = keys.make_wrapped(authority, draft)?;
    let place = Place::Draft { authority, draft, owner, version };
    Ok(Sealed { epoch: epoch.into(), wrapped, text: seal::seal(&key, &place, text, edge::nonce()) })
}
