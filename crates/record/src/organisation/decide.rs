//! What may be written of the authority, and what not.

use super::{
    Absence, Change, Employee, Establishment, OrganisationEntry, Post, Term, Unit, tie::may_write_tie,
};
use crate::{
    context::Actor,
    id::{StaffId, UnitId},
};
use law::{Day, DelegationOrder, LawBook, Level, PointFault};
use std::fmt;

/// Most changes in one entry: everybody in the largest authority, each with a post.
pub const CHANGES_MAX: usize = 2000;

/// Most characters of a name, a title or a telephone number.
const WORD_CHARS_MAX: usize = 200;

/// Most units above each other.
const DEPTH_MAX: usize = 12;

/// Why nothing is written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrganisationRefusal {
    /// Only an official who leads a unit, at the level of a unit head or above, changes how the authority is organised.
    #[error("only a unit head changes how the authority is organised")]
    NotForYou,
    /// There is nothing to write.
    #[error("nothing is changed")]
    Nothing,
    /// More changes than one entry holds.
    #[error("{0} changes at once; at most {CHANGES_MAX}")]
    TooMany(usize),
    /// Changes that cannot be written, each with its place in the list.
    #[error("{}", told(.0))]
    Faults(Vec<ChangeFault>),
    /// Points of the order that cannot be adopted.
    #[error("{} points of the order cannot be adopted", .0.len())]
    Points(Vec<PointFault>),
    /// The order has no name by which it could be cited.
    #[error("the order has no name")]
    NoName,
    /// It gives nobody anything.
    #[error("the order has no points")]
    NoPoints,
    /// An order begins on the day it is adopted, or later: what has been decided is not given authority afterwards.
    #[error("the order begins on {valid_from}, before it was adopted on {adopted}")]
    BeginsBeforeAdopted {
        /// The day it was adopted.
        adopted: Day,
        /// The day it would begin.
        valid_from: Day,
    },
    /// The day of adoption lies ahead.
    #[error("{0} has not come yet: the board has adopted nothing on it")]
    NotAdoptedYet(Day),
    /// Another order was adopted on that day: decisions cite an order by it.
    #[error("an order adopted on {0} is there already")]
    AdoptedTwice(Day),
}

fn told(faults: &[ChangeFault]) -> String {
    let all: Vec<String> = faults.iter().map(|fault| fault.why.to_string()).collect();
    all.join("; ")
}

/// A change that cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeFault {
    /// Which, from 0.
    pub at: usize,
    /// Why.
    pub why: Fault,
}

/// What is wrong with a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It must say something in this field.
    Missing(&'static str),
    /// It is too long in this field.
    TooLong(&'static str),
    /// The last day lies before the first.
    Backwards,
    /// No such unit.
    NoUnit(UnitId),
    /// No such person.
    NoPerson(StaffId),
    /// Somebody else has this login name.
    LoginTaken(String),
    /// The unit would be part of itself, or stand too deep.
    UnderItself,
    /// A court is not a post here.
    NotAPost,
    /// Somebody is at once an official and an elected body: they would decide alone what only the body may.
    PowersMixed,
    /// Nobody stands in for themselves, supervises themselves.
    Themselves,
    /// Whoever stands in is not employed, or has no post, on all these days.
    SubstituteNotHere,
    /// Whoever stands in is away on one of these days.
    SubstituteAway,
    /// Somebody is away twice on the same day.
    AwayTwice,
    /// Whoever supervises lacks the qualification.
    SupervisorUnqualified,
    /// They stand in for somebody after the day their employment or post would end.
    StandsIn,
}

/// For the command line and for developers; pages choose their own words.
impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(field) => write!(out, "{field} is empty"),
            Self::TooLong(field) => write!(out, "{field} is longer than {WORD_CHARS_MAX} characters"),
            Self::Backwards => out.write_str("the last day lies before the first"),
            Self::NoUnit(unit) => write!(out, "there is no unit {unit}"),
            Self::NoPerson(staff) => write!(out, "there is nobody {staff}"),
            Self::LoginTaken(login) => write!(out, "somebody else has the login {login:?}"),
            Self::UnderItself => out.write_str("the unit would be part of itself"),
            Self::NotAPost => out.write_str("nobody here is a court"),
            Self::PowersMixed => out.write_str("an official cannot at once be an elected body"),
            Self::Themselves => out.write_str("nobody stands in for themselves or supervises themselves"),
            Self::SubstituteNotHere => out.write_str("whoever stands in is not employed on all these days"),
            Self::SubstituteAway => out.write_str("whoever stands in is away on one of these days"),
            Self::AwayTwice => out.write_str("they are away on one of these days already"),
            Self::SupervisorUnqualified => {
                out.write_str("whoever supervises lacks the qualification of 25 kap. 1 § SoL")
            }
            Self::StandsIn => out.write_str("they stand in for somebody after their last day"),
        }
    }
}

