//! Nobody can be found in what is shown, however the tables are laid beside each other.

use crate::{
    given::{Given, given},
    words::*,
};
use law::{Choice, LawBook};
use record::{
    duties,
    figures::{Figure, publish},
    tally::{AGAIN, AGES, Cell, Measure, Tally, difference, tally},
};
use std::collections::BTreeMap;

const TABLES: usize = 10_000;

fn counted(given: &Given) -> Tally {
    tally(&given.file, &duties(&given.file, LawBook::sweden()))
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
    let tally = year(&[
        (Measure::Reporters, vec![20, 30]),
        (Measure::ReportAges, vec![0, 10, 40]),
        (Measure::Again, vec![45, 5]),
        (Measure::Children, vec![45]),
    ]);
    assert!(publish(&tally, law(), 2026, 2026).is_empty());
    assert_eq!(publish(&tally, law(), 2026, 2027)[&Measure::Reporters].total(), Some(50));
}

/// Whether there is nobody or somebody, no row says.
#[test]
fn a_row_that_is_there_does_not_say_that_there_is_anybody() {
    let nobody = publish(&Tally::new(), law(), 2026, 2027);
    let somebody = year(&[
        (Measure::Reporters, vec![1]),
        (Measure::ReportAges, vec![1]),
        (Measure::Again, vec![1]),
        (Measure::Children, vec![1]),
        (Measure::Time("DL-001".into()), vec![2]),
        (Measure::Services, vec![2, 1]),
    ]);
    assert_eq!(publish(&somebody, law(), 2026, 2027), nobody);
}

/// Twelve first and one again, all reported by the same: the first table says that they are at least 13, the other that at most 12 are the first,
/// so somebody is another one. Were that one left out alone, whoever knows the rule would know it still.
#[test]
fn what_two_tables_tell_together_is_left_out_of_all() {
    let tally = year(&[(Measure::Reporters, vec![13]), (Measure::Again, vec![12, 1])]);
    let shown = publish(&tally, law(), 2026, 2027);
    assert_eq!(shown.len(), 4);
    assert!(shown.values().all(|figure| *figure == Figure::TooFew), "{shown:?}");
    let alone = publish(&year(&[(Measure::Services, vec![2, 2, 2, 2, 8])]), law(), 2026, 2027);
    assert_eq!(alone[&Measure::Services].total(), Some(10));
}

/// An attacker who has all tables of the year, knows that three of them count the same reports, and tries every number that each value
/// could have: also of the values that are not there.
#[test]
fn ten_thousand_years_tell_of_nobody() {
    let mut random = Random(1);
    let mut left_out = 0;
    for _ in 0..TABLES {
        let reports = random.below(40);
        let tables: Vec<(Measure, Vec<i64>)> = [Measure::Reporters, Measure::ReportAges, Measure::Again]
            .into_iter()
            .map(|measure| (measure.clone(), random.parts(reports, codes(&measure).len())))
            .collect();
        let published = publish(&year(&tables), law(), 2026, 2027);
        let shown: Vec<(&Vec<i64>, Vec<i64>)> = tables
            .iter()
            .filter_map(|(measure, truth)| match &published[measure] {
                Figure::Shown(rows) => {
                    let row = |code: &&str| rows.get(*code).copied().unwrap_or(0);
                    Some((truth, codes(measure).iter().map(row).collect()))
                }
                Figure::TooFew => None,
            })
            .collect();
        left_out += usize::from(shown.is_empty());
        let totals = shown.iter().map(|(_, rows)| sums(rows.iter().map(|shown| could_be(*shown))));
        let totals = totals.reduce(|all, more| all & more).unwrap_or_default();
        for (truth, rows) in &shown {
            for (place, shown) in rows.iter().enumerate() {
                let truth = truth.get(place).copied().unwrap_or(0);
                let others = rows.iter().enumerate().filter(|(other, _)| *other != place);
                let others = sums(others.map(|(_, shown)| could_be(*shown)));
                let fits = |own: &i64| (others << own) & totals != 0;
                let possible: Vec<i64> = could_be(*shown).filter(fits).collect();
                assert!(possible.contains(&truth), "the attacker reasons right");
                if (1..5).contains(&truth) {
                    let told = possible.len() == 1 || (*shown == 0 && !possible.contains(&0));
                    assert!(!told, "{truth} is told by {tables:?}: {published:?}");
                }
            }
        }
    }
    assert!((1..TABLES / 2).contains(&left_out), "some are left out, and fewer than not: {left_out}");
}

fn law() -> &'static LawBook {
    LawBook::sweden()
}

/// Every value that a measure can have.
fn codes(measure: &Measure) -> Vec<&'static str> {
    match measure {
        Measure::Reporters => {
            let of = |choice: &&Choice| choice.list == "reporter_category";
            law().choices().iter().filter(of).map(|choice| choice.code.as_str()).collect()
        }
        Measure::ReportAges => AGES.to_vec(),
        Measure::Again => AGAIN.to_vec(),
        _ => vec!["v0", "v1", "v2", "v3", "v4"],
    }
}

/// What a shown number could be.
fn could_be(shown: i64) -> impl Iterator<Item = i64> {
    (0..=shown + 5).filter(move |count| (count + 2) / 5 * 5 == shown)
}

/// Every sum there could be, as bits.
fn sums<I: Iterator<Item = i64>>(parts: impl Iterator<Item = I>) -> u128 {
    parts.fold(1, |sums, part| part.fold(0, |all, one| all | sums << one))
}

fn year(tables: &[(Measure, Vec<i64>)]) -> Tally {
    let mut tally = BTreeMap::new();
    for (measure, counts) in tables {
        for (value, count) in codes(measure).into_iter().zip(counts).filter(|(_, count)| **count != 0) {
            let cell = Cell { year: 2026, measure: measure.clone(), value: value.to_owned() };
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

    /// A number in one to six parts, or as many as there are values.
    fn parts(&mut self, whole: i64, values: usize) -> Vec<i64> {
        let mut parts = vec![0; usize::try_from(1 + self.below(6)).unwrap().min(values)];
        for _ in 0..whole {
            let part = usize::try_from(self.below(i64::try_from(parts.len()).unwrap())).unwrap();
            parts[part] += 1;
        }
        parts
    }
}
