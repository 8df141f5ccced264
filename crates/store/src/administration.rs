//! The authority's own stream: what it has decided about what it keeps.
//!
//! It is no child's file and is opened by no page; it lies in the same chain, sealed under a key of its own, and is folded like any
//! other. It is written by [`House::dispose`] and [`House::destroy_ripe`](crate::House::destroy_ripe) and by nothing else.

use crate::{
    Error, Result, Tx,
    house::{House, Now},
    keyring::Keyring,
    log::{self, Append, NewEntry, Subject},
};
use record::{
    Actor,
    disposal::{DisposalEntry, DisposalSheet, Disposals},
};
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// The stream, and its key. Last in the order of ids: whoever locks a child's file as well has locked that before.
pub(crate) const ADMINISTRATION: Uuid = Uuid::from_u128(0xFFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FF01);

/// Who writes in it, and when.
pub(crate) struct By<'a> {
    pub(crate) who: &'a Actor,
    pub(crate) now: Now,
}

impl House {
    /// Where the authority stands with what is to be destroyed.
    pub(crate) fn disposals(&self, tx: &mut dyn Tx) -> Result<Disposals> {
        let stored = log::entries_of(tx, self.authority.0, ADMINISTRATION)?;
        stored
            .iter()
            .try_fold(Disposals::default(), |state, entry| Ok(state.after(&self.disposal_sheet(entry)?)))
    }

    /// One entry of it.
    pub(crate) fn disposal_sheet(&self, entry: &log::Entry) -> Result<DisposalSheet> {
        open_own(&self.keys, entry, DisposalEntry::VERSION, "an administration entry")
    }

    /// Writes entries, each with what it says in clear, if it does.
    pub(crate) fn administer(
        &self,
        tx: &mut dyn Tx,
        by: &By<'_>,
        entries: &[(&DisposalEntry, Option<String>)],
    ) -> Result<()> {
        let payload = |entry: &DisposalEntry| {
            let sheet = DisposalSheet { by: by.who.author(), on: by.now.today, entry: entry.clone() };
            serde_json::to_vec(&sheet).expect("an entry of owned text, ids and days has a JSON form")
        };
        let payloads: Vec<Vec<u8>> = entries.iter().map(|(entry, _)| payload(entry)).collect();
        let new = entries.iter().zip(&payloads).map(|((entry, number), plain)| NewEntry {
            kind: entry.kind(),
            version: DisposalEntry::VERSION,
            key: ADMINISTRATION,
            number: number.as_deref(),
            plain,
        });
        let by = (by.who.staff.uuid(), by.now.micros());
        append_own(tx, &self.keys, (self.authority.0, ADMINISTRATION), by, &new.collect::<Vec<_>>())
    }
}

/// What an entry of one of the authority's own streams says, which `what` calls it. Each of these streams has one key, which bears its id.
///
/// # Errors
/// [`Error::Unreadable`] where it is damaged, also in the key that it names in clear, or was written by a newer program.
pub(crate) fn open_own<T: DeserializeOwned>(
    keys: &Keyring,
    entry: &log::Entry,
    newest: u16,
    what: &'static str,
) -> Result<T> {
    if entry.version > newest {
        return Err(Error::Unreadable("an entry that an older program wrote"));
    }
    if entry.key != entry.stream {
        return Err(Error::Unreadable(what));
    }
    let plain = keys.open_entry(entry).map_err(|error| match error {
        Error::Seal(_) => Error::Unreadable(what),
        other => other,
    })?;
    let plain = plain.ok_or(Error::Unreadable("an entry that is not emptied"))?;
    serde_json::from_slice(&plain).map_err(|_| Error::Unreadable(what))
}

/// Appends to one of the authority's own streams.
pub(crate) fn append_own(
    tx: &mut dyn Tx,
    keys: &Keyring,
    (authority, stream): (i64, Uuid),
    (actor, at_us): (Uuid, i64),
    entries: &[NewEntry<'_>],
) -> Result<()> {
    let expected = log::version(tx, authority, stream)?;
    let subject = Subject::Administration;
    let append = Append { authority, stream, subject, expected, actor, at_us, entries };
    log::append(tx, &append, &mut |header, plain| keys.seal(header, plain)).map(|_| ())
}
