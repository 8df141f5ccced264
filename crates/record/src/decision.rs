//! Decisions: proposed, made, recorded.
//!
//! *Made* here are the decisions of the preliminary assessment (D02–D05). Any other decision is *recorded*: it was made in a meeting, by
//! telephone at night, in a court. Making is refused where a row of law data says so; recording never is, it is flagged.

use crate::{
    check,
    context::{Author, Context},
    duties::duties,
    entry::{Entry, NewEntry},
    facts,
    file::{CaseFile, Matter, MatterState, MeasureState, Recorded},
    id::{DecisionId, DocumentId, MatterId, StaffId},
    investigation::{self, Opening},
    moment::Moment,
    preliminary::ChildHeard,
    refusal::{Field, Refusal},
    report::ReportEnd,
    text::{Code, Part},
};
use law::{Asks, Authority, Choice, Day, DecisionType, DecisionTypeId, Floor, Level};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a decision says, whoever makes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// Its type in the law data.
    pub kind: DecisionTypeId,
    /// What is decided, where the type alone does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<Part>,
    /// Reasons: decisive facts, and what is made of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Part>,
    /// A code of the list that goes with the type: `not_opened_reason`, `extension_reason`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Code>,
    /// The child's part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub child: Option<ChildHeard>,
    /// What is best for the child, and how it was weighed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best_interests: Option<Part>,
    /// A last day, for a decision about time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// The investigation to open or to link to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
    /// The investigation that already runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links_to: Option<MatterId>,
    /// Facts that an uncertain row of law speaks of, and that whoever decides has been asked about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acknowledged: Vec<String>,
}

impl Decision {
    /// A decision of a kind, with nothing more said yet.
    pub fn new(id: DecisionId, kind: DecisionTypeId) -> Self {
        Self {
            id,
            kind,
            wording: None,
            reasons: Vec::new(),
            reason: None,
            child: None,
            best_interests: None,
            until: None,
            opening: None,
            links_to: None,
            acknowledged: Vec::new(),
        }
    }

    /// Its reasons, then what the child has said.
    pub fn statements(&self) -> impl Iterator<Item = &Part> {
        self.reasons.iter().chain(self.child.iter().filter_map(ChildHeard::said))
    }

    pub(crate) fn headed(&self) -> impl Iterator<Item = &Part> {
        let not_heard = self.child.iter().filter_map(ChildHeard::explained);
        self.wording.iter().chain(not_heard).chain(&self.best_interests)
    }

    pub(crate) fn parts_mut(&mut self) -> impl Iterator<Item = &mut Part> {
        let child = self.child.iter_mut().filter_map(ChildHeard::part_mut);
        self.reasons.iter_mut().chain(&mut self.wording).chain(child).chain(&mut self.best_interests)
    }
}

/// A decision put before somebody who may make it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The decision as proposed.
    pub decision: Decision,
    /// To whom; `None` is whoever leads the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<StaffId>,
}

/// A proposal sent back, with words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    /// The proposal.
    pub proposal: DecisionId,
    /// What is wanted.
    pub motive: Part,
}

/// A decision as it stands in the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// What was decided.
    pub decision: Decision,
    /// When.
    pub made: Moment,
    /// Who made it, by name and title. Signed here: the author; recorded: as told.
    pub made_by: DecisionMaker,
    /// Who presented it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presented_by: Option<Author>,
    /// The point of the delegation order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<String>,
    /// The provision, as it read then.
    pub provision: String,
    /// The document that bears it, when it was made elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// What the law's clock engine is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<String>,
    /// What a reader should notice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Flag>,
}

/// Who made a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionMaker {
    /// Name, or the body: "Sociala utskottet".
    pub name: String,
    /// Title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Level in the delegation order.
    pub level: Level,
}

/// Something recorded that is not as the law wants it. Recording it is right; hiding it would not be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Made by somebody without authority to decide; lowest level that has it.
    WithoutAuthority(Level),
    /// Something the law demands first was missing.
    Demanded(String),
    /// Something that bars the decision stood in the file.
    BarredBy(String),
    /// Written down later than the day after.
    RecordedLate,
}

/// A decision made elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordDecision {
    /// The matter; a new one is opened for a measure when it is not in the file.
    pub matter: MatterId,
    /// What was decided.
    pub decision: Decision,
    /// When.
    pub made: Moment,
    /// By whom.
    pub made_by: DecisionMaker,
    /// In an urgent matter by the chair.
    pub urgent: bool,
    /// The document that bears it.
    pub document: Option<DocumentId>,
}

