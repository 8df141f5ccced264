//! The orders a board has adopted one after the other, and what the law does not let one of them say.

use super::{DelegationOrder, Point};
use crate::{Day, LawBook, LawError, Level};
use std::{fmt, sync::LazyLock};

/// Most points of one order: the longest that municipalities print have some four hundred.
pub(super) const POINTS_MAX: usize = 1000;

/// Most characters of a point's number.
const NUMBER_CHARS_MAX: usize = 20;

/// Most characters of a point's conditions.
const LIMITS_CHARS_MAX: usize = 2000;

/// What there is before the board has adopted anything: nothing has left it.
static NOTHING: LazyLock<DelegationOrder> = LazyLock::new(|| {
    let first = Day::new(1, 1, 1).expect("the calendar begins with it");
    DelegationOrder { name: String::new(), adopted: first, valid_from: first, points: Vec::new() }
});

/// The orders of one board, in the order they take effect. Each is in force until the next one begins.
///
/// Which one counts is settled by the day of the decision: what was decided under an old order is never judged by a new one.
///
/// ```
/// use law::{Day, DelegationOrder, DelegationOrders};
///
/// let orders = DelegationOrders::default().and(DelegationOrder::lyktinge());
/// assert_eq!(orders.on("2026-11-24".parse()?).points.len(), DelegationOrder::lyktinge().points.len());
/// assert!(orders.known_on("2025-06-30".parse()?).is_none(), "what was in force before is not known here");
/// assert!(orders.on("2025-06-30".parse()?).points.is_empty(), "so nobody but the board is given anything by it");
/// # Ok::<(), law::LawError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DelegationOrders(Vec<DelegationOrder>);

impl DelegationOrders {
    /// One more is adopted. Of two that begin on the same day the one that was adopted last counts.
    #[must_use]
    pub fn and(mut self, order: DelegationOrder) -> Self {
        let begins = |other: &DelegationOrder| (other.valid_from, other.adopted);
        let place = self.0.partition_point(|other| begins(other) <= begins(&order));
        self.0.insert(place, order);
        self
    }

    /// The order in force on a day, if one of those that are known here was.
    pub fn known_on(&self, day: Day) -> Option<&DelegationOrder> {
        self.0[..self.0.partition_point(|order| order.valid_from <= day)].last()
    }

    /// The order in force on a day. Where none is known nothing has left the board.
    pub fn on(&self, day: Day) -> &DelegationOrder {
        self.known_on(day).unwrap_or(&NOTHING)
    }

    /// The order that was adopted on a day: decisions cite it by that.
    pub fn adopted_on(&self, day: Day) -> Option<&DelegationOrder> {
        self.0.iter().find(|order| order.adopted == day)
    }

    /// All of them, the first to take effect first.
    pub fn all(&self) -> &[DelegationOrder] {
        &self.0
    }
}

/// A field of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PointField {
    /// Its number.
    Number,
    /// The type of decision it is about.
    DecisionType,
    /// The lowest level that may decide.
    Lowest,
    /// The conditions.
    Limits,
    /// Whether somebody else than whoever proposes decides.
    FourEyes,
}

/// What is wrong with a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PointWhy {
    /// It must say something here.
    Missing,
    /// It is longer than it may be, in characters.
    TooLong(usize),
    /// It stands in an earlier point as well: by two points nobody knows which counts.
    Twice,
    /// No type of decision in force on the day the order begins has this name.
    Unknown(String),
    /// The law lets nobody so low decide. No order can.
    BelowFloor {
        /// The lowest that the law lets decide.
        floor: Level,
        /// The provision that says so; empty if the row has none.
        provision: String,
    },
}

/// Something in a point that cannot be adopted, at its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointFault {
    /// Which point, from 0.
    pub at: usize,
    /// In which field.
    pub field: PointField,
    /// Why.
    pub why: PointWhy,
}

/// For the command line and for developers; pages choose their own words.
impl fmt::Display for PointWhy {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => out.write_str("is empty"),
            Self::TooLong(most) => write!(out, "is longer than {most} characters"),
            Self::Twice => out.write_str("stands in an earlier point as well"),
            Self::Unknown(text) => write!(out, "`{text}` is not known"),
            Self::BelowFloor { floor, provision } => {
                write!(out, "is below what the law allows: {floor:?} at the lowest ({provision})")
            }
        }
    }
}

impl DelegationOrder {
    /// Everything in it that the board cannot adopt, point by point. The law is that of the day it begins.
    pub fn faults(&self, law: &LawBook) -> Vec<PointFault> {
        let of_point = |at: usize| {
            let found = self.faults_at(at, law);
            found.into_iter().map(move |(field, why)| PointFault { at, field, why })
        };
        (0..self.points.len()).flat_map(of_point).collect()
    }

