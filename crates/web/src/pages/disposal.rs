//! `/gallring`: what waits to be destroyed, lies in quarantine, is held and has been destroyed; `/gallring/plan`: what the law says is due, some
//! files at a time, to propose; `/gallring/sak`: one thing, to take out, to hold or to let go.
//!
//! For whoever leads a unit, as the commands are. A child is named only where the reader may open the file. The destruction itself is a command: it
//! needs a login of the database that may destroy.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use law::{Fate, RetentionRow};
use record::disposal::{
    DisposalEntry, DisposalId, DisposalRefusal, HoldGround, ProposedItem, Standing, Target,
};
use record::{FileId, MatterId};
use store::{DisposalAnswer, DisposalBoard, DisposalTrouble, ListNames, Listed, PlanPage, Trouble};

use crate::desk::{
    Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, done_words, html_with, not_found, see_other,
};
use crate::disclosure_view::unsure_key;
use crate::fields::{Choice, Choose, Field};
use crate::file_page::{Back, Sheet, read_text};
use crate::format;
use crate::reading::{choose, date};
use crate::refusals::WHOLE_FORM;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::{Lang, Words};

#[cfg(test)]
mod tests;

/// The routes of these pages.
pub fn routes() -> Routes {
    Routes::new()
        .page("/gallring", show)
        .act("/gallring/beslut", decide)
        .form("/gallring/plan", show_plan, propose)
        .form("/gallring/sak", show_one, change)
}

const GROUNDS: [(&str, &str, HoldGround); 5] = [
    ("document_request", "disposal-hold-document-request", HoldGround::DocumentRequest),
    ("appeal", "disposal-hold-appeal", HoldGround::Appeal),
    ("supervision", "disposal-hold-supervision", HoldGround::Supervision),
    ("trial", "disposal-hold-trial", HoldGround::Trial),
    ("other", "disposal-hold-other", HoldGround::Other),
];

/// A thing: whose, which, by which row.
struct Thing {
    /// `FILE/MATTER`, or `FILE`.
    address: String,
    /// The matter's number, or what stands outside the matters.
    what: String,
    /// Whose file, where the reader may know.
    who: Option<String>,
    masked: bool,
    /// What it is about, in the words of the row.
    row: String,
    /// From when to when, or where it stands.
    when: String,
    /// The provision, in Swedish.
    provision: String,
    /// How sure that is, where it is not.
    unsure: Option<&'static str>,
    /// Why nothing happens to it yet, where something stops it.
    why: Option<String>,
}

/// A proposal.
struct Proposal {
    id: DisposalId,
    /// Who proposed it and when, and who decided.
    told: String,
    /// How long it lies in quarantine yet, where it does.
    left: Option<String>,
    own: bool,
    things: Vec<Thing>,
}

/// A line of the protocol.
struct Done {
    what: String,
    told: String,
}

#[derive(Template)]
#[template(path = "disposal.html")]
struct BoardPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    done: Option<String>,
    errors: &'a Errors,
    unnamed: bool,
    to_decide: Vec<Proposal>,
    quarantine: Vec<Proposal>,
    holds: Vec<Thing>,
    protocol: Vec<Done>,
}

#[derive(Template)]
#[template(path = "disposal_plan.html")]
struct PlanSheet<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    errors: &'a Errors,
    after: Option<FileId>,
    next: Option<FileId>,
    due: Choice<'a>,
    waiting: Vec<Thing>,
}

#[derive(Template)]
#[template(path = "disposal_one.html")]
struct OnePage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    errors: &'a Errors,
    thing: Thing,
    what: Choice<'a>,
    ground: Choice<'a>,
    why: Field<'a>,
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let done = done_words(visitor.w, query.as_deref());
    draw(&desk, &visitor, done, &Back::fresh()).await
}

