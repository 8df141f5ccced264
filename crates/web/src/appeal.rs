//! How a decision is challenged, in our own words. Which way it is says the decision's type in the law data.

use law::{Appeal, Day, LawBook};
use record::{CaseFile, decision::Decision};

use crate::words::Words;

/// The way of appeal of a decision of a day. A change and a correction are challenged as what they change.
pub fn of(law: &LawBook, file: &CaseFile, decision: &Decision, day: Day) -> Appeal {
    let way = |id, day| law.decision_type(id, day).ok().map(|kind| kind.appeal);
    match way(&decision.kind, day) {
        Some(Appeal::SameAsChanged) => {
            let changed = decision.changes.and_then(|id| file.decisions.get(&id));
            changed.and_then(|state| way(&state.kind, state.made)).unwrap_or(Appeal::SameAsChanged)
        }
        Some(appeal) => appeal,
        None => Appeal::None,
    }
}

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

/// Can somebody appeal to us, so that we must look whether it came in time?
pub fn comes_to_us(appeal: Appeal) -> bool {
    matches!(appeal, Appeal::Administrative | Appeal::CourtOfAppeal)
}
