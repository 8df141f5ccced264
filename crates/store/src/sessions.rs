//! Who is logged in.
//!
//! The browser holds a random token; here stands only its hash, so that a copy of the register logs nobody
//! in. A session ends when it has been idle too long or is too old, by the clock the caller passes in: both
//! limits are checked when it is looked up, so a forgotten sweep leaves nothing open.

use uuid::Uuid;

use crate::error::Result;
use crate::secret::Secret;
use crate::sql::sessions as sql;
use crate::tx::Tx;

/// How well it is known who somebody is, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    /// The level of assurance, 1 to 4, as the Swedish framework counts them (*tillitsnivå*). 0: nobody has said.
    pub level: u8,
    /// When they last proved it, in microseconds.
    pub at_us: i64,
}

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

/// A running session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// The account.
    pub account: Uuid,
    /// Since when, in microseconds.
    pub started_us: i64,
    /// When it ends at the latest, however busy.
    pub ends_us: i64,
    /// How well its owner is known.
    pub proof: Proof,
    /// It is time to [`touch`] it.
    pub to_touch: bool,
}

/// Starts a session. The token is returned here and can never be read again.
pub fn start(
    tx: &mut dyn Tx,
    authority: i64,
    account: Uuid,
    proof: Proof,
    now_us: i64,
    limits: Limits,
) -> Result<Secret> {
    let token = Secret::drawn();
    let ends_us = now_us.saturating_add(limits.absolute_us);
    let with = [
        authority.into(),
        (&token.hash()).into(),
        account.into(),
        now_us.into(),
        ends_us.into(),
        i64::from(proof.level).into(),
        proof.at_us.into(),
    ];
    tx.run(sql::NEW, &with)?;
    Ok(token)
}

/// Goes on with an account's session under a new token, since its owner has proved anew who they are. The old token is dead from then on;
/// when the session ends at the latest does not change. None where there is no such session any more.
pub fn renew(
    tx: &mut dyn Tx,
    (authority, account): (i64, Uuid),
    former: &Secret,
    proof: Proof,
    now_us: i64,
    limits: Limits,
) -> Result<Option<Secret>> {
    let token = Secret::drawn();
    let with = [
        (&token.hash()).into(),
        i64::from(proof.level).into(),
        proof.at_us.into(),
        now_us.into(),
        authority.into(),
        (&former.hash()).into(),
        account.into(),
        now_us.saturating_sub(limits.idle_us).into(),
    ];
    Ok((tx.run(sql::RENEW, &with)? == 1).then_some(token))
}

/// The session a token belongs to in this authority, if it is still running. Whoever asks knows the authority: it is the one whose door
/// the token is shown at.
pub fn find(
    tx: &mut dyn Tx,
    authority: i64,
    token: &Secret,
    now_us: i64,
    limits: Limits,
) -> Result<Option<Session>> {
    let idle_since = now_us.saturating_sub(limits.idle_us);
    let row =
        tx.row(sql::FIND, &[authority.into(), (&token.hash()).into(), idle_since.into(), now_us.into()])?;
    let read = |row: crate::Row| {
        let to_touch = now_us - row.int(2)? >= TOUCH_EVERY_US;
        let level = u8::try_from(row.int(3)?).unwrap_or(0);
        let proof = Proof { level, at_us: row.int(4)? };
        let (started_us, ends_us) = (row.int(1)?, row.int(5)?);
        Ok(Session { account: row.id(0)?, started_us, ends_us, proof, to_touch })
    };
    row.map(read).transpose()
}

/// What somebody logged in with, as one authority knows it: its number, and a keyed hash that stands nowhere but there.
pub type Known = (i64, [u8; 32]);

/// Remembers what a session was begun with, as each authority of the register would know it.
pub fn know(tx: &mut dyn Tx, authority: i64, token: &Secret, known: &[Known]) -> Result<()> {
    let bytes: Vec<u8> =
        known.iter().flat_map(|(number, hash)| number.to_be_bytes().into_iter().chain(*hash)).collect();
    tx.run(sql::KNOW, &[bytes.into(), authority.into(), (&token.hash()).into()])?;
    Ok(())
}

/// What a session was begun with; nothing where nobody has said, as in the demo.
pub fn known(tx: &mut dyn Tx, authority: i64, token: &Secret) -> Result<Vec<Known>> {
    let row = tx.row(sql::KNOWN, &[authority.into(), (&token.hash()).into()])?;
    let bytes = row.map(|row| row.maybe(0, crate::Row::bytes)).transpose()?.flatten().unwrap_or_default();
    let one = |bytes: &[u8]| {
        let (number, hash) = bytes.split_at(8);
        Some((i64::from_be_bytes(number.try_into().ok()?), hash.try_into().ok()?))
    };
    Ok(bytes.chunks_exact(40).filter_map(one).collect())
}

/// Notes a sign of life.
pub fn touch(tx: &mut dyn Tx, authority: i64, token: &Secret, now_us: i64) -> Result<()> {
    tx.run(sql::TOUCH, &[now_us.into(), authority.into(), (&token.hash()).into()])?;
    Ok(())
}

/// Logs out. Returns whether there was a session.
pub fn end(tx: &mut dyn Tx, authority: i64, token: &Secret) -> Result<bool> {
    Ok(tx.run(sql::END, &[authority.into(), (&token.hash()).into()])? == 1)
}

/// Logs an account out everywhere: a lost computer, an employment that has ended.
pub fn end_all(tx: &mut dyn Tx, authority: i64, account: Uuid) -> Result<u64> {
    tx.run(sql::END_ALL, &[authority.into(), account.into()])
}

/// Removes the rows of sessions that have ended. Tidiness only.
pub fn sweep(tx: &mut dyn Tx, authority: i64, now_us: i64, limits: Limits) -> Result<u64> {
    tx.run(sql::SWEEP, &[authority.into(), now_us.saturating_sub(limits.idle_us).into(), now_us.into()])
}
