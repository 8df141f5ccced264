//! `/akt/{file}/mote`: a meeting is booked, for one child or for siblings at once.
//!
//! Booked once, the meeting stands in each ticked sibling's file as that child's own: with an id of its own, in that child's matter, and
//! with those of the others who stand around that child too.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use record::{Code, Command, CommandId, FileId, MatterId, MeetingId, StaffId, Text, meeting::Booking};
use store::{OpenFile, Step, Wish};

use crate::choices::running_matters;
use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, see_other};
use crate::fields::{Choice, Choose, Field};
use crate::file_page::{
    self, Back, Hidden, Sheet, moment_pairs, read_all_known, read_known, read_matter, read_moment, read_text,
    title,
};
use crate::kin;
use crate::parts::PersonHead;
use crate::reading::{Reading, capital, choose};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::siblings::{self, Siblings, Ticked, own_name};
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/mote", show, book)
}

/// A meeting in one child's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneBooking {
    /// The file.
    pub file: FileId,
    /// In which matter.
    pub matter: Option<MatterId>,
    /// The meeting.
    pub booking: Booking,
}

/// A booking as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingRequest {
    /// One per child; the first is that of the page.
    pub bookings: Vec<OneBooking>,
}

impl BookingRequest {
    /// One step per child; all or none.
    pub fn into_wish(self, id: CommandId) -> Wish {
        let step = |one: OneBooking| {
            let commands = vec![Command::BookMeeting(one.matter, one.booking)];
            Step::File { file: one.file, seen: None, commands }
        };
        Wish { id, steps: self.bookings.into_iter().map(step).collect(), draft: None }
    }
}

/// Reads the form. Opens the files of the siblings that are ticked, to find the matter there and who stands around the child.
async fn read(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    typed: &Typed,
    errors: &mut Errors,
) -> Result<Option<BookingRequest>, Page> {
    let reading = file_page::reading(desk, visitor, open);
    let circle = open.file.family.persons();
    let at = read_moment(visitor, typed, "occurred", errors);
    let place: Option<Text> = read_text(visitor, typed, "place", errors);
    let is_known = |staff: &StaffId| reading.organisation.member(*staff).is_some();
    let worker = read_known(visitor, typed, "worker", errors, is_known);
    if worker.is_none() {
        errors.push("worker", visitor.w.t("refusal-missing-worker"));
    }
    let matter = read_matter(visitor, open, typed, errors);
    let mut with = read_all_known(visitor, typed, "with", errors, |person| circle.contains(person));
    let ticked = siblings::ticked(desk, visitor, &reading, typed, errors).await?;
    let (Some(at), Some(worker)) = (at, worker) else { return Ok(None) };
    let there = ticked.iter().filter(|one| one.took_part && circle.contains(&one.person));
    with.extend(there.map(|one| one.person));
    with.sort_unstable();
    with.dedup();
    let id = typed.id("meeting").unwrap_or_else(|| MeetingId::new(desk.house.new_id(visitor.now)));
    let kind = Code::from(typed.get("kind"));
    let booking = Booking { id, at, kind, worker, with, child: typed.has("child"), place };
    let here = OneBooking { file: open.id, matter, booking };
    let theirs = ticked.iter().map(|one| {
        let id = typed.id(&own_name("meeting", one.open.id));
        let id = id.unwrap_or_else(|| MeetingId::new(desk.house.new_id(visitor.now)));
        booking_of_sibling(id, open, &here.booking, one)
    });
    let bookings: Vec<_> = theirs.collect();
    Ok(Some(BookingRequest { bookings: std::iter::once(here).chain(bookings).collect() }))
}

/// The same meeting in a sibling's file: the child of the page is there one of those who are there.
fn booking_of_sibling(id: MeetingId, open: &OpenFile, here: &Booking, sibling: &Ticked) -> OneBooking {
    let child = open.file.person().filter(|_| here.child);
    let with = sibling.around(here.with.iter().copied().chain(child));
    let booking = Booking { id, with, child: sibling.took_part, ..here.clone() };
    OneBooking { file: sibling.open.id, matter: sibling.matter(), booking }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Note).await?;
    let likely = kin::likely_to_tell_in(&open);
    let tomorrow = record::Moment { day: visitor.now.today.plus_days(1), minute: Some(10 * 60) };
    let mut pairs = moment_pairs("occurred", tomorrow);
    pairs.extend([
        ("meeting".to_owned(), desk.house.new_id(visitor.now).to_string()),
        ("kind".to_owned(), "child_talk".to_owned()),
        ("child".to_owned(), "yes".to_owned()),
        ("worker".to_owned(), visitor.actor.staff.to_string()),
        ("matter".to_owned(), likely.map(|matter| matter.to_string()).unwrap_or_default()),
    ]);
    draw(&desk, &visitor, &open, &Typed::from_pairs(pairs), &Back::fresh()).await
}

