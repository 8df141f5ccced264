//! Who has read, as the child or a guardian is told it: unit, role, when and why, never by name; and which rows wait.
//!
//! The list passes the same test as any disclosure (12 kap. 3 §, 26 kap. 1 och 2 §§ OSL). That the foster homes' unit has read may tell where
//! a child is; that a committee has, what is about to be decided. Such rows are left out by the rules here, each with its ground, and the
//! worker who hands the list over is shown them. What no rule can know, somebody tests: like every answer of [`secrecy`](crate::secrecy)
//! these are reminders, and they fail closed.

use crate::{
    file::CaseFile,
    organisation::UnitKind,
    secrecy::{Reader, concerns},
    text::Ground,
};
use law::{Day, Level};

/// For so many days after somebody who decides has read, nobody outside is told: a decision that is on its way is told by its own notice.
pub const DECIDING_DAYS: i64 = 14;

/// Somebody's opening of the file, as far as the rules ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What their unit does; none where nobody knows any more.
    pub unit: Option<UnitKind>,
    /// Their level; none where nobody knows any more.
    pub level: Option<Level>,
    /// On what ground, as the access log writes it.
    pub ground: String,
    /// The day.
    pub day: Day,
}

/// On what ground a row waits when the list is for a reader; none where it may be told. `protected`: somebody in the
/// file has a protected identity, the child or somebody it may be with.
pub fn waits(reader: Reader, row: &Row, file: &CaseFile, protected: bool, today: Day) -> Option<Ground> {
    let against = match reader {
        Reader::Child => Ground::PersonalCircumstances,
        Reader::Guardian(_) => Ground::ChildAgainstGuardian,
        Reader::Provider | Reader::Other => return Some(Ground::PersonalCircumstances),
    };
    if tells_where(row) && (protected || whereabouts_kept_from(reader, file)) {
        Some(Ground::Whereabouts)
    } else if decides(row) && (!file.proposals.is_empty() || row.day.days_until(today) < DECIDING_DAYS) {
        Some(against)
    } else {
        None
    }
}

/// A unit whose name may tell where the child is, or somebody of whom nobody knows any more where they worked.
fn tells_where(row: &Row) -> bool {
    let carries_out = matches!(row.ground.as_str(), "provider" | "former_provider");
    carries_out || matches!(row.unit, None | Some(UnitKind::FosterHome | UnitKind::OpenCare))
}

/// Somebody who reads because something is to be decided.
fn decides(row: &Row) -> bool {
    row.ground == "asked" || row.level.is_none_or(|level| !level.is_official())
}

fn whereabouts_kept_from(reader: Reader, file: &CaseFile) -> bool {
    let mut labels = file.entries.values().flat_map(|entry| entry.labels.iter().flatten());
    labels.any(|keep| keep.ground == Ground::Whereabouts && concerns(keep.from, reader, file.person()))
}
