//! *Gruppen*: what a unit has, for those who lead it or receive its reports.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use record::{FileId, UnitId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::access_tokens::Scope;
use web::desk::Desk;
use web::pages::group::units_of;

use crate::caller::Caller;
use crate::lists::{
    ClockLine, DAYS, DAYS_MAX, LeftOut, MatterLine, NameLine, ProposalLine, clock, matter, names, proposal,
};
use crate::problem::{Problem, Sort};

/// Which unit, and how far ahead.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Asked {
    /// One of the caller's units; all of them, where nothing is said.
    pub unit: Option<UnitId>,
    /// Days from today, 0 to 400; 14 where nothing is said.
    #[schemars(range(min = 0, max = 400))]
    pub days: Option<u16>,
}

/// A unit, as those who lead it see it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Group {
    /// The unit.
    pub unit: UnitId,
    /// Its running matters: those that nobody has are to be distributed.
    pub matters: Vec<MatterLine>,
    /// Clocks with a day, overdue first.
    pub clocks: Vec<ClockLine>,
    /// What the law asks for without a day.
    pub undated: Vec<ClockLine>,
    /// Proposals that wait.
    pub proposals: Vec<ProposalLine>,
    /// Whose files these are, as far as the caller may know.
    pub names: Vec<NameLine>,
    /// How many rows found no room, by kind.
    pub left_out: LeftOut,
}

/// The caller's units.
pub async fn show(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<Group>>, Problem> {
    caller.needs(Scope::Read)?;
    let days = asked.days.unwrap_or(DAYS);
    if days > DAYS_MAX {
        return Err(Problem::new(caller.w, Sort::Days).at("days"));
    }
    let own = units_of(&caller.actor);
    let units = match asked.unit {
        Some(unit) if own.contains(&unit) => vec![unit],
        None if !own.is_empty() => own,
        _ => return Err(Problem::new(caller.w, Sort::NotLeading)),
    };
    let until = caller.now.today.plus_days(i64::from(days));
    let groups = caller.ask(&desk, move |desk, own| {
        let group = |unit: UnitId| Ok((unit, desk.house.group(&own.actor, own.now, unit, until)?));
        units.into_iter().map(group).collect::<store::Answer<Vec<_>>>()
    });
    Ok(Json(groups.await?.into_iter().map(|(unit, group)| Group::of(unit, group)).collect()))
}

impl Group {
    fn of(unit: UnitId, group: store::Group) -> Self {
        let mut files: Vec<FileId> = group.clocks.iter().chain(&group.undated).map(|row| row.file).collect();
        files.extend(group.matters.iter().map(|row| row.file));
        files.extend(group.proposals.iter().map(|row| row.file));
        Self {
            unit,
            names: names(&group.names, files),
            left_out: LeftOut::of(group.left_out),
            matters: group.matters.into_iter().map(matter).collect(),
            clocks: group.clocks.into_iter().map(clock).collect(),
            undated: group.undated.into_iter().map(clock).collect(),
            proposals: group.proposals.into_iter().map(proposal).collect(),
        }
    }
}
