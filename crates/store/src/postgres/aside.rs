//! Work that may not run where it is asked for.
//!
//! The client drives its own asynchronous machinery inside each call, which is not allowed on a thread that is driving another's: as a
//! test of the pages does, that opens a register before it asks for one. There the work is done on a thread beside.

use std::thread;

use tokio::runtime::Handle;
use tokio::task;

/// Runs the work here, or on a thread beside when this one is in the middle of driving asynchronous work. (A thread that was lent for
/// blocking work belongs to a task and is not.)
pub(crate) fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    if Handle::try_current().is_err() || task::try_id().is_some() {
        return work();
    }
    let done = thread::scope(|scope| scope.spawn(work).join());
    done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
