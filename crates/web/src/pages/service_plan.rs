//! `/akt/{file}/arende/{matter}/genomforandeplan`: the provider's plan, made with the family.
//!
//! On top stands what was granted; under it the goals on the way, in the child's words where they are, each with how it is measured and
//! what is done. A goal nobody could follow up is asked about once, when the plan is sent, and sent as it is if whoever writes it wants to.

mod request;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use law::Day;
use record::{
    Command, FileId, GoalId, MatterId, Subject,
    service::ServiceState,
    service_plan::{Doubt, Goal, ServicePlan},
};
use store::OpenFile;

use self::request::{Form, OUTCOMES};
use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, not_found, see_other};
use crate::entry_view::{self, StatementView};
use crate::fields::{Choice, Draft, Field};
use crate::file_page::{self, Back, Hidden, Sheet, deed, moment_now, title};
use crate::pages::drafts;
use crate::pages::service::named;
use crate::parts::PersonHead;
use crate::reading::{Reading, choose};
use crate::routes::Routes;
use crate::said;
use crate::shell::{Place, Shell};
use crate::words::Words;

pub(crate) use self::request::{number, off_scale};

/// Days to the next follow-up, where nothing nearer is set: three months.
const REVIEW_DAYS: i64 = 91;

/// The day that is proposed for the next follow-up: a working day.
pub(crate) fn next_review(today: Day) -> Day {
    law::next_weekday(today.plus_days(REVIEW_DAYS))
}

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/arende/{matter}/genomforandeplan", show, sign)
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Service).await?;
    let reading = file_page::reading(&desk, &visitor, &open);
    let (id, _, service) = named(&open, &matter)?;
    if !reading.writes_in(Some(id)) {
        return Err(not_found());
    }
    let plan = service.plan.as_ref().map(|(_, plan)| plan.as_ref());
    let presets = request::presets(&reading, plan, review_day(&reading, service), moment_now(&visitor));
    let kept = drafts::kept(&desk, &visitor, &form_name(id), Some(open.id)).await?;
    let typed = kept.typed(presets);
    let drawn = Drawn { focus: "goal-1".to_owned(), ..Drawn::new(Back::fresh(), kept.view) };
    draw(&desk, &visitor, &open, &matter, &typed, &drawn)
}

fn form_name(matter: MatterId) -> String {
    format!("service_plan-{matter}")
}

/// The day that is set, unless it has passed.
pub(crate) fn review_day(reading: &Reading<'_>, service: &ServiceState) -> Day {
    if service.review > reading.today { service.review } else { next_review(reading.today) }
}

async fn sign(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Note).await?;
    let reading = file_page::reading(&desk, &visitor, &open);
    let (id, _, _) = named(&open, &matter)?;
    let draft = drafts::draft_of(&desk, &visitor, &typed, &form_name(id), Some(open.id)).await?;
    if let Some((grown, focus)) = request::with_row(&typed, deed(&typed)) {
        let drawn = Drawn { focus, ..Drawn::new(Back::fresh(), draft) };
        return draw(&desk, &visitor, &open, &matter, &grown, &drawn);
    }
    let read = Form { desk: &desk, visitor: &visitor, reading: &reading, typed: &typed }.read();
    if let Ok(plan) = &read {
        let doubts = doubts(&visitor, &typed, plan);
        if !typed.is("asked", "yes") && !doubts.is_empty() {
            let drawn = Drawn { doubts, ..Drawn::new(Back::fresh(), draft) };
            return draw(&desk, &visitor, &open, &matter, &typed, &drawn);
        }
    }
    let read = read.map(|plan| Command::PlanService(id, plan));
    let Some(back) = file_page::carry_out(&desk, &visitor, &open, &typed, read).await? else {
        return Ok(see_other(&format!("/akt/{}/arende/{id}/insats?gjort=genomforandeplan", open.id)));
    };
    let back = Back { errors: back.errors.told_at("goal", "goal-1"), ..back };
    draw(&desk, &visitor, &open, &matter, &typed, &Drawn::new(back, draft))
}

