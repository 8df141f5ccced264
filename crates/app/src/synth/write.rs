//! What was drawn becomes one wish: the family's people and a file for each child, filled in the order in which things happened.
//!
//! All of a life is written at its end, as when files are brought over: decisions are recorded with the day they were made. So nothing can
//! stand here that a page could not have written.

use law::{Day, Level};
use record::{
    Code, Command, CommandId, DecisionId, FileId, MatterId, Moment, Opened, Part, PartKind, PersonId,
    StaffId, Subject, Text, UnitId,
    decision::{Decision, DecisionMaker, RecordDecision},
    decision_notice::{DecisionNotice, DecisionTelling},
    distribution::Distribution,
    family::{FamilyFact, Guardianship},
    identity::{IdentityNumber, LegalSex},
    investigation::{Opening, PartyNotice, Telling},
    note::Note,
    occurrence::Occurrence,
    party_copy::{Block, PartyCopy},
    person::{Birth, FactSource, PersonCommand, PersonName, ProtectionLevel, Registration, Sourced},
    protection::{AssessProtection, ProtectionAssessment},
    report::{Arrival, Report, Reporter},
    service::{Grant, ServiceStep, Step},
};
use store::{House, Now, Step as OfWish, Wish};
use uuid::Uuid;

use super::{
    life::{self, Child, Ending, Family, Investigation, Outcome},
    staff::District,
};

/// Nobody has appealed when three weeks have passed.
const DAYS_TO_APPEAL: i64 = 21;

/// A child becomes a party of its own.
const PARTY_AGE: i16 = 15;

const SENTENCES: [&str; 8] = [
    "Samtal med mamman, som berättar att morgnarna fungerar bättre sedan i förra veckan.",
    "Läraren ser att barnet orkar mer på förmiddagarna men är trött efter lunch.",
    "Hembesök. Barnet visade sitt rum och berättade om sin katt.",
    "Pappan ringer och ber om en ny tid, eftersom han arbetar kväll.",
    "Barnet säger att det känns lugnare hemma när mormor är där.",
    "Skolan bekräftar att frånvaron har minskat från tolv till fyra dagar.",
    "Föräldrarna är överens om att ta emot stöd i hemmet två eftermiddagar i veckan.",
    "Ny kontakt om en vecka.",
];

/// Whose files they are to be, and when it is.
pub(super) struct Place<'a> {
    pub(super) house: &'a House,
    pub(super) district: &'a District,
    pub(super) worker: (StaffId, UnitId),
    pub(super) first: Day,
    pub(super) now: Now,
    /// The newest day anything may be of.
    pub(super) today: Day,
}

/// A wish, and the ids of the keys that it seals under.
pub(super) struct Written {
    pub(super) wish: Wish,
    pub(super) keys: Vec<Uuid>,
}

/// The day a family is written down: when its last thing had happened; today, where something still runs.
pub(super) fn last_day(family: &Family, first: Day, today: Day) -> Day {
    let days = family.children.iter().flat_map(|child| &child.reports).flat_map(|report| {
        let rest = match &report.outcome {
            Outcome::Opened(investigation) => {
                let service = match &investigation.result {
                    Ending::OpenCare(_, days) | Ending::Placement(_, days) | Ending::CareOrder(days) => {
                        investigation.closed + days
                    }
                    _ => investigation.closed,
                };
                [investigation.closed + DAYS_TO_APPEAL + 1, service]
            }
            _ => [report.decided; 2],
        };
        rest.into_iter().chain([report.day, report.decided])
    });
    days.map(|day| first.plus_days(day)).max().unwrap_or(first).min(today)
}

/// The wish of one family, if there is room for that many of its children.
pub(super) fn wish(place: &Place<'_>, family: &Family, room: usize) -> Written {
    let children = &family.children[..family.children.len().min(room)];
    let id = || place.house.new_id(place.now);
    let guardian = PersonId::new(id());
    let persons: Vec<PersonId> = children.iter().map(|_| PersonId::new(id())).collect();
    let (mut steps, mut keys) = (Vec::new(), vec![guardian.uuid()]);
    steps.push(register(guardian, place.guardian(family)));
    for (number, (child, person)) in children.iter().zip(&persons).enumerate() {
        let siblings = persons.iter().copied().filter(|other| other != person).collect();
        let file = FileId::new(id());
        let mut told = Teller { place, child, person: *person, guardian, siblings, happened: Vec::new() };
        let commands = told.tell();
        steps.push(register(*person, place.child(family, child, number)));
        keys.extend([person.uuid(), file.uuid()]);
        keys.extend(commands.iter().filter_map(sealed_under));
        steps.push(OfWish::File { file, seen: None, commands });
    }
    Written { wish: Wish { id: CommandId::new(id()), steps, draft: None }, keys }
}

