//! Drafts: text on its way. What a page keeps while it is written, a program keeps here: each draft has one author, is saved on top of the
//! version its author has seen, and goes in the transaction of the act that names it as its `draft`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use record::{DraftId, FileId, MatterId, StaffId, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::access_tokens::Scope;
use store::drafts::{Draft, DraftRow, Saved};
use store::{DraftPlace, SharedRow};
use web::desk::{Desk, Typed};
use web::pages::drafts::{self, KeepDraft, NotKept};

use crate::caller::Caller;
use crate::files::{Versioned, instant};
use crate::problem::{Problem, Sort};
use crate::sent::{Seen, Sent};

/// A field of a form, by its name on the page. A field with several values stands several times.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldText {
    /// Its name.
    #[schemars(with = "Text")]
    pub name: String,
    /// What stands in it.
    #[schemars(with = "Text")]
    pub value: String,
}

/// A draft in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DraftLine {
    /// Its id.
    pub draft: DraftId,
    /// The form it is for, such as `note`; what it is about stands behind a hyphen where a file has several.
    pub form: String,
    /// The file, where it is about one.
    pub file: Option<FileId>,
    /// Who writes it.
    pub by: StaffId,
    /// Its version.
    pub version: i64,
    /// When it was last saved.
    pub saved: String,
}

/// An investigation that is being written in one of the caller's matters.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SharedLine {
    /// The file.
    pub file: FileId,
    /// The matter.
    pub matter: MatterId,
    /// When any of its sections was last saved.
    pub saved: String,
}

/// What is not signed yet.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Drafts {
    /// The caller's own, latest first.
    pub own: Vec<DraftLine>,
    /// Investigations that are being written in their matters.
    pub shared: Vec<SharedLine>,
    /// Colleagues' drafts that have been left lying in the units they lead: they can be taken over.
    pub left_lying: Vec<DraftLine>,
}

/// A draft with its text. The `ETag` is its version.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DraftText {
    /// What a list says of it.
    #[serde(flatten)]
    pub line: DraftLine,
    /// What stands in its form.
    pub fields: Vec<FieldText>,
}

/// A draft as it is to be kept.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ToKeep {
    /// The form: lower-case letters, digits, `-` and `_`. Fixed at the first saving.
    #[schemars(regex(pattern = "^[a-z0-9_-]{1,80}$"))]
    pub form: String,
    /// The file it is about. Fixed at the first saving.
    pub file: Option<FileId>,
    /// What stands in the form. Fields in which nothing stands are left out.
    pub fields: Vec<FieldText>,
}

/// What is saved.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Version {
    /// The version to send in `If-Match` next time.
    pub version: i64,
}

/// A draft that is not there any more.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ThrownAway {
    /// Its id.
    pub draft: DraftId,
}

/// A draft that has a new author.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TakenOver {
    /// Its id.
    pub draft: DraftId,
    /// The file it is about.
    pub file: FileId,
}

/// Which draft.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct InDraft {
    /// Its id: of a new draft one that the caller makes.
    pub draft: DraftId,
}

/// What the caller, their matters and their units have that is not signed.
pub async fn list(State(desk): State<Arc<Desk>>, caller: Caller) -> Result<Json<Drafts>, Problem> {
    caller.needs(Scope::Read)?;
    let all = caller.ask(&desk, |desk, own| {
        let (house, who) = (&desk.house, &own.actor);
        let left = house.old_drafts(who, drafts::left_lying_before(desk, own.now)?)?;
        Ok((house.drafts_of(who)?, house.shared_drafts_of(who)?, left))
    });
    let (own, shared, left) = all.await?;
    Ok(Json(Drafts {
        own: own.iter().map(DraftLine::of).collect(),
        shared: shared.into_iter().map(SharedLine::of).collect(),
        left_lying: left.iter().map(DraftLine::of).collect(),
    }))
}

/// A draft of the caller's.
pub async fn open(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InDraft { draft }): Path<InDraft>,
) -> Result<Versioned<DraftText>, Problem> {
    caller.needs(Scope::Read)?;
    let found = caller.ask(&desk, move |desk, own| Ok(desk.house.draft(&own.actor, draft)?)).await?;
    let Draft { row, text } = found.ok_or_else(|| Problem::new(caller.w, Sort::NotFound))?;
    let fields = drafts::values_of(&text).into_iter().map(|(name, value)| FieldText { name, value });
    Ok(Versioned(row.version, DraftText { line: DraftLine::of(&row), fields: fields.collect() }))
}

/// Saves a draft on top of the version in `If-Match`; without it, it is saved for the first time.
pub async fn keep(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InDraft { draft }): Path<InDraft>,
    Seen(seen): Seen,
    sent: Sent<ToKeep>,
) -> Result<Versioned<Version>, Problem> {
    caller.needs(Scope::Write)?;
    let ToKeep { form, file, fields } = sent.body;
    let place = DraftPlace { draft, form, file, seen: seen.unwrap_or(0) };
    let request = KeepDraft::of(place, &typed(fields)).map_err(|why| match why {
        NotKept::NoForm => Problem::new(caller.w, Sort::WrongShape).at("form"),
        NotKept::TooLarge => Problem::new(caller.w, Sort::TooLarge),
    })?;
    let saved = caller.ask(&desk, move |desk, own| request.keep(desk, &own.actor, own.now)).await?;
    match saved {
        Saved::Done { version } => Ok(Versioned(version, Version { version })),
        Saved::Stale { .. } => Err(Problem::new(caller.w, Sort::DraftChanged)),
        Saved::Gone => Err(Problem::new(caller.w, Sort::NotFound)),
    }
}

/// Throws a draft away.
pub async fn throw_away(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InDraft { draft }): Path<InDraft>,
) -> Result<Json<ThrownAway>, Problem> {
    caller.needs(Scope::Write)?;
    let gone = caller.ask(&desk, move |desk, own| Ok(desk.house.remove_draft(&own.actor, draft)?)).await?;
    if gone { Ok(Json(ThrownAway { draft })) } else { Err(Problem::new(caller.w, Sort::NotFound)) }
}

/// Takes over a colleague's draft that has been left lying.
pub async fn take_over(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InDraft { draft }): Path<InDraft>,
) -> Result<Json<TakenOver>, Problem> {
    caller.needs(Scope::Write)?;
    let taken = caller.ask(&desk, move |desk, own| {
        let before = drafts::left_lying_before(desk, own.now)?;
        desk.house.take_over_draft(&own.actor, own.now, draft, before)
    });
    Ok(Json(TakenOver { draft, file: taken.await? }))
}

/// Fields as a form has them.
pub(crate) fn typed(fields: Vec<FieldText>) -> Typed {
    Typed::from_pairs(fields.into_iter().map(|field| (field.name, field.value)))
}

/// The fields of a form in which something stands.
pub(crate) fn fields_of(typed: &Typed) -> Vec<FieldText> {
    let written = typed.pairs().filter(|(_, value)| !value.is_empty());
    written.map(|(name, value)| FieldText { name: name.to_owned(), value: value.to_owned() }).collect()
}

impl DraftLine {
    fn of(row: &DraftRow) -> Self {
        Self {
            draft: DraftId::new(row.draft),
            form: row.form.clone(),
            file: row.file.map(FileId::new),
            by: StaffId::new(row.owner),
            version: row.version,
            saved: instant(row.updated_us),
        }
    }
}

impl SharedLine {
    fn of(SharedRow { file, matter, updated_us }: SharedRow) -> Self {
        Self { file, matter, saved: instant(updated_us) }
    }
}
