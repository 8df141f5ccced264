//! D09: an application is rejected (11 kap. 1 § SoL).

use super::{
    beginnings::{heard, investigated, reported},
    deeds::*,
    story::Story,
};
use crate::words::*;
use law::Level;
use record::{
    Field, Refusal,
    decision::{Decision, Flag},
};

pub(crate) fn stories() -> Vec<Story> {
    vec![
        rejected_and_appealed(),
        rejected_after_a_demand(),
        on_paper(),
        applied_during_the_investigation(),
        applied_in_the_report(),
        found_in_the_reports_pile(),
        told_of_one_of_two(),
    ]
}

/// She applied before the investigation was opened. From the opening the application is being investigated (14 kap. 2 § SoL); six months
/// after it came she may demand a decision (12 § FL), on 27 October.
fn applied(story: Story) -> Story {
    investigated(story).on(
        "Mon 2026-05-04",
        "Her letter of 27 April is written into the investigation.",
        said_on("2026-04-27", 20, mother(), "applies"),
        &["starts DL-003b by 2026-04-27", "meets DL-003b", "starts DL-011 by 2026-10-27"],
    )
}

/// Rejected in time. She may appeal for three weeks from the day she got it (44 § FL), and does; the appeal goes on with speed (46 § FL).
fn rejected_and_appealed() -> Story {
    heard(applied(Story::of("D09", "rejected and appealed")))
        .refused(
            "Thu 2026-06-11",
            "What is rejected must be said.",
            decides(20, Decision { wording: None, ..rejects() }),
            Refusal::Missing(Field::Text),
        )
        .refused(
            "Thu 2026-06-11",
            "What the child thinks must be said.",
            decides(20, Decision { child: None, ..rejects() }),
            Refusal::Missing(Field::ChildView),
        )
        .by(case_worker())
        .refused(
            "Thu 2026-06-11",
            "The delegation order gives it to a first social worker.",
            decides(20, rejects()),
            is_for("D09", Level::FirstSocialWorker, "2.2"),
        )
        .by(first_social_worker())
        .on(
            "Thu 2026-06-11",
            "The application is rejected, and the investigation ends.",
            decides(20, rejects()),
            &["meets DL-011", "meets DL-021", "starts DL-024 mother", "starts DL-024 father"],
        )
        .on(
            "Fri 2026-06-12",
            "A letter to the mother.",
            posts(rejects().id, mother()),
            &["meets DL-024 mother"],
        )
        .on(
            "Fri 2026-06-12",
            "A letter to the father.",
            posts(rejects().id, father()),
            &["meets DL-024 father"],
        )
        .on(
            "Mon 2026-06-15",
            "The mother has it.",
            gets(rejects().id, mother()),
            &["starts DL-025 mother by 2026-07-06"],
        )
        .on(
            "Tue 2026-06-16",
            "The father has it.",
            gets(rejects().id, father()),
            &["starts DL-025 father by 2026-07-07"],
        )
        .seen("Mon 2026-07-06", &["DL-025 mother", "DL-025 father"])
        .seen("Tue 2026-07-07", &["DL-025 mother past", "DL-025 father"])
        .on(
            "Tue 2026-07-07",
            "The father appeals on his last day.",
            happens(20, "appeal.received"),
            &["meets DL-025 mother", "meets DL-025 father", "starts DL-027"],
        )
        .on("Wed 2026-07-08", "It goes to the court.", happens(20, "appeal.forwarded"), &["meets DL-027"])
}

/// Nothing was decided in six months, and she demanded a decision. It comes within four weeks, long after the four months of the
/// investigation.
fn rejected_after_a_demand() -> Story {
    heard(applied(Story::of("D09", "rejected after a demand")))
        .seen("Mon 2026-08-31", &["DL-011", "DL-021 overdue"])
        .seen("Tue 2026-10-27", &["DL-011", "DL-021 overdue"])
        .seen("Wed 2026-10-28", &["DL-011 past", "DL-021 overdue"])
        .on(
            "Mon 2026-11-30",
            "She demands a decision.",
            happens(20, "delay_claim.received"),
            // Four weeks from 30 November are Monday 28 December, the first weekday after Christmas.
            &["meets DL-011", "starts DL-012 by 2026-12-28"],
        )
        .on(
            "Mon 2026-12-28",
            "The application is rejected on the last day.",
            decides(20, rejects()),
            &["meets DL-012", "meets DL-021", "starts DL-024 mother", "starts DL-024 father"],
        )
}

/// Nothing has been applied for: there is nothing to reject here. On paper it was done all the same.
fn on_paper() -> Story {
    heard(investigated(Story::of("D09", "rejected on paper, without an application")))
        .refused(
            "Thu 2026-06-11",
            "Nobody has applied.",
            decides(20, rejects()),
            demands("D09", "applied_for", "11 kap. 1 § SoL (2025:400)"),
        )
        .on(
            "Thu 2026-06-11",
            "It was rejected on paper.",
            records(20, rejects(), Level::UnitHead),
            &["meets DL-021", "starts DL-024 mother", "starts DL-024 father"],
        )
        .flagged(&[Flag::Demanded("applied_for".to_owned())])
}

