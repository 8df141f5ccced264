//! Everything an intruder with the whole file could do, and what is found: by `verify`, and by a second implementation in another language
//! that was written from `docs/format.md` alone. The table is kept in `docs/tamper.md`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use seal::{Checkpoint, Head, Link, Master, PublicKey, Root, Signed, Signer};
use store::evidence::{self, Which};
use store::export::{export, verify_export};
use store::log::{self, Entry};
use store::{Result, Sql, Trust, Tx, key_file};

use crate::evidence::look;
use crate::fixture::{Fixture, NOW, OURS, id, note};

/// The guards go first: whoever has the file can take them away.
const UNGUARD: [Sql; 7] = [
    Sql("PRAGMA ignore_check_constraints = ON"),
    Sql("DROP TRIGGER entry_is_never_changed"),
    Sql("DROP TRIGGER entry_is_never_deleted"),
    Sql("DROP TRIGGER access_is_never_changed"),
    Sql("DROP TRIGGER access_is_never_deleted"),
    Sql("DROP TRIGGER checkpoint_is_never_changed"),
    Sql("DROP TRIGGER checkpoint_is_never_deleted"),
];

/// What an intruder does.
enum Deed {
    /// In words of the database.
    Sql(&'static [Sql]),
    /// With leaves and links made to fit.
    Work(fn(&mut dyn Tx) -> Result<()>),
}

/// One row of the table: what is done, to what, and what is found without and with a checkpoint and the key from elsewhere.
struct Tampering {
    what: &'static str,
    to: &'static str,
    deed: Deed,
    alone: &'static str,
    /// None where it is the same.
    held_against: Option<&'static str>,
}

const fn sql(what: &'static str, to: &'static str, deed: &'static [Sql], alone: &'static str) -> Tampering {
    Tampering { what, to, deed: Deed::Sql(deed), alone, held_against: None }
}

const WHOLE: &str = "ok";

/// A chain of 150: entries, readings covered at 101 and 141 with a checkpoint at each, ten readings open. A copy of the checkpoint at 141
/// lies elsewhere.
const TAMPERINGS: &[Tampering] = &[
    sql("nothing", "", &[], WHOLE),
    sql(
        "flip",
        "a bit of sealed text",
        &[Sql(
            "UPDATE entry SET sealed = CAST(substr(sealed, 1, 20) || x'00' || substr(sealed, 22) AS BLOB) WHERE height = 7",
        )],
        "height=7 reason=altered",
    ),
    sql(
        "flip",
        "the time of an entry",
        &[Sql("UPDATE entry SET at_us = at_us - 1 WHERE height = 64")],
        "height=64 reason=altered",
    ),
    sql(
        "flip",
        "the author of an entry",
        &[Sql("UPDATE entry SET actor = zeroblob(16) WHERE height = 65")],
        "height=65 reason=altered",
    ),
    sql(
        "flip",
        "a matter number",
        &[Sql("UPDATE entry SET number = '2026-1' WHERE height = 66")],
        "height=66 reason=altered",
    ),
    sql(
        "flip",
        "a link",
        &[Sql("UPDATE entry SET link = leaf WHERE height = 128")],
        "height=128 reason=unlinked",
    ),
    sql("drop", "an entry", &[Sql("DELETE FROM entry WHERE height = 77")], "height=77 reason=missing"),
    sql("drop", "the first entry", &[Sql("DELETE FROM entry WHERE height = 1")], "height=1 reason=missing"),
    sql(
        "drop",
        "an entry, the gap closed",
        &[
            Sql("DELETE FROM entry WHERE height = 77"),
            Sql("UPDATE entry SET height = -height WHERE height > 77"),
            Sql("UPDATE entry SET height = -height - 1 WHERE height < 0"),
            Sql("UPDATE head SET height = 149 WHERE authority = 1"),
        ],
        "height=77 reason=unlinked",
    ),
    Tampering {
        what: "destroy by the book",
        to: "the entries under a key",
        deed: Deed::Work(destroy),
        alone: WHOLE,
        held_against: None,
    },
    Tampering {
        what: "drop",
        to: "one more text under an old record of a destruction",
        deed: Deed::Work(empty_one_more),
        alone: "height=9 reason=emptied",
        held_against: None,
    },
    sql(
        "drop",
        "sealed text",
        &[Sql("UPDATE entry SET sealed = NULL WHERE height = 9")],
        "height=9 reason=emptied",
    ),
    sql(
        "swap",
        "two entries",
        &[
            Sql("UPDATE entry SET height = 1000 WHERE height = 20"),
            Sql("UPDATE entry SET height = 20 WHERE height = 21"),
            Sql("UPDATE entry SET height = 21 WHERE height = 1000"),
        ],
        "height=20 reason=unlinked",
    ),
    sql(
        "swap",
        "the texts of two entries",
        &[Sql(
            "UPDATE entry SET sealed = (SELECT e.sealed FROM entry e WHERE e.authority = 1 AND e.height = 31) WHERE authority = 1 AND height = 30",
        )],
        "height=30 reason=altered",
    ),
    sql(
        "swap",
        "an entry to another authority",
        &[Sql("UPDATE entry SET authority = 2 WHERE height = 150")],
        "height=150 reason=missing",
    ),
    Tampering {
        what: "insert",
        to: "an entry, those after it moved up",
        deed: Deed::Work(insert),
        alone: "height=41 reason=unlinked",
        held_against: None,
    },
    sql(
        "insert",
        "an entry below the first",
        &[Sql("UPDATE entry SET height = 0 WHERE height = 50")],
        "height=1 reason=repeated",
    ),
    sql(
        "truncate",
        "the last entries",
        &[Sql("DELETE FROM entry WHERE height > 140")],
        "height=141 reason=missing",
    ),
    Tampering {
        what: "truncate",
        to: "entries and head, above the newest checkpoint",
        deed: Deed::Work(|tx| cut(tx, 145)),
        alone: WHOLE,
        held_against: None,
    },
    Tampering {
        what: "truncate",
        to: "entries and head, below it",
        deed: Deed::Work(|tx| cut(tx, 120)),
        alone: "height=121 reason=missing",
        held_against: None,
    },
    Tampering {
        what: "truncate",
        to: "entries, head, checkpoints and readings",
        deed: Deed::Work(cut_with_evidence),
        alone: WHOLE,
        held_against: Some("height=121 reason=missing"),
    },
    Tampering {
        what: "re-link",
        to: "one entry",
        deed: Deed::Work(|tx| rewrite(tx, 60, 60)),
        alone: "height=61 reason=unlinked",
        held_against: None,
    },
    Tampering {
        what: "re-link",
        to: "an entry and all after it",
        deed: Deed::Work(|tx| rewrite(tx, 60, 150)),
        alone: "height=101 reason=checkpoint",
        held_against: None,
    },
    Tampering {
        what: "re-link",
        to: "an entry above the newest checkpoint, and all after it",
        deed: Deed::Work(|tx| rewrite(tx, 145, 150)),
        alone: WHOLE,
        held_against: None,
    },
    Tampering {
        what: "re-link",
        to: "an entry and all after it, checkpoints signed anew by a stranger",
        deed: Deed::Work(sign_anew),
        alone: WHOLE,
        held_against: Some("height=101 reason=signer"),
    },
    sql(
        "flip",
        "the height of the head",
        &[Sql("UPDATE head SET height = 149 WHERE authority = 1")],
        "height=150 reason=beyond-head",
    ),
    sql(
        "flip",
        "the link of the head",
        &[Sql("UPDATE head SET link = zeroblob(32) WHERE authority = 1")],
        "height=150 reason=head",
    ),
    sql(
        "swap",
        "the head for an older one",
        &[
            Sql("UPDATE head SET height = 140 WHERE authority = 1"),
            Sql(
                "UPDATE head SET link = (SELECT link FROM entry WHERE authority = 1 AND height = 140) WHERE authority = 1",
            ),
        ],
        "height=141 reason=beyond-head",
    ),
    sql(
        "insert",
        "a head of an authority without entries",
        &[
            Sql("INSERT INTO authority VALUES (7, 'Ingenstans')"),
            Sql("INSERT INTO head SELECT 7, height, link, at_us FROM head WHERE authority = 1"),
        ],
        "authority=7 broken height=1 reason=missing",
    ),
    sql("drop", "the head", &[Sql("DELETE FROM head WHERE authority = 1")], "height=1 reason=beyond-head"),
    sql(
        "flip",
        "the link of a checkpoint",
        &[Sql("UPDATE checkpoint SET link = zeroblob(32) WHERE height = 101")],
        "height=101 reason=checkpoint",
    ),
    sql(
        "flip",
        "the root of a checkpoint",
        &[Sql("UPDATE checkpoint SET root = zeroblob(32) WHERE height = 141")],
        "height=141 reason=root",
    ),
    sql(
        "flip",
        "the time of a checkpoint",
        &[Sql("UPDATE checkpoint SET at_us = at_us - 1 WHERE height = 141")],
        "height=141 reason=signature",
    ),
    sql(
        "flip",
        "the signature of a checkpoint",
        &[Sql("UPDATE checkpoint SET signature = zeroblob(64) WHERE height = 101")],
        "height=101 reason=signature",
    ),
    sql(
        "flip",
        "the key of a later checkpoint",
        &[Sql("UPDATE checkpoint SET key = zeroblob(32) WHERE height = 141")],
        "height=141 reason=signer",
    ),
    Tampering {
        what: "flip",
        to: "the key of the first checkpoint",
        deed: Deed::Sql(&[Sql("UPDATE checkpoint SET key = zeroblob(32) WHERE height = 101")]),
        alone: "height=101 reason=signature",
        held_against: Some("height=101 reason=signer"),
    },
    sql(
        "swap",
        "a checkpoint to another height",
        &[Sql("UPDATE checkpoint SET height = 102 WHERE height = 101")],
        "height=102 reason=checkpoint",
    ),
    sql(
        "insert",
        "a checkpoint above the chain",
        &[Sql(
            "INSERT INTO checkpoint SELECT authority, 151, link, root, at_us, key, signature FROM checkpoint WHERE height = 141",
        )],
        "height=151 reason=missing",
    ),
    sql("truncate", "the last checkpoint", &[Sql("DELETE FROM checkpoint WHERE height > 101")], WHOLE),
    sql("truncate", "all checkpoints", &[Sql("DELETE FROM checkpoint WHERE height > 0")], WHOLE),
    sql("drop", "a checkpoint", &[Sql("DELETE FROM checkpoint WHERE height = 101")], WHOLE),
    sql(
        "flip",
        "who read",
        &[Sql(
            "UPDATE access SET actor = zeroblob(16) WHERE look = (SELECT min(look) FROM access WHERE root = 1)",
        )],
        "height=101 reason=access-rows",
    ),
    sql(
        "flip",
        "what a list showed",
        &[Sql("UPDATE access SET listed = x'00' WHERE look = (SELECT max(look) FROM access WHERE root = 2)")],
        "height=141 reason=access-rows",
    ),
    sql(
        "drop",
        "a reading",
        &[Sql("DELETE FROM access WHERE look = (SELECT max(look) FROM access WHERE root = 2)")],
        "height=141 reason=access-rows",
    ),
    sql(
        "drop",
        "all readings that an entry covers",
        &[Sql("DELETE FROM access WHERE root = 1")],
        "height=101 reason=access-rows",
    ),
    sql(
        "swap",
        "two readings between the entries that cover them",
        &[
            Sql("UPDATE access SET root = -1 WHERE look = (SELECT min(look) FROM access WHERE root = 1)"),
            Sql("UPDATE access SET root = 1 WHERE look = (SELECT max(look) FROM access WHERE root = 2)"),
            Sql("UPDATE access SET root = 2 WHERE root = -1"),
        ],
        "height=101 reason=access-rows",
    ),
    sql(
        "insert",
        "a reading among those covered",
        &[Sql(
            "INSERT INTO access SELECT authority, zeroblob(16), at_us, actor, stream, purpose, part, listed, root FROM access WHERE look = (SELECT min(look) FROM access WHERE root = 1)",
        )],
        "height=101 reason=access-rows",
    ),
    sql(
        "truncate",
        "the last readings that are covered",
        &[Sql("DELETE FROM access WHERE root = 2 AND look > (SELECT min(look) FROM access WHERE root = 2)")],
        "height=141 reason=access-rows",
    ),
    sql(
        "re-link",
        "an open reading to an entry",
        &[Sql("UPDATE access SET root = 2 WHERE look = (SELECT max(look) FROM access WHERE root IS NULL)")],
        "height=141 reason=access-rows",
    ),
    sql(
        "re-link",
        "a covered reading to none",
        &[Sql("UPDATE access SET root = NULL WHERE look = (SELECT max(look) FROM access WHERE root = 2)")],
        "height=141 reason=access-rows",
    ),
    sql(
        "re-link",
        "an open reading to an entry that is not there",
        &[Sql("UPDATE access SET root = 3 WHERE root IS NULL")],
        "height=150 reason=access-stray",
    ),
    Tampering {
        what: "destroy by the book",
        to: "the readings that an entry covers",
        deed: Deed::Work(destroy_readings),
        alone: WHOLE,
        held_against: None,
    },
    Tampering {
        what: "drop",
        to: "all readings of a later entry, under an old record of a destruction",
        deed: Deed::Work(destroy_more_readings),
        alone: "height=141 reason=access-rows",
        held_against: None,
    },
    sql(
        "drop",
        "a reading that is open",
        &[Sql("DELETE FROM access WHERE look = (SELECT max(look) FROM access WHERE root IS NULL)")],
        WHOLE,
    ),
];

/// The register, with what was kept elsewhere before anybody tampered with it.
struct Scene {
    fixture: Fixture,
    witness: Signed,
    key: PublicKey,
}

impl Scene {
    fn new() -> Self {
        let fixture = Fixture::in_files();
        let key = fixture.key();
        let notes = |from: i64, to: i64| {
            let keys = Arc::clone(&fixture.keys);
            let work = move |tx: &mut dyn Tx| {
                (from..to).try_for_each(|seen| note(tx, &keys, id(1), seen, key, "text").map(|_| ()))
            };
            fixture.db.write(work).expect("written");
        };
        let take = || evidence::take(&fixture.db, &fixture.keys, OURS, NOW).expect("taken").expect("one");
        notes(0, 100);
        look(&fixture, 20);
        take();
        notes(100, 139);
        look(&fixture, 10);
        let witness = take();
        notes(139, 148);
        look(&fixture, 5);
        let key = evidence::public_key(&key_file::read_demo(fixture.home.dir()).expect("a key"), OURS);
        Self { fixture, witness, key }
    }

