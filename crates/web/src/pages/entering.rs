//! What becomes of somebody who has proved who they are, in whichever way: they are let in, go on with their session, or bind what they proved it
//! with to the account whose code they have.
//!
//! Where one program serves several authorities an account, a code and a session are each one authority's. Whoever proves who they are is let in
//! where they have an account, and where they have several, at the first; from there they choose (`authority.rs`).

use std::sync::Arc;

use axum_extra::extract::cookie::Cookie;
use record::StaffId;
use record::organisation::Member;
use serde::{Deserialize, Serialize};
use store::House;
use store::accounts::{self, Binding, Identity};
use store::code::Code;
use store::emergency::Emergency;
use store::passkeys::Passkey;
use store::secret::Secret;
use store::sessions::Proof;
use uuid::Uuid;

use crate::desk::Desk;
use crate::emergency;
use crate::shell::Site;
use crate::visitor::{self, LIMITS, owner};
use crate::words::Words;

/// What somebody is asked who they are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum For {
    /// To log in.
    Login,
    /// To show once more who they are.
    StepUp,
    /// To bind what they log in with to the account whose code they have.
    Bind,
}

/// The cookie that holds the code of whoever is about to bind a login.
pub(super) fn code_cookie(site: &Site) -> &'static str {
    if site.secure { "__Host-lykta-kod" } else { "lykta-kod" }
}

/// Somebody has proved who they are, outside.
pub(super) struct Proven {
    pub(super) by: By,
    pub(super) proof: Proof,
}

/// By what.
pub(super) enum By {
    Provider(Identity),
    /// The key as it is to be kept from now on.
    Key(Passkey),
}

impl By {
    fn identity(&self) -> Identity {
        match self {
            Self::Provider(identity) => identity.clone(),
            Self::Key(key) => Identity::Passkey { credential: key.credential.clone() },
        }
    }

    fn bind(&self, house: &House, code: &Code, now_us: i64) -> store::Result<Binding> {
        match self {
            Self::Provider(identity) => house.bind_login(code, identity, now_us),
            Self::Key(key) => house.bind_passkey(code, key, now_us),
        }
    }
}

/// What came of it.
pub(super) enum Settled {
    /// They are in.
    In(Entry),
    /// A sealed account has a key now. Nobody is in: that would be using it.
    Sealed,
    /// Why not, as a message.
    No(&'static str),
}

/// A session that has begun, or goes on.
pub(super) struct Entry {
    token: Secret,
    /// Whose door it is shown at.
    door: i64,
    /// Whether what they proved it with opens other authorities too.
    several: bool,
}

impl Entry {
    /// A session at another door.
    pub(super) fn at(door: i64, token: Secret) -> Self {
        Self { token, door, several: false }
    }

    /// Its cookie.
    pub(super) fn carried(&self, site: &Site) -> Cookie<'static> {
        let site = Site { door: self.door, ..site.clone() };
        visitor::carrying(&site, &self.token)
    }

    /// Where they go: to what they were on the way to, or to the choice of an authority first.
    pub(super) fn onward(&self, till: &str) -> String {
        if self.several { visitor::with_till("/myndighet", till) } else { till.to_owned() }
    }
}

/// The authority whose code it is, and whose account it is for; none where it can be used no more. Nothing is used up by asking.
fn of_code(desk: &Desk, code: &Code, now_us: i64) -> store::Result<Option<(Arc<House>, Uuid)>> {
    for house in &desk.houses {
        if let Some(account) = house.of_code(code, now_us)? {
            return Ok(Some((Arc::clone(house), account)));
        }
    }
    Ok(None)
}

/// Whose account a code is for, as they work there today.
pub(super) fn owner_of_code(
    desk: &Desk,
    w: &Words,
    code: &Code,
    now_us: i64,
) -> store::Result<Option<Member>> {
    let Some((house, account)) = of_code(desk, code, now_us)? else { return Ok(None) };
    let organisation = house.organisation_now(desk.clock.now().today)?;
    Ok(owner(&organisation, w, account))
}

/// Where somebody's account is, and whose.
type Found = (Arc<House>, Uuid);

/// The accounts that somebody means: of a code the one it is for, of a session that goes on the one in its own authority, else all that what they
/// proved it with opens.
fn accounts_of(desk: &Desk, why: For, by: &By, code: Option<&Code>) -> store::Result<Vec<Found>> {
    let now_us = desk.clock.real().as_microsecond();
    if let (For::Bind, Some(code)) = (why, code) {
        return Ok(of_code(desk, code, now_us)?.into_iter().collect());
    }
    let identity = by.identity();
    let mut found = Vec::new();
    for house in
        desk.houses.iter().filter(|house| why == For::Login || house.authority == desk.house.authority)
    {
        if let Some(account) = house.account_of(&identity)? {
            found.push((Arc::clone(house), account));
        }
    }
    Ok(found)
}

