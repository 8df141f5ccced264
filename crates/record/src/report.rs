//! A report of concern arrives (*orosanmälan*): one report per child, each a matter of its own.
//!
//! The report starts two clocks at once: the protection assessment and the fourteen days (20 kap. 1–2 §§ SoL). What was reported is kept
//! in the reporter's words; a written report stands beside the form as a document and nothing of it is retyped.

use crate::{
    check,
    context::Context,
    entry::{Entry, NewEntry},
    file::{CaseFile, Matter, MatterState, Recorded},
    id::{DocumentId, InvestigationId, MatterId, PersonId},
    moment::Moment,
    refusal::{Field, Refusal},
    text::{Code, Part, Text},
};
use law::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When something reached the authority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Arrival {
    /// When it was in fact received.
    pub received: Moment,
    /// The day it counts as arrived (22 § FL): clocks run from here.
    pub deemed: Day,
    /// Why the two differ, when they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Text>,
}

impl Arrival {
    /// Arrived when it was received.
    pub fn at(received: Moment) -> Self {
        Self { received, deemed: received.day, why: None }
    }

    pub(crate) fn check(&self, file: &CaseFile, cx: &Context<'_>) -> Result<(), Refusal> {
        check::happened(cx, self.received, Field::Arrived)?;
        check::after_birth(file, self.deemed, Field::Arrived)?;
        if self.deemed > self.received.day {
            return Err(Refusal::InFuture(Field::DeemedArrival));
        }
        if self.deemed != self.received.day && self.why.is_none() {
            return Err(Refusal::Missing(Field::DeemedArrival));
        }
        Ok(())
    }
}

/// Who reported. The name stands in the report only: never in a person stream, never in the name index.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reporter {
    /// Code of `reporter_category`.
    pub category: Code,
    /// Reports by duty (19 kap. 1 § SoL).
    pub mandated: bool,
    /// Name; none when anonymous.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Role and organisation: "klasslärare, Granskolan".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Text>,
    /// Telephone or address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Text>,
    /// Chose to give no name; nobody may then try to find out.
    pub anonymous: bool,
    /// Asked to be told the outcome.
    pub wants_feedback: bool,
}

/// Never prints the name.
impl std::fmt::Debug for Reporter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reporter({}, mandated: {})", self.category.as_str(), self.mandated)
    }
}

/// The report, as it was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// When.
    pub arrival: Arrival,
    /// Code of `arrival_channel`.
    pub channel: Code,
    /// By whom.
    pub reporter: Reporter,
    /// What is told, in the reporter's words and as facts; nobody's assessment.
    pub concern: Vec<Part>,
    /// Codes of `reason`; the first is the main one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Code>,
    /// Violence by somebody close, against the child or seen by it.
    #[serde(default)]
    pub violence: bool,
    /// Does the child know of the report? `None`: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub child_knows: Option<bool>,
    /// Do the guardians know?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guardians_know: Option<bool>,
    /// Siblings named in the same report, each with a report of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub siblings: Vec<PersonId>,
    /// The written report, sealed as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
}

/// How a report ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportEnd {
    /// An investigation was opened.
    Opened(InvestigationId),
    /// No investigation.
    NotOpened,
    /// It belongs to an investigation that runs already.
    Linked(InvestigationId),
    /// It was no report about protection or support.
    Rerouted,
}

impl ReportEnd {
    /// The investigation that took the report over, if one did.
    pub fn investigation(&self) -> Option<InvestigationId> {
        match self {
            Self::Opened(investigation) | Self::Linked(investigation) => Some(*investigation),
            Self::NotOpened | Self::Rerouted => None,
        }
    }
}

/// A report's state.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own about the report")]
pub struct ReportState {
    /// When.
    pub arrival: Arrival,
    /// Who reported, without the name.
    pub category: Code,
    /// By duty.
    pub mandated: bool,
    /// When a reporter who may be told asked for feedback; a private reporter may not, and starts no clock.
    pub feedback_wanted: Option<Day>,
    /// Feedback given or refused.
    pub feedback_given: bool,
    /// Violence by somebody close.
    pub violence: bool,
    /// The protection assessment is signed.
    pub protection: Option<Moment>,
    /// There is need of immediate protection.
    pub immediate: bool,
    /// The protection assessment was signed without the qualification that the law wants.
    pub unqualified: bool,
    /// Contacts taken in the preliminary assessment: when it grows it starts to look like an investigation.
    pub contacts: usize,
    /// The new last day after an extension.
    pub extended: Option<Day>,
    /// The outcome.
    pub end: Option<ReportEnd>,
    /// The day of the outcome.
    pub ended: Option<Day>,
    /// The written report.
    pub document: Option<DocumentId>,
}

