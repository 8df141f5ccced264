//! `/akt/{file}/arende/{matter}/plan`: the plan of an investigation: what is to be answered, how far one looks, whom one asks.
//!
//! What is likely is filled in: the questions from the decision to open, the areas that the report speaks of, the ordinary depth, days to
//! look at how it goes. Where a plan stands already, the form starts from it and shows what changes before the new one takes its place.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use law::Day;
use record::{
    Code, Command, Entry, FileId, MatterId, Part, Speaker, investigation::InvestigationState, plan::Plan,
};
use store::OpenFile;

use crate::areas::{self, AreaGroup};
use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, not_found, see_other};
use crate::entry_view::{FactLine, original};
use crate::fields::{Choice, Draft, Field};
use crate::file_page::{
    self, Back, Hidden, Sheet, moment_now, moment_pairs, read_day, read_moment, read_text, title,
};
use crate::pages::drafts;
use crate::parts::PersonHead;
use crate::reading::Reading;
use crate::routes::Routes;
use crate::said;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The list of depths, and the two that presets and the question about violence speak of.
const DEPTHS: &str = "investigation_depth";
const ORDINARY: &str = "ordinary";
const LIMITED: &str = "limited";
/// The group of the depth that violence calls for.
const FOR_VIOLENCE: &str = "violence";

/// Fields for days on which the worker looks at how it goes, and after how many days each is proposed.
const CHECKS: [(&str, i64); 2] = [("checks", 28), ("checks-2", 84)];

/// Fields for what others than the child say of the plan.
const VIEWS: [(&str, &str); 2] = [("view-1", "view-by-1"), ("view-2", "view-by-2")];

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/arende/{matter}/plan", show, sign)
}

/// A plan as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRequest {
    /// The investigation.
    pub matter: MatterId,
    /// The plan.
    pub plan: Plan,
}

impl PlanRequest {
    /// The command.
    pub fn into_command(self) -> Command {
        Command::SettlePlan(self.matter, self.plan)
    }

    fn read(at: &At<'_>, typed: &Typed) -> Result<Self, Errors> {
        let (visitor, w) = (at.visitor, at.visitor.w);
        let mut errors = Errors::none();
        let mut text = |name: &str| read_text(visitor, typed, name, &mut errors);
        let (questions, contacts) = (text("questions"), text("contacts"));
        let (reason, child) = (text("depth-reason"), text("child"));
        let depth = typed.trimmed("depth");
        if depth == LIMITED && at.violence() && reason.is_none() {
            errors.push("depth-reason", w.t("error-plan-limited"));
        }
        if questions.is_none() {
            errors.push("questions", w.t("refusal-missing-questions"));
        }
        let when = read_moment(visitor, typed, "occurred", &mut errors);
        let checks = CHECKS.iter().filter_map(|(name, _)| read_day(visitor, typed, name, &mut errors));
        let checks: Vec<Day> = checks.collect();
        let views = views(at, typed, &mut errors);
        let Some(when) = when.filter(|_| errors.is_empty()) else { return Err(errors) };
        let plan = Plan {
            at: when,
            questions: areas::of_lines(questions.as_ref(), &at.state.questions, Part::assessment),
            areas: typed.all("areas").into_iter().map(Code::from).collect(),
            depth: Code::from(depth),
            depth_reason: reason.map(Part::assessment),
            contacts: areas::of_lines(contacts.as_ref(), at.contacts(), Part::fact),
            child: child.map(Part::fact),
            views,
            checks,
        };
        Ok(Self { matter: at.matter, plan })
    }
}

/// What the child and the guardians say of the plan.
fn views(at: &At<'_>, typed: &Typed, errors: &mut Errors) -> Vec<Part> {
    let visitor = at.visitor;
    let child = read_text(visitor, typed, "view-child", errors);
    let child = child.map(|text| said::in_confidence(Part::words(Speaker::Child, text), typed, "view-child"));
    let mut views: Vec<Part> = child.into_iter().collect();
    for (field, by) in VIEWS {
        let Some(text) = read_text(visitor, typed, field, errors) else { continue };
        match read_text(visitor, typed, by, errors) {
            Some(who) => views.push(Part::words(said::speaker(&at.reading(), who), text)),
            None => errors.push(by, visitor.w.t("error-said-by")),
        }
    }
    views
}

/// The investigation that is planned.
struct At<'a> {
    desk: &'a Desk,
    visitor: &'a Visitor,
    open: &'a OpenFile,
    matter: MatterId,
    state: &'a InvestigationState,
}

impl<'a> At<'a> {
    fn find(desk: &'a Desk, visitor: &'a Visitor, open: &'a OpenFile, text: &str) -> Result<Self, Page> {
        let (matter, _) = file_page::matter(open, text)?;
        let state = open.file.investigation(matter).map_err(|_| not_found())?;
        Ok(Self { desk, visitor, open, matter, state })
    }

