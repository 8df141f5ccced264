//! Who may log in: which member of staff an account is for, from when to when, and what it is opened with.
//!
//! An account is a member of staff's, and has their id. It is opened by the operator, who hands over a *code*: it is used once, has an end,
//! and binds an *identity* to the account. From then on the identity logs in and the code is gone. There is never a secret that two people
//! know, and none that is known before somebody has asked for it.
//!
//! An identity is somebody at a provider of identities, or a passkey. It stands here as a keyed hash, since what a provider calls people by
//! may be their identity number. The same subject at another provider is another identity.
//!
//! Opening, every code, binding and closing are each an entry beside the evidence: who could log in on a day long ago is told by the record. So a
//! restoration can close again what was closed after the backup.
//!
//! Two accounts are nobody's: the sealed ones of [`emergency`]. They are opened by the operator alone, bound to a key and to nothing else, and
//! never used unseen.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use seal::EVIDENCE;
use serde::Serialize;
use uuid::Uuid;

use crate::access_tokens;
use crate::code::Code;
use crate::db;
use crate::emergency::{self, Emergency};
use crate::error::{Error, Result};
use crate::evidence;
use crate::home::Home;
use crate::house::House;
use crate::keyring::Keyring;
use crate::secret::Secret;
use crate::sessions::{self, Limits, Proof};
use crate::sql::accounts as sql;
use crate::tx::Tx;

/// The kinds of the entries that tell of accounts.
const OPENED: &str = "account-opened";
pub(crate) const BOUND: &str = "account-bound";
const CLOSED: &str = "account-closed";
const CODE: &str = "account-code";

/// Who opens or closes an account: it stands in the entry that tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// An operator at the server.
    Operator,
    /// Somebody who keeps the organisation, at a page.
    Staff(Uuid),
    /// Somebody with a sealed account, at a page.
    Emergency(Emergency),
}

impl By {
    fn told(self) -> String {
        match self {
            Self::Operator => "operator".to_owned(),
            Self::Staff(staff) => staff.to_string(),
            Self::Emergency(emergency) => format!("emergency-{}", emergency.number()),
        }
    }
}

/// What somebody logs in with.
#[derive(Clone, PartialEq, Eq)]
pub enum Identity {
    /// Somebody at a provider of identities, as the provider names itself and them.
    Provided {
        /// The provider (`iss`), to the letter.
        issuer: String,
        /// Whom it means: `sub`, or the claim that was agreed on.
        subject: String,
    },
    /// A passkey.
    Passkey {
        /// What the key calls itself.
        credential: Vec<u8>,
    },
}

impl Identity {
    /// The way, as a code.
    fn way(&self) -> &'static str {
        match self {
            Self::Provided { .. } => "provider",
            Self::Passkey { .. } => "passkey",
        }
    }

    /// What it is found by. The length stands between the two, so that nothing slides from one into the other.
    pub(crate) fn known(&self, keys: &Keyring, authority: i64) -> [u8; 32] {
        let text = match self {
            Self::Provided { issuer, subject } => format!("{}\n{issuer}{subject}", issuer.len()),
            Self::Passkey { credential } => format!("passkey\n{}", BASE64_STANDARD.encode(credential)),
        };
        *keys.login_token(authority, &text).as_bytes()
    }
}

/// Never printed: it may be an identity number.
impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.way())
    }
}

/// An account, from when to when, in microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Whose: the member of staff's id.
    pub account: Uuid,
    /// When it was opened.
    pub opened_us: i64,
    /// When it was closed; none while it is open.
    pub closed_us: Option<i64>,
    /// When its owner last proved who they are.
    pub proved_us: Option<i64>,
    /// What it could be opened with in that time.
    pub logins: Vec<Login>,
}

/// What was bound to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// Which way it logs in: `provider` or `passkey`.
    pub way: String,
    /// When it was bound, in microseconds.
    pub bound_us: i64,
    /// When that ended.
    pub ended_us: Option<i64>,
}

