//! The file (*personakt*): one per child, lasting for years, holding several matters side by side.
//!
//! There is no single machine from report to end. A new report during an investigation or a service has its own protection assessment and
//! its own outcome. The state below is never stored; it is folded from the entries each time ([`fold`]).

use crate::{
    check, communication,
    context::{Author, Context},
    decision,
    decision::{DecisionState, OpenProposal},
    decision_notice, disclosure,
    disclosure::{RequestState, copy, second_person},
    distribution, document,
    entry::{Entry, NewEntry},
    family,
    family::Family,
    feedback,
    fingerprint::Print,
    follow_up,
    id::{
        DecisionId, DisclosureId, DocumentId, MatterId, MeetingId, PersonId, SharingConsentId, StaffId,
        UnitId,
    },
    investigation,
    investigation::InvestigationState,
    meeting,
    meeting::Meeting,
    moment::Moment,
    moving, note,
    note::NoteState,
    occurrence, plan, preliminary, protection,
    refusal::{Field, Refusal},
    report,
    report::{ReportPhase, ReportState},
    service,
    service::ServiceState,
    service_plan, sharing,
    sharing::Standing,
    stand,
    stand::Taken,
    text::{Keep, Part, Quote},
    written,
};
use jiff::Timestamp;
use law::{Day, DecisionTypeId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

mod changes;
mod questions;

/// Whose file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A child's file.
    Child,
    /// An expectant parent's own file: information about an unborn child lies here, without a child's file and without a child's clocks.
    ExpectantParent,
}

/// A file is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Opened {
    /// Whose.
    pub person: PersonId,
    /// Child or expectant parent.
    pub subject: Subject,
    /// The child's birth date, copied for the clocks that run on age.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth: Option<Day>,
    /// The unit that receives.
    pub unit: UnitId,
}

/// Information about an unborn child.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnbornInformation {
    /// When it came.
    pub at: Moment,
    /// Expected day of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Day>,
    /// What is told.
    pub parts: Vec<Part>,
}

/// An entry as it stands in the log, opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its number in the file, from 1.
    pub seq: i64,
    /// The exact instant it was written.
    pub at: Timestamp,
    /// When it happened.
    pub occurred: Moment,
    /// Who signed it.
    pub by: Author,
    /// The version of the law data it was decided under.
    pub law: String,
    /// In which matter.
    pub matter: Option<MatterId>,
    /// The matter's number, on the entry that opens it.
    pub number: Option<String>,
    /// What happened.
    pub entry: Entry,
}

impl Recorded {
    /// The Swedish day it was written.
    pub fn at_day(&self) -> Day {
        Moment::of(self.at).day
    }
}

/// A matter (*ärende*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    /// Its number, such as `2026-1043`.
    pub number: Option<String>,
    /// The day it was opened.
    pub opened: Day,
    /// The unit that has it.
    pub unit: UnitId,
    /// The responsible worker.
    pub main: Option<StaffId>,
    /// The second worker.
    pub second: Option<StaffId>,
    /// What kind it is, and where it stands.
    pub state: MatterState,
}

impl Matter {
    pub(crate) fn opened(by: &Recorded, opened: Day, state: MatterState) -> Self {
        Self { number: by.number.clone(), opened, unit: by.by.unit, main: None, second: None, state }
    }

    /// The same, in the hands that have another matter.
    pub(crate) fn held_as(self, other: &Self) -> Self {
        Self { unit: other.unit, main: other.main, second: other.second, ..self }
    }

    /// Still to be worked on.
    pub fn is_running(&self) -> bool {
        match &self.state {
            MatterState::Report(report) => report.phase() != ReportPhase::Closed,
            MatterState::Investigation(investigation) => investigation.closed.is_none(),
            MatterState::Measure(measure) => measure.ended.is_none(),
            MatterState::Service(service) => service.ended.is_none(),
        }
    }
}

/// What kind of matter, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MatterState {
    /// A report.
    Report(ReportState),
    /// An investigation.
    Investigation(InvestigationState),
    /// A service granted here.
    Service(ServiceState),
    /// A recorded measure: placement, compulsory care, a follow-up.
    Measure(MeasureState),
}

/// A measure that was decided elsewhere and recorded here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureState {
    /// The decision that began it.
    pub kind: DecisionTypeId,
    /// The day it ended.
    pub ended: Option<Day>,
}

