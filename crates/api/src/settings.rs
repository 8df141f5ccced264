//! What holds for the whole authority, the token itself, and the practice municipality's day.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use law::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::access_tokens::{self, Scope};
use web::desk::Desk;
use web::pages::{demo_day, drafts, more};

use crate::caller::Caller;
use crate::problem::{Problem, Sort};
use crate::sent::Sent;

/// What holds for the authority.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// After how many days a draft counts as left lying.
    #[schemars(range(min = 1, max = 365))]
    pub draft_days: i64,
}

/// How far the practice municipality's day is set forward.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forward {
    /// By how many days.
    #[schemars(range(min = 1, max = 366))]
    pub days: u16,
}

/// What day it is in the practice municipality.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PracticeDay {
    /// Today.
    pub today: Day,
    /// By how many days it has been set forward in all.
    pub days: i64,
}

/// A token that holds no longer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Ended {
    /// It was still there.
    pub ended: bool,
}

/// What holds for the authority.
pub async fn show(State(desk): State<Arc<Desk>>, caller: Caller) -> Result<Json<Settings>, Problem> {
    caller.needs(Scope::Read)?;
    let draft_days = caller.ask(&desk, |desk, _| Ok(drafts::days(desk)?)).await?;
    Ok(Json(Settings { draft_days }))
}

/// Sets it, for whoever leads a whole department.
pub async fn set(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    sent: Sent<Settings>,
) -> Result<Json<Settings>, Problem> {
    caller.needs(Scope::Write)?;
    if !more::may_set(&caller.member) {
        return Err(Problem::new(caller.w, Sort::NotFound));
    }
    let days = drafts::read_days(&sent.body.draft_days.to_string());
    let days = days.ok_or_else(|| Problem::new(caller.w, Sort::WrongShape).at("draft_days"))?;
    caller.ask(&desk, move |desk, _| Ok(drafts::set_days(desk, days)?)).await?;
    Ok(Json(Settings { draft_days: days }))
}

/// Sets the practice municipality's day forward. Elsewhere there is nothing here.
pub async fn set_forward(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    sent: Sent<Forward>,
) -> Result<Json<PracticeDay>, Problem> {
    caller.needs(Scope::Write)?;
    let days = sent.body.days;
    if !(1..=demo_day::STEP_MAX).contains(&days) {
        return Err(Problem::new(caller.w, Sort::WrongShape).at("days"));
    }
    let days = caller.ask(&desk, move |desk, _| demo_day::set_forward(desk, days)).await?;
    Ok(Json(PracticeDay { today: desk.clock.now().today, days }))
}

/// Takes the token away that the request is sent with.
pub async fn end_token(State(desk): State<Arc<Desk>>, caller: Caller) -> Result<Json<Ended>, Problem> {
    let ended = caller.ask(&desk, |desk, own| {
        let (authority, account, token) = (desk.house.authority.0, own.actor.staff.uuid(), own.token);
        Ok(desk.house.db.write(move |tx| access_tokens::end(tx, authority, account, token))?)
    });
    Ok(Json(Ended { ended: ended.await? }))
}
