//! A child's file as a program reads it: how it stands, its entries page by page, and who has read it. Each reading stands in the access
//! log like anybody's, and shows what the reader may see: a provider its service, reception what waits.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use law::{ClockState, Day, Nature};
use record::{
    Author, Entry, FileId, Matter, MatterId, MatterState, Moment, PersonId, Recorded, StaffId, Subject,
    UnitId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::access_tokens::Scope;
use store::{OpenFile, Part};
use uuid::Uuid;
use web::desk::Desk;

use crate::caller::Caller;
use crate::problem::{Problem, Sort};

/// Which file.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct InFile {
    /// Its id.
    pub file: FileId,
}

/// A file as it stands.
#[derive(Debug, Serialize, JsonSchema)]
pub struct File {
    /// Its id.
    pub file: FileId,
    /// How many entries it has: the version to show in `If-Match` where an act rests on what was seen.
    pub version: i64,
    /// Whose it is.
    pub person: Option<PersonId>,
    /// A child's file, or an expectant parent's own.
    pub subject: Option<Subject>,
    /// The child's day of birth, where it is known.
    pub birth: Option<Day>,
    /// On what the caller's reading rests, as the access log has it.
    pub basis: &'static str,
    /// The child and everybody named around it.
    pub people: Vec<Person>,
    /// Its matters, oldest first.
    pub matters: Vec<MatterView>,
    /// Its clocks, running and done.
    pub clocks: Vec<Clock>,
    /// Proposals that wait for an answer.
    pub proposals: Vec<ProposalView>,
}

/// Somebody in a file. Of whoever is protected no more than the reader may know.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Person {
    /// Their id.
    pub person: PersonId,
    /// Given and family name, or a description.
    pub name: String,
    /// Protected in some way.
    pub protected: bool,
    /// Has custody of the child today.
    pub guardian: bool,
}

/// A matter.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MatterView {
    /// Its id.
    pub matter: MatterId,
    /// Its number.
    pub number: Option<String>,
    /// What kind it is.
    pub kind: MatterKind,
    /// Still to be worked on.
    pub running: bool,
    /// The day it was opened.
    pub opened: Day,
    /// The unit that has it.
    pub unit: UnitId,
    /// The responsible worker.
    pub main: Option<StaffId>,
    /// The second worker.
    pub second: Option<StaffId>,
}

/// Kinds of matters.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MatterKind {
    /// A report.
    Report,
    /// An investigation.
    Investigation,
    /// A service.
    Service,
    /// A measure recorded here.
    Measure,
}

/// A clock of the law.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Clock {
    /// The rule, such as `DL-001`.
    pub rule: String,
    /// What kind of time it is.
    pub nature: Nature,
    /// The matter that started it.
    pub matter: Option<MatterId>,
    /// The party it is for.
    pub subject: Option<PersonId>,
    /// The day it started.
    pub started: Day,
    /// The nominal day.
    pub due: Option<Day>,
    /// The latest lawful day, where it is another.
    pub latest: Option<Day>,
    /// Still running.
    pub running: bool,
    /// The day it was met.
    pub done: Option<Day>,
    /// Its day has passed undone.
    pub overdue: bool,
}

/// A proposal.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProposalView {
    /// Its id, which the decision keeps.
    pub proposal: record::DecisionId,
    /// In which matter.
    pub matter: MatterId,
    /// The type of decision.
    pub kind: law::DecisionTypeId,
    /// To whom; empty: whoever leads the unit.
    pub to: Option<StaffId>,
    /// The fingerprint of what whoever signs has before their eyes.
    pub shown: String,
}

/// An entry of a file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EntryView {
    /// Its number in the file, from 1.
    pub seq: i64,
    /// When it was written.
    pub at: String,
    /// When what it tells of happened.
    pub occurred: Moment,
    /// Who signed it.
    pub by: Author,
    /// The version of the law data it was decided under.
    pub law: String,
    /// In which matter.
    pub matter: Option<MatterId>,
    /// The matter's number, on the entry that opens it.
    pub number: Option<String>,
    /// What happened.
    pub entry: Entry,
}

/// A page of entries.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Entries {
    /// The entries, oldest first.
    pub entries: Vec<EntryView>,
    /// What to ask for as `after` to get the next page; nothing at the end.
    pub next: Option<i64>,
}

/// Which page.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Page {
    /// Entries after this number.
    pub after: Option<i64>,
    /// At most so many, 1 to 200.
    #[schemars(range(min = 1, max = 200))]
    pub limit: Option<usize>,
}

/// Most entries on a page.
const PAGE_MAX: usize = 200;

/// Somebody who has read.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReaderView {
    /// When.
    pub at: String,
    /// Who.
    pub actor: Uuid,
    /// On what ground, as a code.
    pub purpose: String,
    /// Which part, as a code.
    pub part: String,
}

async fn look(desk: &Arc<Desk>, caller: &Caller, file: FileId, part: Part) -> Result<OpenFile, Problem> {
    caller.needs(Scope::Read)?;
    caller.ask(desk, move |desk, own| desk.house.look(&own.actor, own.now, file, part)).await
}

/// How a file stands. The `ETag` is its version.
pub async fn show(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InFile { file }): Path<InFile>,
) -> Result<Versioned<File>, Problem> {
    let open = look(&desk, &caller, file, Part::Child).await?;
    Ok(Versioned(open.version(), File::of(&open, caller.now.today)))
}

