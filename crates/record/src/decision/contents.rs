//! What a decision made here cannot do without, and what may take effect of it.

use super::Decision;
use crate::{
    check,
    context::Context,
    duties::duties,
    facts,
    file::CaseFile,
    id::MatterId,
    investigation,
    preliminary::ChildHeard,
    refusal::{Field, Refusal},
    service::Grant,
    stand,
};
use law::{Asks, Choice, Day, DecisionType, Due, LawBook, MadeIn, Rule, due};

pub(super) fn decision_type<'a>(
    decision: &Decision,
    on: Day,
    cx: &Context<'a>,
) -> Result<&'a DecisionType, Refusal> {
    cx.law.decision_type(&decision.kind, on).map_err(|_| Refusal::UnknownCode {
        list: "decision_type".into(),
        code: decision.kind.to_string(),
        field: Field::Kind,
    })
}

pub(super) fn provision(kind: &DecisionType, on: Day) -> String {
    kind.provision_on(on).map_or_else(String::new, ToString::to_string)
}

/// What every decision made or proposed here must hold.
pub(super) fn check_contents(
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
    check_reason(file, kind, decision, cx)?;
    if kind.asks_for(Asks::Until) {
        let until = decision.until.ok_or(Refusal::Missing(Field::Until))?;
        if until <= replaced_day(file, matter, kind, cx.law).unwrap_or(cx.today).max(cx.today) {
            return Err(Refusal::NotLater(Field::Until));
        }
    }
    check_power(file, matter, decision, kind, cx)?;
    if kind.asks_for(Asks::Opening) {
        investigation::check(file, decision.opening.as_ref().ok_or(Refusal::Missing(Field::Questions))?)?;
    }
    if kind.asks_for(Asks::LinksTo) {
        file.running_investigation(decision.links_to.ok_or(Refusal::Missing(Field::Outcome))?)?;
    }
    check_settled(file, decision, kind)?;
    check_grants(file, matter, decision, kind, cx)
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
    matter: MatterId,
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
        check_consent(file, matter, grant, decision, cx)?;
    }
    Ok(())
}

/// The name under which a doubtful consent is asked about and acknowledged.
pub const CONSENT: &str = "consent";

/// The consent to a service that is granted in a matter, where it was not enough on a day. Without a row for the service or a known age no
/// rule of ours can tell: whoever decides answers for it.
fn lacking_consent<'a>(
    file: &CaseFile,
    matter: MatterId,
    grant: &Grant,
    day: Day,
    law: &'a LawBook,
) -> Option<stand::Consent<'a>> {
    let consent = stand::consent(file, matter, &grant.service, grant.suitable.is_some(), day, law);
    consent.filter(|consent| consent.way.is_none())
}

fn check_consent(
    file: &CaseFile,
    matter: MatterId,
    grant: &Grant,
    decision: &Decision,
    cx: &Context<'_>,
) -> Result<(), Refusal> {
    let Some(consent) = lacking_consent(file, matter, grant, cx.today, cx.law) else { return Ok(()) };
    let provision = consent.row.provision.to_string();
    if !consent.row.certainty.on(cx.today).is_certain() {
        let asked = decision.acknowledged.iter().any(|fact| fact == CONSENT);
        let (kind, fact) = (decision.kind.clone(), CONSENT.to_owned());
        return if asked { Ok(()) } else { Err(Refusal::Asks { kind, fact, provision }) };
    }
    let one_guardian = consent.one_guardian.then(|| cx.law.one_guardian().decision.clone());
    Err(Refusal::ConsentLacking { provision, lacking: consent.lacking, one_guardian })
}

/// Whether something is granted without the consent that the law asks for on the day.
pub(super) fn lacks_consent(
    file: &CaseFile,
    matter: MatterId,
    decision: &Decision,
    day: Day,
    cx: &Context<'_>,
) -> bool {
    decision.grants.iter().any(|grant| lacking_consent(file, matter, grant, day, cx.law).is_some())
}

/// The reason of the type's list that was chosen, if one was. A code that nobody could read back is refused, also of what is recorded.
pub(super) fn reason_chosen<'a>(
    kind: &DecisionType,
    decision: &Decision,
    cx: &Context<'a>,
) -> Result<Option<&'a Choice>, Refusal> {
    let chosen = kind.reason_list.as_ref().zip(decision.reason.as_ref());
    chosen.map(|(list, reason)| check::listed(cx, list, reason)).transpose()
}

