//! What another node has done goes out of this one's memory.
//!
//! Nothing that is kept in memory is shown unless it is as new as the record: files hold by their version, the name index by the height
//! of its cards. But what is not asked for would lie there all the same. A destruction changes no version that others look at; it stands in
//! the authority's own stream, under the [mark](seal::mark) of the key that went. So whoever reads looks at that stream first, and when it has
//! moved, what it tells is taken out: the files, the keys, and the names of people who are gone.
//! [`House::follow`] does the same at a node where nobody reads.

use crate::{Result, Tx, administration::ADMINISTRATION, house::House, log, sql::log as sql};
use record::{
    FileId,
    disposal::{DisposalEntry, DisposalSheet},
};
use seal::Destruction;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How far this node has followed.
pub(crate) struct Followed(Mutex<Heights>);

struct Heights {
    /// In the authority's own stream.
    destroyed: i64,
    /// In the chain.
    chain: i64,
}

impl Followed {
    /// As it is when nothing is kept in memory yet.
    pub(crate) fn now(tx: &mut dyn Tx, authority: i64) -> Result<Self> {
        let destroyed = log::version(tx, authority, ADMINISTRATION)?;
        let chain = tx.row(sql::HEAD, &[authority.into()])?.map_or(Ok(0), |row| row.int(0))?;
        Ok(Self(Mutex::new(Heights { destroyed, chain })))
    }

    fn heights(&self) -> MutexGuard<'_, Heights> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl House {
    /// How far destruction has come: the version of the authority's own stream, which tells of every one. What has been destroyed since this
    /// node last looked goes out of its memory. Not for a transaction that has itself written in that stream: it may yet be undone.
    pub(crate) fn destroyed(&self, tx: &mut dyn Tx) -> Result<i64> {
        let version = log::version(tx, self.authority.0, ADMINISTRATION)?;
        let mut heights = self.followed.heights();
        // A register in files has one program, and whoever destroys there lets go by themselves.
        if heights.destroyed < version && self.db.home().database().is_some() {
            self.let_go(tx, heights.destroyed)?;
            self.kept.destroyed(version);
            heights.destroyed = version;
        }
        Ok(version)
    }

    /// Lets go of what others have destroyed, moved out of a file or written in it since, and of the secrets of epochs that have ended; takes in
    /// how they have organised the authority: for now and then, also where nobody asks for anything.
    ///
    /// # Errors
    /// When the database cannot be read, or the key file has changed and is not the one that belongs to it; what is in memory is then as it
    /// was.
    pub fn follow(&self) -> Result<()> {
        self.db.read(|tx| {
            self.destroyed(tx)?;
            self.organised(tx)?;
            let mut heights = self.followed.heights();
            let chain = log::head(tx, self.authority.0)?.height;
            for row in tx.rows(sql::STREAMS_SINCE, &[self.authority.0.into(), heights.chain.into()])? {
                self.kept.forget_older(FileId::new(row.id(0)?), row.int(1)?);
            }
            heights.chain = heights.chain.max(chain);
            Ok(())
        })?;
        self.keys.follow()
    }

    fn let_go(&self, tx: &mut dyn Tx, since: i64) -> Result<()> {
        let (mut marks, mut people) = (Vec::new(), Vec::new());
        for entry in log::entries_since(tx, self.authority.0, ADMINISTRATION, since)? {
            let told = entry.number.as_deref().and_then(|number| number.parse::<Destruction>().ok());
            let Some(Destruction { mark, .. }) = told else { continue };
            marks.push(mark);
            if self.may_be_a_person(&entry)? {
                people.push(mark);
            }
        }
        self.keys.forget_marked(self.authority.0, &marks);
        self.names.forget_marked(&people);
        Ok(())
    }

    /// Whether a recorded destruction is that of a person's key; also where a newer program has recorded it in a way that is not known here.
    fn may_be_a_person(&self, entry: &log::Entry) -> Result<bool> {
        let plain = self.keys.open_entry(entry)?.unwrap_or_default();
        let sheet = serde_json::from_slice::<DisposalSheet>(&plain);
        Ok(!matches!(sheet, Ok(DisposalSheet { entry: DisposalEntry::DisposalDone { .. }, .. })))
    }
}
