//! A service (*insats*): granted, given to a provider as an assignment, begun, carried out, ended with a result.
//!
//! A service is a matter of its own beside the investigation that led to it. Whoever carries it out works in that matter and sees no other:
//! the needs they must know of are quoted into the assignment, and nothing else of the investigation is theirs to read.

use crate::{
    check,
    context::{Author, Context},
    dispatch::{Addressee, Dispatch},
    entry::{Entry, NewEntry},
    file::{CaseFile, Matter, MatterState, Recorded},
    id::{DecisionId, MatterId, UnitId},
    moment::Moment,
    refusal::{Field, Refusal},
    service_plan::ServicePlan,
    text::{Code, Part, Text},
};
use law::{Day, LawBook};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a decision grants: it opens the service's matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Grant {
    /// The new matter.
    pub matter: MatterId,
    /// A code of `service_kind`.
    pub service: Code,
    /// From which day.
    pub from: Day,
    /// To which day; empty: until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// How much: "två gånger i veckan".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extent: Option<Part>,
    /// What should become different for the child.
    pub goal: Part,
    /// When it is followed up.
    pub review: Day,
    /// The unit that carries it out; empty: a provider outside the authority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<UnitId>,
    /// Why it is suitable to let the child's own consent be enough, when it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suitable: Option<Part>,
}

impl Grant {
    pub(crate) fn check(&self, file: &CaseFile, cx: &Context<'_>) -> Result<(), Refusal> {
        file.is_free(self.matter)?;
        check::code(cx, "service_kind", &self.service, Field::Service)?;
        if self.until.is_some_and(|until| until < self.from) {
            return Err(Refusal::NotLater(Field::Until));
        }
        if self.review < self.from {
            return Err(Refusal::NotLater(Field::Review));
        }
        Ok(())
    }

    pub(crate) fn headed(&self) -> impl Iterator<Item = &Part> {
        self.extent.iter().chain(std::iter::once(&self.goal)).chain(&self.suitable)
    }

    pub(crate) fn parts_mut(&mut self) -> impl Iterator<Item = &mut Part> {
        self.extent.iter_mut().chain(std::iter::once(&mut self.goal)).chain(&mut self.suitable)
    }
}

/// A service was granted by a decision in another matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Granted {
    /// The decision.
    pub decision: DecisionId,
    /// The matter it was made in.
    pub from: MatterId,
    /// What.
    pub grant: Grant,
}

/// What the provider is asked to do (*uppdrag*): what they must know, and no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Assignment {
    /// When it was given.
    pub at: Moment,
    /// The needs it answers, quoted from the investigation.
    pub needs: Vec<Part>,
    /// What child and family want to work with, and what they do not want.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wishes: Vec<Part>,
    /// What the provider must know: risks, safety, limits of contact.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub must_know: Vec<Part>,
    /// How and when to report back, and what to tell at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_back: Option<Part>,
}

impl Assignment {
    pub(crate) fn statements(&self) -> impl Iterator<Item = &Part> {
        self.needs.iter().chain(&self.wishes).chain(&self.must_know)
    }

    pub(crate) fn parts_mut(&mut self) -> impl Iterator<Item = &mut Part> {
        self.needs.iter_mut().chain(&mut self.wishes).chain(&mut self.must_know).chain(&mut self.report_back)
    }
}

/// The provider answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AssignmentAnswer {
    /// Whether they take it.
    pub accepted: bool,
    /// What they say of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remarks: Option<Part>,
}

/// What happens to a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// It began.
    Started,
    /// It stands still.
    Interrupted {
        /// Why.
        motive: Part,
    },
    /// It goes on again.
    Resumed,
    /// That it has not been carried out was reported to IVO and the auditors (34 kap. 1 § SoL).
    NotCarriedOutReported,
    /// It ended.
    Ended {
        /// A code of `service_end_reason`.
        reason: Code,
        /// What became of it, for the child.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        result: Option<Part>,
    },
}

