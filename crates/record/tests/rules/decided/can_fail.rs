//! A comparison that agrees with everything would prove nothing: each way to be wrong is tried on a true file.

use super::{compare::tell, data::Decided, text_with};

/// Why a file is refused or does not agree, after a change to its text.
fn wrong(name: &str, changes: &[(&str, &str)]) -> String {
    Decided::read(&text_with(name, changes)).and_then(|decided| tell(&decided)).err().unwrap_or_default()
}

#[track_caller]
fn fails(name: &str, changes: &[(&str, &str)], because: &str) {
    let why = wrong(name, changes);
    assert!(why.contains(because), "expected {because:?}, but came {why:?}");
}

#[test]
fn a_day_that_its_words_do_not_give_is_refused() {
    fails("jo-9081-2020", &[("\"2020-10-27\"", "\"2020-10-28\"")], "do not give 2020-10-28");
}

#[test]
fn another_day_of_the_order_is_found() {
    let moved = [("\"2020-10-27\"", "\"2020-10-28\""), ("Den 27 oktober", "Den 28 oktober")];
    fails("jo-9081-2020", &moved, "2020-11-04: expected [\"DL-070 lapsed\"], shown []");
}

#[test]
fn another_first_day_is_found() {
    fails("jo-9081-2020", &[("\"2020-11-04\"", "\"2020-11-05\"")], "2020-11-04: expected [], shown");
    fails("jo-646-2017", &[("\"2016-11-15\"", "\"2016-11-16\"")], "2016-11-16: expected [\"DL-080");
}

#[test]
fn an_expectation_that_rests_on_an_assumed_day_is_refused() {
    let assumed =
        [("quoted = \"Den 27 oktober 2020 beslutade ordföranden\"", "assumed = \"It was a Tuesday.\"")];
    fails("jo-9081-2020", &assumed, "rests on order, whose day is assumed");
}

#[test]
fn an_expectation_that_rests_on_another_day_than_it_says_is_found() {
    fails("jo-9081-2020", &[("[\"order\"]", "[\"executed\"]")], "is counted from or ended on 2020-10-27");
    fails("jo-646-2017", &[("[\"ordered\", \"considered\"]", "[\"ordered\"]")], "ended on 2016-11-16");
}

/// The day of execution is assumed, and happens to be that of the order.
#[test]
fn an_expectation_that_only_an_assumption_bears_is_found() {
    let quoted =
        "quoted = \"beslutade den 6 juli 2015 att omedelbart omhänderta barnen BB och CC […] Besluten";
    let assumed = [(quoted, "assumed = \"Besluten"), ("[\"executed\"]", "[\"order\"]")];
    fails("jo-7244-2015", &assumed, "DL-072 lapsed: without what is assumed, shown first on None");
}

#[test]
fn what_nobody_expected_is_found() {
    fails(
        "jo-6448-2009",
        &[("what = { happened = \"investigation_notice", "what = { happened = \"case_event.occurred\" } # ")],
        "DL-020 overdue",
    );
    fails("jo-1510-2012", &[("clocks = 2\n", "")], "shown [\"DL-020 overdue\", \"DL-020 overdue\"]");
}

#[test]
fn a_file_that_claims_more_than_it_has_is_refused() {
    fails(
        "jo-1510-2012",
        &[("answers = {", "beside = \"It is so.\" # {")],
        "nothing answers to what was criticised",
    );
    fails(
        "jo-1510-2012",
        &[("answers = {", "beside = \"It is so.\"\nanswers = {")],
        "either words that it answers to",
    );
    fails("jo-1510-2012", &[("[\"opened\"]", "[]")], "rests on nothing");
    fails("jo-1510-2012", &[("[\"opened\"]", "[\"closed\"]")], "there is no event closed");
    fails("jo-1510-2012", &[("Den 20 januari", "I en kommun den 20 januari")], "names a municipality");
    fails("jo-1510-2012", &[("until = \"2012-01-30\"", "until = \"2012-01-29\"")], "not in order");
    fails("jo-1510-2012", &[("id = \"talked\"", "id = \"opened\"")], "two events have one id");
    fails("jo-1510-2012", &[("said_by = \"JO\"", "said_by = \"IVO\"")], "another authority's decision");
    fails("jo-1510-2012", &[("subject =", "summary =")], "unknown field");
}
