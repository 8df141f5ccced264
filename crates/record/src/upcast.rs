//! Old entries stay readable: what was written in an earlier form is turned into today's, one pure step per version.
//!
//! The log is never rewritten. When a kind changes its form, raise its version, add a step here and keep a sample of the old form under
//! `tests/histories/`; a test reads every sample there is.

use crate::{
    context::Author,
    entry::{Entry, VERSION},
    file::Recorded,
    id::MatterId,
    moment::Moment,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What is sealed: the entry with everything that tells of a person. The header beside it holds the rest in the clear.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sheet {
    /// When it happened.
    pub occurred: Moment,
    /// Who signed it.
    pub by: Author,
    /// The law data it was decided under.
    pub law: String,
    /// In which matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<MatterId>,
    /// What happened.
    pub entry: Entry,
}

/// The clear part of an entry, as the log keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Number in the stream.
    pub seq: i64,
    /// When it was recorded.
    pub at: Timestamp,
    /// The form it was written in.
    pub version: u16,
    /// The matter's number, on the entry that opens it.
    pub number: Option<String>,
}

/// Why an entry cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// Written by a newer Lykta: it is shown as such, and nothing is written to this stream until this node is upgraded.
    #[error("written in version {0}, this program reads up to {VERSION}")]
    FromTheFuture(u16),
    /// Not what was written.
    #[error("damaged entry: {0}")]
    Damaged(#[from] serde_json::Error),
}

/// The bytes to seal.
pub fn encode(sheet: &Sheet) -> Vec<u8> {
    serde_json::to_vec(sheet).expect("an entry of owned text, ids and days has a JSON form")
}

/// Reads what was sealed, whatever version it was written in.
pub fn decode(stamp: Stamp, plain: &[u8]) -> Result<Recorded, Unreadable> {
    if stamp.version > VERSION {
        return Err(Unreadable::FromTheFuture(stamp.version));
    }
    let Sheet { occurred, by, law, matter, entry } = serde_json::from_slice(plain)?;
    Ok(Recorded { seq: stamp.seq, at: stamp.at, occurred, by, law, matter, number: stamp.number, entry })
}
