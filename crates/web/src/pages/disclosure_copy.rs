//! `/akt/{file}/utlamnande/{request}/kopia`: the copy as it was given out, a letter to print.
//!
//! It is built from nothing but what was chosen, each time it is drawn: there is no text in it that a style sheet hides, no name of a file and
//! nothing about who made it but who signed.

use std::sync::Arc;

use axum::extract::{Path, State};
use record::disclosure::copy::{Section, copy};
use record::disclosure::{Disclosure, Item, Route};
use record::{Entry, MatterId, Recorded};
use store::{OpenFile, Part};

use super::disclosure::items::{contact, facts};
use crate::desk::{Desk, Page, Visitor, not_found};
use crate::disclosure_view as view;
use crate::file_page;
use crate::format;
use crate::letter::{self, About, Around, Receiver, paragraph};
use crate::parts::{LetterBlock, Paragraph};
use crate::reading::{Reading, date};
use crate::routes::Routes;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().page("/akt/{file}/utlamnande/{request}/kopia", show)
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, request)): Path<(String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, Part::Letter).await?;
    view::whole(&open)?;
    visitor.expect_fresh(&desk)?;
    let (id, state) = view::request(&open, &request)?;
    let recorded = state.given.and_then(|seq| open.entry(seq)).ok_or_else(not_found)?;
    let Entry::Disclosed(given) = &recorded.entry else { return Err(not_found()) };
    let reading = file_page::reading(&desk, &visitor, &open);
    let matter = matter_of(&open, &state.route).ok_or_else(not_found)?;
    let to = receiver(&desk, &visitor, &open, &state.route).await?;
    let sv = letter::swedish(&reading);
    let about =
        About { matter, day: given.at.day, by: recorded.by.clone(), title: heading(&sv, &state.route) };
    let body = blocks(&reading, &state.route, &given.items, Some(given));
    let mut letter = letter::letter(&desk, &sv, about, &to, body);
    letter.for_child = is_child(&reading, &state.route);
    let around = Around {
        back: view::address(open.id, id),
        back_key: "disclosure-back",
        remarks: to.remarks(visitor.w),
        title_key: "disclosure-copy",
        ..Around::default()
    };
    Ok(letter::page(&desk, &visitor, &reading, matter, letter, around))
}

/// Whose number the letter bears: the matter that is asked about, or the file's newest.
pub fn matter_of(open: &OpenFile, route: &Route) -> Option<MatterId> {
    match route {
        Route::PartyInsight(asking) => Some(asking.matter),
        _ => open.file.matters.keys().next_back().copied(),
    }
}

/// Whom it goes to. Somebody who has not said who they are fetches it, and no name stands on it.
///
/// # Errors
/// The finished answer: 404 for somebody who is not in the file.
pub async fn receiver(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    route: &Route,
) -> Result<Receiver, Page> {
    match (route, route.person()) {
        (_, Some(person)) => letter::receiver(desk, visitor, open, person).await,
        (Route::OfficialDocument(asking), None) => {
            let lines = asking.recipient.iter().flat_map(|to| to.as_str().lines());
            Ok(Receiver { lines: lines.map(str::to_owned).collect(), protected: false })
        }
        (_, None) => Ok(Receiver::default()),
    }
}

/// What the letter is called: to a child in words of its own.
fn heading(sv: &Reading<'_>, route: &Route) -> String {
    if is_child(sv, route) {
        sv.w.t("disclosure-letter-title-child").into_owned()
    } else {
        view::route(sv, route.code())
    }
}

fn is_child(reading: &Reading<'_>, route: &Route) -> bool {
    route.person().is_some() && route.person() == reading.open.file.person()
}

