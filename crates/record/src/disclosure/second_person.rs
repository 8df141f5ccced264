//! A second person (*andra person*): where the point of the delegation order about disclosure demands four eyes, whoever has tested a request
//! does not send the answer alone. Somebody else looks at just what was tested, and sends it or sends it back.
//!
//! It is the board's own condition and must not cost the one who asks their right: a party's insight never waits for it, and what has waited
//! until the same time on the next working day goes without. What the ledger says of it is true: who tested, and whether anybody else did.

use super::{
    Disclosure, DisclosureRefusal, RequestState, Route, check_ground, check_items, hash, may_answer,
};
use crate::{
    context::{Actor, Author, Context},
    decision::four_eyes,
    entry::{Entry, NewEntry},
    file::{CaseFile, Recorded},
    id::DisclosureId,
    moment::Moment,
    refusal::Refusal,
    text::Part,
};
use law::DelegationOrder;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What somebody has tested, and a second person is to see before it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tested {
    /// This is to be given out.
    Give(Disclosure),
    /// It is to be refused.
    Refuse(DisclosureRefusal),
}

impl Tested {
    /// Which request it answers.
    pub fn request(&self) -> DisclosureId {
        match self {
            Self::Give(given) => given.request,
            Self::Refuse(refusal) => refusal.request,
        }
    }

    pub(crate) fn part(&self) -> Option<&Part> {
        match self {
            Self::Give(given) => given.test.as_ref(),
            Self::Refuse(refusal) => Some(&refusal.motive),
        }
    }

    pub(crate) fn part_mut(&mut self) -> Option<&mut Part> {
        match self {
            Self::Give(given) => given.test.as_mut(),
            Self::Refuse(refusal) => Some(&mut refusal.motive),
        }
    }
}

/// Who tested what somebody else sent: stands in the ledger beside who sent it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TestedBy {
    /// Who.
    pub by: Author,
    /// When.
    pub at: Moment,
    /// Nobody else had looked at it in time, and it went without.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
    /// The entry in which somebody else had last sent it back, where it went without anybody else in the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_back: Option<i64>,
}

/// Sends what has been tested, as it was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Confirmation {
    /// Which request.
    pub request: DisclosureId,
    /// The entry with what was tested, as it was shown.
    pub tested: i64,
}

/// A second person does not send it, and says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SentBack {
    /// Which request.
    pub request: DisclosureId,
    /// The entry with what was tested, as it was shown.
    pub tested: i64,
    /// What to think of.
    pub motive: Part,
}

/// What has been tested and waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The entry that holds it.
    pub seq: i64,
    /// Who tested it.
    pub by: Author,
    /// When.
    pub at: Moment,
    /// From when it may go without a second person.
    pub until: Moment,
    /// What.
    pub tested: Tested,
}

impl Waiting {
    /// Whether it has waited long enough to go without.
    pub fn goes_without(&self, now: Moment) -> bool {
        now >= self.until
    }

    /// Whether somebody is the second person: not whoever tested it, and nobody who stands in for them.
    pub fn is_second(&self, actor: &Actor) -> bool {
        !actor.is_among(&[self.by.staff]) && !actor.stands_in_for(&[self.by.staff])
    }
}

/// The number of the point that demands a second person for an answer by this way, if the order does. `refuses`: the answer is a refusal.
/// What a party is given goes at once, whatever the order says; a refusal is seen by two also when it meets a party.
pub fn demanded(order: &DelegationOrder, route: &Route, refuses: bool) -> Option<String> {
    let point = order.point(&super::answers()?).filter(|point| point.four_eyes)?;
    let ordinary = matches!(route, Route::PartyInsight(_)) && !refuses;
    (!ordinary).then(|| point.number.clone())
}

/// The same time on the next working day.
fn latest(at: Moment) -> Moment {
    Moment { day: law::next_weekday(at.day.plus_days(1)), minute: at.minute }
}

/// What was tested is put before a second person.
pub(super) fn put(tested: Tested, cx: &Context<'_>) -> Vec<NewEntry> {
    vec![NewEntry::new(None, cx.moment(), Entry::DisclosureTested(tested))]
}