/// What ended with an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// So many sessions.
    pub sessions: u64,
    /// So many tokens of programs.
    pub tokens: u64,
}

/// What became of an identity that came with a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// It is the account's from now on. The code is used.
    Bound(Uuid),
    /// No such code, it has been used, its day has passed, or the account was closed.
    NoCode,
    /// The identity is somebody else's already. The code is not used.
    Taken,
    /// The account is a sealed one, which is bound to a key and to nothing else. The code is not used.
    KeyOnly,
}

/// What stands sealed in an entry about an account: the header's number is the account, and this how it came about.
#[derive(Serialize)]
struct Told<'a> {
    how: &'a str,
}

pub(crate) fn tell(
    tx: &mut dyn Tx,
    keys: &Keyring,
    (authority, now_us): (i64, i64),
    kind: &str,
    (account, how): (Uuid, &str),
) -> Result<()> {
    let plain = serde_json::to_vec(&Told { how }).expect("a word has a JSON form");
    evidence::write(tx, keys, (authority, now_us), kind, (&account.simple().to_string(), &plain))
}

/// Opens an account, if it is not open already, and makes a code for it that ends at `ends_us`. A code that was made before is gone: there
/// is one at a time. The code is returned here and can never be read again.
///
/// The key of [`EVIDENCE`] must be there ([`Keyring::ensure`]).
pub fn open(
    tx: &mut dyn Tx,
    keys: &Keyring,
    (authority, account): (i64, Uuid),
    by: By,
    (now_us, ends_us): (i64, i64),
) -> Result<Code> {
    let opened = tx.run(sql::OPEN, &[authority.into(), account.into(), now_us.into()])? == 1;
    // A code to an account that is open already is as good as the account: it is told as well.
    tell(tx, keys, (authority, now_us), if opened { OPENED } else { CODE }, (account, &by.told()))?;
    tx.run(sql::CODES_END, &[authority.into(), account.into()])?;
    let code = Code::new();
    tx.run(sql::CODE_NEW, &[authority.into(), (&code.hash()).into(), account.into(), ends_us.into()])?;
    Ok(code)
}

/// Whose code it is, if it can still be used. Nothing is used up by asking.
pub fn of_code(tx: &mut dyn Tx, authority: i64, code: &Code, now_us: i64) -> Result<Option<Uuid>> {
    let row = tx.row(sql::CODE_FIND, &[authority.into(), (&code.hash()).into(), now_us.into()])?;
    row.map(|row| row.id(0)).transpose()
}

/// Binds an identity to the account that a code is for, and uses the code up. What a sealed account had before opens nothing from then on.
pub fn bind(
    tx: &mut dyn Tx,
    keys: &Keyring,
    authority: i64,
    code: &Code,
    identity: &Identity,
    now_us: i64,
) -> Result<Binding> {
    let Some(account) = of_code(tx, authority, code, now_us)? else { return Ok(Binding::NoCode) };
    if tx.run(sql::HELD_OPEN, &[authority.into(), account.into()])? == 0 {
        return Ok(Binding::NoCode);
    }
    let emergency = Emergency::of(account);
    if emergency.is_some() && !matches!(identity, Identity::Passkey { .. }) {
        return Ok(Binding::KeyOnly);
    }
    let known = identity.known(keys, authority);
    let mut bound = bound_to(tx, authority, &known)?;
    if bound.is_some_and(|other| other != account) {
        return Ok(Binding::Taken);
    }
    // Of two who use a code at the same moment one comes second, and finds it gone.
    if tx.run(sql::CODE_USED, &[authority.into(), (&code.hash()).into(), now_us.into()])? == 0 {
        return Ok(Binding::NoCode);
    }
    if let Some(emergency) = emergency {
        emergency::end_former(tx, authority, emergency, now_us)?;
        bound = None;
    }
    if bound.is_none() {
        let with = [authority.into(), (&known).into(), account.into(), identity.way().into(), now_us.into()];
        tx.run(sql::LOGIN_NEW, &with)?;
    }
    tell(tx, keys, (authority, now_us), BOUND, (account, identity.way()))?;
    if let Some(emergency) = emergency {
        emergency::note(tx, (authority, emergency), emergency::What::Sealed, now_us)?;
    }
    Ok(Binding::Bound(account))
}

