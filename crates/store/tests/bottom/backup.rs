//! Backups, tails and restorations on real files: what comes back, and what is refused with which words.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use seal::{DESTRUCTION, Destruction, Master, Signed};
use store::accounts::{self, Binding, Identity};
use store::attachments::{self, NewAttachment};
use store::emergency::{self, Emergency};
use store::export::{self, export, verify_export};
use store::keyring::Keyring;
use store::log::{self, NewEntry};
use store::passkeys::{self, Passkey};
use store::restore::{Known, Original, Restore, Restored, restore};
use store::sessions::{self, Limits, Proof};
use store::{Db, Error, Options, Sql, Trust, backup, commands, evidence, key_file};

use crate::evidence::look;
use crate::fixture::{Fixture, NOW, OURS, SECOND, WORKER, append, id};

/// A register with some notes, backed up.
struct Place {
    fixture: Fixture,
    /// Where backups and restorations are made.
    folder: tempfile::TempDir,
    key: uuid::Uuid,
}

impl Place {
    fn new() -> Self {
        let fixture = Fixture::in_files();
        let key = fixture.key();
        let place = Self { fixture, folder: tempfile::tempdir().expect("a directory"), key };
        place.write(0, 20);
        look(&place.fixture, 3);
        evidence::take(&place.fixture.db, &place.fixture.keys, OURS, NOW).expect("taken");
        place
    }

    fn write(&self, from: i64, to: i64) {
        for seen in from..to {
            self.fixture.note(id(1), seen, self.key, &format!("text {seen}")).expect("a note");
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn dir(&self) -> &Path {
        self.fixture.home.dir()
    }

    fn master(&self) -> Master {
        key_file::read_demo(self.dir()).expect("the demo's key")
    }

    fn back_up(&self) -> backup::Manifest {
        let made = backup::register(self.dir(), &self.path("register"), NOW).expect("backed up");
        backup::keyring(self.dir(), &self.path("keys"), NOW).expect("backed up");
        made
    }

    fn tail(&self, name: &str, after: i64) -> PathBuf {
        let to = self.path(name);
        export(self.dir(), OURS, after, NOW, &to).expect("exported");
        to
    }

    fn restore(&self, to: &str, tails: &[PathBuf]) -> Result<Restored, Error> {
        self.restore_as(to, tails, Original::Gone("the machine burnt"), &self.master())
    }

    fn restore_as(
        &self,
        to: &str,
        tails: &[PathBuf],
        original: Original<'_>,
        master: &Master,
    ) -> Result<Restored, Error> {
        restore(&Restore {
            backup: &self.path("register"),
            keyring: &self.path("keys"),
            master,
            tails,
            known: &Known::default(),
            original,
            to: &self.path(to),
            now_us: NOW + SECOND,
        })
    }

    fn open(&self, name: &str) -> (Db, Keyring) {
        let dir = self.path(name);
        (
            Db::open(&dir, Options::default()).expect("a register"),
            Keyring::open(&dir, self.master()).expect("keys"),
        )
    }

    /// Destroys a key by the book: recorded, emptied, forgotten. Returns the sealed bytes that were under it first.
    fn destroy(&self, key: uuid::Uuid) -> Vec<u8> {
        const EMPTY: Sql = Sql(
            "UPDATE entry SET stream = zeroblob(16), seq = height, kind = 'destroyed', version = 1, at_us = 0, \
             actor = zeroblob(16), key = $1, number = NULL, sealed = NULL WHERE authority = $2 AND key = $3",
        );
        let all = self.fixture.db.read(|tx| log::entries_after(tx, OURS, 0, 1000)).expect("read");
        let under: Vec<_> = all.into_iter().filter(|entry| entry.key == key).collect();
        let mark = seal::mark(OURS, key);
        let number = Destruction::of(mark, under.iter().map(|entry| entry.leaf)).to_string();
        let (keys, by) = (Arc::clone(&self.fixture.keys), self.key);
        let work = move |tx: &mut dyn store::Tx| {
            let number = Some(&number[..]);
            let record = NewEntry { kind: DESTRUCTION, version: 1, key: by, number, plain: b"gallrad" };
            append(tx, &keys, id(4), 0, NOW, &[record])?;
            tx.run(EMPTY, &[mark.into(), OURS.into(), key.into()])
        };
        self.fixture.db.write(work).expect("recorded and emptied");
        assert_eq!(self.fixture.keys.destroy(OURS, key, NOW), Ok(true));
        assert!(self.fixture.verdicts()[0].starts_with("authority=1 ok "));
        under[0].sealed.clone().expect("sealed")
    }

    fn texts(&self, name: &str) -> Vec<String> {
        let (db, keys) = self.open(name);
        let entries = db.read(|tx| log::entries_of(tx, OURS, id(1))).expect("read");
        let open = |entry| keys.open_entry(entry).expect("opens").expect("not emptied");
        entries.iter().map(|entry| String::from_utf8(open(entry)).expect("text")).collect()
    }
}

fn refused(result: Result<Restored, Error>) -> String {
    result.expect_err("refused").to_string()
}

/// A backup made while somebody writes as fast as the disk allows is one state of the record, whole.
#[test]
fn a_backup_made_while_others_write_is_whole() {
    let place = Place::new();
    let (keys, key, going) = (Arc::clone(&place.fixture.keys), place.key, AtomicBool::new(true));
    let made = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut seen = 0;
            while going.load(Ordering::Relaxed) {
                let keys = Arc::clone(&keys);
                let written = place
                    .fixture
                    .db
                    .write(move |tx| crate::fixture::note(tx, &keys, id(2), seen, key, "text"));
                written.expect("a note");
                seen += 1;
            }
        });
        std::thread::sleep(std::time::Duration::from_millis(50));
        let made = place.back_up();
        going.store(false, Ordering::Relaxed);
        made
    });
    let now = place.fixture.db.read(|tx| log::head(tx, OURS)).expect("read").height;
    let then = made.height(OURS).expect("ours");
    assert!(21 < then && then <= now, "{then} of {now}");
    assert_eq!(place.restore("restored", &[]).expect("restored").from_tails, 0);
    assert_eq!(place.texts("restored").len(), 20);
    let again = backup::register(place.dir(), &place.path("register"), NOW);
    assert!(again.expect_err("refused").to_string().contains("is there already"));
}

