//! The file (*personakt*): one per child, lasting for years, holding several matters side by side.
//!
//! There is no single machine from report to end. A new report during an investigation or a service has its own protection assessment and
//! its own outcome. The state below is never stored; it is folded from the entries each time ([`fold`]).

use crate::{
    check, communication,
    context::{Author, Context},
    decision,
    decision::{Decision, DecisionState, OpenProposal},
    decision_notice, distribution, document,
    entry::{Entry, NewEntry},
    family,
    family::Family,
    feedback, follow_up,
    id::{DecisionId, DocumentId, MatterId, MeetingId, PersonId, StaffId, UnitId},
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
    report::{ReportEnd, ReportPhase, ReportState},
    service,
    service::ServiceState,
    service_plan, stand,
    stand::Taken,
    text::{Keep, Part, Quote},
    written,
};
use jiff::Timestamp;
use law::{Day, DecisionTypeId, Ends, LawBook};
use serde::{Deserialize, Serialize};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Whose file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A child's file.
    Child,
    /// An expectant parent's own file: information about an unborn child lies here, without a child's file and without a child's clocks.
    ExpectantParent,
}

/// A file is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// From whom each part must be kept.
    pub labels: Vec<Vec<Keep>>,
    /// What each part quotes.
    pub quotes: Vec<Option<Quote>>,
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
        labels: parts.iter().map(|part| part.keep.clone()).collect(),
        quotes: parts.iter().map(|part| part.quotes).collect(),
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
        Entry::UnbornInformationReceived(_) | Entry::Dispatched(_) => {}
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

/// Questions to the state.
impl CaseFile {
    /// The child's birth date, if it is a child's file and the date is known.
    pub fn birth(&self) -> Option<Day> {
        self.opened.as_ref().filter(|opened| opened.subject == Subject::Child)?.birth
    }

    /// The person whose file it is.
    pub fn person(&self) -> Option<PersonId> {
        self.opened.as_ref().map(|opened| opened.person)
    }

    /// The investigations that run.
    pub fn running_investigations(&self) -> impl Iterator<Item = (MatterId, &InvestigationState)> {
        self.matters.iter().filter_map(|(id, matter)| match &matter.state {
            MatterState::Investigation(state) if state.closed.is_none() => Some((*id, state)),
            _ => None,
        })
    }

    /// The report in a matter.
    pub fn report(&self, matter: MatterId) -> Result<&ReportState, Refusal> {
        match &self.matter(matter)?.state {
            MatterState::Report(report) => Ok(report),
            _ => Err(Refusal::WrongKindOfMatter),
        }
    }

    /// Whether somebody without a duty to report has reported.
    pub fn has_private_report(&self) -> bool {
        let mut states = self.matters.values().map(|matter| &matter.state);
        states.any(|state| matches!(state, MatterState::Report(report) if !report.mandated))
    }

    /// The unit that has the child now: that of the newest running matter somebody is responsible for.
    pub(crate) fn holding_unit(&self) -> Option<UnitId> {
        let held = self.matters.values().filter(|matter| matter.is_running() && matter.main.is_some());
        held.max_by_key(|matter| matter.opened).map(|matter| matter.unit)
    }

    /// The matters whose unit and workers have the file now. Once a running matter is somebody's, closed ones count no more; before that
    /// the newest closed one still does, so that nobody is without a worker between two matters.
    pub fn current_matters(&self) -> impl Iterator<Item = (MatterId, &Matter)> {
        let running = || self.matters.iter().filter(|(_, matter)| matter.is_running());
        let held = running().any(|(_, matter)| matter.main.is_some());
        let closed = self.matters.iter().filter(|(_, matter)| !matter.is_running());
        let newest = closed.max_by_key(|(_, matter)| matter.opened).filter(|_| !held);
        running().chain(newest).map(|(id, matter)| (*id, matter))
    }

    /// A matter.
    pub fn matter(&self, matter: MatterId) -> Result<&Matter, Refusal> {
        self.matters.get(&matter).ok_or(Refusal::NoSuchMatter)
    }

    /// The day from which the child is told and heard in its own right (3 kap. 4 § SoL).
    pub fn party_since(&self) -> Option<Day> {
        self.birth()?.birthday(law::AGE_OF_PARTY)
    }

