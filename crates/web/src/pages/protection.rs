//! `/akt/{file}/arende/{matter}/skydd`: the immediate protection assessment, the same day and always with reasons.
//!
//! One leads here straight from the registered report: its receipt and its two clocks stand on top, what was reported beside. Siblings of
//! the same report are assessed on the same page: the common part is signed into each file, what is one child's own only into that
//! child's. Where a child needs protection at once, the investigation is opened in the same act; who may not open one sends the
//! proposal to somebody who may, also in the same act.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use law::{Day, DecisionTypeId, LawBook};
use record::decision::{Decision, Proposal};
use record::investigation::Opening;
use record::protection::{AssessProtection, ProtectionAssessment};
use record::{Code, Command, CommandId, DecisionId, DraftId, FileId, MatterId, Moment, Part, StaffId};
use serde::Deserialize;
use store::{OpenFile, Step, Wish};

use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, not_found, see_other};
use crate::entry_view::{self, EntryView};
use crate::fields::{Choice, Choose, Draft, Field};
use crate::file_clocks;
use crate::file_page::{self, Back, Hidden, Sheet, moment_now, moment_pairs, read_moment, read_text, title};
use crate::format;
use crate::kin::{self, SameReport};
use crate::pages::drafts;
use crate::parts::{Clock, PersonHead};
use crate::reading::{Reading, choose, time};
use crate::rights::{self, Right};
use crate::routes::Routes;
use crate::said::{self, SaidField};
use crate::shell::{Place, Shell};
use crate::siblings::{OwnWords, has_voice, only_name, own_name};
use crate::words::{Lang, Words};
use crate::written::GivenBack;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/arende/{matter}/skydd", show, sign)
}

/// `?ny`: straight from the registration. `&akut`: reception has heard that it is urgent. `?igen`: a new assessment beside that which stands.
#[derive(Deserialize)]
struct Coming {
    ny: Option<String>,
    akut: Option<String>,
    igen: Option<String>,
}

/// Protection assessments as asked for: one act for all the children of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtectionRequest {
    /// The children, first the one whose page it is.
    pub children: Vec<ChildAssessed>,
}

/// One child's assessment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChildAssessed {
    /// The file.
    pub file: FileId,
    /// The version seen.
    pub seen: Option<i64>,
    /// The report.
    pub matter: MatterId,
    /// The assessment.
    pub assessment: ProtectionAssessment,
    /// Beside one that stands.
    pub anew: bool,
    /// What follows from an immediate need.
    pub then: Then,
}

/// What follows from the assessment in the same act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// Nothing: there is no immediate need.
    Nothing,
    /// An investigation is opened.
    Open(Opening),
    /// Somebody who may open one is asked to.
    Ask(DecisionTypeId, Opening, Option<StaffId>),
}

impl ProtectionRequest {
    /// One step per file; all or none.
    pub fn into_wish(self, id: CommandId, draft: Option<DraftId>) -> Wish {
        let step = |child: ChildAssessed| {
            let ChildAssessed { file, seen, matter, assessment, anew, then } = child;
            let reasons = assessment.parts.clone();
            let assess = |opening| {
                let assess = AssessProtection { matter, assessment: assessment.clone(), opening };
                if anew { Command::AssessProtectionAnew(assess) } else { Command::AssessProtection(assess) }
            };
            let commands = match then {
                Then::Nothing => vec![assess(None)],
                Then::Open(opening) => vec![assess(Some(opening))],
                Then::Ask(kind, opening, to) => {
                    let id = DecisionId::new(opening.matter.uuid());
                    let decision = Decision { reasons, opening: Some(opening), ..Decision::new(id, kind) };
                    vec![assess(None), Command::ProposeDecision(matter, Proposal { decision, to })]
                }
            };
            Step::File { file, seen, commands }
        };
        Wish { id, steps: self.children.into_iter().map(step).collect(), draft }
    }
}

/// The siblings' reports of the same act that still wait for their assessment.
async fn together(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    matter: MatterId,
) -> Result<Vec<SameReport>, Page> {
    let mut waiting = kin::same_report(desk, visitor, open, matter).await?;
    waiting.retain(|one| one.open.file.report(one.matter).is_ok_and(|report| report.protection.is_none()));
    Ok(waiting)
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    Query(from): Query<Coming>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let (id, _) = file_page::matter(&open, &matter)?;
    let siblings = together(&desk, &visitor, &open, id).await?;
    let kept = drafts::kept(&desk, &visitor, &form(id), Some(open.id)).await?;
    let mut presets = moment_pairs("occurred", moment_now(&visitor));
    presets.extend(siblings.iter().map(|one| ("sibling".to_owned(), one.open.id.to_string())));
    let typed = kept.typed(presets);
    draw(&desk, &visitor, &open, id, &siblings, &typed, &Back::fresh(), kept.view, Some(&from))
}

