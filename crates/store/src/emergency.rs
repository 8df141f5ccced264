//! The two sealed accounts (*reservkonton*) for the day when nobody else can get in: the provider of identities is away, or whoever keeps the
//! accounts is.
//!
//! Each is opened by a security key that lies in a sealed envelope in a safe. Here stands the key's public half and nothing else: there is no
//! secret of it to steal. It is nobody's: no member of staff, no unit, no ground for any file. What it opens is the page of accounts.
//!
//! What keeps it from being used quietly is that it cannot be. Every login with it is an entry of the record, written with the session; from the
//! same commit it is among what needs everybody who keeps the organisation, until one of them has written down who used it and why. The first
//! login *breaks the seal*. It is whole again when another key has been bound with another code, from which moment the former opens nothing.
//!
//! The table of what happened is a copy of those entries that can be asked quickly; it only grows, and a restoration fills in what the tails tell.

use std::collections::BTreeMap;
use std::sync::Arc;

use record::organisation::may_organise;
use record::{Actor, StaffId};
use seal::EVIDENCE;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::accounts;
use crate::administration::open_own;
use crate::error::{Error, Result};
use crate::evidence;
use crate::home::Home;
use crate::house::{Answer, House, Trouble};
use crate::keyring::Keyring;
use crate::log;
use crate::sessions;
use crate::sql::{accounts as sql, emergency as own};
use crate::tx::Tx;

/// The kinds of the entries that tell of them.
const USED: &str = "emergency-used";
const REVIEWED: &str = "emergency-reviewed";

/// So much of what happened to each is shown.
const LISTED_MAX: i64 = 20;

/// One of the two. There cannot be a third.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Emergency {
    /// The first.
    First,
    /// The second, in another safe: for when the first is out of reach.
    Second,
}

impl Emergency {
    /// Both.
    pub const ALL: [Self; 2] = [Self::First, Self::Second];

    /// The account's id. Nobody who works here has it: theirs are drawn.
    pub fn account(self) -> Uuid {
        Uuid::from_u128(0xFFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFE_0000 + u128::from(self.number()))
    }

    /// Which of the two an account is, if it is one.
    pub fn of(account: Uuid) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.account() == account)
    }

    /// 1 or 2.
    pub fn number(self) -> u8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
        }
    }

    /// The one with a number.
    pub fn numbered(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.number() == number)
    }
}

/// What can happen to one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A key was bound to it: it is sealed.
    Sealed,
    /// Somebody logged in with it.
    Used,
    /// Somebody else wrote down who had used it and why.
    Reviewed,
}

impl What {
    fn code(self) -> &'static str {
        match self {
            Self::Sealed => "sealed",
            Self::Used => "used",
            Self::Reviewed => "reviewed",
        }
    }

    fn read(code: &str) -> Result<Self> {
        let all = [Self::Sealed, Self::Used, Self::Reviewed];
        all.into_iter().find(|what| what.code() == code).ok_or(Error::Unreadable("a sealed account"))
    }

    fn of_kind(kind: &str) -> Option<Self> {
        match kind {
            accounts::BOUND => Some(Self::Sealed),
            USED => Some(Self::Used),
            REVIEWED => Some(Self::Reviewed),
            _ => None,
        }
    }
}

/// A place in the record, and its time in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Which entry beside the evidence tells it. Order is told by this and not by the time: a clock can stand still.
    pub seq: i64,
    /// When.
    pub at_us: i64,
}

/// How one of them stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which.
    pub emergency: Emergency,
    /// Whether the account is open: somebody has been given a code for it, and nobody has closed it since.
    pub is_open: bool,
    /// Whether a key is bound to it now.
    pub has_key: bool,
    /// When a key was bound last.
    pub sealed: Option<Mark>,
    /// When somebody logged in with it last.
    pub used: Option<Mark>,
    /// When its use was looked into last.
    pub reviewed: Option<Mark>,
}

impl Standing {
    /// Whether a key is in its envelope, and nobody has used it.
    pub fn is_whole(&self) -> bool {
        self.has_key && !self.is_broken()
    }

    /// Whether somebody has used it since it was sealed.
    pub fn is_broken(&self) -> bool {
        later(self.used, self.sealed)
    }

    /// Whether it was used and nobody has written down by whom and why.
    pub fn awaits_review(&self) -> bool {
        later(self.used, self.reviewed)
    }

