//! `…/utredning/granska`: the whole text as it will stand. What answers no question is asked about first; what is signed is what was
//! shown, and nothing else.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use record::{FileId, MatterId, PersonId, Reader, party_copy, written::WrittenInvestigation};
use store::Trouble;

use super::At;
use super::asked::SignInvestigation;
use super::blocks::{self, BlockView};
use super::sections::Section;
use crate::desk::{Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, html_with, see_other};
use crate::fields::FieldError;
use crate::file_page::{self, Hidden, title};
use crate::format;
use crate::pages::drafts::time_of;
use crate::parts::PersonHead;
use crate::refusals;
use crate::shell::{Place, Shell};
use crate::words::Words;

pub(super) async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
) -> Result<Page, Page> {
    let at = At::open(&desk, &visitor, &file, &matter).await?;
    Ok(draw(&at, &Typed::default(), StatusCode::OK, Vec::new(), &Errors::none()))
}

pub(super) async fn sign(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let at = At::open(&desk, &visitor, &file, &matter).await?;
    let after = at.address("/kommunicering?gjort=utredning");
    if file_page::is_done(&desk, &visitor, &typed).await? {
        return Ok(see_other(&after));
    }
    let Some((command, shown)) = at.to_sign(&asked(&typed)) else { return Ok(changed(&at, &typed)) };
    let wish = file_page::wish(&typed, at.open.id, vec![command])?;
    let (who, now, form) = (visitor.actor.clone(), visitor.now, visitor.written.asked());
    let done =
        blocking(&desk, move |desk| desk.house.act_signing(&who, now, &wish, form.as_deref(), Some(&shown)));
    match done.await? {
        Ok(_) => Ok(see_other(&after)),
        Err(Trouble::TextChanged) => {
            let at = At::open(&desk, &visitor, &file, &matter).await?;
            Ok(changed(&at, &typed))
        }
        Err(Trouble::Refused { refusal, .. }) => {
            let told = refusals::refusal(visitor.w, &refusal);
            let errors = Errors::one(told.field, told.text);
            Ok(draw(&at, &typed, StatusCode::UNPROCESSABLE_ENTITY, Vec::new(), &errors))
        }
        Err(trouble) => Err(trouble).or_trouble(&desk, &visitor),
    }
}

/// The sections' versions, as one text.
fn versions(at: &At) -> String {
    let all: Vec<String> =
        at.versions().into_iter().map(|(section, version)| format!("{section}={version}")).collect();
    all.join(" ")
}

/// What the page was drawn with, as it comes back. A version that is none matches nothing.
fn asked(typed: &Typed) -> SignInvestigation {
    let one = |one: &str| {
        let (section, version) = one.split_once('=').unwrap_or((one, ""));
        (section.to_owned(), version.parse().unwrap_or(-1))
    };
    let shown = typed.get("shown").split(' ').filter(|one| !one.is_empty()).map(one).collect();
    SignInvestigation { fingerprint: typed.get("fingerprint").to_owned(), shown }
}

/// The text is not the one that was shown: it is shown again, with who has written where.
fn changed(at: &At, typed: &Typed) -> Page {
    let reading = at.reading();
    let seen: Vec<&str> = typed.get("shown").split(' ').collect();
    let news = at
        .drafts
        .iter()
        .filter(|draft| !seen.contains(&format!("{}={}", draft.section, draft.version).as_str()));
    let told = news.filter_map(|draft| {
        let kind = super::Kind::of(reading.law, &draft.section)?;
        let values = [
            ("who", reading.staff(draft.by).into()),
            ("where", kind.name(&reading).into()),
            ("when", format::time(reading.w, time_of(draft.updated_us)).into()),
        ];
        Some(reading.w.with("writing-news", &values))
    });
    let mut told: Vec<String> = told.collect();
    if told.is_empty() {
        told.push(reading.w.t("writing-news-other").into_owned());
    }
    draw(at, typed, StatusCode::CONFLICT, told, &Errors::none())
}

