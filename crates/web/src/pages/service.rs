//! `/akt/{file}/arende/{matter}/insats`: a service. What should become different for the child, where it stands, what comes next, the goals
//! with their values over time, and the few steps from beginning to end.
//!
//! The same page serves whoever is responsible and whoever carries it out. What belongs to the investigation is not shown here, so that
//! there is nothing to leave out for the latter.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use record::{
    Code, Command, Entry, FileId, Matter, MatterId, MatterState, Part,
    service::{Assignment, AssignmentAnswer, ServiceState, ServiceStep, Step},
    service_plan::Measure,
};
use store::OpenFile;

use crate::chart::{self, Chart};
use crate::consent_view::WithoutConsentView;
use crate::desk::{Desk, Errors, Page, Typed, Visitor, done_words, html_with, not_found, see_other};
use crate::entry_view::{self, EntryView, FactLine, StatementView, original};
use crate::fields::{Choice, Field};
use crate::file_clocks;
use crate::file_page::{self, Back, Hidden, Sheet, moment_now, moment_pairs, read_moment, read_text, title};
use crate::goals::{self, Track};
use crate::pages::dispatch::{self, DrawnUp};
use crate::parts::{Clock, PersonHead};
use crate::reading::{Reading, choose};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/arende/{matter}/insats", show, take_step)
}

/// The service that an address names.
///
/// # Errors
/// 404 for a matter that is not there, and for one that is no service.
pub fn named<'a>(open: &'a OpenFile, matter: &str) -> Result<(MatterId, &'a Matter, &'a ServiceState), Page> {
    let (id, matter) = file_page::matter(open, matter)?;
    match &matter.state {
        MatterState::Service(service) => Ok((id, matter, service)),
        _ => Err(not_found()),
    }
}

/// Who carries it out: the one who has taken it, else the unit.
pub fn provider(reading: &Reading<'_>, service: &ServiceState) -> String {
    match (&service.accepted_by, service.grant.provider) {
        (Some(by), _) => by.name.clone(),
        (None, Some(unit)) => reading.unit(unit),
        (None, None) => reading.w.t("service-provider-outside").into_owned(),
    }
}

/// The newest answer to the assignment that stands.
pub fn answer<'a>(
    reading: &Reading<'a>,
    matter: MatterId,
    service: &ServiceState,
) -> Option<&'a AssignmentAnswer> {
    let (given, _) = service.assignment.as_ref()?;
    let later = reading.open.entries.iter().rev().filter(|entry| entry.seq > *given);
    later.filter(|entry| entry.matter == Some(matter)).find_map(|entry| match original(&entry.entry) {
        Entry::AssignmentAnswered(answer) => Some(answer),
        _ => None,
    })
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Service).await?;
    let done = done_words(visitor.w, query.as_deref());
    let ends = query.as_deref().is_some_and(|query| query.split('&').any(|part| part == ENDING));
    draw(&desk, &visitor, &open, &matter, (&presets(&visitor, ends), Back::fresh(), done))
}

/// `?avsluta=ja`: whoever comes to end it has the form open at that.
const ENDING: &str = "avsluta=ja";

fn presets(visitor: &Visitor, ends: bool) -> Typed {
    let mut pairs = moment_pairs("occurred", moment_now(visitor));
    pairs.push(("step".to_owned(), if ends { "ended" } else { "started" }.to_owned()));
    Typed::from_pairs(pairs)
}

async fn take_step(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open_to_act(&desk, &visitor, &file, store::Part::Note, &typed).await?;
    let Some(open) = open else { return Ok(see_other(&done_before(&file, &matter)?)) };
    let (id, _, service) = named(&open, &matter)?;
    let sent_before = file_page::is_done(&desk, &visitor, &typed).await?;
    let read = read_step(&visitor, service, &typed, sent_before);
    let read = read.map(|step| Command::StepService(id, step));
    let Some(back) = file_page::carry_out(&desk, &visitor, &open, &typed, read).await? else {
        let done = if typed.is("step", "ended") { ENDED } else { "steg" };
        return Ok(see_other(&afterwards(&file_page::reading(&desk, &visitor, &open), id, done)));
    };
    let back = Back { errors: back.errors.told_at("motive", "words"), ..back };
    draw(&desk, &visitor, &open, &matter, (&typed, back, None))
}

