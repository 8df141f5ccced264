//! Who is logged in.
//!
//! The browser holds a random token; here stands only its hash, so that a copy of the register logs nobody
//! in. A session ends when it has been idle too long or is too old, by the clock the caller passes in: both
//! limits are checked when it is looked up, so a forgotten sweep leaves nothing open.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::edge;
use crate::error::Result;
use crate::sql::sessions as sql;
use crate::tx::Tx;

/// How long a session lives, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Without a sign of life.
    pub idle_us: i64,
    /// In all, however busy.
    pub absolute_us: i64,
}

/// A sign of life is written at most this often, so that reading pages does not become a stream of writes.
pub const TOUCH_EVERY_US: i64 = 60 * 1_000_000;

/// The secret a browser holds: 64 hexadecimal digits in a cookie. Never stored, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken([u8; 32]);

/// A running session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// The authority logged in to.
    pub authority: i64,
    /// The account.
    pub account: Uuid,
    /// Since when, in microseconds.
    pub started_us: i64,
    /// It is time to [`touch`] it.
    pub to_touch: bool,
}

impl SessionToken {
    /// For the cookie.
    pub fn reveal(&self) -> String {
        let (high, low) = (u128_from(&self.0, 0), u128_from(&self.0, 16));
        format!("{high:032x}{low:032x}")
    }

    fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

fn u128_from(bytes: &[u8; 32], from: usize) -> u128 {
    u128::from_be_bytes(bytes[from..from + 16].try_into().expect("sixteen of thirty-two bytes"))
}

/// The token is not printed.
impl fmt::Debug for SessionToken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SessionToken(…)")
    }
}

/// A cookie that holds no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a session token")]
pub struct NotAToken;

impl FromStr for SessionToken {
    type Err = NotAToken;

    fn from_str(text: &str) -> Result<Self, NotAToken> {
        if text.len() != 64 || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(NotAToken);
        }
        let half = |part: &str| u128::from_str_radix(part, 16).map(u128::to_be_bytes).map_err(|_| NotAToken);
        let mut bytes = [0; 32];
        bytes[..16].copy_from_slice(&half(&text[..32])?);
        bytes[16..].copy_from_slice(&half(&text[32..])?);
        Ok(Self(bytes))
    }
}

/// Starts a session. The token is returned here and can never be read again.
pub fn start(
    tx: &mut dyn Tx,
    authority: i64,
    account: Uuid,
    now_us: i64,
    limits: Limits,
) -> Result<SessionToken> {
    let token = SessionToken(edge::secret());
    let ends_us = now_us.saturating_add(limits.absolute_us);
    let with = [authority.into(), (&token.hash()).into(), account.into(), now_us.into(), ends_us.into()];
    tx.run(sql::NEW, &with)?;
    Ok(token)
}

/// The session a token belongs to, if it is still running.
pub fn find(tx: &mut dyn Tx, token: &SessionToken, now_us: i64, limits: Limits) -> Result<Option<Session>> {
    let idle_since = now_us.saturating_sub(limits.idle_us);
    let row = tx.row(sql::FIND, &[(&token.hash()).into(), idle_since.into(), now_us.into()])?;
    let read = |row: crate::Row| {
        let to_touch = now_us - row.int(3)? >= TOUCH_EVERY_US;
        Ok(Session { authority: row.int(0)?, account: row.id(1)?, started_us: row.int(2)?, to_touch })
    };
    row.map(read).transpose()
}

/// Notes a sign of life.
pub fn touch(tx: &mut dyn Tx, token: &SessionToken, now_us: i64) -> Result<()> {
    tx.run(sql::TOUCH, &[now_us.into(), (&token.hash()).into()])?;
    Ok(())
}

/// Logs out. Returns whether there was a session.
pub fn end(tx: &mut dyn Tx, token: &SessionToken) -> Result<bool> {
    Ok(tx.run(sql::END, &[(&token.hash()).into()])? == 1)
}

/// Logs an account out everywhere: a lost computer, an employment that has ended.
pub fn end_all(tx: &mut dyn Tx, authority: i64, account: Uuid) -> Result<u64> {
    tx.run(sql::END_ALL, &[authority.into(), account.into()])
}

/// Removes the rows of sessions that have ended. Tidiness only.
pub fn sweep(tx: &mut dyn Tx, now_us: i64, limits: Limits) -> Result<u64> {
    tx.run(sql::SWEEP, &[now_us.saturating_sub(limits.idle_us).into(), now_us.into()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_the_cookie_and_nothing_else_is_one() {
        let token = SessionToken(edge::secret());
        assert_eq!(token.reveal().parse(), Ok(token.clone()));
        assert_eq!(format!("{token:?}"), "SessionToken(…)");
        let zeros = "0".repeat(64);
        assert!(zeros.parse::<SessionToken>().is_ok());
        for wrong in ["", "abc", &zeros[1..], &format!("+{}", &zeros[1..]), &format!("å{}", &zeros[2..])] {
            assert_eq!(wrong.parse::<SessionToken>(), Err(NotAToken), "{wrong}");
        }
    }
}
