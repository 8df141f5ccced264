//! `/anmalan`: a report of concern is registered, in the order of the conversation.
//!
//! Who calls, how and when, which children, what has happened. The cursor stands in the first field and the page is worked from top to
//! bottom with the keyboard; time and way are preset. Enter in a child's field looks the child up and shows beside the form what is
//! known; Ctrl+Enter registers. Several children in one report get a report each, with what is common and what is their own, in one
//! wish: all or none. A written report is attached and nothing of it is retyped.
//!
//! | file | what it is for |
//! | --- | --- |
//! | [`request`] | the report as asked for, and the wish it becomes |
//! | `reading` | from typed text to a request, with every mistake at its field |
//! | `drawing` | the rows and what stands beside them |
//! | [`report_lookup`](super::report_lookup) | who is known, and as how much may be said |

mod drawing;
mod reading;
pub mod request;

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use record::document::Original;
use record::{CommandId, DocumentId, FileId};
use serde::Deserialize;
use store::{Answer, Part, Trouble};

use crate::desk::{Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, html, see_other, trouble_page};
use crate::file_page::{self, moment_now, moment_pairs};
use crate::pages::drafts;
use crate::pages::report_lookup::{Found, ROWS_MAX, Row, Sought, find};
use crate::refusals;
use crate::routes::Routes;
use crate::upload::{Document, Posted, Upload};
use request::{Asked, Ids, ReportRequest};

pub(crate) use reading::protection;

/// The form's name among drafts.
const FORM: &str = "report";

/// The page's address. It takes documents.
pub fn routes() -> Routes {
    Routes::new().form_with_document("/anmalan", show, send)
}

/// `/anmalan?akt=…`: from a child's page, with the child in the first row.
#[derive(Deserialize)]
struct Coming {
    akt: Option<FileId>,
}

/// What a button of the form does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Button {
    Register,
    LookUp,
    AddRow,
    ClearRow(usize),
    AddSibling(FileId),
}

impl Button {
    fn pressed(typed: &Typed) -> Self {
        let pressed = typed.get("do");
        if let Some(row) = pressed.strip_prefix("clear-").and_then(|row| row.parse().ok()) {
            return Self::ClearRow(row);
        }
        if let Some(file) = pressed.strip_prefix("sibling-").and_then(|file| file.parse().ok()) {
            return Self::AddSibling(file);
        }
        match pressed {
            "look-up" => Self::LookUp,
            "add-row" => Self::AddRow,
            _ => Self::Register,
        }
    }
}

/// Reception registers anybody's report. Everybody else registers what reaches them about a child whose file they have.
fn may_register(visitor: &Visitor, typed: &Typed) -> bool {
    visitor.actor.reception || Row::all(typed).any(|row| row.filled("file"))
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Query(from): Query<Coming>,
) -> Result<Page, Page> {
    // Who comes from a child's page means that child: a draft of its own, whatever was once begun about another.
    let kept = match from.akt {
        Some(_) => drafts::fresh(&desk, &visitor, FORM, None),
        None => drafts::kept(&desk, &visitor, FORM, None).await?,
    };
    let mut presets = presets(&visitor);
    presets.extend(from.akt.map(|file| (Row::name(1, "file"), file.to_string())));
    let typed = kept.typed(presets);
    if !may_register(&visitor, &typed) {
        return Ok(drawing::may_not(&desk, &visitor));
    }
    let found = if from.akt.is_some() { look_up(&desk, &visitor, &typed).await? } else { Vec::new() };
    Ok(html(&drawing::page(&desk, &visitor, &typed, &Errors::none(), &found, kept.view)))
}

/// What is right most often: a call, now, about siblings.
fn presets(visitor: &Visitor) -> Vec<(String, String)> {
    let mut pairs = moment_pairs("arrived", moment_now(visitor));
    for (name, value) in [("channel", "phone"), ("siblings", "yes"), ("children", "2")] {
        pairs.push((name.to_owned(), value.to_owned()));
    }
    pairs
}

async fn send(State(desk): State<Arc<Desk>>, visitor: Visitor, posted: Posted) -> Result<Page, Page> {
    let Posted { typed, upload } = posted;
    let command = typed.command()?;
    if !may_register(&visitor, &typed) {
        return Ok(drawing::may_not(&desk, &visitor));
    }
    match Button::pressed(&typed) {
        Button::Register => register(&desk, &visitor, typed, command, upload).await,
        button => {
            let typed = pressed(&typed, button);
            let found = look_up(&desk, &visitor, &typed).await?;
            let mut errors = Errors::none();
            wrong_numbers(&visitor, &typed, &mut errors);
            again(&desk, &visitor, &typed, &errors, &found, StatusCode::OK).await
        }
    }
}

