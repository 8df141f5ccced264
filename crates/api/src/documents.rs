//! Documents: the bytes first, as they are, then the act that registers them and carries what was answered.

use std::sync::Arc;

use aide::OperationOutput;
use aide::generate::GenContext;
use aide::openapi::{MediaType, Operation, Response as Documented};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use record::document::Original;
use record::{DocumentId, FileId, MatterId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::access_tokens::Scope;
use store::{Part, Trouble};
use web::desk::Desk;
use web::pages::document::headers;
use web::upload::Document;

use crate::caller::Caller;
use crate::files::InFile;
use crate::problem::{Problem, Sort};
use crate::sent::Raw;

/// Which document of which file.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct InDocument {
    /// The file.
    pub file: FileId,
    /// The document.
    pub document: DocumentId,
}

/// What the bytes are.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Incoming {
    /// The file's name as it came; shown, never used as a path.
    #[schemars(length(min = 1))]
    pub name: String,
    /// The matter it belongs to; nothing: the file itself.
    pub matter: Option<MatterId>,
}

/// What the act `receive_document` must say of the bytes. Without that act they are swept after a day.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Kept {
    /// The document's id.
    pub document: DocumentId,
    /// What the register says of the bytes.
    pub original: Original,
}

/// Keeps the bytes of a document.
pub async fn keep(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InFile { file }): Path<InFile>,
    Query(Incoming { name, matter }): Query<Incoming>,
    Raw(bytes): Raw,
) -> Result<Json<Kept>, Problem> {
    caller.needs(Scope::Write)?;
    let document = Document::of(&name, bytes.to_vec()).map_err(|why| {
        let refused = Problem::new(caller.w, Sort::Document);
        Problem { title: why.text(caller.w), ..refused }
    })?;
    let kept = caller.ask(&desk, move |desk, own| {
        // Bytes are kept only in a file, and under a matter, that the caller works in.
        let open = desk.house.look(&own.actor, own.now, file, Part::Note)?;
        if matter.is_some_and(|matter| !open.file.matters.contains_key(&matter)) {
            return Err(Trouble::NotFound);
        }
        Ok(document.keep(desk, own.now, file, matter)?)
    });
    let (document, original) = kept.await?;
    Ok(Json(Kept { document, original }))
}

/// The bytes of a document, as they came.
pub async fn open(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InDocument { file, document }): Path<InDocument>,
) -> Result<AsItCame, Problem> {
    caller.needs(Scope::Read)?;
    let read =
        caller.ask(&desk, move |desk, own| desk.house.read_original(&own.actor, own.now, file, document));
    let (received, bytes) = read.await?;
    let original = received.original.ok_or_else(|| Problem::new(caller.w, Sort::NotFound))?;
    Ok(AsItCame((headers(&original), bytes).into_response()))
}

/// Bytes as they came.
pub struct AsItCame(Response);

impl IntoResponse for AsItCame {
    fn into_response(self) -> Response {
        self.0
    }
}

impl OperationOutput for AsItCame {
    type Inner = Vec<u8>;

    fn operation_response(_: &mut GenContext, _: &mut Operation) -> Option<Documented> {
        Some(Documented {
            description: "The document, of the kind its first bytes say.".to_owned(),
            content: [("*/*".to_owned(), MediaType::default())].into_iter().collect(),
            ..Documented::default()
        })
    }

    fn inferred_responses(ctx: &mut GenContext, operation: &mut Operation) -> Vec<(Option<u16>, Documented)> {
        Self::operation_response(ctx, operation).map(|response| (Some(200), response)).into_iter().collect()
    }
}
