//! Nobody can be found in what is shown, however the tables are laid beside each other.

use crate::{
    given::{Given, given},
    words::*,
};
use record::{
    duties,
    figures::{Figure, publish},
    tally::{Cell, Measure, Tally, difference, tally},
};
use std::collections::{BTreeMap, BTreeSet};

const TABLES: usize = 10_000;

fn counted(given: &Given) -> Tally {
    tally(&given.file, &duties(&given.file, law::LawBook::sweden()))
}

fn count(tally: &Tally, measure: &Measure, value: &str) -> i64 {
    let cell = |cell: &&Cell| cell.measure == *measure && cell.value == value && cell.year == 2026;
    tally.keys().find(cell).map_or(0, |cell| tally[cell])
}

#[test]
fn a_file_counts_what_has_happened_in_it() {
    let one = given([file(), report(10), assessed(10), make(10, d02(20))]);
    let two = one.clone().and(report(11)).and(assessed(11)).and(make(11, d05(20)));
    let (one, two) = (counted(&one), counted(&two));
    for (measure, value, first, then) in [
        (Measure::Children, "children", 1, 1),
        (Measure::Again, "first", 1, 1),
        (Measure::Again, "again", 0, 1),
        (Measure::Outcomes, "opened", 1, 1),
        (Measure::Outcomes, "linked", 0, 1),
        (Measure::Protection, "none", 1, 2),
        (Measure::Time("DL-001".into()), "kept", 1, 2),
    ] {
        assert_eq!(
            (count(&one, &measure, value), count(&two, &measure, value)),
            (first, then),
            "{measure:?} {value}"
        );
    }
    let ages = |tally: &Tally| -> i64 {
        tally.iter().filter(|(cell, _)| cell.measure == Measure::ReportAges).map(|(_, count)| count).sum()
    };
    assert_eq!((ages(&one), ages(&two)), (1, 2));
    let more = difference(&one, &two);
    assert!(more.values().all(|count| *count > 0), "nothing is taken back by what comes after: {more:?}");
    assert!(difference(&two, &two).is_empty());
}

/// A cell has a year, a code and a value, and nothing else to find anybody by.
#[test]
fn a_cell_tells_of_no_day_and_nobody() {
    let counted = counted(&given([file(), report(10), assessed(10), make(10, d02(20))]));
    assert!(!counted.is_empty());
    for Cell { measure, value, .. } in counted.keys() {
        assert_eq!(Measure::of(&measure.code()), Some(measure.clone()));
        let is_code = |text: &str| text.len() <= 40 && !text.contains(' ') && !text.contains("2026");
        assert!(is_code(value) && is_code(&measure.code()), "{measure:?} {value}");
    }
}

#[test]
fn a_year_that_goes_on_is_not_shown() {
    let tally = year(&[(Measure::Reporters, vec![20, 30])]);
    assert!(publish(&tally, 2026, 2026).is_empty());
    assert_eq!(publish(&tally, 2026, 2027)[&Measure::Reporters].total(), Some(50));
}

/// Four values of two each, and a table that says that they are at least eight: each would be known.
#[test]
fn what_two_tables_tell_together_is_left_out() {
    let tally = year(&[(Measure::Reporters, vec![2, 2, 2, 2]), (Measure::Again, vec![8])]);
    let shown = publish(&tally, 2026, 2027);
    assert!(shown.values().any(|figure| *figure == Figure::TooFew), "{shown:?}");
    let alone = publish(&year(&[(Measure::Reporters, vec![2, 2, 2, 2])]), 2026, 2027);
    assert_eq!(alone[&Measure::Reporters].total(), Some(0));
}

/// An attacker who has all tables of the year, knows that three of them count the same reports, and tries every number that each value
/// could have.
#[test]
fn ten_thousand_years_tell_of_nobody() {
    let mut random = Random(1);
    let mut left_out = 0;
    for _ in 0..TABLES {
        let reports = random.below(13);
        let tables: Vec<(Measure, Vec<i64>)> = [Measure::Reporters, Measure::ReportAges, Measure::Again]
            .into_iter()
            .map(|measure| (measure, random.parts(reports)))
            .collect();
        let published = publish(&year(&tables), 2026, 2027);
        let shown: Vec<(&Vec<i64>, Vec<i64>)> = tables
            .iter()
            .filter_map(|(measure, truth)| match &published[measure] {
                Figure::Shown(rows) => Some((truth, rows.values().copied().collect())),
                Figure::TooFew => None,
            })
            .collect();
        left_out += tables.len() - shown.len();
        let totals = shown.iter().map(|(_, rows)| sums(rows.iter().map(|shown| could_be(*shown))));
        let totals = totals.reduce(|all, more| &all & &more).unwrap_or_default();
        for (truth, rows) in &shown {
            for (place, (truth, shown)) in truth.iter().zip(rows).enumerate() {
                let others = rows.iter().enumerate().filter(|(other, _)| *other != place);
                let others = sums(others.map(|(_, shown)| could_be(*shown)));
                let fits = |own: &i64| others.iter().any(|others| totals.contains(&(own + others)));
                let possible: Vec<i64> = could_be(*shown).filter(fits).collect();
                assert!(possible.contains(truth), "the attacker reasons right");
                if (1..5).contains(truth) {
                    let told = possible.len() == 1 || (*shown == 0 && !possible.contains(&0));
                    assert!(!told, "{truth} is told by {tables:?}: {published:?}");
                }
            }
        }
    }
    assert!((1..TABLES).contains(&left_out), "some are left out, and few: {left_out}");
}

/// What a shown number could be.
fn could_be(shown: i64) -> impl Iterator<Item = i64> {
    (0..=shown + 5).filter(move |count| (count + 2) / 5 * 5 == shown)
}

fn sums<I: Iterator<Item = i64>>(parts: impl Iterator<Item = I>) -> BTreeSet<i64> {
    parts.fold(BTreeSet::from([0]), |sums, part| {
        part.flat_map(|one| sums.iter().map(move |sum| sum + one).collect::<Vec<_>>()).collect()
    })
}

fn year(tables: &[(Measure, Vec<i64>)]) -> Tally {
    let mut tally = BTreeMap::new();
    for (measure, counts) in tables {
        for (value, count) in counts.iter().enumerate() {
            let cell = Cell { year: 2026, measure: measure.clone(), value: format!("v{value}") };
            tally.insert(cell, *count);
        }
    }
    tally
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 40).unwrap() % limit
    }

    /// A number in one to six parts.
    fn parts(&mut self, whole: i64) -> Vec<i64> {
        let mut parts = vec![0; usize::try_from(1 + self.below(6)).unwrap()];
        for _ in 0..whole {
            let part = usize::try_from(self.below(i64::try_from(parts.len()).unwrap())).unwrap();
            parts[part] += 1;
        }
        parts
    }
}
