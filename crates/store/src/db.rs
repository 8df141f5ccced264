//! The register: who reads and who writes, on either engine.
//!
//! On SQLite there is one writer, whose thread commits many writes at once, and a pool of readers. On PostgreSQL everybody has a
//! connection from one pool, and each write is a transaction of its own.

use std::fs::{DirBuilder, File, TryLockError};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::fence;
use crate::home::{Connection as Either, Home};
use crate::pool::Pool;
use crate::postgres::{self, Work};
use crate::reached::{self, Reached};
use crate::residence;
use crate::schema;
use crate::sqlite::Connection;
use crate::tx::Tx;
use crate::wal;
use crate::writer::Writer;

/// The file that holds the record, its views and the drafts.
pub(crate) const REGISTER: &str = "lykta.db";

/// Held locked while a process has the directory open. Its content means nothing.
const LOCK: &str = "lykta.lock";

/// How much a register may use.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Most reads at the same time; on a server most reads and writes. Each has its connection, some megabytes of memory once used.
    pub readers: usize,
    /// Most writes waiting. One more is refused with [`Error::Busy`] rather than made to wait for ever.
    pub queue: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { readers: 8, queue: 1024 }
    }
}

/// An open register.
///
/// All calls are synchronous, and a write returns only when it is durable. An asynchronous caller uses a
/// blocking thread; a browser that hangs up in the middle then cannot cut a transaction in half.
///
/// ```
/// use store::{Db, Options, Sql, Value};
///
/// # let folder = tempfile::tempdir().expect("a directory");
/// let db = Db::open(folder.path(), Options::default())?;
/// db.write(|tx| store::log::create_authority(tx, 1, "Lyktinge"))?;
/// let head = db.read(|tx| store::log::head(tx, 1))?;
/// assert_eq!(head.height, 0);
/// # Ok::<(), store::Error>(())
/// ```
#[derive(Clone)]
pub struct Db {
    engine: Arc<Engine>,
    home: Home,
    /// Whose rows may be seen, on an engine that keeps authorities apart by itself.
    authority: Option<i64>,
    /// What its writes are for, on an engine that knows who may what.
    work: Work,
    /// Where its writes fail on purpose.
    #[cfg(test)]
    pub(crate) failing: Arc<crate::failing::Failing>,
}

enum Engine {
    // Dropped in this order: the writer's connection is the last to close and folds in the write-ahead log,
    // then the lock goes.
    Sqlite { readers: Pool, writer: Writer, _lock: Option<File> },
    Postgres(Pool),
}

impl Db {
    /// Opens the register, making what is not there and taking the schema's next steps.
    ///
    /// # Errors
    /// [`Error::InUse`] if another process has the directory open; [`Error::Schema`] if a newer program made it, or if the database is
    /// behind and whoever connects to it may not take the next steps.
    pub fn open(home: impl Into<Home>, options: Options) -> Result<Self> {
        let home = home.into();
        make_private_dir(home.dir())?;
        let engine = match home.database().cloned() {
            None => Self::open_files(home.clone(), options)?,
            Some(address) => {
                postgres::bring_up(&address, postgres::REGISTER)?;
                for unkept in postgres::unkept_promises(&address)? {
                    tracing::warn!("{unkept}");
                }
                let open = move || address.connect(postgres::REGISTER).map(Either::from);
                Engine::Postgres(Pool::new(options.readers, open))
            }
        };
        Ok(Self::over(engine, home))
    }

    fn over(engine: Engine, home: Home) -> Self {
        Self {
            engine: Arc::new(engine),
            home,
            authority: None,
            work: Work::Ordinary,
            #[cfg(test)]
            failing: Arc::default(),
        }
    }

    /// Where it was opened.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// The directory it was opened in.
    pub fn dir(&self) -> &Path {
        self.home.dir()
    }

    fn open_files(home: Home, options: Options) -> Result<Engine> {
        fence::expect_open(home.dir())?;
        let (connection, lock) = open_alone(home.dir())?;
        Ok(Engine::Sqlite {
            writer: Writer::start(connection, Some(Reached::in_directory(home.dir())), options.queue)?,
            readers: Pool::new(options.readers, move || home.reader()),
            _lock: Some(lock),
        })
    }

    /// Opens a register that a running program may have open, for reading much of it and writing down that it was read. Nothing else is written
    /// this way: a file's record has one writer.
    ///
    /// # Errors
    /// [`Error::Schema`] if another version of the program has used it last.
    pub(crate) fn open_beside(home: impl Into<Home>) -> Result<Self> {
        let (home, options) = (home.into(), Options { readers: 1, queue: 1 });
        if home.database().is_some() {
            return Self::open(home, options);
        }
        let connection = open_file_beside(home.dir())?;
        let reading = home.clone();
        let engine = Engine::Sqlite {
            writer: Writer::start(connection, None, options.queue)?,
            readers: Pool::new(options.readers, move || reading.reader()),
            _lock: None,
        };
        Ok(Self::over(engine, home))
    }

