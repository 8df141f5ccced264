//! [`DisclosureGround`] and [`DisclosureRoute`]: on what grounds what is secret may be disclosed, and by which ways somebody asks for it.
//!
//! The rows are `law-data/disclosure-grounds.toml`. They remind of what the law says and are chosen by a person; none of them decides.

use serde::Deserialize;

use crate::{Appeal, Certainty, Day, Provision};

/// Whether a row lets something be disclosed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It may be, as the row says.
    Allows,
    /// It may not be: what looks like a way and is none.
    Bars,
}

/// Whether what may be disclosed must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyToDisclose {
    /// Whoever asks has a right to it.
    Right,
    /// It must be.
    Yes,
    /// It must be when somebody asks.
    OnRequest,
    /// It must be where secrecy does not hold.
    IfNotSecret,
    /// It may be.
    No,
    /// It may not be.
    Never,
}

/// Who can be given something on a ground when they ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskedBy {
    /// Anybody whom the way lets ask.
    #[default]
    Anybody,
    /// Whoever has custody of the child.
    Guardian,
}

/// One ground.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisclosureGround {
    /// Its name in the record: `U05`. Stored for ever.
    pub id: String,
    /// Whether it lets something be disclosed.
    pub effect: Effect,
    /// Whether what may be must be.
    pub duty: DutyToDisclose,
    /// It may carry what is drawn up here and sent to whoever carries a service out, without anybody having asked for it.
    #[serde(default)]
    pub sending: bool,
    /// Who can be given something on it when they ask.
    #[serde(default)]
    pub asked_by: AskedBy,
    /// In Swedish: what it is.
    pub name_sv: String,
    /// In English.
    pub name_en: String,
    /// In Swedish: to whom.
    pub to_sv: String,
    /// In English.
    pub to_en: String,
    /// In Swedish: on what conditions.
    pub when_sv: String,
    /// In English.
    pub when_en: String,
    /// Where it stands.
    pub provision: Provision,
    /// The first day it applies.
    pub valid_from: Day,
    /// The last day it applied; empty while it is in force.
    pub valid_to: Option<Day>,
    /// How sure the row is.
    pub certainty: Certainty,
    /// Where the wording was read.
    pub source: String,
    /// The lawyer who has reviewed the row; empty: nobody has.
    pub reviewed_by: Option<String>,
}

impl DisclosureGround {
    /// Whether it applies on a day.
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// One way by which somebody asks. Each has a test of its own, and they are never merged.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisclosureRoute {
    /// Its name in the record.
    pub code: String,
    /// In Swedish.
    pub name_sv: String,
    /// In English.
    pub name_en: String,
    /// The grounds on which something is disclosed by it.
    pub grounds: Vec<String>,
    /// How a refusal is appealed.
    pub appeal: Appeal,
    /// Where it stands.
    pub provision: Provision,
    /// The first day it applies.
    pub valid_from: Day,
    /// How sure the row is.
    pub certainty: Certainty,
    /// Where the wording was read.
    pub source: String,
    /// The lawyer who has reviewed the row; empty: nobody has.
    pub reviewed_by: Option<String>,
}
