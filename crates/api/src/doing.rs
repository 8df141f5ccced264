//! Doing something: the wish is read, held against the token's scope, and carried out by the house in one transaction.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use record::{Command, CommandId, DraftId, FileId, MatterId, moving::MovedOut};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::access_tokens::Scope;
use store::{House, Part, Step};
use web::desk::Desk;

use crate::acts::{Act, Steps, Wish, WithFile};
use crate::caller::Caller;
use crate::files::InFile;
use crate::problem::{Problem, Sort};
use crate::sent::{IF_MATCH, Key, Seen, Sent};

/// What became of a wish. The same key sent again gives the same answer, without doing it twice.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Done {
    /// It had been done before, under the same key.
    pub already: bool,
    /// The numbers given to matters that were opened.
    pub numbers: Vec<Numbered>,
}

/// A matter and its number.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Numbered {
    /// The matter.
    pub matter: MatterId,
    /// Its number, such as `2026-1043`.
    pub number: String,
}

/// What is done with the file of the address.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Acts {
    /// What is done, in order: all of it, or nothing.
    #[schemars(length(min = 1))]
    pub acts: Vec<Act>,
    /// The draft of the caller's that this signs: it goes in the same transaction.
    pub draft: Option<DraftId>,
}

/// Entries that stand in the wrong child's file are moved, with everything that belongs to them.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The entries.
    #[schemars(length(min = 1))]
    pub seqs: Vec<i64>,
    /// The right file.
    pub to: FileId,
    /// The matter there that they belong to; nothing: the file itself.
    pub matter: Option<MatterId>,
}

/// A wish over several files and people.
pub async fn wish(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Key(id): Key,
    sent: Sent<Wish>,
) -> Result<Json<Done>, Problem> {
    carry_out(&desk, &caller, id, sent.body.into_steps(), sent.text).await
}

/// Acts in one file. `If-Match` holds the version the caller has seen.
pub async fn in_file(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InFile { file }): Path<InFile>,
    Key(id): Key,
    Seen(seen): Seen,
    sent: Sent<Acts>,
) -> Result<Json<Done>, Problem> {
    let with = WithFile { file, seen, acts: sent.body.acts };
    let steps = Wish { people: Vec::new(), files: vec![with], draft: sent.body.draft }.into_steps();
    carry_out(&desk, &caller, id, steps, format!("{file} {}", sent.text)).await
}

/// Moves entries into the right child's file.
pub async fn r#move(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InFile { file }): Path<InFile>,
    Key(id): Key,
    Seen(seen): Seen,
    sent: Sent<Move>,
) -> Result<Json<Done>, Problem> {
    caller.needs(Scope::Write)?;
    let Move { seqs, to, matter } = sent.body;
    let own = seqs.clone();
    let open =
        caller.ask(&desk, move |desk, own| desk.house.look(&own.actor, own.now, file, Part::Form)).await?;
    let mut arriving = House::arriving(&open, &own);
    for entry in &mut arriving {
        entry.matter = matter;
    }
    let steps = vec![
        Step::File { file, seen, commands: vec![Command::MoveOut(MovedOut { seqs, to })] },
        Step::File { file: to, seen: None, commands: vec![Command::MoveIn(arriving)] },
    ];
    let unseen = seen.is_none().then_some(file);
    let steps = Steps { all: steps, scope: Scope::Write, unseen, draft: None };
    carry_out(&desk, &caller, id, steps, format!("{file} {}", sent.text)).await
}

pub(crate) async fn carry_out(
    desk: &Arc<Desk>,
    caller: &Caller,
    id: CommandId,
    wish: Steps,
    text: String,
) -> Result<Json<Done>, Problem> {
    let Steps { all: steps, scope, unseen, draft } = wish;
    // Who may write may register.
    caller.needs_either(scope, Scope::Write)?;
    let nothing = |step: &Step| match step {
        Step::File { commands, .. } => commands.is_empty(),
        Step::Person { commands, .. } => commands.is_empty(),
    };
    if steps.is_empty() || steps.iter().any(nothing) {
        return Err(Problem::new(caller.w, Sort::NothingToDo));
    }
    let stream = |step: &Step| match step {
        Step::File { file, .. } => file.uuid(),
        Step::Person { person, .. } => person.uuid(),
    };
    if steps.iter().map(stream).collect::<BTreeSet<_>>().len() < steps.len() {
        return Err(Problem::new(caller.w, Sort::Twice));
    }
    if unseen.is_some() {
        return Err(Problem::new(caller.w, Sort::NotSeen).at(IF_MATCH));
    }
    let wish = store::Wish { id, steps, draft };
    let done = caller
        .ask(desk, move |desk, own| desk.house.act_on_form(&own.actor, own.now, &wish, Some(&text)))
        .await?;
    Ok(Json(Done::of(done)))
}

impl Done {
    pub(crate) fn of(done: store::Done) -> Self {
        let numbered = |(matter, number)| Numbered { matter, number };
        Self { already: done.already, numbers: done.numbers.into_iter().map(numbered).collect() }
    }
}
