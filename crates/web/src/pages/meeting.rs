//! `/akt/{file}/mote`: a meeting is booked. `/akt/{file}/mote/{meeting}`: what became of it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use record::{
    Code, Command, FileId, MatterId, MeetingId, PersonId, StaffId, Text,
    meeting::{Booking, Meeting, MeetingEnd, MeetingEnded},
};
use store::OpenFile;

use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, not_found, see_other};
use crate::entry_words::ended_key;
use crate::fields::{Choice, Choose, Field};
use crate::file_page::{self, Back, Hidden, Sheet, moment_pairs, read_moment, read_text, title};
use crate::kin;
use crate::pages::note::matter_choice;
use crate::parts::PersonHead;
use crate::reading::{Reading, capital, choose};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The pages' addresses.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/mote", show, book).form("/akt/{file}/mote/{meeting}", show_one, end)
}

/// A booking as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingRequest {
    /// In which matter.
    pub matter: Option<MatterId>,
    /// The meeting.
    pub booking: Booking,
}

impl BookingRequest {
    /// The command.
    pub fn into_command(self) -> Command {
        Command::BookMeeting(self.matter, self.booking)
    }

    fn read(visitor: &Visitor, typed: &Typed) -> Result<Self, Errors> {
        let mut errors = Errors::none();
        let at = read_moment(visitor, typed, "occurred", &mut errors);
        let place: Option<Text> = read_text(visitor, typed, "place", &mut errors);
        let worker: Option<StaffId> = typed.id("worker");
        if worker.is_none() {
            errors.push("worker", visitor.w.t("refusal-missing-worker"));
        }
        let id: Option<MeetingId> = typed.id("meeting");
        match (at, worker, id) {
            (Some(at), Some(worker), Some(id)) if errors.is_empty() => {
                let with: Vec<PersonId> =
                    typed.all("with").iter().filter_map(|text| text.parse().ok()).collect();
                let kind = Code::from(typed.get("kind"));
                let booking = Booking { id, at, kind, worker, with, child: typed.has("child"), place };
                Ok(Self { matter: typed.id("matter"), booking })
            }
            _ => Err(errors),
        }
    }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let likely = kin::likely_matter(open.file.matters.iter());
    let tomorrow = record::Moment { day: visitor.now.today.plus_days(1), minute: Some(10 * 60) };
    let mut pairs = moment_pairs("occurred", tomorrow);
    pairs.extend([
        ("meeting".to_owned(), desk.house.new_id(visitor.now).to_string()),
        ("kind".to_owned(), "child_talk".to_owned()),
        ("child".to_owned(), "yes".to_owned()),
        ("worker".to_owned(), visitor.actor.staff.to_string()),
        ("matter".to_owned(), likely.map(|matter| matter.to_string()).unwrap_or_default()),
    ]);
    Ok(draw(&desk, &visitor, &open, &Typed::from_pairs(pairs), &Back::fresh()))
}

async fn book(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let back = match BookingRequest::read(&visitor, &typed) {
        Err(errors) => Back::wrong(errors),
        Ok(request) => {
            let wish = file_page::wish(&typed, open.id, vec![request.into_command()])?;
            match file_page::act(&desk, &visitor, wish).await? {
                Ok(_) => return Ok(see_other(&format!("/akt/{}?gjort=mote", open.id))),
                Err(back) => back,
            }
        }
    };
    Ok(draw(&desk, &visitor, &open, &typed, &back))
}

fn draw(desk: &Arc<Desk>, visitor: &Visitor, open: &OpenFile, typed: &Typed, back: &Back) -> Page {
    let reading = file_page::reading(desk, visitor, open);
    let sheet = Sheet { typed, errors: &back.errors };
    let w = visitor.w;
    let page = BookPage {
        w,
        shell: visitor.shell(
            desk,
            title(&reading, typed.id("matter"), &w.t("meeting-title")),
            Place::Elsewhere,
        ),
        head: file_page::head(&reading),
        file: open.id,
        meeting: typed.get("meeting"),
        hidden: Hidden::of(desk, visitor, open, typed),
        errors: &back.errors,
        kind: sheet.choice("kind", "meeting-kind", reading.choices("meeting_kind", "")),
        day: Field { focus: true, ..sheet.day("occurred", "meeting-day") },
        time: sheet.time("occurred-time", "meeting-time"),
        place: Field { optional: true, ..sheet.text("place", "meeting-place") },
        child: typed.has("child"),
        child_name: capital(&reading.child_in_text()),
        with: circle(&reading, sheet),
        worker: sheet.choice("worker", "meeting-worker", workers(&reading, visitor)),
        matters: matter_choice(&reading, sheet),
    };
    html_with(back.status, &page)
}

