//! The primary loses its power under load, and its standby takes over.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{scope, sleep};
use std::time::Duration;

use store::commands::{self, Done};
use store::keyring::Keyring;
use store::log::{self, Append, NewEntry, Subject};
use store::{Db, Error, Options, Result, key_file};
use testhome::Pair;
use uuid::Uuid;

use crate::OURS;

const WRITERS: u128 = 8;
const EACH: u128 = 120;
const WORKER: Uuid = Uuid::from_u128(0xA0);

/// What a command became, done once however often it is sent.
fn write(db: &Db, keys: &Arc<Keyring>, writer: u128, turn: u128, key: Uuid) -> Result<i64> {
    let (keys, command) = (Arc::clone(keys), Uuid::from_u128(1000 * writer + turn));
    let stream = Uuid::from_u128(0xF000 + writer);
    db.write(move |tx| {
        log::lock(tx, OURS)?;
        if let Some(done) = commands::recall(tx, OURS, command)? {
            return Ok(done.first_height);
        }
        let expected = log::version(tx, OURS, stream)?;
        let entries = &[NewEntry { kind: "note", version: 1, key, number: None, plain: b"text" }];
        let subject = Subject::File;
        let append = Append { authority: OURS, stream, subject, expected, actor: WORKER, at_us: 1, entries };
        let appended = log::append(tx, &append, &mut |header, plain| keys.seal(header, plain))?;
        let (first_height, last_height) = (appended.first_height, appended.last_height);
        let done = Done { actor: WORKER, at_us: 1, first_height, last_height, asked: None };
        commands::remember(tx, OURS, command, &done)?;
        Ok(first_height)
    })
}

/// Sends until it is told what became of it, as a person does who is told that it is not known.
fn send(db: &Db, keys: &Arc<Keyring>, writer: u128, turn: u128, key: Uuid) -> i64 {
    loop {
        match write(db, keys, writer, turn, key) {
            Ok(height) => return height,
            Err(Error::Busy | Error::Away(_) | Error::Lost) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn nothing_answered_is_lost_and_nothing_is_done_twice() {
    let pair = Pair::start();
    let master = key_file::read_or_make_demo(pair.dir()).expect("a master");
    let keys = Arc::new(Keyring::open(pair.home(), master).expect("a keyring"));
    let db = Db::open(pair.home(), Options::default()).expect("a register").of(OURS);
    db.write(|tx| log::create_authority(tx, OURS, "Lyktinge")).expect("created");
    let key = keys.new_key(OURS).expect("a key");

    let answered = AtomicUsize::new(0);
    let heights: Vec<i64> = scope(|scope| {
        let writers: Vec<_> = (1..=WRITERS)
            .map(|writer| {
                let (db, keys, answered) = (&db, &keys, &answered);
                scope.spawn(move || {
                    let one = |turn| {
                        let height = send(db, keys, writer, turn, key);
                        answered.fetch_add(1, Ordering::SeqCst);
                        height
                    };
                    (0..EACH).map(one).collect::<Vec<_>>()
                })
            })
            .collect();
        let all = usize::try_from(WRITERS * EACH).expect("small");
        while answered.load(Ordering::SeqCst) < all / 3 {
            sleep(Duration::from_millis(1));
        }
        let before = answered.load(Ordering::SeqCst);
        pair.kill_first();
        sleep(Duration::from_millis(300));
        pair.promote_second();
        assert!(before < all, "they were in the middle of it");
        writers.into_iter().flat_map(|writer| writer.join().expect("no panic")).collect()
    });

    let all = i64::try_from(WRITERS * EACH).expect("small");
    assert_eq!(heights.iter().collect::<BTreeSet<_>>().len(), heights.len(), "each has a height of its own");
    let head = db.read(|tx| log::head(tx, OURS)).expect("read");
    assert_eq!(head.height, all, "and there are no others");
    for writer in 1..=WRITERS {
        let version = db.read(|tx| log::version(tx, OURS, Uuid::from_u128(0xF000 + writer))).expect("read");
        assert_eq!(version, i64::try_from(EACH).expect("small"));
    }
    let verdicts = store::verify(pair.home(), &store::Trust::default()).expect("verified");
    assert_eq!(verdicts[0].outcome.as_ref().map(|whole| whole.height), Ok(all));
}

/// The check of the chains runs on the standby, and takes nothing from the one that works.
#[test]
fn a_standby_can_be_verified() {
    let pair = Pair::start();
    let db = Db::open(pair.home(), Options::default()).expect("a register").of(OURS);
    db.write(|tx| log::create_authority(tx, OURS, "Lyktinge")).expect("created");
    let mut heights = Vec::new();
    for _ in 0..200 {
        let verdicts = store::verify(pair.standby(), &store::Trust::default()).expect("verified");
        heights = verdicts
            .iter()
            .map(|verdict| verdict.outcome.as_ref().map_or(-1, |whole| whole.height))
            .collect();
        if !heights.is_empty() {
            break;
        }
        sleep(Duration::from_millis(20)); // it has the row, and shows it a moment later
    }
    assert_eq!(heights, [0_i64]);
}
