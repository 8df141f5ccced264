//! Who may decide: the floors of the law, and above them a municipality's delegation order.

mod listed;
mod orders;

pub use listed::ListedFault;
pub use orders::{DelegationOrders, PointFault, PointField, PointWhy};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Day, DecisionType, DecisionTypeId, LawError, Level};

/// A board's delegation order (delegationsordning), as data.
///
/// It can give a power to a lower level, never below the floor of the law: [`authority`] takes the higher of the
/// two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DelegationOrder {
    /// The board and the document.
    pub name: String,
    /// The day the board adopted it.
    pub adopted: Day,
    /// The first day it applies.
    pub valid_from: Day,
    /// Its points.
    #[serde(rename = "point")]
    pub points: Vec<Point>,
}

/// One point of a delegation order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// The number by which decisions cite it: `2.3`.
    pub number: String,
    /// The type of decision it is about.
    pub decision_type: DecisionTypeId,
    /// The lowest level that may decide; those above may too.
    pub lowest: Level,
    /// Conditions in words, shown to the one who decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<String>,
    /// Somebody else than whoever proposes decides (*fyra ögon*): the board's own condition, which no law demands of an official's decision.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub four_eyes: bool,
}

impl DelegationOrder {
    /// Reads an order from TOML.
    ///
    /// # Errors
    /// [`LawError::Data`] when the text is no order, or names a number or a type of decision twice.
    pub fn parse(toml: &str) -> Result<Self, LawError> {
        let order: Self = toml::from_str(toml).map_err(|error| LawError::Data(error.to_string()))?;
        match (0..order.points.len()).find(|at| order.twice(*at).is_some()) {
            None => Ok(order),
            Some(at) => {
                let number = &order.points[at].number;
                Err(LawError::Data(format!("point {number} of the delegation order stands twice")))
            }
        }
    }

    /// The order of the invented municipality of the demo.
    pub fn lyktinge() -> Self {
        Self::parse(include_str!("../../../law-data/delegation-lyktinge.toml"))
            .expect("a test parses the embedded delegation order")
    }

    /// The field in which a point repeats one that stands before it.
    fn twice(&self, at: usize) -> Option<PointField> {
        let (point, before) = (&self.points[at], &self.points[..at]);
        if before.iter().any(|other| other.number == point.number) {
            return Some(PointField::Number);
        }
        let same = before.iter().any(|other| other.decision_type == point.decision_type);
        same.then_some(PointField::DecisionType)
    }

    /// The point about this type of decision.
    pub fn point(&self, kind: &DecisionTypeId) -> Option<&Point> {
        self.points.iter().find(|point| point.decision_type == *kind)
    }
}

/// Whether someone may make a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Authority {
    /// Yes, by this point of the delegation order, or by their own power when there is none.
    May {
        /// The number of the point.
        point: Option<String>,
    },
    /// No.
    MayNot {
        /// The lowest level that may: whom it goes to.
        lowest: Level,
        /// Why.
        why: WhyNot,
    },
}

impl Authority {
    /// Whether the answer is yes.
    pub fn is_allowed(&self) -> bool {
        matches!(self, Self::May { .. })
    }
}

/// Why someone may not make a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// The law lets nobody so low decide.
    Floor {
        /// The provision that says so; empty if the row has none.
        provision: String,
    },
    /// The delegation order gives the power to a higher level, or to nobody: then it stays with the board.
    DelegationOrder {
        /// The number of the point.
        point: Option<String>,
    },
    /// The official lacks the qualification of 25 kap. 1 § socialtjänstlagen.
    Qualification,
}

/// Whether someone at `level` may make a decision of this kind.
///
/// `qualified` is whether an official holds the qualification of 25 kap. 1 § socialtjänstlagen; `urgent` whether the decision
/// cannot wait for the board or its committee. The floor of the law always wins over the order; what the order
/// does not mention stays with the board; the chair decides only what is urgent (6 kap. 39 § KL), and on a type
/// with a floor only where the law or case law says so.
///
/// ```
/// use law::{Authority, Day, DelegationOrder, LawBook, Level, authority};
///
/// let today = Day::new(2026, 11, 21)?;
/// let order = DelegationOrder::lyktinge();
/// let taking_into_care = LawBook::sweden().decision_type(&"D27".parse()?, today)?;
/// assert!(!authority(taking_into_care, Level::UnitHead, true, true, &order).is_allowed());
/// assert!(authority(taking_into_care, Level::Chair, true, true, &order).is_allowed());
/// assert!(!authority(taking_into_care, Level::Chair, true, false, &order).is_allowed(), "not urgent");
/// # Ok::<(), law::LawError>(())
/// ```
pub fn authority(
    kind: &DecisionType,
    level: Level,
    qualified: bool,
    urgent: bool,
    order: &DelegationOrder,
) -> Authority {
    let point = order.point(&kind.id);
    let number = point.map(|point| point.number.clone());
    // What the order does not mention has not left the board.
    let ordered = point.map_or(Level::Board, |point| point.lowest);
    let floor = kind.floor.level();
    let lowest = ordered.max(floor);
    let at_floor = WhyNot::Floor {
        provision: kind.floor_provision.as_ref().map(ToString::to_string).unwrap_or_default(),
    };
    if level == Level::Court {
        // No delegation reaches a court, and none is needed.
        return Authority::May { point: None };
    }
    if level == Level::Chair {
        let floor_yields = floor <= Level::Chair || kind.chair_when_urgent;
        return match (floor_yields, urgent) {
            (true, true) => Authority::May { point: number },
            (true, false) if floor <= Level::Chair => {
                Authority::MayNot { lowest, why: WhyNot::DelegationOrder { point: number } }
            }
            _ => Authority::MayNot { lowest, why: at_floor },
        };
    }
    if level < floor {
        Authority::MayNot { lowest, why: at_floor }
    } else if level < ordered {
        Authority::MayNot { lowest, why: WhyNot::DelegationOrder { point: number } }
    } else if level.is_official() && kind.qualification_required && !qualified {
        Authority::MayNot { lowest, why: WhyNot::Qualification }
    } else {
        Authority::May { point: number }
    }
}

/// Whether the law itself lets somebody at a level decide, whatever any order says: for a day whose order is not known here.
pub fn is_lawful(kind: &DecisionType, level: Level, urgent: bool) -> bool {
    let floor = kind.floor.level();
    match level {
        Level::Court => true,
        Level::Chair => urgent && (floor <= Level::Chair || kind.chair_when_urgent),
        _ => level >= floor,
    }
}
