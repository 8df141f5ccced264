//! How much of a file a basis reaches. Most reach all of it; reception sees what waits to be distributed, whoever was asked to decide the
//! matter they were asked in, and a provider the services it carries out, and what it documented in those that have ended.
//!
//! Whoever sees a part sees a *whole* made of that part: the file is folded from the entries that are theirs, so that no page can show, and
//! no sum can hint at, what is not.

use crate::{
    access::{Basis, FileAccess},
    command::Command,
    context::Actor,
    decision::OpenProposal,
    entry::Entry,
    file::{CaseFile, MatterState, Recorded, fold},
    id::{MatterId, StaffId},
};
use std::collections::BTreeSet;

/// A part of a file, or all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// All of it.
    Whole,
    /// The reports that wait to be distributed.
    Waiting,
    /// What belongs to the matters in which one of these was asked to decide, and who the child's people are.
    Asked(Vec<StaffId>),
    /// A provider's services, and who the child's people are.
    Services(Services),
}

/// The services that a provider sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Services {
    /// Those it carries out: what belongs to carrying them out is read and written.
    pub running: Vec<MatterId>,
    /// Those that have ended: read as they stood at the end, with what has been said of that since.
    pub ended: Vec<MatterId>,
    /// Who sees them: after the end only one's own notes are added to.
    pub by: StaffId,
}

impl Sight {
    /// What somebody sees who stands on a basis.
    pub fn of(actor: &Actor, basis: Basis, access: &FileAccess) -> Self {
        match basis {
            Basis::Provider | Basis::FormerProvider => Self::Services(Services {
                running: access.services_of(actor).collect(),
                ended: access.ended_services_of(actor).collect(),
                by: actor.staff,
            }),
            Basis::Asked => Self::Asked(actor.answers_for().collect()),
            _ if access.reaches_whole_file(basis) => Self::Whole,
            _ => Self::Waiting,
        }
    }

    /// The file as it is seen: its state and its entries. What rests on what was seen is checked against the whole file's version.
    pub fn through(&self, file: &CaseFile, recorded: Vec<Recorded>) -> (CaseFile, Vec<Recorded>) {
        if *self == Self::Whole {
            return (file.clone(), recorded);
        }
        let asked = self.asked_in(file);
        let shown = recorded.into_iter().filter(|entry| self.shows(file, &asked, entry));
        let own: Vec<Recorded> = only_about_shown(shown).into_iter().map(|e| self.narrowed(e)).collect();
        // What was moved away is gone from quotations too, wherever the moving itself stands.
        let seen = CaseFile { version: file.version, moved_away: file.moved_away.clone(), ..fold(&own) };
        (ended_as(file, seen), own)
    }

    /// An entry as it is seen. Why the child's own consent was enough is the decision's affair and not the provider's.
    fn narrowed(&self, mut entry: Recorded) -> Recorded {
        if let (Self::Services(_), Entry::ServiceGranted(granted)) = (self, &mut entry.entry) {
            granted.grant.suitable = None;
        }
        entry
    }

    /// The matters in which one of those asked has a proposal to answer, with all that belongs to the same line: the report that led to
    /// the investigation is among its papers, and what was reported two years ago is not.
    fn asked_in(&self, file: &CaseFile) -> BTreeSet<MatterId> {
        let Self::Asked(staff) = self else { return BTreeSet::new() };
        let sent = |proposal: &&OpenProposal| proposal.to.is_some_and(|to| staff.contains(&to));
        file.proposals.values().filter(sent).flat_map(|proposal| file.line_of(proposal.matter)).collect()
    }

    fn shows(&self, file: &CaseFile, asked: &BTreeSet<MatterId>, entry: &Recorded) -> bool {
        match (self, entry.matter) {
            (Self::Whole, _) => true,
            (Self::Asked(_), Some(matter)) => asked.contains(&matter),
            (Self::Asked(_), None) => tells_who(&entry.entry),
            (Self::Waiting, Some(matter)) => file.matters.contains_key(&matter) && waits(file, matter),
            (Self::Waiting, None) => matches!(entry.entry, Entry::FileOpened(_)),
            (Self::Services(own), matter) => own.shows(file, matter, entry),
        }
    }

    /// Whether the reader may write in a matter, or outside every matter. What may be done there is asked of the command itself.
    pub fn writes_in(&self, matter: Option<MatterId>) -> bool {
        match self {
            Self::Whole | Self::Waiting => true,
            Self::Asked(_) => false,
            Self::Services(own) => matter.is_some_and(|matter| own.running.contains(&matter)),
        }
    }

    /// Whether the reader may add to an entry: where they write, and after a service has ended to the notes they have signed there.
    pub fn adds_to(&self, file: &CaseFile, seq: i64) -> bool {
        let Some(matter) = file.entries.get(&seq).map(|entry| entry.matter) else { return false };
        let Self::Services(own) = self else { return !matches!(self, Self::Asked(_)) };
        let signed = file.notes.get(&seq).is_some_and(|note| note.by.staff == own.by);
        self.writes_in(matter) || signed && matter.is_some_and(|matter| own.ended.contains(&matter))
    }