/// A second person decides: it is somebody else, and has just proved who they are.
async fn decide(State(desk): State<Arc<Desk>>, visitor: Visitor, typed: Typed) -> Result<Page, Page> {
    let id: DisposalId = typed.id("proposal").ok_or_else(not_found)?;
    leads(&visitor)?;
    visitor.expect_fresh(&desk)?;
    let (who, now) = (visitor.actor.clone(), visitor.now);
    let decided = blocking(&desk, move |desk| desk.house.decide_proposal(&who, now, id)).await?;
    match done_or_told(&desk, &visitor, decided.map(|_| ()))? {
        None => Ok(see_other("/gallring?gjort=gallring-beslutad")),
        Some(back) => draw(&desk, &visitor, None, &back).await,
    }
}

async fn draw(desk: &Arc<Desk>, visitor: &Visitor, done: Option<String>, back: &Back) -> Result<Page, Page> {
    let (w, who, now) = (visitor.w, visitor.actor.clone(), visitor.now);
    let board = blocking(desk, move |desk| desk.house.disposal_board(&who, now)).await?;
    let board = board.map_err(|trouble| page_of(desk, visitor, trouble))?;
    let (decided, to_decide): (Vec<_>, Vec<_>) =
        board.proposals.iter().partition(|one| one.decided.is_some());
    let drawn = |all: Vec<&store::ShownProposal>| -> Vec<Proposal> {
        all.into_iter().map(|one| proposal(desk, visitor, &board, one)).collect()
    };
    let page = BoardPage {
        w,
        shell: visitor.shell(desk, w.t("disposal-title"), Place::More),
        done,
        errors: &back.errors,
        unnamed: board.municipality.is_none(),
        to_decide: drawn(to_decide),
        quarantine: drawn(decided),
        holds: board.holds.iter().map(|(target, ground)| held(w, &board, *target, *ground)).collect(),
        protocol: board.protocol.iter().map(|line| protocol(desk, w, line)).collect(),
    };
    Ok(html_with(back.status, &page))
}

fn proposal(desk: &Desk, visitor: &Visitor, board: &DisposalBoard, one: &store::ShownProposal) -> Proposal {
    let w = visitor.w;
    let mut told = w.with(
        "disposal-proposed-by",
        &[("who", one.by.name.as_str().into()), ("day", format::day(w, date(one.on)).into())],
    );
    let mut left = None;
    if let Some((by, to)) = &one.decided {
        told = w.with("disposal-decided-by", &[("told", told.into()), ("who", by.name.as_str().into())]);
        let days = format::days_between(visitor.now.today.into(), date(*to));
        left = Some(if days < 0 {
            w.t("disposal-ripe").into_owned()
        } else {
            w.with(
                "disposal-left",
                &[("n", i64::from(days).into()), ("day", format::day(w, date(*to)).into())],
            )
        });
    }
    let thing = |item: &ProposedItem| {
        let row = desk.house.law.retention().iter().find(|row| row.id == item.row);
        let thing = named(w, &board.names, item.target, board.numbers.get(&item.target).cloned());
        Thing {
            row: row.map_or_else(|| item.row.clone(), |row| row_name(w, row)),
            when: between(w, item.earliest, item.latest),
            unsure: row.and_then(|row| unsure_key(row.certainty, visitor.now.today)),
            why: (item.latest < visitor.now.today).then(|| w.t("disposal-late").into_owned()),
            ..thing
        }
    };
    Proposal { id: one.id, told, left, own: one.own, things: one.items.iter().map(thing).collect() }
}

fn held(w: &Words, board: &DisposalBoard, target: Target, ground: HoldGround) -> Thing {
    let thing = named(w, &board.names, target, board.numbers.get(&target).cloned());
    Thing { why: Some(w.t(hold_key(ground)).into_owned()), ..thing }
}

fn protocol(desk: &Desk, w: &Words, line: &store::ProtocolLine) -> Done {
    let row = desk.house.law.retention().iter().find(|row| row.id == line.row);
    let name = |author: Option<&record::Author>| author.map(|one| one.name.clone()).unwrap_or_default();
    Done {
        what: row.map_or_else(|| line.row.clone(), |row| row_name(w, row)),
        told: w.with(
            "disposal-done",
            &[
                ("day", format::day(w, date(line.on)).into()),
                ("proposed", name(line.proposed.as_ref()).into()),
                ("decided", name(line.decided.as_ref()).into()),
                ("by", line.by.name.as_str().into()),
                ("entries", line.entries.into()),
                ("documents", line.documents.into()),
            ],
        ),
    }
}

