//! A program's token holds until its day, for its scopes, and can be taken away.

use store::access_tokens::{self, New, Scope};
use store::secret::Secret;

use crate::fixture::{Fixture, NOW, OTHER, OURS, SECOND, WORKER};

fn new() -> New {
    New {
        authority: OURS,
        account: WORKER,
        label: "import".to_owned(),
        scopes: vec![Scope::Report, Scope::Read],
        now_us: NOW,
        ends_us: NOW + SECOND,
    }
}

fn scopes(fixture: &Fixture, token: &Secret, now: i64) -> Option<Vec<Scope>> {
    let (held, token) = (|found: access_tokens::Held| found.scopes, token.clone());
    fixture.db.read(|tx| access_tokens::find(tx, OURS, &token, now)).expect("read").map(held)
}

#[test]
fn a_token_holds_until_its_day_and_no_guess_does() {
    let fixture = Fixture::new();
    let token = fixture.db.write(|tx| access_tokens::make(tx, &new())).expect("made");
    assert_eq!(scopes(&fixture, &token, NOW), Some(vec![Scope::Report, Scope::Read]));
    assert_eq!(scopes(&fixture, &token, NOW + SECOND), None, "its day has come");
    let guessed: Secret = "0".repeat(64).parse().expect("a token's form");
    assert_eq!(scopes(&fixture, &guessed, NOW), None);
}

#[test]
fn its_owner_takes_it_away_and_nobody_else_does() {
    let fixture = Fixture::new();
    let token = fixture.db.write(|tx| access_tokens::make(tx, &new())).expect("made");
    let listed = fixture.db.read(|tx| access_tokens::of_account(tx, OURS, WORKER)).expect("read");
    assert_eq!((listed.len(), listed[0].label.as_str()), (1, "import"));
    let end = |authority| {
        let id = listed[0].id;
        fixture.db.write(move |tx| access_tokens::end(tx, authority, WORKER, id)).expect("written")
    };
    assert!(!end(OTHER) && scopes(&fixture, &token, NOW).is_some());
    assert!(end(OURS) && scopes(&fixture, &token, NOW).is_none());
}

/// The program may be running: the row is written beside it, and holds at once.
#[test]
fn a_token_is_made_while_the_register_is_in_use() {
    let fixture = Fixture::in_files();
    let token = access_tokens::make_beside(fixture.db.dir(), &new()).expect("made");
    assert!(scopes(&fixture, &token, NOW).is_some());
    let nowhere = tempfile::tempdir().expect("a directory");
    assert!(access_tokens::make_beside(nowhere.path(), &new()).is_err(), "no register, no token");
}