/// The questions about each goal, by its row.
fn doubts(visitor: &Visitor, typed: &Typed, plan: &ServicePlan) -> Vec<(usize, Vec<String>)> {
    let rows = (1..=request::goals_shown(typed)).filter(|n| !typed.trimmed(&format!("goal-{n}")).is_empty());
    let asked = |goal: &Goal| {
        goal.doubts().into_iter().map(|doubt| visitor.w.t(question(doubt)).into_owned()).collect()
    };
    let all = rows.zip(plan.goals.iter().map(asked));
    all.filter(|(_, questions): &(usize, Vec<String>)| !questions.is_empty()).collect()
}

/// How a doubt is asked about.
fn question(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::MeasureAsGoal => "doubt-measure-as-goal",
        Doubt::TwoInOne => "doubt-two-in-one",
        Doubt::Negation => "doubt-negation",
        Doubt::NoUnit => "doubt-no-unit",
        Doubt::NoMeasure => "doubt-no-measure",
        Doubt::NoBaseline => "doubt-no-baseline",
        Doubt::NoDay => "doubt-no-day",
    }
}

/// A goal's row of the form.
struct GoalRow<'a> {
    n: usize,
    id: String,
    questions: Vec<String>,
    goal: Field<'a>,
    by: Field<'a>,
    measure: Choice<'a>,
    unit: Field<'a>,
    target: Field<'a>,
    baseline: Field<'a>,
    day: Field<'a>,
    outcomes: Vec<Field<'a>>,
    /// The scale's texts stand open.
    scaled: bool,
    shown: usize,
    activities: Vec<Field<'a>>,
}

impl<'a> GoalRow<'a> {
    fn of(form: &Rows<'a, '_>, n: usize) -> Self {
        let Rows { sheet, reading, desk, visitor, drawn } = *form;
        let name = |field: &str| format!("goal-{n}-{field}");
        let text = |field: &str, key| sheet.fill(Field::text(name(field), key));
        let narrow = |field: &str, key| Field { width: 4, max: 8, ..text(field, key) };
        let typed = sheet.typed;
        let scaled = typed.is(&name("measure"), "gas");
        let w = reading.w;
        let measures =
            vec![choose("count", w.t("goal-by-count"), false), choose("gas", w.t("goal-by-gas"), false)];
        let by = text("by", "goal-whose");
        let by = if typed.has(&name("by")) { by } else { by.value(whose(reading)) };
        let day = sheet.fill(Field::day(name("day"), "goal-day"));
        let day = if typed.has(&name("day")) { day } else { day.value(typed.get("review").to_owned()) };
        let id = match typed.get(&name("id")) {
            "" => GoalId::new(desk.house.new_id(visitor.now)).to_string(),
            id => id.to_owned(),
        };
        let shown = request::activities_shown(typed, n);
        let activity = |a: usize| {
            let field = sheet.fill(Field::text(name(&format!("activity-{a}")), "goal-activity"));
            Field { max: 2000, focus: drawn.focus == field.name, ..field }
        };
        let goal = sheet.fill(Field { max: 2000, ..Field::area(format!("goal-{n}"), "goal-what") }.rows(2));
        Self {
            n,
            id,
            questions: drawn.questions(n),
            goal: Field { focus: drawn.focus == goal.name, ..goal },
            by: Field { optional: true, ..by },
            measure: sheet.choice(name("measure"), "goal-measure", measures),
            unit: text("unit", "goal-unit"),
            target: narrow("target", "goal-target"),
            baseline: narrow("baseline", "goal-baseline"),
            day,
            outcomes: OUTCOMES.iter().map(|(field, key)| Field { max: 500, ..text(field, key) }).collect(),
            scaled,
            shown,
            activities: (1..=shown).map(activity).collect(),
        }
    }
}

