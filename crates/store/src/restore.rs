//! Coming back from a backup, into an empty place.
//!
//! What comes back is the backup, then whatever has come since by the *tails*: exports of what was written after it
//! ([`export`](crate::export::export)). The log is the record, so a tail carries everything that was decided since: what was destroyed, moved
//! out of a wrong file or kept secret is so again before anybody can log in. What no tail holds is lost, and whoever restores says so.
//!
//! Nothing is done until the place is whole: it is made beside, verified, and moved there. Two of one record must never act at the same
//! time. So the original is shut before the new one opens, or somebody states that it is gone; either is the first entry of the new one, and
//! makes its chain another from there on. All sessions and tokens end, since one that was taken away after the backup would come
//! back with it.

use std::collections::BTreeSet;
use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use seal::{Destruction, EVIDENCE, Head, Master};
use serde::Serialize;
use uuid::Uuid;

use crate::backup::{self, Manifest};
use crate::db::{self, REGISTER};
use crate::error::{Error, KeyError, Result};
use crate::evidence::PROGRAM;
use crate::export::{Line, Lines, bytes_of, hash_of};
use crate::fence;
use crate::keyring::Keyring;
use crate::log::{self, Append, NewEntry, Subject};
use crate::readings;
use crate::ring;
use crate::schema;
use crate::sql::{destruction, export as sql, sessions, settings};
use crate::sqlite::Connection;
use crate::tx::Tx;
use crate::value::Value;
use crate::verify::{Trust, Verdict, chain_row, verify};

/// The kind of the entry that a restored record begins anew with.
pub const RESTORED: &str = "restored";

/// Keys looked at a time.
const KEYS: i64 = 1000;

/// What is to be restored, and where.
#[derive(Debug, Clone)]
pub struct Restore<'a> {
    /// The register's backup.
    pub backup: &'a Path,
    /// The keyring's, made after it: the newest there is.
    pub keyring: &'a Path,
    /// The secret that it all was sealed with.
    pub master: &'a Master,
    /// What has been written since, in order; each goes on where the one before ended.
    pub tails: &'a [PathBuf],
    /// What becomes of the original.
    pub original: Original<'a>,
    /// The place: not there yet, or empty.
    pub to: &'a Path,
    /// Now, in microseconds.
    pub now_us: i64,
}

/// What becomes of the original, which must never act again.
#[derive(Debug, Clone, Copy)]
pub enum Original<'a> {
    /// It is in this directory, and is shut. No program may be working in it.
    At(&'a Path),
    /// Somebody states that it is gone, and how.
    Gone(&'a str),
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// When the backup was made.
    pub made_us: i64,
    /// Entries taken from tails.
    pub from_tails: u64,
    /// What the check at the end found, authority by authority.
    pub verdicts: Vec<Verdict>,
}

/// What stands sealed in the entry that a restored record begins anew with.
#[derive(Serialize)]
struct Anew<'a> {
    backup_us: i64,
    /// The height that the backup and its tails reached.
    reached: i64,
    from_tails: u64,
    original: &'a str,
}

/// Restores. When this returns the place is whole, verified, and the only one that may act.
///
/// # Errors
/// [`Error::Unrestored`] and others, each with what is wrong and what to do; nothing is then in the place, and the original is not shut.
pub fn restore(what: &Restore<'_>) -> Result<Restored> {
    expect_empty(what.to)?;
    let manifest = backup::read(what.backup, REGISTER)?;
    backup::read(what.keyring, ring::FILE)?;
    let workshop = workshop(what.to)?;
    for (from, file) in [(what.backup, REGISTER), (what.keyring, ring::FILE)] {
        fs::copy(from.join(file), workshop.join(file)).map_err(Error::file(&workshop.join(file)))?;
    }
    let restored = bring_back(what, &manifest, &workshop)?;
    if let Original::At(dir) = what.original {
        let _lock = db::lock(dir)?; // nobody works there now, and nobody begins
        fence::shut(dir, &format!("restored to {}", what.to.display()))?;
    }
    if what.to.exists() {
        fs::remove_dir(what.to).map_err(Error::file(what.to))?;
    }
    fence::done(&workshop)?;
    fs::rename(&workshop, what.to).map_err(Error::file(what.to))?;
    Ok(restored)
}

fn expect_empty(to: &Path) -> Result<()> {
    match fs::read_dir(to).map(|mut inside| inside.next().is_none()) {
        Ok(true) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Ok(false) => Err(Error::Unrestored(format!(
            "{} is not empty: a backup is restored into an empty place only",
            to.display()
        ))),
        Err(error) => Err(Error::file(to)(error)),
    }
}

/// Where the restoration is made; what an interrupted one left there goes.
fn workshop(to: &Path) -> Result<PathBuf> {
    let workshop = backup::beside(to, "restoring")?;
    if workshop.exists() {
        if !fence::is_restoring(&workshop) {
            let why = format!("{} is in the way, and not what a restoration left", workshop.display());
            return Err(Error::Unrestored(why));
        }
        fs::remove_dir_all(&workshop).map_err(Error::file(&workshop))?;
    }
    DirBuilder::new().recursive(true).mode(0o700).create(&workshop).map_err(Error::file(&workshop))?;
    fence::begin(&workshop)?;
    Ok(workshop)
}

