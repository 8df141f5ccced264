//! What each kind of entry is called on the timeline, and the few lines of facts that stand under its heading.
//!
//! One `match` per question, over every kind: a new kind of entry does not compile until it has its words.

use record::{
    DecisionId, Entry, Part, Text,
    communication::{Communication, Sharing},
    decision::{Decision, Made},
    decision_notice::{DecisionNotice, DecisionTelling},
    family::FamilyFact,
    feedback::Feedback,
    investigation::{PartyNotice, Telling},
    meeting::{Booking, MeetingEnd},
    preliminary::{ChildHeard, PreliminaryAssessment},
    report::Report,
    service::{Grant, Step},
    stand::Stand,
};

use crate::entry_view::{FactLine, reminders, reminders_of_reporter};
use crate::reading::Reading;

/// The heading of an entry.
pub fn title(reading: &Reading<'_>, entry: &Entry) -> String {
    let w = reading.w;
    match entry {
        Entry::FileOpened(_) => w.t("entry-file-opened").into_owned(),
        Entry::FamilyLearnt(fact) => family(reading, fact),
        Entry::ReportReceived(report) => {
            w.t1("entry-report", "from", reading.code("reporter_category", &report.reporter.category))
        }
        Entry::ReportRerouted(_) => w.t("entry-rerouted").into_owned(),
        Entry::TagCorrected(tag) if tag.violence => w.t("entry-tag-set").into_owned(),
        Entry::TagCorrected(_) => w.t("entry-tag-removed").into_owned(),
        Entry::ProtectionAssessed(assessment) => {
            w.t1("entry-protection", "outcome", reading.code("protection_outcome", &assessment.outcome))
        }
        Entry::PreliminaryAssessed(_) => w.t("entry-preliminary").into_owned(),
        Entry::DecisionProposed(proposal) => w.with(
            "entry-proposed",
            &[
                ("what", reading.decision(&proposal.decision.kind).into()),
                (
                    "to",
                    proposal
                        .to
                        .map_or_else(|| w.t("entry-proposed-leader").into_owned(), |to| reading.staff(to))
                        .into(),
                ),
            ],
        ),
        Entry::ProposalReturned(_) => w.t("entry-returned").into_owned(),
        Entry::DecisionMade(made) => w.t1("entry-decided", "what", reading.decision(&made.decision.kind)),
        Entry::DecisionRecorded(made) => {
            w.t1("entry-recorded", "what", reading.decision(&made.decision.kind))
        }
        Entry::InvestigationOpened(opening) => w.t1("entry-opened", "matter", reading.matter(opening.matter)),
        Entry::PartyNotified(notice) => notified(reading, notice),
        Entry::PlanSettled(_) => w.t("entry-plan").into_owned(),
        Entry::StandTaken(stand) => stood(reading, stand),
        Entry::InvestigationWritten(_) => w.t("entry-investigation-written").into_owned(),
        Entry::MaterialShared(communication) => shared(reading, communication),
        Entry::ReplyReceived(reply) => w.t1("entry-replied", "who", reading.name(reply.person)),
        Entry::DecisionNotified(notice) => decision_told(reading, notice),
        Entry::NoticeReceived(receipt) => w.t1("entry-notice-received", "who", reading.name(receipt.person)),
        Entry::ServiceGranted(granted) => {
            w.t1("entry-granted", "what", reading.code("service_kind", &granted.grant.service))
        }
        Entry::AssignmentGiven(_) => w.t("entry-assigned").into_owned(),
        Entry::AssignmentAnswered(answer) if answer.accepted => w.t("entry-assignment-taken").into_owned(),
        Entry::AssignmentAnswered(_) => w.t("entry-assignment-not-taken").into_owned(),
        Entry::ServicePlanned(_) => w.t("entry-service-plan").into_owned(),
        Entry::ServiceStepped(step) => w.t(step_key(&step.step)).into_owned(),
        Entry::FollowedUp(follow_up) => {
            w.t1("entry-followed-up", "outcome", reading.code("follow_up_outcome", &follow_up.outcome))
        }
        Entry::FeedbackRequested(_) => w.t("entry-feedback-asked").into_owned(),
        Entry::FeedbackGiven(Feedback::Given { .. }) => w.t("entry-feedback-given").into_owned(),
        Entry::FeedbackGiven(Feedback::Told { .. }) => w.t("entry-feedback-told").into_owned(),
        Entry::FeedbackGiven(Feedback::Refused { .. }) => w.t("entry-feedback-refused").into_owned(),
        Entry::DocumentReceived(document) => document.title.to_string(),
        Entry::MeetingBooked(booking) => w.with(
            "entry-booked",
            &[
                ("what", reading.code("meeting_kind", &booking.kind).into()),
                ("when", reading.moment(booking.at).into()),
            ],
        ),
        Entry::MeetingEnded(ended) => w.t(ended_key(ended.end)).into_owned(),
        Entry::MatterDistributed(given) => distributed(reading, given),
        Entry::NoteSigned(note) => reading.code("note_kind", &note.kind),
        Entry::NoteAmended(addendum) => w.t1("entry-amended", "n", addendum.to),
        Entry::EntryDisputed(dispute) => w.t1("entry-disputed", "n", dispute.of),
        Entry::OccurrenceRecorded(occurrence) => event_name(reading, &occurrence.event),
        Entry::UnbornInformationReceived(_) => w.t("entry-unborn").into_owned(),
        Entry::MovedOut(moved) => w.t1("entry-moved-out", "n", moved.seqs.len()),
        Entry::MovedIn(moved) => title(reading, &moved.entry),
    }
}

