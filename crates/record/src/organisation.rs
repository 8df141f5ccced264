//! The authority's units and people, as the demo municipality has them: who works where, at which level, leading what.

use crate::{
    context::Actor,
    id::{StaffId, UnitId},
};
use law::Level;
use serde::Deserialize;

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
pub struct Organisation {
    /// The municipality's name.
    pub municipality: String,
    /// The board's name.
    pub board: String,
    /// Its units.
    pub units: Vec<Unit>,
    /// Its people.
    pub members: Vec<Member>,
}

impl Organisation {
    /// A member by id.
    pub fn member(&self, staff: StaffId) -> Option<&Member> {
        self.members.iter().find(|member| member.staff == staff)
    }

    /// A member by login name.
    pub fn by_login(&self, login: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.login == login)
    }

    /// A unit by id.
    pub fn unit(&self, unit: UnitId) -> Option<&Unit> {
        self.units.iter().find(|one| one.id == unit)
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
