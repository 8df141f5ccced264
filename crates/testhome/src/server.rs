//! One PostgreSQL server, made from the installed programs, in memory where the system has such a place, and reached through a socket in
//! its own directory and by nothing else.
//!
//! A shell stands between: it waits for the end of its input, which comes when the test program ends, however it ends, and then stops the
//! server and removes its directory.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU16, Ordering};
use std::thread::sleep;
use std::time::Duration;

use postgres::{Client, NoTls};

use crate::beside;

/// What every server is started with.
const SETTINGS: &str = "-c listen_addresses='' -c max_connections=200 -c shared_buffers=64MB \
     -c max_locks_per_transaction=256 -c log_min_messages=fatal -c dynamic_shared_memory_type=mmap";

/// The port in a socket's name, and of nothing else unless it is said.
const PORT: u16 = 5432;

/// A server's place, and the server when it has been started.
pub(crate) struct Server {
    dir: PathBuf,
    port: AtomicU16,
    bin: PathBuf,
    user: Option<String>,
    /// Ends when this program ends, because its input does.
    keeper: Mutex<Option<Child>>,
}

impl Server {
    /// A place with an empty cluster in it.
    pub(crate) fn initialised() -> Self {
        let server = Self::bare();
        server.run(&format!(
            "{}/initdb -D {}/data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync",
            server.bin.display(),
            server.dir.display()
        ));
        server
    }

    /// A place for a server that follows another, with a copy of it.
    pub(crate) fn following(other: &Self) -> Self {
        let server = Self::bare();
        server.run(&format!(
            "{}/pg_basebackup -D {}/data -d 'host={} user=postgres application_name=second' -R -X stream -c fast --no-sync",
            server.bin.display(),
            server.dir.display(),
            other.dir.display()
        ));
        server
    }

    /// A place with nothing in it.
    pub(crate) fn bare() -> Self {
        let bin = programs();
        let dir = directory();
        let user = unprivileged(&dir);
        Self { dir, port: AtomicU16::new(PORT), bin, user, keeper: Mutex::new(None) }
    }

    /// Runs a script as the server's user.
    pub(crate) fn run(&self, script: &str) {
        let done = shell(self.user.as_deref(), script).output().expect("a shell");
        assert!(done.status.success(), "{script}: {}", String::from_utf8_lossy(&done.stderr));
    }

    /// Starts it, and waits until it answers.
    pub(crate) fn start(&self, settings: &str) {
        // Each line of input starts it once more.
        let serve = format!(
            "while {bin}/postgres -D {dir}/data -k {dir} {SETTINGS} {settings} >{dir}/log 2>&1 & server=$!; read -r again; \
             do wait $server; done; kill -QUIT $server 2>/dev/null; wait $server; rm -rf {dir}",
            bin = self.bin.display(),
            dir = self.dir.display(),
        );
        let mut keeper = shell(self.user.as_deref(), &serve);
        // A group of its own: whoever ends the tests all at once leaves it to clean up.
        let keeper = keeper.process_group(0).stdin(Stdio::piped()).spawn().expect("a shell");
        *self.keeper.lock().expect("nobody panicked") = Some(keeper);
        self.expect_answer();
    }

    /// The same by another port.
    pub(crate) fn start_on(&self, port: u16, settings: &str) {
        self.port.store(port, Ordering::Relaxed);
        self.start(settings);
    }

    /// Copies a file into the directory of its data, for its eyes only.
    pub(crate) fn give(&self, file: &Path, name: &str) {
        let place = self.dir.join("data").join(name);
        fs::copy(file, &place).expect("copied");
        fs::set_permissions(&place, fs::Permissions::from_mode(0o600)).expect("its own");
        if self.user.is_some() {
            let owner = fs::metadata(self.dir.join("data")).expect("its directory");
            chown(&place, Some(owner.uid()), Some(owner.gid())).expect("given away");
        }
    }

    fn expect_answer(&self) {
        for _ in 0..200 {
            if beside(|| Client::connect(&self.url("postgres"), NoTls).is_ok()) {
                return;
            }
            sleep(Duration::from_millis(50));
        }
        let log = fs::read_to_string(self.dir.join("log")).unwrap_or_default();
        panic!("the server does not start: {log}");
    }

    /// Ends it in the middle of whatever it does, with nothing finished and nothing said: as a crash, but for its own processes, which are
    /// gone when this returns.
    pub(crate) fn stop(&self) {
        let (process, dir) = (self.process(), self.dir.display());
        self.run(&format!(
            "kill -QUIT {process}; while test -e {dir}/data/postmaster.pid; do sleep 0.02; done"
        ));
    }

    /// Starts it again after [`Server::stop`]: it finds everything that it had answered.
    pub(crate) fn start_again(&self) {
        let mut keeper = self.keeper.lock().expect("nobody panicked");
        let input = keeper.as_mut().and_then(|keeper| keeper.stdin.as_mut()).expect("it was started");
        input.write_all(b"again\n").expect("the shell listens");
        drop(keeper);
        self.expect_answer();
    }

    /// Ends it as a loss of power does: at once, with nothing said to anybody.
    pub(crate) fn kill(&self) {
        self.run(&format!("kill -KILL {}", self.process()));
    }

    fn process(&self) -> String {
        let file = fs::read_to_string(self.dir.join("data/postmaster.pid")).expect("it runs");
        file.lines().next().expect("its number").to_owned()
    }

    /// Copies a directory that the server's user may not read into one of its own.
    pub(crate) fn take(&self, from: &Path, to: &Path) {
        let copied = Command::new("cp").args(["-a"]).args([from, to]).status().expect("cp runs");
        assert!(copied.success(), "{} is copied", from.display());
        if let Some(user) = &self.user {
            let given = Command::new("chown").args(["-R", user]).arg(to).status().expect("chown runs");
            assert!(given.success(), "{} is given away", to.display());
        }
    }

    /// Whom it runs as, if not as whoever runs the tests.
    pub(crate) fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn url(&self, database: &str) -> String {
        let port = self.port.load(Ordering::Relaxed);
        format!("postgres://postgres@/{database}?host={}&port={port}", self.dir.display())
    }

    /// Runs a statement as the superuser.
    pub(crate) fn execute(&self, database: &str, statement: &str) -> Result<(), postgres::Error> {
        beside(|| Client::connect(&self.url(database), NoTls)?.batch_execute(statement))
    }

    /// A connection as the superuser. Not from within a runtime.
    pub(crate) fn client(&self, database: &str) -> Client {
        Client::connect(&self.url(database), NoTls).expect("the server answers")
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

/// A shell as somebody.
pub(crate) fn shell(user: Option<&str>, script: &str) -> Command {
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