/// What the file remembers of each entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryMeta {
    /// In which matter.
    pub matter: Option<MatterId>,
    /// May be moved.
    pub movable: bool,
    /// May be moved without the rest of its matter: a note or a document that was put in the wrong place.
    pub alone: bool,
    /// The entry it belongs to and moves with: an addendum's note, what a dispute is about.
    pub follows: Option<i64>,
    /// The day it was drawn up, if copies of it are [sent](crate::dispatch).
    pub drawn_up: Option<Day>,
    /// What sort of information goes along then.
    pub shares: Option<&'static str>,
    /// From whom all of it must be kept that is not said in words: who sent a document, who reported.
    pub whole: Vec<Keep>,
    /// It tells how to reach whoever reported.
    pub contact: bool,
    /// How many places of it are tested by themselves when somebody asks for it.
    pub places: usize,
    /// From whom each part must be kept.
    pub labels: Vec<Vec<Keep>>,
    /// What each part quotes.
    pub quotes: Vec<Option<Quote>>,
    /// The words of each part, as far as a quotation is compared with them.
    pub prints: Vec<Print>,
}

/// A file as it stands after its entries.
///
/// What grows with every entry is shared, not copied, when the next state is made from this one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFile {
    /// Whose file; `None` until it is opened.
    pub opened: Option<Opened>,
    /// The people around the child.
    pub family: Family,
    /// Matters, oldest id first.
    pub matters: BTreeMap<MatterId, Matter>,
    /// Documents, by the entry that holds them.
    pub documents: BTreeMap<DocumentId, i64>,
    /// Meetings.
    pub meetings: BTreeMap<MeetingId, Meeting>,
    /// Signed notes.
    pub notes: BTreeMap<i64, Arc<NoteState>>,
    /// Decisions that settle something for a party.
    pub decisions: BTreeMap<DecisionId, DecisionState>,
    /// Where people stand to services, in the order they were asked.
    pub stands: Vec<Taken>,
    /// Proposals waiting for an answer.
    pub proposals: BTreeMap<DecisionId, OpenProposal>,
    /// Who has asked for what stands here, and how far it has come.
    pub disclosures: BTreeMap<DisclosureId, RequestState>,
    /// Consents to share.
    pub sharing: BTreeMap<SharingConsentId, Standing>,
    /// Every entry that stands.
    pub entries: BTreeMap<i64, Arc<EntryMeta>>,
    /// Entries that have been moved away.
    pub moved_away: BTreeSet<i64>,
    /// What the law's clock engine is told, in the order it was recorded.
    pub events: Vec<law::Event>,
    /// The number of the last entry.
    pub version: i64,
}

/// Folds entries into the file as it stands. Entries that were moved away leave no trace in the state, only their numbers.
pub fn fold<'a>(entries: impl IntoIterator<Item = &'a Recorded> + Clone) -> CaseFile {
    let mut file = CaseFile::default();
    for entry in entries.clone() {
        if let Entry::MovedOut(moved) = &entry.entry {
            file.moved_away.extend(&moved.seqs);
        }
    }
    entries.into_iter().fold(file, evolve)
}

/// One more entry. Total: whatever was written can be read.
pub fn evolve(mut file: CaseFile, entry: &Recorded) -> CaseFile {
    file.version = entry.seq;
    if file.moved_away.contains(&entry.seq) {
        return file;
    }
    let parts = entry.entry.parts();
    let meta = EntryMeta {
        matter: entry.matter,
        movable: entry.entry.is_movable(),
        alone: entry.entry.stands_alone(),
        follows: entry.entry.follows(),
        drawn_up: entry.entry.drawn_up(),
        shares: entry.entry.shares(),
        whole: entry.entry.kept_as_a_whole(),
        contact: entry.entry.reporter().is_some_and(|reporter| reporter.contact.is_some()),
        places: copy::places(&entry.entry).count(),
        labels: parts.iter().map(|part| part.keep.clone()).collect(),
        quotes: parts.iter().map(|part| part.quotes).collect(),
        prints: parts.iter().map(|part| Print::of(part)).collect(),
    };
    file.entries.insert(entry.seq, Arc::new(meta));
    apply(&mut file, entry);
    file
}