async fn show_plan(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    draw_plan(&desk, &visitor, &typed, &Back::fresh()).await
}

async fn propose(State(desk): State<Arc<Desk>>, visitor: Visitor, typed: Typed) -> Result<Page, Page> {
    leads(&visitor)?;
    let targets: Option<Vec<Target>> = typed.all("sak").into_iter().map(read_target).collect();
    let targets = targets.ok_or_else(not_found)?;
    let (who, now) = (visitor.actor.clone(), visitor.now);
    let id = DisposalId::new(desk.house.new_id(now));
    let asked = blocking(&desk, move |desk| desk.house.propose_disposal(&who, now, id, &targets)).await?;
    match done_or_told(&desk, &visitor, asked)? {
        None => Ok(see_other("/gallring?gjort=gallring-foreslagen")),
        Some(back) => draw_plan(&desk, &visitor, &typed, &back).await,
    }
}

async fn draw_plan(desk: &Arc<Desk>, visitor: &Visitor, typed: &Typed, back: &Back) -> Result<Page, Page> {
    let (w, who, now) = (visitor.w, visitor.actor.clone(), visitor.now);
    let after: Option<FileId> = typed.id("efter");
    let plan = blocking(desk, move |desk| desk.house.disposal_plan_page(&who, now, after)).await?;
    let PlanPage { things, next, names } = plan.map_err(|trouble| page_of(desk, visitor, trouble))?;
    let is_due = |one: &&Listed<'_>| matches!(one.planned.standing, Standing::Due { .. });
    let boxes = things.iter().filter(is_due).map(|one| {
        let thing = listed(visitor, &names, one);
        let who = match (&thing.who, thing.masked) {
            (Some(name), _) => name.clone(),
            (None, true) => w.t("row-masked").into_owned(),
            (None, false) => w.t("disposal-elsewhere").into_owned(),
        };
        let late = thing.why.map(|why| format!(" {why}")).unwrap_or_default();
        let unsure = thing.unsure.map(|key| format!(" {}", w.t(key))).unwrap_or_default();
        let hint = format!("{}{unsure}", w.t1("disposal-provision", "provision", thing.provision));
        let words = format!("{}, {who}. {}. {}.{late}", thing.what, thing.row, thing.when);
        Choose { hint: Some(hint.into()), ..choose(thing.address, words, false) }
    });
    let sheet = Sheet { typed, errors: &back.errors };
    let page = PlanSheet {
        w,
        shell: visitor.shell(desk, w.t("disposal-plan-title"), Place::More),
        errors: &back.errors,
        after,
        next,
        due: sheet.choice("sak", "disposal-due", boxes.collect()),
        waiting: things.iter().filter(|one| !is_due(one)).map(|one| listed(visitor, &names, one)).collect(),
    };
    Ok(html_with(back.status, &page))
}

/// A thing of the plan, with what stops it.
fn listed(visitor: &Visitor, names: &ListNames, one: &Listed<'_>) -> Thing {
    let (w, planned) = (visitor.w, &one.planned);
    let frozen = || match w.lang() {
        Lang::Sv => planned.row.frozen_sv.clone(),
        Lang::En => planned.row.frozen_en.clone(),
    };
    let why = match planned.standing {
        Standing::Unknown => Some(w.t("disposal-unknown").into_owned()),
        Standing::Held(ground) => Some(w.t(hold_key(ground)).into_owned()),
        Standing::Frozen => frozen().map(|why| w.t1("disposal-frozen", "why", why)),
        Standing::AwaitsDelivery => Some(w.t("disposal-awaits").into_owned()),
        Standing::Due { late: true } => Some(w.t("disposal-late").into_owned()),
        Standing::Due { .. } | Standing::Kept | Standing::NotYet | Standing::Stays(_) => None,
    };
    let when = match planned.fate {
        Fate::Between { earliest, latest } => between(w, earliest, latest),
        Fate::Kept | Fate::Unknown => String::new(),
    };
    Thing {
        row: row_name(w, planned.row),
        when,
        provision: planned.provision.clone(),
        unsure: unsure_key(planned.row.certainty, visitor.now.today),
        why,
        ..named(w, names, planned.target, one.number.clone())
    }
}

