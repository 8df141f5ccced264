//! `/akt/{file}/mote/{meeting}`: what became of a meeting.
//!
//! Where siblings were called to the same meeting, its end is offered for them too: one press, an entry in each file.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use record::{
    Command, CommandId, FileId, MeetingId,
    meeting::{Booking, Meeting, MeetingEnd, MeetingEnded},
};
use store::{OpenFile, Step, Wish};

use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, not_found, see_other};
use crate::entry_words::ended_key;
use crate::fields::{Choice, Field};
use crate::file_page::{self, Back, Hidden, Sheet, moment_pairs, read_moment, title};
use crate::kin::{self, Sibling};
use crate::parts::PersonHead;
use crate::reading::{Reading, choose};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::siblings::{self, Siblings};
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/mote/{meeting}", show, end)
}

/// The end of a meeting in one child's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneEnd {
    /// The file.
    pub file: FileId,
    /// The end.
    pub ended: MeetingEnded,
}

/// What became of a meeting, as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingEndRequest {
    /// One per child; the first is that of the page.
    pub ends: Vec<OneEnd>,
}

impl MeetingEndRequest {
    /// One step per child; all or none.
    pub fn into_wish(self, id: CommandId) -> Wish {
        let step = |one: OneEnd| {
            let commands = vec![Command::EndMeeting(one.ended)];
            Step::File { file: one.file, seen: None, commands }
        };
        Wish { id, steps: self.ends.into_iter().map(step).collect(), draft: None }
    }

    /// Where the reader goes on: a meeting that was held is told of in a note, in the files it was held for.
    fn next(&self) -> String {
        let [here, siblings @ ..] = self.ends.as_slice() else { return "/".to_owned() };
        if here.ended.end != MeetingEnd::Held {
            return format!("/akt/{}?gjort=mote-slut", here.file);
        }
        let note = format!("/akt/{}/anteckning?mote={}", here.file, here.ended.id);
        let siblings: Vec<String> = siblings.iter().map(|one| one.file.to_string()).collect();
        if siblings.is_empty() { note } else { format!("{note}&syskon={}", siblings.join(",")) }
    }
}

/// The same meeting in a sibling's file: booked for the same moment, of the same kind, with the same worker. One that has not ended
/// comes before one that has.
pub(crate) fn same_meeting<'a>(theirs: &'a OpenFile, here: &Booking) -> Option<(MeetingId, &'a Meeting)> {
    let alike = |one: &Booking| (one.at, &one.kind, one.worker) == (here.at, &here.kind, here.worker);
    let same = theirs.file.meetings.iter().filter(|(_, meeting)| alike(&meeting.booking));
    same.min_by_key(|(_, meeting)| meeting.end.is_some()).map(|(id, meeting)| (*id, meeting))
}

/// The siblings whose same meeting has not ended either.
async fn called_too(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    reading: &Reading<'_>,
    meeting: &Meeting,
) -> Result<Vec<Sibling>, Page> {
    let mut called = Vec::new();
    if meeting.end.is_some() {
        return Ok(called);
    }
    for sibling in kin::siblings(desk, visitor, reading).await? {
        let file = sibling.file.to_string();
        let theirs = file_page::open(desk, visitor, &file, store::Part::Note).await?;
        if same_meeting(&theirs, &meeting.booking).is_some_and(|(_, same)| same.end.is_none()) {
            called.push(sibling);
        }
    }
    Ok(called)
}

async fn read(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    (id, meeting): (MeetingId, &Meeting),
    typed: &Typed,
    errors: &mut Errors,
) -> Result<Option<MeetingEndRequest>, Page> {
    let reading = file_page::reading(desk, visitor, open);
    let at = read_moment(visitor, typed, "occurred", errors);
    let end = ENDS.into_iter().find(|(code, _)| *code == typed.get("outcome")).map(|(_, end)| end);
    if end.is_none() {
        errors.push("outcome", visitor.w.t("refusal-missing-outcome"));
    }
    let ticked = siblings::ticked(desk, visitor, &reading, typed, errors).await?;
    let (Some(at), Some(end)) = (at, end) else { return Ok(None) };
    let mut ends = vec![OneEnd { file: open.id, ended: MeetingEnded { id, end, at } }];
    for sibling in &ticked {
        match same_meeting(&sibling.open, &meeting.booking) {
            Some((id, _)) => ends.push(OneEnd { file: sibling.open.id, ended: MeetingEnded { id, end, at } }),
            None => errors.push("sibling", visitor.w.t("error-sibling-gone")),
        }
    }
    Ok(Some(MeetingEndRequest { ends }))
}

const ENDS: [(&str, MeetingEnd); 3] =
    [("held", MeetingEnd::Held), ("missed", MeetingEnd::Missed), ("called-off", MeetingEnd::CalledOff)];

fn find<'a>(open: &'a OpenFile, text: &str) -> Result<(MeetingId, &'a Meeting), Page> {
    let id: MeetingId = text.parse().map_err(|_| not_found())?;
    open.file.meetings.get(&id).map(|meeting| (id, meeting)).ok_or_else(not_found)
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, meeting)): Path<(String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Note).await?;
    let (_, found) = find(&open, &meeting)?;
    let mut pairs = moment_pairs("occurred", found.booking.at);
    pairs.push(("outcome".to_owned(), "held".to_owned()));
    let called = called_too(&desk, &visitor, &file_page::reading(&desk, &visitor, &open), found).await?;
    pairs.extend(called.iter().map(|sibling| ("sibling".to_owned(), sibling.file.to_string())));
    draw(&desk, &visitor, &open, (&meeting, &called), &Typed::from_pairs(pairs), &Back::fresh())
}

