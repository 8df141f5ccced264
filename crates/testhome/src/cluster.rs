//! A PostgreSQL server that lives as long as the test program.
//!
//! One template database holds Lykta's schema; each test gets a copy. Nothing is flushed to disk: what survives a loss of power is for
//! the tests of durability.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::Client;

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
        CLUSTER.get_or_init(Self::start)
    }

    fn start() -> Self {
        let server = Server::initialised();
        server.start(SETTINGS);
        server.client("postgres").batch_execute(&format!("CREATE DATABASE {TEMPLATE}")).expect("a database");
        store::prepare(&crate::address(&server.url(TEMPLATE))).expect("the schema");
        Self { server }
    }

    /// A new database with Lykta's schema and nothing in it.
    pub fn database(&'static self) -> Database {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("lykta_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let make = format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY");
        self.server.client("postgres").batch_execute(&make).expect("a copy of the template");
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

    /// The server's socket.
    pub fn socket(&self) -> PathBuf {
        self.cluster.server.dir().join(".s.PGSQL.5432")
    }

    /// Its address by another directory's socket: for a line in between.
    pub fn url_over(&self, dir: &Path) -> String {
        format!("postgres://postgres@/{}?host={}", self.name, dir.display())
    }

    /// Whether an id stands in any row of any of Lykta's tables, as an id or in a text.
    pub fn holds(&self, id: &str) -> bool {
        const TABLES: &str = "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
             WHERE n.nspname IN ('lykta', 'keyring') AND c.relkind IN ('r', 'p') AND NOT c.relispartition";
        let mut client = self.client();
        let tables = client.query(TABLES, &[]).expect("the tables");
        tables.iter().map(|row| row.get(0)).any(|table: String| {
            let rows = format!("SELECT 1 FROM {table} AS t WHERE t::text LIKE $1 OR t::text LIKE $2 LIMIT 1");
            let (id, bare) = (format!("%{id}%"), format!("%{}%", id.replace('-', "")));
            !client.query(&rows, &[&id, &bare]).expect("the rows").is_empty()
        })
    }

    /// A connection as the superuser.
    pub fn client(&self) -> Client {
        self.cluster.server.client(&self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let gone = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        let _dropped = self.cluster.server.client("postgres").batch_execute(&gone); // with the cluster at the latest
    }
}
