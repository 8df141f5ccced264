//! When something happened, as people say it: a day, and often a time of day, in Swedish local time.
//!
//! *Occurred* is a [`Moment`]; *recorded* is an exact [`Timestamp`] taken at the edge. The two differ whenever a
//! night's telephone call is written down in the morning, and both are kept (27 § FL).

use jiff::{Timestamp, civil, tz::TimeZone};
use law::Day;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{borrow::Cow, fmt, str::FromStr};

/// The time zone of every Swedish authority, compiled in so that no machine's setting can move a deadline.
pub fn stockholm() -> TimeZone {
    static STOCKHOLM: TimeZone = jiff::tz::get!("Europe/Stockholm");
    STOCKHOLM.clone()
}

/// A day with an optional time of day, in Europe/Stockholm.
///
/// ```
/// use record::Moment;
/// let call: Moment = "2026-11-24T23:40".parse().unwrap();
/// assert!(call < "2026-11-25".parse().unwrap());
/// assert_eq!(call.to_string(), "2026-11-24T23:40");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The calendar day.
    pub day: Day,
    /// Minutes since midnight, if the time of day is known. Unknown sorts first.
    pub minute: Option<u16>,
}

impl Moment {
    /// A day whose time of day is not known.
    pub const fn on(day: Day) -> Self {
        Self { day, minute: None }
    }

    /// The local moment of an exact instant, to the minute.
    pub fn of(instant: Timestamp) -> Self {
        let local = instant.to_zoned(stockholm());
        let minute = u16::from(local.hour().unsigned_abs()) * 60 + u16::from(local.minute().unsigned_abs());
        Self { day: Day::from(local.date()), minute: Some(minute) }
    }

    /// Is this later than the instant, to the precision it has? A bare day is in the future only from the next day on.
    pub fn is_after(self, now: Moment) -> bool {
        match (self.minute, now.minute) {
            (Some(_), Some(_)) => self > now,
            _ => self.day > now.day,
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.minute {
            Some(minute) => write!(f, "{}T{:02}:{:02}", self.day, minute / 60, minute % 60),
            None => write!(f, "{}", self.day),
        }
    }
}

/// Text that is not a day, nor a day with a time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a day or a day and a time: {0:?}")]
pub struct NotAMoment(pub String);

impl FromStr for Moment {
    type Err = NotAMoment;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || NotAMoment(text.to_owned());
        let (day, time) = match text.split_once(['T', ' ']) {
            Some((day, time)) => (day, Some(time)),
            None => (text, None),
        };
        let day = day.parse::<Day>().map_err(|_| wrong())?;
        let minute = time.map(|time| minute_of(time).ok_or_else(wrong)).transpose()?;
        Ok(Self { day, minute })
    }
}

/// Minutes since midnight of `14:02`, `14.02` or `14:02:30`.
fn minute_of(time: &str) -> Option<u16> {
    let time = time.replace('.', ":");
    let time: civil::Time = if time.len() == 4 { format!("0{time}") } else { time }.parse().ok()?;
    Some(u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs()))
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
impl JsonSchema for Moment {
    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A day and, where it is known, a time of the clock in Sweden.",
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2})?$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_ways_people_write_a_time() {
        for text in ["2026-11-24T08:05", "2026-11-24 08.05", "2026-11-24T8:05"] {
            assert_eq!(text.parse::<Moment>().unwrap().minute, Some(8 * 60 + 5), "{text}");
        }
        for text in ["2026-02-30", "2026-11-24T24:00", "2026-11-24T8", "i går", ""] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }

    #[test]
    fn night_calls_belong_to_the_swedish_day() {
        let instant: Timestamp = "2026-11-24T23:30:00Z".parse().unwrap();
        assert_eq!(Moment::of(instant).to_string(), "2026-11-25T00:30");
    }
}
