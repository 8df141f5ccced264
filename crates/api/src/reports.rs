//! Reports of concern as messages: received durably under a number, and then registered or set aside. Whatever comes is received; a message
//! that cannot be read waits for a person, and its receipt says why.

use std::sync::Arc;

use aide::OperationInput;
use aide::generate::GenContext;
use aide::openapi::Operation;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Path, Request, State};
use inbox::message::ReportMessage;
use inbox::{NotReceived, Outcome, Receipt};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Trouble;
use store::access_tokens::Scope;
use web::desk::Desk;
use web::words::Words;

use crate::caller::Caller;
use crate::problem::{Problem, Sort};
use crate::sent::bytes_of;

/// A message as it came. It is read by whoever receives it: also what cannot be read is received.
pub struct AsSent(Bytes);

impl FromRequest<Arc<Desk>> for AsSent {
    type Rejection = Problem;

    async fn from_request(request: Request, desk: &Arc<Desk>) -> Result<Self, Problem> {
        bytes_of(request, desk).await.map(Self)
    }
}

impl OperationInput for AsSent {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        Json::<ReportMessage>::operation_input(ctx, operation);
    }
}

/// Which message.
#[derive(Deserialize, JsonSchema)]
pub struct ByNumber {
    /// The number of its receipt, such as `K2026-17`.
    pub receipt: String,
}

/// What became of a message, with general words for a reason to set it aside.
#[derive(Serialize, JsonSchema)]
pub struct Received {
    /// Its receipt.
    #[serde(flatten)]
    pub receipt: Receipt,
    /// Of a message that is set aside: what its reason means, in the caller's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl Received {
    fn of(w: &Words, receipt: Receipt) -> Json<Self> {
        let why = match &receipt.outcome {
            Outcome::SetAside { reason, .. } => Some(w.t(&words_of(reason)).into_owned()),
            Outcome::Waiting | Outcome::Registered { .. } => None,
        };
        Json(Self { receipt, why })
    }
}

/// The message with the words of a reason: those of the page.
pub(crate) fn words_of(reason: &str) -> String {
    format!("aside-reason-{}", reason.replace('_', "-"))
}

/// Receives a message. The same bytes again are answered with the same receipt, so no key is needed.
pub async fn receive(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    AsSent(bytes): AsSent,
) -> Result<Json<Received>, Problem> {
    caller.needs_either(Scope::Report, Scope::Write)?;
    let receive = move |desk: &Desk, own: &Caller| {
        let received = inbox::receive(&desk.house, &own.actor, own.now, &bytes);
        split(received)
    };
    let answer = caller.ask(&desk, receive).await?;
    let receipt = answer.map_err(|sort| Problem::new(caller.w, sort))?;
    Ok(Received::of(caller.w, receipt))
}

/// What became of a message.
pub async fn standing(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(ByNumber { receipt }): Path<ByNumber>,
) -> Result<Json<Received>, Problem> {
    caller.needs_either(Scope::Report, Scope::Read)?;
    let look = move |desk: &Desk, own: &Caller| split(inbox::standing(&desk.house, &own.actor, &receipt));
    let answer = caller.ask(&desk, look).await?;
    let found = answer.map_err(|sort| Problem::new(caller.w, sort))?;
    let receipt = found.ok_or_else(|| Problem::new(caller.w, Sort::NotFound))?;
    Ok(Received::of(caller.w, receipt))
}

/// What the caller can do something about, apart from what it cannot.
fn split<T>(received: Result<T, NotReceived>) -> store::Answer<Result<T, Sort>> {
    match received {
        Ok(receipt) => Ok(Ok(receipt)),
        Err(NotReceived::NotAllowed) => Ok(Err(Sort::NotReception)),
        Err(NotReceived::TooLarge) => Ok(Err(Sort::TooLarge)),
        Err(NotReceived::Storage(error)) => Err(Trouble::Storage(error)),
    }
}
