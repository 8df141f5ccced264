//! `lykta verify` and `lykta rebuild` on whole and on damaged data.

use std::path::Path;

use rusqlite::{Connection, types::Value};

use crate::program::{made, run};

fn register(data: &Path) -> Connection {
    Connection::open(data.join("lykta.db")).unwrap()
}

fn verify(data: &Path, more: &[&str]) -> (i32, String) {
    let arguments = [&["verify", "--data", data.to_str().unwrap()], more].concat();
    let (code, out, _) = run(&arguments);
    (code, out)
}

/// Somebody with the whole file in their hands first takes away the guards.
fn without_guards(data: &Path) -> Connection {
    let register = register(data);
    let guards: Vec<String> = register
        .prepare("select name from sqlite_schema where type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for guard in guards {
        register.execute_batch(&format!("drop trigger \"{guard}\"")).unwrap();
    }
    register
}

#[test]
fn a_whole_record_is_ok() {
    let (_folder, data) = made();
    let (code, out) = verify(&data, &["--views"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("authority=1 ok height="), "{out}");
    assert!(out.ends_with("authority=1 views=ok\n"), "{out}");
}

/// A checkpoint is taken, handed out, and holds; a proof of one entry is checked with the key alone; a stranger's key does neither.
#[test]
fn what_was_signed_can_be_held_against_the_record() {
    let (folder, data) = made();
    let (dir, file) =
        (data.to_str().unwrap(), |name: &str| folder.path().join(name).to_str().unwrap().to_owned());
    let said = |arguments: &[&str]| {
        let (code, out, err) = run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {err}");
        out
    };
    let taken = said(&["checkpoint", "--data", dir]);
    let key = taken.lines().find_map(|line| line.strip_prefix("key ")).expect("the key").to_owned();
    assert_eq!(said(&["witness", "--data", dir, "-o", &file("witness")]), taken);
    said(&["prove", "17", "--data", dir, "-o", &file("proof")]);

    let found = verify(&data, &["--witness", &file("witness"), "--public-key", &key]);
    // The witness is one more than there are here; the program may have taken one of its own before it ended.
    assert!(found.0 == 0 && !found.1.contains(" checkpoints=1 "), "{found:?}");
    let proved = said(&["verify", "--proof", &file("proof"), "--public-key", &key]);
    assert!(proved.starts_with("authority=1 proved height=17 of="), "{proved}");

    let (_other_folder, other) = made();
    let stranger = said(&["checkpoint", "--data", other.to_str().unwrap()]);
    let stranger = stranger.lines().find_map(|line| line.strip_prefix("key ")).expect("the key");
    let found = verify(&data, &["--public-key", stranger]);
    assert!(found.0 == 1 && found.1.ends_with(" reason=signer\n"), "{found:?}");
    let (code, out, _) = run(&["verify", "--proof", &file("proof"), "--public-key", stranger]);
    assert_eq!((code, out.as_str()), (1, "not proved: the checkpoint is not signed by this key\n"));
    let found = verify(&other, &["--witness", &file("witness")]);
    assert_eq!(found.0, 1, "another record is not what was signed: {found:?}");

    // What is no checkpoint, proof, key or entry is refused with what it should have been.
    std::fs::write(file("nothing"), "nothing\n\n").unwrap();
    let witness = std::fs::read_to_string(file("witness")).unwrap();
    std::fs::write(file("elsewhere"), witness.replace("lykta/1", "lykta/2")).unwrap();
    std::fs::write(file("figures"), "[register]\ndays = \"many\"\n").unwrap();
    for (arguments, told) in [
        (
            vec!["verify", "--data", dir, "--witness", &file("nothing")],
            "is not a checkpoint: line 1 is not the name of a chain",
        ),
        (
            vec!["verify", "--data", dir, "--witness", &file("elsewhere")],
            "is of authority 2, which is not here",
        ),
        (
            vec!["generate", "--data", &file("invented"), "--marginals", &file("figures")],
            "figures: TOML parse error at line 2",
        ),
        (
            vec!["verify", "--proof", &file("nothing"), "--public-key", &key],
            "is not a proof: line 1 is not c2sp.org/tlog-proof@v1",
        ),
        (vec!["verify", "--proof", &file("proof")], "--public-key"),
        (vec!["verify", "--data", dir, "--public-key", "lykta/1+00+AA=="], "is not a public key"),
        (vec!["prove", "1000000", "--data", dir, "-o", &file("none")], "there is no such entry"),
        (vec!["prove", "0", "--data", dir, "-o", &file("none")], "is not a number from 1"),
    ] {
        let (code, out, err) = run(&arguments);
        assert!(code != 0 && err.contains(told), "{arguments:?}: {code} {out} {err}");
    }
    assert!(!folder.path().join("none").exists());
}

#[test]
fn a_changed_entry_is_named_by_its_height() {
    let (_folder, data) = made();
    let changed =
        without_guards(&data).execute("update entry set actor = zeroblob(16) where height = 17", []);
    assert_eq!(changed, Ok(1));
    let (code, out) = verify(&data, &[]);
    assert_eq!(code, 1);
    assert!(out.starts_with("authority=1 broken height=17 reason="), "{out}");
}

#[test]
fn a_missing_entry_is_named_by_its_own_height() {
    let (_folder, data) = made();
    let register = without_guards(&data);
    register.execute_batch("pragma foreign_keys = off; delete from entry where height = 23").unwrap();
    let (code, out) = verify(&data, &[]);
    assert_eq!(code, 1);
    assert!(out.starts_with("authority=1 broken height=23 reason="), "{out}");
}

#[test]
fn nothing_to_verify_is_not_ok() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out) = verify(folder.path(), &[]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert_eq!(run(&["rebuild", "--data", folder.path().to_str().unwrap()]).0, 1);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "looking makes nothing");
}

