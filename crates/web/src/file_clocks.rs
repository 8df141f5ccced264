//! The clocks of an opened file, nearest first: what somebody must do, by when, and where it is done.

use law::Nature;
use record::MatterId;

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

/// The running clocks that fit.
pub fn which(reading: &Reading<'_>, of: impl Fn(&law::Clock) -> bool) -> Vec<Clock<'static>> {
    shown(reading, of)
}

/// The running clocks that belong to no matter that is shown: those of the file as a whole.
pub fn of_file(reading: &Reading<'_>) -> Vec<Clock<'static>> {
    let matters: Vec<u128> = reading.open.file.matters.keys().map(|matter| matter.as_u128()).collect();
    shown(reading, |clock| clock.matter.is_none_or(|matter| !matters.contains(&matter)))
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

/// Clocks somebody must act on. A rule that runs once per party is shown once, with its nearest day.
fn shown(reading: &Reading<'_>, of: impl Fn(&law::Clock) -> bool) -> Vec<Clock<'static>> {
    let mut clocks: Vec<&law::Clock> =
        reading.open.clocks.iter().filter(|clock| clock.is_running() && acts(clock) && of(clock)).collect();
    clocks.sort_by_key(|clock| clock.due.nominal);
    let mut told: Vec<(&law::RuleId, Option<u128>)> = Vec::new();
    clocks.retain(|clock| {
        let key = (&clock.rule, clock.matter);
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
    let href = clock_view::address(clock.rule.as_str(), file, matter);
    Some(Clock { href: Some(href.into()), ..view })
}