    /// Whether somebody must do something: look into its use, or seal it.
    pub fn needs_somebody(&self) -> bool {
        self.awaits_review() || self.is_open && !self.is_whole()
    }
}

fn later(one: Option<Mark>, other: Option<Mark>) -> bool {
    one.is_some_and(|one| other.is_none_or(|other| one.seq > other.seq))
}

/// Something that happened to one of them, for whoever looks back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// To which.
    pub emergency: Emergency,
    /// What.
    pub what: What,
    /// When, in microseconds.
    pub at_us: i64,
    /// Who looked into its use, and what they wrote.
    pub review: Option<(StaffId, String)>,
}

/// What stands sealed in the entry of a review.
#[derive(Serialize, Deserialize)]
struct Told {
    how: String,
    words: String,
}

/// Writes that somebody logged in with it, beside the session that this is for.
pub(crate) fn used(
    tx: &mut dyn Tx,
    keys: &Keyring,
    authority: i64,
    emergency: Emergency,
    now_us: i64,
) -> Result<()> {
    tracing::warn!(number = emergency.number(), "a sealed emergency account is used");
    accounts::tell(tx, keys, (authority, now_us), USED, (emergency.account(), "passkey"))?;
    note(tx, (authority, emergency), What::Used, now_us)
}

/// Ends what could be done with the former key: another is about to be bound.
pub(crate) fn end_former(tx: &mut dyn Tx, authority: i64, emergency: Emergency, now_us: i64) -> Result<()> {
    tx.run(sql::LOGINS_END, &[now_us.into(), authority.into(), emergency.account().into()])?;
    sessions::end_all(tx, authority, emergency.account())?;
    Ok(())
}

/// Keeps a copy of what the newest entry beside the evidence tells.
pub(crate) fn note(
    tx: &mut dyn Tx,
    (authority, emergency): (i64, Emergency),
    what: What,
    at_us: i64,
) -> Result<()> {
    let seq = log::version(tx, authority, EVIDENCE)?;
    put(tx, (authority, emergency), what, Mark { seq, at_us })
}

fn put(
    tx: &mut dyn Tx,
    (authority, emergency): (i64, Emergency),
    what: What,
    Mark { seq, at_us }: Mark,
) -> Result<()> {
    let account = emergency.account();
    tx.run(own::NEW, &[authority.into(), seq.into(), account.into(), what.code().into(), at_us.into()])?;
    Ok(())
}

/// Fills in what the record tells and the table does not: the table came from a backup. A key from before the last sealing that the record
/// tells of opens nothing, though it stands in the table: its envelope has been opened.
pub(crate) fn told_again(tx: &mut dyn Tx, authority: i64) -> Result<()> {
    for row in tx.rows(own::TOLD, &[authority.into(), EVIDENCE.into()])? {
        let account: Uuid = row.text(1)?.parse().map_err(|_| Error::Unreadable("an account"))?;
        let (Some(emergency), Some(what)) = (Emergency::of(account), What::of_kind(&row.text(2)?)) else {
            continue;
        };
        let at = Mark { seq: row.int(0)?, at_us: row.int(3)? };
        put(tx, (authority, emergency), what, at)?;
        if what == What::Sealed {
            tx.run(own::END_BEFORE, &[at.at_us.into(), authority.into(), account.into()])?;
        }
    }
    Ok(())
}

/// How both stand.
pub fn standings(tx: &mut dyn Tx, authority: i64) -> Result<[Standing; 2]> {
    let [first, second] = Emergency::ALL.map(Emergency::account);
    let both = [authority.into(), first.into(), second.into()];
    let mut open = BTreeMap::new();
    for row in tx.rows(own::OPEN, &both)? {
        open.insert(row.id(0)?, row.maybe(1, crate::Row::int)?.is_some());
    }
    let mut last = Vec::new();
    for row in tx.rows(own::LAST, &both)? {
        let mark = Mark { seq: row.int(2)?, at_us: row.int(3)? };
        last.push((row.id(0)?, What::read(&row.text(1)?)?, mark));
    }
    Ok(Emergency::ALL.map(|emergency| {
        let account = emergency.account();
        let of = |what: What| last.iter().find(|one| (one.0, one.1) == (account, what)).map(|one| one.2);
        Standing {
            emergency,
            is_open: open.contains_key(&account),
            has_key: open.get(&account) == Some(&true),
            sealed: of(What::Sealed),
            used: of(What::Used),
            reviewed: of(What::Reviewed),
        }
    }))
}