/// A step of a service, on its day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ServiceStep {
    /// When.
    pub at: Moment,
    /// What.
    pub step: Step,
}

impl ServiceStep {
    pub(crate) fn part(&self) -> Option<&Part> {
        match &self.step {
            Step::Interrupted { motive } => Some(motive),
            Step::Ended { result, .. } => result.as_ref(),
            _ => None,
        }
    }

    pub(crate) fn part_mut(&mut self) -> Option<&mut Part> {
        match &mut self.step {
            Step::Interrupted { motive } => Some(motive),
            Step::Ended { result, .. } => result.as_mut(),
            _ => None,
        }
    }
}

/// A service's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceState {
    /// What was granted.
    pub grant: Arc<Grant>,
    /// By which decision.
    pub decision: DecisionId,
    /// The investigation it came from.
    pub from: MatterId,
    /// The newest assignment, and its number.
    pub assignment: Option<(i64, Arc<Assignment>)>,
    /// Who took it, when somebody has.
    pub accepted_by: Option<Author>,
    /// Who carries it out from outside the authority, as on an envelope: to whom something of it was last sent.
    pub outside: Option<Text>,
    /// The newest plan, and its number.
    pub plan: Option<(i64, Arc<ServicePlan>)>,
    /// Follow-ups, by number.
    pub follow_ups: Vec<i64>,
    /// The day it is next followed up.
    pub review: Day,
    /// The day it began.
    pub started: Option<Day>,
    /// Since when it stands still.
    pub interrupted: Option<Day>,
    /// The day it ended.
    pub ended: Option<Day>,
    /// The number of the entry that ended it.
    pub ended_by: Option<i64>,
}

/// What can follow on what has happened, for the page that offers it and the command that does it.
impl ServiceState {
    /// It has not begun.
    pub fn can_start(&self) -> bool {
        self.started.is_none()
    }

    /// It has begun and does not stand still.
    pub fn can_be_interrupted(&self) -> bool {
        self.started.is_some() && self.interrupted.is_none()
    }

    /// It stands still.
    pub fn can_resume(&self) -> bool {
        self.interrupted.is_some()
    }

    /// It is not carried out: not begun, or standing still.
    pub fn can_be_reported(&self) -> bool {
        self.can_start() || self.can_resume()
    }
}

pub(crate) fn granted(file: &mut CaseFile, granted: &Granted, by: &Recorded) {
    let Some(matter) = by.matter else { return };
    let grant = &granted.grant;
    let state = ServiceState {
        grant: Arc::new(grant.clone()),
        decision: granted.decision,
        from: granted.from,
        assignment: None,
        accepted_by: None,
        outside: None,
        plan: None,
        follow_ups: Vec::new(),
        review: grant.review,
        started: None,
        interrupted: None,
        ended: None,
        ended_by: None,
    };
    let opened = Matter::opened(by, by.occurred.day, MatterState::Service(state));
    // Whoever investigated goes on being responsible; who carries it out is the service's own affair.
    let opened = match file.matter(granted.from) {
        Ok(investigation) => opened.held_as(investigation),
        Err(_) => opened,
    };
    file.matters.insert(matter, opened);
    if must_be_carried_out(file, granted.decision, by.occurred.day) {
        file.happened(GRANTED, by.occurred.day, Some(matter));
    }
    file.happened_until("service.review_set", by.occurred.day, Some(matter), Some(grant.review));
}

/// Whether it is reported when it is not carried out (34 kap. 1 § SoL): a service under 11 kap. 1 § or 12 kap. 1 §, as the row of its
/// decision says, not one that the authority gives beyond what there is a right to (11 kap. 4 §). Of an unknown decision it is.
fn must_be_carried_out(file: &CaseFile, decision: DecisionId, day: Day) -> bool {
    let kind = file.decisions.get(&decision).map(|state| &state.kind);
    let row = kind.and_then(|kind| LawBook::sweden().decision_type(kind, day).ok());
    row.is_none_or(|row| row.emits(GRANTED))
}

