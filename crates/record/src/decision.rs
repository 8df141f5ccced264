//! Decisions: proposed, made, recorded.
//!
//! *Made* here are the decisions of the preliminary assessment (D02–D05). Any other decision is *recorded*: it was made in a meeting, by
//! telephone at night, in a court. Making is refused where a row of law data says so; recording never is, it is flagged.

use crate::{
    check,
    context::{Author, Context},
    decision_notice::Notified,
    duties::duties,
    entry::{Entry, NewEntry},
    facts,
    file::{CaseFile, Matter, MatterState, MeasureState, Recorded},
    fingerprint::fingerprint,
    id::{DecisionId, DocumentId, MatterId, PersonId, StaffId},
    investigation::{self, Opening},
    moment::Moment,
    preliminary::ChildHeard,
    refusal::{Field, Refusal},
    report::ReportEnd,
    service::{self, Grant, Granted},
    stand,
    text::{Code, Part},
};
use law::{Asks, Authority, Choice, Day, DecisionType, DecisionTypeId, Floor, Level, MadeIn};
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
    /// How the child's view was weighed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub child_weight: Option<Part>,
    /// Step by step, where the matter is large: codes of `best_interests_step`, each with its words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interests: Vec<(Code, Part)>,
    /// A last day, for a decision about time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// The investigation to open or to link to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
    /// The investigation that already runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links_to: Option<MatterId>,
    /// The services it grants, each in a matter of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<Grant>,
    /// The investigation it is made in ends with it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub closes: bool,
    /// The decision that it changes or corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<DecisionId>,
    /// The matter that it opens beside: a follow-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<MatterId>,
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
            child_weight: None,
            interests: Vec::new(),
            until: None,
            opening: None,
            links_to: None,
            grants: Vec::new(),
            closes: false,
            changes: None,
            beside: None,
            acknowledged: Vec::new(),
        }
    }

    /// Its reasons, then what the child has said.
    pub fn statements(&self) -> impl Iterator<Item = &Part> {
        self.reasons.iter().chain(self.child.iter().filter_map(ChildHeard::said))
    }

    pub(crate) fn headed(&self) -> impl Iterator<Item = &Part> {
        let not_heard = self.child.iter().filter_map(ChildHeard::explained);
        let interests = self.interests.iter().map(|(_, part)| part);
        let granted = self.grants.iter().flat_map(Grant::headed);
        let weighed = self.child_weight.iter().chain(&self.best_interests).chain(interests);
        self.wording.iter().chain(not_heard).chain(weighed).chain(granted)
    }

    pub(crate) fn parts_mut(&mut self) -> impl Iterator<Item = &mut Part> {
        let child = self.child.iter_mut().filter_map(ChildHeard::part_mut);
        let interests = self.interests.iter_mut().map(|(_, part)| part);
        let granted = self.grants.iter_mut().flat_map(Grant::parts_mut);
        let weighed = self.child_weight.iter_mut().chain(&mut self.best_interests).chain(interests);
        self.reasons.iter_mut().chain(&mut self.wording).chain(child).chain(weighed).chain(granted)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_false(value: &bool) -> bool {
    !*value
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
    /// The fingerprint of the text that was before the eyes of whoever signed: see [`OpenProposal::fingerprint`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binds: Option<String>,
}

/// A proposal is signed as it was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signing {
    /// The proposal.
    pub proposal: DecisionId,
    /// The fingerprint of what was shown.
    pub shown: String,
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
    /// Time was given after it had run out.
    AfterTheLastDay,
}

/// A decision that stands, for those who must be told of it and those who may change it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionState {
    /// The entry that holds it.
    pub seq: i64,
    /// The matter it was made in.
    pub matter: MatterId,
    /// Its type.
    pub kind: DecisionTypeId,
    /// The day it was made.
    pub made: Day,
    /// It settles something for the parties, who must be told (33 § FL).
    pub for_parties: bool,
    /// Who has been told.
    pub notified: Vec<Notified>,
    /// Later decisions that change or correct it.
    pub changed_by: Vec<DecisionId>,
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
    check_place(file, matter, kind)?;
    facts::check(file, matter, kind, decision, cx)?;
    if decision.reasons.is_empty() && kind.asks_for(Asks::Reasons) {
        return Err(Refusal::Missing(Field::Motive));
    }
    check_child(kind, decision, cx)?;
    match reason_chosen(kind, decision, cx)? {
        Some(reason) if !reason.accepted => return Err(Refusal::ReasonNotAccepted(reason.code.clone())),
        None if kind.asks_for(Asks::ReasonCode) => return Err(Refusal::Missing(Field::Reasons)),
        _ => {}
    }
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
    check_settled(file, decision, kind)?;
    check_grants(file, decision, kind, cx)
}

