//! The fence, read from the catalogue: no table without a policy, no key without the authority, no right that is not meant.

use std::collections::BTreeMap;

use store::{Error, Sql};
use testhome::TestHome;

use crate::{OTHER, OURS, register};

/// The tables whose rows belong to the installation and to no authority.
const OF_NOBODY: [&str; 3] = ["keyring.keyring", "keyring.step", "lykta.step"];

/// What the program may do beyond reading and adding. A table that is not here may only grow.
const CHANGED: [(&str, &str); 31] = [
    ("keyring.keyring", "UPDATE"),
    ("keyring.wrapped_key", "UPDATE"),
    ("lykta.access_token", "DELETE, UPDATE"),
    ("lykta.attachment", "DELETE, UPDATE"),
    ("lykta.attachment_chunk", "DELETE, UPDATE"),
    ("lykta.counter", "DELETE, UPDATE"),
    ("lykta.draft", "DELETE, UPDATE"),
    ("lykta.enrolment", "DELETE, UPDATE"),
    ("lykta.head", "UPDATE"),
    ("lykta.job", "DELETE, UPDATE"),
    ("lykta.message", "UPDATE"),
    ("lykta.message_matter", "DELETE, UPDATE"),
    ("lykta.name_card", "DELETE, UPDATE"),
    ("lykta.passkey", "DELETE, UPDATE"),
    ("lykta.person_token", "DELETE, UPDATE"),
    ("lykta.question", "DELETE, UPDATE"),
    ("lykta.residence", "DELETE, UPDATE"),
    ("lykta.session", "DELETE, UPDATE"),
    ("lykta.setting", "DELETE, UPDATE"),
    ("lykta.stream", "UPDATE"),
    ("lykta.view_clock", "DELETE, UPDATE"),
    ("lykta.view_file", "DELETE, UPDATE"),
    ("lykta.view_matter", "DELETE, UPDATE"),
    ("lykta.view_meeting", "DELETE, UPDATE"),
    ("lykta.view_person", "DELETE, UPDATE"),
    ("lykta.view_proposal", "DELETE, UPDATE"),
    ("lykta.view_service", "DELETE, UPDATE"),
    ("lykta.view_service_ended", "DELETE, UPDATE"),
    ("lykta.view_tally", "DELETE, UPDATE"),
    ("lykta.view_unit", "DELETE, UPDATE"),
    ("lykta.view_worker", "DELETE, UPDATE"),
];

/// What the program may besides, while it takes out what is destroyed by the book.
const DESTROYS: [&str; 7] = [
    "access: DELETE",
    "command_seen: DELETE",
    "entry: UPDATE",
    "reading_reason: DELETE",
    "reading_review: DELETE",
    "stream: DELETE",
    "tally_kept: UPDATE",
];

/// The answers to a question about the catalogue, one text a row.
fn told(home: &TestHome, question: &str) -> Vec<String> {
    let mut client = home.database().expect("a database").client();
    client.query(question, &[]).expect("an answer").iter().map(|row| row.get(0)).collect()
}

#[test]
fn every_table_is_fenced_and_forced() {
    let home = TestHome::on_postgres();
    let all = "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
               WHERE n.nspname IN ('lykta', 'keyring') AND c.relkind IN ('r', 'p')";
    assert!(told(&home, &format!("SELECT c.relname::text {all}")).len() > 250, "the tables and their parts");
    let open = format!("SELECT c.relname::text {all} AND NOT (c.relrowsecurity AND c.relforcerowsecurity)");
    assert_eq!(told(&home, &open), Vec::<String>::new());
    let bare = format!(
        "SELECT c.relname::text {all} AND NOT c.relispartition \
         AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)"
    );
    assert_eq!(told(&home, &bare), Vec::<String>::new());
    // Policies open a table to whoever any one of them lets in, so every one is judged, by what it lets read and what it lets write.
    let wide = "SELECT schemaname || '.' || tablename || ' ' || policyname || ' ' || cmd FROM pg_policies \
                WHERE schemaname IN ('lykta', 'keyring') AND (coalesce(qual, '') NOT LIKE 'authority = %lykta.authority%' \
                AND coalesce(qual, '') NOT LIKE '(authority = %lykta.authority%' OR coalesce(with_check, qual) <> qual) ORDER BY 1";
    let mut expected: Vec<String> = OF_NOBODY.map(|table| format!("{table} own_rows ALL")).to_vec();
    expected.push("lykta.authority which SELECT".to_owned());
    expected.sort();
    assert_eq!(told(&home, wide), expected);
}

