//! `/loggkontroll`: the units somebody leads and their last months; `/loggkontroll/{unit}/{month}`: a month of a unit's reading, judged,
//! looked at and signed.
//!
//! It names a child only where the checker may open the file. Nobody checks their own reading.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use record::log_check::Sign;
use record::{Code, FileId, UnitId};
use store::log_check::{LogCheck, Month, NotSigned, Signed, ToLookAt, key};

use crate::desk::{
    Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, done_words, html, html_with, not_found,
    see_other,
};
use crate::fields::{Choice, Field};
use crate::file_page::{Back, Sheet, read_text};
use crate::format;
use crate::pages::glass_review::choice;
use crate::pages::readers::name_of;
use crate::pages::reason::options_of;
use crate::refusals::WHOLE_FORM;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The routes of these pages.
pub fn routes() -> Routes {
    Routes::new().page("/loggkontroll", list).form("/loggkontroll/{unit}/{month}", show, sign)
}

/// A unit with its months.
struct UnitLine {
    name: String,
    months: Vec<MonthLine>,
}

/// A month: its page, and who has signed it.
struct MonthLine {
    href: String,
    name: String,
    over: bool,
    signed: Vec<String>,
}

#[derive(Template)]
#[template(path = "log_checks.html")]
struct ChecksPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    done: Option<String>,
    units: Vec<UnitLine>,
}

async fn list(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let (who, now, w) = (visitor.actor.clone(), visitor.now, visitor.w);
    let units = blocking(&desk, move |desk| desk.house.log_checks(&who, now)).await?;
    let line = |unit: UnitId, month: Month, signed: Vec<record::StaffId>| MonthLine {
        href: address(unit, month),
        name: month_name(w, month),
        over: month.is_over(now.today),
        signed: signed.into_iter().map(|staff| name_of(&desk, w, staff)).collect(),
    };
    let units = units.or_trouble(&desk, &visitor)?.into_iter().map(|one| UnitLine {
        name: unit_name(&desk, one.unit),
        months: one.months.into_iter().map(|(month, signed)| line(one.unit, month, signed)).collect(),
    });
    Ok(html(&ChecksPage {
        w,
        shell: visitor.shell(&desk, w.t("logcheck-title"), Place::Elsewhere),
        done: done_words(w, query.as_deref()),
        units: units.collect(),
    }))
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((unit, month)): Path<(String, String)>,
) -> Result<Page, Page> {
    let check = open(&desk, &visitor, &unit, &month).await?;
    let presets = Typed::from_pairs(check.looked.iter().filter_map(reviewed).collect::<Vec<_>>());
    Ok(draw(&desk, &visitor, &check, &presets, &Back::fresh()))
}

async fn sign(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((unit, month)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let check = open(&desk, &visitor, &unit, &month).await?;
    let w = visitor.w;
    let mut errors = Errors::none();
    let mut outcomes = BTreeMap::new();
    for one in &check.looked {
        let outcome = typed.get(&field(one));
        if outcome.is_empty() {
            errors.push(field(one), w.t("review-missing"));
        }
        outcomes.insert(key(&one.looked), Code::from(outcome));
    }
    let words = read_text(&visitor, &typed, "words", &mut errors);
    if words.is_none() {
        errors.push("words", w.t("logcheck-words-missing"));
    }
    let Some(words) = words.filter(|_| errors.is_empty()) else {
        return Ok(draw(&desk, &visitor, &check, &typed, &Back::wrong(errors)));
    };
    visitor.expect_fresh(&desk)?;
    let (who, now, which, said) =
        (visitor.actor.clone(), visitor.now, (check.unit, check.month), words.to_string());
    let signed =
        blocking(&desk, move |desk| desk.house.sign_log_check(&who, now, which, &outcomes, &words)).await?;
    let own = |signed: &Signed| signed.by == visitor.actor.staff && signed.words == said;
    let told = match signed.or_trouble(&desk, &visitor)? {
        Ok(()) => return Ok(see_other("/loggkontroll?gjort=undertecknat")),
        Err(NotSigned::Already) if check.signed.iter().any(own) => {
            return Ok(see_other("/loggkontroll?gjort=undertecknat"));
        }
        Err(NotSigned::Already) => "logcheck-already",
        Err(NotSigned::NotOver) => "logcheck-not-over",
        Err(NotSigned::GlassOpen) => "logcheck-glass-open",
        Err(NotSigned::Unfinished) => "logcheck-changed",
    };
    let back = Back { status: StatusCode::CONFLICT, ..Back::wrong(Errors::one(WHOLE_FORM, w.t(told))) };
    Ok(draw(&desk, &visitor, &check, &typed, &back))
}

async fn open(desk: &Arc<Desk>, visitor: &Visitor, unit: &str, month: &str) -> Result<LogCheck, Page> {
    let unit: UnitId = unit.parse().map_err(|_| not_found())?;
    let month: Month = month.parse().map_err(|_| not_found())?;
    let (who, now) = (visitor.actor.clone(), visitor.now);
    blocking(desk, move |desk| desk.house.log_check(&who, now, unit, month)).await?.or_trouble(desk, visitor)
}

/// What the form calls the outcome of something.
fn field(one: &ToLookAt) -> String {
    format!("found-{}", key(&one.looked))
}

/// A broken glass that was reviewed has its outcome already.
fn reviewed(one: &ToLookAt) -> Option<(String, String)> {
    let review = one.said.iter().find_map(|given| given.review.as_ref())?;
    Some((field(one), review.found.code.as_str().to_owned()))
}

fn address(unit: UnitId, month: Month) -> String {
    format!("/loggkontroll/{unit}/{month}")
}

/// "november 2026".
fn month_name(w: &Words, month: Month) -> String {
    let first = month.first();
    format!("{} {}", format::month(w, first.into()), first.year())
}

fn unit_name(desk: &Desk, unit: UnitId) -> String {
    desk.organisation().known_unit(unit).map_or_else(String::new, |unit| unit.name.clone())
}

/// Something to look at.
struct Line<'a> {
    day: String,
    reader: String,
    /// Whose file, where the checker may open it.
    who: Option<String>,
    masked: bool,
    file: Option<FileId>,
    /// It is about how many files there were, and not about one.
    many: bool,
    openings: usize,
    signs: Vec<String>,
    said: Vec<SaidLine>,
    outcome: Choice<'a>,
}