/// A decision is made in the kind of matter it belongs to.
fn check_place(file: &CaseFile, matter: MatterId, kind: &DecisionType) -> Result<(), Refusal> {
    match kind.made_in {
        MadeIn::Report => file.open_report(matter).map(|_| ()),
        MadeIn::Investigation => file.running_investigation(matter).map(|_| ()),
        MadeIn::ClosedInvestigation => {
            let closed = file.investigation(matter)?.closed.is_some();
            if closed { Ok(()) } else { Err(Refusal::NothingDecidedYet) }
        }
        MadeIn::Anywhere => file.matter(matter).map(|_| ()),
    }
}

/// The child's view and what is best for the child stand in every decision that settles something for it (3 kap. 1–2 §§ SoL).
fn check_child(kind: &DecisionType, decision: &Decision, cx: &Context<'_>) -> Result<(), Refusal> {
    match &decision.child {
        Some(child) => child.check(cx)?,
        None if kind.asks_for(Asks::Child) => return Err(Refusal::Missing(Field::ChildView)),
        None => {}
    }
    for (step, _) in &decision.interests {
        check::code(cx, "best_interests_step", step, Field::BestInterests)?;
    }
    let weighed = decision.best_interests.is_some() || !decision.interests.is_empty();
    if kind.asks_for(Asks::BestInterests) && !weighed {
        return Err(Refusal::Missing(Field::BestInterests));
    }
    Ok(())
}

/// What it says, and what it changes or opens.
fn check_settled(file: &CaseFile, decision: &Decision, kind: &DecisionType) -> Result<(), Refusal> {
    if kind.asks_for(Asks::Wording) && decision.wording.is_none() {
        return Err(Refusal::Missing(Field::Text));
    }
    if kind.asks_for(Asks::Changes) {
        let changed = decision.changes.ok_or(Refusal::Missing(Field::Outcome))?;
        file.decisions.get(&changed).ok_or(Refusal::NoSuchDecision)?;
    }
    if kind.asks_for(Asks::Beside) {
        file.is_free(decision.beside.ok_or(Refusal::Missing(Field::Outcome))?)?;
    }
    Ok(())
}

/// A service is granted only with the consent the law asks for. Where the row is uncertain, whoever decides is asked.
fn check_grants(
    file: &CaseFile,
    decision: &Decision,
    kind: &DecisionType,
    cx: &Context<'_>,
) -> Result<(), Refusal> {
    if !kind.asks_for(Asks::Grants) {
        return Ok(());
    }
    if decision.grants.is_empty() {
        return Err(Refusal::Missing(Field::Service));
    }
    for grant in &decision.grants {
        grant.check(file, cx)?;
        check_consent(file, grant, decision, cx)?;
    }
    Ok(())
}

/// The name under which a doubtful consent is asked about and acknowledged.
const CONSENT: &str = "consent";

fn check_consent(
    file: &CaseFile,
    grant: &Grant,
    decision: &Decision,
    cx: &Context<'_>,
) -> Result<(), Refusal> {
    let suitable = grant.suitable.is_some();
    // Without a row for the service or a known age, no rule of ours can tell: whoever decides answers for it.
    let Some(consent) = stand::consent(file, &grant.service, suitable, cx.today, cx.law) else {
        return Ok(());
    };
    let one = cx.law.one_guardian();
    let let_go = |state: &DecisionState| state.kind == one.decision && state.made <= cx.today;
    if consent.way.is_some() || (consent.one_guardian && file.decisions.values().any(let_go)) {
        return Ok(());
    }
    let provision = consent.row.provision.to_string();
    if !consent.row.certainty.on(cx.today).is_certain() {
        let asked = decision.acknowledged.iter().any(|fact| fact == CONSENT);
        let (kind, fact) = (decision.kind.clone(), CONSENT.to_owned());
        return if asked { Ok(()) } else { Err(Refusal::Asks { kind, fact, provision }) };
    }
    let one_guardian = consent.one_guardian.then(|| one.decision.clone());
    Err(Refusal::ConsentLacking { provision, lacking: consent.lacking, one_guardian })
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
        grants: if kind.asks_for(Asks::Grants) { decision.grants } else { Vec::new() },
        changes: decision.changes.filter(|_| kind.asks_for(Asks::Changes)),
        beside: decision.beside.filter(|_| kind.asks_for(Asks::Beside)),
        closes: decision.closes && kind.made_in == MadeIn::Investigation,
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
    match file.proposals.get(&decision.id) {
        Some(open) => settle(file, open.matter, open.decision.clone(), Some(open), cx),
        None => settle(file, matter, decision, None, cx),
    }
}

