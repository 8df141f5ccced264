//! The immediate protection assessment (*omedelbar skyddsbedömning*, 20 kap. 1 § SoL): the same day, at the latest the next, always
//! signed and always with reasons, also when no protection is needed. It can be made anew, when it was wrong or something has come to
//! light: both stand, and the newest rules.

use crate::{
    check,
    context::Context,
    decision,
    entry::{Entry, NewEntry},
    file::{CaseFile, Recorded},
    id::MatterId,
    investigation::Opening,
    moment::Moment,
    refusal::{Field, Refusal},
    report::{ReportEnd, ReportState},
    text::{Code, Part},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What was assessed, and how it came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProtectionAssessment {
    /// When it was made; late is flagged, never refused.
    pub made: Moment,
    /// Code of `protection_outcome`.
    pub outcome: Code,
    /// The child needs protection at once.
    pub immediate: bool,
    /// What was reported and checked, and the reasons.
    pub parts: Vec<Part>,
    /// What was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<Part>,
    /// Made later than the day after the report was in fact received; a renewed one never is.
    #[serde(default)]
    pub late: bool,
    /// Signed by an official without the qualification that the law wants (25 kap. 1 § SoL). It stands; somebody qualified sees to it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unqualified: bool,
}

/// The protection assessment, and the investigation to open at once when protection is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AssessProtection {
    /// The report.
    pub matter: MatterId,
    /// The assessment.
    pub assessment: ProtectionAssessment,
    /// The investigation to open if there is immediate need and the actor may.
    pub opening: Option<Opening>,
}

/// The assessment, to the clocks.
const ASSESSED: &str = "protection_assessment.documented";

/// Whether whoever signs lacks a qualification that the law demands of officials for this.
fn is_unqualified(cx: &Context<'_>) -> bool {
    let demanded = cx.law.event_name(ASSESSED).is_some_and(|event| event.qualification.is_some());
    demanded && cx.actor.level.is_official() && !cx.actor.qualified
}

/// The first assessment of a report. A second by somebody who did not know of it is refused.
pub(crate) fn assess(
    file: &CaseFile,
    command: AssessProtection,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    if file.report(command.matter)?.protection.is_some() {
        return Err(Refusal::DoneAlready);
    }
    assess_anew(file, command, cx)
}

/// An assessment, whether or not one stands already.
pub(crate) fn assess_anew(
    file: &CaseFile,
    command: AssessProtection,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let AssessProtection { matter, mut assessment, opening } = command;
    let report = file.report(matter)?;
    check::happened(cx, assessment.made, Field::Occurred)?;
    if assessment.made.day < report.arrival.received.day {
        return Err(Refusal::BeforeArrival(Field::Occurred));
    }
    if assessment.parts.is_empty() {
        return Err(Refusal::Missing(Field::Motive));
    }
    let outcome = check::code(cx, "protection_outcome", &assessment.outcome, Field::Outcome)?;
    assessment.immediate = outcome.immediate;
    assessment.late = report.protection.is_none() && is_late(report, assessment.made, cx);
    assessment.unqualified = is_unqualified(cx);
    let immediate = assessment.immediate;
    let made = assessment.made;
    let reasons = assessment.parts.clone();
    let mut entries = vec![NewEntry::new(Some(matter), made, Entry::ProtectionAssessed(assessment))];
    // An assessment that comes after the outcome is still recorded; there is nothing left to open then.
    if let Some(opening) = opening.filter(|_| immediate && report.end.is_none()) {
        let after = file.clone().after(&entries, cx);
        entries.extend(decision::open_at_once(&after, matter, opening, reasons, cx)?);
    }
    Ok(entries)
}

/// Whether the first assessment comes too late. Nobody can protect a child by a letter that has not been opened: what is flagged counts from
/// when the report was in fact received, though the fourteen days run from the day it is deemed to have come (22 § FL).
fn is_late(report: &ReportState, made: Moment, cx: &Context<'_>) -> bool {
    let due = cx.law.due_between("report.received", ASSESSED, report.arrival.received.day);
    due.and_then(|due| due.latest_lawful).is_some_and(|last| made.day > last)
}

pub(crate) fn assessed(file: &mut CaseFile, assessment: &ProtectionAssessment, by: &Recorded) {
    let Some(matter) = by.matter else { return };
    let Some(report) = file.report_mut(matter) else { return };
    let needed_before = report.immediate;
    // One that was made earlier and written down later does not take the place of what is known since.
    if report.protection.is_none_or(|before| !before.is_after(assessment.made)) {
        report.protection = Some(assessment.made);
        report.immediate = assessment.immediate;
        report.unqualified = assessment.unqualified;
    }
    let investigated = matches!(report.end, Some(ReportEnd::Opened(_) | ReportEnd::Linked(_)));
    let day = assessment.made.day;
    file.happened(ASSESSED, day, Some(matter));
    // What is investigated already is not to be opened, and one need is opened for once.
    if assessment.immediate && !needed_before && !investigated {
        file.happened("protection_assessment.found_immediate_need", day, Some(matter));
    }
}
