//! `/akt/{file}/utlamnande/{request}/avslag`: the authority refuses, in whole or in part, in writing. `…/beslut` is the decision, a letter
//! with how it is appealed (6 kap. 3 och 7 §§ OSL).

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use record::disclosure::{DisclosureRefusal, RequestState, Route, second_person};
use record::text::Ground;
use record::{Command, DisclosureId, Entry, Part};
use store::OpenFile;

use super::disclosure_copy::{matter_of, receiver};
use crate::appeal;
use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, not_found, see_other};
use crate::disclosure_view::{self as view, route, who};
use crate::entry_view::ground_provision;
use crate::fields::{Choice, Field};
use crate::file_page::{self, Back, Hidden, Sheet, moment_now, moment_pairs, read_moment, read_text, title};
use crate::letter::{self, About, Around};
use crate::parts::{LetterBlock, PersonHead};
use crate::reading::{Reading, choose};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The pages' addresses.
pub fn routes() -> Routes {
    Routes::new()
        .form("/akt/{file}/utlamnande/{request}/avslag", show, sign)
        .page("/akt/{file}/utlamnande/{request}/beslut", decision)
}

const GROUNDS: [Ground; 4] =
    [Ground::PersonalCircumstances, Ground::ChildAgainstGuardian, Ground::Reporter, Ground::Whereabouts];

fn find<'a>(open: &'a OpenFile, request: &str) -> Result<(DisclosureId, &'a RequestState), Page> {
    view::whole(open)?;
    view::request(open, request)
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, request)): Path<(String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let (id, state) = find(&open, &request)?;
    let typed = Typed::from_pairs(moment_pairs("occurred", moment_now(&visitor)));
    Ok(draw(&desk, &visitor, &open, (id, state), &typed, &Back::fresh()))
}

async fn sign(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, request)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let (id, state) = find(&open, &request)?;
    let read = read(&visitor, id, &typed);
    if read.is_ok() {
        visitor.expect_fresh(&desk)?;
    }
    let read = read.map(Command::RefuseDisclosure);
    match file_page::carry_out(&desk, &visitor, &open, &typed, read).await? {
        None if waits(&desk, &visitor, state).is_some() => {
            Ok(see_other(&format!("{}?gjort=provat", view::address(open.id, id))))
        }
        None => Ok(see_other(&view::decision_address(open.id, id))),
        Some(back) => Ok(draw(&desk, &visitor, &open, (id, state), &typed, &back)),
    }
}

/// By which point of the order a second person sees it before it is decided.
fn waits(desk: &Desk, visitor: &Visitor, state: &RequestState) -> Option<String> {
    second_person::demanded(desk.house.delegation().on(visitor.now.today), &state.route, true)
}

fn read(visitor: &Visitor, request: DisclosureId, typed: &Typed) -> Result<DisclosureRefusal, Errors> {
    let mut errors = Errors::none();
    let at = read_moment(visitor, typed, "occurred", &mut errors);
    let motive = read_text(visitor, typed, "motive", &mut errors);
    if motive.is_none() {
        errors.push("motive", visitor.w.t("refusal-missing-motive"));
    }
    let grounds: Vec<Ground> =
        GROUNDS.into_iter().filter(|ground| typed.is("reasons", ground.code())).collect();
    if grounds.is_empty() {
        errors.push("reasons", visitor.w.t("error-disclosure-grounds"));
    }
    match (at, motive) {
        (Some(at), Some(motive)) if errors.is_empty() => {
            Ok(DisclosureRefusal { request, at, grounds, motive: Part::assessment(motive), tested: None })
        }
        _ => Err(errors),
    }
}

