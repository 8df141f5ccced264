//! Somebody with the whole server in their hands, who takes the guards away: what they have changed is named by its height, as on SQLite.
//! What else can be done to a record, and is found, stands in `docs/tamper.md`: both engines give the same rows to the same check.

use std::sync::Arc;

use store::keyring::Keyring;
use store::{Db, Options, Trust, evidence, key_file, verify};
use testhome::TestHome;

use crate::{OURS, write_notes};

/// Twenty entries and a checkpoint, and nobody connected.
fn twenty_entries() -> TestHome {
    let home = TestHome::on_postgres();
    let master = key_file::read_or_make_demo(home.dir()).expect("a master");
    let keys = Arc::new(Keyring::open(home.home(), master).expect("a keyring that was empty"));
    let db = Db::open(home.home(), Options::default()).expect("a register").of(OURS);
    write_notes(&db, &keys, 20);
    evidence::take(&db, &keys, OURS, 2).expect("taken").expect("one");
    home
}

#[test]
fn each_tampering_is_named_by_its_height() {
    let home = twenty_entries();
    for (deed, told) in [
        ("SELECT 1", "ok height=20 "),
        (
            "UPDATE lykta.entry SET actor = gen_random_uuid() WHERE height = 7",
            "broken height=7 reason=altered",
        ),
        ("UPDATE lykta.entry SET sealed = NULL WHERE height = 8", "broken height=8 reason=emptied"),
        ("UPDATE lykta.entry SET link = leaf WHERE height = 9", "broken height=9 reason=unlinked"),
        ("DELETE FROM lykta.entry WHERE height = 11", "broken height=11 reason=missing"),
        ("UPDATE lykta.head SET height = 19", "broken height=20 reason=beyond-head"),
        ("UPDATE lykta.checkpoint SET root = link", "broken height=20 reason=root"),
    ] {
        let copy = home.copied();
        let mut client = copy.database().expect("a database").client();
        let guarded = client.batch_execute(deed).is_err();
        assert_eq!(guarded, deed.contains("UPDATE lykta.entry"), "the guard stops the superuser too: {deed}");
        client.batch_execute("SET session_replication_role = replica").expect("without guards");
        client.batch_execute(deed).expect("done");
        let found = verify(copy.home(), &Trust::default()).expect("verified")[0].to_string();
        assert!(found.contains(told), "{deed}: {found}");
    }
}