async fn show_one(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    draw_one(&desk, &visitor, &typed, &Back::fresh()).await
}

async fn change(State(desk): State<Arc<Desk>>, visitor: Visitor, typed: Typed) -> Result<Page, Page> {
    leads(&visitor)?;
    let target = read_target(typed.get("sak")).ok_or_else(not_found)?;
    let wish = match read_change(&visitor, &typed, target) {
        Ok(wish) => wish,
        Err(errors) => return draw_one(&desk, &visitor, &typed, &Back::wrong(errors)).await,
    };
    if matches!(wish, DisposalEntry::HoldLifted { .. }) {
        visitor.expect_fresh(&desk)?; // what is let go is destroyed
    }
    let (who, now) = (visitor.actor.clone(), visitor.now);
    let done = blocking(&desk, move |desk| desk.house.dispose(&who, now, wish)).await?;
    match done_or_told(&desk, &visitor, done)? {
        None => Ok(see_other("/gallring?gjort=sparat")),
        Some(back) => draw_one(&desk, &visitor, &typed, &back).await,
    }
}

/// What is to happen to a thing, on which ground, and why.
fn read_change(visitor: &Visitor, typed: &Typed, target: Target) -> Result<DisposalEntry, Errors> {
    let mut errors = Errors::none();
    let why = read_text(visitor, typed, "why", &mut errors);
    if why.is_none() {
        errors.push("why", visitor.w.t("disposal-error-why"));
    }
    let ground = GROUNDS.into_iter().find(|(code, ..)| *code == typed.get("ground"));
    let holds = typed.get("what") == "hold";
    if !["restore", "hold", "lift"].contains(&typed.get("what")) {
        errors.push("what", visitor.w.t("disposal-error-what"));
    }
    if holds && ground.is_none() {
        errors.push("ground", visitor.w.t("disposal-error-ground"));
    }
    let Some(why) = why.filter(|_| errors.is_empty()) else { return Err(errors) };
    Ok(match (typed.get("what"), ground) {
        ("hold", Some((.., ground))) => DisposalEntry::HoldPlaced { target, ground, why },
        ("lift", ground) => {
            DisposalEntry::HoldLifted { target, ground: ground.map(|(.., ground)| ground), why }
        }
        _ => DisposalEntry::DisposalRestored { target, why },
    })
}

async fn draw_one(desk: &Arc<Desk>, visitor: &Visitor, typed: &Typed, back: &Back) -> Result<Page, Page> {
    leads(visitor)?;
    let target = read_target(typed.get("sak")).ok_or_else(not_found)?;
    let (w, who, now) = (visitor.w, visitor.actor.clone(), visitor.now);
    let (names, number) = blocking(desk, move |desk| desk.house.disposal_name(&who, now, target))
        .await?
        .map_err(|trouble| page_of(desk, visitor, trouble))?;
    let sheet = Sheet { typed, errors: &back.errors };
    let what = [("restore", "disposal-restore"), ("hold", "disposal-hold"), ("lift", "disposal-lift")];
    let page = OnePage {
        w,
        shell: visitor.shell(desk, w.t("disposal-one-title"), Place::More),
        errors: &back.errors,
        thing: named(w, &names, target, number),
        what: sheet.choice(
            "what",
            "disposal-what",
            what.map(|(code, key)| choose(code, w.t(key), false)).into(),
        ),
        ground: sheet.choice(
            "ground",
            "disposal-ground",
            GROUNDS.map(|(code, key, _)| choose(code, w.t(key), false)).into(),
        ),
        why: Field { max: 2000, ..sheet.area("why", "disposal-why", 3) },
    };
    Ok(html_with(back.status, &page))
}