#[test]
fn damaged_views_are_found_and_rebuilt() {
    let (_folder, data) = made();
    let whole = views(&data);
    assert!(whole.len() > 100, "{} rows", whole.len());
    register(&data)
        .execute_batch(
            "delete from view_matter where rowid % 3 = 0; update view_clock set nominal_on = '1999-01-01'",
        )
        .unwrap();
    assert_ne!(views(&data), whole);
    assert_eq!(verify(&data, &["--views"]).0, 1);
    assert_eq!(verify(&data, &[]).0, 0, "the record itself is whole");

    let (code, out, _) = run(&["rebuild", "--data", data.to_str().unwrap()]);
    assert!(code == 0 && out.starts_with("files="), "{out}");
    assert!(views(&data) == whole, "the views are what they were");
    assert_eq!(verify(&data, &["--views"]).0, 0);
}

/// Every row of every view, in order.
fn views(data: &Path) -> Vec<Vec<Value>> {
    let register = register(data);
    let mut names = register.prepare("select name from sqlite_schema where name like 'view\\_%' escape '\\' and type = 'table' order by name").unwrap();
    let names: Vec<String> =
        names.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(names.len(), 11, "{names:?}");
    let mut all = Vec::new();
    for name in names {
        let mut rows = register.prepare(&format!("select * from {name}")).unwrap();
        let width = rows.column_count();
        let rows = rows.query_map([], |row| (0..width).map(|at| row.get::<_, Value>(at)).collect()).unwrap();
        all.extend(rows.map(|row: rusqlite::Result<Vec<Value>>| row.unwrap()));
    }
    all.sort_by_key(|row| format!("{row:?}"));
    all
}

/// The drill: a backup is made while the demo is in use, more is written, the original is lost, and what comes back is the same record with the
/// same views, in which nobody is logged in and which is the only one that may act.
#[test]
fn a_drill_brings_everything_back() {
    let (folder, data) = made();
    let place = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let said = |arguments: &[&str]| {
        let (code, out, err) = run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {err}");
        out
    };
    let dir = data.to_str().unwrap();
    let running = crate::program::Demo::start(&data);
    let said_backup =
        said(&["backup", "--data", dir, "--to", &place("backup"), "--keyring-to", &place("keys")]);
    assert!(said_backup.ends_with("keyring backed-up\n"), "{said_backup}");
    assert!(verify(folder.path().join("backup").as_path(), &[]).1.starts_with("authority=1 ok height="));
    said(&["checkpoint", "--data", dir]); // something is written since
    crate::import::samples(&folder.path().join("in"));
    assert!(
        said(&["import", "reports", &place("in"), "--data", dir, "--user", "mia"]).contains("registered=3")
    );
    // What is left is what the script of every five minutes has left, run twice.
    std::os::unix::fs::symlink("backup", place("senaste")).unwrap();
    std::fs::create_dir(place("nycklar")).unwrap();
    crate::program::tail(&data, folder.path(), &folder.path().join("nycklar"));
    crate::program::tail(&data, folder.path(), &folder.path().join("nycklar"));
    assert_eq!(running.end("-TERM").0, Some(0));
    let (keys_now, tail) = (place("nycklar/senaste"), place("svans-1.lykta"));
    said(&["export", "--data", dir, "-o", &place("whole")]);
    let whole = said(&["verify", "--export", &place("whole")]);
    assert_eq!(whole, verify(&data, &[]).1);

    let restore = |more: &[&str]| {
        let key = data.join("lykta.key");
        let (backup, new) = (place("backup"), place("restored"));
        let known = [
            "restore",
            "--backup",
            &backup,
            "--keyring",
            &keys_now,
            "--key",
            key.to_str().unwrap(),
            "--data",
            &new,
        ];
        run(&[&known[..], more].concat())
    };
    assert_eq!(restore(&["--tail", &tail]).0, 2, "what becomes of the original must be said");
    assert_eq!(restore(&["--original", dir]).0, 2, "and whether there is a tail");
    let (code, out, err) = restore(&["--tail", &tail, "--original", dir]);
    assert!(code == 0 && out.starts_with("restored backup="), "{out} {err}");

    let before = views(&data);
    let (code, _, err) = run(&["rebuild", "--data", dir]);
    assert!(code == 1 && err.contains("its record was restored elsewhere"), "{err}");
    let new = folder.path().join("restored");
    std::fs::copy(data.join("lykta.key"), new.join("lykta.key")).unwrap();
    assert_eq!(crate::program::Demo::start(&new).end("-TERM").0, Some(0));
    assert!(views(&new) == before, "the views are what they were");
    let (code, out) = verify(&new, &["--views"]);
    assert!(code == 0 && out.ends_with("views=ok\n"), "{out}");
    let sessions: i64 =
        register(&new).query_row("select count(*) from session", [], |row| row.get(0)).unwrap();
    assert_eq!(sessions, 0);
}
