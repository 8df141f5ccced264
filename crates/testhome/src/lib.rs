//! For tests: a home for a register on either engine.
//!
//! Every test that opens a register does it in a [`TestHome`]. With `LYKTA_TEST_ENGINE=postgres` that is a database of its own in a
//! [`Cluster`] that this process starts for itself; otherwise it is a directory with a SQLite file. So one list of stories runs on both
//! engines: `cargo xtask test` runs it twice.

mod archiving;
mod cluster;
mod line;
mod pair;
mod reviewed;
mod server;
mod tls;

use std::path::{Path, PathBuf};
use std::{fs, thread};

pub use archiving::{Archiving, Lost, Recovered};
pub use cluster::{Cluster, Database};
pub use line::{Cut, Line};
pub use pair::Pair;
pub use reviewed::expect_roles;
use store::{Address, Home};
use tempfile::TempDir;
pub use tls::{Authority, OverTls};

/// Names the engine that tests run on.
pub const ENGINE: &str = "LYKTA_TEST_ENGINE";

/// A place for one test's register. It goes when it is dropped.
pub struct TestHome {
    dir: TempDir,
    database: Option<Database>,
    line: Option<Line>,
    /// The server is nobody else's.
    alone: bool,
}

impl TestHome {
    /// An empty one, on the engine that the tests run on.
    pub fn new() -> Self {
        Self::on(on_postgres())
    }

    /// An empty one on PostgreSQL, whichever engine the other tests run on.
    pub fn on_postgres() -> Self {
        Self::on(true)
    }

    /// An empty one in files, whichever engine the other tests run on: for what is about files.
    pub fn in_files() -> Self {
        Self::on(false)
    }

    /// An empty one that nothing is flushed to disk for, for tests that write for long: in memory, where the system has such a place.
    pub fn in_memory() -> Self {
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        Self::within(dir.expect("a directory"), on_postgres())
    }

    /// An empty one on a PostgreSQL server of its own, which can be stopped.
    pub fn on_a_server_of_its_own() -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        Self { dir, database: Some(Cluster::alone().database()), line: None, alone: true }
    }

    /// An empty one on PostgreSQL that is reached over a line which can be cut.
    pub fn over_a_line() -> Self {
        let home = Self::on_postgres();
        let line = home.database.as_ref().map(|database| Line::to(database.socket()));
        Self { line, ..home }
    }

    fn on(postgres: bool) -> Self {
        Self::within(tempfile::tempdir().expect("a directory"), postgres)
    }

    fn within(dir: TempDir, postgres: bool) -> Self {
        let database = postgres.then(|| Cluster::of_this_process().database());
        Self { dir, database, line: None, alone: false }
    }

    /// Another with the same in it. Nobody may have this one open.
    #[must_use]
    pub fn copied(&self) -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        for file in self.own_files() {
            let name = file.file_name().expect("a file has a name");
            fs::copy(&file, dir.path().join(name)).expect("copied");
        }
        Self { dir, database: self.database.as_ref().map(Database::copied), line: None, alone: false }
    }

    /// What to open.
    pub fn home(&self) -> Home {
        match (&self.database, &self.line) {
            (None, _) => self.dir().into(),
            (Some(database), None) => Home::on(self.dir(), address(database.url())),
            (Some(database), Some(line)) => Home::on(self.dir(), address(&database.url_over(line.dir()))),
        }
    }

    /// The line it is reached over.
    ///
    /// # Panics
    /// Unless it was made by [`TestHome::over_a_line`].
    pub fn line(&self) -> &Line {
        self.line.as_ref().expect("it is reached over a line")
    }

    /// The server ends in the middle of whatever it does.
    ///
    /// # Panics
    /// Unless it was made by [`TestHome::on_a_server_of_its_own`]: others' tests run on the shared one.
    pub fn stop_server(&self) {
        self.own_server().stop();
    }

    /// And is there again, with everything that it had answered.
    pub fn start_server(&self) {
        self.own_server().start_again();
    }

    fn own_server(&self) -> &Database {
        self.database.as_ref().filter(|_| self.alone).expect("a server of its own")
    }

    /// The directory: all there is on SQLite, the key file alone on PostgreSQL.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Every file that what is kept here lies in: those of the directory, and the server's with its journal, brought up to date.
    pub fn files(&self) -> Vec<PathBuf> {
        let of_database = self.database.as_ref().map(Database::files);
        self.own_files().into_iter().chain(of_database.into_iter().flatten()).collect()
    }

    fn own_files(&self) -> Vec<PathBuf> {
        let inside = fs::read_dir(self.dir()).expect("the directory");
        inside.map(|file| file.expect("a file").path()).filter(|path| path.is_file()).collect()
    }

    /// The database, where there is one.
    pub fn database(&self) -> Option<&Database> {
        self.database.as_ref()
    }

    /// Whether the register is in a database.
    pub fn is_on_postgres(&self) -> bool {
        self.database.is_some()
    }
}

impl Default for TestHome {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether tests run on PostgreSQL.
pub fn on_postgres() -> bool {
    #[expect(clippy::disallowed_methods, reason = "which engine is tested is said to the test program")]
    let engine = std::env::var(ENGINE);
    match engine.as_deref() {
        Ok("postgres") => true,
        Ok("sqlite") | Err(_) => false,
        Ok(other) => panic!("{ENGINE}={other}: it is sqlite or postgres"),
    }
}

/// A URL of the cluster's, read.
pub(crate) fn address(url: &str) -> Address {
    Address::parse(url, None).expect("an address")
}

/// Runs work on a thread of its own. The client of the database waits in its own way, which it may not do on a thread that drives somebody
/// else's waiting: as the thread of a test of the pages does.
pub(crate) fn beside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let done = thread::scope(|scope| scope.spawn(work).join());
    done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
