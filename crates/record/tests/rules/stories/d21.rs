//! D21: a child is followed up after an investigation that was closed without a service (23 kap. 1 § SoL).

use super::{
    beginnings::{closed, granted, heard, investigated},
    deeds::*,
    story::Story,
};
use crate::words::*;
use law::Level;
use record::{
    Field, MatterState, Refusal,
    decision::{Decision, Flag},
    facts::BEYOND_POWER,
};

pub(crate) fn stories() -> Vec<Story> {
    vec![
        with_consent(),
        in_special_need(),
        ended_by_an_investigation(),
        not_while_it_runs(),
        followed_up_after_a_rejection(),
        not_after_a_service(),
        followed_up_for_too_long(),
        followed_up_too_late(),
        after_the_old_acts_two_months(),
    ]
}

/// Both guardians agree. The power ends six months after the *investigation* was closed (23 kap. 5 § SoL): from Friday 28 August to Sunday
/// 28 February, and that day is never moved.
fn with_consent() -> Story {
    let d21 = || follow_up_until("2027-02-26", "Båda vårdnadshavarna samtycker.");
    closed(Story::of("D21", "with consent"))
        .refused(
            "Fri 2026-09-04",
            "A last day must be said.",
            decides(20, Decision { until: None, ..d21() }),
            Refusal::Missing(Field::Until),
        )
        .refused(
            "Fri 2026-09-04",
            "Why must be said: consent, or special need.",
            decides(20, Decision { reasons: Vec::new(), ..d21() }),
            Refusal::Missing(Field::Motive),
        )
        .by(case_worker())
        .refused(
            "Fri 2026-09-04",
            "The delegation order gives it to a first social worker.",
            decides(20, d21()),
            is_for("D21", Level::FirstSocialWorker, "2.6"),
        )
        .by(first_social_worker())
        .on(
            "Fri 2026-09-04",
            "He is to be followed up until 26 February.",
            decides(20, d21()),
            &[
                "starts DL-024 mother",
                "starts DL-024 father",
                "starts DL-040b by 2027-02-28",
                "starts DL-043",
            ],
        )
        .on("Fri 2026-09-04", "The family is told.", happens(31, "followup_notice.given"), &["meets DL-043"])
        .on(
            "Mon 2026-09-07",
            "The mother has the decision.",
            hands_over(d21().id, mother()),
            &["meets DL-024 mother"],
        )
        .on(
            "Mon 2026-09-07",
            "The father has the decision.",
            hands_over(d21().id, father()),
            &["meets DL-024 father"],
        )
        .seen("Fri 2027-02-26", &["DL-040b"])
        .on("Fri 2027-02-26", "The follow-up ends.", happens(31, "followup.closed"), &["meets DL-040b"])
        .on(
            "Fri 2027-02-26",
            "That is to be told too.",
            happens(31, "followup.started_or_closed"),
            &["starts DL-043"],
        )
        .on("Mon 2027-03-01", "The family is told.", happens(31, "followup_notice.given"), &["meets DL-043"])
        .so("its matter has ended", |file| !file.file.matters[&matter(31)].is_running())
}

/// Nobody consents, but he is in special need of protection or support. Nobody ends it, and the power has ended all the same.
fn in_special_need() -> Story {
    let d21 = || follow_up_until("2027-02-26", "Han är i särskilt behov av stöd, men ingen samtycker.");
    closed(Story::of("D21", "in special need, and never ended"))
        .on(
            "Fri 2026-09-04",
            "He is to be followed up.",
            decides(20, d21()),
            &[
                "starts DL-024 mother",
                "starts DL-024 father",
                "starts DL-040b by 2027-02-28",
                "starts DL-043",
            ],
        )
        .seen("Sun 2027-02-28", &["DL-024 mother", "DL-024 father", "DL-040b", "DL-043"])
        .seen("Mon 2027-03-01", &["DL-024 mother", "DL-024 father", "DL-040b overdue", "DL-043"])
        .on("Mon 2027-03-01", "It is ended, a day late.", happens(31, "followup.closed"), &["meets DL-040b"])
}

/// A new investigation ends a follow-up (23 kap. 5 § SoL).
fn ended_by_an_investigation() -> Story {
    let d21 = || follow_up_until("2027-02-26", "Båda vårdnadshavarna samtycker.");
    closed(Story::of("D21", "a new investigation"))
        .on(
            "Fri 2026-09-04",
            "He is to be followed up.",
            decides(20, d21()),
            &[
                "starts DL-024 mother",
                "starts DL-024 father",
                "starts DL-040b by 2027-02-28",
                "starts DL-043",
            ],
        )
        .on(
            "Mon 2026-11-02",
            "The school telephones again.",
            reports(11),
            &["starts DL-001 by 2026-11-02 or 2026-11-03", "starts DL-002 by 2026-11-16", "starts DL-006"],
        )
        .on("Mon 2026-11-02", "There is no danger.", finds_no_danger(11), &["meets DL-001"])
        .on(
            "Tue 2026-11-03",
            "An investigation is opened.",
            decides(11, d02(21)),
            &[
                "meets DL-002",
                "drops DL-006",
                "drops DL-040b",
                "starts DL-020 mother by 2026-11-03",
                "starts DL-020 father by 2026-11-03",
                "starts DL-021 by 2027-03-03",
            ],
        )
}