fn draw(
    desk: &Desk,
    visitor: &Visitor,
    open: &OpenFile,
    (id, state): (DisclosureId, &RequestState),
    typed: &Typed,
    back: &Back,
) -> Page {
    let reading = file_page::reading(desk, visitor, open);
    let w = visitor.w;
    let sheet = Sheet { typed, errors: &back.errors };
    let ground = |ground: Ground| {
        let words = reading.code("osl_ground", &ground.code().into());
        choose(ground.code(), format!("{words} ({})", ground_provision(&reading, ground)), false)
    };
    let page = RefusalPage {
        w,
        shell: visitor.shell(desk, title(&reading, None, &w.t("disclosure-refuse")), Place::Elsewhere),
        head: file_page::head(&reading),
        here: format!("{}/avslag", view::address(open.id, id)),
        back: view::address(open.id, id),
        what: route(&reading, state.route.code()),
        who: who(&reading, &state.route),
        open: state.can_be_refused(),
        second: waits(desk, visitor, state),
        hidden: Hidden::of(desk, visitor, open, typed),
        errors: &back.errors,
        since: &back.since,
        reasons: sheet.choice("reasons", "disclosure-refuse-grounds", GROUNDS.map(ground).to_vec()),
        motive: sheet.area("motive", "disclosure-refuse-motive", 5),
        day: sheet.day("occurred", "note-day"),
        time: sheet.time("occurred-time", "note-time"),
    };
    html_with(back.status, &page)
}

#[derive(Template)]
#[template(path = "disclosure_refusal.html")]
struct RefusalPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    here: String,
    back: String,
    what: String,
    who: String,
    /// It can still be refused.
    open: bool,
    /// It goes to a second person first, by this point of the order.
    second: Option<String>,
    hidden: Hidden,
    errors: &'a Errors,
    since: &'a [String],
    reasons: Choice<'a>,
    motive: Field<'a>,
    day: Field<'a>,
    time: Field<'a>,
}

async fn decision(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, request)): Path<(String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Letter).await?;
    let (id, state) = find(&open, &request)?;
    visitor.expect_fresh(&desk)?;
    let recorded = state.refused.and_then(|seq| open.entry(seq)).ok_or_else(not_found)?;
    let Entry::DisclosureRefused(refusal) = &recorded.entry else { return Err(not_found()) };
    let reading = file_page::reading(&desk, &visitor, &open);
    let matter = matter_of(&open, &state.route).ok_or_else(not_found)?;
    let to = receiver(&desk, &visitor, &open, &state.route).await?;
    let sv = letter::swedish(&reading);
    let about = About {
        matter,
        day: refusal.at.day,
        by: recorded.by.clone(),
        title: sv.w.t("disclosure-decision-title").into_owned(),
    };
    let mut letter = letter::letter(&desk, &sv, about, &to, body(&desk, &sv, state, refusal));
    if matches!(state.route, Route::OfficialDocument(_)) && state.given.is_none() {
        letter.tell_of_no_file();
    }
    let around = Around {
        back: view::address(open.id, id),
        back_key: "disclosure-back",
        remarks: to.remarks(visitor.w),
        title_key: "disclosure-decision",
        ..Around::default()
    };
    Ok(letter::page(&desk, &visitor, &reading, matter, letter, around))
}

fn body(
    desk: &Desk,
    sv: &Reading<'_>,
    state: &RequestState,
    refusal: &DisclosureRefusal,
) -> Vec<LetterBlock<'static>> {
    let key = if state.given.is_some() { "disclosure-decision-in-part" } else { "disclosure-decision-whole" };
    let decided = sv.w.with(
        key,
        &[("what", route(sv, state.route.code()).into()), ("day", sv.day(state.asked.day).into())],
    );
    let grounds = view::grounds(sv, refusal.grounds.clone()).join(", ");
    let why = [refusal.motive.text.to_string(), sv.w.t1("disclosure-decision-grounds", "grounds", grounds)];
    let row = sv.law.disclosure_route(state.route.code());
    let how = row.map(|row| appeal::words(sv.w, row.appeal, &desk.organisation().board));
    let unsure = row.is_none_or(|row| !row.certainty.on(sv.today).is_certain());
    let unsure = unsure.then(|| sv.w.t("disclosure-decision-unsure").into_owned());
    vec![
        LetterBlock::plain([decided]),
        LetterBlock::plain(why).headed(sv.w.t("disclosure-decision-why")),
        LetterBlock::plain(how.into_iter().chain(unsure.filter(|_| is_doubtful(&state.route))))
            .headed(sv.w.t("letter-appeal")),
    ]
}

/// Of what is secret in a running matter it is not settled by the wording alone where a refusal is appealed.
fn is_doubtful(route: &Route) -> bool {
    matches!(route, Route::PartyInsight(_))
}
