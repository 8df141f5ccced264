//! `/akt/{file}/utlamnat/ny`: something was handed over on a ground of the law without having been asked for by one of the four ways: to the
//! police, to health care, to a school. The ground is chosen from the rows of the law, each with its conditions and how sure it is.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use law::{DisclosureGround, DutyToDisclose, Effect};
use record::disclosure::handing_over::HandingOver;
use record::{Code, Command, FileId, Part, SharingConsentId};
use store::OpenFile;

use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, see_other};
use crate::disclosure_view::{ledger_address, unsure, whole};
use crate::fields::{Choice, Choose, Field};
use crate::file_page::{
    self, Back, Hidden, Sheet, moment_now, moment_pairs, read_known, read_moment, read_text, title,
};
use crate::pages::sharing;
use crate::parts::PersonHead;
use crate::reading::{Reading, choose};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/utlamnat/ny", show, sign)
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    whole(&open)?;
    let typed = Typed::from_pairs(moment_pairs("occurred", moment_now(&visitor)));
    Ok(draw(&desk, &visitor, &open, &typed, &Back::fresh()))
}

async fn sign(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    whole(&open)?;
    let read = read(&visitor, &open, &typed);
    if read.is_ok() {
        visitor.expect_fresh(&desk)?;
    }
    let read = read.map(Command::HandOver);
    match file_page::carry_out(&desk, &visitor, &open, &typed, read).await? {
        None => Ok(see_other(&format!("{}?gjort=lamnat", ledger_address(open.id)))),
        Some(back) => Ok(draw(&desk, &visitor, &open, &typed, &back)),
    }
}

fn read(visitor: &Visitor, open: &OpenFile, typed: &Typed) -> Result<HandingOver, Errors> {
    let mut errors = Errors::none();
    let at = read_moment(visitor, typed, "occurred", &mut errors);
    let to = read_text(visitor, typed, "recipient", &mut errors);
    let what = read_text(visitor, typed, "text", &mut errors);
    let condition = read_text(visitor, typed, "condition", &mut errors);
    let known = |id: &SharingConsentId| open.file.sharing.contains_key(id);
    let consent = read_known(visitor, typed, "consent", &mut errors, known);
    for (name, missing, key) in [
        ("recipient", to.is_none(), "error-handing-to"),
        ("text", what.is_none(), "error-handing-what"),
        ("reasons", typed.trimmed("reasons").is_empty(), "error-handing-ground"),
        ("way", typed.trimmed("way").is_empty(), "error-disclosure-way"),
    ] {
        if missing {
            errors.push(name, visitor.w.t(key));
        }
    }
    let (ground, way) = (Code::from(typed.trimmed("reasons")), Code::from(typed.trimmed("way")));
    match (at, to, what) {
        (Some(at), Some(to), Some(what)) if errors.is_empty() => {
            let (kinds, what) = (sharing::read_kinds(typed), Part::fact(what));
            Ok(HandingOver { at, to, ground, way, kinds, what, consent, condition })
        }
        _ => Err(errors),
    }
}

/// The grounds that may be chosen, each with to whom and on what conditions.
fn grounds(reading: &Reading<'_>) -> Vec<Choose<'static>> {
    let rows = reading.law.disclosure_grounds().iter();
    let usable = rows.filter(|row| row.effect == Effect::Allows && row.is_valid_on(reading.today));
    let one = |row: &DisclosureGround| {
        let words = format!("{} ({})", reading.in_language(&row.name_sv, &row.name_en), row.provision);
        let to = reading.in_language(&row.to_sv, &row.to_en);
        let when = reading.in_language(&row.when_sv, &row.when_en);
        let duty = reading.w.t(duty_key(row.duty));
        let unsure = unsure(reading, row.certainty).map(|unsure| format!(" {unsure}")).unwrap_or_default();
        let hint = format!("{to}. {when} {duty}{unsure}");
        Choose { hint: Some(hint.into()), ..choose(row.id.clone(), words, false) }
    };
    usable.map(one).collect()
}

/// What looks like a ground and is none, told beside the others.
fn bars(reading: &Reading<'_>) -> Vec<String> {
    let rows = reading.law.disclosure_grounds().iter().filter(|row| row.effect == Effect::Bars);
    let one = |row: &DisclosureGround| {
        let name = reading.in_language(&row.name_sv, &row.name_en);
        format!("{name} ({}). {}", row.provision, reading.in_language(&row.when_sv, &row.when_en))
    };
    rows.map(one).collect()
}

fn duty_key(duty: DutyToDisclose) -> &'static str {
    match duty {
        DutyToDisclose::Right => "ground-duty-right",
        DutyToDisclose::Yes => "ground-duty-yes",
        DutyToDisclose::OnRequest => "ground-duty-on-request",
        DutyToDisclose::IfNotSecret => "ground-duty-if-not-secret",
        DutyToDisclose::No | DutyToDisclose::Never => "ground-duty-no",
    }
}

fn draw(desk: &Desk, visitor: &Visitor, open: &OpenFile, typed: &Typed, back: &Back) -> Page {
    let reading = file_page::reading(desk, visitor, open);
    let w = visitor.w;
    let sheet = Sheet { typed, errors: &back.errors };
    let mut ways = vec![choose("", w.t("disclosure-way-none"), false)];
    ways.extend(reading.choices("notice_way", ""));
    let mut consents = vec![choose("", w.t("handing-no-consent"), false)];
    consents.extend(sharing::holding(&reading, moment_now(visitor)));
    let page = HandingPage {
        w,
        shell: visitor.shell(desk, title(&reading, None, &w.t("handing-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        hidden: Hidden::of(desk, visitor, open, typed),
        errors: &back.errors,
        since: &back.since,
        to: sheet.area("recipient", "handing-to", 2),
        kinds: sharing::kind_choices(&reading, sheet, "handing-kinds"),
        what: sheet.area("text", "handing-what", 3),
        ground: sheet.choice("reasons", "handing-ground", grounds(&reading)),
        bars: bars(&reading),
        consent: sheet.choice("consent", "handing-consent", consents),
        way: sheet.choice("way", "disclosure-way", ways),
        condition: Field { optional: true, ..sheet.text("condition", "disclosure-condition") },
        day: sheet.day("occurred", "note-day"),
        time: sheet.time("occurred-time", "note-time"),
    };
    html_with(back.status, &page)
}

#[derive(Template)]
#[template(path = "handing_over.html")]
struct HandingPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    hidden: Hidden,
    errors: &'a Errors,
    since: &'a [String],
    to: Field<'a>,
    kinds: Choice<'a>,
    what: Field<'a>,
    ground: Choice<'a>,
    bars: Vec<String>,
    consent: Choice<'a>,
    way: Choice<'a>,
    condition: Field<'a>,
    day: Field<'a>,
    time: Field<'a>,
}
