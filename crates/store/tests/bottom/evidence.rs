//! Checkpoints, readings under the chain, proofs: what is taken, and that it holds.

use seal::{Master, PublicKey, Signed, Signer};
use store::access_log::{self, Look};
use store::evidence::{self, Which};
use store::{Error, Trust, Verdict, key_file, log};

use crate::fixture::{Fixture, NOW, OTHER, OURS, SECOND, WORKER, id};

/// Opens a file and shows a list, so many times.
pub(crate) fn look(fixture: &Fixture, times: i64) {
    for time in 0..times {
        let keys = std::sync::Arc::clone(&fixture.keys);
        fixture
            .db
            .write(move |tx| {
                let listed = [id(7), id(8)];
                let look = |stream, listed| Look {
                    authority: OURS,
                    at_us: NOW + time * SECOND,
                    actor: WORKER,
                    stream,
                    purpose: "assigned",
                    part: "timeline",
                    listed,
                };
                access_log::write(tx, &keys, &look(Some(id(1)), &[]))?;
                access_log::write(tx, &keys, &look(None, &listed))
            })
            .expect("written");
    }
}

fn take(fixture: &Fixture) -> Option<Signed> {
    evidence::take(&fixture.db, &fixture.keys, OURS, NOW).expect("taken")
}

fn master(fixture: &Fixture) -> Master {
    key_file::read_demo(fixture.home.dir()).expect("the demo's key")
}

fn key(fixture: &Fixture) -> PublicKey {
    evidence::public_key(&master(fixture), OURS)
}

fn verdict(fixture: &Fixture, trust: &Trust) -> String {
    store::verify(fixture.home.home(), trust)
        .expect("verified")
        .first()
        .map(Verdict::to_string)
        .expect("an authority")
}

#[test]
fn a_checkpoint_covers_everything_up_to_it() {
    let fixture = Fixture::new();
    assert_eq!(take(&fixture), None, "of nothing there is none");
    let note = fixture.key();
    for seen in 0..9 {
        fixture.note(id(1), seen, note, "text").expect("a note");
    }
    look(&fixture, 3);
    let taken = take(&fixture).expect("one");
    assert_eq!(taken.checkpoint.height, 10, "nine notes and the readings");
    assert!(key(&fixture).signed(&taken));
    assert_eq!(take(&fixture), Some(taken), "nothing has been written since");

    look(&fixture, 1);
    fixture.note(id(1), 9, note, "text").expect("a note");
    let found = verdict(&fixture, &Trust { witnesses: vec![taken], keys: vec![key(&fixture)] });
    assert_eq!(found, "authority=1 ok height=11 checkpoints=2 newest=10 access=6 open=2");
    assert_eq!(fixture.texts(id(1)).len(), 10);
}

/// What is taken in one authority is nothing in the other.
#[test]
fn authorities_sign_apart() {
    let fixture = Fixture::new();
    look(&fixture, 1);
    let ours = take(&fixture).expect("one");
    let theirs = evidence::take(&fixture.of(OTHER), &fixture.keys, OTHER, NOW).expect("taken");
    assert_eq!((ours.checkpoint.height, theirs), (1, None));
    let other = evidence::public_key(&master(&fixture), OTHER);
    assert!(!other.signed(&ours) && key(&fixture).signed(&ours));
}

#[test]
fn a_register_signed_by_a_stranger_is_named() {
    let fixture = Fixture::new();
    look(&fixture, 1);
    take(&fixture);
    let stranger = Signer::new(&Master::from_bytes([9; 32]), OURS).public();
    let found = verdict(&fixture, &Trust { keys: vec![stranger], ..Trust::default() });
    assert_eq!(found, "authority=1 broken height=1 reason=signer");
}

/// Beside a running program: the other process writes through its own connection, and both go on.
#[test]
fn a_checkpoint_can_be_taken_beside_a_running_program() {
    let fixture = Fixture::new();
    let note = fixture.key();
    fixture.note(id(1), 0, note, "text").expect("a note");
    look(&fixture, 2);
    let taken = evidence::take_beside(fixture.home.home(), &master(&fixture), OURS, NOW)
        .expect("taken")
        .expect("one");
    assert_eq!(taken.checkpoint.height, 2);
    fixture.note(id(1), 1, note, "text").expect("a note");
    assert_eq!(fixture.db.read(|tx| log::head(tx, OURS)).expect("read").height, 3);
    assert_eq!(
        verdict(&fixture, &Trust::default()),
        "authority=1 ok height=3 checkpoints=1 newest=2 access=4 open=0"
    );
    let refused = evidence::take_beside(fixture.home.home(), &Master::from_bytes([9; 32]), OURS, NOW);
    assert_eq!(refused, Err(store::KeyError::WrongMaster.into()));
}

/// A row of the access log is covered once, and otherwise never changed.
#[test]
fn what_is_covered_stays_covered() {
    const UNCOVER: store::Sql = store::Sql("UPDATE access SET root = NULL");
    const REWRITE: store::Sql = store::Sql("UPDATE access SET root = 5, part = 'note'");
    const RESIGN: store::Sql = store::Sql("UPDATE checkpoint SET at_us = 0");
    const FORGET: store::Sql = store::Sql("DELETE FROM checkpoint");
    let fixture = Fixture::in_files();
    look(&fixture, 1);
    take(&fixture);
    look(&fixture, 1);
    for forbidden in [UNCOVER, REWRITE, RESIGN, FORGET] {
        let refused = fixture.db.write(move |tx| tx.run(forbidden, &[]));
        assert!(matches!(refused, Err(Error::Constraint(_))), "{forbidden:?}: {refused:?}");
    }
}

#[test]
fn every_entry_below_a_checkpoint_is_proved() {
    let fixture = Fixture::new();
    let note = fixture.key();
    for seen in 0..20 {
        fixture.note(id(1), seen, note, "text").expect("a note");
    }
    let refused = evidence::prove_beside(fixture.home.home(), OURS, Which::Height(3));
    assert!(matches!(refused, Err(Error::Unproved(_))), "{refused:?}");
    take(&fixture);
    for height in 1..=20 {
        let proof = evidence::prove_beside(fixture.home.home(), OURS, Which::Height(height)).expect("proved");
        let same = evidence::prove_beside(fixture.home.home(), OURS, Which::Place(id(1), height));
        assert_eq!(same.as_ref(), Ok(&proof));
        let read: seal::Proof = proof.to_string().parse().expect("as it is written");
        assert_eq!(read.check(&key(&fixture)).map(|header| (header.stream, header.seq)), Ok((id(1), height)));
    }
    for nothing in [Which::Height(21), Which::Height(0), Which::Place(id(1), 21), Which::Place(id(2), 1)] {
        let refused = evidence::prove_beside(fixture.home.home(), OURS, nothing);
        assert_eq!(refused, Err(Error::Unproved("there is no such entry")), "{nothing:?}");
    }
}
