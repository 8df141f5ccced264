//! `/akt/{file}/utlamnat`: the ledger. Who has asked and waits, what has been given out of the file, to whom, on what ground, and what was
//! refused.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use record::disclosure::{Disclosure, RequestState, Route};
use record::{DisclosureId, Entry, FileId};
use store::{OpenFile, Part};

use crate::desk::{Desk, Page, Visitor, done_words, html};
use crate::disclosure_view::{self as view, counted, ground, route, who};
use crate::file_page::{self, title};
use crate::format;
use crate::parts::PersonHead;
use crate::reading::{Reading, date};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().page("/akt/{file}/utlamnat", show)
}

/// Somebody who waits.
struct Waiting {
    what: String,
    who: String,
    since: String,
    href: String,
}

/// A row of the ledger.
struct Row {
    day: String,
    to: String,
    ground: String,
    /// How much, or in words what.
    what: String,
    /// In the record's own language.
    swedish: bool,
    href: Option<String>,
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, Part::Form).await?;
    view::whole(&open)?;
    let reading = file_page::reading(&desk, &visitor, &open);
    let w = visitor.w;
    let page = LedgerPage {
        w,
        shell: visitor.shell(&desk, title(&reading, None, &w.t("disclosures-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        done: done_words(w, query.as_deref()),
        writes: reading.writes(),
        waiting: waiting(&reading),
        rows: rows(&reading),
    };
    Ok(html(&page))
}

fn waiting(reading: &Reading<'_>) -> Vec<Waiting> {
    let requests = reading.open.file.disclosures.iter().filter(|(_, state)| state.is_waiting());
    let mut all: Vec<(&DisclosureId, &RequestState)> = requests.collect();
    all.sort_by_key(|(_, state)| state.asked);
    let one = |(id, state): (&DisclosureId, &RequestState)| Waiting {
        what: route(reading, state.route.code()),
        who: who(reading, &state.route),
        since: since(reading, state),
        href: view::address(reading.open.id, *id),
    };
    all.into_iter().map(one).collect()
}

/// "tis 24 nov, 3 dagar".
fn since(reading: &Reading<'_>, state: &RequestState) -> String {
    let days = format::days_between(date(state.asked.day), date(reading.today));
    let values = [("day", reading.day(state.asked.day).into()), ("days", days.into())];
    reading.w.with("disclosures-since", &values)
}

/// What was given out, refused and handed over, newest first.
fn rows(reading: &Reading<'_>) -> Vec<Row> {
    let entries = reading.open.entries.iter().rev();
    entries.filter_map(|recorded| row(reading, &recorded.entry)).collect()
}

fn row(reading: &Reading<'_>, entry: &Entry) -> Option<Row> {
    let file = reading.open.id;
    Some(match entry {
        Entry::Disclosed(given) => Row {
            day: reading.day(given.at.day),
            to: asker(reading.open, given).map(|route| who(reading, route)).unwrap_or_default(),
            ground: ground(reading, &given.ground),
            what: counted(reading, &given.items),
            swedish: false,
            href: Some(view::copy_address(file, given.request)),
        },
        Entry::DisclosureRefused(refusal) => Row {
            day: reading.day(refusal.at.day),
            to: state(reading.open, refusal.request).map(|one| who(reading, &one.route)).unwrap_or_default(),
            ground: reading.w.t1(
                "disclosures-provisions",
                "grounds",
                view::grounds(reading, refusal.grounds.clone()).join(", "),
            ),
            what: reading.w.t("entry-disclosure-refused").into_owned(),
            swedish: false,
            href: Some(view::decision_address(file, refusal.request)),
        },
        Entry::HandedOver(over) => Row {
            day: reading.day(over.at.day),
            to: over.to.as_str().lines().next().unwrap_or_default().to_owned(),
            ground: ground(reading, &over.ground),
            what: over.what.text.to_string(),
            swedish: true,
            href: None,
        },
        _ => return None,
    })
}

fn state(open: &OpenFile, request: DisclosureId) -> Option<&RequestState> {
    open.file.disclosures.get(&request)
}

fn asker<'a>(open: &'a OpenFile, given: &Disclosure) -> Option<&'a Route> {
    state(open, given.request).map(|state| &state.route)
}

#[derive(Template)]
#[template(path = "disclosures.html")]
struct LedgerPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    done: Option<String>,
    writes: bool,
    waiting: Vec<Waiting>,
    rows: Vec<Row>,
}
