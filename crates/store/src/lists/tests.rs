//! What a list leaves out.

use std::collections::BTreeSet;

use record::{FileId, MeetingId, StaffId};
use uuid::Uuid;

use super::*;
use crate::schema;
use crate::sqlite::Connection;
use crate::views::ViewRow;
use record::id::AuthorityId;

fn meetings(many: u128, worker: StaffId) -> BTreeSet<ViewRow> {
    let one = |n| MeetingRow {
        meeting: MeetingId::new(Uuid::from_u128(n)),
        matter: None,
        at: format!("2026-11-24T08:{:02}", n % 60),
        worker,
        kind: "phone".to_owned(),
        awaits_note: false,
    };
    (1..=many).map(|n| ViewRow::Meeting(one(n))).collect()
}

#[test]
fn what_finds_no_room_is_counted_and_what_does_is_not() {
    let list = &sql::MEETINGS_OF_WORKER;
    let room = list.most as u128;
    for (many, left) in [(room - 1, 0), (room, 0), (room + 3, 3)] {
        let folder = tempfile::tempdir().expect("a directory");
        let mut db = Connection::open_writer(&folder.path().join("register.db")).expect("a database");
        schema::bring_up(&mut db, schema::REGISTER).expect("the schema");
        let worker = StaffId::new(Uuid::from_u128(1));
        let file = FileId::new(Uuid::from_u128(2));
        views::write_difference(&mut db, AuthorityId(1), file, &BTreeSet::new(), &meetings(many, worker))
            .expect("written");
        let with = [1.into(), worker.uuid().into(), "2026-11-25".into()];
        let mut left_out = 0;
        let rows = House::rows(&mut db, list, &with, meeting_row, &mut left_out).expect("a list");
        assert_eq!((rows.len() + left_out) as u128, many);
        assert_eq!(left_out, left);
    }
}
