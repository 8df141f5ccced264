//! Proposing, sending back, making and recording.

use super::{
    Decision, DecisionMaker, Flag, Made, Minutes, OpenProposal, Proposal, RecordDecision, Return, Signing,
    contents::{
        CONSENT, as_written, beyond_power, check_contents, decision_type, is_for_no_reason, lacks_consent,
        provision, reason_chosen, replaced_day,
    },
};
use crate::{
    check,
    context::{Actor, Context},
    entry::{Entry, NewEntry},
    facts,
    file::CaseFile,
    id::{DecisionId, MatterId, StaffId},
    investigation::{self, Opening},
    refusal::{Field, FourEyes, Refusal},
    service::{self, Granted},
    text::Part,
};
use law::{
    Appeal, Asks, Authority, Day, DecisionType, DecisionTypeId, DelegationOrder, Floor, LawBook, Level,
};

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

/// Makes a decision here. What was proposed is [signed](sign) as it was shown, or sent back: never decided past its text.
pub(crate) fn make(
    file: &CaseFile,
    matter: MatterId,
    decision: Decision,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    if file.proposals.contains_key(&decision.id) {
        return Err(Refusal::TextHasChanged);
    }
    settle(file, matter, decision, (None, None), cx)
}

/// Signs a proposal as it was shown: a text that has changed since then, or an investigation written anew, is shown again first.
pub(crate) fn sign(file: &CaseFile, signing: &Signing, cx: &Context<'_>) -> Result<Vec<NewEntry>, Refusal> {
    let open = file.proposals.get(&signing.proposal).ok_or(Refusal::NoSuchProposal)?;
    if open.fingerprint(file) != signing.shown {
        return Err(Refusal::TextHasChanged);
    }
    if signing.minutes.as_ref().is_some_and(|minutes| cx.actor.level.is_official() || !minutes.is_sound()) {
        return Err(Refusal::Missing(Field::Paragraph));
    }
    settle(file, open.matter, open.decision.clone(), (Some(open), signing.minutes.clone()), cx)
}

