//! The siblings whose files a reader may also write in: what is written once about several children is one act that signs into each
//! child's file.

use std::sync::Arc;

use jiff::Timestamp;
use record::{
    Entry, FileId, Matter, MatterId, MatterState, PersonId, Recorded, UnitId,
    access::Basis,
    investigation::InvestigationState,
    report::{Report, ReportEnd},
};
use store::OpenFile;

use crate::desk::{Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking};
use crate::entry_view::original;
use crate::file_page;
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
fn named_in(reading: &Reading<'_>, matter: MatterId) -> Vec<PersonId> {
    report_in(reading.open, matter).map(|(_, report)| report.siblings.clone()).unwrap_or_default()
}

/// The report in a matter, and the entry that holds it.
pub fn report_in(open: &OpenFile, matter: MatterId) -> Option<(&Recorded, &Report)> {
    open.entries.iter().filter(|entry| entry.matter == Some(matter)).find_map(|entry| {
        match original(&entry.entry) {
            Entry::ReportReceived(report) => Some((&**entry, report)),
            _ => None,
        }
    })
}

/// A report that was linked to an investigation, and where its words stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedReport {
    /// "Läs anmälan 24 november".
    pub words: String,
    /// On the timeline.
    pub href: String,
}

impl LinkedReport {
    /// The report in a matter, if it was linked to an investigation.
    pub fn of(reading: &Reading<'_>, matter: MatterId) -> Option<Self> {
        let linked = matches!(reading.open.file.report(matter).ok()?.end, Some(ReportEnd::Linked(_)));
        let (entry, report) = report_in(reading.open, matter).filter(|_| linked)?;
        let words = reading.w.t1("report-read", "day", reading.day(report.arrival.received.day));
        Some(Self { words, href: format!("/akt/{}/tidslinje#p{}", reading.open.id, entry.seq) })
    }

    /// Those of an investigation, newest first.
    pub fn all_of(reading: &Reading<'_>, investigation: &InvestigationState) -> Vec<Self> {
        let newest = investigation.reports.iter().rev();
        newest.filter_map(|report| Self::of(reading, *report)).take(LINKED_SHOWN).collect()
    }
}

/// How many linked reports a page leads to; the timeline has them all.
const LINKED_SHOWN: usize = 3;

/// When it was written down: what has been moved here since keeps the moment of its own act.
fn act_of(entry: &Recorded) -> Timestamp {
    match &entry.entry {
        Entry::MovedIn(moved) => moved.at,
        _ => entry.at,
    }
}

/// A sibling's report from the same call or letter, with the file opened.
pub struct SameReport {
    /// Whose.
    pub sibling: Sibling,
    /// Their file, as it is now.
    pub open: OpenFile,
    /// Their report.
    pub matter: MatterId,
}

/// The siblings' reports that were registered in the same act as one, in the files this reader may open.
///
/// Two reports may arrive the same day, or at the same minute; what makes them one is that somebody registered them as one.
pub async fn same_report(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    matter: MatterId,
) -> Result<Vec<SameReport>, Page> {
    let Some((own, report)) = report_in(open, matter) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    if report.siblings.is_empty() {
        return Ok(found);
    }
    let reading = file_page::reading(desk, visitor, open);
    let named = siblings(desk, visitor, &reading).await?.into_iter();
    for sibling in named.filter(|sibling| report.siblings.contains(&sibling.person)) {
        let theirs = file_page::open(desk, visitor, &sibling.file.to_string(), store::Part::Form).await?;
        let same =
            |id: &MatterId| report_in(&theirs, *id).is_some_and(|(entry, _)| act_of(entry) == act_of(own));
        let matter = theirs.file.matters.keys().copied().find(same);
        found.extend(matter.map(|matter| SameReport { sibling, open: theirs, matter }));
    }
    Ok(found)
}

/// Tells at the boxes that somebody who was ticked can no longer be taken along: never left out in silence. `waits` are the values of
/// the boxes there are now.
pub fn tell_gone(visitor: &Visitor, typed: &Typed, waits: &[String], errors: &mut Errors) {
    let gone = |box_of: &&str| !box_of.is_empty() && !waits.iter().any(|one| one == box_of);
    if typed.all("sibling").iter().any(gone) {
        errors.push("sibling", visitor.w.t("error-sibling-gone"));
    }
}

/// Where what somebody tells belongs when nobody has said where: as [`likely_matter`], but never in a service that somebody else carries
/// out, and would read it in.
pub fn likely_to_tell_in(open: &OpenFile) -> Option<MatterId> {
    let own = |matter: &Matter| also_read_by(open, matter).is_none();
    likely_matter(open.file.matters.iter().filter(|(_, matter)| own(matter)))
}

/// Which other unit reads what is written in a matter: the one that carries the service out.
pub fn also_read_by(open: &OpenFile, matter: &Matter) -> Option<UnitId> {
    match &matter.state {
        MatterState::Service(service)
            if !matches!(open.basis, Basis::Provider | Basis::FormerProvider) && matter.is_running() =>
        {
            service.grant.provider
        }
        _ => None,
    }
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
