//! What people do in the stories. Each deed is told of the day and hour at which it is done.

use crate::words::*;
use law::{Day, Level};
use record::{
    Code, Command, DecisionId, Moment, PersonId, Refusal,
    communication::{Communication, Reply, Sharing},
    decision::{Decision, DecisionMaker, RecordDecision},
    decision_notice::{DecisionNotice, DecisionTelling, Receipt},
    feedback::{Feedback, FeedbackRequest, FeedbackValue},
    follow_up::FollowUp,
    investigation::{PartyNotice, Telling},
    occurrence::Occurrence,
    party_copy::PartyCopy,
    protection::{AssessProtection, ProtectionAssessment},
    report::{Arrival, Report, Reporter},
    service::{Grant, ServiceStep, Step},
    service_plan::ServicePlan,
    stand::Stand,
};

/// Something somebody does.
pub(crate) type Deed = Box<dyn Fn(Moment) -> Command>;

fn deed(deed: impl Fn(Moment) -> Command + 'static) -> Deed {
    Box::new(deed)
}

pub(crate) fn mother() -> PersonId {
    person(2)
}

pub(crate) fn father() -> PersonId {
    person(3)
}

/// The school telephones.
pub(crate) fn reports(number: u128) -> Deed {
    deed(move |at| Command::ReceiveReport(matter(number), Report { arrival: Arrival::at(at), ..a_report() }))
}

/// The school telephones and asks to be told what comes of it.
pub(crate) fn reports_and_asks(number: u128) -> Deed {
    deed(move |at| {
        let report = a_report();
        let reporter = Reporter { wants_feedback: true, ..report.reporter };
        Command::ReceiveReport(matter(number), Report { arrival: Arrival::at(at), reporter, ..report })
    })
}

/// The school telephones about violence at home.
pub(crate) fn reports_violence(number: u128) -> Deed {
    deed(move |at| {
        let reasons = vec![Code::from("physical_violence")];
        Command::ReceiveReport(matter(number), Report { arrival: Arrival::at(at), reasons, ..a_report() })
    })
}

fn assessment(number: u128, outcome: &'static str) -> Deed {
    deed(move |made| {
        let assessment = ProtectionAssessment { made, ..an_assessment(outcome) };
        Command::AssessProtection(AssessProtection { matter: matter(number), assessment, opening: None })
    })
}

/// The protection assessment is signed: no need of immediate protection.
pub(crate) fn finds_no_danger(number: u128) -> Deed {
    assessment(number, "no_immediate_need")
}

/// The protection assessment is signed: the child needs protection at once.
pub(crate) fn finds_danger(number: u128) -> Deed {
    assessment(number, "police_contacted")
}

/// The reporter asks to be told, after the report.
pub(crate) fn asks_for_feedback(number: u128) -> Deed {
    deed(move |at| Command::RequestFeedback(matter(number), FeedbackRequest { at }))
}

/// The reporter is told.
pub(crate) fn tells_the_reporter(number: u128, value: FeedbackValue) -> Deed {
    deed(move |at| {
        Command::GiveFeedback(matter(number), Feedback::Given { at, value, way: Code::from("phone") })
    })
}

/// A decision is made.
pub(crate) fn decides(number: u128, decision: Decision) -> Deed {
    deed(move |_| make(number, decision.clone()))
}

/// A decision that was made the same morning, outside Lykta, is recorded.
pub(crate) fn records(number: u128, decision: Decision, level: Level) -> Deed {
    deed(move |made| {
        Command::RecordDecision(RecordDecision { made, ..recorded(number, decision.clone(), level) })
    })
}

/// A decision on paper of an earlier day is recorded.
pub(crate) fn records_of(on: &'static str, number: u128, decision: Decision, level: Level) -> Deed {
    deed(move |_| {
        let made_by = DecisionMaker { name: "Beslutsfattare Två".to_owned(), title: None, level };
        let command = recorded(number, decision.clone(), level);
        Command::RecordDecision(RecordDecision { made: Moment::on(day(on)), made_by, ..command })
    })
}

/// Somebody is told that an investigation has been opened.
pub(crate) fn tells(number: u128, who: PersonId) -> Deed {
    deed(move |at| {
        let telling = Telling::Told { way: Code::from("phone"), letter: None };
        Command::NotifyParty(matter(number), PartyNotice { person: who, at, telling })
    })
}

