//! Checking everything that is evidence in a register, without any key.
//!
//! Opens the register for reading only, takes no lock, and may run beside a working server. It reads a few
//! rows at a time, so a register of any size fits. Whatever it cannot read as an entry is itself a finding,
//! not a failure of the check.

use std::fmt;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use seal::{Broken, Evidence, Head, Link, PublicKey, Reason, Row as ChainRow, Signed, Verifier, Whole};

use crate::error::{Error, Result};
use crate::home::{Connection, Home};
use crate::log::{self, Entry};
use crate::reached;
use crate::residence::{self, State};
use crate::sql::verify as sql;
use crate::tx::Tx;
use crate::walk::{self, Piece};

/// What is known of a register from somewhere else than from itself.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// Checkpoints kept elsewhere.
    pub witnesses: Vec<Signed>,
    /// Keys that may have signed. Without any, an authority's first checkpoint says which key signs all of them: then they are one
    /// hand's work, but whose is not known.
    pub keys: Vec<PublicKey>,
}

/// What was found about one authority. Prints as one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Whose chain.
    pub authority: i64,
    /// What is whole, or the first height at which it is broken.
    pub outcome: std::result::Result<Whole, Broken>,
}

impl fmt::Display for Verdict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.outcome {
            Ok(Whole { height, checkpoints, newest, access, open }) => write!(
                out,
                "authority={} ok height={height} checkpoints={checkpoints} newest={newest} access={access} open={open}",
                self.authority
            ),
            Err(broken) => write!(out, "authority={} {broken}", self.authority),
        }
    }
}

/// Checks every authority of a register, in order of their numbers, each as it stands at one moment.
///
/// A chain that does not reach the height that stands beside its file misses the first entry after its end. Without [`Trust`]
/// a chain rewritten to its end, with checkpoints signed anew by another key, or cut together with its head and that mark, passes: no register
/// can tell that by itself.
///
/// # Errors
/// When the register cannot be opened at all; [`Error::Elsewhere`] for a record that has not wholly arrived. A broken chain is not an error but a [`Verdict`].
pub fn verify(home: impl Into<Home>, trust: &Trust) -> Result<Vec<Verdict>> {
    let home = home.into();
    let marks = if home.database().is_none() { reached::read(home.dir())? } else { Vec::new() };
    let mut verdicts = check_all(&home, trust)?;
    for verdict in &mut verdicts {
        let reached = marks.iter().find(|(authority, _)| *authority == verdict.authority);
        if let (Ok(Whole { height, .. }), Some((_, reached))) = (verdict.outcome, reached)
            && height < *reached
        {
            verdict.outcome = Err(Broken { height: height + 1, reason: Reason::Missing });
        }
    }
    Ok(verdicts)
}

/// Checks every authority, each in a transaction of its own, as many at once as the machine has processors.
fn check_all(home: &Home, trust: &Trust) -> Result<Vec<Verdict>> {
    let mut connection = home.reader()?;
    connection.begin_read(None)?;
    let rows = connection.rows(sql::AUTHORITIES, &[])?;
    connection.end_read()?;
    let authorities = rows.iter().map(|row| row.int(0)).collect::<Result<Vec<_>>>()?;
    let many = thread::available_parallelism().map_or(1, NonZero::get).min(authorities.len());
    let mut connections = vec![connection];
    for _ in 1..many {
        connections.push(home.reader()?);
    }
    let next = AtomicUsize::new(0);
    let taken = |mut connection: Connection| {
        let mut verdicts = Vec::new();
        while let Some(authority) = authorities.get(next.fetch_add(1, Ordering::Relaxed)) {
            verdicts.push(check_one(&mut connection, *authority, trust)?);
        }
        Ok(verdicts)
    };
    let found: Result<Vec<Vec<Verdict>>> = thread::scope(|scope| {
        let beside: Vec<_> =
            connections.into_iter().map(|connection| scope.spawn(|| taken(connection))).collect();
        beside.into_iter().map(|one| one.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    let mut verdicts = found?.concat();
    verdicts.sort_by_key(|verdict| verdict.authority);
    Ok(verdicts)
}

/// Checks one authority in a transaction of its own, if its record has wholly arrived.
fn check_one(connection: &mut Connection, authority: i64, trust: &Trust) -> Result<Verdict> {
    connection.begin_read(Some(authority))?;
    let residence = residence::of_any_age(connection, authority)?;
    if let Some(half) = residence.filter(|residence| residence.state == State::Arriving) {
        return Err(Error::Elsewhere(half));
    }
    let verdict = verdict(connection, authority, trust)?;
    connection.end_read()?;
    Ok(verdict)
}

/// Checks one authority, whether it has wholly arrived or not.
pub(crate) fn verdict(tx: &mut dyn Tx, authority: i64, trust: &Trust) -> Result<Verdict> {
    match check(tx, authority, trust) {
        Ok(whole) => Ok(Verdict { authority, outcome: Ok(whole) }),
        Err(Error::Broken(broken)) => Ok(Verdict { authority, outcome: Err(broken) }),
        Err(error) => Err(error),
    }
}

/// Checks one authority.
///
/// # Errors
/// [`Error::Broken`] with the first height at which it is broken.
pub(crate) fn check(tx: &mut dyn Tx, authority: i64, trust: &Trust) -> Result<Whole> {
    let own = walk::checkpoints(tx, authority).map_err(|error| match error {
        Error::Unreadable(_) => Broken { height: 0, reason: Reason::Unreadable }.into(),
        error => error,
    })?;
    let mut verifier = Verifier::new(authority, evidence(authority, &own, trust));
    walk::walk(tx, authority, 0, &mut |_, piece| {
        Ok(match piece {
            Piece::Entry(entry) => verifier.step(&chain_row(entry)),
            Piece::Access(looked) => verifier.access(&looked.row()),
        }?)
    })?;
    let height = verifier.height();
    let head = match log::head(tx, authority) {
        Ok(head) => head,
        Err(Error::UnknownAuthority(_)) => Head { height: 0, link: Link::GENESIS },
        Err(Error::Unreadable(_)) => return Err(Broken { height, reason: Reason::Head }.into()),
        Err(error) => return Err(error),
    };
    Ok(verifier.finish(head)?)
}

/// The register's own checkpoints and those kept elsewhere, and who may have signed them.
pub(crate) fn evidence(authority: i64, own: &[(Signed, PublicKey)], trust: &Trust) -> Evidence {
    let elsewhere = trust.witnesses.iter().filter(|signed| signed.checkpoint.authority == authority);
    let mut keys: Vec<PublicKey> =
        trust.keys.iter().filter(|key| key.authority == authority).copied().collect();
    if keys.is_empty() {
        keys.extend(own.first().map(|(_, key)| *key));
    }
    Evidence { checkpoints: own.iter().map(|(signed, _)| signed).chain(elsewhere).copied().collect(), keys }
}

pub(crate) fn chain_row(entry: &Entry) -> ChainRow<'_> {
    ChainRow {
        height: entry.height,
        header: entry.header(),
        sealed: entry.sealed.as_deref(),
        leaf: entry.leaf,
        link: entry.link,
    }
}