fn decision_type<'a>(decision: &Decision, on: Day, cx: &Context<'a>) -> Result<&'a DecisionType, Refusal> {
    cx.law.decision_type(&decision.kind, on).map_err(|_| Refusal::UnknownCode {
        list: "decision_type".into(),
        code: decision.kind.to_string(),
        field: Field::Kind,
    })
}

fn provision(kind: &DecisionType, on: Day) -> String {
    kind.provision_on(on).map_or_else(String::new, ToString::to_string)
}

/// What every decision made or proposed here must hold.
fn check_contents(
    file: &CaseFile,
    matter: MatterId,
    decision: &Decision,
    kind: &DecisionType,
    cx: &Context<'_>,
) -> Result<(), Refusal> {
    if !kind.can_be_made_here {
        return Err(Refusal::RecordedOnly(decision.kind.clone()));
    }
    file.open_report(matter)?;
    facts::check(file, matter, kind, decision, cx)?;
    if decision.reasons.is_empty() && kind.asks_for(Asks::Reasons) {
        return Err(Refusal::Missing(Field::Motive));
    }
    if let Some(child) = &decision.child {
        child.check(cx)?;
    }
    check_reason(kind, decision, cx)?;
    if kind.asks_for(Asks::Until) {
        let until = decision.until.ok_or(Refusal::Missing(Field::Until))?;
        if until <= replaced_day(file, matter, kind, cx).unwrap_or(cx.today).max(cx.today) {
            return Err(Refusal::NotLater(Field::Until));
        }
    }
    if kind.asks_for(Asks::Opening) {
        investigation::check(file, decision.opening.as_ref().ok_or(Refusal::Missing(Field::Questions))?)?;
    }
    if kind.asks_for(Asks::LinksTo) {
        file.running_investigation(decision.links_to.ok_or(Refusal::Missing(Field::Outcome))?)?;
    }
    Ok(())
}

/// The reason of the type's list that was chosen, if one was. A code that nobody could read back is refused, also of what is recorded.
fn reason_chosen<'a>(
    kind: &DecisionType,
    decision: &Decision,
    cx: &Context<'a>,
) -> Result<Option<&'a Choice>, Refusal> {
    let chosen = kind.reason_list.as_ref().zip(decision.reason.as_ref());
    chosen.map(|(list, reason)| check::listed(cx, list, reason)).transpose()
}

/// Refuses a reason that the law does not accept. Where the row that says so is uncertain, it asks.
fn check_reason(kind: &DecisionType, decision: &Decision, cx: &Context<'_>) -> Result<(), Refusal> {
    let Some(reason) = reason_chosen(kind, decision, cx)? else {
        let missing = kind.asks_for(Asks::ReasonCode);
        return if missing { Err(Refusal::Missing(Field::Reasons)) } else { Ok(()) };
    };
    if reason.accepted {
        return Ok(());
    }
    if reason.certainty.on(cx.today).is_certain() {
        return Err(Refusal::ReasonNotAccepted(reason.code.clone()));
    }
    let fact = facts::REASON_NOT_ACCEPTED.to_owned();
    if decision.acknowledged.contains(&fact) {
        return Ok(());
    }
    let provision = reason.provision.as_ref().map(ToString::to_string).unwrap_or_default();
    Err(Refusal::Asks { kind: kind.id.clone(), fact, provision })
}

/// The day that a decision about time moves: that of the running clock it extends.
fn replaced_day(file: &CaseFile, matter: MatterId, kind: &DecisionType, cx: &Context<'_>) -> Option<Day> {
    let extends = |clock: &law::Clock| {
        let rule = cx.law.rule(&clock.rule).ok();
        rule.and_then(|rule| rule.extended_by.as_ref()).is_some_and(|event| kind.emits.contains(event))
    };
    let clocks = duties(file, cx.law).into_iter();
    let running = clocks.filter(|clock| clock.is_running() && clock.matter == Some(matter.as_u128()));
    running.filter(extends).filter_map(|clock| clock.due.nominal).max()
}

/// The decision as it is written: only what its type asks for can take effect, and the child's words are the child's.
fn as_written(kind: &DecisionType, decision: Decision) -> Decision {
    Decision {
        opening: decision.opening.filter(|_| kind.asks_for(Asks::Opening)),
        links_to: decision.links_to.filter(|_| kind.asks_for(Asks::LinksTo)),
        reason: decision.reason.filter(|_| kind.reason_list.is_some()),
        child: decision.child.map(ChildHeard::written),
        ..decision
    }
}

