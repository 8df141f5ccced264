use super::*;
use personnummer::Personnummer;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn today() -> Day {
    day("2026-11-24")
}

fn any_birth() -> impl Strategy<Value = Day> {
    (1850i16..=2025, 1i8..=12, 1i8..=31)
        .prop_filter_map("no such day", |(year, month, day)| Day::new(year, month, day).ok())
}

/// Any number under the register's ten-digit check, made here and nowhere kept.
fn any_checked_number() -> impl Strategy<Value = IdentityNumber> {
    (any_birth(), prop::sample::select(vec![0i8, 60]), prop::sample::select(vec![0i8, 80]), 1u16..=999)
        .prop_map(|(birth, more_days, more_months, serial)| {
            let [month, day] = [birth.month() + more_months, birth.day() + more_days];
            IdentityNumber::with_check_digit(&format!("{:04}{month:02}{day:02}{serial:03}", birth.year()))
        })
}

#[test]
fn published_test_numbers_are_personal_numbers() {
    for text in OFFICIAL_TEST_NUMBERS {
        let number: IdentityNumber = text.parse().unwrap();
        assert_eq!(number.kind(), IdentityKind::Personal);
        assert!(number.is_official_test() && number.allowed_in_demo() && !number.is_synthetic());
    }
}

#[test]
fn the_century_follows_the_sign_and_the_reference_day() {
    let born = |text: &str, reference: &str| {
        IdentityNumber::parse(text, day(reference)).map(|number| number.birth_from_number().unwrap().year())
    };
    let number = IdentityNumber::synthetic(day("1926-05-01"), 17);
    let number = &number.normalised_for_search()[2..];
    let (birth, serial) = number.split_at(6);
    assert_eq!(born(number, "2026-11-24"), Ok(2026), "an infant");
    assert_eq!(born(&format!("{birth}-{serial}"), "2025-12-31"), Ok(1926), "ninety-nine");
    assert_eq!(born(&format!("{birth}+{serial}"), "2026-01-01"), Ok(1926), "turns a hundred this year");
    assert_eq!(born(&format!("{birth}+{serial}"), "2025-12-31"), Ok(1826));
    assert_eq!(born(number, "2026-04-30"), Err(IdentityError::NotBornYet));
    assert_eq!(born(number, "2026-05-01"), Ok(2026));
}

#[test]
fn a_newborn_may_have_a_nearby_day_in_the_same_month() {
    let number = IdentityNumber::synthetic(day("2026-11-30"), 5).to_string();
    assert!(IdentityNumber::parse(&number, today()).is_ok());
    assert_eq!(IdentityNumber::parse(&number, day("2026-10-31")), Err(IdentityError::NotBornYet));
}

#[test]
fn numbers_are_read_the_way_they_are_typed() {
    for text in
        ["201701012393", "20170101-2393", "170101\u{2013}2393", "20 170101 - 2393", "\u{a0}1701012393\n"]
    {
        assert_eq!(
            IdentityNumber::parse(text, today()).unwrap().normalised_for_search(),
            "201701012393",
            "{text}"
        );
    }
    for (text, error) in [
        ("", IdentityError::WrongLength),
        ("-", IdentityError::WrongLength),
        ("2017", IdentityError::WrongLength),
        ("170101239", IdentityError::WrongLength),
        ("0201701012393", IdentityError::WrongLength),
        ("170101-239", IdentityError::WrongLength),
        ("170101--2393", IdentityError::NotDigits),
        ("1701012-393", IdentityError::NotDigits),
        ("17-0101-2393", IdentityError::NotDigits),
        ("17010l-2393", IdentityError::NotDigits),
        ("٢٠١٧٠١٠١٢٣٩٣", IdentityError::NotDigits),
        ("2017O1012393", IdentityError::NotDigits),
        ("170101-AB12", IdentityError::WrongLength),
        ("170101-åäö1", IdentityError::NotDigits),
        ("170230-2393", IdentityError::ImpossibleDate),
        ("171301-2393", IdentityError::ImpossibleDate),
        ("20178001-2393", IdentityError::ImpossibleDate),
        ("20170160-2393", IdentityError::ImpossibleDate),
        ("17990101-2393", IdentityError::ImpossibleDate),
        ("000000-0000", IdentityError::ImpossibleDate),
        ("20170101-2394", IdentityError::WrongCheckDigit),
    ] {
        assert_eq!(IdentityNumber::parse(text, today()), Err(error), "{text}");
    }
    let zero = format!("20178101000{}", check_digit(b"178101000"));
    assert_eq!(IdentityNumber::parse(&zero, today()), Err(IdentityError::SerialZero));
}

