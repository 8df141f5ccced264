//! The wrong child: what was signed in the wrong file is moved.
//!
//! In the wrong file the entry leaves every view, copy and quote at once, and an entry without content says that it was moved, when and by
//! whom. In the right file the text stands with its original time and author. The log itself keeps every sealed byte.

use crate::{
    context::{Author, Context},
    entry::{Entry, NewEntry},
    file::{self, CaseFile, EntryMeta, MatterState, Recorded},
    id::{FileId, MatterId},
    moment::Moment,
    refusal::Refusal,
    text::Quote,
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Entries leave this file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MovedOut {
    /// Which entries.
    pub seqs: Vec<i64>,
    /// To which file.
    pub to: FileId,
}

/// An entry arrives from another file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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

impl CaseFile {
    /// Everything that must leave together with these entries: a note takes its addenda and disputes along, whatever else is moved takes
    /// its whole matter, a report the investigation it opened, and an investigation its reports.
    pub fn moves_with(&self, seqs: &[i64]) -> BTreeSet<i64> {
        let mut moving: BTreeSet<i64> = seqs.iter().copied().collect();
        loop {
            let matters = self.matters_that_move(&moving);
            let followed = |seq: &i64| self.entries.get(seq).and_then(|meta| meta.follows);
            let followed: BTreeSet<i64> = moving.iter().filter_map(followed).collect();
            let goes = |seq: &i64, meta: &EntryMeta| {
                let follows = meta.follows.is_some_and(|target| moving.contains(&target));
                let in_matter = meta.matter.is_some_and(|matter| matters.contains(&matter));
                meta.movable && (follows || in_matter || followed.contains(seq))
            };
            let all = self.entries.iter();
            let more: Vec<i64> = all.filter(|(seq, meta)| goes(seq, meta)).map(|(seq, _)| *seq).collect();
            let before = moving.len();
            moving.extend(more);
            if moving.len() == before {
                return moving;
            }
        }
    }

    /// The matters that leave whole.
    fn matters_that_move(&self, moving: &BTreeSet<i64>) -> BTreeSet<MatterId> {
        let entries = moving.iter().filter_map(|seq| self.entries.get(seq));
        let bound = entries.filter(|meta| !meta.alone && meta.follows.is_none());
        let mut matters: BTreeSet<MatterId> = bound.filter_map(|meta| meta.matter).collect();
        for (id, matter) in &self.matters {
            let MatterState::Investigation(state) = &matter.state else { continue };
            if matters.contains(id) {
                matters.extend(&state.reports);
            } else if state.reports.first().is_some_and(|report| matters.contains(report)) {
                matters.insert(*id);
            }
        }
        matters
    }
}

/// Moves entries out of this file, with all that [belongs to them](CaseFile::moves_with); less than that is refused.
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
    if file.moves_with(&moved.seqs).len() > moved.seqs.iter().collect::<BTreeSet<_>>().len() {
        return Err(Refusal::NotThatEntry);
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

/// Takes entries in. What stands in a matter that is neither here nor arrives stands in the file itself.
pub(crate) fn into(file: &CaseFile, arriving: Vec<Arriving>) -> Result<Vec<NewEntry>, Refusal> {
    file.is_open()?;
    if arriving.iter().any(|one| !one.moved.entry.is_movable()) {
        return Err(Refusal::NotThatEntry);
    }
    let first = file.version + 1;
    let places: BTreeMap<i64, i64> = arriving.iter().map(|one| one.moved.seq).zip(first..).collect();
    let opens = |one: &&Arriving| one.moved.entry.opens_matter() || one.moved.entry.is_decision();
    let opened: BTreeSet<MatterId> = arriving.iter().filter(opens).filter_map(|one| one.matter).collect();
    let here = |matter: &MatterId| file.matters.contains_key(matter) || opened.contains(matter);
    let mut entries = Vec::new();
    for Arriving { matter, occurred, mut moved } in arriving {
        moved.entry.renumber(&places)?;
        entries.push(NewEntry::new(matter.filter(here), occurred, Entry::MovedIn(moved)));
    }
    Ok(entries)
}

impl Entry {
    /// Numbers count in one file. What arrives speaks of entries by their new numbers; a quotation of what stayed behind keeps its labels
    /// and loses its link, and what is about an entry that stayed behind cannot arrive.
    fn renumber(&mut self, places: &BTreeMap<i64, i64>) -> Result<(), Refusal> {
        let place = |seq: &mut i64| places.get(seq).map(|new| *seq = *new).ok_or(Refusal::NotThatEntry);
        match self {
            Self::NoteAmended(addendum) => place(&mut addendum.to)?,
            Self::EntryDisputed(dispute) => place(&mut dispute.of)?,
            Self::Dispatched(dispatch) => place(&mut dispatch.of)?,
            Self::MovedIn(moved) => return moved.entry.renumber(places),
            _ => {}
        }
        for part in self.parts_mut() {
            part.quotes =
                part.quotes.and_then(|quote| Some(Quote { seq: *places.get(&quote.seq)?, ..quote }));
        }
        Ok(())
    }
}

/// Entries as they may be read: what has been moved away is not among them, and what was quoted of it no longer stands in the others.
pub fn standing(mut entries: Vec<Arc<Recorded>>, moved_away: &BTreeSet<i64>) -> Vec<Arc<Recorded>> {
    if moved_away.is_empty() {
        return entries;
    }
    entries.retain(|entry| !moved_away.contains(&entry.seq));
    for entry in &mut entries {
        if entry.entry.parts().iter().any(|part| part.is_withdrawn(moved_away)) {
            for part in Arc::make_mut(entry).entry.parts_mut() {
                part.withdraw(moved_away);
            }
        }
    }
    entries
}

/// What arrives counts as if it had been written here, by its author and at its time.
pub(crate) fn arrived(file: &mut CaseFile, moved: &MovedIn, by: &Recorded) {
    let original =
        Recorded { by: moved.by.clone(), at: moved.at, entry: (*moved.entry).clone(), ..by.clone() };
    file::apply(file, &original);
    // A matter that came from another file belongs to the unit that took it in, not to the one that wrote it there.
    let holder = file.holding_unit().unwrap_or(by.by.unit);
    if let Some(matter) =
        by.matter.filter(|_| moved.entry.opens_matter()).and_then(|id| file.matters.get_mut(&id))
    {
        matter.unit = holder;
    }
}
