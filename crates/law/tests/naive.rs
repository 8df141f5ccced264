//! The engine against a model that counts one day after the other, knows no date library, and finds Easter by
//! waiting for the first Sunday after the paschal full moon.

use law::{Day, LawBook, Length, Nature, Period, Unit, due, is_public_holiday, next_weekday};
use proptest::prelude::*;

/// A date as three numbers, and how many days it lies after Monday 1 January 1990.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Naive {
    year: i16,
    month: i8,
    day: i8,
    since_monday: u32,
}

const ANCHOR: Naive = Naive { year: 1990, month: 1, day: 1, since_monday: 0 };

impl Naive {
    fn tomorrow(self) -> Self {
        let Self { year, month, day, since_monday } = self;
        let since_monday = since_monday + 1;
        if day < days_in(year, month) {
            Self { year, month, day: day + 1, since_monday }
        } else if month < 12 {
            Self { year, month: month + 1, day: 1, since_monday }
        } else {
            Self { year: year + 1, month: 1, day: 1, since_monday }
        }
    }

    /// Walks forward until the test says stop.
    fn until(self, stop: impl Fn(Self) -> bool) -> Self {
        let mut at = self;
        while !stop(at) {
            at = at.tomorrow();
        }
        at
    }

    fn is(self, month: i8, day: i8) -> bool {
        (self.month, self.day) == (month, day)
    }

    /// Monday is 0.
    fn weekday(self) -> u32 {
        self.since_monday % 7
    }

    fn easter(self) -> u32 {
        let golden = i32::from(self.year) % 19;
        // Right for 1900 to 2199.
        let epact = (19 * golden + 24) % 30;
        let moon = if epact == 29 || (epact == 28 && golden > 10) { epact - 1 } else { epact };
        let year = self.year;
        let equinox = ANCHOR.until(|at| at.year == year && at.is(3, 21));
        let full_moon = (0..moon).fold(equinox, |at, _| at.tomorrow());
        full_moon.tomorrow().until(|at| at.weekday() == 6).since_monday
    }

    fn is_holiday(self) -> bool {
        let fixed = [(1, 1), (1, 6), (5, 1), (6, 6), (12, 25), (12, 26)];
        let saturday_feast = self.weekday() == 5
            && ((self.month == 6 && (20..=26).contains(&self.day))
                || self.is(10, 31)
                || (self.month == 11 && self.day <= 6));
        let moving = || {
            let easter = self.easter();
            [easter - 2, easter + 1, easter + 39].contains(&self.since_monday)
        };
        self.weekday() == 6
            || fixed.iter().any(|&(month, day)| self.is(month, day))
            || saturday_feast
            || moving()
    }

    fn rests(self) -> bool {
        let midsummer_eve = self.weekday() == 4 && self.month == 6 && (19..=25).contains(&self.day);
        self.weekday() == 5 || self.is(12, 24) || self.is(12, 31) || midsummer_eve || self.is_holiday()
    }

    /// Day by day: `count` units on.
    fn plus(self, period: Period) -> Self {
        let days = match period.unit {
            Unit::Days => u32::from(period.count),
            Unit::Weeks => 7 * u32::from(period.count),
            Unit::Months => return self.plus_months(i32::from(period.count)),
            Unit::Years => return self.plus_months(12 * i32::from(period.count)),
        };
        (0..days).fold(self, |at, _| at.tomorrow())
    }

    fn plus_months(self, months: i32) -> Self {
        let number = |at: Self| i32::from(at.year) * 12 + i32::from(at.month);
        let target = number(self) + months;
        self.until(|at| {
            let last = days_in(at.year, at.month);
            number(at) == target && (at.day == self.day || (at.day == last && self.day > last))
        })
    }

    fn day(self) -> Day {
        Day::new(self.year, self.month, self.day).expect("the model only walks over days that exist")
    }
}

fn days_in(year: i16, month: i8) -> i8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Any day from 2005, when 6 June became a holiday, to 2105.
fn any_day() -> impl Strategy<Value = Naive> {
    (0..36_525_u32).prop_map(|days| {
        let start = ANCHOR.until(|at| at.year == 2005);
        (0..days).fold(start, |at, _| at.tomorrow())
    })
}

/// What the model expects: the day counted, and the day after moving.
fn expected(length: &Length, nature: Nature, start: Naive) -> Option<(Naive, Naive)> {
    let unmoved = |day: Naive| Some((day, day));
    let counted = match length {
        Length::Immediate | Length::SameDay => return unmoved(start),
        Length::SameDayOrNext => return Some((start, start.tomorrow())),
        Length::Period(period) | Length::Recurring(period) => start.plus(*period),
        Length::Age { years } => start.plus(Period { count: *years, unit: Unit::Years }),
        Length::FixedDate { month, day } => start.until(|at| at.is(*month, *day)),
        Length::Hours(hours) => (0..hours.div_ceil(24)).fold(start, |at, _| at.tomorrow()),
        _ => return None,
    };
    let acts = matches!(nature, Nature::Duty | Nature::Lapse | Nature::Right);
    Some((counted, if acts { counted.until(|at| !at.rests()) } else { counted }))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_rule_is_due_when_the_model_says(start in any_day()) {
        for rule in LawBook::sweden().rules() {
            let due = due(rule, start.day(), Some(start.day()), None).unwrap();
            let expected = expected(&rule.length, rule.nature, start).map(|(nominal, latest)| (nominal.day(), latest.day()));
            if rule.nature == Nature::Retention {
                prop_assert_eq!((due.nominal, due.latest_lawful), (None, None), "{}", rule.id);
                prop_assert_eq!(due.earliest, expected.map(|(day, _)| day), "{}", rule.id);
            } else {
                prop_assert_eq!(due.nominal.zip(due.latest_lawful), expected, "{} from {}", rule.id, start.day());
                prop_assert_eq!(due.earliest, None);
            }
        }
    }

    #[test]
    fn a_period_ends_where_the_model_stops(start in any_day(), count in 1_u16..40, unit in 0..4) {
        let unit = [Unit::Days, Unit::Weeks, Unit::Months, Unit::Years][usize::try_from(unit).unwrap()];
        let period = Period { count, unit };
        prop_assert_eq!(period.after(start.day()), Some(start.plus(period).day()));
    }

    #[test]
    fn a_later_start_is_never_due_earlier(start in any_day(), gap in 0_i64..400) {
        for rule in LawBook::sweden().rules() {
            let at = |day: Day| due(rule, day, Some(start.day()), None).unwrap();
            let (first, second) = (at(start.day()), at(start.day().plus_days(gap)));
            prop_assert!(first.nominal <= second.nominal && first.latest_lawful <= second.latest_lawful, "{}", rule.id);
        }
    }
}

/// Every single day of a quarter of a century.
#[test]
fn holidays_and_weekdays_are_those_of_the_model() {
    let mut at = ANCHOR.until(|at| at.year == 2005);
    let mut weekday = at.until(|at| !at.rests());
    while at.year < 2031 {
        if weekday.since_monday < at.since_monday {
            weekday = at.until(|at| !at.rests());
        }
        assert_eq!(is_public_holiday(at.day()), at.is_holiday(), "{}", at.day());
        assert_eq!(next_weekday(at.day()), weekday.day(), "{}", at.day());
        at = at.tomorrow();
    }
}
