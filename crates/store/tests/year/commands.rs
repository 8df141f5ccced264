//! The ordinary things that people in the town do, as commands. The words are always the same; what is random is who, when and whether.

use law::Day;
use record::{
    Actor, Code, Command, MatterId, Moment, Part, PartKind, PersonId, Text,
    communication::{Communication, Sharing},
    decision::Decision,
    distribution::Distribution,
    investigation::{Opening, PartyNotice, Telling},
    note::Note,
    party_copy::PartyCopy,
    plan::Plan,
    preliminary::ChildHeard,
    protection::{AssessProtection, ProtectionAssessment},
    report::{Arrival, Report, Reporter},
    service::{Grant, ServiceStep, Step},
    stand::Stand,
    text::Speaker,
    written::{Section, WrittenInvestigation},
};
use store::Now;

const SERVICE: &str = "family_treatment";

fn text(words: &str) -> Text {
    Text::typed(words).unwrap().unwrap()
}

fn fact(words: &str) -> Part {
    Part::new(PartKind::Fact, text(words))
}

fn question() -> Part {
    Part::assessment(text("Vad behöver barnet?"))
}

fn at(now: Now) -> Moment {
    Moment::on(now.today)
}

pub(crate) fn report(now: Now, violence: bool, siblings: &[PersonId]) -> Report {
    let reporter = Reporter {
        category: Code::from("SKO"),
        mandated: true,
        name: Some(text("Läraren")),
        role: None,
        contact: None,
        anonymous: false,
        wants_feedback: false,
    };
    Report {
        arrival: Arrival::at(at(now)),
        channel: Code::from("phone"),
        reporter,
        concern: vec![fact("Kommer ofta utan matsäck.").said_by(Speaker::Reporter)],
        reasons: vec![Code::from(if violence { "physical_violence" } else { "lack_of_care" })],
        violence,
        child_knows: None,
        guardians_know: None,
        siblings: siblings.to_vec(),
        document: None,
    }
}

pub(crate) fn assess(matter: MatterId, now: Now) -> Command {
    let assessment = ProtectionAssessment {
        made: at(now),
        outcome: Code::from("no_immediate_need"),
        immediate: false,
        parts: vec![fact("Skolan och mamman har svarat.")],
        measures: None,
        late: false,
        unqualified: false,
    };
    Command::AssessProtection(AssessProtection { matter, assessment, opening: None })
}

/// A decision to open an investigation.
pub(crate) fn open(decision: Decision, matter: MatterId) -> Decision {
    let opening = Opening { matter, questions: vec![question()], from: None };
    Decision { opening: Some(opening), reasons: vec![fact("Det behöver utredas.")], ..decision }
}

/// A decision not to.
pub(crate) fn leave(decision: Decision) -> Decision {
    Decision { reasons: vec![fact("Skolan räcker till.")], ..decision }
}

/// A decision that the report belongs to what is being investigated already.
pub(crate) fn link(decision: Decision, investigation: MatterId) -> Decision {
    Decision { links_to: Some(investigation), reasons: vec![fact("Samma oro.")], ..decision }
}

/// A decision that settles something, with the child's view and what is best for the child.
pub(crate) fn settled(decision: Decision) -> Decision {
    let child = Some(ChildHeard::heard(text("Jag vill ha middag.")));
    let best_interests = Some(Part::assessment(text("Att få mat och bo kvar.")));
    Decision { child, best_interests, reasons: vec![fact("Därför.")], ..decision }
}

pub(crate) fn grant(decision: Decision, matter: MatterId, today: Day) -> Decision {
    let grant = Grant {
        matter,
        service: Code::from(SERVICE),
        from: today,
        until: None,
        extent: None,
        goal: Part::assessment(text("Middag varje dag.")),
        review: today.plus_days(90),
        provider: None,
        suitable: None,
    };
    Decision { grants: vec![grant], closes: true, ..settled(decision) }
}

pub(crate) fn distribute(matter: MatterId, worker: &Actor) -> Command {
    Command::Distribute(matter, Distribution { main: worker.staff, second: None, unit: worker.unit })
}

pub(crate) fn told(matter: MatterId, person: PersonId, now: Now) -> Command {
    let telling = Telling::Told { way: Code::from("phone"), letter: None };
    Command::NotifyParty(matter, PartyNotice { person, at: at(now), telling })
}

pub(crate) fn plan(matter: MatterId, now: Now) -> Command {
    let plan = Plan {
        at: at(now),
        questions: vec![question()],
        areas: vec![Code::from("parent.basic_care")],
        depth: Code::from("ordinary"),
        depth_reason: None,
        contacts: vec![fact("Klassläraren.")],
        child: None,
        views: Vec::new(),
        checks: vec![now.today.plus_days(30)],
    };
    Command::SettlePlan(matter, plan)
}

pub(crate) fn note(matter: MatterId, now: Now) -> Command {
    let note = Note {
        at: at(now),
        kind: Code::from("call"),
        parts: vec![fact("Mormor ringde och berättade om helgen.")],
        with: Vec::new(),
        child: false,
        meeting: None,
        document: None,
        late: false,
    };
    Command::SignNote(Some(matter), note)
}

pub(crate) fn write(matter: MatterId) -> Command {
    let section = Section {
        area: Code::from("parent.basic_care"),
        answers: vec![0],
        parts: vec![fact("Vi äter flingor.").said_by(Speaker::Child)],
    };
    let written = WrittenInvestigation {
        questions: vec![question()],
        sections: vec![section],
        analysis: vec![Part::assessment(text("Barnet behöver mat varje dag."))],
        ..WrittenInvestigation::default()
    };
    Command::SignInvestigation(matter, written)
}

pub(crate) fn share(matter: MatterId, person: PersonId, now: Now, reply_by: Day) -> Command {
    let copy = PartyCopy::default();
    let sharing = Sharing::Given { way: Code::from("in_person"), reply_by, copy };
    Command::ShareMaterial(matter, Communication { person, at: at(now), sharing })
}

pub(crate) fn consent(matter: MatterId, person: PersonId, now: Now) -> Command {
    let (service, answer) = (Code::from(SERVICE), Code::from("consents"));
    Command::TakeStand(matter, Stand { person, service, answer, at: at(now), said: None })
}

pub(crate) fn step(matter: MatterId, now: Now, step: Step) -> Command {
    Command::StepService(matter, ServiceStep { at: at(now), step })
}