fn settle(
    file: &CaseFile,
    matter: MatterId,
    decision: Decision,
    (proposed, minutes): (Option<&OpenProposal>, Option<Minutes>),
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let kind = decision_type(&decision, cx.today, cx)?;
    let decision = as_written(kind, decision);
    check_contents(file, matter, &decision, kind, cx)?;
    let point = may_make(file, &decision, kind, proposed, cx)?;
    // What a meeting decides stands in its minutes. The chair alone decides before there are any.
    if matches!(cx.actor.level, Level::Committee | Level::Board) && minutes.is_none() {
        return Err(Refusal::Missing(Field::Paragraph));
    }
    let order = point.as_ref().map(|_| cx.delegation.on(cx.today).adopted);
    let author = cx.actor.author();
    let made = Made {
        made: cx.moment(),
        made_by: DecisionMaker { name: author.name, title: Some(author.title), level: author.level },
        presented_by: proposed.map(|open| open.by.clone()),
        point,
        order,
        provision: provision(kind, cx.today),
        document: None,
        causes: causes(kind, &decision),
        appealable: appeal(cx.law, file, &decision, cx.today).comes_to_us(),
        flags: late(file, matter, kind, cx).into_iter().collect(),
        minutes,
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
    proposed: Option<&OpenProposal>,
    cx: &Context<'_>,
) -> Result<Option<String>, Refusal> {
    let changed = decision
        .changes
        .and_then(|id| file.decisions.get(&id))
        .filter(|_| kind.floor == Floor::SameAsChanged);
    let of_changed = changed.and_then(|state| cx.law.decision_type(&state.kind, cx.today).ok());
    let kind = of_changed.unwrap_or(kind);
    let order = cx.delegation.on(cx.today);
    match law::authority(kind, cx.actor.level, cx.actor.qualified, false, order) {
        Authority::May { point } => {
            let lacking = four_eyes(order, &kind.id, proposed.map(|open| open.by.staff), cx.actor);
            match point.clone().zip(lacking) {
                Some((point, lacking)) => {
                    Err(Refusal::FourEyes { kind: decision.kind.clone(), point, lacking })
                }
                None => Ok(point),
            }
        }
        Authority::MayNot { lowest, why } => {
            Err(Refusal::NotAuthorised { kind: decision.kind.clone(), lowest, why })
        }
    }
}

/// Whether the board's order wants somebody else to decide than whoever proposed it, or stands in for them.
pub fn four_eyes(
    order: &DelegationOrder,
    kind: &DecisionTypeId,
    proposed_by: Option<StaffId>,
    actor: &Actor,
) -> Option<FourEyes> {
    order.point(kind).filter(|point| point.four_eyes)?;
    match proposed_by {
        None => Some(FourEyes::Unproposed),
        Some(by) if by == actor.staff => Some(FourEyes::OwnProposal),
        Some(by) => actor.stands_in_for(&[by]).then_some(FourEyes::InTheirPlace),
    }
}

/// Time that is given after it has run out is given as it happened, and does not look as if it had been given in time.
fn late(file: &CaseFile, matter: MatterId, kind: &DecisionType, cx: &Context<'_>) -> Option<Flag> {
    let passed = replaced_day(file, matter, kind, cx.law).is_some_and(|last| last < cx.today);
    passed.then_some(Flag::AfterTheLastDay)
}

/// What the clocks are told of a decision. A service that is granted starts its clock in its own matter.
fn causes(kind: &DecisionType, decision: &Decision) -> Vec<String> {
    let granted = !decision.grants.is_empty();
    let of_kind = kind.emits.iter().filter(|event| !(granted && *event == service::GRANTED)).cloned();
    let closes = decision.closes && !kind.emits(CLOSED);
    let closing = std::iter::once(CLOSED).chain(kind.emits_when_closing.iter().map(String::as_str));
    of_kind.chain(closing.filter(|_| closes).map(str::to_owned)).collect()
}

/// How a decision made on a day is challenged, as its type says. A change and a correction are challenged as what they change.
pub fn appeal(law: &LawBook, file: &CaseFile, decision: &Decision, day: Day) -> Appeal {
    let way = |id, day| law.decision_type(id, day).map_or(Appeal::None, |kind| kind.appeal);
    match way(&decision.kind, day) {
        Appeal::SameAsChanged => {
            let changed = decision.changes.and_then(|id| file.decisions.get(&id));
            changed.map_or(Appeal::SameAsChanged, |state| way(&state.kind, state.made))
        }
        appeal => appeal,
    }
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
        Err(Refusal::NotAuthorised { .. } | Refusal::FourEyes { .. }) => Ok(Vec::new()),
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
    let reason = reason_chosen(kind, &decision, cx)?;
    if let Some(opening) = &decision.opening {
        investigation::check(file, opening)?;
    }
    check_outcome(file, matter, kind, &decision)?;
    let mut flags = facts::flags(file, matter, kind, (&decision, made.day), cx.law);
    let lacking = lacks_consent(file, matter, &decision, made.day, cx);
    flags.extend(lacking.then(|| Flag::Demanded(CONSENT.to_owned())));
    let beyond = beyond_power(file, matter, (&decision, kind), made.day, cx.law);
    flags.extend(beyond.map(|_| Flag::BarredBy(facts::BEYOND_POWER.to_owned())));
    let refused = reason.filter(|reason| is_for_no_reason(file, &decision, reason));
    flags.extend(refused.map(|_| Flag::BarredBy(facts::REASON_NOT_ACCEPTED.to_owned())));
    flags.extend(without_authority(kind, (made_by.level, urgent), made.day, cx).map(Flag::WithoutAuthority));
    if cx.today > made.day.plus_days(1) {
        flags.push(Flag::RecordedLate);
    }
    let made = Made {
        made,
        made_by,
        presented_by: None,
        point: None,
        order: None,
        provision: provision(kind, made.day),
        document,
        causes: causes(kind, &decision),
        appealable: appeal(cx.law, file, &decision, made.day).comes_to_us(),
        flags,
        minutes: None,
        binds: None,
        decision,
    };
    Ok(with_what_it_opens(matter, made, Entry::DecisionRecorded))
}

/// The lowest level that might have made such a decision on its day, if whoever made it might not. A change is decided as low as what it
/// changes, which the row does not know: nobody is said to have lacked authority for it. Nor by an order that is not known here, from before
/// the first: then only the law speaks.
fn without_authority(
    kind: &DecisionType,
    (level, urgent): (Level, bool),
    day: Day,
    cx: &Context<'_>,
) -> Option<Level> {
    if kind.floor == Floor::SameAsChanged {
        return None;
    }
    let Some(order) = cx.delegation.known_on(day) else {
        return (!law::is_lawful(kind, level, urgent)).then(|| kind.floor.level());
    };
    match law::authority(kind, level, true, urgent, order) {
        Authority::MayNot { lowest, .. } => Some(lowest),
        Authority::May { .. } => None,
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
