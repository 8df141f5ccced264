//! Files as they stand, folded and kept in memory for the next who asks.
//!
//! A cache and nothing more: what is kept names the version it was folded at, and is used only while the stream is still at that
//! version. A destruction changes no version, but stands in the authority's own stream: whenever that has moved, all that is kept is
//! dropped ([`following`](crate::following)). So it needs no telling, cannot be stale, and several nodes on one register never disagree.

use crate::{
    Tx,
    house::{Answer, House},
    log,
    views::{self, ViewRow},
};
use law::Clock;
use record::{
    CaseFile, FileId, Recorded, duties, fold,
    tally::{Tally, tally},
};
use std::{
    collections::{BTreeSet, HashMap},
    mem,
    ops::Deref,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Most files kept.
const KEPT_MAX: usize = 512;

/// Most bytes of entries kept, as they were sealed: five hundred files of forty entries. Opened they take some three times as much. When
/// either is full, all is dropped and it fills again.
const KEPT_BYTES_MAX: usize = 16 * 1024 * 1024;

/// A file as it stands, its clocks and its view rows.
pub(crate) struct Counted {
    pub(crate) file: Arc<CaseFile>,
    pub(crate) clocks: Vec<Clock>,
    pub(crate) rows: BTreeSet<ViewRow>,
}

impl Counted {
    /// What it counts for in the statistics.
    pub(crate) fn tally(&self) -> Tally {
        tally(&self.file, &self.clocks)
    }
}

/// The same with the entries it was folded from, opened.
pub(crate) struct Folded {
    pub(crate) counted: Arc<Counted>,
    pub(crate) entries: Vec<Arc<Recorded>>,
    /// How long they are together.
    pub(crate) bytes: usize,
    /// How far destruction had come when they were opened.
    pub(crate) destroyed: i64,
}

impl Folded {
    /// The same file after more entries, so many bytes of them.
    pub(crate) fn and(&self, more: Vec<Recorded>, bytes: usize, counted: Arc<Counted>) -> Arc<Self> {
        let entries = self.entries.iter().cloned().chain(more.into_iter().map(Arc::new)).collect();
        Arc::new(Self { counted, entries, bytes: self.bytes + bytes, destroyed: self.destroyed })
    }
}

impl Deref for Folded {
    type Target = Counted;

    fn deref(&self) -> &Counted {
        &self.counted
    }
}

/// What is kept.
#[derive(Default)]
pub(crate) struct Kept(Mutex<Shelf>);

#[derive(Default)]
struct Shelf {
    files: HashMap<FileId, Arc<Folded>>,
    /// Of all of them.
    bytes: usize,
    /// How far destruction had come when it was filled.
    destroyed: i64,
}

impl Kept {
    fn at(&self, file: FileId, version: i64, destroyed: i64) -> Option<Arc<Folded>> {
        let held = self.shelf(destroyed);
        held.files.get(&file).filter(|kept| kept.file.version == version).map(Arc::clone)
    }

    /// Keeps what was folded, unless something newer is kept already.
    pub(crate) fn keep(&self, file: FileId, folded: &Arc<Folded>) {
        let mut held = self.shelf(folded.destroyed);
        let newer = held.files.get(&file).is_some_and(|kept| kept.file.version > folded.file.version);
        if newer || held.destroyed > folded.destroyed {
            return;
        }
        let full = held.files.len() >= KEPT_MAX || held.bytes + folded.bytes > KEPT_BYTES_MAX;
        let all = if full { mem::take(&mut held.files) } else { HashMap::new() };
        let before = held.files.insert(file, Arc::clone(folded));
        let left = if full { 0 } else { held.bytes - before.as_ref().map_or(0, |before| before.bytes) };
        held.bytes = left + folded.bytes;
        drop(held);
        drop((all, before)); // whole files, while nobody waits for the lock
    }

    /// Lets go of a file of which something has been destroyed.
    pub(crate) fn forget(&self, file: FileId) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let gone = held.files.remove(&file);
        held.bytes -= gone.map_or(0, |gone| gone.bytes);
    }

    /// Lets go of a file as it stood before others wrote in it.
    pub(crate) fn forget_older(&self, file: FileId, version: i64) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.files.get(&file).is_some_and(|kept| kept.file.version < version) {
            let gone = held.files.remove(&file);
            held.bytes -= gone.map_or(0, |gone| gone.bytes);
        }
    }

    /// Lets go of everything that was folded before destruction came so far.
    pub(crate) fn destroyed(&self, destroyed: i64) {
        drop(self.shelf(destroyed));
    }

    fn forget_all(&self) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *held = Shelf { destroyed: held.destroyed, ..Shelf::default() };
    }

    /// Everything in it can be folded again, so a panic elsewhere means nothing here.
    fn shelf(&self, destroyed: i64) -> MutexGuard<'_, Shelf> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.destroyed < destroyed {
            *held = Shelf { destroyed, ..Shelf::default() };
        }
        held
    }
}

impl House {
    /// Lets go of every file that is kept, as a start does: for measuring what it is to open one the first time.
    pub fn forget_kept(&self) {
        self.kept.forget_all();
    }

    /// The file as it stands in this transaction.
    pub(crate) fn folded(&self, tx: &mut dyn Tx, file: FileId) -> Answer<Arc<Folded>> {
        let version = log::version(tx, self.authority.0, file.uuid())?;
        let destroyed = self.destroyed(tx)?;
        if let Some(kept) = self.kept.at(file, version, destroyed) {
            return Ok(kept);
        }
        let stored = log::entries_of(tx, self.authority.0, file.uuid())?;
        let bytes = stored.iter().filter_map(|entry| entry.sealed.as_ref()).map(Vec::len).sum();
        let opened = stored.into_iter().map(|entry| self.open_entry(entry));
        let entries = opened.map(|entry| entry.map(Arc::new)).collect::<Answer<Vec<_>>>()?;
        // The version is the stream's: its last entry may have been destroyed.
        let state = CaseFile { version, ..fold(entries.iter().map(Arc::as_ref)) };
        let counted = Arc::new(self.with_rows(state));
        let folded = Arc::new(Folded { counted, entries, bytes, destroyed });
        self.kept.keep(file, &folded);
        Ok(folded)
    }

    /// A state with what is counted from it.
    pub(crate) fn with_rows(&self, file: CaseFile) -> Counted {
        let clocks = duties(&file, self.law);
        let rows = views::rows(&file, &clocks);
        Counted { file: Arc::new(file), clocks, rows }
    }
}