/// Everything that is done to the copies, in the order in which it can be refused.
fn bring_back(what: &Restore<'_>, manifest: &Manifest, workshop: &Path) -> Result<Restored> {
    let mut register = Connection::open_writer(&workshop.join(REGISTER))?;
    register.examine()?;
    schema::bring_up(&mut register, schema::REGISTER)?;
    let keys = Keyring::open(workshop, what.master.clone())?;
    expect_whole(workshop)?;
    let mut from_tails = 0;
    for tail in what.tails {
        from_tails += in_one(&mut register, |tx| take_in(tx, tail))?;
    }
    let authorities = log::authorities(&mut register)?;
    for (authority, _) in &authorities {
        in_one(&mut register, |tx| destroy_again(tx, &keys, *authority, what.now_us))?;
        in_one(&mut register, |tx| readings::destroy_again(tx, *authority))?;
        expect_keys(&mut register, &keys, *authority)?;
        keys.ensure(*authority, &[EVIDENCE])?;
        in_one(&mut register, |tx| begin_anew(tx, &keys, *authority, what, manifest, from_tails))?;
    }
    register.fold_in()?;
    drop((register, keys));
    Ok(Restored { made_us: manifest.made_us, from_tails, verdicts: expect_whole(workshop)? })
}

fn in_one<T>(register: &mut Connection, work: impl FnOnce(&mut dyn Tx) -> Result<T>) -> Result<T> {
    register.begin_write()?;
    match work(register).and_then(|done| register.commit().map(|()| done)) {
        Ok(done) => Ok(done),
        Err(error) => {
            register.rollback()?;
            Err(error)
        }
    }
}

fn expect_whole(dir: &Path) -> Result<Vec<Verdict>> {
    let verdicts = verify(dir, &Trust::default())?;
    match verdicts.iter().find(|verdict| verdict.outcome.is_err()) {
        Some(broken) => Err(Error::Unrestored(format!(
            "the record that the backup holds is broken: {broken}. Use an older backup"
        ))),
        None => Ok(verdicts),
    }
}

/// Takes in what a tail holds. Returns how many entries.
fn take_in(tx: &mut dyn Tx, tail: &Path) -> Result<u64> {
    let (mut lines, beginning) = Lines::open(tail)?;
    let authority = beginning.authority;
    let mut head = log::head(tx, authority)?;
    if beginning.after > head.height {
        let why = format!(
            "{}: it begins after height {}, the record reaches {}: a tail between them is missing",
            tail.display(),
            beginning.after,
            head.height
        );
        return Err(Error::Unrestored(why));
    }
    let mut taken = 0;
    loop {
        match lines.next()? {
            Line::Entry(line) => {
                let entry = line.read(authority).map_err(|_| lines.wrong("an entry"))?;
                if entry.height <= head.height {
                    expect_same(tx, &entry, tail)?; // tails may overlap
                    continue;
                }
                head = add(tx, head, &entry, &line.subject).map_err(|error| match error {
                    Error::Broken(broken) => Error::Unrestored(format!("{}: {broken}", tail.display())),
                    error => error,
                })?;
                taken += 1;
            }
            Line::End(_) => break,
            other => put(tx, authority, &other, &lines)?,
        }
    }
    Ok(taken)
}

/// What overlaps must be the same record.
fn expect_same(tx: &mut dyn Tx, entry: &log::Entry, tail: &Path) -> Result<()> {
    let stands = log::entries_after(tx, entry.authority, entry.height - 1, 1)?;
    if stands.first().is_some_and(|stands| stands.link == entry.link) {
        return Ok(());
    }
    let why = format!("{}: at height {} it is another record than the backup", tail.display(), entry.height);
    Err(Error::Unrestored(why))
}

/// Hangs an entry from a tail on the chain, if it fits.
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

