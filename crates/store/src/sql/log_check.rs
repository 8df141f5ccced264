//! Checking the access log, a unit and a month at a time.

use crate::tx::Sql;

/// What somebody opened within a time, oldest first. Lists and searches are not among it.
pub(crate) const OF_READER: Sql = Sql("SELECT at_us, stream, purpose FROM access \
     WHERE authority = $1 AND actor = $2 AND at_us >= $3 AND at_us < $4 AND stream IS NOT NULL ORDER BY at_us, look LIMIT $5");

/// Everybody named in a file, the child among them.
pub(crate) const PEOPLE: Sql =
    Sql("SELECT person FROM view_person WHERE authority = $1 AND file = $2 ORDER BY person");

pub(crate) const RUNS: Sql =
    Sql("SELECT matter FROM view_matter WHERE authority = $1 AND file = $2 AND phase <> 'closed' LIMIT 1");

pub(crate) const WRITTEN: Sql =
    Sql("SELECT at_us FROM entry WHERE authority = $1 AND stream = $2 ORDER BY seq DESC LIMIT 1");

/// A month is signed once by each who leads the unit.
pub(crate) const SIGN: Sql = Sql(
    "INSERT INTO log_check (authority, unit, month, actor, signing, at_us, openings, explained, queued, drawn, sealed) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
);

pub(crate) const SIGNED: Sql =
    Sql("SELECT actor, signing, at_us, openings, explained, queued, drawn, sealed FROM log_check \
     WHERE authority = $1 AND unit = $2 AND month = $3 ORDER BY at_us, actor");
