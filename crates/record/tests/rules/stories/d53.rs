//! D53: a decision is changed (14 kap. 9 § SoL; 37–39 §§ FL).

use super::{
    beginnings::{GRANTED_IN_JUNE, closed, granted, heard, investigated},
    deeds::*,
    story::Story,
};
use crate::words::*;
use law::{Level, WhyNot};
use record::{
    DecisionId, Field, Refusal,
    decision::{Decision, Flag},
    facts::REASON_NOT_ACCEPTED,
    service::Grant,
};

pub(crate) fn stories() -> Vec<Story> {
    vec![
        a_service_is_changed(),
        on_which_ground(),
        with_a_last_day(),
        of_the_old_act(),
        while_it_is_investigated(),
        what_a_committee_let(),
        not_to_be_appealed(),
    ]
}

fn d12() -> DecisionId {
    decision("D12").id
}

fn d08() -> DecisionId {
    settling("D08").id
}

/// As low as what it changes, and no lower; told and appealed as what it changes. It is to the detriment: circumstances have changed
/// substantially, and the service has no last day (14 kap. 9 § SoL).
fn a_service_is_changed() -> Story {
    let changed = || worsens(d08(), "substantially_changed");
    granted(Story::of("D53", "a service is changed"))
        .by(case_worker())
        .refused(
            "Fri 2026-10-02",
            "The delegation order gives what it changes to a first social worker.",
            decides(30, changed()),
            is_for("D53", Level::FirstSocialWorker, "2.1"),
        )
        .by(unqualified())
        .refused(
            "Fri 2026-10-02",
            "Somebody without the qualification changes nothing.",
            decides(30, changed()),
            is_unqualified("D53", Level::FirstSocialWorker),
        )
        .by(first_social_worker())
        .refused(
            "Fri 2026-10-02",
            "What is decided now must be said.",
            decides(30, Decision { wording: None, ..changed() }),
            Refusal::Missing(Field::Text),
        )
        .refused(
            "Fri 2026-10-02",
            "What is changed must be said.",
            decides(30, Decision { changes: None, ..changes(d08()) }),
            Refusal::Missing(Field::Outcome),
        )
        .refused(
            "Fri 2026-10-02",
            "It must stand in the file.",
            decides(30, changes(id(12345))),
            Refusal::NoSuchDecision,
        )
        .on(
            "Fri 2026-10-02",
            "The treatment is every other week from now on.",
            decides(30, changed()),
            &["starts DL-024 mother", "starts DL-024 father"],
        )
        .so("what is changed knows it", |file| file.file.decisions[&d08()].changed_by == [settling("D53").id])
        // Three weeks from 9 October are Friday 30 October; from 10 October they are All Saints' Day, a Saturday.
        .on(
            "Fri 2026-10-09",
            "The mother is told.",
            hands_over(changed().id, mother()),
            &["meets DL-024 mother", "starts DL-025 mother by 2026-10-30"],
        )
        .on(
            "Fri 2026-10-09",
            "A letter to the father.",
            posts(changed().id, father()),
            &["meets DL-024 father"],
        )
        .on(
            "Sat 2026-10-10",
            "The father has it.",
            gets(changed().id, father()),
            &["starts DL-025 father by 2026-10-31 or 2026-11-02"],
        )
        .seen(
            "Sun 2026-11-01",
            &["DL-025 mother past", "DL-025 father past", "DL-032 overdue", "DL-044 overdue"],
        )
}