/// Everybody around the child, to tick.
fn circle<'a>(reading: &Reading<'_>, sheet: Sheet<'a>) -> Choice<'a> {
    let persons = reading.open.file.family.persons();
    let options = persons.into_iter().map(|person| {
        let chosen = sheet.typed.is("with", &person.to_string());
        choose(person.to_string(), reading.full_name(person), chosen)
    });
    let error = sheet.errors.of("with").map(|text| text.to_owned().into());
    Choice {
        name: "with".into(),
        label_key: "meeting-with",
        hint_key: None,
        error,
        options: options.collect(),
    }
}

/// The reader first, then the others of the unit.
fn workers(reading: &Reading<'_>, visitor: &Visitor) -> Vec<Choose<'static>> {
    let own = &visitor.member;
    let team = reading.organisation.team(own.unit).filter(|member| member.staff != own.staff);
    std::iter::once(own)
        .chain(team)
        .map(|member| choose(member.staff.to_string(), member.name.clone(), false))
        .collect()
}

#[derive(Template)]
#[template(path = "meeting.html")]
struct BookPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    meeting: &'a str,
    hidden: Hidden,
    errors: &'a Errors,
    kind: Choice<'a>,
    day: Field<'a>,
    time: Field<'a>,
    place: Field<'a>,
    child: bool,
    child_name: String,
    with: Choice<'a>,
    worker: Choice<'a>,
    matters: Choice<'a>,
}

/// What became of a meeting, as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingEndRequest {
    /// The end.
    pub ended: MeetingEnded,
}

impl MeetingEndRequest {
    /// The command.
    pub fn into_command(self) -> Command {
        Command::EndMeeting(self.ended)
    }

    fn read(visitor: &Visitor, id: MeetingId, typed: &Typed) -> Result<Self, Errors> {
        let mut errors = Errors::none();
        let at = read_moment(visitor, typed, "occurred", &mut errors);
        let end = ENDS.into_iter().find(|(code, _)| *code == typed.get("outcome")).map(|(_, end)| end);
        if end.is_none() {
            errors.push("outcome", visitor.w.t("refusal-missing-outcome"));
        }
        match (at, end) {
            (Some(at), Some(end)) => Ok(Self { ended: MeetingEnded { id, end, at } }),
            _ => Err(errors),
        }
    }
}

const ENDS: [(&str, MeetingEnd); 3] =
    [("held", MeetingEnd::Held), ("missed", MeetingEnd::Missed), ("called-off", MeetingEnd::CalledOff)];

fn find<'a>(open: &'a OpenFile, text: &str) -> Result<(MeetingId, &'a Meeting), Page> {
    let id: MeetingId = text.parse().map_err(|_| not_found())?;
    open.file.meetings.get(&id).map(|meeting| (id, meeting)).ok_or_else(not_found)
}

async fn show_one(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, meeting)): Path<(String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let (_, found) = find(&open, &meeting)?;
    let mut pairs = moment_pairs("occurred", found.booking.at);
    pairs.push(("outcome".to_owned(), "held".to_owned()));
    draw_one(&desk, &visitor, &open, &meeting, &Typed::from_pairs(pairs), &Back::fresh())
}

