//! Dispatch (*expediering*): what was drawn up here goes to somebody, and stands in the record as it was sent.
//!
//! An assignment, a service's plan and an investigation's plan are written once, for everybody. What each gets of it is a copy of their
//! own: a guardian is not given what the child wants kept, and a provider outside the authority gets what somebody has tested.

use crate::{
    check,
    context::Context,
    disclosure::allowed,
    entry::{Entry, NewEntry},
    file::CaseFile,
    id::{PersonId, SharingConsentId},
    moment::Moment,
    party_copy::PartyCopy,
    refusal::{Field, Refusal},
    secrecy::Reader,
    sharing::{self, Sending},
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
    /// The row of the law's grounds of disclosure that it rests on, where it goes to somebody who is neither the child nor has custody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Code>,
    /// The consent to share, where the row is that of consent: it must be in force for the receiver and reach what is sent.
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
    is_carried(file, &dispatch, sent.shares, cx)?;
    dispatch.copy.check(dispatch.to.reader(file), file)?;
    let (matter, at) = (sent.matter, dispatch.at);
    Ok(vec![NewEntry::new(matter, at, Entry::Dispatched(dispatch))])
}

/// The child and its guardians are given what is theirs to know. Whatever goes to anybody else rests on something: a consent of the register,
/// or a provision that lets it be sent without.
fn is_carried(
    file: &CaseFile,
    dispatch: &Dispatch,
    shares: Option<&str>,
    cx: &Context<'_>,
) -> Result<(), Refusal> {
    let own = |person: PersonId| {
        file.person() == Some(person) || file.guardians(dispatch.at.day).any(|it| it == person)
    };
    let to = match &dispatch.to {
        Addressee::Person(person) if own(*person) => return Ok(()),
        Addressee::Person(_) => None,
        Addressee::Provider(lines) => Some(lines),
    };
    let ground = dispatch.ground.as_ref().ok_or(Refusal::NothingCarries)?;
    allowed(ground, cx)?;
    if !cx.law.disclosure_ground(ground.as_str()).is_some_and(|row| row.sending) {
        return Err(Refusal::NothingCarries);
    }
    let kinds: Vec<Code> = shares.map(Code::from).into_iter().collect();
    let (at, consent) = (dispatch.at, dispatch.consent);
    sharing::covers(file, &Sending { to, kinds: &kinds, at, ground, consent })
}
