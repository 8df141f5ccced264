//! Who acts, when, and under which law: everything a decision may depend on besides the record itself.

use crate::{
    id::{PersonId, StaffId, UnitId},
    moment::Moment,
};
use jiff::Timestamp;
use law::{Day, DelegationOrders, LawBook, Level};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A member of staff at the moment of acting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub staff: StaffId,
    /// Name, copied into what is signed.
    pub name: String,
    /// Title, such as *socialsekreterare*.
    pub title: String,
    /// Level in the delegation order.
    pub level: Level,
    /// Home unit.
    pub unit: UnitId,
    /// Units whose work this person leads.
    pub manages: Vec<UnitId>,
    /// Receives reports (*mottagning*, *socialjour*).
    pub reception: bool,
    /// Has the degree and experience that child cases demand (25 kap. 1 § SoL).
    pub qualified: bool,
    /// Those who are away today and whose work this person answers for so long. Their files, not their power to decide.
    pub in_place_of: Vec<StaffId>,
    /// Those whose matters they take no part in (*jäv*).
    pub tied_to: Vec<PersonId>,
}

impl Actor {
    /// Whether they are one of these.
    pub fn is_among(&self, staff: &[StaffId]) -> bool {
        staff.contains(&self.staff)
    }

    /// Whether they stand in today for one of these.
    pub fn stands_in_for(&self, staff: &[StaffId]) -> bool {
        self.in_place_of.iter().any(|away| staff.contains(away))
    }

    /// Themselves, and those they stand in for: whose work is theirs today.
    pub fn answers_for(&self) -> impl Iterator<Item = StaffId> + '_ {
        std::iter::once(self.staff).chain(self.in_place_of.iter().copied())
    }

    /// The signature to copy into an entry.
    pub fn author(&self) -> Author {
        Author {
            staff: self.staff,
            name: self.name.clone(),
            title: self.title.clone(),
            level: self.level,
            unit: self.unit,
        }
    }
}

/// Who wrote an entry, as they were called then: a later change of name or post does not rewrite it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Author {
    /// Who.
    pub staff: StaffId,
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Level in the delegation order.
    pub level: Level,
    /// Home unit.
    pub unit: UnitId,
}

/// What `decide` may know of the world.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The instant, from the edge.
    pub now: Timestamp,
    /// The day in Europe/Stockholm.
    pub today: Day,
    /// The law.
    pub law: &'a LawBook,
    /// The board's delegation orders: of the day of a decision the one in force then counts.
    pub delegation: &'a DelegationOrders,
    /// Who acts.
    pub actor: &'a Actor,
}

impl Context<'_> {
    /// The instant as people say it.
    pub fn moment(&self) -> Moment {
        let mut moment = Moment::of(self.now);
        moment.day = self.today;
        moment
    }
}