async fn end(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, meeting)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let (id, _) = find(&open, &meeting)?;
    let back = match MeetingEndRequest::read(&visitor, id, &typed) {
        Err(errors) => Back::wrong(errors),
        Ok(request) => {
            let held = request.ended.end == MeetingEnd::Held;
            let wish = file_page::wish(&typed, open.id, vec![request.into_command()])?;
            match file_page::act(&desk, &visitor, wish).await? {
                Ok(_) if held => return Ok(see_other(&format!("/akt/{}/anteckning?mote={id}", open.id))),
                Ok(_) => return Ok(see_other(&format!("/akt/{}?gjort=mote-slut", open.id))),
                Err(back) => back,
            }
        }
    };
    draw_one(&desk, &visitor, &open, &meeting, &typed, &back)
}

fn draw_one(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    meeting: &str,
    typed: &Typed,
    back: &Back,
) -> Result<Page, Page> {
    let (id, found) = find(open, meeting)?;
    let reading = file_page::reading(desk, visitor, open);
    let sheet = Sheet { typed, errors: &back.errors };
    let w = visitor.w;
    let options = ENDS.map(|(code, end)| choose(code, w.t(ended_key(end)), false)).into();
    let values = [
        ("what", reading.code("meeting_kind", &found.booking.kind).into()),
        ("when", reading.moment(found.booking.at).into()),
    ];
    let page = MeetingPage {
        w,
        shell: visitor.shell(
            desk,
            title(&reading, found.matter, &w.t("meeting-one-title")),
            Place::Elsewhere,
        ),
        head: file_page::head(&reading),
        file: open.id,
        meeting: id,
        hidden: Hidden::of(desk, visitor, open, typed),
        errors: &back.errors,
        line: w.with("note-meeting", &values),
        ended: found.end.map(|end| w.t(ended_key(end)).into_owned()),
        noted: found.noted,
        outcome: sheet.choice("outcome", "meeting-outcome", options),
        day: sheet.day("occurred", "meeting-day"),
        time: sheet.time("occurred-time", "meeting-time"),
    };
    Ok(html_with(back.status, &page))
}

#[derive(Template)]
#[template(path = "meeting_one.html")]
struct MeetingPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    meeting: MeetingId,
    hidden: Hidden,
    errors: &'a Errors,
    line: String,
    ended: Option<String>,
    noted: bool,
    outcome: Choice<'a>,
    day: Field<'a>,
    time: Field<'a>,
}

#[cfg(test)]
mod tests {
    use crate::scene::Scene;

    #[tokio::test]
    async fn a_booked_meeting_is_promised_on_the_childs_page_and_ends_in_a_note() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.path("/mote");
        let page = scene.at.get(&ulla, &path).await;
        for _ in 0..2 {
            let done = scene.send(&ulla, &path, &page, &[("occurred-time", "13:00")]).await;
            assert_eq!(done.location(), scene.path("?gjort=mote"));
        }
        let child = scene.at.get(&ulla, &scene.path("")).await;
        assert!(child.body.contains("Nästa: ons 25 nov 13.00, Barnsamtal med Ulla"));
        assert_eq!(child.body.matches("Nästa: ").count(), 1);
        let one = child.body.split(&scene.path("/mote/")).nth(1).and_then(|rest| rest.split('"').next());
        let one = scene.path(&format!("/mote/{}", one.expect("a link to the meeting")));
        let early = scene.fill(&ulla, &one, &[("outcome", "held")]).await;
        assert_eq!(early.status, 422, "tomorrow's meeting has not been held");
        assert!(early.body.contains("id=\"occurred-error\""));
        let off = scene.fill(&ulla, &one, &[("outcome", "called-off")]).await;
        assert_eq!(off.location(), scene.path("?gjort=mote-slut"));
        assert!(scene.at.get(&ulla, &scene.path("")).await.body.contains("Ingen tid är bokad."));
        assert!(scene.at.get(&ulla, &one).await.body.contains("Mötet ställdes in"));
    }

    #[tokio::test]
    async fn impossible_days_and_unknown_meetings() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let refused = scene.fill(&ulla, &scene.path("/mote"), &[("occurred", "2026-02-30")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("id=\"occurred-error\""));
        let unknown = scene.path("/mote/0192b0a0-0000-7000-8000-000000000001");
        assert_eq!(scene.at.get(&ulla, &unknown).await.status, 404);
    }
}
