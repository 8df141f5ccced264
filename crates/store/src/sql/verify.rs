//! Checking the chains: on purpose across all authorities, whatever is in the tables.

use crate::tx::Sql;

pub(crate) const AUTHORITIES: Sql = Sql("SELECT authority FROM authority UNION SELECT authority FROM head \
     UNION SELECT authority FROM entry ORDER BY authority");
