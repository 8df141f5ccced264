//! Received documents: `/akt/{file}/dokument/ny` registers one, `/akt/{file}/dokument/{document}` hands the original out again.
//!
//! Who sent it, how, and when it came stand beside when it was registered. A document that counts as arrived another day than it was
//! received (22 § FL) says why. An original is never shown inside a page: it is downloaded, whatever it claims to be, under a policy that
//! lets nothing in it run.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use record::document::{Original, ReceivedDocument};
use record::report::Arrival;
use record::{Code, Command, CommandId, DocumentId, DraftId, FileId, MatterId, Text};
use serde::Deserialize;
use store::{Incoming, OpenFile, Step, Wish};

use crate::desk::{Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, html_with, not_found, see_other};
use crate::fields::{Choice, Draft, Field};
use crate::file_page::{
    self, Back, Hidden, Sheet, moment_now, moment_pairs, read_day, read_moment, read_text, title,
};
use crate::pages::drafts;
use crate::pages::note::matter_choice;
use crate::parts::PersonHead;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::upload::{self, Document, Posted, Upload};
use crate::words::Words;

/// The form's name among drafts.
const FORM: &str = "document";

/// The pages' addresses. The form takes documents.
pub fn routes() -> Routes {
    Routes::new()
        .form_with_document("/akt/{file}/dokument/ny", show, register)
        .page("/akt/{file}/dokument/{document}", download)
}

/// `?arende=…`: which matter it belongs to.
#[derive(Deserialize)]
struct Asked {
    arende: Option<String>,
}

/// A received document as asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRequest {
    /// The file.
    pub file: FileId,
    /// In which matter.
    pub matter: Option<MatterId>,
    /// What it is.
    pub title: Text,
    /// From whom.
    pub sender: Text,
    /// Code of `arrival_channel`.
    pub channel: Code,
    /// When it came, and which day it counts as arrived.
    pub arrival: Arrival,
}

impl DocumentRequest {
    /// The wish, with the stored original where there is one.
    pub fn into_wish(
        self,
        id: CommandId,
        draft: Option<DraftId>,
        (document, original): (DocumentId, Option<Original>),
    ) -> Wish {
        let received = ReceivedDocument {
            id: document,
            title: self.title,
            sender: self.sender,
            channel: self.channel,
            arrival: self.arrival,
            original,
            keep: Vec::new(),
        };
        let commands = vec![Command::ReceiveDocument(self.matter, received)];
        Wish { id, steps: vec![Step::File { file: self.file, seen: None, commands }], draft }
    }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let kept = drafts::kept(&desk, &visitor, FORM, Some(open.id)).await?;
    let mut presets = moment_pairs("arrived", moment_now(&visitor));
    let likely = crate::kin::likely_matter(open.file.matters.iter()).map(|matter| matter.to_string());
    presets.push(("matter".to_owned(), asked.arende.or(likely).unwrap_or_default()));
    presets.push(("channel".to_owned(), "letter".to_owned()));
    Ok(draw(&desk, &visitor, &open, &kept.typed(presets), &Back::fresh(), kept.view))
}

async fn register(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    posted: Posted,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let Posted { typed, upload } = posted;
    let command = typed.command()?;
    let mut errors = Errors::none();
    let request = read(&visitor, &open, &typed, &mut errors);
    let document = match upload {
        Some(Upload::Taken(document)) => Some(document),
        Some(Upload::Refused(why)) => {
            errors.push("document", why.text(visitor.w));
            None
        }
        None if typed.has("on-paper") => None,
        None => {
            errors.push("document", visitor.w.t("document-error-missing"));
            None
        }
    };
    let had_document = document.is_some();
    let mut back = match request.filter(|_| errors.is_empty()) {
        Some(request) => {
            let kept = keep(&desk, &visitor, &request, document).await?;
            let wish = request.into_wish(command, typed.draft(), kept);
            match file_page::act(&desk, &visitor, wish).await? {
                Ok(_) => return Ok(see_other(&format!("/akt/{}/tidslinje?gjort=handling", open.id))),
                Err(back) => back,
            }
        }
        None => Back::wrong(errors),
    };
    if had_document {
        back.errors.push("document", visitor.w.t("upload-again"));
    }
    let draft = drafts::draft_of(&desk, &visitor, &typed, FORM, Some(open.id)).await?;
    Ok(draw(&desk, &visitor, &open, &typed, &back, draft))
}