    fn reading(&self) -> Reading<'a> {
        file_page::reading(self.desk, self.visitor, self.open)
    }

    fn form(&self) -> String {
        format!("plan-{}", self.matter)
    }

    fn contacts(&self) -> &'a [Part] {
        self.state.plan.as_ref().map_or(&[], |plan| plan.contacts.as_slice())
    }

    /// A report behind the investigation is tagged violence.
    fn violence(&self) -> bool {
        self.state.reports.iter().any(|report| self.open.file.report(*report).is_ok_and(|one| one.violence))
    }

    /// What the form starts with: the plan that stands, or what is likely.
    fn presets(&self) -> Vec<(String, String)> {
        let mut pairs = moment_pairs("occurred", moment_now(self.visitor));
        let mut put = |name: &str, value: String| pairs.push((name.to_owned(), value));
        put("questions", areas::in_lines(&self.state.questions));
        let Some(plan) = &self.state.plan else {
            let reading = self.reading();
            for area in reading.law.list(areas::LIST, reading.today) {
                if self.reported().any(|part| area.is_spoken_of(part.text.as_str())) {
                    put("areas", area.code.clone());
                }
            }
            put("depth", self.likely_depth());
            for (name, days) in CHECKS {
                put(name, self.visitor.now.today.plus_days(days).to_string());
            }
            return pairs;
        };
        for area in &plan.areas {
            put("areas", area.as_str().to_owned());
        }
        put("depth", plan.depth.as_str().to_owned());
        put("contacts", areas::in_lines(&plan.contacts));
        put(
            "depth-reason",
            plan.depth_reason.as_ref().map_or_else(String::new, |part| part.text.to_string()),
        );
        put("child", plan.child.as_ref().map_or_else(String::new, |part| part.text.to_string()));
        let ahead = plan.checks.iter().filter(|day| **day >= self.visitor.now.today);
        for ((name, _), day) in CHECKS.iter().zip(ahead) {
            put(name, day.to_string());
        }
        pairs
    }

    /// What was told in the reports that the investigation answers.
    fn reported(&self) -> impl Iterator<Item = &'a Part> {
        let of_report = |entry: &&Arc<record::Recorded>| {
            entry.matter.is_some_and(|matter| self.state.reports.contains(&matter))
        };
        self.open.entries.iter().filter(of_report).flat_map(|entry| match original(&entry.entry) {
            Entry::ReportReceived(report) => report.concern.as_slice(),
            _ => &[],
        })
    }

    fn likely_depth(&self) -> String {
        let law = self.desk.house.law;
        let for_violence = |choice: &&law::Choice| choice.group.as_deref() == Some(FOR_VIOLENCE);
        let deep = law.list(DEPTHS, self.visitor.now.today).into_iter().find(for_violence);
        deep.filter(|_| self.violence()).map_or_else(|| ORDINARY.to_owned(), |choice| choice.code.clone())
    }

    /// What a later plan changes in the one that stands.
    fn changes(&self, new: &Plan) -> Vec<Change> {
        let Some(old) = self.state.plan.as_deref() else { return Vec::new() };
        let (before, after) = (self.lines(old), self.lines(new));
        let missing = |from: &[FactLine], line: &FactLine| {
            !from.iter().any(|one| one.label_key == line.label_key && one.text() == line.text())
        };
        let gone = before.iter().filter(|line| missing(&after, line)).cloned();
        let come = after.iter().filter(|line| missing(&before, line)).cloned();
        let gone = gone.map(|line| Change { key: "plan-gone", line });
        gone.chain(come.map(|line| Change { key: "plan-come", line })).collect()
    }

    /// A plan as lines that can be compared.
    fn lines(&self, plan: &Plan) -> Vec<FactLine> {
        let reading = self.reading();
        let written = |key: &'static str| move |part: &Part| FactLine::written(key, &part.text);
        let mut all: Vec<FactLine> = plan.questions.iter().map(written("plan-line-question")).collect();
        let areas = plan.areas.iter().map(|one| reading.code(areas::LIST, one));
        all.extend(areas.map(|area| FactLine::new("plan-line-area", area)));
        all.push(FactLine::new("plan-line-depth", reading.code(DEPTHS, &plan.depth)));
        all.extend(plan.depth_reason.iter().map(written("plan-line-reason")));
        all.extend(plan.contacts.iter().map(written("plan-line-contact")));
        all.extend(plan.child.iter().map(written("plan-line-child")));
        all.extend(plan.checks.iter().map(|day| FactLine::new("plan-line-check", reading.day(*day))));
        all
    }
}

