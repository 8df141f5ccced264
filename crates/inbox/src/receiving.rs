//! The one way in. First durable and numbered, then registered or set aside; never the other way round.

use crate::examining::{Examined, NOT_ALLOWED, REFUSED, Rules, examine, fault};
use crate::registering::Registering;
use record::person::PersonRefusal;
use record::{Actor, Field, Refusal, StaffId};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;
use store::messages::{self, Fault, ID_REUSED, Message, New, RECEIVED_BEFORE, Standing};
use store::{Home, House, Now, Trouble};
use uuid::Uuid;

/// What the sender is answered with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Receipt {
    /// The receipt number, `K2026-17`: in order, without gaps, each year from 1.
    pub number: String,
    /// The same bytes were received before, under this number; nothing was done now.
    pub received_before: bool,
    /// What it became.
    pub outcome: Outcome,
    /// Its id here, for asking again.
    #[serde(skip)]
    pub id: Uuid,
}

/// What a message became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Outcome {
    /// It is durable, and will be registered shortly.
    Waiting,
    /// It stands in the record.
    Registered {
        /// Where: one for each child.
        files: Vec<RegisteredIn>,
    },
    /// It waits for a person.
    SetAside {
        /// Why, as a code.
        #[schemars(extend("enum" = crate::REASONS))]
        reason: String,
        /// Where in the message and what, in Swedish: it is kept with the message, for whoever receives reports.
        details: String,
        /// The receipt number of the message that it repeats.
        #[serde(skip_serializing_if = "Option::is_none")]
        repeats: Option<String>,
    },
}

/// Where one child's report stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RegisteredIn {
    /// The child's file.
    pub file: Uuid,
    /// The report; none for information about an expected child.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matter: Option<Uuid>,
    /// The report's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// Why nothing was received. No number was given, and the sender still has the message.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReceived {
    /// The account may not register reports.
    #[error("this account may not register reports of concern")]
    NotAllowed,
    /// Larger than what is kept at all: 25 MB.
    #[error("larger than {} bytes", messages::MESSAGE_BYTES_MAX)]
    TooLarge,
    /// The storage failed, or is busy.
    #[error(transparent)]
    Storage(#[from] store::Error),
}

/// May this account register reports that arrive as messages? Whoever receives reports: children whose files are somebody else's are
/// among those they are about.
pub fn may_receive(actor: &Actor) -> bool {
    actor.reception
}

/// Receives a message: when this returns it is durable under its number, and registered or set aside. The same bytes again are answered
/// with the same receipt.
///
/// # Errors
/// [`NotReceived`]: no number was given; sending the same bytes again is always right. A failure after the message is durable is no error: it is
/// [`Outcome::Waiting`], and [`register_waiting`] goes on.
pub fn receive(house: &Arc<House>, actor: &Actor, now: Now, bytes: &[u8]) -> Result<Receipt, NotReceived> {
    let rules = Rules { law: house.law, today: now.today, demo: house.demo };
    let new = new(house.authority.0, actor, now, rules, bytes)?;
    let (keys, authority) = (Arc::clone(house.keys()), house.authority.0);
    let (message, again) = house.db.write(move |tx| messages::take(tx, &keys, &new))?;
    match register(house, actor, now, message.id) {
        Ok(()) => {}
        // It is durable: the sender has done their part. What went wrong is ours, and the next run goes on.
        Err(trouble) => tracing::warn!(%trouble, "a received message waits"),
    }
    // Nor is it an error that what it became cannot be read just now.
    let became = house.db.read(|tx| messages::one(tx, house.keys(), authority, message.id));
    Ok(receipt(&became.unwrap_or(message), again))
}

/// Receives a message in the data directory of a program that is running: it is durable and numbered when this returns, and waits until
/// that program registers it.
///
/// # Errors
/// As [`receive`].
pub fn receive_beside(
    home: impl Into<Home>,
    authority: i64,
    actor: &Actor,
    now: Now,
    rules: Rules<'_>,
    bytes: &[u8],
) -> Result<Receipt, NotReceived> {
    let new = new(authority, actor, now, rules, bytes)?;
    let (message, again) = messages::take_beside(home, &new)?;
    Ok(receipt(&message, again))
}

