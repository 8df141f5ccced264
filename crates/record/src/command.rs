//! What somebody wants to do with a file, and [`decide`]: the one place where it is settled whether they can.

use crate::{
    communication::{self, Communication, Reply},
    context::Context,
    decision::{self, Decision, Proposal, RecordDecision, Return, Signing},
    decision_notice::{self, DecisionNotice, Receipt},
    disclosure::{
        self, Disclosure, DisclosureRefusal, DisclosureRequest,
        handing_over::{self, HandingOver},
        second_person::{self, Confirmation, SentBack},
    },
    dispatch::{self, Dispatch},
    distribution::{self, Distribution},
    document::{self, ReceivedDocument},
    entry::NewEntry,
    family::{self, FamilyFact},
    feedback::{self, Feedback, FeedbackRequest},
    file::{self, CaseFile, Opened, UnbornInformation},
    follow_up::{self, FollowUp},
    id::MatterId,
    investigation::{self, PartyNotice},
    meeting::{self, Booking, MeetingEnded},
    moving::{self, Arriving, MovedOut},
    note::{self, Addendum, Dispute, Note},
    occurrence::{self, Occurrence},
    plan::{self, Plan},
    preliminary::{self, PreliminaryAssessment},
    protection::{self, AssessProtection},
    refusal::Refusal,
    report::{self, Report, Rerouting, TagCorrection},
    service::{self, Assignment, AssignmentAnswer, ServiceStep},
    service_plan::{self, ServicePlan},
    sharing::{self, SharingConsent, SharingRevoked},
    stand::{self, Stand},
    written::{self, WrittenInvestigation},
};

/// One wish about one file. A wish about several files (three siblings, one call) is a list of these, carried out all or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Open a file.
    OpenFile(Opened),
    /// Record facts about the family.
    LearnFamily(Vec<FamilyFact>),
    /// Register a report.
    ReceiveReport(MatterId, Report),
    /// Turn a report into what it was.
    RerouteReport(MatterId, Rerouting),
    /// Correct the violence tag.
    CorrectTag(MatterId, TagCorrection),
    /// Sign the protection assessment.
    AssessProtection(AssessProtection),
    /// Sign a new one beside that which stands: it was wrong, or something has come to light. The newest rules.
    AssessProtectionAnew(AssessProtection),
    /// Sign a step of the preliminary assessment.
    AssessPreliminarily(MatterId, PreliminaryAssessment),
    /// Put a decision before somebody who may make it.
    ProposeDecision(MatterId, Proposal),
    /// Send a proposal back.
    ReturnProposal(Return),
    /// Make a decision.
    MakeDecision(MatterId, Decision),
    /// Sign a proposal as it was shown.
    SignProposal(Signing),
    /// Record a decision made elsewhere.
    RecordDecision(RecordDecision),
    /// Tell a party of the investigation, or record why not.
    NotifyParty(MatterId, PartyNotice),
    /// Settle an investigation's plan.
    SettlePlan(MatterId, Plan),
    /// Record where a party stands to a service.
    TakeStand(MatterId, Stand),
    /// Sign the written investigation.
    SignInvestigation(MatterId, WrittenInvestigation),
    /// Give a party the material, or record the ground for not doing so.
    ShareMaterial(MatterId, Communication),
    /// Record what a party answers.
    ReceiveReply(MatterId, Reply),
    /// Tell a party of a decision, or record why not.
    NotifyDecision(DecisionNotice),
    /// Record the day a party got a notice.
    ReceiveNotice(Receipt),
    /// Give the provider an assignment.
    Assign(MatterId, Assignment),
    /// Take an assignment, or not.
    AnswerAssignment(MatterId, AssignmentAnswer),
    /// Agree a plan with the family.
    PlanService(MatterId, ServicePlan),
    /// Record that a copy of what was drawn up here was sent.
    Dispatch(Dispatch),
    /// Record that a service began, stands still, goes on, ended.
    StepService(MatterId, ServiceStep),
    /// Sign a follow-up.
    FollowUp(MatterId, FollowUp),
    /// Record that the reporter asks for feedback.
    RequestFeedback(MatterId, FeedbackRequest),
    /// Give feedback, or refuse it.
    GiveFeedback(MatterId, Feedback),
    /// Record a received document.
    ReceiveDocument(Option<MatterId>, ReceivedDocument),
    /// Book a meeting.
    BookMeeting(Option<MatterId>, Booking),
    /// Record how a meeting ended.
    EndMeeting(MeetingEnded),
    /// Distribute a matter.
    Distribute(MatterId, Distribution),
    /// Sign a note.
    SignNote(Option<MatterId>, Note),
    /// Add to an entry that says something in words.
    AmendNote(Addendum),
    /// Record that somebody says an entry is wrong.
    DisputeEntry(Dispute),
    /// Record something the clocks must know of.
    RecordOccurrence(MatterId, Occurrence),
    /// Record information about an unborn child.
    ReceiveUnbornInformation(UnbornInformation),
    /// Record that somebody asks for what stands in the file.
    RequestDisclosure(DisclosureRequest),
    /// Give out what has been tested.
    Disclose(Disclosure),
    /// Refuse it, in whole or in part.
    RefuseDisclosure(DisclosureRefusal),
    /// Send what somebody else has tested, as the order's second person; or without one, when it has waited long enough.
    ConfirmDisclosure(Confirmation),
    /// Send it back to whoever tested it.
    SendDisclosureBack(SentBack),
    /// Record that something was handed over on a ground of the law.
    HandOver(HandingOver),
    /// Record a consent to share.
    ConsentToSharing(SharingConsent),
    /// Record that a consent to share is taken back.
    RevokeSharing(SharingRevoked),
    /// Move entries out of the wrong file.
    MoveOut(MovedOut),
    /// Take entries into the right file.
    MoveIn(Vec<Arriving>),
}

