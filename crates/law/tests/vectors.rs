//! Known answers: computed by hand or taken from decisions of JO, and what must never be moved.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use law::{Arrival, Certainty, Day, LawBook, LawError, Nature, Period, RuleId, deemed_arrival, due, rest};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn id(text: &str) -> RuleId {
    text.parse().unwrap()
}

#[test]
fn known_answers() {
    let answers = [
        ("DL-002", "2026-03-02", "2026-03-16", "2026-03-16"),
        ("DL-002", "2026-02-27", "2026-03-13", "2026-03-13"),
        ("DL-021", "2026-10-31", "2027-02-28", "2027-03-01"),
        ("DL-021", "2026-01-31", "2026-05-31", "2026-06-01"),
        ("DL-070", "2026-12-18", "2026-12-25", "2026-12-28"),
        ("DL-072", "2026-11-30", "2026-12-28", "2026-12-28"),
        ("DL-051", "2026-08-31", "2027-02-28", "2027-03-01"),
        // JO 4613-2012: a decision of 2 August had to be with the court on the 9th.
        ("DL-070", "2012-08-02", "2012-08-09", "2012-08-09"),
        // Midsummer Eve, Saturday, Sunday.
        ("DL-002", "2026-06-05", "2026-06-19", "2026-06-22"),
        ("DL-057", "2026-11-21", "2027-01-31", "2027-02-01"),
        ("DL-124", "2026-11-20", "2026-11-23", "2026-11-23"),
    ];
    for (rule, start, nominal, latest) in answers {
        let rule = LawBook::sweden().rule_for(&id(rule), day(start)).unwrap();
        let due = due(rule, day(start), None, None).unwrap();
        assert_eq!(
            (due.nominal, due.latest_lawful),
            (Some(day(nominal)), Some(day(latest))),
            "{} {start}",
            rule.id
        );
    }
}

#[test]
fn a_report_in_the_mailbox_on_monday_counts_from_friday() {
    let start = deemed_arrival(Arrival::FirstEmptyingOfMailbox, day("2026-03-02"));
    let fourteen_days: Period = "P14D".parse().unwrap();
    assert_eq!(fourteen_days.after(start), Some(day("2026-03-13")));
}

/// Ages, ends of powers and longest stays, retention and secrecy come when they come, for every start in two years.
#[test]
fn what_nobody_must_act_on_never_moves() {
    let fixed = ["040a", "040b", "041a", "041b", "042", "050", "079", "087", "088", "089"]
        .map(|n| id(&format!("DL-{n}")));
    for rule in LawBook::sweden().rules() {
        let never = fixed.contains(&rule.id) || matches!(rule.nature, Nature::Retention | Nature::Secrecy);
        assert_eq!(!rule.nature.is_shifted(), never, "{}", rule.id);
        for start in (0..730).map(|days| day("2026-01-01").plus_days(days)) {
            let due = due(rule, start, Some(start), None).unwrap();
            let (Some(nominal), Some(latest)) = (due.nominal, due.latest_lawful) else { continue };
            if never {
                assert_eq!(nominal, latest, "{} from {start}", rule.id);
            } else if !rule.length.is_at_once() {
                assert!(nominal <= latest && rest(latest).is_none(), "{} from {start}", rule.id);
            }
        }
    }
}

#[test]
fn the_lapses_are_those_of_the_law() {
    let lapses: Vec<&str> = LawBook::sweden()
        .rules()
        .iter()
        .filter(|rule| rule.nature == Nature::Lapse)
        .map(|rule| rule.id.as_str())
        .collect();
    let expected =
        ["070", "072", "074", "081", "082", "083", "084", "090", "092", "094"].map(|n| format!("DL-{n}"));
    assert_eq!(lapses, expected);
}

#[test]
fn the_version_follows_the_day_of_the_start() {
    let book = LawBook::sweden();
    let rule = book.rule(&id("DL-021")).unwrap();
    let on = |start| due(rule, day(start), None, None).unwrap();
    assert_eq!(on("2025-06-30").provision, "11 kap. 2 § andra stycket SoL (2001:453)");
    assert_eq!(on("2025-06-30").certainty, Certainty::ValidFromFromKnowledge);
    assert_eq!(on("2025-07-01").provision, "20 kap. 3 § SoL (2025:400)");
    assert_eq!(on("2025-07-01").certainty, Certainty::Verified);

    for rule in book.rules() {
        let Some(next) = &rule.successor else { continue };
        let too_late = rule.valid_to.unwrap().plus_days(9000);
        let Err(LawError::OutsideValidity { use_instead, .. }) = book.rule_for(&rule.id, too_late) else {
            panic!("{} answers outside its validity", rule.id);
        };
        assert_eq!(use_instead.as_ref(), Some(next));
    }
}

/// What is kept, and for how long, follows the law of the day when it may go, not of the day it was written.
#[test]
fn retention_follows_the_day_the_question_arises() {
    let book = LawBook::sweden();
    assert!(book.rule_for(&id("DL-102"), day("2010-05-06")).is_ok(), "a child born long before the rule");
    assert!(
        book.rule_for(&id("DL-103a"), day("2019-01-01")).is_ok(),
        "could go in 2024, under the old order"
    );
    assert!(book.rule_for(&id("DL-103a"), day("2024-01-01")).is_err(), "could go in 2029, under the new one");
}
