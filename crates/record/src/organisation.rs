//! The authority's units and people on one day: who works where, at which level, leading what, and who stands in for whom.
//!
//! How it came to be so stands in the authority's own record, as [`Change`]s each with its days. An [`Establishment`] is what has
//! been written there, and [`Establishment::on`] is the [`Organisation`] of a day.
//!
//! | file | what it is for |
//! | --- | --- |
//! | `change` | what is written: units, employments, posts, duty, absence, delegation orders |
//! | `establishment` | all of it, and what it comes to on a day |
//! | `decide` | what may be written, and what not |
//! | `tie` | who takes no part in whose matters (*jäv*) |

mod change;
mod decide;
mod establishment;
#[cfg(test)]
mod tests;
mod tie;

pub use change::{
    Absence, AbsenceId, Change, Duty, DutyId, Employee, OrganisationEntry, OrganisationSheet, Post, PostId,
    Supervision, Term,
};
pub use decide::{
    CHANGES_MAX, ChangeFault, Fault, OrganisationRefusal, adopt_order, decide_changes, may_organise,
    may_write,
};
pub use establishment::Establishment;
pub use tie::{Settled, Tie, TieId, TieKind};

use crate::{
    context::Actor,
    id::{PersonId, StaffId, UnitId},
};
use law::Level;
use serde::{Deserialize, Serialize};
use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
    ops::Deref,
};

/// What a unit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// Receives reports (*mottagning*).
    Reception,
    /// Investigates (*utredning*).
    Investigation,
    /// Gives help in open forms (*öppenvård*).
    OpenCare,
    /// Recruits and supports foster homes (*familjehem*).
    FosterHome,
    /// Leads: unit head, committee.
    Lead,
}

/// A unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// What it does.
    pub kind: UnitKind,
    /// The unit it is part of; none: it stands directly under the board.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<UnitId>,
}

/// Somebody who works for the authority.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Member {
    /// Their id.
    pub staff: StaffId,
    /// Login name.
    pub login: String,
    /// Name.
    pub name: String,
    /// Title: of several posts that of the one with the highest level.
    pub title: String,
    /// Telephone.
    pub phone: String,
    /// Level in the delegation order, the highest of all posts.
    pub level: Level,
    /// Home unit: that of the post held the longest.
    pub unit: UnitId,
    /// Units this person leads.
    #[serde(default)]
    pub manages: Vec<UnitId>,
    /// Receives reports, by a post or because they are on duty.
    #[serde(default)]
    pub reception: bool,
    /// Has the qualification for child cases.
    #[serde(default)]
    pub qualified: bool,
    /// Whose work they answer for today, while those are away.
    #[serde(default)]
    pub in_place_of: Vec<StaffId>,
    /// Those whose matters they take no part in (*jäv*).
    #[serde(default)]
    pub tied_to: Vec<PersonId>,
}

impl Member {
    /// The member, acting.
    pub fn actor(&self) -> Actor {
        Actor {
            staff: self.staff,
            name: self.name.clone(),
            title: self.title.clone(),
            level: self.level,
            unit: self.unit,
            manages: self.manages.clone(),
            reception: self.reception,
            qualified: self.qualified,
            in_place_of: self.in_place_of.clone(),
            tied_to: self.tied_to.clone(),
        }
    }
}

/// The authority, on one day.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Listed")]
pub struct Organisation {
    /// The municipality's name.
    pub municipality: String,
    /// The board's name.
    pub board: String,
    /// Its units.
    pub units: Roll<UnitId, Unit>,
    /// Its people.
    pub members: Roll<StaffId, Member>,
    /// Who has worked here, or will: known by name, and nothing else. They act no more, or not yet.
    others: HashMap<StaffId, Member>,
    /// Units that are no more, or not yet.
    other_units: HashMap<UnitId, Unit>,
    /// Who is away today, each with who stands in for them.
    away: HashMap<StaffId, StaffId>,
    /// Who is on duty today.
    duty: HashSet<StaffId>,
}

/// The same as it is written down.
#[derive(Deserialize)]
struct Listed {
    municipality: String,
    board: String,
    units: Vec<Unit>,
    members: Vec<Member>,
}

impl From<Listed> for Organisation {
    fn from(Listed { municipality, board, units, members }: Listed) -> Self {
        Self::new(municipality, board, units, members)
    }
}

/// Units or people in the order they are listed, each found at once by its id: a list of a large house names hundreds of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roll<Id: Eq + Hash, T> {
    listed: Vec<T>,
    places: HashMap<Id, usize>,
}

