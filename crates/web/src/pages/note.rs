//! `/akt/{file}/anteckning`: a journal note.
//!
//! The cursor stands in the text when the page opens. Kind, time, matter and whether the child took part are guessed, from the meeting of
//! today when there is one; what is right is left alone. Ctrl+Enter signs. Written once, a note can be signed into siblings' files too:
//! one wish, a step per file, all or none.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use record::{
    FileId, MatterId, MeetingId,
    meeting::{Meeting, MeetingEnd},
};
use serde::Deserialize;
use store::OpenFile;

use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, see_other};
use crate::fields::{Choice, Draft, Field};
use crate::file_page::{self, Back, Hidden, Sheet, moment_now, moment_pairs, title};
use crate::kin::{self, Sibling};
use crate::pages::drafts;
use crate::pages::note_request::{self, only_name};
use crate::parts::PersonHead;
use crate::reading::{Reading, capital, choose};
use crate::routes::Routes;
use crate::said::{self, SaidField};
use crate::shell::{Place, Shell};
use crate::upload::Posted;
use crate::words::Words;

/// The form's name among drafts.
const FORM: &str = "note";

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form_with_document("/akt/{file}/anteckning", show, sign)
}

/// What an address may ask for: a matter, a meeting, a statement to quote. Ids and numbers only.
#[derive(Deserialize)]
struct Asked {
    arende: Option<String>,
    mote: Option<String>,
    citera: Option<String>,
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let reading = file_page::reading(&desk, &visitor, &open);
    let kept = drafts::kept(&desk, &visitor, FORM, Some(open.id)).await?;
    let mut typed = kept.typed(presets(&reading, &visitor, &asked));
    let mut back = Back::fresh();
    if let Some(quote) = &asked.citera {
        match said::with_quote(&reading, &typed, quote) {
            Ok(with) => typed = with,
            Err(taken) => back.errors.push(taken, visitor.w.t("note-quote-taken")),
        }
    }
    draw(&desk, &visitor, &open, &typed, back, kept.view).await
}

async fn sign(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    posted: Posted,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let Posted { typed, upload } = posted;
    let command = typed.command()?;
    let mut errors = Errors::none();
    let had_document = upload.is_some();
    let attached = note_request::attached(&visitor, &typed, upload, &mut errors);
    let request = note_request::read(&desk, &visitor, &open, &typed, &mut errors).await?;
    let mut back = match request {
        Some(request) if errors.is_empty() => {
            let request = request.with_document(&desk, &visitor, attached).await?;
            let wish = request.into_wish(command, typed.draft());
            match file_page::act(&desk, &visitor, wish).await? {
                Ok(_) => return Ok(see_other(&format!("/akt/{}/tidslinje?gjort=anteckning", open.id))),
                Err(back) => back,
            }
        }
        _ => Back::wrong(errors),
    };
    if had_document {
        back.errors.push("document", visitor.w.t("upload-again"));
    }
    let draft = drafts::draft_of(&desk, &visitor, &typed, FORM, Some(open.id)).await?;
    draw(&desk, &visitor, &open, &typed, back, draft).await
}

/// What the form starts with.
fn presets(reading: &Reading<'_>, visitor: &Visitor, asked: &Asked) -> Vec<(String, String)> {
    let meeting = meeting_to_note(reading, visitor, asked.mote.as_deref());
    let likely = kin::likely_matter(reading.open.file.matters.iter());
    let matter = asked.arende.as_deref().and_then(|text| text.parse::<MatterId>().ok());
    let matter = matter.or_else(|| meeting.and_then(|(_, meeting)| meeting.matter)).or(likely);
    let at = meeting
        .map_or_else(|| moment_now(visitor), |(_, meeting)| meeting.booking.at.min(moment_now(visitor)));
    let mut pairs = moment_pairs("occurred", at);
    let kind = meeting.map_or("call", |(_, meeting)| note_kind(meeting.booking.kind.as_str()));
    pairs.push(("kind".to_owned(), kind.to_owned()));
    pairs.push(("channel".to_owned(), note_request::HANDED_OVER.to_owned()));
    pairs.push(("matter".to_owned(), matter.map(|matter| matter.to_string()).unwrap_or_default()));
    if let Some((id, meeting)) = meeting {
        pairs.push(("meeting".to_owned(), id.to_string()));
        if meeting.booking.child {
            pairs.push(("child".to_owned(), "yes".to_owned()));
        }
    }
    pairs
}

