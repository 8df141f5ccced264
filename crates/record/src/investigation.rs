//! An investigation is opened (*utredning inleds*), and everyone concerned is told at once (20 kap. 3–4 §§ SoL).

use crate::{
    check::{self, is_false},
    communication::Shared,
    context::Context,
    entry::{Entry, NewEntry},
    family::Guardianship,
    file::{CaseFile, Matter, MatterState, Recorded},
    id::{MatterId, PersonId},
    moment::Moment,
    plan::Plan,
    refusal::{Field, Refusal},
    text::{Audience, Code, Ground, Keep, Part},
    written::Version,
};
use law::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What an investigation is opened for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Opening {
    /// The new matter.
    pub matter: MatterId,
    /// The questions to answer: statements like others, for a question can give away what a child has said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Part>,
    /// The report or other matter it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<MatterId>,
}

impl Opening {
    pub(crate) fn from(self, matter: MatterId) -> Self {
        Self { from: Some(matter), ..self }
    }
}

pub(crate) fn check(file: &CaseFile, opening: &Opening) -> Result<(), Refusal> {
    file.is_free(opening.matter)
}

/// An investigation's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvestigationState {
    /// The day it was opened: four months run from here.
    pub opened: Day,
    /// The questions.
    pub questions: Vec<Part>,
    /// The reports it answers.
    pub reports: Vec<MatterId>,
    /// The newest plan.
    pub plan: Option<Arc<Plan>>,
    /// What has been signed of it in writing, oldest first.
    pub written: Vec<Version>,
    /// Who has been given the material, and what came of it.
    pub shared: Vec<Shared>,
    /// Who must be told, and who has been.
    pub parties: Vec<Party>,
    /// The day it was closed.
    pub closed: Option<Day>,
}

/// Somebody who must be told that an investigation has been opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Who.
    pub person: PersonId,
    /// How and when told, or why not.
    pub told: Option<Told>,
}

/// How and when somebody was told, or why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The day.
    pub on: Day,
    /// How, or why not.
    pub how: Telling,
}

impl InvestigationState {
    /// Who must be told on a day and has not been. A child who turned fifteen while it ran is told anew, now as a party.
    pub fn untold(&self, file: &CaseFile, day: Day) -> Vec<PersonId> {
        let since = file.party_since().filter(|since| *since <= day && self.runs_on(*since));
        let child = file.person().filter(|_| since.is_some());
        let before = |told: &Told| since.is_some_and(|since| told.on < since);
        let waits = |party: &&Party| match &party.told {
            None => true,
            Some(told) => told.how.is_put_off() || Some(party.person) == child && before(told),
        };
        let mut untold: Vec<PersonId> = self.parties.iter().filter(waits).map(|party| party.person).collect();
        untold.extend(child.filter(|child| !self.parties.iter().any(|party| party.person == *child)));
        untold
    }

    /// The parties who have neither been given the material as it reads now and had their time to answer, nor been left out on a ground.
    /// What is written anew is given anew (25 § FL): nobody has answered what they have not seen.
    pub fn unheard<'a>(&'a self, file: &'a CaseFile, day: Day) -> impl Iterator<Item = PersonId> + 'a {
        let over = move |person: PersonId| self.shared_with(person).is_some_and(|shared| shared.is_over(day));
        file.parties(day).filter(move |person| !over(*person))
    }

    /// What a party has been given of the newest version, or why it is left out.
    pub fn shared_with(&self, person: PersonId) -> Option<&Shared> {
        let newest = self.written.last().map_or(0, |version| version.seq);
        let now = |shared: &&Shared| shared.reply_by.is_none() || shared.seq > newest;
        self.shared.iter().find(|shared| shared.person == person).filter(now)
    }

    /// Who has been left out with a reason. Nothing hinders that they are told after all.
    pub fn left_out(&self) -> impl Iterator<Item = PersonId> + '_ {
        let withheld = |party: &&Party| {
            party.told.as_ref().is_some_and(|told| matches!(told.how, Telling::Withheld { .. }))
        };
        self.parties.iter().filter(withheld).map(|party| party.person)
    }

    /// Whether it had not ended before a day.
    /// Whether it had been neither closed nor is closed before a day.
    pub(crate) fn runs_on(&self, day: Day) -> bool {
        self.closed.is_none_or(|closed| day <= closed)
    }
}

/// The day the child became, or becomes, a party to each of its investigations by age alone. No entry is written on a birthday: the day
/// is counted anew each time, so that it follows when the birth is corrected and goes when the investigation ends before it.
pub(crate) fn birthdays(file: &CaseFile) -> impl Iterator<Item = law::Event> + '_ {
    let own = file.person().zip(file.party_since());
    let investigations = file.matters.iter().filter_map(|(id, matter)| match &matter.state {
        MatterState::Investigation(state) => Some((*id, state)),
        _ => None,
    });
    own.into_iter().flat_map(move |(child, since)| {
        let later = investigations.clone().filter(move |(id, state)| {
            state.runs_on(since) && !file.has_happened_to("investigation.opened", *id, child)
        });
        later.map(move |(id, state)| law::Event {
            name: "child.became_party".into(),
            day: since.max(state.opened),
            matter: Some(id.as_u128()),
            subject: Some(child.as_u128()),
            about: None,
            until: None,
        })
    })
}

