//! Disclosure (*utlämnande*): somebody asks for what stands in a file, each item is tested, and what was given out is written down.
//!
//! There are four ways to ask and each has a test of its own, in a module of its own: [`official_document`], [`party_insight`],
//! [`own_data`] and [`data_subject`]. They are never merged: what settles one of them settles nothing in another. What they share stands
//! here: a request, the items, the entry in the ledger and the refusal.
//!
//! No text is copied. The ledger names each item by its place in the file and how it was given, and [`copy`](fn@copy::copy) builds the copy
//! from nothing but those places. So what is destroyed one day is not kept alive by a copy of it, and a copy can always be drawn again.

use crate::{
    check,
    context::Context,
    entry::{Entry, NewEntry},
    file::{CaseFile, Recorded},
    fingerprint::{Print, fingerprint},
    id::{DisclosureId, MatterId, PersonId},
    investigation::kept_from_the_untold,
    moment::Moment,
    refusal::{Field, Refusal},
    secrecy::{Reader, concerns},
    text::{Code, Ground, Keep, Part, Span, Text},
};
use law::{AskedBy, Authority, Day, DecisionTypeId, DisclosureGround, DutyToDisclose, Effect, LawBook};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

pub mod copy;
pub mod data_subject;
pub mod handing_over;
pub mod official_document;
pub mod own_data;
pub mod party_insight;
pub mod second_person;

use second_person::{Tested, TestedBy, Waiting};

/// The type of decision by which the authority answers: gives out or refuses.
const ANSWERS: &str = "D56";

/// The rules of the law whose clocks run until a request is answered, whichever way it came.
pub const RULES: [&str; 3] = ["DL-125", "DL-126", "DL-131"];

/// The value list of ways.
const WAYS: &str = "notice_way";

/// Somebody asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DisclosureRequest {
    /// The request.
    pub id: DisclosureId,
    /// When it came.
    pub at: Moment,
    /// By which way.
    pub route: Route,
    /// What is asked for, as it was said.
    pub asked: Part,
}

/// The four ways to ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// Somebody, whoever it is, asks for an official document (2 kap. TF).
    OfficialDocument(official_document::Asking),
    /// A party wants to see what stands in the matter (10 § FL).
    PartyInsight(party_insight::Asking),
    /// Somebody asks for what stands about themself or their child (12 kap. OSL).
    OwnData(own_data::Asking),
    /// Somebody asks which personal data about them are processed (artikel 15 GDPR).
    DataSubject(data_subject::Asking),
}

impl Route {
    /// Its code among the law's routes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::OfficialDocument(_) => official_document::CODE,
            Self::PartyInsight(_) => party_insight::CODE,
            Self::OwnData(_) => own_data::CODE,
            Self::DataSubject(_) => data_subject::CODE,
        }
    }

    /// Who in the file asks; nobody need say who asks for an official document.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::OfficialDocument(_) => None,
            Self::PartyInsight(asking) => Some(asking.person),
            Self::OwnData(asking) => Some(asking.person),
            Self::DataSubject(asking) => Some(asking.person),
        }
    }

    /// The one who asks, as a reader of the file on a day. Anybody around the child may ask what is written about them, and is no guardian by
    /// that; nor is whoever had custody when they asked and has it no more. What is not theirs is kept from them as from anybody.
    pub fn reader(&self, file: &CaseFile, day: Day) -> Reader {
        let person = self.person();
        let theirs = file.person().into_iter().chain(file.guardians(day)).find(|one| Some(*one) == person);
        theirs.map_or(Reader::Other, |person| Reader::of(file, person))
    }

    /// The events by which the clocks are told of a request, of what was given out and of a refusal.
    fn events(&self) -> [&'static str; 3] {
        match self {
            Self::OfficialDocument(_) | Self::OwnData(_) => {
                ["document_request.received", "document_request.granted", "document_request.refused"]
            }
            Self::PartyInsight(_) => {
                ["party_insight.requested", "party_insight.given", "party_insight.refused"]
            }
            Self::DataSubject(_) => ["dsr.received", "dsr.answered", "dsr.answered"],
        }
    }

    fn check(&self, file: &CaseFile, day: Day) -> Result<(), Refusal> {
        match self {
            // Anybody may ask, and nothing is asked of them.
            Self::OfficialDocument(_) => Ok(()),
            Self::PartyInsight(asking) => party_insight::check(asking, file, day),
            Self::OwnData(asking) => own_data::check(asking, file, day),
            Self::DataSubject(asking) => data_subject::check(asking, file),
        }
    }

    /// Whether an entry of a matter belongs to what is asked for by this way.
    pub fn reaches(&self, file: &CaseFile, matter: Option<MatterId>) -> bool {
        match self {
            Self::PartyInsight(asking) => party_insight::reaches(asking, file, matter),
            Self::OfficialDocument(_) | Self::OwnData(_) | Self::DataSubject(_) => true,
        }
    }

    /// What this way asks of the items that the others do not.
    fn test(&self, file: &CaseFile, reader: Reader, given: &Disclosure) -> Result<(), Refusal> {
        match self {
            Self::OfficialDocument(_) => official_document::test(given),
            Self::PartyInsight(_) => party_insight::test(file, reader, given),
            Self::OwnData(asking) => own_data::test(asking, file, given),
            Self::DataSubject(_) => data_subject::test(given),
        }
    }
}

