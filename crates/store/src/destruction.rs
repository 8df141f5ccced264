//! Destroying one thing by the book, in one transaction: what was sealed under its key is emptied, what hangs on it is removed,
//! and the authority's record says so. Then the key itself goes.
//!
//! What remains of an entry is its height, its leaf and its link, with a [`mark`] where its key stood. The keyring is
//! another file and has no common commit with the register; so the record comes first, and a key whose destruction is recorded
//! is destroyed at the next start if the program died in between ([`House::finish_destructions`]).

use crate::{
    Result, Tx, Value, administration::By, cards, house::House, sql::destruction as sql, tally, tokens,
    views, views::ViewRow,
};
use record::{
    Entry, FileId, MatterId, PersonId, Recorded,
    disposal::{DisposalEntry, DisposalId, ProposedItem, Target},
    fold,
};
use seal::{Destruction, Leaf, mark};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Recorded destructions looked at in one go.
const PAGE: i64 = 500;

/// What is to be destroyed, and by which decision.
pub(crate) struct Doomed {
    pub(crate) id: DisposalId,
    pub(crate) item: ProposedItem,
}

/// What a destruction took.
#[derive(Debug, Default)]
pub(crate) struct Gone {
    /// Keys to destroy, now that it is recorded.
    pub(crate) keys: Vec<Uuid>,
    /// People who stand in no file any more.
    pub(crate) people: Vec<PersonId>,
}

/// Emptied entries under one key.
struct Emptied {
    key: Uuid,
    heights: Vec<i64>,
    leaves: Vec<Leaf>,
}

impl House {
    /// Destroys one thing. The caller has counted in the same transaction that its time has come.
    pub(crate) fn destroy(
        &self,
        tx: &mut dyn Tx,
        by: &By<'_>,
        doomed: &Doomed,
        entries: &[Recorded],
    ) -> Result<Gone> {
        let target = doomed.item.target;
        let streams = self.streams_of(tx, target, entries)?;
        let key = target.matter.map_or(target.file.uuid(), MatterId::uuid);
        let mut emptied = vec![self.under_key(tx, &streams, key)?];
        let documents = self.remove_what_hangs(tx, target, key)?;
        for file in &streams {
            self.recount(tx, FileId::new(*file), key)?;
        }
        let mut gone = Gone::default();
        if target.matter.is_none() {
            for person in self.nobody_elses(tx, target.file, entries)? {
                emptied.push(self.under_key(tx, &[person.uuid()], person.uuid())?);
                self.remove_person(tx, person)?;
                gone.people.push(person);
            }
        }
        let count = emptied.iter().map(|part| part.heights.len()).sum::<usize>();
        let entries = u32::try_from(count).unwrap_or(u32::MAX);
        let done =
            DisposalEntry::DisposalDone { id: doomed.id, item: doomed.item.clone(), entries, documents };
        self.record_destruction(tx, by, &emptied, &done, doomed.id)?;
        for part in &emptied {
            self.empty(tx, part)?;
        }
        if target.matter.is_none() {
            let people = gone.people.iter().map(|person| person.uuid());
            for stream in [target.file.uuid()].into_iter().chain(people) {
                self.remove_stream(tx, stream)?;
            }
        }
        gone.keys = emptied.into_iter().map(|part| part.key).collect();
        Ok(gone)
    }

    /// Every stream that holds entries of the matter: a matter that came from the wrong child's file still lies sealed there, under
    /// the same key.
    fn streams_of(&self, tx: &mut dyn Tx, target: Target, entries: &[Recorded]) -> Result<Vec<Uuid>> {
        let from = |entries: &[Recorded]| -> Vec<FileId> {
            let of_it = entries.iter().filter(|entry| entry.matter == target.matter);
            of_it
                .filter_map(|entry| match &entry.entry {
                    Entry::MovedIn(moved) => Some(moved.from),
                    _ => None,
                })
                .collect()
        };
        let mut streams = BTreeSet::from([target.file]);
        let mut to_read = if target.matter.is_some() { from(entries) } else { Vec::new() };
        while let Some(file) = to_read.pop() {
            if streams.insert(file) {
                let entries = self.readable_entries(tx, file)?;
                to_read.extend(from(&entries));
            }
        }
        Ok(streams.into_iter().map(FileId::uuid).collect())
    }

    fn under_key(&self, tx: &mut dyn Tx, streams: &[Uuid], key: Uuid) -> Result<Emptied> {
        let mut found = Vec::new();
        for stream in streams {
            for row in tx.rows(sql::UNDER_KEY, &[self.authority.0.into(), (*stream).into(), key.into()])? {
                found.push((row.int(0)?, Leaf::from_bytes(row.hash(1)?)));
            }
        }
        found.sort_by_key(|(height, _)| *height);
        Ok(Emptied {
            key,
            heights: found.iter().map(|(height, _)| *height).collect(),
            leaves: found.iter().map(|(_, leaf)| *leaf).collect(),
        })
    }

