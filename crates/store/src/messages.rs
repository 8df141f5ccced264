//! Messages from other systems, from the durable commit that gives each its number to what it became.
//!
//! 1. [`take`] stores the bytes as they came, sealed under a key of their own in their own row, and draws the number in the same
//!    transaction: no gap, and no number for what was not kept. What cannot be read is set aside there and then, with the reason.
//! 2. What can be read waits, until [`House::act_on_message`](crate::House) has registered it in one transaction with the record, or
//!    [`set_aside`] has said why not. So `received = registered + set aside + waiting`, always, and nothing waits for long.
//!
//! What is set aside stays where it is and what it is until somebody says what they did about it ([`handle`]): then it leaves the list of
//! those that wait for a person, and is still counted as set aside.
//!
//! A message that comes again is known again by keyed hashes: of its bytes, of its sender's own id, and of what it says without its
//! envelope. Nothing of a message stands here in clear.

use law::Day;
use seal::Place;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::db;
use crate::edge;
use crate::error::{Error, Result};
use crate::home::Home;
use crate::keyring::Keyring;
use crate::log;
use crate::numbers;
use crate::originals::hexadecimal;
use crate::sql::{messages as sql, settings};
use crate::tx::Tx;
use crate::value::{Row, Value};

/// Most bytes that are kept of a message: beyond it nothing is received.
pub const MESSAGE_BYTES_MAX: usize = crate::attachments::ATTACHMENT_BYTES_MAX;

/// Most messages in one list of those that wait.
pub const WAITING_MAX: i64 = 200;

/// The series that receipt numbers are drawn from.
const SERIES: &str = "message";

/// The reason where the sender's id was used before, with other content.
pub const ID_REUSED: &str = "id_reused";

/// The reason where the same report was received before under another id.
pub const RECEIVED_BEFORE: &str = "received_before";

/// The parts of a message that are sealed.
const BYTES: i64 = 0;
const DETAILS: i64 = 1;
const DONE_ABOUT_IT: i64 = 2;

/// What somebody did about a message that was set aside.
#[derive(Clone, PartialEq, Eq)]
pub struct Handled {
    /// When, in microseconds.
    pub at_us: i64,
    /// Who.
    pub account: Uuid,
    /// What they did, in their words: where it was registered, or why it need not be.
    pub words: String,
}

/// The words are not printed.
impl std::fmt::Debug for Handled {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Handled({}, {})", self.at_us, self.account)
    }
}

/// A message about to be received.
#[derive(Clone)]
pub struct New {
    /// In whose register.
    pub authority: i64,
    /// The account that receives it, and registers it.
    pub account: Uuid,
    /// Now, in microseconds.
    pub now_us: i64,
    /// The day, in Sweden.
    pub today: Day,
    /// The bytes as they came.
    pub bytes: Vec<u8>,
    /// The sender's own id, if it could be read.
    pub sender: Option<String>,
    /// What it says without its envelope, if it could be read.
    pub substance: Option<String>,
    /// Why it cannot be registered, if that is known already.
    pub fault: Option<Fault>,
}

/// Why a message is set aside.
#[derive(Clone, PartialEq, Eq)]
pub struct Fault {
    /// A code.
    pub reason: &'static str,
    /// In words. Sealed, since they may quote the message.
    pub details: String,
    /// Whether the bytes may be kept at all: not where they hold what must not be stored here.
    pub keep: bool,
}

/// The words are not printed.
impl std::fmt::Debug for Fault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Fault({})", self.reason)
    }
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Received, and not yet registered.
    Waiting,
    /// In the record.
    Registered,
    /// Waits for a person.
    SetAside,
}

impl Standing {
    fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Registered => "registered",
            Self::SetAside => "set-aside",
        }
    }

    fn read(code: &str) -> Result<Self> {
        let all = [Self::Waiting, Self::Registered, Self::SetAside];
        all.into_iter().find(|one| one.code() == code).ok_or(Error::Unreadable("where a message stands"))
    }
}

