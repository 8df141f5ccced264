//! Who calls: the token in `Authorization: Bearer …`, and the member of staff whose it is.
//!
//! A token has its owner's rights and no more; its scopes can only narrow them. Nothing here reads a cookie, so no page of somebody else's
//! can call in a visitor's name.

use std::sync::Arc;

use aide::OperationInput;
use aide::generate::GenContext;
use aide::openapi::Operation;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use record::organisation::Member;
use record::{Actor, CommandId, StaffId};
use store::Now;
use store::access_tokens::{self, Held, Scope};
use store::accounts;
use store::secret::Secret;
use store::sessions::Proof;
use uuid::Uuid;
use web::desk::{Desk, Visitor, blocking};
use web::door;
use web::shell::Site;
use web::visitor;
use web::words::Words;
use web::written::Written;

use crate::problem::{Problem, Sort};

/// A member of staff, acting through a program.
#[derive(Clone)]
pub struct Caller {
    /// The member, acting.
    pub actor: Actor,
    /// The member, as the organisation knows them.
    pub member: Member,
    /// What the token may be used for.
    pub scopes: Vec<Scope>,
    /// The token's id.
    pub token: Uuid,
    /// The words of the language that was asked for.
    pub w: &'static Words,
    /// The moment of the request. One request has one time.
    pub now: Now,
}

impl Caller {
    /// Refuses unless the token has a scope.
    ///
    /// # Errors
    /// 403 where it has not.
    pub fn needs(&self, scope: Scope) -> Result<(), Problem> {
        if self.scopes.contains(&scope) {
            return Ok(());
        }
        Err(Problem::new(self.w, Sort::Scope))
    }

    /// Refuses unless the token has one of two scopes.
    ///
    /// # Errors
    /// 403 where it has neither.
    pub fn needs_either(&self, one: Scope, other: Scope) -> Result<(), Problem> {
        self.needs(one).or_else(|_| self.needs(other))
    }

    /// The caller, as a page knows its reader.
    pub fn visitor(&self) -> Visitor {
        Visitor {
            actor: self.actor.clone(),
            member: self.member.clone(),
            w: self.w,
            now: self.now,
            single_keys: false,
            needs_now: 0,
            written: Written::default(),
            glass: Arc::default(),
            proof: Proof { level: 0, at_us: 0 },
            here: String::new(),
            emergency: None,
        }
    }

    /// Does work on the store, where waiting is allowed.
    ///
    /// # Errors
    /// 503 when too much is going on already, and what the work answers.
    pub async fn ask<T: Send + 'static>(
        &self,
        desk: &Arc<Desk>,
        work: impl FnOnce(&Desk, &Self) -> store::Answer<T> + Send + 'static,
    ) -> Result<T, Problem> {
        let (own, w) = (self.clone(), self.w);
        let done = blocking(desk, move |desk| work(desk, &own)).await;
        let done = done.map_err(|_| Problem::new(w, Sort::Busy))?;
        done.map_err(|trouble| Problem::of(w, &trouble))
    }

    /// Whether what was sent has been done before, under its key. Whatever is drawn from the file as it stands asks first: once done, the
    /// same could not be drawn anew.
    ///
    /// # Errors
    /// 409 where the key was used for something else.
    pub(crate) async fn is_done(&self, desk: &Arc<Desk>, id: CommandId, form: &str) -> Result<bool, Problem> {
        let form = form.to_owned();
        self.ask(desk, move |desk, own| desk.house.is_done(&own.actor, id, Some(&form))).await
    }
}

fn token(site: &Site, headers: &HeaderMap) -> Option<Secret> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| door::shown(site, token.trim())).flatten()
}

impl FromRequestParts<Arc<Desk>> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Self, Problem> {
        let w = visitor::accepted(&parts.headers);
        let nobody = || Problem::new(w, Sort::Nobody);
        let token = token(&desk.site, &parts.headers).ok_or_else(nobody)?;
        // Tokens follow the real clock, like sessions: setting the demo's day forward ends none.
        let real_us = desk.clock.real().as_microsecond();
        let find = move |desk: &Desk| {
            let authority = desk.house.authority.0;
            let held = desk.house.db.read(|tx| {
                let Some(held) = access_tokens::find(tx, authority, &token, real_us)? else {
                    return Ok(None);
                };
                // Closing an account ends its tokens; one that came back some other way ends here. The demo's people need no account.
                let open = desk.site.demo || accounts::is_open(tx, authority, held.account)?;
                Ok(open.then_some(held))
            })?;
            Ok((held, desk.house.organisation_now(desk.clock.now().today)?))
        };
        let held = blocking(desk, find).await;
        let held = held.map_err(|_| Problem::new(w, Sort::Busy))?;
        let (held, organisation) = held.map_err(|error| Problem::of(w, &store::Trouble::Storage(error)))?;
        let Held { account, scopes, id, .. } = held.ok_or_else(nobody)?;
        let member = organisation.member(StaffId::new(account)).ok_or_else(nobody)?.clone();
        Ok(Self { actor: member.actor(), member, scopes, token: id, w, now: desk.clock.now() })
    }
}

/// The document says once, for all operations, that a token is needed.
impl OperationInput for Caller {
    fn operation_input(_: &mut GenContext, _: &mut Operation) {}
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_token_is_read_from_its_header_and_nothing_else_is_one() {
        let hex = "ab".repeat(32);
        let site = Site::demo("Lyktinge kommun");
        let of = |text: &str| {
            let value = HeaderValue::from_str(text).expect("a header");
            token(&site, &[(header::AUTHORIZATION, value)].into_iter().collect()).is_some()
        };
        assert!(of(&format!("Bearer {hex}")) && of(&format!("bearer  {hex}")));
        assert!(!of(&hex) && !of(&format!("Basic {hex}")) && !of("Bearer") && !of("Bearer x"));
        assert!(token(&site, &HeaderMap::new()).is_none());
    }
}
