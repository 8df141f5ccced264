//! `/akt/{file}/utlamnande/ny`: somebody asks for what stands in the file. By which of the four ways settles all that follows, so it is asked
//! first; who they are is asked only where the way is somebody's own.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use record::disclosure::{
    DisclosureRequest, Route, data_subject, official_document, own_data, party_insight,
};
use record::{Command, DisclosureId, FileId, PersonId};
use store::OpenFile;

use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, see_other};
use crate::disclosure_view::{address, whole};
use crate::fields::{Choice, Choose, Field};
use crate::file_page::{
    self, Back, Hidden, Sheet, moment_now, moment_pairs, read_known, read_matter, read_moment, read_text,
    title,
};
use crate::parts::PersonHead;
use crate::reading::{Reading, choose};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/utlamnande/ny", show, sign)
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
    // The id of the form is that of the request: sending it twice is asking once.
    let id = DisclosureId::new(typed.command()?.uuid());
    let read = read(&visitor, &open, id, &typed).map(Command::RequestDisclosure);
    match file_page::carry_out(&desk, &visitor, &open, &typed, read).await? {
        None => Ok(see_other(&address(open.id, id))),
        Some(back) => Ok(draw(&desk, &visitor, &open, &typed, &back)),
    }
}

fn read(
    visitor: &Visitor,
    open: &OpenFile,
    id: DisclosureId,
    typed: &Typed,
) -> Result<DisclosureRequest, Errors> {
    let mut errors = Errors::none();
    let at = read_moment(visitor, typed, "occurred", &mut errors);
    let asked = read_text(visitor, typed, "text", &mut errors);
    if asked.is_none() {
        errors.push("text", visitor.w.t("error-disclosure-asked"));
    }
    let route = read_route(visitor, open, typed, &mut errors);
    match (at, asked, route) {
        (Some(at), Some(asked), Some(route)) if errors.is_empty() => {
            Ok(DisclosureRequest { id, at, route, asked: record::Part::fact(asked) })
        }
        _ => Err(errors),
    }
}

fn read_route(visitor: &Visitor, open: &OpenFile, typed: &Typed, errors: &mut Errors) -> Option<Route> {
    let person = |errors: &mut Errors| {
        let known = |id: &PersonId| open.people.contains_key(id);
        let person = read_known(visitor, typed, "person", errors, known);
        if person.is_none() {
            errors.push("person", visitor.w.t("error-disclosure-person"));
        }
        person
    };
    match typed.get("route") {
        official_document::CODE => {
            let recipient = read_text(visitor, typed, "recipient", errors);
            let answer = read_text(visitor, typed, "answer", errors);
            let why = read_text(visitor, typed, "why", errors);
            if answer.is_some() && why.is_none() {
                errors.push("why", visitor.w.t("error-disclosure-why"));
            }
            let inquired = why.map(|why| official_document::Inquiry { answer, why });
            Some(Route::OfficialDocument(official_document::Asking { recipient, inquired }))
        }
        party_insight::CODE => {
            let person = person(errors);
            let matter = read_matter(visitor, open, typed, errors);
            if matter.is_none() {
                errors.push("matter", visitor.w.t("error-disclosure-matter"));
            }
            let asking = party_insight::Asking { person: person?, matter: matter? };
            Some(Route::PartyInsight(asking))
        }
        own_data::CODE => Some(Route::OwnData(own_data::Asking { person: person(errors)? })),
        data_subject::CODE => Some(Route::DataSubject(data_subject::Asking { person: person(errors)? })),
        _ => {
            errors.push("route", visitor.w.t("error-disclosure-route"));
            None
        }
    }
}

/// The four ways, each with what it is for.
fn ways(reading: &Reading<'_>) -> Vec<Choose<'static>> {
    let hint = |code: &str| match code {
        official_document::CODE => "disclosure-hint-official",
        party_insight::CODE => "disclosure-hint-party",
        own_data::CODE => "disclosure-hint-own",
        _ => "disclosure-hint-subject",
    };
    let rows = reading.law.disclosure_routes().iter();
    rows.map(|row| {
        let words = reading.in_language(&row.name_sv, &row.name_en).to_owned();
        let hint = reading.w.t1(hint(&row.code), "provision", row.provision.to_string());
        Choose { hint: Some(hint.into()), ..choose(row.code.clone(), words, false) }
    })
    .collect()
}

fn draw(desk: &Desk, visitor: &Visitor, open: &OpenFile, typed: &Typed, back: &Back) -> Page {
    let reading = file_page::reading(desk, visitor, open);
    let w = visitor.w;
    let sheet = Sheet { typed, errors: &back.errors };
    let nobody = || choose("", w.t("disclosure-nobody"), false);
    let file = &open.file;
    // The child first, and then by name.
    let mut family: Vec<_> =
        file.family.persons().into_iter().map(|person| (reading.full_name(person), person)).collect();
    family.sort();
    let child = file.person().map(|person| (reading.full_name(person), person));
    let people = child.into_iter().chain(family);
    let people = people.map(|(name, person)| choose(person.to_string(), name, false));
    let matters = file.matters.keys().map(|id| choose(id.to_string(), reading.matter(*id), false));
    let page = RequestPage {
        w,
        shell: visitor.shell(desk, title(&reading, None, &w.t("disclosure-new")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        hidden: Hidden::of(desk, visitor, open, typed),
        errors: &back.errors,
        since: &back.since,
        route: sheet.choice("route", "disclosure-route", ways(&reading)),
        person: sheet.choice(
            "person",
            "disclosure-person",
            std::iter::once(nobody()).chain(people).collect(),
        ),
        matter: sheet.choice(
            "matter",
            "disclosure-matter",
            std::iter::once(nobody()).chain(matters).collect(),
        ),
        text: sheet.area("text", "disclosure-asked", 3),
        recipient: Field { optional: true, ..sheet.area("recipient", "disclosure-recipient", 2) },
        why: Field { optional: true, ..sheet.text("why", "disclosure-why") },
        answer: Field { optional: true, ..sheet.text("answer", "disclosure-answer") },
        day: sheet.day("occurred", "disclosure-day"),
        time: sheet.time("occurred-time", "note-time"),
    };
    html_with(back.status, &page)
}

#[derive(Template)]
#[template(path = "disclosure_request.html")]
struct RequestPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    hidden: Hidden,
    errors: &'a Errors,
    since: &'a [String],
    route: Choice<'a>,
    person: Choice<'a>,
    matter: Choice<'a>,
    text: Field<'a>,
    recipient: Field<'a>,
    why: Field<'a>,
    answer: Field<'a>,
    day: Field<'a>,
    time: Field<'a>,
}
