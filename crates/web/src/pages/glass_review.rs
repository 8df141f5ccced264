//! `/nodoppning/{glass}`: somebody else than the reader looks into a broken glass and closes it with what they found.
//!
//! It stands on *Min dag* of whoever leads the unit that has the file, from the moment the glass was broken. The page names no child: it
//! tells who read, why and what they opened, and leads to the file for whoever may read it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use record::FileId;
use store::access_log::Looked;
use store::{Given, Review};
use uuid::Uuid;

use crate::desk::{Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, html_with, not_found, see_other};
use crate::fields::{Choice, Field};
use crate::file_page::{Back, Sheet};
use crate::format;
use crate::pages::readers;
use crate::pages::reason::{options_of, read_of};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::visitor;
use crate::words::{Lang, Words};

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/nodoppning/{glass}", show, close)
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(glass): Path<String>,
) -> Result<Page, Page> {
    draw(&desk, &visitor, &glass, &Typed::default(), &Back::fresh()).await
}

async fn close(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(glass): Path<String>,
    typed: Typed,
) -> Result<Page, Page> {
    // Whoever is not to look into it learns nothing of it, whatever they sent.
    let id = read_id(&glass)?;
    let (who, now) = (visitor.actor.clone(), visitor.now);
    let asked = blocking(&desk, move |desk| desk.house.glass(&who, now, id)).await?;
    asked.or_trouble(&desk, &visitor)?;
    let outcomes = desk.house.law.list("reading_outcome", now.today);
    let found = match read_of(&visitor, &typed, &outcomes, ["review-missing", "review-words-missing"]) {
        Ok(found) => found,
        Err(errors) => return draw(&desk, &visitor, &glass, &typed, &Back::wrong(errors)).await,
    };
    let (who, said) = (visitor.actor.clone(), found.words.to_string());
    let closed = blocking(&desk, move |desk| desk.house.review_glass(&who, now, id, &found)).await?;
    let stands = closed.or_trouble(&desk, &visitor)?.review;
    let own = |review: &Review| review.by == visitor.actor.staff && review.found.words.as_str() == said;
    if stands.as_ref().is_some_and(own) {
        return Ok(see_other("/?gjort=granskat"));
    }
    let errors = Errors::one("words", visitor.w.t("review-closed-already"));
    let back = Back { status: StatusCode::CONFLICT, ..Back::wrong(errors) };
    draw(&desk, &visitor, &glass, &typed, &back).await
}

fn read_id(glass: &str) -> Result<Uuid, Page> {
    glass.parse().map_err(|_| not_found())
}

async fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    glass: &str,
    typed: &Typed,
    back: &Back,
) -> Result<Page, Page> {
    let id = read_id(glass)?;
    let (who, now) = (visitor.actor.clone(), visitor.now);
    let opened = blocking(desk, move |desk| {
        let (given, opened) = desk.house.glass(&who, now, id)?;
        let theirs = desk.house.open_to(&who, given.file)?.is_some();
        store::Answer::Ok((given, opened, theirs))
    });
    let (given, opened, theirs) = opened.await?.or_trouble(desk, visitor)?;
    let w = visitor.w;
    let sheet = Sheet { typed, errors: &back.errors };
    let outcomes = desk.house.law.list("reading_outcome", now.today);
    let page = ReviewPage {
        w,
        shell: visitor.shell(desk, w.t("review-title"), Place::Elsewhere),
        glass: id,
        file: theirs.then_some(given.file),
        broken: BrokenGlass::of(desk, w, &given),
        opened: opened
            .iter()
            .map(|look| (format::time(w, format::local(look.at_us).time()), part(w, look)))
            .collect(),
        closed: given.review.as_ref().map(|review| Closed::of(desk, w, review)),
        errors: &back.errors,
        outcome: sheet.choice("reason", "review-outcome", options_of(w, &outcomes)),
        words: Field { max: 500, ..sheet.area("words", "review-words", 2) },
    };
    Ok(html_with(back.status, &page))
}

fn part(w: &Words, look: &Looked) -> String {
    readers::words(w, "part", &look.part)
}

/// What was said when the glass was broken.
struct BrokenGlass {
    by: String,
    role: String,
    when: String,
    until: String,
    purpose: String,
    words: String,
}

impl BrokenGlass {
    fn of(desk: &Desk, w: &Words, given: &Given) -> Self {
        let organisation = desk.organisation();
        let member = organisation.known(given.by);
        Self {
            by: readers::name_of(desk, w, given.by),
            role: member.map(|member| visitor::role(desk, member)).unwrap_or_default(),
            when: format::moment(w, given.at_us),
            until: format::time(w, format::local(given.until_us).time()),
            purpose: choice(desk, w, "glass_purpose", given.reason.code.as_str()),
            words: given.reason.words.to_string(),
        }
    }
}

/// What was found.
struct Closed {
    by: String,
    when: String,
    outcome: String,
    words: String,
}

impl Closed {
    fn of(desk: &Desk, w: &Words, review: &Review) -> Self {
        Self {
            by: readers::name_of(desk, w, review.by),
            when: format::moment(w, review.at_us),
            outcome: choice(desk, w, "reading_outcome", review.found.code.as_str()),
            words: review.found.words.to_string(),
        }
    }
}

/// What a code of a list is called.
pub(super) fn choice(desk: &Desk, w: &Words, list: &str, code: &str) -> String {
    let choice = desk.house.law.choice(list, code);
    let words = choice.map(|choice| if w.lang() == Lang::Sv { &choice.sv } else { &choice.en });
    words.cloned().unwrap_or_else(|| code.to_owned())
}

#[derive(Template)]
#[template(path = "glass_review.html")]
struct ReviewPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    glass: Uuid,
    /// The file, for whoever may read it.
    file: Option<FileId>,
    broken: BrokenGlass,
    /// What was opened through it: when, and which part.
    opened: Vec<(String, String)>,
    closed: Option<Closed>,
    errors: &'a Errors,
    outcome: Choice<'a>,
    words: Field<'a>,
}
