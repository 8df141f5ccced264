//! The law of Swedish child and youth social services, as dated data and pure functions.
//!
//! Everything that depends on a statute lives here and nowhere else: how long a rule gives and how its days are
//! counted ([`due`](fn@due)), which clocks a file's history has started ([`clocks`]), who may decide what ([`authority`]),
//! and which words a person may choose from ([`LawBook::list`]). The statutes themselves are TOML files in
//! `law-data/`; every row carries its provision under the old and the present act, its validity, how sure it is,
//! where it was read, and which lawyer has reviewed it.
//!
//! The crate is pure. It has no clock, no randomness and no I/O: *today* is always an argument.
//!
//! ```
//! use law::{Day, LawBook, due};
//!
//! let book = LawBook::sweden();
//! let opened = Day::new(2026, 10, 31)?;
//! let rule = book.rule_for(&"DL-021".parse()?, opened)?;
//! let due = due(rule, opened, None, None)?;
//!
//! assert_eq!(rule.name_sv, "Barnutredning slutförd");
//! assert_eq!(due.nominal, Some(Day::new(2027, 2, 28)?));
//! assert!(!due.reviewed, "no lawyer has reviewed the row yet, and every page says so");
//! # Ok::<(), law::LawError>(())
//! ```
//!
//! # Where to look
//!
//! | question | module |
//! |---|---|
//! | How is time counted? | `length`, `calendar`, `due`, `arrival` |
//! | Which clocks run in this file? | `clock` |
//! | What does a row say? | `rule`, `decision_type`, `lists`, `book` |
//! | Who may decide? | `delegation` |
//! | Who must consent? | `consent` |
//! | On what ground may what is secret be disclosed? | `disclosure` |
//! | How long is it kept? | `retention` |
//! | What does `lykta law` print? | [`cli`] |

mod arrival;
mod book;
mod calendar;
pub mod cli;
mod clock;
mod consent;
mod day;
mod decision_type;
mod delegation;
mod disclosure;
mod due;
mod error;
mod length;
mod lists;
mod retention;
mod rule;

pub use arrival::{Arrival, deemed_arrival};
pub use book::{Ends, EventName, LawBook, Sources, WaitingList};
pub use calendar::{Rest, is_public_holiday, next_weekday, previous_weekday, rest};
pub use clock::{Clock, ClockState, Event, clocks};
pub use consent::{ConsentRow, Need, OneGuardian};
pub use day::Day;
pub use decision_type::{
    Appeal, Asks, Condition, DecisionType, DecisionTypeId, Elsewhere, Floor, Level, MadeIn, Obstacle,
};
pub use delegation::{
    Authority, DelegationOrder, DelegationOrders, ListedFault, Point, PointFault, PointField, PointWhy,
    WhyNot, authority, is_lawful,
};
pub use disclosure::{AskedBy, DisclosureGround, DisclosureRoute, DutyToDisclose, Effect};
pub use due::{Due, Step, due};
pub use error::LawError;
pub use length::{Length, Period, Unit};
pub use lists::{Choice, OnlyFor};
pub use retention::{
    Anchors, Disposal, Fate, KeepingGround, Readings, RetentionRow, Sample, ToldBy, disposal,
};
pub use rule::{Certainty, Companion, NEW_ACT, Nature, Provision, READ_ON, Rule, RuleId, Scope};

/// From this age a child acts in its own right and is told and heard by itself (3 kap. 4 § socialtjänstlagen, 36 § LVU). Years.
pub const AGE_OF_PARTY: i16 = 15;

/// From this age nobody has custody of a person any longer (6 kap. 2 § föräldrabalken). Years.
pub const AGE_OF_MAJORITY: i16 = 18;
