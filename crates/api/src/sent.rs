//! What a program sends: JSON that is looked at as text before it becomes anything.
//!
//! The record's own types read whatever stands in the log. What comes from outside is held to more: every text says something, holds no
//! control character and is no longer than a field of a page. Line breaks become one kind, and ends are trimmed, as in the forms.

use std::iter;
use std::sync::Arc;

use aide::OperationInput;
use aide::generate::GenContext;
use aide::openapi::{
    HeaderStyle, Operation, Parameter, ParameterData, ParameterSchemaOrContent, SchemaObject,
};
use aide::operation::add_parameters;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use record::{CommandId, Text};
use schemars::{JsonSchema, Schema, json_schema};
use serde::de::DeserializeOwned;
use serde_json::Value;
use web::desk::Desk;
use web::typed::why_not_read;
use web::visitor;
use web::words::Words;

use crate::once::{Once, TWICE};
use crate::problem::{Problem, Sort};

/// A body, read; and as it was sent, so that the same key with other words is noticed.
pub struct Sent<T> {
    /// What it says.
    pub body: T,
    /// The text of it, made regular.
    pub text: String,
}

impl<T: DeserializeOwned> FromRequest<Arc<Desk>> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, desk: &Arc<Desk>) -> Result<Self, Problem> {
        let w = visitor::accepted(request.headers());
        if !is_json(request.headers()) {
            return Err(Problem::new(w, Sort::NotJson));
        }
        read(w, &bytes_of(request, desk).await?)
    }
}

/// A body that is taken as it is.
pub struct Raw(pub Bytes);

impl FromRequest<Arc<Desk>> for Raw {
    type Rejection = Problem;

    async fn from_request(request: Request, desk: &Arc<Desk>) -> Result<Self, Problem> {
        bytes_of(request, desk).await.map(Self)
    }
}

impl OperationInput for Raw {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        Bytes::operation_input(ctx, operation);
    }
}

/// The bytes of a body, all of them.
pub(crate) async fn bytes_of(request: Request, desk: &Arc<Desk>) -> Result<Bytes, Problem> {
    let w = visitor::accepted(request.headers());
    Bytes::from_request(request, desk).await.map_err(|why| match why_not_read(&why) {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(w, Sort::TooLarge),
        _ => Problem::new(w, Sort::BadRequest),
    })
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn read<T: DeserializeOwned>(w: &Words, bytes: &[u8]) -> Result<Sent<T>, Problem> {
    let Once(mut value) = serde_json::from_slice(bytes).map_err(|error| no_json(w, &error))?;
    if let Some((field, sort)) = make_regular(&mut value, "") {
        return Err(Problem::new(w, sort).at(field));
    }
    let text = value.to_string();
    let (mut unread, mut track) = (None, serde_path_to_error::Track::new());
    let reading = serde_path_to_error::Deserializer::new(value, &mut track);
    let body = serde_ignored::deserialize(reading, |path| {
        unread.get_or_insert_with(|| path.to_string());
    });
    let body = body.map_err(|error| {
        let wrong = Problem::new(w, Sort::WrongShape).at(track.path().to_string());
        Problem { detail: Some(error.to_string()), ..wrong }
    })?;
    // A name that nobody reads is a slip, and what stands under it would be lost without a word.
    match unread {
        Some(field) => Err(Problem::new(w, Sort::UnknownField).at(field)),
        None => Ok(Sent { body, text }),
    }
}

fn no_json(w: &Words, error: &serde_json::Error) -> Problem {
    let said = error.to_string();
    if said.starts_with(TWICE) {
        return Problem { detail: Some(said), ..Problem::new(w, Sort::WrongShape) };
    }
    Problem::new(w, Sort::NoJson)
}

/// Makes every text regular; or says which is none, and why.
fn make_regular(value: &mut Value, at: &str) -> Option<(String, Sort)> {
    match value {
        Value::String(text) => match Text::typed(text) {
            Ok(Some(regular)) => {
                regular.as_str().clone_into(text);
                None
            }
            Ok(None) => Some((at.to_owned(), Sort::EmptyText)),
            Err(_) => Some((at.to_owned(), Sort::BadText)),
        },
        Value::Array(all) => {
            all.iter_mut().enumerate().find_map(|(n, one)| make_regular(one, &format!("{at}[{n}]")))
        }
        Value::Object(all) => all.iter_mut().find_map(|(name, one)| {
            let at = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
            make_regular(one, &at)
        }),
        _ => None,
    }
}

impl<T: JsonSchema> OperationInput for Sent<T> {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        Json::<T>::operation_input(ctx, operation);
    }
}