/// The form as it stands after a button that only changes the form.
fn pressed(typed: &Typed, button: Button) -> Typed {
    let mut pairs: Vec<(String, String)> =
        typed.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let count = Row::all(typed).count();
    let set_count = |pairs: &mut Vec<(String, String)>, count: usize| {
        pairs.retain(|(name, _)| name != "children");
        pairs.push(("children".to_owned(), count.min(ROWS_MAX).to_string()));
    };
    match button {
        Button::AddRow => set_count(&mut pairs, count + 1),
        Button::ClearRow(row) => pairs.retain(|(name, _)| !name.starts_with(&Row::name(row, ""))),
        Button::AddSibling(file) => {
            let blank = Row::all(typed).find(Row::is_blank).map(|row| row.n);
            let row = blank.unwrap_or(count + 1);
            set_count(&mut pairs, count.max(row));
            if row <= ROWS_MAX {
                pairs.push((Row::name(row, "file"), file.to_string()));
            }
        }
        Button::LookUp | Button::Register => {}
    }
    Typed::from_pairs(pairs)
}

/// Looks up every row in which somebody is named.
async fn look_up(desk: &Arc<Desk>, visitor: &Visitor, typed: &Typed) -> Result<Vec<Found>, Page> {
    let (who, form) = (visitor.clone(), typed.clone());
    let work = move |desk: &Desk| {
        let named = Row::all(&form).filter(|row| !row.is_blank());
        named.map(|row| find(desk, &who, row)).collect::<Answer<Vec<_>>>()
    };
    blocking(desk, work).await?.or_trouble(desk, visitor)
}

/// Looking up answers at once that a number is mistyped, while the caller can still read it again.
fn wrong_numbers(visitor: &Visitor, typed: &Typed, errors: &mut Errors) {
    for row in Row::all(typed) {
        if let Sought::Wrong(error) = row.sought(visitor.now.today) {
            errors.push(Row::name(row.n, "number"), refusals::identity(visitor.w, error).text);
        }
    }
}

/// The same page with everything typed.
async fn again(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    typed: &Typed,
    errors: &Errors,
    found: &[Found],
    status: StatusCode,
) -> Result<Page, Page> {
    let draft = drafts::draft_of(desk, visitor, typed, FORM, None).await?;
    let page = drawing::page(desk, visitor, typed, errors, found, draft);
    Ok(crate::desk::html_with(status, &page))
}

async fn register(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    typed: Typed,
    command: CommandId,
    upload: Option<Upload>,
) -> Result<Page, Page> {
    // Sent again after the answer was lost: the children it names are known now, by its own first sending.
    if file_page::is_done(desk, visitor, &typed).await? {
        return led_to(desk, visitor, &typed, command).await;
    }
    let mut read = reading::read(desk, visitor, &typed, upload.is_some()).await?;
    let document = match upload {
        Some(Upload::Taken(document)) => Some(document),
        Some(Upload::Refused(why)) => {
            read.errors.push("document", why.text(visitor.w));
            None
        }
        None => None,
    };
    if !visitor.actor.reception && Row::all(&typed).any(|row| !row.is_blank() && !row.filled("file")) {
        read.errors.push("children-legend", visitor.w.t("report-error-only-own"));
    }
    let (Some(request), true) = (read.request, read.errors.is_empty()) else {
        ask_for_the_file_again(visitor, document.as_ref(), &mut read.errors);
        let refused = StatusCode::UNPROCESSABLE_ENTITY;
        return again(desk, visitor, &typed, &read.errors, &read.found, refused).await;
    };
    debug_assert_eq!(request.command, command);
    match carry_out(desk, visitor, request, document).await? {
        Ok(next) => Ok(see_other(&if typed.is("acute", "yes") { format!("{next}&akut") } else { next })),
        Err(errors) => {
            let refused = StatusCode::UNPROCESSABLE_ENTITY;
            again(desk, visitor, &typed, &errors, &read.found, refused).await
        }
    }
}