/// The receipt of a message as it stands now, by its number; `None` where there is no such number.
///
/// # Errors
/// [`NotReceived::NotAllowed`] for an account that may not receive messages.
pub fn standing(house: &House, actor: &Actor, number: &str) -> Result<Option<Receipt>, NotReceived> {
    if !may_receive(actor) {
        return Err(NotReceived::NotAllowed);
    }
    let Ok(number) = number.parse() else { return Ok(None) };
    let authority = house.authority.0;
    let message = house.db.read(|tx| {
        let Some(id) = messages::by_number(tx, authority, number)? else { return Ok(None) };
        messages::one(tx, house.keys(), authority, id).map(Some)
    })?;
    Ok(message.map(|message| receipt(&message, true)))
}

/// How a message stands now, asked beside a running program.
///
/// # Errors
/// [`store::Error`] if the directory cannot be read.
pub fn standing_beside(home: impl Into<Home>, authority: i64, id: Uuid) -> store::Result<Receipt> {
    Ok(receipt(&messages::read_beside(home, authority, id)?, true))
}

/// Registers every message that waits, as the account that received it, oldest first and at most
/// [`messages::WAITING_MAX`] in one go. Returns how many no longer wait.
///
/// # Errors
/// [`Trouble`] of the first that could be neither registered nor set aside. It waits on, and holds none of the others.
pub fn register_waiting(house: &Arc<House>, now: Now) -> Result<usize, Trouble> {
    let waiting = house.db.read(|tx| messages::waiting(tx, house.authority.0))?;
    let mut first = None;
    for id in &waiting {
        if let Err(trouble) = register_as_received(house, now, *id) {
            first = first.or(Some(trouble));
        }
    }
    first.map_or(Ok(waiting.len()), Err)
}

fn register_as_received(house: &Arc<House>, now: Now, id: Uuid) -> Result<(), Trouble> {
    let message = house.db.read(|tx| messages::one(tx, house.keys(), house.authority.0, id))?;
    let organisation = house.organisation(now.today);
    let member = organisation.member(StaffId::new(message.account));
    if let Some(actor) = member.map(record::organisation::Member::actor).filter(may_receive) {
        return register(house, &actor, now, id);
    }
    let details = "Den som tog emot meddelandet får inte längre registrera anmälningar.";
    set_aside(house, id, fault(NOT_ALLOWED, details))
}

fn new(authority: i64, actor: &Actor, now: Now, rules: Rules<'_>, bytes: &[u8]) -> Result<New, NotReceived> {
    if !may_receive(actor) {
        return Err(NotReceived::NotAllowed);
    }
    if bytes.len() > messages::MESSAGE_BYTES_MAX {
        return Err(NotReceived::TooLarge);
    }
    let Examined { sender, substance, fault, .. } = examine(bytes, rules);
    let (account, now_us, today, bytes) = (actor.staff.uuid(), now.micros(), now.today, bytes.to_vec());
    Ok(New { authority, account, now_us, today, bytes, sender, substance, fault })
}

/// Registers a message that waits, or sets it aside. Does nothing to one that does not wait.
fn register(house: &Arc<House>, actor: &Actor, now: Now, id: Uuid) -> Result<(), Trouble> {
    let authority = house.authority.0;
    let received = house.db.read(|tx| messages::one(tx, house.keys(), authority, id))?;
    if received.standing != Standing::Waiting {
        return Ok(());
    }
    // Somebody else has registered it this very moment.
    let Some(bytes) = house.db.read(|tx| messages::bytes(tx, house.keys(), authority, id))? else {
        return Ok(());
    };
    let examined = examine(&bytes, Rules { law: house.law, today: now.today, demo: house.demo });
    let message = match (examined.message, examined.fault) {
        (Some(message), _) => message,
        (None, fault) => {
            return set_aside(house, id, fault.unwrap_or_else(|| crate::examining::fault(REFUSED, "")));
        }
    };
    let registering =
        Registering { house, actor, now, received: &received, message: &message, bytes: &bytes };
    let wish = match registering.wish() {
        Ok(Ok(wish)) => wish,
        Ok(Err(fault)) => return set_aside(house, id, fault),
        Err(trouble) => return settle(house, id, trouble),
    };
    match house.act_on_message(actor, now, &wish, id) {
        Ok(_) => Ok(()),
        Err(trouble) => settle(house, id, trouble),
    }
}

