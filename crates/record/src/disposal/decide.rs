//! Who may do what with what is to be destroyed, and what stops it.

use super::{
    DisposalEntry, DisposalId, Disposals, HoldGround, ProposedItem, QUARANTINE_DAYS, QUARANTINE_DAYS_LEAST,
    TARGETS_MAX, Target,
};
use crate::{context::Actor, text::Text};
use law::{Day, LawBook};

/// What a decision about destruction may know of the world.
#[derive(Clone, Copy, Debug)]
pub struct DisposalContext<'a> {
    /// The day in Europe/Stockholm.
    pub today: Day,
    /// The law.
    pub law: &'a LawBook,
    /// Who acts.
    pub actor: &'a Actor,
}

/// Digits of a municipality's code: two of its county, two of its own.
const CODE_DIGITS: usize = 4;

/// Why something is not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DisposalRefusal {
    /// Only whoever leads a unit may.
    #[error("only somebody who leads a unit may propose, decide, hold or restore")]
    NotForYou,
    /// Whoever proposed may not decide.
    #[error("whoever proposed may not decide: two people look")]
    SamePerson,
    /// There is no such proposal, or nothing is left in it.
    #[error("there is no such proposal, or nothing is left in it")]
    NoProposal,
    /// It has been decided already.
    #[error("it has been decided already")]
    AlreadyDecided,
    /// A proposal of nothing, or of more than two people can look through.
    #[error("a proposal holds between 1 and {TARGETS_MAX} things, this one {0}")]
    Amount(usize),
    /// Its time has not come, or something holds it back.
    #[error("its time has not come, or something holds it back")]
    NotDue(Target),
    /// It stands in another proposal.
    #[error("it already stands in proposal {0}")]
    Proposed(DisposalId),
    /// It must stay, whatever its time says.
    #[error("it must stay: {0:?}")]
    Held(HoldGround),
    /// It stands in no proposal.
    #[error("it stands in no proposal")]
    NotProposed,
    /// There is no such hold on it.
    #[error("there is no such hold on it")]
    NotHeld,
    /// Several holds are on it, and which of them is lifted must be said.
    #[error("it is held on several grounds: say which is lifted")]
    WhichHold,
    /// There is nothing there by that name.
    #[error("there is no such thing in the record")]
    NotThere(Target),
    /// Another municipality has been named, by the same person.
    #[error("it has been named {0}: to name another takes somebody else than whoever did")]
    Named(String),
    /// No row has this name, or the row is settled as it is.
    #[error("no row {0:?} waits for a decision")]
    NoSuchRow(String),
    /// Nobody has said which municipality this is.
    #[error(
        "which municipality is this? Some keep everything for research: name it once by its official code, `lykta retention municipality CODE`"
    )]
    WhichMunicipality,
    /// No municipality has such a code.
    #[error("{0:?} is no municipality's code: it has four digits")]
    NoMunicipality(String),
    /// Rows of the access log are kept for longer than that.
    #[error("rows of the access log are kept for at least {0} years")]
    ReadingsKept(i16),
    /// Nobody has decided how long rows of the access log are kept.
    #[error("the authority has not decided how long rows of the access log are kept: they stay")]
    ReadingsUndecided,
    /// Nothing in the file is kept for ever.
    #[error("nothing in this file is kept for ever: there is nothing to deliver")]
    NothingKept,
    /// No package with that digest is the newest that was made of the file.
    #[error("the newest package of this file has another digest, or none has been made")]
    NoPackage,
    /// Something has been written to what is kept since the package was made.
    #[error("something has been written to what is kept since the package was made: deliver again")]
    WrittenSince,
    /// Whoever has ties to the child does not open the file for this.
    #[error("whoever has ties to somebody in the file takes no part in it")]
    Tied,
    /// A reason is needed.
    #[error("a reason is needed, in words")]
    Why,
}

/// What somebody wants, with the words that belong to it.
///
/// A proposal takes what [`plan`](fn@super::plan) says is due today, which the caller has asked. Whether it still is, is asked again in the
/// transaction that destroys it.
///
/// # Errors
/// [`DisposalRefusal`]; nothing is then to be written.
pub fn decide_disposal(
    disposals: &Disposals,
    mut wish: DisposalEntry,
    cx: &DisposalContext<'_>,
) -> Result<DisposalEntry, DisposalRefusal> {
    if cx.actor.manages.is_empty() {
        return Err(DisposalRefusal::NotForYou);
    }
    match &mut wish {
        DisposalEntry::DisposalProposed { items, .. } => propose(disposals, items)?,
        DisposalEntry::MunicipalityNamed { code } => {
            if code.len() != CODE_DIGITS || !code.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(DisposalRefusal::NoMunicipality(code.clone()));
            }
            if let (Some(named), Some(by)) = (&disposals.municipality, &disposals.named_by)
                && named != code
                && cx.actor.answers_for().any(|staff| staff == by.staff)
            {
                return Err(DisposalRefusal::Named(named.clone()));
            }
        }
        DisposalEntry::DisposalRestored { target, .. } => {
            disposals.proposed(*target).ok_or(DisposalRefusal::NotProposed)?;
        }
        DisposalEntry::HoldLifted { target, ground, .. } => {
            *ground = Some(lifted(disposals, *target, *ground)?);
        }
        DisposalEntry::ReadingConfirmed { row, .. } => {
            let waits =
                |id: &str| cx.law.retention().iter().any(|row| row.id == id && row.frozen_sv.is_some());
            if !waits(row) {
                return Err(DisposalRefusal::NoSuchRow(row.clone()));
            }
        }
        DisposalEntry::ReadingsKept { years, .. } => {
            let least = cx.law.readings().least_years;
            if *years < least {
                return Err(DisposalRefusal::ReadingsKept(least));
            }
        }
        DisposalEntry::HoldPlaced { .. } | DisposalEntry::GroundMarked { .. } => {}
        DisposalEntry::PackageMade { .. }
        | DisposalEntry::ArchiveDelivered { .. }
        | DisposalEntry::DisposalDecided { .. }
        | DisposalEntry::DisposalDone { .. }
        | DisposalEntry::ReadingsDestroyed { .. }
        | DisposalEntry::PersonDestroyed { .. } => {
            unreachable!("nobody wishes it by words: it is counted, or done when it is ripe")
        }
    }
    Ok(wish)
}

