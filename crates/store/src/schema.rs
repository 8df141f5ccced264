//! The form of the databases, as steps that are added to and never changed.
//!
//! Each applied step leaves its number, name and hash. On start the program applies the steps that are
//! missing, each in a transaction of its own, so that an interrupted start continues where it was. It refuses
//! a database with more steps than it knows, and one whose steps are not its own.
//!
//! **To change the schema** add a step at the end of the list in [`register`](crate::schema::REGISTER). Two
//! versions of the program may have to live with the result during an upgrade: first add, let both fill,
//! remove in a later release. Views may be dropped and refolded in one step; the log may not.

use sha2::{Digest, Sha256};

use crate::error::{Result, SchemaError};
use crate::sql::schema as sql;
use crate::sqlite::Connection;
use crate::tx::Tx;
use crate::value::Row;

mod accounts;
mod evidence;
#[cfg(test)]
mod interrupted;
mod keyring;
mod register;
mod views;

pub(crate) use keyring::KEYRING;
pub(crate) use register::REGISTER;

/// One step: statements with portable type names (`BIGINT`, `TEXT`, `ID`, `BYTES`) that the engine's file
/// puts in its own words.
pub(crate) struct Step {
    /// What it does, in two or three words.
    pub(crate) name: &'static str,
    /// In order.
    pub(crate) statements: &'static [&'static str],
}

impl Step {
    /// A fingerprint of the step, each part with its length so that text cannot slide between statements.
    pub(crate) fn hash(&self) -> [u8; 32] {
        let parts = std::iter::once(&self.name).chain(self.statements);
        let hash = parts.fold(Sha256::new(), |hash, part| {
            hash.chain_update((part.len() as u64).to_be_bytes()).chain_update(part)
        });
        hash.finalize().into()
    }
}

/// Where the steps are noted.
pub(crate) const STEP_TABLE: &str = "CREATE TABLE IF NOT EXISTS step (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, hash BYTES NOT NULL)";

/// The steps that are still to be taken, given those that have been.
///
/// # Errors
/// [`SchemaError`] where another program has taken steps that are not ours.
pub(crate) fn missing(applied: &[Row], steps: &'static [Step]) -> Result<&'static [Step]> {
    if applied.len() > steps.len() {
        return Err(SchemaError::FromTheFuture { found: applied.len(), known: steps.len() }.into());
    }
    for (row, step) in applied.iter().zip(steps) {
        if row.hash(0)? != step.hash() {
            return Err(SchemaError::ChangedStep(step.name).into());
        }
    }
    Ok(&steps[applied.len()..])
}

/// Brings a database up to the newest step.
pub(crate) fn bring_up(connection: &mut Connection, steps: &'static [Step]) -> Result<()> {
    connection.define(STEP_TABLE)?;
    let applied = connection.rows(sql::STEPS, &[])?;
    for (step, number) in missing(&applied, steps)?.iter().zip(applied.len() + 1..) {
        apply(connection, step, i64::try_from(number).expect("a handful of steps"))?;
    }
    Ok(())
}

/// Whether a database is at the newest step.
///
/// # Errors
/// [`SchemaError`] where another version of the program has used it last.
pub(crate) fn is_newest(connection: &mut Connection, steps: &'static [Step]) -> Result<()> {
    let applied = connection.rows(sql::STEPS, &[])?;
    if missing(&applied, steps)?.is_empty() {
        return Ok(());
    }
    Err(SchemaError::Behind { found: applied.len(), known: steps.len() }.into())
}

/// Applies one step, wholly or not at all.
fn apply(connection: &mut Connection, step: &Step, number: i64) -> Result<()> {
    connection.begin_write()?;
    let done = step
        .statements
        .iter()
        .try_for_each(|statement| connection.define(statement))
        .and_then(|()| {
            connection.run(sql::STEP_DONE, &[number.into(), step.name.into(), (&step.hash()).into()])
        })
        .and_then(|_| connection.commit());
    if done.is_err() {
        connection.rollback()?;
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    const ONE: Step = Step { name: "one", statements: &["CREATE TABLE a (x BIGINT NOT NULL)"] };
    const TWO: Step =
        Step { name: "two", statements: &["CREATE TABLE b (x BIGINT)", "CREATE TABLE c (x BIGINT)"] };
    const BAD: Step =
        Step { name: "two", statements: &["CREATE TABLE b (x BIGINT)", "CREATE TABLE a (x BIGINT)"] };

    fn open(folder: &tempfile::TempDir) -> Connection {
        Connection::open_writer(&folder.path().join("a.db")).expect("a database")
    }

    #[test]
    fn steps_are_taken_once_and_in_order() {
        let folder = tempfile::tempdir().expect("a directory");
        bring_up(&mut open(&folder), &[ONE]).expect("one step");
        bring_up(&mut open(&folder), &[ONE, TWO]).expect("one more");
        bring_up(&mut open(&folder), &[ONE, TWO]).expect("nothing to do");
        assert_eq!(open(&folder).rows(sql::STEPS, &[]).expect("steps").len(), 2);
    }

    #[test]
    fn a_database_from_the_future_is_refused() {
        let folder = tempfile::tempdir().expect("a directory");
        bring_up(&mut open(&folder), &[ONE, TWO]).expect("two steps");
        let refused = Err(Error::Schema(SchemaError::FromTheFuture { found: 2, known: 1 }));
        assert_eq!(bring_up(&mut open(&folder), &[ONE]), refused);
    }

    #[test]
    fn a_changed_step_is_refused() {
        let folder = tempfile::tempdir().expect("a directory");
        bring_up(&mut open(&folder), &[ONE, TWO]).expect("two steps");
        let refused = Err(Error::Schema(SchemaError::ChangedStep("two")));
        assert_eq!(bring_up(&mut open(&folder), &[ONE, BAD]), refused);
    }

    /// The step that gave each decision its clocks drops the copies, and leaves word to count them anew where there is something to count.
    #[test]
    fn views_that_were_dropped_are_called_stale() {
        let folder = tempfile::tempdir().expect("a directory");
        let at = REGISTER.iter().position(|step| step.name == "clocks of each decision").expect("the step");
        let mut register = open(&folder);
        bring_up(&mut register, &REGISTER[..at]).expect("the steps before");
        register
            .define("INSERT INTO authority (authority, name) VALUES (1, 'Lyktinge')")
            .expect("an authority");
        bring_up(&mut register, &REGISTER[..=at]).expect("the step");
        let mut said = |authority: i64| {
            register
                .rows(crate::sql::settings::GET, &[authority.into(), "views".into()])
                .expect("settings")
                .len()
        };
        assert_eq!((said(1), said(2)), (1, 0));
    }

    /// A step that fails in its second statement leaves nothing of its first.
    #[test]
    fn a_failed_step_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a directory");
        assert!(bring_up(&mut open(&folder), &[ONE, BAD]).is_err());
        bring_up(&mut open(&folder), &[ONE, TWO]).expect("table b is not in the way");
    }
}