async fn book(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Note).await?;
    let command = typed.command()?;
    let mut errors = Errors::none();
    let request = read(&desk, &visitor, &open, &typed, &mut errors).await?;
    let wish = request.filter(|_| errors.is_empty()).map(|request| request.into_wish(command)).ok_or(errors);
    match file_page::carry_out_wish(&desk, &visitor, wish).await? {
        None => Ok(see_other(&format!("/akt/{}?gjort=mote", open.id))),
        Some(back) => draw(&desk, &visitor, &open, &typed, &back).await,
    }
}

async fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    typed: &Typed,
    back: &Back,
) -> Result<Page, Page> {
    let reading = file_page::reading(desk, visitor, open);
    let sheet = Sheet { typed, errors: &back.errors };
    let w = visitor.w;
    let siblings = kin::siblings(desk, visitor, &reading).await?;
    let id = || desk.house.new_id(visitor.now).to_string();
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
        matters: running_matters(&reading, sheet),
        siblings: Siblings::of(sheet, "meeting-siblings", &siblings, |one| {
            one.asking_who_is_there(sheet, |name| w.t1("meeting-child", "name", name))
                .carrying_id(sheet, "meeting", id)
        }),
    };
    Ok(html_with(back.status, &page))
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
    siblings: Siblings<'a>,
}

#[cfg(test)]
mod tests {
    use record::{MeetingId, PersonId};
    use store::OpenFile;

    use crate::scene::Scene;

    fn file(scene: &Scene, child: crate::testing::Child) -> OpenFile {
        let look = scene.at.desk.house.look(
            &scene.at.actor("ulla"),
            scene.at.now(),
            child.file,
            store::Part::Timeline,
        );
        look.expect("her file")
    }

    #[tokio::test]
    async fn one_booking_stands_in_both_childrens_files_with_each_childs_own_people() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.path("/mote");
        let page = scene.at.get(&ulla, &path).await;
        let melker = scene.melker.file.to_string();
        let karin = scene.karin.to_string();
        let typed = [("sibling-took-part", &*melker), ("with", &*karin)];
        for _ in 0..2 {
            assert_eq!(scene.send(&ulla, &path, &page, &typed).await.location(), scene.path("?gjort=mote"));
        }
        let (alva, melker) = (file(&scene, scene.alva), file(&scene, scene.melker));
        let only = |open: &OpenFile| {
            assert_eq!(open.file.meetings.len(), 1, "sent twice it is booked once");
            open.file.meetings.iter().next().map(|(id, one)| (*id, one.clone())).expect("a meeting")
        };
        let ((here, of_alva), (there, of_melker)) = (only(&alva), only(&melker));
        assert_ne!(here, there, "a meeting of each child's own");
        assert_eq!(of_alva.booking.at, of_melker.booking.at);
        assert!(of_alva.booking.child && of_melker.booking.child);
        let sorted = |mut people: Vec<PersonId>| {
            people.sort_unstable();
            people
        };
        assert_eq!(sorted(of_alva.booking.with), sorted(vec![scene.karin, scene.melker.person]));
        assert_eq!(sorted(of_melker.booking.with), sorted(vec![scene.karin, scene.alva.person]));
        assert_eq!(of_melker.matter, Some(scene.melker.matter));
    }

    #[tokio::test]
    async fn nobody_else_is_booked_unless_ticked() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        assert_eq!(scene.fill(&ulla, &scene.path("/mote"), &[]).await.status, 303);
        assert!(file(&scene, scene.melker).file.meetings.is_empty());
    }

    #[tokio::test]
    async fn with_a_file_that_is_not_the_readers_nothing_is_booked() {
        let scene = Scene::assessed();
        let other = scene.at.seed_child("Nils", "Berg");
        scene.at.distribute(other, "umar");
        let ulla = scene.at.login("ulla").await;
        let nowhere = scene.at.desk.house.new_id(scene.at.now()).to_string();
        for guessed in [&*other.file.to_string(), &*nowhere, "x"] {
            let typed = [("sibling", guessed), ("place", "Biblioteket")];
            let refused = scene.fill(&ulla, &scene.path("/mote"), &typed).await;
            assert_eq!(refused.status, 422);
            assert!(refused.body.contains("id=\"sibling-error\"") && refused.body.contains("Biblioteket"));
        }
        assert!(file(&scene, scene.alva).file.meetings.is_empty(), "all or none");
    }

    #[tokio::test]
    async fn what_names_nothing_is_told_at_its_field_and_the_text_stays() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let nobody = MeetingId::new(scene.at.desk.house.new_id(scene.at.now())).to_string();
        for name in ["worker", "with", "matter"] {
            for value in [&*nobody, "x"] {
                let typed = [(name, value), ("place", "Biblioteket")];
                let refused = scene.fill(&ulla, &scene.path("/mote"), &typed).await;
                assert_eq!(refused.status, 422, "{name}");
                assert!(refused.body.contains(&format!("id=\"{name}-error\"")), "{name}");
                assert!(refused.body.contains("Biblioteket"), "{name}");
            }
        }
        assert!(file(&scene, scene.alva).file.meetings.is_empty());
    }

    #[tokio::test]
    async fn a_day_that_is_none_is_refused() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let refused = scene.fill(&ulla, &scene.path("/mote"), &[("occurred", "2026-02-30")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("id=\"occurred-error\""));
    }
}
