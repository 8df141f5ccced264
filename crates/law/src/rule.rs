//! A [`Rule`]: one row of the deadlines, with everything the law and its uncertainty say about it.

use std::{fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Day, LawError, Length, Period};

/// The day the Social Services Act (2025:400) replaced the act of 2001: provisions before it are cited under the
/// old act (law of transition: the version is chosen by the day of the start event).
pub const NEW_ACT: (i16, i8, i8) = (2025, 7, 1);

/// The day on which the consolidated statutes behind these rows were read. A row whose first day is *inferred*
/// was seen in force then.
pub const READ_ON: (i16, i8, i8) = (2026, 2, 12);

/// The name of a rule: `DL-` and three digits, with a small letter where versions of one rule follow each other
/// (`DL-040a`, `DL-040b`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct RuleId(String);

impl RuleId {
    /// The text, `DL-021`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl FromStr for RuleId {
    type Err = LawError;

    fn from_str(text: &str) -> Result<Self, LawError> {
        let known = match text.as_bytes() {
            [b'D', b'L', b'-', digits @ ..] => number_and_letter(digits, 3),
            _ => false,
        };
        if known { Ok(Self(text.to_owned())) } else { Err(LawError::UnknownRule(text.to_owned())) }
    }
}

/// Whether the bytes are so many digits and at most one small letter.
pub(crate) fn number_and_letter(bytes: &[u8], digits: usize) -> bool {
    let Some((number, letter)) = bytes.split_at_checked(digits) else { return false };
    number.iter().all(u8::is_ascii_digit) && matches!(letter, [] | [b'a'..=b'z'])
}

impl TryFrom<String> for RuleId {
    type Error = LawError;

    fn try_from(text: String) -> Result<Self, LawError> {
        text.parse()
    }
}

impl From<RuleId> for String {
    fn from(id: RuleId) -> Self {
        id.0
    }
}

/// Where something stands in the law, as a Swedish lawyer cites it: `20 kap. 3 § SoL (2025:400)`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Provision(String);

impl Provision {
    /// The citation.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Provision {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// How sure a row is. The text form is the same in the TOML files and on the command line.
///
/// Only a lawyer's review (`reviewed_by`) makes a row fit for use in a municipality; this says what the people
/// who wrote it had seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// The wording was read in the statute.
    Verified,
    /// The wording was read; its first day of validity is from memory.
    ValidFromFromKnowledge,
    /// The wording was read; its first day of validity was concluded from other texts.
    ValidFromInferred,
    /// Concluded from a wording that was read.
    Inferred,
    /// From professional knowledge; the wording was not read.
    FromKnowledge,
}

impl Certainty {
    /// Whether the wording was read and its validity is beyond doubt.
    pub fn is_certain(self) -> bool {
        self == Self::Verified
    }

    /// How sure the row is for something that happened on `day`.
    ///
    /// A doubtful *first day* is no doubt about a later one: a first day from memory matters only under the old
    /// act, and an inferred one only until the day the wording was seen in force.
    #[must_use]
    pub fn on(self, day: Day) -> Self {
        let day = (day.year(), day.month(), day.day());
        match self {
            Self::ValidFromFromKnowledge if day >= NEW_ACT => Self::Verified,
            Self::ValidFromInferred if day >= READ_ON => Self::Verified,
            other => other,
        }
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Verified => "verified",
            Self::ValidFromFromKnowledge => "valid-from-from-knowledge",
            Self::ValidFromInferred => "valid-from-inferred",
            Self::Inferred => "inferred",
            Self::FromKnowledge => "from-knowledge",
        })
    }
}

/// What kind of time a rule sets, which decides what happens when it has run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// The authority must act; late is wrong but still valid: *overdue*.
    Duty,
    /// Something falls when nobody acts in time: *lapsed*, never merely overdue.
    Lapse,
    /// Someone may act until (or from) the day: to appeal, to go to IVO.
    Right,
    /// Ends on a birthday.
    Age,
    /// A power or a stay ends by itself, whoever acts.
    EndOfPower,
    /// The earliest day something may be destroyed.
    Retention,
    /// The longest time something is secret.
    Secrecy,
}

impl Nature {
    /// Whether someone must act in time, so that 2 § lagen (1930:173) moves a last day on which the world rests.
    /// An age, the end of a power, a retention and a secrecy come when they come.
    pub fn is_shifted(self) -> bool {
        matches!(self, Self::Duty | Self::Lapse | Self::Right)
    }
}

/// What a clock belongs to, and so which later event stops it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// One matter in the file: only an event in the same matter counts.
    Matter,
    /// The child's whole file: an event in any matter counts.
    File,
    /// One party in one matter, and one decision where the events name it: an event about the same person, or about nobody in particular,
    /// counts.
    Party,
}

