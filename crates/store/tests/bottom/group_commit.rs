//! One durable commit for many writers, and nobody pays for a neighbour's mistake.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, ScopedJoinHandle};
use std::time::Duration;

use store::{Db, Error, Options, Sql, numbers};

use crate::fixture::{Fixture, OURS, id};

const STREAM_OF_NOBODY: Sql =
    Sql("INSERT INTO stream (authority, stream, subject, version) VALUES (99, $1, 'file', 1)");

const SETTING: Sql = Sql("INSERT INTO setting (authority, name, value) VALUES (1, $1, 'x')");

const SETTINGS: Sql = Sql("SELECT name FROM setting ORDER BY name");

/// Holds the writer inside a piece of work until told, so that what is written meanwhile queues up into one
/// batch.
struct Held<'scope> {
    go: Sender<()>,
    first: ScopedJoinHandle<'scope, ()>,
}

fn hold<'scope, 'env>(scope: &'scope thread::Scope<'scope, 'env>, db: &'env Db) -> Held<'scope> {
    let (go, wait): (Sender<()>, Receiver<()>) = channel();
    let (begun, has_begun) = channel();
    let first = scope.spawn(move || {
        db.write(move |_| {
            begun.send(()).expect("the test waits");
            wait.recv().expect("the test says when");
            Ok(())
        })
        .expect("written");
    });
    has_begun.recv().expect("the writer is held");
    Held { go, first }
}

impl Held<'_> {
    /// Lets the writer go when the others have had time to queue.
    fn release(self) {
        thread::sleep(Duration::from_millis(200));
        self.go.send(()).expect("the writer waits");
        self.first.join().expect("written");
    }
}

fn settings(fixture: &Fixture) -> Vec<String> {
    let rows = fixture.db.read(|tx| tx.rows(SETTINGS, &[])).expect("read");
    rows.iter().map(|row| row.text(0).expect("text")).collect()
}

/// Forty writers in a batch, every other one fails after having written: exactly the others stand.
#[test]
fn a_failing_work_is_undone_alone() {
    let fixture = Fixture::in_files();
    thread::scope(|scope| {
        let held = hold(scope, &fixture.db);
        let writers: Vec<_> = (0..40)
            .map(|writer| {
                let db = &fixture.db;
                scope.spawn(move || {
                    db.write(move |tx| {
                        let number = numbers::next(tx, OURS, "matter", 2026)?;
                        tx.run(SETTING, &[format!("{writer:02}").into()])?;
                        if writer % 2 == 0 { Ok(number) } else { Err(Error::Unreadable("a test")) }
                    })
                })
            })
            .collect();
        held.release();
        let mut given = Vec::new();
        for (writer, answer) in writers.into_iter().enumerate() {
            match answer.join().expect("no panic") {
                Ok(number) => given.push(number),
                Err(error) => {
                    assert_eq!((error, writer % 2), (Error::Unreadable("a test"), 1));
                }
            }
        }
        given.sort_unstable();
        assert_eq!(
            given,
            (1..=20).collect::<Vec<i64>>(),
            "numbers without gaps, though every other drawing failed"
        );
    });
    let even: Vec<String> = (0..40).step_by(2).map(|writer| format!("{writer:02}")).collect();
    assert_eq!(settings(&fixture), even);
}

/// A work that leaves a broken reference behind makes the common commit fail. Nothing of the batch stands,
/// and all in it are told, also those who did nothing wrong.
#[test]
fn a_failed_commit_is_told_to_everybody_in_it() {
    let fixture = Fixture::in_files();
    thread::scope(|scope| {
        let held = hold(scope, &fixture.db);
        let guilty = scope.spawn(|| {
            fixture.db.write(|tx| {
                tx.rows(Sql("PRAGMA defer_foreign_keys = ON"), &[])?;
                tx.run(STREAM_OF_NOBODY, &[id(1).into()])
            })
        });
        let innocent = scope.spawn(|| fixture.db.write(|tx| tx.run(SETTING, &["innocent".into()])));
        let refused =
            scope.spawn(|| fixture.db.write(|_| -> Result<(), Error> { Err(Error::Unreadable("a test")) }));
        held.release();
        for told in [guilty.join(), innocent.join(), refused.join().map(|answer| answer.map(|()| 0))] {
            let told = told.expect("no panic");
            assert!(matches!(told, Err(Error::Constraint(_))), "{told:?}");
        }
    });
    assert_eq!(settings(&fixture), Vec::<String>::new());
    fixture.db.write(|tx| tx.run(SETTING, &["after".into()])).expect("the store goes on");
    assert_eq!(settings(&fixture), ["after"]);
}

