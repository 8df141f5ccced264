//! A PostgreSQL server that lives as long as the test program.
//!
//! One template database holds Lykta's schema; each test gets a copy. Nothing is flushed to disk: what survives a loss of power is for
//! the tests of durability.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::Client;

use crate::beside;
use crate::server::Server;

/// What the server is started with.
const SETTINGS: &str = "-c fsync=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0";

/// The database that holds the schema and that nobody works in.
const TEMPLATE: &str = "lykta_template";

/// A running server.
pub struct Cluster {
    server: Server,
}

impl Cluster {
    /// The one that this process shares, started when it is first asked for.
    ///
    /// # Panics
    /// Where PostgreSQL is not installed; the text says what to do.
    pub fn of_this_process() -> &'static Self {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        CLUSTER.get_or_init(|| beside(Self::start))
    }

    /// One of its own, for who stops it. It goes with the process.
    pub(crate) fn alone() -> &'static Self {
        Box::leak(Box::new(beside(Self::start)))
    }

    fn start() -> Self {
        let server = Server::initialised();
        server.start(SETTINGS);
        server.execute("postgres", &format!("CREATE DATABASE {TEMPLATE}")).expect("a database");
        store::prepare(&crate::address(&server.url(TEMPLATE))).expect("the schema");
        Self { server }
    }

    /// A new database with Lykta's schema and nothing in it.
    pub fn database(&'static self) -> Database {
        self.copy_of(TEMPLATE)
    }

    fn copy_of(&'static self, template: &str) -> Database {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("lykta_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let make = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY");
        self.server.execute("postgres", &make).expect("a copy of the template");
        Database { url: self.server.url(&name), name, cluster: self }
    }
}

/// A database of one test. It is dropped with this.
pub struct Database {
    name: String,
    url: String,
    cluster: &'static Cluster,
}

impl Database {
    /// Its address, as the superuser: to be looked at from outside. The program itself steps down to its own role.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Another with the same in it. Nobody may be connected to this one.
    #[must_use]
    pub fn copied(&self) -> Self {
        self.cluster.copy_of(&self.name)
    }

    /// The server's files and its journal, when everything that has been written is in them. They hold what other tests write too.
    pub fn files(&self) -> Vec<PathBuf> {
        self.cluster.server.execute(&self.name, "CHECKPOINT").expect("written out");
        let data = self.cluster.server.dir().join("data");
        let mut files = Vec::new();
        let mut folders = vec![data.join("base"), data.join("global"), data.join("pg_wal")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        files
    }

    /// The server ends in the middle of whatever it does.
    pub(crate) fn stop(&self) {
        self.cluster.server.stop();
    }

    /// And is there again.
    pub(crate) fn start_again(&self) {
        self.cluster.server.start_again();
    }

    /// The server's socket.
    pub(crate) fn socket(&self) -> PathBuf {
        self.cluster.server.dir().join(".s.PGSQL.5432")
    }

    /// Its address by another directory's socket: for a line in between.
    pub(crate) fn url_over(&self, dir: &Path) -> String {
        format!("postgres://postgres@/{}?host={}", self.name, dir.display())
    }

    /// Whether an id stands in any row of any of Lykta's tables, as an id or in a text.
    pub fn holds(&self, id: &str) -> bool {
        const TABLES: &str = "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
             WHERE n.nspname IN ('lykta', 'keyring') AND c.relkind IN ('r', 'p') AND NOT c.relispartition";
        let (id, bare) = (format!("%{id}%"), format!("%{}%", id.replace('-', "")));
        beside(|| {
            let mut client = self.client();
            let tables = client.query(TABLES, &[]).expect("the tables");
            tables.iter().map(|row| row.get(0)).any(|table: String| {
                let rows =
                    format!("SELECT 1 FROM {table} AS t WHERE t::text LIKE $1 OR t::text LIKE $2 LIMIT 1");
                !client.query(&rows, &[&id, &bare]).expect("the rows").is_empty()
            })
        })
    }

    /// A connection as the superuser. Not from within a runtime.
    pub fn client(&self) -> Client {
        self.cluster.server.client(&self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let gone = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        let _dropped = self.cluster.server.execute("postgres", &gone); // with the cluster at the latest
    }
}
