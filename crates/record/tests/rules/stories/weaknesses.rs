//! What the stories have found that the record does not do right, told as it does it today: whoever mends one changes its lines.

use super::{beginnings::closed, deeds::*, story::Story};

pub(crate) fn stories() -> Vec<Story> {
    vec![followed_up_for_too_long(), followed_up_too_late()]
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