    /// The same register, for the rows of one authority. PostgreSQL then shows no others, whatever a statement asks for; without it,
    /// only which authorities there are.
    #[must_use]
    pub fn of(&self, authority: i64) -> Self {
        Self { authority: Some(authority), ..self.clone() }
    }

    /// The same register, for taking out what is destroyed by the book. PostgreSQL then demands that the login may be
    /// `lykta_destroyer`; ordinary writes can change no entry there.
    #[must_use]
    pub(crate) fn destroying(&self) -> Self {
        Self { work: Work::Destruction, ..self.clone() }
    }

    /// Reads: everything the work sees is one unchanging state, whatever is written meanwhile.
    ///
    /// # Errors
    /// What the work returns; [`Error::Busy`] if no connection came free; [`Error::Away`] if the database cannot be reached.
    pub fn read<T: Send>(&self, work: impl FnOnce(&mut dyn Tx) -> Result<T> + Send) -> Result<T> {
        match &*self.engine {
            Engine::Sqlite { readers, .. } => readers.read(self.authority, work),
            Engine::Postgres(pool) => postgres::aside(|| pool.read(self.authority, work)),
        }
    }

    /// Writes: all of the work or none of it. Returns when it is durable.
    ///
    /// The work owns what it uses (`move`, `Arc`), since on SQLite it runs on the writer's own thread. It is `FnMut`
    /// because it may have to run again: when a connection is lost, or when somebody else wrote the same rows at the same moment. So it
    /// may touch nothing but the transaction, and draws any random numbers anew. An error it returns undoes what it did, and nothing
    /// that others did.
    ///
    /// # Errors
    /// What the work returns; [`Error::Busy`] if the queue is full; [`Error::Away`] if no server answers; [`Error::Lost`] if it is not known
    /// whether it was done; and if the commit fails, its error, to everyone in it.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Tx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        #[cfg(test)]
        let work = self.failing.within(work);
        let mut work = work;
        match &*self.engine {
            Engine::Sqlite { writer, .. } => {
                let authority = self.authority;
                writer.write(move |tx| {
                    authority.map_or(Ok(()), |authority| residence::expect_here(tx, authority))?;
                    work(tx)
                })
            }
            Engine::Postgres(pool) => postgres::write(pool, (self.work, self.authority), work),
        }
    }
}

/// One write in a register that a running program may have open, in a transaction of its own that waits its turn. Only for ordinary
/// tables of which nothing is kept in memory: a file's record has one writer.
///
/// # Errors
/// [`Error::Schema`] if the register was last used by another version of the program.
pub(crate) fn write_beside<T: Send>(
    home: &Home,
    authority: i64,
    mut work: impl FnMut(&mut dyn Tx) -> Result<T> + Send,
) -> Result<T> {
    if let Some(address) = home.database().cloned() {
        postgres::expect_newest(&address, postgres::REGISTER)?;
        let pool = Pool::new(1, move || address.connect(postgres::REGISTER).map(Either::from));
        return postgres::write(&pool, (Work::Ordinary, Some(authority)), work);
    }
    let mut connection = open_file_beside(home.dir())?;
    connection.begin_write()?;
    let here = residence::expect_here(&mut connection, authority);
    match here.and_then(|()| work(&mut connection)).and_then(|done| connection.commit().map(|()| done)) {
        Ok(done) => Ok(done),
        Err(error) => {
            connection.rollback()?;
            Err(error)
        }
    }
}

/// Opens a register that nobody else works in, making what is not there, and sees to it that nothing of it has been lost.
///
/// # Errors
/// [`Error::LogDamaged`], [`Error::Shorter`]; and as [`Db::open`].
pub(crate) fn open_alone(dir: &Path) -> Result<(Connection, File)> {
    let (lock, path) = (lock(dir)?, dir.join(REGISTER));
    wal::expect_whole(&path)?;
    reached::expect(dir)?;
    let mut connection = Connection::open_writer(&path)?;
    schema::bring_up(&mut connection, schema::REGISTER)?;
    Ok((connection, lock))
}

/// Opens a register that a running program may have open.
fn open_file_beside(dir: &Path) -> Result<Connection> {
    fence::expect_open(dir)?;
    reached::expect(dir)?;
    let mut connection = Connection::open_writer(&dir.join(REGISTER))?;
    schema::is_newest(&mut connection, schema::REGISTER)?;
    Ok(connection)
}

/// Makes the directory if it is not there, for the owner's eyes only.
pub(crate) fn make_private_dir(dir: &Path) -> Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(Error::file(dir))
}

/// Takes the directory's lock. The system lets go of it when the process ends, however it ends.
pub(crate) fn lock(dir: &Path) -> Result<File> {
    let path = &dir.join(LOCK);
    let file = File::create(path).map_err(Error::file(path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::InUse),
        Err(TryLockError::Error(error)) => Err(Error::file(path)(error)),
    }
}
