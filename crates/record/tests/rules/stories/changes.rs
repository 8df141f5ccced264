//! What a line does to the clocks, in the words that the stories use.

use crate::words::{child, person};
use law::{Clock, ClockState, Day, Nature};
use std::fmt;

/// What became of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    /// It started.
    Starts,
    /// What it asked for was done.
    Meets,
    /// Another clock took its place, or what it watched over has ended.
    Drops,
    /// It has another day.
    Moves,
    /// It is as if it had never been.
    Loses,
}

/// One clock, and what became of it.
pub(crate) struct Change {
    pub(crate) verb: Verb,
    pub(crate) clock: Clock,
}

/// What has become of the clocks between two looks.
pub(crate) fn changes(before: &[Clock], after: &[Clock]) -> Vec<Change> {
    let mut earlier: Vec<&Clock> = before.iter().collect();
    let mut found = Vec::new();
    for clock in after {
        let at = earlier.iter().position(|old| is_same(old, clock));
        let old = at.map(|at| earlier.remove(at));
        found.extend(verbs(old, clock).into_iter().map(|verb| Change { verb, clock: clock.clone() }));
    }
    found.extend(earlier.into_iter().map(|clock| Change { verb: Verb::Loses, clock: clock.clone() }));
    found
}

fn is_same(old: &Clock, new: &Clock) -> bool {
    let name = |clock: &Clock| (clock.rule.clone(), clock.matter, clock.subject, clock.about, clock.started);
    name(old) == name(new)
}

fn verbs(old: Option<&Clock>, new: &Clock) -> Vec<Verb> {
    let ended = match new.state {
        ClockState::Running => None,
        ClockState::Done(_) => Some(Verb::Meets),
        ClockState::Superseded(_) => Some(Verb::Drops),
    };
    let ended = ended.filter(|_| old.is_none_or(Clock::is_running));
    let moved = old.is_some_and(|old| old.due.nominal != new.due.nominal).then_some(Verb::Moves);
    old.is_none().then_some(Verb::Starts).into_iter().chain(ended).chain(moved).collect()
}

/// `starts DL-021 by 2027-02-28 or 2027-03-01`: the nominal day, and the last lawful one if that is later.
impl fmt::Display for Change {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = name(&self.clock);
        match self.verb {
            Verb::Starts => write!(out, "starts {name}{}", days(&self.clock)),
            Verb::Moves => write!(out, "moves {name}{}", days(&self.clock)),
            Verb::Meets => write!(out, "meets {name}"),
            Verb::Drops => write!(out, "drops {name}"),
            Verb::Loses => write!(out, "loses {name}"),
        }
    }
}

fn days(clock: &Clock) -> String {
    let Some(nominal) = clock.due.nominal else { return String::new() };
    let later = clock.due.latest_lawful.filter(|latest| *latest != nominal);
    let later = later.map_or_else(String::new, |latest| format!(" or {latest}"));
    format!(" by {nominal}{later}")
}

/// The rule, and the party it is for: `DL-020 mother`.
fn name(clock: &Clock) -> String {
    let party = clock.subject.map_or("", |subject| match subject {
        mother if mother == person(2).as_u128() => " mother",
        father if father == person(3).as_u128() => " father",
        own if own == child().as_u128() => " child",
        _ => " somebody",
    });
    format!("{}{party}", clock.rule)
}

/// The clocks that run on a day, and how: `DL-002 overdue`, `DL-025 mother past` of a right whose time has run out.
pub(crate) fn running(clocks: &[Clock], today: Day) -> Vec<String> {
    let runs = clocks.iter().filter(|clock| clock.is_running() && clock.has_started(today));
    runs.map(|clock| format!("{}{}", name(clock), stand(clock, today))).collect()
}

fn stand(clock: &Clock, today: Day) -> &'static str {
    let passed = clock.due.nominal.is_some_and(|nominal| nominal < today);
    match (clock.is_overdue(today), passed) {
        (true, _) => " overdue",
        (false, true) => " past",
        (false, false) => "",
    }
}

/// A clock that nobody acts on runs quietly up to its last day, and is overdue the day after; a right is then only past.
pub(crate) fn keeps_its_day(clock: &Clock) -> bool {
    let Some(last) = clock.due.nominal.filter(|_| clock.is_running()) else { return true };
    let quiet = [-1, 0].iter().all(|days| !clock.is_overdue(last.plus_days(*days)));
    let after = clock.is_overdue(last.plus_days(1));
    quiet && after == (clock.nature != Nature::Right)
}