fn family(reading: &Reading<'_>, fact: &FamilyFact) -> String {
    let (key, who, what) = match fact {
        FamilyFact::Relation(relation) => {
            ("entry-relation", relation.person, reading.code("relation_kind", &relation.kind))
        }
        FamilyFact::Guardianship(custody) => {
            ("entry-guardian", custody.person, reading.code("guardianship_kind", &custody.kind))
        }
        FamilyFact::Language(language) => ("entry-language", language.person, language.language.to_string()),
        FamilyFact::Birth(birth) => {
            return reading.w.t1("entry-birth", "day", crate::format::day(reading.w, birth.day.into()));
        }
    };
    reading.w.with(key, &[("who", reading.name(who).into()), ("what", what.into())])
}

fn notified(reading: &Reading<'_>, notice: &PartyNotice) -> String {
    let key = match notice.telling {
        Telling::Told { .. } => "entry-told",
        Telling::Withheld { .. } => "entry-withheld",
    };
    reading.w.t1(key, "who", reading.name(notice.person))
}

fn stood(reading: &Reading<'_>, stand: &Stand) -> String {
    let service = reading.code("service_kind", &stand.service);
    let answer = reading.code("service_stand", &stand.answer);
    let values =
        [("who", reading.name(stand.person).into()), ("service", service.into()), ("answer", answer.into())];
    reading.w.with("entry-stand", &values)
}

fn shared(reading: &Reading<'_>, communication: &Communication) -> String {
    let key = match communication.sharing {
        Sharing::Given { .. } => "entry-shared",
        Sharing::Waived { .. } => "entry-not-shared",
    };
    reading.w.t1(key, "who", reading.name(communication.person))
}

fn decision_told(reading: &Reading<'_>, notice: &DecisionNotice) -> String {
    let key = match notice.telling {
        DecisionTelling::Told { .. } => "entry-decision-told",
        DecisionTelling::Withheld { .. } => "entry-decision-not-told",
    };
    reading.w.t1(key, "who", reading.name(notice.person))
}

