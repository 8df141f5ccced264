//! Opening and sealing the two kinds of stream: between bytes in the log and entries in the mind.

use crate::{
    Result, Tx,
    house::{Answer, House, Trouble},
    log,
};
use jiff::Timestamp;
use record::{
    Author, FileId, PersonId, Recorded,
    person::{Person, PersonEntry, evolve_person},
    upcast::{self, Stamp, Unreadable},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A person entry with who wrote it; what is sealed in a person stream.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PersonSheet {
    /// Who.
    pub(crate) by: Author,
    /// What.
    pub(crate) entry: PersonEntry,
}

impl House {
    /// Every entry of a file, opened. Nothing is shown of a file that holds something this program cannot read.
    pub(crate) fn entries_of_file(&self, tx: &mut dyn Tx, file: FileId) -> Answer<Vec<Recorded>> {
        let stored = log::entries_of(tx, self.authority.0, file.uuid())?;
        stored.into_iter().map(|entry| self.open_entry(entry)).collect()
    }

    /// The same for whoever writes: an entry from a newer program is then one that cannot be read.
    pub(crate) fn readable_entries(&self, tx: &mut dyn Tx, file: FileId) -> Result<Vec<Recorded>> {
        self.entries_of_file(tx, file).map_err(|trouble| match trouble {
            Trouble::Storage(error) => error,
            _ => crate::Error::Unreadable("an entry"),
        })
    }

    pub(crate) fn open_entry(&self, entry: log::Entry) -> Answer<Recorded> {
        let plain = self.opened(&entry)?;
        let at =
            Timestamp::from_microsecond(entry.at_us).map_err(|_| crate::Error::Unreadable("an instant"))?;
        let stamp = Stamp { seq: entry.seq, at, version: entry.version, number: entry.number };
        upcast::decode(stamp, &plain).map_err(|error| match error {
            Unreadable::FromTheFuture(_) | Unreadable::UnknownKind => Trouble::Newer,
            Unreadable::Damaged(_) => Trouble::Storage(crate::Error::Unreadable("an entry")),
        })
    }

    /// A person as they stand, and the version of their stream; version 0 for nobody.
    pub(crate) fn person(&self, tx: &mut dyn Tx, person: PersonId) -> Result<(Person, i64)> {
        let stored = log::entries_of(tx, self.authority.0, person.uuid())?;
        let mut state = (Person::default(), 0);
        for entry in stored {
            let sheet = self.open_person_sheet(&entry)?;
            state = (evolve_person(state.0, &sheet.entry), entry.seq);
        }
        Ok(state)
    }

    /// What stands in an entry. Emptied entries are lawfully gone, and nothing reads a file that has them yet.
    fn opened(&self, entry: &log::Entry) -> Result<Vec<u8>> {
        self.keys.open_entry(entry)?.ok_or(crate::Error::Unreadable("an entry that is not emptied"))
    }

    fn open_person_sheet(&self, entry: &log::Entry) -> Result<PersonSheet> {
        let plain = self.opened(entry)?;
        serde_json::from_slice(&plain).map_err(|_| crate::Error::Unreadable("a person entry"))
    }
}

/// The key of what stands outside every matter is named by the file itself; each matter's key by the matter.
pub(crate) fn key_of(file: FileId, matter: Option<record::MatterId>) -> Uuid {
    matter.map_or(file.uuid(), record::MatterId::uuid)
}