/// A receipt number: of its year, in order, without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    /// The year.
    pub year: i64,
    /// From 1.
    pub number: i64,
}

/// `K2026-17`: a *K* for *kvitto*, so that it is not read as a matter's number.
impl std::fmt::Display for Number {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "K{}-{}", self.year, self.number)
    }
}

/// A text that is no receipt number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no receipt number")]
pub struct NoNumber;

impl std::str::FromStr for Number {
    type Err = NoNumber;

    fn from_str(text: &str) -> std::result::Result<Self, NoNumber> {
        let (year, number) =
            text.trim().strip_prefix('K').and_then(|rest| rest.split_once('-')).ok_or(NoNumber)?;
        let digits = |text: &str| {
            let plain = !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
            plain.then(|| text.parse().ok()).flatten().ok_or(NoNumber)
        };
        Ok(Self { year: digits(year)?, number: digits(number)? })
    }
}

/// Where a message was registered: one of its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The file.
    pub file: Uuid,
    /// The matter; none where the file holds only information, as about an expected child.
    pub matter: Option<Uuid>,
    /// The matter's number.
    pub number: Option<String>,
}

/// A received message.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: Uuid,
    /// Its receipt number.
    pub number: Number,
    /// When it was received, in microseconds.
    pub at_us: i64,
    /// The day, in Sweden.
    pub today: Day,
    /// The account that received it.
    pub account: Uuid,
    /// Where it stands.
    pub standing: Standing,
    /// Why it is set aside.
    pub reason: Option<String>,
    /// The same in words.
    pub details: Option<String>,
    /// The message that it repeats.
    pub earlier: Option<Number>,
    /// Where it was registered.
    pub places: Vec<Kept>,
    /// What somebody did about it, after it was set aside.
    pub handled: Option<Handled>,
}

/// The words are not printed.
impl std::fmt::Debug for Message {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Message({}, {:?}, {:?})", self.number, self.standing, self.reason)
    }
}

/// How many have been received, and where they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// In the record.
    pub registered: u64,
    /// Waiting for a person.
    pub set_aside: u64,
    /// Received and not yet registered.
    pub waiting: u64,
}

impl Counts {
    /// All of them.
    pub fn received(self) -> u64 {
        self.registered + self.set_aside + self.waiting
    }
}

/// Receives a message: durable, numbered, and known again when the transaction is committed. Returns it, and whether it had been received
/// before.
///
/// # Errors
/// [`Error::TooLarge`] beyond [`MESSAGE_BYTES_MAX`].
pub fn take(tx: &mut dyn Tx, keys: &Keyring, new: &New) -> Result<(Message, bool)> {
    let authority = new.authority;
    if new.bytes.len() > MESSAGE_BYTES_MAX {
        return Err(Error::TooLarge { what: "a message", limit: MESSAGE_BYTES_MAX });
    }
    log::lock(tx, authority)?; // of two that say the same at the same moment one comes first
    let hash = hexadecimal(&Sha256::digest(&new.bytes));
    let token = |what: &str, text: &str| *keys.message_token(authority, what, text).as_bytes();
    let content = token("content", &hash);
    if let Some(row) = tx.row(sql::BY_CONTENT, &[authority.into(), (&content).into()])? {
        return Ok((one(tx, keys, authority, row.id(0)?)?, true));
    }
    let mut sender = new.sender.as_deref().map(|id| token("sender", id));
    let substance = new.substance.as_deref().map(|text| token("substance", text));
    let mut fault = new.fault.clone();
    let mut earlier = None;
    let repeats = |reason| Fault { reason, details: String::new(), keep: true };
    if let Some(token) = &sender
        && let Some(row) = tx.row(sql::BY_SENDER, &[authority.into(), token.into()])?
    {
        // The id stays the first one's.
        sender = None;
        earlier = Some(row.id(0)?);
        fault = fault.or_else(|| Some(repeats(ID_REUSED)));
    }
    if let (None, Some(token)) = (&fault, &substance)
        && let Some(row) = tx.row(sql::BY_SUBSTANCE, &[authority.into(), token.into()])?
    {
        earlier = Some(row.id(0)?);
        fault = Some(repeats(RECEIVED_BEFORE));
    }
    let id = edge::id(new.now_us);
    insert(tx, keys, new, id, fault.as_ref(), [Some(content), sender, substance], earlier)?;
    Ok((one(tx, keys, authority, id)?, false))
}

