//! Identity numbers: what a person is called by in registers, and never more than that.
//!
//! A number is a *fact about* a person, with a source and a date, and it may change: a coordination number gives
//! way to a personal number, a temporary one to either. It is therefore never a key (keys are
//! [`PersonId`](crate::id::PersonId)) and never decides an age: when the numbers of a birth date run out, a nearby
//! day of the same month is used, so the date of birth is stored on its own.
//!
//! | kind | form | check |
//! | --- | --- | --- |
//! | personal number (*personnummer*) | year month day, three serial digits, check digit | date, Luhn over the last ten |
//! | coordination number (*samordningsnummer*) | the same with day + 60 | the same |
//! | synthetic number | the same with month + 80: never assigned to anyone | the same |
//! | national reserve number | century code, date or serial, two letters, sex, check digit | form only |
//! | a region's reserve number | `99` year serial check digit, or a date and four characters with a letter | Luhn; form only |
//! | temporary number, made by this authority | `9988`, seven serial digits, check digit | Luhn |
//!
//! Neither [`Debug`] nor any error prints a number, so that none can reach a log by way of a failed test or request.

use law::Day;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{borrow::Cow, fmt, str::FromStr};

/// Characters of a stored number.
const LENGTH: usize = 12;
/// Nobody alive was born before the first year; the last leaves the register's own forms apart from reserve numbers.
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2199;
const COORDINATION_DAY: i8 = 60;
const SYNTHETIC_MONTH: i8 = 80;
/// Letters of a national reserve number; those left out are too like a digit or another letter.
const RESERVE_LETTERS: &[u8] = b"ABCDEFGHJKLMNPRSTUXYZ";
/// What a temporary number of our own begins with. Region Stockholm writes a year of 1980–2299 after its `99`, and no
/// such year is one mistyped digit away from 88.
const TEMPORARY_PREFIX: &str = "9988";
const TEMPORARY_MAX: u32 = 9_999_999;
/// Test numbers published by the Swedish Tax Agency for this use. A pattern would not do: before 1990 serials were
/// dealt by county, so a real older person may carry any of them.
const OFFICIAL_TEST_NUMBERS: [&str; 7] = [
    "189001019802",
    "189001039800",
    "189602029812",
    "198501012382",
    "198501012390",
    "200001252386",
    "201701012393",
];

/// A number that identifies a person in some register, checked as far as its kind can be checked.
///
/// ```
/// use record::identity::{IdentityKind, IdentityNumber};
/// let today = "2026-11-24".parse().unwrap();
/// let number = IdentityNumber::parse("850101-2382", today).unwrap();
/// assert_eq!(number.kind(), IdentityKind::Personal);
/// assert_eq!(number.to_string(), "19850101-2382");
/// assert_eq!(format!("{number:?}"), "IdentityNumber(Personal)");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdentityNumber([u8; LENGTH]);

/// Which register a number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IdentityKind {
    /// *Personnummer*, from the population register.
    Personal,
    /// *Samordningsnummer*, for people who are not registered as living in Sweden.
    Coordination,
    /// *Nationellt reservnummer*, shared by the regions' health care.
    NationalReserve,
    /// One region's own *reservnummer*. Means nothing outside that region.
    LocalReserve,
    /// Made here for a child without a number. Unique only within this authority.
    Temporary,
    /// Made for practice and tests: a month above 80, which no register will ever assign.
    Synthetic,
}

/// Legal sex, as registers record it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LegalSex {
    /// *Kvinna*, *flicka*.
    Female,
    /// *Man*, *pojke*.
    Male,
}

/// Why a text is not an identity number. Carries nothing of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum IdentityError {
    /// Neither ten nor twelve characters, signs and spaces aside; or ten where the form needs twelve.
    #[error("not ten or twelve characters")]
    WrongLength,
    /// A character that no kind of number has in that place.
    #[error("a character that does not belong there")]
    NotDigits,
    /// No such day, or outside the years 1800–2199.
    #[error("no such day")]
    ImpossibleDate,
    /// The month of birth lies in the future.
    #[error("a month of birth in the future")]
    NotBornYet,
    /// The three digits after the date are 000, which is never used.
    #[error("serial number 000")]
    SerialZero,
    /// The last digit does not follow from the others: some digit is mistyped.
    #[error("wrong check digit")]
    WrongCheckDigit,
}