/// What of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// What it is and the facts under its heading.
    Facts,
    /// How to reach whoever reported; of a report only.
    Contact,
    /// One of its statements, counted from 0.
    Statement(usize),
    /// The original of a received document.
    Original,
}

/// Something that is tested by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Item {
    /// The entry's number in the file.
    pub seq: i64,
    /// What of it.
    pub what: What,
    /// How it is given.
    pub treatment: Treatment,
    /// Why it is given although the file says that it must be kept from this reader: a label is a reminder and no decision (5 kap. 5 § OSL).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub despite: Option<Text>,
}

/// How an item is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// As it stands.
    Shown,
    /// With some of its words covered.
    Masked {
        /// Which.
        spans: Vec<Span>,
        /// On what ground.
        ground: Ground,
    },
    /// Not at all.
    Kept(Ground),
}

impl Treatment {
    /// The ground on which something is left out, if anything is.
    pub fn ground(&self) -> Option<Ground> {
        match self {
            Self::Shown => None,
            Self::Masked { ground, .. } | Self::Kept(ground) => Some(*ground),
        }
    }

    fn is_kept(&self) -> bool {
        matches!(self, Self::Kept(_))
    }
}

/// Something was given out: a row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Disclosure {
    /// Which request it answers.
    pub request: DisclosureId,
    /// When.
    pub at: Moment,
    /// How: a code of `notice_way`.
    pub way: Code,
    /// On what ground: a row of the law's grounds of disclosure.
    pub ground: Code,
    /// Exactly what, and how each item was given.
    pub items: Vec<Item>,
    /// How the test came out, where anything was left out or given although something spoke against it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test: Option<Part>,
    /// A condition that the receiver must keep (10 kap. 4 och 14 §§ OSL).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Text>,
    /// The fingerprint of the items with their words, settled when it is written: what was given can be told from anything else.
    #[serde(default)]
    pub items_hash: String,
    /// Who tested it, where somebody else has sent it, or nobody else came to it in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tested: Option<TestedBy>,
}

impl Disclosure {
    /// The grounds on which something was left out, each once.
    pub fn withheld(&self) -> Vec<Ground> {
        let mut grounds: Vec<Ground> = self.items.iter().filter_map(|item| item.treatment.ground()).collect();
        grounds.sort_unstable();
        grounds.dedup();
        grounds
    }
}

/// The authority refuses, in whole or in part: a written decision that can be appealed (6 kap. 3 § OSL).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DisclosureRefusal {
    /// Which request.
    pub request: DisclosureId,
    /// When.
    pub at: Moment,
    /// On what grounds.
    pub grounds: Vec<Ground>,
    /// Why, as it is told to the one who asked: nothing in it may tell what is kept.
    pub motive: Part,
    /// Who tested it, where somebody else has decided, or nobody else came to it in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tested: Option<TestedBy>,
}

/// A request, as far as it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestState {
    /// The entry that holds it.
    pub seq: i64,
    /// When it came.
    pub asked: Moment,
    /// By which way.
    pub route: Route,
    /// The entry that tells what was given out, if anything was.
    pub given: Option<i64>,
    /// Something was left out of it, or it was given with a condition.
    pub in_part: bool,
    /// The entry that refuses.
    pub refused: Option<i64>,
    /// What has been tested and is to be seen by a second person.
    pub for_second: Option<Waiting>,
    /// From when it may go without a second person, since it first was to be seen by one: to test it anew gives no more time.
    pub seen_by: Option<Moment>,
    /// The entry in which a second person has last sent it back.
    pub sent_back: Option<i64>,
}

