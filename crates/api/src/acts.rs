//! What can be done: one act for each of the record's commands, with the same words and the same refusals as the pages.
//!
//! A page's form and a program's JSON both end as a [`Command`]; what it means is settled in the record and nowhere else. The names here
//! never change. A test asks that every command can be asked for.

use record::{
    Command, DraftId, FileId, MatterId, Opened, PersonId, UnbornInformation,
    communication::{Communication, Reply},
    decision::{Decision, Proposal, RecordDecision, Return, Signing},
    decision_notice::{DecisionNotice, Receipt},
    disclosure::{
        Disclosure, DisclosureRefusal, DisclosureRequest,
        handing_over::HandingOver,
        second_person::{Confirmation, SentBack},
    },
    dispatch::Dispatch,
    distribution::Distribution,
    document::ReceivedDocument,
    family::FamilyFact,
    feedback::{Feedback, FeedbackRequest},
    follow_up::FollowUp,
    identity::IdentityNumber,
    investigation::PartyNotice,
    meeting::{Booking, MeetingEnded},
    note::{Addendum, Dispute, Note},
    occurrence::Occurrence,
    person::{PersonCommand, PersonFact, Registration, Sourced},
    plan::Plan,
    preliminary::PreliminaryAssessment,
    protection::AssessProtection,
    report::{Report, Rerouting, TagCorrection},
    service::{Assignment, AssignmentAnswer, ServiceStep},
    service_plan::ServicePlan,
    sharing::{SharingConsent, SharingRevoked},
    stand::Stand,
    text::Text,
    written::WrittenInvestigation,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Step;
use store::access_tokens::Scope;

/// Several things done in one go, in files and with people: all of them, or none.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// What is done with people; first, so that a file can name whom it has just registered.
    #[serde(default)]
    pub people: Vec<WithPerson>,
    /// What is done with files.
    #[serde(default)]
    pub files: Vec<WithFile>,
    /// The draft of the caller's that this signs: it goes in the same transaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<DraftId>,
}

/// What is done with one person.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithPerson {
    /// Who; of somebody new an id that the caller makes.
    pub person: PersonId,
    /// What is done, in order.
    #[schemars(length(min = 1))]
    pub acts: Vec<PersonAct>,
}

/// What is done with one file.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithFile {
    /// Which; of a new one an id that the caller makes.
    pub file: FileId,
    /// The version the caller has seen. Needed where what is done rests on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<i64>,
    /// What is done, in order.
    #[schemars(length(min = 1))]
    pub acts: Vec<Act>,
}

/// Something done with a person.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PersonAct {
    /// Register somebody.
    Register {
        /// What is known.
        registration: Box<Registration>,
    },
    /// Write a fact that is new or has changed.
    ChangeFact {
        /// The fact as it now stands.
        fact: PersonFact,
        /// Why, where that needs saying.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
    },
    /// Take away a number that was never this person's.
    CorrectIdentity {
        /// The number to take away.
        wrong: IdentityNumber,
        /// The right one, if it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        right: Option<Sourced<IdentityNumber>>,
        /// How it was found out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
    },
}

impl PersonAct {
    fn into_command(self) -> PersonCommand {
        match self {
            Self::Register { registration } => PersonCommand::Register(*registration),
            Self::ChangeFact { fact, reason } => PersonCommand::ChangeFact { fact, reason },
            Self::CorrectIdentity { wrong, right, reason } => {
                PersonCommand::CorrectIdentity { wrong, right, reason }
            }
        }
    }

    fn of(command: PersonCommand) -> Self {
        match command {
            PersonCommand::Register(registration) => Self::Register { registration: Box::new(registration) },
            PersonCommand::ChangeFact { fact, reason } => Self::ChangeFact { fact, reason },
            PersonCommand::CorrectIdentity { wrong, right, reason } => {
                Self::CorrectIdentity { wrong, right, reason }
            }
        }
    }
}

