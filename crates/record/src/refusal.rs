//! Why a command is refused. No text: the page finds the words, in the reader's language.
//!
//! Two rules decide what may be refused at all. *Recording* what has happened is never refused for being late or made by the wrong
//! person; it is flagged. *Making* a new decision is refused only where a row of law data says so.

use crate::id::{DecisionId, GoalId, PersonId};
use crate::text::Ground;
use law::{Day, DecisionTypeId, Level};
use std::borrow::Cow;

/// A field of a command, so that the page can put the answer where the question was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// When it happened.
    Occurred,
    /// When it arrived.
    Arrived,
    /// The day it counts as arrived, and why.
    DeemedArrival,
    /// How it arrived.
    Channel,
    /// Who reported.
    Reporter,
    /// What is reported.
    Concern,
    /// The reasons chosen from the list.
    Reasons,
    /// The outcome chosen.
    Outcome,
    /// The reasons written.
    Motive,
    /// The text.
    Text,
    /// A new date.
    Until,
    /// Whom it concerns.
    Person,
    /// In which way.
    Way,
    /// The child's view.
    ChildView,
    /// The questions of an investigation.
    Questions,
    /// The kind.
    Kind,
    /// How far an investigation goes.
    Depth,
    /// The areas it looks into.
    Areas,
    /// Days on which one looks at how it goes.
    Checks,
    /// Which service.
    Service,
    /// The answer somebody gave.
    Answer,
    /// The day of the next follow-up.
    Review,
    /// A goal.
    Goal,
    /// What is best for the child.
    BestInterests,
    /// The paragraph of a meeting's minutes.
    Paragraph,
}

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The file has not been opened.
    #[error("the file is not open")]
    FileNotOpen,
    /// The file is there already.
    #[error("the file is open already")]
    FileAlreadyOpen,
    /// The file of an expectant parent holds no reports about a child and no child's clocks.
    #[error("this is an expectant parent's own file")]
    NotAChildsFile,
    /// No matter with this id stands in this file.
    #[error("no such matter here")]
    NoSuchMatter,
    /// The matter is of another kind than the command wants.
    #[error("the matter is of another kind")]
    WrongKindOfMatter,
    /// The matter has its outcome already.
    #[error("the matter has its outcome already")]
    MatterClosed,
    /// No entry with this number stands in this file.
    #[error("no such entry here")]
    NoSuchEntry,
    /// The entry cannot be amended, or not be moved so: it stays where it is, or leaves only with what belongs to it.
    #[error("this entry cannot be changed so")]
    NotThatEntry,
    /// The entry has been moved to another file.
    #[error("the entry has been moved away")]
    MovedAway,
    /// What is said to be a quotation has other words than its source, or gives them to somebody else.
    #[error("not the words of what it quotes")]
    NotItsWords,
    /// A copy for somebody holds what the file says must be kept from that reader.
    #[error("kept from whom the copy is for ({0:?})")]
    KeptFromReader(Ground),
    /// The original that an entry tells of is not the one that was kept under its id, or none was.
    #[error("not the document that was kept")]
    NotTheOriginal,
    /// The same id was used before for something else.
    #[error("the id is taken")]
    IdTaken,
    /// No meeting with this id is booked.
    #[error("no such booked meeting")]
    NoSuchMeeting,
    /// No open proposal with this id.
    #[error("no such open proposal")]
    NoSuchProposal,
    /// No decision with this id stands in this file.
    #[error("no such decision here")]
    NoSuchDecision,
    /// What is named does not stand in this file.
    #[error("not in this file: {0:?}")]
    NotInFile(Field),
    /// The investigation has not been written, so there is nothing to give to a party.
    #[error("the investigation is not written")]
    NothingWritten,
    /// Whoever is to have the matter is tied to somebody in the file (*jäv*).
    #[error("tied to somebody in the file")]
    Tied,
    /// No assignment has been given.
    #[error("nothing is assigned")]
    NothingAssigned,
    /// A value that does not lie on the goal's scale.
    #[error("off the scale of goal {0}")]
    OffScale(GoalId),
    /// What was put before the one who decides is not what stands there now.
    #[error("the text has changed since it was shown")]
    TextHasChanged,
    /// A service rests on consent, and this is lacking.
    #[error("consent is lacking ({provision})")]
    ConsentLacking {
        /// By what provision.
        provision: String,
        /// The guardians who have not consented.
        lacking: Vec<PersonId>,
        /// A decision may let it go ahead with one guardian's consent: its type.
        one_guardian: Option<DecisionTypeId>,
    },
    /// A field that must be filled is empty.
    #[error("missing: {0:?}")]
    Missing(Field),
    /// A code that the value list does not hold on this day.
    #[error("unknown code in {list}: {code}")]
    UnknownCode {
        /// The value list.
        list: Cow<'static, str>,
        /// What was given.
        code: String,
        /// Where.
        field: Field,
    },
    /// Nothing happens in the future.
    #[error("in the future: {0:?}")]
    InFuture(Field),
    /// Before the child was born.
    #[error("before the child's birth: {0:?}")]
    BeforeBirth(Field),
    /// Before the report arrived.
    #[error("before the report arrived: {0:?}")]
    BeforeArrival(Field),
    /// A date that must lie after today and after the day it replaces.
    #[error("not later than the day it replaces: {0:?}")]
    NotLater(Field),
    /// This decision cannot be made here yet; it can be recorded.
    #[error("{0} is made outside Lykta and recorded here")]
    RecordedOnly(DecisionTypeId),
    /// The law demands something first.
    #[error("{kind} demands {fact} ({provision})")]
    Demands {
        /// The decision.
        kind: DecisionTypeId,
        /// What is missing, a name of [`crate::facts`].
        fact: String,
        /// By what provision.
        provision: String,
    },
    /// The law bars the decision as things stand.
    #[error("{kind} is barred by {fact} ({provision})")]
    Barred {
        /// The decision.
        kind: DecisionTypeId,
        /// What bars it, a name of [`crate::facts`].
        fact: String,
        /// By what provision.
        provision: String,
    },
    /// An uncertain row of law speaks against it; whoever decides must say that they have considered it.
    #[error("{kind}: consider {fact} ({provision})")]
    Asks {
        /// The decision.
        kind: DecisionTypeId,
        /// What to consider.
        fact: String,
        /// By what provision.
        provision: String,
    },
    /// The actor may not make this decision; `lowest` may.
    #[error("{kind} is decided by {lowest:?} or above")]
    NotAuthorised {
        /// The decision.
        kind: DecisionTypeId,
        /// The lowest level that may.
        lowest: Level,
        /// Why.
        why: law::WhyNot,
    },
    /// The board's order wants somebody else than whoever proposed to decide (*fyra ögon*).
    #[error("{kind} is decided by somebody else than whoever proposes it (point {point})")]
    FourEyes {
        /// The decision.
        kind: DecisionTypeId,
        /// The point of the delegation order that says so.
        point: String,
        /// Whose eyes are lacking.
        lacking: FourEyes,
    },
    /// The power that the decision rests on has ended, or ends before the last day that is set.
    #[error("{kind} has no power after {last} ({provision})")]
    BeyondPower {
        /// The decision.
        kind: DecisionTypeId,
        /// The last day of the power.
        last: Day,
        /// By what provision.
        provision: String,
    },
    /// The reason chosen is none that the law accepts.
    #[error("not a reason the law accepts: {0}")]
    ReasonNotAccepted(String),
    /// Feedback goes only to those who must report.
    #[error("the reporter has no duty to report")]
    ReporterNotMandated,
    /// Feedback holds exactly what is true: opened, not opened or already running.
    #[error("the feedback does not match the outcome")]
    FeedbackDoesNotMatch,
    /// There is no outcome to tell yet.
    #[error("nothing is decided yet")]
    NothingDecidedYet,
    /// This is not told as an occurrence: it has a form of its own.
    #[error("it has a form of its own")]
    HasItsOwnForm,
    /// What speaks of violence is no slip of the pen: it is assessed, or its tag corrected with reasons.
    #[error("tagged as violence by somebody close")]
    TaggedViolent,
    /// Told already.
    #[error("done already")]
    DoneAlready,
    /// The tag is as the correction says already.
    #[error("nothing to correct")]
    NothingToCorrect,
    /// Nobody has asked for this by that id.
    #[error("no such request for disclosure")]
    NoSuchRequest,
    /// Of all that was tested nothing is given: that is a refusal, and is decided as one.
    #[error("nothing is given")]
    NothingGiven,
    /// What looks like a ground for disclosing and is none.
    #[error("the ground bars disclosure ({provision})")]
    GroundBars {
        /// By what provision.
        provision: String,
    },
    /// A party is always given what has been decided.
    #[error("what has been decided is given to a party")]
    DecisionsAreGiven,
    /// What protects the child against its guardian is no ground against the child.
    #[error("no ground against the child itself")]
    NotAgainstTheChild,
    /// Insight as a party is asked for by somebody who is none.
    #[error("is not a party")]
    NotAParty,
    /// Data about a child are asked for by somebody who is neither the child nor has custody of it.
    #[error("is neither the child nor a guardian")]
    NotTheirData,
    /// What is sent rests on consent, and none is in force for that receiver.
    #[error("no consent to share is in force for this")]
    NoConsentToShare,
    /// What is sent to somebody outside names neither a consent nor a provision that it rests on.
    #[error("nothing carries the sending")]
    NothingCarries,
    /// A proposal by this id waits for an answer already.
    #[error("proposal {0} exists")]
    ProposalExists(DecisionId),
}