/// Notes, readings, a checkpoint, a document, a command: what has come since the backup comes back by the tail, and nobody is logged in.
#[test]
fn a_tail_brings_back_what_came_after_the_backup() {
    const LIMITS: Limits = Limits { idle_us: SECOND, absolute_us: SECOND };
    const PROOF: Proof = Proof { level: 3, at_us: NOW };
    let place = Place::new();
    look(&place.fixture, 1); // open when the backup is made, covered when the tail is
    let session = place
        .fixture
        .db
        .write(|tx| sessions::start(tx, OURS, WORKER, PROOF, NOW, LIMITS))
        .expect("a session");
    let made = place.back_up();
    let height = made.height(OURS).expect("ours");

    place.write(20, 30);
    let document = b"a received letter".repeat(9000);
    let new = NewAttachment { authority: OURS, attachment: id(50), key: place.key, now_us: NOW };
    let sum = attachments::receive(&place.fixture.db, &place.fixture.keys, new, &mut &document[..])
        .expect("received");
    let done = commands::Done {
        actor: WORKER,
        at_us: NOW,
        first_height: height + 1,
        last_height: height + 1,
        asked: None,
    };
    place
        .fixture
        .db
        .write(move |tx| {
            attachments::carry(tx, OURS, id(50), height + 1)?;
            commands::remember(tx, OURS, id(60), &done)
        })
        .expect("written");
    evidence::take(&place.fixture.db, &place.fixture.keys, OURS, NOW).expect("taken");
    let first = place.tail("tail-1", height);
    place.write(30, 33);
    look(&place.fixture, 1);
    let second = place.tail("tail-2", height + 5); // begins inside the first: tails may overlap

    let restored = place.restore("restored", &[first, second]).expect("restored");
    assert_eq!(restored.from_tails, 10 + 1 + 3);
    let found: Vec<String> = restored.verdicts.iter().map(ToString::to_string).collect();
    let whole =
        format!("authority=1 ok height={} checkpoints=2 newest={} access=8 open=2", height + 15, height + 11);
    assert_eq!(found[0], whole);
    assert_eq!(place.texts("restored"), place.fixture.texts(id(1)));
    let (db, keys) = place.open("restored");
    let read = db.read(|tx| attachments::read(tx, &keys, OURS, id(50), sum)).expect("read");
    assert!(read == document);
    assert_eq!(db.read(|tx| commands::recall(tx, OURS, id(60))), Ok(Some(done)));
    assert_eq!(db.read(|tx| sessions::find(tx, OURS, &session, NOW, LIMITS)), Ok(None));
}

