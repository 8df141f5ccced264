//! Which steps of the schema a database has been through. (In the register and the keyring alike.)

use crate::tx::Sql;

pub(crate) const STEPS: Sql = Sql("SELECT hash FROM step ORDER BY number");

pub(crate) const STEP_DONE: Sql = Sql("INSERT INTO step (number, name, hash) VALUES ($1, $2, $3)");
