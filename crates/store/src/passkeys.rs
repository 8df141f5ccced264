//! Passkeys: the public half of a key that somebody holds, and the questions that such keys are asked.
//!
//! A key is found by a keyed hash of what it calls itself, like every identity of [`accounts`], and stands under a mark: a keyed
//! hash over all of it. What a key says of itself, and whether an answer is its own, is not read here: it is text of whoever asks and verifies.
//!
//! A question is answered once and has an end. Whoever answers shows the secret that was drawn with it; here stands only its hash.

use std::sync::Arc;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use seal::EVIDENCE;
use uuid::Uuid;

use crate::accounts::{self, Binding, Identity};
use crate::code::Code;
use crate::error::Result;
use crate::house::House;
use crate::keyring::Keyring;
use crate::secret::Secret;
use crate::sql::accounts as sql;
use crate::tx::Tx;

/// A key, by what it calls itself, and as it is to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// What it calls itself.
    pub credential: Vec<u8>,
    /// Its public half, as whoever verifies reads it.
    pub key: String,
}

impl Passkey {
    fn known(&self, keys: &Keyring, authority: i64) -> [u8; 32] {
        Identity::Passkey { credential: self.credential.clone() }.known(keys, authority)
    }
}

/// The mark of a key in its place.
fn mark(keys: &Keyring, authority: i64, known: &[u8; 32], key: &str) -> [u8; 32] {
    let text = format!("mark\n{}\n{key}", BASE64_STANDARD.encode(known));
    *keys.login_token(authority, &text).as_bytes()
}

/// Keeps a key as it is now.
pub fn keep(tx: &mut dyn Tx, keys: &Keyring, authority: i64, passkey: &Passkey) -> Result<()> {
    let known = passkey.known(keys, authority);
    let mark = mark(keys, authority, &known, &passkey.key);
    tx.run(
        sql::PASSKEY_PUT,
        &[authority.into(), (&known).into(), passkey.key.as_str().into(), (&mark).into()],
    )?;
    Ok(())
}

/// The key that calls itself so, if it is bound to that account, which is open. One whose mark does not hold is none.
pub fn of(
    tx: &mut dyn Tx,
    keys: &Keyring,
    (authority, account): (i64, Uuid),
    credential: &[u8],
) -> Result<Option<Passkey>> {
    let identity = Identity::Passkey { credential: credential.to_vec() };
    if accounts::whose(tx, keys, authority, &identity)? != Some(account) {
        return Ok(None);
    }
    let known = identity.known(keys, authority);
    let Some(row) = tx.row(sql::PASSKEY, &[authority.into(), (&known).into()])? else { return Ok(None) };
    let (key, marked) = (row.text(0)?, row.hash(1)?);
    if marked != mark(keys, authority, &known, &key) {
        tracing::error!("a passkey has been changed by somebody else than Lykta: it opens nothing");
        return Ok(None);
    }
    Ok(Some(Passkey { credential: credential.to_vec(), key }))
}

/// Binds a key to the account that a code is for, and uses the code up.
pub fn bind(
    tx: &mut dyn Tx,
    keys: &Keyring,
    authority: i64,
    code: &Code,
    passkey: &Passkey,
    now_us: i64,
) -> Result<Binding> {
    let identity = Identity::Passkey { credential: passkey.credential.clone() };
    let bound = accounts::bind(tx, keys, authority, code, &identity, now_us)?;
    if let Binding::Bound(_) = bound {
        keep(tx, keys, authority, passkey)?;
    }
    Ok(bound)
}

/// Keeps what an answer is to be held against. Questions whose time has passed go.
pub fn ask(tx: &mut dyn Tx, authority: i64, kept: &str, now_us: i64, ends_us: i64) -> Result<Secret> {
    tx.run(sql::QUESTIONS_SWEPT, &[authority.into(), now_us.into()])?;
    let token = Secret::drawn();
    tx.run(sql::QUESTION_NEW, &[authority.into(), (&token.hash()).into(), kept.into(), ends_us.into()])?;
    Ok(token)
}

/// What an answer is to be held against. The question is gone from then on, whatever the answer was.
pub fn answered(tx: &mut dyn Tx, authority: i64, token: &Secret, now_us: i64) -> Result<Option<String>> {
    let of = [authority.into(), (&token.hash()).into(), now_us.into()];
    let kept = tx.row(sql::QUESTION, &of)?.map(|row| row.text(0)).transpose()?;
    // Of two answers at the same moment one comes second.
    Ok(if tx.run(sql::QUESTION_USED, &of[..2])? == 1 { kept } else { None })
}

/// What pages ask.
impl House {
    /// Keeps what an answer is to be held against, until `ends_us`.
    pub fn ask_passkey(&self, kept: String, now_us: i64, ends_us: i64) -> Result<Secret> {
        let authority = self.authority.0;
        self.db.write(move |tx| ask(tx, authority, &kept, now_us, ends_us))
    }

    /// What an answer is to be held against, once.
    pub fn passkey_answered(&self, token: &Secret, now_us: i64) -> Result<Option<String>> {
        let (authority, token) = (self.authority.0, token.clone());
        self.db.write(move |tx| answered(tx, authority, &token, now_us))
    }

    /// The key that calls itself so, if it is bound to that account, which is open.
    pub fn passkey_of(&self, account: Uuid, credential: &[u8]) -> Result<Option<Passkey>> {
        self.db.read(|tx| of(tx, self.keys(), (self.authority.0, account), credential))
    }

    /// Keeps a key as it is after it has been used.
    pub fn keep_passkey(&self, passkey: Passkey) -> Result<()> {
        let (authority, keys) = (self.authority.0, Arc::clone(self.keys()));
        self.db.write(move |tx| keep(tx, &keys, authority, &passkey))
    }

    /// Binds a key to the account that a code is for.
    pub fn bind_passkey(&self, code: &Code, passkey: &Passkey, now_us: i64) -> Result<Binding> {
        let (authority, keys) = (self.authority.0, Arc::clone(self.keys()));
        keys.ensure(authority, &[EVIDENCE])?;
        let (code, passkey) = (code.clone(), passkey.clone());
        self.db.write(move |tx| bind(tx, &keys, authority, &code, &passkey, now_us))
    }
}
