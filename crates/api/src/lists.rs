//! What a member of staff finds without opening a file: who they are, their day, their unit, and who is known here.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use law::Day;
use record::identity::IdentityNumber;
use record::organisation::Member;
use record::{DecisionId, FileId, MatterId, Moment, PersonId, StaffId, UnitId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::access_tokens::Scope;
use store::{ClockRow, MatterRow, ProposalRow};
use store::{Hit, InFile};
use web::desk::Desk;

use crate::caller::Caller;
use crate::problem::{Problem, Sort};
use crate::sent::Sent;

/// Whose token it is, and what it may be used for.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Me {
    /// The member of staff.
    pub staff: StaffId,
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Unit.
    pub unit: UnitId,
    /// What the token may be used for.
    pub scopes: Vec<&'static str>,
    /// What time it is here, in Sweden. A practice municipality may have set its day forward.
    pub now: Moment,
}

/// Who works here.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Organisation {
    /// The units.
    pub units: Vec<Unit>,
    /// The members of staff.
    pub staff: Vec<Worker>,
}

/// A unit.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Unit {
    /// Its id.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
}

/// A member of staff.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Worker {
    /// Their id.
    pub staff: StaffId,
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Unit.
    pub unit: UnitId,
}

/// How far ahead.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Horizon {
    /// Days from today, 0 to 400; 14 where nothing is said.
    #[schemars(range(min = 0, max = 400))]
    pub days: Option<u16>,
}

const DAYS: u16 = 14;
const DAYS_MAX: u16 = 400;

/// A worker's day.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Worklist {
    /// Clocks, overdue first.
    pub clocks: Vec<ClockLine>,
    /// Proposals that wait for them.
    pub to_decide: Vec<ProposalLine>,
    /// Their running matters.
    pub matters: Vec<MatterLine>,
}

/// A clock in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClockLine {
    /// The file.
    pub file: FileId,
    /// In which matter.
    pub matter: Option<MatterId>,
    /// The rule, such as `DL-001`.
    pub rule: String,
    /// About whom.
    pub subject: Option<PersonId>,
    /// The nominal day.
    pub due: Option<Day>,
    /// The latest lawful day.
    pub latest: Option<Day>,
}

/// A matter in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MatterLine {
    /// The file.
    pub file: FileId,
    /// The matter.
    pub matter: MatterId,
    /// `report`, `investigation`, `service`, `measure`.
    pub kind: &'static str,
    /// `received`, `assessing`, `running`, `closed`.
    pub phase: &'static str,
    /// Its number.
    pub number: Option<String>,
    /// The day it was opened.
    pub opened: Day,
}

/// A proposal in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProposalLine {
    /// The file.
    pub file: FileId,
    /// Its id.
    pub proposal: DecisionId,
    /// In which matter.
    pub matter: MatterId,
    /// The type of decision.
    pub kind: String,
    /// By whom.
    pub by: StaffId,
    /// Since which day.
    pub on: Day,
}

/// Whom to look for: one of them. A search stands in the access log.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// An identity number, exactly.
    pub number: Option<IdentityNumber>,
    /// A name, or the beginning of its words.
    pub name: Option<String>,
    /// A matter's number.
    pub matter: Option<String>,
}

/// Somebody who is known here.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Found {
    /// Who.
    pub person: PersonId,
    /// The name; of somebody protected nothing.
    pub name: Option<String>,
    /// The files about them that the caller may open.
    pub files: Vec<FileId>,
    /// Files that others have: whom to contact, never what stands in them.
    pub elsewhere: Vec<Elsewhere>,
}

/// A file that others have.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Elsewhere {
    /// The file; reception can attach a report to it.
    pub file: FileId,
    /// The unit to contact.
    pub unit: Option<UnitId>,
    /// The worker to contact.
    pub worker: Option<StaffId>,
}

