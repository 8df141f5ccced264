//! What a member of staff finds without opening a file: who they are, their day, their unit, and who is known here.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use law::Day;
use record::identity::IdentityNumber;
use record::organisation::Member;
use record::{DecisionId, FileId, MatterId, MeetingId, Moment, PersonId, StaffId, UnitId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::access_tokens::Scope;
use store::{ClockRow, Hit, InFile, ListNames, MatterRow, MeetingRow, ProposalRow, ServiceRow};
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

pub(crate) const DAYS: u16 = 14;
pub(crate) const DAYS_MAX: u16 = 400;

/// A worker's day.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Worklist {
    /// Clocks, overdue first.
    pub clocks: Vec<ClockLine>,
    /// Proposals that wait for them.
    pub to_decide: Vec<ProposalLine>,
    /// Their own proposals that wait for others.
    pub waiting: Vec<ProposalLine>,
    /// Meetings, and held ones that nothing is written of.
    pub meetings: Vec<MeetingLine>,
    /// Their running matters.
    pub matters: Vec<MatterLine>,
    /// Services they carry out, and those that wait for somebody in their unit to take them.
    pub services: Vec<ServiceLine>,
    /// Whose files these are, as far as the caller may know.
    pub names: Vec<NameLine>,
    /// How many rows found no room, by kind.
    pub left_out: LeftOut,
}

/// A meeting in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MeetingLine {
    /// The file.
    pub file: FileId,
    /// Its id.
    pub meeting: MeetingId,
    /// In which matter.
    pub matter: Option<MatterId>,
    /// When.
    pub at: String,
    /// A code of `meeting_kind`.
    pub kind: String,
    /// It has been held, and no note tells of it.
    pub awaits_note: bool,
}

/// A service in the list of whoever carries it out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ServiceLine {
    /// Its matter.
    #[serde(flatten)]
    pub matter: MatterLine,
    /// Somebody has taken it.
    pub taken: bool,
}

/// Whose file it is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NameLine {
    /// The file.
    pub file: FileId,
    /// The name; of somebody protected, whom the caller does not work with, nothing.
    pub name: Option<String>,
}

/// How many rows a list has beyond those it shows.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LeftOut {
    /// Clocks.
    pub clocks: usize,
    /// Clocks without a day.
    pub undated: usize,
    /// Meetings.
    pub meetings: usize,
    /// Proposals.
    pub proposals: usize,
    /// Matters.
    pub matters: usize,
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
    /// The unit that has it.
    pub unit: UnitId,
    /// The responsible worker.
    pub main: Option<StaffId>,
    /// The second worker.
    pub second: Option<StaffId>,
    /// It was assessed by somebody without the qualification that the law asks for.
    pub unqualified: bool,
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
    /// With a name: to register a report. Whoever receives reports is then told of children who are known elsewhere, and whom to contact.
    #[serde(default)]
    pub to_report: bool,
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
    let house = desk.organisation();
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
    let mut files: Vec<FileId> = day.clocks.iter().map(|row| row.file).collect();
    files.extend(day.to_decide.iter().chain(&day.waiting).map(|row| row.file));
    files.extend(day.meetings.iter().map(|row| row.file));
    files.extend(day.matters.iter().map(|row| row.file));
    files.extend(day.services.iter().map(|row| row.file));
    Ok(Json(Worklist {
        names: names(&day.names, files),
        left_out: LeftOut::of(day.left_out),
        waiting: day.waiting.into_iter().map(proposal).collect(),
        meetings: day.meetings.into_iter().map(meeting).collect(),
        services: day.services.into_iter().map(service).collect(),
        clocks: day.clocks.into_iter().map(clock).collect(),
        to_decide: day.to_decide.into_iter().map(proposal).collect(),
        matters: day.matters.into_iter().map(matter).collect(),
    }))
}

/// Looks for somebody; shows 50 at most.
pub async fn search(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    sent: Sent<Search>,
) -> Result<Json<Vec<Found>>, Problem> {
    caller.needs(Scope::Read)?;
    let (w, asked) = (caller.w, sent.body);
    let hits = caller.ask(&desk, move |desk, own| match asked {
        Search { number: Some(number), name: None, matter: None, .. } => {
            desk.house.find_number(&own.actor, own.now, number).map(Some)
        }
        Search { number: None, name: Some(name), matter: None, to_report: false } => {
            desk.house.find_name(&own.actor, own.now, &name).map(Some)
        }
        Search { number: None, name: Some(name), matter: None, to_report: true } => {
            desk.house.find_name_to_report(&own.actor, own.now, &name).map(Some)
        }
        Search { number: None, name: None, matter: Some(matter), .. } => {
            desk.house.find_matter(&own.actor, own.now, &matter).map(Some)
        }
        _ => Ok(None),
    });
    let one = || Problem::new(w, Sort::SearchOne);
    Ok(Json(hits.await?.ok_or_else(one)?.into_iter().map(found).collect()))
}

pub(crate) fn clock(InFile { file, row }: InFile<ClockRow>) -> ClockLine {
    let ClockRow { matter, rule, subject, nominal_on, latest_on, .. } = row;
    ClockLine { file, matter, rule, subject, due: nominal_on, latest: latest_on }
}

pub(crate) fn matter(InFile { file, row }: InFile<MatterRow>) -> MatterLine {
    let MatterRow { matter, kind, phase, number, opened_on, unit, main, second, unqualified, .. } = row;
    MatterLine { file, matter, kind, phase, number, opened: opened_on, unit, main, second, unqualified }
}

fn meeting(InFile { file, row }: InFile<MeetingRow>) -> MeetingLine {
    let MeetingRow { meeting, matter, at, kind, awaits_note, .. } = row;
    MeetingLine { file, meeting, matter, at, kind, awaits_note }
}

fn service(InFile { file, row }: InFile<ServiceRow>) -> ServiceLine {
    ServiceLine { matter: matter(InFile { file, row: row.matter }), taken: row.taken }
}

/// The names of files, each once.
pub(crate) fn names(known: &ListNames, mut files: Vec<FileId>) -> Vec<NameLine> {
    files.sort_unstable();
    files.dedup();
    let name = |file: FileId| NameLine { file, name: known.of(file).map(|card| card.name().to_owned()) };
    files.into_iter().map(name).collect()
}

impl LeftOut {
    pub(crate) fn of(left: store::LeftOut) -> Self {
        let store::LeftOut { clocks, undated, meetings, proposals, matters } = left;
        Self { clocks, undated, meetings, proposals, matters }
    }
}

pub(crate) fn proposal(InFile { file, row }: InFile<ProposalRow>) -> ProposalLine {
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
