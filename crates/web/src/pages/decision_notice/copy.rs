//! What a party is told of a decision: what was decided, why, by whom, and how it is challenged (31–33 §§ FL), as a text of blocks.

use law::{Appeal, Day, LawBook};
use record::decision::{Decision, Made};
use record::party_copy::Block;
use record::service::Grant;
use record::{Part, Recorded};

use crate::entry_view::original;
use crate::format;
use crate::pages::communication::copy::childs_view;
use crate::party::{Quoting, Source, own, text};
use crate::reading::{Reading, date};

/// The last day on which somebody who got the decision on a day may still appeal.
pub(crate) fn last_day(law: &LawBook, received: Day) -> Option<Day> {
    let due = law.due_between("appealable_notice.delivered", "appeal.received", received)?;
    due.latest_lawful.or(due.nominal)
}

/// The decision as a reader from whom nothing is kept would be told of it.
pub(crate) fn source(reading: &Reading<'_>, recorded: &Recorded, made: &Made) -> Source {
    let quoting = Quoting::new(recorded.seq, original(&recorded.entry));
    let w = reading.w;
    let decision = &made.decision;
    let day = format::day_letter(w, date(made.made.day));
    let values = [("day", day.into()), ("what", reading.decision(&decision.kind).into())];
    let mut what = own("", [w.with("told-decided", &values)]);
    what.parts.extend(decision.wording.as_ref().and_then(|wording| quoting.of(wording)));
    what.parts.extend(until(reading, decision).and_then(text).map(Part::fact));
    let mut blocks = vec![what];
    blocks.extend(decision.grants.iter().flat_map(|grant| granted(reading, &quoting, grant)));
    blocks.extend(reasons(reading, &quoting, decision));
    blocks.extend(decision.child.as_ref().and_then(|child| childs_view(reading, &quoting, child)));
    blocks.extend(quoting.block(w.t("told-weight"), &decision.child_weight));
    let weighed = decision.best_interests.iter().chain(decision.interests.iter().map(|(_, part)| part));
    blocks.extend(quoting.block(w.t("told-best"), weighed));
    blocks.push(own(&w.t("told-who"), who(reading, made)));
    Source { seq: recorded.seq, blocks }
}

fn until(reading: &Reading<'_>, decision: &Decision) -> Option<String> {
    let day = format::day_letter(reading.w, date(decision.until?));
    Some(reading.w.t1("told-until", "day", day))
}

/// The chosen reason, then the reasons in words.
fn reasons(reading: &Reading<'_>, quoting: &Quoting<'_>, decision: &Decision) -> Option<Block> {
    let kinds = reading.law.decision_types();
    let list = kinds.iter().find(|kind| kind.id == decision.kind).and_then(|kind| kind.reason_list.as_ref());
    let chosen = decision.reason.as_ref().zip(list);
    let chosen = chosen.map(|(reason, list)| format!("{}.", reading.code(list, reason)));
    let own = chosen.and_then(text).map(Part::fact);
    let parts: Vec<Part> =
        own.into_iter().chain(decision.reasons.iter().filter_map(|part| quoting.of(part))).collect();
    (!parts.is_empty()).then(|| Block { heading: text(reading.w.t("told-reasons")), parts })
}

/// A service: from when, to when, how much, towards what, and when it is followed up.
fn granted(reading: &Reading<'_>, quoting: &Quoting<'_>, grant: &Grant) -> Vec<Block> {
    let w = reading.w;
    let letter = |day: Day| format::day_letter(w, date(day));
    let time = match grant.until {
        Some(until) => {
            w.with("told-from-until", &[("from", letter(grant.from).into()), ("until", letter(until).into())])
        }
        None => w.t1("told-from", "from", letter(grant.from)),
    };
    let review = w.t1("told-review", "day", letter(grant.review));
    let mut block = own(&reading.code("service_kind", &grant.service), [time, review]);
    block.parts.extend(grant.extent.as_ref().and_then(|extent| quoting.of(extent)));
    let goal = quoting.block(w.t("told-goal"), [&grant.goal]);
    let suitable = quoting.block(w.t("told-suitable"), &grant.suitable);
    std::iter::once(block).chain(goal).chain(suitable).collect()
}

/// Who decided, who presented it, and by what provision.
fn who(reading: &Reading<'_>, made: &Made) -> Vec<String> {
    let w = reading.w;
    let maker = match &made.made_by.title {
        Some(title) => format!("{}, {title}", made.made_by.name),
        None => made.made_by.name.clone(),
    };
    let presented = made.presented_by.as_ref().map(|by| format!("{}, {}", by.name, by.title));
    let presented = presented.map(|who| w.t1("told-presented-by", "who", who));
    let provision =
        (!made.provision.is_empty()).then(|| w.t1("told-provision", "provision", &*made.provision));
    std::iter::once(w.t1("told-made-by", "who", maker)).chain(presented).chain(provision).collect()
}

/// How the decision is challenged by a party who got it on a day, or has not got it yet.
pub(crate) fn how_to_appeal(
    reading: &Reading<'_>,
    appeal: Appeal,
    received: Option<Day>,
    worker: &str,
) -> Block {
    let w = reading.w;
    let board = reading.organisation.board.clone();
    let last = received.and_then(|day| last_day(reading.law, day));
    let when = match last {
        Some(last) => w.t1("told-appeal-by", "day", format::day_letter(w, date(last))),
        None => w.t("told-appeal-weeks").into_owned(),
    };
    let paragraphs = match appeal {
        Appeal::Administrative => vec![
            w.with("told-appeal", &[("board", board.into()), ("when", when.into())]),
            w.t("told-appeal-how").into_owned(),
            w.t1("told-appeal-help", "worker", worker.to_owned()),
        ],
        Appeal::Legality => vec![w.t("told-appeal-legality").into_owned()],
        Appeal::CourtExamines => vec![w.t("told-appeal-court").into_owned()],
        Appeal::None => vec![w.t("told-appeal-none").into_owned()],
        _ => vec![w.t1("told-appeal-other", "worker", worker.to_owned())],
    };
    own(&w.t("letter-appeal"), paragraphs)
}