fn insert(
    tx: &mut dyn Tx,
    keys: &Keyring,
    new: &New,
    id: Uuid,
    fault: Option<&Fault>,
    tokens: [Option<[u8; 32]>; 3],
    earlier: Option<Uuid>,
) -> Result<()> {
    let authority = new.authority;
    let (key, epoch, wrapped) = keys.make_wrapped(authority, id)?;
    let sealed = |part, plain: &[u8]| {
        seal::seal(&key, &Place::Message { authority, message: id, part }, plain, edge::nonce())
    };
    let keep = fault.is_none_or(|fault| fault.keep);
    let year = new.today.year();
    let standing = if fault.is_some() { Standing::SetAside } else { Standing::Waiting };
    let [content, sender, substance] = tokens.map(|token| token.as_ref().map_or(Value::Null, Into::into));
    let number = numbers::next(tx, authority, SERIES, year)?;
    let with = [
        authority.into(),
        id.into(),
        i64::from(year).into(),
        number.into(),
        new.now_us.into(),
        new.today.to_string().into(),
        new.account.into(),
        content,
        sender,
        substance,
        standing.code().into(),
        fault.map(|fault| fault.reason).into(),
        earlier.into(),
        i64::from(epoch).into(),
        wrapped.into(),
        keep.then(|| sealed(BYTES, &new.bytes)).into(),
        fault.map(|fault| sealed(DETAILS, fault.details.as_bytes())).into(),
    ];
    tx.run(sql::NEW, &with)?;
    Ok(())
}

/// Receives a message in a register that a running program may have open: it waits there until that program registers it.
///
/// # Errors
/// As [`take`]; [`Error::Schema`] if the register was last used by another version of the program.
pub fn take_beside(home: impl Into<Home>, new: &New) -> Result<(Message, bool)> {
    let home = home.into();
    let keys = beside(&home)?;
    db::write_beside(&home, new.authority, |tx| take(tx, &keys, new))
}

/// A message as it stands, read beside a running program.
pub fn read_beside(home: impl Into<Home>, authority: i64, id: Uuid) -> Result<Message> {
    let home = home.into();
    let keys = beside(&home)?;
    db::write_beside(&home, authority, |tx| one(tx, &keys, authority, id))
}

/// How many there are, counted beside a running program.
pub fn counts_beside(home: impl Into<Home>, authority: i64) -> Result<Counts> {
    db::write_beside(&home.into(), authority, |tx| counts(tx, authority))
}

/// How many days the demonstration has been set forward, read beside a running program: what is received has the program's day.
pub fn days_forward_beside(home: impl Into<Home>, authority: i64) -> Result<i64> {
    let with = [authority.into(), "demo_days".into()];
    let row = db::write_beside(&home.into(), authority, |tx| tx.row(settings::GET, &with))?;
    let days = row.map(|row| row.text(0)).transpose()?;
    Ok(days.and_then(|days| days.parse().ok()).unwrap_or(0))
}

/// The keys, of a place where there are some: none are made.
fn beside(home: &Home) -> Result<Keyring> {
    Keyring::open_with(home, home.key_file())
}

/// A message as it stands.
pub fn one(tx: &mut dyn Tx, keys: &Keyring, authority: i64, id: Uuid) -> Result<Message> {
    find(tx, keys, authority, id)?.ok_or(Error::Unreadable("a message"))
}