pub(crate) fn propose(
    file: &CaseFile,
    matter: MatterId,
    proposal: Proposal,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let kind = decision_type(&proposal.decision, cx.today, cx)?;
    let proposal = Proposal { decision: as_written(kind, proposal.decision), ..proposal };
    check_contents(file, matter, &proposal.decision, kind, cx)?;
    if file.proposals.contains_key(&proposal.decision.id) {
        return Err(Refusal::ProposalExists(proposal.decision.id));
    }
    Ok(vec![NewEntry::new(Some(matter), cx.moment(), Entry::DecisionProposed(proposal))])
}

pub(crate) fn send_back(
    file: &CaseFile,
    returned: Return,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let proposal = file.proposals.get(&returned.proposal).ok_or(Refusal::NoSuchProposal)?;
    Ok(vec![NewEntry::new(Some(proposal.matter), cx.moment(), Entry::ProposalReturned(returned))])
}

/// Makes a decision here. If it was proposed, the proposal's text is what is decided, to the letter.
pub(crate) fn make(
    file: &CaseFile,
    matter: MatterId,
    decision: Decision,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let proposed = file.proposals.get(&decision.id);
    let (matter, decision, presented_by) = match proposed {
        Some(open) => (open.matter, open.decision.clone(), Some(open.by.clone())),
        None => (matter, decision, None),
    };
    let kind = decision_type(&decision, cx.today, cx)?;
    let decision = as_written(kind, decision);
    check_contents(file, matter, &decision, kind, cx)?;
    let point = match law::authority(kind, cx.actor.level, cx.actor.qualified, false, cx.delegation) {
        Authority::May { point } => point,
        Authority::MayNot { lowest, why } => {
            return Err(Refusal::NotAuthorised { kind: decision.kind.clone(), lowest, why });
        }
    };
    let author = cx.actor.author();
    let made = Made {
        made: cx.moment(),
        made_by: DecisionMaker { name: author.name, title: Some(author.title), level: author.level },
        presented_by,
        point,
        provision: provision(kind, cx.today),
        document: None,
        causes: kind.emits.clone(),
        flags: Vec::new(),
        decision,
    };
    Ok(with_opening(matter, made, Entry::DecisionMade))
}

/// Opens an investigation at once after a protection assessment that found need, if the actor may. If not, the clock for opening at once
/// runs and the page says who may.
pub(crate) fn open_at_once(
    file: &CaseFile,
    matter: MatterId,
    opening: Opening,
    reasons: Vec<Part>,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let id = DecisionId::new(opening.matter.uuid());
    let Some(kind) = cx.law.opening_type(cx.today) else { return Ok(Vec::new()) };
    let decision = Decision { reasons, opening: Some(opening), ..Decision::new(id, kind.id.clone()) };
    match make(file, matter, decision, cx) {
        Err(Refusal::NotAuthorised { .. }) => Ok(Vec::new()),
        made => made,
    }
}

/// Records a decision made elsewhere: never refused for what it is, only for what cannot be read.
pub(crate) fn record(
    file: &CaseFile,
    command: RecordDecision,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let RecordDecision { matter, decision, made, made_by, urgent, document } = command;
    file.is_open()?;
    check::happened(cx, made, Field::Occurred)?;
    check::after_birth(file, made.day, Field::Occurred)?;
    let kind = decision_type(&decision, made.day, cx)?;
    if made_by.name.trim().is_empty() {
        return Err(Refusal::Missing(Field::Person));
    }
    let decision = as_written(kind, decision);
    reason_chosen(kind, &decision, cx)?;
    if let Some(opening) = &decision.opening {
        investigation::check(file, opening)?;
    }
    check_outcome(file, matter, kind, &decision)?;
    let mut flags = facts::flags(file, matter, kind);
    flags.extend(without_authority(kind, made_by.level, urgent, cx).map(Flag::WithoutAuthority));
    if cx.today > made.day.plus_days(1) {
        flags.push(Flag::RecordedLate);
    }
    let made = Made {
        made,
        made_by,
        presented_by: None,
        point: None,
        provision: provision(kind, made.day),
        document,
        causes: kind.emits.clone(),
        flags,
        decision,
    };
    Ok(with_opening(matter, made, Entry::DecisionRecorded))
}

