//! Reads the statement files as text and tries every statement on a real database.

use std::fs;
use std::path::{Path, PathBuf};

use crate::postgres::{self, Address};
use crate::schema;
use crate::sqlite::Connection;

/// What is not common to SQLite and PostgreSQL, or not ours to say inside a transaction.
const FORBIDDEN: &[&str] = &[
    "NOW(",
    "CURRENT_",
    "DATETIME(",
    "STRFTIME(",
    "JSON",
    "->",
    "ROWID",
    "IFNULL(",
    "OR REPLACE",
    "OR IGNORE",
    "PRAGMA",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT",
    "?1",
    "TRUE",
    "FALSE",
    "GLOB ",
    "AUTOINCREMENT",
    "--",
];

/// A statement as found in a file.
pub(crate) struct Found {
    pub(crate) file: PathBuf,
    pub(crate) text: String,
}

/// The files named in `mod.rs`.
fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sql");
    let list = fs::read_to_string(folder.join("mod.rs")).expect("the list of files");
    let names = list.lines().filter_map(|line| line.strip_prefix("pub(crate) mod ")?.strip_suffix(';'));
    names.map(|name| folder.join(name).with_extension("rs")).collect()
}

/// Takes the string literal after each `Sql(`, joining lines as the compiler does.
pub(crate) fn statements() -> Vec<Found> {
    let mut found = Vec::new();
    for file in files() {
        let source = fs::read_to_string(&file).expect("a readable file");
        for after in source.split("Sql(").skip(1) {
            let literal = after.trim_start().strip_prefix('"').expect("a plain string literal after Sql(");
            let literal = &literal[..literal.find('"').expect("the literal's end")];
            let text: String = literal.split("\\\n").map(str::trim_start).collect();
            assert!(!text.contains('\\'), "only line joins are escaped: {text}");
            found.push(Found { file: file.clone(), text });
        }
    }
    assert!(found.len() >= 10, "the reading of the files has gone wrong");
    found
}

fn database(folder: &Path, name: &str, steps: &'static [schema::Step]) -> Connection {
    let mut connection = Connection::open_writer(&folder.join(name)).expect("a database");
    schema::bring_up(&mut connection, steps).expect("the schema");
    connection
}

#[test]
fn every_statement_is_accepted_and_numbers_its_parameters_in_order() {
    let folder = tempfile::tempdir().expect("a directory");
    let register = database(folder.path(), "register.db", schema::REGISTER);
    let keyring = database(folder.path(), "keyring.db", schema::KEYRING);
    for Found { file, text } in statements() {
        let database = if file.ends_with("keyring.rs") { &keyring } else { &register };
        let names =
            database.prepare(&text).unwrap_or_else(|error| panic!("{}: {text}: {error}", file.display()));
        // SQLite numbers parameters as they first appear; PostgreSQL takes the number at its word.
        let in_order: Vec<String> = (1..=names.len()).map(|number| format!("${number}")).collect();
        assert_eq!(names, in_order, "{}: {text}", file.display());
    }
}

/// The same texts, on the other engine.
#[test]
fn every_statement_is_accepted_by_postgresql() {
    let home = testhome::TestHome::on_postgres();
    let address = Address::parse(home.database().expect("a database").url(), None).expect("an address");
    let open = |schema| {
        let mut connection = address.connect(schema).expect("connected");
        connection.begin_read(Some(1)).expect("begun");
        connection
    };
    let (mut register, mut keyring) = (open(postgres::REGISTER), open(postgres::KEYRING));
    for Found { file, text } in statements() {
        let database = if file.ends_with("keyring.rs") { &mut keyring } else { &mut register };
        let places =
            database.prepare(&text).unwrap_or_else(|error| panic!("{}: {text}: {error}", file.display()));
        assert!(places == 0 || text.contains(&format!("${places}")), "{}: {text}", file.display());
    }
}

#[test]
fn every_statement_is_portable() {
    for Found { file, text } in statements() {
        let upper = text.to_uppercase();
        for word in FORBIDDEN {
            assert!(!upper.contains(word), "{}: {word} in {text}", file.display());
        }
    }
}