/// Seals the bytes; a document on paper has none and only gets an id.
async fn keep(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    request: &DocumentRequest,
    document: Option<Document>,
) -> Result<(DocumentId, Option<Original>), Page> {
    let (now, file, matter) = (visitor.now, request.file, request.matter);
    let Some(document) = document else { return Ok((DocumentId::new(desk.house.new_id(now)), None)) };
    let work = move |desk: &Desk| {
        let incoming =
            Incoming { name: &document.name, media_type: document.media_type, bytes: &document.bytes };
        desk.house.keep_original(now, file, matter, incoming)
    };
    let (id, original) = blocking(desk, work).await?.or_trouble(desk, visitor)?;
    Ok((id, Some(original)))
}

fn read(visitor: &Visitor, open: &OpenFile, typed: &Typed, errors: &mut Errors) -> Option<DocumentRequest> {
    for field in typed.broken() {
        errors.push(field, visitor.w.t("refusal-broken-text"));
    }
    let what = read_text(visitor, typed, "document-title", errors);
    let sender = read_text(visitor, typed, "sender", errors);
    if what.is_none() {
        errors.push("document-title", visitor.w.t("document-error-title"));
    }
    if sender.is_none() {
        errors.push("sender", visitor.w.t("document-error-sender"));
    }
    let received = read_moment(visitor, typed, "arrived", errors);
    let deemed = read_day(visitor, typed, "deemed", errors);
    let why = read_text(visitor, typed, "deemed-why", errors);
    let received = received?;
    Some(DocumentRequest {
        file: open.id,
        matter: typed.id("matter"),
        title: what?,
        sender: sender?,
        channel: Code::from(typed.trimmed("channel")),
        arrival: Arrival { received, deemed: deemed.unwrap_or(received.day), why },
    })
}

fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    typed: &Typed,
    back: &Back,
    draft: Draft<'static>,
) -> Page {
    let w = visitor.w;
    let reading = file_page::reading(desk, visitor, open);
    let sheet = Sheet { typed, errors: &back.errors };
    let what = sheet.text("document-title", "document-what");
    let page = DocumentPage {
        w,
        shell: visitor.shell(
            desk,
            title(&reading, typed.id("matter"), &w.t("document-page")),
            Place::Elsewhere,
        ),
        head: file_page::head(&reading),
        file: open.id,
        hidden: Hidden::of(desk, visitor, open, typed),
        draft,
        errors: &back.errors,
        what: if back.errors.is_empty() { what.focused() } else { what },
        sender: sheet.text("sender", "document-sender"),
        channel: sheet.choice("channel", "document-channel", reading.choices("arrival_channel", "")),
        day: sheet.day("arrived", "document-day"),
        time: sheet.time("arrived-time", "document-time"),
        deemed: sheet.day("deemed", "report-deemed"),
        deemed_why: Field { width: 40, ..sheet.text("deemed-why", "report-deemed-why") },
        deemed_open: sheet.ticked("deemed") || back.errors.of("deemed").is_some(),
        matters: matter_choice(&reading, sheet),
        on_paper: typed.has("on-paper"),
        document_error: back.errors.of("document"),
    };
    html_with(back.status, &page)
}

/// The original, to be opened in a program of its own.
async fn download(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, document)): Path<(String, String)>,
) -> Result<Page, Page> {
    let (Ok(file), Ok(document)) = (file.parse::<FileId>(), document.parse::<DocumentId>()) else {
        return Err(not_found());
    };
    let who = visitor.clone();
    let read = blocking(&desk, move |desk| desk.house.read_original(&who.actor, who.now, file, document));
    let (received, bytes) = read.await?.or_trouble(&desk, &visitor)?;
    let original = received.original.ok_or_else(not_found)?;
    Ok((headers(&original), bytes).into_response())
}