impl RequestState {
    /// Nobody has answered it.
    pub fn is_waiting(&self) -> bool {
        self.given.is_none() && self.refused.is_none()
    }

    /// The authority may still be asked for a decision: nothing was given, or not all.
    pub fn can_be_refused(&self) -> bool {
        self.refused.is_none() && (self.given.is_none() || self.in_part)
    }
}

pub(crate) fn request(
    file: &CaseFile,
    request: DisclosureRequest,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    file.is_open()?;
    check::happened(cx, request.at, Field::Occurred)?;
    if file.disclosures.contains_key(&request.id) {
        return Err(Refusal::IdTaken);
    }
    request.route.check(file, request.at.day)?;
    let at = request.at;
    Ok(vec![NewEntry::new(None, at, Entry::DisclosureRequested(request))])
}

pub(crate) fn requested(file: &mut CaseFile, request: &DisclosureRequest, by: &Recorded) {
    let state = RequestState {
        seq: by.seq,
        asked: request.at,
        route: request.route.clone(),
        given: None,
        in_part: false,
        refused: None,
        for_second: None,
        seen_by: None,
        sent_back: None,
    };
    let [came, ..] = request.route.events();
    file.happened_about(came, request.at.day, request.id.as_u128());
    file.disclosures.insert(request.id, state);
}

/// Gives out what has been tested, or puts it before a second person.
pub(crate) fn give(
    file: &CaseFile,
    disclosure: Disclosure,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let asked = file.disclosures.get(&disclosure.request).ok_or(Refusal::NoSuchRequest)?;
    if !asked.is_waiting() {
        return Err(Refusal::DoneAlready);
    }
    check::happened(cx, disclosure.at, Field::Occurred)?;
    if disclosure.at < asked.asked && disclosure.at.day <= asked.asked.day && disclosure.at.minute.is_some() {
        return Err(Refusal::BeforeArrival(Field::Occurred));
    }
    check::code(cx, WAYS, &disclosure.way, Field::Way)?;
    let reader = asked.route.reader(file, cx.today);
    check_ground(&asked.route, reader, &disclosure.ground, cx)?;
    check_items(file, &asked.route, reader, &disclosure.items)?;
    asked.route.test(file, reader, &disclosure)?;
    let items_hash = hash(file, &disclosure.items);
    let person = asked.route.person();
    let test = disclosure.test.map(|test| kept_from(file, person, test));
    let (at, disclosure) = (disclosure.at, Disclosure { test, items_hash, tested: None, ..disclosure });
    if second_person::demanded(cx.delegation.on(cx.today), &asked.route, false).is_some() {
        return Ok(second_person::put(Tested::Give(disclosure), cx));
    }
    Ok(vec![NewEntry::new(None, at, Entry::Disclosed(disclosure))])
}

/// The reasons of a test tell what was left out: they are kept from the one who asked.
fn kept_from(file: &CaseFile, person: Option<PersonId>, test: Part) -> Part {
    match person.map(|person| kept_from_the_untold(file, person)) {
        Some(Keep { from, ground }) => test.kept_from(from, ground),
        None => test,
    }
}

pub(crate) fn given(file: &mut CaseFile, disclosure: &Disclosure, by: &Recorded) {
    let in_part = is_in_part(file, disclosure);
    let Some(state) = file.disclosures.get_mut(&disclosure.request) else { return };
    state.given = Some(by.seq);
    state.in_part = in_part;
    state.for_second = None;
    let [_, given, _] = state.route.events();
    file.happened_about(given, disclosure.at.day, disclosure.request.as_u128());
}