/// The key of `Idempotency-Key`, an id the caller makes: the same request sent again with it is carried out once.
pub struct Key(pub CommandId);

impl FromRequestParts<Arc<Desk>> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Desk>) -> Result<Self, Problem> {
        let text = parts.headers.get(IDEMPOTENCY_KEY).and_then(|value| value.to_str().ok());
        let key = text.and_then(|text| text.parse().ok()).map(Self);
        key.ok_or_else(|| Problem::new(visitor::accepted(&parts.headers), Sort::NoKey).at(IDEMPOTENCY_KEY))
    }
}

impl OperationInput for Key {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        let schema = ctx.schema.subschema_for::<CommandId>();
        let says = "A UUID that the caller makes, a new one for each thing to be done: sent again with it, it is done once.";
        add_parameters(ctx, operation, [header_parameter((IDEMPOTENCY_KEY, says), true, schema)]);
    }
}

/// The version of `If-Match`, as an `ETag` gave it.
pub struct Seen(pub Option<i64>);

impl FromRequestParts<Arc<Desk>> for Seen {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Desk>) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else { return Ok(Self(None)) };
        let number = value.to_str().ok().and_then(|text| text.trim().trim_matches('"').parse().ok());
        let none = || Problem::new(visitor::accepted(&parts.headers), Sort::NoVersion).at(IF_MATCH);
        number.map(|version| Self(Some(version))).ok_or_else(none)
    }
}

impl OperationInput for Seen {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        let schema = json_schema!({ "type": "string", "pattern": "^\"[0-9]+\"$" });
        let says = "The version that was seen, as `ETag` gave it. Needed where the act rests on what stands in the file.";
        add_parameters(ctx, operation, [header_parameter((IF_MATCH, says), false, schema)]);
    }
}

const IDEMPOTENCY_KEY: &str = "Idempotency-Key";
pub(crate) const IF_MATCH: &str = "If-Match";

fn header_parameter((name, says): (&str, &str), required: bool, schema: Schema) -> Parameter {
    let schema = SchemaObject { json_schema: schema, example: None, external_docs: None };
    Parameter::Header {
        parameter_data: ParameterData {
            name: name.to_owned(),
            description: Some(says.to_owned()),
            required,
            deprecated: None,
            format: ParameterSchemaOrContent::Schema(schema),
            example: None,
            examples: iter::empty().collect(),
            explode: None,
            extensions: iter::empty().collect(),
        },
        style: HeaderStyle::Simple,
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use web::words::Lang;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Told {
        parts: Vec<Said>,
    }

    #[derive(Debug, Deserialize)]
    struct Said {
        text: String,
        n: u8,
    }

    fn told(json: &str) -> Result<Told, (u16, Sort, Option<String>)> {
        let read = read::<Told>(Words::of(Lang::Sv), json.as_bytes());
        read.map(|sent| sent.body).map_err(|wrong| (wrong.status, wrong.r#type, wrong.at.map(|at| at.field)))
    }

    #[test]
    fn texts_are_made_regular_and_what_is_none_is_told_where_it_stands() {
        let read = told(r#"{"parts":[{"text":"  Alva\r\nringde. ","n":1}]}"#).expect("readable");
        assert_eq!((read.parts[0].text.as_str(), read.parts[0].n), ("Alva\nringde.", 1));
        let at = |json| told(json).expect_err("refused");
        assert_eq!(
            at(r#"{"parts":[{"text":" ","n":1}]}"#),
            (422, Sort::EmptyText, Some("parts[0].text".into()))
        );
        assert_eq!(at("{\"parts\":[{\"text\":\"a\\u0000\",\"n\":1}]}").1, Sort::BadText);
        assert_eq!(
            at(r#"{"parts":[{"text":"a","n":-1}]}"#),
            (422, Sort::WrongShape, Some("parts[0].n".into()))
        );
        let misspelt = at(r#"{"parts":[{"text":"a","n":1,"keeps":["all"]}]}"#);
        assert_eq!(misspelt, (422, Sort::UnknownField, Some("parts.0.keeps".into())));
        assert_eq!(at(r#"{"parts":"#).1, Sort::NoJson);
        assert_eq!(at("\u{0}").0, 400);
    }
}
