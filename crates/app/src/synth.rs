//! Invented files in any number, for measuring: the same seed gives the same files, and everything goes through the one writer.
//!
//! The spread of ages, reporters and outcomes is data, in `demo/marginals.toml`, with where each figure comes from.

use std::{collections::BTreeMap, sync::Arc, thread};

use anyhow::{Context as _, Result};
use fastrand::Rng;
use jiff::{Timestamp, ToSpan as _};
use law::Day;
use record::{
    Actor, Code, Command, CommandId, DecisionId, FileId, MatterId, Moment, Opened, Part, PartKind, PersonId,
    Subject, Text, UnitId,
    decision::Decision,
    distribution::Distribution,
    identity::IdentityNumber,
    investigation::Opening,
    note::Note,
    organisation::{Member, UnitKind},
    person::{Birth, FactSource, PersonCommand, PersonName, ProtectionLevel, Registration, Sourced},
    protection::{AssessProtection, ProtectionAssessment},
    report::{Arrival, Report, Reporter},
};
use serde::Deserialize;
use store::{House, Now, Step, Wish};
use uuid::Uuid;

/// Writers at the same time.
const WRITERS: u32 = 8;

const GIVEN: [&str; 24] = [
    "Alma", "Vera", "Selma", "Lykke", "Saga", "Edith", "Amina", "Leyla", "Zofia", "Hawa", "Mira", "Elvira",
    "Noah", "Hugo", "Adam", "Yusuf", "Omar", "Jakub", "Viggo", "Elton", "Melker", "Sixten", "Ali", "Love",
];

const FAMILY: [&str; 20] = [
    "Ahlgren",
    "Bäckman",
    "Celik",
    "Dahlin",
    "Ekvall",
    "Farah",
    "Granat",
    "Hosseini",
    "Isaksson",
    "Jansson",
    "Kowalska",
    "Lindqvist",
    "Mohamud",
    "Nyberg",
    "Ojala",
    "Petrović",
    "Rask",
    "Sköld",
    "Tesfaye",
    "Åkerlund",
];

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

/// The spread, as data.
#[derive(Deserialize)]
struct Marginals {
    reporters: BTreeMap<String, u32>,
    ages: Vec<Ages>,
    opened: u32,
    undecided: u32,
    notes: Between,
    days: i64,
    protected_per_mille: u32,
}

#[derive(Deserialize)]
struct Ages {
    from: i16,
    to: i16,
    share: u32,
}

#[derive(Deserialize)]
struct Between {
    from: usize,
    to: usize,
}

/// Adds so many files to a house.
///
/// # Errors
/// When the house refuses one, which would be a fault in this module.
pub(crate) fn fill(house: &Arc<House>, instant: Timestamp, files: u32, seed: u64) -> Result<()> {
    let marginals: Marginals =
        toml::from_str(include_str!("../demo/marginals.toml")).context("marginals.toml")?;
    let team = Team::of(house)?;
    thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let mut maker =
                    Maker { house, marginals: &marginals, team: &team, instant, rng: rng(seed, writer) };
                scope.spawn(move || {
                    (writer..files).step_by(WRITERS as usize).try_for_each(|number| maker.file(number))
                })
            })
            .collect();
        writers.into_iter().try_for_each(|writer| writer.join().expect("a writer does not panic"))
    })
}

/// Each writer has a stream of chance of its own, so that the files do not depend on who comes first.
fn rng(seed: u64, writer: u32) -> Rng {
    Rng::with_seed(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(u64::from(writer)))
}

/// Who writes, and among whom the matters are distributed.
struct Team {
    head: Actor,
    reception: UnitId,
    investigators: Vec<Actor>,
}

impl Team {
    fn of(house: &House) -> Result<Self> {
        let organisation = &house.organisation;
        let kind = |unit| organisation.unit(unit).map(|unit| unit.kind);
        let heads = organisation.members.iter().max_by_key(|member| member.manages.len());
        let reception = organisation.units.iter().find(|unit| unit.kind == UnitKind::Reception);
        let investigates = |unit| kind(unit) == Some(UnitKind::Investigation);
        Ok(Self {
            head: heads.context("nobody leads")?.actor(),
            reception: reception.context("no reception")?.id,
            investigators: organisation
                .members
                .iter()
                .filter(|m| investigates(m.unit))
                .map(Member::actor)
                .collect(),
        })
    }
}

struct Maker<'a> {
    house: &'a Arc<House>,
    marginals: &'a Marginals,
    team: &'a Team,
    instant: Timestamp,
    rng: Rng,
}

