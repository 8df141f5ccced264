//! The inbox: reports of concern that other systems send, as files or over the API.
//!
//! | here | what it is for |
//! |---|---|
//! | [`message`] | the format: every field, with its limits; the schema is made from the types |
//! | [`examine`] | bytes become a message, or the reason why not, with the path of the fault |
//! | [`receive`] | the one way in: durable and numbered first, then registered or set aside |
//! | [`register_waiting`] | goes on where a program that died left off |
//! | [`folder`] | a directory of files: each is received, then moved |
//!
//! What holds, whenever the power fails: `received = registered + set aside + waiting`, and nothing waits longer than until the next
//! run. A number is given in the commit that makes the bytes durable; registering, and the note that it was registered, are one
//! transaction of the record.

mod examining;
pub mod folder;
pub mod message;
mod receiving;
mod registering;
mod telling;

pub use examining::{Examined, MESSAGE_BYTES_MAX, REASONS, Rules, examine};
pub use receiving::{
    NotReceived, Outcome, Receipt, RegisteredIn, details, may_receive, receive, receive_beside,
    register_waiting, standing, standing_beside,
};
