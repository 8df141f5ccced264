//! What was answered is there, and once: eight people write while the server that they write to is killed, stopped or cut off.
//!
//! It runs against what a large installation has: three PostgreSQL servers under Patroni, as `deploy/three_nodes.py` starts them. Nobody
//! promotes by hand. It needs root and Debian's packages, so it runs when it is asked for (`cargo xtask test` asks):
//!
//! ```sh
//! cargo test -p store --test failover -- --nocapture          # EVENTS=kill,pause,cut for all three
//! ```

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
#![expect(clippy::print_stdout, reason = "the table is what one runs it for")]

mod writers;

use std::{
    path::{Path, PathBuf},
    process::Command,
    thread::sleep,
    time::{Duration, Instant},
};

use store::{Address, Home, verify};

use writers::Writers;

/// How long everybody writes in peace before and after each event.
const PEACE: Duration = Duration::from_secs(4);

/// How long nobody may write at most: a server is given up after six seconds without a sign of life, and ten may pass on a connection
/// that says nothing.
const LONGEST: Duration = Duration::from_secs(60);

/// Three servers that are gone when this is.
struct Servers {
    dir: PathBuf,
    url: String,
}

impl Servers {
    fn up(dir: PathBuf) -> Self {
        let answer = three_nodes(&["up", dir.to_str().unwrap()]);
        Self { url: answer.trim().to_owned(), dir }
    }

    fn primary(&self) -> String {
        let until = Instant::now() + LONGEST;
        loop {
            let primary = three_nodes(&["primary", self.dir()]).trim().to_owned();
            if primary != "none" {
                return primary;
            }
            assert!(Instant::now() < until, "nobody has taken over");
            sleep(Duration::from_millis(200));
        }
    }

    fn tell(&self, what: &str, node: &str) {
        three_nodes(&[what, self.dir(), node]);
    }

    fn wait_until_whole(&self) {
        three_nodes(&["ready", self.dir()]);
    }

    fn dir(&self) -> &str {
        self.dir.to_str().unwrap()
    }

    /// The address for a login, by the password that was drawn for it.
    fn url_as(&self, login: &str, key: &str) -> String {
        let passwords = std::fs::read_to_string(self.dir.join("passwords.json")).unwrap();
        let passwords: serde_json::Value = serde_json::from_str(&passwords).unwrap();
        let word = passwords[key].as_str().unwrap();
        let (_, hosts) = self.url.split_once('@').unwrap();
        format!("postgres://{login}:{word}@{hosts}")
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        let script = script();
        let _stopped = Command::new("python3").arg(script).args(["down", self.dir()]).status();
    }
}

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/three_nodes.py")
}

fn three_nodes(arguments: &[&str]) -> String {
    let done = Command::new("python3").arg(script()).args(arguments).output().unwrap();
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// What befalls the primary, and how it is put right.
fn events() -> Vec<(&'static str, &'static str)> {
    const ALL: [(&str, &str); 3] = [("kill", "start"), ("pause", "resume"), ("cut", "join")];
    #[expect(clippy::disallowed_methods, reason = "this is the edge of a test")]
    let asked = std::env::var("EVENTS").unwrap_or_else(|_| "kill".to_owned());
    ALL.into_iter().filter(|(event, _)| asked.split(',').any(|name| name == *event)).collect()
}

#[test]
fn nothing_that_was_answered_is_lost_and_nothing_is_there_twice() {
    let folder = tempfile::tempdir().unwrap();
    let servers = Servers::up(folder.path().join("servers"));
    store::prepare(&Address::parse(&servers.url, None).unwrap()).unwrap();
    let node = Address::parse(&servers.url_as("lykta_node", "app"), None).unwrap();
    let home = Home::on(folder.path(), node);
    let writers = Writers::begin(home.clone());
    sleep(PEACE);
    println!("| the primary | nobody could write for, s | in doubt |\n|---|---|---|");
    for (event, mended) in events() {
        let (primary, doubts) = (servers.primary(), writers.in_doubt());
        let longest = writers.silence_of(|| {
            servers.tell(event, &primary);
            let next = loop {
                let next = servers.primary();
                if next != primary {
                    break next;
                }
                sleep(Duration::from_millis(200));
            };
            assert_ne!(next, primary, "another has taken over");
            writers.wait_for_progress(LONGEST);
            sleep(PEACE);
        });
        println!("| {event} | {:.1} | {} |", longest.as_secs_f64(), writers.in_doubt() - doubts);
        servers.tell(mended, &primary);
        servers.wait_until_whole();
        sleep(PEACE);
    }
    let told = writers.end();
    println!("acknowledged={} in_doubt={}", told.acknowledged(), told.in_doubt);
    told.expect_all_once();
    let verdict = verify(home, &[]).unwrap()[0];
    assert!(verdict.outcome.is_ok(), "{verdict}");
}
