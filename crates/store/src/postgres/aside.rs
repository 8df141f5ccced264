//! Work that may not run where it is asked for.
//!
//! The client drives its own asynchronous machinery inside each call, which is not allowed on a thread that is driving another's: as a
//! test of the pages does, that opens a register before it asks for one. There the work is done on a thread beside.

use std::cell::Cell;
use std::thread;

use tokio::runtime::Handle;

thread_local! {
    /// Whether this thread is lent for work that waits.
    static LENT: Cell<bool> = const { Cell::new(false) };
}

/// Runs work on a thread that an asynchronous program has lent for work that waits, and says so: it need not be done beside.
pub fn lent<T>(work: impl FnOnce() -> T) -> T {
    /// Also when the work panics: the thread is lent again to others.
    struct Back;
    impl Drop for Back {
        fn drop(&mut self) {
            LENT.set(false);
        }
    }
    LENT.set(true);
    let _back = Back;
    work()
}

/// Runs the work here, or on a thread beside when this one may be driving asynchronous work.
pub(crate) fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    if LENT.get() || Handle::try_current().is_err() {
        return work();
    }
    let done = thread::scope(|scope| scope.spawn(work).join());
    done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
