//! D02: an investigation is opened (14 kap. 2 § och 20 kap. 2 § SoL).

use super::{deeds::*, story::Story};
use crate::words::*;
use law::Level;
use record::{Field, MatterState, Refusal, decision::Decision, feedback::FeedbackValue, report::ReportEnd};

pub(crate) fn stories() -> Vec<Story> {
    vec![
        in_time(),
        after_the_last_day(),
        at_once(),
        during_follow_ups(),
        kept_from_the_father(),
        recorded_without_authority(),
    ]
}

/// Opened on the tenth day. The teacher asked to be told, and is, within the week (19 kap. 6 § tredje stycket SoL); the father is told four
/// days late, which is seen (20 kap. 4 § SoL: at once).
fn in_time() -> Story {
    Story::of("D02", "opened in time")
        .by(case_worker())
        .on(
            "Mon 2026-03-02",
            "The school telephones and asks to be told.",
            reports_and_asks(10),
            &["starts DL-001 by 2026-03-02 or 2026-03-03", "starts DL-002 by 2026-03-16", "starts DL-006"],
        )
        .refused(
            "Mon 2026-03-02",
            "Before the protection assessment nothing is opened.",
            decides(10, d02(20)),
            demands("D02", "protection_assessed", "20 kap. 1 § SoL (2025:400)"),
        )
        .on("Tue 2026-03-03", "There is no danger.", finds_no_danger(10), &["meets DL-001"])
        .refused(
            "Thu 2026-03-12",
            "What is to be investigated must be said.",
            decides(10, Decision { opening: None, ..d02(20) }),
            Refusal::Missing(Field::Questions),
        )
        .by(unqualified())
        .refused(
            "Thu 2026-03-12",
            "Somebody without the qualification of 25 kap. 1 § opens nothing.",
            decides(10, d02(20)),
            is_unqualified("D02", Level::CaseWorker),
        )
        .by(case_worker())
        .on(
            "Thu 2026-03-12",
            "An investigation is opened.",
            decides(10, d02(20)),
            &[
                "meets DL-002",
                "drops DL-006",
                "starts DL-004b by 2026-03-19",
                "starts DL-020 mother by 2026-03-12",
                "starts DL-020 father by 2026-03-12",
                // Sunday 12 July.
                "starts DL-021 by 2026-07-12 or 2026-07-13",
            ],
        )
        .on("Thu 2026-03-12", "The mother is told.", tells(20, mother()), &["meets DL-020 mother"])
        .seen("Fri 2026-03-13", &["DL-004b", "DL-020 father overdue", "DL-021"])
        .on("Mon 2026-03-16", "The father is told.", tells(20, father()), &["meets DL-020 father"])
        .on(
            "Thu 2026-03-19",
            "The teacher is told, on the last day.",
            tells_the_reporter(10, FeedbackValue::Opened),
            &["meets DL-004b"],
        )
        .seen("Sun 2026-07-12", &["DL-021"])
        .seen("Mon 2026-07-13", &["DL-021 overdue"])
}

/// Nobody decides in fourteen days. It is opened late, and the clock says on which day.
fn after_the_last_day() -> Story {
    Story::of("D02", "opened after the last day")
        .by(case_worker())
        .on(
            "Fri 2026-03-20",
            "The school telephones.",
            reports(10),
            // Good Friday is the fourteenth day; the next weekday is the Tuesday after Easter.
            &[
                "starts DL-001 by 2026-03-20 or 2026-03-21",
                "starts DL-002 by 2026-04-03 or 2026-04-07",
                "starts DL-006",
            ],
        )
        .seen("Sat 2026-03-21", &["DL-001 overdue", "DL-002", "DL-006"])
        .on("Mon 2026-03-23", "There is no danger.", finds_no_danger(10), &["meets DL-001"])
        .seen("Fri 2026-04-03", &["DL-002", "DL-006"])
        .seen("Sat 2026-04-04", &["DL-002 overdue", "DL-006"])
        .on(
            "Wed 2026-04-08",
            "An investigation is opened, too late.",
            decides(10, d02(20)),
            &[
                "meets DL-002",
                "drops DL-006",
                "starts DL-020 mother by 2026-04-08",
                "starts DL-020 father by 2026-04-08",
                // Saturday 8 August.
                "starts DL-021 by 2026-08-08 or 2026-08-10",
            ],
        )
        .so("the clock was met after its last lawful day", |file| {
            met_on(file, "DL-002") > file.clocks("DL-002")[0].due.latest_lawful
        })
}

/// Danger is found: an investigation must be opened at once (14 kap. 2 § SoL), and nobody does until the morning after.
fn at_once() -> Story {
    Story::of("D02", "opened at once")
        .by(case_worker())
        .on(
            "Sat 2026-06-06",
            "The police telephone the emergency duty on the National Day.",
            reports_violence(10),
            &[
                "starts DL-001 by 2026-06-06 or 2026-06-07",
                // The fourteenth day is Midsummer Day, a Saturday.
                "starts DL-002 by 2026-06-20 or 2026-06-22",
                "starts DL-006",
            ],
        )
        .on(
            "Sat 2026-06-06",
            "The child needs protection at once.",
            finds_danger(10),
            &["meets DL-001", "starts DL-003b by 2026-06-06"],
        )
        .seen("Sun 2026-06-07", &["DL-002", "DL-003b overdue", "DL-006"])
        .on(
            "Sun 2026-06-07",
            "An investigation is opened.",
            decides(10, d02(20)),
            &[
                "meets DL-002",
                "meets DL-003b",
                "drops DL-006",
                "starts DL-020 mother by 2026-06-07",
                "starts DL-020 father by 2026-06-07",
                "starts DL-021 by 2026-10-07",
            ],
        )
        .so("the report ended with the investigation", |file| {
            file.file.report(matter(10)).unwrap().end == Some(ReportEnd::Opened(matter(20)))
        })
}

