//! Communication (*kommunicering*, 25 § FL): before a decision, each party is given all that matters and a time to answer, or it is recorded
//! on what ground not.
//!
//! Each guardian has a copy of their own, with what that guardian may have; so has a child of fifteen.

use crate::{
    check,
    context::Context,
    entry::{Entry, NewEntry},
    file::{CaseFile, Recorded},
    id::{MatterId, PersonId},
    investigation::kept_from_the_untold,
    moment::Moment,
    party_copy::PartyCopy,
    refusal::{Field, Refusal},
    secrecy::Reader,
    text::{Code, Part},
};
use law::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The material was given to a party, or was not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Communication {
    /// Which party.
    pub person: PersonId,
    /// When.
    pub at: Moment,
    /// How, or why not.
    pub sharing: Sharing,
}

/// How a party was given the material, or why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sharing {
    /// Given.
    Given {
        /// A code of `notice_way`.
        way: Code,
        /// The last day to answer.
        reply_by: Day,
        /// What was given.
        copy: PartyCopy,
    },
    /// Not given.
    Waived {
        /// A code of `communication_exception`.
        exception: Code,
        /// Why it applies here: kept from the one who is not told.
        motive: Part,
    },
}

/// What a party answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reply {
    /// Which party.
    pub person: PersonId,
    /// When.
    pub at: Moment,
    /// What they say. Empty: they have nothing to add.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// Said, not written: spoken words are written down at once (27 § FL).
    #[serde(default)]
    pub oral: bool,
}

/// How far the communication with one party has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The party.
    pub person: PersonId,
    /// The entry that holds what was given.
    pub seq: i64,
    /// When.
    pub on: Day,
    /// The last day to answer; none when it was waived.
    pub reply_by: Option<Day>,
    /// When they answered.
    pub replied: Option<Day>,
}

impl Sharing {
    /// Was the material given?
    pub fn is_given(&self) -> bool {
        matches!(self, Self::Given { .. })
    }

    pub(crate) fn parts(&self) -> Vec<&Part> {
        match self {
            Self::Given { copy, .. } => copy.parts().collect(),
            Self::Waived { motive, .. } => vec![motive],
        }
    }

    pub(crate) fn parts_mut(&mut self) -> Vec<&mut Part> {
        match self {
            Self::Given { copy, .. } => copy.parts_mut().collect(),
            Self::Waived { motive, .. } => vec![motive],
        }
    }
}

impl Shared {
    /// Has this party had its say on a day: answered, let the time pass, or been left out on a ground?
    pub fn is_over(&self, day: Day) -> bool {
        self.replied.is_some() || self.reply_by.is_none_or(|last| last < day)
    }
}

/// Gives a party the material. It must have been written first: nobody can answer what they have not seen.
pub(crate) fn share(
    file: &CaseFile,
    matter: MatterId,
    communication: Communication,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let investigation = file.investigation(matter)?;
    check::happened(cx, communication.at, Field::Occurred)?;
    let mut communication = communication;
    match &mut communication.sharing {
        Sharing::Given { way, reply_by, copy } => {
            copy.check(Reader::of(file, communication.person), file)?;
            check::code(cx, "notice_way", way, Field::Way)?;
            if *reply_by <= communication.at.day {
                return Err(Refusal::NotLater(Field::Until));
            }
            if investigation.written.is_empty() {
                return Err(Refusal::NothingWritten);
            }
        }
        Sharing::Waived { exception, motive } => {
            check::code(cx, "communication_exception", exception, Field::Way)?;
            motive.keep.push(kept_from_the_untold(file, communication.person));
        }
    }
    let at = communication.at;
    Ok(vec![NewEntry::new(Some(matter), at, Entry::MaterialShared(communication))])
}

pub(crate) fn shared(file: &mut CaseFile, communication: &Communication, by: &Recorded) {
    let Some(matter) = by.matter else { return };
    let Communication { person, at, sharing } = communication;
    let reply_by = match sharing {
        Sharing::Given { reply_by, .. } => Some(*reply_by),
        Sharing::Waived { .. } => None,
    };
    if let Some(state) = file.investigation_mut(matter) {
        state.shared.retain(|shared| shared.person != *person);
        state.shared.push(Shared { person: *person, seq: by.seq, on: at.day, reply_by, replied: None });
    }
    if reply_by.is_some() {
        file.happened_to_until("communication.sent", at.day, matter, *person, reply_by);
    }
}

/// Records what a party answers: late as well, and after the decision.
pub(crate) fn answer(
    file: &CaseFile,
    matter: MatterId,
    reply: Reply,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let investigation = file.investigation(matter)?;
    check::happened(cx, reply.at, Field::Occurred)?;
    let given = investigation.shared.iter().find(|shared| shared.person == reply.person);
    let given = given.filter(|shared| shared.reply_by.is_some()).ok_or(Refusal::NotInFile(Field::Person))?;
    if reply.at.day < given.on {
        return Err(Refusal::BeforeArrival(Field::Occurred));
    }
    let at = reply.at;
    Ok(vec![NewEntry::new(Some(matter), at, Entry::ReplyReceived(reply))])
}

pub(crate) fn answered(file: &mut CaseFile, reply: &Reply, by: &Recorded) {
    let Some(matter) = by.matter else { return };
    let state = file.investigation_mut(matter);
    if let Some(shared) = state.and_then(|state| state.shared.iter_mut().find(|s| s.person == reply.person)) {
        shared.replied = Some(reply.at.day);
    }
    file.happened_to("communication.answered", reply.at.day, matter, reply.person);
}
