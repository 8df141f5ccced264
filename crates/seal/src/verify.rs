//! Checking a chain from first entry to last, without any key.

use std::collections::BTreeMap;
use std::fmt;

use uuid::Uuid;

use crate::chain::{Leaf, Link, leaf, link};
use crate::destruction::{DESTRUCTION, Destruction, Emptied};
use crate::header::Header;

/// One stored entry, as a check sees it.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Its place in the authority's chain, from 1 without gaps.
    pub height: i64,
    /// The clear part.
    pub header: Header<'a>,
    /// The sealed part; none if it has been emptied.
    pub sealed: Option<&'a [u8]>,
    /// The leaf as stored.
    pub leaf: Leaf,
    /// The link as stored.
    pub link: Link,
}

/// What the register believes the end of the chain to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Height of the last entry; 0 before the first.
    pub height: i64,
    /// Its link; [`Link::GENESIS`] before the first.
    pub link: Link,
}

/// A link noted earlier, *outside* the register: in a log elsewhere, on paper, with a neighbouring
/// municipality.
///
/// Someone who owns the whole database can rewrite the chain from any entry on and put the head right, or cut
/// off its tail. Neither passes a checkpoint taken before. That is all a chain can promise, and the reason to
/// take checkpoints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checkpoint {
    /// The height it was noted at.
    pub height: i64,
    /// The link there.
    pub link: Link,
}

/// The first height at which chain and evidence part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("broken height={height} reason={reason}")]
pub struct Broken {
    /// The height: that of the missing entry itself if one is missing.
    pub height: i64,
    /// In which way.
    pub reason: Reason,
}

/// In which way a chain is broken. Printed as one word, stable for scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// There is no entry at this height, though there should be.
    Missing,
    /// The entry appears again, or out of order.
    Repeated,
    /// The entry names another authority.
    Foreign,
    /// Header or sealed bytes do not give the stored leaf.
    Altered,
    /// The entry does not hang on the one before.
    Unlinked,
    /// The sealed bytes are gone, and no later entry records that this entry and no other was destroyed.
    Emptied,
    /// The link differs from the checkpoint noted at this height.
    Checkpoint,
    /// The last entry is not the one the head names.
    Head,
    /// There is an entry above the head.
    BeyondHead,
    /// The row could not be read as an entry at all. (Found by whoever reads the rows, not by [`verify`].)
    Unreadable,
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Missing => "missing",
            Self::Repeated => "repeated",
            Self::Foreign => "foreign",
            Self::Altered => "altered",
            Self::Unlinked => "unlinked",
            Self::Emptied => "emptied",
            Self::Checkpoint => "checkpoint",
            Self::Head => "head",
            Self::BeyondHead => "beyond-head",
            Self::Unreadable => "unreadable",
        })
    }
}

/// Checks one authority's whole chain. Returns its height, or the first height at which something is wrong.
///
/// A chain too long for memory is checked row by row with a [`Verifier`], which this is a loop over.
pub fn verify<'a>(
    authority: i64,
    rows: impl IntoIterator<Item = Row<'a>>,
    head: Head,
    checkpoints: &[Checkpoint],
) -> Result<i64, Broken> {
    let mut verifier = Verifier::new(authority, checkpoints);
    for row in rows {
        verifier.step(&row)?;
    }
    verifier.finish(head)
}

/// A check under way: remembers one link, and the heights of emptied entries not yet explained.
///
/// An emptied entry's leaf can no longer be computed, for it needs the header and the sealed bytes, which are gone. Its
/// place in the chain still holds, and the record of its destruction names the leaf. That is the price of lawful
/// destruction: what is destroyed can no longer be vouched for.
#[derive(Debug)]
pub struct Verifier<'a> {
    authority: i64,
    height: i64,
    link: Link,
    /// Mark of emptied entries → the lowest height emptied under it, and their leaves.
    emptied: BTreeMap<Uuid, (i64, Emptied)>,
    checkpoints: &'a [Checkpoint],
}

impl<'a> Verifier<'a> {
    /// Stands before the first entry of an authority.
    pub fn new(authority: i64, checkpoints: &'a [Checkpoint]) -> Self {
        Self { authority, height: 0, link: Link::GENESIS, emptied: BTreeMap::new(), checkpoints }
    }

    /// The height of the last entry that held; 0 before the first.
    pub fn height(&self) -> i64 {
        self.height
    }

    /// Takes the next entry in order of height.
    pub fn step(&mut self, row: &Row<'_>) -> Result<(), Broken> {
        let height = self.height + 1;
        let broken = |reason| Err(Broken { height, reason });
        if row.height > height {
            return broken(Reason::Missing);
        }
        if row.height < height {
            return broken(Reason::Repeated);
        }
        if row.header.authority != self.authority {
            return broken(Reason::Foreign);
        }
        match row.sealed {
            Some(sealed) if !sealed.is_empty() => {
                if leaf(&row.header, sealed) != row.leaf {
                    return broken(Reason::Altered);
                }
                self.explain(&row.header);
            }
            _ => {
                let under = self.emptied.entry(row.header.key);
                under.or_insert_with(|| (height, Emptied::default())).1.add(row.leaf);
            }
        }
        if link(self.link, row.leaf) != row.link {
            return broken(Reason::Unlinked);
        }
        if self.checkpoints.iter().any(|noted| noted.height == height && noted.link != row.link) {
            return broken(Reason::Checkpoint);
        }
        self.height = height;
        self.link = row.link;
        Ok(())
    }

    /// An intact record of a destruction explains why exactly those entries before it are empty.
    fn explain(&mut self, header: &Header<'_>) {
        let number = header.number.filter(|_| header.kind == DESTRUCTION);
        let Some(destroyed) = number.and_then(|text| text.parse::<Destruction>().ok()) else { return };
        let emptied = self.emptied.get(&destroyed.mark);
        if emptied.is_some_and(|(_, emptied)| emptied.fingerprint() == destroyed.leaves) {
            self.emptied.remove(&destroyed.mark);
        }
    }

    /// Ends the check against the head and the checkpoints. Returns the height.
    pub fn finish(self, head: Head) -> Result<i64, Broken> {
        let noted = self.checkpoints.iter().map(|noted| noted.height).max().unwrap_or(0);
        if head.height.max(noted) > self.height {
            return Err(Broken { height: self.height + 1, reason: Reason::Missing });
        }
        if let Some(height) = self.emptied.values().map(|(height, _)| *height).min() {
            return Err(Broken { height, reason: Reason::Emptied });
        }
        if head.height < self.height {
            return Err(Broken { height: head.height + 1, reason: Reason::BeyondHead });
        }
        if head.link != self.link {
            return Err(Broken { height: self.height, reason: Reason::Head });
        }
        Ok(self.height)
    }
}

#[cfg(test)]
#[path = "verify_tests.rs"]
mod tests;
