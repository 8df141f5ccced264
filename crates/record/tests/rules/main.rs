//! What every command writes and refuses, one module per subject, told as *given*, *when*, *then*.
//!
//! `given` holds the telling, `words` the ordinary things to tell of. `stories` tells of whole histories, one type of decision at a time,
//! with what each day does to every clock. `decided` retells what an ombudsman has criticised. `invariants` throws random commands at a
//! file, `histories` reads what was ever written, `driven_rows` drives every clock of the law through commands.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod access;
mod communication;
mod decided;
mod decision;
mod decision_notice;
mod disclosure;
mod dispatch;
mod distribution;
mod document;
mod driven_rows;
mod family;
mod feedback;
mod figures;
mod follow_up;
mod given;
mod histories;
mod invariants;
mod investigation;
mod log_check;
mod meeting;
mod moving;
mod note;
mod occurrence;
mod plan;
mod preliminary;
mod protection;
mod readers_copy;
mod recorded;
mod report;
mod retention;
mod second_person;
mod secrecy;
mod service;
mod service_plan;
mod settling;
mod sharing;
mod side_by_side;
mod stand;
mod stories;
mod unborn;
mod words;
mod written;