/// Somebody is not told of it, on an exception of the list.
pub(crate) fn keeps_from(number: u128, who: PersonId, exception: &'static str) -> Deed {
    deed(move |at| {
        let telling = Telling::withheld(Code::from(exception), why("Det finns särskilda skäl."));
        Command::NotifyParty(matter(number), PartyNotice { person: who, at, telling })
    })
}

/// The investigation is signed.
pub(crate) fn writes(number: u128) -> Deed {
    deed(move |_| written(number))
}

/// A party is given the material with two weeks to answer.
pub(crate) fn shares(number: u128, who: PersonId) -> Deed {
    deed(move |at| {
        let (way, reply_by) = (Code::from("in_person"), at.day.plus_days(14));
        let sharing = Sharing::Given { way, reply_by, copy: PartyCopy::default() };
        Command::ShareMaterial(matter(number), Communication { person: who, at, sharing })
    })
}

/// A party is not given the material, on an exception of 25 § FL.
pub(crate) fn does_not_share(number: u128, who: PersonId, exception: &'static str) -> Deed {
    deed(move |at| {
        let sharing = Sharing::Waived { exception: Code::from(exception), motive: why("Så är det här.") };
        Command::ShareMaterial(matter(number), Communication { person: who, at, sharing })
    })
}

/// A party says that they have nothing to add.
pub(crate) fn answers(number: u128, who: PersonId) -> Deed {
    deed(move |at| {
        Command::ReceiveReply(matter(number), Reply { person: who, at, parts: Vec::new(), oral: true })
    })
}

/// Somebody answers about a service.
pub(crate) fn says(number: u128, who: PersonId, answer: &'static str, service: &'static str) -> Deed {
    deed(move |at| {
        let (service, answer) = (Code::from(service), Code::from(answer));
        Command::TakeStand(matter(number), Stand { person: who, service, answer, at, said: None })
    })
}

/// Somebody answered about a service an earlier day, and it is written down now.
pub(crate) fn said_on(on: &'static str, number: u128, who: PersonId, answer: &'static str) -> Deed {
    deed(move |_| {
        let (service, answer) = (Code::from("family_treatment"), Code::from(answer));
        let at = Moment::on(day(on));
        Command::TakeStand(matter(number), Stand { person: who, service, answer, at, said: None })
    })
}

fn told_in(way: &'static str, of: DecisionId, who: PersonId) -> Deed {
    deed(move |at| {
        let way = Code::from(way);
        let telling = DecisionTelling::Told { way, received: None, copy: PartyCopy::default(), letter: None };
        Command::NotifyDecision(DecisionNotice { decision: of, person: who, at, telling })
    })
}

/// A party is told of a decision face to face.
pub(crate) fn hands_over(of: DecisionId, who: PersonId) -> Deed {
    told_in("in_person", of, who)
}

/// A party is told of a decision in a letter, which has not been received because it was sent.
pub(crate) fn posts(of: DecisionId, who: PersonId) -> Deed {
    told_in("letter", of, who)
}

/// A party is not told of a decision, on an exception of the list.
pub(crate) fn does_not_tell(of: DecisionId, who: PersonId, exception: &'static str) -> Deed {
    deed(move |at| {
        let (exception, motive) = (Code::from(exception), why("Så är det här."));
        let telling = DecisionTelling::Withheld { exception, motive };
        Command::NotifyDecision(DecisionNotice { decision: of, person: who, at, telling })
    })
}

/// A party has got the letter.
pub(crate) fn gets(of: DecisionId, who: PersonId) -> Deed {
    deed(move |at| Command::ReceiveNotice(Receipt { decision: of, person: who, on: at.day, shown_by: None }))
}

/// Something happens that has no form of its own.
pub(crate) fn happens(number: u128, event: &'static str) -> Deed {
    deed(move |at| {
        let occurrence = Occurrence { event: event.to_owned(), at, until: None, text: None, document: None };
        Command::RecordOccurrence(matter(number), occurrence)
    })
}

/// Something that happened an earlier day is recorded.
pub(crate) fn happened_on(on: &'static str, number: u128, event: &'static str) -> Deed {
    deed(move |_| {
        let (event, at) = (event.to_owned(), Moment::on(day(on)));
        let occurrence = Occurrence { event, at, until: None, text: None, document: None };
        Command::RecordOccurrence(matter(number), occurrence)
    })
}

/// Something happens to a service.
pub(crate) fn steps(number: u128, step: Step) -> Deed {
    deed(move |at| Command::StepService(matter(number), ServiceStep { at, step: step.clone() }))
}