#[test]
fn reserve_numbers_keep_their_letters() {
    let kind = |text: &str| IdentityNumber::parse(text, today()).map(|number| number.kind());
    assert_eq!(kind("98240301-aa06"), Ok(IdentityKind::NationalReserve));
    assert_eq!(kind("00012140ABC1"), Ok(IdentityKind::NationalReserve), "born nobody knows when");
    assert_eq!(kind("20210325K069"), Ok(IdentityKind::LocalReserve));
    assert_eq!(kind("991981000010"), Ok(IdentityKind::LocalReserve));
    assert_eq!(kind("991981000011"), Err(IdentityError::WrongCheckDigit));
    assert_eq!(kind("991901000010"), Err(IdentityError::ImpossibleDate));
    assert_eq!(kind("98240230AA06"), Err(IdentityError::ImpossibleDate));
    assert_eq!(kind("20210385K069"), Err(IdentityError::ImpossibleDate), "letters or a raised day, not both");
    let national: IdentityNumber = "98240301AA06".parse().unwrap();
    assert_eq!(national.birth_from_number(), Some(day("2024-03-01")));
    assert_eq!(national.sex_from_number(), Some(LegalSex::Female));
    let region: IdentityNumber = "991981000010".parse().unwrap();
    assert_eq!((region.birth_from_number(), region.sex_from_number()), (None, None));
    assert!(!region.allowed_in_demo() && !national.allowed_in_demo());
}

#[test]
fn a_wrong_number_is_not_repeated_by_the_error_or_the_debug_print() {
    let number = IdentityNumber::synthetic(day("2017-03-09"), 238);
    assert_eq!(format!("{number:?}"), "IdentityNumber(Synthetic)");
    let error = serde_json::from_str::<IdentityNumber>("\"201701012394\"").unwrap_err().to_string();
    assert!(error.contains("wrong check digit") && !error.contains("2394"), "{error}");
}

#[test]
#[should_panic(expected = "a serial number is 1-999")]
fn serial_zero_is_not_made() {
    let _ = IdentityNumber::synthetic(today(), 0);
}