fn register(person: PersonId, registration: Registration) -> OfWish {
    OfWish::Person { person, commands: vec![PersonCommand::Register(registration)] }
}

/// The key of the matter that a command opens.
fn sealed_under(command: &Command) -> Option<Uuid> {
    match command {
        Command::ReceiveReport(matter, _)
        | Command::StepService(matter, _)
        | Command::Distribute(matter, _) => Some(matter.uuid()),
        _ => None,
    }
}

impl Place<'_> {
    fn day(&self, day: i64) -> Day {
        self.first.plus_days(day)
    }

    fn guardian(&self, family: &Family) -> Registration {
        let birth = self.first.plus_days(-35 * 365 - i64::from(family.serial) * 7);
        self.person((&family.guardian, &family.name), (birth, family.serial, LegalSex::Female), false)
    }

    fn child(&self, family: &Family, child: &Child, number: usize) -> Registration {
        let sex = if child.male { LegalSex::Male } else { LegalSex::Female };
        let twin = u16::try_from(number).unwrap_or_default() * 2;
        let serial = (family.serial + twin) % 998 + u16::from(child.male);
        let serial = if serial == 0 { 998 } else { serial };
        let birth = self.first.plus_days(-child.age);
        self.person((&child.given, &family.name), (birth, serial, sex), child.protected)
    }

    fn person(
        &self,
        (given, family): (&str, &str),
        (birth, serial, sex): (Day, u16, LegalSex),
        protected: bool,
    ) -> Registration {
        let (register, on) = (FactSource::PopulationRegister, self.now.today);
        let level = if protected { ProtectionLevel::Marked } else { ProtectionLevel::None };
        let number = IdentityNumber::synthetic(birth, serial);
        let birth = Birth { day: birth, estimated: false };
        Registration {
            name: Some(Sourced::new(PersonName::new(given, family), register.clone(), on)),
            number: Some(Sourced::new(number, register.clone(), on)),
            birth: Some(Sourced::new(birth, register.clone(), on)),
            sex: Some(Sourced::new(sex, register.clone(), on)),
            ..Registration::new(Sourced::new(level, register, on))
        }
    }
}

/// Tells one child's life.
struct Teller<'a> {
    place: &'a Place<'a>,
    child: &'a Child,
    person: PersonId,
    guardian: PersonId,
    siblings: Vec<PersonId>,
    happened: Vec<(Day, Command)>,
}

