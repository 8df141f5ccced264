//! `/akt/{file}/post/{seq}/tillagg`: an addendum to an entry that says something in words: a note, an assessment, a
//! decision. The entry stands as it was signed; what is added stands beside it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use record::{Command, CommandId, DraftId, FileId, Part, note::Addendum};
use store::{OpenFile, Step, Wish};

use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, not_found, see_other};
use crate::entry_view::{self, EntryView};
use crate::fields::Draft;
use crate::file_page::{self, Back, Hidden, Sheet, title};
use crate::pages::drafts;
use crate::parts::PersonHead;
use crate::routes::Routes;
use crate::said::{self, SaidField};
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The form's name among drafts.
const FORM: &str = "addendum";

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/post/{seq}/tillagg", show, sign)
}

/// An addendum as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddendumRequest {
    /// The file.
    pub file: FileId,
    /// The entry's number.
    pub to: i64,
    /// What is added.
    pub parts: Vec<Part>,
}

impl AddendumRequest {
    /// The wish.
    pub fn into_wish(self, id: CommandId, draft: Option<DraftId>) -> Wish {
        let commands = vec![Command::AmendNote(Addendum { to: self.to, parts: self.parts })];
        Wish { id, steps: vec![Step::File { file: self.file, seen: None, commands }], draft }
    }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, seq)): Path<(String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Addendum).await?;
    let kept = drafts::kept(&desk, &visitor, &form(&seq), Some(open.id)).await?;
    draw(&desk, &visitor, &open, &seq, &kept.typed(Vec::new()), &Back::fresh(), kept.view)
}

/// One draft per entry that is added to.
fn form(seq: &str) -> String {
    format!("{FORM}-{seq}")
}

async fn sign(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, seq)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Addendum).await?;
    let to: i64 = seq.parse().map_err(|_| not_found())?;
    let mut errors = Errors::none();
    let parts = said::read(&file_page::reading(&desk, &visitor, &open), &visitor, &typed, &mut errors);
    let back = if errors.is_empty() {
        let request = AddendumRequest { file: open.id, to, parts };
        match file_page::act(&desk, &visitor, request.into_wish(typed.command()?, typed.draft())).await? {
            Ok(_) => return Ok(see_other(&format!("/akt/{}/tidslinje?gjort=tillagg#p{to}", open.id))),
            Err(back) => back,
        }
    } else {
        Back::wrong(errors)
    };
    let draft = drafts::draft_of(&desk, &visitor, &typed, &form(&seq), Some(open.id)).await?;
    draw(&desk, &visitor, &open, &seq, &typed, &back, draft)
}

fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    seq: &str,
    typed: &Typed,
    back: &Back,
    draft: Draft<'static>,
) -> Result<Page, Page> {
    let reading = file_page::reading(desk, visitor, open);
    let entry =
        seq.parse().ok().and_then(|seq| entry_view::one(&reading, seq)).filter(|entry| entry.can_be_added_to);
    let entry = entry.ok_or_else(not_found)?;
    let matter = open.entry(entry.seq).and_then(|entry| entry.matter);
    let page = AddendumPage {
        w: visitor.w,
        shell: visitor.shell(desk, title(&reading, matter, &visitor.w.t("addendum-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        hidden: Hidden::of(desk, visitor, open, typed),
        draft,
        errors: &back.errors,
        said: said::fields(&reading, Sheet { typed, errors: &back.errors }, "addendum-text"),
        speakers: said::speakers(&reading),
        entry,
    };
    Ok(html_with(back.status, &page))
}

#[derive(Template)]
#[template(path = "addendum.html")]
struct AddendumPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    hidden: Hidden,
    draft: Draft<'a>,
    errors: &'a Errors,
    said: Vec<SaidField<'a>>,
    speakers: Vec<String>,
    entry: EntryView,
}

#[cfg(test)]
mod tests {
    use crate::scene::Scene;

    /// A note and its number.
    async fn noted(scene: &Scene) -> i64 {
        let ulla = scene.at.login("ulla").await;
        scene.fill(&ulla, &scene.path("/anteckning"), &[("text", "Hon heter Maja i skolan.")]).await;
        scene
            .at
            .desk
            .house
            .look(&scene.at.actor("ulla"), scene.at.now(), scene.alva.file, store::Part::Timeline)
            .expect("her file")
            .version()
    }

    #[tokio::test]
    async fn what_is_added_stands_beside_and_the_note_stays() {
        let scene = Scene::assessed();
        let seq = noted(&scene).await;
        let ulla = scene.at.login("ulla").await;
        let path = scene.path(&format!("/post/{seq}/tillagg"));
        assert!(scene.at.get(&ulla, &path).await.body.contains("Hon heter Maja i skolan."));
        let done = scene.fill(&ulla, &path, &[("text", "Rätt namn är Alva.")]).await;
        assert_eq!(done.location(), scene.path(&format!("/tidslinje?gjort=tillagg#p{seq}")));
        let line = scene.timeline(scene.alva).await;
        let entry = line.split(&format!("id=\"p{seq}\"")).nth(1).and_then(|rest| rest.split("</li>").next());
        let entry = entry.expect("the note");
        assert!(entry.contains("Hon heter Maja i skolan.") && entry.contains("Rätt namn är Alva."));
    }

    #[tokio::test]
    async fn an_assessment_is_corrected_as_visibly_as_a_note() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let line = scene.timeline(scene.alva).await;
        let before = line.split("Skyddsbedömning:").next().unwrap_or_default();
        let seq = before.rsplit("id=\"p").next().and_then(|rest| rest.split('"').next()).expect("its number");
        let path = scene.path(&format!("/post/{seq}/tillagg"));
        assert!(line.contains(&path), "the way there");
        scene.fill(&ulla, &path, &[("text", "Det var mormor, inte farmor.")]).await.location();
        let line = scene.timeline(scene.alva).await;
        let entry = line.split(&format!("id=\"p{seq}\"")).nth(1).and_then(|rest| rest.split("</li>").next());
        assert!(entry.expect("the assessment").contains("Det var mormor, inte farmor."));
    }

    #[tokio::test]
    async fn nothing_added_and_no_note_are_refused() {
        let scene = Scene::assessed();
        let seq = noted(&scene).await;
        let ulla = scene.at.login("ulla").await;
        let empty = scene.fill(&ulla, &scene.path(&format!("/post/{seq}/tillagg")), &[("text", " ")]).await;
        assert_eq!(empty.status, 422);
        assert!(empty.body.contains("id=\"text-error\""));
        for rest in ["/post/1/tillagg", "/post/999/tillagg", "/post/x/tillagg"] {
            assert_eq!(scene.at.get(&ulla, &scene.path(rest)).await.status, 404, "{rest}");
        }
    }
}
