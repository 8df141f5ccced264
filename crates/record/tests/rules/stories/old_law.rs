//! What was decided under the act of 2001, recorded when the paper files are taken over in July 2025.
//!
//! The version of a rule is that of the day on which its time started: what began before 1 July 2025 runs by the old rows.

use super::{deeds::*, story::Story};
use crate::words::*;
use law::Level;
use record::decision::{Decision, Flag};

pub(crate) fn stories() -> Vec<Story> {
    vec![an_application(), two_months_of_follow_up(), two_months_after_a_placement()]
}

fn paper(with: &[&str]) -> Vec<Flag> {
    with.iter().map(|fact| Flag::Demanded((*fact).to_owned())).chain([Flag::RecordedLate]).collect()
}

/// An application of June had to be investigated without delay (11 kap. 1 § SoL 2001:453); one was opened, another was not.
fn an_application() -> Story {
    Story::of("D02", "opened and not opened under the act of 2001")
        .on(
            "Thu 2025-07-10",
            "An investigation was opened on paper.",
            records_of("2025-06-05", 10, d02(20), Level::CaseWorker),
            &[
                "starts DL-020 mother by 2025-06-05",
                "starts DL-020 father by 2025-06-05",
                "starts DL-021 by 2025-10-05 or 2025-10-06",
            ],
        )
        .flagged(&paper(&[]))
        .on(
            "Thu 2025-07-10",
            "She had applied three days before.",
            said_on("2025-06-02", 20, mother(), "applies"),
            &["starts DL-003a", "meets DL-003a", "starts DL-011 by 2025-12-02"],
        )
        .on(
            "Thu 2025-07-10",
            "Of another application none was opened.",
            records_of("2025-06-12", 12, decision("D03"), Level::UnitHead),
            &[],
        )
        .flagged(&paper(&[]))
        .on(
            "Thu 2025-07-10",
            "It had come the week before.",
            said_on("2025-06-04", 12, father(), "applies"),
            &["starts DL-003a", "drops DL-003a", "starts DL-011 by 2025-12-04"],
        )
        .on(
            "Thu 2025-07-10",
            "A third was linked to the investigation that ran.",
            records_of("2025-06-18", 14, d05(20), Level::CaseWorker),
            &[],
        )
        .flagged(&paper(&[]))
        .on(
            "Thu 2025-07-10",
            "It had come two days before.",
            said_on("2025-06-16", 14, mother(), "applies"),
            &["starts DL-003a", "drops DL-003a", "starts DL-011 by 2025-12-16"],
        )
        .seen(
            "Thu 2025-07-10",
            &["DL-011", "DL-011", "DL-011", "DL-020 mother overdue", "DL-020 father overdue", "DL-021"],
        )
}

/// Closed in June and followed up: two months, not six (11 kap. 4 c § SoL 2001:453). A new investigation ends it.
fn two_months_of_follow_up() -> Story {
    let d21 = || Decision { id: id(2021), ..follow_up_until("2025-08-10", "Alla samtycker.") };
    Story::of("D21", "followed up under the act of 2001")
        .on(
            "Thu 2025-07-10",
            "An investigation was opened on paper.",
            records_of("2025-03-05", 10, d02(20), Level::CaseWorker),
            &[
                "starts DL-020 mother by 2025-03-05",
                "starts DL-020 father by 2025-03-05",
                "starts DL-021 by 2025-07-05 or 2025-07-07",
            ],
        )
        .flagged(&paper(&[]))
        .on(
            "Thu 2025-07-10",
            "It was closed in June.",
            records_of("2025-06-10", 20, settling("D07"), Level::UnitHead),
            &["meets DL-021", "starts DL-024 mother", "starts DL-024 father"],
        )
        .flagged(&paper(&["investigation_written", "communicated"]))
        .on(
            "Thu 2025-07-10",
            "The mother was told of it.",
            posts(settling("D07").id, mother()),
            &["meets DL-024 mother"],
        )
        .on(
            "Thu 2025-07-10",
            "The father was told of it.",
            posts(settling("D07").id, father()),
            &["meets DL-024 father"],
        )
        .on(
            "Thu 2025-07-10",
            "He was to be followed up.",
            records_of("2025-06-12", 20, d21(), Level::UnitHead),
            &[
                "starts DL-024 mother",
                "starts DL-024 father",
                "starts DL-040a by 2025-08-10",
                "starts DL-043",
            ],
        )
        .flagged(&paper(&[]))
        .on(
            "Thu 2025-07-10",
            "Another investigation is opened.",
            records(11, d02(21), Level::CaseWorker),
            &[
                "drops DL-040a",
                "starts DL-020 mother by 2025-07-10",
                "starts DL-020 father by 2025-07-10",
                "starts DL-021 by 2025-11-10",
            ],
        )
}

/// The same after a placement (11 kap. 4 b och 4 c §§ SoL 2001:453).
fn two_months_after_a_placement() -> Story {
    Story::of("D02", "opened during a follow-up under the act of 2001")
        .on(
            "Thu 2025-07-10",
            "A social worker of his own had been appointed.",
            records_of("2025-05-02", 40, decision("D63"), Level::UnitHead),
            &[],
        )
        .flagged(&paper(&[]))
        .on("Thu 2025-07-10", "He came home.", happened_on("2025-05-15", 40, "placement.ended"), &[])
        .on(
            "Thu 2025-07-10",
            "He was followed up.",
            records_of("2025-05-16", 41, decision("D22"), Level::UnitHead),
            &[
                "starts DL-024 mother",
                "starts DL-024 father",
                "starts DL-041a by 2025-07-15",
                "starts DL-043",
            ],
        )
        .flagged(&paper(&[]))
        .on(
            "Thu 2025-07-10",
            "An investigation is opened.",
            records(10, d02(20), Level::CaseWorker),
            &[
                "drops DL-041a",
                "starts DL-020 mother by 2025-07-10",
                "starts DL-020 father by 2025-07-10",
                "starts DL-021 by 2025-11-10",
            ],
        )
}
