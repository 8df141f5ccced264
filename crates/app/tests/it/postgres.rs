//! What an operator does by command where the record is in a database: the same commands, its backup by its server, and a move there and back.

use std::{fs, path::Path};

use testhome::{Archiving, TestHome};

use crate::program::{Demo, lykta, run};
use crate::recovering::{back_up, scripts};

pub(crate) fn said(arguments: &[&str]) -> String {
    let (code, out, err) = run(arguments);
    assert_eq!(code, 0, "{arguments:?}: {out}{err}");
    out
}

fn refused(arguments: &[&str], told: &str) {
    let (code, out, err) = run(arguments);
    assert!(code != 0 && err.contains(told), "{arguments:?}: {code} {out}{err}");
}

/// What somebody is answered who logs in.
fn log_in(demo: &Demo) -> u16 {
    let agent =
        ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().new_agent();
    let address = format!("{}/logga-in", demo.url);
    agent.post(address).header("Origin", &demo.url).send_form([("login", "mia")]).unwrap().status().as_u16()
}

/// The commands of a directory, each with `--database`.
#[test]
fn every_command_works_on_a_database() {
    let home = TestHome::on_postgres();
    let (url, data) = (home.database().unwrap().url(), home.dir().to_str().unwrap());
    let place = ["--database", url, "--data", data];
    let file = |name: &str| home.dir().join(name).to_str().unwrap().to_owned();
    let with = |arguments: &[&str]| said(&[arguments, &place].concat());
    let running = Demo::start_with(&place);
    let taken = with(&["checkpoint"]);
    assert_eq!(with(&["witness", "-o", &file("witness")]), taken);
    with(&["prove", "17", "-o", &file("proof")]);
    let key = taken.lines().find_map(|line| line.strip_prefix("key ")).unwrap();
    let proved = said(&["verify", "--proof", &file("proof"), "--public-key", key]);
    assert!(proved.starts_with("authority=1 proved height=17 of="), "{proved}");
    let found = with(&["verify", "--witness", &file("witness"), "--public-key", key]);
    assert!(!found.contains(" checkpoints=1 "), "the witness is one more: {found}");
    with(&["export", "-o", &file("whole")]);
    assert!(said(&["verify", "--export", &file("whole")]).starts_with("authority=1 ok height="));
    crate::import::samples(&home.dir().join("in"));
    assert!(with(&["import", "reports", &file("in"), "--user", "mia"]).contains("registered=3"));
    assert!(with(&["token", "--user", "mia", "--scope", "read"]).len() > 20);
    assert!(with(&["retention", "--user", "enar", "plan"]).contains(" kept="));
    fs::write(file("mottagare"), format!("{}\n", age::x25519::Identity::generate().to_public())).unwrap();
    let pack =
        ["outage-pack", "--user", "frida", "--recipients", &file("mottagare"), "--to", &file("pack.age")];
    assert!(with(&pack).starts_with("children="));
    assert!(with(&["key", "show"]).contains("current=1 in-older-epochs=0 "));
    assert!(with(&["rebuild"]).starts_with("files="));
    assert!(with(&["verify", "--views"]).ends_with("views=ok\n"));

    // The keys are copied out of the database; the register by its server, and whoever asks is told so.
    assert_eq!(with(&["backup", "--keyring-to", &file("keys")]), "keyring backed-up\n");
    refused(&[&["backup", "--to", &file("register")][..], &place].concat(), "deploy/base_backup.sh");
    refused(&["backup", "--database", url], "where to?");
    refused(&["rebuild", "--database", url], "which key?");
    assert_eq!(running.end("-TERM").0, Some(0));
}

