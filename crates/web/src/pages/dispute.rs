//! `/akt/{file}/post/{seq}/bestridande`: somebody says that what stands in an entry is wrong. That must be noted, whatever the authority
//! thinks of it (14 kap. 6 § SoL).

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use record::{Command, CommandId, FileId, Part, Speaker, Text, note::Dispute};
use store::{OpenFile, Step, Wish};

use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, not_found, see_other};
use crate::entry_view::{self, EntryView};
use crate::fields::Field;
use crate::file_page::{self, Back, Hidden, Sheet, read_text, title};
use crate::parts::PersonHead;
use crate::routes::Routes;
use crate::said;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/post/{seq}/bestridande", show, sign)
}

/// A dispute as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeRequest {
    /// The file.
    pub file: FileId,
    /// The entry's number.
    pub of: i64,
    /// Who says so.
    pub by: Speaker,
    /// What they say.
    pub text: Text,
}

impl DisputeRequest {
    /// The wish.
    pub fn into_wish(self, id: CommandId) -> Wish {
        let commands =
            vec![Command::DisputeEntry(Dispute { of: self.of, said: Part::words(self.by, self.text) })];
        Wish { id, steps: vec![Step::File { file: self.file, seen: None, commands }], draft: None }
    }

    fn read(
        visitor: &Visitor,
        reading: &crate::reading::Reading<'_>,
        of: i64,
        typed: &Typed,
    ) -> Result<Self, Errors> {
        let mut errors = Errors::none();
        let by = read_text(visitor, typed, "person", &mut errors);
        let text = read_text(visitor, typed, "text", &mut errors);
        if by.is_none() {
            errors.push("person", visitor.w.t("error-said-by"));
        }
        if text.is_none() {
            errors.push("text", visitor.w.t("refusal-missing-text"));
        }
        match (by, text) {
            (Some(by), Some(text)) => {
                Ok(Self { file: reading.open.id, of, by: said::speaker(reading, by), text })
            }
            _ => Err(errors),
        }
    }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, seq)): Path<(String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Note).await?;
    draw(&desk, &visitor, &open, &seq, &Typed::default(), &Back::fresh())
}

async fn sign(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, seq)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Note).await?;
    let of: i64 = seq.parse().map_err(|_| not_found())?;
    let reading = file_page::reading(&desk, &visitor, &open);
    let back = match DisputeRequest::read(&visitor, &reading, of, &typed) {
        Ok(request) => match file_page::act(&desk, &visitor, request.into_wish(typed.command()?)).await? {
            Ok(_) => return Ok(see_other(&format!("/akt/{}/tidslinje?gjort=bestridande#p{of}", open.id))),
            Err(back) => back,
        },
        Err(errors) => Back::wrong(errors),
    };
    draw(&desk, &visitor, &open, &seq, &typed, &back)
}

fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    seq: &str,
    typed: &Typed,
    back: &Back,
) -> Result<Page, Page> {
    let reading = file_page::reading(desk, visitor, open);
    let entry = seq.parse().ok().and_then(|seq| entry_view::one(&reading, seq)).ok_or_else(not_found)?;
    let matter = open.entry(entry.seq).and_then(|entry| entry.matter);
    let sheet = Sheet { typed, errors: &back.errors };
    let page = DisputePage {
        w: visitor.w,
        shell: visitor.shell(desk, title(&reading, matter, &visitor.w.t("dispute-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        hidden: Hidden::of(desk, visitor, open, typed),
        errors: &back.errors,
        by: Field { focus: true, ..sheet.text("person", "dispute-by") },
        text: sheet.area("text", "dispute-text", 4),
        speakers: said::speakers(&reading),
        entry,
    };
    Ok(html_with(back.status, &page))
}

#[derive(Template)]
#[template(path = "dispute.html")]
struct DisputePage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    hidden: Hidden,
    errors: &'a Errors,
    by: Field<'a>,
    text: Field<'a>,
    speakers: Vec<String>,
    entry: EntryView,
}

#[cfg(test)]
mod tests {
    use crate::scene::Scene;

    #[tokio::test]
    async fn who_says_that_it_is_wrong_is_heard_beside_the_entry() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.path("/post/2/bestridande");
        let done = scene.fill(&ulla, &path, &[("person", "Karin"), ("text", "Hon äter varje morgon.")]).await;
        assert_eq!(done.location(), scene.path("/tidslinje?gjort=bestridande#p2"));
        let line = scene.timeline(scene.alva).await;
        let entry =
            line.split("id=\"p2\"").nth(1).and_then(|rest| rest.split("</li>").next()).expect("the report");
        assert!(entry.contains("Har kommit hungrig"), "the entry itself stands");
        assert!(entry.contains("Uppgifterna bestrids") && entry.contains("Hon äter varje morgon."));
        assert!(entry.contains("Sagt av <bdi>Karin</bdi>"));
    }

    #[tokio::test]
    async fn somebody_must_say_something() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let refused = scene.fill(&ulla, &scene.path("/post/2/bestridande"), &[("person", "Karin")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("id=\"text-error\"") && refused.body.contains("value=\"Karin\""));
        assert_eq!(scene.at.get(&ulla, &scene.path("/post/999/bestridande")).await.status, 404);
    }
}
