//! The views: what lists need of each file, as ids, days and codes, never a name or a word.
//!
//! A view is a copy. [`rows`] counts it from the folded file, [`write_difference`] writes what changed in the same transaction as the
//! entries, and `rebuild` drops it all and counts again; the three always agree, and a test says so.

use crate::{Question, Result, Row, Tx, Value, sql::views as sql};
use law::{Clock, ClockState, Day};
use record::{
    AuthorityId, CaseFile, DecisionId, FileId, Matter, MatterId, MatterState, MeetingId, PersonId, StaffId,
    Subject, UnitId,
    access::{FileAccess, ServiceAccess},
    meeting::MeetingEnd,
    report::ReportPhase,
};
use std::{
    array,
    collections::{BTreeMap, BTreeSet},
};
use uuid::Uuid;

/// One row of a view.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ViewRow {
    /// The file itself.
    File {
        /// Whose.
        person: PersonId,
        /// A child's, not an expectant parent's.
        child: bool,
        /// A matter waits to be distributed, or ended without ever being anybody's.
        undistributed: bool,
        /// A running matter has been distributed.
        distributed: bool,
    },
    /// A unit that has a matter in the file.
    Unit(UnitId),
    /// Somebody who works with the file.
    Worker(StaffId, Role),
    /// Somebody named in the file.
    Person(PersonId),
    /// A matter.
    Matter(MatterRow),
    /// A clock.
    Clock(ClockRow),
    /// A meeting.
    Meeting(MeetingRow),
    /// A proposal waiting for an answer.
    Proposal(ProposalRow),
    /// A service that a provider of the authority carries out.
    Service {
        /// The service's matter.
        matter: MatterId,
        /// The provider's unit.
        unit: UnitId,
        /// Who has taken the assignment.
        worker: Option<StaffId>,
    },
    /// A service that a provider of the authority carried out, and that has ended.
    ServiceEnded {
        /// The service's matter.
        matter: MatterId,
        /// The provider's unit.
        unit: UnitId,
        /// Who had taken the assignment.
        worker: StaffId,
    },
}

/// How somebody works with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// Responsible.
    Main,
    /// Second worker.
    Second,
    /// Asked to decide.
    Asked,
}

impl Role {
    /// Its code in the view.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Second => "second",
            Self::Asked => "asked",
        }
    }
}

/// A matter, for lists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MatterRow {
    /// Its id.
    pub matter: MatterId,
    /// `report`, `investigation`, `service`, `measure`.
    pub kind: &'static str,
    /// Where it stands: `received`, `assessing`, `running`, `closed`.
    pub phase: &'static str,
    /// Its number.
    pub number: Option<String>,
    /// The day it was opened.
    pub opened_on: Day,
    /// The unit.
    pub unit: UnitId,
    /// The responsible worker.
    pub main: Option<StaffId>,
    /// The second worker.
    pub second: Option<StaffId>,
    /// Immediate need of protection.
    pub immediate: bool,
    /// The protection assessment was signed without the qualification that the law wants.
    pub unqualified: bool,
}

/// A clock, for lists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClockRow {
    /// In which matter; the file's own id where the rule is about the whole file.
    pub matter: Option<MatterId>,
    /// The rule.
    pub rule: String,
    /// About whom.
    pub subject: Option<PersonId>,
    /// About which decision, where each has a clock of its own.
    pub about: Option<DecisionId>,
    /// The day it started.
    pub started_on: Day,
    /// The nominal last day.
    pub nominal_on: Option<Day>,
    /// The latest lawful day.
    pub latest_on: Option<Day>,
    /// The unit.
    pub unit: UnitId,
    /// The responsible worker.
    pub main: Option<StaffId>,
    /// The second worker.
    pub second: Option<StaffId>,
}

/// A booked meeting, for lists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MeetingRow {
    /// Its id.
    pub meeting: MeetingId,
    /// In which matter.
    pub matter: Option<MatterId>,
    /// When, as a moment.
    pub at: String,
    /// Who of the authority.
    pub worker: StaffId,
    /// Code of `meeting_kind`.
    pub kind: String,
    /// Held, but no note is signed yet.
    pub awaits_note: bool,
}

