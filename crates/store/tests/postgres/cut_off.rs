//! Connections that are lost: before a commit, in the middle of one, while nobody looks.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use store::{Db, Error, Options, Result, Sql, log, numbers};
use testhome::{Cut, TestHome};

use crate::{OURS, register};

const KILL: Sql = Sql(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lykta' AND datname = current_database()",
);

/// A register over a line.
fn over_a_line() -> (TestHome, Db) {
    let home = TestHome::over_a_line();
    let db = Db::open(home.home(), Options::default()).expect("opened").of(OURS);
    db.write(|tx| log::create_authority(tx, OURS, "Lyktinge")).expect("created");
    (home, db)
}

/// Draws the next number: what is done twice is seen, and what is not done as well.
fn draw(db: &Db, runs: &Arc<AtomicUsize>) -> Result<i64> {
    let runs = Arc::clone(runs);
    db.write(move |tx| {
        runs.fetch_add(1, Ordering::SeqCst);
        numbers::next(tx, OURS, "matter", 2026)
    })
}

#[test]
fn a_line_that_is_cut_around_a_commit_does_the_work_once() {
    let (home, db) = over_a_line();
    let mut expected = 0;
    let (before, after) = (Some(Cut::Before), Some(Cut::After));
    for (moment, runs_expected) in [(None, 1), (before, 2), (after, 1), (before, 2), (after, 1), (None, 1)] {
        let runs = Arc::new(AtomicUsize::new(0));
        if let Some(moment) = moment {
            home.line().cut(moment);
        }
        expected += 1;
        assert_eq!(draw(&db, &runs), Ok(expected), "cut at {moment:?}");
        assert_eq!(runs.load(Ordering::SeqCst), runs_expected, "cut at {moment:?}");
    }
}

/// Eight writers at once, and a line that is cut again and again: every number is drawn once and none is missing.
#[test]
fn many_writers_over_a_line_that_is_cut_draw_every_number_once() {
    const EACH: usize = 15;
    let (home, db) = over_a_line();
    let line = home.line();
    let runs = Arc::new(AtomicUsize::new(0));
    let mut drawn: Vec<i64> = thread::scope(|scope| {
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let (db, runs) = (&db, &runs);
                scope.spawn(move || {
                    let draw_one = |turn: usize| {
                        if (turn + writer).is_multiple_of(3) {
                            line.cut(if turn.is_multiple_of(2) { Cut::Before } else { Cut::After });
                        }
                        draw(db, runs).expect("drawn")
                    };
                    (0..EACH).map(draw_one).collect::<Vec<_>>()
                })
            })
            .collect();
        writers.into_iter().flat_map(|writer| writer.join().expect("no panic")).collect()
    });
    drawn.sort_unstable();
    let all: Vec<i64> = (1..).take(8 * EACH).collect();
    assert_eq!(drawn, all);
    assert!(runs.load(Ordering::SeqCst) > 8 * EACH, "some were run again");
}

/// The server ends every connection, idle or at work: whoever reads or writes next has a new one.
#[test]
fn connections_that_the_server_ended_are_made_anew() {
    let (home, db) = register();
    let db = db.of(OURS);
    let mut outside = home.database().expect("a database").client();
    let runs = Arc::new(AtomicUsize::new(0));
    assert_eq!(draw(&db, &runs), Ok(1));
    outside.query(KILL.0, &[]).expect("ended");
    assert!(db.read(|tx| log::head(tx, OURS)).is_ok(), "a reader finds an idle connection gone");
    outside.query(KILL.0, &[]).expect("ended");
    assert_eq!(draw(&db, &runs), Ok(2), "a writer does too");

    let killed = AtomicUsize::new(0);
    let outside = std::sync::Mutex::new(outside);
    let drawn = db.write(move |tx| {
        let number = numbers::next(tx, OURS, "matter", 2026)?;
        if killed.fetch_add(1, Ordering::SeqCst) == 0 {
            outside.lock().expect("ours").query(KILL.0, &[]).expect("ended");
        }
        numbers::at_least(tx, OURS, "matter", 2027, number)?;
        Ok(number)
    });
    assert_eq!(drawn, Ok(3), "in the middle of the work it is run again");
}

/// Two pieces of work that lock the same two rows in opposite order: the server undoes one, which is run again.
#[test]
fn work_that_would_wait_for_each_other_is_run_again() {
    const FIRST: Sql = Sql("UPDATE setting SET value = $1 WHERE authority = 1 AND name = $2");
    const NEW: Sql = Sql("INSERT INTO setting (authority, name, value) VALUES (1, $1, '')");
    let (_home, db) = register();
    let db = db.of(OURS);
    for name in ["a", "b"] {
        db.write(move |tx| tx.run(NEW, &[name.into()])).expect("made");
    }
    let meeting = Arc::new(std::sync::Barrier::new(2));
    thread::scope(|scope| {
        let both = [["a", "b"], ["b", "a"]].map(|[one, other]| {
            let (db, meeting) = (&db, Arc::clone(&meeting));
            scope.spawn(move || {
                let mut runs = 0;
                db.write(move |tx| {
                    tx.run(FIRST, &["x".into(), one.into()])?;
                    runs += 1;
                    if runs == 1 {
                        meeting.wait();
                    }
                    tx.run(FIRST, &["y".into(), other.into()])?;
                    Ok(runs)
                })
            })
        });
        let runs = both.map(|thread| thread.join().expect("no panic").expect("written"));
        assert!(
            runs[0] + runs[1] >= 3,
            "one of them twice; a server that has much to do may undo it again: {runs:?}"
        );
    });
}

/// A rule that is broken by the work itself is told, after it has been asked whether somebody else was first.
#[test]
fn a_broken_rule_is_told_and_a_failed_statement_is_never_committed() {
    const NEW: Sql = Sql("INSERT INTO setting (authority, name, value) VALUES (1, 'once', '')");
    let (_home, db) = register();
    let db = db.of(OURS);
    db.write(|tx| tx.run(NEW, &[])).expect("made");
    assert!(matches!(db.write(|tx| tx.run(NEW, &[])), Err(Error::Constraint(_))));
    let swallowed = db.write(|tx| {
        numbers::next(tx, OURS, "matter", 2026)?;
        let _swallowed = tx.run(NEW, &[]);
        Ok(())
    });
    assert!(swallowed.is_err(), "a commit after a failed statement would be answered as if it had been one");
    let runs = Arc::new(AtomicUsize::new(0));
    assert_eq!(draw(&db, &runs), Ok(1), "nothing of it stands");
    let panicked: Result<()> = db.write(|_| panic!("on purpose"));
    assert_eq!(panicked, Err(Error::Panicked));
    assert_eq!(draw(&db, &runs), Ok(2), "the store goes on");
}

/// A server that is gone is called for a while. Where nothing had been asked to be committed, that is said; where it had, that it is not
/// known.
#[test]
fn a_server_that_does_not_come_back_is_given_up() {
    let (home, db) = over_a_line();
    let runs = Arc::new(AtomicUsize::new(0));
    assert_eq!(draw(&db, &runs), Ok(1));
    home.line().close();
    home.line().cut(Cut::After);
    assert_eq!(draw(&db, &runs), Err(Error::Lost));
    assert!(matches!(draw(&db, &runs), Err(Error::Away(_))), "the connections are gone");
    let read = db.read(|tx| log::head(tx, OURS));
    let Err(Error::Away(why)) = read else { panic!("{read:?}") };
    assert!(why.contains("/lykta_"), "which database: {why}");
    home.line().open();
    assert_eq!(draw(&db, &runs), Ok(3), "the second had been done");
}