impl Teller<'_> {
    fn tell(&mut self) -> Vec<Command> {
        let (place, birth) = (self.place, self.birth());
        let unit = place.district.reception;
        let opened = Opened { person: self.person, subject: Subject::Child, birth: Some(birth), unit };
        let guardianship = Guardianship {
            person: self.guardian,
            kind: Code::from("sole"),
            from: Some(birth),
            to: None,
            source: text("Folkbokföringen"),
        };
        let family = Command::LearnFamily(vec![FamilyFact::Guardianship(guardianship)]);
        let child = self.child;
        let mut investigations = Vec::new();
        for report in &child.reports {
            let opens = self.report(report, &investigations);
            investigations.push(opens);
        }
        // In the order of the days; what happened on one day, as it was told.
        self.happened.sort_by_key(|(day, _)| *day);
        let today = place.today;
        let happened = self.happened.drain(..).filter(|(day, _)| *day <= today).map(|(_, command)| command);
        [Command::OpenFile(opened), family].into_iter().chain(happened).collect()
    }

    fn birth(&self) -> Day {
        self.place.first.plus_days(-self.child.age)
    }

    fn id(&self) -> Uuid {
        self.place.house.new_id(self.place.now)
    }

    fn on(&mut self, day: Day, command: Command) {
        self.happened.push((day, command));
    }

    /// A report and what became of it; the investigation that it opened.
    fn report(&mut self, report: &life::Report, earlier: &[Option<MatterId>]) -> Option<MatterId> {
        let matter = MatterId::new(self.id());
        let (arrived, decided) = (self.place.day(report.day), self.place.day(report.decided));
        self.on(arrived, Command::ReceiveReport(matter, received(report, arrived, &self.siblings)));
        self.on(arrived, Command::AssessProtection(assessed(matter, arrived)));
        let (opening, links_to) = match &report.outcome {
            Outcome::Opened(_) => (Some(MatterId::new(self.id())), None),
            Outcome::Linked(to) => (None, earlier.get(*to).copied().flatten()),
            Outcome::Service | Outcome::NotOpened => (None, None),
        };
        let questions = vec![Part::assessment(text("Vad behöver barnet?"))];
        let decision = Decision {
            opening: opening.map(|matter| Opening { matter, questions, from: None }),
            links_to,
            ..self.decision(match &report.outcome {
                Outcome::Opened(_) => "D02",
                Outcome::Linked(_) => "D05",
                Outcome::Service | Outcome::NotOpened => "D03",
            })
        };
        let reason = match &report.outcome {
            Outcome::Service => Some(Code::from("need_already_met")),
            Outcome::NotOpened => Some(Code::from("no_need_of_investigation")),
            _ => None,
        };
        self.decide(matter, Decision { reason, ..decision }, decided);
        if let (Outcome::Opened(drawn), Some(opened)) = (&report.outcome, opening) {
            self.investigate(opened, decided, drawn);
        }
        opening
    }

    fn investigate(&mut self, matter: MatterId, opened: Day, drawn: &Investigation) {
        let (main, unit) = self.place.worker;
        let closed = self.place.day(drawn.closed);
        self.on(opened, Command::Distribute(matter, Distribution { main, second: None, unit }));
        for (person, day) in self.parties(opened, closed) {
            let telling = Telling::Told { way: Code::from("phone"), letter: None };
            let notice = PartyNotice { person, at: Moment::on(day), telling };
            self.on(day, Command::NotifyParty(matter, notice));
        }
        for day in &drawn.notes {
            let day = self.place.day(*day);
            self.on(day, note(matter, day));
        }
        if let Ending::CareOrder(_) = drawn.result {
            self.apply_for_care(matter, closed);
        }
        let service = match &drawn.result {
            Ending::NoService | Ending::Moved => None,
            Ending::OpenCare(service, days) | Ending::Placement(service, days) => Some((&**service, *days)),
            Ending::CareOrder(days) => Some(("residential_care", *days)),
        };
        let grant = service.map(|(service, days)| (MatterId::new(self.id()), service, days));
        let decision = Decision {
            grants: grant.iter().map(|(own, service, days)| granted(*own, service, closed, *days)).collect(),
            closes: grant.is_some(),
            ..self.decision(if grant.is_some() { "D08" } else { "D07" })
        };
        let id = decision.id;
        self.decide(matter, decision, closed);
        for (person, _) in self.parties(closed, closed) {
            self.on(closed, told(id, person, closed));
        }
        let last_to_appeal = closed.plus_days(DAYS_TO_APPEAL + 1);
        self.on(last_to_appeal, happened(matter, "decision.final", last_to_appeal));
        if let Some((own, _, days)) = grant {
            let step = |at: Day, step| Command::StepService(own, ServiceStep { at: Moment::on(at), step });
            self.on(closed, step(closed, Step::Started));
            let ended = Step::Ended { reason: Code::from("goal_reached"), result: None };
            let last = closed.plus_days(days);
            self.on(last, step(last, ended));
        }
    }

    /// The child is seen by a doctor, and the committee applies to the court.
    fn apply_for_care(&mut self, matter: MatterId, day: Day) {
        let decision = self.decision("D30");
        self.decide(matter, decision, day);
        self.on(day, happened(matter, "lvu_32.examination_done", day));
    }

    /// Who is a party between two days, and since when: the guardian, and the child from its fifteenth birthday.
    fn parties(&self, from: Day, to: Day) -> Vec<(PersonId, Day)> {
        let own = self.birth().birthday(PARTY_AGE).filter(|own| *own <= to).map(|own| own.max(from));
        let grown = self.birth().birthday(law::AGE_OF_MAJORITY).is_some_and(|grown| grown <= from);
        let guardian = (!grown).then_some((self.guardian, from));
        guardian.into_iter().chain(own.map(|own| (self.person, own))).collect()
    }

    fn decision(&self, kind: &str) -> Decision {
        let id = DecisionId::new(self.id());
        let blank = Decision::new(id, kind.parse().expect("a decision type of the law"));
        Decision { reasons: vec![statement(self.place.first)], ..blank }
    }

    /// As it was made: by whoever leads, or by the committee where the law leaves it to nobody else.
    fn decide(&mut self, matter: MatterId, decision: Decision, day: Day) {
        let head = &self.place.district.head;
        let committee = decision.kind.to_string() == "D30";
        let made_by = if committee {
            DecisionMaker { name: "Sociala utskottet".to_owned(), title: None, level: Level::Committee }
        } else {
            let (name, title) = (head.name.clone(), Some(head.title.clone()));
            DecisionMaker { name, title, level: head.level }
        };
        let made = Moment::on(day);
        let record = RecordDecision { matter, decision, made, made_by, urgent: false, document: None };
        self.on(day, Command::RecordDecision(record));
    }
}

