//! A PostgreSQL cluster that lives as long as the test program.
//!
//! It is made from the installed programs, in memory where the system has such a place, reached through a socket in its own directory and
//! by nothing else. One template database holds Lykta's schema; each test gets a copy. Nothing is flushed to disk: what survives a
//! loss of power is for the tests of durability.
//!
//! A shell stands between: it waits for the end of its input, which comes when the test program ends, however it ends, and then stops the
//! server and removes its directory.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::Duration;

use postgres::{Client, NoTls};

/// What the server is started with.
const SETTINGS: &str = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=200 \
     -c shared_buffers=64MB -c wal_level=minimal -c max_wal_senders=0 -c max_locks_per_transaction=256 -c log_min_messages=fatal";

/// The database that holds the schema and that nobody works in.
const TEMPLATE: &str = "lykta_template";

/// A running server.
pub struct Cluster {
    dir: PathBuf,
    // Ends when this program ends, because its input does.
    _keeper: Child,
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
        let bin = programs();
        let dir = directory();
        let user = unprivileged(&dir);
        let initdb = format!(
            "{}/initdb -D {}/data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync",
            bin.display(),
            dir.display()
        );
        let made = shell(user.as_deref(), &initdb).output().expect("a shell");
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let serve = format!(
            "{bin}/postgres -D {dir}/data -k {dir} {SETTINGS} >{dir}/log 2>&1 & server=$!; read -r end; \
             kill -QUIT $server; wait $server; rm -rf {dir}",
            bin = bin.display(),
            dir = dir.display(),
        );
        let keeper = shell(user.as_deref(), &serve).stdin(Stdio::piped()).spawn().expect("a shell");
        let cluster = Self { dir, _keeper: keeper };
        let mut client = cluster.wait();
        client.batch_execute(&format!("CREATE DATABASE {TEMPLATE}")).expect("a database");
        store::prepare(&crate::address(&cluster.url(TEMPLATE))).expect("the schema");
        cluster
    }

    /// A new database with Lykta's schema and nothing in it.
    pub fn database(&'static self) -> Database {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("lykta_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let make = format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY");
        self.client().batch_execute(&make).expect("a copy of the template");
        Database { url: self.url(&name), name, cluster: self }
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://postgres@/{database}?host={}", self.dir.display())
    }

    fn client(&self) -> Client {
        Client::connect(&self.url("postgres"), NoTls).expect("the server answers")
    }

    fn wait(&self) -> Client {
        for _ in 0..200 {
            if let Ok(client) = Client::connect(&self.url("postgres"), NoTls) {
                return client;
            }
            sleep(Duration::from_millis(50));
        }
        let log = fs::read_to_string(self.dir.join("log")).unwrap_or_default();
        panic!("the server does not start: {log}");
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
        self.cluster.dir.join(".s.PGSQL.5432")
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
        Client::connect(&self.url, NoTls).expect("the server answers")
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let gone = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        let _dropped = self.cluster.client().batch_execute(&gone); // with the cluster at the latest
    }
}

/// Where the server's programs are.
fn programs() -> PathBuf {
    let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = installed
        .filter_map(|version| {
            let number = version.file_name().to_str()?.parse().ok()?;
            let bin = version.path().join("bin");
            (bin.join("initdb").exists() && number >= 15).then_some((number, bin))
        })
        .collect();
    found.sort();
    let (_, bin) = found.pop().expect(
        "PostgreSQL 15 or newer is not installed (looked in /usr/lib/postgresql): apt-get install postgresql",
    );
    bin
}

/// A directory for the server alone: in memory if there is such a place.
fn directory() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let parent = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let dir = tempfile::Builder::new().prefix("lykta-pg-").tempdir_in(parent).expect("a directory");
    let dir = dir.keep(); // the shell that outlives us removes what is in it
    fs::set_permissions(&dir, fs::Permissions::from_mode(0o755)).expect("its own directory");
    dir
}

/// The server refuses to run as root. Whoever it runs as instead gets the directory.
fn unprivileged(dir: &Path) -> Option<String> {
    let number = |what: &str, of: &[&str]| {
        let told = Command::new("id").arg(what).args(of).output().ok()?;
        String::from_utf8(told.stdout).ok()?.trim().parse::<u32>().ok()
    };
    if number("-u", &[]) != Some(0) {
        return None;
    }
    let user = ["postgres", "nobody"].into_iter().find(|user| number("-u", &[user]).is_some())?;
    chown(dir, number("-u", &[user]), number("-g", &[user])).expect("the directory is given away");
    Some(user.to_owned())
}

fn shell(user: Option<&str>, script: &str) -> Command {
    let mut command = match user {
        None => Command::new("sh"),
        Some(user) => {
            let mut command = Command::new("setpriv");
            command.args(["--reuid", user, "--regid", user, "--clear-groups", "sh"]);
            command
        }
    };
    command.arg("-c").arg(script).current_dir("/").stdin(Stdio::null()).stdout(Stdio::null());
    command
}
