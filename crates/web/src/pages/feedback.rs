//! `/akt/{file}/arende/{matter}/aterkoppling`: feedback to a reporter who must report.
//!
//! Exactly one of three things may be said, and only the one that is true; the page therefore says it rather than asks it. What is chosen
//! is the way it was told. Where telling would be wrong in view of the circumstances it is refused, with reasons. A reporter who asks
//! later is noted here too. What somebody has in fact said already, rightly or not, can always be told as it was; what was wrong with it
//! stands beside it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use record::feedback::{Feedback, FeedbackRequest, FeedbackValue, GROUND};
use record::report::{Report, ReportState};
use record::{Code, Command, FileId, MatterId};
use store::{OpenFile, Step};

use crate::desk::{Desk, Errors, Page, Typed, Visitor, done_words, html_with, not_found, see_other};
use crate::disclosure_view::ground;
use crate::fields::{Choice, Draft, Field};
use crate::file_page::{self, Back, Hidden, Sheet, moment_now, moment_pairs, read_moment, read_text, title};
use crate::kin::{self, LinkedReport, SameReport};
use crate::pages::drafts;
use crate::parts::PersonHead;
use crate::reading::{Reading, choose};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;
use crate::written::GivenBack;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/arende/{matter}/aterkoppling", show, send)
}

/// What is asked for about feedback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedbackWish {
    /// The reporter has asked for it.
    Requested(FeedbackRequest),
    /// It is given or refused.
    Settled(Feedback),
}

impl FeedbackWish {
    /// The command.
    pub fn into_command(self, matter: MatterId) -> Command {
        match self {
            Self::Requested(request) => Command::RequestFeedback(matter, request),
            Self::Settled(feedback) => Command::GiveFeedback(matter, feedback),
        }
    }
}

/// Where the feedback of a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The reporter has no duty to report: the law gives no feedback.
    NotMandated,
    /// Settled.
    Settled,
    /// Nothing is decided yet; the reporter may ask meanwhile.
    Undecided {
        /// Has asked.
        asked: bool,
    },
    /// To be given.
    Owed {
        /// The one thing that is true.
        value: FeedbackValue,
        /// Has asked.
        asked: bool,
    },
}

fn stage(report: &ReportState) -> Stage {
    let asked = report.feedback_wanted.is_some();
    match report.end.as_ref().and_then(FeedbackValue::of) {
        _ if !report.mandated => Stage::NotMandated,
        _ if report.feedback_given => Stage::Settled,
        None => Stage::Undecided { asked },
        Some(value) => Stage::Owed { value, asked },
    }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let (id, _) = file_page::matter(&open, &matter)?;
    let siblings = siblings(&desk, &visitor, &open, id).await?;
    let kept = drafts::kept(&desk, &visitor, &form(id), Some(open.id)).await?;
    let mut presets = moment_pairs("occurred", moment_now(&visitor));
    presets.push(("way".to_owned(), "phone".to_owned()));
    if kept.values.is_empty() {
        // One reporter, one telling: it is about everybody the report was about. A box that somebody has cleared stays clear.
        presets.extend(siblings.iter().map(|one| ("sibling".to_owned(), one.code())));
    }
    let at = At { open: &open, matter: id, siblings: &siblings };
    let done = done_words(visitor.w, query.as_deref());
    draw(&desk, &visitor, &at, &kept.typed(presets), &Back::fresh(), (kept.view, done))
}

/// One draft per report.
fn form(matter: MatterId) -> String {
    format!("feedback-{matter}")
}

async fn send(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let (id, _) = file_page::matter(&open, &matter)?;
    let report = open.file.report(id).map_err(|_| not_found())?;
    if file_page::is_done(&desk, &visitor, &typed).await? {
        return Ok(see_other(&format!("/akt/{}", open.id)));
    }
    let siblings = siblings(&desk, &visitor, &open, id).await?;
    let read = read(&visitor, report, &typed);
    let read =
        read.and_then(|wish| told_along(&visitor, &wish, &siblings, &typed).map(|along| (wish, along)));
    let back = match read {
        Ok((wish, along)) => {
            let done = match &wish {
                FeedbackWish::Requested(_) => "aterkoppling-onskad",
                FeedbackWish::Settled(Feedback::Given { .. }) => "aterkopplad",
                FeedbackWish::Settled(Feedback::Refused { .. }) => "ej-aterkopplad",
                FeedbackWish::Settled(Feedback::Told { .. }) => "aterkopplat-tidigare",
            };
            let mut wish = file_page::wish(&typed, open.id, vec![wish.into_command(id)])?;
            wish.steps.extend(along);
            match file_page::act(&desk, &visitor, wish).await? {
                Ok(_) => return Ok(see_other(&format!("/akt/{}?gjort={done}", open.id))),
                Err(back) => back,
            }
        }
        Err(errors) => Back::wrong(errors),
    };
    let draft = drafts::draft_of(&desk, &visitor, &typed, &form(id), Some(open.id)).await?;
    let at = At { open: &open, matter: id, siblings: &siblings };
    draw(&desk, &visitor, &at, &typed, &back, (draft, None))
}