    /// Whether the command stays within what is seen.
    pub fn allows(&self, file: &CaseFile, command: &Command) -> bool {
        match self {
            Self::Whole => true,
            Self::Waiting => {
                let brings = matches!(command, Command::MoveIn(_) | Command::ReceiveUnbornInformation(_));
                brings || command.matter().is_some_and(|matter| waits(file, matter))
            }
            Self::Asked(_) => {
                let of = |proposal| file.proposals.get(&proposal).map(|proposal| proposal.matter);
                let matter = match command {
                    Command::SignProposal(signing) => of(signing.proposal),
                    Command::ReturnProposal(back) => of(back.proposal),
                    _ => return false,
                };
                // That a proposal has been answered already, the record says.
                matter.is_none_or(|matter| self.asked_in(file).contains(&matter))
            }
            Self::Services(_) => match command {
                Command::AmendNote(addendum) => self.adds_to(file, addendum.to),
                _ => command.matter_in(file).is_some_and(|matter| self.writes_in(Some(matter))),
            },
        }
    }
}

impl Services {
    /// After the end only what is said of what stood then: nothing that has happened since is the provider's.
    fn shows(&self, file: &CaseFile, matter: Option<MatterId>, entry: &Recorded) -> bool {
        let stood = |matter: &MatterId| ended_by(file, *matter).is_some_and(|end| entry.seq <= end);
        match matter {
            Some(matter) if self.running.contains(&matter) => is_carrying_out(&entry.entry),
            Some(matter) if self.ended.contains(&matter) => {
                let about = matches!(entry.entry, Entry::MovedOut(_)) || speaks_of_another(&entry.entry);
                is_carrying_out(&entry.entry) && (stood(&matter) || about)
            }
            Some(_) => false,
            None => tells_who(&entry.entry) && (!self.running.is_empty() || self.ended.iter().any(stood)),
        }
    }
}

/// That there is a file, and who is who in it.
fn tells_who(entry: &Entry) -> bool {
    matches!(entry, Entry::FileOpened(_) | Entry::FamilyLearnt(_))
}

/// The number of the entry that ended a service.
fn ended_by(file: &CaseFile, matter: MatterId) -> Option<i64> {
    match &file.matters.get(&matter)?.state {
        MatterState::Service(service) => service.ended_by,
        _ => None,
    }
}

/// An addendum or a dispute: it is shown with what it is about, and not without.
fn speaks_of_another(entry: &Entry) -> bool {
    match entry {
        Entry::NoteAmended(_) | Entry::EntryDisputed(_) => true,
        Entry::MovedIn(moved) => speaks_of_another(&moved.entry),
        _ => false,
    }
}

/// Without the addenda and disputes that are about something else than what is shown.
fn only_about_shown(shown: impl Iterator<Item = Recorded>) -> Vec<Recorded> {
    let mut own: Vec<Recorded> = shown.collect();
    let seqs: BTreeSet<i64> = own.iter().map(|entry| entry.seq).collect();
    own.retain(|one| {
        !speaks_of_another(&one.entry) || one.entry.follows().is_some_and(|of| seqs.contains(&of))
    });
    own
}

/// A service may have been ended by a decision, which is the authority's own. That it has ended is not hidden from whoever carried it out.
fn ended_as(file: &CaseFile, mut seen: CaseFile) -> CaseFile {
    let ended = file.matters.iter().filter_map(|(id, matter)| match &matter.state {
        MatterState::Service(service) => Some((*id, service.ended?)),
        _ => None,
    });
    for (matter, day) in ended {
        if seen.service(matter).is_ok_and(|service| service.ended.is_none()) {
            seen.happened("service.ended", day, Some(matter));
        }
    }
    seen
}

/// What belongs to carrying a service out. A decision that is made in the service's matter, what the parties have answered about it and why
/// somebody is not told are the authority's, and are not listed here.
fn is_carrying_out(entry: &Entry) -> bool {
    match entry {
        Entry::ServiceGranted(_)
        | Entry::AssignmentGiven(_)
        | Entry::AssignmentAnswered(_)
        | Entry::ServicePlanned(_)
        | Entry::ServiceStepped(_)
        | Entry::Dispatched(_)
        | Entry::FollowedUp(_)
        | Entry::DocumentReceived(_)
        | Entry::MeetingBooked(_)
        | Entry::MeetingEnded(_)
        | Entry::MatterDistributed(_)
        | Entry::NoteSigned(_)
        | Entry::NoteAmended(_)
        | Entry::EntryDisputed(_)
        | Entry::OccurrenceRecorded(_)
        | Entry::MovedOut(_) => true,
        Entry::MovedIn(moved) => is_carrying_out(&moved.entry),
        _ => false,
    }
}

/// A matter that is nobody's yet, or is only just coming.
fn waits(file: &CaseFile, matter: MatterId) -> bool {
    file.matters.get(&matter).is_none_or(|matter| matter.is_running() && matter.main.is_none())
}
