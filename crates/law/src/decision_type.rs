//! [`DecisionType`]: a kind of decision the board can make, with who may make it at the lowest.

use std::{fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Certainty, Choice, Day, LawError, Provision, RuleId, rule::number_and_letter};

/// The name of a type of decision: `D` and two digits, with a small letter for one that was put between (`D20b`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct DecisionTypeId(String);

impl DecisionTypeId {
    /// The text, `D03`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DecisionTypeId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl FromStr for DecisionTypeId {
    type Err = LawError;

    fn from_str(text: &str) -> Result<Self, LawError> {
        let known = text.strip_prefix('D').is_some_and(|rest| number_and_letter(rest.as_bytes(), 2));
        if known { Ok(Self(text.to_owned())) } else { Err(LawError::UnknownDecisionType(text.to_owned())) }
    }
}

impl TryFrom<String> for DecisionTypeId {
    type Error = LawError;

    fn try_from(text: String) -> Result<Self, LawError> {
        text.parse()
    }
}

impl From<DecisionTypeId> for String {
    fn from(id: DecisionTypeId) -> Self {
        id.0
    }
}

/// Who in the municipality, from the case worker up to the board.
///
/// The order is that of a delegation order, lowest first. The chair stands between officials and committee but is
/// no official's superior: the chair decides urgent matters, and those only (6 kap. 39 § KL).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Socialsekreterare.
    CaseWorker,
    /// Socialjour. Has what a delegation order gives, and no power of its own under LVU.
    EmergencyDuty,
    /// Förste socialsekreterare, gruppledare.
    FirstSocialWorker,
    /// Enhetschef, sektionschef.
    UnitHead,
    /// Nämndens ordförande, or another member the board has appointed.
    Chair,
    /// Utskott: a committee of board members.
    Committee,
    /// Socialnämnden itself.
    Board,
    /// A court: what only it decides is recorded, never made here.
    Court,
}

impl Level {
    /// Whether an employee decides, rather than elected members.
    pub fn is_official(self) -> bool {
        self <= Self::UnitHead
    }
}

/// The lowest body the law lets decide. No delegation order can go below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Floor {
    /// May be delegated to officials.
    Any,
    /// A committee of the board at the lowest.
    Committee,
    /// Only the board.
    Board,
    /// Only a court; the board may ask.
    Court,
    /// As low as the decision it changes. Taken as the board until that decision is known: that is never too low.
    SameAsChanged,
}

impl Floor {
    /// The lowest level it lets decide.
    pub fn level(self) -> Level {
        match self {
            Self::Any => Level::CaseWorker,
            Self::Committee => Level::Committee,
            Self::Board | Self::SameAsChanged => Level::Board,
            Self::Court => Level::Court,
        }
    }
}

/// How a decision is challenged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Appeal {
    /// Not at all.
    None,
    /// Förvaltningsbesvär: the one it concerns, within three weeks of notice.
    Administrative,
    /// Laglighetsprövning: any member of the municipality, within three weeks of the announced minutes.
    Legality,
    /// The court examines the matter anyway, because the board submits or applies.
    CourtExamines,
    /// An action in a general court.
    GeneralCourt,
    /// To kammarrätten, within three weeks of notice (refusal to disclose).
    CourtOfAppeal,
    /// The other municipality goes to IVO.
    Ivo,
    /// Another authority decides, and its decision is appealed there.
    OtherAuthority,
    /// As the decision it changes.
    SameAsChanged,
}

impl Appeal {
    /// Does somebody appeal to us, so that we must look whether it came in time? Of a change of what is not known here, perhaps: nobody
    /// loses their time by our not knowing.
    pub fn comes_to_us(self) -> bool {
        matches!(self, Self::Administrative | Self::CourtOfAppeal | Self::SameAsChanged)
    }
}

