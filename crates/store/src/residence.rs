//! Where the record of an authority lives. Two of one record must never act at the same time: what has left a place is not written there
//! any more, and what has not wholly arrived is no record yet.
//!
//! It stands in the register itself, so that every program that has it open sees it, on every node, at its next write. On PostgreSQL a write
//! holds a shared lock on the authority's residence from its first moment, and whoever changes the residence takes the lock alone: when the
//! change is durable no write from before is still on its way ([`postgres`](crate::postgres)). A directory has one program, whose lock
//! whoever changes the residence must have.

use std::fmt;

use crate::error::{Error, Result};
use crate::sql::{residence as sql, schema as schema_sql};
use crate::tx::Tx;

/// The step of the register's schema that made the table: an older backup has none.
const STEP: usize = 23;

/// How the record is not simply here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Half-written: a copy or a restoration has begun and has not ended.
    Arriving,
    /// Being moved: nothing is written until that has ended or been called off.
    Leaving,
    /// Gone: it lives on in another place.
    Left,
}

/// Where the record of an authority lives, when it is not simply here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residence {
    /// Whose.
    pub authority: i64,
    /// How.
    pub state: State,
    /// From where or to where, for whoever reads it.
    pub place: String,
}

impl State {
    fn code(self) -> &'static str {
        match self {
            Self::Arriving => "arriving",
            Self::Leaving => "leaving",
            Self::Left => "left",
        }
    }

    fn of(code: &str) -> Result<Self> {
        let all = [Self::Arriving, Self::Leaving, Self::Left];
        all.into_iter().find(|state| state.code() == code).ok_or(Error::Unreadable("a state of residence"))
    }
}

impl fmt::Display for Residence {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { authority, state, place } = self;
        match state {
            State::Arriving => write!(
                out,
                "the record of authority {authority} is half-written here: what began with {place} was not finished, and it is no record yet. Run it again"
            ),
            State::Leaving => write!(
                out,
                "the record of authority {authority} is being moved to {place}, and nothing is written until that has ended. Run `lykta copy` again, or with --cancel to let it stay"
            ),
            State::Left => write!(
                out,
                "the record of authority {authority} has left: it lives on in {place}. It can still be read and verified, and nothing is written here"
            ),
        }
    }
}

impl Residence {
    pub(crate) fn read(authority: i64, state: &str, place: &str) -> Result<Self> {
        Ok(Self { authority, state: State::of(state)?, place: place.to_owned() })
    }
}

/// Where it lives, when it is not simply here.
pub(crate) fn of(tx: &mut dyn Tx, authority: i64) -> Result<Option<Residence>> {
    let row = tx.row(sql::OF, &[authority.into()])?;
    row.map(|row| Residence::read(authority, &row.text(0)?, &row.text(1)?)).transpose()
}

/// The same in a register that an older program may have made.
pub(crate) fn of_any_age(tx: &mut dyn Tx, authority: i64) -> Result<Option<Residence>> {
    if tx.rows(schema_sql::STEPS, &[])?.len() < STEP { Ok(None) } else { of(tx, authority) }
}

/// Sees to it that it lives here.
///
/// # Errors
/// [`Error::Elsewhere`] where it does not.
pub(crate) fn expect_here(tx: &mut dyn Tx, authority: i64) -> Result<()> {
    of(tx, authority)?.map_or(Ok(()), |residence| Err(Error::Elsewhere(residence)))
}

/// Says where it lives instead.
pub(crate) fn set(tx: &mut dyn Tx, authority: i64, state: State, place: &str, now_us: i64) -> Result<()> {
    tx.run(sql::PUT, &[authority.into(), state.code().into(), place.into(), now_us.into()]).map(|_| ())
}

/// From now on it lives here.
pub(crate) fn here(tx: &mut dyn Tx, authority: i64) -> Result<()> {
    tx.run(sql::HERE, &[authority.into()]).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema;

    #[test]
    fn the_step_is_the_one_that_made_the_table() {
        let made = schema::REGISTER.iter().position(|step| step.name == "where the record lives");
        assert_eq!(made.map(|place| place + 1), Some(STEP));
    }
}
