//! A change of the schema that is interrupted, at every statement of every step: nothing of the step is there, and the next start takes it.

use super::{KEYRING, REGISTER, Step, bring_up};
use crate::sqlite::Connection;
use crate::tx::{Sql, Tx};
use crate::value::Row;

/// Tables, indexes and triggers, and what has been taken down of the steps.
const FORM: Sql = Sql("SELECT type, name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name");
const TAKEN: Sql = Sql("SELECT number, name, hash FROM step ORDER BY number");

/// No statement at all.
const STOP: &str = "STOP";

fn form(database: &mut Connection) -> Vec<Row> {
    let mut all = database.rows(FORM, &[]).expect("the form");
    all.extend(database.rows(TAKEN, &[]).expect("the steps"));
    all
}

/// The steps before, and this one up to a statement.
fn stopping(steps: &'static [Step], at: usize, statement: usize) -> &'static [Step] {
    let copy = |step: &Step| Step { name: step.name, statements: step.statements };
    let mut all: Vec<Step> = steps[..at].iter().map(copy).collect();
    let statements = [&steps[at].statements[..statement], &[STOP]].concat().leak();
    all.push(Step { name: steps[at].name, statements });
    all.leak()
}

fn interrupt_everywhere(steps: &'static [Step]) {
    let folder = tempfile::tempdir().expect("a directory");
    let open = |name: &str| Connection::open_writer(&folder.path().join(name)).expect("a database");
    let mut database = open("interrupted.db");
    bring_up(&mut database, &[]).expect("the list of steps");
    for (at, step) in steps.iter().enumerate() {
        let before = form(&mut database);
        for statement in 0..=step.statements.len() {
            assert!(bring_up(&mut database, stopping(steps, at, statement)).is_err(), "{}", step.name);
            drop(database);
            database = open("interrupted.db");
            assert!(form(&mut database) == before, "{}: statement {statement} left something", step.name);
        }
        bring_up(&mut database, &steps[..=at]).unwrap_or_else(|error| panic!("{}: {error}", step.name));
    }
    let mut whole = open("whole.db");
    bring_up(&mut whole, steps).expect("in one go");
    assert!(form(&mut database) == form(&mut whole));
}

#[test]
fn a_step_of_the_register_is_taken_wholly_or_not_at_all() {
    interrupt_everywhere(REGISTER);
}

#[test]
fn a_step_of_the_keyring_is_taken_wholly_or_not_at_all() {
    interrupt_everywhere(KEYRING);
}