/// Which hold is lifted: the only one, if nobody says.
fn lifted(
    disposals: &Disposals,
    target: Target,
    ground: Option<HoldGround>,
) -> Result<HoldGround, DisposalRefusal> {
    let held = disposals.holds.get(&target).ok_or(DisposalRefusal::NotHeld)?;
    match ground {
        Some(ground) => held.get(&ground).copied().ok_or(DisposalRefusal::NotHeld),
        None if held.len() > 1 => Err(DisposalRefusal::WhichHold),
        None => held.first().copied().ok_or(DisposalRefusal::NotHeld),
    }
}

fn propose(disposals: &Disposals, items: &[ProposedItem]) -> Result<(), DisposalRefusal> {
    municipality(disposals)?;
    if items.is_empty() || items.len() > TARGETS_MAX {
        return Err(DisposalRefusal::Amount(items.len()));
    }
    items.iter().try_for_each(|item| free(disposals, item.target))
}

/// The municipality's official code: nothing is proposed or destroyed before it has been named.
///
/// # Errors
/// [`DisposalRefusal::WhichMunicipality`] while nobody has.
pub fn municipality(disposals: &Disposals) -> Result<&str, DisposalRefusal> {
    disposals.municipality.as_deref().ok_or(DisposalRefusal::WhichMunicipality)
}

fn free(disposals: &Disposals, target: Target) -> Result<(), DisposalRefusal> {
    if let Some(ground) = disposals.hold_on(target) {
        return Err(DisposalRefusal::Held(ground));
    }
    match disposals.proposed(target) {
        Some((id, _)) => Err(DisposalRefusal::Proposed(id)),
        None => Ok(()),
    }
}

/// The decision on a proposal that somebody else has made, with the last day of the quarantine: a month, before the last lawful day where
/// there is room for a week, and never less than that. What is then too late is [named](super::Proposal::late), and destroyed all the same:
/// what the law wants destroyed does not stay because somebody was late.
///
/// # Errors
/// [`DisposalRefusal`]; nothing is then to be written.
pub fn second_person(
    disposals: &Disposals,
    id: DisposalId,
    cx: &DisposalContext<'_>,
) -> Result<DisposalEntry, DisposalRefusal> {
    if cx.actor.manages.is_empty() {
        return Err(DisposalRefusal::NotForYou);
    }
    let proposal = disposals.proposals.get(&id).ok_or(DisposalRefusal::NoProposal)?;
    if proposal.decided.is_some() {
        return Err(DisposalRefusal::AlreadyDecided);
    }
    if cx.actor.answers_for().any(|staff| staff == proposal.by.staff) {
        return Err(DisposalRefusal::SamePerson);
    }
    if let Some(ground) = proposal.items.keys().find_map(|target| disposals.hold_on(*target)) {
        return Err(DisposalRefusal::Held(ground));
    }
    let whole = cx.today.plus_days(QUARANTINE_DAYS);
    let soonest = proposal.items.values().map(|item| item.latest.plus_days(-1)).min();
    let within = soonest.map_or(whole, |room| whole.min(room));
    let quarantine_to = within.max(cx.today.plus_days(QUARANTINE_DAYS_LEAST));
    Ok(DisposalEntry::DisposalDecided { id, quarantine_to })
}

/// The day before which rows of the access log are to be destroyed now, by somebody else than whoever wrote down how long they are kept.
///
/// # Errors
/// [`DisposalRefusal::ReadingsUndecided`] while the authority has not decided.
pub fn old_readings(disposals: &Disposals, cx: &DisposalContext<'_>) -> Result<Day, DisposalRefusal> {
    if cx.actor.manages.is_empty() {
        return Err(DisposalRefusal::NotForYou);
    }
    let (years, by) = disposals.readings.as_ref().ok_or(DisposalRefusal::ReadingsUndecided)?;
    if cx.actor.answers_for().any(|staff| staff == by.staff) {
        return Err(DisposalRefusal::SamePerson);
    }
    Ok(cx.today.years_before((*years).max(cx.law.readings().least_years)))
}

/// A reason that says something.
///
/// # Errors
/// [`DisposalRefusal::Why`] for an empty one, or one that cannot be kept.
pub fn because(words: &str) -> Result<Text, DisposalRefusal> {
    Text::typed(words).ok().flatten().ok_or(DisposalRefusal::Why)
}
