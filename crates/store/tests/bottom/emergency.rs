//! The two sealed accounts: opened by a key alone, never used unseen, and sealed anew with another key.

use store::accounts::{self, Binding, By, Identity};
use store::code::Code;
use store::emergency::{self, Emergency, Standing};
use store::passkeys::{self, Passkey};
use store::secret::Secret;
use store::sessions::{self, Limits, Proof};
use store::{Sql, log};

use crate::fixture::{Fixture, NOW, OTHER, OURS, SECOND, WORKER, id};

const LIMITS: Limits = Limits { idle_us: 3600 * SECOND, absolute_us: 3600 * SECOND };
const PROOF: Proof = Proof { level: 3, at_us: NOW };
const ONE: Emergency = Emergency::First;

fn key(of: u8) -> Passkey {
    Passkey { credential: vec![of; 32], key: "held".to_owned() }
}

fn code(fixture: &Fixture) -> Code {
    fixture.keys.ensure(OURS, &[seal::EVIDENCE]).expect("a key");
    let keys = fixture.keys.clone();
    let until = (NOW, NOW + 100 * SECOND);
    fixture
        .db
        .write(move |tx| accounts::open(tx, &keys, (OURS, ONE.account()), By::Operator, until))
        .expect("opened")
}

/// A code, and a key that is bound with it.
fn seal(fixture: &Fixture, of: u8) {
    let (code, keys) = (code(fixture), fixture.keys.clone());
    let bound = fixture.db.write(move |tx| passkeys::bind(tx, &keys, OURS, &code, &key(of), NOW));
    assert_eq!(bound, Ok(Binding::Bound(ONE.account())));
}

fn log_in(fixture: &Fixture) -> Option<Secret> {
    let keys = fixture.keys.clone();
    fixture
        .db
        .write(move |tx| accounts::log_in(tx, &keys, (OURS, ONE.account()), PROOF, NOW, LIMITS))
        .expect("asked")
}

fn stands(fixture: &Fixture) -> Standing {
    fixture.db.read(|tx| emergency::standings(tx, OURS)).expect("read")[0]
}

fn opens(fixture: &Fixture, of: u8) -> bool {
    let known =
        |tx: &mut dyn store::Tx| passkeys::of(tx, &fixture.keys, (OURS, ONE.account()), &key(of).credential);
    fixture.db.read(known).expect("read").is_some()
}

fn review(fixture: &Fixture, seen: i64) -> bool {
    let keys = fixture.keys.clone();
    let by = record::StaffId::new(WORKER);
    fixture
        .db
        .write(move |tx| {
            emergency::review(tx, &keys, (OURS, ONE, seen), (by, "Kortet slutade fungera."), NOW)
        })
        .expect("asked")
}

/// There are two, and nothing that anybody works as is one of them.
#[test]
fn there_are_two_and_nobody_is_one() {
    assert_eq!(Emergency::ALL.map(Emergency::number), [1, 2]);
    assert_eq!([0, 1, 2, 3].map(Emergency::numbered), [None, Some(ONE), Some(Emergency::Second), None]);
    assert_ne!(Emergency::First.account(), Emergency::Second.account());
    assert_eq!(Emergency::of(WORKER), None);
    assert_eq!(Emergency::of(store::edge::blind_id()), None);
    let fixture = Fixture::new();
    let nothing = stands(&fixture);
    assert!(!nothing.is_open && !nothing.is_whole() && !nothing.needs_somebody(), "{nothing:?}");
}

