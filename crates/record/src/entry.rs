//! Every kind of entry a child's file can hold.
//!
//! An entry is what *happened*, written once and never changed. To add a kind: a variant here, an arm in [`Entry::kind`] and in
//! `apply` in `file.rs`, a command in `command.rs`, a stored sample under `tests/histories/`. The recipe is in `docs/recipes/`.

use crate::{
    communication::{Communication, Reply},
    decision::{Made, Proposal, Return},
    decision_notice::{DecisionNotice, Receipt},
    disclosure::{
        Disclosure, DisclosureRefusal, DisclosureRequest,
        handing_over::HandingOver,
        second_person::{SentBack, Tested},
    },
    dispatch::Dispatch,
    distribution::Distribution,
    document::ReceivedDocument,
    family::FamilyFact,
    feedback::{Feedback, FeedbackRequest},
    file::{Opened, UnbornInformation},
    follow_up::FollowUp,
    id::{MatterId, PersonId},
    investigation::{Opening, PartyNotice},
    meeting::{Booking, MeetingEnded},
    moment::Moment,
    moving::{MovedIn, MovedOut},
    note::{Addendum, Dispute, Note},
    occurrence::Occurrence,
    plan::Plan,
    preliminary::{ChildHeard, PreliminaryAssessment},
    protection::ProtectionAssessment,
    report::{Report, Reporter, Rerouting, TagCorrection},
    secrecy,
    service::{Assignment, AssignmentAnswer, Granted, ServiceStep},
    service_plan::ServicePlan,
    sharing::{SharingConsent, SharingRevoked},
    stand::Stand,
    text::{Keep, Part},
    written::WrittenInvestigation,
};
use law::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version in which entries are written today. Older ones are read through [`crate::upcast`].
pub const VERSION: u16 = 3;

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// A file was opened for a person.
    FileOpened(Opened),
    /// Something about the people around the child.
    FamilyLearnt(FamilyFact),
    /// A report of concern arrived.
    ReportReceived(Report),
    /// It was no report about protection or support.
    ReportRerouted(Rerouting),
    /// The violence tag was corrected.
    TagCorrected(TagCorrection),
    /// The immediate protection assessment.
    ProtectionAssessed(ProtectionAssessment),
    /// A step of the preliminary assessment.
    PreliminaryAssessed(PreliminaryAssessment),
    /// A decision was put before somebody.
    DecisionProposed(Proposal),
    /// A proposal was sent back.
    ProposalReturned(Return),
    /// A decision was made here.
    DecisionMade(Made),
    /// A decision made elsewhere was recorded.
    DecisionRecorded(Made),
    /// An investigation was opened.
    InvestigationOpened(Opening),
    /// A party was told, or not told with reasons.
    PartyNotified(PartyNotice),
    /// The plan of an investigation was settled.
    PlanSettled(Plan),
    /// A party applied for a service, consented to it, or did not.
    StandTaken(Stand),
    /// An investigation was written and signed.
    InvestigationWritten(WrittenInvestigation),
    /// A party was given the material before the decision, or not, with the ground.
    MaterialShared(Communication),
    /// A party answered.
    ReplyReceived(Reply),
    /// A party was told of a decision, or not, with the ground.
    DecisionNotified(DecisionNotice),
    /// A party got the notice of a decision.
    NoticeReceived(Receipt),
    /// A service was granted.
    ServiceGranted(Granted),
    /// The provider was given an assignment.
    AssignmentGiven(Assignment),
    /// The provider took it, or did not.
    AssignmentAnswered(AssignmentAnswer),
    /// The provider's plan was agreed with the family.
    ServicePlanned(ServicePlan),
    /// A copy of what was drawn up here was sent to somebody.
    Dispatched(Dispatch),
    /// A service began, stood still, ended.
    ServiceStepped(ServiceStep),
    /// A service was followed up.
    FollowedUp(FollowUp),
    /// The reporter asked for feedback.
    FeedbackRequested(FeedbackRequest),
    /// Feedback was given, or refused.
    FeedbackGiven(Feedback),
    /// A document was received.
    DocumentReceived(ReceivedDocument),
    /// A meeting was booked.
    MeetingBooked(Booking),
    /// A meeting was held, missed or called off.
    MeetingEnded(MeetingEnded),
    /// A matter was distributed.
    MatterDistributed(Distribution),
    /// A journal note was signed.
    NoteSigned(Note),
    /// A note got an addendum.
    NoteAmended(Addendum),
    /// Somebody says that an entry is wrong.
    EntryDisputed(Dispute),
    /// Something the clocks must know of.
    OccurrenceRecorded(Occurrence),
    /// Information about an unborn child, in the expectant parent's own file.
    UnbornInformationReceived(UnbornInformation),
    /// Somebody asked for what stands here.
    DisclosureRequested(DisclosureRequest),
    /// An answer was tested, and waits for a second person.
    DisclosureTested(Tested),
    /// A second person sent it back.
    DisclosureSentBack(SentBack),
    /// It was given out, tested item by item.
    Disclosed(Disclosure),
    /// It was refused, in whole or in part.
    DisclosureRefused(DisclosureRefusal),
    /// Something was handed over without such a request.
    HandedOver(HandingOver),
    /// Somebody consented to something being shared.
    SharingConsented(SharingConsent),
    /// Such a consent was taken back.
    SharingRevoked(SharingRevoked),
    /// Entries left for another file.
    MovedOut(MovedOut),
    /// An entry came from another file.
    MovedIn(MovedIn),
}

