//! `/meddelanden`: messages from other systems that were set aside and wait for a person; each with why, and what it says.
//!
//! Reception's, and to everybody else not there. Nothing is done to the message: somebody registers it by hand, or sees that it need not
//! be, and says so here. Then it leaves the list, and what was received is still registered or set aside.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::IntoResponse;
use record::StaffId;
use store::messages::{Handled, Message};
use uuid::Uuid;

use crate::desk::{
    Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, done_words, html, html_with, not_found,
    see_other,
};
use crate::fields::Field;
use crate::file_page::{Back, Sheet, read_text};
use crate::format;
use crate::pages::document::download_headers;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// Most characters of a message that its page shows; the whole of it is a download.
const SHOWN_MAX: usize = 20_000;

/// The list, a message, and the whole of it.
pub fn routes() -> Routes {
    Routes::new()
        .page("/meddelanden", list)
        .form("/meddelanden/{message}", show, handle)
        .page("/meddelanden/{message}/text", download)
}

/// A message, as a page tells of it.
struct Line {
    id: Uuid,
    number: String,
    when: String,
    /// The account that received it.
    by: String,
    why: String,
    /// Why, as its sender was told, in Swedish.
    details: String,
    /// The receipt of the message that it repeats.
    repeats: Option<String>,
    done: Option<Done>,
}

/// What somebody did about it.
struct Done {
    when: String,
    by: String,
    words: String,
}

impl Line {
    fn of(w: &Words, desk: &Desk, message: Message) -> Self {
        let Message { id, number, at_us, account, reason, details, earlier, handled, .. } = message;
        let done = |Handled { at_us, account, words }| Done {
            when: when(w, at_us),
            by: name(w, desk, account),
            words,
        };
        Self {
            id,
            number: number.to_string(),
            when: when(w, at_us),
            by: name(w, desk, account),
            why: why(w, &reason.unwrap_or_default()),
            details: details.unwrap_or_default(),
            repeats: earlier.map(|number| number.to_string()),
            done: handled.map(done),
        }
    }
}

/// Why a message was set aside, in words; a code without words is shown as it is.
pub fn why(w: &Words, code: &str) -> String {
    let key = format!("aside-reason-{}", code.replace('_', "-"));
    if w.has(&key) { w.t(&key).into_owned() } else { code.to_owned() }
}

fn when(w: &Words, at_us: i64) -> String {
    format::moment(w, at_us)
}

fn name(w: &Words, desk: &Desk, account: Uuid) -> String {
    let organisation = desk.organisation();
    let member = organisation.known(StaffId::new(account));
    member.map_or_else(|| w.t("readers-former").into_owned(), |member| member.name.clone())
}

#[derive(Template)]
#[template(path = "set_aside.html")]
struct ListPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    said: Option<String>,
    waiting: Vec<Line>,
    /// The latest that somebody has done something about.
    handled: Vec<Line>,
}

async fn list(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let (who, now, w) = (visitor.actor.clone(), visitor.now, visitor.w);
    let told = blocking(&desk, move |desk| desk.house.set_aside(&who, now)).await?;
    let told = told.or_trouble(&desk, &visitor)?;
    let lines = |all: Vec<Message>| all.into_iter().map(|message| Line::of(w, &desk, message)).collect();
    Ok(html(&ListPage {
        w,
        shell: visitor.shell(&desk, w.t("aside-title"), Place::Elsewhere),
        said: done_words(w, query.as_deref()),
        waiting: lines(told.waiting),
        handled: lines(told.handled),
    }))
}

#[derive(Template)]
#[template(path = "set_aside_one.html")]
struct MessagePage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    errors: &'a Errors,
    message: Line,
    /// As much of it as is shown; none where it may not be kept.
    text: Option<Text>,
    words: Field<'a>,
}

/// The beginning of a message.
struct Text {
    shown: String,
    cut: bool,
}

impl Text {
    /// Bytes as somebody can read them: what is no text, or would steer the page it stands on, becomes a mark.
    fn of(bytes: &[u8]) -> Self {
        let whole = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
        let mut letters = whole.chars();
        let shown = letters.by_ref().take(SHOWN_MAX).map(harmless).collect();
        Self { shown, cut: letters.next().is_some() }
    }
}

fn harmless(letter: char) -> char {
    let steers = matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let controls = letter.is_control() && !matches!(letter, '\n' | '\t');
    if steers || controls { char::REPLACEMENT_CHARACTER } else { letter }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(message): Path<String>,
) -> Result<Page, Page> {
    draw(&desk, &visitor, &message, &Typed::default(), &Back::fresh()).await
}

