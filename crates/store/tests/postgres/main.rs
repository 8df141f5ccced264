//! What only PostgreSQL has: the fence in its catalogue, certificates, and connections that are lost.

mod cut_off;
mod failover;
mod fence;
mod logins;
mod tampered;
mod tls;

use std::sync::Arc;

use store::keyring::Keyring;
use store::log::{Append, NewEntry, Subject};
use store::{Db, Options, log};
use testhome::TestHome;
use uuid::Uuid;

/// The authority that is written in, and another that must not be seen.
const OURS: i64 = 1;
const OTHER: i64 = 2;

/// An empty register with two authorities.
fn register() -> (TestHome, Db) {
    let home = TestHome::on_postgres();
    let db = Db::open(home.home(), Options::default()).expect("a register");
    for authority in [OURS, OTHER] {
        let made = db.of(authority).write(move |tx| log::create_authority(tx, authority, "Lyktinge"));
        made.expect("created");
    }
    (home, db)
}

/// Begins our authority, and writes so many notes in its first stream.
fn write_notes(db: &Db, keys: &Arc<Keyring>, wanted: usize) {
    db.write(|tx| log::create_authority(tx, OURS, "Lyktinge")).expect("created");
    let (key, sealing) = (keys.new_key(OURS).expect("a key"), Arc::clone(keys));
    let note = NewEntry { kind: "note", version: 1, key, number: None, plain: b"text" };
    let entries = vec![note; wanted];
    db.write(move |tx| {
        let append = Append {
            authority: OURS,
            stream: Uuid::from_u128(1),
            subject: Subject::File,
            expected: 0,
            actor: Uuid::from_u128(2),
            at_us: 1,
            entries: &entries,
        };
        log::append(tx, &append, &mut |header, plain| sealing.seal(header, plain))
    })
    .expect("written");
}
