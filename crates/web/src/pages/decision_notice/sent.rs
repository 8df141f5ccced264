//! The notice and the plain letter, each as it was sent.

use std::sync::Arc;

use axum::extract::{Path, State};
use record::decision_notice::{DecisionNotice, DecisionTelling};
use record::party_copy::PartyCopy;
use record::{Entry, Recorded};
use store::OpenFile;

use super::At;
use crate::desk::{Desk, Page, Visitor, not_found, see_other};
use crate::entry_view::original;
use crate::file_page;
use crate::letter::{self, About, Around};
use crate::parts::Letter;
use crate::plain_letter::For;
use crate::reading::Reading;

type Address = Path<(String, String, String)>;

/// The formal notice. Who got the plain letter alone is led to it.
pub(super) async fn show_notice(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, decision, seq)): Address,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Letter).await?;
    let at = At::find(&desk, &visitor, &open, &decision)?;
    let (recorded, notice, copy, _) = sent(&at, &open, &seq)?;
    if copy.blocks.is_empty() {
        return Ok(see_other(&format!("{}/{}/brev", at.here(), recorded.seq)));
    }
    let sv = letter::swedish(&at.reading());
    let title = sv.w.t1("told-letter-title", "what", sv.decision(&at.made.decision.kind));
    draw(&desk, &visitor, &at, Sheet { recorded, notice, copy, title, for_child: false }).await
}

/// The plain letter.
pub(super) async fn show_letter(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, decision, seq)): Address,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Letter).await?;
    let at = At::find(&desk, &visitor, &open, &decision)?;
    let (recorded, notice, _, letter) = sent(&at, &open, &seq)?;
    let copy = letter.ok_or_else(not_found)?;
    let sv = letter::swedish(&at.reading());
    let to = reader_then(&sv, notice);
    let title = sv.w.t(&to.title_key()).into_owned();
    let for_child = to != For::Parents;
    draw(&desk, &visitor, &at, Sheet { recorded, notice, copy, title, for_child }).await
}

/// Whom it was written for on the day it was sent.
fn reader_then(reading: &Reading<'_>, notice: &DecisionNotice) -> For {
    For::reader(&Reading { today: notice.at.day, ..*reading }, notice.person)
}

type Sent<'a> = (&'a Recorded, &'a DecisionNotice, &'a PartyCopy, Option<&'a PartyCopy>);

fn sent<'a>(at: &At<'_>, open: &'a OpenFile, seq: &str) -> Result<Sent<'a>, Page> {
    let seq: i64 = seq.parse().map_err(|_| not_found())?;
    let recorded = open.entry(seq).ok_or_else(not_found)?;
    match original(&recorded.entry) {
        Entry::DecisionNotified(notice) if notice.decision == at.id => match &notice.telling {
            DecisionTelling::Told { copy, letter, .. } => Ok((recorded, notice, copy, letter.as_ref())),
            DecisionTelling::Withheld { .. } => Err(not_found()),
        },
        _ => Err(not_found()),
    }
}

struct Sheet<'a> {
    recorded: &'a Recorded,
    notice: &'a DecisionNotice,
    copy: &'a PartyCopy,
    title: String,
    for_child: bool,
}

async fn draw(desk: &Arc<Desk>, visitor: &Visitor, at: &At<'_>, sheet: Sheet<'_>) -> Result<Page, Page> {
    let Sheet { recorded, notice, copy, title, for_child } = sheet;
    let to = letter::receiver(desk, visitor, at.open, notice.person).await?;
    let reading = at.reading();
    let sv = letter::swedish(&reading);
    let matter = at.state.matter;
    let about = About { matter, day: notice.at.day, by: recorded.by.clone(), title };
    let blocks = letter::blocks(&sv, &copy.blocks);
    let blocks = if for_child { letter::to_the_speaker(blocks) } else { blocks };
    let letter = Letter { for_child, ..letter::letter(desk, &sv, about, &to, blocks) };
    let around = Around {
        back: at.here(),
        back_key: "letter-back",
        remarks: to.remarks(visitor.w),
        title_key: "told-copy",
        ..Around::default()
    };
    Ok(letter::page(desk, visitor, &reading, matter, letter, around))
}
