//! A register in a temporary directory, with two authorities whose ids and numbers are alike.

use std::sync::Arc;

use store::keyring::Keyring;
use store::log::{self, Append, Appended, NewEntry, Subject};
use store::{Db, Options, Result, Row, Sql, Tx, key_file};
use testhome::TestHome;
use uuid::Uuid;

/// The authority most tests write in. The other, 2, is there to notice whatever crosses over.
pub(crate) const OURS: i64 = 1;
pub(crate) const OTHER: i64 = 2;

/// 1 December 2026 at 09.00 Swedish time.
pub(crate) const NOW: i64 = 1_796_112_000_000_000;

pub(crate) const SECOND: i64 = 1_000_000;

/// A worker.
pub(crate) const WORKER: Uuid = Uuid::from_u128(0xA0);

pub(crate) struct Fixture {
    pub(crate) db: Db,
    pub(crate) keys: Arc<Keyring>,
    pub(crate) home: TestHome,
}

impl Fixture {
    /// On the engine that the tests run on.
    pub(crate) fn new() -> Self {
        Self::within(TestHome::new(), Options::default())
    }

    /// In files: for what is about SQLite's files and its one writer.
    pub(crate) fn in_files() -> Self {
        Self::in_files_with(Options::default())
    }

    pub(crate) fn in_files_with(options: Options) -> Self {
        Self::within(TestHome::in_files(), options)
    }

    fn within(home: TestHome, options: Options) -> Self {
        let (db, keys) = open(&home, options);
        for (authority, name) in [(OURS, "Lyktinge"), (OTHER, "Mörkhult")] {
            let made = db.of(authority).write(move |tx| log::create_authority(tx, authority, name));
            made.expect("created");
        }
        Self { db: db.of(OURS), keys, home }
    }

    /// The register for another authority: on PostgreSQL it shows that one's rows.
    pub(crate) fn of(&self, authority: i64) -> Db {
        self.db.of(authority)
    }

    pub(crate) fn key(&self) -> Uuid {
        self.keys.new_key(OURS).expect("a key")
    }

    /// Appends one note in a transaction of its own.
    pub(crate) fn note(&self, stream: Uuid, expected: i64, key: Uuid, text: &str) -> Result<Appended> {
        let (keys, text) = (Arc::clone(&self.keys), text.to_owned());
        self.db.write(move |tx| note(tx, &keys, stream, expected, key, &text))
    }

    /// The texts of a stream, opened.
    pub(crate) fn texts(&self, stream: Uuid) -> Vec<String> {
        let entries = self.db.read(|tx| log::entries_of(tx, OURS, stream)).expect("read");
        let open = |entry| self.keys.open_entry(entry).expect("opens").expect("not emptied");
        entries.iter().map(|entry| String::from_utf8(open(entry)).expect("text")).collect()
    }

    /// What `verify` says of the chains: its lines without what they count besides.
    pub(crate) fn verdicts(&self) -> Vec<String> {
        let brief = |line: String| line.split(" checkpoints=").next().unwrap_or_default().to_owned();
        self.findings().into_iter().map(brief).collect()
    }

    /// What `verify` prints, line by line.
    pub(crate) fn findings(&self) -> Vec<String> {
        let verdicts = store::verify(self.home.home(), &store::Trust::default()).expect("verified");
        verdicts.iter().map(ToString::to_string).collect()
    }

    /// Every row of every table, to compare two states.
    pub(crate) fn dump(&self) -> Vec<Vec<Row>> {
        self.db.read(|tx| TABLES.iter().map(|table| tx.rows(*table, &[])).collect()).expect("read")
    }

    /// Closes the register and opens it again, as a restart does.
    pub(crate) fn reopened(self) -> Self {
        let Self { db, keys, home } = self;
        drop((db, keys));
        let (db, keys) = open(&home, Options::default());
        Self { db: db.of(OURS), keys, home }
    }
}

fn open(home: &TestHome, options: Options) -> (Db, Arc<Keyring>) {
    let master = key_file::read_or_make_demo(home.dir()).expect("a master");
    let keys = Keyring::open(home.home(), master).expect("a keyring");
    (Db::open(home.home(), options).expect("a register"), Arc::new(keys))
}

/// Appends one note within a transaction.
pub(crate) fn note(
    tx: &mut dyn Tx,
    keys: &Keyring,
    stream: Uuid,
    expected: i64,
    key: Uuid,
    text: &str,
) -> Result<Appended> {
    let entry = NewEntry { kind: "note", version: 1, key, number: None, plain: text.as_bytes() };
    append(tx, keys, stream, expected, NOW, &[entry])
}

pub(crate) fn append(
    tx: &mut dyn Tx,
    keys: &Keyring,
    stream: Uuid,
    expected: i64,
    at_us: i64,
    entries: &[NewEntry<'_>],
) -> Result<Appended> {
    let subject = Subject::File;
    let append = Append { authority: OURS, stream, subject, expected, actor: WORKER, at_us, entries };
    log::append(tx, &append, &mut |header, plain| keys.seal(header, plain))
}

/// An id for tests.
pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

const TABLES: [Sql; 19] = [
    Sql("SELECT * FROM head ORDER BY 1"),
    Sql("SELECT * FROM entry ORDER BY 1, 2"),
    Sql("SELECT * FROM stream ORDER BY 1, 2"),
    Sql("SELECT * FROM command_seen ORDER BY 1, 2"),
    Sql("SELECT * FROM access ORDER BY 1, 2"),
    Sql("SELECT * FROM checkpoint ORDER BY 1, 2"),
    Sql("SELECT * FROM draft ORDER BY 1, 2"),
    Sql("SELECT * FROM session ORDER BY 1, 2"),
    Sql("SELECT * FROM account ORDER BY 1, 2, 3"),
    Sql("SELECT * FROM login ORDER BY 1, 2, 5"),
    Sql("SELECT * FROM enrolment ORDER BY 1, 2"),
    Sql("SELECT * FROM counter ORDER BY 1, 2, 3"),
    Sql("SELECT * FROM attachment ORDER BY 1, 2"),
    Sql("SELECT * FROM attachment_chunk ORDER BY 1, 2, 3"),
    Sql("SELECT * FROM message ORDER BY 1, 2"),
    Sql("SELECT * FROM message_matter ORDER BY 1, 2, 3"),
    Sql("SELECT * FROM message_handled ORDER BY 1, 2"),
    Sql("SELECT * FROM person_token ORDER BY 1, 2, 3"),
    Sql("SELECT * FROM name_card ORDER BY 1, 2"),
];
