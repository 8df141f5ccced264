//! Checking a chain from first entry to last, without any key.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use uuid::Uuid;

use crate::access::{ACCESS_DESTROYED, ACCESS_ROOT, AccessRow, EVIDENCE, destroyed_through, root_from};
use crate::chain::{Leaf, Link, leaf, link};
use crate::checkpoint::{PublicKey, Signed};
use crate::destruction::{DESTRUCTION, Destruction, Emptied};
use crate::header::Header;
use crate::merkle::{Root, Tree};

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
    /// The link differs from that of a checkpoint at this height.
    Checkpoint,
    /// The root of the tree differs from that of a checkpoint at this height.
    Root,
    /// A checkpoint at this height names a key that is not trusted.
    Signer,
    /// A checkpoint at this height has not been signed with the key it names.
    Signature,
    /// The rows of the access log that this entry covers are not those it was made of.
    AccessRows,
    /// A row of the access log says that it is covered, but no entry covers it. (The height is the chain's.)
    AccessStray,
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
            Self::Root => "root",
            Self::Signer => "signer",
            Self::Signature => "signature",
            Self::AccessRows => "access-rows",
            Self::AccessStray => "access-stray",
            Self::Head => "head",
            Self::BeyondHead => "beyond-head",
            Self::Unreadable => "unreadable",
        })
    }
}

/// Checks one authority's whole chain. Returns its height, or the first height at which something is wrong.
///
/// A chain too long for memory, and the access log, are checked row by row with a [`Verifier`], which this is a loop over.
pub fn verify<'a>(
    authority: i64,
    rows: impl IntoIterator<Item = Row<'a>>,
    head: Head,
    evidence: Evidence,
) -> Result<i64, Broken> {
    let mut verifier = Verifier::new(authority, evidence);
    for row in rows {
        verifier.step(&row)?;
    }
    verifier.finish(head).map(|whole| whole.height)
}

/// What a chain is held against, besides itself.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Checkpoints: the register's own, and those kept elsewhere. Of two at the same height the first is looked at first.
    pub checkpoints: Vec<Signed>,
    /// The keys that may have signed them.
    pub keys: Vec<PublicKey>,
}

/// What was found whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Whole {
    /// The chain's height.
    pub height: i64,
    /// Checkpoints that it was held against.
    pub checkpoints: u64,
    /// Height of the newest of them; 0 without any. What is above it could be cut off or rewritten unseen.
    pub newest: i64,
    /// Rows of the access log that an entry covers.
    pub access: u64,
    /// Rows of the access log that none covers yet.
    pub open: u64,
}

/// A check under way: remembers one link, one hash per digit of the height, and the heights of emptied entries not yet
/// explained.
///
/// An emptied entry's leaf can no longer be computed, for it needs the header and the sealed bytes, which are gone. Its
/// place in the chain still holds, and the record of its destruction names the leaf. That is the price of lawful
/// destruction: what is destroyed can no longer be vouched for.
#[derive(Debug)]
pub struct Verifier {
    authority: i64,
    link: Link,
    tree: Tree,
    /// Mark of emptied entries → the lowest height emptied under it, and their leaves.
    emptied: BTreeMap<Uuid, (i64, Emptied)>,
    /// Checkpoints by height, the lowest last.
    ahead: Vec<Signed>,
    keys: Vec<PublicKey>,
    covering: Option<Covering>,
    /// Entries that cover rows of which none is there: seq and height, in order.
    rowless: VecDeque<(i64, i64)>,
    stray: bool,
    whole: Whole,
}

/// An entry that covers rows of the access log, while they are counted.
#[derive(Debug)]
struct Covering {
    height: i64,
    seq: i64,
    root: Option<Root>,
    rows: Tree,
}

impl Verifier {
    /// Stands before the first entry of an authority.
    pub fn new(authority: i64, evidence: Evidence) -> Self {
        let Evidence { checkpoints: mut ahead, keys } = evidence;
        ahead.sort_by_key(|signed| signed.checkpoint.height);
        ahead.reverse();
        Self {
            authority,
            link: Link::GENESIS,
            tree: Tree::default(),
            emptied: BTreeMap::new(),
            ahead,
            keys,
            covering: None,
            rowless: VecDeque::new(),
            stray: false,
            whole: Whole::default(),
        }
    }

    /// The height of the last entry that held; 0 before the first.
    pub fn height(&self) -> i64 {
        self.whole.height
    }