/// There and back by command. Whoever works where the record was is told where it went.
#[test]
fn a_record_is_moved_by_command() {
    let (folder, data) = crate::program::made();
    let home = TestHome::on_postgres();
    let url = home.database().unwrap().url();
    let (dir, back) = (data.to_str().unwrap(), folder.path().join("tillbaka"));
    let (key, back) = (data.join("lykta.key"), back.to_str().unwrap());
    let key = key.to_str().unwrap();
    let through = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let whole = said(&["verify", "--data", dir]);
    let moved = said(&["copy", "--from", dir, "--to", url, "--through", &through("ut")]);
    assert!(moved.starts_with(&whole) && moved.contains("authority=1 moved to="), "{whole}{moved}");
    assert_eq!(said(&["verify", "--export", &through("ut")]), whole, "what was moved stays as evidence");
    refused(&["demo", "--port", "0", "--data", dir], "has left: it lives on in");
    refused(&["token", "--data", dir, "--user", "mia", "--scope", "read"], "has left: it lives on in");
    assert_eq!(said(&["verify", "--data", dir]), whole, "it can still be verified");
    refused(
        &["copy", "--from", dir, "--to", back, "--through", &through("igen")],
        "has left: it lives on in",
    );
    let place = ["--database", url, "--key", key];
    assert!(said(&[&["verify", "--views"][..], &place].concat()).ends_with("views=ok\n"));

    // The secret of a database's address need not be an argument.
    let back_again = lykta(&["copy", "--to", back, "--through", &through("hem"), "--key", key])
        .env("LYKTA_COPY_FROM", url)
        .output()
        .unwrap();
    assert!(back_again.status.success(), "{}", String::from_utf8_lossy(&back_again.stderr));
    refused(&[&["checkpoint"][..], &place].concat(), "has left: it lives on in");
    let running = Demo::start_with(&["--data", back, "--key", key]);
    assert_eq!(running.end("-TERM").0, Some(0));
    assert!(said(&["verify", "--views", "--data", back, "--key", key]).ends_with("views=ok\n"));
    let stays = said(&["copy", "--from", back, "--to", url, "--key", key, "--cancel"]);
    assert_eq!(stays, "authority=1 stays: it was not being moved\n");
}

/// The drill of a database, by the scripts that an operator uses: a base backup while people work, the log archived, the keys apart; then
/// the server is brought back to its last moment, and is the only one that may act.
#[test]
fn a_drill_brings_a_database_back() {
    let server = Archiving::start(&scripts());
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (url, data) = (server.url(), path("nod"));
    let place = ["--database", &url, "--data", &data];
    let running = Demo::start_with(&place);
    back_up(&server, &path("bas"), &path("nycklar"));

    // What is written after the base backup is in the archived log alone.
    crate::import::samples(&folder.path().join("in"));
    assert!(
        said(&[&["import", "reports", &path("in"), "--user", "mia"], &place[..]].concat())
            .contains("registered=3")
    );
    let whole = said(&[&["verify"], &place[..2]].concat());
    said(&[&["backup", "--keyring-to", &path("nycklar-nya")], &place[..]].concat());
    server.archive_all();
    let copy = server.recover(Path::new(&path("bas")), None);
    assert_eq!(said(&["verify", "--database", copy.url()]), whole, "a recovered copy can be verified");

    assert_eq!(log_in(&running), 303, "until then people work");
    let key = format!("{data}/lykta.key");
    let live = ["restore", "--recovered", "--database", &url, "--key", &key, "--no-tail"];
    refused(&[&live[..], &["--original-gone", "ett prov"]].concat(), "somebody works in the database");

    // Before it is restored the copy is of the same record: what keeps nodes away is that it listens nowhere. From then on it says so itself.
    let restore = |database: &str, more: &[&str]| {
        let known = ["restore", "--recovered", "--database", database, "--key", &key, "--no-tail"];
        run(&[&known[..], more].concat())
    };
    let (code, _, err) = restore(copy.url(), &[]);
    assert!(code == 2 && err.contains("--original"), "what becomes of the original must be said: {err}");
    let (code, _, err) =
        restore(copy.url(), &["--keyring", &path("nycklar-nya"), "--original-database", copy.url()]);
    assert!(code == 1 && err.contains("is this very database"), "{err}");
    let node = ["--database", copy.url(), "--key", &key];
    refused(&[&["demo", "--port", "0"][..], &node].concat(), "is half-written here");
    refused(&["verify", "--database", copy.url()], "is half-written here");
    assert_eq!(said(&[&["verify"], &place[..2]].concat()), whole, "the original was not shut");
    let (code, out, err) =
        restore(copy.url(), &["--keyring", &path("nycklar-nya"), "--original-database", &url]);
    assert!(code == 0 && out.starts_with("restored backup=recovered"), "{out}{err}");

    // The program that still runs on the original is told at its next write; the copy is the record.
    refused(
        &[&["token", "--user", "mia", "--scope", "read"], &place[..]].concat(),
        "has left: it lives on in",
    );
    refused(&[&["checkpoint"], &place[..]].concat(), "has left: it lives on in");
    assert_eq!(log_in(&running), 503, "nobody logs in there");
    assert_eq!(running.end("-TERM").0, Some(0));
    assert_eq!(Demo::start_with(&node).end("-TERM").0, Some(0));
    assert!(said(&[&["verify", "--views"], &node[..]].concat()).ends_with("views=ok\n"));
    let (code, _, err) = restore(&url, &["--original-gone", "ingenting"]);
    assert!(code == 1 && err.contains("has left: it lives on in"), "what has left does not come back: {err}");
}
