//! [`Day`]: a date of the Swedish calendar, without time of day.

use std::{fmt, str::FromStr};

use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::LawError;

/// A day of the calendar.
///
/// The law of this domain counts in whole days, so nothing in this crate knows hours or time zones. Turning an
/// instant into a day (Europe/Stockholm) happens at the edge, before anything is asked here. The type wraps
/// [`jiff::civil::Date`], so that a change of date library touches one file.
///
/// ```
/// use law::Day;
///
/// let day: Day = "2026-10-31".parse()?;
/// assert_eq!(day, Day::new(2026, 10, 31)?);
/// assert_eq!(day.plus_days(1).to_string(), "2026-11-01");
/// assert_eq!(day.days_until(Day::new(2026, 12, 24)?), 54);
/// # Ok::<(), law::LawError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Day(Date);

impl Day {
    /// The last there is.
    pub const MAX: Self = Self(Date::MAX);

    /// The day with this year, month (1–12) and day of the month.
    ///
    /// # Errors
    /// [`LawError::BadDate`] when the calendar has no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, LawError> {
        Date::new(year, month, day)
            .map(Self)
            .map_err(|_| LawError::BadDate(format!("{year:04}-{month:02}-{day:02}")))
    }

    /// The year, for example 2026.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1–12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1–31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// The day that lies `days` later, or earlier when `days` is negative. Stops at the ends of the calendar.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let span = jiff::Span::new().try_days(days);
        let end = if days < 0 { Date::MIN } else { Date::MAX };
        Self(span.map_or(end, |span| self.0.saturating_add(span)))
    }

    /// How many days there are from this day to `other`: negative when `other` lies before.
    pub fn days_until(self, other: Self) -> i64 {
        self.0.duration_until(other.0).as_hours() / 24
    }

    /// The day `months` later with the same number, or the last day of that month when the number is missing:
    /// the way 1 § lagen (1930:173) counts months. `None` when that leaves the calendar.
    pub(crate) fn plus_months(self, months: i32) -> Option<Self> {
        self.0.checked_add(months.months()).ok().map(Self)
    }

    /// The day so many years earlier. Stops at the beginning of the calendar.
    #[must_use]
    pub fn years_before(self, years: i16) -> Self {
        self.plus_months(-12 * i32::from(years)).unwrap_or(Self(Date::MIN))
    }

    /// The day somebody born on this day reaches an age; see [`Day::age_on`]. `None` when that leaves the calendar.
    pub fn birthday(self, age: i16) -> Option<Self> {
        self.plus_months(i32::from(age) * 12)
    }

    /// How old someone born on `birth` is on this day, in whole years; `None` before the birth.
    ///
    /// An age is reached on the birthday. Who is born on 29 February reaches it on the 28th in other years, as
    /// 1 § lagen (1930:173) ends a time of years on the last day of the month.
    ///
    /// ```
    /// use law::Day;
    ///
    /// let birth = Day::new(2008, 2, 29)?;
    /// assert_eq!(Day::new(2026, 2, 27)?.age_on(birth), Some(17));
    /// assert_eq!(Day::new(2026, 2, 28)?.age_on(birth), Some(18));
    /// # Ok::<(), law::LawError>(())
    /// ```
    pub fn age_on(self, birth: Self) -> Option<i16> {
        if self < birth {
            return None;
        }
        let years = self.year() - birth.year();
        let birthday = birth.birthday(years)?;
        Some(if birthday <= self { years } else { years - 1 })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, out)
    }
}

impl FromStr for Day {
    type Err = LawError;

    /// Reads `YYYY-MM-DD` and nothing else: no other order, no time of day, no surrounding space.
    fn from_str(text: &str) -> Result<Self, LawError> {
        let bad = || LawError::BadDate(text.to_owned());
        let shape_holds = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shape_holds {
            return Err(bad());
        }
        text.parse().map(Self).map_err(|_| bad())
    }
}

impl TryFrom<String> for Day {
    type Error = LawError;

    fn try_from(text: String) -> Result<Self, LawError> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self(date)
    }
}

impl From<Day> for Date {
    fn from(day: Day) -> Self {
        day.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_iso_dates_are_read() {
        for bad in [
            "",
            "2026",
            "2026-1-31",
            "20261031",
            "2026-02-29",
            "2026-13-01",
            " 2026-10-31",
            "2026-10-31 ",
            "31-10-2026",
            "2026-10-31T00",
            "٢٠٢٦-10-31",
            "-026-10-31",
        ] {
            assert_eq!(bad.parse::<Day>(), Err(LawError::BadDate(bad.to_owned())), "{bad}");
        }
        assert!("2024-02-29".parse::<Day>().is_ok());
    }

    #[test]
    fn adding_days_stops_at_the_end_of_the_calendar() {
        let day = Day::new(9999, 12, 30).unwrap();
        assert_eq!(day.plus_days(5), Day::new(9999, 12, 31).unwrap());
        assert_eq!(day.plus_days(i64::MAX), Day::new(9999, 12, 31).unwrap());
        assert_eq!(day.plus_days(i64::MIN), Day::from(Date::MIN));
    }

    #[test]
    fn ages_turn_on_the_birthday() {
        let birth = Day::new(2011, 12, 1).unwrap();
        assert_eq!(Day::new(2026, 11, 30).unwrap().age_on(birth), Some(14));
        assert_eq!(Day::new(2026, 12, 1).unwrap().age_on(birth), Some(15));
        assert_eq!(Day::new(2011, 11, 30).unwrap().age_on(birth), None);
    }
}