fn bound_to(tx: &mut dyn Tx, authority: i64, known: &[u8; 32]) -> Result<Option<Uuid>> {
    let row = tx.row(sql::WHOSE, &[authority.into(), known.into()])?;
    row.map(|row| row.id(0)).transpose()
}

/// The open account that an identity is bound to.
pub fn whose(tx: &mut dyn Tx, keys: &Keyring, authority: i64, identity: &Identity) -> Result<Option<Uuid>> {
    whose_known(tx, authority, &identity.known(keys, authority))
}

/// The open account that an identity is bound to, by what the authority knows it by.
pub(crate) fn whose_known(tx: &mut dyn Tx, authority: i64, known: &[u8; 32]) -> Result<Option<Uuid>> {
    let Some(account) = bound_to(tx, authority, known)? else { return Ok(None) };
    Ok(is_open(tx, authority, account)?.then_some(account))
}

/// Whether somebody's account is open now.
pub fn is_open(tx: &mut dyn Tx, authority: i64, account: Uuid) -> Result<bool> {
    let times = tx.rows(sql::OF, &[authority.into(), account.into()])?;
    Ok(times.iter().any(|row| row.maybe(1, crate::Row::int).is_ok_and(|closed| closed.is_none())))
}

/// Starts a session for an account that is open now. The two are one: an account that is being closed has no session that was missed, and a
/// sealed one none that was not told.
///
/// The key of [`EVIDENCE`] must be there ([`Keyring::ensure`]).
pub fn log_in(
    tx: &mut dyn Tx,
    keys: &Keyring,
    (authority, account): (i64, Uuid),
    proof: Proof,
    now_us: i64,
    limits: Limits,
) -> Result<Option<Secret>> {
    if !note_proof(tx, (authority, account), proof)? {
        return Ok(None);
    }
    if let Some(emergency) = Emergency::of(account) {
        emergency::used(tx, keys, authority, emergency, now_us)?;
    }
    sessions::start(tx, authority, account, proof, now_us, limits).map(Some)
}

/// Goes on with the session of somebody who has proved anew who they are, under a new token. None where there is no such session any more.
pub fn step_up(
    tx: &mut dyn Tx,
    of: (i64, Uuid),
    former: &Secret,
    proof: Proof,
    now_us: i64,
    limits: Limits,
) -> Result<Option<Secret>> {
    if !note_proof(tx, of, proof)? {
        return Ok(None);
    }
    sessions::renew(tx, of, former, proof, now_us, limits)
}

/// Notes on an open account when its owner proved who they are, and holds it as open. False where it is not.
fn note_proof(tx: &mut dyn Tx, (authority, account): (i64, Uuid), proof: Proof) -> Result<bool> {
    Ok(tx.run(sql::PROVED, &[proof.at_us.into(), authority.into(), account.into()])? == 1)
}

/// Closes an account: its sessions, its tokens, its code and what it was opened with end in the same transaction, so that the very next
/// request is nobody's. None where it was not open.
///
/// The key of [`EVIDENCE`] must be there ([`Keyring::ensure`]).
pub fn close(
    tx: &mut dyn Tx,
    keys: &Keyring,
    (authority, account): (i64, Uuid),
    by: By,
    now_us: i64,
) -> Result<Option<Ended>> {
    let of_account = [now_us.into(), authority.into(), account.into()];
    if tx.run(sql::CLOSE, &of_account)? == 0 {
        return Ok(None);
    }
    tx.run(sql::LOGINS_END, &of_account)?;
    tx.run(sql::CODES_END, &of_account[1..])?;
    let sessions = sessions::end_all(tx, authority, account)?;
    let tokens = access_tokens::end_all(tx, authority, account)?;
    tell(tx, keys, (authority, now_us), CLOSED, (account, &by.told()))?;
    Ok(Some(Ended { sessions, tokens }))
}

