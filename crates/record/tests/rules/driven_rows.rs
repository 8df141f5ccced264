//! Every clock that the law data say is driven is raised and cleared through commands, as a person would: by its own command where there is
//! one, by recording a decision where one causes the event, and else by recording the occurrence.

#![expect(clippy::print_stdout, reason = "the counts are what the test is asked for")]

use crate::{
    given::{Given, given},
    words::*,
};
use law::{Clock, Day, DecisionType, LawBook, Level, Rule};
use record::{
    Code, Command, DecisionId, MatterId, MatterState, Moment, Recorded,
    communication::{Communication, Reply, Sharing},
    decision::{Decision, DecisionState, RecordDecision},
    decision_notice::{DecisionNotice, DecisionTelling},
    disclosure::{
        Disclosure, DisclosureRefusal, DisclosureRequest, Item, Route, Treatment, What, data_subject,
        official_document::Asking, party_insight,
    },
    family::{FamilyFact, LearntBirth},
    feedback::{Feedback, FeedbackRequest, FeedbackValue},
    follow_up::FollowUp,
    investigation::{PartyNotice, Telling},
    meeting::{Booking, MeetingEnd, MeetingEnded},
    note::Note,
    occurrence::Occurrence,
    party_copy::PartyCopy,
    protection::{AssessProtection, ProtectionAssessment},
    report::{Arrival, Report, Reporter, Rerouting},
    service::{ServiceStep, Step},
    service_plan::ServicePlan,
    stand::Stand,
    text::Ground,
};
use std::collections::BTreeMap;

/// The matter in which a history plays, and an investigation that runs beside it.
const HERE: u128 = 10;
const RUNNING: u128 = 19;

/// One day on which everything happens, in a file with two guardians, a child of eleven and an investigation from earlier.
struct History {
    given: Given,
    day: Day,
    next: u128,
}

impl History {
    fn on(day: Day) -> Self {
        let earlier = given([]).on(&day.plus_days(-1).to_string());
        let born = day.plus_days(-11 * 366).to_string();
        let given = earlier.and(file_of_child_born(&born)).on(&day.to_string());
        Self { given, day, next: 100 }
    }

    fn now(&self) -> Moment {
        moment(&format!("{}T09:00", self.day))
    }

    fn id(&mut self) -> u128 {
        self.next += 1;
        self.next
    }

    fn act(&mut self, command: Command) {
        self.given = self.given.clone().and(command);
    }

    /// A report by somebody mandated, unless the matter is there already.
    fn receive(&mut self, number: u128, wants_feedback: bool) {
        if self.given.file.matters.contains_key(&matter(number)) {
            return;
        }
        let report = a_report();
        let reporter = Reporter { wants_feedback, ..report.reporter };
        // The lists of channels and reasons begin with the present act; a sign of older times is written as older times wrote it.
        let report = Report { arrival: Arrival::at(self.now()), reporter, ..report };
        if self.day < day("2025-07-01") {
            let entry = record::Entry::ReportReceived(report);
            self.write(number, entry);
        } else {
            self.act(Command::ReceiveReport(matter(number), report));
        }
    }

    /// An entry from before Lykta's lists began, as an import would bring it.
    fn write(&mut self, number: u128, entry: record::Entry) {
        let new = record::NewEntry { matter: Some(matter(number)), occurred: self.now(), entry };
        self.given = self.given.clone().write(&[new]);
    }

    fn assess(&mut self, number: u128, outcome: &str) {
        let assessed = self.given.file.report(matter(number)).is_ok_and(|report| report.protection.is_some());
        if !assessed {
            let assessment = ProtectionAssessment { made: self.now(), ..an_assessment(outcome) };
            let matter = matter(number);
            self.act(Command::AssessProtection(AssessProtection { matter, assessment, opening: None }));
        }
    }

    fn decide(&mut self, decision: Decision) {
        self.receive(HERE, false);
        self.assess(HERE, "no_immediate_need");
        self.act(make(HERE, decision));
    }

