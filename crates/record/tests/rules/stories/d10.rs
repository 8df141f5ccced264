//! D10: an additional service is granted (11 kap. 4 § SoL): what the authority may give beyond what there is a right to.

use super::{
    beginnings::{granted, investigated},
    deeds::*,
    story::Story,
};
use crate::words::*;
use law::Level;
use record::{
    Field, Refusal,
    decision::{Decision, Flag},
    service::Step,
};

pub(crate) fn stories() -> Vec<Story> {
    vec![beside_the_treatment(), in_the_investigation(), without_consent()]
}

fn d10() -> Decision {
    let grants = vec![service(32, "group_activity", "2026-06-22", "2026-09-30")];
    Decision { grants, acknowledged: vec!["communicated".to_owned()], ..settling("D10") }
}

/// A group beside the treatment. What must be reported when it is not carried out are services under 11 kap. 1 § and 12 kap. 1 § (34 kap. 1
/// §), not this one; nor may a party appeal it, it is open to legality review only.
fn beside_the_treatment() -> Story {
    granted(Story::of("D10", "a group beside the treatment"))
        .on("Mon 2026-06-15", "The mother consents.", says(30, mother(), "consents", "group_activity"), &[])
        .on("Mon 2026-06-15", "The father consents.", says(30, father(), "consents", "group_activity"), &[])
        .by(first_social_worker())
        .refused(
            "Mon 2026-06-15",
            "The delegation order gives it to the unit head.",
            decides(30, d10()),
            is_for("D10", Level::UnitHead, "2.3"),
        )
        .by(unit_head())
        .refused(
            "Mon 2026-06-15",
            "Which service must be said.",
            decides(30, Decision { grants: Vec::new(), ..d10() }),
            Refusal::Missing(Field::Service),
        )
        .refused(
            "Mon 2026-06-15",
            "Have the parties had what it rests on, and time to answer?",
            decides(30, Decision { acknowledged: Vec::new(), ..d10() }),
            asks("D10", "communicated", "25 § FL"),
        )
        .on(
            "Wed 2026-06-17",
            "The group is granted.",
            decides(30, d10()),
            &["starts DL-024 mother", "starts DL-024 father", "starts DL-044 by 2026-09-30"],
        )
        .on("Wed 2026-06-17", "The mother is told.", hands_over(d10().id, mother()), &["meets DL-024 mother"])
        .on("Wed 2026-06-17", "The father is told.", hands_over(d10().id, father()), &["meets DL-024 father"])
        .on("Mon 2026-06-22", "The group begins.", steps(32, Step::Started), &[])
        .seen("Wed 2026-09-30", &["DL-032 overdue", "DL-044 overdue", "DL-044"])
        .seen("Thu 2026-10-01", &["DL-032 overdue", "DL-044 overdue", "DL-044 overdue"])
        .on(
            "Thu 2026-10-01",
            "The group is followed up, a day late.",
            follows_up(32, "2026-12-01"),
            &["meets DL-044", "starts DL-044 by 2026-12-01"],
        )
}

/// In the investigation it is granted as any service is: when it is written down and the parties have had their say (14 kap. 3 § SoL; 25 §
/// FL).
fn in_the_investigation() -> Story {
    investigated(Story::of("D10", "in the investigation"))
        .by(unit_head())
        .refused(
            "Mon 2026-05-25",
            "Nothing is written.",
            decides(20, d10()),
            demands("D10", "investigation_written", "14 kap. 3 § SoL (2025:400)"),
        )
        .on("Mon 2026-05-25", "The investigation is signed.", writes(20), &[])
        .refused(
            "Mon 2026-05-25",
            "Nobody has had their say, whatever is said of it.",
            decides(20, d10()),
            demands("D10", "communicated", "25 § FL"),
        )
        .on(
            "Mon 2026-05-25",
            "It was granted on paper.",
            records(20, d10(), Level::UnitHead),
            &["starts DL-024 mother", "starts DL-024 father", "starts DL-044 by 2026-09-30"],
        )
        .flagged(&["communicated", "consent"].map(|fact| Flag::Demanded(fact.to_owned())))
}

/// It rests on consent like every voluntary service.
fn without_consent() -> Story {
    let lacking = Refusal::ConsentLacking {
        provision: "6 kap. 11 och 13 §§ FB".to_owned(),
        lacking: vec![father()],
        one_guardian: Some("D12".parse().unwrap()),
    };
    granted(Story::of("D10", "the father has not consented"))
        .on("Mon 2026-06-15", "The mother consents.", says(30, mother(), "consents", "group_activity"), &[])
        .refused("Wed 2026-06-17", "The father has not.", decides(30, d10()), lacking)
}
