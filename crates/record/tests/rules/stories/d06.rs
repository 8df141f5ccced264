//! D06: an investigation is given more time (20 kap. 3 § SoL: special reasons, for a certain time, before the time has run out).

use super::{deeds::*, story::Story};
use crate::words::*;
use law::Level;
use record::{
    Field, Refusal,
    decision::{Decision, Flag},
    facts::REASON_NOT_ACCEPTED,
};

pub(crate) fn stories() -> Vec<Story> {
    vec![twice_in_time(), on_the_monday_after(), workload()]
}

/// Opened on Friday 30 October. February has no thirtieth: the four months end on Sunday 28 February (1 § lagen 1930:173).
fn opened(story: Story) -> Story {
    story
        .by(first_social_worker())
        .on(
            "Mon 2026-10-26",
            "The school telephones.",
            reports(10),
            &["starts DL-001 by 2026-10-26 or 2026-10-27", "starts DL-002 by 2026-11-09", "starts DL-006"],
        )
        .on("Mon 2026-10-26", "There is no danger.", finds_no_danger(10), &["meets DL-001"])
        .on(
            "Fri 2026-10-30",
            "An investigation is opened.",
            decides(10, d02(20)),
            &[
                "meets DL-002",
                "drops DL-006",
                "starts DL-020 mother by 2026-10-30",
                "starts DL-020 father by 2026-10-30",
                "starts DL-021 by 2027-02-28 or 2027-03-01",
            ],
        )
        .on("Fri 2026-10-30", "The mother is told.", tells(20, mother()), &["meets DL-020 mother"])
        .on("Fri 2026-10-30", "The father is told.", tells(20, father()), &["meets DL-020 father"])
}

/// Written, given to both and answered in the spring of 2027.
fn heard_in_april(story: Story) -> Story {
    story
        .on("Mon 2027-04-05", "The investigation is signed.", writes(20), &[])
        .on(
            "Mon 2027-04-05",
            "The mother gets it.",
            shares(20, mother()),
            &["starts DL-023 mother by 2027-04-19"],
        )
        .on(
            "Mon 2027-04-05",
            "The father gets it.",
            shares(20, father()),
            &["starts DL-023 father by 2027-04-19"],
        )
        .on("Tue 2027-04-06", "The mother answers.", answers(20, mother()), &["meets DL-023 mother"])
        .on("Tue 2027-04-06", "The father answers.", answers(20, father()), &["meets DL-023 father"])
}

/// The police are awaited, and then a doctor. The new day takes the place of the old one, each time.
fn twice_in_time() -> Story {
    let further = || another(6, more_time("2027-05-31", "awaiting_health_care"));
    let story = opened(Story::of("D06", "extended twice, in time"))
        .refused(
            "Fri 2027-02-26",
            "A last day must be said.",
            decides(20, Decision { until: None, ..more_time("2027-04-30", "awaiting_police") }),
            Refusal::Missing(Field::Until),
        )
        .refused(
            "Fri 2027-02-26",
            "It must be later than the one it replaces.",
            decides(20, more_time("2027-02-28", "awaiting_police")),
            Refusal::NotLater(Field::Until),
        )
        .refused(
            "Fri 2027-02-26",
            "Why must be said.",
            decides(20, Decision { reasons: Vec::new(), ..more_time("2027-04-30", "awaiting_police") }),
            Refusal::Missing(Field::Motive),
        )
        .by(case_worker())
        .refused(
            "Fri 2027-02-26",
            "The delegation order gives it to a first social worker.",
            decides(20, more_time("2027-04-30", "awaiting_police")),
            is_for("D06", Level::FirstSocialWorker, "1.5"),
        )
        .by(first_social_worker())
        .on(
            "Fri 2027-02-26",
            "The police are awaited.",
            decides(20, more_time("2027-04-30", "awaiting_police")),
            &["drops DL-021", "starts DL-022 by 2027-04-30"],
        )
        .seen("Mon 2027-03-01", &["DL-022"]);
    heard_in_april(story)
        .on(
            "Fri 2027-04-30",
            "A doctor is awaited: a new decision, on the last day.",
            decides(20, further()),
            &["drops DL-022", "starts DL-022 by 2027-05-31"],
        )
        .seen("Mon 2027-05-31", &["DL-022"])
        .seen("Tue 2027-06-01", &["DL-022 overdue"])
        .on(
            "Tue 2027-06-01",
            "The investigation is closed, a day late.",
            decides(20, settling("D07")),
            &["meets DL-022", "starts DL-024 mother", "starts DL-024 father"],
        )
}

/// The last day as counted was Sunday. On Monday the time may still be lawful, but what the record holds to is the day as counted: the new
/// day runs beside the old one and hides nothing.
fn on_the_monday_after() -> Story {
    let story = opened(Story::of("D06", "extended after the last day"))
        .seen("Sun 2027-02-28", &["DL-021"])
        .seen("Mon 2027-03-01", &["DL-021 overdue"])
        .on(
            "Mon 2027-03-01",
            "The police are awaited, says a decision of the day after.",
            decides(20, more_time("2027-04-30", "awaiting_police")),
            &["starts DL-022 by 2027-04-30"],
        )
        .flagged(&[Flag::AfterTheLastDay])
        .seen("Tue 2027-03-02", &["DL-021 overdue", "DL-022"]);
    heard_in_april(story)
        .on(
            "Fri 2027-04-30",
            "The investigation is closed.",
            decides(20, settling("D07")),
            &["meets DL-021", "meets DL-022", "starts DL-024 mother", "starts DL-024 father"],
        )
        .so("four months were two months too few", |file| {
            met_on(file, "DL-021") > file.clocks("DL-021")[0].due.latest_lawful
        })
}

/// That workload is no special reason is practice, and the list asks. In the report there is nothing to extend.
fn workload() -> Story {
    let asks = Refusal::Asks {
        kind: "D06".parse().unwrap(),
        fact: REASON_NOT_ACCEPTED.to_owned(),
        provision: "20 kap. 3 § SoL (2025:400)".to_owned(),
    };
    opened(Story::of("D06", "workload"))
        .refused(
            "Mon 2027-02-22",
            "There is too much to do.",
            decides(20, more_time("2027-04-30", "workload")),
            asks,
        )
        .refused(
            "Mon 2027-02-22",
            "A report is not extended so.",
            decides(10, more_time("2027-04-30", "awaiting_police")),
            Refusal::WrongKindOfMatter,
        )
        .by(unqualified())
        .refused(
            "Mon 2027-02-22",
            "Somebody without the qualification extends nothing.",
            decides(20, more_time("2027-04-30", "awaiting_police")),
            is_unqualified("D06", Level::FirstSocialWorker),
        )
        .on(
            "Mon 2027-02-22",
            "Another municipality takes over.",
            happens(20, "investigation.transferred"),
            &["drops DL-021"],
        )
}
