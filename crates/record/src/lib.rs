//! What happened in a child's file, and what may happen next. Pure: no clock, no randomness, no I/O.
//!
//! Four functions carry the whole crate:
//!
//! * [`decide`] – a [`Command`] against a [`CaseFile`] gives the entries to write, or a [`Refusal`];
//! * [`evolve`] – one more entry changes the state; total, since what was written can always be read;
//! * [`duties`](fn@duties) – the clocks that run, counted from the entries and the law;
//! * [`visible_to`] – what speaks for and against showing a statement to somebody.
//!
//! One file holds one subject: its command, its entry, its arm of `decide`, its arm of `evolve`. To add a kind of entry, follow
//! `docs/recipes/entry-kind.md`.

pub mod access;
mod check;
mod command;
pub mod communication;
mod context;
pub mod decision;
pub mod decision_notice;
pub mod disclosure;
pub mod dispatch;
pub mod disposal;
pub mod distribution;
pub mod document;
mod duties;
pub mod entry;
pub mod facts;
pub mod family;
pub mod feedback;
pub mod figures;
mod file;
pub mod fingerprint;
pub mod follow_up;
pub mod id;
pub mod identity;
pub mod investigation;
mod line;
pub mod log_check;
pub mod meeting;
mod moment;
pub mod moving;
pub mod note;
pub mod occurrence;
pub mod organisation;
pub mod party_copy;
pub mod person;
pub mod plan;
pub mod preliminary;
pub mod protection;
pub mod readers_copy;
mod refusal;
pub mod report;
pub mod retention;
pub mod secrecy;
pub mod service;
pub mod service_plan;
pub mod sharing;
pub mod sight;
pub mod stand;
pub mod tally;
pub mod text;
pub mod upcast;
pub mod written;

pub use command::{Command, decide};
pub use context::{Actor, Author, Context};
pub use duties::duties;
pub use entry::{Entry, NewEntry};
pub use file::{
    CaseFile, EntryMeta, Matter, MatterState, MeasureState, Opened, Recorded, Subject, UnbornInformation,
    evolve, fold,
};
pub use id::{
    AuthorityId, CommandId, DecisionId, DisclosureId, DocumentId, DraftId, FileId, GoalId, InvestigationId,
    MatterId, MeetingId, PersonId, SharingConsentId, StaffId, UnitId,
};
pub use moment::{Moment, stockholm};
pub use organisation::Organisation;
pub use refusal::{Field, FourEyes, Refusal};
pub use secrecy::{Reader, Verdict, visible_to};
pub use text::{Code, Part, PartKind, Speaker, Text};
