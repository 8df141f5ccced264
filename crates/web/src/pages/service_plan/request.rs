//! The plan's form: rows that grow, read goal by goal. What is not a number is told at its field; what could be clearer is asked about
//! by the page and never stands in the way.

use law::Day;
use record::{
    GoalId, Moment, Part, PartKind, PersonId, Speaker, Text,
    service_plan::{Activity, Goal, Measure, ServicePlan},
};

use crate::desk::{Desk, Errors, Typed, Visitor};
use crate::file_page::{read_day, read_moment, read_text};
use crate::reading::Reading;
use crate::said;

/// Most goals, and most activities of one. A plan with more is followed by nobody.
pub(super) const GOALS_MAX: usize = 12;
pub(super) const ACTIVITIES_MAX: usize = 8;
/// Rows that stand on the page from the beginning.
pub(super) const ROWS: usize = 2;

/// The outcomes of goal attainment scaling, as their fields are called.
pub(super) const OUTCOMES: [(&str, &str); 5] = [
    ("a", "goal-outcome-m2"),
    ("b", "goal-outcome-m1"),
    ("c", "goal-outcome-0"),
    ("d", "goal-outcome-p1"),
    ("e", "goal-outcome-p2"),
];

/// How many goals the form shows.
pub(super) fn goals_shown(typed: &Typed) -> usize {
    count(typed.get("goals"), GOALS_MAX)
}

/// How many activities a goal shows.
pub(super) fn activities_shown(typed: &Typed, goal: usize) -> usize {
    count(typed.get(&format!("goal-{goal}-activities")), ACTIVITIES_MAX)
}

fn count(text: &str, most: usize) -> usize {
    text.parse().unwrap_or(ROWS).clamp(ROWS, most)
}

/// The same form with one row more, and the field it begins with; nothing where no row was asked for.
pub(super) fn with_row(typed: &Typed, deed: &str) -> Option<(Typed, String)> {
    let (name, n, focus) = match deed.strip_prefix("activity-") {
        Some(goal) => {
            let goal: usize = goal.parse().ok()?;
            let n = (activities_shown(typed, goal) + 1).min(ACTIVITIES_MAX);
            (format!("goal-{goal}-activities"), n, format!("goal-{goal}-activity-{n}"))
        }
        None if deed == "goal" => {
            let n = (goals_shown(typed) + 1).min(GOALS_MAX);
            ("goals".to_owned(), n, format!("goal-{n}"))
        }
        None => return None,
    };
    let kept = typed.pairs().filter(|(other, _)| *other != name && *other != "deed");
    let pairs = kept.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let pairs: Vec<_> = pairs.chain([(name.clone(), n.to_string())]).collect();
    Some((Typed::from_pairs(pairs), focus))
}

/// A number as people write it: `−1`, `+2`, `3`.
pub(crate) fn number(text: &str) -> Option<i32> {
    text.trim().replace('−', "-").parse().ok()
}

/// What the form says, for the plan's command.
pub(super) struct Form<'a> {
    pub(super) desk: &'a Desk,
    pub(super) visitor: &'a Visitor,
    pub(super) reading: &'a Reading<'a>,
    pub(super) typed: &'a Typed,
}