/// Whose words a goal is, where nobody has said otherwise: the child's.
fn whose(reading: &Reading<'_>) -> String {
    let is_childs = reading.open.file.opened.as_ref().is_some_and(|opened| opened.subject == Subject::Child);
    if is_childs { reading.child() } else { String::new() }
}

/// What a row is drawn from.
#[derive(Clone, Copy)]
struct Rows<'a, 'b> {
    sheet: Sheet<'a>,
    reading: &'b Reading<'b>,
    desk: &'b Desk,
    visitor: &'b Visitor,
    drawn: &'b Drawn,
}

/// What a drawing adds to what is typed.
struct Drawn {
    back: Back,
    draft: Draft<'static>,
    /// What is asked about, by row.
    doubts: Vec<(usize, Vec<String>)>,
    /// The field in which the cursor stands.
    focus: String,
}

impl Drawn {
    fn new(back: Back, draft: Draft<'static>) -> Self {
        Self { back, draft, doubts: Vec::new(), focus: String::new() }
    }

    fn questions(&self, n: usize) -> Vec<String> {
        let own = self.doubts.iter().find(|(row, _)| *row == n);
        own.map(|(_, questions)| questions.clone()).unwrap_or_default()
    }
}

fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    matter: &str,
    typed: &Typed,
    drawn: &Drawn,
) -> Result<Page, Page> {
    let reading = file_page::reading(desk, visitor, open);
    let (id, _, service) = named(open, matter)?;
    let errors = drawn.back.errors.clone();
    let sheet = Sheet { typed, errors: &errors };
    let w = visitor.w;
    let rows = Rows { sheet, reading: &reading, desk, visitor, drawn };
    let goals = (1..=request::goals_shown(typed)).map(|n| GoalRow::of(&rows, n)).collect();
    let guardian = |person| {
        let field =
            sheet.fill(Field::area(format!("guardian-{person}"), "service-plan-guardian-view").rows(2));
        (reading.name(person), Field { optional: true, ..field })
    };
    let page = PlanPage {
        w,
        shell: visitor.shell(desk, title(&reading, Some(id), &w.t("service-plan-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        matter: id,
        hidden: Hidden::of(desk, visitor, open, typed),
        errors: &errors,
        since: &drawn.back.since,
        asked: !drawn.doubts.is_empty() || typed.is("asked", "yes"),
        doubtful: !drawn.doubts.is_empty(),
        overall: entry_view::statements(&reading, [&service.grant.goal]),
        goals,
        more_goals: request::goals_shown(typed) < request::GOALS_MAX,
        speakers: said::speakers(&reading),
        child_view: Field { optional: true, ..sheet.area("child-view", "service-plan-child-view", 2) },
        guardians: request::guardians(&reading).into_iter().map(guardian).collect(),
        review: sheet.day("review", "service-plan-review"),
        day: sheet.day("occurred", "note-day"),
        time: sheet.time("occurred-time", "note-time"),
        draft: drawn.draft.clone(),
    };
    Ok(html_with(drawn.back.status, &page))
}

#[derive(Template)]
#[template(path = "service_plan.html")]
struct PlanPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    matter: MatterId,
    hidden: Hidden,
    draft: Draft<'a>,
    errors: &'a Errors,
    since: &'a [String],
    /// The questions have been shown; the next sending is as it is.
    asked: bool,
    /// They are shown now.
    doubtful: bool,
    overall: Vec<StatementView>,
    goals: Vec<GoalRow<'a>>,
    more_goals: bool,
    speakers: Vec<String>,
    child_view: Field<'a>,
    guardians: Vec<(String, Field<'a>)>,
    review: Field<'a>,
    day: Field<'a>,
    time: Field<'a>,
}

impl PlanPage<'_> {
    /// The main button: when the questions stand there, sending the plan as it is must be said in words.
    fn send_key(&self) -> &'static str {
        if self.asked { "service-plan-send-as-is" } else { "service-plan-send" }
    }
}

/// What the button for one more activity of a goal asks for.
fn activity_deed(goal: usize) -> String {
    format!("activity-{goal}")
}

#[cfg(test)]
mod tests;
