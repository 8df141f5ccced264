//! What may be shown of what is [counted](crate::tally): figures in which nobody can be found.
//!
//! Every figure is rounded to the nearest five, zero too: 0, 1 and 2 are shown as 0, and 3 to 7 as 5. A total is the sum of what is shown, not
//! of what is true, so it gives nothing away about its parts.
//!
//! Tables that count the same things in different ways have the same true total, and from that more can be reasoned: four values of at most 2,
//! beside one of at least 8, are each exactly 2. So it is worked out what a reader of all of them together could know, and a table in
//! which a small number could be told is left out ([`publish`]). That two tables count the same is known here for those about reports received;
//! of the rest each is looked at alone.
//!
//! Figures are for years that have ended. One that grows while somebody watches tells who came yesterday.

use crate::tally::{Cell, Measure, Tally};
use std::collections::BTreeMap;

/// What figures are rounded to.
const STEP: i64 = 5;

/// From how many on somebody is one of many. Fewer than so many must not be told from one another, or from none.
const MANY: i64 = 5;

/// The measures that count the same things: reports received in a year.
const REPORTS: [Measure; 3] = [Measure::Reporters, Measure::ReportAges, Measure::Again];

/// A table as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Each value with its rounded number.
    Shown(BTreeMap<String, i64>),
    /// Left out: somebody could have been found in it.
    TooFew,
}

impl Figure {
    /// The sum of what is shown.
    pub fn total(&self) -> Option<i64> {
        match self {
            Self::Shown(rows) => Some(rows.values().sum()),
            Self::TooFew => None,
        }
    }
}

/// What may be shown of one year, measure by measure. Nothing of a year that has not ended before `year_now`.
pub fn publish(tally: &Tally, year: i16, year_now: i16) -> BTreeMap<Measure, Figure> {
    if year >= year_now {
        return BTreeMap::new();
    }
    let mut tables: BTreeMap<Measure, BTreeMap<String, i64>> = BTreeMap::new();
    for (Cell { measure, value, .. }, count) in tally.iter().filter(|(cell, _)| cell.year == year) {
        tables.entry(measure.clone()).or_default().insert(value.clone(), (*count).max(0));
    }
    let left_out = left_out(&tables);
    let figure = |(measure, rows): (Measure, BTreeMap<String, i64>)| {
        let shown = if left_out.contains(&measure) {
            Figure::TooFew
        } else {
            Figure::Shown(rows.into_iter().map(|(value, count)| (value, rounded(count))).collect())
        };
        (measure, shown)
    };
    tables.into_iter().map(figure).collect()
}

/// The nearest multiple of five.
fn rounded(count: i64) -> i64 {
    (count + STEP / 2) / STEP * STEP
}

/// From where to where a number may lie.
#[derive(Clone, Copy)]
struct Range {
    least: i64,
    most: i64,
}

impl Range {
    /// What a rounded number tells.
    fn of(count: i64) -> Self {
        let shown = rounded(count);
        Self { least: (shown - STEP / 2).max(0), most: shown + STEP / 2 }
    }

    fn and(self, other: Self) -> Self {
        Self { least: self.least.max(other.least), most: self.most.min(other.most) }
    }

    /// Somebody could be told by it: it says how many they are, or that there is anybody at all where none is shown.
    fn tells(self, count: i64) -> bool {
        (1..MANY).contains(&count) && (self.least == self.most || (rounded(count) == 0 && self.least > 0))
    }
}

/// The tables that are left out, so that those that remain tell of nobody.
fn left_out(tables: &BTreeMap<Measure, BTreeMap<String, i64>>) -> Vec<Measure> {
    let mut left_out: Vec<Measure> = Vec::new();
    loop {
        let shown = |measure: &Measure| tables.get(measure).filter(|_| !left_out.contains(measure));
        // How many reports there can be at all, for whoever has read all of the tables.
        let mut all = Range { least: 0, most: i64::MAX };
        for rows in REPORTS.iter().filter_map(&shown) {
            all = all.and(sum(rows));
        }
        if let Some(children) = shown(&Measure::Children) {
            all.least = all.least.max(sum(children).least); // at least a report for each child
        }
        let mut tells = REPORTS.iter().filter(|measure| shown(measure).is_some_and(|rows| tells(rows, all)));
        let children = shown(&Measure::Children).is_some_and(|rows| {
            rows.values().any(|count| Range::of(*count).and(Range { least: 0, ..all }).tells(*count))
        });
        match tells.next().or(children.then_some(&Measure::Children)) {
            Some(measure) => left_out.push(measure.clone()),
            None => return left_out,
        }
    }
}

/// Between what the true total of a table lies.
fn sum(rows: &BTreeMap<String, i64>) -> Range {
    let ranges = rows.values().map(|count| Range::of(*count));
    ranges.fold(Range { least: 0, most: 0 }, |sum, range| Range {
        least: sum.least + range.least,
        most: sum.most + range.most,
    })
}

/// Could somebody be found in a table by whoever knows between what its true total lies?
fn tells(rows: &BTreeMap<String, i64>, total: Range) -> bool {
    let all = sum(rows);
    rows.values().any(|count| {
        let own = Range::of(*count);
        let rest = Range { least: all.least - own.least, most: all.most - own.most };
        let reasoned = Range { least: total.least - rest.most, most: total.most.saturating_sub(rest.least) };
        own.and(reasoned).tells(*count)
    })
}