impl IdentityNumber {
    /// Reads a number as people write it: ten or twelve characters, spaces anywhere, `-` or `+` before the last four.
    ///
    /// Ten digits lack the century. It is chosen so that the person is under a hundred in the year of `reference`, or
    /// has turned or turns a hundred that year after a `+`; beside twelve digits a `+` says nothing new. Nobody can be
    /// born in a month later than that of `reference`; a later *day* is let through, since a newborn may have been
    /// given a nearby day.
    ///
    /// ```
    /// use record::identity::{IdentityError, IdentityNumber};
    /// let today = "2026-11-24".parse().unwrap();
    /// for text in ["20170101-2393", "201701012393", "170101-2393", "1701012393", " 2017 01 01 2393 "] {
    ///     assert_eq!(IdentityNumber::parse(text, today).unwrap().to_string(), "20170101-2393");
    /// }
    /// assert_eq!(IdentityNumber::parse("170101-2394", today), Err(IdentityError::WrongCheckDigit));
    /// ```
    pub fn parse(text: &str, reference: Day) -> Result<Self, IdentityError> {
        let (characters, hundred) = bare(text)?;
        let full = match characters.len() {
            LENGTH => characters,
            _ => format!("{:02}{characters}", century(&characters, reference, hundred)?),
        };
        let number = full.parse::<Self>()?;
        match number.birth_from_number() {
            Some(birth) if month_of(birth) > month_of(reference) => Err(IdentityError::NotBornYet),
            _ => Ok(number),
        }
    }

    /// A number for fixtures and the practice municipality: well formed, and impossible to assign to anybody.
    ///
    /// # Panics
    /// If `serial` is not 1–999 or the year not 1800–2199: a mistake in the fixture.
    ///
    /// ```
    /// # use record::identity::{IdentityNumber, LegalSex};
    /// let girl = IdentityNumber::synthetic("2017-03-09".parse().unwrap(), 238);
    /// assert_eq!(girl.to_string(), "20178309-2388");
    /// assert_eq!(girl.sex_from_number(), Some(LegalSex::Female));
    /// ```
    pub fn synthetic(birth: Day, serial: u16) -> Self {
        assert!((1..=999).contains(&serial), "a serial number is 1-999");
        assert!(YEARS.contains(&birth.year()), "a year of birth is 1800-2199");
        let month = birth.month() + SYNTHETIC_MONTH;
        Self::with_check_digit(&format!("{:04}{month:02}{:02}{serial:03}", birth.year(), birth.day()))
    }

    /// A number for a child who has none, drawn by this authority. It means nothing to anyone else.
    ///
    /// # Panics
    /// If `serial` is above 9,999,999.
    ///
    /// ```
    /// # use record::identity::{IdentityKind, IdentityNumber};
    /// assert_eq!(IdentityNumber::temporary(17).kind(), IdentityKind::Temporary);
    /// ```
    pub fn temporary(serial: u32) -> Self {
        assert!(serial <= TEMPORARY_MAX, "a temporary serial has at most seven digits");
        Self::with_check_digit(&format!("{TEMPORARY_PREFIX}{serial:07}"))
    }

    /// Completes eleven digits.
    fn with_check_digit(digits: &str) -> Self {
        let mut number = [b'0'; LENGTH];
        number[..LENGTH - 1].copy_from_slice(digits.as_bytes());
        let from = if digits.starts_with(TEMPORARY_PREFIX) { TEMPORARY_PREFIX.len() } else { 2 };
        number[LENGTH - 1] = b'0' + check_digit(&number[from..LENGTH - 1]);
        let number = Self(number);
        debug_assert_eq!(
            number.normalised_for_search().parse(),
            Ok(number),
            "made by the rules it is read by"
        );
        number
    }

    /// The twelve stored characters: what exact search compares and the search key hashes.
    pub fn normalised_for_search(&self) -> &str {
        std::str::from_utf8(&self.0).expect("only ASCII digits and letters are ever stored")
    }

    /// Which register it comes from, read off its form.
    pub fn kind(&self) -> IdentityKind {
        let [month, day] = [4, 6].map(|at| two_digits(&self.0[at..at + 2]));
        match self.normalised_for_search() {
            own if own.starts_with(TEMPORARY_PREFIX) => IdentityKind::Temporary,
            _ if is_national_reserve(&self.0) => IdentityKind::NationalReserve,
            region if region.starts_with("99") || has_letter(&self.0) => IdentityKind::LocalReserve,
            _ if month > SYNTHETIC_MONTH => IdentityKind::Synthetic,
            _ if day > COORDINATION_DAY => IdentityKind::Coordination,
            _ => IdentityKind::Personal,
        }
    }

    /// Can it never belong to anybody, now or later?
    pub fn is_synthetic(&self) -> bool {
        self.kind() == IdentityKind::Synthetic
    }

