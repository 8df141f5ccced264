//! What stands in the copies: the assignment and the two plans as texts of blocks, in the letter's own Swedish.

use law::Day;
use record::party_copy::Block;
use record::plan::Plan;
use record::service::{Assignment, ServiceState};
use record::service_plan::{Goal, Measure, ServicePlan};
use record::{Code, Entry, MatterId, MatterState, Part, Recorded};

use super::{At, DrawnUp, Whom};
use crate::entry_view::original;
use crate::format;
use crate::goals;
use crate::party::{Quoting, Source, own, text};
use crate::reading::{Reading, date};

/// What was drawn up, ready to be sent to somebody.
pub(super) fn source(reading: &Reading<'_>, matter: MatterId, recorded: &Recorded) -> Source {
    let entry = original(&recorded.entry);
    let quoting = Quoting::new(recorded.seq, entry);
    let service = match reading.open.file.matters.get(&matter).map(|matter| &matter.state) {
        Some(MatterState::Service(service)) => Some(service),
        _ => None,
    };
    let blocks = match (entry, service) {
        (Entry::AssignmentGiven(assignment), Some(service)) => {
            let what = of_service(reading, matter, service);
            what.into_iter().chain(of_assignment(reading, &quoting, service, assignment)).collect()
        }
        (Entry::ServicePlanned(plan), Some(service)) => {
            let what = of_service(reading, matter, service);
            what.into_iter().chain(of_service_plan(reading, &quoting, plan)).collect()
        }
        (Entry::PlanSettled(plan), _) => of_plan(reading, &quoting, plan),
        _ => Vec::new(),
    };
    Source { seq: recorded.seq, blocks }
}

/// Our own words before it: what this is, and whom it is about. The child is spoken to as itself.
pub(super) fn before(reading: &Reading<'_>, what: DrawnUp, whom: &Whom) -> Block {
    let who = match whom {
        Whom::Provider => "provider",
        Whom::Person(person) if reading.open.file.person() == Some(*person) => "child",
        Whom::Person(_) => "family",
    };
    let key = format!("dispatch-before-{}-{who}", what.key());
    own("", [reading.w.t1(&key, "child", reading.child_in_text())])
}

/// Where it stands, and what the link there is called.
pub(super) fn back(at: &At<'_>) -> (&'static str, String) {
    let matter = format!("/akt/{}/arende/{}", at.open.id, at.matter);
    match at.what {
        DrawnUp::Plan => ("dispatch-to-plan", format!("{matter}/plan")),
        DrawnUp::Assignment | DrawnUp::ServicePlan => ("dispatch-to-service", format!("{matter}/insats")),
    }
}

fn letter_day(reading: &Reading<'_>, day: Day) -> String {
    format::day_letter(reading.w, date(day))
}

/// The service: what, from when, to when, how much; then what it is to lead to.
fn of_service(reading: &Reading<'_>, matter: MatterId, service: &ServiceState) -> Vec<Block> {
    let (w, grant) = (reading.w, &service.grant);
    let from = letter_day(reading, grant.from);
    let time = match grant.until {
        Some(until) => {
            w.with("told-from-until", &[("from", from.into()), ("until", letter_day(reading, until).into())])
        }
        None => w.t1("told-from", "from", from),
    };
    let mut what = own(&reading.code("service_kind", &grant.service), [time]);
    let granted = reading.open.entries.iter().find_map(|recorded| match original(&recorded.entry) {
        entry @ Entry::ServiceGranted(granted) if recorded.matter == Some(matter) => {
            Some((Quoting::new(recorded.seq, entry), &granted.grant))
        }
        _ => None,
    });
    let Some((quoting, grant)) = granted else { return vec![what] };
    what.parts.extend(grant.extent.as_ref().and_then(|extent| quoting.of(extent)));
    std::iter::once(what).chain(quoting.block(w.t("told-goal"), [&grant.goal])).collect()
}

