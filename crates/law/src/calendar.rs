//! Days on which an act the law requires may wait: Sundays, public holidays and the three eves.
//!
//! Computed, never listed, so that a file which lives for thirty years needs no table to be renewed.

use jiff::civil::Weekday;

use crate::Day;

/// Why a day is no weekday in the sense of 2 § lagen (1930:173) om beräkning av lagstadgad tid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rest {
    /// Lördag.
    Saturday,
    /// Söndag.
    Sunday,
    /// Another public holiday, `allmän helgdag` (lag 1989:253).
    PublicHoliday,
    /// Midsommarafton.
    MidsummerEve,
    /// Julafton.
    ChristmasEve,
    /// Nyårsafton.
    NewYearsEve,
}

/// Why an act may wait beyond `day`, or `None` on an ordinary weekday.
///
/// ```
/// use law::{Day, Rest, rest};
///
/// assert_eq!(rest(Day::new(2026, 6, 19)?), Some(Rest::MidsummerEve));
/// assert_eq!(rest(Day::new(2026, 6, 22)?), None);
/// # Ok::<(), law::LawError>(())
/// ```
pub fn rest(day: Day) -> Option<Rest> {
    match (day.month(), day.day(), day.weekday()) {
        (_, _, Weekday::Sunday) => Some(Rest::Sunday),
        _ if is_public_holiday(day) => Some(Rest::PublicHoliday),
        (12, 24, _) => Some(Rest::ChristmasEve),
        (12, 31, _) => Some(Rest::NewYearsEve),
        (6, 19..=25, Weekday::Friday) => Some(Rest::MidsummerEve),
        (_, _, Weekday::Saturday) => Some(Rest::Saturday),
        _ => None,
    }
}

/// Whether the day is an `allmän helgdag` (lag 1989:253): every Sunday, the fixed feasts, and the feasts that
/// follow Easter. Right from 1953, when Midsummer Day and All Saints' Day became Saturdays; 6 June from 2005,
/// Whit Monday until then.
///
/// ```
/// use law::{Day, is_public_holiday};
///
/// assert!(is_public_holiday(Day::new(2027, 3, 26)?), "Good Friday");
/// assert!(!is_public_holiday(Day::new(2026, 12, 24)?), "an eve is no public holiday");
/// # Ok::<(), law::LawError>(())
/// ```
pub fn is_public_holiday(day: Day) -> bool {
    let (month, number) = (day.month(), day.day());
    // New Year, Epiphany, 1 May, the National Day, Christmas Day, Boxing Day.
    let fixed = match (month, number) {
        (1, 1 | 6) | (5, 1) | (12, 25 | 26) => true,
        (6, 6) => day.year() >= 2005,
        _ => false,
    };
    // Midsummer Day, All Saints' Day.
    let on_saturday = day.weekday() == Weekday::Saturday
        && matches!((month, number), (6, 20..=26) | (10, 31) | (11, 1..=6));
    let moving = match easter(day.year()).days_until(day) {
        // Good Friday, Easter Monday, Ascension Day.
        -2 | 1 | 39 => true,
        // Whit Monday.
        50 => day.year() < 2005,
        _ => false,
    };
    day.weekday() == Weekday::Sunday || fixed || on_saturday || moving
}

/// The day itself when it is an ordinary weekday, else the first one after it (2 § lagen 1930:173).
///
/// ```
/// use law::{Day, next_weekday};
///
/// let christmas_day = Day::new(2026, 12, 25)?;
/// assert_eq!(next_weekday(christmas_day), Day::new(2026, 12, 28)?);
/// # Ok::<(), law::LawError>(())
/// ```
pub fn next_weekday(day: Day) -> Day {
    let mut day = day;
    // The longest Swedish row of resting days is five; the last day of the calendar is no ground to loop.
    for _ in 0..7 {
        if rest(day).is_none() {
            break;
        }
        day = day.plus_days(1);
    }
    day
}

/// The last ordinary weekday before `day`: `närmast föregående arbetsdag` of 22 § FL.
pub fn previous_weekday(day: Day) -> Day {
    let mut day = day.plus_days(-1);
    for _ in 0..7 {
        if rest(day).is_none() {
            break;
        }
        day = day.plus_days(-1);
    }
    day
}

/// Easter Sunday of the Gregorian calendar (the method of Meeus, Jones and Butcher).
fn easter(year: i16) -> Day {
    let first_of_march = Day::from(jiff::civil::date(year, 3, 1));
    let year = i64::from(year);
    let (golden, century, in_century) = (year % 19, year / 100, year % 100);
    let moon_shift = (century - (century + 8) / 25 + 1) / 3;
    let moon = (19 * golden + century - century / 4 - moon_shift + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - moon - in_century % 4) % 7;
    let late = (golden + 11 * moon + 22 * to_sunday) / 451;
    // 22 March is the earliest Easter there is.
    first_of_march.plus_days(21 + moon + to_sunday - 7 * late)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    /// Easter Sundays from almanacs, not from this code.
    #[test]
    fn easter_as_the_almanac_has_it() {
        for known in [
            "1961-04-02",
            "1998-04-12",
            "2000-04-23",
            "2008-03-23",
            "2011-04-24",
            "2019-04-21",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2029-04-01",
            "2030-04-21",
            "2038-04-25",
        ] {
            let known = day(known);
            assert_eq!(easter(known.year()), known);
        }
    }

    /// Every public holiday that is no ordinary Sunday, year by year, from printed calendars.
    #[test]
    fn public_holidays_year_by_year() {
        let years: [(i16, &[&str]); 4] = [
            (
                2004,
                &["01-01", "01-06", "04-09", "04-12", "05-01", "05-20", "05-31", "06-26", "11-06", "12-25"],
            ),
            (
                2025,
                &[
                    "01-01", "01-06", "04-18", "04-21", "05-01", "05-29", "06-06", "06-21", "11-01", "12-25",
                    "12-26",
                ],
            ),
            (
                2026,
                &[
                    "01-01", "01-06", "04-03", "04-06", "05-01", "05-14", "06-06", "06-20", "10-31", "12-25",
                    "12-26",
                ],
            ),
            (2027, &["01-01", "01-06", "03-26", "03-29", "05-01", "05-06", "06-26", "11-06", "12-25"]),
        ];
        for (year, expected) in years {
            let mut found = Vec::new();
            let mut at = Day::new(year, 1, 1).unwrap();
            while at.year() == year {
                if is_public_holiday(at) && at.weekday() != Weekday::Sunday {
                    found.push(at.to_string()[5..].to_owned());
                }
                at = at.plus_days(1);
            }
            assert_eq!(found, expected, "{year}");
        }
    }

    #[test]
    fn eves_rest_without_being_holidays() {
        assert_eq!(rest(day("2026-06-19")), Some(Rest::MidsummerEve));
        assert_eq!(rest(day("2026-12-24")), Some(Rest::ChristmasEve));
        assert_eq!(rest(day("2026-12-31")), Some(Rest::NewYearsEve));
        assert_eq!(rest(day("2026-04-30")), None, "Walpurgis Night is a weekday");
    }

    #[test]
    fn the_long_christmas_ends_on_a_weekday() {
        assert_eq!(next_weekday(day("2026-12-24")), day("2026-12-28"));
        assert_eq!(next_weekday(day("2027-12-31")), day("2028-01-03"));
        assert_eq!(previous_weekday(day("2026-12-28")), day("2026-12-23"));
        assert_eq!(previous_weekday(day("2026-03-02")), day("2026-02-27"));
    }
}