/// A proposal waiting for an answer, for lists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProposalRow {
    /// Its id.
    pub decision: DecisionId,
    /// In which matter.
    pub matter: MatterId,
    /// The decision type.
    pub kind: String,
    /// To whom.
    pub to: Option<StaffId>,
    /// The unit.
    pub unit: UnitId,
    /// By whom.
    pub by: StaffId,
    /// Since which day.
    pub on: Day,
}

/// Every view row of a file, counted from its state.
pub(crate) fn rows(file: &CaseFile, clocks: &[Clock]) -> BTreeSet<ViewRow> {
    let mut rows = BTreeSet::new();
    let Some(opened) = &file.opened else { return rows };
    let running = || file.matters.values().filter(|matter| matter.is_running());
    rows.insert(ViewRow::File {
        person: opened.person,
        child: opened.subject == Subject::Child,
        undistributed: file.matters.is_empty()
            || file.current_matters().any(|(_, matter)| matter.main.is_none()),
        distributed: running().any(|matter| matter.main.is_some()),
    });
    if file.matters.is_empty() {
        rows.insert(ViewRow::Unit(opened.unit));
    }
    rows.insert(ViewRow::Person(opened.person));
    rows.extend(file.family.ever_named().into_iter().map(ViewRow::Person));
    for (_, matter) in file.current_matters() {
        rows.insert(ViewRow::Unit(matter.unit));
        rows.extend(matter.main.map(|staff| ViewRow::Worker(staff, Role::Main)));
        rows.extend(matter.second.map(|staff| ViewRow::Worker(staff, Role::Second)));
    }
    rows.extend(file.matters.iter().map(|(id, matter)| ViewRow::Matter(matter_row(*id, matter))));
    rows.extend(
        clocks
            .iter()
            .filter(|clock| clock.state == ClockState::Running)
            .map(|clock| clock_row(file, opened.unit, clock)),
    );
    rows.extend(meeting_rows(file));
    rows.extend(proposal_rows(file));
    rows.extend(service_rows(file));
    rows
}

fn matter_row(id: MatterId, matter: &Matter) -> MatterRow {
    let (kind, phase, (immediate, unqualified)) = match &matter.state {
        MatterState::Report(report) => {
            ("report", report_phase(report.phase()), (report.immediate, report.unqualified))
        }
        MatterState::Investigation(_) => ("investigation", running(matter), (false, false)),
        MatterState::Service(_) => ("service", running(matter), (false, false)),
        MatterState::Measure(_) => ("measure", running(matter), (false, false)),
    };
    MatterRow {
        matter: id,
        kind,
        phase,
        number: matter.number.clone(),
        opened_on: matter.opened,
        unit: matter.unit,
        main: matter.main,
        second: matter.second,
        immediate,
        unqualified,
    }
}

fn report_phase(phase: ReportPhase) -> &'static str {
    match phase {
        ReportPhase::Received => "received",
        ReportPhase::Assessing => "assessing",
        ReportPhase::Closed => "closed",
    }
}

fn running(matter: &Matter) -> &'static str {
    if matter.is_running() { "running" } else { "closed" }
}

/// A clock belongs to whoever has its matter; a clock about the whole file to whoever has the newest matter.
fn clock_row(file: &CaseFile, home: UnitId, clock: &Clock) -> ViewRow {
    let id = clock.matter.map(|id| MatterId::new(Uuid::from_u128(id)));
    let matter = match id {
        Some(id) => file.matters.get(&id),
        None => file.matters.values().max_by_key(|matter| matter.opened),
    };
    ViewRow::Clock(ClockRow {
        matter: id,
        rule: clock.rule.to_string(),
        subject: clock.subject.map(|id| PersonId::new(Uuid::from_u128(id))),
        about: clock.about.map(|id| DecisionId::new(Uuid::from_u128(id))),
        started_on: clock.started,
        nominal_on: clock.due.nominal.or(clock.due.earliest),
        latest_on: clock.due.latest_lawful,
        unit: matter.map_or(home, |matter| matter.unit),
        main: matter.and_then(|matter| matter.main),
        second: matter.and_then(|matter| matter.second),
    })
}

