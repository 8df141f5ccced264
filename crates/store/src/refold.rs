//! Folding the views again from the log: after damage, after a change of law data, and to prove that they are copies and nothing more.

use crate::{
    Result, Tx, Value, cards,
    house::{Answer, House, Trouble},
    log, numbers, people,
    sql::{settings, views as sql},
    tally, tokens, views,
};
use record::{FileId, PersonId, fold, person::Person, tally::Tally};
use uuid::Uuid;

/// Streams read at a time.
const PAGE: i64 = 200;

/// What a rebuild went through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Files folded.
    pub files: usize,
    /// People folded.
    pub people: usize,
}

impl House {
    /// Drops every view of this authority and counts it anew from the log, in one transaction: a reader sees the old views or the new.
    pub fn rebuild(self: &std::sync::Arc<Self>) -> Answer<Rebuilt> {
        let house = std::sync::Arc::clone(self);
        let rebuilt = self.db.write(move |tx| house.refold(tx))?;
        Ok(rebuilt)
    }

    /// Counts the views anew where a step of the schema has left word that they are stale. The word goes in the same transaction, so that an
    /// upgrade that was interrupted is finished at the next start.
    pub(crate) fn refold_if_stale(self: &std::sync::Arc<Self>) -> Result<()> {
        let stale = [self.authority.0.into(), "views".into()];
        if self.db.read(|tx| tx.row(settings::GET, &stale))?.is_none() {
            return Ok(());
        }
        let house = std::sync::Arc::clone(self);
        self.db.write(move |tx| {
            house.refold(tx)?;
            tx.run(settings::REMOVE, &stale).map(|_| ())
        })
    }

    /// A fingerprint of every view row, in order: two registers with the same log have the same.
    pub fn view_rows(&self) -> Result<Vec<Vec<Value>>> {
        self.db.read(|tx| every_row(tx, self.authority.0))
    }

    /// The view rows as they would be if they were counted anew now, without touching them.
    pub fn refolded_rows(self: &std::sync::Arc<Self>) -> Answer<Vec<Vec<Value>>> {
        let house = std::sync::Arc::clone(self);
        let (tell, told) = std::sync::mpsc::sync_channel(1);
        let undone = self.db.write(move |tx| {
            house.refold(tx)?;
            let all = every_row(tx, house.authority.0)?;
            let _sent = tell.send(all);
            Err::<(), _>(crate::Error::Stopped) // counted only to be compared: undone
        });
        match undone {
            Err(crate::Error::Stopped) => {}
            Err(error) => return Err(Trouble::Storage(error)),
            Ok(()) => unreachable!("the work always undoes itself"),
        }
        Ok(told.try_recv().map_err(|_| crate::Error::Stopped)?)
    }

    fn refold(&self, tx: &mut dyn Tx) -> Result<Rebuilt> {
        let authority = self.authority.0;
        log::lock(tx, authority)?; // nobody appends what this would then leave out
        for table in sql::ALL {
            tx.run(table.clear, &[authority.into()])?;
        }
        tally::clear(tx, authority)?;
        tokens::clear(tx, authority)?;
        cards::clear(tx, authority)?;
        let people =
            self.each_stream(tx, "person", |tx, stream| self.refold_person(tx, PersonId::new(stream)))?;
        let files = self.each_stream(tx, "file", |tx, stream| self.refold_file(tx, FileId::new(stream)))?;
        Ok(Rebuilt { files, people })
    }

    fn each_stream(
        &self,
        tx: &mut dyn Tx,
        subject: &'static str,
        mut work: impl FnMut(&mut dyn Tx, Uuid) -> Result<()>,
    ) -> Result<usize> {
        let (mut after, mut count) = (Uuid::nil(), 0);
        loop {
            let with = [self.authority.0.into(), subject.into(), after.into(), PAGE.into()];
            let streams: Vec<Uuid> =
                tx.rows(sql::STREAMS, &with)?.iter().map(|row| row.id(0)).collect::<Result<_>>()?;
            let Some(last) = streams.last().copied() else { return Ok(count) };
            for stream in streams {
                work(tx, stream)?;
                count += 1;
            }
            after = last;
        }
    }

    fn refold_person(&self, tx: &mut dyn Tx, person: PersonId) -> Result<()> {
        let (state, _) = self.person(tx, person)?;
        let height = log::height_of(tx, self.authority.0, person.uuid())?;
        people::write(self, tx, person, (&Person::default(), &state), height)
    }

    fn refold_file(&self, tx: &mut dyn Tx, file: FileId) -> Result<()> {
        let entries = self.readable_entries(tx, file)?;
        for number in entries.iter().filter_map(|entry| entry.number.as_deref()) {
            if let Some((year, given)) = number.split_once('-')
                && let (Ok(year), Ok(given)) = (year.parse(), given.parse())
            {
                numbers::at_least(tx, self.authority.0, "matter", year, given)?;
            }
        }
        let counted = self.with_rows(fold(&entries));
        let nothing = std::collections::BTreeSet::new();
        views::write_difference(tx, self.authority, file, &nothing, &counted.rows)?;
        tally::write_difference(tx, self.authority.0, &Tally::new(), &counted.tally())
    }
}

/// Every view row of an authority, table by table, each in the order of its key.
fn every_row(tx: &mut dyn Tx, authority: i64) -> Result<Vec<Vec<Value>>> {
    let mut all = Vec::new();
    for table in sql::ALL {
        all.extend(tx.rows(table.all, &[authority.into()])?.iter().map(|row| row.values().to_vec()));
    }
    all.extend(tally::all(tx, authority)?);
    all.extend(tokens::all(tx, authority)?);
    Ok(all)
}
