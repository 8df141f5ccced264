//! The second way: a party wants to see what stands in the matter (10 § FL, 10 kap. 3 § OSL).
//!
//! It is the party's right. Something may be kept only where it is of extraordinary weight that it is not revealed, and the party is then
//! told of its contents in another way, so far as can be. What has been decided is always given. Nobody else has to read it first.

use super::{Disclosure, Item, Treatment};
use crate::{
    file::CaseFile,
    id::{MatterId, PersonId},
    refusal::Refusal,
    secrecy::Reader,
};
use law::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Its code among the law's routes.
pub const CODE: &str = "party_insight";

/// Which party, in which matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Asking {
    /// The party.
    pub person: PersonId,
    /// The matter, with those that belong to its line.
    pub matter: MatterId,
}

pub(super) fn check(asking: &Asking, file: &CaseFile, day: Day) -> Result<(), Refusal> {
    file.matter(asking.matter)?;
    let party = file.parties(day).any(|party| party == asking.person);
    if party { Ok(()) } else { Err(Refusal::NotAParty) }
}

/// What has been brought into the matter, and nothing else of the file.
pub(super) fn reaches(asking: &Asking, file: &CaseFile, matter: Option<MatterId>) -> bool {
    matter.is_some_and(|matter| file.line_of(asking.matter).contains(&matter))
}

/// What has been decided is given to a party, whatever speaks against it; anything else is kept only with reasons. Whoever is no party any
/// more when it is answered has no such right.
pub(super) fn test(file: &CaseFile, reader: Reader, given: &Disclosure) -> Result<(), Refusal> {
    let decided = |item: &Item| file.decisions.values().any(|decision| decision.seq == item.seq);
    let kept = given.items.iter().filter(|item| matches!(item.treatment, Treatment::Kept(_)));
    if reader != Reader::Other && kept.into_iter().any(decided) {
        return Err(Refusal::DecisionsAreGiven);
    }
    super::reasons_if_needed(given)
}
