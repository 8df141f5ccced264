//! How long a rule gives: a period to count, or the law's own words for "at once" and "soon".

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{Day, LawError};

/// A unit of calendar time. No rule of this domain counts working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Days.
    Days,
    /// Weeks, which end on the same day of the week.
    Weeks,
    /// Months, which end on the same day of the month or on the month's last.
    Months,
    /// Years, likewise.
    Years,
}

/// A number of days, weeks, months or years, written as an ISO 8601 duration: `P14D`, `P1W`, `P4M`, `P2Y`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Period {
    /// How many.
    pub count: u16,
    /// Of what.
    pub unit: Unit,
}

impl Period {
    /// The day on which the period ends when it starts on `start`, counted as 1 § lagen (1930:173) says: the
    /// start day is day 0, weeks end on the same day of the week, months and years on the same day number or, if
    /// the month has no such day, on its last. `None` when that leaves the calendar.
    ///
    /// ```
    /// use law::{Day, Period};
    ///
    /// let four_months: Period = "P4M".parse()?;
    /// let start = Day::new(2026, 10, 31)?;
    /// assert_eq!(four_months.after(start), Some(Day::new(2027, 2, 28)?));
    /// # Ok::<(), law::LawError>(())
    /// ```
    pub fn after(self, start: Day) -> Option<Day> {
        let count = i64::from(self.count);
        match self.unit {
            Unit::Days => in_calendar(start, count),
            Unit::Weeks => in_calendar(start, count * 7),
            Unit::Months => start.plus_months(i32::from(self.count)),
            Unit::Years => start.plus_months(i32::from(self.count) * 12),
        }
    }

    /// Whether the period is counted in months or years, so that its last day may be missing in a month.
    pub fn counts_months(self) -> bool {
        matches!(self.unit, Unit::Months | Unit::Years)
    }
}

/// `start` and `days` later, refused where [`Day::plus_days`] would stop at the end of the calendar.
fn in_calendar(start: Day, days: i64) -> Option<Day> {
    let end = start.plus_days(days);
    (start.days_until(end) == days).then_some(end)
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Days => 'D',
            Unit::Weeks => 'W',
            Unit::Months => 'M',
            Unit::Years => 'Y',
        };
        write!(out, "P{}{unit}", self.count)
    }
}

impl FromStr for Period {
    type Err = LawError;

    fn from_str(text: &str) -> Result<Self, LawError> {
        let bad = || LawError::BadLength(text.to_owned());
        let body = text.strip_prefix('P').ok_or_else(bad)?;
        let unit = match body.chars().last() {
            Some('D') => Unit::Days,
            Some('W') => Unit::Weeks,
            Some('M') => Unit::Months,
            Some('Y') => Unit::Years,
            _ => return Err(bad()),
        };
        let count = number(&body[..body.len() - 1]).ok_or_else(bad)?;
        Ok(Self { count, unit })
    }
}

impl TryFrom<String> for Period {
    type Error = LawError;

    fn try_from(text: String) -> Result<Self, LawError> {
        text.parse()
    }
}

/// How long a rule gives, as the law data write it.
///
/// The text form (`Display`, `FromStr`, TOML) is an ISO 8601 duration where there is something to count and a
/// word where the law has only a word:
///
/// ```
/// use law::Length;
///
/// for text in ["P4M", "R/P6M", "PT72H", "age:18Y", "fixed-date:--01-31", "immediate", "before-application"] {
///     assert_eq!(text.parse::<Length>()?.to_string(), text);
/// }
/// assert!("P4X".parse::<Length>().is_err());
/// # Ok::<(), law::LawError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Length {
    /// `immediate`: "genast", "omedelbart".
    Immediate,
    /// `same-day`: "samma dag".
    SameDay,
    /// `same-day-or-next`: the same day, the next at the latest.
    SameDayOrNext,
    /// `without-undue-delay`: "utan dröjsmål", "skyndsamt".
    WithoutUndueDelay,
    /// `as-soon-as-possible`: "snarast", "så snart som möjligt".
    AsSoonAsPossible,
    /// `no-fixed-limit`: the law sets no time.
    NoFixedLimit,
    /// `set-by-decision`: the authority sets the day when it decides.
    SetByDecision,
    /// `set-by-requester`: the one who asks sets the day.
    SetByRequester,
    /// `before-…`: must precede the named act.
    Before(String),
    /// `next-board-meeting`: at the board's next meeting.
    NextBoardMeeting,
    /// `fixed-date:--MM-DD`: that day of the year, every year.
    FixedDate {
        /// 1–12.
        month: i8,
        /// 1–31.
        day: i8,
    },
    /// `age:18Y`: the birthday on which someone reaches the age.
    Age {
        /// The age in years.
        years: u16,
    },
    /// `never`: for ever; only retention rules say it.
    Never,
    /// `recurring-locally-set`: again and again, at an interval the authority chooses.
    LocallySet,
    /// `P4M`: a period from the start event.
    Period(Period),
    /// `R/P6M`: at least once per period, counted from the last fulfilment.
    Recurring(Period),
    /// `PT72H`: hours. Counted in whole days here, rounded up.
    Hours(u32),
}

