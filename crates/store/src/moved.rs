//! Who had read what was moved into a file, before it came there.
//!
//! A note that stood in the wrong child's file has been open to that file's readers. They are no readers of this file and stand in no row
//! of it; they are found in the access log of the file it came from, for the time it stood there.

use crate::{
    access_log::{self, Looked},
    beside::READERS_MAX,
    house::{Answer, House},
    look::OpenFile,
    tx::Tx,
};
use record::{Entry, FileId, Recorded, moving::MovedIn};
use std::collections::{BTreeMap, btree_map};

/// An entry that was moved here, and who had opened the files where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadBefore {
    /// Its number here.
    pub seq: i64,
    /// The openings while it stood there, latest first; what somebody wrote there is no opening.
    pub looks: Vec<Looked>,
}

/// A time that an entry stood in a file, in microseconds.
struct Stay {
    file: FileId,
    from_us: i64,
    until_us: i64,
}

/// Files that entries came from, opened once each.
type Sources = BTreeMap<FileId, Vec<Recorded>>;

impl House {
    /// The openings of what was moved into an opened file, from before it came. Nothing else of the other files is told.
    ///
    /// # Errors
    /// As [`House::look`], where a file that an entry came from cannot be read.
    pub fn read_before_moved(&self, open: &OpenFile) -> Answer<Vec<ReadBefore>> {
        self.read(|tx| self.read_before(tx, open))
    }

    fn read_before(&self, tx: &mut dyn Tx, open: &OpenFile) -> Answer<Vec<ReadBefore>> {
        let mut sources = Sources::new();
        let mut told = Vec::new();
        for entry in &open.entries {
            let Entry::MovedIn(moved) = &entry.entry else { continue };
            let mut looks = Vec::new();
            for stay in self.stays(tx, &mut sources, moved, entry.at.as_microsecond())? {
                looks.extend(self.looks_during(tx, &stay)?);
            }
            told.push(ReadBefore { seq: entry.seq, looks });
        }
        Ok(told)
    }

    /// Where an entry has stood, latest first: what was moved twice has stood in two files.
    fn stays(
        &self,
        tx: &mut dyn Tx,
        sources: &mut Sources,
        moved: &MovedIn,
        arrived_us: i64,
    ) -> Answer<Vec<Stay>> {
        let mut stays = Vec::new();
        let (mut moved, mut until_us) = (moved.clone(), arrived_us);
        loop {
            let file = moved.from;
            let source = match sources.entry(file) {
                btree_map::Entry::Occupied(opened) => opened.into_mut(),
                btree_map::Entry::Vacant(new) => new.insert(self.entries_of_file(tx, file)?),
            };
            let there = source.iter().find(|one| one.seq == moved.seq);
            let from_us = there.map_or(moved.at, |one| one.at).as_microsecond();
            stays.push(Stay { file, from_us, until_us });
            match there.map(|one| &one.entry) {
                Some(Entry::MovedIn(earlier)) => (moved, until_us) = (earlier.clone(), from_us),
                _ => return Ok(stays),
            }
        }
    }

    fn looks_during(&self, tx: &mut dyn Tx, stay: &Stay) -> Answer<Vec<Looked>> {
        let all = access_log::of_stream(tx, self.authority.0, stay.file.uuid(), stay.until_us, READERS_MAX)?;
        Ok(all.into_iter().filter(|look| look.at_us >= stay.from_us && look.part != "act").collect())
    }
}