/// Something done with a file.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "the type of each field says what it is, and the description carries its text"
)]
pub enum Act {
    /// Open a file.
    OpenFile { opened: Opened },
    /// Record facts about the family.
    LearnFamily { facts: Vec<FamilyFact> },
    /// Register a report of concern, in a new matter.
    ReceiveReport { matter: MatterId, report: Report },
    /// Turn a report into what it was.
    RerouteReport { matter: MatterId, rerouting: Rerouting },
    /// Correct the violence tag.
    CorrectTag { matter: MatterId, correction: TagCorrection },
    /// Sign the protection assessment.
    AssessProtection { assessment: AssessProtection },
    /// Sign a new one beside that which stands.
    AssessProtectionAnew { assessment: AssessProtection },
    /// Sign a step of the preliminary assessment.
    AssessPreliminarily { matter: MatterId, assessment: PreliminaryAssessment },
    /// Put a decision before somebody who may make it.
    ProposeDecision { matter: MatterId, proposal: Proposal },
    /// Send a proposal back.
    ReturnProposal { returned: Return },
    /// Make a decision.
    MakeDecision { matter: MatterId, decision: Decision },
    /// Sign a proposal as it was shown: its fingerprint stands in the file's state.
    SignProposal { signing: Signing },
    /// Record a decision made elsewhere.
    RecordDecision { recorded: RecordDecision },
    /// Tell a party of the investigation, or record why not.
    NotifyParty { matter: MatterId, notice: PartyNotice },
    /// Settle an investigation's plan.
    SettlePlan { matter: MatterId, plan: Plan },
    /// Record where a party stands to a service.
    TakeStand { matter: MatterId, stand: Stand },
    /// Sign the written investigation.
    SignInvestigation { matter: MatterId, written: WrittenInvestigation },
    /// Give a party the material, or record the ground for not doing so.
    ShareMaterial { matter: MatterId, shared: Communication },
    /// Record what a party answers.
    ReceiveReply { matter: MatterId, reply: Reply },
    /// Tell a party of a decision, or record why not.
    NotifyDecision { notice: DecisionNotice },
    /// Record the day a party got a notice.
    ReceiveNotice { receipt: Receipt },
    /// Give the provider an assignment.
    Assign { matter: MatterId, assignment: Assignment },
    /// Take an assignment, or not.
    AnswerAssignment { matter: MatterId, answer: AssignmentAnswer },
    /// Agree a plan with the family.
    PlanService { matter: MatterId, plan: ServicePlan },
    /// Record that a copy of what was drawn up here was sent.
    Dispatch { dispatch: Dispatch },
    /// Record that a service began, stands still, goes on, ended.
    StepService { matter: MatterId, step: ServiceStep },
    /// Sign a follow-up.
    FollowUp { matter: MatterId, follow_up: FollowUp },
    /// Record that the reporter asks for feedback.
    RequestFeedback { matter: MatterId, request: FeedbackRequest },
    /// Give feedback, or refuse it.
    GiveFeedback { matter: MatterId, feedback: Feedback },
    /// Record a received document whose bytes have been sent before.
    ReceiveDocument { matter: Option<MatterId>, document: ReceivedDocument },
    /// Book a meeting.
    BookMeeting { matter: Option<MatterId>, booking: Booking },
    /// Record how a meeting ended.
    EndMeeting { ended: MeetingEnded },
    /// Distribute a matter.
    Distribute { matter: MatterId, distribution: Distribution },
    /// Sign a note.
    SignNote { matter: Option<MatterId>, note: Note },
    /// Add to an entry that says something in words.
    AmendNote { addendum: Addendum },
    /// Record that somebody says an entry is wrong.
    DisputeEntry { dispute: Dispute },
    /// Record something the clocks must know of.
    RecordOccurrence { matter: MatterId, occurrence: Occurrence },
    /// Record information about an unborn child.
    ReceiveUnbornInformation { information: UnbornInformation },
    /// Record that somebody asks for what stands in the file, by one of the four ways.
    RequestDisclosure { request: DisclosureRequest },
    /// Give out what has been tested item by item.
    Disclose { disclosure: Disclosure },
    /// Refuse it, in whole or in part.
    RefuseDisclosure { refusal: DisclosureRefusal },
    /// Send what somebody else has tested, as the order's second person; or without one, when it has waited long enough.
    ConfirmDisclosure { confirmation: Confirmation },
    /// Send it back to whoever tested it.
    SendDisclosureBack { back: SentBack },
    /// Record that something was handed over on a ground of the law.
    HandOver { handed_over: HandingOver },
    /// Record a consent to share.
    ConsentToSharing { consent: SharingConsent },
    /// Record that a consent to share is taken back.
    RevokeSharing { revoked: SharingRevoked },
}