/// Adds the investigation. Parties are the guardians and, from fifteen years, the child itself; a younger child is told in a suitable way.
pub(crate) fn opened(file: &mut CaseFile, opening: &Opening, by: &Recorded) {
    let Some(matter) = by.matter else { return };
    let day = by.occurred.day;
    let parties: Vec<PersonId> = file.parties(day).collect();
    let state = InvestigationState {
        opened: day,
        questions: opening.questions.clone(),
        reports: opening.from.into_iter().collect(),
        plan: None,
        written: Vec::new(),
        shared: Vec::new(),
        parties: parties.iter().map(|person| Party { person: *person, told: None }).collect(),
        closed: None,
    };
    file.matters.insert(matter, Matter::opened(by, day, MatterState::Investigation(state)));
    file.happened("investigation.opened", day, Some(matter));
    for person in parties {
        file.happened_to("investigation.opened", day, matter, person);
    }
}

/// A guardian who becomes known while an investigation runs must be told of it as well.
pub(crate) fn guardian_learnt(file: &mut CaseFile, custody: &Guardianship, today: Day) {
    if !file.parties(today).any(|party| party == custody.person) {
        return;
    }
    let running: Vec<MatterId> = file.running_investigations().map(|(matter, _)| matter).collect();
    for matter in running {
        let Some(state) = file.investigation_mut(matter) else { continue };
        if state.parties.iter().all(|party| party.person != custody.person) {
            state.parties.push(Party { person: custody.person, told: None });
            file.happened_to("investigation.opened", today, matter, custody.person);
        }
    }
}

/// How somebody was told, or why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Telling {
    /// Told: a code of `notice_way`.
    Told {
        /// The way.
        way: Code,
        /// The text of the letter as sent, when it was one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        letter: Option<Part>,
    },
    /// Not told: a code of `notice_exception`, with reasons.
    Withheld {
        /// The exception.
        exception: Code,
        /// Why: kept from the one who is not told.
        motive: Part,
        /// The exception passes, such as an interview that is to come: they are to be told when it has, and the clock goes on.
        #[serde(default, skip_serializing_if = "is_false")]
        for_now: bool,
    },
}

impl Telling {
    /// They are not told, and this is why. Whether the exception passes is settled by the law's list when it is recorded.
    pub fn withheld(exception: Code, motive: Part) -> Self {
        Self::Withheld { exception, motive, for_now: false }
    }

    /// Whether they are still to be told.
    fn is_put_off(&self) -> bool {
        matches!(self, Self::Withheld { for_now: true, .. })
    }

    /// What it says in words.
    pub fn part(&self) -> Option<&Part> {
        match self {
            Self::Told { letter, .. } => letter.as_ref(),
            Self::Withheld { motive, .. } => Some(motive),
        }
    }

    pub(crate) fn part_mut(&mut self) -> Option<&mut Part> {
        match self {
            Self::Told { letter, .. } => letter.as_mut(),
            Self::Withheld { motive, .. } => Some(motive),
        }
    }
}

/// A party is told that an investigation has been opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartyNotice {
    /// Who.
    pub person: PersonId,
    /// When.
    pub at: Moment,
    /// How.
    pub telling: Telling,
}

/// The group of exceptions that pass.
const FOR_NOW: &str = "for_now";

/// Records that a party was told, or why not: late as well, after the investigation has ended.
pub(crate) fn notify(
    file: &CaseFile,
    matter: MatterId,
    notice: PartyNotice,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let investigation = file.investigation(matter)?;
    check::happened(cx, notice.at, Field::Occurred)?;
    if notice.at.day < investigation.opened {
        return Err(Refusal::BeforeArrival(Field::Occurred));
    }
    let mut notice = notice;
    match &mut notice.telling {
        Telling::Told { way, .. } => {
            check::code(cx, "notice_way", way, Field::Way)?;
        }
        Telling::Withheld { exception, motive, for_now } => {
            let exception = check::code(cx, "notice_exception", exception, Field::Way)?;
            *for_now = exception.group.as_deref() == Some(FOR_NOW);
            motive.keep.push(kept_from_the_untold(file, notice.person));
        }
    }
    Ok(vec![NewEntry::new(Some(matter), notice.at, Entry::PartyNotified(notice))])
}

/// Why somebody is not told is kept from that same person, until somebody has tested it.
pub(crate) fn kept_from_the_untold(file: &CaseFile, person: PersonId) -> Keep {
    let own = file.person() == Some(person);
    let ground = if own { Ground::PersonalCircumstances } else { Ground::ChildAgainstGuardian };
    Keep { from: Audience::Person(person), ground }
}

pub(crate) fn notified(file: &mut CaseFile, notice: &PartyNotice, by: &Recorded) {
    let Some(matter) = by.matter else { return };
    if let Some(state) = file.investigation_mut(matter) {
        let told = Some(Told { on: notice.at.day, how: notice.telling.clone() });
        match state.parties.iter_mut().find(|party| party.person == notice.person) {
            Some(party) => party.told = told,
            None => state.parties.push(Party { person: notice.person, told }),
        }
    }
    if !notice.telling.is_put_off() {
        file.happened_to("investigation_notice.given_to_each_party", notice.at.day, matter, notice.person);
    }
}