    /// The record: an entry for each key, from which a check without keys reads what has been emptied.
    fn record_destruction(
        &self,
        tx: &mut dyn Tx,
        by: &By<'_>,
        emptied: &[Emptied],
        done: &DisposalEntry,
        id: DisposalId,
    ) -> Result<()> {
        let person = DisposalEntry::PersonDestroyed { id };
        let entries = std::iter::once(done).chain(std::iter::repeat(&person));
        let sheaves = emptied.iter().zip(entries).map(|(part, entry)| {
            let mark = mark(self.authority.0, part.key);
            let number = Destruction::of(mark, part.leaves.iter().copied()).to_string();
            (entry, Some(number))
        });
        self.administer(tx, by, &sheaves.collect::<Vec<_>>())
    }

    fn empty(&self, tx: &mut dyn Tx, part: &Emptied) -> Result<()> {
        let mark = mark(self.authority.0, part.key);
        for height in &part.heights {
            let with = [Value::Id(Uuid::nil()), mark.into(), self.authority.0.into(), (*height).into()];
            let changed = tx.run(sql::EMPTY, &with)?;
            assert_eq!(changed, 1, "an entry that was found is emptied");
            tx.run(sql::COMMAND_GONE, &[self.authority.0.into(), (*height).into()])?;
        }
        Ok(())
    }

    /// Documents, texts on their way, and where a message came to lie. Returns how many documents there were.
    fn remove_what_hangs(&self, tx: &mut dyn Tx, target: Target, key: Uuid) -> Result<u32> {
        let (authority, file) = (self.authority.0, target.file.uuid());
        tx.run(sql::PIECES_GONE, &[authority.into(), key.into()])?;
        let documents = tx.run(sql::DOCUMENTS_GONE, &[authority.into(), key.into()])?;
        if let Some(matter) = target.matter {
            tx.run(sql::MATTER_DRAFTS_GONE, &[authority.into(), matter.uuid().into()])?;
            tx.run(sql::MESSAGE_MATTERS_GONE, &[authority.into(), file.into(), matter.uuid().into()])?;
        } else {
            for gone in [sql::FILE_DRAFTS_GONE, sql::REASONS_GONE, sql::REVIEWS_GONE, sql::MESSAGE_FILES_GONE]
            {
                tx.run(gone, &[authority.into(), file.into()])?;
            }
        }
        Ok(u32::try_from(documents).unwrap_or(u32::MAX))
    }

    /// Counts a file's view rows, and what it counts for, as they will be without what is sealed under a key.
    fn recount(&self, tx: &mut dyn Tx, file: FileId, key: Uuid) -> Result<()> {
        let entries = self.readable_entries(tx, file)?;
        let before = self.with_rows(fold(&entries));
        let left = entries.iter().filter(|entry| crate::open::key_of(file, entry.matter) != key);
        let after = self.with_rows(fold(left));
        views::write_difference(tx, self.authority, file, &before.rows, &after.rows)?;
        tally::keep_difference(tx, self.authority.0, &before.tally(), &after.tally())
    }

    /// People named in this file and in no other.
    fn nobody_elses(&self, tx: &mut dyn Tx, file: FileId, entries: &[Recorded]) -> Result<Vec<PersonId>> {
        let rows = self.with_rows(fold(entries)).rows;
        let mut alone = Vec::new();
        for row in rows {
            let ViewRow::Person(person) = row else { continue };
            let others = views::files_naming(tx, self.authority, person)?;
            if others.iter().all(|other| *other == file) {
                alone.push(person);
            }
        }
        Ok(alone)
    }

    fn remove_person(&self, tx: &mut dyn Tx, person: PersonId) -> Result<()> {
        let (state, _) = self.person(tx, person)?;
        for number in state.search_numbers() {
            let token = self.keys.token(self.authority.0, number.normalised_for_search());
            tokens::remove(tx, self.authority.0, token, person.uuid())?;
        }
        cards::remove(tx, self.authority.0, person.uuid())
    }

    /// A stream with nothing left in it is forgotten, id and all.
    fn remove_stream(&self, tx: &mut dyn Tx, stream: Uuid) -> Result<()> {
        let with = [self.authority.0.into(), stream.into()];
        if tx.rows(sql::LEFT_IN_STREAM, &with)?.is_empty() {
            tx.run(sql::STREAM_GONE, &with)?;
        }
        Ok(())
    }

    /// Destroys every key whose destruction is recorded and that is still there, as when the program died between the two. For the
    /// start, and after each destruction. Returns how many there were.
    pub fn finish_destructions(&self, now_us: i64) -> Result<usize> {
        let (mut after, mut finished) = (String::new(), 0);
        loop {
            let with = [self.authority.0.into(), Value::Text(after.clone()), PAGE.into()];
            let page: Vec<String> = self.db.read(|tx| {
                tx.rows(sql::RECORDED, &with)?.iter().map(|row| row.text(1)).collect::<Result<_>>()
            })?;
            let Some(last) = page.last().cloned() else { return Ok(finished) };
            let marks: Vec<Uuid> =
                page.iter().filter_map(|text| text.parse::<Destruction>().ok()).map(|one| one.mark).collect();
            finished += self.keys.destroy_marked(self.authority.0, &marks, now_us)?;
            after = last;
        }
    }
}