/// How both stand, where a running program may be at work. Needs no key.
///
/// # Errors
/// [`Error::Schema`] where another version of the program has used it last.
pub fn standings_beside(home: &Home, authority: i64) -> Result<[Standing; 2]> {
    evidence::read_beside(home, authority, |tx| standings(tx, authority))
}

/// Writes who had used it and why. False where there is nothing to look into, or another use has come since the one that was shown.
///
/// The key of [`EVIDENCE`] must be there ([`Keyring::ensure`]).
pub fn review(
    tx: &mut dyn Tx,
    keys: &Keyring,
    (authority, emergency, seen): (i64, Emergency, i64),
    (by, words): (StaffId, &str),
    now_us: i64,
) -> Result<bool> {
    let stands = standings(tx, authority)?;
    let stands = stands.iter().find(|one| one.emergency == emergency).expect("both are told");
    if !stands.awaits_review() || stands.used.map(|used| used.seq) != Some(seen) {
        return Ok(false);
    }
    let told = Told { how: by.to_string(), words: words.to_owned() };
    let plain = serde_json::to_vec(&told).expect("words have a JSON form");
    let number = emergency.account().simple().to_string();
    evidence::write(tx, keys, (authority, now_us), REVIEWED, (&number, &plain))?;
    note(tx, (authority, emergency), What::Reviewed, now_us)?;
    Ok(true)
}

/// What pages ask.
impl House {
    /// How both stand.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn emergency_accounts(&self) -> Result<[Standing; 2]> {
        self.db.read(|tx| standings(tx, self.authority.0))
    }

    /// Those that need somebody who keeps the organisation; none for everybody else.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn emergencies_waiting(&self, who: &Actor) -> Result<Vec<Standing>> {
        if !may_organise(who) {
            return Ok(Vec::new()); // Min dag asks for everybody
        }
        self.db.read(|tx| self.waiting_emergencies(tx, who))
    }

    pub(crate) fn waiting_emergencies(&self, tx: &mut dyn Tx, who: &Actor) -> Result<Vec<Standing>> {
        if !may_organise(who) {
            return Ok(Vec::new());
        }
        Ok(standings(tx, self.authority.0)?.into_iter().filter(Standing::needs_somebody).collect())
    }

    /// What has happened to each of them last, newest first, with what was written about it.
    ///
    /// # Errors
    /// When the database cannot be read, or an entry not be opened.
    pub fn emergency_events(&self) -> Result<Vec<Event>> {
        let authority = self.authority.0;
        self.db.read(|tx| {
            let mut events = Vec::new();
            for emergency in Emergency::ALL {
                let with = [authority.into(), emergency.account().into(), LISTED_MAX.into()];
                for row in tx.rows(own::EVENTS, &with)? {
                    let (seq, what, at_us) = (row.int(0)?, What::read(&row.text(1)?)?, row.int(2)?);
                    let review = if what == What::Reviewed { Some(self.reviewed_at(tx, seq)?) } else { None };
                    events.push(Event { emergency, what, at_us, review });
                }
            }
            Ok(events)
        })
    }

    fn reviewed_at(&self, tx: &mut dyn Tx, seq: i64) -> Result<(StaffId, String)> {
        const WHAT: &str = "the review of a sealed account";
        let entry = log::entry_at(tx, self.authority.0, EVIDENCE, seq)?.ok_or(Error::Unreadable(WHAT))?;
        let told: Told = open_own(&self.keys, &entry, 1, WHAT)?;
        Ok((told.how.parse().map_err(|_| Error::Unreadable(WHAT))?, told.words))
    }

    /// Writes who had used one of them and why, as somebody who keeps the organisation has found out. False where there is nothing to look
    /// into, or it has been used again since what was shown.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] for everybody else.
    pub fn review_emergency(
        &self,
        who: &Actor,
        (emergency, seen): (Emergency, i64),
        words: String,
        now_us: i64,
    ) -> Answer<bool> {
        if !may_organise(who) {
            return Err(Trouble::NotFound);
        }
        let (authority, keys, by) = (self.authority.0, Arc::clone(self.keys()), who.staff);
        keys.ensure(authority, &[EVIDENCE])?;
        let of = (authority, emergency, seen);
        Ok(self.db.write(move |tx| review(tx, &keys, of, (by, &words), now_us))?)
    }
}
