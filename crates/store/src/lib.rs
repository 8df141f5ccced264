//! Where Lykta keeps things: the sealed log, its views, the drafts, the keys.
//!
//! Everything here is synchronous. One function is the border to the asynchronous web: a page handler calls into this
//! crate on a blocking thread.
//!
//! | file | what it is for |
//! |---|---|
//! | [`db`](Db) | the register: one writer with group commit, many readers |
//! | [`tx`](Tx) | the seam to the engine; `sqlite.rs` is the one file behind it |
//! | [`log`] | appending and reading entries |
//! | [`edge`] | the only place where random bytes are drawn |
//! | `schema`, `sql` | the tables; every statement, by subject |
//!
//! The order of a write: make keys → `Db::write` → [`log::append`] per stream in order of id → views → answer.

mod db;
mod error;
mod schema;
mod sql;
mod sqlite;
mod tx;
mod value;
mod writer;

pub mod edge;
pub mod log;

pub use db::{Db, Options};
pub use error::{Error, KeyError, Result, SchemaError};
pub use tx::{Sql, Tx};
pub use value::{Row, Value};
