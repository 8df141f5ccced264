//! What was set aside waits for a person. Whoever receives reports sees that there is something, reads it, and says what was done about it.
//!
//! A message may name a child. So each showing is a row of the access log, durable before anything is shown, and to everybody who does not
//! receive reports there is no such message.

use std::sync::Arc;

use record::{Actor, Text, access::Basis};
use uuid::Uuid;

use crate::access_log::{self, Look};
use crate::house::{Answer, House, Now, Trouble};
use crate::look::basis_code;
use crate::messages::{self, Handled, Message, Standing};

/// Most messages in one list; the rest come as these are dealt with.
const WAITING_MAX: i64 = 200;

/// Most of those that have been dealt with.
const HANDLED_MAX: i64 = 20;

/// What was set aside.
#[derive(Clone, Debug, Default)]
pub struct SetAside {
    /// What waits for a person, newest first; at most 200.
    pub waiting: Vec<Message>,
    /// The latest that somebody has done something about; at most 20.
    pub handled: Vec<Message>,
}

impl House {
    /// How many messages that were set aside wait for a person. None for who does not receive reports.
    pub fn set_aside_waiting(&self, who: &Actor) -> Answer<u64> {
        if !who.reception {
            return Ok(0);
        }
        self.read(|tx| Ok(messages::aside_count(tx, self.authority.0)?))
    }

    /// The messages that were set aside.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] for who does not receive reports.
    pub fn set_aside(&self, who: &Actor, now: Now) -> Answer<SetAside> {
        receives(who)?;
        let (keys, authority) = (self.keys(), self.authority.0);
        let told = self.read(|tx| {
            let waiting = messages::aside(tx, authority, WAITING_MAX)?;
            let handled = messages::lately_handled(tx, authority, now.micros(), HANDLED_MAX)?;
            let mut all = |ids: Vec<Uuid>| {
                ids.into_iter().map(|id| messages::one(tx, keys, authority, id)).collect::<crate::Result<_>>()
            };
            Ok(SetAside { waiting: all(waiting)?, handled: all(handled)? })
        })?;
        let listed: Vec<Uuid> = told.waiting.iter().chain(&told.handled).map(|message| message.id).collect();
        self.log_set_aside(who, now, None, "messages", listed)?;
        Ok(told)
    }

    /// One of them with its bytes, as far as they may be kept.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] for who does not receive reports, and for what was not set aside.
    pub fn open_set_aside(&self, who: &Actor, now: Now, id: Uuid) -> Answer<(Message, Option<Vec<u8>>)> {
        let message = self.find_set_aside(who, id)?;
        let (keys, authority) = (self.keys(), self.authority.0);
        let bytes = self.read(|tx| Ok(messages::bytes(tx, keys, authority, id)?))?;
        self.log_set_aside(who, now, Some(id), "message", Vec::new())?;
        Ok((message, bytes))
    }

    /// Notes what somebody did about it, in their words. Returns the message as it then stands: what was done first is what stands, whoever
    /// says something later.
    ///
    /// # Errors
    /// As [`House::open_set_aside`].
    pub fn handle_set_aside(&self, who: &Actor, now: Now, id: Uuid, words: &Text) -> Answer<Message> {
        self.find_set_aside(who, id)?;
        let (keys, authority) = (Arc::clone(self.keys()), self.authority.0);
        let (at_us, account) = (now.micros(), who.staff.uuid());
        let done = Handled { at_us, account, words: words.as_str().to_owned() };
        let look = self.look_at_message(who, now, Some(id), "message-handled");
        let message = self.db.write(move |tx| {
            if messages::handle(tx, &keys, authority, id, &done)? {
                access_log::write(tx, &keys, &look)?;
            }
            messages::one(tx, &keys, authority, id)
        })?;
        Ok(message)
    }

    fn find_set_aside(&self, who: &Actor, id: Uuid) -> Answer<Message> {
        receives(who)?;
        let (keys, authority) = (self.keys(), self.authority.0);
        let found = self.read(|tx| Ok(messages::find(tx, keys, authority, id)?))?;
        found.filter(|message| message.standing == Standing::SetAside).ok_or(Trouble::NotFound)
    }

    fn log_set_aside(
        &self,
        who: &Actor,
        now: Now,
        message: Option<Uuid>,
        part: &'static str,
        listed: Vec<Uuid>,
    ) -> Answer<()> {
        let (keys, look) = (Arc::clone(self.keys()), self.look_at_message(who, now, message, part));
        self.db
            .write(move |tx| access_log::write(tx, &keys, &Look { listed: &listed, ..look }).map(|_| ()))?;
        Ok(())
    }

    fn look_at_message(
        &self,
        who: &Actor,
        now: Now,
        stream: Option<Uuid>,
        part: &'static str,
    ) -> Look<'static> {
        Look {
            authority: self.authority.0,
            at_us: now.micros(),
            actor: who.staff.uuid(),
            stream,
            purpose: basis_code(Basis::Reception),
            part,
            listed: &[],
        }
    }
}

fn receives(who: &Actor) -> Answer<()> {
    if who.reception { Ok(()) } else { Err(Trouble::NotFound) }
}
