//! What was answered is there, and once: eight people write while the server that they write to is killed, stopped or cut off.
//!
//! It runs against what a large installation has: three PostgreSQL servers under Patroni, HAProxy and PgBouncer before them, TLS between
//! all, as `deploy/three_nodes.py` starts them. Nobody promotes by hand. It needs root and Debian's packages, so it runs when it is asked
//! for, and `cargo xtask test` asks where it is root and the servers are installed:
//!
//! ```sh
//! cargo test -p store --test failover -- --nocapture          # EVENTS=6 for all six
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

use store::{Address, Home, Trust, verify};

use writers::Writers;

/// How long everybody writes in peace before and after each event.
const PEACE: Duration = Duration::from_secs(4);

/// How long nobody may write at most. A server is given up after six seconds without a sign of life, and ten may pass on a connection that
/// says nothing: this is much more, for a machine that others use too.
const LONGEST: Duration = Duration::from_secs(120);

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

    /// The address of whoever makes the tables.
    fn owner(&self) -> Address {
        self.address(&self.url)
    }

    /// A node's address, by the password that was drawn for it: all three servers, or what stands before them.
    fn node(&self, via: Via) -> Address {
        let passwords = std::fs::read_to_string(self.dir.join("passwords.json")).unwrap();
        let passwords: serde_json::Value = serde_json::from_str(&passwords).unwrap();
        let word = passwords["app"].as_str().unwrap();
        let place = match via {
            Via::Hosts => self.url.split_once('@').unwrap().1,
            Via::Proxy => "127.0.0.10:5432/lykta?sslmode=require",
            Via::Pooler => "127.0.0.10:6432/lykta?sslmode=disable", // on a node's own computer; it calls on with TLS
        };
        self.address(&format!("postgres://lykta_node:{word}@{place}"))
    }

    fn address(&self, url: &str) -> Address {
        Address::parse(url, Some(&self.dir.join("ca/ca.pem"))).unwrap()
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

/// How the servers are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Via {
    /// By an address with all three: what breaks is called anew, and the next answers.
    Hosts,
    /// By HAProxy, which asks each server how it is: what hangs is found as well.
    Proxy,
    /// By PgBouncer, and through it by HAProxy.
    Pooler,
}

/// What befalls the primary, how it is put right, and how the servers are reached meanwhile.
const EVENTS: [(&str, &str, Via); 6] = [
    ("kill", "start", Via::Hosts),
    ("kill", "start", Via::Pooler),
    ("pause", "resume", Via::Proxy),
    ("cut", "join", Via::Proxy),
    ("kill", "start", Via::Proxy),
    ("pause", "resume", Via::Pooler),
];

fn events() -> impl Iterator<Item = (&'static str, &'static str, Via)> {
    #[expect(clippy::disallowed_methods, reason = "this is the edge of a test")]
    let most = std::env::var("EVENTS").map_or(1, |number| number.parse().expect("a number"));
    EVENTS.into_iter().take(most)
}

#[test]
fn nothing_that_was_answered_is_lost_and_nothing_is_there_twice() {
    let folder = tempfile::tempdir().unwrap();
    let servers = Servers::up(folder.path().join("servers"));
    store::prepare(&servers.owner()).unwrap();
    println!(
        "| the primary | reached by | answered | nobody could write for, s | asked again |\n|---|---|---|---|---|"
    );
    for (number, (event, mended, via)) in events().enumerate() {
        let home = Home::on(folder.path().join("node"), servers.node(via));
        let writers = Writers::begin(home.clone(), number as u128);
        sleep(PEACE);
        let primary = servers.primary();
        let longest = writers.silence_of(|| {
            servers.tell(event, &primary);
            while servers.primary() == primary {
                sleep(Duration::from_millis(200));
            }
            writers.wait_for_progress(LONGEST);
            sleep(PEACE);
        });
        servers.tell(mended, &primary);
        servers.wait_until_whole();
        sleep(PEACE);
        let told = writers.end();
        let (answered, again) = (told.acknowledged(), told.in_doubt);
        println!("| {event} | {via:?} | {answered} | {:.1} | {again} |", longest.as_secs_f64());
        told.expect_all_once();
        let verdict = verify(home, &Trust::default()).unwrap()[0];
        assert!(verdict.outcome.is_ok(), "{verdict}");
    }
}
