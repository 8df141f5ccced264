//! Jobs that one node at a time does for all.

use crate::tx::Sql;

/// Taken where nobody has it, or whoever had it has not been heard of; kept by whoever has it.
pub(crate) const HOLD: Sql = Sql("INSERT INTO job (authority, name, holder, until_us) \
     VALUES ($1, $2, $3, $4) ON CONFLICT (authority, name) DO UPDATE \
     SET holder = excluded.holder, until_us = excluded.until_us \
     WHERE job.holder = excluded.holder OR job.until_us <= $5");