fn received(report: &life::Report, day: Day, siblings: &[PersonId]) -> Report {
    let anonymous = report.reporter == "ANO";
    Report {
        arrival: Arrival::at(Moment::on(day)),
        channel: Code::from("phone"),
        reporter: Reporter {
            category: Code::from(report.reporter.as_str()),
            mandated: false, // settled by the category
            name: None,
            role: (!anonymous).then(|| text("Uppgiftslämnare")),
            contact: None,
            anonymous,
            wants_feedback: false,
        },
        concern: vec![Part::new(PartKind::Fact, text(SENTENCES[1]))],
        reasons: vec![Code::from(report.reason.as_str())],
        violence: false, // settled by the reasons
        child_knows: None,
        guardians_know: None,
        siblings: if report.day == 0 { siblings.to_vec() } else { Vec::new() },
        document: None,
    }
}

fn assessed(matter: MatterId, day: Day) -> AssessProtection {
    let assessment = ProtectionAssessment {
        made: Moment::on(day),
        outcome: Code::from("no_immediate_need"),
        immediate: false,
        parts: vec![Part::new(PartKind::Fact, text(SENTENCES[4]))],
        measures: None,
        late: false,
        unqualified: false,
    };
    AssessProtection { matter, assessment, opening: None }
}

fn note(matter: MatterId, day: Day) -> Command {
    let words = SENTENCES[usize::from(day.day().unsigned_abs() % 5)..].join(" ");
    let note = Note {
        at: Moment::on(day),
        kind: Code::from("call"),
        parts: vec![Part::new(PartKind::Fact, text(&words))],
        with: Vec::new(),
        child: false,
        meeting: None,
        document: None,
        late: false,
    };
    Command::SignNote(Some(matter), note)
}

fn granted(matter: MatterId, service: &str, from: Day, days: i64) -> Grant {
    let until = from.plus_days(days);
    Grant {
        matter,
        service: Code::from(service),
        from,
        until: Some(until),
        extent: None,
        goal: Part::assessment(text("Barnet sover hela nätter och hinner till skolan.")),
        review: until,
        provider: None,
        suitable: None,
    }
}

fn happened(matter: MatterId, event: &str, day: Day) -> Command {
    let (event, at) = (event.to_owned(), Moment::on(day));
    Command::RecordOccurrence(matter, Occurrence { event, at, until: None, text: None, document: None })
}

/// A party is told of a decision, by telephone and with a copy.
fn told(decision: DecisionId, person: PersonId, day: Day) -> Command {
    let block = Block { heading: None, parts: vec![statement(day)] };
    let copy = PartyCopy { blocks: vec![block], withheld: Vec::new() };
    let telling = DecisionTelling::Told { way: Code::from("phone"), received: None, copy, letter: None };
    Command::NotifyDecision(DecisionNotice { decision, person, at: Moment::on(day), telling })
}

/// One sentence or another, by the day, so that it is the same each time.
fn statement(day: Day) -> Part {
    Part::new(PartKind::Fact, text(SENTENCES[usize::from(day.day().unsigned_abs() % 8)]))
}

/// A text of our own.
pub(crate) fn text(words: &str) -> Text {
    Text::typed(words).ok().flatten().expect("words without control characters")
}
