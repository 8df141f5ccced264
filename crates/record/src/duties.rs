//! Which clocks run in a file. Never stored as truth: counted from the entries and the law each time, copied into a view for sorting.

use crate::{file::CaseFile, investigation};
use law::{Clock, Event, LawBook};

/// Every clock the file has raised, running and done, in the order they started.
///
/// Birthdays come first: nobody records them, and what is recorded on the day itself or later must find the clock they start. A birthday
/// may lie ahead; its clock has then not begun ([`Clock::has_started`]), so that no view must be counted anew on the day.
pub fn duties(file: &CaseFile, law: &LawBook) -> Vec<Clock> {
    let mut events: Vec<Event> = investigation::birthdays(file).collect();
    if events.is_empty() {
        return law::clocks(&file.events, file.birth(), law);
    }
    events.extend_from_slice(&file.events);
    law::clocks(&events, file.birth(), law)
}
