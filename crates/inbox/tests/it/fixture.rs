//! A house in a temporary directory with one who receives reports, and messages about invented people.

use inbox::{Outcome, Receipt, RegisteredIn};
use law::{Day, DelegationOrder, Level};
use record::identity::IdentityNumber;
use record::organisation::Member;
use record::{Actor, FileId, Organisation, StaffId, UnitId};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use store::messages::{self, Counts};
use store::{House, Now, OpenFile, Part};
use testhome::TestHome;
use uuid::Uuid;

pub(crate) struct Inbox {
    pub(crate) house: Arc<House>,
    pub(crate) home: TestHome,
}

fn member(number: u128, unit: u128, reception: bool) -> Member {
    Member {
        staff: StaffId::new(Uuid::from_u128(number)),
        login: format!("u{number}"),
        name: format!("Anställd {number}"),
        title: "socialsekreterare".into(),
        phone: "070-174 06 05".into(),
        level: Level::CaseWorker,
        unit: UnitId::new(Uuid::from_u128(unit)),
        manages: Vec::new(),
        reception,
        qualified: true,
        in_place_of: Vec::new(),
        tied_to: Vec::new(),
    }
}

/// Receives reports.
pub(crate) fn reception() -> Actor {
    member(101, 1, true).actor()
}

/// Receives reports too, in another unit.
pub(crate) fn emergency() -> Actor {
    member(103, 3, true).actor()
}

/// Investigates, and receives no reports.
pub(crate) fn investigator() -> Actor {
    member(102, 2, false).actor()
}

fn open(home: &TestHome) -> Arc<House> {
    let members = vec![member(101, 1, true), member(102, 2, false), member(103, 3, true)];
    let organisation = Organisation::new("Lyktinge", "Socialnämnden", Vec::new(), members);
    House::open_demo(home.home(), organisation, DelegationOrder::lyktinge()).expect("a house")
}

pub(crate) fn now() -> Now {
    Now { instant: "2026-11-24T09:00:00Z".parse().expect("an instant"), today: day("2026-11-24") }
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// A synthetic number.
pub(crate) fn number(birth: &str, serial: u16) -> String {
    IdentityNumber::synthetic(day(birth), serial).to_string()
}

/// A small message about one child.
pub(crate) fn small(id: &str, number: &str) -> Value {
    json!({
        "format": "lykta.report.v1",
        "message_id": id,
        "sender": { "system": "Prov" },
        "sent_at": "2026-11-24T08:00:00Z",
        "channel": "e_service",
        "recipient": { "municipality_code": "0000", "municipality": "Lyktinge" },
        "reporter": { "category": "SKO", "name": "Siv Ahlgren", "role": "rektor" },
        "children": [{ "number": number, "name": { "given": "Tuva", "family": "Lindmark" } }],
        "report": { "concern": format!("Tuva har inte varit i skolan. Meddelande {id}.") },
    })
}

/// A sample of the documentation.
pub(crate) fn sample(name: &str) -> Value {
    let path = docs().join(format!("report-{name}.json"));
    serde_json::from_slice(&std::fs::read(path).expect("a sample")).expect("JSON")
}

/// Where the format is documented.
pub(crate) fn docs() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/messages")
}

impl Inbox {
    pub(crate) fn new() -> Self {
        let home = TestHome::new();
        Self { house: open(&home), home }
    }

    /// As a restart does.
    pub(crate) fn reopened(self) -> Self {
        let Self { house, home } = self;
        drop(house);
        Self { house: open(&home), home }
    }

    pub(crate) fn receive(&self, message: &Value) -> Receipt {
        self.receive_bytes(message.to_string().as_bytes())
    }

    pub(crate) fn receive_bytes(&self, bytes: &[u8]) -> Receipt {
        inbox::receive(&self.house, &reception(), now(), bytes).expect("received")
    }

    pub(crate) fn counts(&self) -> Counts {
        self.house.db.read(|tx| messages::counts(tx, self.house.authority.0)).expect("counted")
    }

    /// Every child's report of a message that must have been registered, opened as reception.
    pub(crate) fn files(&self, receipt: &Receipt) -> Vec<OpenFile> {
        registered(receipt).iter().map(|kept| self.file(kept)).collect()
    }

    pub(crate) fn file(&self, kept: &RegisteredIn) -> OpenFile {
        self.house.look(&reception(), now(), FileId::new(kept.file), Part::Timeline).expect("opens")
    }
}

pub(crate) fn registered(receipt: &Receipt) -> &[RegisteredIn] {
    match &receipt.outcome {
        Outcome::Registered { files } => files,
        other => panic!("{other:?}"),
    }
}

/// The reason and the words of one that was set aside.
pub(crate) fn set_aside(receipt: &Receipt) -> (&str, &str) {
    match &receipt.outcome {
        Outcome::SetAside { reason, details, .. } => (reason, details),
        other => panic!("{other:?}"),
    }
}

/// Everything that an opened file's entries hold, as stored.
pub(crate) fn all_text(open: &OpenFile) -> String {
    let all = open.entries.iter().map(|entry| serde_json::to_string(&entry.entry).expect("JSON"));
    all.collect::<Vec<_>>().join("\n")
}