/// A kind of decision: its ground, who may make it, what it must say, how it is appealed, what it sets in motion.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own in the table of decisions")]
pub struct DecisionType {
    /// Its name.
    pub id: DecisionTypeId,
    /// What it is called in Swedish.
    pub name_sv: String,
    /// What it is called in English.
    pub name_en: String,
    /// Where it stands in the Social Services Act (2025:400), or in another act.
    pub provision: Option<Provision>,
    /// Where it stood in the Social Services Act (2001:453).
    pub provision_old: Option<Provision>,
    /// The lowest body the law lets decide.
    pub floor: Floor,
    /// The provision behind a floor above `any`.
    pub floor_provision: Option<Provision>,
    /// Whether the chair may decide when the board cannot be awaited, despite the floor.
    #[serde(default)]
    pub chair_when_urgent: bool,
    /// Who usually decides. Habit, not law.
    pub typical: Vec<Level>,
    /// How it is challenged.
    pub appeal: Appeal,
    /// How sure the way of appeal is.
    pub appeal_certainty: Certainty,
    /// What it must contain beyond the standard contents, in Swedish.
    #[serde(default)]
    pub contents: Vec<String>,
    /// The same in English, item by item, where the page that makes the decision shows it.
    #[serde(default)]
    pub contents_en: Vec<String>,
    /// Whether it has the standard contents: the items of 31 § FL, reasons (32 § FL), legal ground, the child's view
    /// and the assessment of its best interests, how to appeal.
    #[serde(default)]
    pub standard_contents: bool,
    /// Whether it is a measure of care or treatment, where the child's best interests are *decisive* (3 kap. 1 §
    /// socialtjänstlagen) and not only first in the weighing.
    #[serde(default)]
    pub care_or_treatment: bool,
    /// It may keep from somebody where the child is.
    #[serde(default)]
    pub whereabouts: bool,
    /// The events it causes, by the names of the deadlines.
    #[serde(default)]
    pub emits: Vec<String>,
    /// The events it causes besides, when it ends the investigation it is made in.
    #[serde(default)]
    pub emits_when_closing: Vec<String>,
    /// Whether an official must hold the qualification of 25 kap. 1 § socialtjänstlagen.
    #[serde(default)]
    pub qualification_required: bool,
    /// How sure the row is.
    pub certainty: Certainty,
    /// Where the wording was read.
    pub source: String,
    /// The lawyer who has reviewed the row; empty: nobody has.
    pub reviewed_by: Option<String>,
    /// The first day it applies.
    pub valid_from: Day,
    /// The last day it applied; empty while it is in force.
    pub valid_to: Option<Day>,
    /// Whether Lykta can make this decision. Every type can be *recorded*.
    #[serde(default)]
    pub can_be_made_here: bool,
    /// The kind of matter it is made in, when it is made in Lykta.
    #[serde(default)]
    pub made_in: MadeIn,
    /// What must be so before it can be made, by the names of the record's facts.
    #[serde(default)]
    pub requires: Vec<Condition>,
    /// What must not be so.
    #[serde(default)]
    pub barred_when: Vec<Condition>,
    /// The rules whose power bounds it, version by version: it is not made after that power has ended, and sets no day beyond it.
    #[serde(default)]
    pub bounded_by: Vec<RuleId>,
    /// What the one who makes it must give.
    #[serde(default)]
    pub asks_for: Vec<Asks>,
    /// The value list a reason is chosen from: must be, where it asks for [`Asks::ReasonCode`], else may be.
    pub reason_list: Option<String>,
}

/// What a decision cannot do without. Pages draw the fields of what a type asks for, and the record refuses one that lacks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asks {
    /// Reasons, in words.
    Reasons,
    /// A reason of the type's list.
    ReasonCode,
    /// A last day.
    Until,
    /// The investigation that it opens, with its questions.
    Opening,
    /// The investigation that a report belongs to.
    LinksTo,
    /// The child's view, or why it is missing.
    Child,
    /// What is best for the child, and how it was weighed.
    BestInterests,
    /// What is decided, in words.
    Wording,
    /// The services it grants.
    Grants,
    /// The decision that it changes or corrects.
    Changes,
    /// The matter that it opens beside: a follow-up.
    Beside,
}

