//! When a document has come in: 22 § förvaltningslagen (2017:900).

use crate::{Day, previous_weekday};

/// How a document reached the authority, as far as 22 § FL makes a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arrival {
    /// It reached the authority or a competent official that day: handed over, said, faxed, sent electronically.
    /// A call to the emergency duty at night has come in at once.
    Reached,
    /// It lay in the authority's mailbox when that was first emptied that day.
    FirstEmptyingOfMailbox,
    /// It was fetched that day from the post office, and may have been ready there the working day before.
    FetchedFromPost,
}

/// The day a document counts as received, which is where its clocks start.
///
/// What lies in the mailbox at the first emptying of a day, or is fetched from the post and may have been handed
/// over before, counts as received on the working day before (22 § andra och tredje styckena FL). The record
/// keeps this day *beside* the actual one; a person may set it by hand with a reason.
///
/// ```
/// use law::{Arrival, Day, deemed_arrival};
///
/// let monday = Day::new(2026, 3, 2)?;
/// assert_eq!(deemed_arrival(Arrival::Reached, monday), monday);
/// assert_eq!(deemed_arrival(Arrival::FirstEmptyingOfMailbox, monday), Day::new(2026, 2, 27)?);
/// # Ok::<(), law::LawError>(())
/// ```
pub fn deemed_arrival(how: Arrival, day: Day) -> Day {
    match how {
        Arrival::Reached => day,
        Arrival::FirstEmptyingOfMailbox | Arrival::FetchedFromPost => previous_weekday(day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_after_the_holidays_counts_before_them() {
        let after = Day::new(2027, 3, 30).unwrap();
        let before = Day::new(2027, 3, 25).unwrap();
        assert_eq!(deemed_arrival(Arrival::FirstEmptyingOfMailbox, after), before);
        assert_eq!(deemed_arrival(Arrival::FetchedFromPost, after), before);
        assert_eq!(deemed_arrival(Arrival::Reached, after), after);
    }
}