/// Whose account was closed after the backup does not come in again by it; whose was not keeps what they log in with.
#[test]
fn an_account_closed_since_is_closed_again() {
    let place = Place::new();
    let (db, keys) = (place.fixture.db.clone(), Arc::clone(&place.fixture.keys));
    keys.ensure(OURS, &[seal::EVIDENCE]).expect("a key");
    let identity =
        |subject: &str| Identity::Provided { issuer: "https://idp.example".into(), subject: subject.into() };
    for (account, subject) in [(WORKER, "leaves"), (id(0xB0), "stays")] {
        let (keys, identity) = (Arc::clone(&keys), identity(subject));
        let bound = db.write(move |tx| {
            let code =
                accounts::open(tx, &keys, (OURS, account), accounts::By::Operator, (NOW, NOW + SECOND))?;
            accounts::bind(tx, &keys, OURS, &code, &identity, NOW)
        });
        assert_eq!(bound, Ok(Binding::Bound(account)));
    }
    let height = place.back_up().height(OURS).expect("ours");
    let closing = Arc::clone(&keys);
    db.write(move |tx| accounts::close(tx, &closing, (OURS, WORKER), accounts::By::Operator, NOW + SECOND))
        .expect("closed");
    let tail = place.tail("tail", height);
    place.restore("restored", &[tail]).expect("restored");
    let (db, keys) = place.open("restored");
    let whose = |subject: &str| db.read(|tx| accounts::whose(tx, &keys, OURS, &identity(subject)));
    assert_eq!((whose("leaves"), whose("stays")), (Ok(None), Ok(Some(id(0xB0)))));
}

/// What happened to a sealed account after the backup is told again: it was used, and sealed with another key, which the place does not know. The
/// key whose envelope was opened opens nothing.
#[test]
fn a_seal_broken_since_is_not_whole_again() {
    let place = Place::new();
    let (db, keys) = (place.fixture.db.clone(), Arc::clone(&place.fixture.keys));
    keys.ensure(OURS, &[seal::EVIDENCE]).expect("a key");
    let account = Emergency::First.account();
    let key = |of: u8| Passkey { credential: vec![of; 32], key: "held".to_owned() };
    let seal = |of: u8, at: i64| {
        let (keys, key) = (Arc::clone(&keys), key(of));
        let bound = db.write(move |tx| {
            let code = accounts::open(tx, &keys, (OURS, account), accounts::By::Operator, (at, at + SECOND))?;
            passkeys::bind(tx, &keys, OURS, &code, &key, at)
        });
        assert_eq!(bound, Ok(Binding::Bound(account)));
    };
    seal(1, NOW);
    let height = place.back_up().height(OURS).expect("ours");
    let (limits, proof) = (Limits { idle_us: SECOND, absolute_us: SECOND }, Proof { level: 3, at_us: NOW });
    let used = Arc::clone(&keys);
    db.write(move |tx| accounts::log_in(tx, &used, (OURS, account), proof, NOW, limits)).expect("used");
    seal(2, NOW + SECOND);
    let tail = place.tail("tail", height);
    place.restore("restored", &[tail]).expect("restored");
    let (db, keys) = place.open("restored");
    let stands = db.read(|tx| emergency::standings(tx, OURS)).expect("read")[0];
    assert!(stands.awaits_review() && !stands.is_whole() && !stands.has_key, "{stands:?}");
    let opens = db.read(|tx| passkeys::of(tx, &keys, (OURS, account), &key(1).credential));
    assert_eq!(opens, Ok(None));
}

