//! Commands already done: a command sent twice is done once.
//!
//! The page draws a command's id when the form is shown. A double click, a reload or a retry after a cut line
//! then carries the same id, and is answered with what it became the first time.

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
}

/// What the command became, if it has been done. First thing in a write.
pub fn recall(tx: &mut dyn Tx, authority: i64, command: Uuid) -> Result<Option<Done>> {
    let row = tx.row(sql::COMMAND_SEEN, &[authority.into(), command.into()])?;
    let read = |row: crate::Row| {
        let (actor, at_us) = (row.id(0)?, row.int(1)?);
        Ok(Done { actor, at_us, first_height: row.int(2)?, last_height: row.int(3)? })
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
    ];
    tx.run(sql::COMMAND_NEW, &with)?;
    Ok(())
}
