//! Moving the record of an authority from one register to another: between engines, between clusters, and back.
//!
//! The way is one on which nothing can be lost and nobody can act twice. The source is shut first, in the register itself, so that every
//! program that has it open stops writing (`residence.rs`). Then it is verified and written out as an
//! [export](crate::export), which is verified as well and taken in by the target, entry by entry, as sealed as it lies. What an export does
//! not hold is carried beside: drafts, messages, tokens, numbers, settings, reasons, documents on their way. The two are compared, verdict by
//! verdict and row by row. Only then has the record left the one place and lives in the other, where its first entry says so.
//!
//! It may be cut short anywhere. The source is then shut and the target half-written, and neither acts; the same command goes on, and
//! [`call_off`] lets the record stay. Both must be opened by the same key file: what is sealed is never opened on the way, and blind
//! tokens, readings and signatures rest on its root. Sessions stay behind: everybody logs in at the new place.
//!
//! | file | what it is for |
//! |---|---|
//! | `mod.rs` | the order in which it is done |
//! | `keys.rs` | the wrapped keys |
//! | `tables.rs` | what is carried beside the export, and what both are compared by |

use std::path::Path;

use seal::EVIDENCE;
use serde::Serialize;

use crate::error::{Error, Result};
use crate::evidence;
use crate::export::{Lines, export, verify_export};
use crate::home::Home;
use crate::intake;
use crate::keyring::Keyring;
use crate::log;
use crate::residence::{self, Residence, State};
use crate::site::Site;
use crate::sql::settings;
use crate::tx::Tx;
use crate::verify::{Trust, Verdict, verdict};

pub(crate) mod keys;
mod tables;

/// The kind of the entry that a record goes on with in a new place.
pub const MOVED: &str = "moved";

/// What is moved, from where to where. Both homes know the key file.
#[derive(Clone, Copy, Debug)]
pub struct Move<'a> {
    /// The source.
    pub from: &'a Home,
    /// The target: an empty place, or one that holds other authorities under the same key.
    pub to: &'a Home,
    /// Whose record.
    pub authority: i64,
    /// The file that the export is written to. It stays, as evidence of what was moved.
    pub through: &'a Path,
    /// Now, in microseconds.
    pub now_us: i64,
}

/// What was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// What was found at the source, and the same at the target.
    pub verdict: Verdict,
    /// Rows that were carried beside the export.
    pub rows: u64,
    /// Keys.
    pub keys: u64,
}

/// What stands sealed in the entry that the record goes on with.
#[derive(Serialize)]
struct Arrival<'a> {
    from: &'a str,
    reached: i64,
}

/// Moves a record. When this returns it lives in the target and nowhere else.
///
/// # Errors
/// [`Error::Unmoved`] and others, each with what is wrong and what to do. Where the target already holds the record of this authority, and
/// where the source is damaged, nothing has been changed; later the source is shut and stays so until it is done or called off.
pub fn copy(what: &Move<'_>) -> Result<Moved> {
    let authority = what.authority;
    let (from, to) = (place(what.from)?, place(what.to)?);
    if from == to {
        return Err(Error::Unmoved(format!("{from} is both the source and the target")));
    }
    let mut source = Site::of_source(what.from)?;
    let source_keys = Keyring::open_with(what.from, what.from.key_file())?;
    let name = expect_here_or_begun(&mut source, authority, &to)?;
    let found = expect_whole(&mut source, authority, "restore it from a backup before it is moved")?;
    let target_keys = Keyring::open_with(what.to, what.to.key_file())?; // before its register, as always
    let mut target = Site::of_target(what.to)?;
    begin_at(&mut target, what, &name, &from)?;
    source.write(authority, |tx| match residence::of(tx, authority)? {
        Some(Residence { state: State::Left, .. }) => Ok(()), // it was cut short at the very end
        _ => residence::set(tx, authority, State::Leaving, &to, what.now_us),
    })?;
    source_keys.ensure(authority, &[EVIDENCE])?; // the entry that it goes on with is sealed under it
    // What was written before it was shut is in this.
    let exported = export(what.from, authority, 0, what.now_us, what.through)?;
    let verified = verify_export(what.through, &Trust::default())?;
    let carried = keys::carry(&source_keys, &target_keys, authority)?;
    take_in(&mut target, authority, what.through)?;
    let rows = tables::carry(&mut source, &mut target, authority)?;
    let arrived = expect_whole(&mut target, authority, "keep both as they are")?;
    let same = verified == arrived
        && found.outcome.is_ok_and(|whole| whole.height <= exported.height)
        && tables::sum(&mut source, authority)? == tables::sum(&mut target, authority)?
        && keys::sum(&source_keys, authority)? == keys::sum(&target_keys, authority)?;
    if !same {
        return Err(Error::Unmoved(format!(
            "what arrived in {to} is not what was read from {from}: use an empty place, or `lykta copy --cancel`"
        )));
    }
    source.write(authority, |tx| residence::set(tx, authority, State::Left, &to, what.now_us))?;
    target.write(authority, |tx| arrive(tx, &target_keys, what, &from))?;
    Ok(Moved { verdict: arrived, rows, keys: carried })
}