    /// An investigation in the matter itself, opened by a report of its own.
    fn investigate(&mut self, number: u128) {
        if !self.given.file.matters.contains_key(&matter(number)) {
            let from = self.id();
            self.receive(from, false);
            self.assess(from, "no_immediate_need");
            self.act(make(from, d02(number)));
        }
    }

    /// What is true to say of the report's outcome, which it now has.
    fn outcome(&mut self) -> FeedbackValue {
        let end = |given: &Given| given.file.report(matter(HERE)).ok().and_then(|report| report.end.clone());
        if end(&self.given).is_none() {
            self.decide(decision("D03"));
        }
        end(&self.given).as_ref().and_then(FeedbackValue::of).expect("an outcome to tell")
    }

    /// It turns out that today is the child's fifteenth birthday.
    fn turn_fifteen(&mut self) {
        let birth = format!("{}{}", self.day.year() - 15, &self.day.to_string()[4..]);
        let learnt = LearntBirth { day: day(&birth), source: text("Skatteverket"), as_of: self.day };
        self.act(Command::LearnFamily(vec![FamilyFact::Birth(learnt)]));
    }

    /// The command that is made for this event, if there is one. `true`: it was given.
    fn own_command(&mut self, event: &str) -> bool {
        self.reports(event)
            || self.tells_the_reporter(event)
            || self.investigates(event)
            || self.tells_the_parties(event)
            || self.serves(event)
            || self.is_asked_for(event)
    }

    fn reports(&mut self, event: &str) -> bool {
        match event {
            "report.received" => self.receive(HERE, false),
            "report.rerouted" => {
                self.receive(HERE, false);
                self.act(Command::RerouteReport(matter(HERE), Rerouting { motive: why("En ansökan.") }));
            }
            "protection_assessment.documented" => {
                self.receive(HERE, false);
                self.assess(HERE, "no_immediate_need");
            }
            "protection_assessment.found_immediate_need" => {
                self.receive(HERE, false);
                self.assess(HERE, "police_contacted");
            }
            "report.opened" => self.decide(d02(20)),
            "report.not_opened"
            | "investigation.not_opened"
            | "investigation.opened_or_not_opened_decision" => self.decide(decision("D03")),
            "assessment.extended" => self.decide(d04(&self.day.plus_days(40).to_string())),
            "report.linked_to_ongoing_investigation" => {
                self.investigate(RUNNING);
                self.decide(d05(RUNNING));
            }
            "investigation.opened" if !self.given.file.matters.contains_key(&matter(HERE)) => {
                self.investigate(HERE);
            }
            "document.received_or_drawn_up" | "document.placed_in_personakt" => {
                let mut document = a_document(self.id());
                document.arrival = Arrival::at(self.now());
                self.act(Command::ReceiveDocument(None, document));
            }
            _ => return false,
        }
        true
    }

    fn tells_the_reporter(&mut self, event: &str) -> bool {
        match event {
            "reporter.feedback_requested" => {
                self.receive(HERE, false);
                self.act(Command::RequestFeedback(matter(HERE), FeedbackRequest { at: self.now() }));
            }
            "reporter.feedback_given" => {
                let (at, way, value) = (self.now(), Code::from("phone"), self.outcome());
                let given = Feedback::Given { at, value, way };
                self.act(Command::GiveFeedback(matter(HERE), given));
            }
            "reporter.feedback_refused_as_inappropriate" => {
                self.outcome();
                let refused = Feedback::Refused { at: self.now(), motive: why("Skulle skada.") };
                self.act(Command::GiveFeedback(matter(HERE), refused));
            }
            _ => return false,
        }
        true
    }

