//! A PostgreSQL server for measuring: made from the installed programs, on the disk like one in service, reached through a socket in its own
//! directory.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::run::{command, works};

/// What it is started with. Whatever makes a commit durable is left as it is: on.
const SETTINGS: &str = "-c listen_addresses='' -c max_connections=100 -c shared_buffers=1GB -c max_wal_size=8GB \
     -c max_locks_per_transaction=512 -c wal_level=replica -c max_wal_senders=5 -c hot_standby=on";

/// A running server. It is stopped and its directory removed when it goes out of scope.
pub(super) struct Server {
    bin: PathBuf,
    dir: PathBuf,
    process: Option<Child>,
}

impl Server {
    /// An empty one in a directory of its own.
    pub(super) fn start(dir: PathBuf) -> Result<Self> {
        let mut server = Self::in_place(dir)?;
        let make = format!("initdb -D {}/data -U postgres -A trust -E UTF8 --locale=C.UTF-8", server.at());
        server.program(&make)?;
        server.serve()?;
        Ok(server)
    }

    /// One that has a copy of another, follows it, and without which that one answers no commit.
    pub(super) fn follow(other: &Self, dir: PathBuf) -> Result<Self> {
        let mut server = Self::in_place(dir)?;
        let from = format!("'host={} user=postgres application_name=second'", other.at());
        server.program(&format!("pg_basebackup -D {}/data -d {from} -R -X stream -c fast", server.at()))?;
        server.serve()?;
        other.sql("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'second'")?;
        other.sql("postgres", "SELECT pg_reload_conf()")?;
        for _ in 0..200 {
            let in_step = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'";
            if other.sql("postgres", in_step)? == "1" {
                return Ok(server);
            }
            sleep(Duration::from_millis(100));
        }
        bail!("the standby does not follow");
    }

    fn in_place(dir: PathBuf) -> Result<Self> {
        let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        let bins =
            installed.map(|version| version.path().join("bin")).filter(|bin| bin.join("initdb").exists());
        let bin = bins.max().context("PostgreSQL is not installed: apt-get install postgresql")?;
        if dir.exists() {
            fs::remove_dir_all(&dir)?;
        }
        fs::create_dir_all(&dir)?;
        let server = Self { bin, dir, process: None };
        if is_root() {
            ensure!(works("chown", &["postgres:postgres", &server.at()]), "no user postgres");
        }
        Ok(server)
    }

    fn at(&self) -> String {
        self.dir.display().to_string()
    }

    fn serve(&mut self) -> Result<()> {
        let log = fs::File::create(self.dir.join("log"))?;
        let serve =
            format!("exec {}/postgres -D {}/data -k {} {SETTINGS}", self.bin.display(), self.at(), self.at());
        let mut serving = shell(&serve);
        self.process = Some(serving.stdout(log.try_clone()?).stderr(log).spawn()?);
        for _ in 0..300 {
            if shell(&format!("{}/pg_isready -q -h {}", self.bin.display(), self.at())).status()?.success() {
                return Ok(());
            }
            sleep(Duration::from_millis(100));
        }
        bail!("the server does not start: {}", fs::read_to_string(self.dir.join("log"))?);
    }

    /// Where a program finds a database of its.
    pub(super) fn url(&self, database: &str) -> String {
        format!("postgres://postgres@/{database}?host={}", self.at())
    }

    /// Runs one of PostgreSQL's programs and gives what it says.
    pub(super) fn program(&self, words: &str) -> Result<String> {
        let done = shell(&format!("{}/{words}", self.bin.display())).output()?;
        ensure!(done.status.success(), "{words}: {}", String::from_utf8_lossy(&done.stderr));
        Ok(String::from_utf8(done.stdout)?)
    }

    /// The same for what works in one of its databases.
    pub(super) fn client(&self, program: &str, words: &str) -> Result<String> {
        self.program(&format!("{program} -h {} -U postgres {words}", self.at()))
    }

    /// Asks a database, and gives the answer's only value.
    pub(super) fn sql(&self, database: &str, sql: &str) -> Result<String> {
        Ok(self.client("psql", &format!("-XAtq -d {database} -c \"{sql}\""))?.trim().to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let Some(mut process) = self.process.take() else { return };
        // What cannot be stopped or removed is left, and the next run begins with removing it.
        let _ = self.program(&format!("pg_ctl -D {}/data -m fast stop", self.at()));
        let _ = process.wait();
        let _ = fs::remove_dir_all(&self.dir);
    }
}

/// A shell as the user that the server runs as: it refuses to run as root.
fn shell(script: &str) -> Command {
    let mut shell = if is_root() {
        command("setpriv", &["--reuid", "postgres", "--regid", "postgres", "--clear-groups", "sh", "-c"])
    } else {
        command("sh", &["-c"])
    };
    shell.arg(script).current_dir(Path::new("/")).stdin(Stdio::null());
    shell
}

fn is_root() -> bool {
    works("sh", &["-c", "test \"$(id -u)\" = 0"])
}
