//! The log itself: appending entries to streams, and reading them back.
//!
//! Everything that is legally record passes through [`append`]. It is the only function that writes an entry.

use seal::{Head, Header, Leaf, Link};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::sql::log as sql;
use crate::tx::Tx;
use crate::value::Row;

/// Most bytes in one entry before sealing: a long investigation with all its sections is some 200 kB.
pub const ENTRY_BYTES_MAX: usize = 1024 * 1024;

/// Most entries in one [`append`].
pub const ENTRIES_MAX: usize = 1000;

/// Most bytes in a kind or a number: they are codes, not text.
const CODE_BYTES_MAX: usize = 64;

/// What a stream is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A person: identity, names, numbers, addresses, and nothing else.
    Person,
    /// A child's file (personakt): everything else.
    File,
    /// The authority's own: grants, key destruction, law data taken into use.
    Administration,
}

impl Subject {
    fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::File => "file",
            Self::Administration => "administration",
        }
    }
}

/// Entries to append to one stream, all or none.
///
/// A command about three siblings is three of these in one transaction.
#[derive(Debug, Clone, Copy)]
pub struct Append<'a> {
    /// Whose chain.
    pub authority: i64,
    /// Which stream.
    pub stream: Uuid,
    /// What the stream is about.
    pub subject: Subject,
    /// The version the caller has seen: the stream's last `seq`, or 0 for a stream that does not exist yet.
    pub expected: i64,
    /// Who writes.
    pub actor: Uuid,
    /// Now, in microseconds. Recorded time never goes backwards: if the clock has, the last entry's time is
    /// used instead.
    pub at_us: i64,
    /// The entries, in order.
    pub entries: &'a [NewEntry<'a>],
}

/// One entry, not yet sealed.
#[derive(Clone, Copy)]
pub struct NewEntry<'a> {
    /// What happened, as a word of the record.
    pub kind: &'a str,
    /// The version of the payload's form.
    pub version: u16,
    /// The key to seal it under. It must already be committed in the keyring.
    pub key: Uuid,
    /// The matter number this entry gives, if it gives one.
    pub number: Option<&'a str>,
    /// The payload.
    pub plain: &'a [u8],
}

/// The payload is not printed.
impl std::fmt::Debug for NewEntry<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "NewEntry({} v{}, {} bytes)", self.kind, self.version, self.plain.len())
    }
}

/// Seals a payload under the key its header names, bound to that header: `|header, plain| keys.seal(header,
/// plain)`.
pub type SealWith<'a> = dyn FnMut(&Header<'_>, &[u8]) -> Result<Vec<u8>> + 'a;

/// What an append became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Height of the first entry.
    pub first_height: i64,
    /// Height of the last entry.
    pub last_height: i64,
    /// The stream's new version.
    pub version: i64,
    /// The recorded time: the caller's, or the chain's last if that was later.
    pub at_us: i64,
}

/// A stored entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whose chain.
    pub authority: i64,
    /// Its place in the authority's chain.
    pub height: i64,
    /// Which stream.
    pub stream: Uuid,
    /// Its place in the stream.
    pub seq: i64,
    /// What happened.
    pub kind: String,
    /// The version of the payload's form.
    pub version: u16,
    /// When it was recorded, in microseconds.
    pub at_us: i64,
    /// Who wrote it.
    pub actor: Uuid,
    /// The key it is sealed under.
    pub key: Uuid,
    /// The matter number it gave.
    pub number: Option<String>,
    /// The sealed payload; none if its key has been destroyed by the book.
    pub sealed: Option<Vec<u8>>,
    /// Its leaf, as stored.
    pub leaf: Leaf,
    /// Its link, as stored.
    pub link: Link,
}

impl Entry {
    /// The clear part, as it was bound when the entry was sealed.
    pub fn header(&self) -> Header<'_> {
        Header {
            authority: self.authority,
            stream: self.stream,
            seq: self.seq,
            kind: &self.kind,
            version: self.version,
            at_us: self.at_us,
            actor: self.actor,
            key: self.key,
            number: self.number.as_deref(),
        }
    }

    /// Reads the columns of `ENTRIES_OF` and `ENTRIES_AFTER`.
    pub(crate) fn read(authority: i64, row: &Row) -> Result<Self> {
        Ok(Self {
            authority,
            height: row.int(0)?,
            stream: row.id(1)?,
            seq: row.int(2)?,
            kind: row.text(3)?,
            version: u16::try_from(row.int(4)?).map_err(|_| Error::Unreadable("a version"))?,
            at_us: row.int(5)?,
            actor: row.id(6)?,
            key: row.id(7)?,
            number: row.maybe(8, Row::text)?,
            sealed: row.maybe(9, Row::bytes)?,
            leaf: Leaf::from_bytes(row.hash(10)?),
            link: Link::from_bytes(row.hash(11)?),
        })
    }
}

