//! Destroying old rows of the access log.

use crate::tx::Sql;

pub(crate) const LAST_ROOT_BEFORE: Sql = Sql("SELECT seq FROM entry \
     WHERE authority = $1 AND stream = $2 AND kind = 'access-root' AND at_us < $3 ORDER BY seq DESC LIMIT 1");

/// What the last destruction says: up to which root.
pub(crate) const DESTROYED: Sql = Sql("SELECT number FROM entry \
     WHERE authority = $1 AND stream = $2 AND kind = 'access-destroyed' ORDER BY seq DESC LIMIT 1");

pub(crate) const FIRST_OF_FILE: Sql = Sql(
    "SELECT root FROM access WHERE authority = $1 AND stream = $2 AND root IS NOT NULL ORDER BY root LIMIT 1",
);

pub(crate) const COUNT: Sql = Sql("SELECT count(*) FROM access WHERE authority = $1 AND root <= $2");

pub(crate) const GONE: Sql = Sql("DELETE FROM access WHERE authority = $1 AND root <= $2");
