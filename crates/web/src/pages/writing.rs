//! `/akt/{file}/arende/{matter}/utredning`: the investigation is written, on one long page, over weeks, by those who have the matter.
//!
//! Each section is a shared draft of its own (`store/src/shared.rs`). With script a section is kept while it is written; without, "Spara"
//! sends the whole page and what has changed in it is saved. A section that one has not touched is never saved, so an old copy of a
//! colleague's text cannot come back; a section that two have changed is shown with both texts.
//!
//! | address | does |
//! | --- | --- |
//! | `…/utredning` | the page to write on; a post saves what has changed, and goes on to the check |
//! | `…/utredning/avsnitt/{section}` | keeps one section, for the page's script |
//! | `…/utredning/granska` | the whole text as it will stand; signs it (`check.rs`) |
//! | `…/utredning/{seq}` | a signed text, to read and to print (`signed.rs`) |

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use record::{MatterId, investigation::InvestigationState, written::WrittenInvestigation};
use serde_json::json;
use store::{OpenFile, SharedDraft, SharedPlace, SharedSaved};

use self::sections::{Kind, MARK, Section, VERSION, mark, of_page, of_text, to_text};
use crate::desk::{Desk, OrTrouble, Page, Typed, Visitor, blocking, done_words, not_found, see_other};
use crate::file_page;
use crate::format;
use crate::pages::drafts::time_of;
use crate::reading::Reading;
use crate::routes::Routes;
use crate::signed::Signed;
use crate::upload::Posted;

pub mod asked;
mod blocks;
mod check;
mod drawing;
mod mentions;
mod reading;
mod sections;
mod signed;

/// The largest section that is kept as a draft.
const SECTION_BYTES_MAX: usize = 512 * 1024;

/// The pages' addresses.
pub fn routes() -> Routes {
    Routes::new()
        .form_with_document("/akt/{file}/arende/{matter}/utredning", show, save)
        .act("/akt/{file}/arende/{matter}/utredning/avsnitt/{section}", keep)
        .form("/akt/{file}/arende/{matter}/utredning/granska", check::show, check::sign)
        .page("/akt/{file}/arende/{matter}/utredning/{seq}", signed::show)
}

/// The investigation that is written, with what is saved of it.
struct At {
    desk: Arc<Desk>,
    visitor: Visitor,
    open: OpenFile,
    matter: MatterId,
    drafts: Vec<SharedDraft>,
}

impl At {
    async fn open(desk: &Arc<Desk>, visitor: &Visitor, file: &str, matter: &str) -> Result<Self, Page> {
        let open = file_page::open(desk, visitor, file, store::Part::Form).await?;
        let (matter, _) = file_page::matter(&open, matter)?;
        open.file.investigation(matter).map_err(|_| not_found())?;
        let (who, file) = (visitor.actor.clone(), open.id);
        let drafts = blocking(desk, move |desk| desk.house.shared_drafts(&who, file, matter)).await?;
        let drafts = drafts.or_trouble(desk, visitor)?;
        Ok(Self { desk: Arc::clone(desk), visitor: visitor.clone(), open, matter, drafts })
    }

