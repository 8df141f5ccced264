//! The wrong child: what was signed in the wrong file is moved.
//!
//! In the wrong file the entry leaves every view, copy and quote at once, and an entry without content says that it was moved, when and by
//! whom. In the right file the text stands with its original time and author. The log itself keeps every sealed byte.

use crate::{
    context::{Author, Context},
    entry::{Entry, NewEntry},
    file::{self, CaseFile, Recorded},
    id::{FileId, MatterId},
    moment::Moment,
    refusal::Refusal,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Entries leave this file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedOut {
    /// Which entries.
    pub seqs: Vec<i64>,
    /// To which file.
    pub to: FileId,
}

/// An entry arrives from another file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedIn {
    /// From which file.
    pub from: FileId,
    /// Its number there.
    pub seq: i64,
    /// Who wrote it.
    pub by: Author,
    /// When it was recorded there.
    pub at: Timestamp,
    /// What it says.
    pub entry: Box<Entry>,
}

/// Moves entries out of this file. Moving a report moves everything in its matter; a single note or document moves alone.
pub(crate) fn out(file: &CaseFile, moved: MovedOut, cx: &Context<'_>) -> Result<Vec<NewEntry>, Refusal> {
    if moved.seqs.is_empty() {
        return Err(Refusal::NoSuchEntry);
    }
    let mut matter = None;
    for seq in &moved.seqs {
        let meta = file.entry_for(*seq)?;
        if !meta.movable {
            return Err(Refusal::NotThatEntry);
        }
        matter = meta.matter.or(matter);
    }
    Ok(vec![NewEntry::new(matter, cx.moment(), Entry::MovedOut(moved))])
}

/// One entry as it leaves, ready to arrive in the other file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arriving {
    /// Into which matter; new when it carries a report.
    pub matter: Option<MatterId>,
    /// When what it tells of happened.
    pub occurred: Moment,
    /// The entry.
    pub moved: MovedIn,
}

pub(crate) fn into(file: &CaseFile, arriving: Vec<Arriving>) -> Result<Vec<NewEntry>, Refusal> {
    file.is_open()?;
    let entries = arriving.into_iter();
    Ok(entries.map(|one| NewEntry::new(one.matter, one.occurred, Entry::MovedIn(one.moved))).collect())
}

/// What arrives counts as if it had been written here, by its author and at its time.
pub(crate) fn arrived(file: &mut CaseFile, moved: &MovedIn, by: &Recorded) {
    let original =
        Recorded { by: moved.by.clone(), at: moved.at, entry: (*moved.entry).clone(), ..by.clone() };
    file::apply(file, &original);
}