/// A sibling in the same report about whom the reporter is still to be told.
struct SiblingOwed {
    report: SameReport,
    value: FeedbackValue,
}

impl SiblingOwed {
    /// What the box sends: the child and what the reader saw to be true. If that has changed meanwhile, the box is about nothing.
    fn code(&self) -> String {
        format!("{}/{}", self.report.open.id, self.value.code())
    }
}

/// The siblings whose reports came with this one and are decided, each with the one thing that is true of it.
async fn siblings(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    matter: MatterId,
) -> Result<Vec<SiblingOwed>, Page> {
    open.file.report(matter).map_err(|_| not_found())?;
    let owed = |report: SameReport| {
        let theirs = report.open.file.report(report.matter).ok()?;
        let Stage::Owed { value, .. } = stage(theirs) else { return None };
        Some(SiblingOwed { report, value })
    };
    Ok(kin::same_report(desk, visitor, open, matter).await?.into_iter().filter_map(owed).collect())
}

/// What is given is given about the ticked siblings too, of each what is true. A refusal is about one child, with its reasons.
///
/// A sibling of whom something else is true by now is told at the boxes: then nothing at all is written.
fn told_along(
    visitor: &Visitor,
    wish: &FeedbackWish,
    siblings: &[SiblingOwed],
    typed: &Typed,
) -> Result<Vec<Step>, Errors> {
    let FeedbackWish::Settled(Feedback::Given { at, way, .. }) = wish else { return Ok(Vec::new()) };
    let mut errors = Errors::none();
    let waits: Vec<String> = siblings.iter().map(SiblingOwed::code).collect();
    kin::tell_gone(visitor, typed, &waits, &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    let ticked = siblings.iter().filter(|one| typed.is("sibling", &one.code()));
    let step = |one: &SiblingOwed| {
        let given = Feedback::Given { at: *at, value: one.value, way: way.clone() };
        let commands = vec![Command::GiveFeedback(one.report.matter, given)];
        Step::File { file: one.report.open.id, seen: None, commands }
    };
    Ok(ticked.map(step).collect())
}

/// The report that is answered.
struct At<'a> {
    open: &'a OpenFile,
    matter: MatterId,
    siblings: &'a [SiblingOwed],
}

fn read(visitor: &Visitor, report: &ReportState, typed: &Typed) -> Result<FeedbackWish, Errors> {
    let mut errors = Errors::none();
    let at = read_moment(visitor, typed, "occurred", &mut errors);
    let motive = read_text(visitor, typed, "motive", &mut errors);
    let Some(at) = at.filter(|_| errors.is_empty()) else { return Err(errors) };
    match (typed.get("do"), stage(report)) {
        ("requested", _) => Ok(FeedbackWish::Requested(FeedbackRequest { at })),
        ("refuse", _) => {
            let missing = || Errors::one("motive", visitor.w.t("feedback-error-motive"));
            let motive = motive.ok_or_else(missing)?;
            Ok(FeedbackWish::Settled(Feedback::Refused { at, motive: record::Part::assessment(motive) }))
        }
        ("told", _) => {
            let missing = || Errors::one("said", visitor.w.t("feedback-error-said"));
            let value = value_of(typed.trimmed("said")).ok_or_else(missing)?;
            let way = Code::from(typed.trimmed("way"));
            Ok(FeedbackWish::Settled(Feedback::Told { at, value, way, flags: Vec::new() }))
        }
        (_, Stage::Owed { value, .. }) => {
            // What the reader saw is what was said; if the outcome has changed meanwhile, the record refuses it.
            let value = value_of(typed.trimmed("value")).unwrap_or(value);
            Ok(FeedbackWish::Settled(Feedback::Given { at, value, way: Code::from(typed.trimmed("way")) }))
        }
        _ => Err(Errors::one(crate::refusals::WHOLE_FORM, visitor.w.t("refusal-nothing-decided-yet"))),
    }
}

fn value_of(code: &str) -> Option<FeedbackValue> {
    let all = [FeedbackValue::Opened, FeedbackValue::NotOpened, FeedbackValue::AlreadyRunning];
    all.into_iter().find(|one| one.code() == code)
}

fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    at: &At<'_>,
    typed: &Typed,
    back: &Back,
    (draft, done): (Draft<'static>, Option<String>),
) -> Result<Page, Page> {
    let w = visitor.w;
    let At { open, matter, siblings } = *at;
    let report = open.file.report(matter).map_err(|_| not_found())?;
    let reading = file_page::reading(desk, visitor, open);
    let sheet = Sheet { typed, errors: &back.errors };
    let stage = stage(report);
    let value = match stage {
        Stage::Owed { value, .. } => Some(value),
        _ => None,
    };
    let may_ask = matches!(stage, Stage::Undecided { asked: false } | Stage::Owed { asked: false, .. });
    let settled = value.is_none() && !may_ask;
    let wrote = settled && (back.status.is_client_error() || draft.version > 0);
    let page = FeedbackPage {
        w,
        shell: visitor.shell(desk, title(&reading, Some(matter), &w.t("feedback-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        matter,
        hidden: Hidden::of(desk, visitor, open, typed),
        draft,
        done,
        siblings: siblings.iter().map(|one| SiblingBox::of(w, typed, one)).collect(),
        sibling_error: back.errors.of("sibling"),
        errors: &back.errors,
        since: &back.since,
        told: told(w, stage),
        sentence: value.map(|value| sentence(w, value)),
        rests: w.t1("feedback-rests", "ground", ground(&reading, &Code::from(GROUND))),
        value: value.map_or("", FeedbackValue::code),
        asked: matches!(stage, Stage::Undecided { asked: true } | Stage::Owed { asked: true, .. }),
        may_ask,
        written: wrote.then(|| GivenBack::of(typed, "")).flatten(),
        reporter: reporter(&reading, matter),
        linked: LinkedReport::of(&reading, matter),
        way: sheet.choice("way", "feedback-way", reading.choices("notice_way", "")),
        day: sheet.day("occurred", "feedback-day"),
        time: sheet.time("occurred-time", "feedback-time"),
        motive: sheet.area("motive", "feedback-motive", 2),
        said: said(&reading, sheet),
        unfolded: unfolded(sheet),
    };
    Ok(html_with(back.status, &page))
}

/// What somebody may have said: nothing is guessed.
fn said<'a>(reading: &Reading<'_>, sheet: Sheet<'a>) -> Choice<'a> {
    let mut options = vec![choose("", reading.w.t("choose-none"), true)];
    options.extend(reading.choices("feedback_value", ""));
    sheet.choice("said", "feedback-said", options)
}

/// The folded part that somebody has written in, or that has something wrong: `told`, `refuse`.
fn unfolded(sheet: Sheet<'_>) -> &'static str {
    let used = |name: &str| sheet.ticked(name) || sheet.errors.of(name).is_some();
    match (used("said"), used("motive")) {
        (true, _) => "told",
        (false, true) => "refuse",
        (false, false) => "",
    }
}

/// What there is to say when nothing can be sent.
fn told(w: &Words, stage: Stage) -> Option<String> {
    let key = match stage {
        Stage::NotMandated => "feedback-not-mandated",
        Stage::Settled => "feedback-settled",
        Stage::Undecided { .. } => "feedback-undecided",
        Stage::Owed { .. } => return None,
    };
    Some(w.t(key).into_owned())
}

/// What may be said, word for word.
fn sentence(w: &Words, value: FeedbackValue) -> String {
    w.t(match value {
        FeedbackValue::Opened => "feedback-opened",
        FeedbackValue::NotOpened => "feedback-not-opened",
        FeedbackValue::AlreadyRunning => "feedback-already-running",
    })
    .into_owned()
}

/// Whom to tell and how to reach them, as the report has it.
fn reporter(reading: &Reading<'_>, matter: MatterId) -> Vec<String> {
    let Some((_, Report { reporter, .. })) = kin::report_in(reading.open, matter) else { return Vec::new() };
    let lines = [&reporter.name, &reporter.role, &reporter.contact].into_iter().flatten();
    let category = reading.code("reporter_category", &reporter.category);
    lines.map(ToString::to_string).chain([category]).collect()
}

/// A sibling the same telling is about.
struct SiblingBox {
    code: String,
    words: String,
    ticked: bool,
}

impl SiblingBox {
    fn of(w: &Words, typed: &Typed, one: &SiblingOwed) -> Self {
        let words = format!("{}: {}", one.report.sibling.name, sentence(w, one.value));
        Self { code: one.code(), words, ticked: typed.is("sibling", &one.code()) }
    }
}

#[derive(Template)]
#[template(path = "feedback.html")]
struct FeedbackPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    matter: MatterId,
    hidden: Hidden,
    draft: Draft<'a>,
    done: Option<String>,
    siblings: Vec<SiblingBox>,
    sibling_error: Option<&'a str>,
    errors: &'a Errors,
    since: &'a [String],
    told: Option<String>,
    sentence: Option<String>,
    /// The provision that lets it be told without consent.
    rests: String,
    value: &'static str,
    asked: bool,
    may_ask: bool,
    /// What was typed into a form that is settled by now.
    written: Option<GivenBack>,
    reporter: Vec<String>,
    /// Where the words stand that whoever investigates has to read.
    linked: Option<LinkedReport>,
    way: Choice<'a>,
    day: Field<'a>,
    time: Field<'a>,
    motive: Field<'a>,
    /// Which of the folded parts stands open.
    unfolded: &'static str,
    /// What somebody has in fact said already.
    said: Choice<'a>,
}

#[cfg(test)]
mod tests;
