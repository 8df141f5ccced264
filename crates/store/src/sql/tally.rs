//! What is counted for statistics: cells without a day, a person or a file.

use crate::tx::Sql;

/// What the files that are there count for, and what those did that have been destroyed.
pub(crate) const ADD: Sql =
    Sql("INSERT INTO view_tally (authority, year, measure, value, count) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (authority, year, measure, value) DO UPDATE SET count = view_tally.count + excluded.count");

pub(crate) const KEEP: Sql =
    Sql("INSERT INTO tally_kept (authority, year, measure, value, count) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (authority, year, measure, value) DO UPDATE SET count = tally_kept.count + excluded.count");

pub(crate) const CLEAR: Sql = Sql("delete from view_tally where authority = $1");

/// A cell that has come to nothing is as one that was never there.
pub(crate) const ALL: Sql = Sql("select year, measure, value, count from view_tally \
     where authority = $1 and count <> 0 order by year, measure, value");

pub(crate) const KEPT: Sql = Sql("select year, measure, value, count from tally_kept \
     where authority = $1 and count <> 0 order by year, measure, value");
