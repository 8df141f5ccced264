//! The preliminary assessment (*förhandsbedömning*, 20 kap. 2 § SoL): fourteen days in which the authority may speak with the reporter,
//! the child and the guardians and read its own files, and nothing more. It is no small investigation.

use crate::{
    check,
    context::Context,
    entry::{Entry, NewEntry},
    file::{CaseFile, Recorded},
    id::MatterId,
    moment::Moment,
    refusal::{Field, Refusal},
    text::{Code, Part, PartKind, Speaker, Text},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether the child was heard, and if not, why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChildHeard {
    /// The child was heard: what it said, in its words.
    Heard(Part),
    /// The child was not heard: a code of `child_not_heard_reason`, and words where the code is not enough.
    NotHeard {
        /// Why.
        reason: Code,
        /// In words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Part>,
    },
}

impl ChildHeard {
    /// The child was heard, and said this.
    pub fn heard(words: Text) -> Self {
        Self::Heard(Part::words(Speaker::Child, words))
    }

    /// What the child said.
    pub fn said(&self) -> Option<&Part> {
        match self {
            Self::Heard(part) => Some(part),
            Self::NotHeard { .. } => None,
        }
    }

    /// Why the child was not heard, in words.
    pub fn explained(&self) -> Option<&Part> {
        match self {
            Self::Heard(_) => None,
            Self::NotHeard { words, .. } => words.as_ref(),
        }
    }

    pub(crate) fn part_mut(&mut self) -> Option<&mut Part> {
        match self {
            Self::Heard(part) => Some(part),
            Self::NotHeard { words, .. } => words.as_mut(),
        }
    }

    /// What stands here as said is said by the child, whatever the form called it: the reminders rest on who said it.
    pub(crate) fn written(self) -> Self {
        match self {
            Self::Heard(part) => {
                Self::Heard(Part { kind: PartKind::Words, said_by: Some(Speaker::Child), ..part })
            }
            not_heard @ Self::NotHeard { .. } => not_heard,
        }
    }

    pub(crate) fn check(&self, cx: &Context<'_>) -> Result<(), Refusal> {
        match self {
            Self::Heard(_) => Ok(()),
            Self::NotHeard { reason, .. } => {
                check::code(cx, "child_not_heard_reason", reason, Field::ChildView).map(|_| ())
            }
        }
    }
}

/// A step of the preliminary assessment: a contact, what earlier reports say, what is made of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PreliminaryAssessment {
    /// When.
    pub made: Moment,
    /// How many contacts this step took.
    #[serde(default)]
    pub contacts: usize,
    /// What was learnt, and what is made of it.
    pub parts: Vec<Part>,
    /// Earlier reports and investigations were weighed in.
    #[serde(default)]
    pub earlier_weighed: bool,
    /// The child's part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub child: Option<ChildHeard>,
}

impl PreliminaryAssessment {
    pub(crate) fn statements(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().chain(self.child.iter().filter_map(ChildHeard::said))
    }
}

pub(crate) fn assess(
    file: &CaseFile,
    matter: MatterId,
    assessment: PreliminaryAssessment,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let report = file.report(matter)?;
    // A step taken before the outcome may be written down after it; there is none to take any more.
    if report.ended.is_some_and(|ended| ended < assessment.made.day) {
        return Err(Refusal::MatterClosed);
    }
    check::happened(cx, assessment.made, Field::Occurred)?;
    if assessment.made.day < report.arrival.received.day {
        return Err(Refusal::BeforeArrival(Field::Occurred));
    }
    if assessment.parts.is_empty() {
        return Err(Refusal::Missing(Field::Text));
    }
    if let Some(child) = &assessment.child {
        child.check(cx)?;
    }
    let made = assessment.made;
    let child = assessment.child.map(ChildHeard::written);
    let assessment = PreliminaryAssessment { child, ..assessment };
    Ok(vec![NewEntry::new(Some(matter), made, Entry::PreliminaryAssessed(assessment))])
}

pub(crate) fn assessed(file: &mut CaseFile, assessment: &PreliminaryAssessment, by: &Recorded) {
    if let Some(report) = by.matter.and_then(|matter| file.report_mut(matter)) {
        report.contacts = report.contacts.saturating_add(assessment.contacts);
    }
    file.happened("journal.entry_signed", by.at_day().max(assessment.made.day), by.matter);
}
