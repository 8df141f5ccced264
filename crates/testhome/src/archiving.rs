//! A server whose write-ahead log is archived, and servers that are brought back from it.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use postgres::{Client, NoTls};

use crate::server::{Server, shell};

/// Digits of a segment's name: of a backup's label there are more.
const SEGMENT: usize = 24;

/// The database that is worked in.
const DATABASE: &str = "lykta";

/// A server that archives its log.
pub struct Archiving {
    server: Server,
    scripts: PathBuf,
}

impl Archiving {
    /// Starts one with Lykta's schema and nothing in it, that archives with the script of a directory.
    pub fn start(scripts: &Path) -> Self {
        let server = Server::initialised();
        let archive = server.dir().join("archive");
        server.run(&format!("mkdir {}", archive.display()));
        let script = scripts.join("archive_wal.sh");
        server.start(&format!(
            "-c wal_level=replica -c max_wal_senders=5 -c archive_mode=on \
             -c 'archive_command=sh {} \"%p\" \"%f\" {}'",
            script.display(),
            archive.display()
        ));
        let make = format!("CREATE DATABASE {DATABASE}");
        server.client("postgres").batch_execute(&make).expect("a database");
        store::prepare(&crate::address(&server.url(DATABASE))).expect("the schema");
        Self { server, scripts: scripts.to_owned() }
    }

    /// The database's address, as the superuser.
    pub fn url(&self) -> String {
        self.server.url(DATABASE)
    }

    /// The directory of its socket.
    pub fn socket(&self) -> &Path {
        self.server.dir()
    }

    /// Runs statements as the superuser, and returns the first column of the first row, if there is one.
    pub fn told(&self, statement: &str) -> Option<String> {
        told(&self.url(), statement)
    }

    /// Sees to it that everything written until now is archived.
    pub fn archive_all(&self) {
        let mut client = self.server.client("postgres");
        let row = client.query_one("SELECT pg_walfile_name(pg_switch_wal())", &[]).expect("switched");
        let segment: String = row.get(0);
        for _ in 0..600 {
            if self.server.dir().join("archive").join(&segment).exists() {
                return;
            }
            sleep(Duration::from_millis(50));
        }
        panic!("segment {segment} was not archived");
    }

    /// Loses what was archived last, and puts it back when what is returned is dropped.
    pub fn lose_segments(&self) -> Lost {
        let archive = self.server.dir().join("archive");
        let names = std::fs::read_dir(&archive).expect("the archive").flatten().map(|file| file.file_name());
        let segments = names.filter(|name| name.to_str().is_some_and(|name| name.len() == SEGMENT));
        let last = archive.join(segments.max().expect("a segment"));
        let away = self.server.dir().join("lost");
        std::fs::rename(&last, &away).expect("taken away");
        Lost { away, last }
    }

    /// Brings a server back from a base backup and this one's log, with the script of the directory.
    pub fn recover(&self, base: &Path, until: Option<&str>) -> Recovered {
        let given = self.server.dir().join("base");
        let script = std::fs::read_to_string(self.scripts.join("recover.sh")).expect("the script");
        Recovered::start(&self.server, base, &given, &script, until)
    }
}

/// A segment of the log that was lost.
pub struct Lost {
    away: PathBuf,
    last: PathBuf,
}

impl Drop for Lost {
    fn drop(&mut self) {
        let _there = std::fs::rename(&self.away, &self.last);
    }
}

/// A recovered server. It ends, and its directory with it, when this is dropped or the test program ends.
pub struct Recovered {
    keeper: Child,
    url: String,
}

impl Recovered {
    fn start(from: &Server, base: &Path, given: &Path, script: &str, until: Option<&str>) -> Self {
        from.run(&format!("rm -rf {}", given.display()));
        from.take(base, given);
        let place = Server::bare();
        let dir = place.dir().display();
        let keep = format!(
            "cd {dir}; cat >recover.sh; echo 'local all all trust' >hba.conf; sh recover.sh {} {}/archive {dir} {} </dev/null 2>>{dir}/said; echo end",
            given.display(),
            from.dir().display(),
            until.map(|until| format!("'{until}'")).unwrap_or_default(),
        );
        // The shell that keeps it waits for its input to end, which it does with this program at the latest.
        let whole = format!(
            "({keep}) <<'SCRIPT'\n{script}\nSCRIPT\nread -r end; kill -QUIT $(head -n 1 {dir}/data/postmaster.pid); rm -rf {dir}"
        );
        let mut command = shell(from.user(), &whole);
        let mut keeper =
            command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a shell");
        let mut url = String::new();
        for line in BufReader::new(keeper.stdout.take().expect("piped")).lines().map_while(Result::ok) {
            if line == "end" {
                break;
            }
            url = line;
        }
        let read = |name: &str| std::fs::read_to_string(place.dir().join(name)).unwrap_or_default();
        let said = format!("{} {}", read("said"), read("log"));
        assert!(url.starts_with("postgres://"), "not recovered: {url} {said}");
        Self { keeper, url }
    }

    /// Its database's address, at its socket: it listens nowhere else.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Runs statements as the superuser, and returns the first column of the first row, if there is one.
    pub fn told(&self, statement: &str) -> Option<String> {
        told(&self.url, statement)
    }
}

fn told(url: &str, statement: &str) -> Option<String> {
    let mut client = Client::connect(url, NoTls).expect("the server answers");
    let rows = client.query(statement, &[]).expect("an answer");
    rows.first().map(|row| row.get(0))
}

impl Drop for Recovered {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ended = self.keeper.wait();
    }
}
