//! Settings.

use crate::tx::Sql;

pub(crate) const GET: Sql = Sql("SELECT value FROM setting WHERE authority = $1 AND name = $2");

/// Those that say how jobs went: what follows `job.` in the order of bytes, up to `job/`.
pub(crate) const JOBS: Sql = Sql("SELECT name, value FROM setting \
     WHERE authority = $1 AND name >= 'job.' AND name < 'job/' ORDER BY name");

pub(crate) const PUT: Sql = Sql("INSERT INTO setting (authority, name, value) VALUES ($1, $2, $3) \
     ON CONFLICT (authority, name) DO UPDATE SET value = excluded.value");

pub(crate) const REMOVE: Sql = Sql("DELETE FROM setting WHERE authority = $1 AND name = $2");