/// The same, if there is one with that id.
pub fn find(tx: &mut dyn Tx, keys: &Keyring, authority: i64, id: Uuid) -> Result<Option<Message>> {
    let Some(row) = tx.row(sql::ONE, &[authority.into(), id.into()])? else { return Ok(None) };
    let details = row.maybe(11, Row::bytes)?.map(|sealed| {
        let key = keys.unwrap(authority, row.int(9)?, id, &row.bytes(10)?)?;
        let plain = seal::open(&key, &Place::Message { authority, message: id, part: DETAILS }, &sealed)?;
        String::from_utf8(plain).map_err(|_| Error::Unreadable("text"))
    });
    let places = tx.rows(sql::MATTERS, &[authority.into(), id.into()])?;
    let place = |row: &Row| {
        Ok(Kept { file: row.id(0)?, matter: row.maybe(1, Row::id)?, number: row.maybe(2, Row::text)? })
    };
    let number = |at: usize| Ok::<_, Error>(Number { year: row.int(at)?, number: row.int(at + 1)? });
    let handled = tx.row(sql::HANDLED, &[authority.into(), id.into()])?.map(|done| {
        let key = keys.unwrap(authority, row.int(9)?, id, &row.bytes(10)?)?;
        let place = Place::Message { authority, message: id, part: DONE_ABOUT_IT };
        let words = String::from_utf8(seal::open(&key, &place, &done.bytes(2)?)?);
        let words = words.map_err(|_| Error::Unreadable("text"))?;
        Ok::<_, Error>(Handled { at_us: done.int(0)?, account: done.id(1)?, words })
    });
    Ok(Some(Message {
        id,
        number: number(0)?,
        at_us: row.int(2)?,
        today: row.text(3)?.parse().map_err(|_| Error::Unreadable("a day"))?,
        account: row.id(4)?,
        standing: Standing::read(&row.text(5)?)?,
        reason: row.maybe(6, Row::text)?,
        details: details.transpose()?,
        earlier: row.maybe(7, Row::int)?.map(|_| number(7)).transpose()?,
        places: places.iter().map(place).collect::<Result<_>>()?,
        handled: handled.transpose()?,
    }))
}

/// The message with a receipt number.
pub fn by_number(tx: &mut dyn Tx, authority: i64, number: Number) -> Result<Option<Uuid>> {
    let row = tx.row(sql::BY_NUMBER, &[authority.into(), number.year.into(), number.number.into()])?;
    row.map(|row| row.id(0)).transpose()
}

/// The bytes as they came, while they lie here.
pub fn bytes(tx: &mut dyn Tx, keys: &Keyring, authority: i64, id: Uuid) -> Result<Option<Vec<u8>>> {
    let row = tx.row(sql::SEALED, &[authority.into(), id.into()])?.ok_or(Error::Unreadable("a message"))?;
    let Some(sealed) = row.maybe(2, Row::bytes)? else { return Ok(None) };
    let key = keys.unwrap(authority, row.int(0)?, id, &row.bytes(1)?)?;
    Ok(Some(seal::open(&key, &Place::Message { authority, message: id, part: BYTES }, &sealed)?))
}

/// The messages that wait to be registered, oldest first, at most [`WAITING_MAX`].
pub fn waiting(tx: &mut dyn Tx, authority: i64) -> Result<Vec<Uuid>> {
    tx.rows(sql::WAITING, &[authority.into(), WAITING_MAX.into()])?.iter().map(|row| row.id(0)).collect()
}

/// How many there are, and where they stand.
pub fn counts(tx: &mut dyn Tx, authority: i64) -> Result<Counts> {
    let mut counts = Counts::default();
    for row in tx.rows(sql::COUNTS, &[authority.into()])? {
        let count = u64::try_from(row.int(1)?).map_err(|_| Error::Unreadable("a count"))?;
        match Standing::read(&row.text(0)?)? {
            Standing::Waiting => counts.waiting = count,
            Standing::Registered => counts.registered = count,
            Standing::SetAside => counts.set_aside = count,
        }
    }
    Ok(counts)
}

