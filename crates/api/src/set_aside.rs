//! Messages that were set aside and wait for a person, for a program at reception: what they are, what they say, and what was done about
//! them. To everybody else they are not there. Each showing is a row of the access log.

use std::sync::Arc;

use aide::OperationOutput;
use aide::generate::GenContext;
use aide::openapi::{MediaType, Operation, Response as Documented};
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use record::{StaffId, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::access_tokens::Scope;
use store::messages::{self, Handled, Message, Number};
use store::{Answer, Trouble};
use uuid::Uuid;
use web::desk::Desk;
use web::pages::set_aside::headers;

use crate::caller::Caller;
use crate::files::instant;
use crate::problem::{Problem, Sort};
use crate::reports::ByNumber;
use crate::sent::Sent;

/// A message that was set aside. It stays so, whatever is done about it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MessageSetAside {
    /// The number of its receipt.
    pub receipt: String,
    /// When it was received.
    pub received_at: String,
    /// The account that received it.
    pub received_by: StaffId,
    /// Why it was set aside, as a code.
    pub reason: String,
    /// Why, in Swedish, as its sender was told.
    pub details: String,
    /// The receipt number of the message that it repeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeats: Option<String>,
    /// What somebody did about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handled: Option<DoneAboutIt>,
}

/// What somebody did about a message.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DoneAboutIt {
    /// When.
    pub at: String,
    /// Who.
    pub by: StaffId,
    /// In their words.
    pub words: String,
}

/// Messages that were set aside.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SetAside {
    /// What waits for a person, newest first; at most 200.
    pub waiting: Vec<MessageSetAside>,
    /// The latest that somebody has done something about; at most 20.
    pub handled: Vec<MessageSetAside>,
}

/// What the caller did about a message.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Doing {
    /// Where it was registered by hand, or why it need not be.
    pub words: Text,
}

impl MessageSetAside {
    fn of(message: Message) -> Self {
        let done = |Handled { at_us, account, words }| DoneAboutIt {
            at: instant(at_us),
            by: StaffId::new(account),
            words,
        };
        Self {
            receipt: message.number.to_string(),
            received_at: instant(message.at_us),
            received_by: StaffId::new(message.account),
            details: inbox::details(&message),
            reason: message.reason.unwrap_or_default(),
            repeats: message.earlier.map(|number| number.to_string()),
            handled: message.handled.map(done),
        }
    }
}

/// The messages that wait for a person, and what was dealt with lately.
pub async fn list(State(desk): State<Arc<Desk>>, caller: Caller) -> Result<Json<SetAside>, Problem> {
    caller.needs(Scope::Read)?;
    let told = caller.ask(&desk, move |desk, own| desk.house.set_aside(&own.actor, own.now)).await?;
    let all = |messages: Vec<Message>| messages.into_iter().map(MessageSetAside::of).collect();
    Ok(Json(SetAside { waiting: all(told.waiting), handled: all(told.handled) }))
}

/// One of them.
pub async fn one(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(ByNumber { receipt }): Path<ByNumber>,
) -> Result<Json<MessageSetAside>, Problem> {
    caller.needs(Scope::Read)?;
    let open = move |desk: &Desk, own: &Caller| {
        desk.house.open_set_aside(&own.actor, own.now, numbered(desk, &receipt)?)
    };
    let (message, _) = caller.ask(&desk, open).await?;
    Ok(Json(MessageSetAside::of(message)))
}

/// What it says, as it came.
pub async fn bytes(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(ByNumber { receipt }): Path<ByNumber>,
) -> Result<Whole, Problem> {
    caller.needs(Scope::Read)?;
    let open = move |desk: &Desk, own: &Caller| {
        desk.house.open_set_aside(&own.actor, own.now, numbered(desk, &receipt)?)
    };
    let (message, bytes) = caller.ask(&desk, open).await?;
    let bytes = bytes.ok_or_else(|| Problem::new(caller.w, Sort::NotFound))?;
    Ok(Whole((headers(&message), bytes).into_response()))
}

/// Says what was done about it. Of two who say something the first stands, and is what both are answered with.
pub async fn handle(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(ByNumber { receipt }): Path<ByNumber>,
    sent: Sent<Doing>,
) -> Result<Json<MessageSetAside>, Problem> {
    caller.needs(Scope::Write)?;
    let Doing { words } = sent.body;
    let handle = move |desk: &Desk, own: &Caller| {
        desk.house.handle_set_aside(&own.actor, own.now, numbered(desk, &receipt)?, &words)
    };
    Ok(Json(MessageSetAside::of(caller.ask(&desk, handle).await?)))
}

/// The message with a receipt number. The house then says whether it is the caller's to see.
fn numbered(desk: &Desk, receipt: &str) -> Answer<Uuid> {
    let number: Number = receipt.parse().map_err(|_| Trouble::NotFound)?;
    let found = desk.house.db.read(|tx| messages::by_number(tx, desk.house.authority.0, number))?;
    found.ok_or(Trouble::NotFound)
}

/// A message as it came.
pub struct Whole(Response);

impl IntoResponse for Whole {
    fn into_response(self) -> Response {
        self.0
    }
}

impl OperationOutput for Whole {
    type Inner = Vec<u8>;

    fn operation_response(_: &mut GenContext, _: &mut Operation) -> Option<Documented> {
        Some(Documented {
            description: "The bytes, as they came.".to_owned(),
            content: [("text/plain".to_owned(), MediaType::default())].into_iter().collect(),
            ..Documented::default()
        })
    }

    fn inferred_responses(ctx: &mut GenContext, operation: &mut Operation) -> Vec<(Option<u16>, Documented)> {
        Self::operation_response(ctx, operation).map(|response| (Some(200), response)).into_iter().collect()
    }
}