proptest! {
    #[test]
    fn personal_numbers_are_judged_as_an_independent_reader_judges_them(
        year in 1800i16..=2026, month in 0u8..=13, day in 0u8..=32, rest in 0u16..=9999,
    ) {
        let text = format!("{year:04}{month:02}{day:02}{rest:04}");
        let theirs = Personnummer::parse(&text).is_ok_and(|number| number.valid());
        let ours = text.parse::<IdentityNumber>();
        prop_assert_eq!(ours.is_ok(), theirs, "{:?}", ours);
        prop_assert!(ours.is_err() || ours.unwrap().kind() == IdentityKind::Personal);
    }

    // The other reader takes the sixty off before it reckons the check digit, so only date and kind can be compared
    // for coordination numbers. The register reckons it over the digits as written.
    #[test]
    fn coordination_numbers_are_dated_as_an_independent_reader_dates_them(
        year in 1800i16..=2026, month in 0u8..=13, day in 61u8..=93, serial in 1u16..=999,
    ) {
        let eleven = format!("{year:04}{month:02}{day:02}{serial:03}");
        let text = format!("{eleven}{}", check_digit(&eleven.as_bytes()[2..]));
        let theirs = Personnummer::parse(&text).ok();
        let ours = text.parse::<IdentityNumber>().ok();
        prop_assert_eq!(ours.map(|number| number.kind()), theirs.as_ref().map(|_| IdentityKind::Coordination));
        if let (Some(ours), Some(theirs)) = (ours, theirs) {
            let birth = ours.birth_from_number().unwrap();
            prop_assert!(theirs.is_coordination_number());
            prop_assert_eq!(u32::from(birth.day().unsigned_abs()), theirs.day());
            prop_assert_eq!(ours.sex_from_number() == Some(LegalSex::Female), theirs.is_female());
        }
    }

    #[test]
    fn a_number_survives_every_way_it_is_written(number in any_checked_number()) {
        prop_assert_eq!(IdentityNumber::parse(&number.to_string(), today()), Ok(number));
        prop_assert_eq!(number.normalised_for_search().parse(), Ok(number));
        let json = serde_json::to_string(&number).unwrap();
        prop_assert_eq!(json.len(), LENGTH + 2);
        prop_assert_eq!(serde_json::from_str::<IdentityNumber>(&json).unwrap(), number);
        let age = today().year() - number.birth_from_number().unwrap().year();
        let sign = if age >= 100 { '+' } else { '-' };
        if age < 200 {
            let (birth, rest) = number.normalised_for_search()[2..].split_at(6);
            prop_assert_eq!(IdentityNumber::parse(&format!("{birth}{sign}{rest}"), today()), Ok(number));
        }
    }

    // The two digits of the century lie outside the register's check digit.
    #[test]
    fn one_mistyped_digit_is_always_found(number in any_checked_number(), at in 2usize..LENGTH, by in 1u8..=9) {
        let mut digits = number.0;
        digits[at] = b'0' + (digits[at] - b'0' + by) % 10;
        prop_assert!(std::str::from_utf8(&digits).unwrap().parse::<IdentityNumber>().is_err());
    }

    #[test]
    fn temporary_numbers_are_ours_alone(serial in 0u32..=TEMPORARY_MAX, at in 2usize..LENGTH, by in 1u8..=9) {
        let number = IdentityNumber::temporary(serial);
        prop_assert_eq!(number.kind(), IdentityKind::Temporary);
        prop_assert_eq!((number.birth_from_number(), number.sex_from_number()), (None, None));
        prop_assert!(number.allowed_in_demo());
        let mut digits = number.0;
        digits[at] = b'0' + (digits[at] - b'0' + by) % 10;
        let mistyped = std::str::from_utf8(&digits).unwrap().parse::<IdentityNumber>();
        prop_assert!(mistyped.is_err(), "{at} {mistyped:?}");
    }

    #[test]
    fn synthetic_numbers_tell_their_day_and_no_register_could_assign_them(birth in any_birth(), serial in 1u16..=999) {
        let number = IdentityNumber::synthetic(birth, serial);
        prop_assert!(number.is_synthetic() && number.allowed_in_demo() && !number.is_official_test());
        prop_assert_eq!(number.birth_from_number(), Some(birth));
        prop_assert!(!number.disagrees_with(birth));
        prop_assert!(Personnummer::parse(number.normalised_for_search()).is_err());
    }

    #[test]
    fn a_real_looking_number_stays_out_of_the_demo(number in any_checked_number()) {
        prop_assert_eq!(number.allowed_in_demo(), number.is_synthetic() || number.is_official_test());
    }

    #[test]
    fn nothing_typed_can_make_the_reader_fail(text in "\\PC{0,16}|[0-9A-Z+ -]{8,14}") {
        if let Ok(number) = IdentityNumber::parse(&text, today()) {
            prop_assert_eq!(number.normalised_for_search().parse(), Ok(number));
        }
    }
}