/// The entries of a file, oldest first, a page at a time.
pub async fn entries(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InFile { file }): Path<InFile>,
    Query(page): Query<Page>,
) -> Result<Versioned<Entries>, Problem> {
    let limit = page.limit.unwrap_or(PAGE_MAX);
    if !(1..=PAGE_MAX).contains(&limit) {
        return Err(Problem::new(caller.w, Sort::Limit).at("limit"));
    }
    let open = look(&desk, &caller, file, Part::Timeline).await?;
    let after = page.after.unwrap_or(0);
    let mut later = open.entries.iter().filter(|entry| entry.seq > after);
    let entries: Vec<EntryView> = later.by_ref().take(limit).map(|entry| EntryView::of(entry)).collect();
    let next = later.next().and_then(|_| entries.last().map(|entry| entry.seq));
    Ok(Versioned(open.version(), Entries { entries, next }))
}

/// Who has read a file, newest first, at most 1,000 openings.
pub async fn readers(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InFile { file }): Path<InFile>,
) -> Result<Json<Vec<ReaderView>>, Problem> {
    caller.needs(Scope::Read)?;
    let looked = caller.ask(&desk, move |desk, own| desk.house.readers(&own.actor, own.now, file)).await?;
    let (_, looked) = looked;
    let one = |looked: &store::access_log::Looked| ReaderView {
        at: instant(looked.at_us),
        actor: looked.actor,
        purpose: looked.purpose.clone(),
        part: looked.part.clone(),
    };
    Ok(Json(looked.iter().map(one).collect()))
}

pub(crate) fn instant(at_us: i64) -> String {
    jiff::Timestamp::from_microsecond(at_us).map_or_else(|_| String::new(), |at| at.to_string())
}

impl File {
    fn of(open: &OpenFile, today: Day) -> Self {
        let file = &open.file;
        let guardians: Vec<PersonId> = file.guardians(today).collect();
        let person = |(id, card): (&PersonId, &store::NameCard)| Person {
            person: *id,
            name: card.name().to_owned(),
            protected: card.protected,
            guardian: guardians.contains(id),
        };
        let proposal = |(id, open): (&record::DecisionId, &record::decision::OpenProposal)| ProposalView {
            proposal: *id,
            matter: open.matter,
            kind: open.decision.kind.clone(),
            to: open.to,
            shown: open.fingerprint(file),
        };
        Self {
            file: open.id,
            version: open.version(),
            person: file.person(),
            subject: file.opened.as_ref().map(|opened| opened.subject),
            birth: file.birth(),
            basis: store::basis_code(open.basis),
            people: open.people.iter().map(person).collect(),
            matters: file.matters.iter().map(|(id, matter)| MatterView::of(*id, matter)).collect(),
            clocks: open.clocks.iter().map(|clock| Clock::of(clock, today)).collect(),
            proposals: file.proposals.iter().map(proposal).collect(),
        }
    }
}

impl MatterView {
    fn of(id: MatterId, matter: &Matter) -> Self {
        let kind = match &matter.state {
            MatterState::Report(_) => MatterKind::Report,
            MatterState::Investigation(_) => MatterKind::Investigation,
            MatterState::Service(_) => MatterKind::Service,
            MatterState::Measure(_) => MatterKind::Measure,
        };
        Self {
            matter: id,
            number: matter.number.clone(),
            kind,
            running: matter.is_running(),
            opened: matter.opened,
            unit: matter.unit,
            main: matter.main,
            second: matter.second,
        }
    }
}

impl Clock {
    fn of(clock: &law::Clock, today: Day) -> Self {
        let done = match clock.state {
            ClockState::Done(day) => Some(day),
            _ => None,
        };
        Self {
            rule: clock.rule.to_string(),
            nature: clock.nature,
            matter: clock.matter.map(|id| MatterId::new(Uuid::from_u128(id))),
            subject: clock.subject.map(|id| PersonId::new(Uuid::from_u128(id))),
            started: clock.started,
            due: clock.due.nominal,
            latest: clock.due.latest_lawful,
            running: clock.is_running(),
            done,
            overdue: clock.is_overdue(today),
        }
    }
}

impl EntryView {
    fn of(recorded: &Recorded) -> Self {
        Self {
            seq: recorded.seq,
            at: recorded.at.to_string(),
            occurred: recorded.occurred,
            by: recorded.by.clone(),
            law: recorded.law.clone(),
            matter: recorded.matter,
            number: recorded.number.clone(),
            entry: recorded.entry.clone(),
        }
    }
}

/// An answer with the version of its file as `ETag`.
pub struct Versioned<T>(pub i64, pub T);

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        let Self(version, body) = self;
        let mut response = Json(body).into_response();
        if let Ok(value) = HeaderValue::from_str(&format!("\"{version}\"")) {
            response.headers_mut().insert(header::ETAG, value);
        }
        response
    }
}

impl<T: JsonSchema> aide::OperationOutput for Versioned<T> {
    type Inner = T;

    fn operation_response(
        ctx: &mut aide::generate::GenContext,
        operation: &mut aide::openapi::Operation,
    ) -> Option<aide::openapi::Response> {
        Json::<T>::operation_response(ctx, operation)
    }

    fn inferred_responses(
        ctx: &mut aide::generate::GenContext,
        operation: &mut aide::openapi::Operation,
    ) -> Vec<(Option<u16>, aide::openapi::Response)> {
        Self::operation_response(ctx, operation).map(|response| (Some(200), response)).into_iter().collect()
    }
}
