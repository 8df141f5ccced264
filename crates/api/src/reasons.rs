//! Reasons for reading: a colleague in the unit that has a file, and no part in it, says why, and may read for an hour. What is said stands
//! under *Vem har läst*, as on the page.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use record::access::Basis;
use record::{Code, StaffId, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::access_tokens::Scope;
use store::{Contact, Given, Part, Reason};
use web::desk::{Desk, Typed};
use web::pages::reason;

use crate::caller::Caller;
use crate::files::{InFile, instant};
use crate::lists::Elsewhere;
use crate::problem::Problem;
use crate::sent::Sent;

/// Why somebody reads.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// A code of `reading_reason`.
    pub reason: Code,
    /// In own words, so that whoever reviews it need not ask.
    pub words: Text,
}

/// A reason that was given.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GivenReason {
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: String,
    /// `stated` for a colleague's reason, `glass` where the glass was broken.
    pub ground: Basis,
    /// A code of `reading_reason`, or of `glass_purpose` where the glass was broken.
    pub reason: Code,
    /// In their own words.
    pub words: Text,
    /// What somebody else found when they looked into it.
    pub review: Option<GivenReview>,
}

/// What somebody found who looked into a broken glass.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GivenReview {
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: String,
    /// A code of `reading_outcome`.
    pub outcome: Code,
    /// In their own words.
    pub words: Text,
}

/// A reason that holds.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Holds {
    /// Until when.
    pub until: String,
}

/// The reasons given for reading a file, latest first.
pub async fn given(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InFile { file }): Path<InFile>,
) -> Result<Json<Vec<GivenReason>>, Problem> {
    caller.needs(Scope::Read)?;
    let given = caller.ask(&desk, move |desk, own| {
        let open = desk.house.look(&own.actor, own.now, file, Part::Readers)?;
        desk.house.reasons(&open)
    });
    let one = |given: Given| {
        let Reason { code, words } = given.reason;
        let review = given.review.map(|review| GivenReview {
            by: review.by,
            at: instant(review.at_us),
            outcome: review.found.code,
            words: review.found.words,
        });
        let (by, at, ground) = (given.by, instant(given.at_us), given.ground);
        GivenReason { by, at, ground, reason: code, words, review }
    };
    Ok(Json(given.await?.into_iter().map(one).collect()))
}

/// Whom to contact about a file that opens with a reason.
pub async fn asked(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InFile { file }): Path<InFile>,
) -> Result<Json<Elsewhere>, Problem> {
    caller.needs(Scope::Read)?;
    let Contact { file, unit, worker, .. } =
        caller.ask(&desk, move |desk, own| desk.house.asked_for_reason(&own.actor, file)).await?;
    Ok(Json(Elsewhere { file, unit, worker }))
}

/// States a reason. It is written down before anything is shown, and holds for an hour.
pub async fn state(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InFile { file }): Path<InFile>,
    sent: Sent<Stated>,
) -> Result<Json<Holds>, Problem> {
    caller.needs(Scope::Read)?;
    // Who is not to be asked learns nothing of the file, whatever they sent.
    let contact = caller.ask(&desk, move |desk, own| desk.house.asked_for_reason(&own.actor, file)).await?;
    let Stated { reason, words } = sent.body;
    let typed = [("reason", reason.as_str()), ("words", words.as_str())];
    let typed = Typed::from_pairs(typed.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let given = reason::read(&desk, &caller.visitor(), contact.tied, &typed);
    let given = given.map_err(|errors| Problem::of_field(caller.w, &errors))?;
    caller.ask(&desk, move |desk, own| desk.house.give_reason(&own.actor, own.now, file, &given)).await?;
    Ok(Json(Holds { until: instant(caller.now.micros() + store::HOLDS_US) }))
}
