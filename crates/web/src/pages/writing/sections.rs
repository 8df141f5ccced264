//! The sections of a written investigation: what each is called, what stands in its fields, what has changed in them.
//!
//! A section's fields have names of their own (`text`, `keep`, `quote`), and on the page the section's code before them:
//! `child.health-text`. What lies in its shared draft is the pairs without the code.

use law::LawBook;
use record::{
    Code, Part, Speaker, StaffId, preliminary::ChildHeard, text::Audience, written::WrittenInvestigation,
};
use sha2::{Digest, Sha256};
use store::SharedDraft;

use super::At;
use super::reading::{FACTORS, INSTRUMENTS, kind_code};
use crate::areas;
use crate::desk::{Errors, Typed};
use crate::format;
use crate::reading::Reading;
use crate::said::SLOTS;

/// The field that says which version of a section the page was drawn from, and the one that says what stood in it.
pub(super) const VERSION: &str = "version";
pub(super) const MARK: &str = "was";

/// A quotation of an entry that there is not: entries are numbered from one.
const NOWHERE: &str = "0.0";

/// Fields that nobody wrote in.
const UNWRITTEN: [&str; 3] = [VERSION, MARK, "open"];

/// What a section is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An area of the plan.
    Area(Code),
    /// The child's own view.
    Child,
    /// What protects and what is a risk.
    Factors,
    /// Instruments that were used.
    Instruments,
    /// What it all means.
    Analysis,
    /// What is proposed.
    Proposal,
}

impl Kind {
    /// What every investigation has after its areas, in the order it is written.
    pub(super) const FIXED: [Self; 5] =
        [Self::Child, Self::Factors, Self::Instruments, Self::Analysis, Self::Proposal];

    /// Its code: an area's, or a word of our own.
    pub(super) fn code(&self) -> &str {
        match self {
            Self::Area(area) => area.as_str(),
            Self::Child => "heard",
            Self::Factors => "factors",
            Self::Instruments => "instruments",
            Self::Analysis => "analysis",
            Self::Proposal => "proposal",
        }
    }

    /// The section of a code, if there is one.
    pub(super) fn of(law: &LawBook, code: &str) -> Option<Self> {
        let fixed = Self::FIXED.into_iter().find(|kind| kind.code() == code);
        fixed.or_else(|| law.choice(areas::LIST, code).map(|area| Self::Area(Code::from(area.code.as_str()))))
    }

    /// Its heading.
    pub(super) fn name(&self, reading: &Reading<'_>) -> String {
        let key = match self {
            Self::Area(area) => return reading.code(areas::LIST, area),
            Self::Child => return reading.w.t1("writing-child", "name", reading.child()),
            Self::Factors => "writing-factors",
            Self::Instruments => "writing-instruments",
            Self::Analysis => "writing-analysis",
            Self::Proposal => "writing-proposal",
        };
        reading.w.t(key).into_owned()
    }
}

/// A section as it stands on the page.
#[derive(Clone, Debug)]
pub(super) struct Section {
    /// What it is about.
    pub(super) kind: Kind,
    /// What stands in its fields.
    pub(super) typed: Typed,
    /// The version of its draft; 0 when nothing is saved.
    pub(super) version: i64,
    /// Who saved it last, and when.
    pub(super) saved: Option<(StaffId, i64)>,
    /// What a colleague has saved in it meanwhile: both texts are shown.
    pub(super) theirs: Option<Typed>,
    /// It was signed while it was being written in.
    pub(super) signed: bool,
    /// What stands in its fields is more than a draft can hold, and is nowhere but there.
    pub(super) unsaved: bool,
    /// What is wrong in it.
    pub(super) errors: Errors,
}

impl Section {
    fn new(kind: Kind, typed: Typed) -> Self {
        let errors = Errors::none();
        Self { kind, typed, version: 0, saved: None, theirs: None, signed: false, unsaved: false, errors }
    }

    /// What a browser sends back to say what it was given: empty where the text is not saved, so that the next saving counts.
    pub(super) fn mark(&self) -> String {
        let stands_here_alone = self.theirs.is_some() || self.signed || self.unsaved;
        if stands_here_alone { String::new() } else { mark(&self.typed) }
    }

    /// Has anybody written in it?
    pub(super) fn is_empty(&self) -> bool {
        self.typed.pairs().all(|(name, value)| {
            value.trim().is_empty()
                || UNWRITTEN.contains(&name)
                || ["answers", "keep"].contains(&name)
                || ["kind-", "area-"].iter().any(|start| name.starts_with(start))
        })
    }