/// A test that replaces another, also one that was sent back, has no longer time than the first had.
pub(crate) fn waits(file: &mut CaseFile, tested: &Tested, by: &Recorded) {
    let Some(state) = file.disclosures.get_mut(&tested.request()) else { return };
    let until = latest(by.occurred);
    let until = state.seen_by.map_or(until, |first| first.min(until));
    state.seen_by = Some(until);
    let (seq, at, who) = (by.seq, by.occurred, by.by.clone());
    state.for_second = Some(Waiting { seq, by: who, at, until, tested: tested.clone() });
}

pub(crate) fn sent_back(file: &mut CaseFile, back: &SentBack, by: &Recorded) {
    let Some(state) = file.disclosures.get_mut(&back.request) else { return };
    state.for_second = None;
    state.sent_back = Some(by.seq);
}

/// What waits, as it was shown.
fn waiting(state: &RequestState, tested: i64) -> Result<&Waiting, Refusal> {
    let waiting = state.for_second.as_ref().ok_or(Refusal::DoneAlready)?;
    if waiting.seq == tested { Ok(waiting) } else { Err(Refusal::TextHasChanged) }
}

/// Sends what was tested. It is tested once more against the file as it stands now, for what was given is what stands there.
pub(crate) fn confirm(
    file: &CaseFile,
    confirmation: Confirmation,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = file.disclosures.get(&confirmation.request).ok_or(Refusal::NoSuchRequest)?;
    let waiting = waiting(state, confirmation.tested)?;
    let without = seen_by_two(waiting, cx)?;
    let sent_back = state.sent_back.filter(|_| without);
    let at = cx.moment();
    let alone = without && sent_back.is_none();
    let tested = Some(TestedBy { by: waiting.by.clone(), at: waiting.at, alone, sent_back });
    let entry = match waiting.tested.clone() {
        Tested::Give(given) => {
            let reader = state.route.reader(file, cx.today);
            check_ground(&state.route, reader, &given.ground, cx)?;
            check_items(file, &state.route, reader, &given.items)?;
            let items_hash = hash(file, &given.items);
            Entry::Disclosed(Disclosure { at, items_hash, tested, ..given })
        }
        Tested::Refuse(refusal) => Entry::DisclosureRefused(DisclosureRefusal { at, tested, ..refusal }),
    };
    Ok(vec![NewEntry::new(None, at, entry)])
}

/// Whether it goes without a second person.
///
/// # Errors
/// [`Refusal::FourEyes`] for whoever tested it while there is time for somebody else, and [`Refusal::NotAuthorised`] for whom the order does
/// not let answer at all.
fn seen_by_two(waiting: &Waiting, cx: &Context<'_>) -> Result<bool, Refusal> {
    let (kind, point) = may_answer(cx)?;
    let order = cx.delegation.on(cx.today);
    match four_eyes(order, &kind, Some(waiting.by.staff), cx.actor) {
        // Also where the order has come to demand it no longer, and whoever tested it sends it themselves.
        None => Ok(!waiting.is_second(cx.actor)),
        Some(_) if waiting.goes_without(cx.moment()) => Ok(true),
        Some(lacking) => Err(Refusal::FourEyes { kind, point: point.unwrap_or_default(), lacking }),
    }
}

pub(crate) fn send_back(file: &CaseFile, back: SentBack, cx: &Context<'_>) -> Result<Vec<NewEntry>, Refusal> {
    let state = file.disclosures.get(&back.request).ok_or(Refusal::NoSuchRequest)?;
    let waiting = waiting(state, back.tested)?;
    if let Some(kind) = super::answers() {
        let order = cx.delegation.on(cx.today);
        let point = order.point(&kind).map(|point| point.number.clone()).unwrap_or_default();
        if let Some(lacking) = four_eyes(order, &kind, Some(waiting.by.staff), cx.actor) {
            return Err(Refusal::FourEyes { kind, point, lacking });
        }
    }
    // What a second person says of it tells what was to be left out.
    let motive = super::kept_from(file, state.route.person(), back.motive);
    Ok(vec![NewEntry::new(None, cx.moment(), Entry::DisclosureSentBack(SentBack { motive, ..back }))])
}
