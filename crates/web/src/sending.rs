//! What goes out to somebody, asked for without its page: a program names those it is for and how it went, and the page's own request
//! draws the letters. What must be kept from a reader is left out by the same hand, whichever door was used.

use record::Command;
use store::OpenFile;

use crate::desk::{Desk, Visitor};
use crate::typed::Errors;

/// Who sends, out of which file.
#[derive(Clone, Copy)]
pub struct Sender<'a> {
    /// The desk.
    pub desk: &'a Desk,
    /// Who sends.
    pub visitor: &'a Visitor,
    /// The file, as they have read it.
    pub open: &'a OpenFile,
}

/// Why nothing can be sent.
pub enum NotSent {
    /// There is nothing there to send.
    NotThere,
    /// Something in what was given is wrong.
    Wrong(Errors),
}

/// What is to be recorded: each letter, as it goes to somebody.
pub type Asked = Result<Vec<Command>, NotSent>;
