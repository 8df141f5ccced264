//! The facts about a person, each with where it comes from and its date.

use crate::{
    identity::{IdentityNumber, LegalSex},
    person::PersonName,
    text::Code,
};
use law::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de::IgnoredAny};
use std::fmt;

/// A fact with its source and date. "Who says so, and since when?" is asked of every fact sooner or later.
///
/// [`fmt::Debug`] prints source and date, never the value.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sourced<T> {
    /// The fact.
    pub value: T,
    /// Where it comes from.
    pub source: FactSource,
    /// The day it was said, read or issued.
    pub as_of: Day,
}

impl<T> Sourced<T> {
    /// A fact from a source, as of a day.
    pub const fn new(value: T, source: FactSource, as_of: Day) -> Self {
        Self { value, source, as_of }
    }
}

impl<T> fmt::Debug for Sourced<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sourced({:?}, {})", self.source, self.as_of)
    }
}

/// Where a fact comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactSource {
    /// Somebody said so: a code for who, such as `guardian` or `school`; never a name.
    SaidBy(Code),
    /// The population register (*folkbokföringen*).
    PopulationRegister,
    /// A document that was shown or sent.
    Document,
    /// The worker saw or concluded it.
    Worker,
    /// Nobody knows any more.
    Unknown,
}

/// The day of birth. Ages are reckoned from here, never from a number.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Birth {
    /// The day.
    pub day: Day,
    /// Only guessed: "about seven years old".
    #[serde(default)]
    pub estimated: bool,
}

impl fmt::Debug for Birth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.estimated { "Birth(estimated)" } else { "Birth" })
    }
}

/// A postal address, as it is written on an envelope.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Address {
    /// *c/o*, when the post goes by way of somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub care_of: Option<String>,
    /// Street and number, or box.
    pub street: String,
    /// Postcode, as written.
    pub postcode: String,
    /// Post town.
    pub town: String,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address")
    }
}

/// How far a person's details are protected (21 kap. 3–3 a §§ OSL, 16–17 §§ folkbokföringslagen, lag 1991:483).
///
/// It fails closed: anything that is not a known "no" is read as [`Unknown`](Self::Unknown) and counts as protected.
///
/// ```
/// use record::person::ProtectionLevel;
/// let from_a_newer_version: ProtectionLevel = serde_json::from_str(r#""hidden_by_court""#).unwrap();
/// assert!(from_a_newer_version.is_protected() && from_a_newer_version.forbids_address());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProtectionLevel {
    /// None known.
    None,
    /// *Sekretessmarkering*: a warning sign. An address may be kept, but is shown nowhere.
    Marked,
    /// *Skyddad folkbokföring*: registered elsewhere, post goes by way of the Tax Agency. No address is kept.
    ProtectedRegistration,
    /// *Fingerade personuppgifter*: a new identity by decision of the Police. Old and new are never linked.
    AssumedIdentity,
    /// Something that this version cannot read: treated as the strongest.
    Unknown,
}

impl ProtectionLevel {
    /// Is the person masked in lists and search, and the address shown nowhere?
    pub fn is_protected(self) -> bool {
        self != Self::None
    }

    /// May not even a protected address be kept in the record?
    pub fn forbids_address(self) -> bool {
        self >= Self::ProtectedRegistration
    }
}

impl<'de> Deserialize<'de> for ProtectionLevel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Word(String),
            Other(IgnoredAny),
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::Word(word) => match word.as_str() {
                "none" => Self::None,
                "marked" => Self::Marked,
                "protected_registration" => Self::ProtectedRegistration,
                "assumed_identity" => Self::AssumedIdentity,
                _ => Self::Unknown,
            },
            Written::Other(_) => Self::Unknown,
        })
    }
}

/// One fact that may change. The newest stands; what it replaced is kept in the history.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonFact {
    /// Name.
    Name(Sourced<PersonName>),
    /// Identity number: a first one, or one that takes the place of another that *was right*.
    Number(Sourced<IdentityNumber>),
    /// Day of birth.
    Birth(Sourced<Birth>),
    /// Legal sex, as registered.
    Sex(Sourced<LegalSex>),
    /// Address.
    Address(Sourced<Address>),
    /// Telephone number, as written.
    Phone(Sourced<String>),
    /// Level of protection.
    Protection(Sourced<ProtectionLevel>),
}

impl PersonFact {
    /// Which fact.
    pub fn field(&self) -> PersonField {
        match self {
            Self::Name(_) => PersonField::Name,
            Self::Number(_) => PersonField::Number,
            Self::Birth(_) => PersonField::Birth,
            Self::Sex(_) => PersonField::Sex,
            Self::Address(_) => PersonField::Address,
            Self::Phone(_) => PersonField::Phone,
            Self::Protection(_) => PersonField::Protection,
        }
    }

    /// Where it comes from.
    pub fn source(&self) -> &FactSource {
        match self {
            Self::Name(fact) => &fact.source,
            Self::Number(fact) => &fact.source,
            Self::Birth(fact) => &fact.source,
            Self::Sex(fact) => &fact.source,
            Self::Address(fact) => &fact.source,
            Self::Phone(fact) => &fact.source,
            Self::Protection(fact) => &fact.source,
        }
    }

    /// Its date.
    pub fn as_of(&self) -> Day {
        match self {
            Self::Name(fact) => fact.as_of,
            Self::Number(fact) => fact.as_of,
            Self::Birth(fact) => fact.as_of,
            Self::Sex(fact) => fact.as_of,
            Self::Address(fact) => fact.as_of,
            Self::Phone(fact) => fact.as_of,
            Self::Protection(fact) => fact.as_of,
        }
    }
}

impl fmt::Debug for PersonFact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonFact({:?}, {:?}, {})", self.field(), self.source(), self.as_of())
    }
}

/// A field of a person's form, so that an answer can stand beside the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PersonField {
    /// The whole person.
    Person,
    /// Name.
    Name,
    /// Description of somebody whose name is not known.
    Description,
    /// Identity number.
    Number,
    /// Day of birth.
    Birth,
    /// Legal sex.
    Sex,
    /// Address.
    Address,
    /// Telephone number.
    Phone,
    /// Level of protection.
    Protection,
    /// The reason for a change.
    Reason,
}
