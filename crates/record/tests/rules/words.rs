//! The ordinary things that the tests tell of: people, a report about a boy of eleven, an assessment, a decision.

use law::{Day, Level};
use record::{
    Actor, Code, Command, DecisionId, DocumentId, MatterId, MeetingId, Moment, Opened, Part, PartKind,
    PersonId, StaffId, Subject, Text, UnitId,
    communication::{Communication, Reply, Sharing},
    decision::{Decision, DecisionMaker, Proposal, RecordDecision},
    document::ReceivedDocument,
    family::{FamilyFact, Guardianship},
    follow_up::FollowUp,
    id::Id,
    investigation::Opening,
    meeting::{Booking, MeetingEnd, MeetingEnded},
    note::Note,
    occurrence::Occurrence,
    party_copy::PartyCopy,
    plan::Plan,
    preliminary::ChildHeard,
    protection::{AssessProtection, ProtectionAssessment},
    report::{Arrival, Report, Reporter},
    service::{Grant, ServiceStep, Step},
    service_plan::{Goal, Measure, ServicePlan},
    stand::Stand,
    text::Speaker,
    written::{Section, WrittenInvestigation},
};
use uuid::Uuid;

pub(crate) fn id<Kind>(number: u128) -> Id<Kind> {
    Id::new(Uuid::from_u128(number))
}

pub(crate) fn matter(number: u128) -> MatterId {
    id(number)
}

pub(crate) fn person(number: u128) -> PersonId {
    id(number)
}