impl Command {
    /// Does the wish rest on what the actor saw? Decisions, extensions and endings do; a note stands whatever happened meanwhile.
    pub fn depends_on_what_was_seen(&self) -> bool {
        matches!(
            self,
            Self::MakeDecision(..)
                | Self::SignProposal(_)
                | Self::RecordDecision(_)
                | Self::Distribute(..)
                | Self::ProposeDecision(..)
                | Self::ReturnProposal(_)
                | Self::RerouteReport(..)
                | Self::CorrectTag(..)
                | Self::GiveFeedback(..)
                | Self::MoveOut(_)
                | Self::ShareMaterial(..)
                | Self::NotifyDecision(_)
                | Self::Dispatch(_)
                | Self::AnswerAssignment(..)
                | Self::StepService(..)
                | Self::Disclose(_)
                | Self::RefuseDisclosure(_)
                | Self::ConfirmDisclosure(_)
                | Self::SendDisclosureBack(_)
        )
    }

    /// The matter it is about; `None` is the file itself.
    pub fn matter(&self) -> Option<MatterId> {
        match self {
            Self::ReceiveReport(matter, _)
            | Self::RerouteReport(matter, _)
            | Self::CorrectTag(matter, _)
            | Self::AssessPreliminarily(matter, _)
            | Self::ProposeDecision(matter, _)
            | Self::MakeDecision(matter, _)
            | Self::NotifyParty(matter, _)
            | Self::RequestFeedback(matter, _)
            | Self::GiveFeedback(matter, _)
            | Self::Distribute(matter, _)
            | Self::SettlePlan(matter, _)
            | Self::TakeStand(matter, _)
            | Self::SignInvestigation(matter, _)
            | Self::ShareMaterial(matter, _)
            | Self::ReceiveReply(matter, _)
            | Self::Assign(matter, _)
            | Self::AnswerAssignment(matter, _)
            | Self::PlanService(matter, _)
            | Self::StepService(matter, _)
            | Self::FollowUp(matter, _)
            | Self::RecordOccurrence(matter, _) => Some(*matter),
            Self::AssessProtection(assess) | Self::AssessProtectionAnew(assess) => Some(assess.matter),
            Self::RecordDecision(record) => Some(record.matter),
            Self::ReceiveDocument(matter, _) | Self::BookMeeting(matter, _) | Self::SignNote(matter, _) => {
                *matter
            }
            _ => None,
        }
    }

    /// The matter it is about, also when it names only something that stands in one.
    pub fn matter_in(&self, file: &CaseFile) -> Option<MatterId> {
        match self {
            Self::AmendNote(addendum) => file.entry_for(addendum.to).ok()?.matter,
            Self::DisputeEntry(dispute) => file.entry_for(dispute.of).ok()?.matter,
            Self::Dispatch(dispatch) => file.entry_for(dispatch.of).ok()?.matter,
            Self::EndMeeting(ended) => file.meetings.get(&ended.id)?.matter,
            _ => self.matter(),
        }
    }

    /// What is done, for the access rule.
    pub fn act(&self) -> crate::access::Act {
        use crate::access::Act;
        match self {
            Self::OpenFile(_)
            | Self::ReceiveReport(..)
            | Self::ReceiveDocument(..)
            | Self::ReceiveUnbornInformation(_)
            | Self::MoveIn(_) => Act::Register,
            Self::Distribute(..) => Act::Distribute,
            Self::MakeDecision(..)
            | Self::SignProposal(_)
            | Self::ReturnProposal(_)
            | Self::ConfirmDisclosure(_)
            | Self::SendDisclosureBack(_) => Act::Decide,
            Self::AssessProtection(_) | Self::AssessProtectionAnew(_) | Self::AssessPreliminarily(..) => {
                Act::Assess
            }
            _ => Act::Write,
        }
    }
}