/// One draft per report.
fn form(matter: MatterId) -> String {
    format!("protection-{matter}")
}

async fn sign(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let (id, _) = file_page::matter(&open, &matter)?;
    open.file.report(id).map_err(|_| not_found())?;
    let command = typed.command()?;
    let siblings = together(&desk, &visitor, &open, id).await?;
    let back = match read(&desk, &visitor, &open, id, &siblings, &typed) {
        Ok(request) => {
            let done = done_code(&request);
            match file_page::act(&desk, &visitor, request.into_wish(command, typed.draft())).await? {
                Ok(_) => return Ok(see_other(&format!("/akt/{}?gjort={done}", open.id))),
                Err(back) => back,
            }
        }
        // Sent twice: the siblings that its first sending assessed no longer wait.
        Err(_) if file_page::is_done(&desk, &visitor, &typed).await? => {
            return Ok(see_other(&format!("/akt/{}", open.id)));
        }
        Err(errors) => Back::wrong(errors),
    };
    let draft = drafts::draft_of(&desk, &visitor, &typed, &form(id), Some(open.id)).await?;
    draw(&desk, &visitor, &open, id, &siblings, &typed, &back, draft, None)
}

/// What the next page says was done.
fn done_code(request: &ProtectionRequest) -> &'static str {
    match request.children.first().map(|child| &child.then) {
        Some(Then::Open(_)) => "skydd-inledd",
        Some(Then::Ask(..)) => "skydd-foreslagen",
        _ => "skydd",
    }
}

/// Whether the last day on which the assessment is in time has passed.
fn is_late(law: &LawBook, arrived: Day, today: Day) -> bool {
    let due = law.due_between("report.received", "protection_assessment.documented", arrived);
    due.and_then(|due| due.latest_lawful).is_some_and(|last| last < today)
}

/// Who may open an investigation in a matter of this file.
fn right_to_open(desk: &Desk, visitor: &Visitor, open: &OpenFile, matter: MatterId) -> Option<Right> {
    let reading = file_page::reading(desk, visitor, open);
    let kind = desk.house.law.opening_type(visitor.now.today)?;
    let unit = open.file.matters.get(&matter).map_or(visitor.actor.unit, |matter| matter.unit);
    Some(rights::right(desk, visitor, &reading, (kind, None), unit))
}

fn read(
    desk: &Desk,
    visitor: &Visitor,
    open: &OpenFile,
    matter: MatterId,
    siblings: &[SameReport],
    typed: &Typed,
) -> Result<ProtectionRequest, Errors> {
    let mut errors = Errors::none();
    for field in typed.broken() {
        errors.push(field, visitor.w.t("refusal-broken-text"));
    }
    let reading = file_page::reading(desk, visitor, open);
    let parts = said::read(&reading, visitor, typed, &mut errors);
    let made = read_moment(visitor, typed, "occurred", &mut errors);
    let measures = read_text(visitor, typed, "measures", &mut errors).map(Part::fact);
    let outcome = Code::from(typed.trimmed("outcome"));
    if outcome.as_str().is_empty() {
        errors.push("outcome", visitor.w.t("protection-error-outcome"));
    }
    let only_here = read_text(visitor, typed, &only_name(open.id), &mut errors).map(Part::fact);
    // A sibling whom a colleague has assessed meanwhile is gone.
    let waits: Vec<String> = siblings.iter().map(|one| one.open.id.to_string()).collect();
    kin::tell_gone(visitor, typed, &waits, &mut errors);
    let mut children = Vec::new();
    let mut add = |open: &OpenFile, matter, parts: Vec<Part>, outcome: Code, own: Vec<Part>| {
        let parts = parts.into_iter().chain(own).collect();
        let immediate = is_immediate(desk, &outcome);
        let made = made.unwrap_or(Moment::on(visitor.now.today));
        let assessment = ProtectionAssessment {
            made,
            outcome,
            immediate,
            parts,
            measures: measures.clone(),
            late: false,
            unqualified: false,
        };
        let opens = immediate && open.file.report(matter).is_ok_and(|report| report.end.is_none());
        let then = if opens { then(desk, visitor, open, matter) } else { Then::Nothing };
        let (seen, anew) = (Some(open.version()), typed.has("again"));
        children.push(ChildAssessed { file: open.id, seen, matter, assessment, anew, then });
    };
    add(open, matter, parts.clone(), outcome.clone(), only_here.into_iter().collect());
    for sibling in siblings.iter().filter(|one| typed.is("sibling", &one.open.id.to_string())) {
        let theirs = typed.trimmed(&outcome_name(sibling.open.id));
        let outcome = if theirs.is_empty() { outcome.clone() } else { Code::from(theirs) };
        let own = OwnWords::read(visitor, typed, sibling.open.id, &mut errors);
        let shared = said::for_sibling(&reading, &parts, has_voice(typed, sibling.open.id));
        add(&sibling.open, sibling.matter, shared, outcome, own);
    }
    if children.iter().any(|child| child.assessment.parts.is_empty()) {
        errors.push("text", visitor.w.t("protection-error-reasons"));
    }
    if errors.is_empty() { Ok(ProtectionRequest { children }) } else { Err(errors) }
}

