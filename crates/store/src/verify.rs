//! Checking every chain of a register, without any key.
//!
//! Opens the register for reading only, takes no lock, and may run beside a working server. It reads a few
//! rows at a time, so a register of any size fits. Whatever it cannot read as an entry is itself a finding,
//! not a failure of the check.

use std::fmt;

use seal::{Broken, Checkpoint, Head, Link, Reason, Row as ChainRow, Verifier};

use crate::error::{Error, Result};
use crate::home::Home;
use crate::log::{self, Entry};
use crate::sql::verify as sql;
use crate::tx::Tx;

/// Entries read at a time.
const PAGE: usize = 64;

/// What was found about one authority's chain. Prints as one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Whose chain.
    pub authority: i64,
    /// Its height, or the first height at which it is broken.
    pub outcome: std::result::Result<i64, Broken>,
}

impl fmt::Display for Verdict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.outcome {
            Ok(height) => write!(out, "authority={} ok height={height}", self.authority),
            Err(broken) => write!(out, "authority={} {broken}", self.authority),
        }
    }
}

/// Checks every chain of a register, in order of authority, each as it stands at one moment.
///
/// `checkpoints` are links noted earlier, outside the register. Without them a chain rewritten to its end, or
/// cut together with its head, passes: no chain can tell that by itself.
///
/// # Errors
/// When the register cannot be opened at all. A broken chain is not an error but a [`Verdict`].
pub fn verify(home: impl Into<Home>, checkpoints: &[(i64, Checkpoint)]) -> Result<Vec<Verdict>> {
    let mut connection = home.into().reader()?;
    connection.begin_read(None)?;
    let authorities = connection.rows(sql::AUTHORITIES, &[])?;
    let mut verdicts = Vec::with_capacity(authorities.len());
    for row in authorities {
        let authority = row.int(0)?;
        connection.end_read()?;
        connection.begin_read(Some(authority))?;
        let noted: Vec<Checkpoint> =
            checkpoints.iter().filter(|(whose, _)| *whose == authority).map(|(_, noted)| *noted).collect();
        verdicts.push(Verdict { authority, outcome: check(&mut connection, authority, &noted)? });
    }
    connection.end_read()?;
    Ok(verdicts)
}

/// Checks one chain. The outer result is about reading, the inner about what was read.
fn check(
    tx: &mut dyn Tx,
    authority: i64,
    checkpoints: &[Checkpoint],
) -> Result<std::result::Result<i64, Broken>> {
    let mut verifier = Verifier::new(authority, checkpoints);
    let mut page = PAGE;
    loop {
        let unreadable = Broken { height: verifier.height() + 1, reason: Reason::Unreadable };
        let entries = match log::entries_after(tx, authority, verifier.height(), page) {
            Ok(entries) => entries,
            Err(error @ (Error::Busy | Error::Lost)) => return Err(error),
            Err(_) if page == 1 => return Ok(Err(unreadable)),
            Err(_) => {
                page = 1; // one of them cannot be read: go on singly to learn which
                continue;
            }
        };
        let Some(last) = entries.last().map(|entry| entry.height) else { break };
        if let Err(broken) = entries.iter().try_for_each(|entry| verifier.step(&chain_row(entry))) {
            return Ok(Err(broken));
        }
        assert_eq!(verifier.height(), last, "every step that holds moves one height up");
    }
    let height = verifier.height();
    let head = match log::head(tx, authority) {
        Ok(head) => head,
        Err(Error::UnknownAuthority(_)) => Head { height: 0, link: Link::GENESIS },
        Err(Error::Unreadable(_)) => return Ok(Err(Broken { height, reason: Reason::Head })),
        Err(error) => return Err(error),
    };
    Ok(verifier.finish(head))
}

fn chain_row(entry: &Entry) -> ChainRow<'_> {
    ChainRow {
        height: entry.height,
        header: entry.header(),
        sealed: entry.sealed.as_deref(),
        leaf: entry.leaf,
        link: entry.link,
    }
}
