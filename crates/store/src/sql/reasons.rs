//! Reasons given for reading.

use crate::tx::Sql;

pub(crate) const NEW: Sql =
    Sql("INSERT INTO reading_reason (authority, reason, file, actor, at_us, until_us, code, sealed) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

pub(crate) const HOLDS: Sql = Sql("SELECT max(until_us) FROM reading_reason \
     WHERE authority = $1 AND file = $2 AND actor = $3 AND until_us > $4");

pub(crate) const OF_FILE: Sql = Sql("SELECT reason, actor, at_us, code, sealed FROM reading_reason \
     WHERE authority = $1 AND file = $2 ORDER BY at_us DESC, reason LIMIT $3");