/// Closes again what the record says has been closed: the table came from a backup. An account that was opened since stays as the table has
/// it, for nobody can be bound to it by what the record tells.
pub(crate) fn close_again(tx: &mut dyn Tx, authority: i64) -> Result<()> {
    let mut last = BTreeMap::new();
    for row in tx.rows(sql::TOLD, &[authority.into(), EVIDENCE.into()])? {
        let account: Uuid = row.text(0)?.parse().map_err(|_| Error::Unreadable("an account"))?;
        last.insert(account, (row.text(1)? == CLOSED).then_some(row.int(2)?));
    }
    for (account, closed_us) in last {
        let Some(closed_us) = closed_us else { continue };
        let of_account = [closed_us.into(), authority.into(), account.into()];
        tx.run(sql::CLOSE, &of_account)?;
        tx.run(sql::LOGINS_END, &of_account)?;
    }
    Ok(())
}

/// Every account there has been, each time it was open.
pub fn all(tx: &mut dyn Tx, authority: i64) -> Result<Vec<Account>> {
    let mut accounts = Vec::new();
    for row in tx.rows(sql::ALL, &[authority.into()])? {
        let (account, opened_us) = (row.id(0)?, row.int(1)?);
        let (closed_us, proved_us) = (row.maybe(2, crate::Row::int)?, row.maybe(3, crate::Row::int)?);
        let bound = tx.rows(sql::LOGINS_OF, &[authority.into(), account.into()])?;
        let login = |row: &crate::Row| {
            let (way, bound_us) = (row.text(0)?, row.int(1)?);
            Ok(Login { way, bound_us, ended_us: row.maybe(2, crate::Row::int)? })
        };
        let logins: Result<Vec<Login>> = bound.iter().map(login).collect();
        let within = |login: &Login| {
            login.bound_us >= opened_us && closed_us.is_none_or(|closed_us| login.bound_us <= closed_us)
        };
        let logins = logins?.into_iter().filter(within).collect();
        accounts.push(Account { account, opened_us, closed_us, proved_us, logins });
    }
    Ok(accounts)
}

/// Opens an account and makes its code where a running program may be at work.
///
/// # Errors
/// [`Error::Schema`] where another version of the program has used it last; [`crate::KeyError`] where the key is not theirs.
pub fn open_beside(
    home: &Home,
    (authority, account): (i64, Uuid),
    now_us: i64,
    ends_us: i64,
) -> Result<Code> {
    let keys = keys_beside(home, authority)?;
    let when = (now_us, ends_us);
    db::write_beside(home, authority, |tx| open(tx, &keys, (authority, account), By::Operator, when))
}

/// Closes an account where a running program may be at work: it asks at its next request, and finds nobody.
///
/// # Errors
/// As [`open_beside`].
pub fn close_beside(home: &Home, (authority, account): (i64, Uuid), now_us: i64) -> Result<Option<Ended>> {
    let keys = keys_beside(home, authority)?;
    db::write_beside(home, authority, |tx| close(tx, &keys, (authority, account), By::Operator, now_us))
}

/// Every account, where a running program may be at work. Needs no key.
pub fn all_beside(home: &Home, authority: i64) -> Result<Vec<Account>> {
    evidence::read_beside(home, authority, |tx| all(tx, authority))
}

/// What pages ask.
impl House {
    /// Opens an account, if it is not open already, and makes a code for it.
    pub fn open_account(&self, account: Uuid, by: By, (now_us, ends_us): (i64, i64)) -> Result<Code> {
        let (authority, keys) = (self.authority.0, Arc::clone(self.keys()));
        keys.ensure(authority, &[EVIDENCE])?;
        self.db.write(move |tx| open(tx, &keys, (authority, account), by, (now_us, ends_us)))
    }

