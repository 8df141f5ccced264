//! The goals of a service with their values over time: what was true when the plan was made, and what each who was asked has said since.
//!
//! Values of different people stand side by side and are never averaged: that a child says two and a parent four is the finding.

use law::Day;
use record::{
    Entry, GoalId, MatterId,
    follow_up::{FollowUp, Rater},
    service_plan::{Goal, Measure, ServicePlan},
};

use crate::entry_view::original;
use crate::reading::Reading;

/// A goal of the plan that stands, with its values.
pub struct Track<'a> {
    /// The goal.
    pub goal: &'a Goal,
    /// How it was when it was first planned.
    pub start: Option<(Day, i32)>,
    /// What has been said since, oldest first.
    pub values: Vec<Value>,
    /// How it has gone, in words of `goal_change`, where it is not measured.
    pub change: Option<&'a record::Code>,
}

/// What somebody said of a goal on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    /// When.
    pub day: Day,
    /// Who.
    pub by: Rater,
    /// On the goal's scale.
    pub value: i32,
}

/// What a service's entries say of its goals, oldest first.
struct Told<'a> {
    plans: Vec<(i64, &'a ServicePlan)>,
    follow_ups: Vec<(i64, &'a FollowUp)>,
}

impl<'a> Told<'a> {
    fn of(reading: &Reading<'a>, matter: MatterId) -> Self {
        let mut told = Self { plans: Vec::new(), follow_ups: Vec::new() };
        for entry in reading.open.entries.iter().filter(|entry| entry.matter == Some(matter)) {
            match original(&entry.entry) {
                Entry::ServicePlanned(plan) => told.plans.push((entry.seq, plan)),
                Entry::FollowedUp(follow_up) => told.follow_ups.push((entry.seq, follow_up)),
                _ => {}
            }
        }
        told.follow_ups.sort_by_key(|(_, one)| one.at);
        told
    }

    /// How a goal was measured when an entry was written.
    fn measure_at(&self, seq: i64, goal: GoalId) -> Option<&'a Measure> {
        let (_, plan) = self.plans.iter().rfind(|(planned, _)| *planned < seq)?;
        plan.goal(goal)?.measure.as_ref()
    }

    fn track(&self, goal: &'a Goal) -> Track<'a> {
        let same = |measure: Option<&Measure>| {
            goal.measure.as_ref().zip(measure).is_some_and(|(a, b)| is_same(a, b))
        };
        let start = self.plans.iter().find_map(|(_, plan)| {
            let then = plan.goal(goal.id).filter(|then| same(then.measure.as_ref()))?;
            Some((plan.at.day, then.baseline?))
        });
        let values = self.follow_ups.iter().filter(|(seq, _)| same(self.measure_at(*seq, goal.id)));
        let values = values.flat_map(|(_, one)| {
            let own = one.ratings.iter().filter(|rating| rating.goal == goal.id);
            own.map(|rating| Value { day: one.at.day, by: rating.by, value: rating.value })
        });
        let mut changes = self.follow_ups.iter().rev().flat_map(|(_, one)| &one.changes);
        let change = changes.find(|(of, _)| *of == goal.id).map(|(_, change)| change);
        Track { goal, start, values: values.collect(), change }
    }
}

/// Whether values on two scales can be compared: a goal may be measured in another way in a later plan.
fn is_same(one: &Measure, other: &Measure) -> bool {
    match (one, other) {
        (Measure::Attainment { .. }, Measure::Attainment { .. }) => true,
        (Measure::Count { unit, .. }, Measure::Count { unit: other, .. }) => {
            unit.as_str().to_lowercase() == other.as_str().to_lowercase()
        }
        _ => false,
    }
}

/// The goals of the newest plan, each with its values.
pub fn tracks<'a>(reading: &Reading<'a>, matter: MatterId) -> Vec<Track<'a>> {
    let told = Told::of(reading, matter);
    let goals = told.plans.last().into_iter().flat_map(|(_, plan)| &plan.goals);
    goals.map(|goal| told.track(goal)).collect()
}

impl Track<'_> {
    /// What was first known: the value when the plan was made, else the first that anybody gave.
    pub fn first(&self) -> Option<(i32, i32)> {
        match self.start {
            Some((_, value)) => Some((value, value)),
            None => self.said_on(self.values.first()?.day),
        }
    }

    /// What was last said: the lowest and the highest of those who were asked.
    pub fn last(&self) -> Option<(i32, i32)> {
        self.said_on(self.values.last()?.day)
    }

    fn said_on(&self, day: Day) -> Option<(i32, i32)> {
        let said = || self.values.iter().filter(|value| value.day == day).map(|value| value.value);
        Some((said().min()?, said().max()?))
    }

    /// Everybody who has been asked, in the order of [`Rater`]: the child first.
    pub fn raters(&self) -> Vec<Rater> {
        let mut raters: Vec<Rater> = self.values.iter().map(|value| value.by).collect();
        raters.sort_unstable();
        raters.dedup();
        raters
    }

    /// Every day with a value.
    pub fn days(&self) -> Vec<Day> {
        let start = self.start.into_iter().map(|(day, _)| day);
        let mut days: Vec<Day> = start.chain(self.values.iter().map(|value| value.day)).collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// Who rates, by name.
pub fn rater(reading: &Reading<'_>, by: Rater) -> String {
    match by {
        Rater::Child => reading.child(),
        Rater::Guardian(person) => reading.name(person),
        Rater::Provider => reading.w.t("rater-provider").into_owned(),
        Rater::Worker => reading.w.t("rater-worker").into_owned(),
    }
}

/// A value as it is written: with its sign on a scale around nothing.
pub fn written(measure: &Measure, value: i32) -> String {
    match measure {
        Measure::Attainment { .. } if value > 0 => format!("+{value}"),
        _ if value < 0 => format!("−{}", value.unsigned_abs()),
        _ => value.to_string(),
    }
}

/// What the values say, in a sentence: where it began, where it stands, and the goal.
pub fn finding(reading: &Reading<'_>, track: &Track<'_>) -> Option<String> {
    let measure = track.goal.measure.as_ref()?;
    let first = track.first()?;
    let last = track.last().unwrap_or(first);
    let range = |(low, high): (i32, i32)| {
        let (low, high) = (written(measure, low), written(measure, high));
        if low == high {
            low
        } else {
            reading.w.with("goal-range", &[("low", low.into()), ("high", high.into())])
        }
    };
    let how = match track.last() {
        None => "begun",
        Some(_) if track.start.is_none() && track.days().len() < 2 => "begun",
        Some(last) if last == first => "same",
        Some(_) => "changed",
    };
    let mut values = vec![("from", range(first).into()), ("to", range(last).into())];
    let scale = match measure {
        Measure::Attainment { .. } => "gas",
        Measure::Count { unit, target } => {
            values.push(("unit", crate::reading::capital(unit.as_str()).into()));
            values.push(("target", target.to_string().into()));
            "count"
        }
    };
    Some(reading.w.with(&format!("finding-{scale}-{how}"), &values))
}