/// No provider can open it: it is for the day when the provider is away, and nobody at a provider is its owner.
#[test]
fn it_is_bound_to_a_key_and_to_nothing_else() {
    let fixture = Fixture::new();
    let (code, keys) = (code(&fixture), fixture.keys.clone());
    let somebody = Identity::Provided { issuer: "https://idp.example".into(), subject: "7".into() };
    let held = code.clone();
    let bound = fixture.db.write(move |tx| accounts::bind(tx, &keys, OURS, &held, &somebody, NOW));
    assert_eq!(bound, Ok(Binding::KeyOnly));
    assert!(stands(&fixture).needs_somebody(), "it is open, and no key is in its envelope");
    let keys = fixture.keys.clone();
    let bound = fixture.db.write(move |tx| passkeys::bind(tx, &keys, OURS, &code, &key(1), NOW));
    assert_eq!(bound, Ok(Binding::Bound(ONE.account())), "the code was not used");
    assert!(stands(&fixture).is_whole() && !stands(&fixture).needs_somebody());
}

/// The login and the word of it are one transaction. Order is told by the place in the record: the clock of this test stands still.
#[test]
fn its_first_login_breaks_the_seal_and_asks_for_a_review() {
    let fixture = Fixture::new();
    seal(&fixture, 1);
    assert!(log_in(&fixture).is_some());
    let used = stands(&fixture);
    assert!(used.is_broken() && used.awaits_review() && used.needs_somebody());
    let first = used.used.expect("it was used").seq;
    log_in(&fixture);
    assert!(!review(&fixture, first), "it was used again since that was shown");
    assert!(review(&fixture, stands(&fixture).used.expect("it was used").seq));
    let reviewed = stands(&fixture);
    assert!(!reviewed.awaits_review() && reviewed.is_broken() && reviewed.needs_somebody());
    assert!(!review(&fixture, reviewed.used.expect("it was used").seq), "there is nothing to look into");

    let entries = fixture.db.read(|tx| log::entries_since(tx, OURS, seal::EVIDENCE, 0)).expect("read");
    let told: Vec<_> = entries.iter().map(|entry| entry.kind.as_str()).collect();
    let once = ["account-opened", "account-bound", "emergency-used", "emergency-used", "emergency-reviewed"];
    assert_eq!(told, once);
    assert!(
        entries.iter().all(|entry| entry.number.as_deref() == Some(&*ONE.account().simple().to_string()))
    );
    assert_eq!(fixture.db.of(OTHER).read(|tx| emergency::standings(tx, OTHER)).expect("read")[0].used, None);
}

/// Whoever had the key from the envelope is out at once, and it opens nothing more.
#[test]
fn another_key_makes_it_whole_and_the_former_opens_nothing() {
    let fixture = Fixture::new();
    seal(&fixture, 1);
    let session = log_in(&fixture).expect("in");
    seal(&fixture, 2);
    assert!(stands(&fixture).is_whole());
    assert_eq!((opens(&fixture, 1), opens(&fixture, 2)), (false, true));
    let runs = fixture.db.read(|tx| sessions::find(tx, OURS, &session, NOW, LIMITS)).expect("read");
    assert_eq!(runs, None);
    assert!(stands(&fixture).awaits_review(), "that it was used is not forgotten");
}

#[test]
fn closed_it_opens_nothing_and_its_use_is_still_asked_about() {
    let fixture = Fixture::new();
    seal(&fixture, 1);
    log_in(&fixture);
    let keys = fixture.keys.clone();
    let ended = fixture
        .db
        .write(move |tx| accounts::close(tx, &keys, (OURS, ONE.account()), By::Staff(id(0xB0)), NOW))
        .expect("asked");
    assert_eq!(ended.map(|ended| ended.sessions), Some(1));
    assert_eq!((log_in(&fixture), opens(&fixture, 1)), (None, false));
    let closed = stands(&fixture);
    assert!(!closed.is_open && closed.awaits_review() && closed.needs_somebody());
}

/// Nobody takes away that it was used, who can only do what the program does.
#[test]
fn what_happened_is_never_changed_or_removed() {
    let fixture = Fixture::new();
    seal(&fixture, 1);
    log_in(&fixture);
    for statement in [Sql("DELETE FROM emergency_event"), Sql("UPDATE emergency_event SET what = 'reviewed'")]
    {
        assert!(fixture.db.write(move |tx| tx.run(statement, &[])).is_err(), "{statement:?}");
    }
    assert!(stands(&fixture).awaits_review());
}
