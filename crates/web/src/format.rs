//! Days, times, numbers and identity numbers as a Swedish reader expects them.
//!
//! Pure: the day that counts as today is passed in, so that a page of the past can be drawn again exactly as it was.
//! Names of days and months come from the language's messages (`weekday-1` … `month-12`).

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};

use crate::words::{Lang, Words};

/// An instant in microseconds, as a Swedish clock showed it.
pub fn local(micros: i64) -> DateTime {
    let instant = Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH);
    instant.to_zoned(record::stockholm()).datetime()
}

/// `tis 24 nov 2026 14.02`: an instant in microseconds, in full.
pub fn moment(w: &Words, micros: i64) -> String {
    let at = local(micros);
    format!("{} {}", day(w, at.date()), time(w, at.time()))
}

/// `tis 24 nov 2026`: a day in full, for prints, decisions and anything that will be read next year.
pub fn day(w: &Words, day: Date) -> String {
    format!("{} {}", day_short(w, day), day.year())
}

/// `tis 24 nov`: a day near today, where the year says nothing.
pub fn day_short(w: &Words, day: Date) -> String {
    let weekday = &w.weekdays[index(day.weekday().to_monday_zero_offset())];
    format!("{weekday} {}", day_of_month(w, day))
}

/// `24 nov`: for tight columns such as the timeline, where the weekday would be noise.
pub fn day_of_month(w: &Words, day: Date) -> String {
    let month = &w.months[index(day.month() - 1)];
    format!("{} {month}", day.day())
}

/// `24 november 2026`: the day as a letter writes it.
pub fn day_letter(w: &Words, day: Date) -> String {
    format!("{} {} {}", day.day(), w.months_long[index(day.month() - 1)], day.year())
}

/// `november`: the month of a day.
pub fn month(w: &Words, day: Date) -> &str {
    &w.months_long[index(day.month() - 1)]
}

/// A day near today without its year, any other with it.
pub fn day_near(w: &Words, today: Date, day: Date) -> String {
    if day.year() == today.year() { day_short(w, day) } else { self::day(w, day) }
}

/// `14.02`: Swedish writes the time of day with a full stop, English with a colon.
pub fn time(w: &Words, time: Time) -> String {
    let between = match w.lang() {
        Lang::Sv => '.',
        Lang::En => ':',
    };
    format!("{:02}{between}{:02}", time.hour(), time.minute())
}

/// `i dag`, `i morgon`, `om 9 dagar`, `3 dagar sen`: how far away a day is, in words.
///
/// The words stand first in every clock, since "i morgon" is what the reader must act on; the date is the proof.
pub fn relative(w: &Words, today: Date, day: Date) -> String {
    match days_between(today, day) {
        0 => w.t("day-today").into_owned(),
        1 => w.t("day-tomorrow").into_owned(),
        -1 => w.t("day-yesterday").into_owned(),
        n if n > 0 => w.t1("day-in", "n", n),
        n => w.t1("day-ago", "n", -n),
    }
}

/// `1 dag sen`, `3 dagar sen`: a duty that should have been done, where "i går" would sound like a memory.
pub fn late_by(w: &Words, today: Date, day: Date) -> String {
    w.t1("day-late", "n", days_between(day, today))
}

/// Whole days from one date to another; negative when the second is earlier.
pub fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// Whole years lived on a day, for showing beside a name. A year is full on the birthday; who is born on 29 February
/// is shown a year older from 1 March in years without one. Clocks that hang on an age ask the law crate instead.
pub fn age(born: Date, today: Date) -> i16 {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    today.year() - born.year() - i16::from(!had_birthday)
}

/// An identity number as people write it: `YYYYMMDD-NNNN`. Anything else is returned as it came.
pub fn identity_number(digits: &str) -> String {
    let is_plain = digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain { format!("{}-{}", &digits[..8], &digits[8..]) } else { digits.to_owned() }
}

/// `12 345`: groups of three with a space that does not break, from five digits on, so that a year stays a year.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

/// Calendar parts from jiff are small and never negative where we use them.
fn index(n: i8) -> usize {
    usize::try_from(n).expect("weekday and month offsets are not negative")
}

/// The beginning of a digest, as a form names something by what stands in it.
pub fn short_digest(digest: &[u8]) -> String {
    digest.iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}"); // a string takes whatever is written
        hex
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time as at};

    use super::*;

    #[test]
    fn days_read_as_in_swedish() {
        let w = Words::of(Lang::Sv);
        assert_eq!(day(w, date(2026, 11, 24)), "tis 24 nov 2026");
        assert_eq!(day_short(w, date(2026, 12, 3)), "tor 3 dec");
        assert_eq!(day_near(w, date(2026, 11, 24), date(2027, 2, 28)), "sön 28 feb 2027");
        assert_eq!(day_near(w, date(2026, 11, 24), date(2026, 11, 25)), "ons 25 nov");
        assert_eq!(day_letter(w, date(2026, 11, 4)), "4 november 2026");
        assert_eq!(time(Words::of(Lang::Sv), at(9, 5, 59, 0)), "09.05");
        assert_eq!(time(Words::of(Lang::En), at(14, 2, 0, 0)), "14:02");
        assert_eq!(day(Words::of(Lang::En), date(2026, 11, 24)), "Tue 24 Nov 2026");
    }

    #[test]
    fn distance_is_told_in_words() {
        let w = Words::of(Lang::Sv);
        let today = date(2026, 11, 24);
        let told = |day| relative(w, today, day);
        assert_eq!(told(today), "i dag");
        assert_eq!(told(date(2026, 11, 25)), "i morgon");
        assert_eq!(told(date(2026, 11, 23)), "i går");
        assert_eq!(told(date(2026, 12, 3)), "om 9 dagar");
        assert_eq!(told(date(2026, 11, 21)), "för 3 dagar sedan");
        assert_eq!(late_by(w, today, date(2026, 11, 21)), "3 dagar sen");
        assert_eq!(late_by(w, today, date(2026, 11, 23)), "1 dag sen");
    }

    #[test]
    fn distance_counts_days_over_a_year_and_a_leap_day() {
        assert_eq!(days_between(date(2027, 12, 31), date(2028, 3, 1)), 61);
        assert_eq!(days_between(date(2028, 3, 1), date(2027, 12, 31)), -61);
    }

    #[test]
    fn a_year_is_full_on_the_birthday() {
        assert_eq!(age(date(2014, 11, 25), date(2026, 11, 24)), 11);
        assert_eq!(age(date(2014, 11, 24), date(2026, 11, 24)), 12);
        assert_eq!(age(date(2024, 2, 29), date(2026, 2, 28)), 1);
        assert_eq!(age(date(2024, 2, 29), date(2026, 3, 1)), 2);
    }

    #[test]
    fn identity_numbers_get_their_hyphen_and_nothing_else_changes() {
        assert_eq!(identity_number("201791240000"), "20179124-0000");
        assert_eq!(identity_number("okänt"), "okänt");
        assert_eq!(identity_number("20179124å000"), "20179124å000");
    }

    #[test]
    fn large_counts_are_grouped() {
        assert_eq!(count(7), "7");
        assert_eq!(count(2026), "2026");
        assert_eq!(count(20_000), "20\u{a0}000");
        assert_eq!(count(1_234_567), "1\u{a0}234\u{a0}567");
    }
}
