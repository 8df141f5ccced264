//! A house to count in: one unit with one who receives, leads and investigates, and files of as many entries as are asked for.

use std::sync::Arc;

use law::{Day, DelegationOrder, Level};
use record::{
    Actor, Code, Command, CommandId, DecisionId, FileId, MatterId, Moment, Opened, Organisation, Part,
    PartKind, PersonId, StaffId, Subject, Text, UnitId,
    decision::Decision,
    distribution::Distribution,
    investigation::Opening,
    note::Note,
    organisation::{Member, Unit, UnitKind},
    person::{FactSource, PersonCommand, PersonName, ProtectionLevel, Registration, Sourced},
    protection::{AssessProtection, ProtectionAssessment},
    report::{Arrival, Report, Reporter},
};
use store::{House, Now, Step, Wish};
use tempfile::TempDir;
use uuid::Uuid;

const INSTANT: &str = "2026-11-20T10:00:00Z";

/// A house, who works in it, and its files.
pub(crate) struct Town {
    pub(crate) house: Arc<House>,
    pub(crate) who: Actor,
    pub(crate) now: Now,
    pub(crate) files: Vec<FileId>,
    dir: TempDir,
}

impl Town {
    /// So many files with so many entries each.
    pub(crate) fn of(files: usize, entries: usize) -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let unit = UnitId::new(Uuid::from_u128(1));
        let member = Member {
            staff: StaffId::new(Uuid::from_u128(2)),
            login: "alla".into(),
            name: "Alla Sysslor".into(),
            title: "enhetschef".into(),
            phone: "08-465 004 00".into(),
            level: Level::UnitHead,
            unit,
            manages: vec![unit],
            reception: true,
            qualified: true,
            in_place_of: Vec::new(),
            tied_to: Vec::new(),
        };
        let who = member.actor();
        let units =
            vec![Unit { id: unit, name: "Enheten".into(), kind: UnitKind::Investigation, under: None }];
        let organisation = Organisation::new("Räkneby", "Socialnämnden", units, vec![member]);
        let house = House::open_demo(dir.path(), organisation, DelegationOrder::lyktinge()).expect("a house");
        let instant: jiff::Timestamp = INSTANT.parse().expect("an instant");
        let today = Day::from(instant.to_zoned(record::stockholm()).date());
        let mut town = Self { house, who, now: Now { instant, today }, files: Vec::new(), dir };
        town.files = (0..files).map(|_| town.file(entries)).collect();
        town
    }

    /// The directory, once nobody has the house open.
    pub(crate) fn closed(self) -> TempDir {
        self.dir
    }

    fn file(&self, entries: usize) -> FileId {
        let (person, file) = (PersonId::new(self.id()), FileId::new(self.id()));
        let (report, matter) = (MatterId::new(self.id()), MatterId::new(self.id()));
        let birth = self.now.today.plus_days(-11 * 365);
        let opened = Opened { person, subject: Subject::Child, birth: Some(birth), unit: self.who.unit };
        let worker = Distribution { main: self.who.staff, second: None, unit: self.who.unit };
        let mut commands = vec![
            Command::OpenFile(opened),
            Command::ReceiveReport(report, self.school()),
            Command::AssessProtection(self.assessed(report)),
            Command::MakeDecision(report, self.opening(matter)),
            Command::Distribute(matter, worker),
        ];
        commands.extend((commands.len() + 1..entries).map(|_| Command::SignNote(Some(matter), self.note())));
        let name = PersonName::new("Räkna", "Sakta");
        let name = Sourced::new(name, FactSource::Worker, self.now.today);
        let level = Sourced::new(ProtectionLevel::None, FactSource::Worker, self.now.today);
        let register = PersonCommand::Register(Registration { name: Some(name), ..Registration::new(level) });
        let steps = vec![
            Step::Person { person, commands: vec![register] },
            Step::File { file, seen: None, commands },
        ];
        let wish = Wish { id: CommandId::new(self.id()), steps, draft: None };
        self.house.act(&self.who, self.now, &wish).expect("a lawful life");
        file
    }

    pub(crate) fn id(&self) -> Uuid {
        self.house.new_id(self.now)
    }

    fn note(&self) -> Note {
        let words =
            "Hembesök hos familjen. Barnet visade sitt rum och berättade om skolan och om helgen. ".repeat(6);
        Note {
            at: Moment::on(self.now.today),
            kind: Code::from("home_visit"),
            parts: vec![fact(&words)],
            with: Vec::new(),
            child: true,
            meeting: None,
            document: None,
            late: false,
        }
    }

    fn school(&self) -> Report {
        let reporter = Reporter {
            category: Code::from("SKO"),
            mandated: true,
            name: Some(text("Rektor")),
            role: None,
            contact: None,
            anonymous: false,
            wants_feedback: true,
        };
        Report {
            arrival: Arrival::at(Moment::on(self.now.today)),
            channel: Code::from("phone"),
            reporter,
            concern: vec![fact("Har kommit hungrig till skolan i två veckor.")],
            reasons: Vec::new(),
            violence: false,
            child_knows: None,
            guardians_know: None,
            siblings: Vec::new(),
            document: None,
        }
    }

    fn assessed(&self, matter: MatterId) -> AssessProtection {
        let assessment = ProtectionAssessment {
            made: Moment::on(self.now.today),
            outcome: Code::from("no_immediate_need"),
            immediate: false,
            parts: vec![fact("Hämtas av sin mormor.")],
            measures: None,
            late: false,
            unqualified: false,
        };
        AssessProtection { matter, assessment, opening: None }
    }

    fn opening(&self, matter: MatterId) -> Decision {
        let questions = vec![Part::assessment(text("Vad behöver barnet?"))];
        let opening = Opening { matter, questions, from: None };
        let blank = Decision::new(DecisionId::new(self.id()), "D02".parse().expect("a decision type"));
        Decision { reasons: vec![fact("Skolans oro är stor.")], opening: Some(opening), ..blank }
    }
}

fn fact(words: &str) -> Part {
    Part::new(PartKind::Fact, text(words))
}

fn text(words: &str) -> Text {
    Text::typed(words).ok().flatten().expect("words")
}