/// The event that starts the clock for carrying a service out.
pub(crate) const GRANTED: &str = "decision.granting_11_1_or_12_1";

pub(crate) fn assign(
    file: &CaseFile,
    matter: MatterId,
    assignment: Assignment,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    file.running_service(matter)?;
    check::happened(cx, assignment.at, Field::Occurred)?;
    if assignment.needs.is_empty() {
        return Err(Refusal::Missing(Field::Text));
    }
    let at = assignment.at;
    Ok(vec![NewEntry::new(Some(matter), at, Entry::AssignmentGiven(assignment))])
}

pub(crate) fn assigned(file: &mut CaseFile, assignment: &Assignment, by: &Recorded) {
    if let Some(state) = by.matter.and_then(|matter| file.service_mut(matter)) {
        state.assignment = Some((by.seq, Arc::new(assignment.clone())));
        state.accepted_by = None;
    }
}

pub(crate) fn sent(file: &mut CaseFile, dispatch: &Dispatch, by: &Recorded) {
    let Addressee::Provider(lines) = &dispatch.to else { return };
    if let Some(state) = by.matter.and_then(|matter| file.service_mut(matter)) {
        state.outside = Some(lines.clone());
    }
}

pub(crate) fn answer(
    file: &CaseFile,
    matter: MatterId,
    answer: AssignmentAnswer,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let service = file.running_service(matter)?;
    if service.assignment.is_none() {
        return Err(Refusal::NothingAssigned);
    }
    if service.accepted_by.is_some() {
        return Err(Refusal::DoneAlready);
    }
    if !answer.accepted && answer.remarks.is_none() {
        return Err(Refusal::Missing(Field::Motive));
    }
    Ok(vec![NewEntry::new(Some(matter), cx.moment(), Entry::AssignmentAnswered(answer))])
}

pub(crate) fn answered(file: &mut CaseFile, answer: &AssignmentAnswer, by: &Recorded) {
    if let Some(state) = by.matter.and_then(|matter| file.service_mut(matter)) {
        state.accepted_by = answer.accepted.then(|| by.by.clone());
    }
}

/// Records a step. What cannot follow on what has happened is refused; what is late is not.
pub(crate) fn step(
    file: &CaseFile,
    matter: MatterId,
    step: ServiceStep,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let service = file.running_service(matter)?;
    check::happened(cx, step.at, Field::Occurred)?;
    if step.at.day < file.matter(matter)?.opened {
        return Err(Refusal::BeforeArrival(Field::Occurred));
    }
    let fits = match &step.step {
        Step::Started => service.can_start(),
        Step::Interrupted { .. } => service.can_be_interrupted(),
        Step::Resumed => service.can_resume(),
        Step::NotCarriedOutReported => service.can_be_reported(),
        Step::Ended { reason, .. } => {
            check::code(cx, "service_end_reason", reason, Field::Reasons)?;
            true
        }
    };
    if !fits {
        return Err(Refusal::DoneAlready);
    }
    let at = step.at;
    Ok(vec![NewEntry::new(Some(matter), at, Entry::ServiceStepped(step))])
}

pub(crate) fn stepped(file: &mut CaseFile, step: &ServiceStep, by: &Recorded) {
    let Some(matter) = by.matter else { return };
    let day = step.at.day;
    let Some(state) = file.service_mut(matter) else { return };
    let event = match &step.step {
        Step::Started => {
            state.started = Some(day);
            "service.started"
        }
        Step::Interrupted { .. } => {
            state.interrupted = Some(day);
            "service.interrupted"
        }
        Step::Resumed => {
            state.interrupted = None;
            "service.resumed"
        }
        Step::NotCarriedOutReported => "non_execution.reported",
        Step::Ended { .. } => "service.ended",
    };
    file.happened(event, day, Some(matter));
}
