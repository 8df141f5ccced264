//! Which clocks run in a file. Never stored as truth: counted from the entries and the law each time, copied into a view for sorting.

use crate::file::CaseFile;
use law::{Clock, LawBook};

/// Every clock the file has raised, running and done, in the order they started.
pub fn duties(file: &CaseFile, law: &LawBook) -> Vec<Clock> {
    law::clocks(&file.events, file.birth(), law)
}