async fn handle(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(message): Path<String>,
    typed: Typed,
) -> Result<Page, Page> {
    let w = visitor.w;
    let mut errors = Errors::none();
    let words = read_text(&visitor, &typed, "words", &mut errors);
    let Some(words) = words else {
        if errors.is_empty() {
            errors.push("words", w.t("aside-error-words"));
        }
        return draw(&desk, &visitor, &message, &typed, &Back::wrong(errors)).await;
    };
    let id = read_id(&message)?;
    let (who, now, said) = (visitor.actor.clone(), visitor.now, words.as_str().to_owned());
    let handled = blocking(&desk, move |desk| desk.house.handle_set_aside(&who, now, id, &words)).await?;
    let handled = handled.or_trouble(&desk, &visitor)?.handled;
    let own = visitor.actor.staff.uuid();
    if handled.is_some_and(|done| done.account == own && done.words == said) {
        return Ok(see_other("/meddelanden?gjort=atgardat"));
    }
    let errors = Errors::one("words", w.t("aside-error-handled"));
    let back = Back { status: StatusCode::CONFLICT, ..Back::wrong(errors) };
    draw(&desk, &visitor, &message, &typed, &back).await
}

async fn open(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    message: &str,
) -> Result<(Message, Option<Vec<u8>>), Page> {
    let id = read_id(message)?;
    let (who, now) = (visitor.actor.clone(), visitor.now);
    let opened = blocking(desk, move |desk| desk.house.open_set_aside(&who, now, id)).await?;
    opened.or_trouble(desk, visitor)
}

fn read_id(message: &str) -> Result<Uuid, Page> {
    message.parse().map_err(|_| not_found())
}

async fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    message: &str,
    typed: &Typed,
    back: &Back,
) -> Result<Page, Page> {
    let (message, bytes) = open(desk, visitor, message).await?;
    let w = visitor.w;
    let message = Line::of(w, desk, message);
    let sheet = Sheet { typed, errors: &back.errors };
    let page = MessagePage {
        w,
        shell: visitor.shell(
            desk,
            w.t1("aside-one-title", "number", message.number.as_str()),
            Place::Elsewhere,
        ),
        errors: &back.errors,
        message,
        text: bytes.as_deref().map(Text::of),
        words: sheet.area("words", "aside-words", 3).hint("aside-words-hint"),
    };
    Ok(html_with(back.status, &page))
}

/// The whole message as it came, as a text file.
async fn download(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(message): Path<String>,
) -> Result<Page, Page> {
    let (message, bytes) = open(&desk, &visitor, &message).await?;
    let bytes = bytes.ok_or_else(not_found)?;
    Ok((headers(&message), bytes).into_response())
}

