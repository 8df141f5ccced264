//! Failing at every statement: whatever happens where, nothing half-done is ever seen.

use std::sync::Arc;

use store::access_log::{self, Look};
use store::attachments::{self, NewAttachment};
use store::cards::{self, Card, Stored};
use store::commands::{self, Done};
use store::drafts::{self, Save};
use store::keyring::Keyring;
use store::log::{Append, NewEntry, Subject};
use store::{Error, Result, Row, Sql, Tx, Value, log, messages, numbers, tokens};
use uuid::Uuid;

use crate::fixture::{Fixture, NOW, OURS, WORKER, id};

/// When the n-th statement fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// Before it has done anything.
    Before,
    /// After the engine has done it, but before the answer arrives.
    After,
}

/// A transaction that fails at its n-th statement.
struct Failing<'a> {
    inner: &'a mut dyn Tx,
    left: usize,
    fault: Fault,
}

impl Failing<'_> {
    fn step<T>(&mut self, work: impl FnOnce(&mut dyn Tx) -> Result<T>) -> Result<T> {
        if self.left > 0 {
            self.left -= 1;
            return work(self.inner);
        }
        if self.fault == Fault::After {
            work(self.inner)?;
        }
        Err(Error::Engine("a fault on purpose".into()))
    }
}

impl Tx for Failing<'_> {
    fn run(&mut self, sql: Sql, with: &[Value]) -> Result<u64> {
        self.step(|tx| tx.run(sql, with))
    }

    fn rows(&mut self, sql: Sql, with: &[Value]) -> Result<Vec<Row>> {
        self.step(|tx| tx.rows(sql, with))
    }
}

const COMMAND: Uuid = Uuid::from_u128(0xC1);
const DRAFT: Uuid = Uuid::from_u128(0xD1);
const PAPER: Uuid = Uuid::from_u128(0xF1);

/// A report about two siblings, with everything a real one touches.
fn register_report(tx: &mut dyn Tx, keys: &Keyring, file_keys: &[Uuid; 3]) -> Result<Done> {
    if let Some(done) = commands::recall(tx, OURS, COMMAND)? {
        return Ok(done);
    }
    let mut heights = Vec::new();
    for (key, stream) in file_keys.iter().take(2).zip([id(1), id(2)]) {
        let number = format!("2026-{}", numbers::next(tx, OURS, "matter", 2026)?);
        let report =
            NewEntry { kind: "report", version: 1, key: *key, number: Some(&number), plain: b"report" };
        let note = NewEntry { kind: "note", version: 1, key: *key, number: None, plain: b"note" };
        heights.push(append(tx, keys, stream, Subject::File, &[report, note])?);
    }
    let (person, key) = (id(3), file_keys[2]);
    let born = NewEntry { kind: "person", version: 1, key, number: None, plain: b"person" };
    heights.push(append(tx, keys, person, Subject::Person, &[born])?);
    let card = Card { name: "Alva Provsson".into(), ..Card::default() };
    cards::put(tx, keys, OURS, &Stored { person, key, protected: false, height: heights[2].1, card })?;
    tokens::put(tx, OURS, keys.token(OURS, "201083012391"), person)?;
    attachments::carry(tx, OURS, PAPER, heights[0].0)?;
    let (stream, purpose, part) = (Some(id(1)), "received", "report");
    access_log::write(
        tx,
        keys,
        &Look { authority: OURS, at_us: NOW, actor: WORKER, stream, purpose, part, listed: &[] },
    )?;
    if !drafts::remove(tx, OURS, DRAFT, WORKER)? {
        return Err(Error::Unreadable("there"));
    }
    let done = Done {
        actor: WORKER,
        at_us: NOW,
        first_height: heights[0].0,
        last_height: heights[2].1,
        asked: None,
    };
    commands::remember(tx, OURS, COMMAND, &done)?;
    Ok(done)
}

