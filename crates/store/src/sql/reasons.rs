//! Reasons given for reading, and what became of those that somebody must look into.

use crate::tx::Sql;

pub(crate) const NEW: Sql = Sql(
    "INSERT INTO reading_reason (authority, reason, file, actor, at_us, until_us, code, sealed, ground, unit) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
);

pub(crate) const HOLDS: Sql = Sql("SELECT max(until_us) FROM reading_reason \
     WHERE authority = $1 AND file = $2 AND actor = $3 AND until_us > $4 AND ground = $5");

pub(crate) const OF_FILE: Sql =
    Sql("SELECT r.reason, r.file, r.actor, r.at_us, r.until_us, r.code, r.sealed, r.ground, r.unit, \
     v.review, v.actor, v.at_us, v.outcome, v.sealed FROM reading_reason r \
     LEFT JOIN reading_review v ON v.authority = r.authority AND v.reason = r.reason \
     WHERE r.authority = $1 AND r.file = $2 ORDER BY r.at_us DESC, r.reason LIMIT $3");

pub(crate) const ONE: Sql =
    Sql("SELECT r.reason, r.file, r.actor, r.at_us, r.until_us, r.code, r.sealed, r.ground, r.unit, \
     v.review, v.actor, v.at_us, v.outcome, v.sealed FROM reading_reason r \
     LEFT JOIN reading_review v ON v.authority = r.authority AND v.reason = r.reason \
     WHERE r.authority = $1 AND r.reason = $2");

/// Broken glasses that a unit's leader has not looked into, oldest first; never the leader's own.
pub(crate) const TO_REVIEW: Sql = Sql("SELECT r.reason, r.actor, r.at_us FROM reading_reason r \
     WHERE r.authority = $1 AND r.unit = $2 AND r.actor <> $3 AND r.ground = 'glass' AND NOT EXISTS \
     (SELECT 1 FROM reading_review v WHERE v.authority = r.authority AND v.reason = r.reason) \
     ORDER BY r.at_us, r.reason LIMIT $4");

/// Closed once: of two that close it the first stands.
pub(crate) const REVIEWED: Sql =
    Sql("INSERT INTO reading_review (authority, reason, file, review, actor, at_us, outcome, sealed) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING");
