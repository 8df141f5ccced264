//! What comes back of a database that its server has recovered: what stays destroyed, and what is refused before it is a record.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use testhome::{Archiving, Recovered};

use crate::postgres::said;
use crate::program::{Demo, made, run};

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

/// What is wrong is told with what to do, and the copy is no record; when it is put right the same command goes on.
#[test]
fn what_cannot_be_made_the_record_is_refused() {
    let drill = Drill::begun();
    drill.server.archive_all();
    let node = drill.node(&drill.url);
    said(&[&["checkpoint"], &node[..]].concat());
    crate::import::samples(&drill.folder.path().join("in"));
    said(&[&["import", "reports", &drill.path("in"), "--user", "mia"], &node[..]].concat());
    let witness = drill.path("hållpunkt");
    said(&[&["checkpoint"], &node[..]].concat());
    said(&[&["witness", "-o", &witness], &node[..]].concat());
    let whole = height(&drill.url);
    drill.server.archive_all();

    // A segment of the log that is not there ends the recovery, and nothing in what comes back tells.
    let lost = drill.server.lose_segments();
    let copy = drill.recover(None);
    let short = height(copy.url());
    assert_ne!(short, whole);
    drill.refuses(
        &copy,
        "nycklar",
        &["--no-tail", "--height", &whole],
        &format!("ends at height {short}, and has reached {whole}"),
    );
    drill.refuses(
        &copy,
        "nycklar",
        &["--no-tail", "--witness", &witness],
        "is not the record that is known from elsewhere, or not all of it",
    );
    let (code, _, err) = run(&["verify", "--database", copy.url()]);
    assert!(code == 1 && err.contains("is half-written here"), "{err}");
    drop(copy);
    drop(lost); // it is put back

    // A copy of the keys that is damaged, or another installation's.
    let copy = drill.recover(None);
    let ring = Path::new(&drill.path("skadade")).join("keys.db");
    assert!(
        Command::new("cp")
            .arg("-r")
            .args([drill.path("nycklar"), drill.path("skadade")])
            .status()
            .unwrap()
            .success()
    );
    let mut bytes = fs::read(&ring).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&ring, bytes).unwrap();
    drill.refuses(&copy, "skadade", &["--no-tail"], "keys.db beside it is not what was backed up");
    let (_other, data) = made();
    let others = ["backup", "--data", data.to_str().unwrap(), "--keyring-to"];
    said(&[&others[..], &[&drill.path("andras")]].concat());
    drill.refuses(&copy, "andras", &["--no-tail"], "they were sealed with another");
    drill.refuses(&copy, "ingen", &["--no-tail"], "so this is no backup");

    // A record that is not as it was written.
    copy.told("ALTER TABLE lykta.entry DISABLE TRIGGER entry_is_never_changed");
    copy.told("CREATE TABLE public.was AS SELECT height, actor FROM lykta.entry WHERE height = 7");
    copy.told("UPDATE lykta.entry SET actor = gen_random_uuid() WHERE height = 7");
    drill.refuses(
        &copy,
        "nycklar",
        &["--no-tail"],
        "broken height=7 reason=altered. Recover it from an older base backup",
    );
    copy.told("UPDATE lykta.entry SET actor = (SELECT actor FROM public.was) WHERE height = 7");
    copy.told("DROP TABLE public.was");
    copy.told("ALTER TABLE lykta.entry ENABLE TRIGGER entry_is_never_changed");
    let (code, out, err) =
        drill.restore(&copy, "nycklar", &["--no-tail", "--height", &whole, "--witness", &witness]);
    assert!(code == 0 && out.starts_with("restored backup=recovered"), "{out}{err}");
    assert_eq!(Demo::start_with(&drill.node(copy.url())).end("-TERM").0, Some(0));
}

/// The scripts write nothing over anything: not another segment over an archived one, not a backup over another.
#[test]
fn the_scripts_write_nothing_over_anything() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let script = |name: &str, arguments: &[String]| -> Output {
        Command::new("sh").arg(scripts().join(name)).args(arguments).stdin(Stdio::null()).output().unwrap()
    };
    fs::create_dir(path("arkiv")).unwrap();
    fs::write(path("segment"), "a segment").unwrap();
    let archive =
        || script("archive_wal.sh", &[path("segment"), "000000010000000000000001".into(), path("arkiv")]);
    assert!(archive().status.success());
    assert!(archive().status.success(), "the same once more");
    fs::write(path("segment"), "another").unwrap();
    let refused = archive();
    let told = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && told.contains("is there already, and another"), "{told}");
    assert_eq!(fs::read_to_string(path("arkiv/000000010000000000000001")).unwrap(), "a segment");

    for (base, keys) in [("arkiv", "nytt"), ("nytt", "arkiv")] {
        let refused = script("base_backup.sh", &[path(base), path(keys)]);
        let told = String::from_utf8_lossy(&refused.stderr);
        assert!(!refused.status.success() && told.contains("is there already"), "{told}");
        assert!(!Path::new(&path("nytt")).exists());
    }
}