/// Whether somebody may change how the authority is organised.
pub fn may_organise(who: &Actor) -> bool {
    who.level.is_official() && who.level >= Level::UnitHead && !who.manages.is_empty()
}

/// Whether somebody may write these changes on a day: who is away and who is on duty also whoever leads the unit that the person works in. A
/// tie is said by whoever has it, and settled by another who leads them.
pub fn may_write(who: &Actor, changes: &[Change], before: &Establishment, today: Day) -> bool {
    let leads = |staff: StaffId| before.works_in(staff, today).any(|unit| who.manages.contains(&unit));
    let may = |change: &Change| match change {
        Change::Absence(absence) => leads(absence.staff),
        Change::Duty(duty) => leads(duty.staff),
        _ => false,
    };
    changes.iter().all(|change| match change {
        Change::Tie(tie) => may_write_tie(who, tie, before, may_organise(who) || leads(tie.staff)),
        other => may_organise(who) || may(other),
    })
}

/// Changes to write together. They may name each other: a unit and the post in it come in one list.
///
/// # Errors
/// [`OrganisationRefusal::Faults`] with everything that was found; nothing is then to be written.
pub fn decide_changes(
    before: &Establishment,
    changes: Vec<Change>,
) -> Result<OrganisationEntry, OrganisationRefusal> {
    if changes.is_empty() {
        return Err(OrganisationRefusal::Nothing);
    }
    if changes.len() > CHANGES_MAX {
        return Err(OrganisationRefusal::TooMany(changes.len()));
    }
    let mut after = before.clone();
    for change in &changes {
        after.set(change.clone());
    }
    let wrong =
        |(at, change)| faults(before, &after, change).into_iter().map(move |why| ChangeFault { at, why });
    let faults: Vec<ChangeFault> = changes.iter().enumerate().flat_map(wrong).collect();
    if faults.is_empty() {
        Ok(OrganisationEntry::OrganisationChanged { changes })
    } else {
        Err(OrganisationRefusal::Faults(faults))
    }
}

fn faults(before: &Establishment, after: &Establishment, change: &Change) -> Vec<Fault> {
    match change {
        Change::Named { municipality, board } => {
            [word(municipality, "municipality"), word(board, "board")].into_iter().flatten().collect()
        }
        Change::Unit { unit, term } => of_unit(after, unit, *term),
        Change::Employee(person) => of_person(after, person),
        Change::Post(post) => of_post(before, after, post),
        Change::Duty(duty) => days(duty.term).into_iter().chain(known(after, duty.staff)).collect(),
        Change::Absence(absence) => of_absence(after, absence),
        Change::Tie(tie) => known(after, tie.staff).into_iter().collect(),
    }
}

fn word(text: &str, field: &'static str) -> Option<Fault> {
    if text.trim().is_empty() {
        return Some(Fault::Missing(field));
    }
    (text.chars().count() > WORD_CHARS_MAX).then_some(Fault::TooLong(field))
}

fn days(term: Term) -> Option<Fault> {
    term.is_backwards().then_some(Fault::Backwards)
}

fn known(after: &Establishment, staff: StaffId) -> Option<Fault> {
    after.person(staff).is_none().then_some(Fault::NoPerson(staff))
}

fn of_unit(after: &Establishment, unit: &Unit, term: Term) -> Vec<Fault> {
    let mut faults: Vec<Fault> = word(&unit.name, "name").into_iter().chain(days(term)).collect();
    let mut above = unit.under;
    for _ in 0..DEPTH_MAX {
        let Some(under) = above else { return faults };
        let Some((next, _)) = after.unit(under) else {
            faults.push(Fault::NoUnit(under));
            return faults;
        };
        above = next.under;
    }
    faults.push(Fault::UnderItself);
    faults
}