fn step_key(step: &Step) -> &'static str {
    match step {
        Step::Started => "entry-service-started",
        Step::Interrupted { .. } => "entry-service-interrupted",
        Step::Resumed => "entry-service-resumed",
        Step::NotCarriedOutReported => "entry-service-reported",
        Step::Ended { .. } => "entry-service-ended",
    }
}

fn distributed(reading: &Reading<'_>, given: &record::distribution::Distribution) -> String {
    let main = reading.staff(given.main);
    match given.second {
        Some(second) => {
            let values = [("main", main.into()), ("second", reading.staff(second).into())];
            reading.w.with("entry-distributed-two", &values)
        }
        None => reading.w.t1("entry-distributed", "main", main),
    }
}

/// The message of a meeting's end.
pub fn ended_key(end: MeetingEnd) -> &'static str {
    match end {
        MeetingEnd::Held => "meeting-held",
        MeetingEnd::Missed => "meeting-missed",
        MeetingEnd::CalledOff => "meeting-called-off",
    }
}

/// An event of the law's clocks, by its name.
pub fn event_name(reading: &Reading<'_>, event: &str) -> String {
    let name = reading.law.event_name(event);
    name.map_or(event, |name| reading.in_language(&name.sv, &name.en)).to_owned()
}

/// The lines of facts under the heading. What is empty is not shown.
pub fn facts(reading: &Reading<'_>, entry: &Entry) -> Vec<FactLine> {
    match entry {
        Entry::ReportReceived(report) => of_report(reading, report),
        Entry::PreliminaryAssessed(assessment) => of_preliminary(reading, assessment),
        Entry::ProtectionAssessed(assessment) => {
            assessment.measures.iter().map(|part| headed(reading, "label-measures", part)).collect()
        }
        Entry::DecisionMade(made) | Entry::DecisionRecorded(made) => of_made(reading, made),
        Entry::DecisionProposed(proposal) => of_decision_facts(reading, &proposal.decision),
        Entry::PartyNotified(notice) => vec![way(reading, &notice.telling)],
        Entry::FeedbackGiven(Feedback::Given { value, way, .. } | Feedback::Told { value, way, .. }) => vec![
            fact("label-told", reading.code("feedback_value", &value.code().into())),
            fact("label-way", reading.code("notice_way", way)),
        ],
        Entry::DocumentReceived(document) => vec![
            headed(
                reading,
                "label-sender",
                &Part { keep: document.keep.clone(), ..Part::fact(document.sender.clone()) },
            ),
            fact("label-channel", reading.code("arrival_channel", &document.channel)),
        ],
        Entry::MeetingBooked(booking) => of_booking(reading, booking),
        Entry::NoteSigned(note) => {
            let child = note.child.then(|| reading.child());
            let with = note.with.iter().map(|person| reading.name(*person));
            list("label-with", child.into_iter().chain(with))
        }
        Entry::InvestigationOpened(opening) => {
            opening.questions.iter().map(|question| headed(reading, "label-question", question)).collect()
        }
        _ => Vec::new(),
    }
}

fn fact(label_key: &'static str, answer: impl Into<String>) -> FactLine {
    FactLine { label_key, answer: answer.into(), reminders: Vec::new() }
}

/// Words under a heading of their own, with what to think of before somebody reads them.
fn headed(reading: &Reading<'_>, label_key: &'static str, part: &Part) -> FactLine {
    FactLine { reminders: reminders(reading, part), ..fact(label_key, part.text.to_string()) }
}

fn list(label_key: &'static str, names: impl Iterator<Item = String>) -> Vec<FactLine> {
    let names: Vec<String> = names.collect();
    if names.is_empty() { Vec::new() } else { vec![fact(label_key, names.join(", "))] }
}

fn way(reading: &Reading<'_>, telling: &Telling) -> FactLine {
    match telling {
        Telling::Told { way, .. } => fact("label-way", reading.code("notice_way", way)),
        Telling::Withheld { exception, .. } => {
            fact("label-exception", reading.code("notice_exception", exception))
        }
    }
}

