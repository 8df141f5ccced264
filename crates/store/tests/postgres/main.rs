//! What only PostgreSQL has: the fence in its catalogue, certificates, and connections that are lost.

mod cut_off;
mod failover;
mod fence;
mod logins;
mod tampered;
mod tls;

use store::{Db, Options, log};
use testhome::TestHome;

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
