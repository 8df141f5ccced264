//! `…/utredning/{seq}`: an investigation as it was signed: to read, and to print as one clean document.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use jiff::civil::Date;
use record::{Entry, FileId, MatterId};

use super::blocks::{self, BlockView};
use crate::desk::{Desk, Page, Visitor, html, not_found};
use crate::entry_view::original;
use crate::file_page::{self, title};
use crate::reading::{Reading, date};
use crate::shell::{Place, Shell};
use crate::words::{Lang, Words};

pub(super) async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter, seq)): Path<(String, String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let (matter, of) = file_page::matter(&open, &matter)?;
    let seq: i64 = seq.parse().map_err(|_| not_found())?;
    let entry = open.entry(seq).filter(|entry| entry.matter == Some(matter)).ok_or_else(not_found)?;
    let Entry::InvestigationWritten(written) = original(&entry.entry) else { return Err(not_found()) };
    let w = visitor.w;
    // What stands in the record is Swedish, whatever the page speaks.
    let sv = Words::of(Lang::Sv);
    let of_page = file_page::reading(&desk, &visitor, &open);
    let reading = Reading { w: sv, ..of_page };
    let page = SignedPage {
        w,
        sv,
        shell: visitor.shell(&desk, title(&of_page, Some(matter), &w.t("writing-title")), Place::Elsewhere),
        file: open.id,
        matter,
        authority: desk.site.authority.clone(),
        unit: reading.unit(of.unit),
        number: of.number.clone().unwrap_or_default(),
        day: date(entry.at_day()),
        child: open.file.person().map(|child| reading.full_name(child)).unwrap_or_default(),
        questions: written.questions.iter().map(|question| question.text.to_string()).collect(),
        blocks: blocks::of(&reading, written),
        signer: format!("{}, {}", entry.by.name, entry.by.title),
    };
    Ok(html(&page))
}

#[derive(Template)]
#[template(path = "writing_signed.html")]
struct SignedPage<'a> {
    w: &'a Words,
    sv: &'a Words,
    shell: Shell<'a>,
    file: FileId,
    matter: MatterId,
    authority: String,
    unit: String,
    number: String,
    day: Date,
    child: String,
    questions: Vec<String>,
    blocks: Vec<BlockView>,
    signer: String,
}
