//! What the parts of a page need to know: one plain struct per macro in `templates/parts/`.
//!
//! A page fills the struct, its template draws it:
//!
//! ```html
//! {% import "parts/clock.html" as clock %}
//! {{ clock::clock(w, next) }}
//! ```
//!
//! Names of messages (`&'static str` fields called `…_key`) are looked up by the macro; every other text is data and
//! is escaped. The gallery shows each part in each state.

use std::borrow::Cow;

use jiff::civil::{Date, Time};

use crate::format;
use crate::words::Words;

/// How near a clock is. Decides words, weight and colour; never colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nearness {
    /// More than a week away: quiet.
    Calm,
    /// Within seven days.
    Soon,
    /// Today or tomorrow: the lantern's amber.
    Now,
    /// The day has passed. A duty is still owed: amber, with "sen".
    Late,
    /// A power has ended by law; nothing can be owed any more. The only red clock.
    Lapsed,
}

/// What a passed day means. Mirrors the law's kinds as far as a reader must see the difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockKind {
    /// Something we owe; late is late, and still owed.
    Duty,
    /// Something that ends by law when its day passes.
    Lapse,
}

/// How sure the law data is about a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Read against the source and reviewed by a lawyer.
    Reviewed,
    /// Read against the source, not yet reviewed.
    Unreviewed,
    /// The source leaves room; the clock says so.
    Uncertain,
}

/// One clock: what must happen, when, and by what law.
#[derive(Clone, Debug)]
pub struct Clock<'a> {
    /// What is owed, as a short verb phrase: "Bedöm om en utredning ska inledas".
    pub duty: Cow<'a, str>,
    /// Which matter it belongs to, without a name: "Ärende 2026-1043". Empty where the page already says it.
    pub matter: Cow<'a, str>,
    /// Where the duty is done.
    pub href: Option<Cow<'a, str>>,
    /// The nominal day: what lists, colours and warnings follow.
    pub day: Date,
    /// The latest lawful day, where it differs and something must be *done*; never set on a lapse.
    pub latest_lawful: Option<Date>,
    /// The last day on which what lapses still stands. Never shown as room; only before it has passed is nothing said to have ended.
    pub stands_to: Option<Date>,
    /// The day the page is drawn for.
    pub today: Date,
    /// Duty or lapse.
    pub kind: ClockKind,
    /// `20 kap. 2 § SoL (2025:400)`.
    pub provision: Cow<'a, str>,
    /// One sentence: "14 dagar från tis 10 nov, då anmälan kom in."
    pub counted: Cow<'a, str>,
    /// How sure the law data is.
    pub certainty: Certainty,
}

impl Clock<'_> {
    fn has_lapsed(&self) -> bool {
        self.kind == ClockKind::Lapse && self.stands_to.is_none_or(|last| last < self.today)
    }

    /// How near the day is.
    pub fn nearness(&self) -> Nearness {
        match format::days_between(self.today, self.day) {
            n if n < 0 && self.has_lapsed() => Nearness::Lapsed,
            n if n < 0 => Nearness::Late,
            0 | 1 => Nearness::Now,
            2..=7 => Nearness::Soon,
            _ => Nearness::Calm,
        }
    }

    /// The nearness as a class name.
    pub fn class(&self) -> &'static str {
        match self.nearness() {
            Nearness::Calm => "calm",
            Nearness::Soon => "soon",
            Nearness::Now => "now",
            Nearness::Late => "late",
            Nearness::Lapsed => "lapsed",
        }
    }

    /// The first words: "i morgon", "3 dagar sen", "har upphört".
    pub fn words(&self, w: &Words) -> String {
        match self.nearness() {
            Nearness::Late => format::late_by(w, self.today, self.day),
            Nearness::Lapsed => w.t("clock-lapsed").into_owned(),
            _ => format::relative(w, self.today, self.day),
        }
    }
}