/// Another event that must also happen before a rule applies at all.
///
/// `DL-050` limits the stay in an emergency home after the investigation has ended: it starts when the
/// investigation closes, but only for a child who is in such a home.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Companion {
    /// The event's name.
    pub event: String,
    /// The event may come this long after the start at the latest; earlier is always in time.
    pub within: Option<Period>,
    /// The start must come more than this long after the event.
    pub later_than: Option<Period>,
}

/// One dated rule of time.
///
/// Read with [`LawBook::rule`](crate::LawBook::rule); computed with [`due`](fn@crate::due); run over a file's history
/// with [`clocks`](crate::clocks).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name.
    pub id: RuleId,
    /// What it is called in Swedish.
    pub name_sv: String,
    /// What it is called in English.
    pub name_en: String,
    /// The events that start it.
    pub starts_at: Vec<String>,
    /// Where the time is counted from when that is not the start: `child.birth`.
    pub counted_from: Option<String>,
    /// Events one of which must also have happened. Empty: the start is enough.
    #[serde(default)]
    pub only_with: Vec<Companion>,
    /// How long it gives.
    pub length: Length,
    /// What kind of time it is.
    pub nature: Nature,
    /// The events that fulfil it.
    pub fulfilled_by: Vec<String>,
    /// The events that replace it by another rule, if they come in time.
    #[serde(default)]
    pub superseded_by: Vec<String>,
    /// The event that moves its day, if it comes in time.
    pub extended_by: Option<String>,
    /// The events that make it pointless, whenever they come: the measure it watched over has ended.
    #[serde(default)]
    pub ends_with: Vec<String>,
    /// What it belongs to.
    pub scope: Scope,
    /// Whether a court or another authority acts, and somebody here waits for it.
    #[serde(default)]
    pub others_act: bool,
    /// In Swedish: whether and how the time may be longer, and what else to know.
    pub extension: String,
    /// Where it stood in the Social Services Act (2001:453), or in another act before 1 July 2025.
    pub provision_old: Option<Provision>,
    /// Where it stands in the Social Services Act (2025:400), or in another act.
    pub provision: Option<Provision>,
    /// The first day it applies.
    pub valid_from: Day,
    /// The last day it applied; empty while it is in force.
    pub valid_to: Option<Day>,
    /// How sure the row is.
    pub certainty: Certainty,
    /// Where the wording was read.
    pub source: String,
    /// The lawyer who has reviewed the row; empty: nobody has.
    pub reviewed_by: Option<String>,
    /// The kinds of entry in the record that start and stop it.
    #[serde(default)]
    pub driven_by: Vec<String>,
    /// The part of the product that must come before anything can drive it.
    pub waiting_for: Option<String>,
    /// The row that took its place.
    pub successor: Option<RuleId>,
}

impl Rule {
    /// Whether the rule is in force on `day`.
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// Whether entries of the record start and stop it today.
    pub fn is_driven(&self) -> bool {
        !self.driven_by.is_empty()
    }

    /// Whether it moves only when somebody records by hand that its event has happened: no act in Lykta drives it.
    pub fn is_driven_by_hand_only(&self) -> bool {
        self.is_driven() && self.driven_by.iter().all(|kind| kind == "occurrence_recorded")
    }

    /// Whether it is counted from the child's birth.
    pub fn is_counted_from_birth(&self) -> bool {
        self.counted_from.as_deref() == Some("child.birth")
    }

    /// The citation that is right for something that started on `day`: under the old act before 1 July 2025, under
    /// the present one from then on. A rule that stands in only one of them is cited there.
    pub fn provision_on(&self, day: Day) -> Option<&Provision> {
        if (day.year(), day.month(), day.day()) < NEW_ACT {
            self.provision_old.as_ref().or(self.provision.as_ref())
        } else {
            self.provision.as_ref().or(self.provision_old.as_ref())
        }
    }

    /// The validity in words, for an error text.
    pub(crate) fn validity(&self) -> String {
        match self.valid_to {
            Some(last) => format!("{} to {last}", self.valid_from),
            None => format!("from {}", self.valid_from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_ids_have_one_shape() {
        for good in ["DL-001", "DL-040a", "DL-129"] {
            assert_eq!(good.parse::<RuleId>().unwrap().to_string(), good);
        }
        for bad in ["", "DL", "DL-", "DL-1", "DL-0011", "dl-001", "DL-040A", "DL-040ab", "DX-001", "DL-é1"] {
            assert_eq!(bad.parse::<RuleId>(), Err(LawError::UnknownRule(bad.to_owned())), "{bad}");
        }
    }

    #[test]
    fn a_doubt_about_the_first_day_is_no_doubt_later() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let known = Certainty::ValidFromFromKnowledge;
        assert_eq!(known.on(day("2025-06-30")), known);
        assert_eq!(known.on(day("2025-07-01")), Certainty::Verified);
        let inferred = Certainty::ValidFromInferred;
        assert_eq!(inferred.on(day("2026-01-01")), inferred);
        assert_eq!(inferred.on(day("2026-02-12")), Certainty::Verified);
        assert_eq!(Certainty::Inferred.on(day("2030-01-01")), Certainty::Inferred);
    }
}