/// A key destroyed after the backup is destroyed again, and the sealed bytes it opened are gone, before anybody can open the place.
#[test]
fn what_was_destroyed_since_is_destroyed_again() {
    let place = Place::new();
    let (doomed, kept) = (place.fixture.key(), place.key);
    place.fixture.note(id(3), 0, doomed, "to be destroyed").expect("a note");
    let height = place.back_up().height(OURS).expect("ours");
    place.fixture.note(id(3), 1, doomed, "to be destroyed too").expect("a note");
    place.fixture.note(id(3), 2, kept, "to be kept").expect("a note");

    let sealed = place.destroy(doomed);
    let tail = place.tail("tail", height);
    place.restore("restored", &[tail]).expect("restored");
    let (db, keys) = place.open("restored");
    let left = db.read(|tx| log::entries_of(tx, OURS, id(3))).expect("read");
    let opened: Vec<_> = left.iter().map(|entry| keys.open_entry(entry)).collect();
    assert_eq!(opened, [Ok(Some(b"to be kept".to_vec()))]);
    drop((db, keys));
    let holds = |dir: &str, bytes: &[u8]| {
        let file = fs::read(place.path(dir).join("lykta.db")).expect("read");
        file.windows(bytes.len()).any(|window| window == bytes)
    };
    assert!(holds("register", &sealed) && holds("register", doomed.as_bytes()), "the backup still held it");
    assert!(!holds("restored", &sealed) && !holds("restored", doomed.as_bytes()));

    // With the keyring of today and without the tail nothing is guessed.
    fs::remove_dir_all(place.path("keys")).expect("removed");
    backup::keyring(place.dir(), &place.path("keys"), NOW).expect("backed up");
    assert!(refused(place.restore("again", &[])).contains("was destroyed after this backup"));
}

/// The original is shut before the new one opens; somebody at work there stops the restoration.
#[test]
fn the_original_cannot_act_beside_what_was_restored() {
    let place = Place::new();
    place.back_up();
    let original = place.dir().to_owned();
    let busy = place.restore_as("restored", &[], Original::At(&original), &place.master());
    assert_eq!(busy, Err(Error::InUse));
    assert!(!place.path("restored").exists());

    let Place { fixture, folder, key } = place;
    let Fixture { db, keys, home } = fixture;
    let dir = home.dir();
    drop((db, keys));
    let what = |to: &Path| {
        restore(&Restore {
            backup: &folder.path().join("register"),
            keyring: &folder.path().join("keys"),
            master: &key_file::read_demo(dir).expect("the demo's key"),
            tails: &[],
            known: &Known::default(),
            original: Original::At(dir),
            to,
            now_us: NOW,
        })
    };
    what(&folder.path().join("restored")).expect("restored");
    assert_eq!(Db::open(dir, Options::default()).err(), Some(Error::Fenced(dir.to_owned())));
    assert!(store::verify(dir, &Trust::default()).is_ok(), "it can still be read and verified");
    assert!(evidence::take_beside(dir, &key_file::read_demo(dir).expect("a key"), OURS, NOW).is_err());
    let _ = key;
}

/// Two that live on from one record differ from their first entry on, and a checkpoint of the one tells of the other.
#[test]
fn a_forked_record_is_told_by_a_checkpoint() {
    let place = Place::new();
    place.back_up();
    place.restore("restored", &[]).expect("restored");
    place.write(20, 22);
    let original =
        evidence::take(&place.fixture.db, &place.fixture.keys, OURS, NOW).expect("taken").expect("one");
    let trust = Trust { witnesses: vec![original], keys: vec![evidence::public_key(&place.master(), OURS)] };
    let found = store::verify(&place.path("restored"), &trust).expect("verified")[0].to_string();
    assert_eq!(found, "authority=1 broken height=23 reason=missing");
}

