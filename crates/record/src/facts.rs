//! The facts about a matter that the law's rows may name: "this decision demands that the protection assessment is signed".
//!
//! The rows live in `law-data/decision-types.toml`; the names they may use are listed here. A row that names a fact this module does not
//! know is found by a test, so that no demand of the law is silently passed over.

use crate::{
    context::Context,
    decision::{Decision, Flag},
    file::CaseFile,
    id::MatterId,
    refusal::Refusal,
    stand,
};
use law::{Choice, Condition, Day, DecisionType, Elsewhere, LawBook, Obstacle};

/// The child is being investigated, in whatever matter.
pub const INVESTIGATION_RUNNING: &str = "investigation_running";

/// Every name a row may use.
pub const NAMES: [&str; 7] = [
    "protection_assessed",
    "violence_tagged",
    INVESTIGATION_RUNNING,
    "investigation_written",
    "communicated",
    "applied_for",
    "closed_without_service",
];

/// Not a fact of the matter but of the decision: an uncertain row says that its reason does not suffice.
pub const REASON_NOT_ACCEPTED: &str = "reason_not_accepted";

/// Nor is this: the power that the decision rests on ends before it is made, or before its last day.
pub const BEYOND_POWER: &str = "beyond_power";

/// Is the named fact so in this matter on a day? `None`: the name is unknown.
pub fn holds(file: &CaseFile, matter: MatterId, name: &str, day: Day) -> Option<bool> {
    let report = file.report(matter).ok();
    let investigation = file.investigation(matter).ok();
    match name {
        "protection_assessed" => Some(report.is_some_and(|report| report.protection.is_some())),
        "violence_tagged" => Some(report.is_some_and(|report| report.violence)),
        "investigation_written" => Some(investigation.is_some_and(|state| !state.written.is_empty())),
        "communicated" => Some(investigation.is_some_and(|state| state.unheard(file, day).next().is_none())),
        "applied_for" => Some(stand::applied_for(file, matter)),
        "closed_without_service" => Some(file.events.iter().any(|event| {
            event.matter == Some(matter.as_u128()) && event.name == "investigation.closed_without_service"
        })),
        INVESTIGATION_RUNNING => Some(file.running_investigations().next().is_some()),
        _ => None,
    }
}

/// Refuses a decision that the law's rows do not allow as things stand. A certain row blocks, and one that says so; any
/// other asks.
pub(crate) fn check(
    file: &CaseFile,
    matter: MatterId,
    kind: &DecisionType,
    decision: &Decision,
    cx: &Context<'_>,
) -> Result<(), Refusal> {
    let reason = reason_of(kind, decision, cx.law);
    let investigated = file.running_investigation(matter).is_ok();
    for (condition, wanted) in kind.conditions().filter(|(condition, _)| condition.covers(reason)) {
        let as_wanted = holds(file, matter, &condition.fact, cx.today) == Some(wanted);
        let (kind, fact, provision) =
            (kind.id.clone(), condition.fact.clone(), condition.provision.to_string());
        match condition.obstacle(as_wanted, investigated, cx.today) {
            None => {}
            Some(Obstacle::Asks) if decision.acknowledged.contains(&fact) => {}
            Some(Obstacle::Asks) => return Err(Refusal::Asks { kind, fact, provision }),
            Some(Obstacle::Blocks) if wanted => return Err(Refusal::Demands { kind, fact, provision }),
            Some(Obstacle::Blocks) => return Err(Refusal::Barred { kind, fact, provision }),
        }
    }
    Ok(())
}

/// The reason that was chosen from the type's list.
fn reason_of<'a>(kind: &DecisionType, decision: &Decision, law: &'a LawBook) -> Option<&'a Choice> {
    law.choice(kind.reason_list.as_ref()?, decision.reason.as_ref()?.as_str())
}

/// What a recorded decision went past. Only decisions in reports and investigations are tested: other matters carry none of these facts.
/// What whoever decides would only have been asked because no investigation ran, nobody can tell afterwards.
pub(crate) fn flags(
    file: &CaseFile,
    matter: MatterId,
    kind: &DecisionType,
    (decision, day): (&Decision, Day),
    law: &LawBook,
) -> Vec<Flag> {
    let investigation = file.investigation(matter).ok();
    if file.report(matter).is_err() && investigation.is_none() {
        return Vec::new();
    }
    let reason = reason_of(kind, decision, law);
    let investigated = investigation.is_some_and(|state| state.runs_on(day));
    let applies = |condition: &Condition| {
        condition.covers(reason) && (investigated || condition.elsewhere == Elsewhere::Demanded)
    };
    let passed =
        kind.conditions().filter(|(condition, _)| applies(condition)).filter_map(|(condition, wanted)| {
            let (is, fact) = (holds(file, matter, &condition.fact, day), condition.fact.clone());
            if wanted {
                (is != Some(true)).then_some(Flag::Demanded(fact))
            } else {
                (is == Some(true)).then_some(Flag::BarredBy(fact))
            }
        });
    passed.collect()
}
