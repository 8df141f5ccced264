//! The files that notes are written in: a child with two guardians, a report assessed and opened, an investigation that somebody has, and
//! notes in it. What the law's clocks are counted from is all there.

use anyhow::Result;
use law::Day;
use record::{
    Code, Command, CommandId, DecisionId, FileId, MatterId, Moment, Opened, Part, PartKind, PersonId,
    Subject,
    decision::Decision,
    distribution::Distribution,
    family::{FamilyFact, Guardianship},
    investigation::Opening,
    person::{FactSource, PersonCommand, PersonName, ProtectionLevel, Registration, Sourced},
    protection::{AssessProtection, ProtectionAssessment},
    report::{Arrival, Report, Reporter},
};
use store::{Now, Step, Wish};

use super::{Bench, write};
use crate::synth::text;

/// A file, and the matter that notes are written in.
#[derive(Clone, Copy)]
pub(super) struct Written {
    pub(super) file: FileId,
    pub(super) matter: MatterId,
}

impl Bench {
    /// Makes one, with as many entries as is measured on.
    pub(super) fn file(&self, entries: usize) -> Result<Written> {
        let (person, file) = (PersonId::new(self.id()), FileId::new(self.id()));
        let (report, matter) = (MatterId::new(self.id()), MatterId::new(self.id()));
        let birth = self.now.today.plus_days(-11 * 365);
        let opened = Opened { person, subject: Subject::Child, birth: Some(birth), unit: self.who.unit };
        let guardians = [(); 2].map(|()| PersonId::new(self.id()));
        let worker = Distribution { main: self.who.staff, second: None, unit: self.who.manages[0] };
        let mut commands = vec![
            Command::OpenFile(opened),
            Command::LearnFamily(guardians.map(|person| guardian(person, birth)).into()),
            Command::ReceiveReport(report, school(self.now)),
            Command::AssessProtection(assessed(report, self.now)),
            Command::MakeDecision(report, self.opening(matter)),
            Command::Distribute(matter, worker),
        ];
        // Some commands give several entries; the last note makes the number.
        commands.extend((commands.len() + 2..entries).map(|_| write::note(self.now, matter)));
        let register = PersonCommand::Register(registration(self.now.today));
        let registered = guardians.into_iter().chain([person]);
        let mut steps: Vec<Step> =
            registered.map(|person| Step::Person { person, commands: vec![register.clone()] }).collect();
        steps.push(Step::File { file, seen: None, commands });
        self.house.act(&self.who, self.now, &Wish { id: CommandId::new(self.id()), steps, draft: None })?;
        Ok(Written { file, matter })
    }

    /// The wish of somebody who takes a report on a child nobody knew.
    pub(super) fn report(&self) -> Wish {
        let (person, file) = (PersonId::new(self.id()), FileId::new(self.id()));
        let birth = self.now.today.plus_days(-7 * 365);
        let opened = Opened { person, subject: Subject::Child, birth: Some(birth), unit: self.who.unit };
        let report = Command::ReceiveReport(MatterId::new(self.id()), school(self.now));
        let register = PersonCommand::Register(registration(self.now.today));
        let steps = vec![
            Step::Person { person, commands: vec![register] },
            Step::File { file, seen: None, commands: vec![Command::OpenFile(opened), report] },
        ];
        Wish { id: CommandId::new(self.id()), steps, draft: None }
    }

    fn opening(&self, matter: MatterId) -> Decision {
        let id = DecisionId::new(self.id());
        let opening =
            Opening { matter, questions: vec![Part::assessment(text("Vad behöver barnet?"))], from: None };
        let blank = Decision::new(id, "D02".parse().expect("a decision type of the law"));
        Decision { reasons: vec![fact("Skolans oro är stor.")], opening: Some(opening), ..blank }
    }
}

fn guardian(person: PersonId, from: Day) -> FamilyFact {
    FamilyFact::Guardianship(Guardianship {
        person,
        kind: Code::from("joint"),
        from: Some(from),
        to: None,
        source: text("Mätning"),
    })
}

fn registration(today: Day) -> Registration {
    let name = PersonName::new("Bänk", "Mätning");
    Registration {
        name: Some(Sourced::new(name, FactSource::Worker, today)),
        ..Registration::new(Sourced::new(ProtectionLevel::None, FactSource::Worker, today))
    }
}

fn school(now: Now) -> Report {
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
        arrival: Arrival::at(Moment::on(now.today)),
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

fn assessed(matter: MatterId, now: Now) -> AssessProtection {
    let assessment = ProtectionAssessment {
        made: Moment::on(now.today),
        outcome: Code::from("no_immediate_need"),
        immediate: false,
        parts: vec![fact("Hämtas av sin mormor.")],
        measures: None,
        late: false,
        unqualified: false,
    };
    AssessProtection { matter, assessment, opening: None }
}

fn fact(words: &str) -> Part {
    Part::new(PartKind::Fact, text(words))
}
