//! Ties (*jäv*, 16–18 §§ FL): somebody who works here is close to somebody who is known here, and takes no part in that person's matters.
//!
//! Whoever has a tie says so at once (18 § FL). One's own file, and those of close relatives, are shut from that moment. Whether another tie
//! shakes the trust in somebody's impartiality is for whoever leads them to settle (16 § 5). What is kept is who, whom and of which kind,
//! never why. What nobody else can do without considerable delay may still be done (17 § FL): the access rule asks for the reason.

use super::Establishment;
use crate::{
    context::Actor,
    id::{Id, PersonId, StaffId},
};
use law::Day;
use serde::{Deserialize, Serialize};

/// Names the kind of a tie's id.
pub enum TieIdKind {}
/// A tie between somebody who works here and somebody who is known here.
pub type TieId = Id<TieIdKind>;

/// How somebody is tied to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieKind {
    /// It is they themselves.
    Own,
    /// A close relative, or somebody they live with (*närstående*).
    Relative,
    /// A neighbour.
    Neighbour,
    /// Another tie: a friend, the child's trainer, a quarrel.
    Other,
}

impl TieKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Own, Self::Relative, Self::Neighbour, Self::Other];

    /// Its code, as forms send it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Relative => "relative",
            Self::Neighbour => "neighbour",
            Self::Other => "other",
        }
    }

    /// Whether it is a conflict of interest by itself, whatever anybody thinks of it (16 § 1 FL).
    pub fn always_bars(self) -> bool {
        matches!(self, Self::Own | Self::Relative)
    }
}

/// A tie, as it was said and as it was settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    /// Its id.
    pub id: TieId,
    /// Who has it.
    pub staff: StaffId,
    /// To whom: a child, or somebody a child's file names.
    pub person: PersonId,
    /// Which.
    pub kind: TieKind,
    /// What whoever leads them has settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Settled>,
}

/// What has been settled of a tie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// They take no part.
    pub bars: bool,
    /// Who settled it.
    pub by: StaffId,
    /// When.
    pub on: Day,
}

impl Tie {
    /// Whether whoever has it takes no part: at once where the kind says so, else when it has been settled so.
    pub fn bars(&self) -> bool {
        self.kind.always_bars() || self.settled.is_some_and(|settled| settled.bars)
    }
}

/// Whether somebody may write a tie down: their own as they say it, and another's as they settle it where they lead. Nobody settles their own,
/// and what was said is not changed by settling it.
pub(super) fn may_write_tie(who: &Actor, tie: &Tie, before: &Establishment, leads: bool) -> bool {
    match before.ties.by_id(&tie.id) {
        None => tie.staff == who.staff && tie.settled.is_none(),
        Some(said) => {
            let same = Tie { settled: said.settled, ..tie.clone() } == *said;
            let by_them = tie.settled.is_some_and(|settled| settled.by == who.staff);
            same && by_them && tie.staff != who.staff && leads
        }
    }
}
