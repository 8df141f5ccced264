//! `/myndighet`: whoever works for several authorities chooses which one they work for now (*socialjour* serves several municipalities).
//!
//! One login, one session, one authority at a time. Choosing another is an act: the session here ends, another begins there under a token of its
//! own, with the rights that they have there and no others. When they last showed who they are comes along, and so does when the day's
//! session ends at the latest. The page names authorities and nothing that belongs to them.
//!
//! What leads from one to another is what the session was begun with: the other must know that very login, by a code that was handed over there.
//! That the same person has some other login here leads nowhere, or whoever can bind a login in one authority could come into another by it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use axum_extra::extract::cookie::CookieJar;
use store::House;
use store::secret::Secret;
use store::sessions::{self, Limits, Session};
use uuid::Uuid;

use super::entering::{Entry, required_of};
use super::login::Asked;
use super::provided::till;
use crate::desk::{Desk, OrTrouble, Page, Typed, Visitor, blocking, html, not_found, see_other};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::visitor::{self, LIMITS};
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/myndighet", show, choose)
}

/// An authority that somebody may work for.
struct Choice {
    number: i64,
    name: String,
}

#[derive(Template)]
#[template(path = "authority.html")]
struct AuthorityPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    /// Where they were on the way to, here.
    till: &'a str,
    here: String,
    others: Vec<Choice>,
}

/// A running session with what it was begun with.
fn running(desk: &Desk, token: &Secret) -> store::Result<Option<(Session, Vec<sessions::Known>)>> {
    let Some(session) = visitor::session_of(desk, token)? else { return Ok(None) };
    let known = desk.house.db.read(|tx| sessions::known(tx, desk.house.authority.0, token))?;
    Ok(Some((session, known)))
}

/// The account that a session leads to in another authority: bound to the same login there, open, of somebody who works there today, and not
/// asking for a higher level than was shown.
fn account_in(
    desk: &Desk,
    house: &House,
    (session, known): &(Session, Vec<sessions::Known>),
) -> store::Result<Option<Uuid>> {
    let Some(account) = house.account_known(known)? else { return Ok(None) };
    let required = required_of(desk, house, account)?;
    Ok(required.is_some_and(|required| session.proof.level >= required).then_some(account))
}

/// The other authorities that a session leads to.
fn others(desk: &Desk, token: &Secret) -> store::Result<Vec<Choice>> {
    let Some(session) = running(desk, token)? else { return Ok(Vec::new()) };
    let mut choices = Vec::new();
    for house in desk.houses.iter().filter(|house| house.authority != desk.house.authority) {
        if account_in(desk, house, &session)?.is_some() {
            choices.push(Choice { number: house.authority.0, name: name(house) });
        }
    }
    Ok(choices)
}

fn name(house: &House) -> String {
    house.establishment().municipality.clone()
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    jar: CookieJar,
    Query(asked): Query<Asked>,
) -> Result<Page, Page> {
    let Some(token) = visitor::token(&desk.site, &jar) else { return Err(not_found()) };
    let others = blocking(&desk, move |desk| others(desk, &token)).await?.or_trouble(&desk, &visitor)?;
    let w = visitor.w;
    let shell = visitor.shell(&desk, w.t("authority-title"), Place::More);
    Ok(html(&AuthorityPage { w, shell, till: till(&asked), here: name(&desk.house), others }))
}

async fn choose(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    jar: CookieJar,
    typed: Typed,
) -> Result<Page, Page> {
    let Some(token) = visitor::token(&desk.site, &jar) else { return Err(not_found()) };
    let number: i64 = typed.get("authority").parse().map_err(|_| not_found())?;
    let goes = blocking(&desk, move |desk| go(desk, &token, number)).await?;
    // An authority that is not there and one that is not theirs answer alike.
    let entry = goes.or_trouble(&desk, &visitor)?.ok_or_else(not_found)?;
    Ok((jar.add(entry.carried(&desk.site)), see_other("/")).into_response())
}

/// Begins a session in another authority, and ends the one here.
fn go(desk: &Desk, former: &Secret, number: i64) -> store::Result<Option<Entry>> {
    let Some(session) = running(desk, former)? else { return Ok(None) };
    let away = |house: &&Arc<House>| house.authority.0 == number && house.authority != desk.house.authority;
    let Some(house) = desk.houses.iter().find(away) else { return Ok(None) };
    let Some(account) = account_in(desk, house, &session)? else { return Ok(None) };
    let (session, known) = session;
    let now_us = desk.clock.real().as_microsecond();
    let limits = Limits { absolute_us: session.ends_us - now_us, ..LIMITS };
    let Some(token) = house.log_in(account, None, session.proof, (now_us, limits))? else { return Ok(None) };
    house.session_known(&token, known)?;
    desk.house.end_session(former)?;
    Ok(Some(Entry::at(number, token)))
}

#[cfg(test)]
mod tests;
