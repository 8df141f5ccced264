//! Taking in the lines of an export: what a tail brings to a backup, and a whole one to a new place.

use seal::Head;

use crate::error::{Error, Result};
use crate::evidence;
use crate::export::{At, Line, bytes_of, hash_of};
use crate::log;
use crate::sql::export as sql;
use crate::tx::Tx;
use crate::verify::chain_row;

/// Takes in one line, where the chain ends at `head`. Returns where it ends then. What is there already must be the same.
pub(crate) fn line(tx: &mut dyn Tx, authority: i64, head: Head, line: &Line, at: At<'_>) -> Result<Head> {
    let Line::Entry(line) = line else { return put(tx, authority, line, at).map(|()| head) };
    let entry = line.read(authority).map_err(|_| at.wrong("an entry"))?;
    if entry.height <= head.height {
        return expect_same(tx, &entry, at).map(|()| head); // exports may overlap
    }
    add(tx, head, &entry, &line.subject).map_err(|error| match error {
        Error::Broken(broken) => Error::Unrestored(format!("{}: {broken}", at.path.display())),
        error => error,
    })
}

/// What overlaps must be the same record.
fn expect_same(tx: &mut dyn Tx, entry: &log::Entry, at: At<'_>) -> Result<()> {
    let stands = log::entries_after(tx, entry.authority, entry.height - 1, 1)?;
    if stands.first().is_some_and(|stands| stands.link == entry.link) {
        return Ok(());
    }
    let why =
        format!("{}: at height {} it is another record than the backup", at.path.display(), entry.height);
    Err(Error::Unrestored(why))
}

/// Hangs an entry on the chain, if it fits.
fn add(tx: &mut dyn Tx, head: Head, entry: &log::Entry, subject: &str) -> Result<Head> {
    let broken = |reason| Err(seal::Broken { height: head.height + 1, reason }.into());
    let row = chain_row(entry);
    if row.height != head.height + 1 {
        return broken(seal::Reason::Missing);
    }
    if let Some(sealed) = row.sealed
        && seal::leaf(&row.header, sealed) != row.leaf
    {
        return broken(seal::Reason::Altered);
    }
    if seal::link(head.link, row.leaf) != row.link {
        return broken(seal::Reason::Unlinked);
    }
    log::take_in(tx, entry, subject)?;
    Ok(Head { height: row.height, link: row.link })
}

/// What an export holds beside its entries.
fn put(tx: &mut dyn Tx, authority: i64, line: &Line, at: At<'_>) -> Result<()> {
    let wrong = |_| at.wrong("a line with bytes in base64");
    match line {
        Line::Checkpoint(noted) => {
            let (signed, key) = noted.read().map_err(|_| at.wrong("a checkpoint with its key"))?;
            evidence::keep(tx, &signed, &key)
        }
        Line::Access(access) => {
            let looked = access.read(authority).map_err(wrong)?;
            let (look, at, actor, stream) =
                (looked.look.into(), looked.at_us.into(), looked.actor.into(), looked.stream.into());
            let (purpose, part) = (looked.purpose.into(), looked.part.into());
            let with = [
                authority.into(),
                look,
                at,
                actor,
                stream,
                purpose,
                part,
                looked.listed.into(),
                looked.root.into(),
            ];
            tx.run(sql::ACCESS_PUT, &with).map(|_| ())
        }
        Line::Attachment(it) => {
            let (id, key, started) = (it.id.into(), it.key.into(), it.started_us.into());
            let with = [authority.into(), id, key, started, it.chunks.into(), it.carried.into()];
            tx.run(sql::ATTACHMENT_PUT, &with).map(|_| ())
        }
        Line::Chunk(it) => {
            let sealed = bytes_of(&it.sealed).map_err(wrong)?;
            let with = [authority.into(), it.attachment.into(), it.part.into(), sealed.into()];
            tx.run(sql::CHUNK_PUT, &with).map(|_| ())
        }
        Line::Command(it) => {
            let asked = it.asked.as_deref().map(hash_of).transpose().map_err(wrong)?;
            let asked = asked.map(|hash| hash.to_vec());
            let (first, last) = (it.first_height.into(), it.last_height.into());
            let with =
                [authority.into(), it.id.into(), it.actor.into(), it.at_us.into(), first, last, asked.into()];
            tx.run(sql::COMMAND_PUT, &with).map(|_| ())
        }
        Line::LyktaExport(_) | Line::Entry(_) | Line::End(_) => Err(at.wrong("in its place")),
    }
}