fn of_report(reading: &Reading<'_>, report: &Report) -> Vec<FactLine> {
    let w = reading.w;
    let reporter = &report.reporter;
    let who = if reporter.anonymous {
        vec![w.t("reporter-anonymous").into_owned()]
    } else {
        [&reporter.name, &reporter.role, &reporter.contact]
            .into_iter()
            .flatten()
            .map(Text::to_string)
            .collect()
    };
    let mut facts = list("label-reporter", who.into_iter());
    for line in &mut facts {
        line.reminders = reminders_of_reporter(reading, reporter);
    }
    facts.push(fact("label-channel", reading.code("arrival_channel", &report.channel)));
    if report.arrival.deemed != report.arrival.received.day {
        facts.push(fact("label-deemed", reading.day(report.arrival.deemed)));
    }
    facts.extend(list("label-reasons", report.reasons.iter().map(|code| reading.code("reason", code))));
    facts.extend(list("label-siblings", report.siblings.iter().map(|person| reading.name(*person))));
    let known = [("label-child-knows", report.child_knows), ("label-guardians-know", report.guardians_know)];
    facts.extend(known.into_iter().filter_map(|(label, known)| {
        Some(fact(label, w.t(if known? { "answer-yes" } else { "answer-no" })))
    }));
    facts
}

fn of_preliminary(reading: &Reading<'_>, assessment: &PreliminaryAssessment) -> Vec<FactLine> {
    let mut facts = Vec::new();
    if assessment.contacts > 0 {
        facts.push(fact("label-contacts", assessment.contacts.to_string()));
    }
    if assessment.earlier_weighed {
        facts.push(fact("label-earlier", reading.w.t("answer-yes")));
    }
    facts.extend(assessment.child.as_ref().and_then(|child| not_heard(reading, child)));
    facts
}

/// Why the child was not heard. Where it was, its words stand among the statements.
fn not_heard(reading: &Reading<'_>, child: &ChildHeard) -> Option<FactLine> {
    let ChildHeard::NotHeard { reason, words } = child else { return None };
    let reason = reading.code("child_not_heard_reason", reason);
    let line = words.as_ref().map(|part| headed(reading, "label-child-not-heard", part));
    let line = line.unwrap_or_else(|| fact("label-child-not-heard", ""));
    let answer =
        [reason, line.answer].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(". ");
    Some(FactLine { answer, ..line })
}

fn of_made(reading: &Reading<'_>, made: &Made) -> Vec<FactLine> {
    let decision = &made.decision;
    let wording = wording(reading, decision).into_iter();
    wording.chain(of_making(reading, made)).chain(of_decision_rest(reading, decision)).collect()
}

/// Who made a decision, who presented it, and on what ground.
pub fn of_making(reading: &Reading<'_>, made: &Made) -> Vec<FactLine> {
    let maker = &made.made_by;
    let title = maker.title.clone().unwrap_or_else(|| reading.level(maker.level));
    let mut facts = vec![fact("label-decided-by", format!("{}, {title}", maker.name))];
    facts.extend(
        made.presented_by.as_ref().map(|by| fact("label-presented-by", format!("{}, {}", by.name, by.title))),
    );
    facts.extend(made.point.as_ref().map(|point| fact("label-point", point.clone())));
    if !made.provision.is_empty() {
        facts.push(fact("label-provision", made.provision.clone()));
    }
    facts
}

/// What is decided, where the type alone does not say it.
fn wording(reading: &Reading<'_>, decision: &Decision) -> Option<FactLine> {
    decision.wording.as_ref().map(|part| headed(reading, "label-wording", part))
}

/// What a decision says besides its reasons.
pub fn of_decision_facts(reading: &Reading<'_>, decision: &Decision) -> Vec<FactLine> {
    wording(reading, decision).into_iter().chain(of_decision_rest(reading, decision)).collect()
}

