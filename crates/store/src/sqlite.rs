//! SQLite: the only file that knows the engine.

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, Value as SqliteValue, ValueRef};
use rusqlite::{ErrorCode, OpenFlags, params_from_iter};

use crate::error::{Error, Result};
use crate::tx::{Sql, Tx};
use crate::value::{Row, Value};

/// How long a statement waits for a lock that another process holds (a backup, a check).
const LOCK_WAIT: Duration = Duration::from_secs(5);

/// Every statement of the program fits, so that none is parsed twice by the same connection.
const STATEMENTS_CACHED: usize = 256;

/// A copy is made in one step.
const ALL_PAGES: i32 = -1;

/// One connection.
pub(crate) struct Connection(rusqlite::Connection);

impl Connection {
    /// Opens for writing; makes the file if there is none.
    ///
    /// Written ahead of the main file: readers never wait for the writer, and a commit costs one flush. `synchronous=FULL`
    /// makes it durable before it is answered, `secure_delete` overwrites what is deleted, and `temp_store=MEMORY` keeps
    /// sorted rows out of stray files.
    pub(crate) fn open_writer(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_EXRESCODE;
        let connection = Self::open(path, flags)?;
        let mode = connection.0.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0));
        let actual: String = connection.told(mode)?;
        if actual != "wal" {
            return Err(Error::Engine(format!("the file system allows only journal mode {actual}")));
        }
        let set = connection.0.execute_batch(
            "PRAGMA synchronous = FULL;
             PRAGMA secure_delete = ON;
             PRAGMA foreign_keys = ON;
             PRAGMA recursive_triggers = ON; -- so that REPLACE cannot slip past the trigger against deletion
             PRAGMA wal_autocheckpoint = 4000; -- 16 MB; a page changed by many commits is then copied once
             PRAGMA cache_size = -16000;",
        );
        connection.told(set)?;
        Ok(connection)
    }

    /// Opens for reading only. The file must exist.
    pub(crate) fn open_reader(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_EXRESCODE;
        let connection = Self::open(path, flags)?;
        let set = connection.0.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -4000;");
        connection.told(set)?;
        Ok(connection)
    }

    fn open(path: &Path, flags: OpenFlags) -> Result<Self> {
        let of_file = |error| error_of(&path.display().to_string(), &error);
        let connection = rusqlite::Connection::open_with_flags(path, flags).map_err(of_file)?;
        connection.busy_timeout(LOCK_WAIT).map_err(of_file)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_CACHED);
        // One plan for a statement whatever its values are. Otherwise a partial index has it planned anew whenever a value changes,
        // which cost a worker's list a fifth of its time.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(of_file)?;
        let set = connection.execute_batch(
            "PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;",
        );
        set.map_err(of_file)?;
        Ok(Self(connection))
    }

    /// Begins a transaction that will write: takes the write lock at once rather than at the first change.
    pub(crate) fn begin_write(&mut self) -> Result<()> {
        self.control("BEGIN IMMEDIATE")
    }

    /// Begins a transaction that reads: from its first statement on it sees one unchanging state.
    pub(crate) fn begin_read(&mut self) -> Result<()> {
        self.control("BEGIN DEFERRED")
    }

    /// Makes the transaction durable. When this returns, power may fail.
    pub(crate) fn commit(&mut self) -> Result<()> {
        self.control("COMMIT")
    }

    /// Ends a reading transaction. A commit, not a rollback: a rollback would have every kept statement prepared anew.
    pub(crate) fn end_read(&mut self) -> Result<()> {
        if self.in_transaction() { self.control("COMMIT") } else { Ok(()) }
    }

    /// Undoes the transaction, if one is still open: after some failures the engine has already undone it.
    pub(crate) fn rollback(&mut self) -> Result<()> {
        if self.in_transaction() { self.control("ROLLBACK") } else { Ok(()) }
    }

    /// Sets a mark to which [`undo`](Self::undo) returns.
    pub(crate) fn mark(&mut self) -> Result<()> {
        self.control("SAVEPOINT work")
    }

    /// Keeps what was done since the mark.
    pub(crate) fn keep(&mut self) -> Result<()> {
        self.control("RELEASE work")
    }

    /// Undoes what was done since the mark, and nothing else.
    pub(crate) fn undo(&mut self) -> Result<()> {
        self.control("ROLLBACK TO work")?;
        self.control("RELEASE work")
    }

    /// Folds the write-ahead log into the main file and empties it, unless somebody is just reading: never
    /// waits. After it, what was deleted before is in neither.
    pub(crate) fn fold_in(&mut self) -> Result<()> {
        self.told(self.0.busy_timeout(Duration::ZERO))?;
        let busy = self.0.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
        self.told(self.0.busy_timeout(LOCK_WAIT))?;
        if self.told(busy)? { Err(Error::Busy) } else { Ok(()) }
    }

    /// Copies the whole database to a file that is not there yet, as it stands at one moment, while others go on reading and writing.
    /// The copy needs no other file beside it.
    pub(crate) fn copy_to(&self, path: &Path) -> Result<()> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_EXRESCODE;
        let of_copy = |error| error_of(&path.display().to_string(), &error);
        let mut copy = rusqlite::Connection::open_with_flags(path, flags).map_err(of_copy)?;
        // In one step: a copy made in several begins anew whenever somebody writes.
        let copied = Backup::new(&self.0, &mut copy).and_then(|backup| backup.step(ALL_PAGES));
        let copied = self.told(copied)?;
        if copied != StepResult::Done {
            return Err(Error::Busy);
        }
        let _mode: String =
            copy.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0)).map_err(of_copy)?;
        copy.close().map_err(|(_, error)| of_copy(error))
    }

    /// Whether every page and index is whole.
    ///
    /// # Errors
    /// [`Error::Corrupt`] with the first thing that is wrong.
    pub(crate) fn examine(&self) -> Result<()> {
        let found: String = self.told(self.0.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)))?;
        let file = self.0.path().unwrap_or_default().to_owned();
        if found == "ok" { Ok(()) } else { Err(Error::Corrupt { file, why: found }) }
    }

    /// False also when the engine has undone the transaction by itself, as it does when the disk is full.
    pub(crate) fn in_transaction(&self) -> bool {
        !self.0.is_autocommit()
    }

    /// Runs a statement of the schema, written with portable type names.
    pub(crate) fn define(&mut self, statement: &str) -> Result<()> {
        self.told(self.0.execute_batch(&dialect(statement)))
    }

    /// The names of a statement's parameters in the engine's order, if the engine accepts the statement.
    #[cfg(test)]
    pub(crate) fn prepare(&self, text: &str) -> Result<Vec<String>> {
        let statement = self.told(self.0.prepare(text))?;
        let name = |index| statement.parameter_name(index).unwrap_or_default().to_owned();
        Ok((1..=statement.parameter_count()).map(name).collect())
    }

    /// How the engine would find a statement's rows, step by step.
    #[cfg(test)]
    pub(crate) fn plan(&self, text: &str) -> Result<Vec<String>> {
        let mut statement = self.told(self.0.prepare(&format!("EXPLAIN QUERY PLAN {text}")))?;
        let mut rows = statement.raw_query();
        let mut steps = Vec::new();
        while let Some(row) = self.told(rows.next())? {
            steps.push(self.told(row.get(3))?);
        }
        Ok(steps)
    }

    fn control(&mut self, text: &str) -> Result<()> {
        let done = self.0.prepare_cached(text).and_then(|mut statement| statement.raw_execute());
        self.told(done).map(|_| ())
    }

    /// What the engine answered, in our words, with the file that it is about.
    fn told<T>(&self, answer: rusqlite::Result<T>) -> Result<T> {
        answer.map_err(|error| error_of(self.0.path().unwrap_or_default(), &error))
    }
}

