//! How much of a file a basis reaches. Most reach all of it; reception sees what waits to be distributed, and a provider the services it
//! carries out.
//!
//! Whoever sees a part sees a *whole* made of that part: the file is folded from the entries that are theirs, so that no page can show, and
//! no sum can hint at, what is not.

use crate::{
    access::{Basis, FileAccess},
    command::Command,
    context::Actor,
    entry::Entry,
    file::{CaseFile, Recorded, fold},
    id::MatterId,
};

/// A part of a file, or all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// All of it.
    Whole,
    /// The reports that wait to be distributed.
    Waiting,
    /// These services, and who the child's people are.
    Services(Vec<MatterId>),
}

impl Sight {
    /// What somebody sees who stands on a basis.
    pub fn of(actor: &Actor, basis: Basis, access: &FileAccess) -> Self {
        match basis {
            Basis::Provider => Self::Services(access.services_of(actor).collect()),
            _ if access.reaches_whole_file(basis) => Self::Whole,
            _ => Self::Waiting,
        }
    }

    /// The file as it is seen: its state and its entries. What rests on what was seen is checked against the whole file's version.
    pub fn through(&self, file: &CaseFile, recorded: Vec<Recorded>) -> (CaseFile, Vec<Recorded>) {
        if *self == Self::Whole {
            return (file.clone(), recorded);
        }
        let shown = recorded.into_iter().filter(|entry| self.shows(file, entry));
        let own: Vec<Recorded> = shown.map(|entry| self.narrowed(entry)).collect();
        // What was moved away is gone from quotations too, wherever the moving itself stands.
        (CaseFile { version: file.version, moved_away: file.moved_away.clone(), ..fold(&own) }, own)
    }

    /// An entry as it is seen. Why the child's own consent was enough is the decision's affair and not the provider's.
    fn narrowed(&self, mut entry: Recorded) -> Recorded {
        if let (Self::Services(_), Entry::ServiceGranted(granted)) = (self, &mut entry.entry) {
            granted.grant.suitable = None;
        }
        entry
    }

    fn shows(&self, file: &CaseFile, entry: &Recorded) -> bool {
        match (self, entry.matter) {
            (Self::Whole, _) => true,
            (Self::Waiting, Some(matter)) => file.matters.contains_key(&matter) && waits(file, matter),
            (Self::Waiting, None) => matches!(entry.entry, Entry::FileOpened(_)),
            (Self::Services(own), Some(matter)) => own.contains(&matter) && is_carrying_out(&entry.entry),
            (Self::Services(_), None) => matches!(entry.entry, Entry::FileOpened(_) | Entry::FamilyLearnt(_)),
        }
    }

    /// Whether the command stays within what is seen.
    pub fn allows(&self, file: &CaseFile, command: &Command) -> bool {
        match self {
            Self::Whole => true,
            Self::Waiting => {
                let brings = matches!(command, Command::MoveIn(_) | Command::ReceiveUnbornInformation(_));
                brings || command.matter().is_some_and(|matter| waits(file, matter))
            }
            Self::Services(own) => command.matter_in(file).is_some_and(|matter| own.contains(&matter)),
        }
    }
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
