//! Notice of a decision (*underrättelse om beslut*, 33 § FL): each party is told what was decided, why, and how to appeal.
//!
//! Sending is one thing, having received another: the time to appeal runs for each party from the day that party got it (44 § FL).

use crate::{
    check,
    context::Context,
    entry::{Entry, NewEntry},
    file::{CaseFile, Recorded},
    id::{DecisionId, PersonId},
    investigation::kept_from_the_untold,
    moment::Moment,
    party_copy::PartyCopy,
    refusal::{Field, Refusal},
    secrecy::Reader,
    text::{Code, Part},
};
use law::{Choice, Day};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A party is told of a decision, or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DecisionNotice {
    /// The decision.
    pub decision: DecisionId,
    /// Which party.
    pub person: PersonId,
    /// When.
    pub at: Moment,
    /// How, or why not.
    pub telling: DecisionTelling,
}

/// How a party was told of a decision, or why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecisionTelling {
    /// Told.
    Told {
        /// A code of `notice_way`.
        way: Code,
        /// The day they got it, when that is known at once.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        received: Option<Day>,
        /// The notice as it was sent.
        copy: PartyCopy,
        /// The plain letter beside it: what it means, in the reader's own words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        letter: Option<PartyCopy>,
    },
    /// Not told.
    Withheld {
        /// A code of `decision_notice_exception`.
        exception: Code,
        /// Why it applies here.
        motive: Part,
    },
}

/// The day somebody has got what was sent, and how that is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Receipt {
    /// The decision the notice was about.
    pub decision: DecisionId,
    /// Which party.
    pub person: PersonId,
    /// The day they got it.
    pub on: Day,
    /// How it is known: a receipt, a telephone call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_by: Option<Part>,
}

/// How far the notice to one party has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notified {
    /// The party.
    pub person: PersonId,
    /// The entry that holds what was sent.
    pub seq: i64,
    /// When it was sent; or, of one who is not told, recorded.
    pub on: Day,
    /// Whether they were told at all.
    pub told: bool,
    /// The day they got it.
    pub received: Option<Day>,
}

impl DecisionTelling {
    /// Was the party told?
    pub fn is_told(&self) -> bool {
        matches!(self, Self::Told { .. })
    }

    pub(crate) fn parts(&self) -> Vec<&Part> {
        match self {
            Self::Told { copy, letter, .. } => {
                copy.parts().chain(letter.iter().flat_map(PartyCopy::parts)).collect()
            }
            Self::Withheld { motive, .. } => vec![motive],
        }
    }

    pub(crate) fn parts_mut(&mut self) -> Vec<&mut Part> {
        match self {
            Self::Told { copy, letter, .. } => {
                copy.parts_mut().chain(letter.iter_mut().flat_map(PartyCopy::parts_mut)).collect()
            }
            Self::Withheld { motive, .. } => vec![motive],
        }
    }
}

/// The group of ways in which what is said or handed over is received then and there. A letter is received when that is known.
const AT_ONCE: &str = "at_once";

/// The day on which somebody who is told in such a way has what was decided, where the way says it.
pub fn received_at_once(way: &Choice, on: Day) -> Option<Day> {
    (way.group.as_deref() == Some(AT_ONCE)).then_some(on)
}

/// Tells a party of a decision that has been made.
pub(crate) fn notify(
    file: &CaseFile,
    notice: DecisionNotice,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let decision = file.decisions.get(&notice.decision).ok_or(Refusal::NoSuchDecision)?;
    check::happened(cx, notice.at, Field::Occurred)?;
    if notice.at.day < decision.made {
        return Err(Refusal::BeforeArrival(Field::Occurred));
    }
    let mut notice = notice;
    match &mut notice.telling {
        DecisionTelling::Told { way, received, copy, letter } => {
            let reader = Reader::of(file, notice.person);
            copy.check(reader, file)?;
            letter.as_ref().map_or(Ok(()), |letter| letter.check(reader, file))?;
            let way = check::code(cx, "notice_way", way, Field::Way)?;
            *received = received.or_else(|| received_at_once(way, notice.at.day));
            if received.is_some_and(|day| day < notice.at.day || day > cx.today) {
                return Err(Refusal::BeforeArrival(Field::Occurred));
            }
        }
        DecisionTelling::Withheld { exception, motive } => {
            motive.keep.push(kept_from_the_untold(file, notice.person));
            check::code(cx, "decision_notice_exception", exception, Field::Way)?;
        }
    }
    let at = notice.at;
    Ok(vec![NewEntry::new(Some(decision.matter), at, Entry::DecisionNotified(notice))])
}

pub(crate) fn notified(file: &mut CaseFile, notice: &DecisionNotice, by: &Recorded) {
    let (person, on) = (notice.person, notice.at.day);
    let (told, received) = match &notice.telling {
        DecisionTelling::Told { received, .. } => (true, *received),
        DecisionTelling::Withheld { .. } => (false, None),
    };
    let Some(decision) = file.decisions.get_mut(&notice.decision) else { return };
    decision.notified.retain(|earlier| earlier.person != person);
    decision.notified.push(Notified { person, seq: by.seq, on, told, received });
    let of = (decision.matter, notice.decision);
    file.decided_for("decision_notice.sent", on, of, person);
    if let Some(received) = received {
        delivered(file, notice.decision, person, received);
    }
}

/// The time to appeal runs for a party, where there is an appeal. A child who is too young to be one is told in a suitable way, and has
/// no such time.
fn delivered(file: &mut CaseFile, decision: DecisionId, person: PersonId, on: Day) {
    let Some(state) = file.decisions.get(&decision) else { return };
    let (of, appealable) = ((state.matter, decision), state.appealable);
    if file.parties(on).any(|party| party == person) {
        file.decided_for("decision_notice.delivered", on, of, person);
        if appealable {
            file.decided_for("appealable_notice.delivered", on, of, person);
        }
    }
}

/// Records the day a party got a notice.
pub(crate) fn receive(file: &CaseFile, receipt: Receipt, cx: &Context<'_>) -> Result<Vec<NewEntry>, Refusal> {
    let decision = file.decisions.get(&receipt.decision).ok_or(Refusal::NoSuchDecision)?;
    let sent = decision.notified.iter().find(|notified| notified.person == receipt.person && notified.told);
    let sent = sent.ok_or(Refusal::NotInFile(Field::Person))?;
    check::day_not_after(receipt.on, cx.today, Field::Occurred)?;
    if receipt.on < sent.on {
        return Err(Refusal::BeforeArrival(Field::Occurred));
    }
    if sent.received.is_some() {
        return Err(Refusal::DoneAlready);
    }
    let at = Moment::on(receipt.on);
    Ok(vec![NewEntry::new(Some(decision.matter), at, Entry::NoticeReceived(receipt))])
}

pub(crate) fn received(file: &mut CaseFile, receipt: &Receipt) {
    let Some(decision) = file.decisions.get_mut(&receipt.decision) else { return };
    if let Some(notified) = decision.notified.iter_mut().find(|notified| notified.person == receipt.person) {
        notified.received = Some(receipt.on);
    }
    delivered(file, receipt.decision, receipt.person, receipt.on);
}