fn meeting_rows(file: &CaseFile) -> impl Iterator<Item = ViewRow> + '_ {
    let open = file.meetings.iter().filter(|(_, meeting)| match meeting.end {
        None => true,
        Some(MeetingEnd::Held) => !meeting.noted,
        Some(MeetingEnd::Missed | MeetingEnd::CalledOff) => false,
    });
    open.map(|(id, meeting)| {
        ViewRow::Meeting(MeetingRow {
            meeting: *id,
            matter: meeting.matter,
            at: meeting.booking.at.to_string(),
            worker: meeting.booking.worker,
            kind: meeting.booking.kind.as_str().to_owned(),
            awaits_note: meeting.end.is_some(),
        })
    })
}

/// Services that a provider of the authority carries out from the assignment to the end, and those that have ended, if somebody had taken
/// them.
fn service_rows(file: &CaseFile) -> impl Iterator<Item = ViewRow> + '_ {
    file.matters.iter().filter_map(|(id, matter)| {
        let MatterState::Service(service) = &matter.state else { return None };
        let unit = service.grant.provider.filter(|_| service.assignment.is_some())?;
        let worker = service.accepted_by.as_ref().map(|author| author.staff);
        if matter.is_running() {
            return Some(ViewRow::Service { matter: *id, unit, worker });
        }
        worker.map(|worker| ViewRow::ServiceEnded { matter: *id, unit, worker })
    })
}

fn proposal_rows(file: &CaseFile) -> Vec<ViewRow> {
    let mut rows = Vec::new();
    for (id, open) in &file.proposals {
        rows.extend(open.to.map(|staff| ViewRow::Worker(staff, Role::Asked)));
        rows.push(ViewRow::Proposal(ProposalRow {
            decision: *id,
            matter: open.matter,
            kind: open.decision.kind.to_string(),
            to: open.to,
            unit: file.matters.get(&open.matter).map_or(open.by.unit, |matter| matter.unit),
            by: open.by.staff,
            on: open.at.day,
        }));
    }
    rows.extend(answers_to_see(file));
    rows
}

/// Answers to requests for disclosure that wait for a second person: whoever leads the unit is asked, as about any proposal sent to nobody
/// by name.
fn answers_to_see(file: &CaseFile) -> impl Iterator<Item = ViewRow> + '_ {
    let newest = file.matters.iter().max_by_key(|(_, matter)| matter.opened);
    file.disclosures.iter().filter_map(move |(id, state)| {
        let (waiting, (matter, of)) = (state.for_second.as_ref()?, newest?);
        Some(ViewRow::Proposal(ProposalRow {
            decision: DecisionId::new(id.uuid()),
            matter: *matter,
            kind: record::disclosure::answers()?.to_string(),
            to: None,
            unit: of.unit,
            by: waiting.by.staff,
            on: waiting.at.day,
        }))
    })
}

