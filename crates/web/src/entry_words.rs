//! What each kind of entry is called on the timeline. What stands under its heading is in [`crate::entry_facts`].
//!
//! One `match` over every kind: a new kind of entry does not compile until it has its words.

use record::{
    Entry,
    communication::{Communication, Sharing},
    decision::Proposal,
    decision_notice::{DecisionNotice, DecisionTelling},
    disclosure::second_person::Tested,
    dispatch::Dispatch,
    family::FamilyFact,
    feedback::Feedback,
    investigation::{PartyNotice, Telling},
    meeting::{Booking, MeetingEnd},
    service::Step,
    stand::Stand,
};

use crate::pages::dispatch::{self, DrawnUp};
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
        Entry::DecisionProposed(proposal) => proposed(reading, proposal),
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
        Entry::Dispatched(dispatch) => dispatched(reading, dispatch),
        Entry::ServiceStepped(step) => w.t(step_key(&step.step)).into_owned(),
        Entry::FollowedUp(follow_up) => {
            w.t1("entry-followed-up", "outcome", reading.code("follow_up_outcome", &follow_up.outcome))
        }
        Entry::FeedbackRequested(_) => w.t("entry-feedback-asked").into_owned(),
        Entry::FeedbackGiven(Feedback::Given { .. }) => w.t("entry-feedback-given").into_owned(),
        Entry::FeedbackGiven(Feedback::Told { .. }) => w.t("entry-feedback-told").into_owned(),
        Entry::FeedbackGiven(Feedback::Refused { .. }) => w.t("entry-feedback-refused").into_owned(),
        Entry::DocumentReceived(document) => document.title.to_string(),
        Entry::MeetingBooked(booking) => booked(reading, booking),
        Entry::MeetingEnded(ended) => w.t(ended_key(ended.end)).into_owned(),
        Entry::MatterDistributed(given) => distributed(reading, given),
        Entry::NoteSigned(note) => reading.code("note_kind", &note.kind),
        Entry::NoteAmended(addendum) => w.t1("entry-amended", "n", addendum.to),
        Entry::EntryDisputed(dispute) => w.t1("entry-disputed", "n", dispute.of),
        Entry::OccurrenceRecorded(occurrence) => event_name(reading, &occurrence.event),
        Entry::UnbornInformationReceived(_) => w.t("entry-unborn").into_owned(),
        Entry::DisclosureRequested(request) => w.t1(
            "entry-disclosure-asked",
            "how",
            crate::disclosure_view::route(reading, request.route.code()),
        ),
        Entry::DisclosureTested(Tested::Give(_)) => w.t("entry-disclosure-tested").into_owned(),
        Entry::DisclosureTested(Tested::Refuse(_)) => w.t("entry-refusal-tested").into_owned(),
        Entry::DisclosureSentBack(_) => w.t("entry-disclosure-sent-back").into_owned(),
        Entry::Disclosed(_) => w.t("entry-disclosed").into_owned(),
        Entry::DisclosureRefused(_) => w.t("entry-disclosure-refused").into_owned(),
        Entry::HandedOver(over) => w.t1("entry-handed-over", "who", over.to.as_str()),
        Entry::SharingConsented(consent) => w.t1("entry-sharing-consented", "who", reading.name(consent.by)),
        Entry::SharingRevoked(_) => w.t("entry-sharing-revoked").into_owned(),
        Entry::MovedOut(moved) => w.t1("entry-moved-out", "n", moved.seqs.len()),
        Entry::MovedIn(moved) => title(reading, &moved.entry),
    }
}

fn proposed(reading: &Reading<'_>, proposal: &Proposal) -> String {
    let leader = || reading.w.t("entry-proposed-leader").into_owned();
    let to = proposal.to.map_or_else(leader, |to| reading.staff(to));
    let what = reading.decision(&proposal.decision.kind);
    reading.w.with("entry-proposed", &[("what", what.into()), ("to", to.into())])
}

fn booked(reading: &Reading<'_>, booking: &Booking) -> String {
    let what = reading.code("meeting_kind", &booking.kind);
    reading.w.with("entry-booked", &[("what", what.into()), ("when", reading.moment(booking.at).into())])
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

fn dispatched(reading: &Reading<'_>, dispatch: &Dispatch) -> String {
    let what = reading.open.entry(dispatch.of).and_then(|of| DrawnUp::of(&of.entry));
    let key = what.map_or("entry-dispatched", DrawnUp::entry_key);
    reading.w.t1(key, "who", dispatch::addressee(reading, &dispatch.to))
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