fn append(
    tx: &mut dyn Tx,
    keys: &Keyring,
    stream: Uuid,
    subject: Subject,
    entries: &[NewEntry<'_>],
) -> Result<(i64, i64)> {
    let append = Append { authority: OURS, stream, subject, expected: 0, actor: WORKER, at_us: NOW, entries };
    let appended = log::append(tx, &append, &mut |header, plain| keys.seal(header, plain))?;
    Ok((appended.first_height, appended.last_height))
}

fn prepared() -> (Fixture, [Uuid; 3]) {
    let fixture = Fixture::new();
    let file_keys = [fixture.key(), fixture.key(), fixture.key()];
    let new = NewAttachment { authority: OURS, attachment: PAPER, key: file_keys[0], now_us: NOW };
    attachments::receive(&fixture.db, &fixture.keys, new, &mut &b"a police report"[..]).expect("received");
    let keys = Arc::clone(&fixture.keys);
    fixture
        .db
        .write(move |tx| {
            let (file, form, text) = (None, "report", b"typed so far");
            drafts::save(
                tx,
                &keys,
                &Save {
                    authority: OURS,
                    draft: DRAFT,
                    owner: WORKER,
                    file,
                    form,
                    seen: 0,
                    now_us: NOW,
                    text,
                },
            )
        })
        .expect("saved");
    (fixture, file_keys)
}

/// For every n: the n-th statement fails, and the register is to the last row what it was before. In the end
/// it succeeds, with the same heights and numbers as if nothing had ever failed; and sending the command once
/// more changes nothing.
#[test]
fn a_fault_at_any_statement_leaves_nothing() {
    for fault in [Fault::Before, Fault::After] {
        let (fixture, file_keys) = prepared();
        let before = fixture.dump();
        let mut failures = 0;
        let done = loop {
            let (keys, left) = (Arc::clone(&fixture.keys), failures);
            let answer = fixture
                .db
                .write(move |tx| register_report(&mut Failing { inner: tx, left, fault }, &keys, &file_keys));
            match answer {
                Ok(done) => break done,
                Err(error) => assert_eq!(error, Error::Engine("a fault on purpose".into())),
            }
            assert!(fixture.dump() == before, "{fault:?} statement {failures} left something behind");
            failures += 1;
            assert!(failures < 200, "it should have succeeded by now");
        };
        assert!(failures > 20, "the report touches much: {failures} statements");
        assert_eq!((done.first_height, done.last_height), (1, 5));
        assert_eq!(fixture.verdicts()[0], "authority=1 ok height=5");

        let after = fixture.dump();
        let keys = Arc::clone(&fixture.keys);
        let again = fixture.db.write(move |tx| register_report(tx, &keys, &file_keys));
        assert_eq!(again, Ok(done));
        assert!(fixture.dump() == after, "a repeated command changes nothing");
    }
}

/// The same with a neighbour in the queue: its write stands although ours fails.
#[test]
fn a_fault_does_not_touch_the_neighbours() {
    let (fixture, file_keys) = prepared();
    let neighbour = fixture.key();
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            (0..30).for_each(|version| {
                fixture.note(id(9), version, neighbour, "beside").expect("written");
            });
        });
        for left in 0..30 {
            let keys = Arc::clone(&fixture.keys);
            let answer = fixture.db.write(move |tx| {
                register_report(
                    &mut Failing { inner: tx, left: left % 15, fault: Fault::After },
                    &keys,
                    &file_keys,
                )
            });
            assert!(answer.is_err());
        }
        writing.join().expect("no panic");
    });
    assert_eq!(fixture.texts(id(9)).len(), 30);
    assert_eq!(fixture.verdicts()[0], "authority=1 ok height=30");
}

/// A message that fails at any statement has left nothing, not even its number; the one that is received has the first.
#[test]
fn a_message_that_fails_at_any_statement_has_no_number() {
    for fault in [Fault::Before, Fault::After] {
        let fixture = Fixture::new();
        let before = fixture.dump();
        let mut failures = 0;
        let message = loop {
            let (keys, left) = (Arc::clone(&fixture.keys), failures);
            let new = messages::New {
                authority: OURS,
                account: WORKER,
                now_us: NOW,
                today: "2026-12-01".parse().expect("a day"),
                bytes: b"a message".to_vec(),
                sender: Some("system and id".into()),
                substance: Some("what it says".into()),
                fault: None,
            };
            let taken = fixture.db.write(move |tx| {
                let mut failing = Failing { inner: tx, left, fault };
                messages::take(&mut failing, &keys, &new)
            });
            match taken {
                Ok((message, false)) => break message,
                Ok((_, true)) => panic!("it had been received before"),
                Err(error) => assert_eq!(error, Error::Engine("a fault on purpose".into())),
            }
            assert!(fixture.dump() == before, "{fault:?} statement {failures} left something behind");
            failures += 1;
            assert!(failures < 200, "it should have succeeded by now");
        };
        assert!(failures >= 5, "{failures} statements");
        assert_eq!(message.number.to_string(), "K2026-1");
    }
}
