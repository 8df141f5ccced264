//! `lykta import reports`: beside a running program and alone.

use std::{fs, path::Path};

use crate::program::{Demo, made, run};

fn samples(to: &Path) {
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
