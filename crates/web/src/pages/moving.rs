//! `/akt/{file}/post/{seq}/flytta`: what was signed in the wrong child's file goes to the right one.
//!
//! Two steps at one address: which file, then a check page that says what goes along and who has read it meanwhile. One wish moves it out here
//! and in there. A report takes its whole matter with it; a note takes its addenda, its disputes and its document.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use record::{
    Command, CommandId, Entry, FileId,
    identity::IdentityNumber,
    moving::{Arriving, MovedOut},
};
use store::{Hit, House, OpenFile, Part, Step, Wish};

use crate::desk::{Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, html_with, not_found, see_other};
use crate::entry_view::{self, EntryView, original};
use crate::fields::{Choice, Field};
use crate::file_page::{self, Back, Hidden, Sheet, title};
use crate::kin;
use crate::pages::readers::opened_since;
use crate::parts::PersonHead;
use crate::reading::choose;
use crate::refusals;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/post/{seq}/flytta", show, answer)
}

/// A move as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveRequest {
    /// The wrong file, and the version that was seen of it.
    pub from: FileId,
    /// The version seen.
    pub seen: i64,
    /// What goes.
    pub seqs: Vec<i64>,
    /// The right file.
    pub to: FileId,
    /// What arrives there.
    pub arriving: Vec<Arriving>,
}

impl MoveRequest {
    /// Out here and in there; both or neither.
    pub fn into_wish(self, id: CommandId) -> Wish {
        let out = Command::MoveOut(MovedOut { seqs: self.seqs, to: self.to });
        let steps = vec![
            Step::File { file: self.from, seen: Some(self.seen), commands: vec![out] },
            Step::File { file: self.to, seen: None, commands: vec![Command::MoveIn(self.arriving)] },
        ];
        Wish { id, steps, draft: None }
    }
}

/// Everything that goes with an entry: what the record says belongs together, and a note's document.
fn goes_along(open: &OpenFile, seq: i64) -> Vec<i64> {
    let document = open.entry(seq).and_then(|entry| match original(&entry.entry) {
        Entry::NoteSigned(note) => open.file.documents.get(&note.document?).copied(),
        _ => None,
    });
    let asked: Vec<i64> = std::iter::once(seq).chain(document).collect();
    open.file.moves_with(&asked).into_iter().collect()
}

/// Where it is to go.
pub(crate) struct Target {
    file: FileId,
    /// First name, or whom to ask where the reader may not open the file.
    pub(crate) words: String,
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, seq)): Path<(String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, Part::Form).await?;
    draw(&desk, &visitor, &open, &seq, &Typed::default(), &Back::fresh()).await
}

async fn answer(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, seq)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, Part::Form).await?;
    let command = typed.command()?;
    let back = if file_page::deed(&typed) == "move" {
        let number: i64 = seq.parse().map_err(|_| not_found())?;
        let target: FileId = typed.id("target").ok_or_else(not_found)?;
        let request = request(&desk, &visitor, &open, number, target, typed.seen().unwrap_or(0)).await;
        match file_page::act(&desk, &visitor, request.into_wish(command)).await? {
            Ok(_) => return Ok(see_other(&format!("/akt/{}/tidslinje?gjort=flyttad", open.id))),
            Err(back) => back,
        }
    } else {
        match target(&desk, &visitor, &open, &typed).await? {
            Ok(target) => return check(&desk, &visitor, &open, &seq, &typed, target).await,
            Err(errors) => Back::wrong(errors),
        }
    };
    draw(&desk, &visitor, &open, &seq, &typed, &back).await
}

async fn request(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    seq: i64,
    to: FileId,
    seen: i64,
) -> MoveRequest {
    let seqs = goes_along(open, seq);
    let mut arriving = House::arriving(open, &seqs);
    let alone = open.entry(seq).is_some_and(|entry| entry.entry.stands_alone());
    if alone {
        // The matter it stood in belongs to the wrong file. A file the mover may not open takes it outside its matters.
        let theirs = file_page::open(desk, visitor, &to.to_string(), Part::Form).await.ok();
        let matter = theirs.and_then(|theirs| kin::likely_matter(theirs.file.matters.iter()));
        for one in &mut arriving {
            one.matter = matter;
        }
    }
    MoveRequest { from: open.id, seen, seqs, to, arriving }
}