    /// Is it one of the numbers published for testing?
    pub fn is_official_test(&self) -> bool {
        OFFICIAL_TEST_NUMBERS.contains(&self.normalised_for_search())
    }

    /// May it be typed into the practice municipality? Only what cannot be a living person's: synthetic numbers,
    /// published test numbers and temporary numbers of our own making.
    pub fn allowed_in_demo(&self) -> bool {
        match self.kind() {
            IdentityKind::Synthetic | IdentityKind::Temporary => true,
            IdentityKind::Personal => self.is_official_test(),
            IdentityKind::Coordination | IdentityKind::NationalReserve | IdentityKind::LocalReserve => false,
        }
    }

    /// The day of birth that the number speaks of. A hint for the form, not the day of birth: see the module's text.
    /// `None` for numbers that hold no date.
    pub fn birth_from_number(&self) -> Option<Day> {
        match self.kind() {
            IdentityKind::Temporary => None,
            IdentityKind::NationalReserve => national_reserve_day(&self.0),
            IdentityKind::LocalReserve if self.0.starts_with(b"99") => None,
            _ => register_day(&self.0),
        }
    }

    /// The legal sex that the number speaks of, for the kinds whose last serial digit tells it.
    pub fn sex_from_number(&self) -> Option<LegalSex> {
        let digit = self.0[LENGTH - 2];
        let tells = match self.kind() {
            IdentityKind::Personal | IdentityKind::Coordination | IdentityKind::Synthetic => true,
            IdentityKind::NationalReserve => digit.is_ascii_digit(),
            IdentityKind::LocalReserve | IdentityKind::Temporary => false,
        };
        let sex = if digit.is_multiple_of(2) { LegalSex::Female } else { LegalSex::Male };
        tells.then_some(sex)
    }

    /// Do the number and the date of birth speak of different months? The nearby-day rule never leaves the month, so
    /// this deserves a second look; it is a flag, not an error, because either may be what the register says.
    pub fn disagrees_with(&self, birth: Day) -> bool {
        self.birth_from_number().is_some_and(|day| month_of(day) != month_of(birth))
    }
}

/// Reads the twelve stored characters, and nothing else.
impl FromStr for IdentityNumber {
    type Err = IdentityError;

    fn from_str(text: &str) -> Result<Self, IdentityError> {
        let number: [u8; LENGTH] = text.as_bytes().try_into().map_err(|_| IdentityError::WrongLength)?;
        let well_placed = number[..8].iter().all(u8::is_ascii_digit)
            && number[8..].iter().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
        if !well_placed {
            return Err(IdentityError::NotDigits);
        }
        if has_letter(&number) {
            let known = is_national_reserve(&number) || register_day(&number).is_some();
            return if known { Ok(Self(number)) } else { Err(IdentityError::ImpossibleDate) };
        }
        let checked = digits_under_check(&number).ok_or(IdentityError::ImpossibleDate)?;
        if number[LENGTH - 1] - b'0' != check_digit(checked) {
            return Err(IdentityError::WrongCheckDigit);
        }
        if !number.starts_with(b"99") && number[8..11] == *b"000" {
            return Err(IdentityError::SerialZero);
        }
        Ok(Self(number))
    }
}

/// As it is written in Sweden: `ÅÅÅÅMMDD-NNNN`. For pages and prints; never for logs.
impl fmt::Display for IdentityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (date, rest) = self.normalised_for_search().split_at(8);
        write!(f, "{date}-{rest}")
    }
}

impl fmt::Debug for IdentityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdentityNumber({:?})", self.kind())
    }
}

impl Serialize for IdentityNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.normalised_for_search())
    }
}

impl<'de> Deserialize<'de> for IdentityNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
impl JsonSchema for IdentityNumber {
    fn schema_name() -> Cow<'static, str> {
        "IdentityNumber".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A personal identity number, coordination number or reserve number, with twelve characters.",
            "type": "string",
            "pattern": "^[0-9A-Z]{12}$",
        })
    }
}