/// Whoever leads no unit is told that there is no such page.
fn leads(visitor: &Visitor) -> Result<(), Page> {
    if visitor.actor.manages.is_empty() { Err(not_found()) } else { Ok(()) }
}

/// What a refusal says on the page; nothing where it was done.
fn done_or_told(desk: &Desk, visitor: &Visitor, answer: DisposalAnswer<()>) -> Result<Option<Back>, Page> {
    match answer {
        Ok(()) => Ok(None),
        Err(DisposalTrouble::Refused(refusal)) if refusal != DisposalRefusal::NotForYou => {
            let errors = Errors::one(WHOLE_FORM, visitor.w.t(refusal_key(&refusal)));
            Ok(Some(Back { status: StatusCode::CONFLICT, ..Back::wrong(errors) }))
        }
        Err(trouble) => Err(page_of(desk, visitor, trouble)),
    }
}

fn page_of(desk: &Desk, visitor: &Visitor, trouble: DisposalTrouble) -> Page {
    let trouble = match trouble {
        DisposalTrouble::Storage(error) => Trouble::Storage(error),
        DisposalTrouble::Law(_) => Trouble::Storage(store::Error::Unreadable("a day of the calendar")),
        DisposalTrouble::Refused(_) => Trouble::NotFound,
    };
    Err::<(), _>(trouble).or_trouble(desk, visitor).expect_err("a trouble has a page")
}

fn refusal_key(refusal: &DisposalRefusal) -> &'static str {
    match refusal {
        DisposalRefusal::SamePerson => "disposal-refused-same",
        DisposalRefusal::NoProposal | DisposalRefusal::NotProposed => "disposal-refused-gone",
        DisposalRefusal::AlreadyDecided => "disposal-refused-decided",
        DisposalRefusal::Amount(_) => "disposal-refused-amount",
        DisposalRefusal::Held(_) => "disposal-refused-held",
        DisposalRefusal::NotHeld => "disposal-refused-not-held",
        DisposalRefusal::WhichHold => "disposal-refused-which",
        DisposalRefusal::Proposed(_) => "disposal-refused-proposed",
        DisposalRefusal::WhichMunicipality => "disposal-municipality",
        _ => "disposal-refused-not-due",
    }
}

fn hold_key(ground: HoldGround) -> &'static str {
    GROUNDS.into_iter().find(|(.., known)| *known == ground).map_or("disposal-hold-other", |(_, key, _)| key)
}

fn row_name(w: &Words, row: &RetentionRow) -> String {
    match w.lang() {
        Lang::Sv => row.name_sv.clone(),
        Lang::En => row.name_en.clone(),
    }
}

fn between(w: &Words, earliest: law::Day, latest: law::Day) -> String {
    let day = |day: law::Day| format::day(w, date(day));
    w.with("disposal-between", &[("from", day(earliest).into()), ("to", day(latest).into())])
}

fn named(w: &Words, names: &ListNames, target: Target, number: Option<String>) -> Thing {
    let what = match (target.matter, number) {
        (Some(_), Some(number)) => w.t1("matter-number", "n", number),
        (Some(_), None) => w.t("matter-unnumbered").into_owned(),
        (None, _) => w.t("disposal-outside").into_owned(),
    };
    let address = match target.matter {
        Some(matter) => format!("{}/{matter}", target.file),
        None => target.file.to_string(),
    };
    Thing {
        address,
        what,
        who: names.of(target.file).map(|card| card.name().to_owned()),
        masked: names.is_masked(target.file),
        row: String::new(),
        when: String::new(),
        provision: String::new(),
        unsure: None,
        why: None,
    }
}

fn read_target(text: &str) -> Option<Target> {
    let (file, matter) = text.split_once('/').map_or((text, None), |(file, matter)| (file, Some(matter)));
    let matter = match matter {
        Some(text) => Some(text.parse::<MatterId>().ok()?),
        None => None,
    };
    Some(Target { file: file.parse().ok()?, matter })
}
