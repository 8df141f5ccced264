//! What always holds, whatever anybody asks for in whatever order.
//!
//! Random commands, most of them possible and some absurd, are thrown at two files; what is refused is refused, and what is written keeps
//! the invariants of the record. The last tests fold entries in an order that no command would give.

use crate::{
    given::{Given, given},
    histories,
    words::*,
};
use law::{ClockState, Day, LawBook, Level};
use proptest::{prelude::*, sample::select};
use record::{
    Actor, CaseFile, Code, Command, Entry, MatterState, Moment, Part, Recorded, Refusal, Verdict, decide,
    duties, evolve,
    feedback::{Feedback, FeedbackRequest, FeedbackValue},
    fold,
    investigation::{PartyNotice, Telling},
    moving::MovedOut,
    note::{Addendum, Dispute, Note},
    report::{Arrival, Report, ReportEnd, ReportPhase, Rerouting, TagCorrection},
    secrecy::{Reader, visible_to},
    text::{Audience, Ground, Quote, Speaker},
};
use std::collections::BTreeSet;

/// A wish, on a day some days after the first, by one of the people who work here.
#[derive(Clone, Debug)]
struct Wish {
    days: u8,
    who: u8,
    what: What,
    matter: u8,
    other: u8,
    back: u8,
}

#[derive(Clone, Copy, Debug)]
enum What {
    Receive { violent: bool, wants: bool, mandated: bool },
    Reroute,
    Tag(bool),
    Assess { immediate: bool, opening: bool },
    Step,
    Propose(&'static str),
    Make(&'static str),
    Record(&'static str, Level),
    SendBack(&'static str),
    Tell(bool),
    Ask,
    Feedback(u8),
    Document,
    Book,
    End,
    Note { quote: bool, keep: bool },
    Amend,
    Dispute,
    Happened(&'static str),
    Guardian,
    MoveOut,
}

fn what() -> impl Strategy<Value = What> {
    let kinds = || select(vec!["D02", "D03", "D04", "D05"]);
    let any_kind = select(vec!["D02", "D03", "D04", "D05", "D06", "D07", "D13", "D27", "D29", "D40"]);
    let levels =
        select(vec![Level::CaseWorker, Level::UnitHead, Level::Chair, Level::Committee, Level::Board]);
    let events =
        select(vec!["investigation.closed", "lvu_6.executed", "lvu_6.ended", "application.received"]);
    let flag = any::<bool>;
    prop_oneof![
        2 => (flag(), flag(), flag()).prop_map(|(violent, wants, mandated)| What::Receive { violent, wants, mandated }),
        1 => Just(What::Reroute),
        1 => flag().prop_map(What::Tag),
        5 => (flag(), flag()).prop_map(|(immediate, opening)| What::Assess { immediate, opening }),
        1 => Just(What::Step),
        2 => kinds().prop_map(What::Propose),
        7 => kinds().prop_map(What::Make),
        2 => (any_kind, levels).prop_map(|(kind, level)| What::Record(kind, level)),
        1 => kinds().prop_map(What::SendBack),
        3 => flag().prop_map(What::Tell),
        1 => Just(What::Ask),
        4 => (0..4_u8).prop_map(What::Feedback),
        1 => Just(What::Document),
        1 => Just(What::Book),
        1 => Just(What::End),
        2 => (flag(), flag()).prop_map(|(quote, keep)| What::Note { quote, keep }),
        1 => Just(What::Amend),
        1 => Just(What::Dispute),
        1 => events.prop_map(What::Happened),
        1 => Just(What::Guardian),
        1 => Just(What::MoveOut),
    ]
}

fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    // Most wishes are about the same few matters and people, else nearly all would be refused for what is not there.
    let few = || select(vec![0_u8, 0, 0, 0, 1, 1, 2]);
    let wish = (
        0..4_u8,
        select(vec![0_u8, 1, 2, 3, 4, 4, 4]),
        what(),
        few(),
        few(),
        select(vec![0_u8, 0, 0, 1, 2, 7]),
    );
    let wish =
        wish.prop_map(|(days, who, what, matter, other, back)| Wish { days, who, what, matter, other, back });
    prop::collection::vec(wish, 1..40)
}

fn actor(who: u8) -> Actor {
    match who {
        0 => case_worker(),
        1 => first_social_worker(),
        2 => unqualified(),
        3 => reception(),
        _ => unit_head(),
    }
}

impl Wish {
    /// The wish as a command: some entry and some matter of the file, existing or not.
    fn command(&self, given: &Given) -> Command {
        let (here, there) = (u128::from(self.matter) + 10, u128::from(self.other) + 20);
        let at = Moment::on(given.today.plus_days(-i64::from(self.back)));
        let seq = (given.file.version - i64::from(self.back)).max(1);
        let decision = |kind: &str| match kind {
            "D02" => d02(there),
            "D04" => d04(&given.today.plus_days(i64::from(self.back) * 4).to_string()),
            "D05" => d05(there),
            other => decision(other),
        };
        match self.what {
            What::Receive { violent, wants, mandated } => {
                let mut report = Report { violence: violent, arrival: Arrival::at(at), ..a_report() };
                report.reporter.wants_feedback = wants;
                report.reporter.category = Code::from(if mandated { "POL" } else { "PRI" });
                Command::ReceiveReport(matter(here), report)
            }
            What::Reroute => Command::RerouteReport(matter(here), Rerouting { motive: why("Ansökan.") }),
            What::Tag(violence) => {
                Command::CorrectTag(matter(here), TagCorrection { violence, motive: why("Fel.") })
            }
            What::Assess { immediate, opening } => Self::assess(at, immediate, opening, here, there),
            What::Step => Command::AssessPreliminarily(matter(here), step(at)),
            What::Propose(kind) => propose(here, decision(kind)),
            What::Make(kind) => make(here, decision(kind)),
            What::Record(kind, level) => {
                let mut command = recorded(here, decision(kind), level);
                command.made = at;
                Command::RecordDecision(command)
            }
            What::SendBack(kind) => {
                let motive = why("Hör skolan.");
                Command::ReturnProposal(record::decision::Return { proposal: decision(kind).id, motive })
            }
            What::Happened(event) => {
                let event = event.to_owned();
                let occurrence =
                    record::occurrence::Occurrence { event, at, until: None, text: None, document: None };
                Command::RecordOccurrence(matter(here), occurrence)
            }
            What::Guardian => guardian(u128::from(self.other) + 2),
            What::MoveOut => Command::MoveOut(MovedOut {
                seqs: given.file.moves_with(&[seq]).into_iter().collect(),
                to: id(500),
            }),
            _ => self.journal(at, seq, here, there),
        }
    }

    fn assess(made: Moment, immediate: bool, opens: bool, here: u128, there: u128) -> Command {
        let outcome = if immediate { "police_contacted" } else { "no_immediate_need" };
        let assessment = record::protection::ProtectionAssessment { made, ..an_assessment(outcome) };
        let opening = opens.then(|| opening(there));
        Command::AssessProtection(record::protection::AssessProtection {
            matter: matter(here),
            assessment,
            opening,
        })
    }

    /// The wishes about what is written beside the decisions.
    fn journal(&self, at: Moment, seq: i64, here: u128, there: u128) -> Command {
        match self.what {
            What::Tell(told) => {
                let way = Code::from("letter");
                let telling = if told {
                    Telling::Told { way, letter: None }
                } else {
                    Telling::withheld(Code::from("risk_for_child"), why("Hot."))
                };
                let person = person(u128::from(self.back) + 1);
                Command::NotifyParty(matter(there), PartyNotice { person, at, telling })
            }
            What::Ask => Command::RequestFeedback(matter(here), FeedbackRequest { at }),
            What::Feedback(3) => {
                Command::GiveFeedback(matter(here), Feedback::Refused { at, motive: why("Olämpligt.") })
            }
            What::Feedback(value) => {
                let values = [FeedbackValue::Opened, FeedbackValue::NotOpened, FeedbackValue::AlreadyRunning];
                let (value, way) = (values[usize::from(value)], Code::from("phone"));
                Command::GiveFeedback(matter(here), Feedback::Given { at, value, way })
            }
            What::Document => {
                let mut document = a_document(u128::from(self.other) + 50);
                document.arrival = Arrival::at(at);
                Command::ReceiveDocument(Some(matter(here)), document)
            }
            What::Book => Command::BookMeeting(Some(matter(here)), a_booking(u128::from(self.other) + 60)),
            What::End => held(u128::from(self.other) + 60),
            What::Amend => Command::AmendNote(Addendum { to: seq, parts: vec![fact("Rättelse.")] }),
            What::Dispute => Command::DisputeEntry(Dispute { of: seq, said: said(Speaker::Child, "Nej.") }),
            What::Note { quote, keep } => {
                let mut part = said(Speaker::Child, "Jag vill inte hem.");
                if keep {
                    part = part.kept_from(Audience::Guardians, Ground::ChildAgainstGuardian);
                }
                part.quotes = quote.then_some(Quote { seq, part: 0 });
                let in_matter = (self.other > 1).then(|| matter(here));
                Command::SignNote(in_matter, Note { at, ..a_note(vec![part]) })
            }
            _ => unreachable!("the other wishes are about decisions"),
        }
    }
}

fn step(made: Moment) -> record::preliminary::PreliminaryAssessment {
    let parts = vec![fact("Skolan svarade.")];
    record::preliminary::PreliminaryAssessment {
        made,
        contacts: 1,
        parts,
        earlier_weighed: false,
        child: None,
    }
}

/// Carries the wishes out, one after the other, as far as they are possible; a file that something left is folded anew.
fn told(
    wishes: &[Wish],
    mut see: impl FnMut(&Given, &Command, &Result<Vec<record::NewEntry>, Refusal>),
) -> Given {
    let mut now =
        given([file_of_child_born("2011-12-20"), guardian(2), asking_report(10), violent_report(11)]);
    for wish in wishes {
        let today = now.today.plus_days(i64::from(wish.days)).to_string();
        now = now.on(&today).by(actor(wish.who));
        let command = wish.command(&now);
        let answer = now.when(command.clone()).answer;
        see(&now, &command, &answer);
        if let Ok(entries) = answer {
            let moved = entries.iter().any(|new| matches!(new.entry, Entry::MovedOut(_)));
            now = now.write(&entries);
            if moved {
                now.file = fold(&now.log);
            }
        }
    }
    now
}

fn reports(file: &CaseFile) -> impl Iterator<Item = (record::MatterId, &record::report::ReportState)> {
    file.matters.iter().filter_map(|(id, matter)| match &matter.state {
        MatterState::Report(report) => Some((*id, report)),
        _ => None,
    })
}

/// 1: no report reaches its end without a signed protection assessment, but one that was no report at all.
fn no_end_without_protection_assessment(file: &CaseFile) {
    for (_, report) in reports(file) {
        if report.phase() == ReportPhase::Closed {
            assert!(report.protection.is_some() || report.end == Some(ReportEnd::Rerouted));
        }
    }
}

/// 2: no extension without a reason the law accepts, nor to a day that is not after the decision.
fn extensions_have_reasons_and_days(entry: &Entry, today: Day) {
    if let Entry::DecisionMade(made) = entry
        && made.decision.kind.as_str() == "D04"
    {
        let reason = made.decision.reason.as_ref().unwrap();
        assert!(LawBook::sweden().choice("extension_reason", reason.as_str()).unwrap().accepted);
        assert!(made.decision.until.unwrap() > today && !made.decision.reasons.is_empty());
    }
}

/// 4: a decision made here was made by somebody who may; one recorded by somebody who may not says so.
fn nobody_decides_without_authority(given: &Given, entry: &Entry) {
    let (Entry::DecisionMade(made) | Entry::DecisionRecorded(made)) = entry else { return };
    let kind = LawBook::sweden().decision_type(&made.decision.kind, made.made.day).unwrap();
    let cx = given.context();
    if matches!(entry, Entry::DecisionMade(_)) {
        let order = cx.delegation.on(cx.today);
        let may = law::authority(kind, cx.actor.level, cx.actor.qualified, false, order);
        assert!(may.is_allowed() && kind.can_be_made_here);
        assert!(made.flags.iter().all(|flag| *flag == record::decision::Flag::AfterTheLastDay));
    } else {
        let level = made.made_by.level;
        let may = match cx.delegation.known_on(made.made.day) {
            Some(order) => law::authority(kind, level, true, false, order).is_allowed(),
            None => law::is_lawful(kind, level, false),
        };
        let flagged =
            made.flags.iter().any(|flag| matches!(flag, record::decision::Flag::WithoutAuthority(_)));
        assert_eq!(flagged, !may && kind.floor != law::Floor::SameAsChanged);
    }
}

/// 8: what the child wants kept from the guardians, or what one of them is not told, is kept from them, also in quotes, and says by which provision.
fn child_private_is_kept(file: &CaseFile, log: &[Recorded]) {
    let standing = log.iter().filter(|entry| !file.moved_away.contains(&entry.seq));
    for part in standing.flat_map(|entry| entry.entry.parts()) {
        let verdict = visible_to(Reader::Guardian(person(2)), part, file);
        let from = [Audience::Guardians, Audience::Person(person(2))];
        let private = part.keep.iter().any(|keep| from.contains(&keep.from));
        if private || part.quotes.is_some_and(|quote| file.moved_away.contains(&quote.seq)) {
            assert!(matches!(verdict, Verdict::Keep { .. }), "{verdict:?}");
        } else if part.said_by == Some(Speaker::Child) {
            assert!(matches!(verdict, Verdict::Assess { ground: Ground::ChildAgainstGuardian, .. }));
        }
    }
}

/// 12: feedback was given once at most, to somebody with a duty to report, and said what was true.
fn feedback_is_true(before: &CaseFile, matter: Option<record::MatterId>, entry: &Entry) {
    if let Entry::FeedbackGiven(feedback @ (Feedback::Given { .. } | Feedback::Refused { .. })) = entry {
        let report = before.report(matter.unwrap()).unwrap();
        assert!(report.mandated && !report.feedback_given);
        if let Feedback::Given { value, .. } = feedback {
            assert_eq!(Some(*value), report.end.as_ref().and_then(FeedbackValue::of));
        }
    }
}

/// 13: a child who is fifteen when an investigation is opened is told in its own right.
fn fifteen_is_a_party(file: &CaseFile) {
    for (_, investigation) in file.running_investigations() {
        let of_age =
            investigation.opened.age_on(file.birth().unwrap()).is_some_and(|age| age >= law::AGE_OF_PARTY);
        let listed = investigation.parties.iter().any(|party| party.person == child());
        assert!(listed || !of_age);
    }
}

/// Every event has a name the law data know, or no clock could hear it.
fn events_are_of_the_law(file: &CaseFile) {
    for event in &file.events {
        assert!(LawBook::sweden().events().contains(&*event.name), "{}", event.name);
    }
}

/// 3: time alone never makes a duty less overdue; only an act does.
fn more_time_never_helps(file: &CaseFile, today: Day) {
    for clock in duties(file, LawBook::sweden()) {
        let late = |day: Day| clock.is_overdue(day) || clock.is_lapsed(day);
        for days in [0, 1, 15, 400] {
            assert!(!late(today.plus_days(days)) || late(today.plus_days(days + 1)), "{clock:?}");
        }
        let replaced_late = matches!(clock.state, ClockState::Superseded(day) if clock.due.nominal.is_some_and(|due| day > due));
        assert!(
            !(clock.rule.as_str() == "DL-021" && replaced_late),
            "an extension that came too late hides nothing"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_history_keeps_the_invariants(wishes in wishes()) {
        let end = told(&wishes, |before, command, answer| {
            let again = decide(&before.file, command.clone(), &before.context());
            assert_eq!(&again, answer, "the same question has the same answer");
            for new in answer.iter().flatten() {
                extensions_have_reasons_and_days(&new.entry, before.today);
                nobody_decides_without_authority(before, &new.entry);
                feedback_is_true(&before.file, new.matter, &new.entry);
                assert!(!new.occurred.is_after(before.context().moment()), "nothing is written before it happens");
            }
            no_end_without_protection_assessment(&before.file);
            fifteen_is_a_party(&before.file);
        });
        no_end_without_protection_assessment(&end.file);
        child_private_is_kept(&end.file, &end.log);
        events_are_of_the_law(&end.file);
        more_time_never_helps(&end.file, end.today);
    }

    /// 11: what was once written stands in the log as it was, whatever is added, disputed or moved.
    #[test]
    fn the_log_only_grows(wishes in wishes()) {
        let mut seen: Vec<Recorded> = Vec::new();
        told(&wishes, |before, _, _| {
            assert_eq!(&before.log[..seen.len()], &seen[..]);
            seen = before.log.clone();
        });
    }

    /// One entry more gives what folding all of them anew gives, as long as nothing has left the file.
    #[test]
    fn one_step_more_is_the_whole_way(wishes in wishes()) {
        let stays: Vec<Wish> = wishes.into_iter().filter(|wish| !matches!(wish.what, What::MoveOut)).collect();
        let end = told(&stays, |_, _, _| {});
        prop_assert_eq!(fold(&end.log), end.file);
    }

    /// After anything has left, no trace of it stands in the state but its numbers.
    #[test]
    fn what_left_is_gone(wishes in wishes()) {
        let end = told(&wishes, |_, _, _| {});
        for seq in &end.file.moved_away {
            prop_assert!(!end.file.entries.contains_key(seq) && !end.file.notes.contains_key(seq));
        }
        let (gone, here): (Vec<_>, Vec<_>) = end.log.iter()
            .filter(|entry| entry.entry.opens_matter())
            .partition(|entry| end.file.moved_away.contains(&entry.seq));
        let here: BTreeSet<_> = here.into_iter().map(|entry| entry.matter).collect();
        for matter in gone.into_iter().filter(|entry| !here.contains(&entry.matter)).filter_map(|entry| entry.matter) {
            prop_assert!(end.file.report(matter).is_err(), "the matter of a report that left");
        }
    }

    /// Whatever stands in the log, in whatever order, can be read: a fold never fails.
    #[test]
    fn evolve_is_total(order in prop::collection::vec((any::<prop::sample::Index>(), 0..12_i64, prop::option::of(0..4_u128)), 0..60)) {
        let samples = histories::read();
        let log: Vec<Recorded> = order.into_iter().map(|(index, seq, number)| {
            let (sample, _) = index.get(&samples);
            Recorded { seq, matter: number.map(|number| matter(number + 9)), ..sample.clone() }
        }).collect();
        let folded = fold(&log);
        let stepped = log.iter().fold(CaseFile::default(), evolve);
        for file in [&folded, &stepped] {
            duties(file, LawBook::sweden());
            for part in log.iter().flat_map(|entry| entry.entry.parts()) {
                visible_to(Reader::Child, part, file);
            }
            for seq in 0..12 {
                file.moves_with(&[seq]);
            }
        }
    }
}

/// The largest numbers a sealed entry can hold do not break the fold either.
#[test]
fn absurd_counts_are_read() {
    let mut entry = given([file(), report(10)]).log.pop().unwrap();
    let mut absurd = step(moment("2026-11-24"));
    absurd.contacts = usize::MAX;
    absurd.parts = vec![Part { quotes: Some(Quote { seq: i64::MAX, part: usize::MAX }), ..fact("x") }];
    let report = entry.clone();
    entry.entry = Entry::PreliminaryAssessed(absurd);
    let file = fold(&[report, entry.clone(), entry]);
    assert_eq!(file.report(matter(10)).unwrap().contacts, usize::MAX);
}
