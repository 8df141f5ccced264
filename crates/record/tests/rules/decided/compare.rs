//! Looks at the file on every day: what is shown must be what is expected, no more and no less.

use super::{
    carry::{Evening, evenings},
    data::{Decided, Expected},
};
use law::Day;

/// Tells a decision. The error names the first day that is wrong, what was expected and what was shown.
pub(crate) fn tell(decided: &Decided) -> Result<(), String> {
    let told = evenings(decided)?;
    for evening in &told {
        let (expected, shown) = (expected_on(decided, evening.day), evening.shown());
        if expected != shown {
            return Err(format!("{}: expected {expected:?}, shown {shown:?}", evening.day));
        }
    }
    for expected in &decided.expects {
        rests(decided, expected, &told).map_err(|why| format!("{}: {why}", expected.shows))?;
    }
    stands_without_assumptions(decided)
}

fn expected_on(decided: &Decided, day: Day) -> Vec<String> {
    let now = decided.expects.iter().filter(|expected| expected.covers(day));
    let mut all: Vec<String> =
        now.flat_map(|expected| vec![expected.shows.clone(); expected.clocks]).collect();
    all.sort_unstable();
    all
}

impl Expected {
    fn covers(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// What an expectation says that it rests on is what the clock was counted from, and what ended it.
fn rests(decided: &Decided, expected: &Expected, told: &[Evening]) -> Result<(), String> {
    let given: Vec<Day> = expected
        .rests_on
        .iter()
        .map(|id| decided.event(id).map(|event| event.day))
        .collect::<Result<_, _>>()?;
    let evening = told.iter().find(|evening| evening.day == expected.from).ok_or("is never looked at")?;
    let (what, _) = expected.shows.split_once(' ').ok_or("says nothing")?;
    let of_rule = evening.clocks().filter(|clock| clock.rule.as_str() == what);
    let flagged = of_rule.filter(|clock| clock.is_overdue(evening.day) || clock.is_lapsed(evening.day));
    let mut starts: Vec<Day> = flagged.map(|clock| clock.started).collect();
    if starts.is_empty() {
        // What a decision lacks is shown from its own day.
        starts.push(expected.from);
    }
    let ends = expected.to.map(|to| to.plus_days(1));
    match starts.into_iter().chain(ends).find(|day| !given.contains(day)) {
        Some(day) => {
            Err(format!("is counted from or ended on {day}, which it does not say that it rests on"))
        }
        None => Ok(()),
    }
}

/// Told again without what is assumed, everything expected is still shown from its first day, and not the day before.
fn stands_without_assumptions(decided: &Decided) -> Result<(), String> {
    let told = evenings(&decided.without_assumptions())?;
    for expected in &decided.expects {
        let shows = |evening: &&Evening| {
            evening.shown().iter().filter(|shown| **shown == expected.shows).count() >= expected.clocks
        };
        let first = told.iter().find(shows).map(|evening| evening.day);
        if first != Some(expected.from) {
            return Err(format!("{}: without what is assumed, shown first on {first:?}", expected.shows));
        }
    }
    Ok(())
}
