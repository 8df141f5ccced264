//! Value lists: the codes a person chooses from, dated like everything else.

use serde::Deserialize;

use crate::{Certainty, Day, Provision};

/// One choice in a value list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The list it stands in: `reporter_category`.
    pub list: String,
    /// What the record stores. Never changed, never reused.
    pub code: String,
    /// In Swedish.
    pub sv: String,
    /// In English.
    pub en: String,
    /// The group it is shown under, or the code of another list it belongs to.
    pub group: Option<String>,
    /// Whether a reporter of this kind has the duty to report (19 kap. 1 § socialtjänstlagen). `None` where that is no question.
    pub mandated: Option<bool>,
    /// Whether choosing it means violence, which forbids ending without an investigation.
    #[serde(default)]
    pub violence: bool,
    /// Whether choosing it means that the child needs protection at once.
    #[serde(default)]
    pub immediate: bool,
    /// Whether the law accepts it as a reason. A reason that is not accepted can be recorded, because it may be
    /// what happened, but carries no extension.
    #[serde(default = "yes")]
    pub accepted: bool,
    /// Where it stands in the law, if it does.
    pub provision: Option<Provision>,
    /// The first day it can be chosen.
    pub valid_from: Day,
    /// The last day it could be chosen.
    pub valid_to: Option<Day>,
    /// How sure the row is.
    pub certainty: Certainty,
    /// Where it was read, or whose habit it is.
    pub source: String,
    /// The lawyer who has reviewed the row; empty: nobody has.
    pub reviewed_by: Option<String>,
}

fn yes() -> bool {
    true
}

impl Choice {
    /// Whether it can be chosen for something that happened on `day`.
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}
