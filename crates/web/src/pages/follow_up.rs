//! `/akt/{file}/arende/{matter}/uppfoljning`: did it help the child, in whose eyes, and what comes next.
//!
//! In a service: a value for each goal by each who was asked, what helped and what did not, and the day of the next time; a service can
//! end here. In a follow-up after a closed investigation (`follow_up/after.rs`) the same address is the page of the matter.

mod after;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use record::{
    Code, Command, FileId, GoalId, MatterId, MatterState, Part, PersonId, Speaker,
    follow_up::{FollowUp, Rater, Rating},
    service::{ServiceState, ServiceStep, Step},
    service_plan::{Goal, Measure},
};
use store::OpenFile;

use crate::desk::{Desk, Errors, Page, Typed, Visitor, done_words, html_with, not_found, see_other};
use crate::entry_view::{self, StatementView};
use crate::fields::{Choice, Draft, Field};
use crate::file_page::{
    self, Back, Hidden, Sheet, moment_now, moment_pairs, read_day, read_moment, read_text, title,
};
use crate::goals::{self, Track};
use crate::pages::drafts;
use crate::pages::service::{ENDED, afterwards, done_before, named};
use crate::pages::service_plan::{next_review, number, off_scale};
use crate::parts::PersonHead;
use crate::reading::{Reading, capital, choose};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

pub use self::after::is_follow_up;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/arende/{matter}/uppfoljning", show, sign)
}

/// Is the matter a measure, and no service?
fn is_measure(open: &OpenFile, matter: &str) -> Result<bool, Page> {
    let (_, matter) = file_page::matter(open, matter)?;
    Ok(matches!(matter.state, MatterState::Measure(_)))
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Service).await?;
    if is_measure(&open, &matter)? {
        let done = done_words(visitor.w, query.as_deref());
        return after::show(&desk, &visitor, &open, &matter, done);
    }
    let (id, _, _) = named(&open, &matter)?;
    let reading = file_page::reading(&desk, &visitor, &open);
    if !reading.writes_in(Some(id)) {
        return Err(not_found());
    }
    let kept = drafts::kept(&desk, &visitor, &form_name(id), Some(open.id)).await?;
    let typed = kept.typed(presets(&reading, &visitor));
    draw(&desk, &visitor, &open, &matter, &typed, &Back::fresh(), kept.view)
}

fn form_name(matter: MatterId) -> String {
    format!("follow_up-{matter}")
}

