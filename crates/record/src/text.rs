//! What people write: bounded text, split into parts that keep facts, somebody's words and the worker's assessment apart.
//!
//! A journal that mixes the three cannot be tested in court nor corrected fairly (SOSFS 2014:5). The parts therefore
//! stay apart in the record, and each carries whom it concerns, who said it and from whom it must be kept.

use crate::id::PersonId;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::BTreeSet, fmt};

/// Text as it stood when it was signed. Never empty, never longer than [`Text::MAX`] characters, no control characters
/// but line breaks and tabs.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(String);

/// As it is typed: something that shows, and no control characters but line breaks and tabs.
impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        const SHOWS: &str = r"[^\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFFFD]*";
        json_schema!({
            "type": "string",
            "maxLength": Self::MAX,
            "pattern": format!(r"^{SHOWS}\S{SHOWS}$"),
        })
    }
}

/// Why a text cannot be taken as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Longer than [`Text::MAX`] characters.
    #[error("text of {0} characters is over the limit")]
    TooLong(usize),
    /// Holds a character that no keyboard writes and no archive keeps, or the mark that stands where bytes could not be read.
    #[error("control character U+{0:04X}")]
    ControlCharacter(u32),
}

impl Part {
    /// Takes the words away if they quote an entry that has been moved to another file. That they stood here is not hidden.
    pub(crate) fn withdraw(&mut self, moved_away: &BTreeSet<i64>) {
        if self.is_withdrawn(moved_away) {
            self.text = Text("…".to_owned());
        }
    }

    /// Whether the words have left with the entry they were quoted from.
    pub fn is_withdrawn(&self, moved_away: &BTreeSet<i64>) -> bool {
        self.quotes.is_some_and(|quote| moved_away.contains(&quote.seq))
    }
}

impl Text {
    /// The longest text, in characters: some thirty printed pages.
    pub const MAX: usize = 60_000;

    /// Takes what was typed: trims the ends, unifies line breaks; nothing typed is `None`.
    ///
    /// ```
    /// use record::Text;
    /// assert_eq!(Text::typed("  Alva ringde.\r\n").unwrap().unwrap().as_str(), "Alva ringde.");
    /// assert!(Text::typed(" \n ").unwrap().is_none());
    /// assert!(Text::typed("a\u{0}b").is_err());
    /// assert!(Text::typed("a\u{fffd}b").is_err(), "bytes that were no text");
    /// ```
    pub fn typed(text: &str) -> Result<Option<Self>, TextError> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = text.trim();
        if let Some(control) =
            text.chars().find(|c| *c == '\u{fffd}' || c.is_control() && !matches!(c, '\n' | '\t'))
        {
            return Err(TextError::ControlCharacter(control.into()));
        }
        let length = text.chars().count();
        if length > Self::MAX {
            return Err(TextError::TooLong(length));
        }
        Ok((!text.is_empty()).then(|| Self(text.to_owned())))
    }

    /// The text with some of its letters covered. How long a word was that is covered does not show, nor how many there were together.
    ///
    /// ```
    /// use record::{Text, text::Span};
    /// let text = Text::typed("Karin Lövdahl ringde.").unwrap().unwrap();
    /// let covered = text.covered(&[Span { from: 6, to: 13 }, Span { from: 0, to: 6 }]);
    /// assert_eq!(covered.as_str(), "█████ ringde.");
    /// ```
    #[must_use]
    pub fn covered(&self, spans: &[Span]) -> Self {
        let is_covered = |at: usize| spans.iter().any(|span| (span.from..span.to).contains(&at));
        let mut covered = String::new();
        let mut before = false;
        for (at, letter) in self.0.chars().enumerate() {
            match (is_covered(at), before) {
                (false, _) => covered.push(letter),
                (true, false) => covered.push_str(COVER),
                (true, true) => {}
            }
            before = is_covered(at);
        }
        Self(covered)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Never prints the text: a case text in a log line is a leak.
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} characters)", self.0.chars().count())
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What stands instead of covered words.
const COVER: &str = "█████";

/// Some letters of a text, counted from its beginning: from the first to the one after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// The first.
    pub from: usize,
    /// The one after the last.
    pub to: usize,
}

/// A code from one of the law's value lists, such as `school` in `reporter_category`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(pub String);