impl<Id: Eq + Hash, T> Roll<Id, T> {
    /// Lists them. Of two with one id the first is found.
    fn new(listed: Vec<T>, id: fn(&T) -> Id) -> Self {
        let places = listed.iter().enumerate().rev().map(|(place, one)| (id(one), place)).collect();
        Self { listed, places }
    }

    fn by_id(&self, id: &Id) -> Option<&T> {
        self.places.get(id).map(|place| &self.listed[*place])
    }

    /// Puts one in: in the place of the one with the same id, or last.
    fn set(&mut self, id: Id, one: T) {
        if let Some(place) = self.places.get(&id) {
            self.listed[*place] = one;
        } else {
            self.places.insert(id, self.listed.len());
            self.listed.push(one);
        }
    }
}

impl<Id: Eq + Hash, T> Default for Roll<Id, T> {
    fn default() -> Self {
        Self { listed: Vec::new(), places: HashMap::new() }
    }
}

impl<Id: Eq + Hash, T> Deref for Roll<Id, T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.listed
    }
}

impl Organisation {
    /// An authority with its units and people.
    pub fn new(
        municipality: impl Into<String>,
        board: impl Into<String>,
        units: Vec<Unit>,
        members: Vec<Member>,
    ) -> Self {
        Self {
            municipality: municipality.into(),
            board: board.into(),
            units: Roll::new(units, |unit| unit.id),
            members: Roll::new(members, |member| member.staff),
            others: HashMap::new(),
            other_units: HashMap::new(),
            away: HashMap::new(),
            duty: HashSet::new(),
        }
    }

    /// Somebody who works here today. Whoever does not is nobody: they neither log in nor are given anything.
    pub fn member(&self, staff: StaffId) -> Option<&Member> {
        self.members.by_id(&staff)
    }

    /// Somebody who works here, has worked here or will: to call them by name, never to let them act.
    pub fn known(&self, staff: StaffId) -> Option<&Member> {
        self.member(staff).or_else(|| self.others.get(&staff))
    }

    /// A unit that is here, has been or will be: to call it by name.
    pub fn known_unit(&self, unit: UnitId) -> Option<&Unit> {
        self.unit(unit).or_else(|| self.other_units.get(&unit))
    }

    /// Who stands in for somebody today, if that person is away. Of a chain of people who are away, the one at its end.
    pub fn stands_in_for(&self, staff: StaffId) -> Option<&Member> {
        let mut substitute = *self.away.get(&staff)?;
        for _ in 0..self.away.len() {
            match self.away.get(&substitute) {
                Some(next) => substitute = *next,
                None => return self.member(substitute),
            }
        }
        None // a ring: `decide` writes none
    }

    /// Who answers for somebody's work today: they themselves, or whoever stands in. Nobody, when they have left.
    pub fn answers_for(&self, staff: StaffId) -> Option<&Member> {
        if self.is_away(staff) { self.stands_in_for(staff) } else { self.member(staff) }
    }

    /// Whether somebody is away today.
    pub fn is_away(&self, staff: StaffId) -> bool {
        self.away.contains_key(&staff)
    }

    /// Those for whom somebody stands in today.
    pub fn in_place_of(&self, staff: StaffId) -> Vec<StaffId> {
        let own = |away: &&StaffId| self.stands_in_for(**away).is_some_and(|one| one.staff == staff);
        let mut all: Vec<StaffId> = self.away.keys().filter(own).copied().collect();
        all.sort_unstable();
        all
    }

    /// Whether somebody is on duty today (*socialjour*).
    pub fn is_on_duty(&self, staff: StaffId) -> bool {
        self.duty.contains(&staff)
    }

    /// The units that are part of a unit; of none: those directly under the board.
    pub fn parts_of(&self, unit: Option<UnitId>) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(move |part| part.under.filter(|under| self.unit(*under).is_some()) == unit)
    }

    /// A member by login name.
    pub fn by_login(&self, login: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.login == login)
    }

    /// A unit by id.
    pub fn unit(&self, unit: UnitId) -> Option<&Unit> {
        self.units.by_id(&unit)
    }

    /// The people of a unit.
    pub fn team(&self, unit: UnitId) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(move |member| member.unit == unit)
    }

    /// Those at or above a level who may take over a matter of a unit: "who may decide this, and where do I send it?"
    pub fn who_may(&self, lowest: Level, unit: UnitId) -> Vec<&Member> {
        let reaches = |member: &&Member| member.level >= lowest;
        let near = |member: &&Member| member.unit == unit || member.manages.contains(&unit);
        let close: Vec<_> = self.members.iter().filter(reaches).filter(near).collect();
        if close.is_empty() { self.members.iter().filter(reaches).collect() } else { close }
    }
}