fn of_person(after: &Establishment, person: &Employee) -> Vec<Fault> {
    let words = [word(&person.login, "login"), word(&person.name, "name"), days(person.employed)];
    let mut faults: Vec<Fault> = words.into_iter().flatten().collect();
    if person.phone.chars().count() > WORD_CHARS_MAX {
        faults.push(Fault::TooLong("phone"));
    }
    let same = |other: &Employee| other.staff != person.staff && other.login == person.login;
    if after.people.iter().any(same) {
        faults.push(Fault::LoginTaken(person.login.clone()));
    }
    if let Some(supervision) = person.supervision {
        match after.person(supervision.by) {
            None => faults.push(Fault::NoPerson(supervision.by)),
            Some(_) if supervision.by == person.staff => faults.push(Fault::Themselves),
            Some(by) if !by.qualified => faults.push(Fault::SupervisorUnqualified),
            Some(_) => {}
        }
    }
    let beyond =
        |absence: &Absence| absence.substitute == person.staff && !person.employed.covers(absence.term);
    if after.absences.iter().any(beyond) {
        faults.push(Fault::StandsIn);
    }
    faults
}

/// Whether somebody is employed and has a post on each day of a term: after each last day of one comes another.
fn is_at_work(after: &Establishment, staff: StaffId, term: Term) -> bool {
    let held: Vec<Term> =
        after.posts.iter().filter(|post| post.staff == staff).map(|post| post.term).collect();
    let holds = |day: Day| held.iter().any(|post| post.holds(day));
    let begins = term.from.map_or_else(|| held.iter().any(|post| post.from.is_none()), holds);
    let ended = held.iter().filter_map(|post| post.to).map(|last| last.plus_days(1));
    let goes_on = ended.filter(|day| term.holds(*day)).all(holds);
    begins && goes_on && after.person(staff).is_some_and(|person| person.employed.covers(term))
}

fn of_post(before: &Establishment, after: &Establishment, post: &Post) -> Vec<Fault> {
    let mut faults: Vec<Fault> = word(&post.title, "title").into_iter().chain(days(post.term)).collect();
    faults.extend(known(after, post.staff));
    let units = std::iter::once(post.unit).chain(post.manages.iter().copied());
    faults.extend(units.filter(|unit| after.unit(*unit).is_none()).map(Fault::NoUnit));
    if post.level == Level::Court {
        faults.push(Fault::NotAPost);
    }
    let mixed = |other: &Post| {
        other.staff == post.staff
            && other.level.is_official() != post.level.is_official()
            && other.term.meets(post.term)
    };
    if after.posts.iter().any(mixed) {
        faults.push(Fault::PowersMixed);
    }
    let had = before.posts.by_id(&post.id).map(|before| before.staff);
    let left = |absence: &Absence| {
        let by = absence.substitute;
        (by == post.staff || Some(by) == had) && !is_at_work(after, by, absence.term)
    };
    if after.absences.iter().any(left) {
        faults.push(Fault::StandsIn);
    }
    faults
}

fn of_absence(after: &Establishment, absence: &Absence) -> Vec<Fault> {
    let Absence { id, staff, term, substitute } = absence;
    let mut faults: Vec<Fault> = days(*term).into_iter().chain(known(after, *staff)).collect();
    if staff == substitute {
        faults.push(Fault::Themselves);
    }
    let meets = |who: &StaffId| {
        after.absences.iter().any(|other| other.id != *id && other.staff == *who && other.term.meets(*term))
    };
    if meets(staff) {
        faults.push(Fault::AwayTwice);
    }
    match after.person(*substitute) {
        None => faults.push(Fault::NoPerson(*substitute)),
        Some(_) if !is_at_work(after, *substitute, *term) => faults.push(Fault::SubstituteNotHere),
        Some(_) if meets(substitute) => faults.push(Fault::SubstituteAway),
        Some(_) => {}
    }
    faults
}

/// An order that the board has adopted, held to the law of the day it begins.
///
/// # Errors
/// [`OrganisationRefusal`]; nothing is then to be written. A point below the law's floor is always refused.
pub fn adopt_order(
    before: &Establishment,
    order: DelegationOrder,
    paragraph: Option<String>,
    (law, today): (&LawBook, Day),
) -> Result<OrganisationEntry, OrganisationRefusal> {
    if order.name.trim().is_empty() {
        return Err(OrganisationRefusal::NoName);
    }
    if order.points.is_empty() {
        return Err(OrganisationRefusal::NoPoints);
    }
    if order.adopted > today {
        return Err(OrganisationRefusal::NotAdoptedYet(order.adopted));
    }
    if order.valid_from < order.adopted {
        let DelegationOrder { adopted, valid_from, .. } = order;
        return Err(OrganisationRefusal::BeginsBeforeAdopted { adopted, valid_from });
    }
    if before.orders.adopted_on(order.adopted).is_some() {
        return Err(OrganisationRefusal::AdoptedTwice(order.adopted));
    }
    let faults = order.faults(law);
    if !faults.is_empty() {
        return Err(OrganisationRefusal::Points(faults));
    }
    Ok(OrganisationEntry::DelegationAdopted { order, paragraph })
}
