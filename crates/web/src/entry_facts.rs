//! The few lines of facts that stand under an entry's heading. What is empty is not shown.

mod disclosure;
mod investigation;
mod service;

use record::{
    DecisionId, Entry, Part, Text,
    decision::{Decision, Made},
    feedback::Feedback,
    investigation::Telling,
    meeting::Booking,
    preliminary::{ChildHeard, PreliminaryAssessment},
    report::Report,
};

use crate::entry_view::{FactLine, reminders, reminders_of_contact, reminders_of_reporter};
use crate::reading::Reading;

/// The line with how to reach whoever reported: what is given out of a file tests it by itself.
pub const CONTACT: &str = "label-reporter-contact";

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
        Entry::PlanSettled(plan) => investigation::of_plan(reading, plan),
        Entry::InvestigationWritten(written) => investigation::of_written(reading, written),
        Entry::MaterialShared(communication) => investigation::of_sharing(reading, &communication.sharing),
        Entry::DecisionNotified(notice) => investigation::of_notice(reading, &notice.telling),
        Entry::NoticeReceived(receipt) => vec![fact("label-received", reading.day(receipt.on))],
        Entry::ServiceGranted(granted) => service::of_grant(reading, &granted.grant),
        Entry::AssignmentGiven(assignment) => {
            assignment.report_back.iter().map(|part| headed(reading, "label-report-back", part)).collect()
        }
        Entry::ServicePlanned(plan) => vec![fact("label-review", reading.day(plan.review))],
        Entry::Dispatched(dispatch) => investigation::of_dispatch(reading, dispatch),
        Entry::DisclosureRequested(request) => disclosure::of_request(reading, request),
        Entry::DisclosureTested(tested) => disclosure::of_tested(reading, tested),
        Entry::Disclosed(given) => disclosure::of_given(reading, given),
        Entry::DisclosureRefused(refusal) => disclosure::of_refusal(reading, refusal),
        Entry::HandedOver(over) => disclosure::of_handing_over(reading, over),
        Entry::SharingConsented(consent) => disclosure::of_consent(reading, consent),
        Entry::ServiceStepped(step) => service::of_step(reading, &step.step),
        Entry::FollowedUp(follow_up) => service::of_follow_up(reading, follow_up),
        _ => Vec::new(),
    }
}

fn fact(label_key: &'static str, answer: impl Into<String>) -> FactLine {
    FactLine::new(label_key, answer)
}

/// Words under a heading of their own, with what to think of before somebody reads them.
fn headed(reading: &Reading<'_>, label_key: &'static str, part: &Part) -> FactLine {
    FactLine { reminders: reminders(reading, part), ..FactLine::written(label_key, &part.text) }
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
        [&reporter.name, &reporter.role].into_iter().flatten().map(Text::to_string).collect()
    };
    let mut facts = list("label-reporter", who.into_iter());
    for line in &mut facts {
        line.reminders = reminders_of_reporter(reading, reporter);
    }
    facts.extend(reporter.contact.iter().map(|contact| FactLine {
        reminders: reminders_of_contact(reading, reporter),
        ..FactLine::written(CONTACT, contact)
    }));
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
    let answer = if line.words.is_empty() { reason } else { format!("{reason}.") };
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
    if let Some(minutes) = &made.minutes {
        facts.push(fact("label-paragraph", format!("§ {}", minutes.paragraph)));
        facts.extend(list("label-dissent", minutes.dissent.iter().cloned()));
    }
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
    // What is granted is what the reader looks for first.
    let mut facts: Vec<FactLine> =
        decision.grants.iter().flat_map(|grant| service::of_grant(reading, grant)).collect();
    facts.extend(
        decision.reason.as_ref().map(|reason| fact("label-reason", reason_name(reading, decision, reason))),
    );
    facts.extend(decision.until.map(|day| fact("label-until", reading.day(day))));
    let questions = decision.opening.iter().flat_map(|opening| &opening.questions);
    facts.extend(questions.map(|question| headed(reading, "label-question", question)));
    facts.extend(decision.links_to.map(|matter| fact("label-links-to", reading.matter(matter))));
    facts.extend(decision.child.as_ref().and_then(|child| not_heard(reading, child)));
    facts.extend(decision.child_weight.iter().map(|part| headed(reading, "label-child-weight", part)));
    facts.extend(decision.best_interests.iter().map(|part| headed(reading, "label-best", part)));
    facts.extend(decision.interests.iter().map(|(step, part)| {
        let line = headed(reading, "label-best", part);
        FactLine { answer: format!("{}:", reading.code("best_interests_step", step)), ..line }
    }));
    facts.extend(decision.changes.map(|changed| fact("label-changes", changed_name(reading, changed))));
    facts.extend(decision.closes.then(|| fact("label-closes", reading.w.t("answer-yes"))));
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