impl Form<'_> {
    /// Reads the plan.
    pub(super) fn read(&self) -> Result<ServicePlan, Errors> {
        let mut errors = Errors::none();
        let goals: Vec<Goal> =
            (1..=goals_shown(self.typed)).filter_map(|n| self.goal(n, &mut errors)).collect();
        if goals.is_empty() && errors.is_empty() {
            errors.push("goal-1", self.visitor.w.t("refusal-missing-goal"));
        }
        let at = read_moment(self.visitor, self.typed, "occurred", &mut errors);
        let review = read_day(self.visitor, self.typed, "review", &mut errors);
        if review.is_none() {
            errors.push("review", self.visitor.w.t("service-plan-error-review"));
        }
        let child = self.text("child-view", &mut errors).map(|text| Part::words(Speaker::Child, text));
        let guardians = self.guardians(&mut errors);
        match (at, review) {
            (Some(at), Some(review)) if errors.is_empty() => {
                Ok(ServicePlan { at, goals, child, guardians, review })
            }
            _ => Err(errors),
        }
    }

    fn guardians(&self, errors: &mut Errors) -> Vec<Part> {
        let mut view = |person: PersonId| {
            let text = self.text(&format!("guardian-{person}"), errors)?;
            Some(Part::words(Speaker::Person(person), text))
        };
        guardians(self.reading).into_iter().filter_map(&mut view).collect()
    }

    fn text(&self, name: &str, errors: &mut Errors) -> Option<Text> {
        read_text(self.visitor, self.typed, name, errors)
    }

    fn goal(&self, n: usize, errors: &mut Errors) -> Option<Goal> {
        let name = |field: &str| format!("goal-{n}-{field}");
        let activities: Vec<Activity> = (1..=activities_shown(self.typed, n))
            .filter_map(|a| self.text(&name(&format!("activity-{a}")), errors))
            .map(|text| Activity { part: Part::fact(text) })
            .collect();
        let measure = self.measure(n, errors);
        let Some(text) = self.text(&format!("goal-{n}"), errors) else {
            if !activities.is_empty() || measure.is_some() {
                errors.push(format!("goal-{n}"), self.visitor.w.t("service-plan-error-goal"));
            }
            return None;
        };
        let baseline = self.number(&name("baseline"), errors);
        let off = |measure: &Measure| baseline.is_some_and(|value| !measure.holds(value));
        if measure.as_ref().is_some_and(off) {
            errors.push(name("baseline"), off_scale(self.visitor, measure.as_ref()));
        }
        let id = self.typed.id(&name("id"));
        Some(Goal {
            id: id.unwrap_or_else(|| GoalId::new(self.desk.house.new_id(self.visitor.now))),
            part: self.whose(&name("by"), text, errors),
            measure,
            baseline,
            by: self.day(&name("day"), errors),
            activities,
        })
    }

    /// The goal with whose words it is.
    fn whose(&self, name: &str, text: Text, errors: &mut Errors) -> Part {
        match self.text(name, errors) {
            Some(who) => Part::new(PartKind::Words, text).said_by(said::speaker(self.reading, who)),
            None => Part::assessment(text),
        }
    }

    fn measure(&self, n: usize, errors: &mut Errors) -> Option<Measure> {
        let name = |field: &str| format!("goal-{n}-{field}");
        if self.typed.get(&name("measure")) == "gas" {
            let outcomes = OUTCOMES.map(|(field, _)| self.text(&name(field), errors));
            return Some(Measure::Attainment { outcomes });
        }
        let unit = self.text(&name("unit"), errors)?;
        let target = self.number(&name("target"), errors);
        if target.is_none() {
            errors.push(name("target"), self.visitor.w.t("service-plan-error-target"));
        }
        Some(Measure::Count { unit, target: target? })
    }

    fn number(&self, name: &str, errors: &mut Errors) -> Option<i32> {
        let text = self.typed.trimmed(name);
        let value = number(text);
        if value.is_none() && !text.is_empty() {
            errors.push(name, self.visitor.w.t("error-number"));
        }
        value
    }

    fn day(&self, name: &str, errors: &mut Errors) -> Option<Day> {
        let text = self.typed.trimmed(name);
        let day = text.parse().ok();
        if day.is_none() && !text.is_empty() {
            errors.push(name, self.visitor.w.t("error-day"));
        }
        day
    }
}

/// What is said at a value that does not lie on its scale.
pub(crate) fn off_scale(visitor: &Visitor, measure: Option<&Measure>) -> String {
    let key = match measure {
        Some(Measure::Attainment { .. }) => "error-off-gas",
        _ => "error-off-count",
    };
    visitor.w.t(key).into_owned()
}

/// The guardians whose view is asked for.
pub(super) fn guardians(reading: &Reading<'_>) -> Vec<PersonId> {
    reading.open.file.guardians(reading.today).collect()
}

/// The form's fields for a plan that stands, or for an empty one.
pub(super) fn presets(
    reading: &Reading<'_>,
    plan: Option<&ServicePlan>,
    review: Day,
    at: Moment,
) -> Vec<(String, String)> {
    let mut pairs = crate::file_page::moment_pairs("occurred", at);
    pairs.push(("review".to_owned(), review.to_string()));
    let goals = plan.map(|plan| plan.goals.as_slice()).unwrap_or_default();
    pairs.push(("goals".to_owned(), goals.len().max(ROWS).to_string()));
    for (n, goal) in (1..).zip(goals) {
        pairs.extend(of_goal(reading, n, goal));
    }
    pairs
}

fn of_goal(reading: &Reading<'_>, n: usize, goal: &Goal) -> Vec<(String, String)> {
    let name = |field: &str| format!("goal-{n}-{field}");
    let mut pairs = vec![
        (format!("goal-{n}"), goal.part.text.to_string()),
        (name("id"), goal.id.to_string()),
        (name("by"), goal.part.said_by.as_ref().map(|by| reading.speaker(by)).unwrap_or_default()),
        (name("baseline"), goal.baseline.map(|value| value.to_string()).unwrap_or_default()),
        (name("day"), goal.by.map(|day| day.to_string()).unwrap_or_default()),
        (name("activities"), goal.activities.len().max(ROWS).to_string()),
    ];
    match &goal.measure {
        Some(Measure::Count { unit, target }) => {
            pairs.push((name("unit"), unit.to_string()));
            pairs.push((name("target"), target.to_string()));
        }
        Some(Measure::Attainment { outcomes }) => {
            pairs.push((name("measure"), "gas".to_owned()));
            let told = OUTCOMES.iter().zip(outcomes);
            pairs.extend(
                told.filter_map(|((field, _), text)| Some((name(field), text.as_ref()?.to_string()))),
            );
        }
        None => {}
    }
    let activities = (1..).zip(&goal.activities);
    pairs.extend(activities.map(|(a, one)| (name(&format!("activity-{a}")), one.part.text.to_string())));
    pairs
}
