//! Every *no* of the API: `application/problem+json` (RFC 9457), in Swedish or English as the caller asks, with the same words as the pages.

use std::borrow::Cow;

use aide::OperationOutput;
use aide::generate::GenContext;
use aide::openapi::{MediaType, Operation, Response as Documented, SchemaObject};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use record::FileId;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde_json::{Value, json};
use store::Trouble;
use web::desk::Errors;
use web::refusals;
use web::words::{Lang, Words};

/// Sorts of problems. The names never change; the words of a problem are the message `api-{sort}`, or those of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// 400: the address or a header cannot be read.
    BadRequest,
    /// 400: the body is no JSON.
    NoJson,
    /// 400: `Idempotency-Key` is missing, or is no UUID.
    NoKey,
    /// 400: `If-Match` holds no version.
    NoVersion,
    /// 400: a page of entries has 1 to 200.
    Limit,
    /// 400: a day's horizon is 0 to 400 days.
    Days,
    /// 401: no token, or one that does not hold.
    Nobody,
    /// 403: the token's scopes do not reach this far.
    Scope,
    /// 403: reports are received by whoever has that task.
    NotReception,
    /// 403: a unit's list is for those who lead it, or receive its reports.
    NotLeading,
    /// 403: the file opens only with a stated reason.
    ReasonNeeded,
    /// 404: it is not there, or not for this caller; the two are answered alike.
    NotFound,
    /// 405: the address exists, but not with that method.
    NotSo,
    /// 409: the same `Idempotency-Key` was used for something else.
    SentOtherwise,
    /// 409: what is to be signed is no longer what was shown.
    TextChanged,
    /// 409: a newer version of the program has written in the file.
    Newer,
    /// 412: the file has changed since the version in `If-Match`; `since` says how.
    Changed,
    /// 412: the draft has been saved since the version in `If-Match`. Nothing was changed; read it again.
    DraftChanged,
    /// 413: the body is too large.
    TooLarge,
    /// 415: the body must be `application/json`.
    NotJson,
    /// 422: what stands at `at.field` does not fit the description.
    WrongShape,
    /// 422: there is no field by the name at `at.field`. What stands in it would have been lost.
    UnknownField,
    /// 422: the text at `at.field` says nothing.
    EmptyText,
    /// 422: the text at `at.field` is too long, or has characters that cannot be kept.
    BadText,
    /// 422: a file or a person stands twice; all that is done with one stands together.
    Twice,
    /// 422: somebody in `to` is not among those it can go to, or stands twice.
    NotAParty,
    /// 422: there is nothing to do in what was sent.
    NothingToDo,
    /// 422: a search is for one thing.
    SearchOne,
    /// 422: the document is empty, or of a kind that cannot be kept.
    Document,
    /// 422: the record refuses, as on the page; `refusal` says which refusal, `at` which step and field.
    Refused,
    /// 428: what is to be done rests on what stands in the file: read it, and send its version in `If-Match`.
    NotSeen,
    /// 500: a fault of ours. Nothing was written.
    Fault,
    /// 503: much is going on. Try again.
    Busy,
    /// 503: the database cannot be reached. Nothing was done.
    Away,
    /// 503: the database or its disk went away while it was being done, and whether it was is not known. Sent again with the same key it is done once.
    InDoubt,
    /// 503: the record is being moved, has moved, or has not wholly arrived. Nothing was done, and here it will not be.
    Elsewhere,
    /// 507: there is no room for it on the disk. Nothing was written.
    Full,
    /// 504: it took too long. Sent again with the same key it is done once.
    Slow,
}

