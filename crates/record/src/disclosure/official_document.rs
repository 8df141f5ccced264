//! The first way: somebody asks for an official document (2 kap. TF, 6 kap. OSL).
//!
//! Anybody may, without saying who they are or what they want it for. The authority asks no further than the test of secrecy needs (2 kap.
//! 18 § TF), and writes down why it had to. For what stands in a child's file the test begins from the other end: it is kept unless it is
//! clear that nobody is harmed (26 kap. 1 § OSL), so whatever is given has its reasons.

use super::Disclosure;
use crate::{
    refusal::{Field, Refusal},
    text::Text,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Its code among the law's routes.
pub const CODE: &str = "official_document";

/// What is known of the one who asks: nothing, unless they said it or the test needed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Asking {
    /// Where the copy goes, if they have said so: a name, an address. Empty: whoever fetches it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Text>,
    /// What they were asked, because the test could not be made without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inquired: Option<Inquiry>,
}

/// Who somebody is or what they want it for, asked because the test needed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Inquiry {
    /// What they answered; empty where they did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Text>,
    /// Why the test needed it.
    pub why: Text,
}

/// Something is given only with the reasons why it is clear that nobody is harmed.
pub(super) fn test(given: &Disclosure) -> Result<(), Refusal> {
    if given.test.is_none() { Err(Refusal::Missing(Field::Motive)) } else { Ok(()) }
}
