//! Commands already done: a command sent twice is done once.
//!
//! The page draws a command's id when the form is shown. A double click, a reload or a retry after a cut line
//! then carries the same id, and is answered with what it became the first time.
//!
//! Not every repetition is one. A form can be signed in one tab and changed in another, or sent again after *back* with new
//! words. What was asked is therefore remembered too, as a keyed hash: the same id with other words was never done, and
//! is never answered as if it had been.

use uuid::Uuid;

use crate::error::Result;
use crate::sql::log as sql;
use crate::tx::Tx;

/// What a command became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// Who sent it. Another account with the same id is not a repetition.
    pub actor: Uuid,
    /// When, in microseconds.
    pub at_us: i64,
    /// Height of its first entry.
    pub first_height: i64,
    /// Height of its last entry.
    pub last_height: i64,
    /// What was asked, where it was a form.
    pub asked: Option<[u8; 32]>,
}

/// Somebody's command as it is sent: by whom, and what it asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// The account.
    pub actor: Uuid,
    /// What is asked, where it is a form.
    pub asked: Option<[u8; 32]>,
}

/// What a command that is sent has been before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Before {
    /// Nothing: it is new.
    #[default]
    New,
    /// The same, and done.
    Done,
    /// Something else under the same id: other words, or another account's.
    Otherwise,
}

impl Done {
    /// Whether what is sent now is this again. What was not a form, or was done before forms were remembered, is known by its account.
    pub fn is_again(&self, sent: Sent) -> bool {
        let same = self.asked.zip(sent.asked).is_none_or(|(then, now)| then == now);
        self.actor == sent.actor && same
    }
}

/// What a command has been before.
pub(crate) fn before(tx: &mut dyn Tx, authority: i64, command: Uuid, sent: Sent) -> Result<Before> {
    let done = recall(tx, authority, command)?;
    Ok(done.map_or(Before::New, |done| if done.is_again(sent) { Before::Done } else { Before::Otherwise }))
}

/// What the command became, if it has been done. First thing in a write, after [`log::lock`](crate::log::lock).
pub fn recall(tx: &mut dyn Tx, authority: i64, command: Uuid) -> Result<Option<Done>> {
    let row = tx.row(sql::COMMAND_SEEN, &[authority.into(), command.into()])?;
    let read = |row: crate::Row| {
        let (actor, at_us) = (row.id(0)?, row.int(1)?);
        let asked = row.maybe(4, crate::Row::hash)?;
        Ok(Done { actor, at_us, first_height: row.int(2)?, last_height: row.int(3)?, asked })
    };
    row.map(read).transpose()
}

/// Notes that the command has been done. Last thing in the same write.
///
/// # Errors
/// [`Error::Constraint`](crate::Error::Constraint) if it is noted already: of two at the same time one is
/// undone.
pub fn remember(tx: &mut dyn Tx, authority: i64, command: Uuid, done: &Done) -> Result<()> {
    let with = [
        authority.into(),
        command.into(),
        done.actor.into(),
        done.at_us.into(),
        done.first_height.into(),
        done.last_height.into(),
        done.asked.as_ref().map_or(crate::Value::Null, Into::into),
    ];
    tx.run(sql::COMMAND_NEW, &with)?;
    Ok(())
}