/// What lets every table be spread over several servers by authority, and moved or restored for one alone.
#[test]
fn the_authority_is_first_in_every_key_and_in_every_reference() {
    let home = TestHome::on_postgres();
    let keys = "SELECT DISTINCT n.nspname || '.' || c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid \
                JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] \
                WHERE n.nspname IN ('lykta', 'keyring') AND i.indisunique AND a.attname <> 'authority' ORDER BY 1";
    assert_eq!(told(&home, keys), OF_NOBODY);
    let references = "SELECT k.conname::text FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace \
                JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1] \
                WHERE n.nspname IN ('lykta', 'keyring') AND k.contype = 'f' AND a.attname <> 'authority'";
    assert_eq!(told(&home, references), Vec::<String>::new());
    let keyless = "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                WHERE n.nspname IN ('lykta', 'keyring') AND c.relkind IN ('r', 'p') \
                AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)";
    assert_eq!(told(&home, keyless), Vec::<String>::new());
}

#[test]
fn the_program_has_no_right_that_is_not_meant() {
    let home = TestHome::on_postgres();
    let rights = "SELECT table_schema || '.' || table_name || ': ' || string_agg(privilege_type, ', ' ORDER BY privilege_type) \
                  FROM information_schema.role_table_grants WHERE grantee = 'lykta_app' \
                  AND privilege_type NOT IN ('SELECT', 'INSERT') GROUP BY table_schema, table_name ORDER BY 1";
    let expected: Vec<String> =
        CHANGED.into_iter().map(|(table, rights)| format!("{table}: {rights}")).collect();
    assert_eq!(told(&home, rights), expected);
    let others = "SELECT table_name::text FROM information_schema.role_table_grants \
                  WHERE table_schema IN ('lykta', 'keyring') AND grantee NOT IN ('lykta_app', 'lykta_destroyer', 'lykta_owner')";
    assert_eq!(told(&home, others), Vec::<String>::new());
    let destroys = "SELECT d.table_name || ': ' || d.privilege_type FROM information_schema.role_table_grants d \
                  WHERE d.grantee = 'lykta_destroyer' AND NOT EXISTS (SELECT 1 FROM information_schema.role_table_grants a \
                  WHERE a.grantee = 'lykta_app' AND a.table_schema = d.table_schema AND a.table_name = d.table_name \
                  AND a.privilege_type = d.privilege_type) ORDER BY 1";
    assert_eq!(told(&home, destroys), DESTROYS);
    let strong = "SELECT rolname::text FROM pg_roles WHERE rolname IN ('lykta_app', 'lykta_owner', 'lykta_destroyer') \
                  AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication OR rolcanlogin)";
    assert_eq!(told(&home, strong), Vec::<String>::new());
    let defining = "SELECT r.rolname::text FROM pg_roles r WHERE r.rolname IN ('lykta_app', 'lykta_destroyer') \
                  AND (has_schema_privilege(r.oid, 'lykta', 'CREATE') OR has_schema_privilege(r.oid, 'keyring', 'CREATE') \
                  OR has_schema_privilege(r.oid, 'public', 'CREATE'))";
    assert_eq!(told(&home, defining), Vec::<String>::new());
    let borrowing = "SELECT p.proname::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace \
                  WHERE n.nspname IN ('lykta', 'keyring') AND p.prosecdef";
    assert_eq!(told(&home, borrowing), Vec::<String>::new(), "no function lends its owner's rights");
}