impl Sort {
    /// The HTTP status.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::BadRequest | Self::NoJson | Self::NoKey | Self::NoVersion | Self::Limit | Self::Days => {
                StatusCode::BAD_REQUEST
            }
            Self::Nobody => StatusCode::UNAUTHORIZED,
            Self::Scope | Self::NotReception | Self::NotLeading | Self::ReasonNeeded => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotSo => StatusCode::METHOD_NOT_ALLOWED,
            Self::SentOtherwise | Self::TextChanged | Self::Newer => StatusCode::CONFLICT,
            Self::Changed | Self::DraftChanged => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::WrongShape
            | Self::UnknownField
            | Self::EmptyText
            | Self::BadText
            | Self::Twice
            | Self::NotAParty
            | Self::NothingToDo
            | Self::SearchOne
            | Self::Document
            | Self::Refused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NotSeen => StatusCode::PRECONDITION_REQUIRED,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Busy | Self::Away | Self::InDoubt | Self::Elsewhere => StatusCode::SERVICE_UNAVAILABLE,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Slow => StatusCode::GATEWAY_TIMEOUT,
        }
    }

    /// Every sort.
    pub const ALL: [Self; 38] = [
        Self::BadRequest,
        Self::NoJson,
        Self::NoKey,
        Self::NoVersion,
        Self::Limit,
        Self::Days,
        Self::Nobody,
        Self::Scope,
        Self::NotReception,
        Self::NotLeading,
        Self::ReasonNeeded,
        Self::NotFound,
        Self::NotSo,
        Self::SentOtherwise,
        Self::TextChanged,
        Self::Newer,
        Self::Changed,
        Self::DraftChanged,
        Self::TooLarge,
        Self::NotJson,
        Self::WrongShape,
        Self::UnknownField,
        Self::EmptyText,
        Self::BadText,
        Self::Twice,
        Self::NotAParty,
        Self::NothingToDo,
        Self::SearchOne,
        Self::Document,
        Self::Refused,
        Self::NotSeen,
        Self::Fault,
        Self::Busy,
        Self::Away,
        Self::InDoubt,
        Self::Elsewhere,
        Self::Full,
        Self::Slow,
    ];

    /// Its name in `type`.
    pub fn name(self) -> &'static str {
        self.message().trim_start_matches("api-")
    }

    /// The message with its words.
    const fn message(self) -> &'static str {
        match self {
            Self::BadRequest => "api-bad-request",
            Self::NoJson => "api-no-json",
            Self::NoKey => "api-no-key",
            Self::NoVersion => "api-no-version",
            Self::Limit => "api-limit",
            Self::Days => "api-days",
            Self::Nobody => "api-nobody",
            Self::Scope => "api-scope",
            Self::NotReception => "api-not-reception",
            Self::NotLeading => "api-not-leading",
            Self::ReasonNeeded => "api-reason-needed",
            Self::NotFound => "api-not-found",
            Self::NotSo => "api-not-so",
            Self::SentOtherwise => "api-sent-otherwise",
            Self::TextChanged => "api-text-changed",
            Self::Newer => "api-newer",
            Self::Changed => "api-changed",
            Self::DraftChanged => "api-draft-changed",
            Self::TooLarge => "api-too-large",
            Self::NotJson => "api-not-json",
            Self::WrongShape => "api-wrong-shape",
            Self::UnknownField => "api-unknown-field",
            Self::EmptyText => "api-empty-text",
            Self::BadText => "api-bad-text",
            Self::Twice => "api-twice",
            Self::NotAParty => "api-not-a-party",
            Self::NothingToDo => "api-nothing-to-do",
            Self::SearchOne => "api-search-one",
            Self::Document => "api-document",
            Self::Refused => "api-refused",
            Self::NotSeen => "api-not-seen",
            Self::Fault => "api-fault",
            Self::Busy => "api-busy",
            Self::Away => "api-away",
            Self::InDoubt => "api-in-doubt",
            Self::Elsewhere => "api-elsewhere",
            Self::Full => "api-full",
            Self::Slow => "api-slow",
        }
    }
}

/// Why a request was not carried out. Nothing was written, save where the sort says that it is not known.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Problem {
    /// What sort of problem.
    pub r#type: Sort,
    /// The HTTP status, once more.
    pub status: u16,
    /// What is wrong, in the caller's language.
    pub title: String,
    /// What does not fit, for whoever writes the program: in English, and for nobody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The record's own refusal, as a short name that never changes, such as `in-future`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
    /// Which step and which field it is about, if one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// The file that has changed, and the numbers of the entries that came since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Since>,
    /// Of a fault of the program: the number under which the log has its cause. A fault of the storage has none; the log has it by its time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// A refusal of the record's: one of [`refusals::CODES`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Refusal(&'static str);

/// Each name there is, with what it stands for.
impl JsonSchema for Refusal {
    fn schema_name() -> Cow<'static, str> {
        "Refusal".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let w = Words::of(Lang::En);
        let one = |code: &&str| json!({ "const": code, "description": refusals::meaning(w, code) });
        let each: Value = refusals::CODES.iter().map(one).collect();
        json_schema!({
            "description": "The record's refusals, as short names that never change. The words of a refusal are in `title`.",
            "oneOf": each,
        })
    }
}

/// Where in the request.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct At {
    /// Which step of the wish, from 0: people first, then files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// The field: its name on the form of the pages, or its path in the JSON that was sent, or the name of a header.
    pub field: String,
}

