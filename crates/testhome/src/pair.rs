//! Two servers, of which one follows the other: what is answered is on both.

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use store::Home;
use tempfile::TempDir;

use crate::server::Server;

/// What both are started with: everything that is answered is on the disk of both.
const SETTINGS: &str = "-c wal_level=replica -c max_wal_senders=5 -c hot_standby=on";

/// The database that is worked in.
const DATABASE: &str = "lykta";

/// A primary and its synchronous standby.
pub struct Pair {
    first: Server,
    second: Server,
    dir: TempDir,
}

impl Pair {
    /// Starts both, with Lykta's schema and nothing in it.
    pub fn start() -> Self {
        let first = Server::initialised();
        first.start(SETTINGS);
        let mut client = first.client("postgres");
        client.batch_execute(&format!("CREATE DATABASE {DATABASE}")).expect("a database");
        store::prepare(&crate::address(&first.url(DATABASE))).expect("the schema");
        let second = Server::following(&first);
        second.start(SETTINGS);
        client.batch_execute("ALTER SYSTEM SET synchronous_standby_names = 'second'").expect("set");
        client.batch_execute("SELECT pg_reload_conf()").expect("told");
        let in_step = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'";
        while client.query(in_step, &[]).expect("an answer").is_empty() {
            sleep(Duration::from_millis(20));
        }
        Self { first, second, dir: tempfile::tempdir().expect("a directory") }
    }

    /// Both by name, in the order they are tried: whichever writes is used.
    pub fn home(&self) -> Home {
        let hosts = format!("{}&host={}", self.first.dir().display(), self.second.dir().display());
        Home::on(self.dir(), crate::address(&format!("postgres://postgres@/{DATABASE}?host={hosts}")))
    }

    /// The standby alone, as a server to read from.
    pub fn standby(&self) -> Home {
        let url = format!("{}&target_session_attrs=read-only", self.second.url(DATABASE));
        Home::on(self.dir(), crate::address(&url))
    }

    /// The directory of the key file.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The primary loses its power.
    pub fn kill_first(&self) {
        self.first.kill();
    }

    /// The standby takes over.
    pub fn promote_second(&self) {
        self.second.client("postgres").batch_execute("SELECT pg_promote()").expect("promoted");
    }
}
