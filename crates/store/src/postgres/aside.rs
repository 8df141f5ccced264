//! Work that may not run where it is asked for.
//!
//! The client drives its own asynchronous machinery inside each call, which is not allowed on a thread that is driving another's: as a
//! test of the pages does, that opens a register before it asks for one. There the work is done on a thread beside. A program that serves
//! never needs it: its pages ask on threads that are [lent] for it, and a build for tests stops at one that does not.

use std::cell::Cell;
use std::thread;

use tokio::runtime::{Handle, RuntimeFlavor};

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
    if !is_driving() {
        return work();
    }
    debug_assert!(
        !is_serving(),
        "a page asks the store on a thread that others need: use web::desk::blocking"
    );
    beside(work)
}

/// Says goodbye to the server, wherever that happens to be.
pub(super) fn let_go(goodbye: impl FnOnce() + Send) {
    if is_driving() { beside(goodbye) } else { goodbye() }
}

fn is_driving() -> bool {
    !LENT.get() && Handle::try_current().is_ok()
}

/// Tests drive one thread each; a program that serves has several.
fn is_serving() -> bool {
    Handle::try_current().is_ok_and(|handle| handle.runtime_flavor() == RuntimeFlavor::MultiThread)
}

fn beside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let done = thread::scope(|scope| scope.spawn(work).join());
    done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
