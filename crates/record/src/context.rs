//! Who acts, when, and under which law: everything a decision may depend on besides the record itself.

use crate::{
    id::{StaffId, UnitId},
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
}

impl Actor {
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