/// Refuses a reason that the law does not accept. Where the row that says so is uncertain, it asks.
fn check_reason(
    file: &CaseFile,
    kind: &DecisionType,
    decision: &Decision,
    cx: &Context<'_>,
) -> Result<(), Refusal> {
    let Some(reason) = reason_chosen(kind, decision, cx)? else {
        let missing = kind.asks_for(Asks::ReasonCode);
        return if missing { Err(Refusal::Missing(Field::Reasons)) } else { Ok(()) };
    };
    if reason.accepted && holds_for(file, decision, reason) {
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

/// Whether a recorded decision was made for a reason that the law does not accept. Of a change of something that does not stand in the file
/// nobody can tell what may be a ground for it.
pub(super) fn is_for_no_reason(file: &CaseFile, decision: &Decision, reason: &Choice) -> bool {
    !reason.accepted || decision.changes.is_some() && !holds_for(file, decision, reason)
}

/// Whether the reason is one for changing just the decision that is changed. A change of a change is one of what was first decided.
fn holds_for(file: &CaseFile, decision: &Decision, reason: &Choice) -> bool {
    let Some(only) = reason.only_for else { return true };
    let Some((first, state)) = decision.changes.and_then(|id| file.first_decided(id)) else { return false };
    let without_end = file.services_of(first).any(|service| service.grant.until.is_none());
    only.made_from <= state.made && (without_end || !only.until_further_notice)
}

/// The end of the power that such a decision rests on: that of the rule which the newest event in this matter started. `None`: nothing has
/// started one, or no rule bounds it.
pub fn end_of_power(file: &CaseFile, matter: MatterId, kind: &DecisionType, law: &LawBook) -> Option<Due> {
    let of_matter = file.events.iter().rev().filter(|event| event.matter == Some(matter.as_u128()));
    let bounds: Vec<&Rule> = kind.bounded_by.iter().filter_map(|id| law.rule(id).ok()).collect();
    let started = of_matter.filter_map(|event| {
        let starts = |rule: &&&Rule| {
            rule.is_valid_on(event.day) && rule.starts_at.iter().any(|name| *name == event.name)
        };
        bounds.iter().find(starts).map(|rule| (*rule, event.day))
    });
    let (rule, day) = { started }.next()?;
    due(rule, day, file.birth(), None).ok()
}

/// The end of the power, where a decision of a day is made after it or reaches beyond it.
pub(super) fn beyond_power(
    file: &CaseFile,
    matter: MatterId,
    (decision, kind): (&Decision, &DecisionType),
    day: Day,
    law: &LawBook,
) -> Option<(Day, Due)> {
    let due = end_of_power(file, matter, kind, law)?;
    let last = due.nominal?;
    (last < day.max(decision.until.unwrap_or(day))).then_some((last, due))
}

/// Refuses what the power does not reach to. Where the row is uncertain, it asks.
fn check_power(
    file: &CaseFile,
    matter: MatterId,
    decision: &Decision,
    kind: &DecisionType,
    cx: &Context<'_>,
) -> Result<(), Refusal> {
    let beyond = beyond_power(file, matter, (decision, kind), cx.today, cx.law);
    let Some((last, due)) = beyond else { return Ok(()) };
    let (kind, fact, provision) = (kind.id.clone(), facts::BEYOND_POWER.to_owned(), due.provision);
    if due.certainty.is_certain() {
        Err(Refusal::BeyondPower { kind, last, provision })
    } else if decision.acknowledged.contains(&fact) {
        Ok(())
    } else {
        Err(Refusal::Asks { kind, fact, provision })
    }
}

/// The day that a decision about time moves: that of the running clock it extends.
pub fn replaced_day(file: &CaseFile, matter: MatterId, kind: &DecisionType, law: &LawBook) -> Option<Day> {
    let extends = |clock: &law::Clock| {
        let moved_by =
            |rule: &Rule| rule.extended_by.iter().chain(&rule.superseded_by).any(|event| kind.emits(event));
        law.rule(&clock.rule).is_ok_and(moved_by)
    };
    let clocks = duties(file, law).into_iter();
    let running = clocks.filter(|clock| clock.is_running() && clock.matter == Some(matter.as_u128()));
    running.filter(extends).filter_map(|clock| clock.due.nominal).max()
}

/// The decision as it is written: only what its type asks for can take effect, and the child's words are the child's.
pub(super) fn as_written(kind: &DecisionType, decision: Decision) -> Decision {
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
