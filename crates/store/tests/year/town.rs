//! The town: who works there, which day it is, and the house that keeps what they write.

use std::{collections::BTreeMap, fmt, sync::Arc};

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use law::{Day, DelegationOrder, Level, next_weekday};
use record::{
    Actor, Code, Command, CommandId, DecisionId, FileId, MatterId, Opened, Organisation, PersonId, StaffId,
    Subject, Text, UnitId,
    decision::Decision,
    family::{FamilyFact, Guardianship},
    id::Id,
    organisation::{Member, Unit, UnitKind},
    person::{Birth, FactSource, PersonCommand, PersonName, ProtectionLevel, Registration, Sourced},
};
use store::{Done, House, Now, Part, Reason, Step, Trouble, Trust, Wish, verify};
use testhome::TestHome;
use uuid::Uuid;

use crate::{
    commands,
    model::{Child, Matter, Phase, Task, What, share_of},
    snoopers::Checked,
    told,
};

/// The first day.
const BEGINS: &str = "2026-01-12";

/// Names that are nobody's together.
const GIVEN: [&str; 8] = ["Alva", "Bo", "Cleo", "Disa", "Ebbe", "Frej", "Gry", "Hedda"];

/// How much there is of everything.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) seed: f64,
    pub(crate) days: f64,
    /// On an ordinary working day.
    pub(crate) reports: f64,
    pub(crate) workers: f64,
}

/// The town on a day.
pub(crate) struct Town {
    pub(crate) day: Day,
    pub(crate) last: Day,
    pub(crate) rng: Rng,
    pub(crate) children: Vec<Child>,
    pub(crate) tasks: BTreeMap<Day, Vec<Task>>,
    /// Things tried that may not be.
    pub(crate) probes: usize,
    /// How the reading was judged.
    pub(crate) checked: Checked,
    /// Entries there were before anybody did anything: who works here, and what the board has delegated.
    founded: i64,
    house: Option<Arc<House>>,
    home: TestHome,
    size: Size,
    next: u128,
    steps: usize,
    /// Reports, by what became of them.
    families: usize,
}

/// What came of it all.
pub(crate) struct Counted {
    children: usize,
    entries: i64,
    steps: usize,
    probes: usize,
    pub(crate) checked: Checked,
}

impl fmt::Display for Counted {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { children, entries, steps, probes, checked } = self;
        writeln!(out, "children={children} entries={entries} steps={steps} refused={probes}")?;
        let (explained, most) = (checked.explained_of_thousand(), checked.lines.iter().max().unwrap_or(&0));
        let mean = checked.lines.iter().sum::<usize>() / checked.lines.len().max(1);
        let planted: usize = checked.planted.values().sum();
        write!(
            out,
            "openings={} explained={explained}/1000 planted={planted} shown={planted} ",
            checked.openings
        )?;
        write!(out, "unit-months={} lines-a-month={mean} most={most}", checked.lines.len())
    }
}

