//! What is counted for statistics, kept in step with the files: see [`record::tally`].
//!
//! Of what is there the counts are a view like the others: written in the transaction of the entries, counted anew with the rest.
//! What a destroyed matter counted for moves, in the transaction that destroys it, to counts of their own that nothing is taken from. Their sum
//! is what is shown, and no destruction changes it.

use crate::{
    Result, Tx, Value,
    house::{Answer, House},
    sql::tally as sql,
    tx::Sql,
};
use record::tally::{Cell, Measure, Tally, difference};

/// Writes what a file counts for now that it did not before.
pub(crate) fn write_difference(tx: &mut dyn Tx, authority: i64, before: &Tally, after: &Tally) -> Result<()> {
    add(tx, sql::ADD, authority, &difference(before, after))
}

/// The same when something of the file is destroyed: what it counted for stays counted.
pub(crate) fn keep_difference(tx: &mut dyn Tx, authority: i64, before: &Tally, after: &Tally) -> Result<()> {
    write_difference(tx, authority, before, after)?;
    add(tx, sql::KEEP, authority, &difference(after, before))
}

fn add(tx: &mut dyn Tx, statement: Sql, authority: i64, tally: &Tally) -> Result<()> {
    for (cell, count) in tally {
        let year = i64::from(cell.year);
        let (measure, value) = (cell.measure.code(), cell.value.as_str());
        tx.run(
            statement,
            &[authority.into(), year.into(), measure.as_str().into(), value.into(), (*count).into()],
        )?;
    }
    Ok(())
}

/// Forgets what is there, before it is counted anew. What was destroyed stays counted.
pub(crate) fn clear(tx: &mut dyn Tx, authority: i64) -> Result<()> {
    tx.run(sql::CLEAR, &[authority.into()]).map(|_| ())
}

/// Every count of what is there, in order, to compare two countings.
pub(crate) fn all(tx: &mut dyn Tx, authority: i64) -> Result<Vec<Vec<Value>>> {
    Ok(tx.rows(sql::ALL, &[authority.into()])?.iter().map(|row| row.values().to_vec()).collect())
}

impl House {
    /// Everything that has been counted, of what is there and of what has been destroyed. It tells of small numbers: what may be shown
    /// of it says [`record::figures`].
    ///
    /// # Errors
    /// When it cannot be read. A count that this program has no name for, of a newer one, is left out.
    pub fn tally(&self) -> Answer<Tally> {
        let authority = self.authority.0;
        self.read(|tx| {
            let mut tally = Tally::new();
            for statement in [sql::ALL, sql::KEPT] {
                for row in tx.rows(statement, &[authority.into()])? {
                    let year = i16::try_from(row.int(0)?).map_err(|_| crate::Error::Unreadable("a year"))?;
                    let Some(measure) = Measure::of(&row.text(1)?) else { continue };
                    *tally.entry(Cell { year, measure, value: row.text(2)? }).or_default() += row.int(3)?;
                }
            }
            tally.retain(|_, count| *count != 0);
            Ok(tally)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::schema::REGISTER;

    /// Whoever has the whole database learns no more of anybody than the numbers: no column holds an id, a moment or a number of a row, and
    /// the order is that of the codes.
    #[test]
    fn no_column_leads_back_to_anybody() {
        let tables = REGISTER.iter().flat_map(|step| step.statements).filter(|text| text.contains("tally"));
        let tables: Vec<_> = tables.collect();
        assert_eq!(tables.len(), 2);
        for table in tables {
            let columns: Vec<&str> =
                table.lines().skip(1).filter_map(|line| line.trim().strip_suffix(" NOT NULL,")).collect();
            let expected = ["authority BIGINT", "year BIGINT", "measure TEXT", "value TEXT", "count BIGINT"];
            assert_eq!(columns, expected, "{table}");
            assert!(table.contains("PRIMARY KEY (authority, year, measure, value)"), "{table}");
        }
    }
}
