//! The log: authorities, heads, streams, entries, and commands already done.

use crate::tx::Sql;

pub(crate) const AUTHORITIES: Sql = Sql("SELECT authority, name FROM authority ORDER BY authority");

pub(crate) const AUTHORITY_NEW: Sql = Sql("INSERT INTO authority (authority, name) VALUES ($1, $2)");

pub(crate) const HEAD_NEW: Sql =
    Sql("INSERT INTO head (authority, height, link, at_us) VALUES ($1, 0, $2, 0)");

/// How far every authority of a file has come.
pub(crate) const HEIGHTS: Sql = Sql("SELECT authority, height FROM head ORDER BY authority");

pub(crate) const HEAD: Sql = Sql("SELECT height, link, at_us FROM head WHERE authority = $1");

/// Changes nothing, but holds the row until commit: on an engine with several writers they queue up here.
pub(crate) const HEAD_LOCK: Sql =
    Sql("UPDATE head SET height = height WHERE authority = $1 RETURNING height, link, at_us");

pub(crate) const HEAD_MOVE: Sql =
    Sql("UPDATE head SET height = $1, link = $2, at_us = $3 WHERE authority = $4");

pub(crate) const STREAM_NEW: Sql = Sql("INSERT INTO stream (authority, stream, subject, version) \
     VALUES ($1, $2, $3, $4) ON CONFLICT (authority, stream) DO NOTHING");

pub(crate) const STREAM_MOVE: Sql = Sql("UPDATE stream SET version = $1 \
     WHERE authority = $2 AND stream = $3 AND subject = $4 AND version = $5");

pub(crate) const STREAM_SUBJECT: Sql = Sql("SELECT subject FROM stream WHERE authority = $1 AND stream = $2");

pub(crate) const STREAM_VERSION: Sql = Sql("SELECT version FROM stream WHERE authority = $1 AND stream = $2");

pub(crate) const ENTRY_NEW: Sql = Sql("INSERT INTO entry \
     (authority, height, stream, seq, kind, version, at_us, actor, key, number, sealed, leaf, link) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");

pub(crate) const ENTRIES_OF: Sql = Sql(
    "SELECT height, stream, seq, kind, version, at_us, actor, key, number, sealed, leaf, link FROM entry \
     WHERE authority = $1 AND stream = $2 AND seq > $3 ORDER BY seq",
);

pub(crate) const ENTRY_AT: Sql = Sql(
    "SELECT height, stream, seq, kind, version, at_us, actor, key, number, sealed, leaf, link FROM entry \
     WHERE authority = $1 AND stream = $2 AND seq = $3",
);

pub(crate) const ENTRIES_AFTER: Sql = Sql(
    "SELECT height, stream, seq, kind, version, at_us, actor, key, number, sealed, leaf, link FROM entry \
     WHERE authority = $1 AND height > $2 ORDER BY height LIMIT $3",
);

/// Streams that have been written in after a height, each with the version it is at.
pub(crate) const STREAMS_SINCE: Sql =
    Sql("SELECT stream, max(seq) FROM entry WHERE authority = $1 AND height > $2 GROUP BY stream");

pub(crate) const COMMAND_SEEN: Sql =
    Sql("SELECT actor, at_us, first_height, last_height, asked FROM command_seen \
     WHERE authority = $1 AND command = $2");

pub(crate) const COMMAND_NEW: Sql =
    Sql("INSERT INTO command_seen (authority, command, actor, at_us, first_height, last_height, asked) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)");

pub(crate) const HEIGHT_OF: Sql =
    Sql("SELECT height FROM entry WHERE authority = $1 AND stream = $2 ORDER BY seq DESC LIMIT 1");
