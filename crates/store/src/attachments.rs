//! Attachments: received documents, sealed in pieces, in the same database as everything else.
//!
//! In the database, because a folder beside it would be a second thing to back up, and one day a row without
//! its file. In pieces of 64 KiB and small transactions, so that a scan of 25 MB neither fills the memory nor
//! makes others wait.
//!
//! 1. [`receive`] stores the pieces under the matter's key and returns length and hash ([`Sum`]).
//! 2. The entry that carries the document holds the sum, sealed; [`carry`] in its transaction makes the attachment stay.
//! 3. What no entry has carried within a day is removed by [`sweep`].
//!
//! [`read`] checks every piece and the whole against the sum in the entry. The hash is of the plain document:
//! it proves, as long as the record stands, that the document is the one received. It stands only sealed,
//! since a hash of a known document would tell whoever has the register that this file holds it.

use std::io::{ErrorKind, Read};

use seal::Place;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::db::Db;
use crate::error::{Error, Result};
use crate::keyring::Keyring;
use crate::sql::attachments as sql;
use crate::tx::Tx;
use crate::value::Row;

/// Bytes in a piece before sealing; only the last may be shorter.
pub const CHUNK_BYTES: usize = 64 * 1024;

/// Most bytes in an attachment.
pub const ATTACHMENT_BYTES_MAX: usize = 25_000_000;

/// Pieces written in one transaction.
const CHUNKS_PER_WRITE: usize = 8;

/// Room in bytes that documents leave on the disk, so that a note or a report is never turned away for a scan's sake.
const LEFT_FOR_TEXT: u64 = 64_000_000;

/// An attachment about to be received.
#[derive(Debug, Clone, Copy)]
pub struct NewAttachment {
    /// In whose register.
    pub authority: i64,
    /// Its id, drawn at the edge.
    pub attachment: Uuid,
    /// The matter's key.
    pub key: Uuid,
    /// Now, in microseconds.
    pub now_us: i64,
}

/// What the carrying entry keeps of an attachment, sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// Its length.
    pub bytes: usize,
    /// SHA-256 of the document.
    pub hash: [u8; 32],
}

/// Receives a document and stores its pieces. It is there for a day, until an entry carries it.
///
/// # Errors
/// [`Error::TooLarge`] beyond [`ATTACHMENT_BYTES_MAX`], and [`Error::DiskFull`] while there is still room for text; whatever has been
/// stored by then is swept.
pub fn receive(db: &Db, keys: &Keyring, new: NewAttachment, document: &mut dyn Read) -> Result<Sum> {
    let NewAttachment { authority, attachment, key, now_us } = new;
    db.write(move |tx| tx.run(sql::NEW, &[authority.into(), attachment.into(), key.into(), now_us.into()]))?;
    let mut sum = Sum { bytes: 0, hash: [0; 32] };
    let mut hash = Sha256::new();
    let mut index = 0;
    loop {
        let mut sealed = Vec::with_capacity(CHUNKS_PER_WRITE);
        while sealed.len() < CHUNKS_PER_WRITE {
            let plain = next_chunk(document)?;
            if plain.is_empty() {
                break;
            }
            sum.bytes += plain.len();
            if sum.bytes > ATTACHMENT_BYTES_MAX {
                return Err(Error::TooLarge { what: "an attachment", limit: ATTACHMENT_BYTES_MAX });
            }
            hash.update(&plain);
            let place = Place::Chunk { authority, attachment, index: index + count(sealed.len()) };
            sealed.push(keys.seal_at(authority, key, &place, &plain)?);
        }
        expect_room(db)?;
        let (first, last) = (index, sealed.len() < CHUNKS_PER_WRITE);
        index += count(sealed.len());
        db.write(move |tx| write_chunks(tx, authority, attachment, first, &sealed, last))?;
        if last {
            break;
        }
    }
    sum.hash = hash.finalize().into();
    Ok(sum)
}

