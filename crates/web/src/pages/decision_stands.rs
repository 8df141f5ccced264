//! `/akt/{file}/beslut/{decision}`: a decision as it stands. The frozen text, who made it and on what ground, how it is appealed, who has
//! been told, and what has come of it since. Printed it is a document on A4.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use jiff::civil::Date;
use law::{Asks, MadeIn};
use record::{
    DecisionId, Entry, FileId, Recorded,
    decision::{DecisionState, Made},
};
use store::{OpenFile, Part};

use crate::appeal;
use crate::desk::{Desk, Page, Visitor, done_words, html, not_found};
use crate::entry_facts;
use crate::entry_view::{FactLine, StatementView, decision_flags, original, statements};
use crate::file_page::{self, title};
use crate::parts::PersonHead;
use crate::reading::{Reading, date};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The event by which an appeal that came too late is dismissed.
const DISMISSED: &str = "appeal.dismissed_as_late";

/// The event by which an appeal has come in.
const APPEALED: &str = "appeal.received";

/// How many signs of the fingerprint are shown: enough to compare by eye.
const SHOWN: usize = 16;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().page("/akt/{file}/beslut/{decision}", show)
}

/// The page of a decision.
pub fn address(file: FileId, decision: DecisionId) -> String {
    format!("/akt/{file}/beslut/{decision}")
}

/// A decision in an opened file: its state, its entry, and what was made.
struct Found<'a> {
    id: DecisionId,
    state: &'a DecisionState,
    entry: &'a Recorded,
    made: &'a Made,
}

fn find<'a>(open: &'a OpenFile, text: &str) -> Result<Found<'a>, Page> {
    let id: DecisionId = text.parse().map_err(|_| not_found())?;
    let state = open.file.decisions.get(&id).ok_or_else(not_found)?;
    let entry = open.entry(state.seq).ok_or_else(not_found)?;
    match original(&entry.entry) {
        Entry::DecisionMade(made) | Entry::DecisionRecorded(made) => Ok(Found { id, state, entry, made }),
        _ => Err(not_found()),
    }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, decision)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, Part::Letter).await?;
    let found = find(&open, &decision)?;
    let reading = file_page::reading(&desk, &visitor, &open);
    let w = visitor.w;
    let decision = &found.made.decision;
    let way = record::decision::appeal(desk.house.law, &open.file, decision, found.made.made.day);
    let name = reading.decision(&decision.kind);
    let page = StandsPage {
        w,
        shell: visitor.shell(&desk, title(&reading, Some(found.state.matter), &name), Place::Elsewhere),
        head: file_page::head(&reading),
        at: address(open.id, found.id),
        timeline: format!("/akt/{}/tidslinje#p{}", open.id, found.state.seq),
        done: done_words(w, query.as_deref()),
        sender: [
            desk.site.authority.clone(),
            reading.organisation.board.clone(),
            reading.unit(found.entry.by.unit),
        ],
        number: open.file.matters.get(&found.state.matter).and_then(|matter| matter.number.clone()),
        day: date(found.made.made.day),
        about: reading.full_name(open.file.person().ok_or_else(not_found)?),
        name,
        flags: decision_flags(&reading, found.made),
        facts: entry_facts::of_decision_facts(&reading, decision),
        statements: statements(&reading, decision.statements()),
        ground: entry_facts::of_making(&reading, found.made),
        appeal: appeal::words(w, way, &reading.organisation.board),
        binds: found.made.binds.as_ref().map(|hash| hash.chars().take(SHOWN).collect()),
        told: told(&reading, &found),
        for_parties: found.state.for_parties,
        writes: reading.writes(),
        related: related(&reading, &found),
        may_change: may_change(&desk, &visitor),
        appeals: if reading.writes() && way.comes_to_us() {
            appeals(&desk, &open, &found)
        } else {
            Vec::new()
        },
    };
    Ok(html(&page))
}

/// Each party who has been told, or not with a reason, and when the notice was received.
fn told(reading: &Reading<'_>, found: &Found<'_>) -> Vec<String> {
    let w = reading.w;
    let one = |notified: &record::decision_notice::Notified| {
        let values = [
            ("who", reading.name(notified.person).into()),
            ("day", reading.day(notified.on).into()),
            ("received", notified.received.map(|day| reading.day(day)).unwrap_or_default().into()),
        ];
        let key = match (notified.told, notified.received) {
            (false, _) => "stands-not-told",
            (true, None) => "stands-told",
            (true, Some(_)) => "stands-received",
        };
        w.with(key, &values)
    };
    found.state.notified.iter().map(one).collect()
}

/// The decisions that this one changes, and those that change it.
fn related(reading: &Reading<'_>, found: &Found<'_>) -> Vec<Related> {
    let changes = found.made.decision.changes.into_iter().map(|id| ("stands-changes", id));
    let changed_by = found.state.changed_by.iter().map(|id| ("stands-changed-by", *id));
    let link = |(key, id): (&'static str, DecisionId)| {
        let state = reading.open.file.decisions.get(&id)?;
        let words = format!("{}, {}", reading.decision(&state.kind), reading.day(state.made));
        Some(Related { key, words, href: address(reading.open.id, id) })
    };
    changes.chain(changed_by).filter_map(link).collect()
}

/// Are there types by which a decision is changed or corrected here?
fn may_change(desk: &Desk, visitor: &Visitor) -> bool {
    desk.house.law.made_here(MadeIn::Anywhere, visitor.now.today).any(|kind| kind.asks_for(Asks::Changes))
}

/// Where an appeal is taken down, and where one that came too late is dismissed.
fn appeals(desk: &Desk, open: &OpenFile, found: &Found<'_>) -> Vec<Related> {
    let (file, matter) = (open.id, found.state.matter);
    let dismissal = desk.house.law.decision_types().iter().find(|kind| kind.emits(DISMISSED));
    let received = Related {
        key: "stands-appeal",
        words: String::new(),
        href: format!("/akt/{file}/handelse?arende={matter}&slag={APPEALED}"),
    };
    let dismissed = dismissal.map(|kind| Related {
        key: "stands-dismiss",
        words: String::new(),
        href: format!("/akt/{file}/beslut/nytt?arende={matter}&slag={}", kind.id),
    });
    std::iter::once(received).chain(dismissed).collect()
}

/// A link with what it is.
struct Related {
    key: &'static str,
    words: String,
    href: String,
}

#[derive(Template)]
#[template(path = "decision_stands.html")]
struct StandsPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    /// The page's own address.
    at: String,
    timeline: String,
    done: Option<String>,
    sender: [String; 3],
    number: Option<String>,
    day: Date,
    /// Whom it is about.
    about: String,
    name: String,
    flags: Vec<String>,
    /// What it says besides its reasons.
    facts: Vec<FactLine>,
    statements: Vec<StatementView>,
    /// Who made it, on what ground.
    ground: Vec<FactLine>,
    appeal: String,
    /// The beginning of the fingerprint that the signature binds.
    binds: Option<String>,
    told: Vec<String>,
    /// The parties must be told.
    for_parties: bool,
    /// The reader may write; otherwise no act is offered.
    writes: bool,
    related: Vec<Related>,
    may_change: bool,
    appeals: Vec<Related>,
}