impl Tx for Connection {
    fn run(&mut self, sql: Sql, with: &[Value]) -> Result<u64> {
        let mut statement = self.told(self.0.prepare_cached(sql.0))?;
        let changed = self.told(statement.execute(params_from_iter(with.iter().map(bind))))?;
        Ok(changed as u64)
    }

    fn rows(&mut self, sql: Sql, with: &[Value]) -> Result<Vec<Row>> {
        let mut statement = self.told(self.0.prepare_cached(sql.0))?;
        let columns = statement.column_count();
        let mut found = self.told(statement.query(params_from_iter(with.iter().map(bind))))?;
        let mut rows = Vec::new();
        while let Some(row) = self.told(found.next())? {
            let values = (0..columns).map(|column| read(self.told(row.get_ref(column))?));
            rows.push(Row::new(values.collect::<Result<_>>()?));
        }
        Ok(rows)
    }
}

/// The schema's portable type names in SQLite's words. Tables are strict: a column refuses a value of another
/// type.
fn dialect(statement: &str) -> String {
    let text = statement.replace(" BIGINT", " INTEGER").replace(" ID", " BLOB").replace(" BYTES", " BLOB");
    if text.trim_start().starts_with("CREATE TABLE") { text + " STRICT" } else { text }
}

fn bind(value: &Value) -> ToSqlOutput<'_> {
    match value {
        Value::Null => ToSqlOutput::Owned(SqliteValue::Null),
        Value::Int(number) => ToSqlOutput::Owned(SqliteValue::Integer(*number)),
        Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        Value::Id(id) => ToSqlOutput::Borrowed(ValueRef::Blob(id.as_bytes())),
    }
}