/// A server's disk is the server's own affair.
fn expect_room(db: &Db) -> Result<()> {
    if db.home().database().is_some() {
        return Ok(());
    }
    let disk = rustix::fs::statvfs(db.dir()).map_err(|error| Error::file(db.dir())(error.into()))?;
    let left = disk.f_bavail.saturating_mul(disk.f_frsize);
    if left < LEFT_FOR_TEXT { Err(Error::DiskFull) } else { Ok(()) }
}

/// Notes what an attachment was received as: a keyed hash of all that its entry will say of it.
pub(crate) fn describe(
    tx: &mut dyn Tx,
    authority: i64,
    attachment: Uuid,
    described: &[u8; 32],
) -> Result<()> {
    tx.run(sql::DESCRIBE, &[described.into(), authority.into(), attachment.into()]).map(|_| ())
}

/// Whether an attachment waits for its entry, under a key, and was received as it is now described.
pub(crate) fn is(
    tx: &mut dyn Tx,
    authority: i64,
    attachment: Uuid,
    key: Uuid,
    described: &[u8; 32],
) -> Result<bool> {
    let with = [authority.into(), attachment.into(), key.into(), described.into()];
    Ok(tx.row(sql::IS, &with)?.is_some())
}

/// Makes an attachment stay: in the transaction of the entry that carries it.
///
/// # Errors
/// [`Error::NoAttachment`] if it is not there, not whole, or carried already.
pub fn carry(tx: &mut dyn Tx, authority: i64, attachment: Uuid, height: i64) -> Result<()> {
    match tx.run(sql::CARRY, &[height.into(), authority.into(), attachment.into()])? {
        1 => Ok(()),
        _ => Err(Error::NoAttachment),
    }
}

/// Reads a whole attachment and checks it against the sum its entry holds.
pub fn read(tx: &mut dyn Tx, keys: &Keyring, authority: i64, attachment: Uuid, sum: Sum) -> Result<Vec<u8>> {
    let row = tx.row(sql::KEY, &[authority.into(), attachment.into()])?.ok_or(Error::NoAttachment)?;
    let (key, chunks) = (row.id(0)?, row.maybe(1, Row::int)?.ok_or(Error::NoAttachment)?);
    let mut document = Vec::with_capacity(sum.bytes.min(ATTACHMENT_BYTES_MAX));
    for index in 0..chunks {
        let row = tx.row(sql::CHUNK, &[authority.into(), attachment.into(), index.into()])?;
        let sealed = row.ok_or(Error::NoAttachment)?.bytes(0)?;
        let place = Place::Chunk { authority, attachment, index };
        document.extend(keys.open_at(authority, key, &place, &sealed)?);
    }
    let hash: [u8; 32] = Sha256::digest(&document).into();
    if document.len() != sum.bytes || hash != sum.hash {
        return Err(Error::NoAttachment);
    }
    Ok(document)
}

/// Removes attachments begun before a time that no entry has carried. Returns how many.
pub fn sweep(tx: &mut dyn Tx, authority: i64, before_us: i64) -> Result<u64> {
    tx.run(sql::SWEEP, &[authority.into(), before_us.into()])
}

fn write_chunks(
    tx: &mut dyn Tx,
    authority: i64,
    attachment: Uuid,
    first: i64,
    sealed: &[Vec<u8>],
    last: bool,
) -> Result<()> {
    for (sealed, index) in sealed.iter().zip(first..) {
        tx.run(
            sql::CHUNK_NEW,
            &[authority.into(), attachment.into(), index.into(), sealed.as_slice().into()],
        )?;
    }
    if last {
        let chunks = first + count(sealed.len());
        tx.run(sql::WHOLE, &[chunks.into(), authority.into(), attachment.into()])?;
    }
    Ok(())
}

/// The next piece, full unless it is the last. Empty at the end.
fn next_chunk(document: &mut dyn Read) -> Result<Vec<u8>> {
    let mut plain = vec![0; CHUNK_BYTES];
    let mut filled = 0;
    while filled < CHUNK_BYTES {
        match document.read(&mut plain[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(Error::file("the document being received".as_ref())(error)),
        }
    }
    plain.truncate(filled);
    Ok(plain)
}

fn count(pieces: usize) -> i64 {
    i64::try_from(pieces).expect("a handful of pieces")
}