/// Signs a proposal as it was shown: a text that has changed since then, or an investigation written anew, is shown again first.
pub(crate) fn sign(file: &CaseFile, signing: &Signing, cx: &Context<'_>) -> Result<Vec<NewEntry>, Refusal> {
    let open = file.proposals.get(&signing.proposal).ok_or(Refusal::NoSuchProposal)?;
    if open.fingerprint(file) != signing.shown {
        return Err(Refusal::TextHasChanged);
    }
    settle(file, open.matter, open.decision.clone(), Some(open), cx)
}

fn settle(
    file: &CaseFile,
    matter: MatterId,
    decision: Decision,
    proposed: Option<&OpenProposal>,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let kind = decision_type(&decision, cx.today, cx)?;
    let decision = as_written(kind, decision);
    check_contents(file, matter, &decision, kind, cx)?;
    let point = may_make(file, &decision, kind, cx)?;
    let author = cx.actor.author();
    let made = Made {
        made: cx.moment(),
        made_by: DecisionMaker { name: author.name, title: Some(author.title), level: author.level },
        presented_by: proposed.map(|open| open.by.clone()),
        point,
        provision: provision(kind, cx.today),
        document: None,
        causes: causes(kind, &decision),
        flags: late(file, matter, kind, cx).into_iter().collect(),
        binds: proposed.map(|open| open.fingerprint(file)),
        decision,
    };
    Ok(with_what_it_opens(matter, made, Entry::DecisionMade))
}

/// The point of the delegation order by which the actor may make it. A change is made as low as the decision it changes.
fn may_make(
    file: &CaseFile,
    decision: &Decision,
    kind: &DecisionType,
    cx: &Context<'_>,
) -> Result<Option<String>, Refusal> {
    let changed = decision
        .changes
        .and_then(|id| file.decisions.get(&id))
        .filter(|_| kind.floor == Floor::SameAsChanged);
    let of_changed = changed.and_then(|state| cx.law.decision_type(&state.kind, cx.today).ok());
    let kind = of_changed.unwrap_or(kind);
    match law::authority(kind, cx.actor.level, cx.actor.qualified, false, cx.delegation) {
        Authority::May { point } => Ok(point),
        Authority::MayNot { lowest, why } => {
            Err(Refusal::NotAuthorised { kind: decision.kind.clone(), lowest, why })
        }
    }
}

/// Time that is given after it has run out is given as it happened, and does not look as if it had been given in time.
fn late(file: &CaseFile, matter: MatterId, kind: &DecisionType, cx: &Context<'_>) -> Option<Flag> {
    let passed = replaced_day(file, matter, kind, cx).is_some_and(|last| last < cx.today);
    passed.then_some(Flag::AfterTheLastDay)
}

/// What the clocks are told of a decision. A service that is granted starts its clock in its own matter.
fn causes(kind: &DecisionType, decision: &Decision) -> Vec<String> {
    let granted = !decision.grants.is_empty();
    let of_kind = kind.emits.iter().filter(|event| !(granted && *event == service::GRANTED)).cloned();
    let closes = decision.closes && !kind.emits(CLOSED);
    of_kind.chain(closes.then(|| CLOSED.to_owned())).collect()
}

/// The event that ends an investigation.
const CLOSED: &str = "investigation.closed";

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
    let mut flags = facts::flags(file, matter, kind, made.day);
    if let Authority::MayNot { lowest, .. } = law::authority(kind, made_by.level, true, urgent, cx.delegation)
    {
        flags.push(Flag::WithoutAuthority(lowest));
    }
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
        causes: causes(kind, &decision),
        flags,
        binds: None,
        decision,
    };
    Ok(with_what_it_opens(matter, made, Entry::DecisionRecorded))
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