    fn investigates(&mut self, event: &str) -> bool {
        match event {
            "child.became_party" => {
                self.investigate(HERE);
                self.turn_fifteen();
            }
            "investigation_notice.given_to_each_party" => {
                let telling = Telling::Told { way: Code::from("letter"), letter: None };
                // The one who has become a party by age, where the history is about that.
                let grown = self.given.file.parties(self.day).find(|party| *party == child());
                let person = grown.unwrap_or(person(2));
                let notice = PartyNotice { person, at: self.now(), telling };
                self.act(Command::NotifyParty(matter(HERE), notice));
            }
            "case_event.occurred" => {
                self.receive(HERE, false);
                let (number, at) = (self.id(), self.now());
                self.act(Command::BookMeeting(Some(matter(HERE)), Booking { at, ..a_booking(number) }));
                self.act(Command::EndMeeting(MeetingEnded { id: id(number), end: MeetingEnd::Held, at }));
            }
            "journal.entry_signed" => {
                let note = Note { at: self.now(), ..a_note(vec![fact("Så var det.")]) };
                self.act(Command::SignNote(Some(matter(HERE)), note));
            }
            _ => return false,
        }
        true
    }

    /// A decision that settles something for the parties; one that they may appeal against, if that is asked for.
    fn for_parties(&mut self, appealable: bool) -> DecisionId {
        let fits = |state: &DecisionState| state.for_parties && (state.appealable || !appealable);
        if !self.given.file.decisions.values().any(fits) {
            let causes = |kind: &&DecisionType| {
                kind.emits("decision.for_party")
                    && kind.is_valid_on(self.day)
                    && !kind.can_be_made_here
                    && (kind.appeal.comes_to_us() || !appealable)
            };
            let kind = LawBook::sweden().decision_types().iter().find(causes).expect("a type of decision");
            self.record_decision(kind);
        }
        let told = self.given.file.decisions.iter().filter(|(_, state)| fits(state));
        *told.max_by_key(|(_, state)| state.seq).unwrap().0
    }

    fn record_decision(&mut self, kind: &DecisionType) {
        let decision =
            Decision { id: id(self.id()), until: Some(self.day.plus_days(30)), ..decision(kind.id.as_str()) };
        let command = recorded(HERE, decision, Level::Board);
        self.act(Command::RecordDecision(RecordDecision { made: self.now(), ..command }));
    }

    fn tells_the_parties(&mut self, event: &str) -> bool {
        match event {
            "application.received" => {
                self.receive(HERE, false);
                let (service, answer) = (Code::from("contact_family"), Code::from("applies"));
                let stand = Stand { person: child(), service, answer, at: self.now(), said: None };
                self.act(Command::TakeStand(matter(HERE), stand));
            }
            "communication.sent" => {
                self.investigate(HERE);
                self.act(written(HERE));
                let (way, reply_by) = (Code::from("letter"), self.day.plus_days(14));
                let sharing = Sharing::Given { way, reply_by, copy: PartyCopy::default() };
                let communication = Communication { person: child(), at: self.now(), sharing };
                self.act(Command::ShareMaterial(matter(HERE), communication));
            }
            "communication.answered" => {
                let reply = Reply { person: child(), at: self.now(), parts: Vec::new(), oral: true };
                self.act(Command::ReceiveReply(matter(HERE), reply));
            }
            "decision_notice.sent" | "decision_notice.delivered" | "appealable_notice.delivered" => {
                // The time to appeal runs for a party.
                self.act(guardian(2));
                let decision = self.for_parties(event.starts_with("appealable"));
                let way = Code::from(if event.ends_with("sent") { "letter" } else { "in_person" });
                let telling =
                    DecisionTelling::Told { way, received: None, copy: PartyCopy::default(), letter: None };
                let notice = DecisionNotice { decision, person: person(2), at: self.now(), telling };
                self.act(Command::NotifyDecision(notice));
            }
            _ => return false,
        }
        true
    }

