//! What becomes of somebody who has proved who they are, in whichever way: they are let in, go on with their session, or bind what they proved it
//! with to the account whose code they have.

use record::StaffId;
use record::organisation::Member;
use serde::{Deserialize, Serialize};
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
use crate::visitor::{self, LIMITS};

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

    fn bind(&self, desk: &Desk, code: &Code, now_us: i64) -> store::Result<Binding> {
        match self {
            Self::Provider(identity) => desk.house.bind_login(code, identity, now_us),
            Self::Key(key) => desk.house.bind_passkey(code, key, now_us),
        }
    }
}

/// What came of it.
pub(super) enum Settled {
    /// They are in, with this session.
    In(Secret),
    /// A sealed account has a key now. Nobody is in: that would be using it.
    Sealed,
    /// Why not, as a message.
    No(&'static str),
}

/// Lets somebody in where there is an open account, the level is enough, and it is the same person where it must be.
pub(super) fn settle(
    desk: &Desk,
    why: For,
    proven: Proven,
    (former, code): (Option<Secret>, Option<Code>),
) -> store::Result<Settled> {
    let Proven { by, proof } = proven;
    let now_us = desk.clock.real().as_microsecond();
    let account = match (why, &code) {
        (For::Bind, None) => return Ok(Settled::No("bind-no-code")),
        (For::Bind, Some(code)) => desk.house.of_code(code, now_us)?,
        _ => desk.house.account_of(&by.identity())?,
    };
    let none = if why == For::Bind { "bind-no-code" } else { "login-no-account" };
    let Some(account) = account else { return Ok(Settled::No(none)) };
    let sealed = Emergency::of(account).is_some();
    let Some(required) = required_of(desk, account)? else { return Ok(Settled::No(none)) };
    if proof.level < required {
        return Ok(Settled::No("login-low"));
    }
    match (why, &code, by) {
        (For::Bind, Some(code), by) => match by.bind(desk, code, now_us)? {
            Binding::Bound(_) => {}
            Binding::NoCode => return Ok(Settled::No("bind-no-code")),
            Binding::Taken => return Ok(Settled::No("bind-taken")),
            Binding::KeyOnly => return Ok(Settled::No("bind-key-only")),
        },
        (_, _, By::Key(key)) => desk.house.keep_passkey(key)?,
        (_, _, By::Provider(_)) => {}
    }
    if why == For::Bind && sealed {
        return Ok(Settled::Sealed);
    }
    let limits = if sealed { emergency::LIMITS } else { LIMITS };
    let token = match (why, former) {
        (For::StepUp, None) => return Ok(Settled::No("login-other")),
        (For::StepUp, Some(former)) => {
            let of = (desk.house.authority.0, account);
            let goes_on =
                move |tx: &mut dyn store::Tx| accounts::step_up(tx, of, &former, proof, now_us, limits);
            match desk.house.db.write(goes_on)? {
                None => return Ok(Settled::No("login-other")),
                token => token,
            }
        }
        (_, former) => desk.house.log_in(account, former.as_ref(), proof, (now_us, limits))?,
    };
    Ok(token.map_or(Settled::No(none), Settled::In))
}

/// The level that an account takes: that of its owner's role, and for a sealed one what handling a child's file takes, since no role may ask
/// for more than its key can show. None where it is nobody's who works here today.
fn required_of(desk: &Desk, account: Uuid) -> store::Result<Option<u8>> {
    if Emergency::of(account).is_some() {
        return Ok(Some(visitor::LEVEL));
    }
    let organisation = desk.house.organisation_now(desk.clock.now().today)?;
    let member = organisation.member(StaffId::new(account));
    let required =
        |member: &Member| desk.providers.as_ref().map_or(visitor::LEVEL, |all| all.required_of(member.level));
    Ok(member.map(required))
}