/// The meeting that the note is likely to be about: the one asked for, else today's whose note is not written, one's own first.
fn meeting_to_note<'a>(
    reading: &Reading<'a>,
    visitor: &Visitor,
    asked: Option<&str>,
) -> Option<(MeetingId, &'a Meeting)> {
    let meetings = &reading.open.file.meetings;
    if let Some(id) = asked.and_then(|text| text.parse().ok()) {
        return meetings.get(&id).filter(|meeting| !meeting.noted).map(|meeting| (id, meeting));
    }
    let today = meetings.iter().filter(|(_, meeting)| {
        let open = matches!(meeting.end, None | Some(MeetingEnd::Held));
        open && !meeting.noted && meeting.booking.at.day == reading.today
    });
    let mine = |meeting: &Meeting| meeting.booking.worker == visitor.actor.staff;
    today.max_by_key(|(_, meeting)| (mine(meeting), meeting.booking.at)).map(|(id, meeting)| (*id, meeting))
}

/// What a note of such a meeting is.
fn note_kind(meeting_kind: &str) -> &'static str {
    match meeting_kind {
        "child_talk" => "child_talk",
        "home_visit" => "home_visit",
        "phone" | "video" => "call",
        _ => "meeting",
    }
}

async fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    typed: &Typed,
    back: Back,
    draft: Draft<'static>,
) -> Result<Page, Page> {
    let reading = file_page::reading(desk, visitor, open);
    let sheet = Sheet { typed, errors: &back.errors };
    let w = visitor.w;
    let siblings = kin::siblings(desk, visitor, &reading).await?;
    let matter: Option<MatterId> = typed.id("matter");
    let page = NotePage {
        w,
        shell: visitor.shell(desk, title(&reading, matter, &w.t("note-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        hidden: Hidden::of(desk, visitor, open, typed),
        draft,
        errors: &back.errors,
        since: &back.since,
        said: said::fields(&reading, sheet, "note-text"),
        speakers: said::speakers(&reading),
        kind: sheet.choice("kind", "note-kind", reading.choices("note_kind", "")),
        matters: matter_choice(&reading, sheet),
        day: sheet.day("occurred", "note-day"),
        time: sheet.time("occurred-time", "note-time"),
        child: typed.has("child"),
        child_name: capital(&reading.child_in_text()),
        meeting: meeting_line(&reading, typed),
        siblings: siblings.iter().map(|sibling| SiblingBox::of(sheet, sibling)).collect(),
        only_here: sheet.area("only-here", "note-only-here", 2),
        document_error: back.errors.of("document").map(str::to_owned),
        sender: Field { optional: true, ..sheet.text("sender", "note-sender") },
        document_title: Field { optional: true, ..sheet.text("document-title", "note-document-title") },
        channel: sheet.choice("channel", "note-document-channel", reading.choices("arrival_channel", "")),
        arrived: Field { optional: true, ..sheet.day("arrived", "note-document-arrived") },
    };
    Ok(html_with(back.status, &page))
}

/// The running matters, and the file itself.
pub(crate) fn matter_choice<'a>(reading: &Reading<'_>, sheet: Sheet<'a>) -> Choice<'a> {
    let running = reading.open.file.matters.iter().rev().filter(|(_, matter)| matter.is_running());
    let mut options: Vec<_> =
        running.map(|(id, _)| choose(id.to_string(), reading.matter(*id), false)).collect();
    // A matter that was asked for but no longer runs can still be written in.
    let asked: Option<MatterId> = sheet.typed.id("matter");
    if let Some(id) =
        asked.filter(|id| reading.open.file.matters.get(id).is_some_and(|one| !one.is_running()))
    {
        options.push(choose(id.to_string(), reading.matter(id), false));
    }
    options.push(choose("", reading.w.t("matter-none"), false));
    sheet.choice("matter", "label-matter", options)
}

fn meeting_line(reading: &Reading<'_>, typed: &Typed) -> Option<(MeetingId, String)> {
    let id: MeetingId = typed.id("meeting")?;
    let booking = &reading.open.file.meetings.get(&id)?.booking;
    let what = reading.code("meeting_kind", &booking.kind);
    let values = [("what", what.into()), ("when", reading.moment(booking.at).into())];
    Some((id, reading.w.with("note-meeting", &values)))
}

#[derive(Template)]
#[template(path = "note.html")]
struct NotePage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    hidden: Hidden,
    draft: Draft<'a>,
    errors: &'a Errors,
    since: &'a [String],
    said: Vec<SaidField<'a>>,
    speakers: Vec<String>,
    kind: Choice<'a>,
    matters: Choice<'a>,
    day: Field<'a>,
    time: Field<'a>,
    child: bool,
    child_name: String,
    meeting: Option<(MeetingId, String)>,
    siblings: Vec<SiblingBox<'a>>,
    only_here: Field<'a>,
    document_error: Option<String>,
    sender: Field<'a>,
    document_title: Field<'a>,
    channel: Choice<'a>,
    arrived: Field<'a>,
}

/// A sibling whose file the note can be signed into as well.
struct SiblingBox<'a> {
    file: FileId,
    name: String,
    ticked: bool,
    took_part: bool,
    only: Field<'a>,
}

impl<'a> SiblingBox<'a> {
    fn of(sheet: Sheet<'a>, sibling: &Sibling) -> Self {
        let file = sibling.file.to_string();
        let only = Field { max: 60_000, ..Field::area(only_name(sibling.file), "note-only-there") }.rows(2);
        Self {
            file: sibling.file,
            name: sibling.name.clone(),
            ticked: sheet.typed.is("sibling", &file),
            took_part: sheet.typed.is("sibling-took-part", &file),
            only: sheet.fill(only),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::scene::Scene;
    use crate::testing::Answer;
    use axum::body::Body;
    use axum::http::{Request, header};
    use record::meeting::Booking;
    use record::{Code, Command, MeetingId};

    #[tokio::test]
    async fn the_cursor_stands_in_the_text_and_signing_takes_nothing_more() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.path("/anteckning");
        let page = scene.at.get(&ulla, &path).await;
        let textarea = page.body.split("<textarea").nth(1).and_then(|rest| rest.split('>').next());
        assert!(textarea.is_some_and(|tag| tag.contains("id=\"text\"") && tag.contains("autofocus")));
        let done = scene.send(&ulla, &path, &page, &[("text", "Skolan ringde igen.")]).await;
        assert_eq!(
            (done.status.as_u16(), done.location()),
            (303, &*scene.path("/tidslinje?gjort=anteckning"))
        );
        assert!(scene.timeline(scene.alva).await.contains("Skolan ringde igen."));
        assert!(!scene.timeline(scene.melker).await.contains("Skolan ringde igen."));
    }

    #[tokio::test]
    async fn sent_twice_it_is_signed_once() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.path("/anteckning");
        let page = scene.at.get(&ulla, &path).await;
        for _ in 0..2 {
            let done = scene.send(&ulla, &path, &page, &[("text", "Bara en gång.")]).await;
            assert_eq!(done.status, 303);
        }
        assert_eq!(scene.timeline(scene.alva).await.matches("Bara en gång.").count(), 1);
    }

    #[tokio::test]
    async fn what_cannot_be_taken_is_told_at_its_field_and_everything_typed_stays() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.path("/anteckning");
        let cases: [(&[(&str, &str)], &str); 5] = [
            (&[("text", "")], "id=\"text-error\""),
            (&[("text", "Kvar."), ("occurred", "2026-11-25")], "id=\"occurred-error\""),
            (&[("text", "Kvar."), ("occurred", "2010-01-01")], "id=\"occurred-error\""),
            (&[("text", "Kvar."), ("occurred", "i går")], "id=\"occurred-error\""),
            (&[("text", "Kvar."), ("words-1", "Sa något.")], "id=\"by-1-error\""),
        ];
        for (typed, at) in cases {
            let page = scene.fill(&ulla, &path, typed).await;
            assert_eq!(page.status, 422, "{at}");
            assert!(page.body.contains(at), "{at}");
            assert!(typed.iter().all(|(_, value)| page.body.contains(value)), "{at}");
        }
        let broken = scene.fill(&ulla, &path, &[("text", "a\u{0}b")]).await;
        assert_eq!(broken.status, 422);
        assert!(broken.body.contains("id=\"text-error\""));
    }

    #[tokio::test]
    async fn the_three_kinds_stay_apart_and_the_childs_wish_is_remembered() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let typed = [
            ("text", "Hembesök."),
            ("child-words", "Jag vill inte att pappa får veta."),
            ("keep", "child-words"),
            ("by-1", "karin"),
            ("words-1", "Hon ska byta arbetstid."),
            ("by-2", "Skolsköterskan"),
            ("words-2", "Hon kommer ofta."),
            ("assessment", "Alva bär för mycket."),
        ];
        assert_eq!(scene.fill(&ulla, &scene.path("/anteckning"), &typed).await.status, 303);
        let line = scene.timeline(scene.alva).await;
        assert!(line.contains("<blockquote class=\"text\">Jag vill inte att pappa får veta.</blockquote>"));
        assert!(
            line.contains("Sagt av <bdi>Karin</bdi>") && line.contains("Sagt av <bdi>Skolsköterskan</bdi>")
        );
        assert!(line.contains("Ska inte visas för vårdnadshavarna (12 kap. 3 § OSL)"));
        assert!(line.contains("data-kind=\"note voice\""));
    }

    #[tokio::test]
    async fn todays_meeting_is_guessed_and_ended_by_its_note() {
        let scene = Scene::assessed();
        let id = MeetingId::new(scene.at.desk.house.new_id(scene.at.now()));
        let booking = Booking {
            id,
            at: "2026-11-24T08:55".parse().expect("a moment"),
            kind: Code::from("home_visit"),
            worker: scene.at.actor("ulla").staff,
            with: vec![],
            child: true,
            place: None,
        };
        scene.at.act("ulla", scene.alva.file, vec![Command::BookMeeting(None, booking)]).expect("booked");
        let ulla = scene.at.login("ulla").await;
        let page = scene.at.get(&ulla, &scene.path("/anteckning")).await;
        assert!(page.body.contains("<option value=\"home_visit\" selected>"));
        assert!(page.body.contains("value=\"08:55\""));
        let done = scene.send(&ulla, &scene.path("/anteckning"), &page, &[("text", "Vi var där.")]).await;
        assert_eq!(done.status, 303);
        let child = scene.at.get(&ulla, &scene.path("")).await;
        assert!(child.body.contains("Senaste mötet var"));
        assert!(!child.body.contains("Väntar på anteckning"));
    }

    #[tokio::test]
    async fn one_call_about_two_children_stands_in_both_files_and_their_own_parts_apart() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let melker = scene.melker.file.to_string();
        let only = format!("only-{melker}");
        let typed = [
            ("text", "Samtal med skolan om båda barnen."),
            ("child-words", "Jag tar hand om Melker."),
            ("sibling", &*melker),
            (&*only, "Melker har frukost hos fritids."),
            ("only-here", "Alva har varit borta två dagar."),
        ];
        assert_eq!(scene.fill(&ulla, &scene.path("/anteckning"), &typed).await.status, 303);
        let (alva, melker) = (scene.timeline(scene.alva).await, scene.timeline(scene.melker).await);
        for line in [&alva, &melker] {
            assert!(line.contains("Samtal med skolan om båda barnen."));
        }
        assert!(alva.contains("borta två dagar") && !alva.contains("frukost hos fritids"));
        assert!(melker.contains("frukost hos fritids") && !melker.contains("borta två dagar"));
        assert!(melker.contains("Sagt av <bdi>Alva</bdi>"), "in Melker's file the words are his sister's");
    }

    #[tokio::test]
    async fn a_quotation_carries_its_text_and_its_labels() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.path("/anteckning");
        scene
            .fill(&ulla, &path, &[("text", "x"), ("child-words", "Säg inget."), ("keep", "child-words")])
            .await;
        let line = scene.timeline(scene.alva).await;
        let quote =
            line.split("citera=").find(|rest| rest.contains(".1\"")).and_then(|rest| rest.split('"').next());
        let asked = scene.path(&format!("/anteckning?citera={}", quote.expect("a quote handle")));
        let page = scene.at.get(&ulla, &asked).await;
        assert!(page.body.contains("Säg inget.</textarea>"));
        assert_eq!(scene.send(&ulla, &asked, &page, &[("text", "Om det.")]).await.status, 303);
        let line = scene.timeline(scene.alva).await;
        assert_eq!(line.matches("Ska inte visas för vårdnadshavarna").count(), 2);
    }

    #[tokio::test]
    async fn a_second_quotation_keeps_its_own_speaker_and_a_taken_field_says_so() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.path("/anteckning");
        for said in ["Säg inget.", "Jag vill hem."] {
            scene.fill(&ulla, &path, &[("text", said), ("child-words", said), ("keep", "child-words")]).await;
        }
        let open = scene.at.desk.house.look(
            &scene.at.actor("ulla"),
            scene.at.now(),
            scene.alva.file,
            store::Part::Timeline,
        );
        let last = open.expect("her file").version();
        let quote = async |seq: i64, part: u8| {
            let page = scene.at.get(&ulla, &scene.path(&format!("/anteckning?citera={seq}.{part}"))).await;
            let draft = format!("/utkast/{}?form=note&file={}", page.hidden("draft"), scene.alva.file);
            (page, draft)
        };
        let (first, draft) = quote(last - 1, 1).await;
        let typed =
            [("child-words", "Säg inget."), ("quotes-child-words", first.hidden("quotes-child-words"))];
        assert!(scene.at.post(&ulla, &draft, &typed).await.status.is_success());
        let (second, _) = quote(last, 1).await;
        assert!(
            second.body.contains("Säg inget.</textarea>") && second.body.contains("Jag vill hem.</textarea>")
        );
        assert_eq!(second.hidden("quotes-words-1"), format!("{last}.1"), "in a field of its own");
        assert_eq!(second.hidden("quotes-child-words"), format!("{}.1", last - 1), "and the first stays");
    }

    #[tokio::test]
    async fn what_is_written_is_kept_until_it_is_signed() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.path("/anteckning");
        let page = scene.at.get(&ulla, &path).await;
        let url = page.body.split("data-draft-url=\"").nth(1).and_then(|rest| rest.split('"').next());
        let url = url.expect("an address").replace("&#38;", "&").replace("&amp;", "&");
        let kept = [("text", "Halvvägs genom"), ("child-words", "Jag vill"), ("draft_version", "0")];
        assert_eq!(scene.at.post(&ulla, &url, &kept).await.status, 200);
        let again = scene.at.get(&ulla, &path).await;
        assert!(
            again.body.contains("Halvvägs genom</textarea>") && again.body.contains("Jag vill</textarea>")
        );
        assert_eq!(scene.send(&ulla, &path, &again, &[]).await.status, 303);
        assert!(!scene.at.get(&ulla, &path).await.body.contains("Halvvägs"), "signed: the draft is gone");
        assert!(scene.timeline(scene.alva).await.contains("Halvvägs genom"));
    }

    #[tokio::test]
    async fn nobody_writes_in_a_file_that_is_not_theirs() {
        let scene = Scene::assessed();
        let umar = scene.at.login("umar").await;
        let path = scene.path("/anteckning");
        assert_eq!(scene.at.get(&umar, &path).await.status, 404);
        let command = scene.at.desk.house.new_id(scene.at.now()).to_string();
        let form = [("command", &*command), ("text", "Hej"), ("kind", "call"), ("occurred", "2026-11-24")];
        assert_eq!(scene.at.post(&umar, &path, &form).await.status, 404);
    }

    #[tokio::test]
    async fn a_document_comes_with_the_note_in_one_step() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.path("/anteckning");
        let page = scene.at.get(&ulla, &path).await;
        let typed = [
            ("command", page.hidden("command")),
            ("kind", "contact"),
            ("occurred", "2026-11-24"),
            ("matter", ""),
            ("text", "Skolan skickade närvaron."),
        ];
        let pdf = b"%PDF-1.7 rapport";
        let nobody = send_document(&scene, &ulla, &path, &typed, pdf).await;
        assert_eq!(nobody.status, 422);
        assert!(nobody.body.contains("id=\"sender-error\"") && nobody.body.contains("id=\"document-error\""));
        assert!(
            nobody.body.contains("Skolan skickade närvaron."),
            "the text is kept, the file is chosen again"
        );
        let from: Vec<_> = typed.into_iter().chain([("sender", "Granskolan")]).collect();
        assert_eq!(send_document(&scene, &ulla, &path, &from, b"MZ").await.status, 422, "no known kind");
        assert_eq!(send_document(&scene, &ulla, &path, &from, pdf).await.status, 303);
        let line = scene.timeline(scene.alva).await;
        assert!(line.contains("narvaro.pdf") && line.contains("Granskolan"));
        assert!(
            line.contains("Besök") && !line.contains("E-post"),
            "handed over, unless something else is said"
        );
        assert_eq!(line.matches("/dokument/").count(), 2, "at the note and at the document itself");
    }

    async fn send_document(
        scene: &Scene,
        cookie: &str,
        path: &str,
        typed: &[(&str, &str)],
        bytes: &[u8],
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in typed {
            let part =
                format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        let file = "content-disposition: form-data; name=\"document\"; filename=\"narvaro.pdf\"";
        body.extend(format!("--edge\r\n{file}\r\n\r\n").into_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--edge--\r\n");
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
            .body(Body::from(body));
        scene.at.ask(request.expect("a request")).await
    }
}