/// The characters without spaces and sign, in capitals; and whether the sign was a `+`.
fn bare(text: &str) -> Result<(String, bool), IdentityError> {
    // Word processors turn a hyphen into a dash or a minus sign.
    let is_sign = |c: &char| matches!(c, '-' | '+' | '\u{2010}'..='\u{2013}' | '\u{2212}');
    let mut characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let before_last_four = characters.len().saturating_sub(5);
    let sign = characters.get(before_last_four).copied().filter(is_sign);
    if sign.is_some() {
        characters.remove(before_last_four);
    }
    if !characters.iter().all(|c| c.is_ascii_alphanumeric() || is_sign(c)) {
        return Err(IdentityError::NotDigits);
    }
    match characters.iter().filter(|c| !is_sign(c)).count() {
        10 | LENGTH if characters.iter().any(is_sign) => Err(IdentityError::NotDigits),
        10 | LENGTH => Ok((characters.iter().map(char::to_ascii_uppercase).collect(), sign == Some('+'))),
        _ => Err(IdentityError::WrongLength),
    }
}

/// The two digits that a ten-digit number leaves out.
fn century(ten: &str, reference: Day, hundred: bool) -> Result<i16, IdentityError> {
    if !ten.bytes().all(|c| c.is_ascii_digit()) {
        // Only a twelve-character number can hold letters.
        let reserve = ten.as_bytes()[..6].iter().all(u8::is_ascii_digit);
        return Err(if reserve { IdentityError::WrongLength } else { IdentityError::NotDigits });
    }
    let year_of_century = i16::from(two_digits(&ten.as_bytes()[..2]));
    let years_ago = (reference.year() - year_of_century).rem_euclid(100) + if hundred { 100 } else { 0 };
    Ok((reference.year() - years_ago) / 100)
}

/// The digits that the last one follows from; `None` if the date or year is impossible.
fn digits_under_check(number: &[u8; LENGTH]) -> Option<&[u8]> {
    if number.starts_with(b"99") {
        let region = (b"1980".as_slice()..=b"2299").contains(&&number[2..6]);
        return (region || number.starts_with(TEMPORARY_PREFIX.as_bytes())).then_some(&number[4..LENGTH - 1]);
    }
    register_day(number).map(|_| &number[2..LENGTH - 1])
}

fn month_of(day: Day) -> (i16, i8) {
    (day.year(), day.month())
}

fn has_letter(number: &[u8; LENGTH]) -> bool {
    number.iter().any(u8::is_ascii_uppercase)
}

/// The value of two ASCII digits. Callers have checked that they are digits.
fn two_digits(pair: &[u8]) -> i8 {
    pair.iter().fold(0, |value, c| value * 10 + c.saturating_sub(b'0').min(9).cast_signed())
}

/// The date at the front of a number of the register's form, whichever of month and day has been raised.
fn register_day(number: &[u8; LENGTH]) -> Option<Day> {
    let [century, year, month, day] = [0, 2, 4, 6].map(|at| two_digits(&number[at..at + 2]));
    let year = i16::from(century) * 100 + i16::from(year);
    let lettered = has_letter(number);
    let month = if month > SYNTHETIC_MONTH && !lettered { month - SYNTHETIC_MONTH } else { month };
    let day = if day > COORDINATION_DAY && !lettered { day - COORDINATION_DAY } else { day };
    YEARS.contains(&year).then(|| Day::new(year, month, day).ok()).flatten()
}

/// Century code, six digits, two letters, a digit or letter for sex, check digit. How the check digit is reckoned over
/// letters is not published in a form we could verify, so the form alone is checked.
fn is_national_reserve(number: &[u8; LENGTH]) -> bool {
    let letters = number[8..10].iter().all(|c| RESERVE_LETTERS.contains(c));
    let sex = number[10].is_ascii_digit() || RESERVE_LETTERS.contains(&number[10]);
    let unknown_birth = || {
        number.starts_with(b"00")
            && two_digits(&number[4..6]) >= 20
            && (40..=59).contains(&two_digits(&number[6..8]))
    };
    letters
        && sex
        && number[11].is_ascii_digit()
        && (unknown_birth() || national_reserve_day(number).is_some())
}

/// The century code is the century raised by a multiple of three, from 22 to 98.
fn national_reserve_day(number: &[u8; LENGTH]) -> Option<Day> {
    let [code, year, month, day] = [0, 2, 4, 6].map(|at| two_digits(&number[at..at + 2]));
    if !(22..=98).contains(&code) {
        return None;
    }
    let century = 18 + i16::from(code - 18) % 3;
    Day::new(century * 100 + i16::from(year), month, day).ok()
}

/// The Luhn digit (modulus 10, weights 2, 1, 2 … from the right) that completes the digits.
fn check_digit(digits: &[u8]) -> u8 {
    let sum: u8 = digits
        .iter()
        .rev()
        .zip([2, 1].into_iter().cycle())
        .map(|(digit, weight)| (digit - b'0') * weight)
        .map(|product| product / 10 + product % 10)
        .sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests;
