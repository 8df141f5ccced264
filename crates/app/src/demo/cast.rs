//! Who and what the names of a story stand for: the ids behind "mamma", "report" and "hembesok".

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use record::{
    FileId, MatterId, MeetingId, PersonId,
    id::{GoalId, Id},
};
use uuid::Uuid;

/// The ids of one story. Each is drawn the first time its name is used.
#[derive(Debug, Default)]
pub(super) struct Cast {
    people: BTreeMap<String, PersonId>,
    files: BTreeMap<String, FileId>,
    meetings: BTreeMap<(String, String), MeetingId>,
    matters: BTreeMap<(String, String), MatterId>,
    latest: BTreeMap<String, MatterId>,
    notes: BTreeMap<(String, String), i64>,
    goals: BTreeMap<(String, String), GoalId>,
    /// Those whose stream has begun.
    pub(super) registered: BTreeSet<String>,
    /// Those whose file is open.
    pub(super) opened: BTreeSet<String>,
}

fn named<K: Ord, T>(ids: &mut BTreeMap<K, Id<T>>, name: K, draw: impl FnOnce() -> Uuid) -> Id<T> {
    *ids.entry(name).or_insert_with(|| Id::new(draw()))
}

fn pair(file: &str, name: &str) -> (String, String) {
    (file.to_owned(), name.to_owned())
}

impl Cast {
    /// A person.
    pub(super) fn person(&mut self, name: &str, draw: impl FnOnce() -> Uuid) -> PersonId {
        named(&mut self.people, name.to_owned(), draw)
    }

    /// A person whose stream has begun.
    pub(super) fn known(&self, name: &str) -> Option<PersonId> {
        self.people.get(name).copied().filter(|_| self.registered.contains(name))
    }

    /// The file of a person.
    pub(super) fn file(&mut self, name: &str, draw: impl FnOnce() -> Uuid) -> FileId {
        named(&mut self.files, name.to_owned(), draw)
    }

    /// A meeting, one per file it is booked in.
    pub(super) fn meeting(&mut self, file: &str, name: &str, draw: impl FnOnce() -> Uuid) -> MeetingId {
        named(&mut self.meetings, pair(file, name), draw)
    }

    /// A goal of a service's plan: the same in every plan that names it.
    pub(super) fn goal(&mut self, file: &str, name: &str, draw: impl FnOnce() -> Uuid) -> GoalId {
        named(&mut self.goals, pair(file, name), draw)
    }

    /// A matter that begins, and from now on is the file's latest.
    pub(super) fn begin(&mut self, file: &str, name: &str, draw: impl FnOnce() -> Uuid) -> MatterId {
        let matter = named(&mut self.matters, pair(file, name), draw);
        self.latest.insert(file.to_owned(), matter);
        matter
    }

    /// A matter that will begin when somebody decides so.
    pub(super) fn foresee(&mut self, file: &str, name: &str, draw: impl FnOnce() -> Uuid) -> MatterId {
        named(&mut self.matters, pair(file, name), draw)
    }

    /// A matter that has begun.
    pub(super) fn matter(&self, file: &str, name: &str) -> Result<MatterId> {
        self.matters
            .get(&pair(file, name))
            .copied()
            .with_context(|| format!("no matter {name:?} in the file of {file:?}"))
    }

    /// The matter that began last.
    pub(super) fn latest(&self, file: &str) -> Option<MatterId> {
        self.latest.get(file).copied()
    }

    /// Makes a foreseen matter the latest.
    pub(super) fn began(&mut self, file: &str, matter: MatterId) {
        self.latest.insert(file.to_owned(), matter);
    }

    /// Remembers where a note stands.
    pub(super) fn remember_note(&mut self, file: &str, name: &str, seq: i64) {
        self.notes.insert(pair(file, name), seq);
    }

    /// Where a note stands.
    pub(super) fn note(&self, file: &str, name: &str) -> Result<i64> {
        self.notes
            .get(&pair(file, name))
            .copied()
            .with_context(|| format!("no note {name:?} in the file of {file:?}"))
    }
}
