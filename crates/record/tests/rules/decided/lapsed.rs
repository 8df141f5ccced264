//! What the decisions have found: a second order after one that lapsed has a clock of its own, and a lapse stays in sight.

use super::{carry::evenings, compare::tell, data::Decided, text_with};
use law::Day;

fn told(name: &str, changes: &[(&str, &str)]) -> Decided {
    Decided::read(&text_with(name, changes)).unwrap()
}

/// A new order after one that lapsed unsubmitted is watched like the first, though DL-070 is one per file (7 § LVU: each decision).
#[test]
fn a_new_order_after_one_that_was_never_submitted_is_watched() {
    let second_forgotten = told(
        "jo-534-2013",
        &[(
            "what = { happened = \"lvu_6.submitted_to_court\" }",
            "what = { happened = \"case_event.occurred\" }",
        )],
    );
    let evenings = evenings(&second_forgotten).unwrap();
    let starts: Vec<Day> =
        evenings.last().unwrap().file.clocks("DL-070").iter().map(|clock| clock.started).collect();
    assert_eq!(starts, ["2012-12-27", "2013-01-16"].map(|day| day.parse::<Day>().unwrap()));
    assert!(tell(&second_forgotten).is_err(), "it does not look like the order that was submitted in time");
}

/// Recording that an order has ended because it lapsed does not take the lapse out of sight.
#[test]
fn a_lapse_stays_in_sight_when_its_end_is_recorded() {
    let ended = told(
        "jo-3925-2006",
        &[(
            "what = { happened = \"lvu_6.submitted_to_court\" }",
            "what = { happened = \"case_event.occurred\" }",
        )],
    );
    let shown: Vec<(Day, Vec<String>)> =
        evenings(&ended).unwrap().iter().map(|evening| (evening.day, evening.shown())).collect();
    let on = |day: &str| shown.iter().find(|(of, _)| *of == day.parse().unwrap()).unwrap().1.clone();
    assert_eq!(on("2006-06-28"), ["DL-070 lapsed"]);
    assert_eq!(on("2006-06-29"), ["DL-070 lapsed"], "ended on the 29th");
}