fn presets(reading: &Reading<'_>, visitor: &Visitor) -> Vec<(String, String)> {
    let mut pairs = moment_pairs("occurred", moment_now(visitor));
    let rater = if reading.is_provider() { "provider" } else { "worker" };
    let review = next_review(reading.today).to_string();
    pairs.extend(
        [("rater", rater), ("outcome", "continue"), ("review", &review)]
            .map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
    pairs
}

async fn sign(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open_to_act(&desk, &visitor, &file, store::Part::Note, &typed).await?;
    let Some(open) = open else { return Ok(see_other(&done_before(&file, &matter)?)) };
    if is_measure(&open, &matter)? {
        return after::act(&desk, &visitor, &open, &matter, &typed).await;
    }
    let (id, _, service) = named(&open, &matter)?;
    let reading = file_page::reading(&desk, &visitor, &open);
    let wish = match read(&reading, &visitor, service, &typed) {
        Ok((follow_up, end)) => {
            let mut commands = vec![Command::FollowUp(id, follow_up)];
            commands.extend(end.map(|step| Command::StepService(id, step)));
            Ok(file_page::wish(&typed, open.id, commands)?)
        }
        Err(errors) => Err(errors),
    };
    let Some(back) = file_page::carry_out_wish(&desk, &visitor, wish).await? else {
        let ends = service.ended.is_none() && typed.is("outcome", "end");
        return Ok(see_other(&afterwards(&reading, id, if ends { ENDED } else { "uppfoljning" })));
    };
    let draft = drafts::draft_of(&desk, &visitor, &typed, &form_name(id), Some(open.id)).await?;
    draw(&desk, &visitor, &open, &matter, &typed, &back, draft)
}

/// Everybody who may rate, with the word by which forms call them.
fn raters(reading: &Reading<'_>) -> Vec<(Rater, String)> {
    let guardians = reading.open.file.guardians(reading.today);
    let guardians = guardians.map(|person: PersonId| (Rater::Guardian(person), person.to_string()));
    let fixed = |by, code: &str| (by, code.to_owned());
    std::iter::once(fixed(Rater::Child, "child"))
        .chain(guardians)
        .chain([fixed(Rater::Provider, "provider"), fixed(Rater::Worker, "worker")])
        .collect()
}

/// The name of a value's field: the one who was chosen for all goals, or somebody else.
fn value_name(goal: GoalId, rater: Option<&str>) -> String {
    match rater {
        Some(rater) => format!("value-{goal}-{rater}"),
        None => format!("value-{goal}"),
    }
}

fn plan_goals(service: &ServiceState) -> &[Goal] {
    service.plan.as_ref().map(|(_, plan)| plan.goals.as_slice()).unwrap_or_default()
}

/// The follow-up, and the step that ends the service where it ends with it.
fn read(
    reading: &Reading<'_>,
    visitor: &Visitor,
    service: &ServiceState,
    typed: &Typed,
) -> Result<(FollowUp, Option<ServiceStep>), Errors> {
    let mut errors = Errors::none();
    let at = read_moment(visitor, typed, "occurred", &mut errors);
    let ratings = read_ratings(reading, visitor, service, typed, &mut errors);
    let changes = plan_goals(service).iter().filter_map(|goal| {
        let code = typed.trimmed(&format!("change-{}", goal.id));
        (!code.is_empty()).then(|| (goal.id, Code::from(code)))
    });
    let changes = changes.collect();
    let outcome = Code::from(typed.trimmed("outcome"));
    let ends = outcome.as_str() == "end" && service.ended.is_none();
    let next = read_day(visitor, typed, "review", &mut errors).filter(|_| !ends);
    let mut text = |name: &str| read_text(visitor, typed, name, &mut errors);
    let parts = text("text").map(Part::fact).into_iter().collect();
    let (helped, hindered) = (text("helped").map(Part::assessment), text("hindered").map(Part::assessment));
    let child = text("child-words").map(|words| Part::words(Speaker::Child, words));
    let result = text("result").map(Part::assessment);
    let childs_own = childs_own(visitor, typed, &mut errors);
    let reason = Some(typed.trimmed("reasons")).filter(|reason| !reason.is_empty());
    if ends && reason.is_none() {
        errors.push("reasons", visitor.w.t("service-error-reason"));
    }
    let Some(at) = at.filter(|_| errors.is_empty()) else { return Err(errors) };
    let end = reason
        .filter(|_| ends)
        .map(|reason| ServiceStep { at, step: Step::Ended { reason: Code::from(reason), result } });
    Ok((FollowUp { at, ratings, changes, parts, helped, hindered, childs_own, child, outcome, next }, end))
}

fn read_ratings(
    reading: &Reading<'_>,
    visitor: &Visitor,
    service: &ServiceState,
    typed: &Typed,
    errors: &mut Errors,
) -> Vec<Rating> {
    let raters = raters(reading);
    let chosen = raters.iter().find(|(_, code)| code == typed.trimmed("rater"));
    let mut ratings = Vec::new();
    for goal in plan_goals(service).iter().filter(|goal| goal.measure.is_some()) {
        let first = chosen.map(|(by, _)| (*by, value_name(goal.id, None)));
        let others = raters.iter().filter(|rater| Some(*rater) != chosen);
        let others = others.map(|(by, code)| (*by, value_name(goal.id, Some(code))));
        for (by, name) in first.into_iter().chain(others) {
            let text = typed.trimmed(&name);
            match number(text) {
                Some(value) if goal.measure.as_ref().is_some_and(|measure| measure.holds(value)) => {
                    ratings.push(Rating { goal: goal.id, by, value });
                }
                Some(_) => errors.push(name, off_scale(visitor, goal.measure.as_ref())),
                None if text.is_empty() => {}
                None => errors.push(name, visitor.w.t("error-number")),
            }
        }
    }
    ratings
}

/// How the child says it is, from one to ten.
fn childs_own(visitor: &Visitor, typed: &Typed, errors: &mut Errors) -> Option<u8> {
    let text = typed.trimmed("own");
    let value = text.parse().ok().filter(|value| (1..=10).contains(value));
    if value.is_none() && !text.is_empty() {
        errors.push("own", visitor.w.t("error-own"));
    }
    value
}

/// A field for one value.
struct Rate {
    name: String,
    label: String,
    /// The five outcomes of a scale to choose from, each with its words; none for a number.
    scale: Option<Vec<(String, String, bool)>>,
    value: String,
    error: Option<String>,
    focus: bool,
}

/// A goal to rate.
struct GoalRates<'a> {
    said: Vec<StatementView>,
    finding: Option<String>,
    first: Option<Rate>,
    others: Vec<Rate>,
    /// One of them is filled in, or wrong.
    others_open: bool,
    change: Option<Choice<'a>>,
}