/// Which kind of statement a text is. The three stand in the same frame with a word each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement<'a> {
    /// Something that can be checked.
    Fact,
    /// Something a person said; the name or role that said it.
    Said(Cow<'a, str>),
    /// The child's own words, with first name: shown as a quotation.
    Child(Cow<'a, str>),
    /// What the worker makes of it.
    Assessment,
}

/// A text with its kind.
#[derive(Clone, Debug)]
pub struct Stated<'a> {
    /// Fact, said, child's words or assessment.
    pub kind: Statement<'a>,
    /// The text; line breaks are kept.
    pub text: Cow<'a, str>,
}

impl Stated<'_> {
    /// Its kind in a word or two, or whose words it is.
    pub fn label(&self, w: &Words) -> String {
        match &self.kind {
            Statement::Fact => w.t("statement-fact").into_owned(),
            Statement::Assessment => w.t("statement-assessment").into_owned(),
            Statement::Said(who) | Statement::Child(who) => who.to_string(),
        }
    }
}

/// What an entry on the timeline is, for its mark and its filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A report of concern.
    Report,
    /// A decision: the only filled mark.
    Decision,
    /// A journal note.
    Note,
    /// A received or sent document.
    Document,
    /// A booked or held meeting.
    Meeting,
    /// What the system did by itself: folded.
    System,
}

impl EntryKind {
    /// The kind as a class name and as the value of the filter.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Decision => "decision",
            Self::Note => "note",
            Self::Document => "document",
            Self::Meeting => "meeting",
            Self::System => "system",
        }
    }

    /// The kind's word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Report => "kind-report",
            Self::Decision => "kind-decision",
            Self::Note => "kind-note",
            Self::Document => "kind-document",
            Self::Meeting => "kind-meeting",
            Self::System => "kind-system",
        }
    }
}

/// The timeline's filters: the value the style sheet and the address know, and its message.
pub const FILTERS: [(&str, &str); 7] = [
    ("all", "filter-all"),
    ("report", "filter-reports"),
    ("decision", "filter-decisions"),
    ("note", "filter-notes"),
    ("document", "filter-documents"),
    ("meeting", "filter-meetings"),
    ("voice", "filter-voice"),
];

/// One entry on a child's line of time.
#[derive(Clone, Debug)]
pub struct TimelineEntry<'a> {
    /// The entry's number in the file: its permanent address is `#e12`.
    pub number: u32,
    /// What it is.
    pub kind: EntryKind,
    /// The day it happened.
    pub day: Date,
    /// The time it happened, where it is known.
    pub time: Option<Time>,
    /// A heading of a few words.
    pub title: Cow<'a, str>,
    /// Who wrote it: role and initials or name, as the page's access allows.
    pub by: Cow<'a, str>,
    /// Its texts.
    pub statements: Vec<Stated<'a>>,
    /// Set when it was corrected, moved or disputed; a short sentence.
    pub remark: Option<Cow<'a, str>>,
    /// The entry's own page.
    pub href: Cow<'a, str>,
}

impl TimelineEntry<'_> {
    /// Whether the child's own words stand in it: the "barnets röst" filter.
    pub fn has_child_voice(&self) -> bool {
        self.statements.iter().any(|stated| matches!(stated.kind, Statement::Child(_)))
    }
}

/// A stretch of the timeline: a soft band with a word and its days.
#[derive(Clone, Debug)]
pub struct Phase<'a> {
    /// "Utredning", "Förhandsbedömning".
    pub name: Cow<'a, str>,
    /// First day.
    pub from: Date,
    /// Last day; none while it goes on.
    pub to: Option<Date>,
    /// The entries in it, newest first.
    pub entries: Vec<TimelineEntry<'a>>,
}

/// Who the page is about: the slim head that stays on a child's pages.
#[derive(Clone, Debug)]
pub struct PersonHead<'a> {
    /// First name only.
    pub name: Cow<'a, str>,
    /// "11 år", "omkring 4 år".
    pub age: Cow<'a, str>,
    /// The file's address.
    pub href: Cow<'a, str>,
    /// "Bor med Karin och lillebror".
    pub lives_with: Cow<'a, str>,
    /// "Karin och Pär, gemensam vårdnad".
    pub custody: Cow<'a, str>,
    /// Language and interpreter, where it is not Swedish.
    pub language: Option<Cow<'a, str>>,
    /// The level of protected identity; the head shows it before anything else.
    pub protected: Option<Cow<'a, str>>,
    /// On what the reading rests, when it rests on a reason the reader has given.
    pub reason: Option<Cow<'a, str>>,
    /// The next clock.
    pub next: Option<Clock<'a>>,
}

