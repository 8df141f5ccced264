//! What becomes of each matter of a file today: the law's answer, and what people have said about it.

use super::{Disposals, HoldGround, Kept, ProposedItem, Target};
use crate::{
    entry::Entry,
    file::Recorded,
    id::FileId,
    retention::{Item, Stays, items},
};
use law::{Day, Fate, LawBook, LawError, RetentionRow};

/// A thing that could be destroyed by itself, and where it stands today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned<'a> {
    /// What.
    pub target: Target,
    /// The row of law that decides.
    pub row: &'a RetentionRow,
    /// The provision, as it is cited for the day that decides.
    pub provision: String,
    /// The law's window.
    pub fate: Fate,
    /// Where it stands.
    pub standing: Standing,
}

/// Where something stands, in the order of what stops it first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is kept for ever.
    Kept,
    /// There is no day, because the birth is not known.
    Unknown,
    /// Its time has not run out.
    NotYet,
    /// It stays for now: something in the file is still worked on, or rests on it.
    Stays(Stays),
    /// Somebody has put a hold on it.
    Held(HoldGround),
    /// How the row reaches it is not settled, and the authority has not decided how it reads it.
    Frozen,
    /// Something in the file is kept for ever and has not been delivered to the archive as it stands now: that goes first.
    AwaitsDelivery,
    /// It is to be destroyed; `late` when the last lawful day has passed.
    Due {
        /// The last day has passed.
        late: bool,
    },
}

impl Planned<'_> {
    /// As it would stand in a proposal, if it is to be destroyed.
    pub fn proposed(&self) -> Option<ProposedItem> {
        match (&self.fate, self.standing) {
            (Fate::Between { earliest, latest }, Standing::Due { .. }) => Some(ProposedItem {
                target: self.target,
                row: self.row.id.clone(),
                earliest: *earliest,
                latest: *latest,
            }),
            _ => None,
        }
    }
}

/// What becomes of each matter of a file, and of what stands outside them, on a day.
///
/// # Errors
/// [`LawError::BeyondCalendar`] for a day after the year 9999.
pub fn plan<'a>(
    file: FileId,
    entries: &[Recorded],
    law: &'a LawBook,
    disposals: &Disposals,
    today: Day,
) -> Result<Vec<Planned<'a>>, LawError> {
    let items = items(entries, law, disposals.municipality.as_deref(), &disposals.marks)?;
    let kept = Kept::of(&items).parts(entries);
    let received = disposals.delivered.get(&file);
    let awaits_delivery = !kept.is_empty() && !received.is_some_and(|package| package.covers(&kept));
    let planned = items.into_iter().map(|item| {
        let target = Target { file, matter: item.matter };
        let held = held(entries, target, disposals);
        let standing = standing(&item, held, disposals, awaits_delivery, today);
        let deciding = item.disposal.how.iter().max_by_key(|due| due.earliest);
        let provision = deciding.map(|due| due.provision.clone()).unwrap_or_default();
        Planned { target, row: item.disposal.row, provision, fate: item.disposal.fate, standing }
    });
    Ok(planned.collect())
}

/// What holds something back where it is, or held the whole file that it came from: a hold goes along when a matter is moved.
fn held(entries: &[Recorded], target: Target, disposals: &Disposals) -> Option<HoldGround> {
    let own = entries.iter().filter(|recorded| target.matter.is_some() && recorded.matter == target.matter);
    let from = own.filter_map(|recorded| match &recorded.entry {
        Entry::MovedIn(moved) => Some(Target { file: moved.from, ..target }),
        _ => None,
    });
    std::iter::once(target).chain(from).find_map(|target| disposals.hold_on(target))
}

fn standing(
    item: &Item<'_>,
    held: Option<HoldGround>,
    disposals: &Disposals,
    awaits_delivery: bool,
    today: Day,
) -> Standing {
    let latest = match item.disposal.fate {
        Fate::Kept => return Standing::Kept,
        Fate::Unknown => return Standing::Unknown,
        Fate::Between { earliest, .. } if today < earliest => return Standing::NotYet,
        Fate::Between { latest, .. } => latest,
    };
    if let Some(stays) = item.stays {
        return Standing::Stays(stays);
    }
    if let Some(ground) = held {
        return Standing::Held(ground);
    }
    let row = item.disposal.row;
    if row.frozen_sv.is_some() && !disposals.confirmed.contains(&row.id) {
        return Standing::Frozen;
    }
    if awaits_delivery {
        return Standing::AwaitsDelivery;
    }
    Standing::Due { late: latest < today }
}
