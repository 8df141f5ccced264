//! Received documents: `/akt/{file}/dokument/ny` registers one, `/akt/{file}/dokument/{document}` hands the original out again.
//!
//! Who sent it, how, and when it came stand beside when it was registered. A document that counts as arrived another day than it was
//! received (22 § FL) says why. What is about siblings is registered in each one's file, with an original of its own, so that each can be
//! moved and destroyed by itself. An original is never shown inside a page: it is downloaded, whatever it claims to be, under a policy that
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
use store::{OpenFile, Step, Wish};

use crate::choices::running_matters;
use crate::desk::{Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, html_with, not_found, see_other};
use crate::fields::{Choice, Draft, Field};
use crate::file_page::{
    self, Back, Hidden, Sheet, moment_now, moment_pairs, read_day, read_matter, read_moment, read_text, title,
};
use crate::kin;
use crate::pages::drafts;
use crate::parts::PersonHead;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::siblings::{self, Siblings};
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
    /// Where it is registered: the file of the page first, then those of the siblings ticked; each in a matter of its own.
    pub places: Vec<(FileId, Option<MatterId>)>,
    /// What it is.
    pub title: Text,
    /// From whom.
    pub sender: Text,
    /// Code of `arrival_channel`.
    pub channel: Code,
    /// When it came, and which day it counts as arrived.
    pub arrival: Arrival,
}

/// A document's id in one file, with its stored original where there is one.
type Kept = (DocumentId, Option<Original>);

impl DocumentRequest {
    /// One step per file, all or none; `kept` has the original of each place.
    pub fn into_wish(self, id: CommandId, draft: Option<DraftId>, kept: Vec<Kept>) -> Wish {
        let step = |((file, matter), (document, original)): (&(FileId, Option<MatterId>), Kept)| {
            let received = ReceivedDocument {
                id: document,
                title: self.title.clone(),
                sender: self.sender.clone(),
                channel: self.channel.clone(),
                arrival: self.arrival.clone(),
                original,
                keep: Vec::new(),
            };
            Step::File {
                file: *file,
                seen: None,
                commands: vec![Command::ReceiveDocument(*matter, received)],
            }
        };
        Wish { id, steps: self.places.iter().zip(kept).map(step).collect(), draft }
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
    let likely = kin::likely_to_tell_in(&open).map(|matter| matter.to_string());
    presets.push(("matter".to_owned(), asked.arende.or(likely).unwrap_or_default()));
    presets.push(("channel".to_owned(), "letter".to_owned()));
    draw(&desk, &visitor, &open, &kept.typed(presets), &Back::fresh(), kept.view).await
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
    let request = read(&desk, &visitor, &open, &typed, &mut errors).await?;
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
    let wish = match request.filter(|_| errors.is_empty()) {
        Some(request) => {
            let kept = keep(&desk, &visitor, request.places.clone(), document).await?;
            Ok(request.into_wish(command, typed.draft(), kept))
        }
        None => Err(errors),
    };
    let Some(mut back) = file_page::carry_out_wish(&desk, &visitor, wish).await? else {
        return Ok(see_other(&format!("/akt/{}/tidslinje?gjort=handling", open.id)));
    };
    if had_document {
        back.errors.push("document", visitor.w.t("upload-again"));
    }
    let draft = drafts::draft_of(&desk, &visitor, &typed, FORM, Some(open.id)).await?;
    draw(&desk, &visitor, &open, &typed, &back, draft).await
}

/// Seals the bytes once per file; a document on paper has none and only gets an id.
async fn keep(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    places: Vec<(FileId, Option<MatterId>)>,
    document: Option<Document>,
) -> Result<Vec<Kept>, Page> {
    let now = visitor.now;
    let one = move |desk: &Desk, (file, matter)| match &document {
        Some(document) => document.keep(desk, now, file, matter).map(|(id, original)| (id, Some(original))),
        None => Ok((DocumentId::new(desk.house.new_id(now)), None)),
    };
    let work =
        move |desk: &Desk| places.into_iter().map(|place| one(desk, place)).collect::<store::Result<_>>();
    blocking(desk, work).await?.or_trouble(desk, visitor)
}

async fn read(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    typed: &Typed,
    errors: &mut Errors,
) -> Result<Option<DocumentRequest>, Page> {
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
    let arrival = arrival(visitor, typed, errors);
    let matter = read_matter(visitor, open, typed, errors);
    let reading = file_page::reading(desk, visitor, open);
    let ticked = siblings::ticked(desk, visitor, &reading, typed, errors).await?;
    let theirs = ticked.iter().map(|one| (one.open.id, one.matter()));
    let places = std::iter::once((open.id, matter)).chain(theirs).collect();
    let channel = Code::from(typed.trimmed("channel"));
    let (Some(title), Some(sender), Some(arrival)) = (what, sender, arrival) else { return Ok(None) };
    Ok(Some(DocumentRequest { places, title, sender, channel, arrival }))
}

/// When it came, and the day it counts as arrived where that is another.
fn arrival(visitor: &Visitor, typed: &Typed, errors: &mut Errors) -> Option<Arrival> {
    let received = read_moment(visitor, typed, "arrived", errors);
    let deemed = read_day(visitor, typed, "deemed", errors);
    let why = read_text(visitor, typed, "deemed-why", errors);
    let received = received?;
    Some(Arrival { received, deemed: deemed.unwrap_or(received.day), why })
}

async fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    typed: &Typed,
    back: &Back,
    draft: Draft<'static>,
) -> Result<Page, Page> {
    let w = visitor.w;
    let reading = file_page::reading(desk, visitor, open);
    let sheet = Sheet { typed, errors: &back.errors };
    let what = sheet.text("document-title", "document-what");
    let siblings = kin::siblings(desk, visitor, &reading).await?;
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
        matters: running_matters(&reading, sheet),
        siblings: Siblings::of(sheet, "document-siblings", &siblings, |one| one),
        on_paper: typed.has("on-paper"),
        document_error: back.errors.of("document"),
    };
    Ok(html_with(back.status, &page))
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
pub fn headers(original: &Original) -> [(header::HeaderName, HeaderValue); 4] {
    download_headers(&original.name, &original.media_type)
}

