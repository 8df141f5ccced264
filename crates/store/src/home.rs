//! Where an installation keeps its things, and the engine behind each.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::db::REGISTER;
use crate::error::Result;
use crate::house::DEMO_AUTHORITY;
use crate::key_file::{self, KeyFile};
use crate::postgres::{self, Address};
use crate::sql::log;
use crate::sqlite;
use crate::tx::{Question, Sql, Tx};
use crate::value::{Row, Value};

/// Where an installation keeps its things.
///
/// A small one has everything in a directory: the record in a SQLite file, and the key file. A large one has the record in a PostgreSQL
/// database that several nodes share, and in each node's directory only what is that node's own.
#[derive(Debug, Clone)]
pub struct Home {
    dir: PathBuf,
    database: Option<Address>,
    /// Where the key file was named; otherwise it is the demonstration's, in the directory.
    key: Option<KeyFile>,
    /// Which of the authorities that are kept there.
    authority: i64,
}

impl Home {
    /// A directory whose record is in a database server.
    pub fn on(dir: impl Into<PathBuf>, database: Address) -> Self {
        Self { dir: dir.into(), database: Some(database), key: None, authority: DEMO_AUTHORITY.0 }
    }

    /// The same, for another authority than the first: several can be kept in one place, each with a chain of its own.
    #[must_use]
    pub fn of(self, authority: i64) -> Self {
        Self { authority, ..self }
    }

    /// Which authority.
    pub fn authority(&self) -> i64 {
        self.authority
    }

    /// The same under a key file that lies elsewhere, as it does in service.
    #[must_use]
    pub fn with_key(self, key: KeyFile) -> Self {
        Self { key: Some(key), ..self }
    }

    /// The key file: the one that was named, or else the demonstration's in the directory.
    pub fn key_file(&self) -> KeyFile {
        self.key.clone().unwrap_or_else(|| key_file::of_demo(&self.dir))
    }

    /// Whether the key is the demonstration's, which lies beside the data and protects nothing.
    pub fn has_demo_key(&self) -> bool {
        self.key.is_none()
    }

    /// Another directory under the same key: where something is made before it is moved to its place.
    #[must_use]
    pub fn beside(&self, dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into(), database: None, key: self.key.clone(), authority: self.authority }
    }

    /// The directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The database server, if the record is in one.
    pub fn database(&self) -> Option<&Address> {
        self.database.as_ref()
    }

    /// Whether there is a record here already: then nothing that it needs may be made anew.
    ///
    /// # Errors
    /// When a database cannot be asked, or is not prepared and not ours to prepare.
    pub fn has_begun(&self) -> Result<bool> {
        let Some(address) = &self.database else { return Ok(self.dir.join(REGISTER).exists()) };
        postgres::bring_up(address, postgres::REGISTER)?;
        postgres::aside(|| {
            let mut register = self.reader()?;
            register.begin_read(None)?;
            let begun = !register.rows(log::AUTHORITIES, &[])?.is_empty();
            register.end_read()?;
            Ok(begun)
        })
    }

    /// The numbers of the authorities that are kept here; none where nothing has begun.
    ///
    /// # Errors
    /// As [`Home::has_begun`].
    pub fn authorities(&self) -> Result<Vec<i64>> {
        if !self.has_begun()? {
            return Ok(Vec::new());
        }
        self.authorities_there()
    }

    /// The same where a record has begun; it is read as it lies, and nothing is prepared.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn authorities_there(&self) -> Result<Vec<i64>> {
        postgres::aside(|| {
            let mut register = self.reader()?;
            register.begin_read(None)?;
            let rows = register.rows(log::AUTHORITIES, &[])?;
            register.end_read()?;
            rows.iter().map(|row| row.int(0)).collect()
        })
    }

    /// A connection that reads the register, and takes no lock.
    pub(crate) fn reader(&self) -> Result<Connection> {
        match &self.database {
            None => sqlite::Connection::open_reader(&self.dir.join(REGISTER)).map(Connection::Sqlite),
            Some(address) => address.connect(postgres::REGISTER).map(Connection::from),
        }
    }
}

/// Where the record is, for messages.
impl fmt::Display for Home {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.database {
            None => write!(out, "{}", self.dir.display()),
            Some(address) => write!(out, "{address}"),
        }
    }
}

impl From<&Path> for Home {
    fn from(dir: &Path) -> Self {
        Self { dir: dir.to_owned(), database: None, key: None, authority: DEMO_AUTHORITY.0 }
    }
}

impl From<&PathBuf> for Home {
    fn from(dir: &PathBuf) -> Self {
        dir.as_path().into()
    }
}

impl From<&Home> for Home {
    fn from(home: &Home) -> Self {
        home.clone()
    }
}

/// One connection, to whichever engine.
pub(crate) enum Connection {
    /// To a file.
    Sqlite(sqlite::Connection),
    /// To a server.
    Postgres(Box<postgres::Connection>),
}

impl Connection {
    /// Begins a transaction that reads one unchanging state. `authority` says whose rows it may see, where the engine keeps them apart.
    pub(crate) fn begin_read(&mut self, authority: Option<i64>) -> Result<()> {
        match self {
            Self::Sqlite(connection) => connection.begin_read(),
            Self::Postgres(connection) => connection.begin_read(authority),
        }
    }

    /// Ends it.
    pub(crate) fn end_read(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(connection) => connection.end_read(),
            Self::Postgres(connection) => {
                let _lost = connection.rollback(); // what was read was read; the connection is then closed
                Ok(())
            }
        }
    }

    /// Whether it may be used again by somebody else: it lives, and is not left inside a transaction.
    pub(crate) fn is_idle(&self) -> bool {
        match self {
            Self::Sqlite(connection) => !connection.in_transaction(),
            Self::Postgres(connection) => connection.is_idle(),
        }
    }
}

impl From<postgres::Connection> for Connection {
    fn from(connection: postgres::Connection) -> Self {
        Self::Postgres(Box::new(connection))
    }
}

impl Tx for Connection {
    fn run(&mut self, sql: Sql, with: &[Value]) -> Result<u64> {
        match self {
            Self::Sqlite(connection) => connection.run(sql, with),
            Self::Postgres(connection) => connection.run(sql, with),
        }
    }

    fn rows(&mut self, sql: Sql, with: &[Value]) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(connection) => connection.rows(sql, with),
            Self::Postgres(connection) => connection.rows(sql, with),
        }
    }

    fn rows_of_each(&mut self, questions: &[Question]) -> Result<Vec<Vec<Row>>> {
        match self {
            Self::Sqlite(connection) => connection.rows_of_each(questions),
            Self::Postgres(connection) => connection.rows_of_each(questions),
        }
    }
}