/// A line of a plan that goes, or comes.
struct Change {
    /// Which of the two, as a message.
    key: &'static str,
    line: FactLine,
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let at = At::find(&desk, &visitor, &open, &matter)?;
    let kept = drafts::kept(&desk, &visitor, &at.form(), Some(open.id)).await?;
    Ok(draw(&at, &kept.typed(at.presets()), &Back::fresh(), kept.view, None))
}

async fn sign(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let at = At::find(&desk, &visitor, &open, &matter)?;
    let draft = drafts::draft_of(&desk, &visitor, &typed, &at.form(), Some(open.id)).await?;
    let read = PlanRequest::read(&at, &typed);
    if let Ok(request) = &read
        && at.state.plan.is_some()
        && file_page::deed(&typed) != "sign"
        && !file_page::is_done(&desk, &visitor, &typed).await?
    {
        let changes = at.changes(&request.plan);
        return Ok(draw(&at, &typed, &Back::fresh(), draft, Some(changes)));
    }
    let read = read.map(PlanRequest::into_command);
    let Some(back) = file_page::carry_out(&desk, &visitor, &open, &typed, read).await? else {
        return Ok(see_other(&format!("/akt/{}/arende/{matter}/utredning?gjort=plan", open.id)));
    };
    Ok(draw(&at, &typed, &back, draft, None))
}

fn draw(
    at: &At<'_>,
    typed: &Typed,
    back: &Back,
    draft: Draft<'static>,
    changes: Option<Vec<Change>>,
) -> Page {
    let (reading, w) = (at.reading(), at.visitor.w);
    let sheet = Sheet { typed, errors: &back.errors };
    let optional = |field: Field<'static>| sheet.fill(Field { optional: true, max: 60_000, ..field });
    let area = |name: &'static str, key: &'static str, rows| optional(Field::area(name, key).rows(rows));
    let page = PlanPage {
        w,
        shell: at.visitor.shell(
            at.desk,
            title(&reading, Some(at.matter), &w.t("plan-title")),
            Place::Elsewhere,
        ),
        head: file_page::head(&reading),
        file: at.open.id,
        matter: at.matter,
        hidden: Hidden::of(at.desk, at.visitor, at.open, typed),
        draft,
        errors: &back.errors,
        since: &back.since,
        standing: at.state.plan.as_ref().map(|plan| w.t1("plan-standing", "day", reading.day(plan.at.day))),
        changes,
        questions: Field { focus: true, ..sheet.area("questions", "plan-questions", 3) }
            .hint("plan-per-line"),
        areas: areas::groups(&reading, |code| typed.is("areas", code)),
        areas_error: back.errors.of("areas").map(str::to_owned),
        depth: sheet.choice("depth", "plan-depth", reading.choices(DEPTHS, "")),
        reason: area("depth-reason", "plan-reason", 2),
        reason_asked: at.violence(),
        contacts: area("contacts", "plan-contacts", 3).hint("plan-contacts-hint"),
        child: area("child", "plan-child", 2),
        view_child: area("view-child", "plan-view-child", 2),
        view_child_kept: typed.is("keep", "view-child"),
        views: VIEWS.map(|(field, by)| (sheet.text(by, "said-by"), area(field, "said-words", 2))).to_vec(),
        speakers: said::speakers(&reading),
        checks: CHECKS.iter().map(|(name, _)| sheet.day(name, "plan-check")).collect(),
        day: sheet.day("occurred", "plan-day"),
        time: sheet.time("occurred-time", "plan-time"),
    };
    html_with(back.status, &page)
}

#[derive(Template)]
#[template(path = "plan.html")]
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
    /// Since when a plan stands.
    standing: Option<String>,
    /// What the new one changes, before it is signed.
    changes: Option<Vec<Change>>,
    questions: Field<'a>,
    areas: Vec<AreaGroup>,
    areas_error: Option<String>,
    depth: Choice<'a>,
    reason: Field<'a>,
    /// The shallowest depth must say why.
    reason_asked: bool,
    contacts: Field<'a>,
    child: Field<'a>,
    view_child: Field<'a>,
    view_child_kept: bool,
    views: Vec<(Field<'a>, Field<'a>)>,
    speakers: Vec<String>,
    checks: Vec<Field<'a>>,
    day: Field<'a>,
    time: Field<'a>,
}

impl PlanPage<'_> {
    /// Is something written of what they say of the plan?
    fn has_views(&self) -> bool {
        !self.view_child.value.is_empty()
            || self
                .views
                .iter()
                .any(|(by, view)| !view.value.is_empty() || by.error.is_some() || !by.value.is_empty())
    }
}

#[cfg(test)]
mod tests;
