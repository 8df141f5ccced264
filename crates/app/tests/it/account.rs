//! `lykta account`: beside a running program.

use crate::program::{Demo, run};

/// ASVS V6.3.2: nothing has an account until somebody opens one, and the code is told once.
#[test]
fn v6_3_2_an_account_is_opened_listed_and_closed_beside_a_running_program() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let demo = Demo::start(&data);
    let account = |what: &[&str]| {
        let place = ["--data", data.to_str().unwrap()];
        run(&[&["account"], what, &place[..]].concat())
    };
    assert_eq!(account(&["list"]), (0, String::new(), String::new()));

    let (code, out, err) = account(&["open", "--user", "ulla"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(out.trim().len(), 29, "a code alone on its line");
    assert!(err.contains("within 72 hours") && !err.contains(out.trim()));
    let (_, again, _) = account(&["open", "--user", "ulla", "--hours", "1"]);
    assert_ne!(out, again);
    let (_, listed, _) = account(&["list"]);
    assert!(listed.starts_with("ulla opened=20") && listed.ends_with(" logins=none\n"), "{listed}");
    assert_eq!(listed.lines().count(), 1, "opened once, however many codes");

    let (code, out, _) = account(&["close", "--user", "ulla"]);
    assert_eq!((code, &*out), (0, "ulla closed sessions=0 tokens=0\n"));
    assert!(account(&["list"]).1.contains(" closed=20"));
    let (code, out, err) = account(&["close", "--user", "ulla"]);
    assert!(code == 1 && out.is_empty() && err.contains("has no open account"), "{err}");
    assert_eq!(account(&["open", "--user", "ingen"]).0, 1);
    assert_eq!(account(&["open", "--user", "ulla", "--hours", "0"]).0, 2);
    assert_eq!(demo.end("-TERM").0, Some(0));
    assert_eq!(run(&["verify", "--data", data.to_str().unwrap()]).0, 0, "what was written beside is whole");
}
