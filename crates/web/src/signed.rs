//! The investigation as it was last signed: what later texts quote of it instead of being written again.

use record::{Entry, MatterId, Part, preliminary::ChildHeard, text::Quote, written::WrittenInvestigation};
use store::OpenFile;

use crate::entry_view::original;

/// A signed investigation, and where it stands.
#[derive(Clone, Copy)]
pub struct Signed<'a> {
    /// The number of its entry.
    pub seq: i64,
    /// What it says.
    pub written: &'a WrittenInvestigation,
    /// The entry that says it.
    pub entry: &'a Entry,
}

impl<'a> Signed<'a> {
    /// The newest version of the investigation in a matter, if any has been signed.
    pub fn last(open: &'a OpenFile, matter: MatterId) -> Option<Self> {
        let mut own = open.entries.iter().rev().filter(|entry| entry.matter == Some(matter));
        own.find_map(|recorded| match original(&recorded.entry) {
            entry @ Entry::InvestigationWritten(written) => Some(Self { seq: recorded.seq, written, entry }),
            _ => None,
        })
    }

    /// One of its statements as a quotation: its labels follow, and it is withdrawn with its source.
    pub fn quoted(&self, part: &Part) -> Part {
        let place = self.entry.parts().into_iter().position(|own| std::ptr::eq(own, part));
        let quotes = place.map(|part| Quote { seq: self.seq, part });
        Part { quotes, ..part.clone() }
    }

    /// What it makes of everything, as quotations.
    pub fn analysis(&self) -> Vec<Part> {
        self.written.analysis.iter().map(|part| self.quoted(part)).collect()
    }

    /// What the child has said, where it was heard.
    pub fn childs_words(&self) -> Option<&'a Part> {
        self.written.child.as_ref().and_then(ChildHeard::said)
    }

    /// Words of the child that stand in it to the letter, as the quotation they are.
    pub fn quoted_child(&self, heard: ChildHeard) -> ChildHeard {
        match (heard, self.childs_words()) {
            (ChildHeard::Heard(said), Some(own)) if said.text == own.text => {
                let quoted = self.quoted(own);
                let keep = said.keep.into_iter().chain(quoted.keep.iter().copied()).collect();
                ChildHeard::Heard(Part { keep, ..quoted })
            }
            (heard, _) => heard,
        }
    }
}
