//! Files as they stand, folded and kept in memory for the next who asks.
//!
//! A cache and nothing more: what is kept names the version it was folded at, and how far destruction had come, and is used only while
//! both still stand there. So it needs no telling, cannot be stale, and several nodes on one register never disagree.

use crate::{
    Tx,
    administration::ADMINISTRATION,
    house::{Answer, House},
    log,
    views::{self, ViewRow},
};
use law::Clock;
use record::{CaseFile, FileId, Recorded, duties, fold};
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Most files kept, some ten megabytes at forty entries each. When full it is emptied and fills again.
const KEPT_MAX: usize = 512;

/// A file as it stands, its clocks and its view rows.
pub(crate) struct Folded {
    pub(crate) file: CaseFile,
    pub(crate) clocks: Vec<Clock>,
    pub(crate) rows: BTreeSet<ViewRow>,
}

/// Where a file stands in a transaction: all that may differ between what is kept of it and what is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stands {
    /// The version of the authority's own stream, which tells of every destruction: what is destroyed changes no other version.
    pub(crate) destroyed: i64,
    /// The version of its stream.
    pub(crate) version: i64,
}

/// What is kept.
#[derive(Default)]
pub(crate) struct Kept(Mutex<HashMap<FileId, (Stands, Arc<Folded>)>>);

impl Kept {
    fn at(&self, file: FileId, stands: Stands) -> Option<Arc<Folded>> {
        self.map().get(&file).filter(|(kept, _)| *kept == stands).map(|(_, folded)| Arc::clone(folded))
    }

    /// Keeps what was folded, unless something newer is kept already.
    pub(crate) fn keep(&self, file: FileId, destroyed: i64, folded: &Arc<Folded>) {
        let stands = Stands { destroyed, version: folded.file.version };
        let mut map = self.map();
        if map.len() >= KEPT_MAX {
            map.clear();
        }
        let newer = map.get(&file).is_some_and(|(kept, _)| *kept > stands);
        let before = if newer { None } else { map.insert(file, (stands, Arc::clone(folded))) };
        drop(map);
        drop(before); // a whole file, while nobody waits for the lock
    }

    /// Lets go of a file of which something has been destroyed.
    pub(crate) fn forget(&self, file: FileId) {
        self.map().remove(&file);
    }

    /// Everything in it can be folded again, so a panic elsewhere means nothing here.
    fn map(&self) -> MutexGuard<'_, HashMap<FileId, (Stands, Arc<Folded>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl House {
    /// The file as it stands in this transaction.
    pub(crate) fn folded(&self, tx: &mut dyn Tx, file: FileId) -> Answer<Arc<Folded>> {
        let stands = self.stands(tx, file)?;
        if let Some(kept) = self.kept.at(file, stands) {
            return Ok(kept);
        }
        let entries = self.entries_of_file(tx, file)?;
        Ok(self.fold_and_keep(file, stands, &entries))
    }

    /// Where the file stands in this transaction.
    pub(crate) fn stands(&self, tx: &mut dyn Tx, file: FileId) -> crate::Result<Stands> {
        let version = log::version(tx, self.authority.0, file.uuid())?;
        Ok(Stands { version, destroyed: self.destroyed(tx)? })
    }

    /// How far destruction has come.
    pub(crate) fn destroyed(&self, tx: &mut dyn Tx) -> crate::Result<i64> {
        log::version(tx, self.authority.0, ADMINISTRATION)
    }

    /// The file as it stands after entries that have just been read. The version is the stream's: its last entry may have been destroyed.
    pub(crate) fn fold_and_keep(&self, file: FileId, stands: Stands, entries: &[Recorded]) -> Arc<Folded> {
        if let Some(kept) = self.kept.at(file, stands) {
            return kept;
        }
        let folded = Arc::new(self.with_rows(CaseFile { version: stands.version, ..fold(entries) }));
        self.kept.keep(file, stands.destroyed, &folded);
        folded
    }

    /// A state with what is counted from it.
    pub(crate) fn with_rows(&self, file: CaseFile) -> Folded {
        let clocks = duties(&file, self.law);
        let rows = views::rows(&file, &clocks);
        Folded { file, clocks, rows }
    }
}
