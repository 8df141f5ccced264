//! Who works in the invented municipality: Lyktinge's own people, and as many more as there are files for.
//!
//! A list shows what one worker or one group has. With ten times the files there are ten times the workers, not ten times the work for each.

use anyhow::{Context as _, Result};
use law::Level;
use record::{
    Actor, Organisation, StaffId, UnitId,
    organisation::{Member, Unit, UnitKind},
};
use uuid::Uuid;

use super::marginals::{Marginals, whole};
use crate::demo;

/// Most groups of an invented municipality: their numbers tell whose they are.
const GROUPS_MAX: usize = 10_000;

/// Begins the ids of the units and people who are made up here.
const IDS: u128 = 0x0c00_0000_0000_4000_8000_0000_0000_0000;

/// A group, its reception and who leads both.
pub(super) struct District {
    pub(super) head: Actor,
    pub(super) reception: UnitId,
    pub(super) investigators: Vec<(StaffId, UnitId)>,
}

/// Lyktinge, with enough groups for so many files.
pub(crate) fn organisation(files: u32) -> Result<Organisation> {
    let marginals = Marginals::read()?;
    let organisation = demo::organisation();
    let own: usize = districts(&organisation)?.iter().map(|district| district.investigators.len()).sum();
    let for_each = marginals.files_per_worker() / marginals.staff.investigators;
    let mut room = f64::from(u32::try_from(own)?) * for_each;
    let of_group = f64::from(u32::try_from(marginals.staff.group)?) * for_each;
    let (mut units, mut members) = (organisation.units.to_vec(), organisation.members.to_vec());
    let mut number = 0;
    while room < f64::from(files) {
        number += 1;
        add_district((&mut units, &mut members), number, marginals.staff.group);
        room += of_group;
    }
    Ok(Organisation::new(organisation.municipality, organisation.board, units, members))
}

/// An invented municipality of its own, with groups enough for so many files. Nobody in it is somebody in another.
pub(super) fn town(marginals: &Marginals, authority: i64, files: u32) -> Organisation {
    let for_each = marginals.files_per_worker() / marginals.staff.investigators;
    let (mut units, mut members) = (Vec::new(), Vec::new());
    let first = usize::try_from(authority).unwrap_or_default() * GROUPS_MAX;
    let (mut number, mut left) = (first, f64::from(files));
    while left > 0.0 || units.is_empty() {
        number += 1;
        let size = marginals.staff.group.min(workers(left / for_each));
        add_district((&mut units, &mut members), number, size);
        left -= f64::from(u32::try_from(size).unwrap_or(u32::MAX)) * for_each;
    }
    let name = format!("Påhittad kommun {authority}");
    Organisation::new(name.clone(), format!("Socialnämnden i {name}"), units, members)
}

/// Whole workers, at least one.
fn workers(needed: f64) -> usize {
    usize::try_from(whole(needed.ceil())).unwrap_or_default().max(1)
}

/// Every head of units, with the units.
pub(super) fn districts(organisation: &Organisation) -> Result<Vec<District>> {
    let heads = organisation.members.iter().filter(|member| member.level == Level::UnitHead);
    heads.map(|head| district(organisation, head)).collect()
}

fn district(organisation: &Organisation, head: &Member) -> Result<District> {
    let of_kind = |kind| {
        let units = head.manages.iter().filter_map(|unit| organisation.unit(*unit));
        units.filter(move |unit| unit.kind == kind).map(|unit| unit.id)
    };
    let groups: Vec<UnitId> = of_kind(UnitKind::Investigation).collect();
    let own = organisation.members.iter().filter(|member| groups.contains(&member.unit));
    let working = own.filter(|member| member.level == Level::CaseWorker);
    Ok(District {
        head: head.actor(),
        reception: of_kind(UnitKind::Reception).next().context("a head without a reception")?,
        investigators: working.map(|member| (member.staff, member.unit)).collect(),
    })
}

/// A reception, a group of investigators, and who leads them.
fn add_district((units, members): (&mut Vec<Unit>, &mut Vec<Member>), number: usize, size: usize) {
    let mut next = IDS + (number as u128) * 0x100;
    let mut id = || {
        next += 1;
        Uuid::from_u128(next)
    };
    let (reception, group) = (UnitId::new(id()), UnitId::new(id()));
    let unit = |id, name: String, kind| Unit { id, name, kind, under: None };
    units.push(unit(reception, format!("Mottagningen {number}"), UnitKind::Reception));
    units.push(unit(group, format!("Utredningsgrupp {number}:1"), UnitKind::Investigation));
    let mut member = |login: String, level, unit: UnitId, manages: Vec<UnitId>| Member {
        staff: StaffId::new(id()),
        name: format!("Handläggare {login}"),
        login,
        title: "socialsekreterare".to_owned(),
        phone: "08-465 004 00".to_owned(),
        level,
        unit,
        manages,
        reception: unit == reception,
        qualified: true,
        in_place_of: Vec::new(),
        tied_to: Vec::new(),
    };
    members.push(member(format!("h{number}"), Level::UnitHead, group, vec![reception, group]));
    members.push(member(format!("r{number}"), Level::CaseWorker, reception, Vec::new()));
    for place in 1..=size {
        let login = format!("u{number}-{place}");
        members.push(member(login, Level::CaseWorker, group, Vec::new()));
    }
}

/// Days since the program was taken into use.
pub(super) fn days_in_use(marginals: &Marginals, today: law::Day) -> i64 {
    marginals.register.in_use_from.days_until(today).max(0).min(marginals.register.days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_has_as_many_files_however_many_there_are() {
        let load = |files: u32| {
            let districts = districts(&organisation(files).unwrap()).unwrap();
            let workers: usize = districts.iter().map(|district| district.investigators.len()).sum();
            f64::from(files) / f64::from(u32::try_from(workers).unwrap())
        };
        let loads = [10_000, 100_000, 1_000_000].map(load);
        assert!(loads.iter().all(|load| (120.0..220.0).contains(load)), "{loads:?}");
    }

    #[test]
    fn nobody_is_somebody_else() {
        let organisation = organisation(100_000).unwrap();
        let mut ids: Vec<StaffId> = organisation.members.iter().map(|member| member.staff).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), organisation.members.len());
    }
}
