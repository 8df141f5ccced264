//! The provider's plan (*genomförandeplan*): goals set with the family, in whose words, measured how, and what is done to get there.
//!
//! Three levels: what the decision wants to become different, the goals on the way, and for each the activities. A goal that cannot be
//! measured can still be written: [`Goal::doubts`] asks, and blocks nothing.

use crate::{
    check,
    context::Context,
    entry::{Entry, NewEntry},
    file::{CaseFile, Recorded},
    id::{GoalId, MatterId},
    moment::Moment,
    refusal::{Field, Refusal},
    text::{Part, Text},
};
use law::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A plan as it was agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ServicePlan {
    /// When.
    pub at: Moment,
    /// The goals.
    pub goals: Vec<Goal>,
    /// What the child says of the plan, or how its wishes were found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub child: Option<Part>,
    /// What the guardians say of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guardians: Vec<Part>,
    /// When it is followed up.
    pub review: Day,
}

/// A goal on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Goal {
    /// Its id: the same in every later plan, so that its values can be followed.
    pub id: GoalId,
    /// Who does what, in which situation; and whose words it is.
    pub part: Part,
    /// How it is seen that it is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
    /// How it was when the plan was made, on the measure's scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<i32>,
    /// When it is to be reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Day>,
    /// What is done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<Activity>,
}

/// How a goal is measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Goal attainment scaling (GAS): five outcomes from −2, much worse than expected, by 0, expected, to +2, much better. Texts that
    /// are missing are not needed to use the scale.
    Attainment {
        /// The outcomes, −2 first.
        outcomes: [Option<Text>; 5],
    },
    /// Something that is counted.
    Count {
        /// What: "skoldagar i veckan".
        unit: Text,
        /// How many are wanted.
        target: i32,
    },
}

impl Measure {
    /// The value that means: reached.
    pub fn target(&self) -> i32 {
        match self {
            Self::Attainment { .. } => 0,
            Self::Count { target, .. } => *target,
        }
    }

    /// Whether a value lies on the scale.
    pub fn holds(&self, value: i32) -> bool {
        match self {
            Self::Attainment { .. } => (-2..=2).contains(&value),
            Self::Count { .. } => (0..=100_000).contains(&value),
        }
    }
}

/// Something that is done to reach a goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Activity {
    /// What, who and how often.
    pub part: Part,
}

/// What may be wrong with a goal. Asked, never blocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// The name of a service stands as a goal: what should it lead to?
    MeasureAsGoal,
    /// Two goals in one: which is followed up?
    TwoInOne,
    /// Says only what should not be: what should be instead?
    Negation,
    /// "Better" or "more" without saying than what.
    NoUnit,
    /// How is it seen that it is reached?
    NoMeasure,
    /// How is it today?
    NoBaseline,
    /// When is it to be reached?
    NoDay,
}

/// Words that name what is done, not what it leads to.
const SERVICES: [&str; 8] = [
    "familjebehandling",
    "föräldraprogram",
    "kontaktperson",
    "kontaktfamilj",
    "samtal med",
    "öppenvård",
    "stödsamtal",
    "råd och stöd",
];
/// Words that join two goals.
const JOINS: [&str; 3] = [" samt ", " och att ", "; "];
/// Words that say what should not be.
const NEGATIONS: [&str; 5] = ["inte ", "sluta ", "aldrig ", "slippa ", "ingen "];
/// Words of change without a measure.
const VAGUE: [&str; 6] = ["förbättra", "öka", "minska", "bättre ", "stärka", "utveckla"];

impl Goal {
    /// What may be wrong with it, in the order to ask.
    pub fn doubts(&self) -> Vec<Doubt> {
        let words = format!("{} ", self.part.text.as_str().to_lowercase());
        let any = |list: &[&str]| list.iter().any(|word| words.contains(word));
        let counted = words.chars().any(|c| c.is_ascii_digit());
        let found = [
            (Doubt::MeasureAsGoal, SERVICES.iter().any(|name| words.starts_with(name))),
            (Doubt::TwoInOne, any(&JOINS)),
            (Doubt::Negation, any(&NEGATIONS)),
            (Doubt::NoUnit, any(&VAGUE) && !counted && self.measure.is_none()),
            (Doubt::NoMeasure, self.measure.is_none()),
            (Doubt::NoBaseline, self.measure.is_some() && self.baseline.is_none()),
            (Doubt::NoDay, self.by.is_none()),
        ];
        found.into_iter().filter_map(|(doubt, holds)| holds.then_some(doubt)).collect()
    }
}

impl ServicePlan {
    /// The goal with this id.
    pub fn goal(&self, id: GoalId) -> Option<&Goal> {
        self.goals.iter().find(|goal| goal.id == id)
    }

    pub(crate) fn statements(&self) -> impl Iterator<Item = &Part> {
        let goals = self.goals.iter().flat_map(|goal| {
            std::iter::once(&goal.part).chain(goal.activities.iter().map(|activity| &activity.part))
        });
        goals.chain(&self.child).chain(&self.guardians)
    }

    pub(crate) fn parts_mut(&mut self) -> impl Iterator<Item = &mut Part> {
        let goals = self.goals.iter_mut().flat_map(|goal| {
            std::iter::once(&mut goal.part)
                .chain(goal.activities.iter_mut().map(|activity| &mut activity.part))
        });
        goals.chain(&mut self.child).chain(&mut self.guardians)
    }
}

pub(crate) fn agree(
    file: &CaseFile,
    matter: MatterId,
    plan: ServicePlan,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    file.running_service(matter)?;
    check::happened(cx, plan.at, Field::Occurred)?;
    if plan.goals.is_empty() {
        return Err(Refusal::Missing(Field::Goal));
    }
    if plan.review < plan.at.day {
        return Err(Refusal::NotLater(Field::Review));
    }
    for goal in &plan.goals {
        let off_scale = |measure: &Measure| goal.baseline.is_some_and(|value| !measure.holds(value));
        if goal.measure.as_ref().is_some_and(off_scale) {
            return Err(Refusal::OffScale(goal.id));
        }
    }
    let at = plan.at;
    Ok(vec![NewEntry::new(Some(matter), at, Entry::ServicePlanned(plan))])
}

pub(crate) fn agreed(file: &mut CaseFile, plan: &ServicePlan, by: &Recorded) {
    let Some(matter) = by.matter else { return };
    let Some(state) = file.service_mut(matter) else { return };
    state.plan = Some((by.seq, Arc::new(plan.clone())));
    state.review = plan.review;
    file.happened_until("service.review_set", plan.at.day, Some(matter), Some(plan.review));
}
