//! What the board is told of what others decided for it.

use crate::tx::Sql;

/// When the first entry at or above a height was recorded. Those that have been emptied have no time of their own any more.
pub(crate) const RECORDED_AT: Sql = Sql("SELECT height, at_us FROM entry \
     WHERE authority = $1 AND height >= $2 AND sealed IS NOT NULL ORDER BY height LIMIT 1");

/// Decisions between two heights.
pub(crate) const DECISIONS: Sql = Sql(
    "SELECT height, stream, seq, kind, version, at_us, actor, key, number, sealed, leaf, link FROM entry \
     WHERE authority = $1 AND height >= $2 AND height < $3 AND sealed IS NOT NULL \
     AND kind IN ('decision_made', 'decision_recorded') ORDER BY height LIMIT $4",
);

/// The number of a matter.
pub(crate) const NUMBER: Sql =
    Sql("SELECT number FROM view_matter WHERE authority = $1 AND file = $2 AND matter = $3");
