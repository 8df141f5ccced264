//! Numbers given in order, without gaps: matter numbers, per authority, series and year.
//!
//! A number is drawn inside the transaction that uses it. If that is undone, so is the drawing: unlike an
//! engine's own sequences, which leave a gap, and a gap in a diary is a question from the auditors.

use crate::error::Result;
use crate::sql::numbers as sql;
use crate::tx::Tx;
use crate::value::Value;

/// The next number of a series and year, from 1.
pub fn next(tx: &mut dyn Tx, authority: i64, series: &str, year: i16) -> Result<i64> {
    let row = tx.row(sql::NEXT, &key(authority, series, year))?;
    row.ok_or(crate::Error::Unreadable("a number"))?.int(0)
}

/// Sees to it that the next number is beyond this one: when the register is rebuilt from entries that hold
/// numbers.
pub fn at_least(tx: &mut dyn Tx, authority: i64, series: &str, year: i16, given: i64) -> Result<()> {
    let [authority, series, year] = key(authority, series, year);
    tx.run(sql::AT_LEAST, &[authority, series, year, given.into()])?;
    Ok(())
}

fn key(authority: i64, series: &str, year: i16) -> [Value; 3] {
    [authority.into(), series.into(), i64::from(year).into()]
}