impl Length {
    /// Whether the law says "at once" in some form, so that the start day is itself the nominal day. Such a time
    /// is never shifted: the need does not wait for Monday.
    pub fn is_at_once(&self) -> bool {
        matches!(self, Self::Immediate | Self::SameDay | Self::SameDayOrNext)
    }
}

/// The words, each with its value. The rest carry something to parse.
const WORDS: [(&str, Length); 11] = [
    ("immediate", Length::Immediate),
    ("same-day", Length::SameDay),
    ("same-day-or-next", Length::SameDayOrNext),
    ("without-undue-delay", Length::WithoutUndueDelay),
    ("as-soon-as-possible", Length::AsSoonAsPossible),
    ("no-fixed-limit", Length::NoFixedLimit),
    ("set-by-decision", Length::SetByDecision),
    ("set-by-requester", Length::SetByRequester),
    ("next-board-meeting", Length::NextBoardMeeting),
    ("never", Length::Never),
    ("recurring-locally-set", Length::LocallySet),
];

impl fmt::Display for Length {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Before(act) => write!(out, "before-{act}"),
            Self::FixedDate { month, day } => write!(out, "fixed-date:--{month:02}-{day:02}"),
            Self::Age { years } => write!(out, "age:{years}Y"),
            Self::Period(period) => write!(out, "{period}"),
            Self::Recurring(period) => write!(out, "R/{period}"),
            Self::Hours(hours) => write!(out, "PT{hours}H"),
            word => {
                let text = WORDS.iter().find(|(_, length)| length == word).map_or("", |(text, _)| text);
                out.write_str(text)
            }
        }
    }
}

impl FromStr for Length {
    type Err = LawError;

    fn from_str(text: &str) -> Result<Self, LawError> {
        let bad = || LawError::BadLength(text.to_owned());
        if let Some((_, length)) = WORDS.iter().find(|(word, _)| *word == text) {
            return Ok(length.clone());
        }
        if let Some(act) = text.strip_prefix("before-") {
            return if act.is_empty() { Err(bad()) } else { Ok(Self::Before(act.to_owned())) };
        }
        if let Some(date) = text.strip_prefix("fixed-date:--") {
            // A year with 29 February, so that any yearly date is a date.
            let date: Day = format!("2000-{date}").parse().map_err(|_| bad())?;
            return Ok(Self::FixedDate { month: date.month(), day: date.day() });
        }
        if let Some(years) = text.strip_prefix("age:").and_then(|age| age.strip_suffix('Y')) {
            return number(years).map(|years| Self::Age { years }).ok_or_else(bad);
        }
        if let Some(hours) = text.strip_prefix("PT").and_then(|time| time.strip_suffix('H')) {
            return number(hours).map(|hours| Self::Hours(u32::from(hours))).ok_or_else(bad);
        }
        match text.strip_prefix("R/") {
            Some(period) => period.parse().map(Self::Recurring),
            None => text.parse().map(Self::Period),
        }
        .map_err(|_| bad())
    }
}

/// A positive number in plain digits: no sign, no empty text.
fn number(digits: &str) -> Option<u16> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|&number| plain && number > 0)
}

impl TryFrom<String> for Length {
    type Error = LawError;

    fn try_from(text: String) -> Result<Self, LawError> {
        text.parse()
    }
}

impl From<Length> for String {
    fn from(length: Length) -> Self {
        length.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_length_is_refused() {
        for bad in [
            "",
            "P",
            "P0D",
            "P-1D",
            "P+1D",
            "P1",
            "4M",
            "R/",
            "R/immediate",
            "age:Y",
            "age:18",
            "PTH",
            "before-",
            "fixed-date:--02-30",
            "Immediate",
            "P1M2D",
            "P99999D",
        ] {
            assert_eq!(bad.parse::<Length>(), Err(LawError::BadLength(bad.to_owned())), "{bad}");
        }
    }

    #[test]
    fn every_word_survives_the_round_trip() {
        for (word, length) in &WORDS {
            assert_eq!(&length.to_string(), word);
            assert_eq!(&word.parse::<Length>().unwrap(), length);
        }
    }

    #[test]
    fn a_period_that_leaves_the_calendar_has_no_end() {
        let late = Day::new(9999, 12, 1).unwrap();
        for period in ["P31D", "P5W", "P1M", "P1Y"] {
            assert_eq!(period.parse::<Period>().unwrap().after(late), None, "{period}");
        }
    }
}