/// Before the investigation has ended there is nothing to follow up.
fn not_while_it_runs() -> Story {
    let d21 = || follow_up_until("2026-11-30", "Båda vårdnadshavarna samtycker.");
    investigated(Story::of("D21", "not while it runs"))
        .by(unit_head())
        .refused("Mon 2026-05-04", "The investigation runs.", decides(20, d21()), Refusal::NothingDecidedYet)
        .refused(
            "Mon 2026-05-04",
            "A report is not followed up.",
            decides(10, d21()),
            Refusal::WrongKindOfMatter,
        )
        .so("nothing was opened", |file| {
            !file.file.matters.values().any(|matter| matches!(matter.state, MatterState::Measure(_)))
        })
}

/// An investigation that ends with a rejected application has ended without a service: the six months of the follow-up run as after any
/// other (23 kap. 5 § SoL).
fn followed_up_after_a_rejection() -> Story {
    heard(investigated(Story::of("D21", "after an application was rejected")))
        .on(
            "Thu 2026-06-11",
            "An application is rejected on paper.",
            records(20, rejects(), Level::UnitHead),
            &["meets DL-021", "starts DL-024 mother", "starts DL-024 father"],
        )
        .flagged(&[Flag::Demanded("applied_for".to_owned())])
        .on("Thu 2026-06-11", "The mother is told.", posts(rejects().id, mother()), &["meets DL-024 mother"])
        .on("Thu 2026-06-11", "The father is told.", posts(rejects().id, father()), &["meets DL-024 father"])
        .on(
            "Mon 2026-06-15",
            "He is to be followed up.",
            decides(20, follow_up_until("2026-11-30", "Alla samtycker.")),
            &[
                "starts DL-024 mother",
                "starts DL-024 father",
                "starts DL-040b by 2026-12-11",
                "starts DL-043",
            ],
        )
}

/// The investigation ended with a service: it is the service that is followed up, and not the child under 23 kap. 1 § SoL.
fn not_after_a_service() -> Story {
    granted(Story::of("D21", "after a service was granted")).refused(
        "Mon 2026-06-15",
        "He cannot be followed up.",
        decides(20, follow_up_until("2026-11-30", "Alla samtycker.")),
        demands("D21", "closed_without_service", "23 kap. 1 § SoL (2025:400)"),
    )
}

/// The power ends six months after the closing (23 kap. 5 § SoL): no last day lies after that. What was decided on paper all the same is
/// flagged, and the clock is the law's.
fn followed_up_for_too_long() -> Story {
    let d21 = || follow_up_until("2027-03-01", "Alla samtycker.");
    closed(Story::of("D21", "for longer than the six months"))
        .refused("Fri 2026-09-04", "A day too long.", decides(20, d21()), no_power_after("2027-02-28"))
        .on(
            "Fri 2026-09-04",
            "So it was decided on paper.",
            records(20, d21(), Level::UnitHead),
            &[
                "starts DL-024 mother",
                "starts DL-024 father",
                "starts DL-040b by 2027-02-28",
                "starts DL-043",
            ],
        )
        .flagged(&[Flag::BarredBy(BEYOND_POWER.to_owned())])
}

/// On the last day of the six months there is nothing left to set, and after it no power to follow up at all.
fn followed_up_too_late() -> Story {
    let d21 = || follow_up_until("2027-05-31", "Alla samtycker.");
    closed(Story::of("D21", "after the six months"))
        .refused("Sun 2027-02-28", "The last day.", decides(20, d21()), no_power_after("2027-02-28"))
        .refused("Tue 2027-03-02", "Too late.", decides(20, d21()), no_power_after("2027-02-28"))
        .on(
            "Tue 2027-03-02",
            "It was decided on paper.",
            records(20, d21(), Level::UnitHead),
            &["starts DL-024 mother", "starts DL-024 father", "starts DL-043"],
        )
        .flagged(&[Flag::BarredBy(BEYOND_POWER.to_owned())])
}

fn no_power_after(last: &str) -> Refusal {
    let provision = "23 kap. 1 och 5 §§ SoL (2025:400)".to_owned();
    Refusal::BeyondPower { kind: "D21".parse().unwrap(), last: day(last), provision }
}

/// The act of 2001 gave two months, and whether it goes on after it was replaced nobody has settled: whoever decides is asked.
fn after_the_old_acts_two_months() -> Story {
    let d21 = || follow_up_until("2026-06-30", "Alla samtycker.");
    heard(investigated(Story::of("D21", "after the two months of the old act")))
        .on(
            "Mon 2026-06-15",
            "On paper it had been closed last year.",
            records_of("2025-06-16", 20, settling("D07"), Level::UnitHead),
            &["starts DL-024 mother", "starts DL-024 father"],
        )
        .flagged(&[Flag::RecordedLate])
        .refused(
            "Mon 2026-06-15",
            "The two months have passed.",
            decides(20, d21()),
            asks("D21", BEYOND_POWER, "11 kap. 4 a och 4 c §§ SoL (2001:453)"),
        )
        .on(
            "Mon 2026-06-15",
            "It has been considered.",
            decides(20, Decision { acknowledged: vec![BEYOND_POWER.to_owned()], ..d21() }),
            &["starts DL-024 mother", "starts DL-024 father", "starts DL-043"],
        )
}
