//! `/akt/{file}/arende/{matter}/markning`: the violence tag of a report is corrected, with reasons. It is the only way from a tagged report
//! to a decision not to open, and it stands on the timeline.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use record::{Command, FileId, MatterId, report::TagCorrection};
use store::OpenFile;

use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, not_found, see_other};
use crate::fields::Field;
use crate::file_page::{self, Back, Hidden, Sheet, read_motive, title};
use crate::parts::PersonHead;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/arende/{matter}/markning", show, sign)
}

/// A correction as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagRequest {
    /// The report.
    pub matter: MatterId,
    /// The tag as it should be, and why.
    pub correction: TagCorrection,
}

impl TagRequest {
    /// The command.
    pub fn into_command(self) -> Command {
        Command::CorrectTag(self.matter, self.correction)
    }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    draw(&desk, &visitor, &open, &matter, &Typed::default(), &Back::fresh())
}

async fn sign(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let (id, _) = file_page::matter(&open, &matter)?;
    let report = open.file.report(id).map_err(|_| not_found())?;
    let read = read_motive(&visitor, &typed).map(|motive| {
        let correction =
            TagCorrection { violence: !report.violence, motive: record::Part::assessment(motive) };
        TagRequest { matter: id, correction }.into_command()
    });
    let Some(back) = file_page::carry_out(&desk, &visitor, &open, &typed, read).await? else {
        return Ok(see_other(&format!("/akt/{}/arende/{id}/beslut?gjort=markning", open.id)));
    };
    draw(&desk, &visitor, &open, &matter, &typed, &back)
}

fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    matter: &str,
    typed: &Typed,
    back: &Back,
) -> Result<Page, Page> {
    let (id, _) = file_page::matter(open, matter)?;
    let report = open.file.report(id).map_err(|_| not_found())?;
    let reading = file_page::reading(desk, visitor, open);
    let sheet = Sheet { typed, errors: &back.errors };
    let page = TagPage {
        w: visitor.w,
        shell: visitor.shell(desk, title(&reading, Some(id), &visitor.w.t("tag-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        matter: id,
        hidden: Hidden::of(desk, visitor, open, typed),
        errors: &back.errors,
        since: &back.since,
        tagged: report.violence,
        motive: Field { focus: true, ..sheet.area("motive", "tag-motive", 4) },
    };
    Ok(html_with(back.status, &page))
}

#[derive(Template)]
#[template(path = "tag.html")]
struct TagPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    matter: MatterId,
    hidden: Hidden,
    errors: &'a Errors,
    since: &'a [String],
    tagged: bool,
    motive: Field<'a>,
}
