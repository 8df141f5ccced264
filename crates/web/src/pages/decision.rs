//! `/akt/{file}/arende/{matter}/beslut`: a decision in a matter of any kind. `/akt/{file}/beslut/{decision}/andra`: a decision that changes
//! or corrects one that stands.
//!
//! Which decisions are offered, and which fields they have, is read from the law data: nothing here knows a type by its name.
//!
//! Two pages at one address. The form; then the check page with the text as it will stand, and the one button the reader has the right to:
//! to decide, or to send the proposal to somebody who may. The law's demands are tested before the check page is shown, so that a decision
//! that cannot be made is not first read through. Where the reader may make none of the decisions that are offered, the form sends the
//! proposal itself: whoever decides reads it through.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};

use crate::desk::{Desk, Errors, Page, Typed, Visitor, done_words, not_found, see_other};
use crate::file_page::{self, Back};
use crate::pages::decision_request::{self, DecisionRequest, Deed, stands_alike};
use crate::pages::drafts;
use crate::routes::Routes;

use self::at::{At, Decided};
pub(crate) use self::check::{Frozen, consents};

mod at;
mod check;
mod drawing;
mod fields;

/// The pages' addresses.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/arende/{matter}/beslut", show, send).form(
        "/akt/{file}/beslut/{decision}/andra",
        show_change,
        send_change,
    )
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let at = At::open(&desk, &visitor, &file, &matter).await?;
    first(&desk, &visitor, &at, query.as_deref()).await
}

async fn show_change(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, decision)): Path<(String, String)>,
) -> Result<Page, Page> {
    let at = At::change(&desk, &visitor, &file, &decision).await?;
    first(&desk, &visitor, &at, None).await
}

async fn send(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let at = At::open(&desk, &visitor, &file, &matter).await?;
    answer(&desk, &visitor, &at, &typed).await
}

async fn send_change(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, decision)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let at = At::change(&desk, &visitor, &file, &decision).await?;
    answer(&desk, &visitor, &at, &typed).await
}

/// The form as it is met: with what was drafted, else with what stands there from the start.
async fn first(desk: &Arc<Desk>, visitor: &Visitor, at: &At, query: Option<&str>) -> Result<Page, Page> {
    // A matter in which nothing can be decided has no such page.
    if at.kinds.is_empty() {
        return Err(not_found());
    }
    let mut kept = drafts::kept(desk, visitor, &at.draft(), Some(at.open.id)).await?;
    // Whoever went from here to write in the consent comes back to a service that now is the obvious one.
    kept.values.retain(|(name, value)| name != "service" || !value.is_empty());
    let mut presets = at.presets(desk, visitor);
    if kept.values.is_empty() {
        // What came in one report and stands alike is mostly decided as one. A box that somebody has cleared stays clear.
        let alike = at.siblings.iter().filter(|one| at.report().is_some_and(|own| stands_alike(one, own)));
        presets.extend(alike.map(|one| ("sibling".to_owned(), one.open.id.to_string())));
    }
    let typed = kept.typed(presets);
    Ok(at.form_page(desk, visitor, &typed, &Back::fresh(), kept.view, done_words(visitor.w, query)))
}

/// What is done with a form that was sent: drawn again, checked, decided, proposed.
async fn answer(desk: &Arc<Desk>, visitor: &Visitor, at: &At, typed: &Typed) -> Result<Page, Page> {
    let command = typed.command()?;
    let back = match at.form(desk, visitor).read(typed) {
        // Sent twice: what its first sending decided no longer waits.
        Err(_) if file_page::is_done(desk, visitor, typed).await? => {
            return Ok(see_other(&at.after_before(typed)));
        }
        Err(errors) => Back::wrong(errors),
        Ok(request) => match file_page::deed(typed) {
            deed @ ("sign" | "propose") => match asked(desk, visitor, at, typed, &request, deed)? {
                Err(errors) => Back::wrong(errors),
                Ok(deed) => {
                    let decided = Decided::of(desk, &request);
                    let wish = request.clone().into_wish(command, typed.draft(), deed);
                    match file_page::act(desk, visitor, wish).await? {
                        Ok(_) => return Ok(see_other(&at.after(deed, &decided))),
                        Err(back) => at_its_place(desk, visitor, at, &request, back),
                    }
                }
            },
            "change" => Back::fresh(),
            _ => match at.refusal(desk, visitor, &request) {
                None => return Ok(at.check_page(desk, visitor, typed, &request)),
                Some(errors) => Back::wrong(errors),
            },
        },
    };
    let back = decision_request::told_at_its_reason(back, desk.house.law, typed.get("outcome"));
    let draft = drafts::draft_of(desk, visitor, typed, &at.draft(), Some(at.open.id)).await?;
    Ok(at.form_page(desk, visitor, typed, &back, draft, None))
}

/// To decide, or to propose to somebody who may. Whoever may not is not let in by a proposal; on the form itself, where several types are
/// offered, it is told at the choice.
fn asked(
    desk: &Desk,
    visitor: &Visitor,
    at: &At,
    typed: &Typed,
    request: &DecisionRequest,
    deed: &str,
) -> Result<Result<Deed, Errors>, Page> {
    if deed == "sign" {
        return Ok(Ok(Deed::Make));
    }
    let Some(to) = typed.id("to") else { return Ok(Ok(Deed::Propose(None))) };
    let kind = &request.decisions[0].decision.kind;
    let kind = at.kinds.iter().find(|one| one.id == *kind).ok_or_else(not_found)?;
    if at.may_be_sent(desk, visitor, kind, to) {
        return Ok(Ok(Deed::Propose(Some(to))));
    }
    let other = at.kinds.iter().any(|kind| at.may_be_sent(desk, visitor, kind, to));
    if other && typed.has("direct") {
        return Ok(Err(Errors::one("to", visitor.w.t("error-decision-to"))));
    }
    Err(not_found())
}

/// What the record refused, told where it can be mended.
fn at_its_place(desk: &Desk, visitor: &Visitor, at: &At, request: &DecisionRequest, back: Back) -> Back {
    if !back.since.is_empty() {
        return back;
    }
    at.refusal(desk, visitor, request).map_or(back, Back::wrong)
}

#[cfg(test)]
mod investigation_tests;
#[cfg(test)]
mod tests;