/// What has been written since the caller looked.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Since {
    /// The file.
    pub file: FileId,
    /// Numbers of the new entries.
    pub entries: Vec<i64>,
}

impl Problem {
    /// A problem in the words of its sort.
    pub fn new(w: &Words, sort: Sort) -> Self {
        Self {
            r#type: sort,
            status: sort.status().as_u16(),
            title: w.t(sort.message()).into_owned(),
            detail: None,
            refusal: None,
            at: None,
            since: None,
            reference: None,
        }
    }

    /// The same, about a field of the request.
    #[must_use]
    pub fn at(self, field: impl Into<String>) -> Self {
        Self { at: Some(At { step: None, field: field.into() }), ..self }
    }

    /// What the house could not do.
    pub fn of(w: &Words, trouble: &Trouble) -> Self {
        match trouble {
            Trouble::Refused { step, refusal } => {
                Self::refused(w, *step, refusals::code(refusal), refusals::refusal(w, refusal))
            }
            Trouble::PersonRefused { step, refusal } => {
                Self::refused(w, *step, refusals::person_code(*refusal), refusals::person(w, *refusal))
            }
            Trouble::Conflict { file, since } => {
                let since = Some(Since { file: *file, entries: since.clone() });
                Self { since, ..Self::new(w, Sort::Changed) }
            }
            Trouble::SentOtherwise => Self::new(w, Sort::SentOtherwise),
            Trouble::TextChanged => Self::new(w, Sort::TextChanged),
            Trouble::Newer => Self::new(w, Sort::Newer),
            Trouble::NotFound => Self::new(w, Sort::NotFound),
            Trouble::ReasonNeeded(_) => Self::new(w, Sort::ReasonNeeded),
            Trouble::Storage(error) => Self::of_storage(w, error),
        }
    }

    /// What the storage could not do. Our errors name kinds and limits, never what stands in a record.
    fn of_storage(w: &Words, error: &store::Error) -> Self {
        let sort = match error {
            store::Error::Busy => return Self::new(w, Sort::Busy),
            store::Error::Lost => Sort::InDoubt,
            store::Error::Away(_) | store::Error::Stopped => Sort::Away,
            store::Error::DiskFull => Sort::Full,
            store::Error::Elsewhere(_) => Sort::Elsewhere,
            _ => Sort::Fault,
        };
        tracing::error!(%error, sort = sort.name(), "the store failed");
        Self::new(w, sort)
    }

    /// The first of what is wrong in a form, in the page's own words.
    pub fn of_field(w: &Words, errors: &Errors) -> Self {
        let Some(error) = errors.list().into_iter().next() else { return Self::new(w, Sort::NothingToDo) };
        let refused = Self::new(w, Sort::Refused).at(error.field.into_owned());
        Self { title: error.text.into_owned(), ..refused }
    }

    fn refused(w: &Words, step: usize, code: &'static str, told: refusals::Told) -> Self {
        let at = At { step: Some(step), field: told.field.to_owned() };
        Self { title: told.text, refusal: Some(Refusal(code)), at: Some(at), ..Self::new(w, Sort::Refused) }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.r#type.status();
        let body = serde_json::to_string(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
        let mut put = |name, value| response.headers_mut().insert(name, HeaderValue::from_static(value));
        put(header::CONTENT_TYPE, "application/problem+json");
        if status == StatusCode::SERVICE_UNAVAILABLE {
            put(header::RETRY_AFTER, "1");
        }
        if status == StatusCode::UNAUTHORIZED {
            put(header::WWW_AUTHENTICATE, "Bearer");
        }
        response
    }
}

/// In the document every operation may answer with a problem.
impl OperationOutput for Problem {
    type Inner = Self;

    fn operation_response(ctx: &mut GenContext, _: &mut Operation) -> Option<Documented> {
        let schema = ctx.schema.subschema_for::<Self>();
        let schema = SchemaObject { json_schema: schema, example: None, external_docs: None };
        let media = MediaType { schema: Some(schema), ..MediaType::default() };
        Some(Documented {
            description: "It was not carried out, and this is why.".to_owned(),
            content: [("application/problem+json".to_owned(), media)].into_iter().collect(),
            ..Documented::default()
        })
    }

    fn inferred_responses(ctx: &mut GenContext, operation: &mut Operation) -> Vec<(Option<u16>, Documented)> {
        Self::operation_response(ctx, operation).map(|response| (None, response)).into_iter().collect()
    }
}