/// No statement names a register's table without saying whose rows it means.
#[test]
fn every_statement_names_the_authority() {
    const WHOLE_REGISTER: &[&str] = &[
        "FROM authority",
        "SELECT authority, height FROM head ORDER",
        " step ",
        "FROM keyring",
        "INTO keyring",
        "UPDATE keyring",
        "FROM wrapped_key LIMIT 1",
    ];
    for Found { file, text } in statements() {
        let named = text.contains("authority = $") || text.contains("(authority,");
        let whole = WHOLE_REGISTER.iter().any(|part| text.contains(part));
        assert!(named || whole, "{}: {text}", file.display());
    }
}

/// Statements live in this folder only.
#[test]
fn no_statement_hides_elsewhere() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in fs::read_dir(source).expect("the source").map(|file| file.expect("a file").path()) {
        let engine = file.ends_with("sqlite.rs") || file.ends_with("tx.rs");
        if file.extension().is_some_and(|extension| extension == "rs") && !engine {
            let text = fs::read_to_string(&file).expect("a readable file");
            assert!(!text.contains("Sql(\""), "{} holds a statement", file.display());
        }
    }
}

/// What reads the whole authority and is meant to: the views as wholes (in lower case), what a rebuild and a verification read, and
/// what is swept at night.
const WHOLE: &[&str] = &[
    "delete from view_",
    "select ",
    "DELETE FROM name_card WHERE authority = $1",
    "DELETE FROM person_token WHERE authority = $1",
    "SELECT token, person FROM person_token",
    "DELETE FROM attachment WHERE authority = $1 AND carried IS NULL",
    "DELETE FROM session WHERE authority = $1 AND (seen_us",
    "SELECT authority, name FROM authority",
    "SELECT authority, height FROM head ORDER",
    "SELECT authority FROM authority UNION",
    "SELECT hash FROM step",
    "SELECT key FROM wrapped_key LIMIT 1",
    "SELECT standing, count(*) FROM message",
    // A restoration goes through everything once.
    "SELECT key, min(height) FROM entry",
    "SELECT height, stream FROM entry",
    "DELETE FROM access_token WHERE ends_us",
    // A move goes through everything once, in the order of keys.
    "SELECT token, id, account",
    "SELECT account, opened_us",
    "SELECT known, account, way",
    "SELECT known, key, mark FROM passkey WHERE authority = $1 ORDER",
    "SELECT seq, account, what, at_us FROM emergency_event WHERE authority = $1 ORDER",
    "SELECT message, file, matter",
    "SELECT series, year",
    "SELECT year, measure",
    "SELECT unit, month, actor",
    "SELECT name, value",
];

/// What is asked for a page must cost what the page holds, not what the municipality does: no statement walks a table, or all of an
/// authority's rows in it. A reader's own joins are written `CROSS JOIN`, because SQLite then keeps their order.
#[test]
fn every_statement_finds_its_rows_by_an_index() {
    let folder = tempfile::tempdir().expect("a directory");
    let register = database(folder.path(), "register.db", schema::REGISTER);
    let keyring = database(folder.path(), "keyring.db", schema::KEYRING);
    for Found { file, text } in statements() {
        if WHOLE.iter().any(|whole| text.starts_with(whole)) {
            continue;
        }
        let database = if file.ends_with("keyring.rs") { &keyring } else { &register };
        for step in database.plan(&text).expect("a plan") {
            let walks = step.starts_with("SCAN ")
                && !["counted", "s", "CONSTANT ROW"].iter().any(|own| step[5..] == **own);
            assert!(!walks && !step.contains("(authority=?)"), "{}: {text}: {step}", file.display());
        }
    }
}

/// What a list leaves out is counted from the number it says that it ends at.
#[test]
fn every_list_ends_where_it_says() {
    for list in super::views::LISTS {
        assert!(list.rows.0.ends_with(&format!(" LIMIT {}", list.most)), "{}", list.rows.0);
        assert!(!list.all.0.contains("LIMIT"), "{}", list.all.0);
    }
}

/// What runs is asked for by the name of each phase, which an index can follow and `<>` cannot. A new phase must not be forgotten.
#[test]
fn what_runs_is_every_phase_but_the_last() {
    let (closed, running) = crate::views::PHASES.split_last().expect("phases");
    assert_eq!(*closed, "closed");
    let named = running.iter().map(|phase| format!("'{phase}'")).collect::<Vec<_>>().join(", ");
    let mut met = 0;
    for Found { text, .. } in statements() {
        for (place, _) in text.match_indices("phase IN (") {
            assert!(text[place..].starts_with(&format!("phase IN ({named})")), "{text}");
            met += 1;
        }
    }
    assert_eq!(met, 3);
}
