//! A published decision as data, and what a file of it must hold before it is told at all.

use law::{Day, Level};
use serde::Deserialize;

/// One decision.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decided {
    pub(crate) authority: Authority,
    /// The authority's number for it.
    pub(crate) reference: String,
    /// Where it is published.
    pub(crate) address: String,
    /// How much of it has been read: what was not may say more.
    pub(crate) read: String,
    /// What it is about, without names.
    pub(crate) subject: String,
    /// What else was criticised, which clocks cannot know.
    pub(crate) outside: Option<String>,
    /// The last day that is looked at, and why that one.
    pub(crate) until: Day,
    pub(crate) until_because: String,
    pub(crate) events: Vec<Happening>,
    pub(crate) expects: Vec<Expected>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) enum Authority {
    #[serde(rename = "JO")]
    Jo,
    #[serde(rename = "IVO")]
    Ivo,
}

/// Something that happened, on a day that the decision gives or that is assumed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Happening {
    /// What the expectations call it.
    pub(crate) id: String,
    pub(crate) day: Day,
    /// The words that give the day, as they stand there. `[…]` where words are left out.
    pub(crate) quoted: Option<String>,
    /// The words that give the year, where those that give the day do not.
    pub(crate) quoted_year: Option<String>,
    /// Why this day, when no words give it.
    pub(crate) assumed: Option<String>,
    pub(crate) what: What,
}

/// In the terms of the record.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum What {
    /// A decision was made, and is recorded the same day.
    Decision { kind: String, by: Level },
    /// An event of the law data.
    Happened(String),
}

/// What a reader of the file must see, and from when.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    /// `DL-070 lapsed`, `DL-021 overdue`, or what a decision lacks: `D07 without investigation_written`.
    pub(crate) shows: String,
    /// How many times it is shown: one clock for each guardian is two.
    #[serde(default = "once")]
    pub(crate) clocks: usize,
    /// The first day.
    pub(crate) from: Day,
    /// The last day, if there is one.
    pub(crate) to: Option<Day>,
    /// The events whose days give the first and the last day.
    pub(crate) rests_on: Vec<String>,
    /// What was said of it.
    pub(crate) answers: Option<Said>,
    /// Why it is shown though nothing that was read speaks of it.
    pub(crate) beside: Option<String>,
}

fn once() -> usize {
    1
}

/// Words about what went wrong, as they stand there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Said {
    pub(crate) said_by: Voice,
    pub(crate) words: String,
}

/// Whose words they are: the ombudsman retells what others have found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) enum Voice {
    #[serde(rename = "JO")]
    Jo,
    #[serde(rename = "IVO")]
    Ivo,
    #[serde(rename = "court")]
    Court,
    #[serde(rename = "board")]
    Board,
}

impl Voice {
    fn authority(self) -> Option<Authority> {
        match self {
            Self::Jo => Some(Authority::Jo),
            Self::Ivo => Some(Authority::Ivo),
            Self::Court | Self::Board => None,
        }
    }
}

