//! Decisions: proposed, made, recorded.
//!
//! *Made* here are the decisions whose rows of law data say so. Any other decision is *recorded*: it was made in a meeting, by telephone at
//! night, in a court. Making is refused where a row says so; recording never is, it is flagged.

mod contents;
mod effects;
mod making;

pub use contents::{CONSENT, end_of_power, replaced_day};
pub use effects::FOR_PARTY;
pub(crate) use effects::{made, proposed, sent_back};
pub use making::{appeal, four_eyes};
pub(crate) use making::{make, open_at_once, propose, record, send_back, sign};

use crate::{
    context::Author,
    decision_notice::Notified,
    file::CaseFile,
    fingerprint::fingerprint,
    id::{DecisionId, DocumentId, MatterId, StaffId},
    investigation::Opening,
    moment::Moment,
    preliminary::ChildHeard,
    service::Grant,
    text::{Code, Part},
};
use law::{Day, DecisionTypeId, Level};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a decision says, whoever makes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// Its type in the law data.
    pub kind: DecisionTypeId,
    /// What is decided, where the type alone does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<Part>,
    /// Reasons: decisive facts, and what is made of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Part>,
    /// A code of the list that goes with the type: `not_opened_reason`, `extension_reason`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Code>,
    /// The child's part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub child: Option<ChildHeard>,
    /// What is best for the child, and how it was weighed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best_interests: Option<Part>,
    /// How the child's view was weighed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub child_weight: Option<Part>,
    /// Step by step, where the matter is large: codes of `best_interests_step`, each with its words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interests: Vec<(Code, Part)>,
    /// A last day, for a decision about time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// The investigation to open or to link to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
    /// The investigation that already runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links_to: Option<MatterId>,
    /// The services it grants, each in a matter of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<Grant>,
    /// The investigation it is made in ends with it.
    #[serde(default, skip_serializing_if = "crate::check::is_false")]
    pub closes: bool,
    /// The decision that it changes or corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<DecisionId>,
    /// The matter that it opens beside: a follow-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<MatterId>,
    /// Facts that an uncertain row of law speaks of, and that whoever decides has been asked about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acknowledged: Vec<String>,
}

impl Decision {
    /// A decision of a kind, with nothing more said yet.
    pub fn new(id: DecisionId, kind: DecisionTypeId) -> Self {
        Self {
            id,
            kind,
            wording: None,
            reasons: Vec::new(),
            reason: None,
            child: None,
            best_interests: None,
            child_weight: None,
            interests: Vec::new(),
            until: None,
            opening: None,
            links_to: None,
            grants: Vec::new(),
            closes: false,
            changes: None,
            beside: None,
            acknowledged: Vec::new(),
        }
    }

    /// Its reasons, then what the child has said.
    pub fn statements(&self) -> impl Iterator<Item = &Part> {
        self.reasons.iter().chain(self.child.iter().filter_map(ChildHeard::said))
    }

    pub(crate) fn headed(&self) -> impl Iterator<Item = &Part> {
        let not_heard = self.child.iter().filter_map(ChildHeard::explained);
        let interests = self.interests.iter().map(|(_, part)| part);
        let granted = self.grants.iter().flat_map(Grant::headed);
        let weighed = self.child_weight.iter().chain(&self.best_interests).chain(interests);
        let questions = self.opening.iter().flat_map(|opening| &opening.questions);
        self.wording.iter().chain(questions).chain(not_heard).chain(weighed).chain(granted)
    }

    pub(crate) fn parts_mut(&mut self) -> impl Iterator<Item = &mut Part> {
        let child = self.child.iter_mut().filter_map(ChildHeard::part_mut);
        let interests = self.interests.iter_mut().map(|(_, part)| part);
        let granted = self.grants.iter_mut().flat_map(Grant::parts_mut);
        let weighed = self.child_weight.iter_mut().chain(&mut self.best_interests).chain(interests);
        let questions = self.opening.iter_mut().flat_map(|opening| &mut opening.questions);
        let said = self.reasons.iter_mut().chain(&mut self.wording).chain(questions);
        said.chain(child).chain(weighed).chain(granted)
    }
}

/// A decision put before somebody who may make it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Proposal {
    /// The decision as proposed.
    pub decision: Decision,
    /// To whom; `None` is whoever leads the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<StaffId>,
}

/// A proposal sent back, with words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Return {
    /// The proposal.
    pub proposal: DecisionId,
    /// What is wanted.
    pub motive: Part,
}