/// She applies while an investigation runs. There is nothing left to open (14 kap. 2 § SoL); the time until she may demand a decision runs
/// (12 § FL).
fn applied_during_the_investigation() -> Story {
    heard(investigated(Story::of("D09", "applied during the investigation")))
        .on(
            "Tue 2026-06-09",
            "She applies for a contact family.",
            says(20, mother(), "applies", "contact_family"),
            &["starts DL-011 by 2026-12-09"],
        )
        .on(
            "Thu 2026-06-11",
            "The application is rejected, and the investigation ends.",
            decides(20, rejects()),
            &["meets DL-011", "meets DL-021", "starts DL-024 mother", "starts DL-024 father"],
        )
        .seen("Thu 2026-06-11", &["DL-024 mother", "DL-024 father"])
}

/// She applies while the report is assessed. The application follows the report into the investigation, where it is answered; the time until
/// she may demand a decision (12 § FL) is still counted from the day she applied.
fn applied_in_the_report() -> Story {
    reported(Story::of("D09", "applied in the report"))
        .on(
            "Thu 2026-04-23",
            "The mother applies for a contact family.",
            says(10, mother(), "applies", "contact_family"),
            &["starts DL-003b by 2026-04-23", "starts DL-011 by 2026-10-23"],
        )
        .on(
            "Thu 2026-04-23",
            "An investigation is opened.",
            decides(10, d02(20)),
            &[
                "meets DL-002",
                "meets DL-003b",
                "drops DL-006",
                "drops DL-011",
                "starts DL-011 by 2026-10-23",
                "starts DL-020 mother by 2026-04-23",
                "starts DL-020 father by 2026-04-23",
                "starts DL-021 by 2026-08-23 or 2026-08-24",
            ],
        )
        .on(
            "Fri 2026-05-29",
            "It is rejected on paper.",
            records(20, rejects(), Level::UnitHead),
            &["meets DL-011", "meets DL-021", "starts DL-024 mother", "starts DL-024 father"],
        )
        .flagged(&["investigation_written", "communicated"].map(|fact| Flag::Demanded(fact.to_owned())))
        .seen(
            "Fri 2026-05-29",
            &["DL-020 mother overdue", "DL-020 father overdue", "DL-024 mother", "DL-024 father"],
        )
}

/// Her letters lay in the report's pile: what came before the opening follows into the investigation with its day, what came after it came
/// there at once. Six months are counted from the first.
fn found_in_the_reports_pile() -> Story {
    let applied = |on| said_on(on, 10, mother(), "applies");
    investigated(Story::of("D09", "applications found in the report's pile"))
        .on(
            "Mon 2026-05-11",
            "Her letter of 27 April is written into the report.",
            applied("2026-04-27"),
            &[
                "starts DL-003b by 2026-04-27",
                "meets DL-003b",
                "starts DL-011 by 2026-10-27",
                "drops DL-011",
                "starts DL-011 by 2026-10-27",
            ],
        )
        .on("Mon 2026-05-11", "So is one of 4 May.", applied("2026-05-04"), &[])
        .on(
            "Fri 2026-05-29",
            "It is rejected on paper.",
            records(20, rejects(), Level::UnitHead),
            &["meets DL-011", "meets DL-021", "starts DL-024 mother", "starts DL-024 father"],
        )
        .flagged(&["investigation_written", "communicated"].map(|fact| Flag::Demanded(fact.to_owned())))
        .seen("Fri 2026-05-29", &["DL-024 mother", "DL-024 father"])
}

/// Half of what she applied for is granted and half rejected, in one matter on one day. Each is a decision of its own, and each party is to be
/// told of each (33 § FL): a letter about the one says nothing of the other.
fn told_of_one_of_two() -> Story {
    let d08 =
        || Decision { closes: false, ..grants(service(30, "family_treatment", "2026-06-15", "2026-09-15")) };
    heard(investigated(Story::of("D09", "told of one of two decisions")))
        .on("Tue 2026-06-09", "The father consents.", says(20, father(), "consents", "family_treatment"), &[])
        .on("Tue 2026-06-09", "The mother consents.", says(20, mother(), "consents", "family_treatment"), &[])
        .on(
            "Thu 2026-06-11",
            "Family treatment is granted.",
            decides(20, d08()),
            &[
                "starts DL-024 mother",
                "starts DL-024 father",
                "starts DL-032 by 2026-09-11",
                "starts DL-044 by 2026-09-15",
            ],
        )
        .on(
            "Thu 2026-06-11",
            "A contact family was rejected on paper.",
            records(20, rejects(), Level::UnitHead),
            &["meets DL-021", "starts DL-024 mother", "starts DL-024 father"],
        )
        .flagged(&[Flag::Demanded("applied_for".to_owned())])
        .on(
            "Fri 2026-06-12",
            "The mother is told of the treatment only.",
            posts(d08().id, mother()),
            &["meets DL-024 mother"],
        )
        .on(
            "Mon 2026-06-15",
            "She has the rejection in her hand.",
            hands_over(rejects().id, mother()),
            &["meets DL-024 mother", "starts DL-025 mother by 2026-07-06"],
        )
        .on(
            "Tue 2026-06-16",
            "And the letter of the treatment.",
            gets(d08().id, mother()),
            &["starts DL-025 mother by 2026-07-07"],
        )
        .seen(
            "Tue 2026-06-16",
            &["DL-024 father", "DL-024 father", "DL-025 mother", "DL-025 mother", "DL-032", "DL-044"],
        )
}
