//! What holds for every entry ever written.

use std::sync::Arc;
use std::thread;

use store::commands::{self, Done};
use store::log::{self, Append, NewEntry, Subject};
use store::{Error, Result, Sql, Value, numbers};
use uuid::Uuid;

use crate::fixture::{Fixture, NOW, OTHER, OURS, SECOND, WORKER, append, id, note};

fn entry(key: Uuid, plain: &[u8]) -> NewEntry<'_> {
    NewEntry { kind: "note", version: 1, key, number: None, plain }
}

#[test]
fn entries_come_back_in_order_with_what_was_said_of_them() {
    let fixture = Fixture::new();
    let (key, keys) = (fixture.key(), Arc::clone(&fixture.keys));
    let appended = fixture
        .db
        .write(move |tx| {
            let entries =
                [NewEntry { number: Some("2026-1"), ..entry(key, b"first") }, entry(key, b"second")];
            append(tx, &keys, id(7), 0, NOW, &entries)
        })
        .expect("written");
    assert_eq!((appended.first_height, appended.last_height, appended.version), (1, 2, 2));
    let read = fixture.db.read(|tx| log::entries_of(tx, OURS, id(7))).expect("read");
    let said: Vec<_> = read.iter().map(|entry| (entry.seq, entry.height, entry.number.as_deref())).collect();
    assert_eq!(said, [(1, 1, Some("2026-1")), (2, 2, None)]);
    assert_eq!(fixture.texts(id(7)), ["first", "second"]);
    let since = fixture.db.read(|tx| log::entries_since(tx, OURS, id(7), 1)).expect("read");
    assert_eq!(since.len(), 1);
    let after = fixture.db.read(|tx| log::entries_after(tx, OURS, 0, 1)).expect("read");
    assert_eq!(after, read[..1]);
}

/// Sixteen writers have seen the same version. One wins, fifteen are told which version it now is.
#[test]
fn of_sixteen_writers_on_one_version_one_wins() {
    let fixture = Fixture::new();
    let key = fixture.key();
    for (stream, expected) in [(id(1), 0), (id(1), 1), (id(1), 2)] {
        let answers: Vec<Result<_>> = thread::scope(|scope| {
            let writers: Vec<_> = (0..16)
                .map(|writer| {
                    let fixture = &fixture;
                    scope.spawn(move || fixture.note(stream, expected, key, &format!("writer {writer}")))
                })
                .collect();
            writers.into_iter().map(|writer| writer.join().expect("no panic")).collect()
        });
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        for lost in answers.iter().filter_map(|answer| answer.as_ref().err()) {
            assert_eq!(*lost, Error::Conflict { stream, expected, found: expected + 1 });
        }
    }
    assert_eq!(fixture.verdicts(), ["authority=1 ok height=3", "authority=2 ok height=0"]);
}

/// Nobody can have seen a version that is yet to come, nor a stream of another subject under the same id.
#[test]
fn a_version_never_reached_is_a_conflict() {
    let fixture = Fixture::new();
    let (key, stream) = (fixture.key(), id(1));
    assert_eq!(fixture.note(stream, 3, key, "x"), Err(Error::Conflict { stream, expected: 3, found: 0 }));
    fixture.note(stream, 0, key, "x").expect("written");
    assert_eq!(fixture.note(stream, 2, key, "x"), Err(Error::Conflict { stream, expected: 2, found: 1 }));
    let keys = Arc::clone(&fixture.keys);
    let as_person = fixture.db.write(move |tx| {
        let (subject, entries) = (Subject::Person, &[entry(key, b"x")]);
        let append =
            Append { authority: OURS, stream, subject, expected: 1, actor: WORKER, at_us: NOW, entries };
        log::append(tx, &append, &mut |header, plain| keys.seal(header, plain))
    });
    assert_eq!(as_person, Err(Error::Conflict { stream, expected: 1, found: 1 }));
    assert_eq!(fixture.texts(stream), ["x"]);
}

