//! Sessions.

use crate::tx::Sql;

pub(crate) const NEW: Sql =
    Sql("INSERT INTO session (authority, token, account, started_us, seen_us, ends_us, level, proved_us) \
     VALUES ($1, $2, $3, $4, $4, $5, $6, $7)");

pub(crate) const FIND: Sql =
    Sql("SELECT account, started_us, seen_us, level, proved_us, ends_us FROM session \
     WHERE authority = $1 AND token = $2 AND seen_us > $3 AND ends_us > $4");

pub(crate) const KNOW: Sql = Sql("UPDATE session SET known = $1 WHERE authority = $2 AND token = $3");

pub(crate) const KNOWN: Sql = Sql("SELECT known FROM session WHERE authority = $1 AND token = $2");

pub(crate) const TOUCH: Sql =
    Sql("UPDATE session SET seen_us = $1 WHERE authority = $2 AND token = $3 AND seen_us < $1");

/// The same session under another token, proved anew: the limits stand.
pub(crate) const RENEW: Sql = Sql("UPDATE session SET token = $1, level = $2, proved_us = $3, seen_us = $4 \
     WHERE authority = $5 AND token = $6 AND account = $7 AND seen_us > $8 AND ends_us > $4");

pub(crate) const END: Sql = Sql("DELETE FROM session WHERE authority = $1 AND token = $2");

pub(crate) const END_ALL: Sql = Sql("DELETE FROM session WHERE authority = $1 AND account = $2");

pub(crate) const SWEEP: Sql =
    Sql("DELETE FROM session WHERE authority = $1 AND (seen_us <= $2 OR ends_us <= $3)");