pub(crate) fn apply(file: &mut CaseFile, by: &Recorded) {
    match &by.entry {
        Entry::FileOpened(opened) => file.opened = Some(opened.clone()),
        Entry::FamilyLearnt(fact) => family::learnt(file, fact, by),
        Entry::ReportReceived(report) => report::received(file, report, by),
        Entry::ReportRerouted(_) => report::rerouted(file, by),
        Entry::TagCorrected(correction) => report::tag_corrected(file, correction, by),
        Entry::ProtectionAssessed(assessment) => protection::assessed(file, assessment, by),
        Entry::PreliminaryAssessed(assessment) => preliminary::assessed(file, assessment, by),
        Entry::DecisionProposed(proposal) => decision::proposed(file, proposal, by),
        Entry::ProposalReturned(returned) => decision::sent_back(file, returned),
        Entry::DecisionMade(made) | Entry::DecisionRecorded(made) => decision::made(file, made, by),
        Entry::InvestigationOpened(opening) => investigation::opened(file, opening, by),
        Entry::PartyNotified(notice) => investigation::notified(file, notice, by),
        Entry::PlanSettled(plan) => plan::settled(file, plan, by),
        Entry::StandTaken(stand) => stand::taken(file, stand, by),
        Entry::InvestigationWritten(_) => written::signed(file, by),
        Entry::MaterialShared(shared) => communication::shared(file, shared, by),
        Entry::ReplyReceived(reply) => communication::answered(file, reply, by),
        Entry::DecisionNotified(notice) => decision_notice::notified(file, notice, by),
        Entry::NoticeReceived(receipt) => decision_notice::received(file, receipt),
        Entry::ServiceGranted(granted) => service::granted(file, granted, by),
        Entry::AssignmentGiven(assignment) => service::assigned(file, assignment, by),
        Entry::AssignmentAnswered(answer) => service::answered(file, answer, by),
        Entry::ServicePlanned(plan) => service_plan::agreed(file, plan, by),
        Entry::ServiceStepped(step) => service::stepped(file, step, by),
        Entry::FollowedUp(follow_up) => follow_up::signed(file, follow_up, by),
        Entry::FeedbackRequested(request) => feedback::requested(file, request, by),
        Entry::FeedbackGiven(feedback) => feedback::given(file, feedback, by),
        Entry::DocumentReceived(document) => document::received(file, document, by),
        Entry::MeetingBooked(booking) => meeting::booked(file, booking, by),
        Entry::MeetingEnded(ended) => meeting::ended(file, ended, by),
        Entry::MatterDistributed(distribution) => distribution::distributed(file, distribution, by),
        Entry::NoteSigned(note) => note::signed(file, note, by),
        Entry::NoteAmended(addendum) => note::amended(file, addendum, by),
        Entry::EntryDisputed(dispute) => note::disputed(file, dispute, by),
        Entry::OccurrenceRecorded(occurrence) => occurrence::recorded(file, occurrence, by),
        Entry::DisclosureRequested(request) => disclosure::requested(file, request, by),
        Entry::DisclosureTested(tested) => second_person::waits(file, tested, by),
        Entry::DisclosureSentBack(back) => second_person::sent_back(file, back, by),
        Entry::Disclosed(given) => disclosure::given(file, given, by),
        Entry::DisclosureRefused(refusal) => disclosure::refused(file, refusal, by),
        Entry::SharingConsented(consent) => sharing::consented(file, consent),
        Entry::SharingRevoked(revoked) => sharing::taken_back(file, *revoked),
        Entry::Dispatched(dispatch) => service::sent(file, dispatch, by),
        Entry::UnbornInformationReceived(_) | Entry::HandedOver(_) => {}
        Entry::MovedOut(moved) => file.moved_away.extend(&moved.seqs),
        Entry::MovedIn(moved) => moving::arrived(file, moved, by),
    }
}

pub(crate) fn open(file: &CaseFile, opened: Opened, cx: &Context<'_>) -> Result<Vec<NewEntry>, Refusal> {
    if file.opened.is_some() {
        return Err(Refusal::FileAlreadyOpen);
    }
    if let Some(birth) = opened.birth {
        check::day_not_after(birth, cx.today, Field::Person)?;
    }
    Ok(vec![NewEntry::new(None, cx.moment(), Entry::FileOpened(opened))])
}

pub(crate) fn receive_unborn(
    file: &CaseFile,
    information: UnbornInformation,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    file.is_open()?;
    check::happened(cx, information.at, Field::Occurred)?;
    if information.parts.is_empty() {
        return Err(Refusal::Missing(Field::Text));
    }
    Ok(vec![NewEntry::new(None, information.at, Entry::UnbornInformationReceived(information))])
}
