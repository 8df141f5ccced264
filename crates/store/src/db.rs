//! The register: one directory, one writer, many readers.

use std::fs::{DirBuilder, File, TryLockError};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::error::{Error, Result};
use crate::schema;
use crate::sqlite::Connection;
use crate::tx::Tx;
use crate::writer::Writer;

/// The file that holds the record, its views and the drafts.
pub(crate) const REGISTER: &str = "lykta.db";

/// Held locked while a process has the directory open. Its content means nothing.
const LOCK: &str = "lykta.lock";

/// How long a read waits for a connection before it gives up.
const READER_WAIT: Duration = Duration::from_secs(5);

/// How much a register may use.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Most reads at the same time. Each has its connection, some megabytes of memory once used.
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
pub struct Db {
    // Dropped in this order: the writer's connection is the last to close and folds in the write-ahead log,
    // then the lock goes.
    readers: Readers,
    writer: Writer,
    dir: PathBuf,
    _lock: File,
}

impl Db {
    /// Opens the register in a directory, making what is not there and taking the schema's next steps.
    ///
    /// # Errors
    /// [`Error::InUse`] if another process has it open; [`Error::Schema`] if a newer program made it.
    pub fn open(dir: &Path, options: Options) -> Result<Self> {
        make_private_dir(dir)?;
        let lock = lock(&dir.join(LOCK))?;
        let path = dir.join(REGISTER);
        let mut connection = Connection::open_writer(&path)?;
        schema::bring_up(&mut connection, schema::REGISTER)?;
        Ok(Self {
            writer: Writer::start(connection, options.queue)?,
            readers: Readers::new(path, options.readers),
            dir: dir.to_owned(),
            _lock: lock,
        })
    }

    /// The directory it was opened in.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Reads: everything the work sees is one unchanging state, whatever is written meanwhile.
    pub fn read<T>(&self, work: impl FnOnce(&mut dyn Tx) -> Result<T>) -> Result<T> {
        let mut lease = self.readers.lease()?;
        lease.connection().begin_read()?;
        let result = work(lease.connection());
        lease.connection().end_read()?;
        result
    }

    /// Writes: all of the work or none of it. Returns when it is durable.
    ///
    /// The work runs on the writer's own thread, so it owns what it uses (`move`, `Arc`). It is `FnMut`
    /// because an engine that loses its connection may have to run it again: it may touch nothing but the
    /// transaction, and draw any random numbers anew. An error it returns undoes what it did, and nothing
    /// that others did.
    ///
    /// # Errors
    /// What the work returns; [`Error::Busy`] if the queue is full; and if the common commit fails, its
    /// error, to everyone in it.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Tx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.writer.write(work)
    }
}

/// One write in a directory that a running program may have open, in a transaction of its own that waits its turn. Only for ordinary
/// tables of which nothing is kept in memory: the record has one writer.
///
/// # Errors
/// [`Error::Schema`] if the directory was last used by another version of the program.
pub(crate) fn write_beside<T>(dir: &Path, work: impl FnOnce(&mut dyn Tx) -> Result<T>) -> Result<T> {
    let mut connection = Connection::open_writer(&dir.join(REGISTER))?;
    schema::is_newest(&mut connection, schema::REGISTER)?;
    connection.begin_write()?;
    match work(&mut connection).and_then(|done| connection.commit().map(|()| done)) {
        Ok(done) => Ok(done),
        Err(error) => {
            connection.rollback()?;
            Err(error)
        }
    }
}

/// Makes the directory if it is not there, for the owner's eyes only.
fn make_private_dir(dir: &Path) -> Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(Error::file(dir))
}

/// Takes the directory's lock. The system lets go of it when the process ends, however it ends.
fn lock(path: &Path) -> Result<File> {
    let file = File::create(path).map_err(Error::file(path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::InUse),
        Err(TryLockError::Error(error)) => Err(Error::file(path)(error)),
    }
}

/// Connections for reading: opened when first needed, at most so many.
struct Readers {
    path: PathBuf,
    free: Mutex<Free>,
    returned: Condvar,
}

struct Free {
    idle: Vec<Connection>,
    /// How many more may be opened.
    unopened: usize,
}

impl Readers {
    fn new(path: PathBuf, most: usize) -> Self {
        assert!(most > 0, "a register that nobody may read");
        Self { path, free: Mutex::new(Free { idle: Vec::new(), unopened: most }), returned: Condvar::new() }
    }

    fn lease(&self) -> Result<Lease<'_>> {
        let none_left = |free: &mut Free| free.idle.is_empty() && free.unopened == 0;
        let waited = self.returned.wait_timeout_while(self.free(), READER_WAIT, none_left);
        let (mut free, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if let Some(connection) = free.idle.pop() {
            return Ok(Lease { readers: self, connection: Some(connection) });
        }
        if free.unopened == 0 {
            return Err(Error::Busy);
        }
        let connection = Connection::open_reader(&self.path)?;
        free.unopened -= 1;
        Ok(Lease { readers: self, connection: Some(connection) })
    }

    /// A reader that panicked leaves the list whole, so poison means nothing here.
    fn free(&self) -> MutexGuard<'_, Free> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection on loan. Comes back when dropped, unless it is left inside a transaction: then it is closed.
struct Lease<'a> {
    readers: &'a Readers,
    /// None only while being dropped.
    connection: Option<Connection>,
}

impl Lease<'_> {
    fn connection(&mut self) -> &mut Connection {
        self.connection.as_mut().expect("taken only when the lease is dropped")
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let mut free = self.readers.free();
        match self.connection.take() {
            Some(connection) if !connection.in_transaction() => free.idle.push(connection),
            _ => free.unopened += 1,
        }
        drop(free);
        self.readers.returned.notify_one();
    }
}
