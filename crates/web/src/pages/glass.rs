//! `/akt/{file}/nod`: breaking the glass (*nödöppning*) over a file that somebody who receives reports has no ground for.
//!
//! A search with the child's exact number leads here, and reception's own page of a file of which it sees its report alone. Whoever may
//! not break the glass meets what they meet today: nothing is there.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use record::FileId;
use store::{GlassOffer, HOLDS_US};

use crate::desk::{Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, html_with, not_found, see_other};
use crate::fields::{Choice, Field};
use crate::file_page::{Back, Sheet};
use crate::format;
use crate::pages::reason::{options_of, read_of};
use crate::pages::search::contact_words;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/nod", show, break_glass)
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
) -> Result<Page, Page> {
    let offer = offered(&desk, &visitor, &file).await?;
    if offer.holds {
        return Ok(see_other(&format!("/akt/{file}")));
    }
    Ok(draw(&desk, &visitor, &offer, &Typed::default(), &Back::fresh()))
}

async fn break_glass(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    typed: Typed,
) -> Result<Page, Page> {
    let offer = offered(&desk, &visitor, &file).await?;
    let purposes = desk.house.glass_purposes(visitor.now.today, offer.protected);
    let purpose = match read_of(&visitor, &typed, &purposes, ["glass-missing", "glass-words-missing"]) {
        Ok(purpose) => purpose,
        Err(errors) => return Ok(draw(&desk, &visitor, &offer, &typed, &Back::wrong(errors))),
    };
    let (who, now, file) = (visitor.actor.clone(), visitor.now, offer.contact.file);
    let broken = blocking(&desk, move |desk| desk.house.break_glass(&who, now, file, &purpose)).await?;
    broken.or_trouble(&desk, &visitor)?;
    Ok(see_other(&format!("/akt/{file}")))
}

/// What is known before the glass is broken; 404 for everybody who may not.
async fn offered(desk: &Arc<Desk>, visitor: &Visitor, file: &str) -> Result<GlassOffer, Page> {
    let file: FileId = file.parse().map_err(|_| not_found())?;
    let (who, now) = (visitor.actor.clone(), visitor.now);
    let offered = blocking(desk, move |desk| desk.house.glass_offered(&who, now, file)).await?;
    offered.or_trouble(desk, visitor)
}

fn draw(desk: &Desk, visitor: &Visitor, offer: &GlassOffer, typed: &Typed, back: &Back) -> Page {
    let w = visitor.w;
    let sheet = Sheet { typed, errors: &back.errors };
    let purposes = desk.house.glass_purposes(visitor.now.today, offer.protected);
    let until = format::local(visitor.now.micros() + HOLDS_US).time();
    let page = GlassPage {
        w,
        shell: visitor.shell(desk, w.t("glass-title"), Place::Elsewhere),
        file: offer.contact.file,
        contact: contact_words(desk, w, &offer.contact),
        protected: offer.protected,
        until: format::time(w, until),
        errors: &back.errors,
        purpose: sheet.choice("reason", "glass-why", options_of(w, &purposes)),
        words: Field { max: 500, ..sheet.area("words", "glass-words", 2) },
    };
    html_with(back.status, &page)
}

#[derive(Template)]
#[template(path = "glass.html")]
struct GlassPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    file: FileId,
    contact: String,
    /// The child is protected: what is shown is less, and it is said so.
    protected: bool,
    until: String,
    errors: &'a Errors,
    purpose: Choice<'a>,
    words: Field<'a>,
}

#[cfg(test)]
mod tests;