    /// What stands in the file is asked for, by the way that the event is of, and given or refused.
    fn is_asked_for(&mut self, event: &str) -> bool {
        let person = person(2);
        let (ground, route) = match event.split_once('.') {
            Some(("document_request", _)) => ("U06", Route::OfficialDocument(Asking::default())),
            Some(("party_insight", _)) => {
                ("U05", Route::PartyInsight(party_insight::Asking { person, matter: matter(HERE) }))
            }
            Some(("dsr", _)) => ("U02", Route::DataSubject(data_subject::Asking { person })),
            _ => return false,
        };
        self.receive(HERE, false);
        if !self.given.file.parties(self.day).any(|party| party == person) {
            self.act(guardian(2));
        }
        let request = id(900);
        if !self.given.file.disclosures.contains_key(&request) {
            let asked = DisclosureRequest { id: request, at: self.now(), route, asked: fact("Allt.") };
            self.act(Command::RequestDisclosure(asked));
        }
        let seq = self.given.log.iter().find(|one| one.matter == Some(matter(HERE))).unwrap().seq;
        let shown = Item { seq, what: What::Facts, treatment: Treatment::Shown, despite: None };
        let (at, test) = (self.now(), Some(why("Det står klart att ingen lider men.")));
        let end = event.split_once('.').map(|(_, end)| end);
        if end == Some("refused") {
            let grounds = vec![Ground::PersonalCircumstances];
            let motive = why("Det står inte klart.");
            self.act(Command::RefuseDisclosure(DisclosureRefusal {
                request,
                at,
                grounds,
                motive,
                tested: None,
            }));
        } else if matches!(end, Some("given" | "granted" | "answered")) {
            let (way, ground, items_hash) = ("letter".into(), ground.into(), String::new());
            let items = vec![shown];
            let (condition, tested) = (None, None);
            let given = Disclosure { request, at, way, ground, items, test, condition, items_hash, tested };
            self.act(Command::Disclose(given));
        }
        true
    }

    /// The service of the history; one is granted if there is none.
    fn service(&mut self) -> MatterId {
        let of = |given: &Given| {
            let mut matters = given.file.matters.iter();
            matters.find(|(_, matter)| matches!(matter.state, MatterState::Service(_))).map(|(id, _)| *id)
        };
        if of(&self.given).is_none() {
            self.investigate(HERE);
            let decision = Decision { grants: vec![a_grant(40, "family_treatment")], ..settling("D08") };
            let command = recorded(HERE, decision, Level::UnitHead);
            self.act(Command::RecordDecision(RecordDecision { made: self.now(), ..command }));
        }
        of(&self.given).unwrap()
    }

    fn step(&mut self, step: Step) {
        let (service, at) = (self.service(), self.now());
        self.act(Command::StepService(service, ServiceStep { at, step }));
    }

    fn serves(&mut self, event: &str) -> bool {
        match event {
            "decision.granting_11_1_or_12_1" => {
                self.service();
            }
            "service.started" => self.step(Step::Started),
            "service.interrupted" => {
                self.step(Step::Started);
                self.step(Step::Interrupted { motive: why("Mamman är på sjukhus.") });
            }
            "service.resumed" => self.step(Step::Resumed),
            "non_execution.reported" => self.step(Step::NotCarriedOutReported),
            "service.ended" => self.step(Step::Ended { reason: Code::from("goal_reached"), result: None }),
            "service.review_set" => {
                let (service, at) = (self.service(), self.now());
                let plan = ServicePlan { at, review: self.day.plus_days(60), ..a_service_plan() };
                self.act(Command::PlanService(service, plan));
            }
            "service.followed_up" => {
                let (service, at) = (self.service(), self.now());
                self.act(Command::FollowUp(service, FollowUp { at, ..a_follow_up("2026-03-02") }));
            }
            _ => return false,
        }
        true
    }