/// A plan is agreed, with a day to follow it up.
pub(crate) fn plans(number: u128, review: &'static str) -> Deed {
    deed(move |at| {
        Command::PlanService(matter(number), ServicePlan { at, review: day(review), ..a_service_plan() })
    })
}

/// The service is followed up, and a next day is set.
pub(crate) fn follows_up(number: u128, next: &'static str) -> Deed {
    deed(move |at| {
        let next = Some(day(next));
        Command::FollowUp(matter(number), FollowUp { at, next, ..a_follow_up("2026-01-01") })
    })
}

/// Gives a decision another id, where a story holds two of a type.
pub(crate) fn another(number: u128, decision: Decision) -> Decision {
    Decision { id: id(2000 + number), ..decision }
}

/// A service from a day on, in a matter of its own, followed up on another day.
pub(crate) fn service(number: u128, service: &str, from: &str, review: &str) -> Grant {
    Grant { from: day(from), review: day(review), ..a_grant(number, service) }
}

/// Grants, and ends the investigation.
pub(crate) fn grants(grant: Grant) -> Decision {
    Decision { grants: vec![grant], closes: true, ..settling("D08") }
}

/// Rejects what was applied for, and ends the investigation.
pub(crate) fn rejects() -> Decision {
    Decision { wording: Some(why("Ansökan avslås.")), closes: true, ..settling("D09") }
}

/// More time for an investigation.
pub(crate) fn more_time(until: &str, reason: &str) -> Decision {
    Decision { until: Some(day(until)), reason: Some(Code::from(reason)), ..decision("D06") }
}

/// A follow-up in matter 31, to a last day.
pub(crate) fn follow_up_until(until: &str, ground: &str) -> Decision {
    let (until, beside) = (Some(day(until)), Some(matter(31)));
    Decision { reasons: vec![why(ground)], until, beside, ..settling("D21") }
}

/// Changes a decision, to nobody's detriment (37 § FL).
pub(crate) fn changes(of: DecisionId) -> Decision {
    let wording = Some(why("Insatsen ges på torsdagar i stället."));
    let reason = Some(Code::from("not_to_detriment"));
    Decision { changes: Some(of), wording, reason, ..settling("D53") }
}

/// Changes a decision to the detriment, on a ground of the list. That the parties have had what it rests on is said by whoever decides.
pub(crate) fn worsens(of: DecisionId, ground: &str) -> Decision {
    let wording = Some(why("Insatsen minskas till varannan vecka."));
    let (reason, acknowledged) = (Some(Code::from(ground)), vec!["communicated".to_owned()]);
    Decision { wording, reason, acknowledged, ..changes(of) }
}

/// Corrects a slip in a decision.
pub(crate) fn corrects(of: DecisionId) -> Decision {
    let wording = Some(why("Dagen ska vara den 1 juni."));
    Decision { changes: Some(of), wording, ..decision("D54") }
}

/// It demands something first.
pub(crate) fn demands(kind: &str, fact: &str, provision: &str) -> Refusal {
    Refusal::Demands { kind: kind.parse().unwrap(), fact: fact.to_owned(), provision: provision.to_owned() }
}

/// The delegation order gives it to somebody higher.
pub(crate) fn is_for(kind: &str, lowest: Level, point: &str) -> Refusal {
    let why = law::WhyNot::DelegationOrder { point: Some(point.to_owned()) };
    Refusal::NotAuthorised { kind: kind.parse().unwrap(), lowest, why }
}

/// Whoever wants it has not the qualification of 25 kap. 1 § SoL.
pub(crate) fn is_unqualified(kind: &str, lowest: Level) -> Refusal {
    Refusal::NotAuthorised { kind: kind.parse().unwrap(), lowest, why: law::WhyNot::Qualification }
}

/// Whoever decides is asked whether it is so.
pub(crate) fn asks(kind: &str, fact: &str, provision: &str) -> Refusal {
    let (fact, provision) = (fact.to_owned(), provision.to_owned());
    Refusal::Asks { kind: kind.parse().unwrap(), fact, provision }
}

/// The day a clock of a rule was met.
pub(crate) fn met_on(file: &crate::given::Given, rule: &str) -> Option<Day> {
    file.clocks(rule).iter().find_map(|clock| match clock.state {
        law::ClockState::Done(day) => Some(day),
        _ => None,
    })
}