/// Lets somebody in where there is an open account, the level is enough, and it is the same person where it must be.
pub(super) fn settle(
    desk: &Desk,
    why: For,
    proven: Proven,
    (former, code): (Option<Secret>, Option<Code>),
) -> store::Result<Settled> {
    let Proven { by, proof } = proven;
    if why == For::Bind && code.is_none() {
        return Ok(Settled::No("bind-no-code"));
    }
    let none = if why == For::Bind { "bind-no-code" } else { "login-no-account" };
    let mut open = Vec::new();
    let mut low = false;
    for (house, account) in accounts_of(desk, why, &by, code.as_ref())? {
        match required_of(desk, &house, account)? {
            Some(required) if proof.level < required => low = true,
            Some(_) => open.push((house, account)),
            None => {}
        }
    }
    let several = open.len() > 1;
    let Some(found) = open.into_iter().next() else {
        return Ok(Settled::No(if low { "login-low" } else { none }));
    };
    match (why, &code, &by) {
        (For::Bind, Some(code), by) => match by.bind(&found.0, code, desk.clock.real().as_microsecond())? {
            Binding::Bound(_) => {}
            Binding::NoCode => return Ok(Settled::No("bind-no-code")),
            Binding::Taken => return Ok(Settled::No("bind-taken")),
            Binding::KeyOnly => return Ok(Settled::No("bind-key-only")),
        },
        (_, _, By::Key(key)) => found.0.keep_passkey(key.clone())?,
        (_, _, By::Provider(_)) => {}
    }
    if why == For::Bind && Emergency::of(found.1).is_some() {
        return Ok(Settled::Sealed);
    }
    let token = if why == For::StepUp {
        let Some(former) = former else { return Ok(Settled::No("login-other")) };
        goes_on(&found, &former, proof, desk)?
    } else {
        begins(desk, &found, former.as_ref(), proof)?
    };
    let Some(token) = token else {
        return Ok(Settled::No(if why == For::StepUp { "login-other" } else { none }));
    };
    if desk.houses.len() > 1 {
        let known = desk.houses.iter().map(|house| house.knows(&by.identity())).collect();
        found.0.session_known(&token, known)?;
    }
    Ok(Settled::In(Entry { token, door: found.0.authority.0, several: several && why == For::Login }))
}

/// Goes on with a session under a new token; none where it is somebody else's.
fn goes_on(found: &Found, former: &Secret, proof: Proof, desk: &Desk) -> store::Result<Option<Secret>> {
    let (of, now_us) = ((found.0.authority.0, found.1), desk.clock.real().as_microsecond());
    let former = former.clone();
    found.0.db.write(move |tx| accounts::step_up(tx, of, &former, proof, now_us, LIMITS))
}

/// Begins a session, and ends the one that the browser had, wherever that was.
fn begins(
    desk: &Desk,
    (house, account): &Found,
    former: Option<&Secret>,
    proof: Proof,
) -> store::Result<Option<Secret>> {
    let now_us = desk.clock.real().as_microsecond();
    let limits = if Emergency::of(*account).is_some() { emergency::LIMITS } else { LIMITS };
    let token = house.log_in(*account, former, proof, (now_us, limits))?;
    if let Some(former) = former.filter(|_| token.is_some() && house.authority != desk.house.authority) {
        desk.house.end_session(former)?;
    }
    Ok(token)
}

/// The level that an account takes: that of its owner's role, and for a sealed one what handling a child's file takes, since no role may ask
/// for more than its key can show. None where it is nobody's who works here today.
pub(super) fn required_of(desk: &Desk, house: &House, account: Uuid) -> store::Result<Option<u8>> {
    if Emergency::of(account).is_some() {
        return Ok(Some(visitor::LEVEL));
    }
    let organisation = house.organisation_now(desk.clock.now().today)?;
    let member = organisation.member(StaffId::new(account));
    let required =
        |member: &Member| desk.providers.as_ref().map_or(visitor::LEVEL, |all| all.required_of(member.level));
    Ok(member.map(required))
}

/// Lets somebody in whom a provider has named: their cookie, and where they go.
#[cfg(test)]
pub(crate) fn logged_in(
    desk: &Desk,
    identity: Identity,
    proof: Proof,
    till: &str,
) -> Option<(Cookie<'static>, String)> {
    let proven = Proven { by: By::Provider(identity), proof };
    match settle(desk, For::Login, proven, (None, None)).expect("asked") {
        Settled::In(entry) => Some((entry.carried(&desk.site), entry.onward(till))),
        Settled::Sealed | Settled::No(_) => None,
    }
}
