//! Accounts: opened with a code that is used once, and closed with everything that hangs on them.

use store::access_tokens::{self, New, Scope};
use store::accounts::{self, Binding, By, Ended, Identity};
use store::code::Code;
use store::secret::Secret;
use store::sessions::{self, Limits, Proof};
use uuid::Uuid;

use crate::fixture::{Fixture, NOW, OTHER, OURS, SECOND, WORKER, id};

const LIMITS: Limits = Limits { idle_us: 3600 * SECOND, absolute_us: 36_000 * SECOND };
const PROOF: Proof = Proof { level: 3, at_us: NOW };
const ENDS: i64 = NOW + 100 * SECOND;

/// Invented: nobody is called this by anybody.
fn somebody(subject: &str) -> Identity {
    Identity::Provided { issuer: "https://idp.lyktinge.example".into(), subject: subject.into() }
}

fn open(fixture: &Fixture, account: Uuid) -> Code {
    fixture.keys.ensure(OURS, &[seal::EVIDENCE]).expect("a key");
    let keys = fixture.keys.clone();
    fixture
        .db
        .write(move |tx| accounts::open(tx, &keys, (OURS, account), By::Operator, (NOW, ENDS)))
        .expect("opened")
}

fn bind(fixture: &Fixture, code: &Code, identity: &Identity, at: i64) -> Binding {
    let (keys, code, identity) = (fixture.keys.clone(), code.clone(), identity.clone());
    fixture.db.write(move |tx| accounts::bind(tx, &keys, OURS, &code, &identity, at)).expect("asked")
}

fn whose(fixture: &Fixture, authority: i64, identity: &Identity) -> Option<Uuid> {
    let db = fixture.of(authority);
    db.read(|tx| accounts::whose(tx, &fixture.keys, authority, identity)).expect("read")
}

fn log_in(fixture: &Fixture, account: Uuid) -> Option<Secret> {
    fixture.keys.ensure(OURS, &[seal::EVIDENCE]).expect("a key");
    let keys = fixture.keys.clone();
    fixture
        .db
        .write(move |tx| accounts::log_in(tx, &keys, (OURS, account), PROOF, NOW, LIMITS))
        .expect("asked")
}

fn close(fixture: &Fixture, account: Uuid, at: i64) -> Option<Ended> {
    let keys = fixture.keys.clone();
    fixture
        .db
        .write(move |tx| accounts::close(tx, &keys, (OURS, account), By::Staff(id(0xB0)), at))
        .expect("asked")
}

/// ASVS V6.3.2: a new register has no account, and nobody can log in before one is opened.
#[test]
fn v6_3_2_a_new_register_has_no_account() {
    let fixture = Fixture::new();
    assert_eq!(fixture.db.read(|tx| accounts::all(tx, OURS)), Ok(vec![]));
    assert_eq!(log_in(&fixture, WORKER), None);
    assert_eq!(whose(&fixture, OURS, &somebody("197001012391")), None);
}

#[test]
fn a_code_binds_one_identity_once() {
    let fixture = Fixture::new();
    let code = open(&fixture, WORKER);
    let of_code =
        |code: &Code, at| fixture.db.read(|tx| accounts::of_code(tx, OURS, code, at)).expect("read");
    assert_eq!((of_code(&code, NOW), of_code(&code, ENDS)), (Some(WORKER), None));
    assert_eq!(bind(&fixture, &code, &somebody("7"), ENDS), Binding::NoCode, "its day has passed");
    assert_eq!(bind(&fixture, &code, &somebody("7"), NOW), Binding::Bound(WORKER));
    assert_eq!(whose(&fixture, OURS, &somebody("7")), Some(WORKER));
    assert_eq!(bind(&fixture, &code, &somebody("8"), NOW), Binding::NoCode, "it has been used");
    assert_eq!(whose(&fixture, OURS, &somebody("8")), None);
    assert_eq!(whose(&fixture, OTHER, &somebody("7")), None, "an account is one authority's");
    let (first, second) = (open(&fixture, WORKER), open(&fixture, WORKER));
    assert_eq!(bind(&fixture, &first, &somebody("8"), NOW), Binding::NoCode, "there is one code at a time");
    assert_eq!(bind(&fixture, &second, &somebody("8"), NOW), Binding::Bound(WORKER));
}

