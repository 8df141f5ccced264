//! `lykta import reports`: beside a running program and alone.

use std::{fs, path::Path, process::Stdio, thread, time::Duration};

use crate::program::{Demo, lykta, made, run};

pub(crate) fn samples(to: &Path) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/messages");
    fs::create_dir(to).unwrap();
    for name in ["report-school.json", "report-private.json", "report-unborn.json"] {
        fs::copy(from.join(name), to.join(name)).unwrap();
    }
    fs::write(to.join("trasig.json"), "{").unwrap();
    fs::write(to.join("halv.json.part"), "{").unwrap();
}

fn import(dir: &Path, data: &Path, user: &str) -> (i32, String, String) {
    let [dir, data] = [dir, data].map(|path| path.to_str().unwrap());
    run(&["import", "reports", dir, "--data", data, "--user", user])
}

#[test]
fn messages_are_registered_set_aside_and_known_again() {
    let (folder, data) = made();
    let dir = folder.path().join("in");
    samples(&dir);
    let (code, out, err) = import(&dir, &data, "mia");
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("received=4 registered=3 set_aside=1 waiting=0 known=0 left=1\n"), "{out}");
    assert!(out.ends_with("all received=4 registered=3 set_aside=1 waiting=0\n"), "{out}");
    assert!(out.contains("-4 trasig.json: set aside, not_json: "), "{out}");
    assert!(err.contains("halv.json.part is left where it is: still being written"), "{err}");
    assert!(dir.join("registered/report-school.json").exists());
    assert!(dir.join("set-aside/trasig.json.reason.txt").exists());

    fs::rename(dir.join("registered/report-school.json"), dir.join("igen.json")).unwrap();
    let (code, out, _) = import(&dir, &data, "mia");
    assert!(code == 0 && out.contains("(received before)"), "{out}");
    assert!(out.ends_with("all received=4 registered=3 set_aside=1 waiting=0\n"), "{out}");
    assert_eq!(run(&["verify", "--data", data.to_str().unwrap(), "--views"]).0, 0);
}

#[test]
fn a_running_program_registers_what_is_received_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let (data, dir) = (folder.path().join("data"), folder.path().join("in"));
    let demo = Demo::start(&data);
    samples(&dir);
    let (code, out, err) = import(&dir, &data, "jon");
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("received=4 registered=3 set_aside=1 waiting=0 known=0 left=1\n"), "{out}");
    assert!(dir.join("registered/report-unborn.json").exists());
    assert_eq!(demo.end("-TERM").0, Some(0));
}

#[test]
fn only_whoever_receives_reports_imports_them() {
    let (folder, data) = made();
    let dir = folder.path().join("in");
    samples(&dir);
    for user in ["ulla", "ingen"] {
        let (code, out, _) = import(&dir, &data, user);
        assert_eq!((code, out.as_str()), (1, ""), "{user}");
    }
    assert!(dir.join("report-school.json").exists(), "nothing is moved");
    assert_eq!(import(&dir, &folder.path().join("tomt"), "mia").0, 1);
    assert_eq!(import(&folder.path().join("ingen"), &data, "mia").0, 1);
}

/// The command dies at any moment, as in a power failure, and is run again: every message has one receipt, is registered once, and every
/// file lies where its message went.
#[test]
fn sudden_death_loses_nothing_and_registers_nothing_twice() {
    const MESSAGES: usize = 24;
    let (folder, data) = made();
    let dir = folder.path().join("in");
    fs::create_dir(&dir).unwrap();
    let sample = include_str!("../../../../docs/messages/report-private.json");
    for at in 1..=MESSAGES {
        let message =
            sample.replace("4b0e-17", &format!("nr {at}")).replace("ensam", &format!("ensam klockan {at}"));
        fs::write(dir.join(format!("{at:02}.json")), message).unwrap();
    }
    let [dir_text, data_text] = [&dir, &data].map(|path| path.to_str().unwrap());
    for death in 0..8 {
        let mut import = lykta(&["import", "reports", dir_text, "--data", data_text, "--user", "mia"]);
        let mut import = import.stdout(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(60 + 45 * death));
        // It may have ended already.
        let _ = import.kill();
        import.wait().unwrap();
    }
    let (code, out, err) = import(&dir, &data, "mia");
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.ends_with("all received=24 registered=24 set_aside=0 waiting=0\n"), "{out}");
    assert_eq!(fs::read_dir(dir.join("registered")).unwrap().count(), MESSAGES);
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 1, "nothing else is left");
    assert_eq!(run(&["verify", "--data", data_text, "--views"]).0, 0);
    let register = rusqlite::Connection::open(data.join("lykta.db")).unwrap();
    let count = |sql: &str| {
        register.query_row(sql, [], |row| row.get::<_, i64>(0)).map(usize::try_from).unwrap().unwrap()
    };
    assert_eq!(count("select count(distinct matter) from message_matter"), MESSAGES);
    assert_eq!(count("select count(*) from message_matter"), MESSAGES);
    assert_eq!(count("select max(number) from message"), MESSAGES, "numbers without gaps");
}
