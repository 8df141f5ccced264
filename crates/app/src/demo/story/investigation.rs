//! What is done in an investigation: planned, written, communicated; consent, and telling the parties of a decision.

use record::{text::Code, written::FactorKind};
use serde::Deserialize;

use super::{Heard, Told, When};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plan {
    pub(crate) questions: Vec<String>,
    /// Codes of `investigation_area`.
    pub(crate) areas: Vec<Code>,
    /// A code of `investigation_depth`.
    pub(crate) depth: Code,
    pub(crate) depth_reason: Option<String>,
    #[serde(default)]
    pub(crate) contacts: Vec<String>,
    /// How the child takes part.
    pub(crate) child: Option<String>,
    #[serde(default)]
    pub(crate) checks: Vec<When>,
}

/// Somebody answers about a service.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stand {
    pub(crate) who: String,
    /// A code of `service_kind`.
    pub(crate) service: Code,
    /// A code of `service_stand`.
    pub(crate) answer: Code,
    pub(crate) said: Option<String>,
}

/// The investigation is signed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    pub(crate) section: Vec<Section>,
    #[serde(default)]
    pub(crate) factor: Vec<Factor>,
    pub(crate) child: Option<Heard>,
    pub(crate) analysis: String,
    pub(crate) proposal: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Section {
    pub(crate) area: Code,
    /// The questions it answers, counted from 1.
    pub(crate) answers: Vec<usize>,
    /// Notes of the story that are quoted: every statement in them.
    #[serde(default)]
    pub(crate) quotes: Vec<String>,
    #[serde(default)]
    pub(crate) told: Told,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Factor {
    pub(crate) area: Code,
    pub(crate) kind: FactorKind,
    pub(crate) told: Told,
}

/// A party is given the material; or not, with the exception and why.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Share {
    pub(crate) to: String,
    pub(crate) way: Option<Code>,
    pub(crate) reply_by: Option<When>,
    pub(crate) exception: Option<Code>,
    pub(crate) motive: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reply {
    pub(crate) from: String,
    #[serde(default)]
    pub(crate) oral: bool,
    /// Nothing: they have nothing to add.
    pub(crate) text: Option<String>,
}

/// A party is told of the latest decision; or not, with the exception and why.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Notify {
    pub(crate) to: String,
    pub(crate) way: Option<Code>,
    pub(crate) exception: Option<Code>,
    pub(crate) motive: Option<String>,
    /// The plain letter beside it: headings, each with its words.
    #[serde(default)]
    pub(crate) letter: Vec<[String; 2]>,
}

/// Somebody has got the notice of the latest decision.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Receipt {
    pub(crate) by: String,
    pub(crate) on: When,
    pub(crate) shown_by: Option<String>,
}
