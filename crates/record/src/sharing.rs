//! The register of consents to share (*samtycke till att dela uppgifter*, 10 kap. 1 § och 12 kap. 2 § OSL): to whom, what for, how much,
//! until when. Whatever is sent to somebody who is neither the child nor has custody says what it rests on, a consent or a provision, and is
//! refused without; what is taken back holds no more from that moment.
//!
//! Consent to a *service* is something else ([`stand`](crate::stand)): it lets a service be given and no data be shared.

use crate::{
    check,
    context::Context,
    entry::{Entry, NewEntry},
    file::CaseFile,
    id::{PersonId, SharingConsentId},
    moment::Moment,
    refusal::{Field, Refusal},
    text::{Code, Text},
};
use law::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The row of the law's grounds of disclosure that rests on consent.
pub const GROUND: &str = "U04";

/// The value list of what a consent reaches.
pub const KINDS: &str = "shared_kind";

/// Somebody lets something about themself or their child be shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SharingConsent {
    /// The consent.
    pub id: SharingConsentId,
    /// Who consents: the child, or a guardian.
    pub by: PersonId,
    /// When.
    pub at: Moment,
    /// With whom it may be shared.
    pub to: Text,
    /// What for.
    pub purpose: Text,
    /// What sorts of information may be shared: codes of `shared_kind`. One that names none carries nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Code>,
    /// What of it, in words.
    pub extent: Text,
    /// The last day it holds; until it is taken back where none is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

/// A consent is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SharingRevoked {
    /// Which.
    pub id: SharingConsentId,
    /// When.
    pub at: Moment,
}

/// A consent as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What was consented to.
    pub consent: SharingConsent,
    /// When it was taken back.
    pub revoked: Option<Moment>,
}

impl Standing {
    /// Whether it holds at a moment: given, not run out, and not taken back.
    pub fn holds(&self, at: Moment) -> bool {
        let given = if self.consent.at.minute.is_some() && at.minute.is_some() {
            self.consent.at <= at
        } else {
            self.consent.at.day <= at.day
        };
        let running = self.consent.until.is_none_or(|last| at.day <= last);
        // Of a day without a time of the clock it is not known what came first: then what was taken back was taken back.
        let taken_back = self.revoked.is_some_and(|back| {
            if back.minute.is_some() && at.minute.is_some() { back <= at } else { back.day <= at.day }
        });
        given && running && !taken_back
    }

    /// Whether it reaches all of these sorts of information.
    pub fn reaches(&self, kinds: &[Code]) -> bool {
        !kinds.is_empty() && kinds.iter().all(|kind| self.consent.kinds.contains(kind))
    }
}

pub(crate) fn consent(
    file: &CaseFile,
    consent: SharingConsent,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    file.is_open()?;
    check::happened(cx, consent.at, Field::Occurred)?;
    check::after_birth(file, consent.at.day, Field::Occurred)?;
    if file.sharing.contains_key(&consent.id) {
        return Err(Refusal::IdTaken);
    }
    let own = file.person() == Some(consent.by);
    if !own && !file.guardians(consent.at.day).any(|guardian| guardian == consent.by) {
        return Err(Refusal::NotInFile(Field::Person));
    }
    if consent.kinds.is_empty() {
        return Err(Refusal::Missing(Field::Kind));
    }
    for kind in &consent.kinds {
        check::code(cx, KINDS, kind, Field::Kind)?;
    }
    if consent.until.is_some_and(|last| last < consent.at.day) {
        return Err(Refusal::NotLater(Field::Until));
    }
    let at = consent.at;
    Ok(vec![NewEntry::new(None, at, Entry::SharingConsented(consent))])
}

pub(crate) fn consented(file: &mut CaseFile, consent: &SharingConsent) {
    file.sharing.insert(consent.id, Standing { consent: consent.clone(), revoked: None });
}

pub(crate) fn revoke(
    file: &CaseFile,
    revoked: SharingRevoked,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let standing = file.sharing.get(&revoked.id).ok_or(Refusal::NoConsentToShare)?;
    check::happened(cx, revoked.at, Field::Occurred)?;
    if standing.revoked.is_some() {
        return Err(Refusal::DoneAlready);
    }
    if revoked.at.day < standing.consent.at.day {
        return Err(Refusal::BeforeArrival(Field::Occurred));
    }
    Ok(vec![NewEntry::new(None, revoked.at, Entry::SharingRevoked(revoked))])
}

pub(crate) fn taken_back(file: &mut CaseFile, revoked: SharingRevoked) {
    if let Some(standing) = file.sharing.get_mut(&revoked.id) {
        standing.revoked = Some(revoked.at);
    }
}

/// Something that goes to somebody who is neither the child nor has custody.
pub(crate) struct Sending<'a> {
    /// To whom; `None`: to somebody whom no consent in the register can name.
    pub to: Option<&'a Text>,
    /// What sorts of information.
    pub kinds: &'a [Code],
    /// When.
    pub at: Moment,
    /// The row of the law that it rests on.
    pub ground: &'a Code,
    /// The consent, where the row is that of consent.
    pub consent: Option<SharingConsentId>,
}

/// Refuses what rests on consent without one that holds at the moment, for this receiver and for all of what is sent. What rests on a
/// provision names no consent: it would look as if somebody had been asked.
pub(crate) fn covers(file: &CaseFile, sending: &Sending<'_>) -> Result<(), Refusal> {
    let consent = match (sending.ground.as_str() == GROUND, sending.consent) {
        (true, Some(consent)) => consent,
        (false, None) => return Ok(()),
        _ => return Err(Refusal::NoConsentToShare),
    };
    let standing = file.sharing.get(&consent).ok_or(Refusal::NoConsentToShare)?;
    let same = sending.to.is_some_and(|to| is_same(&standing.consent.to, to));
    if standing.holds(sending.at) && same && standing.reaches(sending.kinds) {
        Ok(())
    } else {
        Err(Refusal::NoConsentToShare)
    }
}

/// Whether two receivers are the same, by the first line of each: the name, before an address.
pub fn is_same(one: &Text, other: &Text) -> bool {
    let name = |text: &Text| {
        let line = text.as_str().lines().next().unwrap_or_default();
        line.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    };
    name(one) == name(other)
}
