//! How most stories begin: the school telephones in April, and by May an investigation runs.

use super::{deeds::*, story::Story};
use crate::words::*;

/// The school telephones on a Thursday in April, and there is no danger. The report is matter 10.
pub(crate) fn reported(story: Story) -> Story {
    story
        .on(
            "Thu 2026-04-23",
            "The school telephones.",
            reports(10),
            &["starts DL-001 by 2026-04-23 or 2026-04-24", "starts DL-002 by 2026-05-07", "starts DL-006"],
        )
        .on("Thu 2026-04-23", "There is no danger today.", finds_no_danger(10), &["meets DL-001"])
}

/// The report in matter 10 is opened as an investigation in matter 20, on the last day of April; both guardians are told that day.
///
/// Four months from 30 April end on Sunday 30 August (20 kap. 3 § SoL; 1 § lagen 1930:173), and what must be done may be done the Monday
/// after (2 §).
pub(crate) fn investigated(story: Story) -> Story {
    reported(story.by(case_worker()))
        .on(
            "Thu 2026-04-30",
            "An investigation is opened.",
            decides(10, d02(20)),
            &[
                "meets DL-002",
                "drops DL-006",
                "starts DL-020 mother by 2026-04-30",
                "starts DL-020 father by 2026-04-30",
                "starts DL-021 by 2026-08-30 or 2026-08-31",
            ],
        )
        .on("Thu 2026-04-30", "The mother is told.", tells(20, mother()), &["meets DL-020 mother"])
        .on("Thu 2026-04-30", "The father is told.", tells(20, father()), &["meets DL-020 father"])
}

/// It is written down in June, and both guardians have had their say (25 § FL).
pub(crate) fn heard(story: Story) -> Story {
    story
        .on("Mon 2026-06-01", "The investigation is signed.", writes(20), &[])
        .on(
            "Mon 2026-06-01",
            "The mother gets it.",
            shares(20, mother()),
            &["starts DL-023 mother by 2026-06-15"],
        )
        .on(
            "Mon 2026-06-01",
            "The father gets it.",
            shares(20, father()),
            &["starts DL-023 father by 2026-06-15"],
        )
        .on("Mon 2026-06-08", "The mother answers.", answers(20, mother()), &["meets DL-023 mother"])
        .on("Mon 2026-06-08", "The father answers.", answers(20, father()), &["meets DL-023 father"])
        .by(unit_head())
}

/// Investigated, and closed without a service on Friday 28 August; both guardians have been told.
pub(crate) fn closed(story: Story) -> Story {
    heard(investigated(story))
        .on(
            "Fri 2026-08-28",
            "The investigation is closed without a service.",
            decides(20, settling("D07")),
            &["meets DL-021", "starts DL-024 mother", "starts DL-024 father"],
        )
        .on(
            "Fri 2026-08-28",
            "The mother is told.",
            posts(settling("D07").id, mother()),
            &["meets DL-024 mother"],
        )
        .on(
            "Fri 2026-08-28",
            "The father is told.",
            posts(settling("D07").id, father()),
            &["meets DL-024 father"],
        )
}

/// What a grant of 11 June that ends the investigation does to the clocks, where the service is followed up in September.
pub(crate) const GRANTED_IN_JUNE: &[&str] = &[
    "meets DL-021",
    "starts DL-024 mother",
    "starts DL-024 father",
    "starts DL-032 by 2026-09-11",
    "starts DL-044 by 2026-09-15",
];

/// Investigated, and family treatment granted in matter 30 on Thursday 11 June; both guardians have been told in a letter.
pub(crate) fn granted(story: Story) -> Story {
    let d08 = || grants(service(30, "family_treatment", "2026-06-15", "2026-09-15"));
    heard(investigated(story))
        .on("Tue 2026-06-09", "The mother consents.", says(20, mother(), "consents", "family_treatment"), &[])
        .on("Tue 2026-06-09", "The father consents.", says(20, father(), "consents", "family_treatment"), &[])
        .on(
            "Thu 2026-06-11",
            "Family treatment is granted, and the investigation ends.",
            decides(20, d08()),
            GRANTED_IN_JUNE,
        )
        .on("Thu 2026-06-11", "A letter to the mother.", posts(d08().id, mother()), &["meets DL-024 mother"])
        .on("Thu 2026-06-11", "A letter to the father.", posts(d08().id, father()), &["meets DL-024 father"])
}
