//! D04: the preliminary assessment is given more time (20 kap. 2 § SoL: only for exceptional reasons).

use super::{deeds::*, story::Story};
use crate::words::*;
use law::Level;
use record::{
    Code, Field, Refusal,
    decision::{Decision, Flag},
    facts::REASON_NOT_ACCEPTED,
};

pub(crate) fn stories() -> Vec<Story> {
    vec![the_police_first(), after_the_last_day(), not_for_work()]
}

fn reported(story: Story) -> Story {
    story
        .on(
            "Mon 2026-03-02",
            "The school telephones.",
            reports(10),
            &["starts DL-001 by 2026-03-02 or 2026-03-03", "starts DL-002 by 2026-03-16", "starts DL-006"],
        )
        .on("Mon 2026-03-02", "There is no danger today.", finds_no_danger(10), &["meets DL-001"])
}

/// The police must hear the child first. The day that is set is a day somebody chose: it is not moved when the world rests.
fn the_police_first() -> Story {
    reported(Story::of("D04", "the police must hear the child first"))
        .by(first_social_worker())
        .refused(
            "Mon 2026-03-16",
            "The delegation order gives it to the unit head.",
            decides(10, d04("2026-03-28")),
            is_for("D04", Level::UnitHead, "1.3"),
        )
        .by(unit_head())
        .refused(
            "Mon 2026-03-16",
            "A new last day must be said.",
            decides(10, Decision { until: None, ..d04("2026-03-28") }),
            Refusal::Missing(Field::Until),
        )
        .refused(
            "Mon 2026-03-16",
            "It must be later than the day it replaces.",
            decides(10, d04("2026-03-16")),
            Refusal::NotLater(Field::Until),
        )
        .refused(
            "Mon 2026-03-16",
            "A reason of the list must be chosen.",
            decides(10, Decision { reason: None, ..d04("2026-03-28") }),
            Refusal::Missing(Field::Reasons),
        )
        .on(
            "Mon 2026-03-16",
            "The time is extended on its last day, to a Saturday.",
            decides(10, d04("2026-03-28")),
            &["moves DL-002 by 2026-03-28"],
        )
        .seen("Tue 2026-03-17", &["DL-002", "DL-006"])
        .seen("Sat 2026-03-28", &["DL-002", "DL-006"])
        .seen("Sun 2026-03-29", &["DL-002 overdue", "DL-006"])
        .on(
            "Mon 2026-03-30",
            "An investigation is opened.",
            decides(10, d02(20)),
            &[
                "meets DL-002",
                "drops DL-006",
                "starts DL-020 mother by 2026-03-30",
                "starts DL-020 father by 2026-03-30",
                "starts DL-021 by 2026-07-30",
            ],
        )
}

/// Time that is given after it has run out is recorded as it happened: the old day stands, and the decision is flagged.
fn after_the_last_day() -> Story {
    reported(Story::of("D04", "extended after the last day"))
        .seen("Mon 2026-03-16", &["DL-002", "DL-006"])
        .on("Tue 2026-03-17", "The time is extended a day late.", decides(10, d04("2026-03-30")), &[])
        .flagged(&[Flag::AfterTheLastDay])
        .seen("Tue 2026-03-17", &["DL-002 overdue", "DL-006"])
        .on(
            "Mon 2026-03-30",
            "No investigation.",
            decides(10, decision("D03")),
            &["meets DL-002", "drops DL-006"],
        )
        .so("the clock still has the day of the law", |file| {
            file.clocks("DL-002")[0].due.nominal == Some(day("2026-03-16"))
        })
}

/// Workload is no exceptional reason; of holidays the list is less sure, and asks.
fn not_for_work() -> Story {
    let because = |code: &str| Decision { reason: Some(Code::from(code)), ..d04("2026-03-30") };
    let asks = Refusal::Asks {
        kind: "D04".parse().unwrap(),
        fact: REASON_NOT_ACCEPTED.to_owned(),
        provision: "20 kap. 2 § SoL (2025:400)".to_owned(),
    };
    let considered =
        Decision { acknowledged: vec![REASON_NOT_ACCEPTED.to_owned()], ..because("holidays_or_staffing") };
    reported(Story::of("D04", "workload is no reason"))
        .refused(
            "Fri 2026-03-13",
            "There is too much to do.",
            decides(10, because("workload")),
            Refusal::ReasonNotAccepted("workload".to_owned()),
        )
        .refused("Fri 2026-03-13", "Many are away.", decides(10, because("holidays_or_staffing")), asks)
        .on(
            "Fri 2026-03-13",
            "It has been considered.",
            decides(10, considered),
            &["moves DL-002 by 2026-03-30"],
        )
        .on(
            "Mon 2026-03-30",
            "No investigation.",
            decides(10, decision("D03")),
            &["meets DL-002", "drops DL-006"],
        )
}