/// Where a form led when it was sent the first time: the same page, however often it is sent.
async fn led_to(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    typed: &Typed,
    command: CommandId,
) -> Result<Page, Page> {
    if let Some(request) = reading::read(desk, visitor, typed, true).await?.request {
        return Ok(see_other(&next_page(&request)));
    }
    // A child without a number is now found by the very name it was given here; its ids say which one it is.
    let (who, form) = (visitor.clone(), typed.clone());
    let work = move |desk: &Desk| {
        let mut named = Row::all(&form).filter(|row| !row.is_blank());
        named.find_map(|row| {
            let ids = request::ids_of_new(command, row.n);
            let open = desk.house.look(&who.actor, who.now, ids.file, Part::Form).ok()?;
            open.file.matters.contains_key(&ids.matter).then(|| protection_page(ids))
        })
    };
    let first = blocking(desk, work).await?;
    Ok(see_other(&first.unwrap_or_else(|| "/".to_owned())))
}

fn protection_page(ids: Ids) -> String {
    format!("/akt/{}/arende/{}/skydd?ny", ids.file, ids.matter)
}

/// A browser drops a chosen file when a page is drawn again. The mistake is ours to tell.
fn ask_for_the_file_again(visitor: &Visitor, document: Option<&Document>, errors: &mut Errors) {
    if document.is_some() {
        errors.push("document", visitor.w.t("upload-again"));
    }
}

/// Stores the document, once per child, and registers. Returns where to go next, or what is wrong at which field.
async fn carry_out(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    request: ReportRequest,
    document: Option<Document>,
) -> Result<Result<String, Errors>, Page> {
    let next = next_page(&request);
    let (who, had_document) = (visitor.clone(), document.is_some());
    let work = move |desk: &Desk| {
        let originals = keep(desk, &who, &request, document.as_ref())?;
        let Asked { wish, rows } = request.into_wish(&originals);
        Ok((desk.house.act_on_form(&who.actor, who.now, &wish, who.written.asked().as_deref()), rows))
    };
    let done: Answer<_> = blocking(desk, work).await?;
    let (done, rows) = done.or_trouble(desk, visitor)?;
    let (field, text) = match done {
        Ok(_) => return Ok(Ok(next)),
        Err(Trouble::Refused { step, refusal }) => {
            let told = refusals::refusal(visitor.w, &refusal);
            (field_of(rows[step], told.field), told.text)
        }
        Err(Trouble::PersonRefused { step, refusal }) => {
            let told = refusals::person(visitor.w, refusal);
            (field_of(rows[step], told.field), told.text)
        }
        // Somebody was given the file while this was written, or it takes less than was asked. The text is worth more than a 404.
        Err(Trouble::NotFound) => {
            ("children-legend".to_owned(), visitor.w.t("report-error-not-yours").into_owned())
        }
        Err(trouble) => return Err(trouble_page(&trouble)),
    };
    let mut errors = Errors::one(field, text);
    if had_document {
        errors.push("document", visitor.w.t("upload-again"));
    }
    Ok(Err(errors))
}

/// The bytes are sealed once per child, under that child's matter: each copy can be moved and destroyed by itself.
fn keep(
    desk: &Desk,
    who: &Visitor,
    request: &ReportRequest,
    document: Option<&Document>,
) -> store::Result<Vec<Option<(DocumentId, Original)>>> {
    let one = |child: &request::ChildRequest| {
        let Some(document) = document else { return Ok(None) };
        let ids = request.ids(child);
        let matter = child.unborn.is_none().then_some(ids.matter);
        document.keep(desk, who.now, ids.file, matter).map(Some)
    };
    request.children.iter().map(one).collect()
}

/// What comes next is the protection assessment, of all the children at once; for an expected child there is none.
fn next_page(request: &ReportRequest) -> String {
    let born = request.children.iter().find(|child| child.unborn.is_none());
    match born.or(request.children.first()) {
        Some(child) if child.unborn.is_none() => protection_page(request.ids(child)),
        Some(child) => format!("/akt/{}?gjort=vantat-barn", request.ids(child).file),
        None => "/".to_owned(),
    }
}

/// The form's field for a refusal about one child: what the record asks of a person stands in the child's row.
fn field_of(row: usize, field: &str) -> String {
    match field {
        "number" | "birth" | "description" | "protection" => Row::name(row, field),
        "name" => Row::name(row, "given"),
        "person" => Row::name(row, "birth"),
        "text" => "concern".to_owned(),
        "occurred" => "arrived".to_owned(),
        "reporter" => "reporter-name".to_owned(),
        other if other == refusals::WHOLE_FORM => Row::name(row, "number"),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests;