/// What a tail holds beside its entries.
fn put(tx: &mut dyn Tx, authority: i64, line: &Line, lines: &Lines<'_>) -> Result<()> {
    let wrong = |_| lines.wrong("a line with bytes in base64");
    match line {
        Line::Checkpoint(noted) => {
            let (signed, key) = noted.read().map_err(|_| lines.wrong("a checkpoint with its key"))?;
            crate::evidence::keep(tx, &signed, &key)
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
        Line::LyktaExport(_) | Line::Entry(_) | Line::End(_) => Err(lines.wrong("in its place")),
    }
}

/// What was destroyed by the book is destroyed in what came back: the keys that a backup of the keyring still held, the sealed bytes that one
/// of the register did, and what hung on them.
fn destroy_again(tx: &mut dyn Tx, keys: &Keyring, authority: i64, now_us: i64) -> Result<()> {
    let marks = recorded(tx, authority)?;
    if marks.is_empty() {
        return Ok(());
    }
    let mut doomed = Vec::new();
    each_key_used(tx, authority, &mut |key, _| {
        if marks.contains(&seal::mark(authority, key)) {
            doomed.push(key);
        }
        Ok(())
    })?;
    for key in doomed {
        empty(tx, authority, key)?;
    }
    let marks: Vec<Uuid> = marks.into_iter().collect();
    keys.destroy_marked(authority, &marks, now_us)?;
    Ok(())
}

/// The marks of every key whose destruction is recorded.
fn recorded(tx: &mut dyn Tx, authority: i64) -> Result<BTreeSet<Uuid>> {
    let (mut after, mut marks) = (String::new(), BTreeSet::new());
    loop {
        let rows = tx.rows(destruction::RECORDED, &[authority.into(), after.as_str().into(), KEYS.into()])?;
        for row in &rows {
            after = row.text(1)?;
            marks.extend(after.parse::<Destruction>().map(|record| record.mark));
        }
        if rows.is_empty() {
            return Ok(marks);
        }
    }
}

/// Empties everything that is sealed under a key, as it was in the original. A key bears the id of the matter, file or person it is for.
fn empty(tx: &mut dyn Tx, authority: i64, key: Uuid) -> Result<()> {
    let mark = seal::mark(authority, key);
    let mut streams = BTreeSet::new();
    for row in tx.rows(sql::UNDER_KEY, &[authority.into(), key.into()])? {
        streams.insert(row.id(1)?);
        let with = [Value::Id(Uuid::nil()), mark.into(), authority.into(), row.int(0)?.into()];
        tx.run(destruction::EMPTY, &with)?;
    }
    let of_key = [authority.into(), key.into()];
    for gone in [
        destruction::PIECES_GONE,
        destruction::DOCUMENTS_GONE,
        destruction::MATTER_DRAFTS_GONE,
        destruction::FILE_DRAFTS_GONE,
        destruction::REASONS_GONE,
        destruction::MESSAGE_FILES_GONE,
    ] {
        tx.run(gone, &of_key)?;
    }
    for stream in streams {
        tx.run(destruction::MESSAGE_MATTERS_GONE, &[authority.into(), stream.into(), key.into()])?;
        if tx.rows(destruction::LEFT_IN_STREAM, &[authority.into(), stream.into()])?.is_empty() {
            tx.run(destruction::STREAM_GONE, &[authority.into(), stream.into()])?;
        }
    }
    Ok(())
}

/// Hands over every key that something is sealed under, with the lowest height.
fn each_key_used(
    tx: &mut dyn Tx,
    authority: i64,
    each: &mut dyn FnMut(Uuid, i64) -> Result<()>,
) -> Result<()> {
    let mut after = Uuid::nil();
    loop {
        let rows = tx.rows(sql::KEYS_USED, &[authority.into(), after.into(), KEYS.into()])?;
        for row in &rows {
            after = row.id(0)?;
            each(after, row.int(1)?)?;
        }
        if rows.is_empty() {
            return Ok(());
        }
    }
}

/// Every key that something is sealed under must be in the ring that came back.
fn expect_keys(tx: &mut dyn Tx, keys: &Keyring, authority: i64) -> Result<()> {
    each_key_used(tx, authority, &mut |key, height| {
        let why = match keys.expect(authority, key) {
            Ok(()) => return Ok(()),
            Err(Error::Key(KeyError::Unknown(_))) => format!(
                "the keyring is older than the record: the key of the entry at height {height} is not in it. Use a keyring that was backed up later"
            ),
            Err(Error::Key(KeyError::Destroyed(_))) => format!(
                "the key of the entry at height {height} was destroyed after this backup, and the tail that records it is not here. Add the tails since the backup"
            ),
            Err(Error::Seal(_)) => {
                format!(
                    "the key of the entry at height {height} is damaged in the keyring. Use another copy of it"
                )
            }
            Err(error) => return Err(error),
        };
        Err(Error::Unrestored(why))
    })
}

/// The first entry of what lives on. Nobody stays logged in, and the views are counted anew at the first start.
fn begin_anew(
    tx: &mut dyn Tx,
    keys: &Keyring,
    authority: i64,
    what: &Restore<'_>,
    manifest: &Manifest,
    from_tails: u64,
) -> Result<()> {
    let reached = log::head(tx, authority)?.height;
    let original = match what.original {
        Original::At(_) => "shut",
        Original::Gone(how) => how,
    };
    let plain = Anew { backup_us: manifest.made_us, reached, from_tails, original };
    let plain = serde_json::to_vec(&plain).expect("owned text has a JSON form");
    let number = reached.to_string();
    let entry = NewEntry { kind: RESTORED, version: 1, key: EVIDENCE, number: Some(&number), plain: &plain };
    let append = Append {
        authority,
        stream: EVIDENCE,
        subject: Subject::Administration,
        expected: log::version(tx, authority, EVIDENCE)?,
        actor: PROGRAM,
        at_us: what.now_us,
        entries: &[entry],
    };
    log::append(tx, &append, &mut |header, plain| keys.seal(header, plain))?;
    tx.run(sessions::SWEEP, &[authority.into(), i64::MAX.into(), i64::MAX.into()])?;
    tx.run(sql::TOKENS_END, &[0_i64.into(), authority.into()])?;
    tx.run(settings::PUT, &[authority.into(), "views".into(), "stale".into()])?;
    Ok(())
}
