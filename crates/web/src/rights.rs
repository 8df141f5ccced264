//! Who may make a decision, why, and whom it goes to: the law's floor, the board's delegation order, the qualification.

use law::{Authority, Day, DecisionType, DecisionTypeId, Floor, LawBook, WhyNot};
use record::{CaseFile, DecisionId, StaffId, UnitId, organisation::Member};

use crate::desk::{Desk, Visitor};
use crate::reading::Reading;

/// Whether the reader may, and if not, who.
#[derive(Clone, Debug)]
pub struct Right {
    /// The reader may.
    pub may: bool,
    /// The point of the delegation order, or why not.
    pub why: String,
    /// The provision or the point behind it.
    pub ground: String,
    /// Whom it can be sent to: those who may, nearest in level first.
    pub who: Vec<Member>,
}

/// The reader's right to make a kind of decision in a unit's matter.
pub fn right(
    desk: &Desk,
    visitor: &Visitor,
    reading: &Reading<'_>,
    kind: &DecisionType,
    unit: UnitId,
) -> Right {
    let w = visitor.w;
    let order = &desk.house.delegation;
    let actor = &visitor.actor;
    let allowed =
        |member: &Member| law::authority(kind, member.level, member.qualified, false, order).is_allowed();
    match law::authority(kind, actor.level, actor.qualified, false, order) {
        Authority::May { point } => {
            let ground = point.map(|point| w.t1("right-point", "point", point)).unwrap_or_default();
            Right { may: true, why: String::new(), ground, who: Vec::new() }
        }
        Authority::MayNot { lowest, why } => {
            let near = desk.house.organisation.who_may(lowest, unit).into_iter();
            let mut who: Vec<Member> = near.filter(|member| allowed(member)).cloned().collect();
            if who.is_empty() {
                who = desk
                    .house
                    .organisation
                    .members
                    .iter()
                    .filter(|member| allowed(member))
                    .cloned()
                    .collect();
            }
            who.sort_by_key(|member| member.level);
            let level = reading.level(lowest);
            let (key, ground) = match why {
                WhyNot::Floor { provision } => ("right-floor", provision),
                WhyNot::DelegationOrder { point: Some(point) } => {
                    ("right-order", w.t1("right-point", "point", point))
                }
                WhyNot::DelegationOrder { point: None } => ("right-not-delegated", String::new()),
                WhyNot::Qualification => {
                    ("right-qualification", w.t("right-qualification-ground").into_owned())
                }
            };
            Right { may: false, why: w.t1(key, "level", level), ground, who }
        }
    }
}

/// The type by which it is judged who may decide: a change is made as low as the decision it changes.
pub fn judged<'k>(
    law: &'k LawBook,
    file: &CaseFile,
    kind: &'k DecisionType,
    changed: Option<DecisionId>,
    day: Day,
) -> &'k DecisionType {
    let changed = changed.filter(|_| kind.floor == Floor::SameAsChanged);
    let state = changed.and_then(|id| file.decisions.get(&id));
    state.and_then(|state| law.decision_type(&state.kind, day).ok()).unwrap_or(kind)
}

/// Somebody here who may make such a decision: whoever a proposal is sent to may read the file.
pub fn may_be_sent(desk: &Desk, kind: &DecisionTypeId, to: StaffId) -> bool {
    let kind = desk.house.law.decision_types().iter().find(|one| one.id == *kind);
    let member = desk.house.organisation.member(to);
    kind.zip(member).is_some_and(|(kind, member)| {
        let order = &desk.house.delegation;
        law::authority(kind, member.level, member.qualified, false, order).is_allowed()
    })
}

/// "Frida Ek, förste socialsekreterare".
pub fn signature(member: &Member) -> String {
    format!("{}, {}", member.name, member.title)
}
