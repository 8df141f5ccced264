//! `lykta outage-pack`, and the packs of the night.

use std::{fs, path::Path, thread, time::Duration};

use age::x25519;
use rusqlite::Connection;

use crate::program::{lykta, made, run};

/// A key, and a file that names it.
fn recipient(file: &Path) -> x25519::Identity {
    let identity = x25519::Identity::generate();
    fs::write(file, format!("# i beredskap\n{}  # Frida\n", identity.to_public())).unwrap();
    identity
}

fn opened(pack: &Path, identity: &x25519::Identity) -> Result<String, age::DecryptError> {
    age::decrypt(identity, &fs::read(pack).unwrap()).map(|page| String::from_utf8(page).unwrap())
}

/// Who has made a pack: rows of the access log, by the account.
fn made_by(data: &Path) -> i64 {
    let register = Connection::open(data.join("lykta.db")).unwrap();
    let rows = "select count(*) from access where part = 'outage_pack' and purpose = 'outage' and listed is not null";
    register.query_row(rows, [], |row| row.get(0)).unwrap()
}

#[test]
fn a_pack_opens_without_lykta_and_only_for_those_it_is_locked_for() {
    let (folder, data) = made();
    let file = |name: &str| folder.path().join(name);
    let (duty, chief) = (recipient(&file("duty")), recipient(&file("chief")));
    let [dir, duty_file, chief_file, to, kept] =
        [data.clone(), file("duty"), file("chief"), file("pack.age"), file("kept.age")]
            .map(|path| path.to_str().unwrap().to_owned());
    let arguments =
        ["outage-pack", "--data", &dir, "--user", "frida", "--recipients", &duty_file, "--to", &to];
    let both = [&arguments[..], &["--protected-recipients", &chief_file, "--protected-to", &kept]].concat();
    let (code, out, err) = run(&both);
    assert!(code == 0 && out.starts_with("children="), "{out} {err}");
    assert_eq!(made_by(&data), 1);

    let (pack, secret) =
        (opened(&file("pack.age"), &duty).unwrap(), opened(&file("kept.age"), &chief).unwrap());
    assert!(opened(&file("kept.age"), &duty).is_err() && opened(&file("pack.age"), &chief).is_err());
    for page in [&pack, &secret] {
        assert!(page.starts_with("<!doctype html>") && page.contains("Gjort "), "{page}");
        assert!(
            !page.contains("<script") && !page.contains("://") && !page.contains("src="),
            "nothing to fetch"
        );
    }
    assert!(
        pack.contains("Akut behov av skydd") && pack.contains("Vårdnadshavare") && pack.contains("upphör")
    );

    // Who is protected is in the ordinary pack a number and whom to call.
    let children = |page: &str| page.matches("<section>").count();
    assert!(children(&secret) > 0, "the demo has a protected family");
    let names: Vec<&str> =
        secret.split("<h2>").skip(1).filter_map(|rest| rest.split("</h2>").next()).collect();
    assert!(names.iter().all(|name| !pack.contains(name)), "{names:?}");
    let (children_of, call) = pack.split_once("<h2>Ring</h2>").expect("whom to call");
    assert!(call.contains("Ulla") && call.contains("08-465 004 11"), "and by which number: {call}");
    assert!(
        children_of.contains("08-465 004 11") && children_of.contains(", Öppenvården"),
        "who carries it out: {children_of}"
    );
    let counted: Vec<usize> =
        out.trim().split(' ').filter_map(|part| part.split('=').nth(1)?.parse().ok()).collect();
    assert_eq!(counted, [children(&pack) - 1, children(&secret)]);

    // Nobody, or what is no key, is refused before anything is read.
    fs::write(file("nobody"), "# ingen\n").unwrap();
    fs::write(file("wrong"), "age1fel\n").unwrap();
    for (wrong, told) in
        [("nobody", "names nobody"), ("wrong", "line 1: not an age public key"), ("missing", "missing")]
    {
        let wrong = file(wrong).to_str().unwrap().to_owned();
        let (code, _, err) =
            run(&["outage-pack", "--data", &dir, "--user", "frida", "--recipients", &wrong, "--to", &to]);
        assert!(code == 1 && err.contains(told), "{err}");
    }
    assert_eq!(made_by(&data), 1);
}

#[test]
fn the_night_makes_the_packs() {
    let (folder, data) = made();
    let (duty, packs) = (recipient(&folder.path().join("duty")), folder.path().join("packs"));
    fs::create_dir(&packs).unwrap();
    let mut command = lykta(&["--port", "0", "--data"]);
    command
        .arg(&data)
        .arg("--outage-dir")
        .arg(&packs)
        .arg("--outage-recipients")
        .arg(folder.path().join("duty"));
    let mut running = command.stdout(std::process::Stdio::null()).spawn().unwrap();
    let there = (0..300).any(|_| {
        thread::sleep(Duration::from_millis(100));
        packs.join("avbrott.age").exists()
    });
    running.kill().unwrap();
    running.wait().unwrap();
    assert!(there && !packs.join("avbrott-skyddade.age").exists());
    assert!(opened(&packs.join("avbrott.age"), &duty).unwrap().contains("Akut behov av skydd"));
    assert_eq!(made_by(&data), 1);
}
