//! The third way: somebody asks for what stands about themself, or a guardian about their child (12 kap. OSL).
//!
//! Secrecy for one's own sake does not hold against oneself (12 kap. 1 §), nor against the guardian, as long as the child does not suffer
//! considerable harm by it (12 kap. 3 §). What protects somebody else still does.

use super::{Disclosure, Treatment};
use crate::{file::CaseFile, id::PersonId, refusal::Refusal, text::Ground};
use law::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Its code among the law's routes.
pub const CODE: &str = "own_data";

/// Who asks: the child whose file it is, or somebody who has custody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Asking {
    /// Who.
    pub person: PersonId,
}

/// A guardian's insight ends with the custody, and so when the child is grown.
pub(super) fn check(asking: &Asking, file: &CaseFile, day: Day) -> Result<(), Refusal> {
    let guardian = file.guardians(day).any(|guardian| guardian == asking.person);
    if guardian || file.person() == Some(asking.person) { Ok(()) } else { Err(Refusal::NotTheirData) }
}

/// Nothing is kept from a child on the ground that protects the child against the guardian.
pub(super) fn test(asking: &Asking, file: &CaseFile, given: &Disclosure) -> Result<(), Refusal> {
    let child = file.person() == Some(asking.person);
    let against_guardian = |treatment: &Treatment| treatment.ground() == Some(Ground::ChildAgainstGuardian);
    if child && given.items.iter().any(|item| against_guardian(&item.treatment)) {
        return Err(Refusal::NotAgainstTheChild);
    }
    super::reasons_if_needed(given)
}
