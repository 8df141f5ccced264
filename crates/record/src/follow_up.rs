//! Follow-up (*uppföljning*): did it help the child, in whose eyes, and what comes next.
//!
//! Every goal is rated by whoever rates it: the child, a guardian, the provider, the authority. The values stand side by side and are never
//! averaged into one.

use crate::{
    check,
    context::Context,
    entry::{Entry, NewEntry},
    file::{CaseFile, Recorded},
    id::{GoalId, MatterId, PersonId},
    moment::Moment,
    refusal::{Field, Refusal},
    text::{Code, Part},
};
use law::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A follow-up as it was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FollowUp {
    /// When.
    pub at: Moment,
    /// Values, one per goal and rater.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ratings: Vec<Rating>,
    /// How it has gone with each goal: codes of `goal_change`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<(GoalId, Code)>,
    /// How it is, and what is new.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// What helped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helped: Option<Part>,
    /// What did not help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hindered: Option<Part>,
    /// How the child says it is, from 1 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub childs_own: Option<u8>,
    /// What the child says of the help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub child: Option<Part>,
    /// What it leads to: a code of `follow_up_outcome`.
    pub outcome: Code,
    /// When it is next followed up; empty when it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Day>,
}

/// A value of a goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rating {
    /// Which goal.
    pub goal: GoalId,
    /// Who rates.
    pub by: Rater,
    /// The value, on the goal's scale.
    pub value: i32,
}

/// Who rates a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rater {
    /// The child.
    Child,
    /// A guardian.
    Guardian(PersonId),
    /// Whoever carries out the service.
    Provider,
    /// The authority's worker.
    Worker,
}

impl FollowUp {
    pub(crate) fn statements(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().chain(&self.child)
    }

    pub(crate) fn headed(&self) -> impl Iterator<Item = &Part> {
        self.helped.iter().chain(&self.hindered)
    }

    pub(crate) fn parts_mut(&mut self) -> impl Iterator<Item = &mut Part> {
        self.parts.iter_mut().chain(&mut self.child).chain(&mut self.helped).chain(&mut self.hindered)
    }
}

pub(crate) fn sign(
    file: &CaseFile,
    matter: MatterId,
    follow_up: FollowUp,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let service = file.service(matter)?;
    check::happened(cx, follow_up.at, Field::Occurred)?;
    if follow_up.at.day < file.matter(matter)?.opened {
        return Err(Refusal::BeforeArrival(Field::Occurred));
    }
    check::code(cx, "follow_up_outcome", &follow_up.outcome, Field::Outcome)?;
    let plan = service.plan.as_ref().map(|(_, plan)| plan);
    for rating in &follow_up.ratings {
        let goal = plan.and_then(|plan| plan.goal(rating.goal)).ok_or(Refusal::NotInFile(Field::Goal))?;
        if goal.measure.as_ref().is_none_or(|measure| !measure.holds(rating.value)) {
            return Err(Refusal::OffScale(rating.goal));
        }
    }
    for (goal, change) in &follow_up.changes {
        plan.and_then(|plan| plan.goal(*goal)).ok_or(Refusal::NotInFile(Field::Goal))?;
        check::code(cx, "goal_change", change, Field::Goal)?;
    }
    if follow_up.childs_own.is_some_and(|value| !(1..=10).contains(&value)) {
        return Err(Refusal::Missing(Field::ChildView));
    }
    if follow_up.next.is_some_and(|next| next <= follow_up.at.day) {
        return Err(Refusal::NotLater(Field::Review));
    }
    let at = follow_up.at;
    Ok(vec![NewEntry::new(Some(matter), at, Entry::FollowedUp(follow_up))])
}

pub(crate) fn signed(file: &mut CaseFile, follow_up: &FollowUp, by: &Recorded) {
    let Some(matter) = by.matter else { return };
    let day = follow_up.at.day;
    let Some(state) = file.service_mut(matter) else { return };
    state.follow_ups.push(by.seq);
    state.review = follow_up.next.unwrap_or(state.review);
    file.happened("service.followed_up", day, Some(matter));
    if let Some(next) = follow_up.next {
        file.happened_until("service.review_set", day, Some(matter), Some(next));
    }
}