/// Where a report stands. It never leaves `Received` without a signed protection assessment, whatever else is recorded, unless it was no
/// report at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReportPhase {
    /// Waits for the protection assessment.
    Received,
    /// Waits for the decision to open or not.
    Assessing,
    /// Has its outcome.
    Closed,
}

impl ReportState {
    /// Where it stands.
    pub fn phase(&self) -> ReportPhase {
        match (&self.end, self.protection) {
            (Some(ReportEnd::Rerouted), _) | (Some(_), Some(_)) => ReportPhase::Closed,
            (_, None) => ReportPhase::Received,
            (None, Some(_)) => ReportPhase::Assessing,
        }
    }
}

pub(crate) fn receive(
    file: &CaseFile,
    matter: MatterId,
    report: Report,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    file.is_childs()?;
    file.is_free(matter)?;
    report.arrival.check(file, cx)?;
    check::code(cx, "arrival_channel", &report.channel, Field::Channel)?;
    let category = check::code(cx, "reporter_category", &report.reporter.category, Field::Reporter)?;
    for reason in &report.reasons {
        check::code(cx, "reason", reason, Field::Reasons)?;
    }
    if report.concern.is_empty() && report.document.is_none() {
        return Err(Refusal::Missing(Field::Concern));
    }
    if !report.reporter.anonymous && report.reporter.name.is_none() && report.reporter.role.is_none() {
        return Err(Refusal::Missing(Field::Reporter));
    }
    let mut report = report;
    report.reporter.mandated = category.mandated == Some(true);
    report.violence = report.violence || check::any_violent(cx, &report.reasons);
    report.reporter.name = report.reporter.name.filter(|_| !report.reporter.anonymous);
    let occurred = report.arrival.received;
    Ok(vec![NewEntry::new(Some(matter), occurred, Entry::ReportReceived(report))])
}

pub(crate) fn received(file: &mut CaseFile, report: &Report, by: &Recorded) {
    let Some(matter) = by.matter else { return };
    let day = report.arrival.deemed;
    let state = ReportState {
        arrival: report.arrival.clone(),
        category: report.reporter.category.clone(),
        mandated: report.reporter.mandated,
        feedback_wanted: (report.reporter.mandated && report.reporter.wants_feedback).then_some(day),
        feedback_given: false,
        violence: report.violence,
        protection: None,
        immediate: false,
        unqualified: false,
        contacts: 0,
        extended: None,
        end: None,
        ended: None,
        document: report.document,
    };
    let holder = file.holding_unit();
    let mut opened = Matter::opened(by, day, MatterState::Report(state));
    // A new report about a child who has a worker goes to that worker's unit, whoever took the call.
    opened.unit = holder.unwrap_or(opened.unit);
    file.matters.insert(matter, opened);
    file.happened("report.received", day, Some(matter));
    if report.reporter.mandated && report.reporter.wants_feedback {
        file.happened("reporter.feedback_requested", day, Some(matter));
    }
}

/// The report turned out to be no report about protection or support: an application, a request for a statement. A report about a child in
/// another municipality is still a report, and is assessed first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rerouting {
    /// What it is instead.
    pub motive: Part,
}

pub(crate) fn reroute(
    file: &CaseFile,
    matter: MatterId,
    rerouting: Rerouting,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let report = file.open_report(matter)?;
    if report.protection.is_some() {
        return Err(Refusal::DoneAlready);
    }
    if report.violence {
        return Err(Refusal::TaggedViolent);
    }
    Ok(vec![NewEntry::new(Some(matter), cx.moment(), Entry::ReportRerouted(rerouting))])
}

pub(crate) fn rerouted(file: &mut CaseFile, by: &Recorded) {
    let Some(matter) = by.matter else { return };
    file.end_report(matter, ReportEnd::Rerouted, by.occurred.day);
    file.happened("report.rerouted", by.occurred.day, Some(matter));
}

/// The violence tag is corrected, with reasons: the only way from a tagged report to a decision not to open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TagCorrection {
    /// The tag as it should be.
    pub violence: bool,
    /// Why.
    pub motive: Part,
}

pub(crate) fn correct_tag(
    file: &CaseFile,
    matter: MatterId,
    correction: TagCorrection,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    if file.open_report(matter)?.violence == correction.violence {
        return Err(Refusal::NothingToCorrect);
    }
    Ok(vec![NewEntry::new(Some(matter), cx.moment(), Entry::TagCorrected(correction))])
}

pub(crate) fn tag_corrected(file: &mut CaseFile, correction: &TagCorrection, by: &Recorded) {
    if let Some(report) = by.matter.and_then(|matter| file.report_mut(matter)) {
        report.violence = correction.violence;
    }
}