/// What the reader said, and what was found where that has been reviewed.
struct SaidLine {
    when: String,
    why: String,
    words: String,
    /// None where nobody reviews it but here.
    found: Option<String>,
    awaits: bool,
}

/// A month somebody has signed.
struct SignedLine {
    by: String,
    when: String,
    words: String,
}

fn line<'a>(desk: &Desk, w: &Words, sheet: &Sheet<'a>, check: &LogCheck, one: &ToLookAt) -> Line<'a> {
    let looked = &one.looked;
    let outcomes = desk.house.law.list("reading_outcome", check.month.first());
    let card = looked.file.and_then(|file| check.names.of(file));
    let said = one.said.iter().map(|given| {
        let glass = given.ground == record::access::Basis::Glass;
        let list = if glass { "glass_purpose" } else { "reading_reason" };
        let found = given.review.as_ref().map(|review| {
            let outcome = choice(desk, w, "reading_outcome", review.found.code.as_str());
            format!("{outcome}. {}", name_of(desk, w, review.by))
        });
        SaidLine {
            when: format::time(w, format::local(given.at_us).time()),
            why: choice(desk, w, list, given.reason.code.as_str()),
            words: given.reason.words.to_string(),
            awaits: glass && found.is_none(),
            found,
        }
    });
    Line {
        day: format::day(w, looked.day.into()),
        reader: name_of(desk, w, looked.reader),
        who: card.map(|card| card.name().to_owned()),
        masked: looked.file.is_some_and(|file| check.names.is_masked(file)),
        file: looked.file.filter(|_| card.is_some()),
        many: looked.file.is_none(),
        openings: looked.openings,
        signs: looked.signs.iter().map(|sign| sign_words(w, *sign)).collect(),
        said: said.collect(),
        outcome: sheet.choice(field(one), "review-outcome", options_of(w, &outcomes)),
    }
}

fn sign_words(w: &Words, sign: Sign) -> String {
    w.t(&format!("sign-{}", sign.code().replace('_', "-"))).into_owned()
}

fn draw(desk: &Desk, visitor: &Visitor, check: &LogCheck, typed: &Typed, back: &Back) -> Page {
    let w = visitor.w;
    let sheet = Sheet { typed, errors: &back.errors };
    let unit = unit_name(desk, check.unit);
    let signs = check.signed.iter().any(|signed| signed.by == visitor.actor.staff);
    let page = CheckPage {
        w,
        shell: visitor.shell(desk, w.t("logcheck-title"), Place::Elsewhere),
        action: address(check.unit, check.month),
        unit,
        month: month_name(w, check.month),
        openings: check.openings,
        explained: percent(check.explained, check.openings),
        over: check.over,
        own: check.own,
        left: check.left.iter().map(|staff| name_of(desk, w, *staff)).collect(),
        signed: check
            .signed
            .iter()
            .map(|signed| SignedLine {
                by: name_of(desk, w, signed.by),
                when: format::moment(w, signed.at_us),
                words: signed.words.clone(),
            })
            .collect(),
        lines: check.looked.iter().map(|one| line(desk, w, &sheet, check, one)).collect(),
        form: check.over && (!signs || !back.errors.is_empty()),
        errors: &back.errors,
        words: Field { max: 2000, ..sheet.area("words", "logcheck-words", 3) },
    };
    html_with(back.status, &page)
}

/// How many in a hundred; all of none.
fn percent(of: usize, all: usize) -> usize {
    (of * 100).checked_div(all).unwrap_or(100)
}

#[derive(Template)]
#[template(path = "log_check.html")]
struct CheckPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    action: String,
    unit: String,
    month: String,
    openings: usize,
    /// How many in a hundred explain themselves.
    explained: usize,
    over: bool,
    /// The checker's own openings.
    own: usize,
    /// Whose reading nobody else has checked.
    left: Vec<String>,
    signed: Vec<SignedLine>,
    lines: Vec<Line<'a>>,
    /// The month can be signed by the one who looks.
    form: bool,
    errors: &'a Errors,
    words: Field<'a>,
}

#[cfg(test)]
mod tests;
