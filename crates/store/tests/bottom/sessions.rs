//! Sessions end when they should, by the clock they are given.

use store::secret::Secret;
use store::sessions::{self, Limits, Proof, Session, TOUCH_EVERY_US};

use crate::fixture::{Fixture, NOW, OTHER, OURS, SECOND, WORKER, id};

const HOUR: i64 = 3600 * SECOND;
const LIMITS: Limits = Limits { idle_us: HOUR, absolute_us: 10 * HOUR };
const PROOF: Proof = Proof { level: 3, at_us: NOW };

fn start(fixture: &Fixture) -> Secret {
    fixture.db.write(|tx| sessions::start(tx, OURS, WORKER, PROOF, NOW, LIMITS)).expect("started")
}

fn find(fixture: &Fixture, token: &Secret, now: i64) -> Option<Session> {
    fixture.db.read(|tx| sessions::find(tx, OURS, token, now, LIMITS)).expect("read")
}

fn touch(fixture: &Fixture, token: &Secret, now: i64) {
    let token = token.clone();
    fixture.db.write(move |tx| sessions::touch(tx, OURS, &token, now)).expect("touched");
}

/// ASVS V7.2.3: 256 random bits, never the same twice.
#[test]
fn v7_2_3_a_session_is_found_by_its_token_only() {
    let fixture = Fixture::new();
    let (one, two) = (start(&fixture), start(&fixture));
    assert_ne!(one.reveal(), two.reveal());
    let found = find(&fixture, &one, NOW).expect("running");
    assert_eq!((found.account, found.to_touch), (WORKER, false));
    let guessed: Secret = "0".repeat(64).parse().expect("a token's form");
    assert_eq!(find(&fixture, &guessed, NOW), None);
}

/// ASVS V7.3.1 and V7.3.2, by the clock that is given.
#[test]
fn v7_3_1_v7_3_2_a_session_ends_idle_or_old() {
    let fixture = Fixture::new();
    let token = start(&fixture);
    assert!(find(&fixture, &token, NOW + HOUR - 1).is_some());
    assert!(find(&fixture, &token, NOW + HOUR).is_none());
    for hour in 1..=30 {
        touch(&fixture, &token, NOW + hour * HOUR / 2);
    }
    assert!(find(&fixture, &token, NOW + 10 * HOUR - 1).is_some(), "kept alive by signs of life");
    assert!(find(&fixture, &token, NOW + 10 * HOUR).is_none(), "but not for ever");
}

#[test]
fn a_sign_of_life_is_asked_for_now_and_then_and_never_moves_back() {
    let fixture = Fixture::new();
    let token = start(&fixture);
    assert!(!find(&fixture, &token, NOW + TOUCH_EVERY_US - 1).expect("running").to_touch);
    assert!(find(&fixture, &token, NOW + TOUCH_EVERY_US).expect("running").to_touch);
    touch(&fixture, &token, NOW + HOUR / 2);
    touch(&fixture, &token, NOW);
    assert!(find(&fixture, &token, NOW + HOUR).is_some());
}

#[test]
fn logging_out_ends_one_and_ending_all_ends_the_rest_of_that_account() {
    let fixture = Fixture::new();
    let (one, two) = (start(&fixture), start(&fixture));
    let other =
        fixture.db.write(|tx| sessions::start(tx, OURS, id(0xB0), PROOF, NOW, LIMITS)).expect("started");
    let theirs = fixture
        .of(OTHER)
        .write(|tx| sessions::start(tx, OTHER, WORKER, PROOF, NOW, LIMITS))
        .expect("started");
    let ended = one.clone();
    assert_eq!(fixture.db.write(move |tx| sessions::end(tx, OURS, &ended)), Ok(true));
    assert!(find(&fixture, &one, NOW).is_none());
    assert!(find(&fixture, &two, NOW).is_some());
    assert_eq!(fixture.db.write(|tx| sessions::end_all(tx, OURS, WORKER)), Ok(1));
    assert!(find(&fixture, &two, NOW).is_none());
    assert!(find(&fixture, &other, NOW).is_some());
    assert!(find(&fixture, &theirs, NOW).is_none(), "a token is shown at its own authority's door");
    let at_theirs = fixture.of(OTHER).read(|tx| sessions::find(tx, OTHER, &theirs, NOW, LIMITS));
    assert!(at_theirs.expect("read").is_some());
}

/// ASVS V7.2.4: whoever proves anew who they are goes on under a new token, and the old one is dead. When the session ends at the latest stands.
#[test]
fn v7_2_4_stepping_up_gives_a_new_token_and_the_old_one_is_dead() {
    let fixture = Fixture::new();
    let former = start(&fixture);
    let proof = Proof { level: 4, at_us: NOW + HOUR / 2 };
    let renew = |token: &Secret, account, at| {
        let token = token.clone();
        let renewed =
            fixture.db.write(move |tx| sessions::renew(tx, (OURS, account), &token, proof, at, LIMITS));
        renewed.expect("asked")
    };
    assert_eq!(renew(&former, id(0xB0), NOW + HOUR / 2), None, "it is not theirs");
    let token = renew(&former, WORKER, NOW + HOUR / 2).expect("it runs");
    assert_ne!(former.reveal(), token.reveal());
    assert_eq!(find(&fixture, &former, NOW + HOUR / 2), None);
    let found = find(&fixture, &token, NOW + HOUR / 2).expect("running");
    assert_eq!((found.account, found.started_us, found.proof), (WORKER, NOW, proof));
    assert_eq!(renew(&former, WORKER, NOW + HOUR / 2), None, "a dead token is not renewed");
    for hour in 1..=30 {
        touch(&fixture, &token, NOW + hour * HOUR / 2);
    }
    assert!(find(&fixture, &token, NOW + 10 * HOUR).is_none(), "a step up makes no session longer");
    assert_eq!(renew(&token, WORKER, NOW + 10 * HOUR), None);
}

#[test]
fn sweeping_removes_what_has_ended_and_nothing_else() {
    let fixture = Fixture::new();
    let (idle, alive) = (start(&fixture), start(&fixture));
    touch(&fixture, &alive, NOW + HOUR);
    assert_eq!(fixture.db.write(|tx| sessions::sweep(tx, OURS, NOW + HOUR, LIMITS)), Ok(1));
    assert!(find(&fixture, &idle, NOW).is_none());
    assert!(find(&fixture, &alive, NOW + HOUR).is_some());
}
