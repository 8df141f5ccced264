//! Coming back from a backup, into an empty place.
//!
//! What comes back is the backup, then whatever has come since by the *tails*: exports of what was written after it
//! ([`export`](crate::export::export)). The log is the record, so a tail carries everything that was decided since: what was destroyed, moved
//! out of a wrong file or kept secret is so again before anybody can log in. What no tail holds is lost, and whoever restores says so.
//!
//! Nothing is done until the place is whole: it is made beside, verified, and moved there. Two of one record must never act at the same
//! time. So the original is shut before the new one opens, or somebody states that it is gone; either is the first entry of the new one, and
//! makes its chain another from there on. All sessions and tokens end, since one that was taken away after the backup would come
//! back with it. An account that was closed after it is closed again.

use std::collections::BTreeSet;
use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use seal::{Destruction, EVIDENCE, Master};
use serde::Serialize;
use uuid::Uuid;

use crate::accounts;
use crate::backup::{self, Manifest};
use crate::db::{self, REGISTER};
use crate::emergency;
use crate::error::{Error, KeyError, Result};
use crate::evidence;
use crate::export::{Line, Lines};
use crate::fence;
use crate::home::Home;
use crate::intake;
use crate::keyring::Keyring;
use crate::log;
use crate::readings;
use crate::residence::{self, State};
use crate::ring;
use crate::schema;
use crate::site::Site;
use crate::sql::{destruction, export as sql, sessions, settings};
use crate::sqlite::Connection;
use crate::tx::Tx;
use crate::value::Value;
use crate::verify::{Trust, Verdict, verdict, verify};

mod database;

pub use database::{Recovered, finish};

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
    /// What is known of the record from elsewhere.
    pub known: &'a Known,
    /// What becomes of the original.
    pub original: Original<'a>,
    /// The place: not there yet, or empty.
    pub to: &'a Path,
    /// Now, in microseconds.
    pub now_us: i64,
}

/// What is known of a record from elsewhere than its copies, which cannot tell that they end too early.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Checkpoints that were kept elsewhere: what comes back must reach them, and be what they say.
    pub trust: Trust,
    /// Heights that have been reached: whose, and how high.
    pub heights: Vec<(i64, i64)>,
}

impl Known {
    /// Each authority must be one that comes back.
    fn expect_here(&self, authorities: &[i64]) -> Result<()> {
        let witnessed = self.trust.witnesses.iter().map(|signed| signed.checkpoint.authority);
        let mut named = witnessed.chain(self.heights.iter().map(|(authority, _)| *authority));
        match named.find(|of| !authorities.contains(of)) {
            None => Ok(()),
            Some(of) => Err(Error::Unrestored(format!(
                "what is known from elsewhere is of authority {of}, which is not in what comes back"
            ))),
        }
    }

    /// Whether anything is.
    pub fn is_nothing(&self) -> bool {
        self.heights.is_empty() && self.trust.witnesses.is_empty() && self.trust.keys.is_empty()
    }
}