impl Maker<'_> {
    /// One child, one report, and what became of it.
    fn file(&mut self, number: u32) -> Result<()> {
        let back = self.rng.i64(0..self.marginals.days);
        let decided_after = self.rng.i64(0..14).min(back);
        let now = self.days_ago(back - decided_after);
        let arrived = self.days_ago(back).today;
        let (person, file, matter) =
            (PersonId::new(self.id(now)), FileId::new(self.id(now)), MatterId::new(self.id(now)));
        let birth = self.birth(arrived);
        let register = PersonCommand::Register(self.registration(birth, number, now.today));
        let unit = self.team.reception;
        let mut commands = vec![
            Command::OpenFile(Opened { person, subject: Subject::Child, birth: Some(birth), unit }),
            Command::ReceiveReport(matter, self.report(arrived)),
            Command::AssessProtection(self.protection(matter, arrived)),
        ];
        for _ in 0..self.rng.usize(self.marginals.notes.from..=self.marginals.notes.to) {
            commands.push(self.note(arrived));
        }
        commands.extend(self.outcome(matter, now));
        let steps = vec![
            Step::Person { person, commands: vec![register] },
            Step::File { file, seen: None, commands },
        ];
        let wish = Wish { id: CommandId::new(self.id(now)), steps, draft: None };
        self.house.act(&self.team.head, now, &wish)?;
        Ok(())
    }

    fn id(&self, now: Now) -> Uuid {
        self.house.new_id(now)
    }

    fn days_ago(&self, days: i64) -> Now {
        let instant = self.instant.to_zoned(record::stockholm()).saturating_sub(days.days());
        Now { instant: instant.timestamp(), today: instant.date().into() }
    }

    fn birth(&mut self, arrived: Day) -> Day {
        let mut chance = self.rng.u32(0..100);
        let ages = self.marginals.ages.iter().find(|ages| {
            let here = chance < ages.share;
            chance = chance.saturating_sub(ages.share);
            here
        });
        let (from, to) = ages.map_or((6, 9), |ages| (i64::from(ages.from), i64::from(ages.to)));
        arrived.plus_days(-self.rng.i64(from * 365 + 1..(to + 1) * 365))
    }

    fn registration(&mut self, birth: Day, number: u32, today: Day) -> Registration {
        let serial = u16::try_from(number % 999 + 1).expect("below a thousand");
        let given = GIVEN[self.rng.usize(..GIVEN.len())];
        let family = FAMILY[self.rng.usize(..FAMILY.len())];
        let protected = self.rng.u32(0..1000) < self.marginals.protected_per_mille;
        let level = if protected { ProtectionLevel::Marked } else { ProtectionLevel::None };
        let worker = FactSource::Worker;
        let born = Birth { day: birth, estimated: false };
        Registration {
            name: Some(Sourced::new(PersonName::new(given, family), worker.clone(), today)),
            number: Some(Sourced::new(IdentityNumber::synthetic(birth, serial), worker.clone(), today)),
            birth: Some(Sourced::new(born, worker.clone(), today)),
            ..Registration::new(Sourced::new(level, worker, today))
        }
    }

    fn report(&mut self, arrived: Day) -> Report {
        let mut chance = self.rng.u32(0..100);
        let category = self.marginals.reporters.iter().find(|(_, share)| {
            let here = chance < **share;
            chance = chance.saturating_sub(**share);
            here
        });
        let category = category.map_or("OVR", |(code, _)| code.as_str());
        let anonymous = category == "ANO";
        Report {
            arrival: Arrival::at(Moment::on(arrived)),
            channel: Code::from("phone"),
            reporter: Reporter {
                category: Code::from(category),
                mandated: false,
                name: None,
                role: (!anonymous).then(|| text("Uppgiftslämnare")),
                contact: None,
                anonymous,
                wants_feedback: false,
            },
            concern: vec![self.statement()],
            reasons: Vec::new(),
            violence: false,
            child_knows: None,
            guardians_know: None,
            siblings: Vec::new(),
            document: None,
        }
    }

    fn protection(&mut self, matter: MatterId, arrived: Day) -> AssessProtection {
        let assessment = ProtectionAssessment {
            made: Moment::on(arrived),
            outcome: Code::from("no_immediate_need"),
            immediate: false,
            parts: vec![self.statement()],
            measures: None,
            late: false,
            unqualified: false,
        };
        AssessProtection { matter, assessment, opening: None }
    }

    fn note(&mut self, day: Day) -> Command {
        let note = Note {
            at: Moment::on(day),
            kind: Code::from("call"),
            parts: vec![self.statement()],
            with: Vec::new(),
            child: false,
            meeting: None,
            document: None,
            late: false,
        };
        Command::SignNote(None, note)
    }

    /// Opened and distributed, not opened, or not decided yet.
    fn outcome(&mut self, matter: MatterId, now: Now) -> Vec<Command> {
        let chance = self.rng.u32(0..100);
        let id = DecisionId::new(self.id(now));
        if chance < self.marginals.undecided {
            return Vec::new();
        }
        let kind = if chance < self.marginals.undecided + self.marginals.opened { "D02" } else { "D03" };
        let blank = Decision::new(id, kind.parse().expect("a decision type of the law"));
        let opens = kind == "D02";
        let investigation = MatterId::new(self.id(now));
        let opening = opens.then(|| Opening { matter: investigation, questions: Vec::new(), from: None });
        let decision = Decision { reasons: vec![self.statement()], opening, ..blank };
        let mut commands = vec![Command::MakeDecision(matter, decision)];
        if opens {
            let worker = &self.team.investigators[self.rng.usize(..self.team.investigators.len())];
            let distribution = Distribution { main: worker.staff, second: None, unit: worker.unit };
            commands.push(Command::Distribute(investigation, distribution));
        }
        commands
    }

    fn statement(&mut self) -> Part {
        let sentences: Vec<_> =
            (0..self.rng.usize(1..6)).map(|_| SENTENCES[self.rng.usize(..SENTENCES.len())]).collect();
        Part::new(PartKind::Fact, text(&sentences.join(" ")))
    }
}

/// A text of our own.
pub(crate) fn text(words: &str) -> Text {
    Text::typed(words).ok().flatten().expect("words without control characters")
}
