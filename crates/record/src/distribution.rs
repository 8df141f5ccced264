//! A matter is distributed (*fördelas*) to a main worker and, often, a second one.

use crate::{
    context::Context,
    entry::{Entry, NewEntry},
    file::{CaseFile, Recorded},
    id::{MatterId, StaffId, UnitId},
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who works with a matter from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Distribution {
    /// The responsible worker.
    pub main: StaffId,
    /// The second worker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<StaffId>,
    /// The unit.
    pub unit: UnitId,
}

pub(crate) fn distribute(
    file: &CaseFile,
    matter: MatterId,
    distribution: Distribution,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let current = file.matter(matter)?;
    let same = current.main == Some(distribution.main)
        && current.second == distribution.second
        && current.unit == distribution.unit;
    if same {
        return Err(Refusal::DoneAlready);
    }
    Ok(vec![NewEntry::new(Some(matter), cx.moment(), Entry::MatterDistributed(distribution))])
}

pub(crate) fn distributed(file: &mut CaseFile, distribution: &Distribution, by: &Recorded) {
    if let Some(matter) = by.matter.and_then(|matter| file.matters.get_mut(&matter)) {
        matter.main = Some(distribution.main);
        matter.second = distribution.second;
        matter.unit = distribution.unit;
    }
}