/// A change has a ground (37–38 §§ FL; 14 kap. 9 § SoL). Of one to the detriment in a service's matter the record does not know whether the
/// parties have had their say (25 § FL): whoever decides does.
fn on_which_ground() -> Story {
    granted(Story::of("D53", "on which ground"))
        .refused(
            "Fri 2026-10-02",
            "On which ground must be said.",
            decides(30, Decision { reason: None, ..worsens(d08(), "substantially_changed") }),
            Refusal::Missing(Field::Reasons),
        )
        .refused(
            "Fri 2026-10-02",
            "Have the parties had what it rests on, and time to answer?",
            decides(30, Decision { acknowledged: Vec::new(), ..worsens(d08(), "substantially_changed") }),
            asks("D53", "communicated", "25 § FL"),
        )
        .on(
            "Fri 2026-10-02",
            "They have.",
            decides(30, worsens(d08(), "substantially_changed")),
            &["starts DL-024 mother", "starts DL-024 father"],
        )
}

/// A service that was granted to a last day is not taken back because circumstances have changed (14 kap. 9 § SoL: only one that is granted
/// until further notice), nor is a change of it; but for compelling reasons of safety it is (37 § andra stycket 2 FL).
fn with_a_last_day() -> Story {
    let d08 = || {
        let grant = service(30, "family_treatment", "2026-06-15", "2026-09-15");
        grants(Grant { until: Some(day("2026-12-31")), ..grant })
    };
    let substantially = || Refusal::ReasonNotAccepted("substantially_changed".to_owned());
    heard(investigated(Story::of("D53", "a service with a last day")))
        .on("Tue 2026-06-09", "The mother consents.", says(20, mother(), "consents", "family_treatment"), &[])
        .on("Tue 2026-06-09", "The father consents.", says(20, father(), "consents", "family_treatment"), &[])
        .on("Thu 2026-06-11", "It is granted until the end of the year.", decides(20, d08()), GRANTED_IN_JUNE)
        .refused(
            "Fri 2026-06-12",
            "Not for changed circumstances.",
            decides(30, worsens(d08().id, "substantially_changed")),
            substantially(),
        )
        .on(
            "Fri 2026-06-12",
            "The group meets on Thursdays.",
            decides(30, changes(d08().id)),
            &["starts DL-024 mother", "starts DL-024 father"],
        )
        .refused(
            "Mon 2026-06-15",
            "The change of it is no more than it is.",
            decides(30, another(1, worsens(changes(d08().id).id, "substantially_changed"))),
            substantially(),
        )
        .on(
            "Mon 2026-06-15",
            "It is no longer safe.",
            decides(30, another(1, worsens(d08().id, "compelling_safety"))),
            &["starts DL-024 mother", "starts DL-024 father"],
        )
}

/// A service that was granted before the present act keeps the law it was granted under: changed circumstances are no ground.
fn of_the_old_act() -> Story {
    let d08 =
        || Decision { closes: false, ..grants(service(30, "family_treatment", "2025-06-16", "2025-09-15")) };
    heard(investigated(Story::of("D53", "a service of the old act")))
        .on(
            "Mon 2026-06-15",
            "A grant on paper of June last year is recorded.",
            records_of("2025-06-16", 20, d08(), Level::UnitHead),
            &[
                "starts DL-024 mother",
                "starts DL-024 father",
                "starts DL-032 by 2025-09-16",
                "starts DL-044 by 2025-09-15",
            ],
        )
        .flagged(&[Flag::RecordedLate])
        .refused(
            "Mon 2026-06-15",
            "It is not worsened for changed circumstances.",
            decides(30, worsens(d08().id, "substantially_changed")),
            Refusal::ReasonNotAccepted("substantially_changed".to_owned()),
        )
        .on(
            "Mon 2026-06-15",
            "That it was worsened for that, on paper, is recorded and flagged.",
            records(30, worsens(d08().id, "substantially_changed"), Level::UnitHead),
            &["starts DL-024 mother", "starts DL-024 father"],
        )
        .flagged(&[Flag::BarredBy(REASON_NOT_ACCEPTED.to_owned())])
        .on(
            "Mon 2026-06-15",
            "So is that it was changed because it was not safe, which is a ground.",
            records(30, another(1, worsens(d08().id, "compelling_safety")), Level::UnitHead),
            &["starts DL-024 mother", "starts DL-024 father"],
        )
        .flagged(&[])
}

