//! The days of a register, each as often as its season says.

use law::Day;

use super::marginals::Season;

/// The days of a register, with how much of all that happens has happened when each of them ends.
pub(super) struct Calendar(Vec<f64>);

impl Calendar {
    /// So many days, at least one, from a first.
    pub(super) fn of(season: &Season, first: Day, days: i64) -> Self {
        let mut happened = 0.0;
        let ends = (0..days.max(1)).map(|day| {
            happened += season.weight(first.plus_days(day));
            happened
        });
        Self(ends.collect())
    }

    /// Days from the first to the one on which a part of all, from zero to one, has happened.
    pub(super) fn day(&self, part: f64) -> i64 {
        let wanted = part * self.0.last().copied().unwrap_or_default();
        let day = self.0.partition_point(|end| *end <= wanted).min(self.0.len() - 1);
        i64::try_from(day).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;
    use crate::synth::marginals::Marginals;

    /// How many of ten thousand things happen on days of a kind, for each such day of a year.
    fn for_each(kind: impl Fn(Day) -> bool) -> f64 {
        let first = Day::new(2025, 1, 1).unwrap();
        let calendar = Calendar::of(&Marginals::read().unwrap().season, first, 365);
        let happened = (0..10_000).map(|part| first.plus_days(calendar.day(f64::from(part) / 10_000.0)));
        let days = (0..365).filter(|day| kind(first.plus_days(*day))).count();
        let times = happened.filter(|day| kind(*day)).count();
        f64::from(u32::try_from(times).unwrap()) / f64::from(u32::try_from(days).unwrap())
    }

    fn assert_near(measured: f64, expected: f64) {
        assert!((measured - expected).abs() < 0.08 * expected, "{measured:.3}, and not {expected:.3}");
    }

    #[test]
    fn mondays_are_busier_and_july_is_quiet() {
        let weekday = |number: i8| move |day: Day| Date::from(day).weekday().to_monday_one_offset() == number;
        let tuesday = for_each(weekday(2));
        assert_near(for_each(weekday(1)), 1.3 * tuesday);
        assert_near(for_each(weekday(7)), 0.5 * tuesday);
        assert_near(for_each(|day| day.month() == 7), 0.6 * for_each(|day| day.month() == 5));
        let busy = for_each(|day| (45..=50).contains(&Date::from(day).iso_week_date().week()));
        assert_near(busy, 1.25 * for_each(|day| day.month() == 3));
    }

    #[test]
    fn everything_happens_within_the_register() {
        let first = Day::new(2025, 1, 1).unwrap();
        let calendar = Calendar::of(&Marginals::read().unwrap().season, first, 10);
        assert_eq!((calendar.day(0.0), calendar.day(1.0)), (0, 9));
    }
}
