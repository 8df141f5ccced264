//! The siblings whose files a reader may also write in: what is written once about several children is one act that signs into each
//! child's file.

use std::sync::Arc;

use record::{FileId, Matter, MatterId, MatterState, PersonId};

use crate::desk::{Desk, OrTrouble, Page, Visitor, blocking};
use crate::reading::Reading;

/// A sibling with a file of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sibling {
    /// Who.
    pub person: PersonId,
    /// Their file.
    pub file: FileId,
    /// First name.
    pub name: String,
}

/// The siblings of the child whose files this reader may open. Nothing in those files is opened here.
pub async fn siblings(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    reading: &Reading<'_>,
) -> Result<Vec<Sibling>, Page> {
    let relations = reading.open.file.family.relations.iter();
    let near = relations.filter(|one| !one.ended && matches!(one.kind.as_str(), "sibling" | "half_sibling"));
    let mut persons: Vec<PersonId> = near.map(|one| one.person).collect();
    persons.extend(reading.open.file.person().into_iter().flat_map(|own| named_in_reports(reading, own)));
    persons.sort_unstable();
    persons.dedup();
    let actor = visitor.actor.clone();
    let found = blocking(desk, move |desk| {
        let files = |person: PersonId| Ok((person, desk.house.files_open_to(&actor, person)?));
        persons.into_iter().map(files).collect::<store::Result<Vec<_>>>()
    });
    let found = found.await?.or_trouble(desk, visitor)?;
    let own = reading.open.id;
    let siblings = found.into_iter().filter_map(|(person, files)| {
        let file = files.into_iter().find(|file| *file != own)?;
        Some(Sibling { person, file, name: reading.name(person) })
    });
    Ok(siblings.collect())
}

/// Siblings named in the child's reports, also where nobody has noted the relation yet.
fn named_in_reports(reading: &Reading<'_>, own: PersonId) -> Vec<PersonId> {
    let matters = reading.open.file.matters.keys();
    matters.flat_map(|matter| named_in(reading, *matter)).filter(|person| *person != own).collect()
}

/// The siblings named in one report.
pub fn named_in(reading: &Reading<'_>, matter: MatterId) -> Vec<PersonId> {
    let of_matter = reading.open.entries.iter().filter(|entry| entry.matter == Some(matter));
    let named = of_matter.filter_map(|entry| match crate::entry_view::original(&entry.entry) {
        record::Entry::ReportReceived(report) => Some(report.siblings.iter().copied()),
        _ => None,
    });
    named.flatten().collect()
}

/// The matter in a file that a note belongs to when nobody has said which: the latest that runs, an investigation before a report.
pub fn likely_matter<'a>(matters: impl Iterator<Item = (&'a MatterId, &'a Matter)>) -> Option<MatterId> {
    let rank = |matter: &Matter| match matter.state {
        MatterState::Investigation(_) => 2,
        MatterState::Report(_) | MatterState::Service(_) => 1,
        MatterState::Measure(_) => 0,
    };
    let running = matters.filter(|(_, matter)| matter.is_running());
    running.max_by_key(|(id, matter)| (rank(matter), matter.opened, **id)).map(|(id, _)| *id)
}
