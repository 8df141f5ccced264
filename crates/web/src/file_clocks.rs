//! The clocks of an opened file, nearest first: what somebody must do, by when, and where it is done.

use law::Nature;
use record::{DecisionId, MatterId};

use crate::clock_view::{self, Undated};
use crate::parts::Clock;
use crate::reading::Reading;

/// The nearest clock of the whole file.
pub fn next(reading: &Reading<'_>) -> Option<Clock<'static>> {
    shown(reading, |_| true).into_iter().next()
}

/// The running clocks of a matter.
pub fn of_matter(reading: &Reading<'_>, matter: MatterId) -> Vec<Clock<'static>> {
    shown(reading, |clock| clock.matter == Some(matter.as_u128()))
}

/// The running clocks that an event fulfils.
pub fn fulfilled_by(reading: &Reading<'_>, event: &str) -> Vec<Clock<'static>> {
    shown(reading, |clock| is_fulfilled_by(reading, clock, event))
}

/// Whether a clock's rule is fulfilled by an event.
pub fn is_fulfilled_by(reading: &Reading<'_>, clock: &law::Clock, event: &str) -> bool {
    let rule = reading.law.rule(&clock.rule);
    rule.is_ok_and(|rule| rule.fulfilled_by.iter().any(|name| name == event))
}

/// The running clocks that belong to no matter that is shown: those of the file as a whole.
pub fn of_file(reading: &Reading<'_>) -> Vec<Clock<'static>> {
    let matters: Vec<u128> = reading.open.file.matters.keys().map(|matter| matter.as_u128()).collect();
    shown(reading, |clock| clock.matter.is_none_or(|matter| !matters.contains(&matter)))
}

/// The running clocks of a matter that an event has started.
pub fn started_by(reading: &Reading<'_>, matter: MatterId, event: &str) -> Vec<Clock<'static>> {
    let starts = |clock: &law::Clock| {
        let rule = reading.law.rule(&clock.rule);
        rule.is_ok_and(|rule| rule.starts_at.iter().any(|start| start == event))
    };
    shown(reading, |clock| clock.matter == Some(matter.as_u128()) && starts(clock))
}

/// What the law asks for without a day, in the order it began.
pub fn without_day(reading: &Reading<'_>) -> Vec<Undated> {
    let mut told = Vec::new();
    for clock in reading.open.clocks.iter().filter(|clock| acts(clock)) {
        let undated = clock_view::undated(reading.w, reading.law, clock);
        told.extend(undated.filter(|one| !told.contains(one)));
    }
    told
}

/// How long papers are kept, how long secrecy holds and what a party may do is nobody's errand.
fn acts(clock: &law::Clock) -> bool {
    !matches!(clock.nature, Nature::Retention | Nature::Secrecy | Nature::Right)
}

/// Clocks somebody must act on. A rule that runs once per party is shown once for what it is about, with its nearest day.
fn shown(reading: &Reading<'_>, of: impl Fn(&law::Clock) -> bool) -> Vec<Clock<'static>> {
    let mut clocks: Vec<&law::Clock> =
        reading.open.clocks.iter().filter(|clock| clock.is_running() && acts(clock) && of(clock)).collect();
    clocks.sort_by_key(|clock| clock.due.nominal);
    let mut told: Vec<(&law::RuleId, Option<u128>, Option<u128>)> = Vec::new();
    clocks.retain(|clock| {
        let key = (&clock.rule, clock.matter, clock.about);
        let new = !told.contains(&key);
        told.push(key);
        new
    });
    clocks.into_iter().filter_map(|clock| view(reading, clock)).collect()
}

fn view(reading: &Reading<'_>, clock: &law::Clock) -> Option<Clock<'static>> {
    let view = clock_view::of_clock(reading.w, reading.law, clock, reading.today)?;
    let file = reading.open.id;
    let matter = clock.matter.map(|id| MatterId::new(uuid::Uuid::from_u128(id)));
    let about = clock.about.map(|id| DecisionId::new(uuid::Uuid::from_u128(id)));
    let href = clock_view::address(clock.rule.as_str(), file, matter, about);
    Some(Clock { href: Some(href.into()), ..view })
}