/// What keeps an original from doing anything in a browser: it is a download, of no guessed kind, and may run nothing.
fn headers(original: &Original) -> [(header::HeaderName, HeaderValue); 4] {
    let value = |text: String| HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_str(&original.media_type);
    [
        (header::CONTENT_TYPE, kind.unwrap_or(HeaderValue::from_static("application/octet-stream"))),
        (header::CONTENT_DISPOSITION, value(disposition(&original.name))),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ]
}

/// `attachment` with the name twice: in letters every browser knows, and as it is (RFC 6266).
fn disposition(name: &str) -> String {
    let name = upload::harmless_name(name);
    let plain: String = name.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    let exact: String = name.bytes().map(percent).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

fn percent(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    hidden: Hidden,
    draft: Draft<'a>,
    errors: &'a Errors,
    what: Field<'a>,
    sender: Field<'a>,
    channel: Choice<'a>,
    day: Field<'a>,
    time: Field<'a>,
    deemed: Field<'a>,
    deemed_why: Field<'a>,
    deemed_open: bool,
    matters: Choice<'a>,
    on_paper: bool,
    document_error: Option<&'a str>,
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;
    use crate::testing::TestDesk;

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        let said = disposition("rapport\"; filename=evil.exe\r\nX: y å.pdf");
        assert!(!said.contains('\r') && !said.contains('\n'));
        assert_eq!(said.matches('"').count(), 2, "{said}");
        assert!(said.ends_with("%C3%A5.pdf"), "{said}");
    }

    #[tokio::test]
    async fn a_document_on_paper_is_registered_with_its_two_days() {
        let desk = TestDesk::new();
        let child = desk.seed_child("Alva", "Lind");
        let mia = desk.login("mia").await;
        let path = format!("/akt/{}/dokument/ny", child.file);
        let form = desk.get(&mia, &path).await;
        let matter = child.matter.to_string();
        let typed = |deemed: &'static str, why: &'static str| {
            vec![
                ("command", form.hidden("command")),
                ("on-paper", "yes"),
                ("document-title", "Intyg från BVC"),
                ("sender", "BVC Lyktan"),
                ("channel", "letter"),
                ("arrived", "2026-11-24"),
                ("arrived-time", "08:10"),
                ("deemed", deemed),
                ("deemed-why", why),
                ("matter", matter.as_str()),
            ]
        };
        for (deemed, why, field) in
            [("2026-11-23", "", "deemed"), ("2026-11-25", "Fel", "deemed"), ("x", "", "deemed")]
        {
            let refused = desk.post(&mia, &path, &typed(deemed, why)).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{deemed}");
            assert!(refused.body.contains(&format!("href=\"#{field}\"")), "{deemed}: {}", refused.body);
            assert!(refused.body.contains("Intyg från BVC"));
        }
        let done = desk.post(&mia, &path, &typed("2026-11-23", "Låg i brevlådan på morgonen.")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let look = desk.desk.house.look(&desk.actor("mia"), desk.now(), child.file, store::Part::Child);
        assert_eq!(look.expect("readable").file.documents.len(), 1);
    }

    #[tokio::test]
    async fn without_a_file_the_page_asks_for_one() {
        let desk = TestDesk::new();
        let child = desk.seed_child("Alva", "Lind");
        let mia = desk.login("mia").await;
        let path = format!("/akt/{}/dokument/ny", child.file);
        let form = desk.get(&mia, &path).await;
        let answer = desk.post(&mia, &path, &[("command", form.hidden("command"))]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for field in ["document", "document-title", "sender", "arrived"] {
            assert!(answer.body.contains(&format!("href=\"#{field}\"")), "{field}");
        }
    }
}
