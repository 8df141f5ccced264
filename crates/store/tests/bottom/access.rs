//! Who looked: kept, never changed, and not itself a leak.

use std::sync::Arc;

use store::access_log::{self, LISTED_MAX, Look};
use store::{Error, Result, Sql};
use uuid::Uuid;

use crate::fixture::{Fixture, NOW, OTHER, OURS, SECOND, WORKER, id};

const NOBODY: [Uuid; 0] = [];

fn look(fixture: &Fixture, actor: Uuid, at: i64, stream: Option<Uuid>, listed: &[Uuid]) -> Result<Uuid> {
    let (keys, listed) = (Arc::clone(&fixture.keys), listed.to_owned());
    fixture.db.write(move |tx| {
        let (purpose, part) = ("assigned", "journal");
        let look =
            Look { authority: OURS, at_us: NOW + at * SECOND, actor, stream, purpose, part, listed: &listed };
        access_log::write(tx, &keys, &look)
    })
}

#[test]
fn those_who_opened_a_file_are_listed_latest_first() {
    let fixture = Fixture::new();
    let manager = id(0xB0);
    look(&fixture, WORKER, 1, Some(id(1)), &[]).expect("written");
    look(&fixture, manager, 2, Some(id(1)), &[]).expect("written");
    look(&fixture, WORKER, 3, Some(id(2)), &[]).expect("written");
    look(&fixture, WORKER, 4, None, &[id(1), id(2)]).expect("written");

    let of = |authority, most| {
        let looks =
            fixture.db.read(|tx| access_log::of_stream(tx, authority, id(1), i64::MAX, most)).expect("read");
        looks.iter().map(|looked| looked.actor).collect::<Vec<_>>()
    };
    assert_eq!(of(OURS, 10), [manager, WORKER], "a list is not an opening");
    assert_eq!(of(OURS, 1), [manager]);
    assert_eq!(of(OTHER, 10), NOBODY);
    let earlier =
        fixture.db.read(|tx| access_log::of_stream(tx, OURS, id(1), NOW + 2 * SECOND, 10)).expect("read");
    assert_eq!(
        (earlier.len(), earlier[0].purpose.as_str(), earlier[0].part.as_str()),
        (1, "assigned", "journal")
    );
    let by = fixture.db.read(|tx| access_log::of_actor(tx, OURS, WORKER, i64::MAX, 10)).expect("read");
    assert_eq!(by.iter().map(|looked| looked.stream).collect::<Vec<_>>(), [None, Some(id(2)), Some(id(1))]);
}

#[test]
fn what_a_list_showed_is_sealed_and_can_be_opened() {
    let fixture = Fixture::new();
    let shown = [id(0x5EC2_E7E7), id(2)];
    let row = look(&fixture, WORKER, 1, None, &shown).expect("written");
    let opened = |authority| fixture.db.read(|tx| access_log::listed(tx, &fixture.keys, authority, row));
    assert_eq!(opened(OURS), Ok(shown.to_vec()));
    assert_eq!(opened(OTHER), Ok(vec![]));
    let rows = fixture.db.read(|tx| tx.rows(Sql("SELECT listed FROM access"), &[])).expect("read");
    let stored = rows[0].bytes(0).expect("bytes");
    assert!(!stored.windows(16).any(|window| window == shown[0].as_bytes()));
}

#[test]
fn a_look_cannot_be_changed() {
    let fixture = Fixture::new();
    look(&fixture, WORKER, 1, Some(id(1)), &[]).expect("written");
    let refused = fixture.db.write(|tx| tx.run(Sql("UPDATE access SET purpose = 'other'"), &[]));
    assert!(matches!(refused, Err(Error::Constraint(_))));
}

#[test]
fn a_list_has_a_limit() {
    let fixture = Fixture::new();
    let long = vec![id(1); LISTED_MAX + 1];
    assert!(matches!(look(&fixture, WORKER, 1, None, &long), Err(Error::TooLarge { .. })));
    assert!(look(&fixture, WORKER, 1, None, &long[1..]).is_ok());
}
