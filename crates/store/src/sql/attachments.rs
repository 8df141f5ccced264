//! Attachments and their pieces.

use crate::tx::Sql;

pub(crate) const NEW: Sql =
    Sql("INSERT INTO attachment (authority, attachment, key, started_us) VALUES ($1, $2, $3, $4)");

pub(crate) const CHUNK_NEW: Sql =
    Sql("INSERT INTO attachment_chunk (authority, attachment, part, sealed) VALUES ($1, $2, $3, $4)");

pub(crate) const WHOLE: Sql = Sql("UPDATE attachment SET chunks = $1 \
     WHERE authority = $2 AND attachment = $3 AND chunks IS NULL");

pub(crate) const CARRY: Sql = Sql("UPDATE attachment SET carried = $1 \
     WHERE authority = $2 AND attachment = $3 AND carried IS NULL AND chunks IS NOT NULL");

pub(crate) const KEY: Sql =
    Sql("SELECT key, chunks FROM attachment WHERE authority = $1 AND attachment = $2");

pub(crate) const CHUNK: Sql = Sql("SELECT sealed FROM attachment_chunk \
     WHERE authority = $1 AND attachment = $2 AND part = $3");

pub(crate) const SWEEP: Sql =
    Sql("DELETE FROM attachment WHERE authority = $1 AND carried IS NULL AND started_us < $2");

pub(crate) const DESCRIBE: Sql =
    Sql("UPDATE attachment SET described = $1 WHERE authority = $2 AND attachment = $3 AND carried IS NULL");

pub(crate) const IS: Sql =
    Sql("SELECT 1 FROM attachment WHERE authority = $1 AND attachment = $2 AND key = $3 \
     AND described = $4 AND carried IS NULL AND chunks IS NOT NULL");