/// The messages that were set aside and that nobody has done anything about, newest first.
pub fn aside(tx: &mut dyn Tx, authority: i64, most: i64) -> Result<Vec<Uuid>> {
    tx.rows(sql::ASIDE, &[authority.into(), most.into()])?.iter().map(|row| row.id(0)).collect()
}

/// How many those are.
pub fn aside_count(tx: &mut dyn Tx, authority: i64) -> Result<u64> {
    let row = tx.row(sql::ASIDE_COUNT, &[authority.into()])?.ok_or(Error::Unreadable("a count"))?;
    u64::try_from(row.int(0)?).map_err(|_| Error::Unreadable("a count"))
}

/// The messages that somebody has done something about up to a time, the latest first.
pub fn lately_handled(tx: &mut dyn Tx, authority: i64, now_us: i64, most: i64) -> Result<Vec<Uuid>> {
    tx.rows(sql::LATELY_HANDLED, &[authority.into(), now_us.into(), most.into()])?
        .iter()
        .map(|row| row.id(0))
        .collect()
}

/// Notes what somebody did about a message that was set aside, and returns whether nobody had before. It counts as set aside as before.
///
/// # Errors
/// [`Error::Constraint`] for a message that was not set aside.
pub fn handle(tx: &mut dyn Tx, keys: &Keyring, authority: i64, id: Uuid, done: &Handled) -> Result<bool> {
    if one(tx, keys, authority, id)?.standing != Standing::SetAside {
        return Err(Error::Constraint("a message is handled once it is set aside".to_owned()));
    }
    let row = tx.row(sql::SEALED, &[authority.into(), id.into()])?.ok_or(Error::Unreadable("a message"))?;
    let key = keys.unwrap(authority, row.int(0)?, id, &row.bytes(1)?)?;
    let place = Place::Message { authority, message: id, part: DONE_ABOUT_IT };
    let words = seal::seal(&key, &place, done.words.as_bytes(), edge::nonce());
    let with = [authority.into(), id.into(), done.at_us.into(), done.account.into(), words.into()];
    Ok(tx.run(sql::HANDLED_NEW, &with)? == 1)
}

/// Sets a waiting message aside, with the reason. Returns whether it still waited.
pub fn set_aside(tx: &mut dyn Tx, keys: &Keyring, authority: i64, id: Uuid, fault: &Fault) -> Result<bool> {
    let row = tx.row(sql::SEALED, &[authority.into(), id.into()])?.ok_or(Error::Unreadable("a message"))?;
    let Some(wrapped) = row.maybe(1, Row::bytes)? else { return Ok(false) };
    let key = keys.unwrap(authority, row.int(0)?, id, &wrapped)?;
    let place = Place::Message { authority, message: id, part: DETAILS };
    let details = seal::seal(&key, &place, fault.details.as_bytes(), edge::nonce());
    let with = [fault.reason.into(), details.into(), authority.into(), id.into()];
    Ok(tx.run(sql::SET_ASIDE, &with)? == 1)
}

/// Notes where a message was registered: in the transaction that does it. The bytes leave the row, since the files now have them.
///
/// # Errors
/// [`Error::Constraint`] if it does not wait: then nothing of that transaction may stand.
pub(crate) fn registered(tx: &mut dyn Tx, authority: i64, id: Uuid, places: &[Kept]) -> Result<()> {
    if tx.run(sql::REGISTERED, &[authority.into(), id.into()])? != 1 {
        return Err(Error::Constraint("a message is registered once".to_owned()));
    }
    for place in places {
        let with = [
            authority.into(),
            id.into(),
            place.file.into(),
            place.matter.into(),
            place.number.clone().into(),
        ];
        tx.run(sql::MATTER_NEW, &with)?;
    }
    Ok(())
}
