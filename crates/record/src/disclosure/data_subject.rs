//! The fourth way: somebody asks which personal data about them are processed, and for a copy (artikel 15 GDPR).
//!
//! It is answered within a month, and with more than the data: what they are used for, who gets them, how long they are kept, where they
//! come from, and what rights there are. What is secret against the one who asks is left out (5 kap. 1 § lagen 2018:218).

use super::Disclosure;
use crate::{
    file::CaseFile,
    id::PersonId,
    refusal::{Field, Refusal},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Its code among the law's routes.
pub const CODE: &str = "data_subject";

/// Whose data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Asking {
    /// Who.
    pub person: PersonId,
}

/// Anybody that the file holds data about, whatever they are to the child.
pub(super) fn check(asking: &Asking, file: &CaseFile) -> Result<(), Refusal> {
    let named = file.person() == Some(asking.person) || file.family.persons().contains(&asking.person);
    if named { Ok(()) } else { Err(Refusal::NotInFile(Field::Person)) }
}

pub(super) fn test(given: &Disclosure) -> Result<(), Refusal> {
    super::reasons_if_needed(given)
}
