//! D03: no investigation is opened (20 kap. 2 § SoL).

use super::{deeds::*, story::Story};
use crate::words::*;
use law::Level;
use record::{
    Field, Refusal,
    decision::{Decision, Flag},
    feedback::FeedbackValue,
    report::ReportEnd,
};

pub(crate) fn stories() -> Vec<Story> {
    vec![over_christmas(), asked_much_later(), danger_and_yet_no(), violence()]
}

/// The fourteenth day is Christmas Day: what must be done may be done on Monday 28 December (2 § lagen 1930:173), though the clock warns from
/// the day as counted. The school asks on the last day of the week in which it may be answered within the week.
fn over_christmas() -> Story {
    Story::of("D03", "not opened, over Christmas")
        .by(first_social_worker())
        .on(
            "Fri 2026-12-11",
            "The school telephones.",
            reports(10),
            &[
                "starts DL-001 by 2026-12-11 or 2026-12-12",
                "starts DL-002 by 2026-12-25 or 2026-12-28",
                "starts DL-006",
            ],
        )
        .refused(
            "Fri 2026-12-11",
            "Not before the protection assessment.",
            decides(10, decision("D03")),
            demands("D03", "protection_assessed", "20 kap. 1 § SoL (2025:400)"),
        )
        .on("Fri 2026-12-11", "There is no danger.", finds_no_danger(10), &["meets DL-001"])
        .refused(
            "Mon 2026-12-21",
            "Why must be said.",
            decides(10, Decision { reasons: Vec::new(), ..decision("D03") }),
            Refusal::Missing(Field::Motive),
        )
        .by(case_worker())
        .refused(
            "Mon 2026-12-21",
            "The delegation order gives it to a first social worker.",
            decides(10, decision("D03")),
            is_for("D03", Level::FirstSocialWorker, "1.2"),
        )
        .seen("Thu 2026-12-24", &["DL-002", "DL-006"])
        .seen("Fri 2026-12-25", &["DL-002", "DL-006"])
        .seen("Sat 2026-12-26", &["DL-002 overdue", "DL-006"])
        .by(first_social_worker())
        .on(
            "Mon 2026-12-28",
            "No investigation is opened.",
            decides(10, decision("D03")),
            &["meets DL-002", "drops DL-006"],
        )
        .so("it was the last lawful day", |file| {
            met_on(file, "DL-002") == file.clocks("DL-002")[0].due.latest_lawful
        })
        .so("nobody is owed a notice: only those who were contacted are told", |file| {
            file.running("DL-024") == 0
        })
        .on("Mon 2027-01-04", "The school asks.", asks_for_feedback(10), &["starts DL-004b by 2027-01-04"])
        .seen("Mon 2027-01-04", &["DL-004b"])
        .seen("Tue 2027-01-05", &["DL-004b overdue"])
        .on(
            "Tue 2027-01-05",
            "The school is told.",
            tells_the_reporter(10, FeedbackValue::NotOpened),
            &["meets DL-004b"],
        )
}

/// Whoever asks more than a week after the decision is told at once (19 kap. 6 § tredje stycket SoL), and told the truth.
fn asked_much_later() -> Story {
    Story::of("D03", "the school asks in the spring")
        .on(
            "Mon 2026-02-16",
            "The school telephones.",
            reports(10),
            &["starts DL-001 by 2026-02-16 or 2026-02-17", "starts DL-002 by 2026-03-02", "starts DL-006"],
        )
        .on("Mon 2026-02-16", "There is no danger.", finds_no_danger(10), &["meets DL-001"])
        .on(
            "Mon 2026-03-02",
            "No investigation is opened.",
            decides(10, decision("D03")),
            &["meets DL-002", "drops DL-006"],
        )
        .on("Tue 2026-03-10", "The school asks.", asks_for_feedback(10), &["starts DL-004c by 2026-03-10"])
        .refused(
            "Tue 2026-03-10",
            "Only what is true is said.",
            tells_the_reporter(10, FeedbackValue::Opened),
            Refusal::FeedbackDoesNotMatch,
        )
        .seen("Wed 2026-03-11", &["DL-004c overdue"])
        .on(
            "Wed 2026-03-11",
            "The school is told.",
            tells_the_reporter(10, FeedbackValue::NotOpened),
            &["meets DL-004c"],
        )
}

/// Danger was found, and then it turned out that there was none: the clock for opening at once ends with the decision.
fn danger_and_yet_no() -> Story {
    Story::of("D03", "danger that was none")
        .on(
            "Tue 2026-05-12",
            "The school telephones.",
            reports(10),
            &["starts DL-001 by 2026-05-12 or 2026-05-13", "starts DL-002 by 2026-05-26", "starts DL-006"],
        )
        .on(
            "Tue 2026-05-12",
            "The child seems to need protection at once.",
            finds_danger(10),
            &["meets DL-001", "starts DL-003b by 2026-05-12"],
        )
        .seen("Wed 2026-05-13", &["DL-002", "DL-003b overdue", "DL-006"])
        .on(
            "Wed 2026-05-13",
            "It was another child.",
            decides(10, decision("D03")),
            &["meets DL-002", "drops DL-003b", "drops DL-006"],
        )
}

/// A child who may have met violence is investigated: the decision cannot be made here. On paper it is recorded, flagged.
fn violence() -> Story {
    let bars = "14 kap. 2 § SoL (2025:400); 6 kap. 1 § SOSFS 2014:4, numera HSLF-FS 2022:39";
    let barred = Refusal::Barred {
        kind: "D03".parse().unwrap(),
        fact: "violence_tagged".to_owned(),
        provision: bars.to_owned(),
    };
    Story::of("D03", "violence is not left without an investigation")
        .on(
            "Mon 2026-03-02",
            "The school telephones about blows.",
            reports_violence(10),
            &["starts DL-001 by 2026-03-02 or 2026-03-03", "starts DL-002 by 2026-03-16", "starts DL-006"],
        )
        .on("Mon 2026-03-02", "There is no danger today.", finds_no_danger(10), &["meets DL-001"])
        .refused("Tue 2026-03-03", "The unit head may not either.", decides(10, decision("D03")), barred)
        .on(
            "Wed 2026-03-04",
            "A case worker has decided it on paper.",
            records(10, decision("D03"), Level::CaseWorker),
            &["meets DL-002", "drops DL-006"],
        )
        .flagged(&[
            Flag::BarredBy("violence_tagged".to_owned()),
            Flag::WithoutAuthority(Level::FirstSocialWorker),
        ])
        .so("it is what happened", |file| {
            file.file.report(matter(10)).unwrap().end == Some(ReportEnd::NotOpened)
        })
}