impl<'a> GoalRates<'a> {
    fn of(reading: &Reading<'_>, sheet: Sheet<'a>, track: &Track<'_>, first: bool) -> Self {
        let goal = track.goal;
        let w = reading.w;
        let chosen = sheet.typed.trimmed("rater");
        let rate = |name: String, label: String, focus| {
            goal.measure.as_ref().map(|measure| {
                let value = sheet.typed.trimmed(&name).to_owned();
                let scale = match measure {
                    Measure::Attainment { outcomes } => Some(scale(measure, outcomes, &value)),
                    Measure::Count { .. } => None,
                };
                let error = sheet.errors.of(&name).map(str::to_owned);
                Rate { name, label, scale, value, error, focus }
            })
        };
        let label = match &goal.measure {
            Some(Measure::Count { unit, target }) => w.with(
                "goal-measured-count",
                &[("unit", capital(unit.as_str()).into()), ("target", (*target).into())],
            ),
            _ => w.t("goal-now").into_owned(),
        };
        let others: Vec<Rate> = raters(reading)
            .into_iter()
            .filter(|(_, code)| code != chosen)
            .filter_map(|(by, code)| rate(value_name(goal.id, Some(&code)), goals::rater(reading, by), false))
            .collect();
        let change = goal.measure.is_none().then(|| {
            let none = choose("", w.t("goal-change-none"), false);
            let codes = std::iter::once(none).chain(reading.choices("goal_change", ""));
            sheet.choice(format!("change-{}", goal.id), "goal-change", codes.collect())
        });
        Self {
            said: entry_view::statements(reading, [&goal.part]),
            finding: goals::finding(reading, track),
            first: rate(value_name(goal.id, None), label, first && sheet.errors.is_empty()),
            others_open: others.iter().any(|rate| !rate.value.is_empty() || rate.error.is_some()),
            others,
            change,
        }
    }
}

fn scale(
    measure: &Measure,
    outcomes: &[Option<record::Text>; 5],
    value: &str,
) -> Vec<(String, String, bool)> {
    let chosen = number(value);
    let option = |(value, text): (i32, &Option<record::Text>)| {
        let sign = goals::written(measure, value);
        let words = match text {
            Some(text) => format!("{sign} {text}"),
            None => sign,
        };
        (value.to_string(), words, chosen == Some(value))
    };
    (-2..=2).zip(outcomes).map(option).collect()
}

fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    matter: &str,
    typed: &Typed,
    back: &Back,
    draft: Draft<'static>,
) -> Result<Page, Page> {
    let reading = file_page::reading(desk, visitor, open);
    let (id, _, service) = named(open, matter)?;
    let sheet = Sheet { typed, errors: &back.errors };
    let w = visitor.w;
    let tracks = goals::tracks(&reading, id);
    let rated = tracks.iter().position(|track| track.goal.measure.is_some());
    let goal = |(at, track): (usize, &Track<'_>)| GoalRates::of(&reading, sheet, track, rated == Some(at));
    let who = raters(&reading).into_iter().map(|(by, code)| choose(code, goals::rater(&reading, by), false));
    let text = sheet.area("text", "follow-up-text", 3);
    let page = FollowUpPage {
        w,
        shell: visitor.shell(desk, title(&reading, Some(id), &w.t("follow-up-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        matter: id,
        hidden: Hidden::of(desk, visitor, open, typed),
        draft,
        errors: &back.errors,
        since: &back.since,
        overall: entry_view::statements(&reading, [&service.grant.goal]),
        goals: tracks.iter().enumerate().map(goal).collect(),
        rater: sheet.choice("rater", "follow-up-rater", who.collect()),
        text: Field { focus: rated.is_none() && back.errors.is_empty(), ..text },
        helped: Field { optional: true, ..sheet.area("helped", "follow-up-helped", 2) },
        hindered: Field { optional: true, ..sheet.area("hindered", "follow-up-hindered", 2) },
        own: Field { optional: true, width: 4, max: 2, ..sheet.text("own", "follow-up-own") },
        child_words: Field { optional: true, ..sheet.area("child-words", "follow-up-child", 2) },
        child: reading.child(),
        outcome: sheet.choice("outcome", "follow-up-outcome", reading.choices("follow_up_outcome", "")),
        review: sheet.day("review", "follow-up-next"),
        reason: sheet.of_list(
            &reading,
            "reasons",
            "service-end-reason",
            ("service-reason-none", "service_end_reason"),
        ),
        result: Field { optional: true, ..sheet.area("result", "follow-up-result", 2) },
        day: sheet.day("occurred", "note-day"),
        time: sheet.time("occurred-time", "note-time"),
        runs: service.ended.is_none(),
    };
    Ok(html_with(back.status, &page))
}

#[derive(Template)]
#[template(path = "follow_up.html")]
struct FollowUpPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    matter: MatterId,
    hidden: Hidden,
    draft: Draft<'a>,
    errors: &'a Errors,
    since: &'a [String],
    overall: Vec<StatementView>,
    goals: Vec<GoalRates<'a>>,
    rater: Choice<'a>,
    text: Field<'a>,
    helped: Field<'a>,
    hindered: Field<'a>,
    own: Field<'a>,
    child_words: Field<'a>,
    child: String,
    outcome: Choice<'a>,
    review: Field<'a>,
    reason: Choice<'a>,
    result: Field<'a>,
    day: Field<'a>,
    time: Field<'a>,
    runs: bool,
}

#[cfg(test)]
mod tests;