fn is_immediate(desk: &Desk, outcome: &Code) -> bool {
    desk.house.law.choice("protection_outcome", outcome.as_str()).is_some_and(|choice| choice.immediate)
}

/// An immediate need opens an investigation, by whoever may.
fn then(desk: &Desk, visitor: &Visitor, open: &OpenFile, matter: MatterId) -> Then {
    let id = MatterId::new(desk.house.new_id(visitor.now));
    // The question every investigation answers; what is stored is Swedish, whatever the page speaks.
    let question = record::Text::typed(&Words::of(Lang::Sv).t("decision-question")).ok().flatten();
    let opening = Opening {
        matter: id,
        questions: question.into_iter().map(Part::assessment).collect(),
        from: Some(matter),
    };
    match right_to_open(desk, visitor, open, matter) {
        Some(right) if right.may => Then::Open(opening),
        right => {
            let Some(kind) = desk.house.law.opening_type(visitor.now.today) else { return Then::Nothing };
            let to = right.and_then(|right| right.who.first().map(|member| member.staff));
            Then::Ask(kind.id.clone(), opening, to)
        }
    }
}

fn outcome_name(file: FileId) -> String {
    own_name("outcome", file)
}

#[expect(clippy::too_many_arguments, reason = "one page, drawn from what was read and what was typed")]
fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    matter: MatterId,
    siblings: &[SameReport],
    typed: &Typed,
    back: &Back,
    draft: Draft<'static>,
    from: Option<&Coming>,
) -> Result<Page, Page> {
    let w = visitor.w;
    let report = open.file.report(matter).map_err(|_| not_found())?;
    let reading = file_page::reading(desk, visitor, open);
    let sheet = Sheet { typed, errors: &back.errors };
    let (entry, _) = kin::report_in(open, matter).ok_or_else(not_found)?;
    let late = is_late(desk.house.law, report.arrival.deemed, visitor.now.today);
    let right = right_to_open(desk, visitor, open, matter).filter(|right| !right.may);
    let again = typed.has("again") || from.is_some_and(|from| from.igen.is_some());
    let wrote = report.protection.is_some() && !again && (back.status.is_client_error() || draft.version > 0);
    let page = ProtectionPage {
        w,
        shell: visitor.shell(desk, title(&reading, Some(matter), &w.t("protection-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        matter,
        hidden: Hidden::of(desk, visitor, open, typed),
        draft,
        errors: &back.errors,
        since: &back.since,
        written: wrote.then(|| GivenBack::of(typed, "")).flatten(),
        again,
        done: report.protection.map(|made| w.t1("protection-done", "when", reading.moment(made))),
        receipt: from.filter(|from| from.ny.is_some()).map(|_| receipt(&reading, matter, siblings)),
        acute: from.is_some_and(|from| from.akut.is_some()),
        late: late && report.protection.is_none(),
        clocks: file_clocks::of_matter(&reading, matter),
        said: said(&reading, sheet),
        speakers: said::speakers(&reading),
        outcome: sheet.choice("outcome", "protection-outcome", reading.choices("protection_outcome", "")),
        measures: sheet.area("measures", "protection-measures", 2).optional(),
        day: sheet.day("occurred", "protection-day"),
        time: sheet.time("occurred-time", "protection-time"),
        only_here: sheet
            .fill(Field { max: 60_000, ..Field::area(only_name(open.id), "protection-only") }.rows(2)),
        child: reading.child(),
        siblings: siblings.iter().map(|one| SiblingFields::of(&reading, sheet, one)).collect(),
        who_may: right.map(|right| who_may(w, &right)),
        report: entry_view::one(&reading, entry.seq),
    };
    Ok(html_with(back.status, &page))
}

/// Facts and assessment stand open; other voices unfold, so that the whole assessment fits a screen.
fn said<'a>(reading: &Reading<'_>, sheet: Sheet<'a>) -> Vec<SaidField<'a>> {
    let mut fields = said::fields(reading, sheet, "protection-text");
    for field in &mut fields {
        let voice = field.by.is_some() || field.area.name == "child-words";
        field.folded = field.folded || (voice && field.area.value.is_empty());
    }
    fields
}

/// "Anmälan 2026-12 och 2026-13 registrerade 14.02".
fn receipt(reading: &Reading<'_>, matter: MatterId, siblings: &[SameReport]) -> String {
    let number =
        |open: &OpenFile, matter| open.file.matters.get(&matter).and_then(|matter| matter.number.clone());
    let own = number(reading.open, matter);
    let mut numbers: Vec<String> =
        own.into_iter().chain(siblings.iter().filter_map(|one| number(&one.open, one.matter))).collect();
    // The numbers were given in no order that means anything to a reader.
    numbers.sort_by_key(|number| (number.len(), number.clone()));
    let at = kin::report_in(reading.open, matter).and_then(|(entry, _)| time(Moment::of(entry.at)));
    let values = [
        ("n", numbers.len().into()),
        ("numbers", file_page::and(reading, &numbers).into()),
        ("time", at.map(|at| format::time(reading.w, at)).unwrap_or_default().into()),
    ];
    reading.w.with("protection-receipt", &values)
}

fn who_may(w: &Words, right: &Right) -> String {
    match right.who.first() {
        Some(member) => w.t1("protection-asks", "who", rights::signature(member)),
        None => w.t("protection-asks-nobody").into_owned(),
    }
}

/// The fields of a sibling in the same report.
struct SiblingFields<'a> {
    file: FileId,
    name: String,
    ticked: bool,
    own: OwnWords<'a>,
    outcome: Choice<'a>,
}

impl<'a> SiblingFields<'a> {
    fn of(reading: &Reading<'_>, sheet: Sheet<'a>, sibling: &SameReport) -> Self {
        let file = sibling.open.id;
        let name = outcome_name(file);
        let chosen = sheet.typed.trimmed(&name);
        let same = choose("", reading.w.t("protection-same"), chosen.is_empty());
        let list = reading.choices("protection_outcome", chosen);
        let options: Vec<Choose<'static>> = std::iter::once(same).chain(list).collect();
        let error = sheet.errors.of(&name).map(|text| text.to_owned().into());
        Self {
            file,
            name: sibling.sibling.name.clone(),
            ticked: sheet.typed.is("sibling", &file.to_string()),
            own: OwnWords::of(sheet, file, "protection-only", said::shared(reading, &sibling.sibling.name)),
            outcome: Choice {
                name: name.into(),
                label_key: "protection-outcome",
                hint_key: None,
                error,
                options,
            },
        }
    }
}

#[derive(Template)]
#[template(path = "protection.html")]
struct ProtectionPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    matter: MatterId,
    hidden: Hidden,
    draft: Draft<'a>,
    errors: &'a Errors,
    since: &'a [String],
    /// What was typed into a form that is settled by now.
    written: Option<GivenBack>,
    done: Option<String>,
    again: bool,
    receipt: Option<String>,
    acute: bool,
    late: bool,
    clocks: Vec<Clock<'a>>,
    said: Vec<SaidField<'a>>,
    speakers: Vec<String>,
    outcome: Choice<'a>,
    measures: Field<'a>,
    day: Field<'a>,
    time: Field<'a>,
    only_here: Field<'a>,
    child: String,
    siblings: Vec<SiblingFields<'a>>,
    who_may: Option<String>,
    report: Option<EntryView>,
}

#[cfg(test)]
mod tests;
