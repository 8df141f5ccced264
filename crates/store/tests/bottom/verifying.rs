//! `verify` on a register that somebody with full rights to the file has tampered with.

use std::io::ErrorKind;
use std::iter;
use std::process::Command;

use seal::Checkpoint;
use store::{Sql, log};

use crate::fixture::{Fixture, OURS, id};

/// An intruder takes the guards away first.
const UNGUARD: [Sql; 2] =
    [Sql("DROP TRIGGER entry_is_never_changed"), Sql("DROP TRIGGER entry_is_never_deleted")];

/// Entries in the chain: more than `verify` reads at a time, so that page borders are crossed.
const HEIGHT: i64 = 150;

/// What an intruder does, and what is found.
const TAMPERINGS: [(&[Sql], &str); 13] = [
    (
        &[Sql("UPDATE entry SET sealed = CAST(sealed || x'00' AS BLOB) WHERE height = 7")],
        "height=7 reason=altered",
    ),
    (&[Sql("UPDATE entry SET at_us = at_us - 1 WHERE height = 64")], "height=64 reason=altered"),
    (&[Sql("UPDATE entry SET number = '2026-1' WHERE height = 65")], "height=65 reason=altered"),
    (&[Sql("UPDATE entry SET link = leaf WHERE height = 128")], "height=128 reason=unlinked"),
    (&[Sql("UPDATE entry SET sealed = NULL WHERE height = 9")], "height=9 reason=emptied"),
    (&[Sql("UPDATE entry SET sealed = x'' WHERE height = 9")], "height=9 reason=emptied"),
    (&[Sql("DELETE FROM entry WHERE height = 77")], "height=77 reason=missing"),
    (&[Sql("DELETE FROM entry WHERE height = 1")], "height=1 reason=missing"),
    (&[Sql("DELETE FROM entry WHERE height > 140")], "height=141 reason=missing"),
    (&[Sql("UPDATE entry SET authority = 2 WHERE height = 150")], "height=150 reason=missing"),
    (&[Sql("UPDATE head SET height = 149 WHERE authority = 1")], "height=150 reason=beyond-head"),
    (&[Sql("UPDATE head SET link = zeroblob(32) WHERE authority = 1")], "height=150 reason=head"),
    (
        &[
            Sql("UPDATE entry SET height = 1000 WHERE height = 20"),
            Sql("UPDATE entry SET height = 20 WHERE height = 21"),
            Sql("UPDATE entry SET height = 21 WHERE height = 1000"),
        ],
        "height=20 reason=unlinked",
    ),
];

fn register() -> Fixture {
    let fixture = Fixture::in_files();
    let (key, keys) = (fixture.key(), std::sync::Arc::clone(&fixture.keys));
    fixture
        .db
        .write(move |tx| {
            for version in 0..HEIGHT {
                crate::fixture::note(tx, &keys, id(1), version, key, "text")?;
            }
            Ok(())
        })
        .expect("written");
    fixture
}

fn tampered(tampering: &'static [Sql]) -> Fixture {
    let fixture = register();
    fixture
        .db
        .write(move |tx| UNGUARD.iter().chain(tampering).try_for_each(|sql| tx.run(*sql, &[]).map(|_| ())))
        .expect("tampered");
    fixture
}

fn after(tampering: &'static [Sql]) -> String {
    tampered(tampering).verdicts().remove(0)
}

#[test]
fn an_untouched_register_holds() {
    assert_eq!(register().verdicts(), ["authority=1 ok height=150", "authority=2 ok height=0"]);
}

#[test]
fn each_tampering_is_named_by_its_height() {
    for (tampering, found) in TAMPERINGS {
        assert_eq!(after(tampering), format!("authority=1 broken {found}"), "{tampering:?}");
    }
}

/// What is no longer an entry at all is a finding like any other. (Strict tables refuse most of it; an editor
/// of bytes does not.)
#[test]
fn an_unreadable_row_is_named_by_its_height() {
    let tampering: &[Sql] = &[
        Sql("PRAGMA ignore_check_constraints = ON"),
        Sql("UPDATE entry SET actor = x'00' WHERE height = 100"),
    ];
    assert_eq!(after(tampering), "authority=1 broken height=100 reason=unreadable");
    let tampering: &[Sql] = &[Sql("UPDATE entry SET kind = CAST(x'ff' AS TEXT) WHERE height = 3")];
    assert_eq!(after(tampering), "authority=1 broken height=3 reason=unreadable");
}

#[test]
fn an_authority_without_a_head_is_found() {
    let tampering: &[Sql] = &[Sql("DELETE FROM head WHERE authority = 1")];
    assert_eq!(after(tampering), "authority=1 broken height=1 reason=beyond-head");
}

/// Tail and head cut together pass, as they must; a link noted before tells.
#[test]
fn a_checkpoint_tells_what_the_chain_alone_cannot() {
    let fixture = register();
    let noted = fixture.db.read(|tx| log::head(tx, OURS)).expect("read");
    let noted = (OURS, Checkpoint { height: noted.height, link: noted.link });
    fixture
        .db
        .write(|tx| {
            tx.run(UNGUARD[1], &[])?;
            tx.run(Sql("DELETE FROM entry WHERE height > 100"), &[])?;
            tx.run(Sql("UPDATE head SET height = 100, link = (SELECT link FROM entry WHERE height = 100) WHERE authority = 1"), &[])
        })
        .expect("tampered");
    assert_eq!(fixture.verdicts()[0], "authority=1 ok height=100");
    let verdicts = store::verify(fixture.home.dir(), &[noted]).expect("verified");
    assert_eq!(verdicts[0].to_string(), "authority=1 broken height=101 reason=missing");
}

/// The check works on a copy of the files alone: no key, no lock, no server.
#[test]
fn a_copy_without_keys_is_enough() {
    let fixture = register();
    let copy = tempfile::tempdir().expect("a directory");
    for name in ["lykta.db", "lykta.db-wal"] {
        std::fs::copy(fixture.home.dir().join(name), copy.path().join(name)).expect("copied");
    }
    let verdicts = store::verify(copy.path(), &[]).expect("verified");
    assert_eq!(verdicts[0].to_string(), "authority=1 ok height=150");
    assert!(store::verify(&copy.path().join("nowhere"), &[]).is_err());
}

/// What a second implementation says of the same files; none if this machine has no Python.
fn second_opinion(fixture: &Fixture) -> Option<Vec<String>> {
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bottom/second_verify.py");
    let said = match Command::new("python3").arg(program).arg(fixture.home.dir()).output() {
        Err(error) if error.kind() == ErrorKind::NotFound => return None,
        said => said.expect("run"),
    };
    assert!(said.stderr.is_empty(), "{}", String::from_utf8_lossy(&said.stderr));
    Some(String::from_utf8(said.stdout).expect("text").lines().map(str::to_owned).collect())
}

/// A program in another language, written from the description, finds the same as ours, tampering by tampering.
#[test]
fn a_second_implementation_agrees() {
    for (tampering, _) in iter::once((&[][..], "")).chain(TAMPERINGS) {
        let fixture = tampered(tampering);
        let Some(second) = second_opinion(&fixture) else { return };
        assert_eq!(fixture.verdicts(), second, "{tampering:?}");
    }
}