/// What the record refuses waits for a person; what failed is tried again.
fn settle(house: &Arc<House>, id: Uuid, trouble: Trouble) -> Result<(), Trouble> {
    let fault = match &trouble {
        Trouble::Refused { refusal, .. } => fault(REFUSED, refused(refusal)),
        Trouble::PersonRefused { refusal, .. } => fault(REFUSED, person_refused(*refusal)),
        Trouble::NotFound | Trouble::ReasonNeeded(_) | Trouble::SentOtherwise => {
            fault(NOT_ALLOWED, "Den som tar emot meddelandet får inte registrera en anmälan i barnets akt.")
        }
        Trouble::Conflict { .. } | Trouble::TextChanged | Trouble::Newer | Trouble::Storage(_) => {
            return Err(trouble);
        }
    };
    set_aside(house, id, fault)
}

fn set_aside(house: &Arc<House>, id: Uuid, fault: Fault) -> Result<(), Trouble> {
    let (keys, authority) = (Arc::clone(house.keys()), house.authority.0);
    house.db.write(move |tx| messages::set_aside(tx, &keys, authority, id, &fault))?;
    Ok(())
}

fn refused(refusal: &Refusal) -> String {
    match refusal {
        Refusal::InFuture(Field::Arrived) => "received_at ligger framåt i tiden.".to_owned(),
        Refusal::BeforeBirth(_) => "Anmälan kom in före barnets födelsedag.".to_owned(),
        Refusal::NotAChildsFile => {
            "Numret är en gravids, som har en egen akt; anmälan gäller ett fött barn.".to_owned()
        }
        other => format!("Registret tar inte emot anmälan så som den är ({other})."),
    }
}

fn person_refused(refusal: PersonRefusal) -> String {
    match refusal {
        PersonRefusal::BirthTooLongAgo => "Barnets födelsedag ligger för långt tillbaka.".to_owned(),
        other => format!("Uppgifterna om barnet kan inte registreras så som de är ({other})."),
    }
}

fn receipt(message: &Message, received_before: bool) -> Receipt {
    let outcome = match message.standing {
        Standing::Waiting => Outcome::Waiting,
        Standing::Registered => {
            let files = message.places.iter().map(|kept| RegisteredIn {
                file: kept.file,
                matter: kept.matter,
                number: kept.number.clone(),
            });
            Outcome::Registered { files: files.collect() }
        }
        Standing::SetAside => {
            let reason = message.reason.clone().unwrap_or_default();
            let repeats = message.earlier.map(|number| number.to_string());
            let details = details(message);
            Outcome::SetAside { reason, details, repeats }
        }
    };
    Receipt { number: message.number.to_string(), received_before, outcome, id: message.id }
}

/// Why a message was set aside, in Swedish, as its sender is told.
pub fn details(message: &Message) -> String {
    let earlier = message.earlier.map(|number| number.to_string()).unwrap_or_default();
    match message.reason.as_deref() {
        Some(ID_REUSED) if !earlier.is_empty() => {
            format!(
                "Avsändarens nummer på meddelandet har redan använts, för {earlier}, som har ett annat innehåll."
            )
        }
        Some(RECEIVED_BEFORE) if !earlier.is_empty() => {
            format!(
                "Samma anmälan har redan tagits emot, som {earlier}, med ett annat nummer från avsändaren."
            )
        }
        _ => message.details.clone().unwrap_or_default(),
    }
}
