//! `verify` on a register that somebody with full rights to the file has tampered with.

use store::{Sql, Trust};

use crate::fixture::{Fixture, id};

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
    assert_eq!(
        register().findings(),
        [
            "authority=1 ok height=150 checkpoints=0 newest=0 access=0 open=0",
            "authority=2 ok height=0 checkpoints=0 newest=0 access=0 open=0"
        ]
    );
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

/// The check works on a copy of the files alone: no key, no lock, no server.
#[test]
fn a_copy_without_keys_is_enough() {
    let fixture = register();
    let copy = tempfile::tempdir().expect("a directory");
    for name in ["lykta.db", "lykta.db-wal"] {
        std::fs::copy(fixture.home.dir().join(name), copy.path().join(name)).expect("copied");
    }
    let verdicts = store::verify(copy.path(), &Trust::default()).expect("verified");
    assert_eq!(verdicts[0].to_string(), "authority=1 ok height=150 checkpoints=0 newest=0 access=0 open=0");
    assert!(store::verify(&copy.path().join("nowhere"), &Trust::default()).is_err());
}
