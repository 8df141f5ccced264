//! What is kept for ever goes to the archive before the rest is destroyed: what belongs to it, and when it has arrived.
//!
//! A package holds each matter that is kept, up to its last entry then. The receipt names the package by its digest. Where something has
//! been written to what is kept since, neither the package nor the receipt answers for it: it is delivered again.

use super::{DisposalContext, DisposalEntry, DisposalRefusal, Disposals};
use crate::{
    entry::Entry,
    file::Recorded,
    id::{FileId, MatterId},
    retention::Item,
    text::Text,
};
use law::Fate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Letters of a SHA-256 in hexadecimal.
const DIGEST_LETTERS: usize = 64;

/// A matter that a package holds, or what stands outside the matters, and how far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPart {
    /// Which matter; `None`: what stands outside every matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<MatterId>,
    /// The number of its last entry.
    pub through: i64,
}

/// A package for the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// Its id, which its root folder bears.
    pub id: String,
    /// SHA-256 of its METS.xml, which has that of every other file: the package as a whole. In hexadecimal, small letters.
    pub digest: String,
    /// What it holds.
    pub parts: Vec<KeptPart>,
}

impl Package {
    /// Whether it holds all of this.
    pub fn covers(&self, kept: &[KeptPart]) -> bool {
        let holds = |part: &KeptPart| {
            self.parts.iter().any(|own| own.matter == part.matter && own.through >= part.through)
        };
        kept.iter().all(holds)
    }
}

/// What of a file is kept for ever.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    matters: BTreeSet<MatterId>,
    /// Also all that stands outside the matters.
    outside: bool,
}

impl Kept {
    /// By what the law says of each matter.
    pub fn of(items: &[Item<'_>]) -> Self {
        let kept = || items.iter().filter(|item| item.disposal.fate == Fate::Kept);
        Self {
            matters: kept().filter_map(|item| item.matter).collect(),
            outside: kept().any(|item| item.matter.is_none()),
        }
    }

    /// Whether an entry is kept. Of what stands outside the matters only whose file it is and who is around the child, without which the
    /// rest cannot be read, unless all of it is kept.
    pub fn holds(&self, recorded: &Recorded) -> bool {
        match recorded.matter {
            Some(matter) => self.matters.contains(&matter),
            None => self.outside || (!self.matters.is_empty() && tells_whose(&recorded.entry)),
        }
    }

    /// Each part that is kept, with its last entry. Empty where nothing is.
    pub fn parts(&self, entries: &[Recorded]) -> Vec<KeptPart> {
        let mut last: BTreeMap<Option<MatterId>, i64> = BTreeMap::new();
        for recorded in entries.iter().filter(|recorded| self.holds(recorded)) {
            let through = last.entry(recorded.matter).or_default();
            *through = recorded.seq.max(*through);
        }
        last.into_iter().map(|(matter, through)| KeptPart { matter, through }).collect()
    }
}

fn tells_whose(entry: &Entry) -> bool {
    match entry {
        Entry::FileOpened(_) | Entry::FamilyLearnt(_) => true,
        Entry::MovedIn(moved) => tells_whose(&moved.entry),
        _ => false,
    }
}

/// That a package has been made. `kept`: what is kept of the file at this moment.
///
/// # Errors
/// [`DisposalRefusal::WrittenSince`] where the package does not hold all of that.
pub fn package_made(
    kept: &[KeptPart],
    file: FileId,
    package: Package,
    cx: &DisposalContext<'_>,
) -> Result<DisposalEntry, DisposalRefusal> {
    if cx.actor.manages.is_empty() {
        return Err(DisposalRefusal::NotForYou);
    }
    if kept.is_empty() {
        return Err(DisposalRefusal::NothingKept);
    }
    if !package.covers(kept) {
        return Err(DisposalRefusal::WrittenSince);
    }
    Ok(DisposalEntry::PackageMade { file, package })
}

/// That the archive has received the newest package, by the digest that its receipt names.
///
/// # Errors
/// [`DisposalRefusal::NoPackage`] for another digest, and [`DisposalRefusal::WrittenSince`].
pub fn receipt_of(
    (disposals, kept): (&Disposals, &[KeptPart]),
    file: FileId,
    digest: &str,
    receipt: Text,
    cx: &DisposalContext<'_>,
) -> Result<DisposalEntry, DisposalRefusal> {
    if cx.actor.manages.is_empty() {
        return Err(DisposalRefusal::NotForYou);
    }
    let digest = digest.trim().to_ascii_lowercase();
    let newest = disposals.packages.get(&file).filter(|package| package.digest == digest);
    let package = newest.filter(|_| digest.len() == DIGEST_LETTERS).ok_or(DisposalRefusal::NoPackage)?;
    if !package.covers(kept) {
        return Err(DisposalRefusal::WrittenSince);
    }
    Ok(DisposalEntry::ArchiveDelivered { file, receipt, digest: Some(digest) })
}
