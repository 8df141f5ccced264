//! Everything that is evidence, read in the one order in which it can be checked, copied and exported.
//!
//! Entries by height; after an entry that covers rows of the access log those rows, in the order of their ids; at the end
//! the rows that none covers. A few at a time, so that a register of any size fits.

use seal::{ACCESS_ROOT, AccessRow, Broken, Checkpoint, EVIDENCE, Link, PublicKey, Reason, Root, Signed};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::log::{self, Entry};
use crate::sql::evidence as sql;
use crate::tx::Tx;
use crate::value::{Row, Value};

/// Entries read at first, before it is known how long they are.
const FIRST_PAGE: usize = 64;

/// Entries read at a time are about so many bytes together.
const PAGE_BYTES: usize = 512 * 1024;

/// Most entries or rows of the access log read at a time.
const PAGE: usize = 512;

/// Checkpoints read at a time.
const CHECKPOINTS: i64 = 1000;

/// One piece of evidence.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Piece<'a> {
    Entry(&'a Entry),
    Access(&'a Looked),
}

/// A row of the access log that owns what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Looked {
    pub(crate) authority: i64,
    pub(crate) look: Uuid,
    pub(crate) at_us: i64,
    pub(crate) actor: Uuid,
    pub(crate) stream: Option<Uuid>,
    pub(crate) purpose: String,
    pub(crate) part: String,
    pub(crate) listed: Option<Vec<u8>>,
    pub(crate) root: Option<i64>,
}

impl Looked {
    pub(crate) fn row(&self) -> AccessRow<'_> {
        AccessRow {
            authority: self.authority,
            look: self.look,
            at_us: self.at_us,
            actor: self.actor,
            stream: self.stream,
            purpose: &self.purpose,
            part: &self.part,
            listed: self.listed.as_deref(),
            root: self.root,
        }
    }

    /// Reads the columns of `COVERED` and `OPEN`.
    fn read(authority: i64, row: &Row) -> Result<Self> {
        Ok(Self {
            authority,
            look: row.id(0)?,
            at_us: row.int(1)?,
            actor: row.id(2)?,
            stream: row.maybe(3, Row::id)?,
            purpose: row.text(4)?,
            part: row.text(5)?,
            listed: row.maybe(6, Row::bytes)?,
            root: row.maybe(7, Row::int)?,
        })
    }
}

/// Reads the columns of the statements about checkpoints.
pub(crate) fn signed(authority: i64, row: &Row) -> Result<(Signed, PublicKey)> {
    let (link, root) = (Link::from_bytes(row.hash(1)?), Root::from_bytes(row.hash(2)?));
    let checkpoint = Checkpoint { authority, height: row.int(0)?, link, root, at_us: row.int(3)? };
    let key = PublicKey::from_bytes(authority, row.hash(4)?);
    let signature = row.bytes(5)?.try_into().map_err(|_| Error::Unreadable("64 bytes"))?;
    Ok((Signed { checkpoint, key: key.id(), signature }, key))
}

/// Every checkpoint of an authority, by height, each with the key it names.
pub(crate) fn checkpoints(tx: &mut dyn Tx, authority: i64) -> Result<Vec<(Signed, PublicKey)>> {
    let mut all: Vec<(Signed, PublicKey)> = Vec::new();
    loop {
        let after = all.last().map_or(i64::MIN, |(last, _)| last.checkpoint.height);
        let rows = tx.rows(sql::CHECKPOINTS_AFTER, &[authority.into(), after.into(), CHECKPOINTS.into()])?;
        if rows.is_empty() {
            return Ok(all);
        }
        for row in rows {
            all.push(signed(authority, &row)?);
        }
    }
}