/// What a decision opens is written beside it, each in its new matter: an investigation, the services it grants.
fn with_what_it_opens(matter: MatterId, made: Made, wrap: fn(Made) -> Entry) -> Vec<NewEntry> {
    let (occurred, decision) = (made.made, made.decision.clone());
    let mut entries = vec![NewEntry::new(Some(matter), occurred, wrap(made))];
    if let Some(opening) = decision.opening {
        let new = opening.matter;
        entries.push(NewEntry::new(Some(new), occurred, Entry::InvestigationOpened(opening.from(matter))));
    }
    for grant in decision.grants {
        let new = grant.matter;
        let granted = Granted { decision: decision.id, from: matter, grant };
        entries.push(NewEntry::new(Some(new), occurred, Entry::ServiceGranted(granted)));
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
    /// What whoever decides has before their eyes, as one number: the proposal to the letter, and the version of the investigation it
    /// rests on. What is signed is what was shown.
    pub fn fingerprint(&self, file: &CaseFile) -> String {
        let written = file.investigation(self.matter).ok().and_then(|state| state.written.last());
        fingerprint(&(&self.decision, written.map(|version| version.seq)))
    }

    /// Takes away what the proposal quotes of entries that have been moved to another file.
    pub fn withdraw_moved(&mut self, moved_away: &BTreeSet<i64>) {
        for part in self.decision.parts_mut() {
            part.withdraw(moved_away);
        }
    }
}

/// The name of the event that starts the week for feedback; told to the clock engine only when the reporter asked.
const OUTCOME_FOR_REPORTER: &str = "investigation.opened_or_not_opened_decision";

pub(crate) fn made(file: &mut CaseFile, made: &Made, by: &Recorded) {
    let Some(matter) = by.matter else { return };
    let day = made.made.day;
    file.proposals.remove(&made.decision.id);
    file.matters.entry(matter).or_insert_with(|| {
        let measure = MeasureState { kind: made.decision.kind.clone(), ended: None };
        Matter::opened(by, day, MatterState::Measure(measure))
    });
    let wanted = file.report(matter).is_ok_and(|report| report.feedback_wanted.is_some());
    if made.made_by.level == Level::Chair {
        file.happened("urgent_decision.made_by_chair_or_member", day, Some(matter));
    }
    for cause in &made.causes {
        if cause != OUTCOME_FOR_REPORTER || wanted {
            file.happened_until(cause.clone(), day, Some(matter), made.decision.until);
        }
    }
    stands(file, matter, made, by);
    open_beside(file, made, by);
    end_report(file, matter, made, day);
}

/// The event after which each party must be told (33 § FL).
const FOR_PARTY: &str = "decision.for_party";

/// Remembers a decision for those who must be told of it, and for later ones that change it.
fn stands(file: &mut CaseFile, matter: MatterId, made: &Made, by: &Recorded) {
    let day = made.made.day;
    let for_parties = made.causes.iter().any(|cause| cause == FOR_PARTY);
    if for_parties {
        let parties: Vec<PersonId> = file.parties(day).collect();
        for person in parties {
            file.happened_to(FOR_PARTY, day, matter, person);
        }
    }
    let Decision { id, kind, changes, .. } = &made.decision;
    if let Some(changed) = changes.and_then(|changed| file.decisions.get_mut(&changed)) {
        changed.changed_by.push(*id);
    }
    let state = DecisionState {
        seq: by.seq,
        matter,
        kind: kind.clone(),
        made: day,
        for_parties,
        notified: Vec::new(),
        changed_by: Vec::new(),
    };
    file.decisions.insert(*id, state);
}

/// Opens the matter that the decision opens beside its own.
fn open_beside(file: &mut CaseFile, made: &Made, by: &Recorded) {
    let Some(matter) = made.decision.beside else { return };
    let measure = MeasureState { kind: made.decision.kind.clone(), ended: None };
    file.matters
        .entry(matter)
        .or_insert_with(|| Matter::opened(by, made.made.day, MatterState::Measure(measure)));
}

fn end_report(file: &mut CaseFile, matter: MatterId, made: &Made, day: Day) {
    let decision = &made.decision;
    let caused = |event: &str| made.causes.iter().any(|cause| cause == event);
    let linked = caused("report.linked_to_ongoing_investigation");
    let Ok(report) = file.report(matter) else { return };
    let wanted = report.feedback_wanted.is_some();
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
    if linked && wanted {
        file.happened("reporter.feedback_requested", day, Some(matter));
    }
}
