//! The seam between what Lykta stores and the engine that stores it.

use crate::error::Result;
use crate::value::{Row, Value};

/// The text of a statement. Made only as constants, in `src/sql/`, where a test prepares every one of them.
///
/// The texts keep to what SQLite and PostgreSQL have in common: `$1…$n` numbered in order of first use,
/// `BIGINT` and `TEXT`, `ON CONFLICT`, `RETURNING`. No function of the engine's clock, no JSON operators, no
/// booleans, no arrays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sql(pub &'static str);

/// A statement with its values, to be answered with rows.
#[derive(Debug, Clone)]
pub struct Question {
    /// The statement.
    pub sql: Sql,
    /// Its values, in the order of their numbers.
    pub with: Vec<Value>,
}

/// An open transaction: the only thing a piece of work is given, and the only thing it may touch.
///
/// This is the one trait of the storage layer. Both engines implement it, and in the tests whatever fails at the
/// n-th statement, for every n (`failing.rs`). Work takes `&mut dyn Tx`, so that it is compiled once and none of its
/// signatures mention an engine.
pub trait Tx {
    /// Runs a statement that answers with no rows. Returns how many rows it changed.
    fn run(&mut self, sql: Sql, with: &[Value]) -> Result<u64>;

    /// Runs a statement and returns all its rows: also one that writes and ends in `RETURNING`.
    ///
    /// Everything is returned at once, so a statement that could give many rows has a `LIMIT` and is asked
    /// again.
    fn rows(&mut self, sql: Sql, with: &[Value]) -> Result<Vec<Row>>;

    /// Runs several statements that only read and do not hang on each other's answers, and returns the rows of each. Over a network they
    /// go out together.
    fn rows_of_each(&mut self, questions: &[Question]) -> Result<Vec<Vec<Row>>> {
        questions.iter().map(|question| self.rows(question.sql, &question.with)).collect()
    }

    /// Runs a statement that gives at most one row.
    fn row(&mut self, sql: Sql, with: &[Value]) -> Result<Option<Row>> {
        let mut rows = self.rows(sql, with)?;
        debug_assert!(rows.len() <= 1, "more than one row from {sql:?}");
        Ok(rows.pop())
    }
}