/// Hands over every entry after a height, and every row of the access log that belongs to them or to none.
///
/// # Errors
/// [`Error::Broken`] where something cannot be read as what it should be; whatever `each` returns.
pub(crate) fn walk(
    tx: &mut dyn Tx,
    authority: i64,
    after: i64,
    each: &mut dyn FnMut(&mut dyn Tx, Piece<'_>) -> Result<()>,
) -> Result<()> {
    // From the very beginning also what has no business there is read: an entry at height 0 is one too many.
    let (mut height, mut page, mut roots) =
        (if after == 0 { i64::MIN } else { after }, FIRST_PAGE, Vec::new());
    loop {
        let entries = match log::entries_after(tx, authority, height, page) {
            Ok(entries) => entries,
            Err(error @ (Error::Busy | Error::Lost | Error::Away(_))) => return Err(error),
            Err(_) if page == 1 => {
                return Err(Broken { height: height.max(0) + 1, reason: Reason::Unreadable }.into());
            }
            Err(_) => {
                page = 1; // one of them cannot be read: go on singly to learn which
                continue;
            }
        };
        let Some(last) = entries.last() else { break };
        height = last.height;
        if page > 1 {
            page = next_page(&entries);
        }
        for entry in &entries {
            each(tx, Piece::Entry(entry))?;
            if entry.kind == ACCESS_ROOT && entry.stream == EVIDENCE {
                roots.push(entry.seq);
                let broken = Broken { height: entry.height, reason: Reason::AccessRows };
                rows(tx, sql::COVERED, &[authority.into(), entry.seq.into()], broken, each)?;
            }
        }
    }
    let height = height.max(after);
    if after == 0 {
        strays(tx, authority, &roots, Broken { height, reason: Reason::AccessStray }, each)?;
    }
    rows(tx, sql::OPEN, &[authority.into()], Broken { height, reason: Reason::AccessStray }, each)
}

/// How many entries to read after some, if the next are as long.
fn next_page(read: &[Entry]) -> usize {
    let bytes: usize = read.iter().map(|entry| entry.sealed.as_ref().map_or(0, Vec::len)).sum();
    (PAGE_BYTES * read.len() / bytes.max(1)).clamp(FIRST_PAGE, PAGE)
}

/// The rows that one entry covers.
pub(crate) fn covered(
    tx: &mut dyn Tx,
    authority: i64,
    seq: i64,
    each: &mut dyn FnMut(&Looked),
) -> Result<()> {
    let broken = Broken { height: 0, reason: Reason::AccessRows };
    rows(tx, sql::COVERED, &[authority.into(), seq.into()], broken, &mut |_, piece| {
        if let Piece::Access(looked) = piece {
            each(looked);
        }
        Ok(())
    })
}

/// Rows that say they are covered by an entry that was not met.
fn strays(
    tx: &mut dyn Tx,
    authority: i64,
    met: &[i64],
    broken: Broken,
    each: &mut dyn FnMut(&mut dyn Tx, Piece<'_>) -> Result<()>,
) -> Result<()> {
    let mut after = i64::MIN;
    while let Some(row) = tx.row(sql::NEXT_ROOT, &[authority.into(), after.into()])? {
        after = row.int(0)?;
        if !met.contains(&after) {
            rows(tx, sql::COVERED, &[authority.into(), after.into()], broken, each)?;
        }
    }
    Ok(())
}

/// The rows of one statement, page by page in the order of their ids.
fn rows(
    tx: &mut dyn Tx,
    statement: crate::tx::Sql,
    which: &[Value],
    broken: Broken,
    each: &mut dyn FnMut(&mut dyn Tx, Piece<'_>) -> Result<()>,
) -> Result<()> {
    let [Value::Int(authority), ..] = which else { unreachable!("a statement names the authority first") };
    let (mut after, mut read) = (Uuid::nil(), 0);
    loop {
        // The row that was last is read again and passed over: also the lowest id there can be is above nothing.
        let most = i64::try_from(PAGE).expect("a page is small") + read;
        let with = [which, &[after.into(), most.into()]].concat();
        let found = tx.rows(statement, &with)?;
        let fresh = &found[usize::from(read == 1 && !found.is_empty())..];
        let Some(last) = fresh.last() else { return Ok(()) };
        (after, read) = (last.id(0).map_err(|_| broken)?, 1);
        for row in fresh {
            let looked = Looked::read(*authority, row).map_err(|_| broken)?;
            each(tx, Piece::Access(&looked))?;
        }
    }
}
