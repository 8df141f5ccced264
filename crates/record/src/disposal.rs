//! Destroying what the law says must be destroyed (*gallring*): proposed by one person, decided by another, waiting in
//! quarantine, and only then done.
//!
//! This is the authority's own record, apart from every file: when a matter is gone, what was decided about it must still
//! be there, and say nothing of what stood in it. The state below is folded from that record like a file from its own.
//!
//! ```text
//! plan ──propose──► proposed ──decide──► in quarantine ──the days are over──► destroyed
//!                       │                      │
//!                       └──────restore─────────┘   a request for the document, an appeal, supervision, a mistake
//! ```
//!
//! Until it is destroyed everything is an official document like any other, is read and handed out like any other, and a
//! hold on it stops the destruction at whatever step it is.

mod decide;
mod delivery;
mod plan;
#[cfg(test)]
mod tests;

pub use decide::{
    DisposalContext, DisposalRefusal, because, decide_disposal, municipality, old_readings, second_person,
};
pub use delivery::{Kept, KeptPart, Package, package_made, receipt_of};
pub use plan::{Planned, Standing, plan};

use crate::{
    context::Author,
    id::{FileId, Id, MatterId},
    retention::Marks,
    text::Text,
};
use law::{Day, KeepingGround};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Names the kind of a proposal's id.
pub enum DisposalKind {}
/// A proposal to destroy.
pub type DisposalId = Id<DisposalKind>;

/// Days between the decision and the destruction, within the law's window: time for whoever asks for the document.
pub const QUARANTINE_DAYS: i64 = 30;

/// Fewest days in quarantine, also when the last lawful day is close or has passed: late is wrong, without notice is worse.
pub const QUARANTINE_DAYS_LEAST: i64 = 7;

/// Most things in one proposal: what two people can look through.
pub const TARGETS_MAX: usize = 500;

/// What is destroyed by itself: a matter with all that was written in it, or what is left of a file outside its matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Target {
    /// In which file.
    pub file: FileId,
    /// Which matter; `None`: what stands outside every matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<MatterId>,
}

/// A thing that is to be destroyed, with the law's answer as it was when it was proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedItem {
    /// What.
    pub target: Target,
    /// The row of `law-data/retention.toml` that decided.
    pub row: String,
    /// From which day it may be destroyed.
    pub earliest: Day,
    /// By which day it must be.
    pub latest: Day,
}

/// Why something must stay whatever its time says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldGround {
    /// Somebody has asked for it.
    DocumentRequest,
    /// A decision in it has been appealed, or can be.
    Appeal,
    /// A supervisory authority asks, or may.
    Supervision,
    /// It is evidence in a trial or a claim.
    Trial,
    /// Something else, in words.
    Other,
}

/// What the authority's record of destruction says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisposalEntry {
    /// Somebody proposes what is to be destroyed.
    DisposalProposed {
        /// The proposal.
        id: DisposalId,
        /// What.
        items: Vec<ProposedItem>,
    },
    /// Somebody else decides that it is, when the quarantine is over.
    DisposalDecided {
        /// Which proposal.
        id: DisposalId,
        /// The last day in quarantine.
        quarantine_to: Day,
    },
    /// Something is taken out of a proposal or out of quarantine, and stays.
    DisposalRestored {
        /// What.
        target: Target,
        /// Why.
        why: Text,
    },
    /// Something must stay until the hold is lifted.
    HoldPlaced {
        /// What; without a matter: the whole file.
        target: Target,
        /// On which ground.
        ground: HoldGround,
        /// In words.
        why: Text,
    },
    /// A hold is lifted. Others on the same thing stay.
    HoldLifted {
        /// From what.
        target: Target,
        /// Which; none in what was written before it was asked for: then all of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<HoldGround>,
        /// Why.
        why: Text,
    },
    /// Whoever has read a matter says that it holds something that is kept longer.
    GroundMarked {
        /// In which file.
        file: FileId,
        /// Which matter.
        matter: MatterId,
        /// What it holds.
        ground: KeepingGround,
        /// What was seen.
        why: Text,
    },
    /// A package for the archive has been made of what is kept for ever in a file, and goes on its way there.
    PackageMade {
        /// Of which file.
        file: FileId,
        /// The package, and what it holds.
        package: Package,
    },
    /// The archive has received it.
    ArchiveDelivered {
        /// Of which file.
        file: FileId,
        /// The archive's receipt.
        receipt: Text,
        /// The digest that the receipt names. A receipt from before packages were made here names none, and answers for nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        digest: Option<String>,
    },
    /// The authority has decided how it reads a row that is not settled: what the row reaches may be destroyed.
    ReadingConfirmed {
        /// The row.
        row: String,
        /// The decision, by number and date.
        decision: Text,
    },
    /// Which municipality this is: some keep everything for research.
    MunicipalityNamed {
        /// Its official code of four digits.
        code: String,
    },
    /// The authority has decided for how many years rows of the access log are kept.
    ReadingsKept {
        /// Years.
        years: i16,
        /// The decision, by number and date.
        decision: Text,
    },
    /// Rows of the access log have been destroyed: the protocol.
    ReadingsDestroyed {
        /// Everything before this day.
        before: Day,
        /// How many rows.
        rows: u64,
    },
    /// Something has been destroyed: the protocol.
    DisposalDone {
        /// By which decision.
        id: DisposalId,
        /// What it was.
        item: ProposedItem,
        /// Entries emptied.
        entries: u32,
        /// Documents removed.
        documents: u32,
    },
    /// With the last file that named them, what was registered of a person has been destroyed.
    PersonDestroyed {
        /// By which decision.
        id: DisposalId,
    },
}