pub(crate) fn child() -> PersonId {
    person(1)
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

pub(crate) fn text(words: &str) -> Text {
    Text::typed(words).unwrap().unwrap()
}

pub(crate) fn fact(words: &str) -> Part {
    Part::new(PartKind::Fact, text(words))
}

pub(crate) fn why(words: &str) -> Part {
    Part::assessment(text(words))
}

pub(crate) fn said(by: Speaker, words: &str) -> Part {
    Part::new(PartKind::Words, text(words)).said_by(by)
}

fn worker(number: u128, title: &str, level: Level) -> Actor {
    let unit: UnitId = id(70);
    Actor {
        staff: StaffId::new(Uuid::from_u128(number)),
        name: format!("Anställd {number}"),
        title: title.to_owned(),
        level,
        unit,
        manages: Vec::new(),
        reception: false,
        qualified: true,
        in_place_of: Vec::new(),
        tied_to: Vec::new(),
    }
}

pub(crate) fn reception() -> Actor {
    Actor { reception: true, ..case_worker() }
}

pub(crate) fn case_worker() -> Actor {
    worker(81, "socialsekreterare", Level::CaseWorker)
}

pub(crate) fn first_social_worker() -> Actor {
    worker(82, "förste socialsekreterare", Level::FirstSocialWorker)
}

pub(crate) fn unit_head() -> Actor {
    Actor { manages: vec![id(70)], ..worker(83, "enhetschef", Level::UnitHead) }
}

/// Has no degree that the law asks for in child cases.
pub(crate) fn unqualified() -> Actor {
    Actor { qualified: false, ..first_social_worker() }
}

/// The file of a boy of eleven.
pub(crate) fn file() -> Command {
    file_of_child_born("2015-04-09")
}

pub(crate) fn file_of_child_born(birth: &str) -> Command {
    Command::OpenFile(Opened {
        person: child(),
        subject: Subject::Child,
        birth: Some(day(birth)),
        unit: id(70),
    })
}

pub(crate) fn expectant_parents_file() -> Command {
    let birth = Some(day("1999-02-03"));
    Command::OpenFile(Opened { person: child(), subject: Subject::ExpectantParent, birth, unit: id(70) })
}

pub(crate) fn guardian(number: u128) -> Command {
    let custody = Guardianship {
        person: person(number),
        kind: Code::from("joint"),
        from: Some(day("2015-04-09")),
        to: None,
        source: text("Folkbokföringen"),
    };
    Command::LearnFamily(vec![FamilyFact::Guardianship(custody)])
}

/// What the school says by telephone this morning.
pub(crate) fn a_report() -> Report {
    let reporter = Reporter {
        category: Code::from("SKO"),
        mandated: true,
        name: Some(text("Lärare Ett")),
        role: Some(text("klasslärare")),
        contact: None,
        anonymous: false,
        wants_feedback: false,
    };
    Report {
        arrival: Arrival::at(moment("2026-11-24T09:10")),
        channel: Code::from("phone"),
        reporter,
        concern: vec![said(Speaker::Reporter, "Han har inte fått frukost på en vecka.")],
        reasons: vec![Code::from("lack_of_care")],
        violence: false,
        child_knows: None,
        guardians_know: None,
        siblings: Vec::new(),
        document: None,
    }
}

/// A neighbour who says who he is.
pub(crate) fn a_private_report() -> Report {
    let report = a_report();
    let reporter = Reporter { category: Code::from("PRI"), ..report.reporter };
    Report { reporter, ..report }
}

pub(crate) fn report(number: u128) -> Command {
    Command::ReceiveReport(matter(number), a_report())
}

pub(crate) fn violent_report(number: u128) -> Command {
    let reasons = vec![Code::from("physical_violence")];
    Command::ReceiveReport(matter(number), Report { reasons, ..a_report() })
}

/// The teacher asks to be told.
pub(crate) fn asking_report(number: u128) -> Command {
    let report = a_report();
    let reporter = Reporter { wants_feedback: true, ..report.reporter };
    Command::ReceiveReport(matter(number), Report { reporter, ..report })
}

pub(crate) fn an_assessment(outcome: &str) -> ProtectionAssessment {
    ProtectionAssessment {
        made: moment("2026-11-24T11:00"),
        outcome: Code::from(outcome),
        immediate: false,
        parts: vec![fact("Skolan och mamman har svarat.")],
        measures: None,
        late: false,
        unqualified: false,
    }
}

pub(crate) fn assessed(number: u128) -> Command {
    let assessment = an_assessment("no_immediate_need");
    Command::AssessProtection(AssessProtection { matter: matter(number), assessment, opening: None })
}

/// The child needs protection at once.
pub(crate) fn urgent(number: u128, opening: Option<Opening>) -> Command {
    let assessment = an_assessment("police_contacted");
    Command::AssessProtection(AssessProtection { matter: matter(number), assessment, opening })
}

pub(crate) fn opening(number: u128) -> Opening {
    Opening { matter: matter(number), questions: vec![question("Får han mat hemma?")], from: None }
}

/// A decision of a type with reasons, with an id of its own for each type.
pub(crate) fn decision(kind: &str) -> Decision {
    let number: u128 = kind[1..3].parse().unwrap();
    let id: DecisionId = id(900 + number);
    Decision { reasons: vec![fact("Därför.")], ..Decision::new(id, kind.parse().unwrap()) }
}

pub(crate) fn d02(investigation: u128) -> Decision {
    let opening = Some(opening(investigation));
    Decision { id: id(1000 + investigation), opening, ..decision("D02") }
}

pub(crate) fn d04(until: &str) -> Decision {
    let reason = Some(Code::from("police_interview_first"));
    Decision { reason, until: Some(day(until)), ..decision("D04") }
}

pub(crate) fn d05(investigation: u128) -> Decision {
    Decision { links_to: Some(matter(investigation)), ..decision("D05") }
}

pub(crate) fn make(number: u128, decision: Decision) -> Command {
    Command::MakeDecision(matter(number), decision)
}

pub(crate) fn propose(number: u128, decision: Decision) -> Command {
    Command::ProposeDecision(matter(number), Proposal { decision, to: Some(unit_head().staff) })
}

/// A decision by somebody at a level, made this morning and recorded now.
pub(crate) fn recorded(number: u128, decision: Decision, level: Level) -> RecordDecision {
    let made_by = DecisionMaker { name: "Beslutsfattare Ett".to_owned(), title: None, level };
    RecordDecision {
        matter: matter(number),
        decision,
        made: moment("2026-11-24T08:00"),
        made_by,
        urgent: false,
        document: None,
    }
}

pub(crate) fn happened(number: u128, event: &str) -> Command {
    let at = moment("2026-11-24T08:00");
    let occurrence = Occurrence { event: event.to_owned(), at, until: None, text: None, document: None };
    Command::RecordOccurrence(matter(number), occurrence)
}

pub(crate) fn a_note(parts: Vec<Part>) -> Note {
    Note {
        at: moment("2026-11-24T10:00"),
        kind: Code::from("call"),
        parts,
        with: Vec::new(),
        child: false,
        meeting: None,
        document: None,
        late: false,
    }
}

pub(crate) fn note(parts: Vec<Part>) -> Command {
    Command::SignNote(None, a_note(parts))
}

pub(crate) fn a_document(number: u128) -> ReceivedDocument {
    let id: DocumentId = id(number);
    ReceivedDocument {
        id,
        title: text("Polisrapport"),
        sender: text("Polisen"),
        channel: Code::from("letter"),
        arrival: Arrival::at(moment("2026-11-24T10:00")),
        original: None,
        keep: Vec::new(),
    }
}

pub(crate) fn a_booking(number: u128) -> Booking {
    let id: MeetingId = id(number);
    Booking {
        id,
        at: moment("2026-11-24T09:00"),
        kind: Code::from("child_talk"),
        worker: case_worker().staff,
        with: Vec::new(),
        child: true,
        place: None,
    }
}

pub(crate) fn held(number: u128) -> Command {
    let ended = MeetingEnded { id: id(number), end: MeetingEnd::Held, at: moment("2026-11-24T09:00") };
    Command::EndMeeting(ended)
}

/// A file with two guardians in which an investigation runs in matter 20, opened out of the report in matter 10.
pub(crate) fn investigated() -> Vec<Command> {
    vec![file(), guardian(2), guardian(3), report(10), assessed(10), make(10, d02(20))]
}

pub(crate) fn a_plan() -> Plan {
    Plan {
        at: moment("2026-11-24T12:00"),
        questions: vec![question("Får han mat hemma?"), question("Vem ser till honom på kvällen?")],
        areas: vec![Code::from("parent.basic_care")],
        depth: Code::from("ordinary"),
        depth_reason: None,
        contacts: vec![fact("Klassläraren, om hur dagarna är.")],
        child: None,
        views: Vec::new(),
        checks: vec![day("2026-12-20")],
    }
}

pub(crate) fn a_writing() -> WrittenInvestigation {
    let section = Section {
        area: Code::from("parent.basic_care"),
        answers: vec![0],
        parts: vec![said(Speaker::Child, "Vi äter flingor.")],
    };
    WrittenInvestigation {
        questions: a_plan().questions,
        sections: vec![section],
        analysis: vec![why("Han behöver mat varje dag.")],
        ..WrittenInvestigation::default()
    }
}

pub(crate) fn written(number: u128) -> Command {
    Command::SignInvestigation(matter(number), a_writing())
}

pub(crate) fn stand(person_number: u128, service: &str, answer: &str) -> Command {
    let stand = Stand {
        person: person(person_number),
        service: Code::from(service),
        answer: Code::from(answer),
        at: moment("2026-11-24T10:00"),
        said: None,
    };
    Command::TakeStand(matter(20), stand)
}

/// The material, handed to a party two weeks before an answer is due.
pub(crate) fn shared(person_number: u128, copy: PartyCopy) -> Command {
    let sharing = Sharing::Given { way: Code::from("in_person"), reply_by: day("2026-12-08"), copy };
    let communication =
        Communication { person: person(person_number), at: moment("2026-11-24T12:30"), sharing };
    Command::ShareMaterial(matter(20), communication)
}

pub(crate) fn replied(person_number: u128) -> Command {
    let at = moment("2026-11-24T12:45");
    let reply = Reply { person: person(person_number), at, parts: Vec::new(), oral: true };
    Command::ReceiveReply(matter(20), reply)
}

/// Investigated, written, and both guardians have had their say.
pub(crate) fn communicated() -> Vec<Command> {
    let mut all = investigated();
    let copy = PartyCopy::default;
    all.extend([written(20), shared(2, copy()), shared(3, copy()), replied(2), replied(3)]);
    all
}

pub(crate) fn a_grant(number: u128, service: &str) -> Grant {
    Grant {
        matter: matter(number),
        service: Code::from(service),
        from: day("2026-12-01"),
        until: None,
        extent: None,
        goal: why("Middag varje dag."),
        review: day("2027-03-01"),
        provider: Some(id(71)),
        suitable: None,
    }
}

/// A decision that settles something, with the child's view and what is best for the child.
pub(crate) fn settling(kind: &str) -> Decision {
    let child = Some(ChildHeard::heard(text("Jag vill ha middag.")));
    let best_interests = Some(why("Att få mat och bo kvar."));
    Decision { child, best_interests, ..decision(kind) }
}

/// Family treatment, in matter 30.
pub(crate) fn d08() -> Decision {
    Decision { grants: vec![a_grant(30, "family_treatment")], closes: true, ..settling("D08") }
}

pub(crate) fn goal(number: u128, words: &str) -> Goal {
    Goal {
        id: id(number),
        part: said(Speaker::Child, words),
        measure: Some(Measure::Count { unit: text("middagar i veckan"), target: 5 }),
        baseline: Some(1),
        by: Some(day("2027-03-01")),
        activities: Vec::new(),
    }
}

pub(crate) fn a_service_plan() -> ServicePlan {
    ServicePlan {
        at: moment("2026-11-24T12:00"),
        goals: vec![goal(601, "Jag äter middag hemma fem dagar i veckan.")],
        child: None,
        guardians: Vec::new(),
        review: day("2027-02-01"),
    }
}

pub(crate) fn a_follow_up(at: &str) -> FollowUp {
    FollowUp {
        at: moment(at),
        ratings: Vec::new(),
        changes: Vec::new(),
        parts: vec![fact("De handlar tillsammans.")],
        helped: None,
        hindered: None,
        childs_own: None,
        child: None,
        outcome: Code::from("continue"),
        next: None,
    }
}

pub(crate) fn step(number: u128, at: &str, step: Step) -> Command {
    Command::StepService(matter(number), ServiceStep { at: moment(at), step })
}

pub(crate) fn question(words: &str) -> Part {
    Part::assessment(text(words))
}
