//! Passkeys: bound like every identity, asked once, and none that somebody else has put in their place.

use store::accounts::{self, Binding, By};
use store::passkeys::{self, Passkey};
use uuid::Uuid;

use crate::fixture::{Fixture, NOW, OTHER, OURS, SECOND, WORKER, id};

fn key(of: u8, held: &str) -> Passkey {
    Passkey { credential: vec![of; 32], key: held.to_owned() }
}

fn bind(fixture: &Fixture, account: Uuid, key: &Passkey) -> Binding {
    fixture.keys.ensure(OURS, &[seal::EVIDENCE]).expect("a key");
    let (keys, key) = (fixture.keys.clone(), key.clone());
    let bound = fixture.db.write(move |tx| {
        let code = accounts::open(tx, &keys, (OURS, account), By::Operator, (NOW, NOW + SECOND))?;
        passkeys::bind(tx, &keys, OURS, &code, &key, NOW)
    });
    bound.expect("asked")
}

fn of(fixture: &Fixture, authority: i64, account: Uuid, credential: &[u8]) -> Option<Passkey> {
    let db = fixture.of(authority);
    db.read(|tx| passkeys::of(tx, &fixture.keys, (authority, account), credential)).expect("read")
}

#[test]
fn a_key_is_one_accounts_and_goes_with_it() {
    let fixture = Fixture::new();
    let first = key(1, "held");
    assert_eq!(bind(&fixture, WORKER, &first), Binding::Bound(WORKER));
    assert_eq!(of(&fixture, OURS, WORKER, &first.credential), Some(first.clone()));
    assert_eq!(of(&fixture, OURS, id(0xB0), &first.credential), None, "it says that it is somebody else's");
    assert_eq!(of(&fixture, OTHER, WORKER, &first.credential), None, "an account is one authority's");
    assert_eq!(of(&fixture, OURS, WORKER, &key(2, "").credential), None, "nobody's");
    assert_eq!(bind(&fixture, id(0xB0), &first), Binding::Taken);

    let (keys, used) = (fixture.keys.clone(), key(1, "held, used once"));
    let kept = used.clone();
    fixture.db.write(move |tx| passkeys::keep(tx, &keys, OURS, &kept)).expect("kept");
    assert_eq!(of(&fixture, OURS, WORKER, &used.credential), Some(used.clone()));
    let keys = fixture.keys.clone();
    fixture
        .db
        .write(move |tx| accounts::close(tx, &keys, (OURS, WORKER), By::Operator, NOW + SECOND))
        .expect("closed");
    assert_eq!(of(&fixture, OURS, WORKER, &used.credential), None, "the account is closed");
}

#[test]
fn a_question_is_answered_once_and_in_time() {
    let fixture = Fixture::new();
    let ask = |kept: &'static str| {
        fixture.db.write(move |tx| passkeys::ask(tx, OURS, kept, NOW, NOW + SECOND)).expect("asked")
    };
    let answered = |token: &store::secret::Secret, at: i64| {
        let token = token.clone();
        fixture.db.write(move |tx| passkeys::answered(tx, OURS, &token, at)).expect("read")
    };
    let (one, late) = (ask("one"), ask("late"));
    assert_eq!(answered(&one, NOW).as_deref(), Some("one"));
    assert_eq!(answered(&one, NOW), None, "a second time");
    assert_eq!(answered(&late, NOW + SECOND), None);
    assert_eq!(answered(&late, NOW), None, "its end has been told, and it is gone");
}