/// Why a decision that four eyes must see has been seen by two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FourEyes {
    /// Nobody has proposed it.
    Unproposed,
    /// They proposed it themselves.
    OwnProposal,
    /// They stand in for whoever proposed it.
    InTheirPlace,
}

impl Refusal {
    /// The field the answer belongs beside, if one.
    pub fn field(&self) -> Option<Field> {
        match self {
            Self::Missing(field)
            | Self::InFuture(field)
            | Self::BeforeBirth(field)
            | Self::BeforeArrival(field)
            | Self::NotLater(field)
            | Self::NotInFile(field)
            | Self::UnknownCode { field, .. } => Some(*field),
            Self::ReasonNotAccepted(_)
            | Self::GroundBars { .. }
            | Self::NoConsentToShare
            | Self::NothingCarries => Some(Field::Reasons),
            Self::BeyondPower { .. } => Some(Field::Until),
            Self::NotAParty | Self::NotTheirData => Some(Field::Person),
            Self::OffScale(_) => Some(Field::Goal),
            Self::ConsentLacking { .. } => Some(Field::Service),
            Self::FeedbackDoesNotMatch | Self::Barred { .. } | Self::Demands { .. } | Self::Asks { .. } => {
                Some(Field::Outcome)
            }
            _ => None,
        }
    }
}
