//! A real process, killed without warning while it writes: everything it had acknowledged is there, exactly
//! once.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use store::commands::{self, Done};
use store::drafts::{self, Save};
use store::keyring::Keyring;
use store::{Db, Options, key_file, log};

use crate::fixture::{NOW, OURS, WORKER, id, note};

/// How many acknowledgements to wait for before the kill. Different points of a batch, a page, a checkpoint.
const KILL_AFTER: [usize; 6] = [1, 2, 7, 40, 41, 300];

/// Writers in the child, so that commits hold several works.
const WRITERS: u128 = 4;

/// Not a test of its own: the process that is to be killed. Gets its directory as a line, prints what has
/// been acknowledged.
#[test]
#[ignore = "run by the test below, as a process to kill"]
fn child_writes_until_killed() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).expect("a line");
    if line.is_empty() {
        return; // run by hand, with nobody to kill it
    }
    let dir = Path::new(line.trim());
    let keys =
        Arc::new(Keyring::open(dir, key_file::read_or_make_demo(dir).expect("a key")).expect("a keyring"));
    let db = Db::open(dir, Options::default()).expect("a register");
    db.write(|tx| {
        if log::authorities(tx)?.is_empty() { log::create_authority(tx, OURS, "Lyktinge") } else { Ok(()) }
    })
    .expect("created");
    let (db, keys) = (&db, &keys);
    std::thread::scope(|scope| {
        for writer in 1..=WRITERS {
            scope.spawn(move || write_for_ever(db, keys, writer));
        }
    });
}

fn write_for_ever(db: &Db, keys: &Arc<Keyring>, writer: u128) {
    let stream = id(writer);
    let mut version = db.read(|tx| log::version(tx, OURS, stream)).expect("read");
    loop {
        let key = keys.new_key(OURS).expect("a key");
        let (command, ring) = (id(writer << 64 | u128::from(version.unsigned_abs())), Arc::clone(keys));
        let text = format!("writer {writer} version {version}");
        let done = db.write(move |tx| {
            let appended = note(tx, &ring, stream, version, key, &text)?;
            let (first_height, last_height) = (appended.first_height, appended.last_height);
            let done = Done { actor: WORKER, at_us: NOW, first_height, last_height, asked: None };
            commands::remember(tx, OURS, command, &done)?;
            let (file, form, text) = (None, "note", version.to_string());
            let text = text.as_bytes();
            drafts::save(
                tx,
                &ring,
                &Save {
                    authority: OURS,
                    draft: stream,
                    owner: WORKER,
                    file,
                    form,
                    seen: version,
                    now_us: NOW,
                    text,
                },
            )?;
            Ok(done)
        });
        let height = done.expect("written").last_height;
        writeln!(std::io::stdout(), "\nacknowledged {writer} {version} {height}").expect("a reader");
        version += 1;
    }
}

struct Acknowledged {
    writer: u128,
    version: i64,
    height: i64,
}

fn read_line(line: &str) -> Option<Acknowledged> {
    let mut words = line.strip_prefix("acknowledged ")?.split(' ');
    let (writer, version, height) = (words.next()?, words.next()?, words.next()?);
    Some(Acknowledged {
        writer: writer.parse().ok()?,
        version: version.parse().ok()?,
        height: height.parse().ok()?,
    })
}

fn start_child(dir: &Path) -> Child {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "kill::child_writes_until_killed", "--ignored", "--nocapture"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    let mut stdin = child.stdin.take().expect("piped");
    writeln!(stdin, "{}", dir.display()).expect("told where");
    child
}

/// Runs the child until it has acknowledged so much, kills it, and returns everything it got said.
fn run_and_kill(dir: &Path, acknowledgements: usize) -> Vec<Acknowledged> {
    let mut child = start_child(dir);
    let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let mut said = Vec::new();
    for line in lines {
        let Ok(line) = line else { break };
        said.extend(read_line(&line));
        if said.len() == acknowledgements {
            child.kill().expect("killed"); // SIGKILL; what is still in the pipe is read on
        }
    }
    child.wait().expect("ended");
    assert!(said.len() >= acknowledgements, "the child ended by itself after {}", said.len());
    said
}

#[test]
fn what_was_acknowledged_survives_a_kill_exactly_once() {
    let folder = tempfile::tempdir().expect("a directory");
    let dir = folder.path().join("data");
    let mut said: Vec<Acknowledged> = Vec::new();
    for acknowledgements in KILL_AFTER {
        said.extend(run_and_kill(&dir, acknowledgements));
        check(&dir, &said);
    }
    assert!(said.len() >= KILL_AFTER.iter().sum());
}

fn check(dir: &Path, said: &[Acknowledged]) {
    let verdicts = store::verify(dir, &store::Trust::default()).expect("verified");
    assert!(verdicts[0].outcome.is_ok(), "{}", verdicts[0]);

    let keys = Keyring::open(dir, key_file::read_or_make_demo(dir).expect("the key")).expect("the keyring");
    let db = Db::open(dir, Options::default()).expect("opens without hands");
    let mut heights = BTreeMap::new();
    db.read(|tx| {
        for writer in 1..=WRITERS {
            let entries = log::entries_of(tx, OURS, id(writer))?;
            for (entry, version) in entries.iter().zip(0_i64..) {
                let text = keys.open_entry(entry)?.expect("not emptied");
                assert_eq!(text, format!("writer {writer} version {version}").into_bytes());
                let command = id(writer << 64 | u128::from(version.unsigned_abs()));
                let done =
                    commands::recall(tx, OURS, command)?.expect("an entry and its command stand together");
                assert_eq!(done.last_height, entry.height);
                heights.insert((writer, version), entry.height);
            }
            let draft = drafts::load(tx, &keys, OURS, id(writer), WORKER)?;
            let saved = draft.map_or(0, |draft| draft.row.version);
            assert_eq!(saved, i64::try_from(entries.len()).expect("small"), "and its draft");
        }
        Ok(())
    })
    .expect("read");
    for Acknowledged { writer, version, height } in said {
        assert_eq!(heights.get(&(*writer, *version)), Some(height), "writer {writer} version {version}");
    }
}