/// What is said when a service has been ended.
pub const ENDED: &str = "insats-avslutad";

/// Where one goes from what was done in a service. Whoever has ended one as its provider still reads it, unless nobody had taken it: then
/// the file is theirs no more.
pub fn afterwards(reading: &Reading<'_>, service: MatterId, done: &str) -> String {
    let taken = reading.open.file.service(service).is_ok_and(|service| service.accepted_by.is_some());
    if done == ENDED && reading.is_provider() && !taken {
        return "/?gjort=sparat".to_owned();
    }
    format!("/akt/{}/arende/{service}/insats?gjort={done}", reading.open.id)
}

/// Where a form leads that was sent before, when what it did has made the page somebody else's to write in.
///
/// # Errors
/// 404 for an address that names nothing.
pub fn done_before(file: &str, matter: &str) -> Result<String, Page> {
    let file: FileId = file.parse().map_err(|_| not_found())?;
    let matter: MatterId = matter.parse().map_err(|_| not_found())?;
    Ok(format!("/akt/{file}/arende/{matter}/insats?gjort={ENDED}"))
}

/// Whether a step can follow on what has happened.
fn fits(service: &ServiceState, step: &str) -> bool {
    service.ended.is_none()
        && match step {
            "started" => service.can_start(),
            "interrupted" => service.can_be_interrupted(),
            "resumed" => service.can_resume(),
            "reported" => service.can_be_reported(),
            _ => true,
        }
}

fn read_step(
    visitor: &Visitor,
    service: &ServiceState,
    typed: &Typed,
    sent_before: bool,
) -> Result<ServiceStep, Errors> {
    let mut errors = Errors::none();
    let w = visitor.w;
    let at = read_moment(visitor, typed, "occurred", &mut errors);
    let words = read_text(visitor, typed, "words", &mut errors).map(Part::assessment);
    let code = typed.trimmed("step");
    if !sent_before && STEPS.contains(&code) && !fits(service, code) {
        errors.push("step", w.t(&format!("service-unfit-{code}")));
    }
    let step = match code {
        "started" => Some(Step::Started),
        "interrupted" => {
            if words.is_none() {
                errors.push("words", w.t("service-error-why"));
            }
            words.map(|motive| Step::Interrupted { motive })
        }
        "resumed" => Some(Step::Resumed),
        "reported" => Some(Step::NotCarriedOutReported),
        "ended" if typed.trimmed("reasons").is_empty() => {
            errors.push("reasons", w.t("service-error-reason"));
            None
        }
        "ended" => Some(Step::Ended { reason: Code::from(typed.trimmed("reasons")), result: words }),
        _ => {
            errors.push("step", w.t("service-error-step"));
            None
        }
    };
    match (at, step) {
        (Some(at), Some(step)) if errors.is_empty() => Ok(ServiceStep { at, step }),
        _ => Err(errors),
    }
}

/// The steps, in the order they come.
const STEPS: [&str; 5] = ["started", "interrupted", "resumed", "reported", "ended"];