impl DisposalEntry {
    /// The form in which entries are written now.
    pub const VERSION: u16 = 1;

    /// The kind, as it stands in the clear header.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::DisposalProposed { .. } => "disposal_proposed",
            Self::DisposalDecided { .. } => "disposal_decided",
            Self::DisposalRestored { .. } => "disposal_restored",
            Self::HoldPlaced { .. } => "hold_placed",
            Self::HoldLifted { .. } => "hold_lifted",
            Self::GroundMarked { .. } => "ground_marked",
            Self::PackageMade { .. } => "package_made",
            Self::ArchiveDelivered { .. } => "archive_delivered",
            Self::ReadingConfirmed { .. } => "reading_confirmed",
            Self::MunicipalityNamed { .. } => "municipality_named",
            Self::ReadingsKept { .. } => "readings_kept",
            Self::ReadingsDestroyed { .. } => "readings_destroyed",
            // Known to the chain: a check without keys reads from it what has been emptied.
            Self::DisposalDone { .. } | Self::PersonDestroyed { .. } => "key-destroyed",
        }
    }
}

/// An entry with who wrote it and on which day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisposalSheet {
    /// Who.
    pub by: Author,
    /// The day.
    pub on: Day,
    /// What.
    pub entry: DisposalEntry,
}

/// A proposal that has not come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Who proposed it.
    pub by: Author,
    /// When.
    pub on: Day,
    /// Who decided, if somebody has, and the last day of the quarantine.
    pub decided: Option<(Author, Day)>,
    /// What still stands in it.
    pub items: BTreeMap<Target, ProposedItem>,
}

/// Where the authority stands with what is to be destroyed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disposals {
    /// Proposals with something in them, by id.
    pub proposals: BTreeMap<DisposalId, Proposal>,
    /// What must stay, on each of these grounds.
    pub holds: BTreeMap<Target, BTreeSet<HoldGround>>,
    /// Grounds set by hand.
    pub marks: Marks,
    /// The newest package that was made of what is kept for ever in a file.
    pub packages: BTreeMap<FileId, Package>,
    /// The package that the archive has received, by file.
    pub delivered: BTreeMap<FileId, Package>,
    /// Rows whose reading the authority has decided.
    pub confirmed: BTreeSet<String>,
    /// The municipality's official code; while nobody has named it nothing is destroyed.
    pub municipality: Option<String>,
    /// Who named it last.
    pub named_by: Option<Author>,
    /// For how many years rows of the access log are kept, and who wrote that down; for ever, while nobody has.
    pub readings: Option<(i16, Author)>,
    /// How many things have been destroyed.
    pub destroyed: usize,
}

impl Proposal {
    /// What cannot be destroyed by the last lawful day, because the quarantine ends then or later. It is destroyed all the same, late.
    pub fn late(&self) -> impl Iterator<Item = &ProposedItem> {
        let to = self.decided.as_ref().map(|(_, to)| *to);
        self.items.values().filter(move |item| to.is_some_and(|to| item.latest <= to))
    }
}

