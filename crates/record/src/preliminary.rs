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
    text::{Code, Part, Text},
};
use serde::{Deserialize, Serialize};

/// Whether the child was heard, and if not, why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChildHeard {
    /// The child was heard; what it said stands in the text, in its words.
    Heard(Text),
    /// The child was not heard: a code of `child_not_heard_reason`, and words where the code is not enough.
    NotHeard {
        /// Why.
        reason: Code,
        /// In words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    },
}

impl ChildHeard {
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

pub(crate) fn assess(
    file: &CaseFile,
    matter: MatterId,
    assessment: PreliminaryAssessment,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let report = file.open_report(matter)?;
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
    let parts = file.quoting(assessment.parts)?;
    let assessment = PreliminaryAssessment { parts, ..assessment };
    Ok(vec![NewEntry::new(Some(matter), made, Entry::PreliminaryAssessed(assessment))])
}

pub(crate) fn assessed(file: &mut CaseFile, assessment: &PreliminaryAssessment, by: &Recorded) {
    if let Some(report) = by.matter.and_then(|matter| file.report_mut(matter)) {
        report.contacts = report.contacts.saturating_add(assessment.contacts);
    }
    file.happened("journal.entry_signed", by.at_day().max(assessment.made.day), by.matter);
}
