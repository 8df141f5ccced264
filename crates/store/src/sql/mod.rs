//! Every statement of the store, by subject.
//!
//! A statement is a constant here and nowhere else. The test below reads these files, so a constant added in any
//! of them is checked without being listed anywhere.

pub(crate) mod access_log;
pub(crate) mod access_tokens;
pub(crate) mod accounts;
pub(crate) mod attachments;
pub(crate) mod board;
pub(crate) mod destruction;
pub(crate) mod drafts;
pub(crate) mod emergency;
pub(crate) mod evidence;
pub(crate) mod export;
pub(crate) mod jobs;
pub(crate) mod keyring;
pub(crate) mod log;
pub(crate) mod log_check;
pub(crate) mod messages;
pub(crate) mod moving;
pub(crate) mod needs;
pub(crate) mod numbers;
pub(crate) mod outage;
pub(crate) mod people;
pub(crate) mod readings;
pub(crate) mod reasons;
pub(crate) mod residence;
pub(crate) mod schema;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod tally;
pub(crate) mod verify;
pub(crate) mod views;

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::statements;
