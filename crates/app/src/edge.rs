//! The edge: the only place in the binary where the clock is read. Everything inside gets the time as an argument.

use jiff::Timestamp;

/// Now.
pub(crate) fn now() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "this is the edge")]
    Timestamp::now()
}
