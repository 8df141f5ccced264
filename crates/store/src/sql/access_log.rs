//! Who looked.

use crate::tx::Sql;

pub(crate) const NEW: Sql =
    Sql("INSERT INTO access (authority, look, at_us, actor, stream, purpose, part, listed) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

pub(crate) const OF_STREAM: Sql = Sql("SELECT look, at_us, actor, stream, purpose, part FROM access \
     WHERE authority = $1 AND stream = $2 AND at_us < $3 ORDER BY at_us DESC, look DESC LIMIT $4");

pub(crate) const OF_ACTOR: Sql = Sql("SELECT look, at_us, actor, stream, purpose, part FROM access \
     WHERE authority = $1 AND actor = $2 AND at_us < $3 ORDER BY at_us DESC, look DESC LIMIT $4");

/// What somebody opened of a stream within a time, oldest first.
pub(crate) const OF_STREAM_BY: Sql = Sql("SELECT look, at_us, actor, stream, purpose, part FROM access \
     WHERE authority = $1 AND stream = $2 AND actor = $3 AND at_us >= $4 AND at_us < $5 ORDER BY at_us, look LIMIT $6");

pub(crate) const LISTED: Sql = Sql("SELECT listed FROM access WHERE authority = $1 AND look = $2");