/// The file that is meant: a sibling's, or by exact identity number.
async fn target(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    typed: &Typed,
) -> Result<Result<Target, Errors>, Page> {
    let w = visitor.w;
    let reading = file_page::reading(desk, visitor, open);
    let to: Option<FileId> = typed.id("to");
    if let Some(file) = to {
        let siblings = kin::siblings(desk, visitor, &reading).await?;
        let sibling = siblings.into_iter().find(|sibling| sibling.file == file);
        return Ok(sibling.map(|one| Target { file, words: one.name }).ok_or_else(Errors::none));
    }
    let number = match IdentityNumber::parse(typed.trimmed("number"), visitor.now.today) {
        Ok(number) => number,
        Err(error) => return Ok(Err(Errors::one("number", refusals::identity(w, error).text))),
    };
    let (actor, now) = (visitor.actor.clone(), visitor.now);
    let hits = blocking(desk, move |desk| desk.house.find_number(&actor, now, number)).await?;
    let hits = hits.or_trouble(desk, visitor)?;
    let found = hits.iter().find_map(|hit| found(hit, open.id, w, desk));
    Ok(found.ok_or_else(|| Errors::one("number", w.t("error-move-nobody"))))
}

/// The file that a hit of a search leads to, other than the one it is asked from.
pub(crate) fn found(hit: &Hit, own: FileId, w: &Words, desk: &Desk) -> Option<Target> {
    if let Some(file) = hit.files.iter().copied().find(|file| *file != own) {
        let name = hit.card.as_ref().map(|card| card.name().to_owned()).unwrap_or_default();
        return Some(Target { file, words: name });
    }
    let contact = hit.elsewhere.iter().find(|contact| contact.file != own)?;
    let organisation = desk.organisation();
    let unit = contact.unit.and_then(|unit| organisation.unit(unit));
    let unit = unit.map(|unit| unit.name.clone()).unwrap_or_default();
    Some(Target { file: contact.file, words: w.t1("move-elsewhere", "unit", unit) })
}

async fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    seq: &str,
    typed: &Typed,
    back: &Back,
) -> Result<Page, Page> {
    let reading = file_page::reading(desk, visitor, open);
    let entry = movable(&reading, seq)?;
    let sheet = Sheet { typed, errors: &back.errors };
    let w = visitor.w;
    let siblings = kin::siblings(desk, visitor, &reading).await?;
    let options = siblings.into_iter().map(|one| choose(one.file.to_string(), one.name, false)).collect();
    let page = MovePage {
        w,
        shell: visitor.shell(desk, title(&reading, None, &w.t("move-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        hidden: Hidden::of(desk, visitor, open, typed),
        errors: &back.errors,
        since: &back.since,
        along: goes_along(open, entry.seq).len() - 1,
        siblings: sheet.choice("to", "move-siblings", options),
        number: Field { focus: true, ..sheet.fill(Field::identity_number("number", "move-number")) },
        entry,
    };
    Ok(html_with(back.status, &page))
}

fn movable(reading: &crate::reading::Reading<'_>, seq: &str) -> Result<EntryView, Page> {
    let entry = seq.parse().ok().and_then(|seq| entry_view::one(reading, seq));
    entry.filter(|entry| entry.is_movable).ok_or_else(not_found)
}

async fn check(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    seq: &str,
    typed: &Typed,
    target: Target,
) -> Result<Page, Page> {
    let reading = file_page::reading(desk, visitor, open);
    let entry = movable(&reading, seq)?;
    let came = open.entry(entry.seq).map(|entry| entry.at);
    let readers = opened_since(desk, visitor, open, came).await?;
    let w = visitor.w;
    let hidden = Hidden::of(desk, visitor, open, typed);
    let page = MoveCheckPage {
        w,
        shell: visitor.shell(desk, title(&reading, None, &w.t("move-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        hidden: Hidden { seen: typed.seen().unwrap_or(hidden.seen), ..hidden },
        target,
        along: goes_along(open, entry.seq).len() - 1,
        readers,
        entry,
    };
    Ok(crate::desk::html(&page))
}

#[derive(Template)]
#[template(path = "move.html")]
struct MovePage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    hidden: Hidden,
    errors: &'a Errors,
    since: &'a [String],
    along: usize,
    siblings: Choice<'a>,
    number: Field<'a>,
    entry: EntryView,
}

#[derive(Template)]
#[template(path = "move_check.html")]
struct MoveCheckPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    hidden: Hidden,
    target: Target,
    along: usize,
    readers: Vec<String>,
    entry: EntryView,
}

#[cfg(test)]
mod tests {
    use crate::scene::Scene;

    /// A note about Melker that was signed into Alva's file; its number there.
    async fn misplaced(scene: &Scene) -> i64 {
        let ulla = scene.at.login("ulla").await;
        scene.fill(&ulla, &scene.path("/anteckning"), &[("text", "Melker fyller åtta.")]).await;
        let open = scene.at.desk.house.look(
            &scene.at.actor("ulla"),
            scene.at.now(),
            scene.alva.file,
            store::Part::Timeline,
        );
        open.expect("her file").version()
    }

    #[tokio::test]
    async fn a_note_leaves_the_wrong_file_and_stands_in_the_right_one() {
        let scene = Scene::assessed();
        let seq = misplaced(&scene).await;
        let frida = scene.at.login("frida").await;
        scene.at.get(&frida, &scene.path("/tidslinje")).await;
        let ulla = scene.at.login("ulla").await;
        let path = scene.path(&format!("/post/{seq}/flytta"));
        let check = scene.fill(&ulla, &path, &[("to", &scene.melker.file.to_string())]).await;
        assert_eq!(check.status, 200);
        assert!(check.body.contains("Flyttas till: Melker"));
        assert!(check.body.contains(&scene.at.actor("frida").name), "who has read it meanwhile");
        let done = scene.send(&ulla, &path, &check, &[]).await;
        assert_eq!(done.location(), scene.path("/tidslinje?gjort=flyttad"));
        let (alva, melker) = (scene.timeline(scene.alva).await, scene.timeline(scene.melker).await);
        assert!(
            !alva.contains("Melker fyller åtta.") && alva.contains("En post flyttad till rätt barns akt")
        );
        assert!(alva.contains(&format!("id=\"p{seq}\"")), "its address still leads somewhere");
        assert!(melker.contains("Melker fyller åtta.") && melker.contains("från ett annat barns akt"));
        let readers = scene.at.get(&ulla, &format!("/akt/{}/lasare", scene.melker.file)).await.body;
        let (_, before) = readers.split_once("Öppnades i en annan akt").expect("who read it before it came");
        assert!(before.contains(&scene.at.actor("frida").name), "she never opened Melker's file");
        assert!(!scene.at.get(&ulla, &scene.path("/lasare")).await.body.contains("Öppnades i en annan akt"));
        let sought = scene.at.post(&ulla, &scene.path("/tidslinje"), &[("sok", "fyller åtta")]).await;
        assert!(sought.body.contains("Ingenting hittades."));
    }

    #[tokio::test]
    async fn what_is_moved_twice_keeps_the_readers_of_both_files() {
        let scene = Scene::assessed();
        let seq = misplaced(&scene).await;
        let frida = scene.at.login("frida").await;
        scene.at.get(&frida, &scene.path("/tidslinje")).await;
        let ulla = scene.at.login("ulla").await;
        let there = scene.path(&format!("/post/{seq}/flytta"));
        let check = scene.fill(&ulla, &there, &[("to", &scene.melker.file.to_string())]).await;
        assert_eq!(scene.send(&ulla, &there, &check, &[]).await.status, 303);
        let (who, now) = (scene.at.actor("ulla"), scene.at.now());
        let open = scene.at.desk.house.look(&who, now, scene.melker.file, store::Part::Timeline);
        let back = format!("/akt/{}/post/{}/flytta", scene.melker.file, open.expect("his file").version());
        let check = scene.fill(&ulla, &back, &[("to", &scene.alva.file.to_string())]).await;
        assert_eq!(scene.send(&ulla, &back, &check, &[]).await.status, 303);
        let readers = scene.at.get(&ulla, &scene.path("/lasare")).await.body;
        let (_, before) = readers.split_once("Öppnades i en annan akt").expect("it came back");
        assert!(before.contains(&scene.at.actor("frida").name), "from the first file, through the second");
    }

    #[tokio::test]
    async fn what_was_quoted_of_it_leaves_with_it() {
        let scene = Scene::assessed();
        let seq = misplaced(&scene).await;
        let ulla = scene.at.login("ulla").await;
        let quoting = scene.path(&format!("/anteckning?citera={seq}.0"));
        let page = scene.at.get(&ulla, &quoting).await;
        assert_eq!(scene.send(&ulla, &quoting, &page, &[]).await.status, 303);
        let quotes = |line: &str| line.matches("Melker fyller åtta.").count();
        assert_eq!(quotes(&scene.timeline(scene.alva).await), 2, "the note, and the quotation");
        let path = scene.path(&format!("/post/{seq}/flytta"));
        let check = scene.fill(&ulla, &path, &[("to", &scene.melker.file.to_string())]).await;
        assert_eq!(scene.send(&ulla, &path, &check, &[]).await.status, 303);
        let alva = scene.timeline(scene.alva).await;
        assert!(quotes(&alva) == 0 && alva.contains("Citatet har flyttats"), "nowhere in the wrong file");
        assert_eq!(quotes(&scene.at.get(&ulla, &scene.path("")).await.body), 0, "nor on the child's page");
    }

    #[tokio::test]
    async fn a_report_takes_its_whole_matter() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.path("/post/2/flytta");
        let check = scene.fill(&ulla, &path, &[("to", &scene.melker.file.to_string())]).await;
        assert!(check.body.contains("hör ihop med den och följer med"));
        assert_eq!(scene.send(&ulla, &path, &check, &[]).await.status, 303);
        // The report was what gave Ulla the file; now only those who lead the unit can open it.
        let melker = scene.timeline(scene.melker).await;
        assert_eq!(melker.matches("Skyddsbedömning: Inget omedelbart").count(), 2);
    }

    #[tokio::test]
    async fn by_number_only_a_file_that_is_known_and_never_this_one() {
        let scene = Scene::assessed();
        let seq = misplaced(&scene).await;
        let ulla = scene.at.login("ulla").await;
        let path = scene.path(&format!("/post/{seq}/flytta"));
        let nonsense = scene.fill(&ulla, &path, &[("number", "12345")]).await;
        assert_eq!(nonsense.status, 422);
        assert!(nonsense.body.contains("id=\"number-error\""));
        let own = scene.fill(&ulla, &path, &[("number", &scene.alva.number.to_string())]).await;
        assert_eq!(own.status, 422, "to itself");
        let right = scene.fill(&ulla, &path, &[("number", &scene.melker.number.to_string())]).await;
        assert!(right.body.contains("Flyttas till: Melker"));
        assert_eq!(scene.at.get(&ulla, &scene.path("/post/1/flytta")).await.status, 404, "the opening stays");
    }

    #[tokio::test]
    async fn into_somebody_elses_file_nothing_is_moved() {
        let scene = Scene::assessed();
        let seq = misplaced(&scene).await;
        let other = scene.at.seed_child("Nils", "Berg");
        scene.at.distribute(other, "umar");
        let ulla = scene.at.login("ulla").await;
        let path = scene.path(&format!("/post/{seq}/flytta"));
        let check = scene.fill(&ulla, &path, &[("to", &scene.melker.file.to_string())]).await;
        let guessed = scene.send(&ulla, &path, &check, &[("target", &other.file.to_string())]).await;
        assert_eq!(guessed.status, 404);
        assert!(scene.timeline(scene.alva).await.contains("Melker fyller åtta."));
    }
}