    /// The same section, beside what a colleague has saved in it meanwhile.
    pub(super) fn beside(self, stored: &SharedDraft) -> Self {
        Self {
            version: stored.version,
            saved: Some((stored.by, stored.updated_us)),
            theirs: Some(of_text(&stored.text)),
            ..self
        }
    }

    /// The same section with what somebody has typed in it.
    pub(super) fn with(self, typed: Typed) -> Self {
        Self { typed, ..self }
    }
}

/// A fingerprint of what stands in a section's fields, whatever order they come in.
pub(super) fn mark(typed: &Typed) -> String {
    let mut pairs: Vec<_> =
        typed.pairs().filter(|(name, value)| !UNWRITTEN.contains(name) && !value.is_empty()).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut hasher = Sha256::new();
    for text in pairs.into_iter().flat_map(|(name, value)| [name, value]) {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text);
    }
    format::short_digest(&hasher.finalize())
}

/// How a question is named in a form: by what it says, so that a plan that adds one does not move the ticks of the others.
pub(super) fn question_mark(question: &Part) -> String {
    format::short_digest(&Sha256::digest(question.text.as_str()))
}

/// What was typed in one section of a whole page.
pub(super) fn of_page(page: &Typed, kind: &Kind) -> Typed {
    let own = |name: &str| Some(name.strip_prefix(kind.code())?.strip_prefix('-')?.to_owned());
    Typed::from_pairs(page.pairs().filter_map(|(name, value)| Some((own(name)?, value.to_owned()))))
}

/// What is kept of a section: its pairs as JSON.
pub(super) fn to_text(typed: &Typed) -> String {
    let pairs: Vec<_> = typed.pairs().filter(|(name, _)| ![VERSION, MARK].contains(name)).collect();
    serde_json::to_string(&pairs).unwrap_or_default()
}

/// The same, read again.
pub(super) fn of_text(text: &str) -> Typed {
    Typed::from_pairs(serde_json::from_str::<Vec<(String, String)>>(text).unwrap_or_default())
}

impl At {
    /// The sections, in the order they are written: the areas of the plan, those that somebody has added or that were signed before, and
    /// what every investigation has.
    pub(super) fn sections(&self) -> Vec<Section> {
        self.sections_with(&Typed::default())
    }

    /// The same with those that a page was drawn with: a plan that somebody has changed meanwhile takes nobody's text away.
    pub(super) fn sections_with(&self, page: &Typed) -> Vec<Section> {
        let reading = self.reading();
        let planned = self.state().plan.iter().flat_map(|plan| plan.areas.iter().cloned());
        let signed = self.signed();
        let before =
            signed.into_iter().flat_map(|signed| &signed.sections).map(|section| section.area.clone());
        let area = |code: &str| match Kind::of(reading.law, code)? {
            Kind::Area(area) => Some(area),
            _ => None,
        };
        let begun = self.drafts.iter().filter_map(|draft| area(&draft.section));
        let drawn = page.pairs().filter_map(|(name, _)| area(name.strip_suffix(MARK)?.strip_suffix('-')?));
        let all = planned.chain(before).chain(begun).chain(drawn).collect();
        let areas = areas::in_order(&reading, all);
        areas.into_iter().map(Kind::Area).chain(Kind::FIXED).map(|kind| self.section(kind)).collect()
    }

    /// A section: what is saved of it, what was last signed, or what it starts with.
    pub(super) fn section(&self, kind: Kind) -> Section {
        let saved = self.drafts.iter().find(|draft| draft.section == kind.code());
        if let Some(draft) = saved {
            let saved = Some((draft.by, draft.updated_us));
            return Section { version: draft.version, saved, ..Section::new(kind, self.typed_in(draft)) };
        }
        let pairs = self.signed().map_or_else(|| self.presets(&kind), |signed| self.pairs_of(&kind, signed));
        Section::new(kind, Typed::from_pairs(pairs))
    }

    /// What stands in a draft. Where the matter has moved since it was saved, its quotations mean entries of another file: here they are
    /// shown as gone, so that nobody signs somebody else's words by number.
    fn typed_in(&self, draft: &SharedDraft) -> Typed {
        let typed = of_text(&draft.text);
        if draft.file == self.open.id {
            return typed;
        }
        let here = |(name, value): (&str, &str)| {
            let value = if name == "quote" { NOWHERE } else { value };
            (name.to_owned(), value.to_owned())
        };
        Typed::from_pairs(typed.pairs().map(here))
    }