async fn end(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, meeting)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Note).await?;
    let found = find(&open, &meeting)?;
    let command = typed.command()?;
    let mut errors = Errors::none();
    let request = read(&desk, &visitor, &open, found, &typed, &mut errors).await?;
    let request = request.filter(|_| errors.is_empty());
    let next = request.as_ref().map(MeetingEndRequest::next).unwrap_or_default();
    let wish = request.map(|request| request.into_wish(command)).ok_or(errors);
    let Some(back) = file_page::carry_out_wish(&desk, &visitor, wish).await? else {
        return Ok(see_other(&next));
    };
    let reading = file_page::reading(&desk, &visitor, &open);
    let called = called_too(&desk, &visitor, &reading, found.1).await?;
    draw(&desk, &visitor, &open, (&meeting, &called), &typed, &back)
}

fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    (meeting, called): (&str, &[Sibling]),
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
        siblings: Siblings::of(sheet, "meeting-end-siblings", called, |one| one),
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
    siblings: Siblings<'a>,
}

#[cfg(test)]
mod tests {
    use record::meeting::MeetingEnd;
    use store::OpenFile;

    use crate::scene::Scene;
    use crate::testing::Child;

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
    async fn a_meeting_that_is_not_there() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let unknown = scene.path("/mote/0192b0a0-0000-7000-8000-000000000001");
        assert_eq!(scene.at.get(&ulla, &unknown).await.status, 404);
    }

    fn file(scene: &Scene, child: Child) -> OpenFile {
        let (who, now) = (scene.at.actor("ulla"), scene.at.now());
        scene.at.desk.house.look(&who, now, child.file, store::Part::Timeline).expect("her file")
    }

    fn ends(scene: &Scene, child: Child) -> Vec<Option<MeetingEnd>> {
        file(scene, child).file.meetings.values().map(|meeting| meeting.end).collect()
    }

    /// A meeting this morning with both children, booked from Alva's file; its page there.
    async fn met_both(scene: &Scene) -> String {
        let ulla = scene.at.login("ulla").await;
        let melker = scene.melker.file.to_string();
        let typed = [("occurred", "2026-11-24"), ("occurred-time", "08:55"), ("sibling-took-part", &*melker)];
        assert_eq!(scene.fill(&ulla, &scene.path("/mote"), &typed).await.status, 303);
        let open = file(scene, scene.alva);
        let id = open.file.meetings.keys().next().expect("a meeting");
        scene.path(&format!("/mote/{id}"))
    }

    #[tokio::test]
    async fn a_meeting_with_siblings_ends_once_for_them_all_and_the_note_goes_to_them_all() {
        let scene = Scene::assessed();
        let one = met_both(&scene).await;
        let ulla = scene.at.login("ulla").await;
        let page = scene.at.get(&ulla, &one).await;
        for _ in 0..2 {
            let held = scene.send(&ulla, &one, &page, &[]).await;
            assert_eq!(held.status, 303);
            assert!(held.location().contains(&format!("&syskon={}", scene.melker.file)));
        }
        for child in [scene.alva, scene.melker] {
            assert_eq!(ends(&scene, child), [Some(MeetingEnd::Held)]);
        }
        let id = one.rsplit('/').next().expect("an id");
        let note = scene.path(&format!("/anteckning?mote={id}&syskon={}", scene.melker.file));
        assert_eq!(scene.fill(&ulla, &note, &[("text", "Båda lekte.")]).await.status, 303);
        for child in [scene.alva, scene.melker] {
            assert!(file(&scene, child).file.meetings.values().all(|meeting| meeting.noted));
            assert!(scene.timeline(child).await.contains("Båda lekte."));
        }
    }

    #[tokio::test]
    async fn a_note_about_both_ends_the_meeting_for_both() {
        let scene = Scene::assessed();
        met_both(&scene).await;
        let ulla = scene.at.login("ulla").await;
        let melker = scene.melker.file.to_string();
        let typed = [("text", "Båda kom."), ("sibling", &*melker)];
        assert_eq!(scene.fill(&ulla, &scene.path("/anteckning"), &typed).await.status, 303);
        for child in [scene.alva, scene.melker] {
            assert_eq!(ends(&scene, child), [Some(MeetingEnd::Held)]);
        }
    }

    #[tokio::test]
    async fn whoever_stayed_away_is_left_for_another_answer() {
        let scene = Scene::assessed();
        let one = met_both(&scene).await;
        let ulla = scene.at.login("ulla").await;
        assert_eq!(scene.fill(&ulla, &one, &[("sibling", "")]).await.status, 303);
        assert_eq!(ends(&scene, scene.melker), [None]);
    }

    #[tokio::test]
    async fn where_one_cannot_be_taken_along_none_is_ended() {
        let scene = Scene::assessed();
        let one = met_both(&scene).await;
        let other = scene.at.seed_child("Nils", "Berg");
        scene.at.distribute(other, "umar");
        let ulla = scene.at.login("ulla").await;
        let refused = scene.fill(&ulla, &one, &[("sibling", &other.file.to_string())]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("id=\"sibling-error\""));
        assert_eq!(ends(&scene, scene.alva), [None]);
    }
}