/// The kind of matter a decision is made in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MadeIn {
    /// A report that has no outcome yet.
    #[default]
    Report,
    /// An investigation that runs.
    Investigation,
    /// An investigation that has ended without a service.
    ClosedInvestigation,
    /// Any matter.
    Anywhere,
}

/// A fact about the matter that the law demands, or that bars the decision.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The fact's name in the record: `protection_assessed`.
    pub fact: String,
    /// Where the law says so.
    pub provision: Provision,
    /// How sure that is. An uncertain condition is asked about, not enforced.
    pub certainty: Certainty,
    /// Enforced although it is uncertain, where asking could cost a child its protection. The row says why.
    #[serde(default)]
    pub enforced: bool,
    /// What it comes to in a matter that is no running investigation.
    #[serde(default)]
    pub elsewhere: Elsewhere,
    /// Whether it holds only for a decision whose reason is to somebody's detriment ([`Choice::detriment`]).
    #[serde(default)]
    pub to_detriment: bool,
}

/// What a condition comes to where no investigation runs: of a service or a closed investigation the record cannot know whether the parties
/// have been given what a new decision rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Elsewhere {
    /// The same as in an investigation.
    #[default]
    Demanded,
    /// Whoever decides is asked, and answers for it.
    Asked,
    /// Nothing.
    Nothing,
}

/// How a condition stands in the way of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Whoever decides must say that they have considered it.
    Asks,
    /// The decision cannot be made.
    Blocks,
}

impl Condition {
    /// Whether it stands in the way of a decision on `day`, and how. `as_wanted`: the fact is known to be as the row wants it;
    /// `investigated`: the decision is made in a running investigation.
    pub fn obstacle(&self, as_wanted: bool, investigated: bool, day: Day) -> Option<Obstacle> {
        match self.elsewhere {
            Elsewhere::Nothing if !investigated => None,
            Elsewhere::Asked if !investigated => Some(Obstacle::Asks),
            _ if as_wanted => None,
            _ if self.blocks_on(day) => Some(Obstacle::Blocks),
            _ => Some(Obstacle::Asks),
        }
    }

    /// Whether it holds for a decision with this reason.
    pub fn covers(&self, reason: Option<&Choice>) -> bool {
        !self.to_detriment || reason.is_some_and(|reason| reason.detriment)
    }

    /// Whether it blocks a decision made on `day`, rather than asks for it to be considered.
    pub fn blocks_on(&self, day: Day) -> bool {
        self.enforced || self.certainty.on(day).is_certain()
    }
}

impl DecisionType {
    /// Whether the one who makes it must give this.
    pub fn asks_for(&self, what: Asks) -> bool {
        self.asks_for.contains(&what)
    }

    /// Whether it causes an event.
    pub fn emits(&self, event: &str) -> bool {
        self.emits.iter().any(|caused| caused == event)
    }

    /// Every condition, with whether the fact must be so (or must not).
    pub fn conditions(&self) -> impl Iterator<Item = (&Condition, bool)> {
        let required = self.requires.iter().map(|condition| (condition, true));
        required.chain(self.barred_when.iter().map(|condition| (condition, false)))
    }

    /// Every event it can cause.
    pub fn events(&self) -> impl Iterator<Item = &String> {
        self.emits.iter().chain(&self.emits_when_closing)
    }

    /// Whether the type is in force on `day`.
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// The citation that is right on `day`: under the old act before 1 July 2025.
    pub fn provision_on(&self, day: Day) -> Option<&Provision> {
        if (day.year(), day.month(), day.day()) < crate::rule::NEW_ACT {
            self.provision_old.as_ref().or(self.provision.as_ref())
        } else {
            self.provision.as_ref().or(self.provision_old.as_ref())
        }
    }
}
