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

/// The two sealed accounts: opened by the operator and by nobody else, and listed with how their seals are.
#[test]
fn a_sealed_account_is_opened_listed_and_closed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let demo = Demo::start(&data);
    let account = |what: &[&str]| run(&[&["account"], what, &["--data", data.to_str().unwrap()]].concat());
    let (code, out, err) = account(&["emergency", "--number", "1"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(out.trim().len(), 29, "a code alone on its line");
    assert!(err.contains("within 72 hours") && err.contains("envelope") && !err.contains(out.trim()));
    let (_, listed, _) = account(&["list"]);
    assert!(listed.starts_with("emergency-1 opened=20"), "{listed}");
    assert!(listed.ends_with(" logins=none seal=none\n"), "{listed}");
    for number in ["0", "3"] {
        assert_eq!(account(&["emergency", "--number", number]).0, 2, "there are two");
    }
    let (code, out, _) = account(&["emergency", "--number", "1", "--close"]);
    assert_eq!((code, &*out), (0, "emergency-1 closed sessions=0\n"));
    let (code, out, err) = account(&["emergency", "--number", "1", "--close"]);
    assert!(code == 1 && out.is_empty() && err.contains("is not open"), "{err}");
    assert_eq!(demo.end("-TERM").0, Some(0));
    assert_eq!(run(&["verify", "--data", data.to_str().unwrap()]).0, 0, "what was written beside is whole");
}