/// The same command from eight threads at once and again later: one doing, and everyone hears of that one.
#[test]
fn a_repeated_command_is_done_once() {
    let fixture = Fixture::new();
    let key = fixture.key();
    let send = || {
        let keys = Arc::clone(&fixture.keys);
        fixture.db.write(move |tx| {
            log::lock(tx, OURS)?; // so that what is not recalled now is not being done by somebody else
            if let Some(done) = commands::recall(tx, OURS, id(0xC0))? {
                return Ok(done);
            }
            let appended = note(tx, &keys, id(1), 0, key, "once")?;
            let (first_height, last_height) = (appended.first_height, appended.last_height);
            let done = Done { actor: WORKER, at_us: appended.at_us, first_height, last_height, asked: None };
            commands::remember(tx, OURS, id(0xC0), &done)?;
            Ok(done)
        })
    };
    let answers: Vec<Done> = thread::scope(|scope| {
        let senders: Vec<_> = (0..8).map(|_| scope.spawn(send)).collect();
        senders.into_iter().map(|sender| sender.join().expect("no panic").expect("answered")).collect()
    });
    assert!(answers.iter().all(|done| *done == answers[0]));
    assert_eq!(send().expect("answered"), answers[0]);
    assert_eq!(fixture.texts(id(1)), ["once"]);
    assert_eq!(fixture.db.read(|tx| commands::recall(tx, OTHER, id(0xC0))), Ok(None));
}

#[test]
fn recorded_time_never_goes_backwards() {
    let fixture = Fixture::new();
    let key = fixture.key();
    let at = |expected: i64, at_us: i64| {
        let keys = Arc::clone(&fixture.keys);
        let appended =
            fixture.db.write(move |tx| append(tx, &keys, id(1), expected, at_us, &[entry(key, b"x")]));
        appended.expect("written").at_us
    };
    assert_eq!(at(0, NOW), NOW);
    assert_eq!(at(1, NOW - 3600 * SECOND), NOW, "the clock has been put back");
    assert_eq!(at(2, NOW + SECOND), NOW + SECOND);
    let read = fixture.db.read(|tx| log::entries_of(tx, OURS, id(1))).expect("read");
    assert!(read.is_sorted_by_key(|entry| entry.at_us));
    assert_eq!(fixture.texts(id(1)).len(), 3, "sealed under the time that was recorded");
}

/// The other authority has the same stream id: its chain, versions and numbers are its own.
#[test]
fn nothing_crosses_between_authorities() {
    let fixture = Fixture::new();
    let key = fixture.key();
    fixture.note(id(1), 0, key, "ours").expect("written");
    let (theirs, keys) = (fixture.keys.new_key(OTHER).expect("a key"), Arc::clone(&fixture.keys));
    let appended = fixture
        .of(OTHER)
        .write(move |tx| {
            let (stream, subject, entries) = (id(1), Subject::File, &[entry(theirs, b"theirs")]);
            let append =
                Append { authority: OTHER, stream, subject, expected: 0, actor: WORKER, at_us: NOW, entries };
            log::append(tx, &append, &mut |header, plain| keys.seal(header, plain))
        })
        .expect("written");
    assert_eq!(appended.last_height, 1);
    assert_eq!(fixture.texts(id(1)), ["ours"]);
    let number =
        |authority| fixture.of(authority).write(move |tx| numbers::next(tx, authority, "matter", 2026));
    assert_eq!((number(OURS), number(OURS), number(OTHER)), (Ok(1), Ok(2), Ok(1)));
    assert_eq!(fixture.verdicts(), ["authority=1 ok height=1", "authority=2 ok height=1"]);
}

#[test]
fn a_key_of_the_other_authority_seals_nothing_here() {
    let fixture = Fixture::new();
    let theirs = fixture.keys.new_key(OTHER).expect("a key");
    assert!(matches!(fixture.note(id(1), 0, theirs, "x"), Err(Error::Key(_))));
    assert_eq!(fixture.verdicts()[0], "authority=1 ok height=0");
}

#[test]
fn limits_and_unknown_authorities_are_refused() {
    let fixture = Fixture::new();
    let key = fixture.key();
    let long = "x".repeat(log::ENTRY_BYTES_MAX + 1);
    assert!(matches!(fixture.note(id(1), 0, key, &long), Err(Error::TooLarge { .. })));
    assert!(fixture.note(id(1), 0, key, &long[1..]).is_ok());
    assert_eq!(fixture.db.read(|tx| log::head(tx, 99)).err(), Some(Error::UnknownAuthority(99)));
}