/// While the child is investigated the record knows whether the parties have had their say (25 § FL), and demands it of a change to the
/// detriment; of another change it does not.
fn while_it_is_investigated() -> Story {
    let d08 =
        || Decision { closes: false, ..grants(service(30, "family_treatment", "2026-06-15", "2026-09-15")) };
    heard(investigated(Story::of("D53", "while the child is investigated")))
        .on("Tue 2026-06-09", "The mother consents.", says(20, mother(), "consents", "family_treatment"), &[])
        .on("Tue 2026-06-09", "The father consents.", says(20, father(), "consents", "family_treatment"), &[])
        .on(
            "Thu 2026-06-11",
            "Family treatment is granted, and the investigation goes on.",
            decides(20, d08()),
            &[
                "starts DL-024 mother",
                "starts DL-024 father",
                "starts DL-032 by 2026-09-11",
                "starts DL-044 by 2026-09-15",
            ],
        )
        .on("Mon 2026-06-15", "The investigation is written anew.", writes(20), &[])
        .refused(
            "Mon 2026-06-15",
            "The parties have not seen what is new.",
            decides(20, worsens(d08().id, "substantially_changed")),
            demands("D53", "communicated", "25 § FL"),
        )
        .on(
            "Mon 2026-06-15",
            "To nobody's detriment it is changed.",
            decides(20, changes(d08().id)),
            &["starts DL-024 mother", "starts DL-024 father"],
        )
        .on(
            "Tue 2026-06-16",
            "To the detriment it was changed on paper.",
            records(20, another(1, worsens(d08().id, "compelling_safety")), Level::UnitHead),
            &["starts DL-024 mother", "starts DL-024 father"],
        )
        .flagged(&[Flag::Demanded("communicated".to_owned())])
}

/// What a committee decided is changed by a committee (30 kap. 9–10 §§ SoL), whatever the delegation order says of changes.
fn what_a_committee_let() -> Story {
    let floor = WhyNot::Floor { provision: "30 kap. 9–10 §§ SoL (2025:400)".to_owned() };
    let too_low =
        Refusal::NotAuthorised { kind: "D53".parse().unwrap(), lowest: Level::Committee, why: floor };
    closed(Story::of("D53", "what a committee decided"))
        .on(
            "Mon 2026-09-07",
            "The committee lets a service go ahead with one consent.",
            records(20, decision("D12"), Level::Committee),
            &["starts DL-024 mother", "starts DL-024 father"],
        )
        .on("Mon 2026-09-07", "The mother is told.", posts(d12(), mother()), &["meets DL-024 mother"])
        .on("Mon 2026-09-07", "The father is told.", posts(d12(), father()), &["meets DL-024 father"])
        .refused("Tue 2026-09-08", "The unit head does not change it.", decides(20, changes(d12())), too_low)
        .on(
            "Mon 2026-09-14",
            "The committee changes it.",
            records(20, changes(d12()), Level::Committee),
            &["starts DL-024 mother", "starts DL-024 father"],
        )
}

/// A closing is open to legality review only, and so is a change of it: no party's time to appeal runs.
fn not_to_be_appealed() -> Story {
    let changed = || changes(settling("D07").id);
    closed(Story::of("D53", "a change that no party appeals"))
        .on(
            "Mon 2026-09-07",
            "The reasons of the closing are changed.",
            decides(20, changed()),
            &["starts DL-024 mother", "starts DL-024 father"],
        )
        .on(
            "Mon 2026-09-07",
            "The mother is told.",
            hands_over(changed().id, mother()),
            &["meets DL-024 mother"],
        )
        .on(
            "Mon 2026-09-07",
            "The father is told.",
            hands_over(changed().id, father()),
            &["meets DL-024 father"],
        )
        .seen("Mon 2026-09-07", &[])
}