    /// Closes an account, with everything that hangs on it.
    pub fn close_account(&self, account: Uuid, by: By, now_us: i64) -> Result<Option<Ended>> {
        let (authority, keys) = (self.authority.0, Arc::clone(self.keys()));
        keys.ensure(authority, &[EVIDENCE])?;
        self.db.write(move |tx| close(tx, &keys, (authority, account), by, now_us))
    }

    /// Every account there has been, each time it was open.
    pub fn accounts(&self) -> Result<Vec<Account>> {
        self.db.read(|tx| all(tx, self.authority.0))
    }

    /// Whose code it is, if it can still be used.
    pub fn of_code(&self, code: &Code, now_us: i64) -> Result<Option<Uuid>> {
        self.db.read(|tx| of_code(tx, self.authority.0, code, now_us))
    }

    /// The open account that an identity is bound to.
    pub fn account_of(&self, identity: &Identity) -> Result<Option<Uuid>> {
        self.db.read(|tx| whose(tx, self.keys(), self.authority.0, identity))
    }

    /// What an identity is known by here: for a session that is begun with it.
    pub fn knows(&self, identity: &Identity) -> sessions::Known {
        (self.authority.0, identity.known(self.keys(), self.authority.0))
    }

    /// The open account here that a session of another authority leads to, by what it was begun with.
    pub fn account_known(&self, known: &[sessions::Known]) -> Result<Option<Uuid>> {
        let own = known.iter().find(|(number, _)| *number == self.authority.0);
        let Some((_, hash)) = own else { return Ok(None) };
        self.db.read(|tx| whose_known(tx, self.authority.0, hash))
    }

    /// Remembers what a session here was begun with.
    pub fn session_known(&self, token: &Secret, known: Vec<sessions::Known>) -> Result<()> {
        let (authority, token) = (self.authority.0, token.clone());
        self.db.write(move |tx| sessions::know(tx, authority, &token, &known))
    }

    /// Ends a session here.
    pub fn end_session(&self, token: &Secret) -> Result<()> {
        let (authority, token) = (self.authority.0, token.clone());
        self.db.write(move |tx| sessions::end(tx, authority, &token).map(|_| ()))
    }

    /// Whether somebody's account is open now.
    pub fn has_open_account(&self, account: Uuid) -> Result<bool> {
        self.db.read(|tx| is_open(tx, self.authority.0, account))
    }

    /// Binds an identity to the account that a code is for.
    pub fn bind_login(&self, code: &Code, identity: &Identity, now_us: i64) -> Result<Binding> {
        let (authority, keys) = (self.authority.0, Arc::clone(self.keys()));
        keys.ensure(authority, &[EVIDENCE])?;
        let (code, identity) = (code.clone(), identity.clone());
        self.db.write(move |tx| bind(tx, &keys, authority, &code, &identity, now_us))
    }

    /// Starts a session for an open account, and ends the one that the same browser had. None where the account is closed.
    pub fn log_in(
        &self,
        account: Uuid,
        former: Option<&Secret>,
        proof: Proof,
        (now_us, limits): (i64, Limits),
    ) -> Result<Option<Secret>> {
        let (of, former, keys) = ((self.authority.0, account), former.cloned(), Arc::clone(self.keys()));
        keys.ensure(of.0, &[EVIDENCE])?;
        self.db.write(move |tx| {
            if let Some(former) = &former {
                sessions::end(tx, of.0, former)?;
            }
            log_in(tx, &keys, of, proof, now_us, limits)
        })
    }
}

fn keys_beside(home: &Home, authority: i64) -> Result<Keyring> {
    let keys = Keyring::open_with(home.clone(), home.key_file())?;
    keys.ensure(authority, &[EVIDENCE])?;
    Ok(keys)
}