/// Settles what a command leads to: the entries to write, or why not. Pure: the same file, command and context always give the same answer.
///
/// Whatever it leads to, the labels of a quoted text follow it: here, once, for every kind of entry there is.
pub fn decide(file: &CaseFile, command: Command, cx: &Context<'_>) -> Result<Vec<NewEntry>, Refusal> {
    file.quoting(entries_of(file, command, cx)?)
}

fn entries_of(file: &CaseFile, command: Command, cx: &Context<'_>) -> Result<Vec<NewEntry>, Refusal> {
    match command {
        Command::OpenFile(opened) => file::open(file, opened, cx),
        Command::LearnFamily(facts) => family::learn(file, facts, cx),
        Command::ReceiveReport(matter, report) => report::receive(file, matter, report, cx),
        Command::RerouteReport(matter, rerouting) => report::reroute(file, matter, rerouting, cx),
        Command::CorrectTag(matter, correction) => report::correct_tag(file, matter, correction, cx),
        Command::AssessProtection(assess) => protection::assess(file, assess, cx),
        Command::AssessProtectionAnew(assess) => protection::assess_anew(file, assess, cx),
        Command::AssessPreliminarily(matter, assessment) => preliminary::assess(file, matter, assessment, cx),
        Command::ProposeDecision(matter, proposal) => decision::propose(file, matter, proposal, cx),
        Command::ReturnProposal(returned) => decision::send_back(file, returned, cx),
        Command::MakeDecision(matter, decision) => decision::make(file, matter, decision, cx),
        Command::SignProposal(signing) => decision::sign(file, &signing, cx),
        Command::RecordDecision(record) => decision::record(file, record, cx),
        Command::NotifyParty(matter, notice) => investigation::notify(file, matter, notice, cx),
        Command::SettlePlan(matter, plan) => plan::settle(file, matter, plan, cx),
        Command::TakeStand(matter, stand) => stand::take(file, matter, stand, cx),
        Command::SignInvestigation(matter, written) => written::sign(file, matter, written, cx),
        Command::ShareMaterial(matter, shared) => communication::share(file, matter, shared, cx),
        Command::ReceiveReply(matter, reply) => communication::answer(file, matter, reply, cx),
        Command::NotifyDecision(notice) => decision_notice::notify(file, notice, cx),
        Command::ReceiveNotice(receipt) => decision_notice::receive(file, receipt, cx),
        Command::Assign(matter, assignment) => service::assign(file, matter, assignment, cx),
        Command::AnswerAssignment(matter, answer) => service::answer(file, matter, answer, cx),
        Command::PlanService(matter, plan) => service_plan::agree(file, matter, plan, cx),
        Command::Dispatch(dispatch) => dispatch::send(file, dispatch, cx),
        Command::StepService(matter, step) => service::step(file, matter, step, cx),
        Command::FollowUp(matter, follow_up) => follow_up::sign(file, matter, follow_up, cx),
        Command::RequestFeedback(matter, request) => feedback::request(file, matter, request, cx),
        Command::GiveFeedback(matter, feedback) => feedback::give(file, matter, feedback, cx),
        Command::ReceiveDocument(matter, document) => document::receive(file, matter, document, cx),
        Command::BookMeeting(matter, booking) => meeting::book(file, matter, booking, cx),
        Command::EndMeeting(ended) => meeting::end(file, ended, cx),
        Command::Distribute(matter, distribution) => distribution::distribute(file, matter, distribution, cx),
        Command::SignNote(matter, note) => note::sign(file, matter, note, cx),
        Command::AmendNote(addendum) => note::amend(file, addendum, cx),
        Command::DisputeEntry(dispute) => note::dispute(file, dispute, cx),
        Command::RecordOccurrence(matter, occurrence) => occurrence::record(file, matter, occurrence, cx),
        Command::ReceiveUnbornInformation(information) => file::receive_unborn(file, information, cx),
        Command::RequestDisclosure(request) => disclosure::request(file, request, cx),
        Command::Disclose(given) => disclosure::give(file, given, cx),
        Command::RefuseDisclosure(refusal) => disclosure::refuse(file, refusal, cx),
        Command::ConfirmDisclosure(confirmation) => second_person::confirm(file, confirmation, cx),
        Command::SendDisclosureBack(back) => second_person::send_back(file, back, cx),
        Command::HandOver(over) => handing_over::hand_over(file, over, cx),
        Command::ConsentToSharing(consent) => sharing::consent(file, consent, cx),
        Command::RevokeSharing(revoked) => sharing::revoke(file, revoked, cx),
        Command::MoveOut(moved) => moving::out(file, moved, cx),
        Command::MoveIn(arriving) => moving::into(file, arriving),
    }
}