impl Town {
    pub(crate) fn new(size: Size) -> Self {
        let day: Day = BEGINS.parse().unwrap();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole numbers as they were typed"
        )]
        let (seed, days) = (size.seed as u64, size.days as i64);
        let mut town = Self {
            day,
            last: day.plus_days(days),
            rng: Rng::with_seed(seed),
            children: Vec::new(),
            tasks: BTreeMap::new(),
            probes: 0,
            checked: Checked::default(),
            founded: 0,
            house: None,
            home: TestHome::in_memory(),
            size,
            next: 0x1000,
            steps: 0,
            families: 0,
        };
        town.open();
        town.founded = town.height();
        town
    }

    fn open(&mut self) {
        self.house = None; // the lock first
        let organisation = self.organisation();
        self.house =
            Some(House::open_demo(self.home.home(), organisation, DelegationOrder::lyktinge()).unwrap());
    }

    /// Everybody who reads, in their units. Reception works at any hour.
    fn organisation(&self) -> Organisation {
        let units = (1..=self.units() + 1).map(|number| Unit {
            id: unit(number),
            name: format!("Grupp {number}"),
            kind: UnitKind::Investigation,
            under: None,
        });
        let duty = Actor { level: Level::EmergencyDuty, ..reception() };
        let workers = (0..self.workers()).map(|number| self.worker(number));
        let people = [duty, self.head(), curious(self.units())].into_iter().chain(workers);
        Organisation::new("Lyktinge", "Socialnämnden", units.collect(), people.map(member).collect())
    }

    pub(crate) fn house(&self) -> &Arc<House> {
        self.house.as_ref().expect("opened, but while it is opened anew")
    }

    pub(crate) fn id<Kind>(&mut self) -> Id<Kind> {
        self.next += 1;
        Id::new(Uuid::from_u128(self.next))
    }

    /// Nine o'clock and as many seconds as there have been steps: time goes on.
    pub(crate) fn now(&self) -> Now {
        let nine: Timestamp = format!("{}T09:00:00Z", self.day).parse().unwrap();
        let seconds = i64::try_from(self.steps % 20_000).unwrap();
        Now { instant: nine + SignedDuration::from_secs(seconds), today: self.day }
    }

    pub(crate) fn reports_today(&mut self) -> usize {
        let mean = self.size.reports * share_of(self.day);
        // As many as come in a day when each minute has the same chance: by Knuth's way, for small means.
        let (limit, mut chance, mut reports) = ((-mean).exp(), self.rng.f64(), 0);
        while chance > limit {
            reports += 1;
            chance *= self.rng.f64();
        }
        reports
    }

    /// 1.45 on average.
    pub(crate) fn draw_siblings(&mut self) -> usize {
        match self.rng.u8(..100) {
            0..68 => 1,
            68..90 => 2,
            90..97 => 3,
            _ => 4,
        }
    }

    pub(crate) fn head(&self) -> Actor {
        leading(self.units(), actor(2, Level::UnitHead, 1))
    }

    pub(crate) fn units(&self) -> u128 {
        self.workers().div_ceil(10).max(1)
    }

    fn workers(&self) -> u128 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole numbers as they were typed"
        )]
        let workers = self.size.workers as u128;
        workers
    }

    fn worker(&self, number: u128) -> Actor {
        actor(100 + number, Level::CaseWorker, 2 + number % self.units())
    }

    pub(crate) fn draw_worker(&mut self) -> Actor {
        let number = self.rng.u128(..self.workers());
        self.worker(number)
    }

    /// A colleague stands in for a day and says why they read.
    pub(crate) fn stand_in(&mut self, child: usize) {
        let (colleague, file) = (self.draw_worker(), self.children[child].file);
        let words = Text::typed("Ersätter den som är sjuk i dag.").unwrap().unwrap();
        let reason = Reason { code: Code::from("cover"), words };
        if self.house().give_reason(&colleague, self.now(), file, &reason).is_ok() {
            self.house().look(&colleague, self.now(), file, Part::Timeline).unwrap();
        }
    }

    pub(crate) fn decision(&mut self, kind: &str) -> Decision {
        let id: DecisionId = self.id();
        Decision::new(id, kind.parse().unwrap())
    }

    pub(crate) fn later(&mut self, days: i64, child: usize, matter: MatterId, what: What) {
        // Reception and duty work every day, the others on weekdays.
        let day = self.day.plus_days(days);
        let day = if what == What::Assess { day } else { next_weekday(day) };
        self.tasks.entry(day).or_default().push(Task { child, matter, what });
    }

    pub(crate) fn matter(&mut self, child: usize, matter: MatterId) -> &mut Matter {
        let mut matters = self.children[child].matters.iter_mut();
        matters.find(|own| own.id == matter).expect("the model knows its matters")
    }

    /// A family's first report: its people, and a file with a report for each child. One wish over all of them.
    pub(crate) fn new_family(&mut self, siblings: usize, violence: bool) -> (Wish, Vec<MatterId>) {
        self.families += 1;
        let family = format!("Påhittad{}", self.families);
        let (guardian, today) = (self.id::<record::id::Person>(), self.day);
        let mut steps = vec![register(guardian, person(&family, "Moa", today.plus_days(-12_000), today))];
        let persons: Vec<PersonId> = (0..siblings).map(|_| self.id()).collect();
        let mut matters = Vec::new();
        for person_id in &persons {
            let given = GIVEN[self.rng.usize(..GIVEN.len())];
            let birth = today.plus_days(-self.rng.i64(400..4_500));
            let (file, matter): (FileId, MatterId) = (self.id(), self.id());
            let others: Vec<PersonId> = persons.iter().copied().filter(|other| other != person_id).collect();
            let opened =
                Opened { person: *person_id, subject: Subject::Child, birth: Some(birth), unit: unit(1) };
            let custody = Guardianship {
                person: guardian,
                kind: Code::from("sole"),
                from: Some(birth),
                to: None,
                source: Text::typed("Folkbokföringen").unwrap().unwrap(),
            };
            let commands = vec![
                Command::OpenFile(opened),
                Command::LearnFamily(vec![FamilyFact::Guardianship(custody)]),
                Command::ReceiveReport(matter, commands::report(self.now(), violence, &others)),
            ];
            steps.push(register(*person_id, person(&family, given, birth, today)));
            steps.push(Step::File { file, seen: None, commands });
            let name = format!("{given} {family}");
            self.children.push(Child { file, guardian, name, version: 3, matters: Vec::new() });
            matters.push(matter);
        }
        (Wish { id: self.id(), steps, draft: None }, matters)
    }

    /// A report stands in a child's file: somebody must assess it today or tomorrow.
    pub(crate) fn received(&mut self, child: usize, matter: MatterId, violence: bool) {
        self.children[child]
            .matters
            .push(Matter { violence, ..Matter::new(matter, self.day, Phase::Received) });
        let days = i64::from(self.rng.f64() < 0.3);
        // What came today is assessed today only if the day's tasks are not yet taken up: then tomorrow.
        self.later(days.max(0), child, matter, What::Assess);
    }

    pub(crate) fn carry(&mut self, who: &Actor, wish: &Wish) -> Result<Done, Trouble> {
        self.steps += 1;
        self.house().act(who, self.now(), wish)
    }

    /// Tries something and notes nothing.
    pub(crate) fn try_it(
        &mut self,
        who: &Actor,
        file: FileId,
        seen: Option<i64>,
        commands: Vec<Command>,
    ) -> Result<Done, Trouble> {
        let id: CommandId = self.id();
        self.carry(who, &Wish { id, steps: vec![Step::File { file, seen, commands }], draft: None })
    }

    /// Does what is lawful; the model counts the entries.
    #[track_caller]
    pub(crate) fn expect(&mut self, who: &Actor, file: FileId, commands: Vec<Command>) {
        let child = self.children.iter().position(|child| child.file == file).expect("a child of the model");
        let before = self.children[child].version;
        let doing = format!("{commands:?}");
        // Whoever acts reads first; reception registers also where it may not.
        drop(self.house().look(who, self.now(), file, Part::Form));
        if let Err(trouble) = self.try_it(who, file, Some(before), commands) {
            panic!("{trouble}: {doing}: {}", told(&self.children[child], self.day, file));
        }
        let after = self.look(child).version();
        assert!(after > before, "something was written");
        self.children[child].version = after;
    }

    #[track_caller]
    pub(crate) fn by_head(&mut self, child: usize, commands: Vec<Command>) {
        let (head, file) = (self.head(), self.children[child].file);
        self.expect(&head, file, commands);
    }

    #[track_caller]
    pub(crate) fn by_worker(&mut self, child: usize, matter: MatterId, commands: Vec<Command>) {
        let worker = self.matter(child, matter).worker.clone().expect("distributed");
        let file = self.children[child].file;
        self.expect(&worker, file, commands);
    }

    fn look(&self, child: usize) -> store::OpenFile {
        let observer = observer(self.units());
        self.house().look(&observer, self.now(), self.children[child].file, Part::Timeline).unwrap()
    }

    /// The record and the model agree about a child.
    #[track_caller]
    pub(crate) fn check(&mut self, child: usize) {
        let open = self.look(child);
        let own = &self.children[child];
        let about = || told(own, self.day, own.file);
        assert_eq!(open.version(), own.version, "{}", about());
        let last = open.entries.last().map(|entry| entry.seq);
        assert_eq!(last, Some(own.version), "{}", about());
        assert_eq!(open.file.matters.len(), own.matters.len(), "{}", about());
        for matter in &own.matters {
            let stands = &open.file.matters[&matter.id];
            assert_eq!(stands.is_running(), matter.phase != Phase::Closed, "{:?} {}", matter.id, about());
        }
        for (rule, expected) in own.clocks() {
            let runs = open.clocks.iter().filter(|clock| clock.rule.as_str() == rule && clock.is_running());
            assert_eq!(runs.count(), expected, "{rule} {}", about());
        }
    }

    /// The day's lists, sometimes a restart, and once a month everything.
    pub(crate) fn at_night(&mut self) {
        self.check_lists();
        if self.rng.f64() < 0.1 {
            self.open();
        }
        if self.day.day() == 1 {
            self.check_all();
            self.judge_month();
        }
    }

    /// A worker's list holds their running matters, and somebody is found by name.
    fn check_lists(&mut self) {
        let worker = self.draw_worker();
        let expected: usize = self.children.iter().map(|child| child.on_the_list_of(&worker)).sum();
        let list = self.house().my_day(&worker, self.now(), self.day.plus_days(7)).unwrap();
        assert_eq!(list.matters.len() + list.left_out.matters, expected, "{} on {}", worker.name, self.day);
        if !self.children.is_empty() {
            let child = self.rng.usize(..self.children.len());
            let found = self.house().find_name(&self.head(), self.now(), &self.children[child].name).unwrap();
            let files: Vec<FileId> = found.iter().flat_map(|hit| hit.files.iter().copied()).collect();
            assert!(files.contains(&self.children[child].file), "{} is found", self.children[child].name);
        }
    }

    /// The chain holds, and the views are what counting anew gives.
    fn check_all(&mut self) {
        let house = self.house();
        assert_eq!(house.view_rows().unwrap(), house.refolded_rows().unwrap(), "on {}", self.day);
        let verdict = verify(self.home.home(), &Trust::default()).unwrap()[0];
        assert!(verdict.outcome.is_ok(), "{verdict}");
    }

    /// How many entries the chain has.
    fn height(&self) -> i64 {
        verify(self.home.home(), &Trust::default()).unwrap()[0].outcome.unwrap().height
    }

    pub(crate) fn finish(mut self) -> Counted {
        for child in 0..self.children.len() {
            self.check(child);
        }
        self.check_all();
        let entries = self.height();
        let of_files: i64 = self.children.iter().map(|child| child.version).sum();
        let people = i64::try_from(self.children.len() + self.families).unwrap();
        assert_eq!(entries, self.founded + of_files + people, "every entry is some file's or some person's");
        let (children, steps, probes) = (self.children.len(), self.steps, self.probes);
        Counted { children, entries, steps, probes, checked: self.checked }
    }
}

