//! The authority's units and people, as the demo municipality has them: who works where, at which level, leading what.

use crate::{
    context::Actor,
    id::{StaffId, UnitId},
};
use law::Level;
use serde::Deserialize;
use std::{collections::HashMap, hash::Hash, ops::Deref};

/// What a unit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// What it does.
    pub kind: UnitKind,
}

/// Somebody who works for the authority.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Member {
    /// Their id.
    pub staff: StaffId,
    /// Login name in the demo.
    pub login: String,
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Telephone, from a series no subscriber has.
    pub phone: String,
    /// Level in the delegation order.
    pub level: Level,
    /// Home unit.
    pub unit: UnitId,
    /// Units this person leads.
    #[serde(default)]
    pub manages: Vec<UnitId>,
    /// Receives reports.
    #[serde(default)]
    pub reception: bool,
    /// Has the qualification for child cases.
    #[serde(default)]
    pub qualified: bool,
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
        }
    }
}

/// The authority.
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
        }
    }

    /// A member by id.
    pub fn member(&self, staff: StaffId) -> Option<&Member> {
        self.members.by_id(&staff)
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