fn read(value: ValueRef<'_>) -> Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Text(text) => {
            Value::Text(str::from_utf8(text).map_err(|_| Error::Unreadable("UTF-8"))?.to_owned())
        }
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_owned()),
        ValueRef::Real(_) => return Err(Error::Unreadable("of a kind this program stores")),
    })
}

/// The engine's words name statements, tables and columns, never a value that was bound.
fn error_of(file: &str, error: &rusqlite::Error) -> Error {
    let why = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy,
        Some(ErrorCode::ConstraintViolation) => Error::Constraint(why),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            Error::Corrupt { file: file.to_owned(), why }
        }
        Some(ErrorCode::DiskFull) => Error::DiskFull,
        Some(ErrorCode::SystemIoFailure) => Error::Disk(why),
        _ => Error::Engine(why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ECHO: Sql = Sql("SELECT $1, $2, $3, $4, $5");

    #[test]
    fn every_kind_of_value_comes_back() {
        let folder = tempfile::tempdir().expect("a directory");
        let mut connection = Connection::open_writer(&folder.path().join("a.db")).expect("a database");
        let id = uuid::Uuid::from_u128(77);
        let with = [Value::Null, Value::Int(i64::MIN), "å\0ä".into(), vec![0_u8, 255].into(), id.into()];
        let row = connection.row(ECHO, &with).expect("an answer").expect("one row");
        assert_eq!(row.values()[..4], with[..4]);
        assert_eq!(row.id(4), Ok(id));
    }

    /// A partial index would have the engine look at the values, and plan the statement anew for each of them.
    #[test]
    fn a_statement_is_planned_once_whatever_its_values_are() {
        let folder = tempfile::tempdir().expect("a directory");
        let mut connection = Connection::open_writer(&folder.path().join("a.db")).expect("a database");
        connection.define("CREATE TABLE a (x BIGINT NOT NULL, open BIGINT NOT NULL)").expect("a table");
        connection.define("CREATE INDEX a_open ON a (x) WHERE open = 1").expect("an index");
        let mut statement =
            connection.0.prepare("SELECT x FROM a WHERE x = $1 AND open = $2").expect("prepared");
        for values in [[1, 1], [2, 0], [3, 1]] {
            statement.exists(values).expect("run");
        }
        assert_eq!(statement.get_status(rusqlite::StatementStatus::RePrepare), 0);
    }

    #[test]
    fn too_few_values_are_refused() {
        let folder = tempfile::tempdir().expect("a directory");
        let mut connection = Connection::open_writer(&folder.path().join("a.db")).expect("a database");
        assert!(connection.rows(ECHO, &[Value::Null]).is_err());
    }
}
