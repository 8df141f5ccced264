//! An investigation while it is written: sections that several people write, each saved on top of the version that was seen; the text they
//! make together; and the signature, bound to what was shown.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use record::written::WrittenInvestigation;
use record::{FileId, MatterId, StaffId, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::access_tokens::Scope;
use store::{Part, SharedPlace, SharedSaved, Step};
use web::desk::Desk;
use web::pages::writing::asked::{self, SignInvestigation, Standing, Writing};

use crate::caller::Caller;
use crate::doing::Done;
use crate::drafts::{FieldText, Version, fields_of, typed};
use crate::files::{Versioned, instant};
use crate::problem::{Problem, Sort};
use crate::sent::{Key, Seen, Sent};

/// Which matter of which file.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct InMatter {
    /// The file.
    pub file: FileId,
    /// The matter.
    pub matter: MatterId,
}

/// Which section.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct InSection {
    /// The file.
    pub file: FileId,
    /// The matter.
    pub matter: MatterId,
    /// The section: an area of `investigation_area`, or `heard`, `factors`, `instruments`, `analysis`, `proposal`.
    pub section: String,
}

/// An investigation as it is being written.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BeingWritten {
    /// Its sections, in the order they are written.
    pub sections: Vec<SectionText>,
    /// The text they make together, as it would be signed.
    pub text: WrittenInvestigation,
    /// The fingerprint of that text: what the signature is bound to.
    pub fingerprint: String,
}

/// A section.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SectionText {
    /// Its code.
    pub section: String,
    /// The version of what is saved; 0 where nothing is.
    pub version: i64,
    /// Who saved it last.
    pub by: Option<StaffId>,
    /// When.
    pub saved: Option<String>,
    /// What stands in its fields.
    pub fields: Vec<FieldText>,
    /// What must be put right before it can be signed.
    pub wrong: Vec<Wrong>,
}

/// Something that must be put right.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Wrong {
    /// The field.
    pub field: String,
    /// What to do.
    pub text: String,
}

/// A section as it is to be kept.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionToKeep {
    /// What stands in its fields. Fields in which nothing stands are left out.
    pub fields: Vec<FieldText>,
}

/// A signature, and what it is bound to.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The fingerprint of the text that was read.
    #[schemars(with = "Text")]
    pub fingerprint: String,
    /// The version of each section that was saved then.
    pub shown: Vec<Shown>,
}

/// A section that was shown.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// Its code.
    #[schemars(with = "Text")]
    pub section: String,
    /// Its version.
    pub version: i64,
}

/// How an investigation stands that is being written.
pub async fn show(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InMatter { file, matter }): Path<InMatter>,
) -> Result<Json<BeingWritten>, Problem> {
    caller.needs(Scope::Read)?;
    let (sections, text, fingerprint) = writing(&desk, &caller, file, matter).await?.stands();
    let sections = sections.into_iter().map(SectionText::of).collect();
    Ok(Json(BeingWritten { sections, text, fingerprint }))
}

/// Saves a section on top of the version in `If-Match`; without it, it is saved for the first time.
pub async fn keep(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InSection { file, matter, section }): Path<InSection>,
    Seen(seen): Seen,
    sent: Sent<SectionToKeep>,
) -> Result<Versioned<Version>, Problem> {
    caller.needs(Scope::Write)?;
    let place = SharedPlace { file, matter, section, seen: seen.unwrap_or(0) };
    let unfit = || Problem::new(caller.w, Sort::NotFound);
    let (place, text) = asked::to_keep(&desk, place, &typed(sent.body.fields)).ok_or_else(unfit)?;
    let saved =
        caller.ask(&desk, move |desk, own| desk.house.save_shared(&own.actor, own.now, &place, &text));
    match saved.await? {
        SharedSaved::Done { version } => Ok(Versioned(version, Version { version })),
        SharedSaved::Stale(_) => Err(Problem::new(caller.w, Sort::DraftChanged)),
        SharedSaved::Gone => Err(Problem::new(caller.w, Sort::NotFound)),
    }
}

/// Signs the whole, if it is still what was shown. What is saved of it goes in the same transaction.
pub async fn sign(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InMatter { file, matter }): Path<InMatter>,
    Key(id): Key,
    sent: Sent<Signature>,
) -> Result<Json<Done>, Problem> {
    caller.needs(Scope::Write)?;
    let form = format!("{file} {matter} {}", sent.text);
    if caller.is_done(&desk, id, &form).await? {
        return Ok(Json(Done { already: true, numbers: Vec::new() }));
    }
    let shown = sent.body.shown.into_iter().map(|one| (one.section, one.version)).collect();
    let asked = SignInvestigation { fingerprint: sent.body.fingerprint, shown };
    let to_sign = writing(&desk, &caller, file, matter).await?.sign(&asked);
    let (command, shown) = to_sign.ok_or_else(|| Problem::new(caller.w, Sort::TextChanged))?;
    let steps = vec![Step::File { file, seen: None, commands: vec![command] }];
    let wish = store::Wish { id, steps, draft: None };
    let done = caller.ask(&desk, move |desk, own| {
        desk.house.act_signing(&own.actor, own.now, &wish, Some(&form), Some(&shown))
    });
    Ok(Json(Done::of(done.await?)))
}

/// The investigation, once its reading is written down.
async fn writing(
    desk: &Arc<Desk>,
    caller: &Caller,
    file: FileId,
    matter: MatterId,
) -> Result<Writing, Problem> {
    let read = caller.ask(desk, move |desk, own| {
        let open = desk.house.look(&own.actor, own.now, file, Part::Form)?;
        let drafts = desk.house.shared_drafts(&own.actor, file, matter)?;
        Ok((open, drafts))
    });
    let (open, drafts) = read.await?;
    let none = || Problem::new(caller.w, Sort::NotFound);
    Writing::of(desk, caller.visitor(), open, matter, drafts).ok_or_else(none)
}

impl SectionText {
    fn of(standing: Standing) -> Self {
        let Standing { section, version, saved, fields, wrong } = standing;
        Self {
            section,
            version,
            by: saved.map(|(by, _)| by),
            saved: saved.map(|(_, at_us)| instant(at_us)),
            fields: fields_of(&fields),
            wrong: wrong.into_iter().map(|(field, text)| Wrong { field, text }).collect(),
        }
    }
}
