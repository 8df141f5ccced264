//! What the stories have found that the record does not do right, told as it does it today: whoever mends one changes its lines.

use super::{
    beginnings::{closed, heard, investigated},
    deeds::*,
    story::Story,
};
use crate::words::*;
use law::Level;
use record::decision::{Decision, Flag};

pub(crate) fn stories() -> Vec<Story> {
    vec![told_of_one_of_two(), followed_up_for_too_long(), followed_up_too_late()]
}

/// Half of what she applied for is granted and half rejected, in one matter on one day. The clock for telling her is one per party and matter,
/// so a notice of the one counts for both, and the second decision starts a clock for her but none for the father (33 § FL: each decision).
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
            &["meets DL-021", "starts DL-024 mother"],
        )
        .flagged(&[Flag::Demanded("applied_for".to_owned())])
        .on(
            "Fri 2026-06-12",
            "The mother is told of the treatment only.",
            posts(d08().id, mother()),
            &["meets DL-024 mother", "meets DL-024 mother"],
        )
}

/// A last day later than six months after the closing is neither refused nor flagged. The clock at least is the law's.
fn followed_up_for_too_long() -> Story {
    closed(Story::of("D21", "for nine months")).on(
        "Fri 2026-09-04",
        "He is to be followed up until May.",
        decides(20, follow_up_until("2027-05-31", "Alla samtycker.")),
        &["starts DL-024 mother", "starts DL-024 father", "starts DL-040b by 2027-02-28", "starts DL-043"],
    )
}

/// More than six months after the closing there is no power to follow up any more. The decision is made all the same, without a clock.
fn followed_up_too_late() -> Story {
    closed(Story::of("D21", "opened after the six months")).on(
        "Tue 2027-03-02",
        "He is to be followed up.",
        decides(20, follow_up_until("2027-05-31", "Alla samtycker.")),
        &["starts DL-024 mother", "starts DL-024 father", "starts DL-043"],
    )
}
