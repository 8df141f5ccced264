//! The place where writes fail: a house with two people's files, on the engine that the tests run on.

use std::fmt::Debug;
use std::sync::Arc;

use law::{DelegationOrder, Level};
use record::{
    Actor, Code, Command, CommandId, FileId, MatterId, Moment, Opened, Organisation, Part, PartKind,
    PersonId, StaffId, Subject, Text, UnitId,
    note::Note,
    person::{Birth, FactSource, PersonCommand, PersonName, ProtectionLevel, Registration, Sourced},
    report::{Arrival, Report, Reporter},
};
use testhome::TestHome;
use uuid::Uuid;

use super::{Fault, on_purpose};
use crate::house::{Answer, House, Now};
use crate::key_file::{KeyFile, Lock};
use crate::{Address, Home, Row, Sql, Step, Trust, Wish, verify};

/// More statements than any deed has.
const MANY: usize = 600;

const TABLES_OF_SQLITE: Sql =
    Sql("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name");

const TABLES_OF_POSTGRES: Sql = Sql("SELECT c.relname::text FROM pg_class c \
     JOIN pg_namespace n ON n.oid = c.relnamespace \
     WHERE n.nspname = 'lykta' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1");

pub(super) struct Scene {
    pub(super) house: Arc<House>,
    pub(super) keys: KeyFile,
    pub(super) fault: Fault,
    tables: Vec<Sql>,
    home: Home,
    next: u128,
    _places: (TestHome, tempfile::TempDir),
}

impl Scene {
    pub(super) fn new(fault: Fault) -> Self {
        let (place, elsewhere) = (TestHome::in_memory(), tempfile::tempdir().expect("a directory"));
        let home = match place.database() {
            None => Home::from(place.dir()),
            Some(database) => {
                Home::on(place.dir(), Address::parse(database.url(), None).expect("an address"))
            }
        };
        let keys = KeyFile::new(elsewhere.path().join("keys"), Lock::None);
        keys.make().expect("a key file");
        let organisation = Organisation::new("Lyktinge", "Socialnämnden", vec![], vec![]);
        let home = home.with_key(keys.clone());
        let house = House::open_demo(&home, organisation, DelegationOrder::lyktinge());
        let house = house.expect("a house");
        let list = if place.is_on_postgres() { TABLES_OF_POSTGRES } else { TABLES_OF_SQLITE };
        let names = house.db.read(|tx| tx.rows(list, &[])).expect("the tables");
        let names = names.iter().map(|row| row.text(0).expect("a name"));
        let tables = names.map(|name| Sql(format!("SELECT * FROM {name}").leak())).collect();
        Self { house, keys, fault, tables, home, next: 0x1000, _places: (place, elsewhere) }
    }

    /// For every statement of a deed: it fails there, says so, and the register is to the last row what it was. In the end it goes well.
    #[track_caller]
    pub(super) fn all_or_nothing<T, E: Debug>(
        &self,
        what: &str,
        deed: impl Fn(&Arc<House>) -> Result<T, E>,
    ) -> T {
        let before = self.dump();
        self.tried(what, deed, |statement| {
            assert!(self.dump() == before, "{what}: {:?} {statement} left something behind", self.fault);
        })
    }

    /// The same for a deed of several transactions: what is half done is lawful, and the deed done again finishes it.
    #[track_caller]
    pub(super) fn again_and_again<T, E: Debug>(
        &self,
        what: &str,
        deed: impl Fn(&Arc<House>) -> Result<T, E>,
    ) -> T {
        self.tried(what, deed, |_| self.expect_whole())
    }

    /// Fails a deed at each of its statements in turn, and looks at what is left.
    #[track_caller]
    pub(super) fn tried<T, E: Debug>(
        &self,
        what: &str,
        deed: impl Fn(&Arc<House>) -> Result<T, E>,
        left: impl Fn(usize),
    ) -> T {
        for statement in 0..MANY {
            self.house.db.failing.at(statement, self.fault);
            let answer = deed(&self.house);
            if self.house.db.failing.went_well() {
                assert!(statement > 0, "{what} writes nothing");
                return answer.unwrap_or_else(|error| panic!("{what}: {error:?}"));
            }
            match answer {
                Ok(_) => panic!("{what}: {:?} {statement} failed, and it was answered as done", self.fault),
                Err(error) => assert!(
                    format!("{error:?}").contains(&format!("{:?}", on_purpose())),
                    "{what}: {statement}: {error:?}"
                ),
            }
            left(statement);
        }
        panic!("{what}: it should have gone well by now")
    }

    /// The chain holds, and the views are what counting anew gives.
    #[track_caller]
    pub(super) fn expect_whole(&self) {
        let verdict = verify(&self.home, &Trust::default()).expect("verified")[0];
        assert!(verdict.outcome.is_ok(), "{verdict}");
        assert_eq!(self.house.view_rows(), self.house.refolded_rows().map_err(|trouble| panic!("{trouble}")));
    }

    /// Every row of every table, in an order of its own: a server tells them in whichever it likes.
    pub(super) fn dump(&self) -> Vec<Vec<Row>> {
        let mut all: Vec<Vec<Row>> = self
            .house
            .db
            .read(|tx| self.tables.iter().map(|table| tx.rows(*table, &[])).collect())
            .expect("read");
        for rows in &mut all {
            rows.sort_by_cached_key(|row| format!("{row:?}"));
        }
        all
    }