/// Opens the books for an authority: its row, and a chain without entries.
pub fn create_authority(tx: &mut dyn Tx, authority: i64, name: &str) -> Result<()> {
    tx.run(sql::AUTHORITY_NEW, &[authority.into(), name.into()])?;
    tx.run(sql::HEAD_NEW, &[authority.into(), Link::GENESIS.as_bytes().into()])?;
    Ok(())
}

/// The authorities of this register, as number and name, in order of number.
pub fn authorities(tx: &mut dyn Tx) -> Result<Vec<(i64, String)>> {
    tx.rows(sql::AUTHORITIES, &[])?.iter().map(|row| Ok((row.int(0)?, row.text(1)?))).collect()
}

/// The end of an authority's chain. Also what to note elsewhere as a checkpoint.
pub fn head(tx: &mut dyn Tx, authority: i64) -> Result<Head> {
    let row = tx.row(sql::HEAD, &[authority.into()])?.ok_or(Error::UnknownAuthority(authority))?;
    Ok(Head { height: row.int(0)?, link: Link::from_bytes(row.hash(1)?) })
}

/// The version a stream is at; 0 if it does not exist.
pub fn version(tx: &mut dyn Tx, authority: i64, stream: Uuid) -> Result<i64> {
    tx.row(sql::STREAM_VERSION, &[authority.into(), stream.into()])?.map_or(Ok(0), |row| row.int(0))
}

/// Whether a stream is about something else than this. One that is not there is about nothing yet.
pub(crate) fn is_about_other(
    tx: &mut dyn Tx,
    authority: i64,
    stream: Uuid,
    subject: Subject,
) -> Result<bool> {
    let row = tx.row(sql::STREAM_SUBJECT, &[authority.into(), stream.into()])?;
    Ok(row.map(|row| row.text(0)).transpose()?.is_some_and(|stands| stands != subject.code()))
}

/// The height of a stream's last entry; 0 if it has none.
pub(crate) fn height_of(tx: &mut dyn Tx, authority: i64, stream: Uuid) -> Result<i64> {
    tx.row(sql::HEIGHT_OF, &[authority.into(), stream.into()])?.map_or(Ok(0), |row| row.int(0))
}

/// Holds the end of an authority's chain until the transaction ends: on an engine with several writers, whoever appends waits here for
/// whoever is appending. Taken before anything else that an appending transaction locks, so that no two of them can wait for each other.
/// Whatever is read afterwards is as the last one left it.
pub fn lock(tx: &mut dyn Tx, authority: i64) -> Result<()> {
    locked(tx, authority).map(|_| ())
}

fn locked(tx: &mut dyn Tx, authority: i64) -> Result<Row> {
    tx.row(sql::HEAD_LOCK, &[authority.into()])?.ok_or(Error::UnknownAuthority(authority))
}

/// Appends entries to a stream: checks the version, deals heights, seals, hangs them on the chain.
///
/// `seal_with` is called here, inside the transaction, because `seq` and the recorded time are known only
/// now.
///
/// # Errors
/// [`Error::Conflict`] if the stream is not at the expected version. Any error leaves the transaction with
/// half an append in it: the work must pass it on, so that all of it is undone.
pub fn append(tx: &mut dyn Tx, append: &Append<'_>, seal_with: &mut SealWith<'_>) -> Result<Appended> {
    check_limits(append.entries)?;
    let count = i64::try_from(append.entries.len()).expect("limited above");
    let row = locked(tx, append.authority)?;
    move_stream(tx, append, append.expected + count)?;

    let before = row.int(0)?;
    let mut link = Link::from_bytes(row.hash(1)?);
    let at_us = append.at_us.max(row.int(2)?);

    for (entry, step) in append.entries.iter().zip(1..) {
        let header = Header {
            authority: append.authority,
            stream: append.stream,
            seq: append.expected + step,
            kind: entry.kind,
            version: entry.version,
            at_us,
            actor: append.actor,
            key: entry.key,
            number: entry.number,
        };
        let sealed = seal_with(&header, entry.plain)?;
        assert!(sealed.len() >= entry.plain.len() + seal::OVERHEAD, "what is written has been sealed");
        let leaf = seal::leaf(&header, &sealed);
        link = seal::link(link, leaf);
        insert(tx, before + step, &header, Some(sealed), leaf, link)?;
    }
    let last_height = before + count;
    tx.run(
        sql::HEAD_MOVE,
        &[last_height.into(), link.as_bytes().into(), at_us.into(), append.authority.into()],
    )?;
    Ok(Appended { first_height: before + 1, last_height, version: append.expected + count, at_us })
}