/// A statement that forgot to name the authority shows one authority's rows all the same, and one without any shows none.
#[test]
fn a_transaction_sees_its_own_authority_and_no_other() {
    const ALL: Sql = Sql("SELECT authority FROM head ORDER BY authority");
    const CHANGE: Sql = Sql("UPDATE head SET at_us = 7");
    const PLANT: Sql = Sql("INSERT INTO setting (authority, name, value) VALUES ($1, 'planted', 'x')");
    const GIVE: Sql = Sql("UPDATE setting SET authority = 2");
    let (_home, db) = register();
    let seen = |db: &store::Db| {
        let rows = db.read(|tx| tx.rows(ALL, &[])).expect("read");
        rows.iter().map(|row| row.int(0).expect("a number")).collect::<Vec<_>>()
    };
    assert_eq!((seen(&db), seen(&db.of(OURS)), seen(&db.of(OTHER))), (vec![], vec![OURS], vec![OTHER]));
    assert_eq!(db.of(OURS).write(|tx| tx.run(CHANGE, &[])), Ok(1));
    assert_eq!(db.write(|tx| tx.run(CHANGE, &[])), Ok(0));
    let plant = |db: &store::Db, authority: i64| db.write(move |tx| tx.run(PLANT, &[authority.into()]));
    assert!(matches!(plant(&db.of(OURS), OTHER), Err(Error::Constraint(_))));
    assert!(matches!(plant(&db, OURS), Err(Error::Constraint(_))));
    assert_eq!(plant(&db.of(OURS), OURS), Ok(1));
    assert!(matches!(db.of(OURS).write(|tx| tx.run(GIVE, &[])), Err(Error::Constraint(_))));
}

#[test]
fn what_must_not_change_cannot_be_changed_by_the_program() {
    let attempts = [
        Sql("UPDATE entry SET sealed = NULL"),
        Sql("DELETE FROM entry"),
        Sql("TRUNCATE entry"),
        Sql("UPDATE access SET purpose = 'x'"),
        Sql("DELETE FROM access"),
        Sql("DELETE FROM command_seen"),
        Sql("DELETE FROM head"),
        Sql("DELETE FROM message"),
        Sql("UPDATE reading_reason SET code = 'x'"),
        Sql("UPDATE reading_review SET outcome = 'x'"),
        Sql("DELETE FROM reading_review"),
        Sql("UPDATE log_check SET explained = 0"),
        Sql("DELETE FROM log_check"),
        Sql("UPDATE authority SET name = 'x'"),
        Sql("DELETE FROM account"),
        Sql("UPDATE account SET opened_us = 7"),
        Sql("UPDATE login SET way = 'passkey'"),
        Sql("DELETE FROM emergency_event"),
        Sql("UPDATE emergency_event SET what = 'reviewed'"),
        Sql("SELECT * FROM entry_00"),
        Sql("CREATE TABLE lykta.own (x bigint)"),
        Sql("ALTER TABLE entry DISABLE ROW LEVEL SECURITY"),
    ];
    let (_home, db) = register();
    for attempt in attempts {
        let refused = db.of(OURS).write(move |tx| tx.run(attempt, &[]));
        assert!(matches!(refused, Err(Error::Constraint(_))), "{attempt:?}: {refused:?}");
    }
}

/// The tables that are kept in parts hold each authority in one of them.
#[test]
fn what_grows_lies_in_parts_by_authority() {
    let home = TestHome::on_postgres();
    let parts = "SELECT p.relname::text, count(*)::text FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent \
                 WHERE p.relkind = 'p' GROUP BY p.relname";
    let mut client = home.database().expect("a database").client();
    let rows = client.query(parts, &[]).expect("an answer");
    let parts: BTreeMap<String, String> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(parts.len(), 16);
    assert!(parts.values().all(|count| count == "16"), "{parts:?}");
}