    pub(super) fn id(&mut self) -> Uuid {
        self.next += 1;
        Uuid::from_u128(self.next)
    }

    /// A wish about one file, resting on nothing that was seen.
    pub(super) fn wish(&mut self, file: FileId, commands: Vec<Command>) -> Wish {
        let steps = vec![Step::File { file, seen: None, commands }];
        Wish { id: CommandId::new(self.id()), steps, draft: None }
    }

    /// Does it at every statement, and then once more, which changes nothing.
    #[track_caller]
    pub(super) fn act(&self, what: &str, who: &Actor, wish: &Wish) {
        let act = |house: &Arc<House>| -> Answer<_> { house.act(who, now(), wish) };
        let done = self.all_or_nothing(what, act);
        let stands = self.dump();
        let again = act(&self.house).expect("sent again");
        assert!(again.already && again.numbers.len() == done.numbers.len(), "{what}: {again:?} of {done:?}");
        assert!(self.dump() == stands, "{what}: sent again it changed something");
    }

    /// One call about two siblings: one wish over four streams.
    pub(super) fn siblings(&mut self) -> (Wish, [Sibling; 2]) {
        let mut steps = Vec::new();
        let siblings = [("Tindra", "2015-04-09"), ("Melker", "2018-10-02")].map(|(given, birth)| {
            let (person, file) = (PersonId::new(self.id()), FileId::new(self.id()));
            let matter = MatterId::new(self.id());
            let commands = vec![PersonCommand::Register(registration(given, birth))];
            steps.push(Step::Person { person, commands });
            let birth = Some(birth.parse().expect("a day"));
            let opened = Opened { person, subject: Subject::Child, birth, unit: unit(1) };
            let commands = vec![Command::OpenFile(opened), Command::ReceiveReport(matter, report())];
            steps.push(Step::File { file, seen: None, commands });
            Sibling { person, file, matter }
        });
        (Wish { id: CommandId::new(self.id()), steps, draft: None }, siblings)
    }
}

/// A child that was reported.
#[derive(Clone, Copy)]
pub(super) struct Sibling {
    pub(super) person: PersonId,
    pub(super) file: FileId,
    pub(super) matter: MatterId,
}

pub(super) fn now() -> Now {
    on("2026-11-24")
}

pub(super) fn on(today: &str) -> Now {
    let instant = format!("{today}T09:00:00Z").parse().expect("an instant");
    Now { instant, today: today.parse().expect("a day") }
}

pub(super) fn unit(number: u128) -> UnitId {
    UnitId::new(Uuid::from_u128(number))
}

fn worker(number: u128, level: Level, home: u128) -> Actor {
    Actor {
        staff: StaffId::new(Uuid::from_u128(number)),
        name: format!("Anställd {number}"),
        title: "socialsekreterare".into(),
        level,
        unit: unit(home),
        manages: Vec::new(),
        reception: false,
        qualified: true,
        in_place_of: Vec::new(),
        tied_to: Vec::new(),
    }
}

pub(super) fn reception() -> Actor {
    Actor { reception: true, ..worker(101, Level::CaseWorker, 1) }
}

pub(super) fn investigator() -> Actor {
    worker(102, Level::CaseWorker, 2)
}

pub(super) fn first() -> Actor {
    Actor { manages: vec![unit(1), unit(2)], ..worker(104, Level::FirstSocialWorker, 1) }
}

pub(super) fn second() -> Actor {
    Actor { manages: vec![unit(2)], ..worker(105, Level::UnitHead, 2) }
}

/// Somebody in the unit that has the files, without a part in them.
pub(super) fn colleague() -> Actor {
    worker(106, Level::CaseWorker, 1)
}

pub(super) fn text(words: &str) -> Text {
    Text::typed(words).expect("printable").expect("not empty")
}

pub(super) fn fact(words: &str) -> Part {
    Part::new(PartKind::Fact, text(words))
}

fn registration(given: &str, birth: &str) -> Registration {
    let today = now().today;
    let birth = Birth { day: birth.parse().expect("a day"), estimated: false };
    Registration {
        name: Some(Sourced::new(PersonName::new(given, "Planterad"), FactSource::Worker, today)),
        birth: Some(Sourced::new(birth, FactSource::Worker, today)),
        ..Registration::new(Sourced::new(ProtectionLevel::None, FactSource::Worker, today))
    }
}

pub(super) fn report() -> Report {
    Report {
        arrival: Arrival::at("2026-11-24T08:40".parse().expect("a moment")),
        channel: Code::from("phone"),
        reporter: Reporter {
            category: Code::from("SKO"),
            mandated: true,
            name: Some(text("Rektor Planteradsson")),
            role: None,
            contact: None,
            anonymous: false,
            wants_feedback: true,
        },
        concern: vec![fact("Har kommit hungriga till skolan i två veckor.")],
        reasons: vec![],
        violence: false,
        child_knows: None,
        guardians_know: Some(false),
        siblings: vec![],
        document: None,
    }
}

pub(super) fn note(words: &str) -> Command {
    let note = Note {
        at: Moment::on(now().today),
        kind: Code::from("call"),
        parts: vec![fact(words)],
        with: vec![],
        child: false,
        meeting: None,
        document: None,
        late: false,
    };
    Command::SignNote(None, note)
}
