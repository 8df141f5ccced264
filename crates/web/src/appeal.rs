//! How a decision is challenged, in our own words. Which way it is says the decision's type in the law data.

use law::{Appeal, DecisionType, LawBook};
use record::{CaseFile, decision::Decision};

use crate::words::Words;

/// The way of appeal of a decision. What changes another decision is appealed as that one.
pub fn of(law: &LawBook, file: &CaseFile, decision: &Decision) -> Appeal {
    let kind_of = |id| law.decision_types().iter().find(move |kind: &&DecisionType| kind.id == id);
    let own = kind_of(decision.kind.clone()).map_or(Appeal::None, |kind| kind.appeal);
    let changed = decision.changes.and_then(|changed| file.decisions.get(&changed));
    match (own, changed) {
        (Appeal::SameAsChanged, Some(changed)) => {
            kind_of(changed.kind.clone()).map_or(Appeal::None, |kind| kind.appeal)
        }
        (own, _) => own,
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