#[test]
fn numbers_continue_above_what_a_rebuild_found() {
    let fixture = Fixture::new();
    let drawn = fixture.db.write(|tx| {
        numbers::at_least(tx, OURS, "matter", 2026, 40)?;
        numbers::at_least(tx, OURS, "matter", 2026, 12)?;
        Ok((numbers::next(tx, OURS, "matter", 2026)?, numbers::next(tx, OURS, "matter", 2027)?))
    });
    assert_eq!(drawn, Ok((41, 1)));
}

/// The engine itself refuses: not a rule that a hurried programmer could forget.
#[test]
fn an_entry_cannot_be_changed_deleted_or_replaced() {
    const CHANGE: Sql = Sql("UPDATE entry SET kind = 'x'");
    const EMPTY: Sql = Sql("UPDATE entry SET sealed = NULL");
    const DELETE: Sql = Sql("DELETE FROM entry");
    const REPLACE: Sql =
        Sql("INSERT OR REPLACE INTO entry SELECT authority, height, stream, seq, 'x', version, at_us, \
         actor, key, number, sealed, leaf, link FROM entry");
    let fixture = Fixture::in_files();
    fixture.note(id(1), 0, fixture.key(), "stands").expect("written");
    for attempt in [CHANGE, EMPTY, DELETE, REPLACE] {
        let refused = fixture.db.write(move |tx| tx.run(attempt, &[]));
        assert!(
            matches!(&refused, Err(Error::Constraint(why)) if why.contains("an entry is never")),
            "{refused:?}"
        );
    }
    assert_eq!(fixture.texts(id(1)), ["stands"]);
}

/// The one lawful way: record the destruction, destroy the key, empty what it sealed. The chain still holds.
#[test]
fn what_is_lawfully_destroyed_is_gone_and_the_chain_holds() {
    const EMPTY: Sql =
        Sql("UPDATE entry SET stream = $1, seq = height, kind = 'destroyed', version = 1, at_us = 0, \
         actor = $1, key = $2, number = NULL, sealed = NULL WHERE authority = $3 AND height = $4");
    let fixture = Fixture::in_files();
    let (doomed, kept) = (fixture.key(), fixture.key());
    fixture.note(id(1), 0, doomed, "doomed").expect("written");
    fixture.note(id(2), 0, kept, "kept").expect("written");

    let (mark, keys) = (seal::mark(OURS, doomed), Arc::clone(&fixture.keys));
    let leaf = fixture.db.read(|tx| log::entries_of(tx, OURS, id(1))).expect("read")[0].leaf;
    let number = seal::Destruction::of(mark, [leaf]).to_string();
    let empty = move |height: i64| [Value::Id(Uuid::nil()), mark.into(), OURS.into(), height.into()];
    fixture
        .db
        .write(move |tx| {
            let record = NewEntry { kind: seal::DESTRUCTION, number: Some(&number), ..entry(kept, b"rule") };
            append(tx, &keys, id(3), 0, NOW, &[record])?;
            tx.run(EMPTY, &empty(1))
        })
        .expect("emptied");
    assert_eq!(fixture.keys.destroy(OURS, doomed, NOW), Ok(true));

    assert_eq!(
        fixture.db.read(|tx| log::entries_of(tx, OURS, id(1))),
        Ok(Vec::new()),
        "nobody can tell whose it was"
    );
    let read = fixture.db.read(|tx| log::entries_after(tx, OURS, 0, 1)).expect("read");
    assert_eq!((read[0].height, read[0].leaf, read[0].at_us), (1, leaf, 0));
    assert_eq!(fixture.keys.open_entry(&read[0]), Ok(None));
    assert_eq!(fixture.texts(id(2)), ["kept"]);
    assert_eq!(fixture.verdicts()[0], "authority=1 ok height=3");
    let half = Sql("UPDATE entry SET sealed = NULL WHERE authority = $1 AND height = $2");
    let refused = fixture.db.write(move |tx| tx.run(half, &[OURS.into(), 2_i64.into()]));
    assert!(matches!(refused, Err(Error::Constraint(_))), "wholly or not at all");
    fixture.db.write(move |tx| tx.run(EMPTY, &empty(2))).expect("the engine cannot count leaves");
    assert_eq!(fixture.verdicts()[0], "authority=1 broken height=1 reason=emptied", "but the chain does");
}