    /// Takes the next entry in order of height.
    pub fn step(&mut self, row: &Row<'_>) -> Result<(), Broken> {
        self.settle()?;
        let height = self.height() + 1;
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
        self.whole.height = height;
        self.link = row.link;
        self.tree.push(row.leaf);
        if row.header.kind == ACCESS_ROOT && row.header.stream == EVIDENCE {
            let (seq, root) = (row.header.seq, root_from(row.header.number));
            self.covering = Some(Covering { height, seq, root, rows: Tree::default() });
        }
        self.meet_checkpoints()
    }

    /// Takes the next row of the access log: those that an entry covers right after it, in the order of their ids, and
    /// those that none covers at the end.
    pub fn access(&mut self, row: &AccessRow<'_>) -> Result<(), Broken> {
        match (&mut self.covering, row.root) {
            (_, None) => {
                self.settle()?;
                self.whole.open += 1;
            }
            (Some(covering), Some(seq)) if covering.seq == seq && row.authority == self.authority => {
                covering.rows.push(row.leaf());
                self.whole.access += 1;
            }
            _ => {
                self.settle()?;
                self.stray = true; // told at the end: that its entry is missing says more
            }
        }
        Ok(())
    }

    /// An intact record of a destruction explains why exactly those entries before it are empty, or cover no rows any more.
    fn explain(&mut self, header: &Header<'_>) {
        if header.kind == ACCESS_DESTROYED && header.stream == EVIDENCE {
            let through = destroyed_through(header.number).unwrap_or_default();
            while self.rowless.pop_front_if(|(seq, _)| *seq <= through).is_some() {}
        }
        let number = header.number.filter(|_| header.kind == DESTRUCTION);
        let Some(destroyed) = number.and_then(|text| text.parse::<Destruction>().ok()) else { return };
        let emptied = self.emptied.get(&destroyed.mark);
        if emptied.is_some_and(|(_, emptied)| emptied.fingerprint() == destroyed.leaves) {
            self.emptied.remove(&destroyed.mark);
        }
    }

    /// Holds the chain so far against every checkpoint at this height.
    fn meet_checkpoints(&mut self) -> Result<(), Broken> {
        let height = self.height();
        while let Some(signed) = self.ahead.pop_if(|signed| signed.checkpoint.height <= height) {
            let key = self.keys.iter().find(|key| key.id() == signed.key);
            let reason = if signed.checkpoint.link != self.link {
                Some(Reason::Checkpoint)
            } else if signed.checkpoint.root != self.tree.root() {
                Some(Reason::Root)
            } else {
                match key {
                    None => Some(Reason::Signer),
                    Some(key) => (!key.signed(&signed)).then_some(Reason::Signature),
                }
            };
            if let Some(reason) = reason {
                return Err(Broken { height: signed.checkpoint.height, reason });
            }
            self.whole.checkpoints += 1;
            self.whole.newest = height;
        }
        Ok(())
    }

    /// Ends the counting of the rows that an entry covers.
    fn settle(&mut self) -> Result<(), Broken> {
        match self.covering.take() {
            Some(Covering { root, rows, .. }) if root == Some(rows.root()) => Ok(()),
            // Destroyed by the book, if a later entry says so.
            Some(Covering { root: Some(_), rows, seq, height }) if rows.size() == 0 => {
                self.rowless.push_back((seq, height));
                Ok(())
            }
            Some(Covering { height, .. }) => Err(Broken { height, reason: Reason::AccessRows }),
            None => Ok(()),
        }
    }

    /// Ends the check against the head and the checkpoints.
    pub fn finish(mut self, head: Head) -> Result<Whole, Broken> {
        self.settle()?;
        let height = self.height();
        let noted = self.ahead.first().map_or(0, |signed| signed.checkpoint.height);
        if head.height.max(noted) > height {
            return Err(Broken { height: height + 1, reason: Reason::Missing });
        }
        if let Some(height) = self.emptied.values().map(|(height, _)| *height).min() {
            return Err(Broken { height, reason: Reason::Emptied });
        }
        if let Some((_, height)) = self.rowless.front() {
            return Err(Broken { height: *height, reason: Reason::AccessRows });
        }
        if head.height < height {
            return Err(Broken { height: head.height + 1, reason: Reason::BeyondHead });
        }
        if head.link != self.link {
            return Err(Broken { height, reason: Reason::Head });
        }
        if self.stray {
            return Err(Broken { height, reason: Reason::AccessStray });
        }
        Ok(self.whole)
    }
}

#[cfg(test)]
#[path = "verify_tests.rs"]
mod tests;