impl Disposals {
    /// One more entry. Total.
    #[must_use]
    pub fn after(mut self, sheet: &DisposalSheet) -> Self {
        match &sheet.entry {
            DisposalEntry::DisposalProposed { id, items } => {
                let items = items.iter().map(|item| (item.target, item.clone())).collect();
                let proposal = Proposal { by: sheet.by.clone(), on: sheet.on, decided: None, items };
                self.proposals.insert(*id, proposal);
            }
            DisposalEntry::DisposalDecided { id, quarantine_to } => {
                if let Some(proposal) = self.proposals.get_mut(id) {
                    proposal.decided = Some((sheet.by.clone(), *quarantine_to));
                }
            }
            DisposalEntry::DisposalRestored { target, .. } => self.take_out(*target),
            DisposalEntry::HoldPlaced { target, ground, .. } => {
                self.holds.entry(*target).or_default().insert(*ground);
            }
            DisposalEntry::HoldLifted { target, ground, .. } => self.lift(*target, *ground),
            DisposalEntry::GroundMarked { matter, ground, .. } => {
                self.marks.entry(*matter).or_default().insert(*ground);
            }
            DisposalEntry::PackageMade { file, package } => {
                self.packages.insert(*file, package.clone());
            }
            DisposalEntry::ArchiveDelivered { file, digest, .. } => {
                let package = self.packages.get(file).filter(|made| Some(&made.digest) == digest.as_ref());
                self.delivered.extend(package.map(|package| (*file, package.clone())));
            }
            DisposalEntry::ReadingConfirmed { row, .. } => {
                self.confirmed.insert(row.clone());
            }
            DisposalEntry::MunicipalityNamed { code } => {
                self.municipality = Some(code.clone());
                self.named_by = Some(sheet.by.clone());
            }
            DisposalEntry::ReadingsKept { years, .. } => self.readings = Some((*years, sheet.by.clone())),
            DisposalEntry::DisposalDone { item, .. } => {
                self.take_out(item.target);
                self.destroyed += 1;
            }
            DisposalEntry::ReadingsDestroyed { .. } | DisposalEntry::PersonDestroyed { .. } => {}
        }
        self
    }

    /// The proposal in which something stands.
    pub fn proposed(&self, target: Target) -> Option<(DisposalId, &Proposal)> {
        let holds = |proposal: &&Proposal| proposal.items.contains_key(&target);
        self.proposals.iter().find(|(_, proposal)| holds(proposal)).map(|(id, proposal)| (*id, proposal))
    }

    /// What holds something back: a hold on itself, whichever file it stood in then, or on its whole file. A hold on any matter holds back what
    /// stands outside the matters, which cannot be read without it.
    pub fn hold_on(&self, target: Target) -> Option<HoldGround> {
        let held = |held: &Target| match target.matter {
            Some(_) => held.matter == target.matter || (held.matter.is_none() && held.file == target.file),
            None => held.file == target.file,
        };
        self.holds.iter().filter(|(one, _)| held(one)).flat_map(|(_, grounds)| grounds).copied().next()
    }

    fn lift(&mut self, target: Target, ground: Option<HoldGround>) {
        let left = self.holds.remove(&target).unwrap_or_default();
        let left: BTreeSet<_> =
            left.into_iter().filter(|one| ground.is_some_and(|lifted| *one != lifted)).collect();
        if !left.is_empty() {
            self.holds.insert(target, left);
        }
    }

    /// What may be destroyed on a day: decided, and the quarantine over.
    pub fn ripe(&self, today: Day) -> impl Iterator<Item = (DisposalId, &ProposedItem)> {
        let over = move |proposal: &Proposal| proposal.decided.as_ref().is_some_and(|(_, to)| *to < today);
        let ripe = self.proposals.iter().filter(move |(_, proposal)| over(proposal));
        ripe.flat_map(|(id, proposal)| proposal.items.values().map(|item| (*id, item)))
    }

    fn take_out(&mut self, target: Target) {
        for proposal in self.proposals.values_mut() {
            proposal.items.remove(&target);
        }
        self.proposals.retain(|_, proposal| !proposal.items.is_empty());
    }
}