    fn tampered(deed: &'static Deed) -> Self {
        let scene = Self::new();
        scene
            .fixture
            .db
            .write(move |tx| {
                UNGUARD.iter().try_for_each(|sql| tx.run(*sql, &[]).map(|_| ()))?;
                match deed {
                    Deed::Sql(deeds) => deeds.iter().try_for_each(|sql| tx.run(*sql, &[]).map(|_| ())),
                    Deed::Work(work) => work(tx),
                }
            })
            .expect("tampered");
        scene
    }

    /// What `verify` says of the first authority that is broken, or else of ours: alone, or held against what was kept elsewhere.
    fn found(&self, held: bool) -> String {
        let trust = if held {
            Trust { witnesses: vec![self.witness], keys: vec![self.key] }
        } else {
            Trust::default()
        };
        let verdicts = store::verify(self.fixture.home.dir(), &trust).expect("verified");
        let first = verdicts.iter().find(|verdict| verdict.outcome.is_err()).unwrap_or(&verdicts[0]);
        first.to_string()
    }

    /// What the second implementation says of the same.
    fn second_opinion(&self, held: bool) -> String {
        let mut command = Command::new("python3");
        command.arg(second("verify.py")).arg(self.fixture.home.dir());
        if held {
            let file = self.fixture.home.dir().join("witness");
            std::fs::write(&file, self.witness.to_string()).expect("written");
            command.arg("--witness").arg(file).arg("--public-key").arg(self.key.to_string());
        }
        let said = run(&mut command);
        let first = said.lines().find(|line| line.contains(" broken ")).or_else(|| said.lines().next());
        first.unwrap_or_default().to_owned()
    }
}

fn second(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/verify").join(file)
}

fn run(command: &mut Command) -> String {
    let said = command.env("PYTHONDONTWRITEBYTECODE", "1").output();
    let said = said.expect("the second verifier runs: it needs python3, with its module sqlite3");
    assert!(said.stderr.is_empty(), "{}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8(said.stdout).expect("text")
}

#[test]
#[expect(clippy::print_stdout, reason = "the table is kept in docs/tamper.md")]
fn each_tampering_is_named_by_its_height_twice() {
    let mut table = String::new();
    for Tampering { what, to, deed, alone, held_against } in TAMPERINGS {
        let scene = Scene::tampered(deed);
        let mut row = format!("| {what} | {to} |");
        for (held, expected) in [(false, *alone), (true, held_against.unwrap_or(alone))] {
            let found = scene.found(held);
            let brief = found.trim_start_matches("authority=1 ").trim_start_matches("broken ");
            let brief = if brief.starts_with("ok ") { WHOLE } else { brief };
            assert_eq!(brief, expected, "{what} {to}, held against evidence: {held}");
            let second = scene.second_opinion(held);
            assert_eq!(second, found, "the second implementation: {what} {to}, held: {held}");
            let _ = match brief {
                WHOLE if !matches!(*what, "nothing" | "destroy by the book") => write!(row, " not seen |"),
                found => write!(row, " {} |", found.replace("height=", "").replace(" reason=", " ")),
            };
        }
        let _ = writeln!(table, "{row}");
    }
    println!("{table}");
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/tamper.md");
    let page = std::fs::read_to_string(page).expect("the page");
    assert!(page.contains(&table), "docs/tamper.md does not hold the table as it is now:\n{table}");
}

/// An export is checked by both, and what is done to its lines is named as in the register.
#[test]
fn a_tampered_export_is_named_twice() {
    let scene = Scene::new();
    let file = scene.fixture.home.dir().join("export");
    export(scene.fixture.home.dir(), OURS, 0, NOW, &file).expect("exported");
    let whole: Vec<String> =
        std::fs::read_to_string(&file).expect("read").lines().map(str::to_owned).collect();
    let line_of = |height: i64| {
        let begins = format!("{{\"entry\":{{\"height\":{height},");
        whole.iter().position(|line| line.starts_with(&begins)).expect("a line")
    };
    let (seventh, covering) = (line_of(7), line_of(101));
    let changed = |change: &dyn Fn(&mut Vec<String>)| {
        let mut lines = whole.clone();
        change(&mut lines);
        std::fs::write(&file, lines.join("\n") + "\n").expect("written");
        let found = verify_export(&file, &Trust { keys: vec![scene.key], ..Trust::default() });
        let found = found.expect("a finding with a height").to_string();
        let key = scene.key.to_string();
        let second = run(Command::new("python3")
            .arg(second("verify.py"))
            .arg("--export")
            .arg(&file)
            .arg("--public-key")
            .arg(key));
        assert_eq!(second.trim_end(), found);
        found
    };
    assert_eq!(changed(&|_| {}), "authority=1 ok height=150 checkpoints=2 newest=141 access=60 open=10");
    let later = |line: &str| line.replacen("\"version\":1", "\"version\":2", 1);
    assert_eq!(
        changed(&|lines| lines[seventh] = later(&lines[seventh])),
        "authority=1 broken height=7 reason=altered"
    );
    assert_eq!(changed(&|lines| drop(lines.remove(seventh))), "authority=1 broken height=7 reason=missing");
    assert_eq!(
        changed(&|lines| lines.swap(seventh, seventh + 1)),
        "authority=1 broken height=7 reason=missing"
    );
    assert_eq!(
        changed(&|lines| lines.insert(seventh, lines[seventh].clone())),
        "authority=1 broken height=8 reason=repeated"
    );
    assert_eq!(
        changed(&|lines| drop(lines.remove(covering + 1))),
        "authority=1 broken height=101 reason=access-rows"
    );
    assert_eq!(
        changed(&|lines| lines.swap(covering + 1, covering + 2)),
        "authority=1 broken height=101 reason=access-rows"
    );
    let false_time = |line: &str| line.replacen("time ", "time 1", 1);
    assert_eq!(
        changed(&|lines| lines[1] = false_time(&lines[1])),
        "authority=1 broken height=101 reason=signature"
    );
}

/// A proof is checked by both, and so is one that has been tampered with.
#[test]
fn a_proof_is_checked_twice() {
    let scene = Scene::new();
    let file = scene.fixture.home.dir().join("proof");
    let check = |text: &str, key: &PublicKey| {
        std::fs::write(&file, text).expect("written");
        run(Command::new("python3")
            .arg(second("verify.py"))
            .arg("--proof")
            .arg(&file)
            .arg("--public-key")
            .arg(key.to_string()))
    };
    for height in [1, 2, 64, 77, 100, 101, 128, 141] {
        let proof =
            evidence::prove_beside(scene.fixture.home.dir(), OURS, Which::Height(height)).expect("proved");
        let text = proof.to_string();
        let kind = if matches!(height, 101 | 141) { "access-root" } else { "note" };
        assert!(proof.check(&scene.key).is_ok());
        let said = check(&text, &scene.key);
        assert_eq!(said, format!("authority=1 proved height={height} of=141 kind={kind}\n"));

        let moved = text.replace(&format!("index {}", height - 1), &format!("index {height}"));
        assert!(moved.parse::<seal::Proof>().is_ok_and(|proof| proof.check(&scene.key).is_err()));
        assert_eq!(check(&moved, &scene.key), "not proved\n");
        let stranger = stranger().public();
        assert!(proof.check(&stranger).is_err());
        assert_eq!(check(&text, &stranger), "not proved\n");
    }
}

fn stranger() -> Signer {
    Signer::new(&Master::from_bytes([9; 32]), OURS)
}

const PUT: Sql =
    Sql("UPDATE entry SET sealed = $1, leaf = $2, link = $3 WHERE authority = $4 AND height = $5");
const ADD: Sql = Sql(
    "INSERT INTO entry SELECT authority, 40, $1, seq, kind, version, at_us, actor, key, number, sealed, $2, $3 FROM entry \
     WHERE authority = $4 AND height = 39",
);
const UP: [Sql; 3] = [
    Sql("UPDATE entry SET height = -height WHERE authority = 1 AND height >= 40"),
    Sql("UPDATE entry SET height = 1 - height WHERE authority = 1 AND height < 0"),
    Sql("UPDATE head SET height = height + 1 WHERE authority = 1"),
];
const HEAD: Sql = Sql("UPDATE head SET height = $1, link = $2 WHERE authority = 1");
const CUT: Sql = Sql("DELETE FROM entry WHERE authority = 1 AND height > $1");

fn entry(tx: &mut dyn Tx, height: i64) -> Result<Entry> {
    Ok(log::entries_after(tx, OURS, height - 1, 1)?.remove(0))
}

/// The entries at 10 to 12 emptied and the last one made their record, as a destruction by the book leaves them.
fn destroy(tx: &mut dyn Tx) -> Result<()> {
    const EMPTY: Sql = Sql(
        "UPDATE entry SET stream = zeroblob(16), seq = height, kind = 'destroyed', at_us = 0, actor = zeroblob(16), \
         key = $1, number = NULL, sealed = NULL WHERE authority = 1 AND height BETWEEN 10 AND 12",
    );
    const RECORD: Sql = Sql(
        "UPDATE entry SET kind = 'key-destroyed', number = $1, leaf = $2, link = $3 WHERE authority = 1 AND height = 150",
    );
    let mark = seal::mark(OURS, id(77));
    let leaves =
        (10..=12).map(|height| entry(tx, height).map(|entry| entry.leaf)).collect::<Result<Vec<_>>>()?;
    let number = seal::Destruction::of(mark, leaves).to_string();
    tx.run(EMPTY, &[mark.into()])?;
    let last = entry(tx, 150)?;
    let header = seal::Header { kind: seal::DESTRUCTION, number: Some(&number), ..last.header() };
    let leaf = seal::leaf(&header, last.sealed.as_deref().unwrap_or_default());
    let link = seal::link(entry(tx, 149)?.link, leaf);
    tx.run(RECORD, &[number.as_str().into(), leaf.as_bytes().into(), link.as_bytes().into()])?;
    tx.run(HEAD, &[150_i64.into(), link.as_bytes().into()])?;
    Ok(())
}

fn empty_one_more(tx: &mut dyn Tx) -> Result<()> {
    const MORE: Sql = Sql(
        "UPDATE entry SET sealed = NULL, key = (SELECT e.key FROM entry e WHERE e.authority = 1 AND e.height = 10) WHERE authority = 1 AND height = 9",
    );
    destroy(tx)?;
    tx.run(MORE, &[])?;
    Ok(())
}

/// The last entry made the record of a destruction of what the first root covers, and that destroyed.
fn destroy_readings(tx: &mut dyn Tx) -> Result<()> {
    const RECORD: Sql = Sql(
        "UPDATE entry SET stream = $1, seq = 9, kind = 'access-destroyed', number = '1', leaf = $2, link = $3 WHERE authority = 1 AND height = 150",
    );
    let last = entry(tx, 150)?;
    let header = seal::Header {
        stream: seal::EVIDENCE,
        seq: 9,
        kind: seal::ACCESS_DESTROYED,
        number: Some("1"),
        ..last.header()
    };
    let leaf = seal::leaf(&header, last.sealed.as_deref().unwrap_or_default());
    let link = seal::link(entry(tx, 149)?.link, leaf);
    tx.run(RECORD, &[seal::EVIDENCE.into(), leaf.as_bytes().into(), link.as_bytes().into()])?;
    tx.run(HEAD, &[150_i64.into(), link.as_bytes().into()])?;
    tx.run(Sql("DELETE FROM access WHERE root = 1"), &[])?;
    Ok(())
}

fn destroy_more_readings(tx: &mut dyn Tx) -> Result<()> {
    destroy_readings(tx)?;
    tx.run(Sql("DELETE FROM access WHERE root = 2"), &[])?;
    Ok(())
}

/// An entry slipped in at 40, with a leaf and link that fit it.
fn insert(tx: &mut dyn Tx) -> Result<()> {
    UP.iter().try_for_each(|sql| tx.run(*sql, &[]).map(|_| ()))?;
    let before = entry(tx, 39)?;
    let stream = id(99);
    let header = seal::Header { stream, ..before.header() };
    let leaf = seal::leaf(&header, before.sealed.as_deref().unwrap_or_default());
    let link = seal::link(before.link, leaf);
    tx.run(ADD, &[stream.into(), leaf.as_bytes().into(), link.as_bytes().into(), OURS.into()])?;
    Ok(())
}

/// Another text in one entry, and leaves and links put right up to another; the head too, if that is the last.
fn rewrite(tx: &mut dyn Tx, from: i64, to: i64) -> Result<()> {
    let mut link = entry(tx, from - 1)?.link;
    for height in from..=to {
        let entry = entry(tx, height)?;
        let sealed = if height == from { vec![1; 60] } else { entry.sealed.clone().unwrap_or_default() };
        let leaf = seal::leaf(&entry.header(), &sealed);
        link = seal::link(link, leaf);
        let with =
            [sealed.into(), leaf.as_bytes().into(), link.as_bytes().into(), OURS.into(), height.into()];
        tx.run(PUT, &with)?;
    }
    if to == 150 {
        tx.run(HEAD, &[to.into(), link.as_bytes().into()])?;
    }
    Ok(())
}

/// Everything above a height gone, and the head put right.
fn cut(tx: &mut dyn Tx, height: i64) -> Result<()> {
    let Head { link, .. } = Head { height, link: entry(tx, height)?.link };
    tx.run(CUT, &[height.into()])?;
    tx.run(HEAD, &[height.into(), link.as_bytes().into()])?;
    Ok(())
}

fn cut_with_evidence(tx: &mut dyn Tx) -> Result<()> {
    cut(tx, 120)?;
    tx.run(Sql("DELETE FROM checkpoint WHERE height > 120"), &[])?;
    tx.run(Sql("DELETE FROM access WHERE root = 2"), &[])?;
    Ok(())
}

/// The chain rewritten, and both checkpoints made anew to fit, by somebody without the master.
fn sign_anew(tx: &mut dyn Tx) -> Result<()> {
    const RESIGN: Sql =
        Sql("UPDATE checkpoint SET link = $1, root = $2, key = $3, signature = $4 WHERE height = $5");
    rewrite(tx, 60, 150)?;
    for height in [101, 141] {
        let leaves = log::entries_after(tx, OURS, 0, usize::try_from(height).expect("small"))?;
        let root: Root = leaves.iter().map(|entry| entry.leaf).collect::<seal::Tree>().root();
        let link: Link = leaves.last().expect("entries").link;
        let signed = stranger().sign(Checkpoint { authority: OURS, height, link, root, at_us: NOW });
        let (link, root) = (link.as_bytes().into(), root.as_bytes().into());
        let (key, signature) = (stranger().public().as_bytes().into(), signed.signature.to_vec().into());
        tx.run(RESIGN, &[link, root, key, signature, height.into()])?;
    }
    Ok(())
}