/// What the letter says: what it is, what is given of each entry, and what was left out. `given`: as it was given out; none before.
pub fn blocks(
    reading: &Reading<'_>,
    route: &Route,
    items: &[Item],
    given: Option<&Disclosure>,
) -> Vec<LetterBlock<'static>> {
    let sv = letter::swedish(reading);
    let child = is_child(reading, route);
    let entry = |seq| reading.open.entry(seq).map(|one| &one.entry);
    let sections = copy(entry, items);
    let mut blocks = vec![LetterBlock::plain([before(&sv, route, child)])];
    blocks.extend(information(&sv, route));
    blocks.extend(sections.iter().filter_map(|one| Some(section(&sv, reading.open.entry(one.seq)?, one))));
    let left_out = items.iter().any(|item| item.treatment.ground().is_some());
    blocks.extend(left_out.then(|| after(&sv, route, child, items)));
    let condition = given.and_then(|given| given.condition.as_ref());
    blocks.extend(
        condition.map(|words| {
            LetterBlock::plain([words.to_string()]).headed(sv.w.t("disclosure-letter-condition"))
        }),
    );
    blocks
}

fn before(sv: &Reading<'_>, route: &Route, child: bool) -> String {
    let key = match route {
        Route::OfficialDocument(_) => "disclosure-letter-official",
        Route::PartyInsight(_) => "disclosure-letter-party",
        Route::OwnData(_) if child => "disclosure-letter-own-child",
        Route::OwnData(_) => "disclosure-letter-own",
        Route::DataSubject(_) if child => "disclosure-letter-subject-child",
        Route::DataSubject(_) => "disclosure-letter-subject",
    };
    sv.w.t1(key, "child", sv.child())
}

/// What a data subject is told besides the data (artikel 15.1 GDPR).
fn information(sv: &Reading<'_>, route: &Route) -> Option<LetterBlock<'static>> {
    let Route::DataSubject(_) = route else { return None };
    let told = [
        "disclosure-gdpr-purpose",
        "disclosure-gdpr-categories",
        "disclosure-gdpr-recipients",
        "disclosure-gdpr-how-long",
        "disclosure-gdpr-source",
        "disclosure-gdpr-rights",
        "disclosure-gdpr-automated",
        "disclosure-gdpr-complaint",
    ];
    Some(LetterBlock::plain(told.map(|key| sv.w.t(key))).headed(sv.w.t("disclosure-gdpr-heading")))
}

/// One entry as it is given. Its heading tells what it is only where that is given too.
fn section(sv: &Reading<'_>, recorded: &Recorded, section: &Section) -> LetterBlock<'static> {
    let mut lines = if section.facts { facts(sv, recorded) } else { Vec::new() };
    let heading = if lines.is_empty() {
        sv.w.t("disclosure-letter-part").into_owned()
    } else {
        format!("{}: {}", format::day_letter(sv.w, date(recorded.occurred.day)), lines.remove(0))
    };
    let plain = |text: String| Paragraph { by: None, text: text.into() };
    let mixed = section.parts.len() > 1;
    let mut paragraphs: Vec<Paragraph<'static>> = lines.into_iter().map(plain).collect();
    let contact = section.contact.then(|| contact(&recorded.entry)).flatten();
    paragraphs.extend(contact.map(|contact| plain(format!("{}: {contact}", sv.w.t("disclosure-contact")))));
    paragraphs.extend(section.parts.iter().map(|part| paragraph(sv, part, mixed)));
    paragraphs.extend(section.original.then(|| plain(sv.w.t("disclosure-letter-original").into_owned())));
    LetterBlock { heading: Some(heading.into()), paragraphs, glossary: false }
}

/// That something was left out, on what ground, and what can be done about it.
fn after(sv: &Reading<'_>, route: &Route, child: bool, items: &[Item]) -> LetterBlock<'static> {
    let mut grounds: Vec<_> = items.iter().filter_map(|item| item.treatment.ground()).collect();
    grounds.sort_unstable();
    grounds.dedup();
    let grounds = view::grounds(sv, grounds).join(", ");
    let left_out = if child { "disclosure-letter-left-out-child" } else { "disclosure-letter-left-out" };
    let decision = match route {
        Route::PartyInsight(_) => "disclosure-letter-ask-party",
        _ if child => "disclosure-letter-ask-child",
        _ => "disclosure-letter-ask",
    };
    let paragraphs = [sv.w.t1(left_out, "grounds", grounds), sv.w.t(decision).into_owned()];
    LetterBlock::plain(paragraphs).headed(sv.w.t("disclosure-letter-left-out-heading"))
}
