//! The two sealed accounts: what has happened to them.

use crate::tx::Sql;

pub(crate) const NEW: Sql = Sql("INSERT INTO emergency_event (authority, seq, account, what, at_us) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING");

/// Those that are open, each with when its key was bound; none where no key is.
pub(crate) const OPEN: Sql = Sql("SELECT a.account, l.bound_us FROM account a \
     LEFT JOIN login l ON l.authority = a.authority AND l.account = a.account AND l.ended_us IS NULL \
     WHERE a.authority = $1 AND a.account IN ($2, $3) AND a.closed_us IS NULL");

/// What happened last, of each kind.
pub(crate) const LAST: Sql = Sql("SELECT account, what, max(seq), max(at_us) FROM emergency_event \
     WHERE authority = $1 AND account IN ($2, $3) GROUP BY account, what");

/// What happened to one of them, newest first.
pub(crate) const EVENTS: Sql = Sql("SELECT seq, what, at_us FROM emergency_event \
     WHERE authority = $1 AND account = $2 ORDER BY seq DESC LIMIT $3");

/// What the record tells of keys that were bound and of the use of sealed accounts, oldest first.
pub(crate) const TOLD: Sql = Sql("SELECT seq, number, kind, at_us FROM entry \
     WHERE authority = $1 AND stream = $2 \
     AND kind IN ('account-bound', 'emergency-used', 'emergency-reviewed') ORDER BY seq");

/// Ends what was bound before a time.
pub(crate) const END_BEFORE: Sql = Sql("UPDATE login SET ended_us = $1 \
     WHERE authority = $2 AND account = $3 AND ended_us IS NULL AND bound_us < $1");
