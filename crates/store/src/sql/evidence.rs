//! Checkpoints, and the access log under the chain.

use crate::tx::Sql;

pub(crate) const CHECKPOINT_NEW: Sql =
    Sql("INSERT INTO checkpoint (authority, height, link, root, at_us, key, signature) \
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (authority, height) DO NOTHING");

pub(crate) const CHECKPOINT_NEWEST: Sql =
    Sql("SELECT height, link, root, at_us, key, signature FROM checkpoint \
     WHERE authority = $1 AND height > $2 ORDER BY height DESC LIMIT 1");

pub(crate) const CHECKPOINTS_AFTER: Sql =
    Sql("SELECT height, link, root, at_us, key, signature FROM checkpoint \
     WHERE authority = $1 AND height > $2 ORDER BY height LIMIT $3");

pub(crate) const COVER: Sql = Sql("UPDATE access SET root = $1 WHERE authority = $2 AND root IS NULL");

pub(crate) const COVERED: Sql =
    Sql("SELECT look, at_us, actor, stream, purpose, part, listed, root FROM access \
     WHERE authority = $1 AND root = $2 AND look >= $3 ORDER BY look LIMIT $4");

pub(crate) const OPEN: Sql =
    Sql("SELECT look, at_us, actor, stream, purpose, part, listed, root FROM access \
     WHERE authority = $1 AND root IS NULL AND look >= $2 ORDER BY look LIMIT $3");

pub(crate) const NEXT_ROOT: Sql =
    Sql("SELECT root FROM access WHERE authority = $1 AND root > $2 ORDER BY root LIMIT 1");

pub(crate) const LEAVES_AFTER: Sql =
    Sql("SELECT height, leaf FROM entry WHERE authority = $1 AND height > $2 ORDER BY height LIMIT $3");