impl JsonSchema for Code {
    fn schema_name() -> Cow<'static, str> {
        "Code".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A code from one of the law's value lists.",
            "type": "string",
            "pattern": "^[A-Za-z0-9_.:-]+$",
        })
    }
}

impl Code {
    /// The code itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Code {
    fn from(code: &str) -> Self {
        Self(code.to_owned())
    }
}

/// The three things a statement can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// What happened, as far as is known (*fakta*).
    Fact,
    /// What somebody said, in their words (*sagt av*).
    Words,
    /// What the worker makes of it (*bedömning*).
    Assessment,
}

/// Who said it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// The child whose file it is.
    Child,
    /// A person around the child.
    Person(PersonId),
    /// The one who reported.
    Reporter,
    /// Somebody without a stream of their own: a teacher, a nurse.
    Other(Text),
}

/// From whom a part is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Every guardian: "barnet vill inte att vårdnadshavarna får veta".
    Guardians,
    /// One person.
    Person(PersonId),
    /// The child, where the words protect somebody else.
    Child,
}

/// The ground for keeping something, as a code of the value list `osl_ground`; the provision's text is law data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// An individual's personal circumstances.
    PersonalCircumstances,
    /// A private reporter who may come to harm.
    Reporter,
    /// The child against the guardian.
    ChildAgainstGuardian,
    /// Where the child is. Read wherever it stands; the decisions that set it (14 § LVU, 5 kap. 4 § lagen 2024:79) are still made elsewhere.
    Whereabouts,
}

impl Ground {
    /// Its code in the value list `osl_ground`.
    pub fn code(self) -> &'static str {
        match self {
            Self::PersonalCircumstances => "26:1",
            Self::Reporter => "26:5",
            Self::ChildAgainstGuardian => "12:3",
            Self::Whereabouts => "26:2",
        }
    }
}

/// A secrecy label: a reminder that follows the text, never a decision (5 kap. 5 § OSL).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Keep {
    /// From whom.
    pub from: Audience,
    /// On what ground.
    pub ground: Ground,
}

/// Where a quoted text stands: entry and part, both counted from 1 and 0 in this file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// The entry's number in the file.
    pub seq: i64,
    /// The part's place in the entry.
    pub part: usize,
}

/// One statement in an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// Fact, words or assessment.
    pub kind: PartKind,
    /// The statement.
    pub text: Text,
    /// Whose words, when they are somebody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_by: Option<Speaker>,
    /// Whom it concerns besides the child whose file it is; empty: the child alone. Whose words it is says [`Part::said_by`], and what
    /// somebody else says is tested for their sake without being named here. Written on what is signed into a sibling's file, where the
    /// child it was said by is one person among others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<PersonId>,
    /// From whom it must be kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep: Vec<Keep>,
    /// Set when the text is a quotation of another entry; its labels then hold here too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotes: Option<Quote>,
}

impl Part {
    /// A plain statement that concerns only the child.
    pub fn new(kind: PartKind, text: Text) -> Self {
        Self { kind, text, said_by: None, about: Vec::new(), keep: Vec::new(), quotes: None }
    }

    /// Something that happened, as far as is known.
    pub fn fact(text: Text) -> Self {
        Self::new(PartKind::Fact, text)
    }

    /// What somebody said, in their words.
    pub fn words(speaker: Speaker, text: Text) -> Self {
        Self::new(PartKind::Words, text).said_by(speaker)
    }

    /// What the authority makes of it: reasons, a wish, a weighing.
    pub fn assessment(text: Text) -> Self {
        Self::new(PartKind::Assessment, text)
    }

    /// The same statement, said by somebody.
    #[must_use]
    pub fn said_by(self, speaker: Speaker) -> Self {
        Self { said_by: Some(speaker), ..self }
    }

    /// The same statement, kept from somebody.
    #[must_use]
    pub fn kept_from(mut self, from: Audience, ground: Ground) -> Self {
        self.keep.push(Keep { from, ground });
        self
    }

    /// The same statement, kept from the guardians because the child does not want them to know (12 kap. 3 § OSL).
    #[must_use]
    pub fn in_confidence(self) -> Self {
        self.kept_from(Audience::Guardians, Ground::ChildAgainstGuardian)
    }
}