    /// Where there is but one question, every area answers it until somebody says otherwise.
    fn presets(&self, kind: &Kind) -> Vec<(String, String)> {
        match (kind, self.state().questions.as_slice()) {
            (Kind::Area(_), [only]) => vec![("answers".to_owned(), question_mark(only))],
            _ => Vec::new(),
        }
    }

    /// What was last signed, as the fields of a section.
    fn pairs_of(&self, kind: &Kind, signed: &WrittenInvestigation) -> Vec<(String, String)> {
        let reading = self.reading();
        let mut fill = Fill { reading, pairs: Vec::new() };
        match kind {
            Kind::Area(area) => {
                let section = signed.sections.iter().find(|section| section.area == *area);
                let Some(section) = section else { return self.presets(kind) };
                let asked = section.answers.iter().filter_map(|at| signed.questions.get(*at));
                asked.for_each(|question| fill.put("answers", question_mark(question)));
                section.parts.iter().for_each(|part| fill.statement(part));
            }
            Kind::Child => fill.child(signed),
            Kind::Factors => {
                for (row, factor) in (1..=FACTORS).zip(&signed.factors) {
                    fill.put(&format!("kind-{row}"), kind_code(factor.kind).to_owned());
                    fill.put(&format!("area-{row}"), factor.area.as_str().to_owned());
                    fill.of_row(&format!("factor-{row}"), &format!("by-{row}"), &factor.part);
                }
            }
            Kind::Instruments => {
                for (row, used) in (1..=INSTRUMENTS).zip(&signed.instruments) {
                    fill.put(&format!("name-{row}"), used.name.to_string());
                    used.version.iter().for_each(|one| fill.put(&format!("version-{row}"), one.to_string()));
                    used.day.iter().for_each(|one| fill.put(&format!("day-{row}"), one.to_string()));
                    fill.of_row(&format!("result-{row}"), &format!("by-{row}"), &used.result);
                }
            }
            Kind::Analysis => signed.analysis.iter().for_each(|part| fill.own("analysis", part)),
            Kind::Proposal => signed.proposal.iter().for_each(|part| fill.own("proposal", part)),
        }
        fill.pairs
    }
}

/// Signed statements, put back into fields.
struct Fill<'a> {
    reading: Reading<'a>,
    pairs: Vec<(String, String)>,
}

impl Fill<'_> {
    fn put(&mut self, name: &str, value: String) {
        self.pairs.push((name.to_owned(), value));
    }

    fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(other, _)| other == name)
    }

    /// A quotation is ticked again; anything else stands in the first free field of its kind.
    fn statement(&mut self, part: &Part) {
        if let Some(quote) = part.quotes {
            return self.put("quote", format!("{}.{}", quote.seq, quote.part));
        }
        let childs = part.said_by == Some(Speaker::Child);
        let fits = |slot: &&crate::said::Slot| {
            slot.kind == part.kind && (slot.name == "child-words") == childs && !self.has(slot.name)
        };
        let Some(slot) = SLOTS.iter().find(fits) else { return };
        self.own(slot.name, part);
        if let (Some(by), Some(speaker)) = (slot.by, &part.said_by) {
            self.put(by, self.reading.speaker(speaker));
        }
    }

    /// A text in its field, with the box that says who must not know.
    fn own(&mut self, field: &str, part: &Part) {
        self.put(field, part.text.to_string());
        if part.keep.iter().any(|keep| keep.from == Audience::Guardians) {
            self.put("keep", field.to_owned());
        }
    }

    fn of_row(&mut self, field: &str, by: &str, part: &Part) {
        self.own(field, part);
        part.said_by.iter().for_each(|speaker| self.put(by, self.reading.speaker(speaker)));
    }

    fn child(&mut self, signed: &WrittenInvestigation) {
        match &signed.child {
            Some(ChildHeard::Heard(part)) if part.quotes.is_some() => self.statement(part),
            Some(ChildHeard::Heard(part)) => self.own("child-view", part),
            Some(ChildHeard::NotHeard { reason, words }) => {
                self.put("child-not-heard", reason.as_str().to_owned());
                if let Some(part) = words {
                    self.own("child-view", part);
                }
            }
            None => {}
        }
        signed.child_said.iter().for_each(|part| self.statement(part));
    }
}