impl Entry {
    /// Its name in the log, in the clear: says what kind of thing happened, never to whom.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::FileOpened(_) => "file_opened",
            Self::FamilyLearnt(_) => "family_learnt",
            Self::ReportReceived(_) => "report_received",
            Self::ReportRerouted(_) => "report_rerouted",
            Self::TagCorrected(_) => "tag_corrected",
            Self::ProtectionAssessed(_) => "protection_assessed",
            Self::PreliminaryAssessed(_) => "preliminary_assessed",
            Self::DecisionProposed(_) => "decision_proposed",
            Self::ProposalReturned(_) => "proposal_returned",
            Self::DecisionMade(_) => "decision_made",
            Self::DecisionRecorded(_) => "decision_recorded",
            Self::InvestigationOpened(_) => "investigation_opened",
            Self::PartyNotified(_) => "party_notified",
            Self::PlanSettled(_) => "plan_settled",
            Self::StandTaken(_) => "stand_taken",
            Self::InvestigationWritten(_) => "investigation_written",
            Self::MaterialShared(_) => "material_shared",
            Self::ReplyReceived(_) => "reply_received",
            Self::DecisionNotified(_) => "decision_notified",
            Self::NoticeReceived(_) => "notice_received",
            Self::ServiceGranted(_) => "service_granted",
            Self::AssignmentGiven(_) => "assignment_given",
            Self::AssignmentAnswered(_) => "assignment_answered",
            Self::ServicePlanned(_) => "service_planned",
            Self::Dispatched(_) => "dispatched",
            Self::ServiceStepped(_) => "service_stepped",
            Self::FollowedUp(_) => "followed_up",
            Self::FeedbackRequested(_) => "feedback_requested",
            Self::FeedbackGiven(_) => "feedback_given",
            Self::DocumentReceived(_) => "document_received",
            Self::MeetingBooked(_) => "meeting_booked",
            Self::MeetingEnded(_) => "meeting_ended",
            Self::MatterDistributed(_) => "matter_distributed",
            Self::NoteSigned(_) => "note_signed",
            Self::NoteAmended(_) => "note_amended",
            Self::EntryDisputed(_) => "entry_disputed",
            Self::OccurrenceRecorded(_) => "occurrence_recorded",
            Self::UnbornInformationReceived(_) => "unborn_information_received",
            Self::DisclosureRequested(_) => "disclosure_requested",
            Self::DisclosureTested(_) => "disclosure_tested",
            Self::DisclosureSentBack(_) => "disclosure_sent_back",
            Self::Disclosed(_) => "disclosed",
            Self::DisclosureRefused(_) => "disclosure_refused",
            Self::HandedOver(_) => "handed_over",
            Self::SharingConsented(_) => "sharing_consented",
            Self::SharingRevoked(_) => "sharing_revoked",
            Self::MovedOut(_) => "moved_out",
            Self::MovedIn(_) => "moved_in",
        }
    }

    /// Everything it says in words, in order: what can be labelled, quoted and shown part by part. First its
    /// [statements](Self::statements), then what stands under a [heading](Self::headed) of its own.
    pub fn parts(&self) -> Vec<&Part> {
        let mut parts = self.statements();
        parts.extend(self.headed());
        parts
    }

    /// What it says as facts, words and assessments one after the other.
    pub fn statements(&self) -> Vec<&Part> {
        match self {
            Self::ReportReceived(report) => report.concern.iter().collect(),
            Self::ReportRerouted(Rerouting { motive })
            | Self::TagCorrected(TagCorrection { motive, .. })
            | Self::ProposalReturned(Return { motive, .. })
            | Self::FeedbackGiven(Feedback::Refused { motive, .. }) => vec![motive],
            Self::ProtectionAssessed(assessment) => assessment.parts.iter().collect(),
            Self::PreliminaryAssessed(assessment) => assessment.statements().collect(),
            Self::DecisionProposed(proposal) => proposal.decision.statements().collect(),
            Self::DecisionMade(made) | Self::DecisionRecorded(made) => made.decision.statements().collect(),
            Self::PartyNotified(notice) => notice.telling.part().into_iter().collect(),
            Self::PlanSettled(plan) => plan.statements().collect(),
            Self::StandTaken(stand) => stand.said.iter().collect(),
            Self::InvestigationWritten(written) => written.statements().collect(),
            Self::MaterialShared(communication) => communication.sharing.parts(),
            Self::ReplyReceived(reply) => reply.parts.iter().collect(),
            Self::DecisionNotified(notice) => notice.telling.parts(),
            Self::NoticeReceived(receipt) => receipt.shown_by.iter().collect(),
            Self::AssignmentGiven(assignment) => assignment.statements().collect(),
            Self::AssignmentAnswered(answer) => answer.remarks.iter().collect(),
            Self::ServicePlanned(plan) => plan.statements().collect(),
            Self::Dispatched(dispatch) => dispatch.copy.parts().collect(),
            Self::ServiceStepped(step) => step.part().into_iter().collect(),
            Self::FollowedUp(follow_up) => follow_up.statements().collect(),
            Self::NoteSigned(note) => note.parts.iter().collect(),
            Self::NoteAmended(addendum) => addendum.parts.iter().collect(),
            Self::EntryDisputed(dispute) => vec![&dispute.said],
            Self::OccurrenceRecorded(occurrence) => occurrence.text.iter().collect(),
            Self::UnbornInformationReceived(information) => information.parts.iter().collect(),
            Self::DisclosureRequested(request) => vec![&request.asked],
            Self::DisclosureTested(tested) => tested.part().into_iter().collect(),
            Self::DisclosureSentBack(back) => vec![&back.motive],
            Self::Disclosed(given) => given.test.iter().collect(),
            Self::DisclosureRefused(refusal) => vec![&refusal.motive],
            Self::HandedOver(over) => vec![&over.what],
            Self::MovedIn(moved) => moved.entry.statements(),
            _ => Vec::new(),
        }
    }

    /// What it says under a heading of its own: what is decided, what is best for the child, what was done.
    pub fn headed(&self) -> Vec<&Part> {
        match self {
            Self::ProtectionAssessed(assessment) => assessment.measures.iter().collect(),
            Self::PreliminaryAssessed(assessment) => {
                assessment.child.iter().filter_map(ChildHeard::explained).collect()
            }
            Self::DecisionProposed(proposal) => proposal.decision.headed().collect(),
            Self::DecisionMade(made) | Self::DecisionRecorded(made) => made.decision.headed().collect(),
            Self::InvestigationOpened(opening) => opening.questions.iter().collect(),
            Self::PlanSettled(plan) => plan.headed().collect(),
            Self::InvestigationWritten(written) => written.headed().collect(),
            Self::ServiceGranted(granted) => granted.grant.headed().collect(),
            Self::AssignmentGiven(assignment) => assignment.report_back.iter().collect(),
            Self::FollowedUp(follow_up) => follow_up.headed().collect(),
            Self::MovedIn(moved) => moved.entry.headed(),
            _ => Vec::new(),
        }
    }

    /// As [`parts`](Self::parts), to be labelled before they are written; in no particular order.
    pub(crate) fn parts_mut(&mut self) -> Vec<&mut Part> {
        match self {
            Self::ReportReceived(report) => report.concern.iter_mut().collect(),
            Self::ReportRerouted(Rerouting { motive })
            | Self::TagCorrected(TagCorrection { motive, .. })
            | Self::ProposalReturned(Return { motive, .. })
            | Self::FeedbackGiven(Feedback::Refused { motive, .. }) => vec![motive],
            Self::ProtectionAssessed(assessment) => {
                assessment.parts.iter_mut().chain(&mut assessment.measures).collect()
            }
            Self::PreliminaryAssessed(assessment) => {
                let child = assessment.child.iter_mut().filter_map(ChildHeard::part_mut);
                assessment.parts.iter_mut().chain(child).collect()
            }
            Self::DecisionProposed(proposal) => proposal.decision.parts_mut().collect(),
            Self::DecisionMade(made) | Self::DecisionRecorded(made) => made.decision.parts_mut().collect(),
            Self::PartyNotified(notice) => notice.telling.part_mut().into_iter().collect(),
            Self::InvestigationOpened(opening) => opening.questions.iter_mut().collect(),
            Self::PlanSettled(plan) => plan.parts_mut().collect(),
            Self::StandTaken(stand) => stand.said.iter_mut().collect(),
            Self::InvestigationWritten(written) => written.parts_mut().collect(),
            Self::MaterialShared(communication) => communication.sharing.parts_mut(),
            Self::ReplyReceived(reply) => reply.parts.iter_mut().collect(),
            Self::DecisionNotified(notice) => notice.telling.parts_mut(),
            Self::NoticeReceived(receipt) => receipt.shown_by.iter_mut().collect(),
            Self::ServiceGranted(granted) => granted.grant.parts_mut().collect(),
            Self::AssignmentGiven(assignment) => assignment.parts_mut().collect(),
            Self::AssignmentAnswered(answer) => answer.remarks.iter_mut().collect(),
            Self::ServicePlanned(plan) => plan.parts_mut().collect(),
            Self::Dispatched(dispatch) => dispatch.copy.parts_mut().collect(),
            Self::ServiceStepped(step) => step.part_mut().into_iter().collect(),
            Self::FollowedUp(follow_up) => follow_up.parts_mut().collect(),
            Self::NoteSigned(note) => note.parts.iter_mut().collect(),
            Self::NoteAmended(addendum) => addendum.parts.iter_mut().collect(),
            Self::EntryDisputed(dispute) => vec![&mut dispute.said],
            Self::OccurrenceRecorded(occurrence) => occurrence.text.iter_mut().collect(),
            Self::UnbornInformationReceived(information) => information.parts.iter_mut().collect(),
            Self::DisclosureRequested(request) => vec![&mut request.asked],
            Self::DisclosureTested(tested) => tested.part_mut().into_iter().collect(),
            Self::DisclosureSentBack(back) => vec![&mut back.motive],
            Self::Disclosed(given) => given.test.iter_mut().collect(),
            Self::DisclosureRefused(refusal) => vec![&mut refusal.motive],
            Self::HandedOver(over) => vec![&mut over.what],
            Self::MovedIn(moved) => moved.entry.parts_mut(),
            _ => Vec::new(),
        }
    }

    /// A decision that has been made, here or elsewhere.
    pub fn is_decision(&self) -> bool {
        match self {
            Self::DecisionMade(_) | Self::DecisionRecorded(_) => true,
            Self::MovedIn(moved) => moved.entry.is_decision(),
            _ => false,
        }
    }

    /// From whom it must be kept what it is, besides its words: who sent a document, and who reported without a duty to.
    pub fn kept_as_a_whole(&self) -> Vec<Keep> {
        match self {
            Self::DocumentReceived(document) => document.keep.clone(),
            Self::ReportReceived(report) if !report.reporter.mandated => {
                secrecy::of_private_reporter().to_vec()
            }
            Self::MovedIn(moved) => moved.entry.kept_as_a_whole(),
            _ => Vec::new(),
        }
    }

    /// Who reported, where it is a report.
    pub fn reporter(&self) -> Option<&Reporter> {
        match self {
            Self::ReportReceived(report) => Some(&report.reporter),
            Self::MovedIn(moved) => moved.entry.reporter(),
            _ => None,
        }
    }

    /// Whether its statements are copies of what stands elsewhere, as they were sent to somebody.
    pub fn is_a_copy(&self) -> bool {
        match self {
            Self::MaterialShared(communication) => communication.sharing.is_given(),
            Self::DecisionNotified(notice) => notice.telling.is_told(),
            Self::Dispatched(_) => true,
            Self::MovedIn(moved) => moved.entry.is_a_copy(),
            _ => false,
        }
    }

    /// Whom it was said or sent to, or whose answer or relation it is, if it is about one person's dealings with the authority.
    pub fn is_to(&self) -> Option<PersonId> {
        match self {
            Self::FamilyLearnt(fact) => fact.person(),
            Self::PartyNotified(notice) => Some(notice.person),
            Self::StandTaken(stand) => Some(stand.person),
            Self::MaterialShared(communication) => Some(communication.person),
            Self::ReplyReceived(reply) => Some(reply.person),
            Self::DecisionNotified(notice) => Some(notice.person),
            Self::NoticeReceived(receipt) => Some(receipt.person),
            Self::Dispatched(dispatch) => dispatch.to.person(),
            Self::DisclosureRequested(request) => request.route.person(),
            Self::SharingConsented(consent) => Some(consent.by),
            Self::MovedIn(moved) => moved.entry.is_to(),
            _ => None,
        }
    }

    /// May it be moved when it stands in the wrong file? What only makes sense where it stands stays.
    pub fn is_movable(&self) -> bool {
        match self {
            Self::FileOpened(_)
            | Self::FamilyLearnt(_)
            | Self::DisclosureRequested(_)
            | Self::DisclosureTested(_)
            | Self::DisclosureSentBack(_)
            | Self::Disclosed(_)
            | Self::DisclosureRefused(_)
            | Self::HandedOver(_)
            | Self::SharingConsented(_)
            | Self::SharingRevoked(_)
            | Self::MovedOut(_) => false,
            Self::MovedIn(moved) => moved.entry.is_movable(),
            _ => true,
        }
    }

    /// Makes sense without the rest of its matter, and so may be moved by itself.
    pub fn stands_alone(&self) -> bool {
        match self {
            Self::NoteSigned(_)
            | Self::DocumentReceived(_)
            | Self::UnbornInformationReceived(_)
            | Self::OccurrenceRecorded(_) => true,
            Self::MovedIn(moved) => moved.entry.stands_alone(),
            _ => false,
        }
    }

    /// The entry of the same file that it is about, if it is about one.
    pub fn follows(&self) -> Option<i64> {
        match self {
            Self::NoteAmended(addendum) => Some(addendum.to),
            Self::EntryDisputed(dispute) => Some(dispute.of),
            Self::Dispatched(dispatch) => Some(dispatch.of),
            Self::MovedIn(moved) => moved.entry.follows(),
            _ => None,
        }
    }

    /// The day it was drawn up, if it is something that is drawn up here and sent to others.
    pub fn drawn_up(&self) -> Option<Day> {
        match self {
            Self::PlanSettled(plan) => Some(plan.at.day),
            Self::AssignmentGiven(assignment) => Some(assignment.at.day),
            Self::ServicePlanned(plan) => Some(plan.at.day),
            Self::MovedIn(moved) => moved.entry.drawn_up(),
            _ => None,
        }
    }

    /// What sort of information goes along when it is sent: a code of `shared_kind`.
    pub fn shares(&self) -> Option<&'static str> {
        match self {
            Self::PlanSettled(_) => Some("investigation"),
            Self::AssignmentGiven(_) | Self::ServicePlanned(_) => Some("service"),
            Self::MovedIn(moved) => moved.entry.shares(),
            _ => None,
        }
    }

    /// Opens a matter of its own, which then gets a number.
    pub fn opens_matter(&self) -> bool {
        match self {
            Self::ReportReceived(_) | Self::InvestigationOpened(_) | Self::ServiceGranted(_) => true,
            Self::MovedIn(moved) => moved.entry.opens_matter(),
            _ => false,
        }
    }
}

/// An entry that has been decided on and is about to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// In which matter; `None` is the file itself.
    pub matter: Option<MatterId>,
    /// When it happened.
    pub occurred: Moment,
    /// What happened.
    pub entry: Entry,
}

impl NewEntry {
    pub(crate) fn new(matter: Option<MatterId>, occurred: Moment, entry: Entry) -> Self {
        Self { matter, occurred, entry }
    }
}