    /// Who must be told and heard in their own right on a day: the guardians until the child is eighteen, and the child from fifteen.
    pub fn parties(&self, day: Day) -> impl Iterator<Item = PersonId> + '_ {
        let reached = |since: Option<Day>| since.is_some_and(|since| since <= day);
        let own = reached(self.party_since());
        let grown = reached(self.birth().and_then(|birth| birth.birthday(law::AGE_OF_MAJORITY)));
        self.family.guardians_on(day).filter(move |_| !grown).chain(self.person().filter(move |_| own))
    }

    /// Whether the clocks have been told of this about this person in this matter.
    pub(crate) fn has_happened_to(&self, name: &str, matter: MatterId, person: PersonId) -> bool {
        let (matter, subject) = (Some(matter.as_u128()), Some(person.as_u128()));
        self.events
            .iter()
            .any(|event| (event.matter, event.subject) == (matter, subject) && event.name == name)
    }

    pub(crate) fn is_open(&self) -> Result<(), Refusal> {
        self.opened.as_ref().map(|_| ()).ok_or(Refusal::FileNotOpen)
    }

    pub(crate) fn is_childs(&self) -> Result<(), Refusal> {
        match &self.opened {
            None => Err(Refusal::FileNotOpen),
            Some(opened) if opened.subject == Subject::Child => Ok(()),
            Some(_) => Err(Refusal::NotAChildsFile),
        }
    }

    pub(crate) fn is_free(&self, matter: MatterId) -> Result<(), Refusal> {
        if self.matters.contains_key(&matter) { Err(Refusal::IdTaken) } else { Ok(()) }
    }

    pub(crate) fn open_report(&self, matter: MatterId) -> Result<&ReportState, Refusal> {
        let report = self.report(matter)?;
        if report.end.is_some() { Err(Refusal::MatterClosed) } else { Ok(report) }
    }

    /// The investigation in a matter, also one that has ended.
    pub fn investigation(&self, matter: MatterId) -> Result<&InvestigationState, Refusal> {
        match &self.matter(matter)?.state {
            MatterState::Investigation(state) => Ok(state),
            _ => Err(Refusal::WrongKindOfMatter),
        }
    }

    pub(crate) fn running_investigation(&self, matter: MatterId) -> Result<&InvestigationState, Refusal> {
        let state = self.investigation(matter)?;
        if state.closed.is_some() { Err(Refusal::MatterClosed) } else { Ok(state) }
    }

    /// The service in a matter.
    pub fn service(&self, matter: MatterId) -> Result<&ServiceState, Refusal> {
        match &self.matter(matter)?.state {
            MatterState::Service(state) => Ok(state),
            _ => Err(Refusal::WrongKindOfMatter),
        }
    }

    /// The services that a decision granted.
    pub(crate) fn services_of(&self, decision: DecisionId) -> impl Iterator<Item = &ServiceState> {
        self.matters.values().filter_map(move |matter| match &matter.state {
            MatterState::Service(state) if state.decision == decision => Some(state),
            _ => None,
        })
    }

    /// What was decided before it was changed, and changed again.
    pub(crate) fn first_decided(&self, decision: DecisionId) -> Option<(DecisionId, &DecisionState)> {
        let changed = |(_, state): &(&DecisionId, &DecisionState)| state.changed_by.contains(&decision);
        match self.decisions.iter().find(changed) {
            Some((earlier, _)) if *earlier != decision => self.first_decided(*earlier),
            _ => self.decisions.get(&decision).map(|state| (decision, state)),
        }
    }

    pub(crate) fn running_service(&self, matter: MatterId) -> Result<&ServiceState, Refusal> {
        let state = self.service(matter)?;
        if state.ended.is_some() { Err(Refusal::MatterClosed) } else { Ok(state) }
    }

    pub(crate) fn entry_for(&self, seq: i64) -> Result<&EntryMeta, Refusal> {
        if self.moved_away.contains(&seq) {
            return Err(Refusal::MovedAway);
        }
        self.entries.get(&seq).map(Arc::as_ref).ok_or(Refusal::NoSuchEntry)
    }

    /// Entries as they are written: the labels of what their parts quote follow the text. What arrives from another file brings its
    /// labels along.
    pub(crate) fn quoting(&self, mut entries: Vec<NewEntry>) -> Result<Vec<NewEntry>, Refusal> {
        let own = entries.iter_mut().filter(|new| !matches!(new.entry, Entry::MovedIn(_)));
        for part in own.flat_map(|new| new.entry.parts_mut()) {
            self.label_as_source(part)?;
        }
        Ok(entries)
    }

    /// A quotation of a quotation quotes the source, so that it leaves with the source.
    fn label_as_source(&self, part: &mut Part) -> Result<(), Refusal> {
        if let Some(Quote { seq, part: place }) = part.quotes {
            let source = self.entry_for(seq)?;
            part.keep.extend(source.labels.get(place).ok_or(Refusal::NoSuchEntry)?);
            part.keep.sort_unstable();
            part.keep.dedup();
            part.quotes = source.quotes.get(place).copied().flatten().or(part.quotes);
            if part.quotes.is_some_and(|root| self.moved_away.contains(&root.seq)) {
                return Err(Refusal::MovedAway);
            }
        }
        Ok(())
    }

    /// The file as it will stand when entries that are not yet written have been.
    #[must_use]
    pub fn after(self, entries: &[NewEntry], cx: &Context<'_>) -> Self {
        entries.iter().fold(self, |file, new| {
            let entry = Recorded {
                seq: file.version + 1,
                at: cx.now,
                occurred: new.occurred,
                by: cx.actor.author(),
                law: cx.law.version().to_owned(),
                matter: new.matter,
                number: None,
                entry: new.entry.clone(),
            };
            evolve(file, &entry)
        })
    }
}

