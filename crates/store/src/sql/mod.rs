//! Every statement of the store, by subject.
//!
//! A statement is a constant here and nowhere else. The test below reads these files, so a constant added in any
//! of them is checked without being listed anywhere.

pub(crate) mod log;
pub(crate) mod schema;

#[cfg(test)]
mod tests;