/// A decision as it stands in the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Made {
    /// What was decided.
    pub decision: Decision,
    /// When.
    pub made: Moment,
    /// Who made it, by name and title. Signed here: the author; recorded: as told.
    pub made_by: DecisionMaker,
    /// Who presented it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presented_by: Option<Author>,
    /// The point of the delegation order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<String>,
    /// The day on which the board adopted the order that the point stands in: another order may be in force now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Day>,
    /// The provision, as it read then.
    pub provision: String,
    /// The document that bears it, when it was made elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// What the law's clock engine is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<String>,
    /// Those it concerns can appeal against it to us: their time runs from the day they get it (44 § FL).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub appealable: bool,
    /// What a reader should notice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Flag>,
    /// How the minutes of the meeting that made it cite it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<Minutes>,
    /// The fingerprint of the text that was before the eyes of whoever signed: see [`OpenProposal::fingerprint`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binds: Option<String>,
}

/// A proposal is signed as it was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signing {
    /// The proposal.
    pub proposal: DecisionId,
    /// The fingerprint of what was shown.
    pub shown: String,
    /// Where a meeting decides: how its minutes cite it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<Minutes>,
}

/// How the minutes of a meeting (*sammanträdesprotokoll*) cite a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Minutes {
    /// The paragraph: `§ 87`, without its sign.
    pub paragraph: String,
    /// Who had their dissent (*reservation*) written down, by name. What they argued stands in the minutes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dissent: Vec<String>,
}

impl Minutes {
    /// Most characters of a paragraph, and of a name.
    pub const CHARS_MAX: usize = 100;

    /// Whether it says something, and nothing beyond reason.
    pub(crate) fn is_sound(&self) -> bool {
        let mut all = std::iter::once(&self.paragraph).chain(&self.dissent);
        all.all(|word| !word.trim().is_empty() && word.chars().count() <= Self::CHARS_MAX)
            && self.dissent.len() <= Self::CHARS_MAX
    }
}

/// Who made a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DecisionMaker {
    /// Name, or the body: "Sociala utskottet".
    pub name: String,
    /// Title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Level in the delegation order.
    pub level: Level,
}

/// Something recorded that is not as the law wants it. Recording it is right; hiding it would not be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Made by somebody without authority to decide; lowest level that has it.
    WithoutAuthority(Level),
    /// Something the law demands first was missing.
    Demanded(String),
    /// Something that bars the decision stood in the file.
    BarredBy(String),
    /// Written down later than the day after.
    RecordedLate,
    /// Time was given after it had run out.
    AfterTheLastDay,
}

/// A decision that stands, for those who must be told of it and those who may change it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionState {
    /// The entry that holds it.
    pub seq: i64,
    /// The matter it was made in.
    pub matter: MatterId,
    /// Its type.
    pub kind: DecisionTypeId,
    /// The day it was made.
    pub made: Day,
    /// It settles something for the parties, who must be told (33 § FL).
    pub for_parties: bool,
    /// Those it concerns can appeal against it to us.
    pub appealable: bool,
    /// Who has been told.
    pub notified: Vec<Notified>,
    /// Later decisions that change or correct it.
    pub changed_by: Vec<DecisionId>,
}

/// A decision made elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RecordDecision {
    /// The matter; a new one is opened for a measure when it is not in the file.
    pub matter: MatterId,
    /// What was decided.
    pub decision: Decision,
    /// When.
    pub made: Moment,
    /// By whom.
    pub made_by: DecisionMaker,
    /// In an urgent matter by the chair.
    pub urgent: bool,
    /// The document that bears it.
    pub document: Option<DocumentId>,
}

/// A proposal nobody has answered yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenProposal {
    /// The matter.
    pub matter: MatterId,
    /// The decision as proposed.
    pub decision: Decision,
    /// To whom.
    pub to: Option<StaffId>,
    /// By whom.
    pub by: Author,
    /// When.
    pub at: Moment,
}

impl OpenProposal {
    /// What whoever decides has before their eyes, as one number: the proposal to the letter, and the version of the investigation it
    /// rests on. What is signed is what was shown.
    pub fn fingerprint(&self, file: &CaseFile) -> String {
        let written = file.investigation(self.matter).ok().and_then(|state| state.written.last());
        fingerprint(&(&self.decision, written.map(|version| version.seq)))
    }

    /// Takes away what the proposal quotes of entries that have been moved to another file.
    pub fn withdraw_moved(&mut self, moved_away: &BTreeSet<i64>) {
        for part in self.decision.parts_mut() {
            part.withdraw(moved_away);
        }
    }
}