/// Whether less was given than what was asked for, or with a condition: both can be had as a decision that can be appealed (6 kap. 3 § OSL).
/// What was asked for is what stood there then.
fn is_in_part(file: &CaseFile, given: &Disclosure) -> bool {
    let Some(asked) = file.disclosures.get(&given.request) else { return false };
    let mut tested: BTreeMap<i64, usize> = BTreeMap::new();
    given.items.iter().for_each(|item| *tested.entry(item.seq).or_default() += 1);
    let mut stood =
        file.entries.range(..asked.seq).filter(|(_, entry)| asked.route.reaches(file, entry.matter));
    given.condition.is_some()
        || given.items.iter().any(|item| item.treatment.ground().is_some())
        || stood.any(|(seq, entry)| tested.get(seq).copied().unwrap_or_default() < entry.places)
}

/// Refuses, by the one who may: the authority decides, by its order of delegation. Where the order demands four eyes, whoever has tested it
/// puts it before somebody else.
pub(crate) fn refuse(
    file: &CaseFile,
    refusal: DisclosureRefusal,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let asked = file.disclosures.get(&refusal.request).ok_or(Refusal::NoSuchRequest)?;
    if !asked.can_be_refused() {
        return Err(Refusal::DoneAlready);
    }
    check::happened(cx, refusal.at, Field::Occurred)?;
    if refusal.at.day < asked.asked.day {
        return Err(Refusal::BeforeArrival(Field::Occurred));
    }
    if refusal.grounds.is_empty() {
        return Err(Refusal::Missing(Field::Reasons));
    }
    let refusal = DisclosureRefusal { tested: None, ..refusal };
    if second_person::demanded(cx.delegation.on(cx.today), &asked.route, true).is_some() {
        return Ok(second_person::put(Tested::Refuse(refusal), cx));
    }
    may_answer(cx)?;
    let at = refusal.at;
    Ok(vec![NewEntry::new(None, at, Entry::DisclosureRefused(refusal))])
}

pub(crate) fn refused(file: &mut CaseFile, refusal: &DisclosureRefusal, by: &Recorded) {
    let Some(state) = file.disclosures.get_mut(&refusal.request) else { return };
    state.refused = Some(by.seq);
    state.for_second = None;
    let [_, _, refused] = state.route.events();
    file.happened_about(refused, refusal.at.day, refusal.request.as_u128());
}

/// The type of decision, and the point of the order by which the actor may make it.
fn may_answer(cx: &Context<'_>) -> Result<(DecisionTypeId, Option<String>), Refusal> {
    let id = answers().ok_or(Refusal::NoSuchDecision)?;
    let kind = cx.law.decision_type(&id, cx.today).map_err(|_| Refusal::NoSuchDecision)?;
    let order = cx.delegation.on(cx.today);
    match law::authority(kind, cx.actor.level, cx.actor.qualified, false, order) {
        Authority::May { point } => Ok((id, point)),
        Authority::MayNot { lowest, why } => Err(Refusal::NotAuthorised { kind: id, lowest, why }),
    }
}

/// The type of decision by which a request is answered.
pub fn answers() -> Option<DecisionTypeId> {
    ANSWERS.parse().ok()
}

/// A ground must be one of the route's, be in force, let something be disclosed, and do so to the one who asks.
fn check_ground(route: &Route, reader: Reader, ground: &Code, cx: &Context<'_>) -> Result<(), Refusal> {
    let mut of_route = grounds(cx.law, route, reader, cx.today);
    let named = of_route.any(|row| row.id == ground.as_str());
    if named { allowed(ground, cx).map(|_| ()) } else { Err(unknown_ground(ground)) }
}

/// The grounds on which somebody who asks by a way can be given something, in the order of the law's rows.
pub fn grounds<'a>(
    law: &'a LawBook,
    route: &Route,
    reader: Reader,
    day: Day,
) -> impl Iterator<Item = &'a DisclosureGround> {
    let ids = law.disclosure_route(route.code()).map(|row| row.grounds.as_slice()).unwrap_or_default();
    let rows = ids.iter().filter_map(|id| law.disclosure_ground(id));
    let guardian = matches!(reader, Reader::Guardian(_));
    rows.filter(move |row| row.is_valid_on(day) && (guardian || row.asked_by != AskedBy::Guardian))
}

/// The row of a ground that lets something be disclosed today, and whether the one who asks has a right to it.
pub(crate) fn allowed(ground: &Code, cx: &Context<'_>) -> Result<DutyToDisclose, Refusal> {
    let row = cx.law.disclosure_ground(ground.as_str()).filter(|row| row.is_valid_on(cx.today));
    let row = row.ok_or_else(|| unknown_ground(ground))?;
    if row.effect == Effect::Bars {
        return Err(Refusal::GroundBars { provision: row.provision.to_string() });
    }
    Ok(row.duty)
}

