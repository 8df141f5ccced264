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
use law::{Day, DecisionType};

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
    let day = cx.today;
    let missing = kind.requires.iter().filter(|c| holds(file, matter, &c.fact, day) != Some(true));
    let barring = kind.barred_when.iter().filter(|c| holds(file, matter, &c.fact, day) != Some(false));
    for (condition, bars) in missing.map(|c| (c, false)).chain(barring.map(|c| (c, true))) {
        let (kind, fact) = (kind.id.clone(), condition.fact.clone());
        let provision = condition.provision.to_string();
        if !condition.blocks_on(cx.today) {
            if !decision.acknowledged.contains(&fact) {
                return Err(Refusal::Asks { kind, fact, provision });
            }
        } else if bars {
            return Err(Refusal::Barred { kind, fact, provision });
        } else {
            return Err(Refusal::Demands { kind, fact, provision });
        }
    }
    Ok(())
}

/// What a recorded decision went past. Only decisions in reports and investigations are tested: other matters carry none of these facts.
pub(crate) fn flags(file: &CaseFile, matter: MatterId, kind: &DecisionType, day: Day) -> Vec<Flag> {
    if file.report(matter).is_err() && file.investigation(matter).is_err() {
        return Vec::new();
    }
    let missing = kind.requires.iter().filter(|c| holds(file, matter, &c.fact, day) != Some(true));
    let barring = kind.barred_when.iter().filter(|c| holds(file, matter, &c.fact, day) == Some(true));
    let missing = missing.map(|c| Flag::Demanded(c.fact.clone()));
    missing.chain(barring.map(|c| Flag::BarredBy(c.fact.clone()))).collect()
}