impl Decided {
    /// Reads a file, and refuses one that claims more than it has.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let decided: Self = toml::from_str(text).map_err(|why| why.to_string())?;
        decided.check_words()?;
        for event in &decided.events {
            event.check().map_err(|why| format!("{}: {why}", event.id))?;
        }
        decided.check_order()?;
        for expected in &decided.expects {
            decided.check_expected(expected).map_err(|why| format!("{}: {why}", expected.shows))?;
        }
        if decided.expects.iter().all(|expected| expected.answers.is_none()) {
            return Err("nothing answers to what was criticised".to_owned());
        }
        Ok(decided)
    }

    /// `jo-9081-2020`.
    pub(crate) fn name(&self) -> String {
        format!("{:?}-{}", self.authority, self.reference).to_lowercase()
    }

    /// The event of an id.
    pub(crate) fn event(&self, id: &str) -> Result<&Happening, String> {
        self.events.iter().find(|event| event.id == id).ok_or_else(|| format!("there is no event {id}"))
    }

    /// The same without what is assumed.
    pub(crate) fn without_assumptions(&self) -> Self {
        let mut quoted = self.clone();
        quoted.events.retain(|event| event.assumed.is_none());
        quoted
    }

    /// Every text says something, and none names a municipality: the address is enough for whoever wants to know.
    fn check_words(&self) -> Result<(), String> {
        let fields = [&self.reference, &self.read, &self.subject, &self.until_because];
        let quotes = self.events.iter().flat_map(|event| [&event.quoted, &event.quoted_year, &event.assumed]);
        let said =
            self.expects.iter().filter_map(|expected| expected.answers.as_ref()).map(|said| &said.words);
        let beside = self.expects.iter().filter_map(|expected| expected.beside.as_ref());
        let optional = quotes.flatten().chain(&self.outside).chain(said).chain(beside);
        for text in fields.into_iter().chain(optional) {
            if text.trim().is_empty() || text.contains(" kommun") {
                return Err(format!("empty, or names a municipality: {text:?}"));
            }
        }
        let published = self.address.starts_with("https://");
        if published { Ok(()) } else { Err("no address".to_owned()) }
    }

    fn check_order(&self) -> Result<(), String> {
        let days: Vec<Day> = self.events.iter().map(|event| event.day).chain([self.until]).collect();
        if !days.is_sorted() {
            return Err("the events are not in order, or go on after the last day looked at".to_owned());
        }
        let mut ids: Vec<&str> = self.events.iter().map(|event| event.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.len() == self.events.len() { Ok(()) } else { Err("two events have one id".to_owned()) }
    }

    /// No expectation rests on a day that nobody has given.
    fn check_expected(&self, expected: &Expected) -> Result<(), String> {
        if expected.answers.is_some() == expected.beside.is_some() {
            return Err("either words that it answers to, or why it stands beside them".to_owned());
        }
        let other = |said: &Said| said.said_by.authority().is_some_and(|by| by != self.authority);
        if expected.answers.as_ref().is_some_and(other) {
            return Err("it is another authority's decision".to_owned());
        }
        if expected.rests_on.is_empty() {
            return Err("rests on nothing".to_owned());
        }
        for id in &expected.rests_on {
            if self.event(id)?.assumed.is_some() {
                return Err(format!("rests on {id}, whose day is assumed"));
            }
        }
        if expected.from > self.until || expected.to.is_some_and(|to| to < expected.from) {
            return Err("is never looked at".to_owned());
        }
        Ok(())
    }
}

impl Happening {
    fn check(&self) -> Result<(), String> {
        match (&self.quoted, &self.assumed) {
            (Some(words), None) => {
                let year = self.quoted_year.as_ref().unwrap_or(words);
                if gives(words, year, self.day) {
                    Ok(())
                } else {
                    Err(format!("the words do not give {}: {words}", self.day))
                }
            }
            (None, Some(_)) if self.quoted_year.is_none() => Ok(()),
            _ => Err("its day is either quoted or assumed".to_owned()),
        }
    }
}

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];

/// Do the words give the day? `den 9 augusti 2012`, with the year where it is quoted, or `120809` as social services write.
fn gives(words: &str, year: &str, day: Day) -> bool {
    let month = usize::try_from(day.month()).unwrap();
    let spoken = format!("{} {}", day.day(), MONTHS[month - 1]);
    let short = format!("{:02}{month:02}{:02}", day.year() % 100, day.day());
    let whole = |found: usize| !words[..found].ends_with(|before: char| before.is_ascii_digit());
    let spoken = words.match_indices(&spoken).any(|(found, _)| whole(found));
    let short = words.match_indices(&short).any(|(found, _)| whole(found));
    short || (spoken && year.contains(&day.year().to_string()))
}

#[test]
fn words_give_a_day_only_if_all_of_it_stands_there() {
    let ninth: Day = "2012-08-09".parse().unwrap();
    let give = |words: &str| gives(words, words, ninth);
    assert!(give("senast den 9 augusti 2012") && give("inleddes 120809."));
    assert!(!give("senast den 19 augusti 2012"), "another day");
    assert!(!give("senast den 9 augusti"), "no year");
    assert!(!give("i augusti 2012"), "no day");
    assert!(gives("den 9 augusti", "den 2 augusti 2012", ninth), "the year from elsewhere");
}
