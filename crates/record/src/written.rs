//! The written investigation (*beslutsunderlag*): what has come to light, whose words it is, and what the authority makes of it.
//!
//! It is written on one page over weeks and signed as a whole. What is signed is frozen: it is what the parties are given before the
//! decision (25 § FL) and what the decision rests on. Written anew after a party's answer, the earlier text still stands beside it.
//! An investigation is not done when the talking is done: the authority has been criticised for writing it long afterwards.

use crate::{
    check,
    context::Context,
    entry::{Entry, NewEntry},
    file::{CaseFile, Recorded},
    fingerprint::fingerprint,
    id::MatterId,
    preliminary::ChildHeard,
    refusal::{Field, Refusal},
    text::{Code, Part, Text},
};
use law::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An investigation as it was signed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WrittenInvestigation {
    /// The questions, as they read when it was signed.
    pub questions: Vec<Part>,
    /// What has come to light, area by area.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// What protects the child, and what is a risk.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub factors: Vec<Factor>,
    /// Assessment instruments that were used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instruments: Vec<Instrument>,
    /// The child's own view, or why it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub child: Option<ChildHeard>,
    /// What the child has said before, quoted from where it was written down.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub child_said: Vec<Part>,
    /// What it all means for the child.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub analysis: Vec<Part>,
    /// What the worker proposes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Part>,
}

/// One area, as far as it bears on the questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// Code of `investigation_area`.
    pub area: Code,
    /// The questions it answers, by their place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<usize>,
    /// Facts, words, assessment.
    pub parts: Vec<Part>,
}

/// Does it protect, or is it a risk?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactorKind {
    /// A protective factor (*skyddsfaktor*).
    Protective,
    /// A risk factor (*riskfaktor*).
    Risk,
}

/// Something that protects the child or is a risk: a statement, so that it has a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Factor {
    /// Code of `investigation_area`.
    pub area: Code,
    /// Which of the two.
    pub kind: FactorKind,
    /// What, and according to whom.
    pub part: Part,
}

/// An instrument that was used. Only what it gave is kept: the questions are mostly licensed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Instrument {
    /// Its name.
    pub name: Text,
    /// Its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Text>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// The result, and who answered.
    pub result: Part,
}

impl WrittenInvestigation {
    /// The whole text as one number: what is signed is what was shown.
    pub fn fingerprint(&self) -> String {
        fingerprint(self)
    }

    /// Sections that answer none of the questions: is the text needed, or is a question missing?
    pub fn untied(&self) -> impl Iterator<Item = &Section> {
        self.sections.iter().filter(|section| section.answers.is_empty())
    }

    /// Questions that no section answers, by their place.
    pub fn unanswered(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.questions.len())
            .filter(|at| !self.sections.iter().any(|section| section.answers.contains(at)))
    }

    pub(crate) fn statements(&self) -> impl Iterator<Item = &Part> {
        let sections = self.sections.iter().flat_map(|section| &section.parts);
        let factors = self.factors.iter().map(|factor| &factor.part);
        let child = self.child.iter().filter_map(ChildHeard::said).chain(&self.child_said);
        sections.chain(factors).chain(child).chain(&self.analysis)
    }

    pub(crate) fn headed(&self) -> impl Iterator<Item = &Part> {
        let instruments = self.instruments.iter().map(|instrument| &instrument.result);
        let not_heard = self.child.iter().filter_map(ChildHeard::explained);
        self.questions.iter().chain(instruments).chain(not_heard).chain(&self.proposal)
    }

    pub(crate) fn parts_mut(&mut self) -> impl Iterator<Item = &mut Part> {
        let sections = self.sections.iter_mut().flat_map(|section| &mut section.parts);
        let factors = self.factors.iter_mut().map(|factor| &mut factor.part);
        let instruments = self.instruments.iter_mut().map(|instrument| &mut instrument.result);
        let child = self.child.iter_mut().filter_map(ChildHeard::part_mut);
        self.questions
            .iter_mut()
            .chain(sections)
            .chain(factors)
            .chain(instruments)
            .chain(child)
            .chain(&mut self.child_said)
            .chain(&mut self.analysis)
            .chain(&mut self.proposal)
    }
}

/// A version that has been signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// The entry that holds it.
    pub seq: i64,
    /// The day it was signed.
    pub signed: Day,
}

/// Signs the investigation. Also after it has been closed: what was never written is better written late than not at all.
pub(crate) fn sign(
    file: &CaseFile,
    matter: MatterId,
    written: WrittenInvestigation,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    file.investigation(matter)?;
    if written.sections.is_empty() && written.analysis.is_empty() {
        return Err(Refusal::Missing(Field::Text));
    }
    for section in &written.sections {
        check::code(cx, "investigation_area", &section.area, Field::Areas)?;
        if section.parts.is_empty() {
            return Err(Refusal::Missing(Field::Text));
        }
        if section.answers.iter().any(|at| *at >= written.questions.len()) {
            return Err(Refusal::Missing(Field::Questions));
        }
    }
    for factor in &written.factors {
        check::code(cx, "investigation_area", &factor.area, Field::Areas)?;
    }
    for used in written.instruments.iter().filter_map(|instrument| instrument.day) {
        check::day_not_after(used, cx.today, Field::Occurred)?;
    }
    if let Some(child) = &written.child {
        child.check(cx)?;
    }
    let written = WrittenInvestigation { child: written.child.map(ChildHeard::written), ..written };
    Ok(vec![NewEntry::new(Some(matter), cx.moment(), Entry::InvestigationWritten(written))])
}

pub(crate) fn signed(file: &mut CaseFile, by: &Recorded) {
    let Some(matter) = by.matter else { return };
    let signed = by.at_day();
    if let Some(state) = file.investigation_mut(matter) {
        state.written.push(Version { seq: by.seq, signed });
    }
}