    fn reading(&self) -> Reading<'_> {
        file_page::reading(&self.desk, &self.visitor, &self.open)
    }

    fn state(&self) -> &InvestigationState {
        self.open.file.investigation(self.matter).expect("the matter was found when the page was opened")
    }

    /// What was last signed.
    fn signed(&self) -> Option<&WrittenInvestigation> {
        Signed::last(&self.open, self.matter).map(|signed| signed.written)
    }

    /// An address of this investigation.
    fn address(&self, rest: &str) -> String {
        format!("/akt/{}/arende/{}{rest}", self.open.id, self.matter)
    }

    /// Saves a section on top of the version that the writer has before their eyes.
    async fn save(&self, code: &str, seen: i64, text: String) -> Result<SharedSaved, Page> {
        let place = SharedPlace { file: self.open.id, matter: self.matter, section: code.to_owned(), seen };
        let (who, now) = (self.visitor.actor.clone(), self.visitor.now);
        let saved = blocking(&self.desk, move |desk| desk.house.save_shared(&who, now, &place, &text));
        saved.await?.or_trouble(&self.desk, &self.visitor)
    }

    /// What was typed in one section: saved if it was changed, or told why not. What nobody touched stays as it is saved.
    async fn take(&self, section: Section, page: &Typed) -> Result<Section, Page> {
        let posted = of_page(page, &section.kind);
        if !posted.has(MARK) || mark(&posted) == posted.get(MARK) {
            return Ok(section);
        }
        let mine = of_text(&to_text(&posted));
        let mut typed = [section.with(mine)];
        self.compile(&mut typed);
        let [section] = typed;
        let text = to_text(&section.typed);
        // What no record can hold is no draft either: it comes back with its error, and is nowhere lost.
        if text.len() > SECTION_BYTES_MAX {
            return Ok(Section { unsaved: true, ..section });
        }
        let seen = posted.get(VERSION).parse().unwrap_or(0);
        Ok(match self.save(section.kind.code(), seen, text).await? {
            SharedSaved::Done { version } => {
                let saved = Some((self.visitor.actor.staff, self.visitor.now.micros()));
                Section { version, saved, ..section }
            }
            SharedSaved::Stale(stored) => section.beside(&stored),
            SharedSaved::Gone => Section { version: 0, saved: None, signed: true, ..section },
        })
    }

    /// Areas that are ticked to be added get a section of their own, empty until somebody writes in it.
    async fn add(&self, page: &Typed) -> Result<bool, Page> {
        let mut added = false;
        for code in page.all("add") {
            if matches!(Kind::of(self.desk.house.law, code), Some(Kind::Area(_))) {
                self.save(code, 0, to_text(&Typed::from_pairs([("open".to_owned(), "yes".to_owned())])))
                    .await?;
                added = true;
            }
        }
        Ok(added)
    }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let at = At::open(&desk, &visitor, &file, &matter).await?;
    let done = done_words(visitor.w, query.as_deref());
    Ok(at.page(&at.sections(), StatusCode::OK, done))
}

async fn save(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    Posted { typed: page, .. }: Posted,
) -> Result<Page, Page> {
    let at = At::open(&desk, &visitor, &file, &matter).await?;
    let mut sections = Vec::new();
    for section in at.sections_with(&page) {
        sections.push(at.take(section, &page).await?);
    }
    let added = at.add(&page).await?;
    let clash = sections.iter().any(|section| section.theirs.is_some() || section.signed);
    let wrong = sections.iter().any(|section| !section.errors.is_empty());
    if clash || wrong {
        let status = if clash { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        return Ok(at.page(&sections, status, None));
    }
    if file_page::deed(&page) != "save" && !added {
        return Ok(see_other(&at.address("/utredning/granska")));
    }
    Ok(see_other(&at.address("/utredning?gjort=sparat")))
}

/// Keeps one section while it is written. The answer names what the page's own fields now hold, so that what was saved is not taken for
/// changed.
async fn keep(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter, code)): Path<(String, String, String)>,
    page: Typed,
) -> Result<Page, Page> {
    let (file, matter) = (file.parse().map_err(|_| not_found())?, matter.parse().map_err(|_| not_found())?);
    let kind = Kind::of(desk.house.law, &code).ok_or_else(not_found)?;
    let posted = of_page(&page, &kind);
    let seen = page.get("draft_version").parse().unwrap_or(0);
    let place = SharedPlace { file, matter, section: code.clone(), seen };
    let too_large = || StatusCode::PAYLOAD_TOO_LARGE.into_response();
    let (place, text) = asked::to_keep(&desk, place, &posted).ok_or_else(too_large)?;
    let (who, now) = (visitor.actor.clone(), visitor.now);
    let saved = blocking(&desk, move |desk| desk.house.save_shared(&who, now, &place, &text)).await?;
    let (status, answer) = match saved.or_trouble(&desk, &visitor)? {
        SharedSaved::Done { version } => {
            let held = [(VERSION, version.to_string()), (MARK, mark(&posted))];
            let held: HashMap<_, _> = held.map(|(name, value)| (format!("{code}-{name}"), value)).into();
            let saved = format::time(visitor.w, time_of(now.micros()));
            (StatusCode::OK, json!({ "version": version, "saved": saved, "held": held }))
        }
        SharedSaved::Stale(stored) => {
            let stored = of_text(&stored.text);
            let texts =
                stored.pairs().filter(|(name, _)| !["keep", "quote", "answers", "open"].contains(name));
            let theirs: HashMap<_, _> = texts.map(|(name, text)| (format!("{code}-{name}"), text)).collect();
            (StatusCode::CONFLICT, json!({ "theirs": theirs }))
        }
        SharedSaved::Gone => return Err(not_found()),
    };
    Ok((status, [(header::CONTENT_TYPE, "application/json")], answer.to_string()).into_response())
}

#[cfg(test)]
mod tests;