/// The lowest level that may make such a decision, if whoever made it may not. A change is decided as low as what it changes, which the
/// row does not know: nobody is said to have lacked authority for it.
fn without_authority(kind: &DecisionType, level: Level, urgent: bool, cx: &Context<'_>) -> Option<Level> {
    match law::authority(kind, level, true, urgent, cx.delegation) {
        Authority::MayNot { lowest, .. } if kind.floor != Floor::SameAsChanged => Some(lowest),
        _ => None,
    }
}

/// A recorded outcome of a report must say which investigation it opened or belongs to; else nobody could tell how the report ended.
fn check_outcome(
    file: &CaseFile,
    matter: MatterId,
    kind: &DecisionType,
    decision: &Decision,
) -> Result<(), Refusal> {
    if file.report(matter).is_err() {
        return Ok(());
    }
    if kind.asks_for(Asks::Opening) && decision.opening.is_none() {
        return Err(Refusal::Missing(Field::Questions));
    }
    if kind.asks_for(Asks::LinksTo) {
        file.investigation(decision.links_to.ok_or(Refusal::Missing(Field::Outcome))?)?;
    }
    Ok(())
}

/// A decision to open an investigation writes two entries: the decision in the report, the opening in the new matter.
fn with_opening(matter: MatterId, made: Made, wrap: fn(Made) -> Entry) -> Vec<NewEntry> {
    let occurred = made.made;
    let opening = made.decision.opening.clone();
    let mut entries = vec![NewEntry::new(Some(matter), occurred, wrap(made))];
    if let Some(opening) = opening {
        let new = opening.matter;
        entries.push(NewEntry::new(Some(new), occurred, Entry::InvestigationOpened(opening.from(matter))));
    }
    entries
}

pub(crate) fn proposed(file: &mut CaseFile, proposal: &Proposal, by: &Recorded) {
    let Some(matter) = by.matter else { return };
    let open = OpenProposal {
        matter,
        decision: proposal.decision.clone(),
        to: proposal.to,
        by: by.by.clone(),
        at: by.occurred,
    };
    file.proposals.insert(proposal.decision.id, open);
}

pub(crate) fn sent_back(file: &mut CaseFile, returned: &Return) {
    file.proposals.remove(&returned.proposal);
}

/// A proposal nobody has answered yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenProposal {
    /// The matter.
    pub matter: MatterId,
    /// The decision as proposed.
    pub decision: Decision,
    /// To whom.
    pub to: Option<StaffId>,
    /// By whom.
    pub by: Author,
    /// When.
    pub at: Moment,
}

impl OpenProposal {
    /// Takes away what the proposal quotes of entries that have been moved to another file.
    pub fn withdraw_moved(&mut self, moved_away: &BTreeSet<i64>) {
        for part in self.decision.parts_mut() {
            part.withdraw(moved_away);
        }
    }
}

pub(crate) fn made(file: &mut CaseFile, made: &Made, by: &Recorded) {
    let Some(matter) = by.matter else { return };
    let day = made.made.day;
    file.proposals.remove(&made.decision.id);
    file.matters.entry(matter).or_insert_with(|| {
        let measure = MeasureState { kind: made.decision.kind.clone(), ended: None };
        Matter::opened(by, day, MatterState::Measure(measure))
    });
    if made.made_by.level == Level::Chair {
        file.happened("urgent_decision.made_by_chair_or_member", day, Some(matter));
    }
    for cause in &made.causes {
        file.happened_until(cause.clone(), day, Some(matter), made.decision.until);
    }
    end_report(file, matter, made, day);
}

fn end_report(file: &mut CaseFile, matter: MatterId, made: &Made, day: Day) {
    let decision = &made.decision;
    let caused = |event: &str| made.causes.iter().any(|cause| cause == event);
    let linked = caused("report.linked_to_ongoing_investigation");
    if file.report(matter).is_err() {
        return;
    }
    if let Some(opening) = &decision.opening {
        file.end_report(matter, ReportEnd::Opened(opening.matter), day);
    } else if let Some(investigation) = decision.links_to.filter(|_| linked) {
        file.end_report(matter, ReportEnd::Linked(investigation), day);
        if let Some(state) = file.investigation_mut(investigation) {
            state.reports.push(matter);
        }
    } else if caused("report.not_opened") {
        file.end_report(matter, ReportEnd::NotOpened, day);
    } else if let Some(report) = file.report_mut(matter).filter(|_| caused("assessment.extended")) {
        report.extended = decision.until;
    }
}