impl Act {
    /// The command.
    fn into_command(self) -> Command {
        match self {
            Self::OpenFile { opened } => Command::OpenFile(opened),
            Self::LearnFamily { facts } => Command::LearnFamily(facts),
            Self::ReceiveReport { matter, report } => Command::ReceiveReport(matter, report),
            Self::RerouteReport { matter, rerouting } => Command::RerouteReport(matter, rerouting),
            Self::CorrectTag { matter, correction } => Command::CorrectTag(matter, correction),
            Self::AssessProtection { assessment } => Command::AssessProtection(assessment),
            Self::AssessProtectionAnew { assessment } => Command::AssessProtectionAnew(assessment),
            Self::AssessPreliminarily { matter, assessment } => {
                Command::AssessPreliminarily(matter, assessment)
            }
            Self::ProposeDecision { matter, proposal } => Command::ProposeDecision(matter, proposal),
            Self::ReturnProposal { returned } => Command::ReturnProposal(returned),
            Self::MakeDecision { matter, decision } => Command::MakeDecision(matter, decision),
            Self::SignProposal { signing } => Command::SignProposal(signing),
            Self::RecordDecision { recorded } => Command::RecordDecision(recorded),
            Self::NotifyParty { matter, notice } => Command::NotifyParty(matter, notice),
            Self::SettlePlan { matter, plan } => Command::SettlePlan(matter, plan),
            Self::TakeStand { matter, stand } => Command::TakeStand(matter, stand),
            Self::SignInvestigation { matter, written } => Command::SignInvestigation(matter, written),
            Self::ShareMaterial { matter, shared } => Command::ShareMaterial(matter, shared),
            Self::ReceiveReply { matter, reply } => Command::ReceiveReply(matter, reply),
            Self::NotifyDecision { notice } => Command::NotifyDecision(notice),
            Self::ReceiveNotice { receipt } => Command::ReceiveNotice(receipt),
            Self::Assign { matter, assignment } => Command::Assign(matter, assignment),
            Self::AnswerAssignment { matter, answer } => Command::AnswerAssignment(matter, answer),
            Self::PlanService { matter, plan } => Command::PlanService(matter, plan),
            Self::Dispatch { dispatch } => Command::Dispatch(dispatch),
            Self::StepService { matter, step } => Command::StepService(matter, step),
            Self::FollowUp { matter, follow_up } => Command::FollowUp(matter, follow_up),
            Self::RequestFeedback { matter, request } => Command::RequestFeedback(matter, request),
            Self::GiveFeedback { matter, feedback } => Command::GiveFeedback(matter, feedback),
            Self::ReceiveDocument { matter, document } => Command::ReceiveDocument(matter, document),
            Self::BookMeeting { matter, booking } => Command::BookMeeting(matter, booking),
            Self::EndMeeting { ended } => Command::EndMeeting(ended),
            Self::Distribute { matter, distribution } => Command::Distribute(matter, distribution),
            Self::SignNote { matter, note } => Command::SignNote(matter, note),
            Self::AmendNote { addendum } => Command::AmendNote(addendum),
            Self::DisputeEntry { dispute } => Command::DisputeEntry(dispute),
            Self::RecordOccurrence { matter, occurrence } => Command::RecordOccurrence(matter, occurrence),
            Self::ReceiveUnbornInformation { information } => Command::ReceiveUnbornInformation(information),
            Self::RequestDisclosure { request } => Command::RequestDisclosure(request),
            Self::Disclose { disclosure } => Command::Disclose(disclosure),
            Self::RefuseDisclosure { refusal } => Command::RefuseDisclosure(refusal),
            Self::ConfirmDisclosure { confirmation } => Command::ConfirmDisclosure(confirmation),
            Self::SendDisclosureBack { back } => Command::SendDisclosureBack(back),
            Self::HandOver { handed_over } => Command::HandOver(handed_over),
            Self::ConsentToSharing { consent } => Command::ConsentToSharing(consent),
            Self::RevokeSharing { revoked } => Command::RevokeSharing(revoked),
        }
    }

