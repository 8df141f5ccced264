//! For tests: a home for a register on either engine.
//!
//! Every test that opens a register does it in a [`TestHome`]. With `LYKTA_TEST_ENGINE=postgres` that is a database of its own in a
//! [`Cluster`] that this process starts for itself; otherwise it is a directory with a SQLite file. So one list of stories runs on both
//! engines: `cargo xtask test` runs it twice.

mod archiving;
mod cluster;
mod pair;
mod server;

use std::path::Path;

pub use archiving::{Archiving, Recovered};
pub use cluster::{Cluster, Database};
pub use pair::Pair;
use store::{Address, Home};
use tempfile::TempDir;

/// Names the engine that tests run on.
pub const ENGINE: &str = "LYKTA_TEST_ENGINE";

/// A place for one test's register. It goes when it is dropped.
pub struct TestHome {
    dir: TempDir,
    database: Option<Database>,
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

    fn on(postgres: bool) -> Self {
        Self::within(tempfile::tempdir().expect("a directory"), postgres)
    }

    fn within(dir: TempDir, postgres: bool) -> Self {
        let database = postgres.then(|| Cluster::of_this_process().database());
        Self { dir, database }
    }

    /// What to open.
    pub fn home(&self) -> Home {
        match &self.database {
            None => self.dir().into(),
            Some(database) => Home::on(self.dir(), address(database.url())),
        }
    }

    /// The directory: all there is on SQLite, the key file alone on PostgreSQL.
    pub fn dir(&self) -> &Path {
        self.dir.path()
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