fn of_assignment(
    reading: &Reading<'_>,
    quoting: &Quoting<'_>,
    service: &ServiceState,
    assignment: &Assignment,
) -> Vec<Block> {
    let w = reading.w;
    let review = w.t1("told-review", "day", letter_day(reading, service.review));
    let mut back = own(&w.t("dispatch-report-back"), [review]);
    back.parts.extend(assignment.report_back.as_ref().and_then(|part| quoting.of(part)));
    let said = [
        quoting.block(w.t("assignment-needs"), &assignment.needs),
        quoting.block(w.t("assignment-wishes"), &assignment.wishes),
        quoting.block(w.t("dispatch-must-know"), &assignment.must_know),
    ];
    said.into_iter().flatten().chain([back]).collect()
}

fn of_service_plan(reading: &Reading<'_>, quoting: &Quoting<'_>, plan: &ServicePlan) -> Vec<Block> {
    let w = reading.w;
    let goals = plan.goals.iter().zip(1..).map(|(goal, n)| of_goal(reading, quoting, n, goal));
    let child = quoting.block(w.t("dispatch-child-says"), &plan.child);
    let guardians = quoting.block(w.t("dispatch-guardians-say"), &plan.guardians);
    let review = w.t1("told-review", "day", letter_day(reading, plan.review));
    let review = own(&w.t("dispatch-review"), [review]);
    goals.chain(child).chain(guardians).chain([review]).collect()
}

/// A goal, how it is seen that it is reached, how it is today, and what is done.
fn of_goal(reading: &Reading<'_>, quoting: &Quoting<'_>, n: usize, goal: &Goal) -> Block {
    let w = reading.w;
    let measured = goal.measure.as_ref().map(|measure| match measure {
        Measure::Attainment { .. } => w.t("dispatch-measured-gas").into_owned(),
        Measure::Count { unit, target } => w.with(
            "dispatch-measured-count",
            &[("unit", unit.to_string().into()), ("target", (*target).into())],
        ),
    });
    let outcomes = match &goal.measure {
        Some(measure @ Measure::Attainment { outcomes }) => {
            let worded = (-2..=2).zip(outcomes).filter_map(|(value, text)| Some((value, text.as_ref()?)));
            worded.map(|(value, text)| format!("{} {text}", goals::written(measure, value))).collect()
        }
        _ => Vec::new(),
    };
    let today = goal
        .baseline
        .zip(goal.measure.as_ref())
        .map(|(value, measure)| w.t1("dispatch-baseline", "value", goals::written(measure, value)));
    let by = goal.by.map(|day| w.t1("dispatch-by", "day", letter_day(reading, day)));
    let lines = measured.into_iter().chain(outcomes).chain(today).chain(by).filter_map(text).map(Part::fact);
    let activities = goal.activities.iter().filter_map(|activity| quoting.of(&activity.part));
    let parts = quoting.of(&goal.part).into_iter().chain(lines).chain(activities).collect();
    Block { heading: text(w.t1("service-plan-goal-n", "n", n)), parts }
}

fn of_plan(reading: &Reading<'_>, quoting: &Quoting<'_>, plan: &Plan) -> Vec<Block> {
    let w = reading.w;
    let code = |list: &str, code: &Code| reading.code(list, code);
    let areas: Vec<String> = plan.areas.iter().map(|area| code("investigation_area", area)).collect();
    let checks: Vec<String> = plan.checks.iter().map(|day| letter_day(reading, *day)).collect();
    let mut depth = own(&w.t("dispatch-depth"), [format!("{}.", code("investigation_depth", &plan.depth))]);
    depth.parts.extend(plan.depth_reason.as_ref().and_then(|part| quoting.of(part)));
    let listed = |heading: &str, all: Vec<String>| {
        (!all.is_empty()).then(|| own(&w.t(heading), [format!("{}.", all.join(", "))]))
    };
    let blocks = [
        quoting.block(w.t("share-questions"), &plan.questions),
        listed("dispatch-areas", areas),
        Some(depth),
        quoting.block(w.t("dispatch-contacts"), &plan.contacts),
        quoting.block(w.t("dispatch-child-part"), &plan.child),
        quoting.block(w.t("dispatch-views"), &plan.views),
        listed("dispatch-checks", checks),
    ];
    blocks.into_iter().flatten().collect()
}