    /// Lets the event happen, by the nearest command that brings it about.
    fn happen(&mut self, event: &str) {
        if !self.speaks_before_the_lists(event) {
            if matches!(
                event,
                "investigation.closed" | "investigation.extended" | "investigation.transferred"
            ) {
                self.investigate(HERE);
            }
            if self.own_command(event) {
                return;
            }
        }
        let kinds = LawBook::sweden().decision_types().iter();
        let causes = |kind: &&DecisionType| {
            kind.emits.iter().any(|caused| caused == event)
                && kind.is_valid_on(self.day)
                && !kind.can_be_made_here
        };
        if let Some(kind) = kinds.clone().find(causes) {
            self.record_decision(kind);
        } else {
            self.receive(HERE, false);
            let (event, at, until) = (event.to_owned(), self.now(), Some(self.day.plus_days(30)));
            let occurrence = Occurrence { event, at, until, text: None, document: None };
            if self.is_told_by_its_own_form(&occurrence.event) {
                self.write(HERE, record::Entry::OccurrenceRecorded(occurrence));
            } else {
                self.act(Command::RecordOccurrence(matter(HERE), occurrence));
            }
        }
    }

    /// In a report it can no longer be recorded by hand, but may stand there from when it could: the clocks must hear it still.
    fn is_told_by_its_own_form(&self, event: &str) -> bool {
        let own_form = LawBook::sweden().event_name(event).is_some_and(|name| name.own_form);
        own_form && self.given.file.report(matter(HERE)).is_ok()
    }

    /// Before the present act the lists that the commands choose from were others: what happened then is recorded as it was.
    fn speaks_before_the_lists(&self, event: &str) -> bool {
        self.day < day("2025-07-01") && event != "report.received"
    }

    fn clocks(&self, rule: &Rule) -> Vec<Clock> {
        self.given.clocks(rule.id.as_str())
    }
}

/// A day on which the row is in force.
fn day_of(rule: &Rule) -> Day {
    let usual = day("2026-03-02").max(rule.valid_from);
    rule.valid_to.map_or(usual, |last| last.min(usual))
}

/// The history in which `start` raises the row.
fn raised(rule: &Rule, start: &str) -> History {
    let mut history = History::on(day_of(rule));
    for companion in rule.only_with.iter().take(1) {
        history.happen(&companion.event);
    }
    history.happen(start);
    history
}

#[test]
fn every_driven_row_is_raised_and_cleared_by_commands() {
    let (mut driven, mut by_hand, mut waiting) = (0, 0, BTreeMap::<&str, usize>::new());
    for rule in LawBook::sweden().rules() {
        if let Some(what) = &rule.waiting_for {
            *waiting.entry(what).or_default() += 1;
            continue;
        }
        for start in &rule.starts_at {
            let history = raised(rule, start);
            assert!(!history.clocks(rule).is_empty(), "{} is not raised by {start}", rule.id);
        }
        let ends = rule.fulfilled_by.iter().chain(&rule.superseded_by).chain(&rule.ends_with);
        let cleared = ends.clone().filter(|end| clears(rule, end)).count();
        assert!(cleared > 0, "nothing clears {}", rule.id);
        assert_eq!(cleared, ends.count(), "{} is not cleared by all that should", rule.id);
        driven += 1;
        by_hand += usize::from(rule.is_driven_by_hand_only());
    }
    let waits: usize = waiting.values().sum();
    let what: Vec<String> = waiting.iter().map(|(what, rows)| format!("{what} ({rows})")).collect();
    let by_act = driven - by_hand;
    println!(
        "raised and cleared: {by_act} by an act, {by_hand} only by hand; {waits} waiting for: {}",
        what.join(", ")
    );
    assert_eq!(driven + waits, LawBook::sweden().rules().len());
}

/// Does the event stop the row's first clock, whichever of its starts raised it?
fn clears(rule: &Rule, end: &str) -> bool {
    let mut stopped = false;
    for start in &rule.starts_at {
        let mut history = raised(rule, start);
        history.happen(end);
        stopped |= history.clocks(rule).first().is_some_and(|clock| !clock.is_running());
    }
    if !stopped {
        println!("{}: {end} does not clear it", rule.id);
    }
    stopped
}

/// Nothing in a history is an entry that a reader could not fold again.
#[test]
fn the_histories_fold() {
    let mut history = History::on(day("2026-03-02"));
    history.happen("report.opened");
    let log: Vec<Recorded> = history.given.log.clone();
    assert_eq!(record::fold(&log), history.given.file);
}
