//! Turns a story's days into days of the calendar, around the day of the first start.

use jiff::{Timestamp, civil};
use law::Day;
use record::{Moment, stockholm};
use store::Now;

use super::story::When;

/// Nine in the morning, when a story gives no time of day.
const MORNING: u16 = 9 * 60;

/// The days of one demo, counted from when it was first started.
#[derive(Clone, Copy, Debug)]
pub(super) struct Almanac {
    first: Now,
}

impl Almanac {
    /// Counts from an instant.
    pub(super) fn new(first: Timestamp) -> Self {
        Self { first: at(first) }
    }

    /// The day of the first start.
    pub(super) fn today(&self) -> Day {
        self.first.today
    }

    /// The calendar day. Who has office hours does nothing on a Sunday: a day of rest gives way to the weekday before, or after
    /// when it is still to come. The first day itself stays, or nothing would have happened today.
    pub(super) fn day(&self, when: When, office_hours: bool) -> Day {
        let day = self.today().plus_days(when.days);
        if !office_hours || when.days == 0 || law::rest(day).is_none() {
            day
        } else if when.days < 0 {
            law::previous_weekday(day)
        } else {
            law::next_weekday(day)
        }
    }

    /// Day and time of day, as people say it.
    pub(super) fn moment(&self, when: When, office_hours: bool) -> Moment {
        Moment { day: self.day(when, office_hours), minute: when.minute }
    }

    /// The moment somebody did something: never before what was done just before, never after the first start.
    pub(super) fn now(&self, when: When, office_hours: bool, before: Option<Now>) -> Now {
        let day = self.day(when, office_hours);
        let minute = when.minute.unwrap_or(MORNING);
        let time = civil::time(hour(minute), (minute % 60) as i8, 0, 0);
        let date = civil::date(day.year(), day.month(), day.day());
        // Every local time exists in Stockholm except in one hour of spring, which is then taken an hour later.
        let instant = date
            .to_datetime(time)
            .to_zoned(stockholm())
            .map_or(self.first.instant, |zoned| zoned.timestamp());
        let instant = instant.min(self.first.instant);
        at(before.map_or(instant, |before| instant.max(before.instant)))
    }
}

fn hour(minute: u16) -> i8 {
    i8::try_from(minute / 60).expect("a day has 1440 minutes")
}

fn at(instant: Timestamp) -> Now {
    Now { instant, today: Moment::of(instant).day }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(text: &str) -> When {
        text.parse().unwrap()
    }

    /// Tuesday 24 November 2026, nine in the morning.
    fn almanac() -> Almanac {
        Almanac::new("2026-11-24T08:00:00Z".parse().unwrap())
    }

    #[test]
    fn a_day_of_rest_gives_way_for_those_with_office_hours() {
        let almanac = almanac();
        assert_eq!(almanac.day(when("-2"), true).to_string(), "2026-11-20");
        assert_eq!(almanac.day(when("-2"), false).to_string(), "2026-11-22");
        assert_eq!(almanac.day(when("4"), true).to_string(), "2026-11-30");
        assert_eq!(almanac.day(when("0"), true).to_string(), "2026-11-24");
    }

    #[test]
    fn nothing_is_done_after_the_first_start_nor_before_what_came_before() {
        let almanac = almanac();
        let late = almanac.now(when("0 16:30"), true, None);
        assert_eq!(late.instant.to_string(), "2026-11-24T08:00:00Z");
        let first = almanac.now(when("-4 15:00"), true, None);
        let second = almanac.now(when("-3 09:00"), true, Some(first));
        assert!(first.instant <= second.instant);
        let friday = almanac.now(when("-3 15:00"), true, None);
        let sunday = almanac.now(when("-2 09:00"), true, Some(friday));
        assert_eq!(sunday.instant, friday.instant, "the Sunday became the same Friday, and keeps its place");
    }
}
