//! Where Lykta keeps things: the sealed log, its views, the drafts, the keys.
//!
//! Everything here is synchronous. One function is the border to the asynchronous web: a page handler calls into this
//! crate on a blocking thread.
//!
//! | where | what it is for |
//! |---|---|
//! | [`Home`], [`Db`] | where everything is kept; the register: who reads and who writes |
//! | [`Tx`], [`Sql`], [`Value`], [`Row`] | the seam to the engine; `sqlite.rs` and `postgres/` are all there is behind it |
//! | `schema`, `sql` | the tables, in steps; every statement, by subject |
//! | [`log`], [`commands`] | appending and reading entries; doing a command once |
//! | [`key_file`], [`keyring`] | the master secret; the keys wrapped under it, in `keys.db` |
//! | [`cards`], [`names`], [`tokens`] | showing a name; finding a person by name or exact number |
//! | [`drafts`], [`attachments`] | text and documents on their way; `shared.rs`: text that a matter's workers write together |
//! | [`numbers`] | matter numbers without gaps |
//! | [`messages`] | what other systems send: received durably, registered once; `set_aside.rs`: what waits for a person |
//! | [`accounts`], [`sessions`] | who may log in, and with what ([`code`]); who is logged in |
//! | [`emergency`] | the two sealed accounts, and that nobody uses one unseen |
//! | [`access_log`] | who has read what |
//! | [`backup`], [`restore`], [`export`] | copies that are made while others work; coming back from them; the record as a file |
//! | [`evidence`] | checkpoints, proofs, the access log under the chain |
//! | [`verify`](verify()) | checking all of it, without keys |
//! | [`edge`] | the only place where random bytes are drawn |
//!
//! # Opening
//!
//! ```
//! use store::{Db, Options, key_file, keyring::Keyring};
//!
//! # let folder = tempfile::tempdir().expect("a directory");
//! # let dir = folder.path();
//! let keys = Keyring::open(dir, key_file::read_or_make_demo(dir)?)?; // the keyring before the register
//! let db = Db::open(dir, Options::default())?;
//! # Ok::<(), store::Error>(())
//! ```
//!
//! # The order of a write
//!
//! Make new keys ([`Keyring::new_key`](keyring::Keyring::new_key)) → [`Db::write`] → [`commands::recall`] →
//! [`log::append`] per stream, in order of id → views, cards, tokens → [`drafts::remove`] →
//! [`commands::remember`] → answer. If any step fails, none has happened.

mod act;
mod administration;
mod beside;
mod board;
mod db;
mod delivery;
mod destruction;
mod disposal;
mod disposal_shown;
mod error;
#[cfg(test)]
mod failing;
mod fence;
mod fold;
mod folded;
mod following;
mod glass;
mod home;
mod house;
mod identities;
mod intake;
mod key_lock;
mod kin;
mod lists;
mod look;
mod moved;
mod needs;
mod open;
mod organised;
mod originals;
mod outage;
mod people;
mod pool;
mod postgres;
mod reached;
mod readings;
mod reasons;
mod refold;
mod residence;
mod ring;
mod rotation;
mod schema;
mod set_aside;
mod shared;
mod site;
mod sql;
mod sqlite;
mod tally;
mod ties;
mod tx;
mod value;
mod verify;
mod views;
mod wal;
mod walk;
mod writer;

pub mod access_log;
pub mod access_tokens;
pub mod accounts;
pub mod attachments;
pub mod backup;
pub mod cards;
pub mod code;
pub mod commands;
pub mod drafts;
pub mod edge;
pub mod emergency;
pub mod evidence;
pub mod export;
pub mod jobs;
pub mod key_file;
pub mod keyring;
pub mod log;
pub mod log_check;
pub mod messages;
pub mod moving;
pub mod names;
pub mod numbers;
pub mod passkeys;
pub mod restore;
pub mod secret;
pub mod sessions;
#[cfg(feature = "pkcs11")]
mod token_lock;
pub mod tokens;

pub use act::{Done, Step, Wish};
pub use beside::{DraftPlace, READERS_MAX};
pub use board::{Agenda, DELEGATED_MAX, Delegated};
pub use db::{Db, Options};
pub use delivery::Delivery;
pub use disposal::{Destroyed, DisposalAnswer, DisposalTrouble, DisposalWaits, Listed, waits_for_people};
pub use disposal_shown::{DisposalBoard, PlanPage, ProtocolLine, ShownProposal};
pub use error::{Error, KeyError, Result, SchemaError};
pub use glass::{Broken, GlassOffer};
pub use home::Home;
pub use house::{Answer, DEMO_AUTHORITY, House, Now, Trouble};
pub use jobs::LEASE_US;
pub use lists::{
    Contact, Group, Hit, InFile, LeftOut, MyDay, Names as ListNames, OpeningAct, Requests, ServiceRow,
};
pub use look::{OpenFile, basis_code};
pub use moved::ReadBefore;
pub use needs::NEEDS_MAX;
pub use organised::{OrganisationAnswer, OrganisationTrouble};
pub use originals::Incoming;
pub use outage::{OutageFile, Reachable};
pub use people::{Known, NameCard};
pub use postgres::{Address, lent, prepare, unkept_promises};
pub use reasons::{Given, HOLDS_US, Reason, Review};
pub use record::access::Part;
pub use refold::Rebuilt;
pub use residence::{Residence, State as ResidenceState};
pub use rotation::Rewrapped;
pub use set_aside::SetAside;
pub use shared::{SharedDraft, SharedPlace, SharedRow, SharedSaved, Shown};
pub use ties::TiesToSettle;
pub use tx::{Question, Sql, Tx};
pub use value::{Row, Value};
pub use verify::{Trust, Verdict, verify};
pub use views::{ClockRow, MatterRow, MeetingRow, ProposalRow};
