//! Whoever logs in: a node's own login is enough to work and not enough to change the schema.

use std::sync::Arc;

use store::keyring::Keyring;
use store::{Address, Db, Error, Home, KeyError, Options, SchemaError, key_file, log};
use testhome::TestHome;
use uuid::Uuid;

use crate::{OURS, register, write_notes};

/// The same database for somebody with a login of their own, in a role or in none.
fn as_login(home: &TestHome, name: &str, role: Option<&str>) -> Home {
    let database = home.database().expect("a database");
    let within = role.map(|role| format!("IN ROLE {role}")).unwrap_or_default();
    database.client().batch_execute(&format!("CREATE ROLE {name} LOGIN {within}")).expect("a login");
    Home::on(home.dir(), address(&database.url().replace("//postgres@", &format!("//{name}@"))))
}

fn address(url: &str) -> Address {
    Address::parse(url, None).expect("an address")
}

#[test]
fn a_node_works_with_a_login_of_its_own() {
    let home = TestHome::on_postgres();
    let node = as_login(&home, "node_works", Some("lykta_app"));
    let keys = Keyring::open(&node, key_file::read_or_make_demo(home.dir()).expect("a master"));
    let keys = Arc::new(keys.expect("a keyring that was empty"));
    let db = Db::open(&node, Options::default()).expect("a register").of(OURS);
    write_notes(&db, &keys, 1);
    let entries = db.read(|tx| log::entries_of(tx, OURS, Uuid::from_u128(1))).expect("read");
    assert_eq!(keys.open_entry(&entries[0]), Ok(Some(b"text".to_vec())));
    let verdicts = store::verify(&node, &store::Trust::default()).expect("verified");
    assert_eq!(verdicts[0].outcome.map(|whole| whole.height), Ok(1));
}

#[test]
fn a_node_that_finds_an_older_schema_says_who_brings_it_up() {
    let home = TestHome::on_postgres();
    let node = as_login(&home, "node_early", Some("lykta_app"));
    let mut client = home.database().expect("a database").client();
    client
        .batch_execute("DELETE FROM lykta.step WHERE number = (SELECT max(number) FROM lykta.step)")
        .expect("done");
    let refused = Db::open(&node, Options::default()).err();
    assert!(matches!(refused, Some(Error::Schema(SchemaError::Behind { .. }))), "{refused:?}");
    client.batch_execute("DROP SCHEMA lykta CASCADE").expect("done");
    let refused = Db::open(&node, Options::default()).err();
    assert!(matches!(refused, Some(Error::Schema(SchemaError::Behind { found: 0, .. }))), "{refused:?}");
}

#[test]
fn a_schema_from_the_future_or_of_another_is_refused_also_to_its_owner() {
    let home = TestHome::on_postgres();
    let mut client = home.database().expect("a database").client();
    client
        .batch_execute("INSERT INTO lykta.step SELECT 1000, 'later', hash FROM lykta.step WHERE number = 1")
        .expect("done");
    let refused = Db::open(home.home(), Options::default()).err();
    assert!(matches!(refused, Some(Error::Schema(SchemaError::FromTheFuture { .. }))), "{refused:?}");
    client.batch_execute("DELETE FROM lykta.step WHERE number = 1000; UPDATE lykta.step SET hash = (SELECT hash FROM lykta.step WHERE number = 2) WHERE number = 1").expect("done");
    let refused = Db::open(home.home(), Options::default()).err();
    assert_eq!(refused, Some(Error::Schema(SchemaError::ChangedStep("log"))));
}

#[test]
fn a_login_without_a_role_sees_nothing() {
    let (home, _) = register();
    let stranger = as_login(&home, "stranger", None);
    assert!(Db::open(&stranger, Options::default()).is_err());
}

/// A server that nobody has prepared tells whoever may not do it what is missing.
#[test]
fn a_server_without_the_roles_says_what_is_to_be_run() {
    let home = TestHome::on_a_server_of_its_own();
    let stranger = as_login(&home, "early", None);
    let mut client = home.database().expect("a database").client();
    let gone = "DROP DATABASE lykta_template";
    client.batch_execute(gone).expect("done");
    let roles = "lykta_owner, lykta_app, lykta_destroyer";
    client.batch_execute(&format!("DROP OWNED BY {roles} CASCADE; DROP ROLE {roles}")).expect("done");
    let refused = Db::open(&stranger, Options::default()).err().expect("refused").to_string();
    assert!(
        refused.contains("has no roles for Lykta: as a superuser of the server, run roles.sql"),
        "{refused}"
    );
}

/// Counts what is defined, and stops at a number.
const STOPPING: &str = "CREATE SEQUENCE public.seen; CREATE TABLE public.stop_at (number bigint); \
     CREATE FUNCTION public.stop() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN \
     IF nextval('public.seen') = (SELECT max(number) FROM public.stop_at) THEN RAISE 'stopped'; END IF; END $$; \
     CREATE EVENT TRIGGER stopping ON ddl_command_end EXECUTE FUNCTION public.stop()";

/// All steps and the fence are one transaction: whatever fails in it, from the first definition to the last, leaves the database as it was,
/// and the next start takes it.
#[test]
fn an_interrupted_change_of_the_schema_leaves_nothing() {
    let home = TestHome::on_postgres();
    let mut client = home.database().expect("a database").client();
    client.batch_execute("DROP SCHEMA lykta CASCADE; DROP SCHEMA keyring CASCADE").expect("done");
    client.batch_execute(STOPPING).expect("done");
    let address = address(home.database().expect("a database").url());
    let (mut stop_at, mut stopped) = (1_i64, 0);
    loop {
        client.execute("INSERT INTO public.stop_at VALUES ($1)", &[&stop_at]).expect("noted");
        client.query("SELECT setval('public.seen', 1, false)", &[]).expect("from the beginning");
        if store::prepare(&address).is_ok() {
            break;
        }
        let left = "SELECT 1 FROM pg_namespace WHERE nspname IN ('lykta', 'keyring')";
        assert!(client.query(left, &[]).expect("an answer").is_empty(), "stopped at {stop_at}");
        stopped += 1;
        stop_at += 1 + stop_at / 2;
    }
    assert!(stopped > 10 && stop_at > 200, "stopped {stopped} times, the last before {stop_at}");
    client.batch_execute("DROP EVENT TRIGGER stopping").expect("done");
    store::prepare(&address).expect("and nothing more to do");
}

#[test]
fn keys_of_another_master_and_lost_keys_stop_the_start() {
    let (home, db) = register();
    let master = |byte: u8| seal::Master::from_bytes([byte; 32]);
    assert!(
        matches!(Keyring::open(home.home(), master(1)).err(), Some(Error::Key(KeyError::KeyringMissing(_)))),
        "there is a record, and nothing to open it with"
    );
    drop(db);
    let home = TestHome::on_postgres();
    drop(Keyring::open(home.home(), master(1)).expect("new"));
    drop(Keyring::open(home.home(), master(1)).expect("opened again"));
    let refused = Keyring::open(home.home(), master(2)).err();
    assert_eq!(refused, Some(KeyError::WrongMaster.into()));
}
