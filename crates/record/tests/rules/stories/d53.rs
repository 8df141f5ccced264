//! D53: a decision is changed (14 kap. 9 § SoL; 37–39 §§ FL).

use super::{
    beginnings::{closed, granted},
    deeds::*,
    story::Story,
};
use crate::words::*;
use law::{Level, WhyNot};
use record::{DecisionId, Field, Refusal, decision::Decision};

pub(crate) fn stories() -> Vec<Story> {
    vec![a_service_is_changed(), what_a_committee_let(), not_to_be_appealed()]
}

fn d12() -> DecisionId {
    decision("D12").id
}

fn d08() -> DecisionId {
    settling("D08").id
}

/// As low as what it changes, and no lower; told and appealed as what it changes.
fn a_service_is_changed() -> Story {
    let changed = || changes(d08());
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
            decides(30, Decision { changes: None, ..changed() }),
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