/// Changes to the state, for the subjects' own modules.
impl CaseFile {
    pub(crate) fn report_mut(&mut self, matter: MatterId) -> Option<&mut ReportState> {
        match &mut self.matters.get_mut(&matter)?.state {
            MatterState::Report(report) => Some(report),
            _ => None,
        }
    }

    pub(crate) fn investigation_mut(&mut self, matter: MatterId) -> Option<&mut InvestigationState> {
        match &mut self.matters.get_mut(&matter)?.state {
            MatterState::Investigation(state) => Some(state),
            _ => None,
        }
    }

    pub(crate) fn service_mut(&mut self, matter: MatterId) -> Option<&mut ServiceState> {
        match &mut self.matters.get_mut(&matter)?.state {
            MatterState::Service(state) => Some(state),
            _ => None,
        }
    }

    fn end(&mut self, matter: MatterId, what: Ends, day: Day) {
        let by = self.version;
        let state = self.matters.get_mut(&matter).map(|matter| &mut matter.state);
        match (what, state) {
            (Ends::Investigation, Some(MatterState::Investigation(state))) => state.closed = Some(day),
            (Ends::Measure, Some(MatterState::Measure(state))) => state.ended = Some(day),
            (Ends::Service, Some(MatterState::Service(state))) => {
                state.ended = Some(day);
                state.ended_by.get_or_insert(by);
            }
            _ => {}
        }
    }

    /// A report has its outcome; nobody need answer what was proposed in it, and what was applied for follows into the investigation.
    pub(crate) fn end_report(&mut self, matter: MatterId, end: ReportEnd, day: Day) {
        let investigation = end.investigation();
        let Some(report) = self.report_mut(matter) else { return };
        report.end = Some(end);
        report.ended = Some(day);
        self.proposals.retain(|_, proposal| proposal.matter != matter);
        if let Some(investigation) = investigation {
            stand::follow(self, matter, investigation, day);
        }
    }

    pub(crate) fn happened(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        day: Day,
        matter: Option<MatterId>,
    ) {
        self.happened_until(name, day, matter, None);
    }

    pub(crate) fn happened_until(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        day: Day,
        matter: Option<MatterId>,
        until: Option<Day>,
    ) {
        self.tell(law::Event { until, ..event(name, day, matter) });
    }

    pub(crate) fn happened_to(&mut self, name: &'static str, day: Day, matter: MatterId, person: PersonId) {
        self.happened_to_until(name, day, matter, person, None);
    }

    pub(crate) fn happened_to_until(
        &mut self,
        name: &'static str,
        day: Day,
        matter: MatterId,
        person: PersonId,
        until: Option<Day>,
    ) {
        let subject = Some(person.as_u128());
        self.tell(law::Event { subject, until, ..event(name, day, Some(matter)) });
    }

    /// What a decision causes, until the day it sets.
    pub(crate) fn decided(&mut self, decision: &Decision, cause: &str, day: Day, matter: MatterId) {
        let about = Some(decision.id.as_u128());
        let cause = event(cause.to_owned(), day, Some(matter));
        self.tell(law::Event { about, until: decision.until, ..cause });
    }

    /// What happens to one party with one decision: it is told of by itself (33 § FL), and appealed by itself (44 § FL).
    pub(crate) fn decided_for(
        &mut self,
        name: &'static str,
        day: Day,
        (matter, decision): (MatterId, DecisionId),
        person: PersonId,
    ) {
        let (subject, about) = (Some(person.as_u128()), Some(decision.as_u128()));
        self.tell(law::Event { subject, about, ..event(name, day, Some(matter)) });
    }

    /// The clocks are told, and what the event ends has ended.
    fn tell(&mut self, event: law::Event) {
        if let Some((matter, ends)) = event.matter.filter(|_| event.subject.is_none()).zip(ends(&event.name))
        {
            self.end(MatterId::new(uuid::Uuid::from_u128(matter)), ends, event.day);
        }
        self.events.push(event);
    }
}

fn event(name: impl Into<Cow<'static, str>>, day: Day, matter: Option<MatterId>) -> law::Event {
    let matter = matter.map(MatterId::as_u128);
    law::Event { name: name.into(), day, matter, subject: None, about: None, until: None }
}

/// What an event ends, however it came to be recorded. What the log says means the same for ever: the book that is compiled in answers,
/// and no name is taken out of it.
fn ends(event: &str) -> Option<Ends> {
    LawBook::sweden().event_name(event)?.ends
}
