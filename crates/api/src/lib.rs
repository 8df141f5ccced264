//! The second door: what people do in the pages, programs do here, as JSON under `/api/v1`. The same acts, the same refusals, the same
//! rows in the access log; nothing is decided in this crate.
//!
//! | module | holds |
//! | --- | --- |
//! | [`acts`] | what can be done, one act per command of the record |
//! | [`doing`] | carrying it out |
//! | [`files`] | reading a file, its entries, who has read it |
//! | [`lists`] | the caller's day, and looking for somebody |
//! | [`letters`] | what goes out to the parties, drawn as the pages draw it |
//! | [`documents`] | bytes in and out |
//! | [`reports`] | reports of concern as messages |
//! | [`law_data`] | value lists, types of decisions, rules |
//! | [`caller`] | the token, and whose it is |
//! | [`sent`] | reading what was sent |
//! | [`problem`] | every *no*, as `application/problem+json` |
//!
//! The document at `/api/v1/openapi.json` is made from the handlers ([`document`]), kept in the tree, and compared by a test.

use std::iter;
use std::sync::Arc;

use aide::axum::ApiRouter;
use aide::axum::routing::{get_with, post_with};
use aide::openapi::{Info, OpenApi, SecurityScheme};
use aide::transform::{TransformOpenApi, TransformOperation};
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Extension, Router};
use store::attachments::ATTACHMENT_BYTES_MAX;
use web::desk::Desk;
use web::visitor;

pub mod acts;
pub mod caller;
pub mod documents;
pub mod doing;
pub mod files;
pub mod law_data;
pub mod letters;
pub mod lists;
pub mod problem;
pub mod reports;
pub mod sent;

use problem::{Problem, Sort};

/// Where the API begins.
pub const ROOT: &str = "/api/v1";

type Told<'a> = TransformOperation<'a>;

/// A short name for programs, a line for people.
fn told(id: &'static str, tag: &'static str, summary: &'static str) -> impl Fn(Told<'_>) -> Told<'_> {
    move |operation| operation.id(id).tag(tag).summary(summary)
}

fn operations() -> ApiRouter<Arc<Desk>> {
    ApiRouter::new()
        .api_route("/me", get_with(lists::me, told("me", "lists", "Whose token it is")))
        .api_route(
            "/organisation",
            get_with(lists::organisation, told("organisation", "lists", "Who works here")),
        )
        .api_route("/worklist", get_with(lists::worklist, told("worklist", "lists", "The caller's day")))
        .api_route("/search", post_with(lists::search, told("search", "lists", "Look for somebody")))
        .api_route(
            "/wishes",
            post_with(doing::wish, told("wish", "acts", "Acts over several files, all or none")),
        )
        .api_route("/files/{file}", get_with(files::show, told("file", "files", "How a file stands")))
        .api_route(
            "/files/{file}/entries",
            get_with(files::entries, told("entries", "files", "Its entries, by page")),
        )
        .api_route(
            "/files/{file}/readers",
            get_with(files::readers, told("readers", "files", "Who has read it")),
        )
        .api_route(
            "/files/{file}/acts",
            post_with(doing::in_file, told("act", "acts", "Acts in one file, all or none")),
        )
        .api_route(
            "/files/{file}/moves",
            post_with(doing::r#move, told("move", "acts", "Move entries to the right file")),
        )
        .api_route(
            "/files/{file}/letters",
            post_with(
                letters::send,
                told("send_letters", "acts", "Draw letters, and record that they were sent"),
            ),
        )
        .merge(keeping())
        .api_route(
            "/reports/{receipt}",
            get_with(reports::standing, told("receipt", "reports", "What became of a message")),
        )
        .api_route(
            "/files/{file}/documents/{document}",
            get_with(documents::open, told("document", "documents", "The bytes of a document")),
        )
        .api_route(
            "/law/lists/{list}",
            get_with(law_data::list, told("value_list", "law", "The choices of a value list")),
        )
        .api_route(
            "/law/decision-types",
            get_with(law_data::decision_types, told("decision_types", "law", "Types of decisions")),
        )
        .api_route("/law/rules", get_with(law_data::rules, told("rules", "law", "Rules with a time")))
}

/// Addresses whose body may be larger than a form.
fn keeping() -> ApiRouter<Arc<Desk>> {
    let keep = post_with(documents::keep, told("keep_document", "documents", "Keep the bytes of a document"));
    let receive =
        post_with(reports::receive, told("receive_report", "reports", "Receive a report of concern"));
    ApiRouter::new()
        .api_route("/files/{file}/documents", keep)
        .api_route("/reports", receive)
        .layer(DefaultBodyLimit::max(ATTACHMENT_BYTES_MAX))
}

fn described(api: TransformOpenApi<'_>) -> TransformOpenApi<'_> {
    let bearer = SecurityScheme::Http {
        scheme: "bearer".to_owned(),
        bearer_format: None,
        description: Some("A token made with `lykta token`.".to_owned()),
        extensions: iter::empty().collect(),
    };
    api.security_scheme("token", bearer).security_requirement("token")
}

fn built() -> (Router<Arc<Desk>>, OpenApi) {
    let mut api = OpenApi {
        info: Info {
            title: "Lykta".to_owned(),
            summary: Some("The record of a municipality's child and youth unit".to_owned()),
            version: "1".to_owned(),
            ..Info::default()
        },
        ..OpenApi::default()
    };
    let router = ApiRouter::new().nest(ROOT, operations()).finish_api_with(&mut api, described);
    (router, api)
}

/// The `OpenAPI` document, made from the handlers.
pub fn document() -> OpenApi {
    built().1
}

/// The routes, to be merged beside the pages.
pub fn routes(desk: Arc<Desk>) -> Router {
    let (router, api) = built();
    let text: Arc<str> = serde_json::to_string(&api).unwrap_or_default().into();
    let document = get(async |Extension(text): Extension<Arc<str>>| {
        ([(header::CONTENT_TYPE, "application/json")], text.to_string())
    });
    let nothing =
        async |headers: HeaderMap| Problem::new(visitor::accepted(&headers), Sort::NotFound).into_response();
    let not_so =
        async |headers: HeaderMap| Problem::new(visitor::accepted(&headers), Sort::NotSo).into_response();
    router
        .route(&format!("{ROOT}/openapi.json"), document.layer(Extension(text)))
        .route("/api/{*rest}", axum::routing::any(nothing))
        .method_not_allowed_fallback(not_so)
        .with_state(desk)
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
