//! The investigation that is being written, asked for without its page: how its sections stand, the text they make together, and what
//! signs it. The pages are drawn from the same, and a program that signs has been shown the same.

use std::sync::Arc;

use record::{Command, MatterId, StaffId, written::WrittenInvestigation};
use store::{OpenFile, SharedDraft, SharedPlace, Shown};

use super::sections::{Kind, Section, to_text};
use super::{At, SECTION_BYTES_MAX};
use crate::desk::{Desk, Typed, Visitor};

/// An investigation as it is being written.
pub struct Writing(At);

/// A section as it stands.
pub struct Standing {
    /// Its code: an area's, or `heard`, `factors`, `instruments`, `analysis`, `proposal`.
    pub section: String,
    /// The version of what is saved; 0 where nothing is.
    pub version: i64,
    /// Who saved it last, and when, in microseconds.
    pub saved: Option<(StaffId, i64)>,
    /// What stands in its fields, by the names they have on the page without the section's code.
    pub fields: Typed,
    /// What must be put right before it can be signed: the field, and what to do.
    pub wrong: Vec<(String, String)>,
}

/// What signs an investigation: the fingerprint of the whole text, and the version of each section it was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInvestigation {
    /// The fingerprint.
    pub fingerprint: String,
    /// Section and version.
    pub shown: Vec<(String, i64)>,
}

impl Writing {
    /// The investigation of a matter, from the file as it was read and what is saved of its sections; `None` where the matter is none.
    pub fn of(
        desk: &Arc<Desk>,
        visitor: Visitor,
        open: OpenFile,
        matter: MatterId,
        drafts: Vec<SharedDraft>,
    ) -> Option<Self> {
        open.file.investigation(matter).ok()?;
        Some(Self(At { desk: Arc::clone(desk), visitor, open, matter, drafts }))
    }

    /// The sections as they stand, in the order they are written; the text they make together, and its fingerprint.
    pub fn stands(&self) -> (Vec<Standing>, WrittenInvestigation, String) {
        let mut sections = self.0.sections();
        let written = self.0.compile(&mut sections);
        let fingerprint = written.fingerprint();
        (sections.into_iter().map(Standing::of).collect(), written, fingerprint)
    }

    /// What signing asks of the record, bound to what was shown; `None` where something has changed since, or must be put right first.
    pub fn sign(&self, asked: &SignInvestigation) -> Option<(Command, Shown)> {
        self.0.to_sign(asked)
    }
}

impl Standing {
    fn of(section: Section) -> Self {
        let wrong = section.errors.list().into_iter();
        Self {
            section: section.kind.code().to_owned(),
            version: section.version,
            saved: section.saved,
            wrong: wrong.map(|one| (one.field.into_owned(), one.text.into_owned())).collect(),
            fields: section.typed,
        }
    }
}

impl At {
    /// The command that signs the text as it stands, with what must still stand then; `None` where that is not what was shown.
    pub(super) fn to_sign(&self, asked: &SignInvestigation) -> Option<(Command, Shown)> {
        let mut sections = self.sections();
        let written = self.compile(&mut sections);
        let right = sections.iter().all(|section| section.errors.is_empty());
        let mut seen = asked.shown.clone();
        seen.sort_unstable();
        if !right || written.fingerprint() != asked.fingerprint || self.versions() != seen {
            return None;
        }
        let shown = Shown { matter: self.matter, sections: seen };
        Some((Command::SignInvestigation(self.matter, written), shown))
    }

    /// What is saved: each section and its version.
    pub(super) fn versions(&self) -> Vec<(String, i64)> {
        let of = |draft: &SharedDraft| (draft.section.clone(), draft.version);
        let mut all: Vec<_> = self.drafts.iter().map(of).collect();
        all.sort_unstable();
        all
    }
}

/// A section as it is to be kept on top of a version, and where; `None` where there is no such section, or it is more than a draft holds.
pub fn to_keep(desk: &Desk, place: SharedPlace, fields: &Typed) -> Option<(SharedPlace, String)> {
    Kind::of(desk.house.law, &place.section)?;
    let text = to_text(fields);
    (text.len() <= SECTION_BYTES_MAX).then_some((place, text))
}
