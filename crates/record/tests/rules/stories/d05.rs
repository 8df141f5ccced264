//! D05: a report is linked to an investigation that runs already (20 kap. 2 § SoL).

use super::{beginnings::investigated, deeds::*, story::Story};
use crate::words::*;
use law::Level;
use record::{
    Field, Refusal,
    decision::{Decision, Flag},
    feedback::FeedbackValue,
    report::ReportEnd,
};

pub(crate) fn stories() -> Vec<Story> {
    vec![a_second_report(), the_urgent_one(), an_application_comes_along(), nothing_runs()]
}

/// A second report is assessed on its own, as every report is (20 kap. 1 § SoL), and then linked. Whoever asked is told at once that an
/// investigation was running already (19 kap. 6 § tredje stycket SoL).
fn a_second_report() -> Story {
    investigated(Story::of("D05", "a second report"))
        .on(
            "Fri 2026-05-15",
            "The school telephones again and asks to be told.",
            reports_and_asks(11),
            &["starts DL-001 by 2026-05-15 or 2026-05-16", "starts DL-002 by 2026-05-29", "starts DL-006"],
        )
        .refused(
            "Fri 2026-05-15",
            "Not before the protection assessment.",
            decides(11, d05(20)),
            demands("D05", "protection_assessed", "20 kap. 1 § SoL (2025:400)"),
        )
        .seen("Sat 2026-05-16", &["DL-001 overdue", "DL-002", "DL-006", "DL-021"])
        .on("Sat 2026-05-16", "There is no danger.", finds_no_danger(11), &["meets DL-001"])
        .refused(
            "Tue 2026-05-26",
            "To which investigation must be said.",
            decides(11, Decision { links_to: None, ..d05(20) }),
            Refusal::Missing(Field::Outcome),
        )
        .seen("Fri 2026-05-29", &["DL-002", "DL-006", "DL-021"])
        .seen("Sat 2026-05-30", &["DL-002 overdue", "DL-006", "DL-021"])
        .on(
            "Mon 2026-06-01",
            "It is linked, a working day late.",
            decides(11, d05(20)),
            &["meets DL-002", "drops DL-006", "starts DL-004c by 2026-06-01"],
        )
        .so("the report ended with the investigation", |file| {
            file.file.report(matter(11)).unwrap().end == Some(ReportEnd::Linked(matter(20)))
        })
        .seen("Tue 2026-06-02", &["DL-004c overdue", "DL-021"])
        .on(
            "Tue 2026-06-02",
            "The teacher is told.",
            tells_the_reporter(11, FeedbackValue::AlreadyRunning),
            &["meets DL-004c"],
        )
}

/// Of two reports on one day the calm one opened the investigation; the urgent one is linked to it, and nothing more is to be opened.
fn the_urgent_one() -> Story {
    Story::of("D05", "the urgent report is linked to the calm one's investigation")
        .on(
            "Mon 2026-03-02",
            "The school telephones about danger.",
            reports(10),
            &["starts DL-001 by 2026-03-02 or 2026-03-03", "starts DL-002 by 2026-03-16", "starts DL-006"],
        )
        .on(
            "Mon 2026-03-02",
            "The child needs protection at once.",
            finds_danger(10),
            &["meets DL-001", "starts DL-003b by 2026-03-02"],
        )
        .on(
            "Mon 2026-03-02",
            "The after-school club telephones.",
            reports(11),
            &["starts DL-001 by 2026-03-02 or 2026-03-03", "starts DL-002 by 2026-03-16", "starts DL-006"],
        )
        .on("Mon 2026-03-02", "It tells of no danger.", finds_no_danger(11), &["meets DL-001"])
        .on(
            "Mon 2026-03-02",
            "An investigation is opened from it.",
            decides(11, d02(20)),
            &[
                "meets DL-002",
                "drops DL-006",
                "starts DL-020 mother by 2026-03-02",
                "starts DL-020 father by 2026-03-02",
                "starts DL-021 by 2026-07-02",
            ],
        )
        .on(
            "Tue 2026-03-03",
            "The first report is linked.",
            decides(10, d05(20)),
            &["meets DL-002", "drops DL-003b", "drops DL-006"],
        )
        .on("Tue 2026-03-03", "The school asks.", asks_for_feedback(10), &["starts DL-004c by 2026-03-03"])
        .on(
            "Tue 2026-03-03",
            "The school is told.",
            tells_the_reporter(10, FeedbackValue::AlreadyRunning),
            &["meets DL-004c"],
        )
}

/// She applied while the second report was assessed. When it is linked, the application is answered in the investigation, and the six months
/// of 12 § FL run there from the day she applied.
fn an_application_comes_along() -> Story {
    investigated(Story::of("D05", "an application comes along with the report"))
        .on(
            "Fri 2026-05-15",
            "The school telephones again.",
            reports(11),
            &["starts DL-001 by 2026-05-15 or 2026-05-16", "starts DL-002 by 2026-05-29", "starts DL-006"],
        )
        .on("Fri 2026-05-15", "There is no danger.", finds_no_danger(11), &["meets DL-001"])
        .on(
            "Mon 2026-05-18",
            "The mother applies for a contact family.",
            says(11, mother(), "applies", "contact_family"),
            &["starts DL-003b by 2026-05-18", "starts DL-011 by 2026-11-18"],
        )
        .on(
            "Tue 2026-05-19",
            "The report is linked.",
            decides(11, d05(20)),
            &["meets DL-002", "drops DL-003b", "drops DL-006", "drops DL-011", "starts DL-011 by 2026-11-18"],
        )
        .seen("Tue 2026-05-19", &["DL-011", "DL-021"])
}

/// Without an investigation there is nothing to link to; what was linked on paper to one that had ended is flagged.
fn nothing_runs() -> Story {
    use super::beginnings::closed;
    closed(Story::of("D05", "nothing runs any more"))
        .on(
            "Mon 2026-08-31",
            "The school telephones again.",
            reports(11),
            &["starts DL-001 by 2026-08-31 or 2026-09-01", "starts DL-002 by 2026-09-14", "starts DL-006"],
        )
        .on("Mon 2026-08-31", "There is no danger.", finds_no_danger(11), &["meets DL-001"])
        .refused(
            "Tue 2026-09-01",
            "The investigation has ended.",
            decides(11, d05(20)),
            demands("D05", "investigation_running", "20 kap. 2 § SoL (2025:400)"),
        )
        .on(
            "Tue 2026-09-01",
            "It was linked on paper all the same.",
            records(11, d05(20), Level::CaseWorker),
            &["meets DL-002", "drops DL-006"],
        )
        .flagged(&[Flag::Demanded("investigation_running".to_owned())])
}