#[test]
fn a_full_queue_refuses_at_once_and_loses_nothing() {
    let fixture = Fixture::in_files_with(Options { queue: 2, ..Options::default() });
    thread::scope(|scope| {
        let held = hold(scope, &fixture.db);
        let writers: Vec<_> = (0..5)
            .map(|writer| {
                let db = &fixture.db;
                scope.spawn(move || db.write(move |tx| tx.run(SETTING, &[format!("{writer}").into()])))
            })
            .collect();
        held.release();
        let answers: Vec<_> = writers.into_iter().map(|writer| writer.join().expect("no panic")).collect();
        let accepted = answers.iter().filter(|answer| answer.is_ok()).count();
        let refused = answers.iter().filter(|answer| **answer == Err(Error::Busy)).count();
        assert_eq!((accepted, refused), (2, 3), "two fit in the queue while the writer was held");
    });
    assert_eq!(settings(&fixture).len(), 2);
}

#[test]
fn a_panic_is_undone_and_the_store_goes_on() {
    let fixture = Fixture::in_files();
    let told = fixture.db.write(|tx| -> Result<(), Error> {
        tx.run(SETTING, &["half".into()])?;
        panic!("on purpose");
    });
    assert_eq!(told, Err(Error::Panicked));
    assert_eq!(settings(&fixture), Vec::<String>::new());
    fixture.db.write(|tx| tx.run(SETTING, &["whole".into()])).expect("written");
    assert_eq!(settings(&fixture), ["whole"]);
}

/// A reading in progress sees one state, whatever is committed meanwhile.
#[test]
fn a_read_sees_one_state() {
    let fixture = Fixture::in_files();
    let key = fixture.key();
    fixture.note(id(1), 0, key, "one").expect("written");
    fixture
        .db
        .read(|tx| {
            let before = store::log::head(tx, OURS)?;
            fixture.note(id(1), 1, key, "two").expect("written beside");
            assert_eq!(store::log::head(tx, OURS)?, before);
            Ok(())
        })
        .expect("read");
    assert_eq!(fixture.texts(id(1)), ["one", "two"]);
}

#[test]
fn a_reader_cannot_write() {
    let fixture = Fixture::in_files();
    let refused = fixture.db.read(|tx| tx.run(SETTING, &["x".into()]));
    assert!(matches!(refused, Err(Error::Engine(_))), "{refused:?}");
}

/// More readers than connections: they take turns. A panicking one gives its connection back.
#[test]
fn readers_share_few_connections() {
    let fixture = Fixture::in_files_with(Options { readers: 2, ..Options::default() });
    thread::scope(|scope| {
        let panicking = scope.spawn(|| fixture.db.read(|_| -> Result<(), Error> { panic!("on purpose") }));
        assert!(panicking.join().is_err());
        let readers: Vec<_> = (0..20)
            .map(|_| scope.spawn(|| fixture.db.read(|tx| Ok(store::log::head(tx, OURS)?.height))))
            .collect();
        for reader in readers {
            assert_eq!(reader.join().expect("no panic"), Ok(0));
        }
    });
}

#[test]
fn one_process_at_a_time() {
    let fixture = Fixture::in_files();
    assert_eq!(Db::open(fixture.home.dir(), Options::default()).err(), Some(Error::InUse));
    let fixture = fixture.reopened();
    assert_eq!(fixture.verdicts(), ["authority=1 ok height=0", "authority=2 ok height=0"]);
}

#[test]
fn a_reopened_register_continues_where_it_was() {
    let fixture = Fixture::in_files();
    let key = fixture.key();
    for version in 0..20 {
        fixture.note(id(1), version, key, "text").expect("written");
    }
    let fixture = fixture.reopened();
    assert_eq!(fixture.texts(id(1)).len(), 20);
    assert_eq!(fixture.note(id(1), 20, key, "one more").expect("written").last_height, 21);
    assert_eq!(fixture.verdicts()[0], "authority=1 ok height=21");
}