/// Whatever is wrong is told with what, where and what to do; nothing is then in the place.
#[test]
fn what_cannot_be_restored_is_refused_with_what_to_do() {
    let place = Place::new();
    let height = place.back_up().height(OURS).expect("ours");
    let (register, keys) = (place.path("register"), place.path("keys"));
    let refuses = |words: &str, result: Result<Restored, Error>| {
        let told = refused(result);
        assert!(told.contains(words), "{told}");
        assert!(!place.path("restored").exists());
    };
    let damaged = |file: &Path, words: &str| {
        let whole = fs::read(file).expect("read");
        let mut bytes = whole.clone();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(file, bytes).expect("written");
        refuses(words, place.restore("restored", &[]));
        fs::write(file, &whole[..whole.len() / 2]).expect("written");
        refuses(words, place.restore("restored", &[]));
        fs::write(file, whole).expect("written");
    };
    damaged(&register.join("lykta.db"), "lykta.db beside it is not what was backed up");
    damaged(&keys.join("keys.db"), "keys.db beside it is not what was backed up");
    fs::rename(register.join("backup.json"), register.join("away")).expect("moved");
    refuses("so this is no backup", place.restore("restored", &[]));
    fs::write(register.join("backup.json"), r#"{"form":2}"#).expect("written");
    refuses("made by a newer program", place.restore("restored", &[]));
    fs::rename(register.join("away"), register.join("backup.json")).expect("moved");
    let swapped = restore(&Restore {
        backup: &keys,
        keyring: &register,
        master: &place.master(),
        tails: &[],
        known: &Known::default(),
        original: Original::Gone("burnt"),
        to: &place.path("restored"),
        now_us: NOW,
    });
    refuses("it is a backup of keys.db, not of lykta.db", swapped);
    let stranger = Master::from_bytes([9; 32]);
    refuses("sealed with another", place.restore_as("restored", &[], Original::Gone("burnt"), &stranger));

    // Tails: one that is missing in between, one of another record, one that was cut or changed, a file that is none.
    place.write(20, 25);
    let missing = place.tail("later", height + 2);
    refuses("a tail between them is missing", place.restore("restored", &[missing]));
    let tail = place.tail("tail", height);
    let whole = fs::read_to_string(&tail).expect("read");
    fs::write(&tail, &whole[..whole.len() - 40]).expect("written");
    refuses("the file has been cut", place.restore("restored", std::slice::from_ref(&tail)));
    fs::write(&tail, whole.replacen("\"seq\":21", "\"seq\":22", 1)).expect("written");
    refuses(
        &format!("broken height={} reason=altered", height + 1),
        place.restore("restored", std::slice::from_ref(&tail)),
    );
    fs::write(&tail, whole.replacen("\"made_us\":1", "\"made_us\":2", 1)).expect("written");
    refuses("something in the file was changed", place.restore("restored", std::slice::from_ref(&tail)));
    fs::write(&tail, "nothing\n").expect("written");
    refuses("line 1 is not a line of an export", place.restore("restored", std::slice::from_ref(&tail)));

    // A keyring from before the key of something that was written.
    let newer = place.fixture.key();
    place.fixture.note(id(9), 0, newer, "text").expect("a note");
    let tail = place.tail("tail", height);
    refuses("the keyring is older than the record", place.restore("restored", &[tail]));

    // A place that is not empty, and what an interrupted restoration has left.
    fs::create_dir(place.path("restored")).expect("made");
    fs::write(place.path("restored").join("something"), b"").expect("written");
    assert!(refused(place.restore("restored", &[])).contains("is not empty"));
    let half = place.path("half.restoring");
    fs::create_dir(&half).expect("made");
    fs::write(half.join("something"), b"").expect("written");
    assert!(refused(place.restore("half", &[])).contains("is in the way"));
    fs::write(half.join("lykta.restoring"), b"").expect("written");
    assert_eq!(Db::open(&half, Options::default()).err(), Some(Error::HalfRestored(half.clone())));
    place.restore("half", &[]).expect("what an interrupted one left is cleared away");
    assert!(!half.exists());
}

/// A damaged register or keyring is refused where it is met, and never mended in silence. Of its log: the two tests below.
#[test]
fn a_damaged_file_is_refused_as_damaged() {
    for file in ["lykta.db", "keys.db"] {
        let place = Place::new();
        let Fixture { db, keys, home } = place.fixture;
        let dir = home.dir();
        let master = key_file::read_demo(dir).expect("a key");
        drop((db, keys));
        fs::write(dir.join(file), b"no database at all, and long enough to be looked at as one")
            .expect("written");
        let open = || Keyring::open(dir, master.clone()).and_then(|_| Db::open(dir, Options::default()));
        let told = open().err().expect("refused").to_string();
        assert!(told.contains("is damaged") && told.contains("lykta restore"), "{file}: {told}");
    }
}

#[test]
fn a_tail_of_a_newer_program_is_refused() {
    let place = Place::new();
    let tail = place.tail("tail", place.back_up().height(OURS).expect("ours"));
    let whole = fs::read_to_string(&tail).expect("read");
    let form = whole.find("\"form\":").expect("its form") + "\"form\":".len();
    fs::write(&tail, format!("{}9{}", &whole[..form], &whole[form..])).expect("written");
    let told = refused(place.restore("restored", &[tail]));
    assert!(told.contains("line 1 is not of a form that this program knows: use a newer program"), "{told}");
}

/// No copy can know that it ends too early. A height or a checkpoint from elsewhere does.
#[test]
fn a_record_that_ends_too_early_is_refused() {
    let place = Place::new();
    let height = place.back_up().height(OURS).expect("ours");
    place.write(20, 25);
    let signed =
        evidence::take(&place.fixture.db, &place.fixture.keys, OURS, NOW).expect("taken").expect("one");
    let reached = signed.checkpoint.height;
    assert!(reached > height);
    let own_key = || vec![evidence::public_key(&place.master(), OURS)];
    let foreign = Signed { checkpoint: seal::Checkpoint { authority: 3, ..signed.checkpoint }, ..signed };
    let knowing = |height: Option<i64>, witnesses: Vec<Signed>, tails: &[PathBuf]| {
        restore(&Restore {
            backup: &place.path("register"),
            keyring: &place.path("keys"),
            master: &place.master(),
            tails,
            known: &Known {
                trust: Trust { witnesses, keys: own_key() },
                heights: height.map(|height| (OURS, height)).into_iter().collect(),
            },
            original: Original::Gone("the machine burnt"),
            to: &place.path("restored"),
            now_us: NOW + SECOND,
        })
    };
    let tail = place.tail("tail", height);
    for (known, told) in [
        (knowing(Some(reached), vec![], &[]), format!("ends at height {height}, and has reached {reached}")),
        (knowing(None, vec![signed], &[]), format!("broken height={} reason=missing", height + 1)),
        (knowing(None, vec![foreign], &[]), "is of authority 3, which is not in what comes back".to_owned()),
    ] {
        let refused = refused(known);
        assert!(refused.contains(&told), "{refused}");
        assert!(!place.path("restored").exists());
    }
    knowing(Some(reached), vec![signed], &[tail]).expect("with its tail it reaches as far");
}

/// A key whose bytes turned in the ring is found when everything comes back, not when somebody opens the file.
#[test]
fn a_key_that_is_damaged_in_the_copy_is_refused() {
    let place = Place::new();
    let ring = rusqlite::Connection::open(place.dir().join("keys.db")).expect("opened");
    let turn = "UPDATE wrapped_key SET wrapped = zeroblob(length(wrapped)) WHERE key = ?1";
    assert_eq!(ring.execute(turn, [place.key.as_bytes()]), Ok(1));
    drop(ring);
    place.back_up();
    let told = refused(place.restore("restored", &[]));
    assert!(told.contains("is damaged in the keyring. Use another copy of it"), "{told}");
}

/// What a program leaves that dies at work, with its log not folded in.
fn left_by_a_death(place: Place, keys: usize) -> (Place, tempfile::TempDir) {
    let place = Place { fixture: place.fixture.reopened(), ..place };
    for _ in 0..keys {
        place.fixture.key();
    }
    place.write(20, 40);
    let copy = tempfile::tempdir().expect("a directory");
    for file in fs::read_dir(place.dir()).expect("listed").map(|file| file.expect("a file")) {
        fs::copy(file.path(), copy.path().join(file.file_name())).expect("copied");
    }
    assert!(fs::metadata(copy.path().join("lykta.db-wal")).expect("a log").len() > 40_000);
    (place, copy)
}

/// A log that was damaged, cut off, emptied or taken away is refused at every door, by what stands in it and by how far the record had come.
/// The record is whole as it is, but shorter.
#[test]
fn a_record_that_has_become_shorter_is_refused() {
    let (place, whole) = left_by_a_death(Place::new(), 0);
    let log = fs::read(whole.path().join("lykta.db-wal")).expect("the log");
    let turned = |at: usize| {
        let mut turned = log.clone();
        turned[at] ^= 1;
        Some(turned)
    };
    for (what, content, told) in [
        ("a bit in the middle", turned(log.len() / 2), "is damaged at its frame"),
        ("a bit at the end", turned(log.len() - 9), "has reached"),
        ("a bit of its header", turned(17), "has reached"),
        ("cut", Some(log[..log.len() / 2].to_vec()), "has reached"),
        ("emptied", Some(Vec::new()), "has reached"),
        ("gone", None, "has reached"),
    ] {
        let copy = tempfile::tempdir().expect("a directory");
        let path = |name: &str| copy.path().join(name);
        for file in fs::read_dir(whole.path()).expect("listed").map(|file| file.expect("a file")) {
            fs::copy(file.path(), path(&file.file_name().into_string().expect("text"))).expect("copied");
        }
        match content {
            Some(content) => fs::write(path("lykta.db-wal"), content).expect("written"),
            None => fs::remove_file(path("lykta.db-wal")).expect("taken away"),
        }
        let verified = store::verify(copy.path(), &Trust::default()).expect("verified")[0].to_string();
        assert!(verified.ends_with(" reason=missing"), "{what}: {verified}");
        let refused = Db::open(copy.path(), Options::default()).err().expect("refused").to_string();
        assert!(refused.contains(told) && refused.contains("lykta restore"), "{what}: {refused}");
        let to = place.path(&format!("backup of {what}"));
        assert!(matches!(backup::register(copy.path(), &to, NOW), Err(Error::Shorter { .. })), "{what}");
        if told == "has reached" {
            fs::remove_file(path("lykta.reached")).expect("given up");
            Db::open(copy.path(), Options::default()).expect("with what there is");
        }
    }
    // A damaged mark is no reason to keep anybody from working.
    fs::write(whole.path().join("lykta.reached"), "lykta-reached 1\n1 9999\n").expect("written");
    Db::open(whole.path(), Options::default()).expect("nothing is missing");
}

/// The same of the keys' log, where each key is a transaction of its own.
#[test]
fn a_damaged_log_of_keys_is_refused() {
    let (place, copy) = left_by_a_death(Place::new(), 20);
    let path = copy.path().join("keys.db-wal");
    let mut log = fs::read(&path).expect("the log");
    let middle = log.len() / 2;
    log[middle] ^= 1;
    fs::write(&path, log).expect("written");
    let refused = Keyring::open(copy.path(), place.master()).err();
    assert!(matches!(refused, Some(Error::LogDamaged { .. })), "{refused:?}");
}

/// Where the mark beside it is gone as well, or the power went before it was written, what is missing is named against a checkpoint kept
/// elsewhere.
#[test]
fn a_damaged_log_is_told_by_a_checkpoint() {
    let place = Place::new();
    place.write(20, 40);
    let taken =
        evidence::take(&place.fixture.db, &place.fixture.keys, OURS, NOW).expect("taken").expect("one");
    let copy = tempfile::tempdir().expect("a directory");
    for name in ["lykta.db", "lykta.db-wal"] {
        fs::copy(place.dir().join(name), copy.path().join(name)).expect("copied");
    }
    let path = copy.path().join("lykta.db-wal");
    let mut wal = fs::read(&path).expect("read");
    let late = wal.len() * 9 / 10;
    wal[late] ^= 1;
    fs::write(&path, wal).expect("written");
    let trust = Trust { witnesses: vec![taken], ..Trust::default() };
    let found = store::verify(copy.path(), &trust).expect("verified")[0].to_string();
    assert!(found.starts_with("authority=1 broken height=") && found.ends_with("reason=missing"), "{found}");
}

/// The whole record as a file: verified like the register, refused when anything in it has changed.
#[test]
fn a_whole_export_is_verified_like_the_register() {
    let place = Place::new();
    look(&place.fixture, 2);
    let file = place.path("export");
    let exported = export(place.dir(), OURS, 0, NOW, &file).expect("exported");
    assert_eq!(exported, export::Exported { after: 0, height: 21 });
    let trust = Trust { keys: vec![evidence::public_key(&place.master(), OURS)], ..Trust::default() };
    let found = verify_export(&file, &trust).expect("verified").to_string();
    assert_eq!(found, "authority=1 ok height=21 checkpoints=1 newest=21 access=6 open=4");
    assert_eq!(found, place.fixture.findings()[0]);

    let tail = place.tail("tail", 5);
    assert!(verify_export(&tail, &trust).expect_err("refused").to_string().contains("it is a tail"));
    let unknown = export(place.dir(), 3, 0, NOW, &place.path("none"));
    assert_eq!(unknown, Err(Error::UnknownAuthority(3)));
}

/// One bit, anywhere in a copy: no export with it verifies, no tail with it is taken in, and no backup with it is restored, save where it
/// stands in what the copy says of itself and changes nothing that is restored.
#[test]
fn a_bit_that_turns_in_a_copy_is_refused() {
    let place = Place::new();
    let height = place.back_up().height(OURS).expect("ours");
    place.write(20, 30);
    let (whole, tail) = (place.path("export"), place.tail("tail", height));
    export(place.dir(), OURS, 0, NOW, &whole).expect("exported");
    let mut rng = fastrand::Rng::with_seed(20_261_130);
    let mut turned = |file: &Path, times: usize, mut check: Box<dyn FnMut(usize) + '_>| {
        let content = fs::read(file).expect("read");
        for _ in 0..times {
            let (at, bit) = (rng.usize(..content.len()), 1 << rng.u8(..8));
            let mut bytes = content.clone();
            bytes[at] ^= bit;
            fs::write(file, bytes).expect("written");
            check(at);
        }
        fs::write(file, content).expect("written");
    };
    let verified = |at| {
        let found = verify_export(&whole, &Trust::default());
        assert!(!found.is_ok_and(|verdict| verdict.outcome.is_ok()), "byte {at} of the export");
    };
    turned(&whole, 300, Box::new(verified));
    let refused_at = |what: &'static str, tails: &[PathBuf]| {
        let (tails, place) = (tails.to_vec(), &place);
        move |at: usize| {
            assert!(place.restore("restored", &tails).is_err(), "byte {at} of {what}");
            assert!(!place.path("restored").exists());
        }
    };
    turned(&tail, 40, Box::new(refused_at("the tail", std::slice::from_ref(&tail))));
    for (copy, file) in [("register", "lykta.db"), ("keys", "keys.db")] {
        turned(&place.path(copy).join(file), 20, Box::new(refused_at(file, &[])));
    }
    let mut restored = 0;
    let same = |_| {
        if place.restore("restored", &[]).is_ok() {
            restored += 1;
            assert_eq!(place.texts("restored").len(), 20);
            fs::remove_dir_all(place.path("restored")).expect("removed");
        }
    };
    turned(&place.path("register").join("backup.json"), 60, Box::new(same));
    assert!(restored < 30, "{restored} of 60 told of another backup, and were restored");
}
