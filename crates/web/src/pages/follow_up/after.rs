//! The matter of a follow-up after a closed investigation (23 kap. SoL): what may be done, until when, what was written, and its end.
//!
//! It is a matter without a goal or a plan of its own. That those concerned have been told of its beginning and its end is recorded here,
//! since the law asks for both.

use std::sync::Arc;

use askama::Template;
use law::{Asks, DecisionTypeId, LawBook};
use record::{
    Command, Entry, FileId, MatterId, MatterState, Part, decision::Decision, decision::Made,
    occurrence::Occurrence,
};
use store::OpenFile;

use crate::clock_view::{self, Undated};
use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, not_found, see_other};
use crate::entry_view::{self, EntryView, FactLine, original};
use crate::fields::Field;
use crate::file_clocks;
use crate::file_page::{
    self, Back, Hidden, Sheet, deed, moment_now, moment_pairs, read_moment, read_text, title,
};
use crate::parts::{Clock, PersonHead};
use crate::reading::Reading;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// Is a decision of this type one that opens a follow-up beside its own matter?
pub fn is_follow_up(law: &LawBook, kind: &DecisionTypeId) -> bool {
    law.decision_types().iter().any(|one| one.id == *kind && one.asks_for(Asks::Beside))
}

/// The follow-up that an address names.
fn named<'a>(reading: &Reading<'a>, matter: &str) -> Result<(MatterId, &'a Decision), Page> {
    let (id, matter) = file_page::matter(reading.open, matter)?;
    let MatterState::Measure(measure) = &matter.state else { return Err(not_found()) };
    let decided = reading.open.entries.iter().find_map(|entry| match original(&entry.entry) {
        Entry::DecisionMade(Made { decision, .. }) | Entry::DecisionRecorded(Made { decision, .. }) => {
            Some(decision).filter(|decision| decision.beside == Some(id))
        }
        _ => None,
    });
    decided
        .filter(|_| is_follow_up(reading.law, &measure.kind))
        .map(|decision| (id, decision))
        .ok_or_else(not_found)
}

pub(super) fn show(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    matter: &str,
    done: Option<String>,
) -> Result<Page, Page> {
    let presets = Typed::from_pairs(moment_pairs("occurred", moment_now(visitor)));
    draw(desk, visitor, open, matter, (&presets, Back::fresh(), done))
}

/// The event that ends a follow-up.
const CLOSED: &str = "followup.closed";

/// The event that those concerned have been told of its beginning or its end.
const TOLD: &str = "followup_notice.given";

/// The button that ends it; the other tells that those concerned have been told.
const CLOSE: &str = "close";

pub(super) async fn act(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    matter: &str,
    typed: &Typed,
) -> Result<Page, Page> {
    let reading = file_page::reading(desk, visitor, open);
    let (id, _) = named(&reading, matter)?;
    let wish = match read(visitor, id, typed) {
        Ok(commands) => Ok(file_page::wish(typed, open.id, commands)?),
        Err(errors) => Err(errors),
    };
    let Some(back) = file_page::carry_out_wish(desk, visitor, wish).await? else {
        return Ok(see_other(&format!("/akt/{}/arende/{id}/uppfoljning?gjort=sparat", open.id)));
    };
    draw(desk, visitor, open, matter, (typed, back, None))
}

fn read(visitor: &Visitor, matter: MatterId, typed: &Typed) -> Result<Vec<Command>, Errors> {
    let mut errors = Errors::none();
    let at = read_moment(visitor, typed, "occurred", &mut errors);
    let text = read_text(visitor, typed, "text", &mut errors).map(Part::assessment);
    let closes = deed(typed) == CLOSE;
    if closes && text.is_none() {
        errors.push("text", visitor.w.t("after-error-why"));
    }
    let Some(at) = at.filter(|_| errors.is_empty()) else { return Err(errors) };
    let happened = |event: &str, text: Option<Part>| {
        let occurrence = Occurrence { event: event.to_owned(), at, until: None, text, document: None };
        Command::RecordOccurrence(matter, occurrence)
    };
    Ok(if closes {
        vec![happened(CLOSED, text), happened("followup.started_or_closed", None)]
    } else {
        vec![happened(TOLD, text)]
    })
}

/// What the law asks for in words, of the follow-up: to tell those concerned.
fn to_tell(reading: &Reading<'_>) -> Option<Undated> {
    let clocks = reading.open.clocks.iter();
    let clocks = clocks.filter(|clock| file_clocks::is_fulfilled_by(reading, clock, TOLD));
    clocks.rev().find_map(|clock| clock_view::undated(reading.w, reading.law, clock))
}

/// The end of the follow-up by law: its clock belongs to the file, since a new investigation ends it too.
fn end_by_law(reading: &Reading<'_>) -> Vec<Clock<'static>> {
    file_clocks::fulfilled_by(reading, CLOSED)
}

fn facts(reading: &Reading<'_>, decision: &Decision, ended: Option<law::Day>) -> Vec<FactLine> {
    let until = decision.until.map(|day| FactLine::new("after-until", reading.day(day)));
    until.into_iter().chain(ended.map(|day| FactLine::new("service-ended", reading.day(day)))).collect()
}

fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    matter: &str,
    (typed, back, done): (&Typed, Back, Option<String>),
) -> Result<Page, Page> {
    let reading = file_page::reading(desk, visitor, open);
    let (id, decision) = named(&reading, matter)?;
    let sheet = Sheet { typed, errors: &back.errors };
    let w = visitor.w;
    let ended = open.file.matters.get(&id).and_then(|matter| match &matter.state {
        MatterState::Measure(measure) => measure.ended,
        _ => None,
    });
    let name = reading.decision(&decision.kind);
    let own = open.entries.iter().rev().filter(|entry| entry.matter == Some(id));
    let page = AfterPage {
        w,
        shell: visitor.shell(desk, title(&reading, Some(id), &name), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        matter: id,
        done,
        name,
        facts: facts(&reading, decision, ended),
        decision: format!("/akt/{}/beslut/{}", open.id, decision.id),
        clocks: end_by_law(&reading),
        to_tell: to_tell(&reading),
        runs: ended.is_none(),
        writes: reading.writes(),
        hidden: Hidden::of(desk, visitor, open, typed),
        errors: &back.errors,
        since: &back.since,
        text: Field { optional: true, ..sheet.area("text", "after-text", 3) },
        day: sheet.day("occurred", "note-day"),
        time: sheet.time("occurred-time", "note-time"),
        entries: own.filter_map(|entry| entry_view::one(&reading, entry.seq)).collect(),
    };
    Ok(html_with(back.status, &page))
}

#[derive(Template)]
#[template(path = "follow_up_after.html")]
struct AfterPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    matter: MatterId,
    done: Option<String>,
    name: String,
    facts: Vec<FactLine>,
    decision: String,
    clocks: Vec<Clock<'static>>,
    /// Those concerned have not been told of the beginning, or the end.
    to_tell: Option<Undated>,
    runs: bool,
    writes: bool,
    hidden: Hidden,
    errors: &'a Errors,
    since: &'a [String],
    text: Field<'a>,
    day: Field<'a>,
    time: Field<'a>,
    entries: Vec<EntryView>,
}