/// The same for anything that is downloaded under a name.
pub fn download_headers(name: &str, media_type: &str) -> [(header::HeaderName, HeaderValue); 4] {
    let value = |text: String| HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_str(media_type);
    [
        (header::CONTENT_TYPE, kind.unwrap_or(HeaderValue::from_static("application/octet-stream"))),
        (header::CONTENT_DISPOSITION, value(disposition(name))),
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
    siblings: Siblings<'a>,
    on_paper: bool,
    document_error: Option<&'a str>,
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;
    use crate::scene::Scene;
    use crate::testing::TestDesk;

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        let said = disposition("rapport\"; filename=evil.exe\r\nX: y å.pdf");
        assert!(!said.contains('\r') && !said.contains('\n'));
        assert_eq!(said.matches('"').count(), 2, "{said}");
        assert!(said.ends_with("%C3%A5.pdf"), "{said}");
        let apart = disposition("rapport a\u{30a}.pdf");
        assert!(apart.is_ascii() && apart.ends_with("%20%C3%A5.pdf"), "{apart}");
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

    #[tokio::test]
    async fn what_is_about_siblings_is_registered_in_each_file_with_an_original_of_its_own() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.path("/dokument/ny");
        let melker = scene.melker.file.to_string();
        let page = scene.at.get(&ulla, &path).await;
        assert!(
            page.body.contains(&format!("name=\"sibling\" value=\"{melker}\"><span>Melker")),
            "not ticked"
        );
        let matter = scene.alva.matter.to_string();
        let typed = [
            ("command", page.hidden("command")),
            ("document-title", "Yttrande om barnen"),
            ("sender", "BVC Lyktan"),
            ("channel", "letter"),
            ("arrived", "2026-11-24"),
            ("arrived-time", "08:10"),
            ("matter", &*matter),
            ("sibling", &*melker),
        ];
        let done = scene
            .at
            .post_document(&ulla, &path, &typed, ("yttrande.pdf", b"%PDF-1.7 yttrande".as_slice()))
            .await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let mut ids = Vec::new();
        for child in [scene.alva, scene.melker] {
            let (who, now) = (scene.at.actor("ulla"), scene.at.now());
            let open =
                scene.at.desk.house.look(&who, now, child.file, store::Part::Timeline).expect("readable");
            assert_eq!(open.file.documents.len(), 1);
            let (id, seq) = open.file.documents.iter().next().expect("a document");
            assert_eq!(open.entry(*seq).and_then(|entry| entry.matter), Some(child.matter), "its own matter");
            let own = format!("/akt/{}/dokument/{id}", child.file);
            assert_eq!(scene.at.get(&ulla, &own).await.status, StatusCode::OK, "opened under its own key");
            ids.push(*id);
        }
        assert_ne!(ids[0], ids[1]);
        let crossed = format!("/akt/{}/dokument/{}", scene.alva.file, ids[1]);
        assert_eq!(scene.at.get(&ulla, &crossed).await.status, StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn with_a_file_that_is_not_the_readers_nothing_is_registered() {
        let scene = Scene::assessed();
        let other = scene.at.seed_child("Nils", "Berg");
        scene.at.distribute(other, "umar");
        let ulla = scene.at.login("ulla").await;
        let guessed = other.file.to_string();
        let typed = [
            ("on-paper", "yes"),
            ("document-title", "Intyg"),
            ("sender", "Vårdcentralen"),
            ("sibling", &*guessed),
        ];
        let refused = scene.fill(&ulla, &scene.path("/dokument/ny"), &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("id=\"sibling-error\"") && refused.body.contains("Vårdcentralen"));
        assert!(!scene.timeline(scene.alva).await.contains("Vårdcentralen"));
    }
}