fn draw(at: &At, typed: &Typed, status: StatusCode, news: Vec<String>, refused: &Errors) -> Page {
    let (reading, w) = (at.reading(), at.visitor.w);
    let mut sections = at.sections();
    let written = at.compile(&mut sections);
    let place = |code: &str| at.address(&format!("/utredning#{code}"));
    let untied = written.untied().map(|section| {
        let code = section.area.as_str();
        (place(&format!("{code}-questions")), reading.code(crate::areas::LIST, &section.area))
    });
    // A signed id is used up: what is signed now is another text.
    let typed = if news.is_empty() { typed.clone() } else { Typed::default() };
    let page = CheckPage {
        w,
        shell: at.visitor.shell(
            &at.desk,
            title(&reading, Some(at.matter), &w.t("writing-check-title")),
            Place::Elsewhere,
        ),
        head: file_page::head(&reading),
        file: at.open.id,
        matter: at.matter,
        hidden: Hidden::of(&at.desk, &at.visitor, &at.open, &typed),
        fingerprint: written.fingerprint(),
        shown: versions(at),
        news,
        refused: refused.list().into_iter().map(|one| one.text.into_owned()).collect(),
        wrong: wrong(&sections, &place),
        untied: untied.collect(),
        unanswered: written.unanswered().map(|at| written.questions[at].text.to_string()).collect(),
        missing: missing(at, &written, &place),
        kept: kept(at, &written),
        questions: written.questions.iter().map(|question| question.text.to_string()).collect(),
        blocks: blocks::of(&reading, &written),
    };
    html_with(status, &page)
}

/// What must be put right before it can be signed, with the way there.
fn wrong(sections: &[Section], place: &impl Fn(&str) -> String) -> Vec<(String, String)> {
    let of = |section: &Section| {
        let code = section.kind.code().to_owned();
        let line = |one: FieldError<'_>| (place(&format!("{code}-{}", one.field)), one.text.into_owned());
        section.errors.list().into_iter().map(line).collect::<Vec<_>>()
    };
    sections.iter().flat_map(of).collect()
}

/// Gaps, as questions.
fn missing(
    at: &At,
    written: &WrittenInvestigation,
    place: &impl Fn(&str) -> String,
) -> Vec<(String, String)> {
    let (reading, w) = (at.reading(), at.visitor.w);
    let mut gaps = Vec::new();
    if written.child.is_none() {
        gaps.push((place("heard"), w.t1("writing-ask-child", "name", reading.child())));
    }
    if written.analysis.is_empty() {
        gaps.push((place("analysis"), w.t("writing-ask-analysis").into_owned()));
    }
    if written.proposal.is_none() {
        gaps.push((place("proposal"), w.t("writing-ask-proposal").into_owned()));
    }
    gaps
}

/// How many statements each party cannot simply be given.
fn kept(at: &At, written: &WrittenInvestigation) -> Vec<String> {
    let (reading, w) = (at.reading(), at.visitor.w);
    let file = &at.open.file;
    let blocks = blocks::to_test(written);
    let guardians = file.guardians(reading.today).map(|who| (Reader::Guardian(who), who));
    let readers: Vec<(Reader, PersonId)> =
        guardians.chain(file.person().map(|child| (Reader::Child, child))).collect();
    let line = |(reader, who): (Reader, PersonId)| {
        let count = party_copy::to_test(&blocks, reader, file).len();
        let values = [("who", reading.name(who).into()), ("n", count.into())];
        (count > 0).then(|| w.with("writing-kept", &values))
    };
    readers.into_iter().filter_map(line).collect()
}

#[derive(Template)]
#[template(path = "writing_check.html")]
struct CheckPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    matter: MatterId,
    hidden: Hidden,
    fingerprint: String,
    /// The sections' versions.
    shown: String,
    /// Who has written where since it was shown.
    news: Vec<String>,
    refused: Vec<String>,
    wrong: Vec<(String, String)>,
    /// What ties to no question: where, and what it is called.
    untied: Vec<(String, String)>,
    unanswered: Vec<String>,
    missing: Vec<(String, String)>,
    kept: Vec<String>,
    questions: Vec<String>,
    blocks: Vec<BlockView>,
}