fn unknown_ground(ground: &Code) -> Refusal {
    let code = ground.as_str().to_owned();
    Refusal::UnknownCode { list: "disclosure_ground".into(), code, field: Field::Reasons }
}

/// Each item is there, is asked for, and is tested once; what the file says must be kept is given only with a reason of its own; and what
/// is kept in one place is not given in another.
fn check_items(file: &CaseFile, route: &Route, reader: Reader, items: &[Item]) -> Result<(), Refusal> {
    if items.iter().all(|item| item.treatment.is_kept()) {
        return Err(Refusal::NothingGiven);
    }
    let mut seen = BTreeSet::new();
    let mut kept: BTreeMap<u64, Ground> = BTreeMap::new();
    for item in items {
        let entry = file.entry_for(item.seq)?;
        let labels = labels_of(file, item)?;
        // Words are covered in what somebody has written, not in what a page says of it.
        let covered = matches!(item.treatment, Treatment::Masked { .. });
        if covered && !matches!(item.what, What::Statement(_)) || !route.reaches(file, entry.matter) {
            return Err(Refusal::NotThatEntry);
        }
        if !seen.insert((item.seq, item.what)) {
            return Err(Refusal::IdTaken);
        }
        let against = labels.iter().find(|keep| concerns(keep.from, reader, file.person()));
        if let (Some(keep), None, false) = (against, &item.despite, item.treatment.is_kept()) {
            return Err(Refusal::KeptFromReader(keep.ground));
        }
        let known = print_of(file, item).filter(|print| print.letters() >= copy::KNOWN_BY);
        if let (Some(print), Treatment::Kept(ground)) = (known, &item.treatment) {
            kept.insert(print.of_words(), *ground);
        }
    }
    let mut shown = items.iter().filter(|item| item.treatment == Treatment::Shown);
    let twice = shown.find_map(|item| kept.get(&print_of(file, item)?.of_words()));
    twice.map_or(Ok(()), |ground| Err(Refusal::KeptFromReader(*ground)))
}

/// Whether the file is marked that this must be kept from a reader, so that it is given only with a reason of its own.
pub fn is_labelled(file: &CaseFile, reader: Reader, seq: i64, what: What) -> bool {
    let item = Item { seq, what, treatment: Treatment::Shown, despite: None };
    let labels = labels_of(file, &item).unwrap_or_default();
    labels.iter().any(|keep| concerns(keep.from, reader, file.person()))
}

/// From whom the file says that an item must be kept.
fn labels_of<'a>(file: &'a CaseFile, item: &Item) -> Result<&'a [Keep], Refusal> {
    let entry = file.entry_for(item.seq)?;
    match item.what {
        What::Statement(place) => entry.labels.get(place).map(Vec::as_slice).ok_or(Refusal::NoSuchEntry),
        What::Facts => Ok(&entry.whole),
        What::Contact if entry.contact => Ok(&entry.whole),
        What::Original if file.documents.values().any(|seq| *seq == item.seq) => Ok(&entry.whole),
        What::Contact | What::Original => Err(Refusal::NoSuchEntry),
    }
}

fn print_of(file: &CaseFile, item: &Item) -> Option<Print> {
    let What::Statement(place) = item.what else { return None };
    file.entries.get(&item.seq)?.prints.get(place).copied()
}

/// The fingerprint of what was given out: the items, how each was given, and the words that stood there.
fn hash(file: &CaseFile, items: &[Item]) -> String {
    let with_words: Vec<_> = items.iter().map(|item| (item, print_of(file, item))).collect();
    fingerprint(&with_words)
}

/// Whether the copy needs reasons: something was left out, or given although the file says that it must be kept.
fn needs_reasons(given: &Disclosure) -> bool {
    given.items.iter().any(|item| item.despite.is_some() || item.treatment.ground().is_some())
}

/// The reasons of the test, demanded where [`needs_reasons`] says so.
fn reasons_if_needed(given: &Disclosure) -> Result<(), Refusal> {
    if needs_reasons(given) && given.test.is_none() { Err(Refusal::Missing(Field::Motive)) } else { Ok(()) }
}
