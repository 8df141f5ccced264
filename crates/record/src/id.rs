//! Typed identifiers: a file's id can never be passed where a person's is wanted.
//!
//! An id says nothing about whom it names. It is drawn at the edge (the pure crates draw no randomness) and
//! may stand in addresses and logs, which a name or an identity number never may.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{borrow::Cow, cmp::Ordering, fmt, hash, marker::PhantomData, str::FromStr};
use uuid::Uuid;

/// A 128-bit identifier of one kind of thing.
///
/// ```
/// use record::id::{FileId, Id, File};
/// let id: FileId = Id::new(uuid::Uuid::from_u128(7));
/// assert_eq!(id, id.to_string().parse::<Id<File>>().unwrap());
/// ```
pub struct Id<Kind>(Uuid, PhantomData<fn() -> Kind>);

/// Names a kind of thing that has ids.
pub enum File {}
/// A person: child, guardian, sibling, other.
pub enum Person {}
/// A matter (*ärende*) inside a file: a report, an investigation, a measure.
pub enum MatterKind {}
/// A person who works for the authority.
pub enum StaffKind {}
/// A unit of the authority.
pub enum UnitKind {}
/// One command as somebody meant it; sending it twice does it once.
pub enum CommandKind {}
/// A received document or other attachment.
pub enum DocumentKind {}
/// A booked meeting.
pub enum MeetingKind {}
/// A decision, proposed or made.
pub enum DecisionKind {}
/// A draft: text that is saved but not yet signed.
pub enum DraftKind {}
/// A goal in a provider's plan.
pub enum GoalKind {}
/// A request for what stands in a file.
pub enum DisclosureKind {}
/// A consent to share.
pub enum SharingConsentKind {}

/// The file (*personakt*) of one child.
pub type FileId = Id<File>;
/// A person's id. The person's name and number live only in the person's own stream.
pub type PersonId = Id<Person>;
/// A matter's id.
pub type MatterId = Id<MatterKind>;
/// A member of staff.
pub type StaffId = Id<StaffKind>;
/// A unit.
pub type UnitId = Id<UnitKind>;
/// A command's id: the idempotency key.
pub type CommandId = Id<CommandKind>;
/// A document's id.
pub type DocumentId = Id<DocumentKind>;
/// A meeting's id.
pub type MeetingId = Id<MeetingKind>;
/// An investigation is a matter; the name says which kind is meant.
pub type InvestigationId = MatterId;
/// A decision's id.
pub type DecisionId = Id<DecisionKind>;
/// A draft's id.
pub type DraftId = Id<DraftKind>;
/// A goal's id.
pub type GoalId = Id<GoalKind>;
/// The id of a request for disclosure.
pub type DisclosureId = Id<DisclosureKind>;
/// The id of a consent to share.
pub type SharingConsentId = Id<SharingConsentKind>;

/// The authority (*socialnämnd*) whose record this is. Small, clear, part of every key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct AuthorityId(pub i64);

impl<Kind> Id<Kind> {
    /// Gives a drawn number its kind.
    pub const fn new(id: Uuid) -> Self {
        Self(id, PhantomData)
    }

    /// The bare number, for storage.
    pub const fn uuid(self) -> Uuid {
        self.0
    }

    /// The bare number as an integer, for the law's clock engine, which knows no kinds.
    pub const fn as_u128(self) -> u128 {
        self.0.as_u128()
    }
}

impl<Kind> Clone for Id<Kind> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<Kind> Copy for Id<Kind> {}
impl<Kind> PartialEq for Id<Kind> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<Kind> Eq for Id<Kind> {}
impl<Kind> PartialOrd for Id<Kind> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<Kind> Ord for Id<Kind> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<Kind> hash::Hash for Id<Kind> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<Kind> fmt::Debug for Id<Kind> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
impl<Kind> fmt::Display for Id<Kind> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
impl<Kind> FromStr for Id<Kind> {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::new)
    }
}
impl<Kind> Serialize for Id<Kind> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
impl<'de, Kind> Deserialize<'de> for Id<Kind> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::new)
    }
}
impl<Kind> JsonSchema for Id<Kind> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        Uuid::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Uuid::json_schema(generator)
    }
}