impl ViewRow {
    /// The statements for its table.
    fn table(&self) -> &'static sql::Table {
        match self {
            Self::File { .. } => &sql::FILE,
            Self::Unit(_) => &sql::UNIT,
            Self::Worker(..) => &sql::WORKER,
            Self::Person(_) => &sql::PERSON,
            Self::Matter(_) => &sql::MATTER,
            Self::Clock(_) => &sql::CLOCK,
            Self::Meeting(_) => &sql::MEETING,
            Self::Proposal(_) => &sql::PROPOSAL,
            Self::Service { .. } => &sql::SERVICE,
            Self::ServiceEnded { .. } => &sql::SERVICE_ENDED,
        }
    }

    /// What names the row besides authority and file.
    fn key(&self) -> Vec<Value> {
        match self {
            Self::File { .. } => vec![],
            Self::Unit(unit) => vec![Value::Id(unit.uuid())],
            Self::Worker(staff, role) => vec![Value::Id(staff.uuid()), text(role.code())],
            Self::Person(person) => vec![Value::Id(person.uuid())],
            Self::Matter(row) => vec![Value::Id(row.matter.uuid())],
            Self::Clock(row) => vec![
                matter_or_nil(row.matter),
                text(&row.rule),
                Value::Id(row.subject.map_or(Uuid::nil(), PersonId::uuid)),
                Value::Id(row.about.map_or(Uuid::nil(), DecisionId::uuid)),
                day(row.started_on),
            ],
            Self::Meeting(row) => vec![Value::Id(row.meeting.uuid())],
            Self::Proposal(row) => vec![Value::Id(row.decision.uuid())],
            Self::Service { matter, .. } | Self::ServiceEnded { matter, .. } => {
                vec![Value::Id(matter.uuid())]
            }
        }
    }

    /// The rest of the row.
    fn rest(&self) -> Vec<Value> {
        match self {
            Self::File { person, child, undistributed, distributed } => {
                vec![Value::Id(person.uuid()), truth(*child), truth(*undistributed), truth(*distributed)]
            }
            Self::Unit(_) | Self::Worker(..) | Self::Person(_) => vec![],
            Self::Matter(row) => vec![
                text(row.kind),
                text(row.phase),
                row.number.as_deref().map_or(Value::Null, text),
                day(row.opened_on),
                Value::Id(row.unit.uuid()),
                id(row.main.map(StaffId::uuid)),
                id(row.second.map(StaffId::uuid)),
                truth(row.immediate),
                truth(row.unqualified),
            ],
            Self::Clock(row) => vec![
                row.nominal_on.map_or(Value::Null, day),
                row.latest_on.map_or(Value::Null, day),
                Value::Id(row.unit.uuid()),
                id(row.main.map(StaffId::uuid)),
                id(row.second.map(StaffId::uuid)),
            ],
            Self::Meeting(row) => vec![
                matter_or_nil(row.matter),
                text(&row.at),
                Value::Id(row.worker.uuid()),
                text(&row.kind),
                truth(row.awaits_note),
            ],
            Self::Service { unit, worker, .. } => {
                vec![Value::Id(unit.uuid()), id(worker.map(StaffId::uuid))]
            }
            Self::ServiceEnded { unit, worker, .. } => {
                vec![Value::Id(unit.uuid()), Value::Id(worker.uuid())]
            }
            Self::Proposal(row) => vec![
                Value::Id(row.matter.uuid()),
                text(&row.kind),
                id(row.to.map(StaffId::uuid)),
                Value::Id(row.unit.uuid()),
                Value::Id(row.by.uuid()),
                day(row.on),
            ],
        }
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn day(day: Day) -> Value {
    Value::Text(day.to_string())
}

fn truth(is: bool) -> Value {
    Value::Int(i64::from(is))
}

fn id(id: Option<Uuid>) -> Value {
    id.map_or(Value::Null, Value::Id)
}

/// A key column cannot be null on every engine; the nil id stands for "the file itself".
fn matter_or_nil(matter: Option<MatterId>) -> Value {
    Value::Id(matter.map_or(Uuid::nil(), MatterId::uuid))
}

/// Writes what differs between two states of a file's views.
pub(crate) fn write_difference(
    tx: &mut dyn Tx,
    authority: AuthorityId,
    file: FileId,
    before: &BTreeSet<ViewRow>,
    after: &BTreeSet<ViewRow>,
) -> Result<()> {
    let name = |row: &ViewRow| {
        let mut values = vec![Value::Int(authority.0), Value::Id(file.uuid())];
        values.extend(row.key());
        values
    };
    for row in before.difference(after) {
        tx.run(row.table().delete, &name(row))?;
    }
    for row in after.difference(before) {
        let mut values = name(row);
        values.extend(row.rest());
        tx.run(row.table().insert, &values)?;
    }
    Ok(())
}

/// The files in which a person is named: as the child, or around it.
pub(crate) fn files_naming(tx: &mut dyn Tx, authority: AuthorityId, person: PersonId) -> Result<Vec<FileId>> {
    let rows = tx.rows(sql::FILES_NAMING, &[Value::Int(authority.0), Value::Id(person.uuid())])?;
    rows.iter().map(|row| row.id(0).map(FileId::new)).collect()
}

/// What the access rule needs to know of a file, whoever asks; nothing of a file that is not there. Whoever lets somebody in asks
/// [`House::access`](crate::House).
pub(crate) fn access(tx: &mut dyn Tx, authority: AuthorityId, file: FileId) -> Result<FileAccess> {
    let key = [Value::Int(authority.0), Value::Id(file.uuid())];
    let Some(row) = tx.row(sql::ACCESS_FILE, &key)? else { return Ok(FileAccess::default()) };
    let mut access = about_file(&row)?.1;
    for row in tx.rows(sql::ACCESS_PARTS, &key)? {
        add_part(&mut access, &row)?;
    }
    Ok(access)
}

/// The same for the files of a page, with the person each is about. A file that is not there is left out.
pub(crate) fn access_of_all(
    tx: &mut dyn Tx,
    authority: AuthorityId,
    files: &[FileId],
) -> Result<BTreeMap<FileId, (PersonId, FileAccess)>> {
    let ids: Vec<Uuid> = files.iter().map(|file| file.uuid()).collect();
    let mut all = BTreeMap::new();
    let questions = |some: &[Uuid]| {
        let with = at_once(authority.0, some).to_vec();
        [
            Question { sql: sql::ACCESS_FILES, with: with.clone() },
            Question { sql: sql::ACCESS_PARTS_OF_FILES, with },
        ]
    };
    let asked: Vec<Question> = ids.chunks(sql::AT_ONCE).flat_map(questions).collect();
    for answers in tx.rows_of_each(&asked)?.chunks(2) {
        let [files, parts] = answers else { unreachable!("two questions of each") };
        for row in files {
            all.insert(FileId::new(row.id(0)?), about_file(row)?);
        }
        for row in parts {
            if let Some((_, access)) = all.get_mut(&FileId::new(row.id(0)?)) {
                add_part(access, row)?;
            }
        }
    }
    Ok(all)
}

/// The values of a statement that is asked about several at once: what is left over holds nothing.
pub(crate) fn at_once(authority: i64, ids: &[Uuid]) -> [Value; 1 + sql::AT_ONCE] {
    assert!(ids.len() <= sql::AT_ONCE, "asked about more than there is room for");
    array::from_fn(|place| match place.checked_sub(1) {
        None => authority.into(),
        Some(place) => ids.get(place).copied().into(),
    })
}

/// Whose file, and the part of its access that stands in the file's own row.
fn about_file(row: &Row) -> Result<(PersonId, FileAccess)> {
    let access =
        FileAccess { undistributed: row.truth(2)?, distributed: row.truth(3)?, ..FileAccess::default() };
    Ok((PersonId::new(row.id(1)?), access))
}

fn add_part(access: &mut FileAccess, row: &Row) -> Result<()> {
    let service = |ended| -> Result<ServiceAccess> {
        Ok(ServiceAccess {
            matter: MatterId::new(row.id(2)?),
            unit: UnitId::new(row.id(3)?),
            worker: row.maybe(4, Row::id)?.map(StaffId::new),
            ended,
        })
    };
    match row.text(1)?.as_str() {
        "unit" => access.units.push(UnitId::new(row.id(2)?)),
        "main" => access.main.push(StaffId::new(row.id(2)?)),
        "second" => access.second.push(StaffId::new(row.id(2)?)),
        "service" => access.services.push(service(false)?),
        "ended" => access.services.push(service(true)?),
        _ => access.asked.push(StaffId::new(row.id(2)?)),
    }
    Ok(())
}

/// The code of a kind of matter, as this program spells it.
pub(crate) fn kind_code(text: &str) -> Result<&'static str> {
    known(&["report", "investigation", "service", "measure"], text)
}

/// The code of a phase, as this program spells it.
pub(crate) fn phase_code(text: &str) -> Result<&'static str> {
    known(&PHASES, text)
}

/// The phases of a matter. Statements that look for running ones name all but the last.
pub(crate) const PHASES: [&str; 4] = ["received", "assessing", "running", "closed"];

fn known(codes: &[&'static str], text: &str) -> Result<&'static str> {
    codes.iter().find(|code| **code == text).copied().ok_or(crate::Error::Unreadable("a known code"))
}
