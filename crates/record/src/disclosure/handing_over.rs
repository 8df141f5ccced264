//! What is handed over without anybody having asked by one of the four ways: to the police, to health care, to a school. It stands in the
//! same ledger, with its ground. Where the ground is consent, the [register of consents](crate::sharing) must hold one in force.

use super::{WAYS, allowed};
use crate::{
    check,
    context::Context,
    entry::{Entry, NewEntry},
    file::CaseFile,
    id::SharingConsentId,
    moment::Moment,
    refusal::{Field, Refusal},
    sharing::{self, Sending},
    text::{Code, Part, Text},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something was handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HandingOver {
    /// When.
    pub at: Moment,
    /// To whom.
    pub to: Text,
    /// On what ground: a row of the law's grounds of disclosure.
    pub ground: Code,
    /// How: a code of `notice_way`.
    pub way: Code,
    /// What sorts of information: codes of `shared_kind`. Asked for where it rests on consent, which must reach them all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Code>,
    /// What was handed over, and how the test came out.
    pub what: Part,
    /// The consent it rests on, where the ground is consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<SharingConsentId>,
    /// A condition that the receiver must keep (10 kap. 14 § OSL).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Text>,
}

pub(crate) fn hand_over(
    file: &CaseFile,
    over: HandingOver,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    file.is_open()?;
    check::happened(cx, over.at, Field::Occurred)?;
    check::code(cx, WAYS, &over.way, Field::Way)?;
    allowed(&over.ground, cx)?;
    for kind in &over.kinds {
        check::code(cx, sharing::KINDS, kind, Field::Kind)?;
    }
    if over.ground.as_str() == sharing::GROUND && over.kinds.is_empty() {
        return Err(Refusal::Missing(Field::Kind));
    }
    let (to, kinds, at) = (Some(&over.to), &*over.kinds, over.at);
    sharing::covers(file, &Sending { to, kinds, at, ground: &over.ground, consent: over.consent })?;
    let at = over.at;
    Ok(vec![NewEntry::new(None, at, Entry::HandedOver(over))])
}
