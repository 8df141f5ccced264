//! The investigation plan (*utredningsplan*): what is to be answered, how far one looks, whom one asks, and how the child takes part.
//!
//! No statute asks for a plan, but an investigation may be no wider than the circumstances call for (20 kap. 5 § SoL), and a plan is where
//! that is settled and can be shown. A plan is never changed: a later one takes its place, and both stand in the record.

use crate::{
    check,
    context::Context,
    entry::{Entry, NewEntry},
    file::{CaseFile, Recorded},
    id::MatterId,
    moment::Moment,
    refusal::{Field, Refusal},
    text::{Code, Part},
};
use law::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A plan as it was settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Plan {
    /// When it was settled.
    pub at: Moment,
    /// The questions to answer.
    pub questions: Vec<Part>,
    /// What is looked into: codes of `investigation_area`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<Code>,
    /// How far: a code of `investigation_depth`.
    pub depth: Code,
    /// Why so far and no further.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth_reason: Option<Part>,
    /// Who is contacted, and why: one statement each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Part>,
    /// How the child takes part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub child: Option<Part>,
    /// What the child and the guardians say of the plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub views: Vec<Part>,
    /// Days on which the worker looks at how it goes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Day>,
}

impl Plan {
    pub(crate) fn statements(&self) -> impl Iterator<Item = &Part> {
        self.contacts.iter().chain(&self.views)
    }

    pub(crate) fn headed(&self) -> impl Iterator<Item = &Part> {
        self.questions.iter().chain(&self.depth_reason).chain(&self.child)
    }

    pub(crate) fn parts_mut(&mut self) -> impl Iterator<Item = &mut Part> {
        let headed = self.questions.iter_mut().chain(&mut self.depth_reason).chain(&mut self.child);
        headed.chain(&mut self.contacts).chain(&mut self.views)
    }
}

pub(crate) fn settle(
    file: &CaseFile,
    matter: MatterId,
    plan: Plan,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let investigation = file.running_investigation(matter)?;
    check::happened(cx, plan.at, Field::Occurred)?;
    if plan.at.day < investigation.opened {
        return Err(Refusal::BeforeArrival(Field::Occurred));
    }
    if plan.questions.is_empty() {
        return Err(Refusal::Missing(Field::Questions));
    }
    check::code(cx, "investigation_depth", &plan.depth, Field::Depth)?;
    for area in &plan.areas {
        check::code(cx, "investigation_area", area, Field::Areas)?;
    }
    if plan.checks.iter().any(|day| *day < plan.at.day) {
        return Err(Refusal::NotLater(Field::Checks));
    }
    let at = plan.at;
    Ok(vec![NewEntry::new(Some(matter), at, Entry::PlanSettled(plan))])
}

pub(crate) fn settled(file: &mut CaseFile, plan: &Plan, by: &Recorded) {
    if let Some(state) = by.matter.and_then(|matter| file.investigation_mut(matter)) {
        state.questions.clone_from(&plan.questions);
        state.plan = Some(Arc::new(plan.clone()));
    }
}
