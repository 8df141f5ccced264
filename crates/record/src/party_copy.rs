//! The copy a party gets (*partskopia*): built without what that party must not have, and frozen as it was sent.
//!
//! A label follows its text. What a copy leaves out is therefore not remembered by whoever sends it but found by the model: every statement
//! is asked about with [`visible_to`], and only what may be shown, or has been tested and released, comes along. The copy tells that
//! something was left out and on what ground, never what it was.

use crate::{
    file::CaseFile,
    refusal::Refusal,
    secrecy::{Reader, Verdict, visible_to},
    text::{Ground, Part, Quote, Text},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What was sent to one party.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartyCopy {
    /// The text, block by block.
    pub blocks: Vec<Block>,
    /// The ground of each statement that was left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<Ground>,
}

/// Some statements under a heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Block {
    /// The heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<Text>,
    /// What stands under it.
    pub parts: Vec<Part>,
}

/// What the model says of one statement of a text that is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tested {
    /// The block.
    pub block: usize,
    /// The statement in it.
    pub part: usize,
    /// The answer.
    pub verdict: Verdict,
}

/// Everything in a text that this reader cannot simply be given, in the order of the text: what somebody must test before it is sent.
pub fn to_test(blocks: &[Block], reader: Reader, file: &CaseFile) -> Vec<Tested> {
    let all = blocks
        .iter()
        .enumerate()
        .flat_map(|(block, b)| b.parts.iter().enumerate().map(move |(part, p)| (block, part, p)));
    all.map(|(block, part, p)| Tested { block, part, verdict: visible_to(reader, p, file) })
        .filter(|tested| tested.verdict != Verdict::Show)
        .collect()
}

impl PartyCopy {
    /// The copy for a reader: without what the model says must be tested or kept, but for what has been tested and is `released`, named by
    /// block and place. Blocks that have nothing left are left out with their headings.
    #[must_use]
    pub fn of(
        blocks: Vec<Block>,
        reader: Reader,
        file: &CaseFile,
        released: &BTreeSet<(usize, usize)>,
    ) -> Self {
        let mut copy = Self::default();
        for (at, Block { heading, parts }) in blocks.into_iter().enumerate() {
            let mut kept = Vec::new();
            for (place, part) in parts.into_iter().enumerate() {
                match visible_to(reader, &part, file) {
                    Verdict::Show => kept.push(part),
                    _ if released.contains(&(at, place)) => kept.push(part),
                    Verdict::Assess { ground, .. } | Verdict::Keep { ground, .. } => {
                        copy.withheld.push(ground);
                    }
                }
            }
            if !kept.is_empty() {
                copy.blocks.push(Block { heading, parts: kept });
            }
        }
        copy
    }

    /// Refuses a copy with a statement that must be kept from its reader. Copies are built without them; one that somebody else has built
    /// is held to the same. A statement that quotes nothing is ours, unless it has the words of one that is kept wherever it stands.
    pub(crate) fn check(&self, reader: Reader, file: &CaseFile) -> Result<(), Refusal> {
        for part in self.parts() {
            if let Verdict::Keep { ground, .. } = visible_to(reader, part, file) {
                return Err(Refusal::KeptFromReader(ground));
            }
            let kept = if part.quotes.is_none() { kept_words(reader, part, file) } else { None };
            if let Some(ground) = kept {
                return Err(Refusal::KeptFromReader(ground));
            }
        }
        Ok(())
    }

    pub(crate) fn parts(&self) -> impl Iterator<Item = &Part> {
        self.blocks.iter().flat_map(|block| &block.parts)
    }

    pub(crate) fn parts_mut(&mut self) -> impl Iterator<Item = &mut Part> {
        self.blocks.iter_mut().flat_map(|block| &mut block.parts)
    }
}

/// The ground on which a statement with these words is kept from a reader, if every such statement of the file is.
fn kept_words(reader: Reader, part: &Part, file: &CaseFile) -> Option<Ground> {
    let mut kept = None;
    for (seq, entry) in &file.entries {
        for (place, _) in entry.prints.iter().enumerate().filter(|(_, print)| print.has_words_of(part)) {
            let quoted = Part { quotes: Some(Quote { seq: *seq, part: place }), ..part.clone() };
            let Verdict::Keep { ground, .. } = visible_to(reader, &quoted, file) else { return None };
            kept = Some(ground);
        }
    }
    kept
}

/// The statements of an entry as quotations of it: what is copied leaves with its source when that turns out to be another child's.
pub fn quoted<'a>(seq: i64, parts: impl IntoIterator<Item = &'a Part>) -> Vec<Part> {
    let of = |(part, from): (usize, &Part)| Part {
        quotes: from.quotes.or(Some(Quote { seq, part })),
        ..from.clone()
    };
    parts.into_iter().enumerate().map(of).collect()
}
