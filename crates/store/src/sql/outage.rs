//! What must be known when nothing works.

use crate::tx::Sql;

pub(crate) const RUNNING: Sql = Sql("SELECT DISTINCT file FROM view_matter \
     WHERE authority = $1 AND file > $2 AND phase <> 'closed' ORDER BY file LIMIT $3");