/// Takes in an entry that was written here before and is already sealed: for a restoration, which has checked that it fits. What has been
/// emptied belongs to no stream any more.
pub(crate) fn take_in(tx: &mut dyn Tx, entry: &Entry, subject: &str) -> Result<()> {
    let (authority, stream, seq) = (entry.authority, entry.stream, entry.seq);
    if entry.sealed.is_some() {
        let stands = version(tx, authority, stream)?;
        if stands >= seq {
            return Err(Error::Conflict { stream, expected: seq - 1, found: stands });
        }
        // Entries in between may have been emptied, so the version can leap.
        let begun = [authority.into(), stream.into(), subject.into(), seq.into()];
        let goes_on = [seq.into(), authority.into(), stream.into(), subject.into(), stands.into()];
        let moved =
            if stands == 0 { tx.run(sql::STREAM_NEW, &begun) } else { tx.run(sql::STREAM_MOVE, &goes_on) };
        if moved? != 1 {
            return Err(Error::Conflict { stream, expected: stands, found: version(tx, authority, stream)? });
        }
    }
    insert(tx, entry.height, &entry.header(), entry.sealed.clone(), entry.leaf, entry.link)?;
    // An emptied entry has no time of its own any more.
    let head = tx.row(sql::HEAD, &[authority.into()])?.ok_or(Error::UnknownAuthority(authority))?;
    let at_us = entry.at_us.max(head.int(2)?);
    let with = [entry.height.into(), entry.link.as_bytes().into(), at_us.into(), authority.into()];
    tx.run(sql::HEAD_MOVE, &with)?;
    Ok(())
}

/// All entries of a stream, in order. A file holds tens to hundreds.
pub fn entries_of(tx: &mut dyn Tx, authority: i64, stream: Uuid) -> Result<Vec<Entry>> {
    entries_since(tx, authority, stream, 0)
}

/// The entries of a stream after the version somebody has seen: what has happened since.
pub fn entries_since(tx: &mut dyn Tx, authority: i64, stream: Uuid, seen: i64) -> Result<Vec<Entry>> {
    let rows = tx.rows(sql::ENTRIES_OF, &[authority.into(), stream.into(), seen.into()])?;
    rows.iter().map(|row| Entry::read(authority, row)).collect()
}

/// The entry at a place of a stream.
pub fn entry_at(tx: &mut dyn Tx, authority: i64, stream: Uuid, seq: i64) -> Result<Option<Entry>> {
    let row = tx.row(sql::ENTRY_AT, &[authority.into(), stream.into(), seq.into()])?;
    row.map(|row| Entry::read(authority, &row)).transpose()
}

/// The next entries of an authority after a height, at most so many. Every follower (views, archive, check)
/// asks this.
pub fn entries_after(tx: &mut dyn Tx, authority: i64, height: i64, most: usize) -> Result<Vec<Entry>> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = tx.rows(sql::ENTRIES_AFTER, &[authority.into(), height.into(), most.into()])?;
    rows.iter().map(|row| Entry::read(authority, row)).collect()
}

fn check_limits(entries: &[NewEntry<'_>]) -> Result<()> {
    assert!(!entries.is_empty(), "an append of nothing is a mistake of the caller");
    if entries.len() > ENTRIES_MAX {
        return Err(Error::TooLarge { what: "an append", limit: ENTRIES_MAX });
    }
    for entry in entries {
        assert!(!entry.kind.is_empty() && entry.kind.len() <= CODE_BYTES_MAX, "a kind is a short word");
        assert!(entry.number.is_none_or(|number| number.len() <= CODE_BYTES_MAX), "a number is short");
        if entry.plain.len() > ENTRY_BYTES_MAX {
            return Err(Error::TooLarge { what: "an entry", limit: ENTRY_BYTES_MAX });
        }
    }
    Ok(())
}

/// Compares and sets the stream's version. Of several writers who saw the same version exactly one gets past
/// this.
fn move_stream(tx: &mut dyn Tx, append: &Append<'_>, version_after: i64) -> Result<()> {
    let (authority, stream, expected) = (append.authority, append.stream, append.expected);
    let subject = append.subject.code();
    let moved = if expected == 0 {
        tx.run(sql::STREAM_NEW, &[authority.into(), stream.into(), subject.into(), version_after.into()])?
    } else {
        let with = [version_after.into(), authority.into(), stream.into(), subject.into(), expected.into()];
        tx.run(sql::STREAM_MOVE, &with)?
    };
    match moved {
        1 => Ok(()),
        _ => Err(Error::Conflict { stream, expected, found: version(tx, authority, stream)? }),
    }
}

fn insert(
    tx: &mut dyn Tx,
    height: i64,
    header: &Header<'_>,
    sealed: Option<Vec<u8>>,
    leaf: Leaf,
    link: Link,
) -> Result<()> {
    let with = [
        header.authority.into(),
        height.into(),
        header.stream.into(),
        header.seq.into(),
        header.kind.into(),
        i64::from(header.version).into(),
        header.at_us.into(),
        header.actor.into(),
        header.key.into(),
        header.number.into(),
        sealed.into(),
        leaf.as_bytes().into(),
        link.as_bytes().into(),
    ];
    tx.run(sql::ENTRY_NEW, &with)?;
    Ok(())
}