/// A child is followed up after a placement and after compulsory care; both follow-ups end when an investigation is opened (23 kap. 5 §
/// SoL, 21 c § LVU).
fn during_follow_ups() -> Story {
    Story::of("D02", "opened during follow-ups")
        .on(
            "Mon 2026-03-02",
            "A social worker of his own is appointed.",
            records(40, decision("D63"), Level::UnitHead),
            &[],
        )
        .on("Mon 2026-03-02", "He comes home.", happens(40, "placement.ended"), &[])
        .on(
            "Tue 2026-03-03",
            "He is followed up after the placement.",
            records(41, decision("D22"), Level::UnitHead),
            &[
                "starts DL-024 mother",
                "starts DL-024 father",
                "starts DL-041b by 2026-09-02",
                "starts DL-043",
            ],
        )
        .on(
            "Tue 2026-03-03",
            "He is followed up after compulsory care.",
            happens(40, "lvu_followup.started"),
            &["starts DL-042 by 2026-09-03"],
        )
        .on("Tue 2026-03-03", "The family is told.", happens(41, "followup_notice.given"), &["meets DL-043"])
        .on(
            "Tue 2026-03-03",
            "The mother is told.",
            posts(decision("D22").id, mother()),
            &["meets DL-024 mother"],
        )
        .on(
            "Tue 2026-03-03",
            "The father is told.",
            posts(decision("D22").id, father()),
            &["meets DL-024 father"],
        )
        .on(
            "Mon 2026-08-31",
            "The school telephones.",
            reports(10),
            &["starts DL-001 by 2026-08-31 or 2026-09-01", "starts DL-002 by 2026-09-14", "starts DL-006"],
        )
        .on("Mon 2026-08-31", "There is no danger.", finds_no_danger(10), &["meets DL-001"])
        .on(
            "Tue 2026-09-01",
            "An investigation is opened.",
            decides(10, d02(20)),
            &[
                "meets DL-002",
                "drops DL-006",
                "drops DL-041b",
                "drops DL-042",
                "starts DL-020 mother by 2026-09-01",
                "starts DL-020 father by 2026-09-01",
                "starts DL-021 by 2027-01-01 or 2027-01-04",
            ],
        )
        .seen("Fri 2026-09-04", &["DL-020 mother overdue", "DL-020 father overdue", "DL-021"])
}

/// The police are to hear the child before the father knows: he is told when they have, and until then the clock goes on. The mother is not
/// told at all, on a ground that does not pass, and that ends her clock (20 kap. 4 § SoL: special reasons).
fn kept_from_the_father() -> Story {
    Story::of("D02", "kept from the father for now")
        .by(case_worker())
        .on(
            "Mon 2026-03-02",
            "The school telephones about blows.",
            reports_violence(10),
            &["starts DL-001 by 2026-03-02 or 2026-03-03", "starts DL-002 by 2026-03-16", "starts DL-006"],
        )
        .on("Mon 2026-03-02", "There is no danger tonight.", finds_no_danger(10), &["meets DL-001"])
        .on(
            "Tue 2026-03-03",
            "An investigation is opened.",
            decides(10, d02(20)),
            &[
                "meets DL-002",
                "drops DL-006",
                "starts DL-020 mother by 2026-03-03",
                "starts DL-020 father by 2026-03-03",
                "starts DL-021 by 2026-07-03",
            ],
        )
        .on(
            "Tue 2026-03-03",
            "It is kept from the mother: it would be a risk for the child.",
            keeps_from(20, mother(), "risk_for_child"),
            &["meets DL-020 mother"],
        )
        .on(
            "Tue 2026-03-03",
            "It is kept from the father until the police have heard the child.",
            keeps_from(20, father(), "police_interview_pending"),
            &[],
        )
        .seen("Wed 2026-03-04", &["DL-020 father overdue", "DL-021"])
        .on("Thu 2026-03-05", "They have, and he is told.", tells(20, father()), &["meets DL-020 father"])
}

/// Somebody opened on paper before anybody had assessed the need of protection. It is what happened, and it is flagged.
fn recorded_without_authority() -> Story {
    use record::decision::Flag;
    Story::of("D02", "opened on paper, past the protection assessment")
        .on(
            "Mon 2026-03-02",
            "The school telephones.",
            reports(10),
            &["starts DL-001 by 2026-03-02 or 2026-03-03", "starts DL-002 by 2026-03-16", "starts DL-006"],
        )
        .on(
            "Thu 2026-03-05",
            "A paper of Tuesday comes to light.",
            records_of("2026-03-03", 10, d02(20), Level::CaseWorker),
            &[
                "meets DL-002",
                "drops DL-006",
                "starts DL-020 mother by 2026-03-03",
                "starts DL-020 father by 2026-03-03",
                "starts DL-021 by 2026-07-03",
            ],
        )
        .flagged(&[Flag::Demanded("protection_assessed".to_owned()), Flag::RecordedLate])
        .seen(
            "Thu 2026-03-05",
            &["DL-001 overdue", "DL-020 mother overdue", "DL-020 father overdue", "DL-021"],
        )
        .so("it runs all the same", |file| {
            matches!(file.file.matters[&matter(20)].state, MatterState::Investigation(_))
        })
}
