//! Drafts: nothing typed is lost, nothing is overwritten unseen.

use std::sync::Arc;

use store::drafts::{self, DRAFT_BYTES_MAX, Draft, Save, Saved};
use store::{Error, Result};
use uuid::Uuid;

use crate::fixture::{Fixture, NOW, OTHER, OURS, SECOND, WORKER, id};

const DRAFT: Uuid = Uuid::from_u128(0xD0);

fn save_as(fixture: &Fixture, owner: Uuid, seen: i64, text: &str) -> Result<Saved> {
    let (keys, text) = (Arc::clone(&fixture.keys), text.to_owned());
    fixture.db.write(move |tx| {
        let (file, form, text, now_us) = (Some(id(5)), "note", text.as_bytes(), NOW + seen * SECOND);
        drafts::save(
            tx,
            &keys,
            &Save { authority: OURS, draft: DRAFT, owner, file, form, seen, now_us, text },
        )
    })
}

fn save(fixture: &Fixture, seen: i64, text: &str) -> Saved {
    save_as(fixture, WORKER, seen, text).expect("answered")
}

fn load(fixture: &Fixture, owner: Uuid) -> Option<Draft> {
    fixture.db.read(|tx| drafts::load(tx, &fixture.keys, OURS, DRAFT, owner)).expect("read")
}

#[test]
fn a_draft_is_saved_again_and_again_and_survives_a_restart() {
    let fixture = Fixture::new();
    assert_eq!(save(&fixture, 0, "Hon"), Saved::Done { version: 1 });
    assert_eq!(save(&fixture, 1, "Hon berättar"), Saved::Done { version: 2 });
    let fixture = fixture.reopened();
    let draft = load(&fixture, WORKER).expect("there");
    assert_eq!(draft.text, "Hon berättar".as_bytes());
    assert_eq!((draft.row.version, draft.row.file, draft.row.form.as_str()), (2, Some(id(5)), "note"));
}

/// Two windows: the later one is shown both texts and has changed neither.
#[test]
fn a_stale_saving_shows_both_texts_and_changes_nothing() {
    let fixture = Fixture::new();
    save(&fixture, 0, "first");
    save(&fixture, 1, "from one window");
    let before = fixture.dump();
    let Saved::Stale { yours, stored } = save(&fixture, 1, "from the other") else { panic!("stale") };
    assert_eq!((yours.as_slice(), stored.text.as_slice()), (&b"from the other"[..], &b"from one window"[..]));
    assert_eq!(stored.row.version, 2);
    let Saved::Stale { .. } = save(&fixture, 0, "as if new") else { panic!("stale") };
    assert!(fixture.dump() == before);
    assert_eq!(save(&fixture, stored.row.version, "chosen with open eyes"), Saved::Done { version: 3 });
}

#[test]
fn a_saving_whose_answer_was_lost_may_be_sent_again() {
    let fixture = Fixture::new();
    save(&fixture, 0, "text");
    assert_eq!(save(&fixture, 0, "text"), Saved::Done { version: 1 });
    assert_eq!(save(&fixture, 1, "more"), Saved::Done { version: 2 });
    assert_eq!(save(&fixture, 1, "more"), Saved::Done { version: 2 });
}

#[test]
fn nobody_else_reads_saves_or_removes_it() {
    let fixture = Fixture::new();
    save(&fixture, 0, "mine");
    assert_eq!(load(&fixture, id(0xBAD)), None);
    assert_eq!(save_as(&fixture, id(0xBAD), 1, "theirs"), Ok(Saved::Gone));
    assert_eq!(save_as(&fixture, id(0xBAD), 0, "theirs"), Ok(Saved::Gone));
    assert_eq!(fixture.db.write(|tx| drafts::remove(tx, OURS, DRAFT, id(0xBAD))), Ok(false));
    assert_eq!(fixture.db.read(|tx| drafts::load(tx, &fixture.keys, OTHER, DRAFT, WORKER)), Ok(None));
    assert_eq!(load(&fixture, WORKER).expect("there").text, b"mine");
}

/// Signing removes the draft in the same transaction; a saving that arrives late does not bring it back.
#[test]
fn a_removed_draft_stays_removed() {
    let fixture = Fixture::new();
    save(&fixture, 0, "text");
    assert_eq!(fixture.db.write(|tx| drafts::remove(tx, OURS, DRAFT, WORKER)), Ok(true));
    assert_eq!(save(&fixture, 1, "late"), Saved::Gone);
    assert_eq!(load(&fixture, WORKER), None);
}

#[test]
fn a_draft_taken_over_belongs_to_the_new_owner_only() {
    let fixture = Fixture::new();
    let colleague = id(0xB0);
    save(&fixture, 0, "unsigned");
    let forgotten = fixture.db.read(|tx| drafts::untouched_since(tx, OURS, NOW + SECOND)).expect("read");
    assert_eq!(forgotten.len(), 1);
    assert_eq!(fixture.db.read(|tx| drafts::untouched_since(tx, OURS, NOW)), Ok(vec![]));
    let keys = Arc::clone(&fixture.keys);
    let taken = fixture.db.write(move |tx| {
        let first = drafts::take_over(tx, &keys, OURS, &forgotten[0], colleague, NOW + SECOND)?;
        assert_eq!(drafts::take_over(tx, &keys, OURS, &forgotten[0], id(0xBAD), NOW)?, None, "once only");
        Ok(first)
    });
    assert_eq!(taken.expect("written").expect("taken").text, b"unsigned");
    assert_eq!(load(&fixture, colleague).expect("there").row.version, 2);
    assert_eq!(load(&fixture, WORKER), None);
    assert_eq!(save(&fixture, 1, "too late"), Saved::Gone);
    let of = |owner| fixture.db.read(|tx| drafts::of_owner(tx, OURS, owner)).expect("read").len();
    assert_eq!((of(WORKER), of(colleague)), (0, 1));
}

#[test]
fn a_draft_has_a_limit() {
    let fixture = Fixture::new();
    let long = "x".repeat(DRAFT_BYTES_MAX + 1);
    assert!(matches!(save_as(&fixture, WORKER, 0, &long), Err(Error::TooLarge { .. })));
}
