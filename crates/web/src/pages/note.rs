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

use crate::choices::running_matters;
use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, see_other};
use crate::fields::{Choice, Draft, Field};
use crate::file_page::{self, Back, Hidden, Sheet, moment_now, moment_pairs, title};
use crate::kin;
use crate::pages::drafts;
use crate::pages::note_request;
use crate::parts::PersonHead;
use crate::reading::{Reading, capital};
use crate::routes::Routes;
use crate::said::{self, SaidField};
use crate::shell::{Place, Shell};
use crate::siblings::Siblings;
use crate::upload::Posted;
use crate::words::Words;

/// The form's name among drafts.
const FORM: &str = "note";

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form_with_document("/akt/{file}/anteckning", show, sign)
}

/// What an address may ask for: a matter, a meeting, the siblings it was held with, a statement to quote. Ids and numbers only.
#[derive(Deserialize)]
struct Asked {
    arende: Option<String>,
    mote: Option<String>,
    syskon: Option<String>,
    citera: Option<String>,
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Note).await?;
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
    let open = file_page::open(&desk, &visitor, &file, store::Part::Note).await?;
    let Posted { typed, upload } = posted;
    let command = typed.command()?;
    let mut errors = Errors::none();
    let had_document = upload.is_some();
    let attached = note_request::attached(&visitor, &typed, upload, &mut errors);
    let request = note_request::read(&desk, &visitor, &open, &typed, &mut errors).await?;
    let wish = match request.filter(|_| errors.is_empty()) {
        Some(request) => {
            let request = request.with_document(&desk, &visitor, attached).await?;
            Ok(request.into_wish(command, typed.draft()))
        }
        None => Err(errors),
    };
    let Some(mut back) = file_page::carry_out_wish(&desk, &visitor, wish).await? else {
        return Ok(see_other(&format!("/akt/{}/tidslinje?gjort=anteckning", open.id)));
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
    let likely = kin::likely_to_tell_in(reading.open);
    let matter = asked.arende.as_deref().and_then(|text| text.parse::<MatterId>().ok());
    let matter = matter.or_else(|| meeting.and_then(|(_, meeting)| meeting.matter)).or(likely);
    let at = meeting
        .map_or_else(|| moment_now(visitor), |(_, meeting)| meeting.booking.at.min(moment_now(visitor)));
    let mut pairs = moment_pairs("occurred", at);
    let kind = meeting.map_or("call", |(_, meeting)| note_kind(meeting.booking.kind.as_str()));
    pairs.push(("kind".to_owned(), kind.to_owned()));
    pairs.push(("matter".to_owned(), matter.map(|matter| matter.to_string()).unwrap_or_default()));
    if let Some((id, meeting)) = meeting {
        pairs.push(("meeting".to_owned(), id.to_string()));
        if meeting.booking.child {
            pairs.push(("child".to_owned(), "yes".to_owned()));
        }
    }
    let siblings = asked.syskon.iter().flat_map(|files| files.split(','));
    pairs.extend(siblings.map(|file| ("sibling".to_owned(), file.to_owned())));
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
        matters: running_matters(&reading, sheet),
        day: sheet.day("occurred", "note-day"),
        time: sheet.time("occurred-time", "note-time"),
        child: typed.has("child"),
        child_name: capital(&reading.child_in_text()),
        meeting: meeting_line(&reading, typed),
        siblings: Siblings::of(sheet, "note-siblings", &siblings, |one| {
            one.asking_who_is_there(sheet, |name| w.t1("note-child", "name", name)).with_words_of_its_own(
                sheet,
                "note-only-there",
                |name| said::shared(&reading, name),
            )
        }),
        only_here: sheet.area("only-here", "note-only-here", 2),
        document_error: back.errors.of("document").map(str::to_owned),
        sender: Field { optional: true, ..sheet.text("sender", "note-sender") },
        document_title: Field { optional: true, ..sheet.text("document-title", "note-document-title") },
        channel: sheet.of_list(
            &reading,
            "channel",
            "note-document-channel",
            ("note-document-channel-usual", "arrival_channel"),
        ),
        arrived: Field { optional: true, ..sheet.day("arrived", "note-document-arrived") },
    };
    Ok(html_with(back.status, &page))
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
    siblings: Siblings<'a>,
    only_here: Field<'a>,
    document_error: Option<String>,
    sender: Field<'a>,
    document_title: Field<'a>,
    channel: Choice<'a>,
    arrived: Field<'a>,
}

#[cfg(test)]
mod tests;