/// Lets a record stay that was being moved. Returns whether it was.
///
/// # Errors
/// [`Error::Elsewhere`] where it has left already, or is itself half-written.
pub fn call_off(from: &Home, authority: i64) -> Result<bool> {
    let mut source = Site::of_source(from)?;
    source.write(authority, |tx| match residence::of(tx, authority)? {
        None => Ok(false),
        Some(Residence { state: State::Leaving, .. }) => residence::here(tx, authority).map(|()| true),
        Some(other) => Err(Error::Elsewhere(other)),
    })
}

/// What a place is called in the register of the other.
fn place(home: &Home) -> Result<String> {
    if home.database().is_some() {
        return Ok(home.to_string());
    }
    let dir = std::path::absolute(home.dir()).map_err(Error::file(home.dir()))?;
    Ok(dir.display().to_string())
}

/// Sees to it that the record is here, or was on its way to the same place. Returns the authority's name.
fn expect_here_or_begun(source: &mut Site, authority: i64, to: &str) -> Result<String> {
    source.read(authority, |tx| {
        match residence::of(tx, authority)? {
            Some(stands) if stands.state == State::Arriving || stands.place != to => {
                return Err(Error::Elsewhere(stands));
            }
            _ => {}
        }
        let known = log::authorities(tx)?.into_iter().find(|(number, _)| *number == authority);
        known.map(|(_, name)| name).ok_or(Error::UnknownAuthority(authority))
    })
}

fn expect_whole(site: &mut Site, authority: i64, advice: &str) -> Result<Verdict> {
    site.examine()?;
    let found = site.read(authority, |tx| verdict(tx, authority, &Trust::default()))?;
    match found.outcome {
        Ok(_) => Ok(found),
        Err(_) => Err(Error::Unmoved(format!("the record is broken: {found}; {advice}"))),
    }
}

/// Opens the books of the authority at the target, marked as half-written from their first moment.
fn begin_at(target: &mut Site, what: &Move<'_>, name: &str, from: &str) -> Result<()> {
    let authority = what.authority;
    target.write(authority, |tx| {
        let known = log::authorities(tx)?.iter().any(|(number, _)| *number == authority);
        match residence::of(tx, authority)? {
            _ if !known => {
                log::create_authority(tx, authority, name)?;
                let from = format!("`lykta copy --from {from}`");
                residence::set(tx, authority, State::Arriving, &from, what.now_us)
            }
            Some(stands) if stands.state == State::Arriving && stands.place.contains(from) => Ok(()),
            Some(stands) => Err(Error::Elsewhere(stands)),
            None => Err(Error::Unmoved(format!(
                "the target already holds the record of authority {authority}: a record is moved to where there is none"
            ))),
        }
    })
}

/// Takes in the export, some lines with each commit: what has been taken in is a whole record up to some height.
fn take_in(target: &mut Site, authority: i64, through: &Path) -> Result<()> {
    let (mut lines, _) = Lines::open(through)?;
    loop {
        let some = lines.some()?;
        if some.is_empty() {
            return Ok(());
        }
        target.write(authority, |tx| {
            let mut head = log::head(tx, authority)?;
            for (at, line) in &some {
                head = intake::line(tx, authority, head, line, *at)?;
            }
            Ok(())
        })?;
    }
}

/// The first entry in the new place. From its commit on the record lives here. The views are counted at the first start.
fn arrive(tx: &mut dyn Tx, keys: &Keyring, what: &Move<'_>, from: &str) -> Result<()> {
    let authority = what.authority;
    let reached = log::head(tx, authority)?.height;
    let plain = serde_json::to_vec(&Arrival { from, reached }).expect("owned text has a JSON form");
    evidence::write(tx, keys, (authority, what.now_us), MOVED, (&reached.to_string(), &plain))?;
    tx.run(settings::PUT, &[authority.into(), "views".into(), "stale".into()])?;
    residence::here(tx, authority)
}