    fn faults_at(&self, at: usize, law: &LawBook) -> Vec<(PointField, PointWhy)> {
        let point = &self.points[at];
        let mut faults = Vec::new();
        if point.number.trim().is_empty() {
            faults.push((PointField::Number, PointWhy::Missing));
        } else if point.number.chars().count() > NUMBER_CHARS_MAX {
            faults.push((PointField::Number, PointWhy::TooLong(NUMBER_CHARS_MAX)));
        }
        faults.extend(self.twice(at).map(|field| (field, PointWhy::Twice)));
        if point.limits.as_ref().is_some_and(|limits| limits.chars().count() > LIMITS_CHARS_MAX) {
            faults.push((PointField::Limits, PointWhy::TooLong(LIMITS_CHARS_MAX)));
        }
        faults.extend(against_law(point, law, self.valid_from));
        faults
    }
}

/// What the law says against a point.
fn against_law(point: &Point, law: &LawBook, on: Day) -> Option<(PointField, PointWhy)> {
    let kind = match law.decision_type(&point.decision_type, on) {
        Ok(kind) => kind,
        Err(LawError::DecisionTypeNotInForce { kind, .. }) => {
            return Some((PointField::DecisionType, PointWhy::Unknown(kind.to_string())));
        }
        Err(_) => {
            let name = point.decision_type.to_string();
            return Some((PointField::DecisionType, PointWhy::Unknown(name)));
        }
    };
    let floor = kind.floor.level();
    let provision = || kind.floor_provision.as_ref().map(ToString::to_string).unwrap_or_default();
    (point.lowest < floor)
        .then(|| (PointField::Lowest, PointWhy::BelowFloor { floor, provision: provision() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn order(adopted: &str, valid_from: &str) -> DelegationOrder {
        DelegationOrder { adopted: day(adopted), valid_from: day(valid_from), ..DelegationOrder::lyktinge() }
    }

    #[test]
    fn each_order_is_in_force_until_the_next_one_begins() {
        let (first, second) = (order("2025-06-11", "2025-07-01"), order("2026-02-04", "2026-03-01"));
        // Written down in the other order all the same.
        let orders = DelegationOrders::default().and(second.clone()).and(first.clone());
        assert_eq!(orders.known_on(day("2025-06-30")), None);
        for (on, expected) in
            [("2025-07-01", &first), ("2026-02-28", &first), ("2026-03-01", &second), ("2030-01-01", &second)]
        {
            assert_eq!(orders.known_on(day(on)), Some(expected), "{on}");
        }
        let again = order("2026-02-20", "2026-03-01");
        assert_eq!(
            orders.and(again.clone()).on(day("2026-03-01")),
            &again,
            "the last word of the board counts"
        );
    }

    /// Every type that the law reserves for a committee or the board, given to the unit head.
    #[test]
    fn no_point_can_go_below_the_floor_of_the_law() {
        let law = LawBook::sweden();
        let on = day("2026-11-24");
        let mut below = 0;
        for kind in law.decision_types() {
            if law.decision_type(&kind.id, on).is_err() {
                continue;
            }
            let point = Point {
                number: "1".to_owned(),
                decision_type: kind.id.clone(),
                lowest: Level::UnitHead,
                limits: None,
                four_eyes: false,
            };
            let order =
                DelegationOrder { valid_from: on, points: vec![point], ..DelegationOrder::lyktinge() };
            let faults = order.faults(law);
            let refused = faults.iter().any(|fault| matches!(fault.why, PointWhy::BelowFloor { .. }));
            assert_eq!(refused, kind.floor.level() > Level::UnitHead, "{}: {faults:?}", kind.id);
            below += usize::from(refused);
        }
        assert!(below > 20, "{below}");
        assert_eq!(DelegationOrder::lyktinge().faults(law), []);
    }

    #[test]
    fn what_is_wrong_is_told_at_its_field() {
        let mut order = DelegationOrder::lyktinge();
        order.points[0].number = " ".to_owned();
        order.points[1].number = "1.3".to_owned();
        order.points[4].decision_type = "D02".parse().expect("a type");
        order.points[5].decision_type = "D99".parse().expect("a name of the right form");
        order.points[6].limits = Some("x".repeat(LIMITS_CHARS_MAX + 1));
        let faults: Vec<(usize, PointField)> =
            order.faults(LawBook::sweden()).iter().map(|fault| (fault.at, fault.field)).collect();
        let expected = [
            (0, PointField::Number),
            (2, PointField::Number),
            (4, PointField::DecisionType),
            (5, PointField::DecisionType),
            (6, PointField::Limits),
        ];
        assert_eq!(faults, expected);
    }
}