/// Who calls.
pub async fn me(caller: Caller) -> Result<Json<Me>, Problem> {
    let Caller { member, scopes, now, .. } = caller;
    Ok(Json(Me {
        staff: member.staff,
        name: member.name,
        title: member.title,
        unit: member.unit,
        scopes: scopes.iter().map(|scope| scope.code()).collect(),
        now: Moment { day: now.today, ..Moment::of(now.instant) },
    }))
}

/// Who works here: whom a matter can be distributed to, or a proposal sent.
pub async fn organisation(
    State(desk): State<Arc<Desk>>,
    _caller: Caller,
) -> Result<Json<Organisation>, Problem> {
    let house = &desk.house.organisation;
    let unit = |unit: &record::organisation::Unit| Unit { unit: unit.id, name: unit.name.clone() };
    let worker = |member: &Member| Worker {
        staff: member.staff,
        name: member.name.clone(),
        title: member.title.clone(),
        unit: member.unit,
    };
    Ok(Json(Organisation {
        units: house.units.iter().map(unit).collect(),
        staff: house.members.iter().map(worker).collect(),
    }))
}

/// The caller's day.
pub async fn worklist(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Query(horizon): Query<Horizon>,
) -> Result<Json<Worklist>, Problem> {
    caller.needs(Scope::Read)?;
    let days = horizon.days.unwrap_or(DAYS);
    if days > DAYS_MAX {
        return Err(Problem::new(caller.w, Sort::Days).at("days"));
    }
    let until = caller.now.today.plus_days(i64::from(days));
    let day = caller.ask(&desk, move |desk, own| desk.house.my_day(&own.actor, own.now, until)).await?;
    Ok(Json(Worklist {
        clocks: day.clocks.into_iter().map(clock).collect(),
        to_decide: day.to_decide.into_iter().map(proposal).collect(),
        matters: day.matters.into_iter().map(matter).collect(),
    }))
}

/// Looks for somebody.
pub async fn search(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    sent: Sent<Search>,
) -> Result<Json<Vec<Found>>, Problem> {
    caller.needs(Scope::Read)?;
    let (w, asked) = (caller.w, sent.body);
    let hits = caller.ask(&desk, move |desk, own| match asked {
        Search { number: Some(number), name: None, matter: None } => {
            desk.house.find_number(&own.actor, own.now, number).map(Some)
        }
        Search { number: None, name: Some(name), matter: None } => {
            desk.house.find_name(&own.actor, own.now, &name).map(Some)
        }
        Search { number: None, name: None, matter: Some(matter) } => {
            desk.house.find_matter(&own.actor, own.now, &matter).map(Some)
        }
        _ => Ok(None),
    });
    let one = || Problem::new(w, Sort::SearchOne);
    Ok(Json(hits.await?.ok_or_else(one)?.into_iter().map(found).collect()))
}

fn clock(InFile { file, row }: InFile<ClockRow>) -> ClockLine {
    let ClockRow { matter, rule, subject, nominal_on, latest_on, .. } = row;
    ClockLine { file, matter, rule, subject, due: nominal_on, latest: latest_on }
}

fn matter(InFile { file, row }: InFile<MatterRow>) -> MatterLine {
    let MatterRow { matter, kind, phase, number, opened_on, .. } = row;
    MatterLine { file, matter, kind, phase, number, opened: opened_on }
}

fn proposal(InFile { file, row }: InFile<ProposalRow>) -> ProposalLine {
    let ProposalRow { decision, matter, kind, by, on, .. } = row;
    ProposalLine { file, proposal: decision, matter, kind, by, on }
}

fn found(hit: Hit) -> Found {
    let elsewhere = hit.elsewhere.into_iter();
    Found {
        person: hit.person,
        name: hit.card.map(|card| card.name().to_owned()),
        files: hit.files,
        elsewhere: elsewhere
            .map(|one| Elsewhere { file: one.file, unit: one.unit, worker: one.worker })
            .collect(),
    }
}
