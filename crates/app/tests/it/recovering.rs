//! What comes back of a database that its server has recovered: what stays destroyed.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use testhome::{Archiving, Recovered};

use crate::postgres::said;
use crate::program::{Demo, run};

pub(crate) fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy").canonicalize().unwrap()
}

/// What an operator has run every night.
pub(crate) fn back_up(server: &Archiving, base: &str, keys: &str) {
    let done = Command::new("sh")
        .arg(scripts().join("base_backup.sh"))
        .args([base, keys])
        .env("PGHOST", server.socket())
        .env("PGUSER", "postgres")
        .env("LYKTA_DATABASE", server.url())
        .env("LYKTA", env!("CARGO_BIN_EXE_lykta"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// A demo in a database, with last night's copies.
struct Drill {
    server: Archiving,
    url: String,
    key: String,
    folder: tempfile::TempDir,
}

impl Drill {
    fn begun() -> Self {
        let server = Archiving::start(&scripts());
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("nyckel").to_str().unwrap().to_owned();
        let drill = Self { url: server.url(), server, key, folder };
        said(&["key", "make", "--key", &drill.key, "--unlocked"]);
        assert_eq!(Demo::start_with(&drill.node(&drill.url)).end("-TERM").0, Some(0));
        back_up(&drill.server, &drill.path("bas"), &drill.path("nycklar"));
        drill
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// What a node of this record is started with on a database.
    fn node<'a>(&'a self, database: &'a str) -> [&'a str; 4] {
        ["--database", database, "--key", &self.key]
    }

    fn recover(&self, until: Option<&str>) -> Recovered {
        self.server.recover(Path::new(&self.path("bas")), until)
    }

    fn restore(&self, copy: &Recovered, keys: &str, more: &[&str]) -> (i32, String, String) {
        let keys = self.path(keys);
        let known =
            ["restore", "--recovered", "--database", copy.url(), "--keyring", &keys, "--key", &self.key];
        run(&[&known[..], &["--original-gone", "ett prov"], more].concat())
    }

    fn refuses(&self, copy: &Recovered, keys: &str, more: &[&str], told: &str) {
        let (code, out, err) = self.restore(copy, keys, more);
        assert!(code == 1 && err.contains(told), "{told}: {code} {out}{err}");
    }
}

/// The height of the record in a database.
fn height(database: &str) -> String {
    let whole = said(&["verify", "--database", database]);
    whole.split("height=").nth(1).unwrap().split(' ').next().unwrap().to_owned()
}

/// What was destroyed by the book stays so, also where what comes back beside the database is last night's copy of the keys, in which its
/// key still lives: the key is in no epoch that begins from then on, and so no base backup from before opens with today's keys.
#[test]
fn a_destroyed_key_does_not_come_back_with_an_older_copy() {
    let drill = Drill::begun();
    let before = drill.server.told("SELECT now()::text").unwrap();
    let set_forward = |days: u32| {
        drill.server.told(&format!(
            "INSERT INTO lykta.setting (authority, name, value) VALUES (1, 'demo_days', '{days}') \
             ON CONFLICT (authority, name) DO UPDATE SET value = excluded.value"
        ));
    };
    let destroyed = crate::retention::one_destroyed(&drill.node(&drill.url), &set_forward);
    let gone = destroyed.split('/').nth(1).unwrap();
    drill.server.archive_all();

    // The documented way: the newest base backup, the log to its end, and last night's keys.
    let copy = drill.recover(None);
    let (code, out, err) = drill.restore(&copy, "nycklar", &["--no-tail"]);
    assert!(code == 0 && out.starts_with("restored backup=recovered"), "{out}{err}");
    let lives = || copy.told(&format!("SELECT key::text FROM keyring.wrapped_key WHERE key = '{gone}'"));
    assert_eq!(lives(), None, "a destroyed key has come back");
    let node = drill.node(copy.url());
    assert_eq!(Demo::start_with(&node).end("-TERM").0, Some(0));
    for command in [&["key", "begin"][..], &["key", "rotate"], &["key", "end", "1"]] {
        said(&[command, &node].concat());
    }
    assert_eq!(lives(), None);
    assert!(said(&[&["verify", "--views"], &node[..]].concat()).ends_with("views=ok\n"));
    said(&[&["backup", "--keyring-to", &drill.path("nycklar-nya")], &node[..2]].concat());
    drop(copy);

    // The base backup from before still holds what was sealed under it. It opens with the keys of its time no more, and with today's only
    // with the record of the destruction, which takes it away.
    let old = drill.recover(Some(&before));
    drill.refuses(&old, "nycklar", &["--no-tail"], "the key file has no secret for epoch 1");
    drop(old);
    let old = drill.recover(Some(&before));
    let reached = height(old.url());
    let told = format!("lykta export --after-height {reached}`");
    drill.refuses(&old, "nycklar-nya", &["--no-tail"], "was destroyed after this backup");
    drill.refuses(&old, "nycklar-nya", &["--no-tail"], &told);
    let tail = drill.path("svans");
    said(&["export", "--database", &drill.url, "--after-height", &reached, "-o", &tail]);
    let (code, out, err) = drill.restore(&old, "nycklar-nya", &["--tail", &tail]);
    assert!(code == 0 && !out.contains("entries-from-tails=0"), "{out}{err}");
    let sealed = format!("SELECT height::text FROM lykta.entry WHERE key = '{gone}'");
    assert_eq!(old.told(&sealed), None);
    assert_eq!(Demo::start_with(&drill.node(old.url())).end("-TERM").0, Some(0));
}