/// ASVS V6.8.1: the same subject at another provider is somebody else, and nobody's identity becomes another account's.
#[test]
fn v6_8_1_no_provider_can_claim_whom_another_has_named() {
    let fixture = Fixture::new();
    let code = open(&fixture, WORKER);
    assert_eq!(bind(&fixture, &code, &somebody("7"), NOW), Binding::Bound(WORKER));
    for (issuer, subject) in [
        ("https://idp.example", "7"),
        ("https://idp.lyktinge.example/", "7"),
        ("https://idp.lyktinge.example7", ""),
        ("https://idp.lyktinge.exampl", "e7"),
    ] {
        let other = Identity::Provided { issuer: issuer.into(), subject: subject.into() };
        assert_eq!(whose(&fixture, OURS, &other), None, "{issuer} {subject}");
    }
    let theirs = open(&fixture, id(0xB0));
    assert_eq!(bind(&fixture, &theirs, &somebody("7"), NOW), Binding::Taken);
    assert_eq!(whose(&fixture, OURS, &somebody("7")), Some(WORKER));
    assert_eq!(bind(&fixture, &theirs, &somebody("9"), NOW), Binding::Bound(id(0xB0)), "not used up");
}

/// ASVS V7.4.2: closing ends every session, token and code of the account in one transaction; the next request is nobody's.
#[test]
fn v7_4_2_closing_an_account_ends_everything_at_once() {
    let fixture = Fixture::new();
    let code = open(&fixture, WORKER);
    assert_eq!(bind(&fixture, &code, &somebody("7"), NOW), Binding::Bound(WORKER));
    let other = open(&fixture, id(0xB0));
    let sessions = [log_in(&fixture, WORKER), log_in(&fixture, WORKER)].map(|token| token.expect("in"));
    let stays = log_in(&fixture, id(0xB0)).expect("in");
    let new = New {
        authority: OURS,
        account: WORKER,
        label: "import".to_owned(),
        scopes: vec![Scope::Read],
        now_us: NOW,
        ends_us: ENDS,
    };
    let program = fixture.db.write(move |tx| access_tokens::make(tx, &new)).expect("made");
    let spare = open(&fixture, WORKER);

    assert_eq!(close(&fixture, WORKER, NOW + SECOND), Some(Ended { sessions: 2, tokens: 1 }));
    let runs = |token: &Secret| {
        fixture.db.read(|tx| sessions::find(tx, OURS, token, NOW + SECOND, LIMITS)).expect("read").is_some()
    };
    assert!(sessions.iter().all(|token| !runs(token)) && runs(&stays));
    let held = fixture.db.read(|tx| access_tokens::find(tx, OURS, &program, NOW + SECOND));
    assert_eq!(held, Ok(None));
    assert_eq!(whose(&fixture, OURS, &somebody("7")), None);
    assert_eq!(log_in(&fixture, WORKER), None);
    assert_eq!(bind(&fixture, &spare, &somebody("7"), NOW + SECOND), Binding::NoCode);
    assert_eq!(close(&fixture, WORKER, NOW + SECOND), None, "it is closed");
    assert_eq!(bind(&fixture, &other, &somebody("8"), NOW), Binding::Bound(id(0xB0)));
}

/// Whoever comes back is given a new code: what they had before opens nothing.
#[test]
fn an_account_that_is_opened_again_is_bound_again() {
    let fixture = Fixture::new();
    let code = open(&fixture, WORKER);
    bind(&fixture, &code, &somebody("7"), NOW);
    close(&fixture, WORKER, NOW + SECOND);
    let keys = fixture.keys.clone();
    let again = fixture
        .db
        .write(move |tx| accounts::open(tx, &keys, (OURS, WORKER), By::Operator, (NOW + 2 * SECOND, ENDS)))
        .expect("opened");
    assert_eq!(whose(&fixture, OURS, &somebody("7")), None);
    assert_eq!(bind(&fixture, &again, &somebody("7"), NOW + 3 * SECOND), Binding::Bound(WORKER));
    let all = fixture.db.read(|tx| accounts::all(tx, OURS)).expect("read");
    let times: Vec<_> = all.iter().map(|one| (one.opened_us, one.closed_us, one.logins.len())).collect();
    assert_eq!(times, [(NOW, Some(NOW + SECOND), 1), (NOW + 2 * SECOND, None, 1)]);
}

/// What happens to accounts is told by the record, and nothing of it names anybody.
#[test]
fn accounts_are_entries_and_the_identity_stands_nowhere() {
    let fixture = Fixture::in_files();
    let code = open(&fixture, WORKER);
    bind(&fixture, &code, &somebody("197001012391"), NOW);
    close(&fixture, WORKER, NOW + SECOND);
    let entries = fixture.db.read(|tx| store::log::entries_since(tx, OURS, seal::EVIDENCE, 0)).expect("read");
    let told: Vec<_> = entries.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(told, ["account-opened", "account-bound", "account-closed"]);
    assert!(entries.iter().all(|entry| entry.number.as_deref() == Some(&*WORKER.simple().to_string())));
    assert_eq!(format!("{:?}", somebody("197001012391")), "provider");
}
