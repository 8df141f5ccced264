//! The binary from the outside: how it starts, what it answers, how it ends.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops there, helpers included")]

mod account;
mod data;
mod delivering;
mod demo;
mod import;
mod keys;
mod law;
mod outage;
mod postgres;
mod program;
mod recovering;
mod retention;
mod serve;
mod several;
#[cfg(feature = "pkcs11")]
mod token;