    /// The act that asks for a command; `None` where entries are moved, which has an address of its own: nobody may make up their content.
    pub fn of(command: Command) -> Option<Self> {
        Some(match command {
            Command::OpenFile(opened) => Self::OpenFile { opened },
            Command::LearnFamily(facts) => Self::LearnFamily { facts },
            Command::ReceiveReport(matter, report) => Self::ReceiveReport { matter, report },
            Command::RerouteReport(matter, rerouting) => Self::RerouteReport { matter, rerouting },
            Command::CorrectTag(matter, correction) => Self::CorrectTag { matter, correction },
            Command::AssessProtection(assessment) => Self::AssessProtection { assessment },
            Command::AssessProtectionAnew(assessment) => Self::AssessProtectionAnew { assessment },
            Command::AssessPreliminarily(matter, assessment) => {
                Self::AssessPreliminarily { matter, assessment }
            }
            Command::ProposeDecision(matter, proposal) => Self::ProposeDecision { matter, proposal },
            Command::ReturnProposal(returned) => Self::ReturnProposal { returned },
            Command::MakeDecision(matter, decision) => Self::MakeDecision { matter, decision },
            Command::SignProposal(signing) => Self::SignProposal { signing },
            Command::RecordDecision(recorded) => Self::RecordDecision { recorded },
            Command::NotifyParty(matter, notice) => Self::NotifyParty { matter, notice },
            Command::SettlePlan(matter, plan) => Self::SettlePlan { matter, plan },
            Command::TakeStand(matter, stand) => Self::TakeStand { matter, stand },
            Command::SignInvestigation(matter, written) => Self::SignInvestigation { matter, written },
            Command::ShareMaterial(matter, shared) => Self::ShareMaterial { matter, shared },
            Command::ReceiveReply(matter, reply) => Self::ReceiveReply { matter, reply },
            Command::NotifyDecision(notice) => Self::NotifyDecision { notice },
            Command::ReceiveNotice(receipt) => Self::ReceiveNotice { receipt },
            Command::Assign(matter, assignment) => Self::Assign { matter, assignment },
            Command::AnswerAssignment(matter, answer) => Self::AnswerAssignment { matter, answer },
            Command::PlanService(matter, plan) => Self::PlanService { matter, plan },
            Command::Dispatch(dispatch) => Self::Dispatch { dispatch },
            Command::StepService(matter, step) => Self::StepService { matter, step },
            Command::FollowUp(matter, follow_up) => Self::FollowUp { matter, follow_up },
            Command::RequestFeedback(matter, request) => Self::RequestFeedback { matter, request },
            Command::GiveFeedback(matter, feedback) => Self::GiveFeedback { matter, feedback },
            Command::ReceiveDocument(matter, document) => Self::ReceiveDocument { matter, document },
            Command::BookMeeting(matter, booking) => Self::BookMeeting { matter, booking },
            Command::EndMeeting(ended) => Self::EndMeeting { ended },
            Command::Distribute(matter, distribution) => Self::Distribute { matter, distribution },
            Command::SignNote(matter, note) => Self::SignNote { matter, note },
            Command::AmendNote(addendum) => Self::AmendNote { addendum },
            Command::DisputeEntry(dispute) => Self::DisputeEntry { dispute },
            Command::RecordOccurrence(matter, occurrence) => Self::RecordOccurrence { matter, occurrence },
            Command::ReceiveUnbornInformation(information) => Self::ReceiveUnbornInformation { information },
            Command::RequestDisclosure(request) => Self::RequestDisclosure { request },
            Command::Disclose(disclosure) => Self::Disclose { disclosure },
            Command::RefuseDisclosure(refusal) => Self::RefuseDisclosure { refusal },
            Command::ConfirmDisclosure(confirmation) => Self::ConfirmDisclosure { confirmation },
            Command::SendDisclosureBack(back) => Self::SendDisclosureBack { back },
            Command::HandOver(handed_over) => Self::HandOver { handed_over },
            Command::ConsentToSharing(consent) => Self::ConsentToSharing { consent },
            Command::RevokeSharing(revoked) => Self::RevokeSharing { revoked },
            Command::MoveOut(_) | Command::MoveIn(_) => return None,
        })
    }
}

