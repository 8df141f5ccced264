//! The second door: what people do in the pages, programs do here, as JSON under `/api/v1`. The same acts, the same refusals, the same
//! rows in the access log; nothing is decided in this crate.
//!
//! | module | holds |
//! | --- | --- |
//! | [`operations`] | every address, with every *no* that it can answer |
//! | [`acts`] | what can be done, one act per command of the record |
//! | [`doing`] | carrying it out |
//! | [`files`], [`people`] | reading a file, its entries, who has read it, and whom it names |
//! | [`lists`], [`group`] | the caller's day, their unit's matters, and looking for somebody |
//! | [`drafts`], [`writing`] | what is not signed yet: one's own, and what several write together |
//! | [`reasons`] | reading a file that opens with a reason |
//! | [`settings`] | what holds for the authority, the token itself, and the demo's day |
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
use aide::openapi::{Info, OpenApi, SecurityScheme};
use aide::transform::TransformOpenApi;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Extension, Router};
use web::desk::Desk;
use web::visitor;

pub mod acts;
pub mod caller;
pub mod documents;
pub mod doing;
pub mod drafts;
pub mod files;
pub mod group;
pub mod law_data;
pub mod letters;
pub mod lists;
mod once;
pub mod operations;
pub mod people;
pub mod problem;
pub mod reasons;
pub mod reports;
pub mod sent;
pub mod set_aside;
pub mod settings;
pub mod writing;

use problem::{Problem, Sort};

/// Where the API begins.
pub const ROOT: &str = "/api/v1";

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
    let router = ApiRouter::new().nest(ROOT, operations::all()).finish_api_with(&mut api, described);
    operations::tell_problems(&mut api);
    let schemas = api.components.iter_mut().flat_map(|components| components.schemas.values_mut());
    schemas.filter_map(|schema| schema.json_schema.as_object_mut()).for_each(operations::close);
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
