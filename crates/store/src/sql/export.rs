//! Exporting the record, and taking a tail of it in again.

use crate::tx::Sql;

pub(crate) const CARRIED_BY: Sql =
    Sql("SELECT attachment, key, started_us, chunks FROM attachment WHERE authority = $1 AND carried = $2");

/// No two commands begin at one height.
pub(crate) const COMMANDS_AFTER: Sql =
    Sql("SELECT command, actor, at_us, first_height, last_height, asked FROM command_seen \
     WHERE authority = $1 AND first_height > $2 ORDER BY first_height LIMIT $3");

pub(crate) const ACCESS_PUT: Sql = Sql("INSERT INTO access \
     (authority, look, at_us, actor, stream, purpose, part, listed, root) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
     ON CONFLICT (authority, look) DO UPDATE SET root = excluded.root WHERE access.root IS NULL AND excluded.root IS NOT NULL");

pub(crate) const ATTACHMENT_PUT: Sql = Sql("INSERT INTO attachment \
     (authority, attachment, key, started_us, chunks, carried) VALUES ($1, $2, $3, $4, $5, $6) \
     ON CONFLICT (authority, attachment) DO UPDATE SET chunks = excluded.chunks, carried = excluded.carried");

pub(crate) const CHUNK_PUT: Sql = Sql("INSERT INTO attachment_chunk (authority, attachment, part, sealed) \
     VALUES ($1, $2, $3, $4) ON CONFLICT (authority, attachment, part) DO NOTHING");

pub(crate) const COMMAND_PUT: Sql = Sql("INSERT INTO command_seen \
     (authority, command, actor, at_us, first_height, last_height, asked) \
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (authority, command) DO NOTHING");

pub(crate) const KEYS_USED: Sql = Sql("SELECT key, min(height) FROM entry \
     WHERE authority = $1 AND sealed IS NOT NULL AND key > $2 GROUP BY key ORDER BY key LIMIT $3");

pub(crate) const UNDER_KEY: Sql = Sql(
    "SELECT height, stream FROM entry WHERE authority = $1 AND key = $2 AND sealed IS NOT NULL ORDER BY height",
);

pub(crate) const TOKENS_END: Sql = Sql("DELETE FROM access_token WHERE ends_us > $1 AND authority = $2");
