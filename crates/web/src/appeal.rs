//! How a decision is challenged, in our own words. Which way it is says the decision's type in the law data.

use law::Appeal;

use crate::words::Words;

/// The instruction, to whoever it concerns.
pub fn words(w: &Words, appeal: Appeal, board: &str) -> String {
    let key = match appeal {
        Appeal::None => "appeal-none",
        Appeal::Administrative => "appeal-administrative",
        Appeal::Legality => "appeal-legality",
        Appeal::CourtExamines => "appeal-court-examines",
        Appeal::GeneralCourt => "appeal-general-court",
        Appeal::CourtOfAppeal => "appeal-court-of-appeal",
        Appeal::Ivo => "appeal-ivo",
        Appeal::OtherAuthority => "appeal-other-authority",
        Appeal::SameAsChanged => "appeal-same-as-changed",
    };
    w.t1(key, "board", board)
}
