//! Numbers given in order.

use crate::tx::Sql;

pub(crate) const NEXT: Sql =
    Sql("INSERT INTO counter (authority, series, year, last) VALUES ($1, $2, $3, 1) \
     ON CONFLICT (authority, series, year) DO UPDATE SET last = counter.last + 1 RETURNING last");

pub(crate) const AT_LEAST: Sql = Sql(
    "INSERT INTO counter (authority, series, year, last) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (authority, series, year) DO UPDATE SET last = excluded.last WHERE counter.last < excluded.last",
);