/// Why the reader may not do something, who may, and a way to send it there. Used instead of a dead button.
#[derive(Clone, Debug)]
pub struct MayNot<'a> {
    /// What cannot be done here: "Beslutet kan inte fattas av dig".
    pub what: Cow<'a, str>,
    /// Why: "Att inleda utredning är delegerat till förste socialsekreterare."
    pub why: Cow<'a, str>,
    /// The law or the delegation order behind it.
    pub ground: Cow<'a, str>,
    /// Who may.
    pub who: Cow<'a, str>,
    /// Where a POST sends it, and the button's words. None when there is nobody to send to.
    pub send: Option<Send<'a>>,
}

/// The "send it there" of [`MayNot`].
#[derive(Clone, Debug)]
pub struct Send<'a> {
    /// The address the form posts to.
    pub action: Cow<'a, str>,
    /// "Skicka till Ingrid Ek".
    pub words: Cow<'a, str>,
}

/// One row of a check page: a question, the answer, and where it is changed.
#[derive(Clone, Debug)]
pub struct CheckRow<'a> {
    /// The question's message.
    pub label_key: &'static str,
    /// The answer as it will be signed.
    pub answer: Cow<'a, str>,
    /// The address of the field.
    pub change: Option<Cow<'a, str>>,
}

/// A letter: what goes out on A4, drawn alike by the pages and the printer. [`crate::letter`] fills one from a file.
#[derive(Clone, Debug)]
pub struct Letter<'a> {
    /// The authority and unit that sends it, one line each.
    pub sender: Vec<Cow<'a, str>>,
    /// The receiver, one line each; with a protected identity only what may be seen.
    pub receiver: Vec<Cow<'a, str>>,
    /// The matter's number: "2026-1043".
    pub number: Cow<'a, str>,
    /// The letter's day.
    pub day: Date,
    /// What it is: "Underrättelse om att utredning har inletts".
    pub title: Cow<'a, str>,
    /// What it says.
    pub body: Vec<LetterBlock<'a>>,
    /// Who signs: name, title, telephone.
    pub signer: Vec<Cow<'a, str>>,
    /// Written for a child: larger, in shorter lines.
    pub for_child: bool,
}

impl Letter<'_> {
    /// Takes away what tells that there is a file: the matter's number, and which unit answers. That somebody is known to the social
    /// services is secret in itself, and whoever asks for an official document may be anybody (26 kap. 1 § OSL).
    pub fn tell_of_no_file(&mut self) {
        self.number = Cow::Borrowed("");
        self.sender.truncate(2);
    }
}

/// Some paragraphs of a letter, perhaps under a heading.
#[derive(Clone, Debug, Default)]
pub struct LetterBlock<'a> {
    /// The heading.
    pub heading: Option<Cow<'a, str>>,
    /// What stands under it.
    pub paragraphs: Vec<Paragraph<'a>>,
    /// Words with what they mean, each folded on a screen: the paragraphs' speakers are the words.
    pub glossary: bool,
}

/// A paragraph of a letter.
#[derive(Clone, Debug)]
pub struct Paragraph<'a> {
    /// Whose words it is, or what sort of statement, where that must be told.
    pub by: Option<Cow<'a, str>>,
    /// The text; line breaks are kept.
    pub text: Cow<'a, str>,
}

impl<'a> LetterBlock<'a> {
    /// Paragraphs that nobody in particular says, without a heading.
    pub fn plain(texts: impl IntoIterator<Item = impl Into<Cow<'a, str>>>) -> Self {
        let paragraphs = texts.into_iter().map(|text| Paragraph { by: None, text: text.into() }).collect();
        Self { heading: None, paragraphs, glossary: false }
    }

    /// The same under a heading.
    #[must_use]
    pub fn headed(self, heading: impl Into<Cow<'a, str>>) -> Self {
        Self { heading: Some(heading.into()), ..self }
    }
}