/// What becomes of the original, which must never act again.
#[derive(Debug, Clone, Copy)]
pub enum Original<'a> {
    /// It is in this directory, and is shut. No program may be working in it.
    At(&'a Path),
    /// It is in this database, and is shut there, whoever has it open.
    InDatabase(&'a Home),
    /// Somebody states that it is gone, and how.
    Gone(&'a str),
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// When the backup was made; of a database its server knows.
    pub made_us: Option<i64>,
    /// Entries taken from tails.
    pub from_tails: u64,
    /// What the check at the end found, authority by authority.
    pub verdicts: Vec<Verdict>,
}

/// What stands sealed in the entry that a restored record begins anew with.
#[derive(Serialize)]
struct Anew<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    backup_us: Option<i64>,
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
    shut(what.original, &what.to.display().to_string(), what.now_us)?;
    if what.to.exists() {
        fs::remove_dir(what.to).map_err(Error::file(what.to))?;
    }
    fence::done(&workshop)?;
    fs::rename(&workshop, what.to).map_err(Error::file(what.to))?;
    Ok(restored)
}

/// Shuts the original, where it can be reached. Durable when this returns.
fn shut(original: Original<'_>, to: &str, now_us: i64) -> Result<()> {
    match original {
        Original::Gone(_) => Ok(()),
        Original::At(dir) => {
            let _lock = db::lock(dir)?; // nobody works there now, and nobody begins
            fence::shut(dir, &format!("restored to {to}"))
        }
        Original::InDatabase(home) => {
            let mut site = Site::of_source(home)?;
            for authority in site.authorities()? {
                site.write(authority, |tx| residence::set(tx, authority, State::Left, to, now_us))?;
            }
            Ok(())
        }
    }
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
    let authorities: Vec<i64> =
        log::authorities(&mut register)?.into_iter().map(|(authority, _)| authority).collect();
    what.known.expect_here(&authorities)?;
    for authority in &authorities {
        expect_known(&mut register, *authority, what.known)?;
        in_one(&mut register, |tx| destroy_again(tx, &keys, *authority, what.now_us))?;
        in_one(&mut register, |tx| readings::destroy_again(tx, *authority))?;
        expect_keys(&mut register, &keys, *authority)?;
        keys.ensure(*authority, &[EVIDENCE])?;
        let anew = Beginning {
            backup_us: Some(manifest.made_us),
            from_tails,
            original: what.original,
            now_us: what.now_us,
        };
        in_one(&mut register, |tx| begin_anew(tx, &keys, *authority, &anew))?;
    }
    register.fold_in()?;
    drop((register, keys));
    Ok(Restored { made_us: Some(manifest.made_us), from_tails, verdicts: expect_whole(workshop)? })
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

/// What comes back must be what is known of it, and reach as far.
fn expect_known(tx: &mut dyn Tx, authority: i64, known: &Known) -> Result<()> {
    if known.is_nothing() {
        return Ok(());
    }
    let found = verdict(tx, authority, &known.trust)?;
    let height = match &found.outcome {
        Ok(whole) => whole.height,
        Err(_) => {
            return Err(Error::Unrestored(format!(
                "it is not the record that is known from elsewhere, or not all of it: {found}. Use what has been written since: later segments of the server's log, or tails"
            )));
        }
    };
    match known.heights.iter().find(|(of, reached)| *of == authority && height < *reached) {
        Some((_, reached)) => Err(Error::Unrestored(format!(
            "the record of authority {authority} ends at height {height}, and has reached {reached}. Use what has been written since: later segments of the server's log, or tails"
        ))),
        None => Ok(()),
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
    let before = head.height;
    loop {
        match lines.next()? {
            Line::End(_) => break,
            line => head = intake::line(tx, authority, head, &line, lines.at())?,
        }
    }
    Ok(u64::try_from(head.height - before).expect("a chain only grows"))
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
        let height = row.int(0)?;
        let with = [Value::Id(Uuid::nil()), mark.into(), authority.into(), height.into()];
        tx.run(destruction::EMPTY, &with)?;
        tx.run(destruction::COMMAND_GONE, &[authority.into(), height.into()])?;
    }
    let of_key = [authority.into(), key.into()];
    for gone in [
        destruction::PIECES_GONE,
        destruction::DOCUMENTS_GONE,
        destruction::MATTER_DRAFTS_GONE,
        destruction::FILE_DRAFTS_GONE,
        destruction::REASONS_GONE,
        destruction::REVIEWS_GONE,
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
    let reached = log::head(tx, authority)?.height;
    each_key_used(tx, authority, &mut |key, height| {
        let why = match keys.expect(authority, key) {
            Ok(()) => return Ok(()),
            Err(Error::Key(KeyError::Unknown(_))) => format!(
                "the keyring is older than the record: the key of the entry at height {height} is not in it. Use a keyring that was backed up later"
            ),
            Err(Error::Key(KeyError::Destroyed(_))) => format!(
                "the key of the entry at height {height} was destroyed after this backup, and the tail that records it is not here. Add the tails since the backup: what knows of it writes one with `lykta export --after-height {reached}`"
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

/// What the first entry of what lives on tells.
struct Beginning<'a> {
    backup_us: Option<i64>,
    from_tails: u64,
    original: Original<'a>,
    now_us: i64,
}

/// The first entry of what lives on. Nobody stays logged in, and the views are counted anew at the first start.
fn begin_anew(tx: &mut dyn Tx, keys: &Keyring, authority: i64, what: &Beginning<'_>) -> Result<()> {
    let reached = log::head(tx, authority)?.height;
    let original = match what.original {
        Original::At(_) | Original::InDatabase(_) => "shut",
        Original::Gone(how) => how,
    };
    let plain = Anew { backup_us: what.backup_us, reached, from_tails: what.from_tails, original };
    let plain = serde_json::to_vec(&plain).expect("owned text has a JSON form");
    evidence::write(tx, keys, (authority, what.now_us), RESTORED, (&reached.to_string(), &plain))?;
    tx.run(sessions::SWEEP, &[authority.into(), i64::MAX.into(), i64::MAX.into()])?;
    accounts::close_again(tx, authority)?;
    emergency::told_again(tx, authority)?;
    tx.run(sql::TOKENS_END, &[0_i64.into(), authority.into()])?;
    tx.run(settings::PUT, &[authority.into(), "views".into(), "stale".into()])?;
    Ok(())
}