pub(crate) fn reception() -> Actor {
    Actor { reception: true, ..actor(1, Level::CaseWorker, 1) }
}

/// Leads every unit and looks after the model and the log; nobody's colleague, so their own reading is in no check.
pub(crate) fn observer(units: u128) -> Actor {
    leading(units, actor(9, Level::UnitHead, 901))
}

/// Leads every unit, and bears the name of one of the families.
pub(crate) fn curious(units: u128) -> Actor {
    Actor { name: "Ture Påhittad3".into(), ..leading(units, actor(4, Level::UnitHead, 1)) }
}

fn leading(units: u128, actor: Actor) -> Actor {
    Actor { manages: (1..=units + 1).map(unit).collect(), ..actor }
}

fn member(actor: Actor) -> Member {
    Member {
        staff: actor.staff,
        login: actor.name.clone(),
        name: actor.name,
        title: actor.title,
        phone: "08-465 004 99".into(),
        level: actor.level,
        unit: actor.unit,
        manages: actor.manages,
        reception: actor.reception,
        qualified: actor.qualified,
        in_place_of: actor.in_place_of,
        tied_to: actor.tied_to,
    }
}

/// Somebody who works in a unit that has no child.
pub(crate) fn stranger() -> Actor {
    actor(3, Level::CaseWorker, 900)
}

fn actor(number: u128, level: Level, home: u128) -> Actor {
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

fn unit(number: u128) -> UnitId {
    UnitId::new(Uuid::from_u128(0xA00 + number))
}

fn register(person: PersonId, registration: Registration) -> Step {
    Step::Person { person, commands: vec![PersonCommand::Register(registration)] }
}

fn person(family: &str, given: &str, birth: Day, today: Day) -> Registration {
    let birth = Birth { day: birth, estimated: false };
    Registration {
        name: Some(Sourced::new(PersonName::new(given, family), FactSource::Worker, today)),
        birth: Some(Sourced::new(birth, FactSource::Worker, today)),
        ..Registration::new(Sourced::new(ProtectionLevel::None, FactSource::Worker, today))
    }
}