/// The steps that fit. That it was reported as not carried out is offered when its day has come.
fn steps(reading: &Reading<'_>, matter: MatterId, service: &ServiceState) -> Vec<&'static str> {
    let due = |clock: &law::Clock| {
        clock.is_running()
            && clock.matter == Some(matter.as_u128())
            && file_clocks::is_fulfilled_by(reading, clock, "non_execution.reported")
            && clock.due.nominal.is_some_and(|day| day <= reading.today)
    };
    let is_late = reading.open.clocks.iter().any(due);
    STEPS.into_iter().filter(|step| fits(service, step) && (*step != "reported" || is_late)).collect()
}

/// The one thing to do next.
struct Next {
    words: String,
    href: String,
}

fn next(reading: &Reading<'_>, id: MatterId, service: &ServiceState) -> Option<Next> {
    let at = format!("/akt/{}/arende/{id}", reading.open.id);
    let said_no = answer(reading, id, service).is_some_and(|answer| !answer.accepted);
    let (key, page) = match service {
        ServiceState { ended: Some(_), .. } => return None,
        ServiceState { assignment: None, .. } if reading.is_provider() => return None,
        ServiceState { assignment: None, .. } => ("service-next-assign", "uppdrag"),
        ServiceState { accepted_by: None, .. } if reading.is_provider() => ("service-next-answer", "uppdrag"),
        ServiceState { accepted_by: None, .. } if said_no => ("service-next-assign-anew", "uppdrag?nytt=ja"),
        ServiceState { accepted_by: None, .. } if service.grant.provider.is_none() => {
            if dispatch::is_sent_to_provider(reading, id, service) {
                ("service-next-record-answer", "uppdrag")
            } else {
                ("service-next-send-assignment", "skicka/uppdrag")
            }
        }
        ServiceState { accepted_by: None, .. } => return None,
        ServiceState { plan: None, .. } => ("service-next-plan", "genomforandeplan"),
        _ => ("service-next-follow-up", "uppfoljning"),
    };
    Some(Next { words: reading.w.t(key).into_owned(), href: format!("{at}/{page}") })
}

/// What the newest follow-up found that nobody has acted on yet, and where one does; for whoever is responsible.
struct Found {
    words: String,
    link: String,
    href: String,
}

fn found(reading: &Reading<'_>, service: &ServiceState) -> Option<Found> {
    let seq = *service.follow_ups.last()?;
    let Entry::FollowedUp(follow_up) = original(&reading.open.entry(seq)?.entry) else { return None };
    let file = reading.open.id;
    let (outcome, href, is_done) = match follow_up.outcome.as_str() {
        _ if reading.is_provider() => return None,
        "new_investigation" => {
            let runs = reading.open.file.running_investigations().next().is_some();
            ("investigate", format!("/anmalan?akt={file}"), runs)
        }
        "change" => {
            let decisions = &reading.open.file.decisions;
            let changed_by = decisions.get(&service.decision).into_iter().flat_map(|state| &state.changed_by);
            let since = changed_by.filter_map(|id| decisions.get(id)).any(|state| state.seq > seq);
            (
                "change",
                format!("/akt/{file}/beslut/{}/andra", service.decision),
                since || service.ended.is_some(),
            )
        }
        _ => return None,
    };
    let (w, day) = (reading.w, reading.day(follow_up.at.day));
    (!is_done).then(|| Found {
        words: w.t1(&format!("service-to-{outcome}"), "day", day),
        link: w.t(&format!("service-do-{outcome}")).into_owned(),
        href,
    })
}

/// A goal with its line over time.
struct GoalView {
    said: Vec<StatementView>,
    measured: Option<String>,
    by: Option<String>,
    change: Option<String>,
    outcomes: Vec<String>,
    activities: Vec<String>,
    finding: Option<String>,
    chart: Option<Chart>,
}

impl GoalView {
    fn of(reading: &Reading<'_>, service: &ServiceState, track: &Track<'_>) -> Self {
        let w = reading.w;
        let goal = track.goal;
        let chart = chart::of(reading, service, track);
        let measured = goal.measure.as_ref().map(|measure| match measure {
            Measure::Attainment { .. } => w.t("goal-measured-gas").into_owned(),
            Measure::Count { unit, target } => w.with(
                "goal-measured-count",
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
        Self {
            said: entry_view::statements(reading, [&goal.part]),
            measured,
            by: goal.by.map(|day| w.t1("goal-by", "day", reading.day(day))),
            change: track
                .change
                .filter(|_| goal.measure.is_none())
                .map(|change| reading.code("goal_change", change)),
            outcomes,
            activities: goal.activities.iter().map(|activity| activity.part.text.to_string()).collect(),
            finding: goals::finding(reading, track).filter(|_| chart.is_none()),
            chart,
        }
    }
}

/// The assignment as it was given, and the answer to it.
pub struct AssignmentView {
    /// When.
    pub given: String,
    /// The needs.
    pub needs: Vec<StatementView>,
    /// What child and family want.
    pub wishes: Vec<StatementView>,
    /// What must be known.
    pub must_know: Vec<StatementView>,
    /// How to report back.
    pub report_back: Option<String>,
    /// Taken, or not.
    pub answered: Option<String>,
    /// What the provider said of it.
    pub remarks: Option<String>,
}

impl AssignmentView {
    /// The assignment that stands.
    pub fn of(reading: &Reading<'_>, matter: MatterId, service: &ServiceState) -> Option<Self> {
        let (_, given) = service.assignment.as_ref()?;
        let Assignment { at, needs, wishes, must_know, report_back } = given.as_ref();
        let answer = answer(reading, matter, service);
        let key = |answer: &AssignmentAnswer| {
            if answer.accepted { "entry-assignment-taken" } else { "entry-assignment-not-taken" }
        };
        Some(Self {
            given: reading.moment(*at),
            needs: entry_view::statements(reading, needs),
            wishes: entry_view::statements(reading, wishes),
            must_know: entry_view::statements(reading, must_know),
            report_back: report_back.as_ref().map(|part| part.text.to_string()),
            answered: answer.map(|answer| reading.w.t(key(answer)).into_owned()),
            remarks: answer.and_then(|answer| answer.remarks.as_ref()).map(|part| part.text.to_string()),
        })
    }
}

fn facts(reading: &Reading<'_>, service: &ServiceState) -> Vec<FactLine> {
    let w = reading.w;
    let grant = &service.grant;
    let from = reading.day(grant.from);
    let time = match grant.until {
        Some(until) => {
            w.with("service-from-until", &[("from", from.into()), ("until", reading.day(until).into())])
        }
        None => w.t1("service-from-on", "from", from),
    };
    let mut facts = vec![FactLine::new("service-time", time)];
    facts.extend(grant.extent.as_ref().map(|extent| FactLine::written("service-extent", &extent.text)));
    facts.push(FactLine::new("service-by", provider(reading, service)));
    let days = [
        ("service-started", service.started),
        ("service-interrupted", service.interrupted),
        ("service-ended", service.ended),
        ("service-review", Some(service.review).filter(|_| service.ended.is_none())),
    ];
    facts.extend(days.into_iter().filter_map(|(key, day)| Some(FactLine::new(key, reading.day(day?)))));
    facts
}

fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    matter: &str,
    (typed, back, done): (&Typed, Back, Option<String>),
) -> Result<Page, Page> {
    let reading = file_page::reading(desk, visitor, open);
    let (id, _, service) = named(open, matter)?;
    let w = visitor.w;
    let sheet = Sheet { typed, errors: &back.errors };
    let name = reading.code("service_kind", &service.grant.service);
    let follow_ups = service.follow_ups.iter().rev();
    let page = ServicePage {
        w,
        shell: visitor.shell(desk, title(&reading, Some(id), &name), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        matter: id,
        done,
        name,
        goal: entry_view::statements(&reading, [&service.grant.goal]),
        decision: (!reading.is_provider()).then(|| format!("/akt/{}/beslut/{}", open.id, service.decision)),
        facts: facts(&reading, service),
        waits: (service.assignment.is_some() && service.accepted_by.is_none() && !reading.is_provider())
            .then(|| provider(&reading, service))
            .filter(|_| answer(&reading, id, service).is_none() && service.grant.provider.is_some()),
        found: found(&reading, service),
        without_consent: WithoutConsentView::of(&reading, id, service),
        clocks: file_clocks::of_matter(&reading, id),
        next: next(&reading, id, service).filter(|_| reading.writes()),
        acts: acts(&reading, id, service),
        hidden: Hidden::of(desk, visitor, open, typed),
        errors: &back.errors,
        since: &back.since,
        step_first: service.started.is_none() && service.accepted_by.is_some(),
        form: StepForm::of(&reading, id, service, sheet),
        goals: goals::tracks(&reading, id)
            .iter()
            .map(|track| GoalView::of(&reading, service, track))
            .collect(),
        follow_ups: follow_ups.filter_map(|seq| entry_view::one(&reading, *seq)).collect(),
        assignment: AssignmentView::of(&reading, id, service),
        gives: reading.writes() && !reading.is_provider() && service.ended.is_none(),
    };
    Ok(html_with(back.status, &page))
}

/// What can be done with a running service at any time: the address, what it is called, its key.
fn acts(
    reading: &Reading<'_>,
    id: MatterId,
    service: &ServiceState,
) -> Vec<(String, &'static str, &'static str)> {
    if !reading.writes() || service.ended.is_some() {
        return Vec::new();
    }
    let file = reading.open.id;
    let at = format!("/akt/{file}/arende/{id}");
    let plan = service.plan.as_ref().map(|_| {
        let send = (DrawnUp::ServicePlan.address(file, id), "service-act-send-plan", "v");
        [(format!("{at}/genomforandeplan"), "service-act-plan", "p"), send]
    });
    let note = (format!("/akt/{file}/anteckning?arende={id}"), "act-note", "n");
    [note, (format!("{at}/uppfoljning"), "service-act-follow-up", "f")]
        .into_iter()
        .chain(plan.into_iter().flatten())
        .collect()
}

/// The form in which a step is taken down.
struct StepForm<'a> {
    /// To end it is what somebody came for.
    ending: bool,
    step: Choice<'a>,
    day: Field<'a>,
    time: Field<'a>,
    reason: Choice<'a>,
    words: Field<'a>,
}

impl<'a> StepForm<'a> {
    fn of(reading: &Reading<'_>, matter: MatterId, service: &ServiceState, sheet: Sheet<'a>) -> Option<Self> {
        let offered = if reading.writes() { steps(reading, matter, service) } else { Vec::new() };
        let words = |step: &str| reading.w.t(&format!("service-step-{step}")).into_owned();
        let choices: Vec<_> = offered.into_iter().map(|step| choose(step, words(step), false)).collect();
        let none = ("service-reason-none", "service_end_reason");
        (!choices.is_empty()).then(|| Self {
            ending: sheet.typed.is("step", "ended"),
            step: sheet.choice("step", "service-step", choices),
            day: sheet.day("occurred", "note-day"),
            time: sheet.time("occurred-time", "note-time"),
            reason: sheet.of_list(reading, "reasons", "service-end-reason", none),
            words: Field { optional: true, ..sheet.area("words", "service-words", 2) },
        })
    }
}

#[derive(Template)]
#[template(path = "service.html")]
struct ServicePage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    matter: MatterId,
    done: Option<String>,
    name: String,
    goal: Vec<StatementView>,
    /// Where the decision stands; not for whoever carries the service out.
    decision: Option<String>,
    facts: Vec<FactLine>,
    /// Whose answer is awaited.
    waits: Option<String>,
    /// What a follow-up found, and nobody has acted on.
    found: Option<Found>,
    /// It runs without the consent it rests on.
    without_consent: Option<WithoutConsentView>,
    clocks: Vec<Clock<'static>>,
    next: Option<Next>,
    /// What can be done at any time, each with its key.
    acts: Vec<(String, &'static str, &'static str)>,
    hidden: Hidden,
    errors: &'a Errors,
    since: &'a [String],
    /// To begin is what comes next: the form stands open.
    step_first: bool,
    /// The next step, where one can be taken.
    form: Option<StepForm<'a>>,
    goals: Vec<GoalView>,
    follow_ups: Vec<EntryView>,
    assignment: Option<AssignmentView>,
    /// The reader may give it anew.
    gives: bool,
}

#[cfg(test)]
mod tests;