fn of_decision_rest(reading: &Reading<'_>, decision: &Decision) -> Vec<FactLine> {
    let mut facts: Vec<FactLine> =
        decision.grants.iter().flat_map(|grant| of_grant(reading, grant)).collect();
    facts.extend(
        decision.reason.as_ref().map(|reason| fact("label-reason", reason_name(reading, decision, reason))),
    );
    facts.extend(decision.until.map(|day| fact("label-until", reading.day(day))));
    let questions = decision.opening.iter().flat_map(|opening| &opening.questions);
    facts.extend(questions.map(|question| headed(reading, "label-question", question)));
    facts.extend(decision.links_to.map(|matter| fact("label-links-to", reading.matter(matter))));
    facts.extend(decision.child.as_ref().and_then(|child| not_heard(reading, child)));
    facts.extend(decision.child_weight.iter().map(|part| headed(reading, "label-weight", part)));
    facts.extend(decision.best_interests.iter().map(|part| headed(reading, "label-best", part)));
    facts.extend(decision.interests.iter().map(|(step, part)| {
        let line = headed(reading, "label-best", part);
        FactLine { answer: format!("{}: {}", reading.code("best_interests_step", step), line.answer), ..line }
    }));
    facts.extend(decision.changes.map(|changed| fact("label-changes", changed_name(reading, changed))));
    facts.extend(decision.closes.then(|| fact("label-closes", reading.w.t("answer-yes"))));
    facts
}

/// A service as it is granted, line by line.
fn of_grant(reading: &Reading<'_>, grant: &Grant) -> Vec<FactLine> {
    let w = reading.w;
    let service = reading.code("service_kind", &grant.service);
    let (from, until) = (reading.day(grant.from), grant.until.map(|day| reading.day(day)));
    let time = match until {
        Some(until) => w.with("grant-time", &[("from", from.into()), ("until", until.into())]),
        None => w.t1("grant-time-open", "from", from),
    };
    let provider = grant.provider.map(|unit| reading.unit(unit));
    let provider = provider.unwrap_or_else(|| w.t("grant-outside").into_owned());
    let mut facts = vec![fact("label-service", service), fact("label-time", time)];
    facts.extend(grant.extent.iter().map(|part| headed(reading, "label-extent", part)));
    facts.push(headed(reading, "label-goal", &grant.goal));
    facts.push(fact("label-review", reading.day(grant.review)));
    facts.push(fact("label-provider", provider));
    facts.extend(grant.suitable.iter().map(|part| headed(reading, "label-suitable", part)));
    facts
}

/// The decision that another one changes, by what it is and when it was made.
fn changed_name(reading: &Reading<'_>, id: DecisionId) -> String {
    let state = reading.open.file.decisions.get(&id);
    state.map_or_else(
        || reading.w.t("decision-elsewhere").into_owned(),
        |state| format!("{}, {}", reading.decision(&state.kind), reading.day(state.made)),
    )
}

/// A reason's words, from the list of the decision's type.
fn reason_name(reading: &Reading<'_>, decision: &Decision, reason: &record::Code) -> String {
    let mut kinds = reading.law.decision_types().iter();
    let list = kinds.find(|kind| kind.id == decision.kind).and_then(|kind| kind.reason_list.as_ref());
    list.map_or_else(|| reason.as_str().to_owned(), |list| reading.code(list, reason))
}

fn of_booking(reading: &Reading<'_>, booking: &Booking) -> Vec<FactLine> {
    let mut facts = vec![fact("label-worker", reading.staff(booking.worker))];
    let child = booking.child.then(|| reading.child());
    facts.extend(list("label-with", child.into_iter().chain(booking.with.iter().map(|p| reading.name(*p)))));
    facts.extend(booking.place.as_ref().map(|place| fact("label-place", place.to_string())));
    facts
}
