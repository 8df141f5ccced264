//! What may be shown of what is [counted](crate::tally): figures in which nobody can be found.
//!
//! Every figure is rounded to the nearest five, and what is rounded to nothing is not shown: a value that is not there is at most 2, whether there
//! is anybody or not. A total is the sum of what is shown, not of what is true, so it gives nothing away about its parts.
//!
//! Tables that count the same things in different ways have the same true total, and from that more can be reasoned: four values of at most 2,
//! beside one of at least 8, are each exactly 2. Where a reader of all of them together could tell a small number, all of them are left out
//! ([`publish`]). Not one alone: whoever knows the rule would ask what that one must have said. For the same reason the rule looks at nothing but
//! what would be shown. That two tables count the same is known here for those about reports received; of the rest each is looked at
//! alone. Of a year with next to no reports these tables are always left out.
//!
//! Figures are for years that have ended. One that grows while somebody watches tells who came yesterday.

use crate::tally::{AGAIN, AGES, Cell, Measure, Tally};
use law::LawBook;
use std::collections::BTreeMap;

/// What figures are rounded to.
const STEP: i64 = 5;

/// From how many on somebody is one of many. Fewer than so many must not be told from one another, or from none.
const MANY: i64 = 5;

/// From how many reports on, as far as the tables tell for certain, a year of them is shown at all. Without it a year left out would say
/// that something was told by it.
const ENOUGH: i64 = 10;

/// The measures that have to do with the same things: reports received in a year. The first three count them.
const TIED: [Measure; 4] = [Measure::Reporters, Measure::ReportAges, Measure::Again, Measure::Children];

/// A table as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Each value with its rounded number, if that is not nothing.
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
pub fn publish(tally: &Tally, law: &LawBook, year: i16, year_now: i16) -> BTreeMap<Measure, Figure> {
    if year >= year_now {
        return BTreeMap::new();
    }
    // Every value that there can be, so that it makes no difference whether a value is there with none.
    let mut tables: BTreeMap<Measure, BTreeMap<String, i64>> =
        TIED.into_iter().map(|measure| (measure.clone(), values(&measure, law))).collect();
    for (Cell { measure, value, .. }, count) in tally.iter().filter(|(cell, _)| cell.year == year) {
        let shown = rounded((*count).max(0));
        tables.entry(measure.clone()).or_default().insert(value.clone(), shown);
    }
    let of = |measure: &Measure| tables[measure].values().copied().collect::<Vec<i64>>();
    let [reporters, ages, again, children] = TIED.each_ref().map(of);
    let too_few = tell(&[reporters, ages, again], &children);
    let figure = |(measure, mut rows): (Measure, BTreeMap<String, i64>)| {
        let tied = TIED.contains(&measure);
        rows.retain(|_, shown| *shown != 0);
        match (tied && too_few, tied || !rows.is_empty()) {
            (true, _) => Some((measure, Figure::TooFew)),
            (false, shown) => shown.then_some((measure, Figure::Shown(rows))),
        }
    };
    tables.into_iter().filter_map(figure).collect()
}

/// The values of one of the measures that are tied, each with none.
fn values(measure: &Measure, law: &LawBook) -> BTreeMap<String, i64> {
    let codes: Vec<&str> = match measure {
        Measure::Reporters => {
            let of = |choice: &&law::Choice| choice.list == "reporter_category";
            law.choices().iter().filter(of).map(|choice| choice.code.as_str()).collect()
        }
        Measure::ReportAges => AGES.to_vec(),
        Measure::Again => AGAIN.to_vec(),
        _ => Vec::new(),
    };
    codes.into_iter().map(|code| (code.to_owned(), 0)).collect()
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
    fn of(shown: i64) -> Self {
        Self { least: (shown - STEP / 2).max(0), most: shown + STEP / 2 }
    }

    /// Between what the true total of a table lies.
    fn sum(table: &[i64]) -> Self {
        table.iter().map(|shown| Self::of(*shown)).fold(Self { least: 0, most: 0 }, |sum, range| Self {
            least: sum.least + range.least,
            most: sum.most + range.most,
        })
    }

    fn and(self, other: Self) -> Self {
        Self { least: self.least.max(other.least), most: self.most.min(other.most) }
    }

    /// Says how many they are, when they are few.
    fn is_few(self) -> bool {
        self.least == self.most && (1..MANY).contains(&self.least)
    }
}

/// Could somebody be found by whoever reads all of these tables together: how few they are, or that there is anybody where none is shown? They
/// are rounded, and each of the first counts the same things. Of `children` there are at most as many as of those.
fn tell(tables: &[Vec<i64>], children: &[i64]) -> bool {
    let children = Range::sum(children);
    let any = Range { least: children.least, most: i64::MAX };
    let all = tables.iter().fold(any, |all, table| all.and(Range::sum(table)));
    if all.least < ENOUGH {
        return true;
    }
    let told = |table: &Vec<i64>| {
        let sum = Range::sum(table);
        table.iter().any(|shown| {
            let own = Range::of(*shown);
            let rest = Range { least: sum.least - own.least, most: sum.most - own.most };
            let known = own.and(Range { least: all.least - rest.most, most: all.most - rest.least });
            known.is_few() || (*shown == 0 && known.least > 0)
        })
    };
    tables.iter().any(told) || children.and(Range { least: 0, ..all }).is_few()
}

#[cfg(test)]
mod tests {
    use super::{rounded, tell};
    use std::collections::{BTreeMap, BTreeSet};

    /// A small year: reports by three values, and by whether they are the first about a child or another one; and children.
    type Year = [i64; 6];

    fn years(reports: i64) -> impl Iterator<Item = Year> {
        (0..=reports).flat_map(move |one| {
            (0..=reports - one).flat_map(move |two| {
                (0..=reports).flat_map(move |first| {
                    (first.max(reports.min(1))..=reports).map(move |children| {
                        [one, two, reports - one - two, first, reports - first, children]
                    })
                })
            })
        })
    }

    /// What is shown of it: all of it, or nothing.
    fn shown(year: &Year) -> Option<Year> {
        let [one, two, three, first, again, children] = year.map(rounded);
        (!tell(&[vec![one, two, three], vec![first, again]], &[children]))
            .then_some([one, two, three, first, again, children])
    }

    /// An attacker who knows the rule too, and lays every year that there could have been beside what they see, also when they see nothing.
    #[test]
    fn whoever_knows_the_rule_learns_no_more() {
        let mut could_be: BTreeMap<Option<Year>, [BTreeSet<i64>; 6]> = BTreeMap::new();
        for year in (0..=24).flat_map(years) {
            let possible = could_be.entry(shown(&year)).or_default();
            possible.iter_mut().zip(year).for_each(|(possible, count)| _ = possible.insert(count));
        }
        let (mut all, mut hidden) = (0, 0);
        for year in (0..=16).flat_map(years) {
            let seen = shown(&year);
            let possible = &could_be[&seen];
            (all, hidden) = (all + 1, hidden + i32::from(seen.is_none()));
            for (place, count) in year.into_iter().enumerate().filter(|(_, count)| (1..5).contains(count)) {
                assert!(possible[place].len() > 1, "{count} of {year:?} is told: {seen:?}");
                // That there is a child where there are reports is no secret.
                let none = place == 5 || rounded(count) > 0 || possible[place].contains(&0);
                assert!(none, "that there are any is told of {year:?}: {seen:?}");
            }
        }
        assert!(0 < hidden && hidden < all, "{hidden} of {all}");
    }
}
