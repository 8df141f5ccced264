//! A runner that agrees with everything would prove nothing: each way to be wrong is tried.

use super::{beginnings::closed, deeds::*, runner::tell, story::Story};
use crate::words::*;
use record::{Refusal, decision::Flag};

const RIGHT: [&str; 3] =
    ["starts DL-001 by 2026-03-02 or 2026-03-03", "starts DL-002 by 2026-03-16", "starts DL-006"];

fn reported(clocks: &'static [&'static str]) -> Story {
    Story::of("D02", "a report").on("Mon 2026-03-02", "The school telephones.", reports(10), clocks)
}

fn fails(story: &Story, because: &str) {
    let wrong = tell(story).err().unwrap_or_default();
    assert!(wrong.contains(because), "{because}: {wrong}");
}

#[test]
fn a_right_story_is_told() {
    assert!(tell(&reported(&RIGHT)).is_ok());
}

#[test]
fn a_clock_that_is_missing_or_unexpected_or_on_another_day_is_found() {
    fails(
        &reported(&["starts DL-001 by 2026-03-02 or 2026-03-03", "starts DL-002 by 2026-03-16"]),
        "unexpected [\n    \"starts DL-006\"",
    );
    let one_more = [
        "starts DL-001 by 2026-03-02 or 2026-03-03",
        "starts DL-002 by 2026-03-16",
        "starts DL-006",
        "starts DL-021",
    ];
    fails(&reported(Box::leak(Box::new(one_more))), "missing [\n    \"starts DL-021\"");
    let late = ["starts DL-001 by 2026-03-02 or 2026-03-03", "starts DL-002 by 2026-03-17", "starts DL-006"];
    fails(&reported(Box::leak(Box::new(late))), "starts DL-002 by 2026-03-17");
    let twice = reported(&RIGHT).on(
        "Mon 2026-03-02",
        "There is no danger.",
        finds_no_danger(10),
        &["meets DL-001", "meets DL-001"],
    );
    fails(&twice, "missing [\n    \"meets DL-001\"");
}

#[test]
fn whoever_looks_must_see_exactly_what_runs() {
    fails(&reported(&RIGHT).seen("Mon 2026-03-02", &["DL-001", "DL-002"]), "unexpected [\n    \"DL-006\"");
    fails(&reported(&RIGHT).seen("Tue 2026-03-03", &["DL-001", "DL-002", "DL-006"]), "DL-001 overdue");
}

#[test]
fn a_refusal_that_does_not_come_or_is_another_is_found() {
    let early = || reported(&RIGHT);
    fails(
        &early().refused("Mon 2026-03-02", "It may.", finds_no_danger(10), Refusal::NoSuchMatter),
        "but came Ok",
    );
    fails(
        &early().refused("Mon 2026-03-02", "Not so.", decides(10, d02(20)), Refusal::NoSuchMatter),
        "Demands",
    );
    fails(&early().on("Mon 2026-03-02", "Too early.", decides(10, d02(20)), &[]), "refused: Demands");
}

#[test]
fn a_flag_that_is_missing_or_unexpected_is_found() {
    let wrong = closed(Story::of("D07", "flagged")).on(
        "Mon 2026-09-07",
        "A slip.",
        decides(20, corrects(settling("D07").id)),
        &[],
    );
    fails(&wrong.flagged(&[Flag::RecordedLate]), "flags expected [RecordedLate]");
}

#[test]
fn a_wrong_weekday_a_day_back_and_an_answer_no_are_found() {
    fails(&Story::of("D02", "a Monday").seen("Tue 2026-03-02", &[]), "2026-03-02 is a Monday");
    fails(&reported(&RIGHT).seen("Fri 2026-02-27", &[]), "is before");
    fails(
        &reported(&RIGHT).so("nothing was reported", |file| file.file.report(matter(10)).is_err()),
        "nothing was reported",
    );
    fails(&Story::of("D02", "empty"), "nothing happens");
}
