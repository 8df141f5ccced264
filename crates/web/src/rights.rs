//! Who may make a decision, why, and whom it goes to: the law's floor, the board's delegation order, the qualification.

use law::{Authority, Day, DecisionType, DecisionTypeId, Floor, LawBook, WhyNot};
use record::{
    CaseFile, DecisionId, Organisation, StaffId, UnitId, decision::four_eyes, organisation::Member,
};

use crate::desk::{Desk, Visitor};
use crate::reading::Reading;
use crate::refusals;
use crate::words::Words;

/// Whether the reader may, and if not, who.
#[derive(Clone, Debug)]
pub struct Right {
    /// The reader may.
    pub may: bool,
    /// The point of the delegation order, or why not.
    pub why: String,
    /// The provision or the point behind it.
    pub ground: String,
    /// Whom it can be sent to: those who may, nearest in level first. Nobody who is away, unless there is nobody else.
    pub who: Vec<Member>,
    /// Who would be asked, but is away today, each with who stands in.
    pub away: Vec<String>,
}

/// The reader's right to make a kind of decision in a unit's matter, that somebody has proposed or nobody yet.
pub fn right(
    desk: &Desk,
    visitor: &Visitor,
    reading: &Reading<'_>,
    (kind, proposed_by): (&DecisionType, Option<StaffId>),
    unit: UnitId,
) -> Right {
    let w = visitor.w;
    let (organisation, orders) = (desk.organisation(), desk.house.delegation());
    let order = orders.on(visitor.now.today);
    let actor = &visitor.actor;
    // What nobody has proposed yet is proposed by the reader.
    let proposer = Some(proposed_by.unwrap_or(actor.staff));
    let allowed = |member: &Member| {
        law::authority(kind, member.level, member.qualified, false, order).is_allowed()
            && four_eyes(order, &kind.id, proposer, &member.actor()).is_none()
    };
    match law::authority(kind, actor.level, actor.qualified, false, order) {
        Authority::May { point } => {
            let ground = point.clone().map(|point| w.t1("right-point", "point", point)).unwrap_or_default();
            match point.zip(four_eyes(order, &kind.id, proposed_by, actor)) {
                None => Right { may: true, why: String::new(), ground, who: Vec::new(), away: Vec::new() },
                Some((point, lacking)) => {
                    let lowest = order.point(&kind.id).map_or(actor.level, |point| point.lowest);
                    let near = organisation.who_may(lowest, unit).into_iter();
                    let near: Vec<&Member> = near.filter(|member| allowed(member)).collect();
                    let (who, away) = present(&organisation, w, near, allowed);
                    let why = w.t1(refusals::four_eyes(lacking), "point", point);
                    Right { may: false, why, ground: String::new(), who, away }
                }
            }
        }
        Authority::MayNot { lowest, why } => {
            let near = organisation.who_may(lowest, unit).into_iter();
            let near: Vec<&Member> = near.filter(|member| allowed(member)).collect();
            let (who, away) = present(&organisation, w, near, allowed);
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
            Right { may: false, why: w.t1(key, "level", level), ground, who, away }
        }
    }
}

/// Of those who may, the ones who are here today; for each who is away whoever stands in, where the law and the order let them. Standing in for
/// somebody gives nobody their power: it is their own level that counts.
fn present(
    organisation: &Organisation,
    w: &Words,
    near: Vec<&Member>,
    allowed: impl Fn(&Member) -> bool,
) -> (Vec<Member>, Vec<String>) {
    let all = || organisation.members.iter().filter(|member| allowed(member)).collect();
    let asked: Vec<&Member> = if near.is_empty() { all() } else { near };
    let is_here = |member: &&&Member| !organisation.is_away(member.staff);
    let mut who: Vec<&Member> = asked.iter().filter(is_here).copied().collect();
    let mut away = Vec::new();
    for member in asked.iter().filter(|member| organisation.is_away(member.staff)) {
        let by = organisation.stands_in_for(member.staff);
        if let Some(by) = by {
            let values = [("who", member.name.as_str().into()), ("by", by.name.as_str().into())];
            away.push(w.with("right-away", &values));
        }
        who.extend(by.filter(|by| allowed(by) && who.iter().all(|other| other.staff != by.staff)));
    }
    if who.is_empty() {
        who = all();
        let others: Vec<&Member> = who.iter().filter(is_here).copied().collect();
        who = if others.is_empty() { who } else { others };
    }
    let mut who: Vec<Member> = who.into_iter().cloned().collect();
    who.sort_by_key(|member| member.level);
    (who, away)
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

/// Somebody here who may make such a decision when it is proposed by the sender: whoever a proposal is sent to may read the file.
pub fn may_be_sent(desk: &Desk, kind: &DecisionTypeId, from: StaffId, to: StaffId) -> bool {
    let kind = desk.house.law.decision_types().iter().find(|one| one.id == *kind);
    let organisation = desk.organisation();
    let member = organisation.member(to);
    kind.zip(member).is_some_and(|(kind, member)| {
        let orders = desk.house.delegation();
        let order = orders.on(desk.clock.now().today);
        law::authority(kind, member.level, member.qualified, false, order).is_allowed()
            && four_eyes(order, &kind.id, Some(from), &member.actor()).is_none()
    })
}

/// "Frida Ek, förste socialsekreterare".
pub fn signature(member: &Member) -> String {
    format!("{}, {}", member.name, member.title)
}
