//! What is written of the authority in its own record.

use super::{Tie, Unit, UnitKind};
use crate::{
    context::Author,
    id::{Id, StaffId, UnitId},
};
use law::{Day, DelegationOrder, Level};
use serde::{Deserialize, Serialize};

/// Names the kind of a post's id.
pub enum PostKind {}
/// Names the kind of an absence's id.
pub enum AbsenceKind {}
/// Names the kind of a duty's id.
pub enum DutyKind {}
/// A post: one person's place in one unit.
pub type PostId = Id<PostKind>;
/// A time away.
pub type AbsenceId = Id<AbsenceKind>;
/// A turn of duty.
pub type DutyId = Id<DutyKind>;

/// From a day to a day, both included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The first day; none: since before this was written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day; none: until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
}

impl Term {
    /// Whether a day lies in it.
    pub fn holds(self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether it ends before it begins.
    pub fn is_backwards(self) -> bool {
        self.from.zip(self.to).is_some_and(|(from, to)| to < from)
    }

    /// Whether every day of another lies in it.
    pub fn covers(self, other: Self) -> bool {
        let begins = self.from.is_none_or(|from| other.from.is_some_and(|other| from <= other));
        let ends = self.to.is_none_or(|to| other.to.is_some_and(|other| other <= to));
        begins && ends
    }

    /// Whether the two have a day in common.
    pub fn meets(self, other: Self) -> bool {
        let before = |one: Self, two: Self| one.to.zip(two.from).is_some_and(|(to, from)| to < from);
        !before(self, other) && !before(other, self)
    }
}

/// Somebody who is employed, or sits on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Employee {
    /// Who.
    pub staff: StaffId,
    /// Login name; two people never have the same.
    pub login: String,
    /// Name.
    pub name: String,
    /// Telephone at work.
    pub phone: String,
    /// Has the degree, and the experience to work alone, that child cases demand (25 kap. 1 § SoL).
    #[serde(default)]
    pub qualified: bool,
    /// Employed from and to. After the last day they can no longer log in.
    #[serde(default)]
    pub employed: Term,
    /// Whoever is new works under somebody's supervision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervision: Option<Supervision>,
}

/// Supervision of somebody who is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supervision {
    /// Who supervises.
    pub by: StaffId,
    /// The last day of it; none: until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
}

/// A post: what somebody is in a unit, and from when to when. One person can have several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// Who has it.
    pub staff: StaffId,
    /// The title in it.
    pub title: String,
    /// The level in the delegation order that it gives.
    pub level: Level,
    /// In which unit.
    pub unit: UnitId,
    /// Units that are led from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub manages: Vec<UnitId>,
    /// Receives reports.
    #[serde(default)]
    pub reception: bool,
    /// From when to when.
    #[serde(default)]
    pub term: Term,
}

/// A turn of duty (*jour*): on these days this person receives what comes in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Its id.
    pub id: DutyId,
    /// Who.
    pub staff: StaffId,
    /// When.
    pub term: Term,
}

/// Somebody is away, and somebody else answers for their work so long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// Its id.
    pub id: AbsenceId,
    /// Who is away. Why is nobody's business here.
    pub staff: StaffId,
    /// When.
    pub term: Term,
    /// Who has taken over: for no day is a child without somebody who answers.
    pub substitute: StaffId,
}

/// One thing that is set as it is from now on written: what bears the same id is replaced, with its days. Nothing is ever taken away;
/// what has ended has a last day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// What the municipality and its board are called.
    Named {
        /// The municipality.
        municipality: String,
        /// The board.
        board: String,
    },
    /// A unit, from when to when.
    Unit {
        /// The unit.
        unit: Unit,
        /// Its days.
        #[serde(default)]
        term: Term,
    },
    /// A person.
    Employee(Employee),
    /// A post.
    Post(Post),
    /// A turn of duty.
    Duty(Duty),
    /// A time away.
    Absence(Absence),
    /// A tie, said or settled.
    Tie(Tie),
}

/// What the authority's record says of how it is organised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationEntry {
    /// Units, people, posts, duty or absence are as they now are written: all of it at once, or none.
    OrganisationChanged {
        /// What.
        changes: Vec<Change>,
    },
    /// The board has adopted a delegation order.
    DelegationAdopted {
        /// The order, whole.
        order: DelegationOrder,
        /// The board's decision, by its paragraph in the minutes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        paragraph: Option<String>,
    },
}

impl OrganisationEntry {
    /// The form in which entries are written now.
    pub const VERSION: u16 = 1;

    /// The kind, as it stands in the clear header.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::OrganisationChanged { .. } => "organisation_changed",
            Self::DelegationAdopted { .. } => "delegation_adopted",
        }
    }
}

/// An entry with who wrote it and on which day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationSheet {
    /// Who; nobody: at the server, by whoever operates it, as before anybody works here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Author>,
    /// The day; none: it is what the register was begun with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    /// What.
    pub entry: OrganisationEntry,
}

impl UnitKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Reception, Self::Investigation, Self::OpenCare, Self::FosterHome, Self::Lead];
}
