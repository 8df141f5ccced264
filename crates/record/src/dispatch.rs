//! Dispatch (*expediering*): what was drawn up here goes to somebody, and stands in the record as it was sent.
//!
//! An assignment, a service's plan and an investigation's plan are written once, for everybody. What each gets of it is a copy of their
//! own: a guardian is not given what the child wants kept, and a provider outside the authority gets what somebody has tested.

use crate::{
    check,
    context::Context,
    entry::{Entry, NewEntry},
    file::CaseFile,
    id::{PersonId, SharingConsentId},
    moment::Moment,
    party_copy::PartyCopy,
    refusal::{Field, Refusal},
    secrecy::Reader,
    sharing,
    text::{Code, Text},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A copy of what was drawn up was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dispatch {
    /// The entry that holds what was drawn up.
    pub of: i64,
    /// To whom.
    pub to: Addressee,
    /// When.
    pub at: Moment,
    /// How: a code of `notice_way`.
    pub way: Code,
    /// What was sent.
    pub copy: PartyCopy,
    /// The consent to share that it rests on, where it does: it must be in force for the receiver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<SharingConsentId>,
}

/// Whom a copy goes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Addressee {
    /// The child or a guardian.
    Person(PersonId),
    /// Whoever carries a service out from outside the authority: name and address, as on an envelope.
    Provider(Text),
}

impl Addressee {
    /// Who it is, of somebody the file names.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(*person),
            Self::Provider(_) => None,
        }
    }

    /// The addressee as a reader of the file.
    pub fn reader(&self, file: &CaseFile) -> Reader {
        match self {
            Self::Person(person) => Reader::of(file, *person),
            Self::Provider(_) => Reader::Provider,
        }
    }
}

/// Records that a copy was sent. Also of a service that has ended: what was sent was sent.
pub(crate) fn send(file: &CaseFile, dispatch: Dispatch, cx: &Context<'_>) -> Result<Vec<NewEntry>, Refusal> {
    let sent = file.entry_for(dispatch.of)?;
    let drawn_up = sent.drawn_up.ok_or(Refusal::NotThatEntry)?;
    check::happened(cx, dispatch.at, Field::Occurred)?;
    if dispatch.at.day < drawn_up {
        return Err(Refusal::BeforeArrival(Field::Occurred));
    }
    check::code(cx, "notice_way", &dispatch.way, Field::Way)?;
    let known = |person: PersonId| file.person() == Some(person) || file.family.persons().contains(&person);
    match dispatch.to {
        Addressee::Person(person) if !known(person) => return Err(Refusal::NotInFile(Field::Person)),
        _ if dispatch.copy.blocks.is_empty() => return Err(Refusal::Missing(Field::Text)),
        _ => {}
    }
    if let (Some(consent), Addressee::Provider(provider)) = (dispatch.consent, &dispatch.to) {
        sharing::covers(file, consent, provider, dispatch.at)?;
    }
    dispatch.copy.check(dispatch.to.reader(file), file)?;
    let (matter, at) = (sent.matter, dispatch.at);
    Ok(vec![NewEntry::new(matter, at, Entry::Dispatched(dispatch))])
}