/// A message is text whatever it was meant to be, and opens in no browser.
pub fn headers(message: &Message) -> [(HeaderName, HeaderValue); 4] {
    download_headers(&format!("{}.txt", message.number), "text/plain; charset=utf-8")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestDesk;

    const BROKEN: &[u8] = b"{ \"barn\": \"Tindra <b>Planterad</b>\"\r\n\x00\xFF";

    /// Received = registered + set aside (+ waiting), and all of these are set aside.
    fn all_set_aside(desk: &TestDesk, count: u64) {
        let counted = desk.desk.house.db.read(|tx| store::messages::counts(tx, desk.desk.house.authority.0));
        let counted = counted.expect("counted");
        assert_eq!((counted.received(), counted.set_aside), (count, count));
    }

    #[tokio::test]
    async fn reception_finds_reads_and_deals_with_what_was_set_aside() {
        let desk = TestDesk::new();
        let mia = desk.login("mia").await;
        assert!(!desk.get(&mia, "/").await.body.contains("/meddelanden"), "nothing is said of nothing");
        assert!(desk.get(&mia, "/meddelanden").await.body.contains("Inga meddelanden väntar"));
        let first = desk.set_aside(BROKEN, "not_json", true);
        let second = desk.set_aside(b"igen", "not_json", true);
        assert!(desk.get(&mia, "/").await.body.contains("2 meddelanden har lagts åt sidan"));
        let list = desk.get(&mia, "/meddelanden").await.body;
        let at = |text: &str| list.find(text).unwrap_or_else(|| panic!("{text} is not in {list}"));
        assert!(at("K2026-2") < at("K2026-1"), "newest first");
        assert!(list.contains("Texten är inte JSON") && !list.contains("Tindra"), "{list}");

        let path = format!("/meddelanden/{first}");
        let page = desk.get(&mia, &path).await.body;
        assert!(page.contains("Tindra &#60;b&#62;Planterad&#60;/b&#62;"), "as text: {page}");
        assert!(!page.contains('\0') && page.contains('\u{FFFD}') && page.contains("href=\"/anmalan\""));
        let nothing = desk.post(&mia, &path, &[("words", " ")]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nothing.body.contains("id=\"words-error\""));

        let words = [("words", "Registrerad för hand som 2026-123.")];
        for _ in 0..2 {
            let done = desk.post(&mia, &path, &words).await;
            assert_eq!(
                done.location(),
                "/meddelanden?gjort=atgardat",
                "sent twice, done once: {}",
                done.body
            );
        }
        let moa = desk.login("moa").await;
        let late = desk.post(&moa, &path, &[("words", "Jag ringde skolan.")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(
            late.body.contains("Jag ringde skolan.") && late.body.contains("som 2026-123."),
            "{}",
            late.body
        );
        assert!(desk.get(&mia, "/").await.body.contains("1 meddelande har lagts åt sidan"));
        let list = desk.get(&mia, "/meddelanden").await.body;
        let (waits, done) = (list.find(&second.to_string()), list.find(&first.to_string()));
        assert!(waits < list.find("id=\"handled\"") && list.find("id=\"handled\"") < done, "{list}");
        assert!(list.contains("Registrerad för hand som 2026-123."));
        all_set_aside(&desk, 2);
    }

    #[tokio::test]
    async fn the_whole_message_is_a_text_file_as_it_came() {
        let desk = TestDesk::new();
        let mia = desk.login("mia").await;
        let long = format!("{}slut", "ä".repeat(SHOWN_MAX));
        let id = desk.set_aside(long.as_bytes(), "not_json", true);
        let page = desk.get(&mia, &format!("/meddelanden/{id}")).await.body;
        assert!(page.contains("Bara början visas") && !page.contains("slut</"));
        let whole = desk.get(&mia, &format!("/meddelanden/{id}/text")).await;
        assert_eq!(whole.body, long);
        assert_eq!(whole.headers["content-type"], "text/plain; charset=utf-8");
        assert!(whole.headers["content-disposition"].to_str().expect("text").starts_with("attachment"));
        let gone = desk.set_aside(b"85", "real_number", false);
        let page = desk.get(&mia, &format!("/meddelanden/{gone}")).await.body;
        assert!(page.contains("får inte sparas här") && !page.contains("/text\""));
        let whole = desk.get(&mia, &format!("/meddelanden/{gone}/text")).await;
        assert_eq!(whole.status, StatusCode::NOT_FOUND);
        all_set_aside(&desk, 2);
    }

    #[tokio::test]
    async fn each_showing_is_in_the_access_log() {
        let desk = TestDesk::new();
        let mia = desk.login("mia").await;
        let id = desk.set_aside(BROKEN, "not_json", true);
        let other = desk.set_aside(b"Tindra", "not_json", true);
        for path in ["/meddelanden", &format!("/meddelanden/{id}"), &format!("/meddelanden/{other}/text")] {
            assert_eq!(desk.get(&mia, path).await.status, StatusCode::OK, "{path}");
        }
        desk.post(&mia, &format!("/meddelanden/{id}"), &[("words", "Samma som K2026-9.")]).await;
        let (house, actor) = (&desk.desk.house, desk.actor("mia").staff.uuid());
        let looks =
            house.db.read(|tx| store::access_log::of_actor(tx, house.authority.0, actor, i64::MAX, 20));
        let looks = looks.expect("read");
        let of = |part: &str| looks.iter().filter(|look| look.part == part).collect::<Vec<_>>();
        assert_eq!((of("messages").len(), of("message").len(), of("message-handled").len()), (1, 2, 1));
        let streams: std::collections::BTreeSet<_> = of("message").iter().map(|look| look.stream).collect();
        assert_eq!(streams, [Some(id), Some(other)].into(), "the page, and the download");
        let listed = house.db.read(|tx| {
            store::access_log::listed(tx, house.keys(), house.authority.0, of("messages")[0].look)
        });
        assert_eq!(listed.expect("read"), [other, id]);
    }

    #[tokio::test]
    async fn to_who_does_not_receive_reports_there_are_no_messages() {
        let desk = TestDesk::new();
        let id = desk.set_aside(BROKEN, "not_json", true);
        for login in ["ulla", "enar", "olga"] {
            let cookie = desk.login(login).await;
            assert!(!desk.get(&cookie, "/").await.body.contains("/meddelanden"), "{login}");
            for path in ["/meddelanden", &format!("/meddelanden/{id}"), &format!("/meddelanden/{id}/text")] {
                let answer = desk.get(&cookie, path).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{login} {path}");
            }
            let sent = desk.post(&cookie, &format!("/meddelanden/{id}"), &[("words", "Klart.")]).await;
            assert_eq!(sent.status, StatusCode::NOT_FOUND, "{login}");
        }
        let mia = desk.login("mia").await;
        assert!(
            desk.get(&mia, "/").await.body.contains("1 meddelande har lagts åt sidan"),
            "nobody dealt with it"
        );
        assert_eq!(desk.get(&mia, "/meddelanden/x").await.status, StatusCode::NOT_FOUND);
    }
}