/// A wish as the house takes it.
pub(crate) struct Steps {
    pub(crate) all: Vec<Step>,
    /// What a token must be allowed for this.
    pub(crate) scope: Scope,
    /// The first file whose seen version is missing where something rests on it.
    pub(crate) unseen: Option<FileId>,
    /// The draft that goes with it.
    pub(crate) draft: Option<DraftId>,
}

impl Wish {
    /// What a program sends for the same as these steps; `None` where entries are moved.
    pub fn of(steps: &[Step]) -> Option<Self> {
        let mut wish = Self { people: Vec::new(), files: Vec::new(), draft: None };
        for step in steps {
            match step.clone() {
                Step::Person { person, commands } => {
                    let acts = commands.into_iter().map(PersonAct::of).collect();
                    wish.people.push(WithPerson { person, acts });
                }
                Step::File { file, seen, commands } => {
                    let acts = commands.into_iter().map(Act::of).collect::<Option<_>>()?;
                    wish.files.push(WithFile { file, seen, acts });
                }
            }
        }
        Some(wish)
    }

    pub(crate) fn into_steps(self) -> Steps {
        let people = self.people.into_iter().map(|one| Step::Person {
            person: one.person,
            commands: one.acts.into_iter().map(PersonAct::into_command).collect(),
        });
        let files = self.files.into_iter().map(|one| Step::File {
            file: one.file,
            seen: one.seen,
            commands: one.acts.into_iter().map(Act::into_command).collect(),
        });
        let steps: Vec<Step> = people.chain(files).collect();
        let scope = if steps.iter().all(registers) { Scope::Report } else { Scope::Write };
        let unseen = steps.iter().find_map(|step| match step {
            Step::File { file, seen: None, commands } => rests_on_seen(commands).then_some(*file),
            _ => None,
        });
        Steps { all: steps, scope, unseen, draft: self.draft }
    }
}

/// Of a file that is opened here there was nothing to see.
fn rests_on_seen(commands: &[Command]) -> bool {
    let opens = matches!(commands.first(), Some(Command::OpenFile(_)));
    !opens && commands.iter().any(Command::depends_on_what_was_seen)
}

/// Whether it does no more than registering a report asks for: new people, a new file, the report and who is around the child.
fn registers(step: &Step) -> bool {
    match step {
        Step::Person { commands, .. } => {
            commands.iter().all(|command| matches!(command, PersonCommand::Register(_)))
        }
        Step::File { commands, .. } => commands.iter().all(|command| {
            matches!(
                command,
                Command::OpenFile(_)
                    | Command::ReceiveReport(..)
                    | Command::LearnFamily(_)
                    | Command::ReceiveDocument(..)
                    | Command::ReceiveUnbornInformation(_)
            )
        }),
    }
}
