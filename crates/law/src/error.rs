//! Everything that can go wrong when the law is asked a question.

use crate::{Day, DecisionTypeId, RuleId};

/// Why a question to the law has no answer.
///
/// The texts are in English and meant for a developer or for the command line. Pages choose their own words
/// from the variant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LawError {
    /// The text is not a day of the calendar written as `YYYY-MM-DD`.
    #[error("`{0}` is not a date; write it as YYYY-MM-DD, for example 2026-10-31")]
    BadDate(String),
    /// The result would lie after 9999-12-31.
    #[error("counting from {0} leaves the calendar")]
    BeyondCalendar(Day),
    /// The text is neither an ISO 8601 duration nor one of the words the law data use.
    #[error("`{0}` is not a length of time the law data know")]
    BadLength(String),
    /// No rule has this id.
    #[error("unknown rule `{0}`; rules are named DL-001, DL-002, ...")]
    UnknownRule(String),
    /// The rule's length is words ("snarast"), a choice ("set by decision") or for ever, so no day follows.
    #[error("rule {rule} has no fixed length ({length}); no day can be computed from the start alone")]
    NoFixedLength {
        /// The rule that was asked for.
        rule: RuleId,
        /// Its length as the law data write it.
        length: String,
    },
    /// The rule was not in force on the day that decides (see [`Rule::deciding_day`](crate::Rule::deciding_day)).
    #[error("rule {rule} is valid {validity} and does not cover {day}{}", instead(use_instead.as_ref()))]
    OutsideValidity {
        /// The rule that was asked for.
        rule: RuleId,
        /// The day that decides which version of the law counts.
        day: Day,
        /// The interval in words: `from 2025-07-01`, `2013-01-01 to 2025-06-30`.
        validity: String,
        /// The row that follows (or went before), if there is one.
        use_instead: Option<RuleId>,
    },
    /// No type of decision has this id.
    #[error("unknown decision type `{0}`; they are named D02, D03, ...")]
    UnknownDecisionType(String),
    /// The type of decision exists, but not under the law of that day.
    #[error("decision type {kind} is not in force on {day}")]
    DecisionTypeNotInForce {
        /// The type that was asked for.
        kind: DecisionTypeId,
        /// The day that was asked about.
        day: Day,
    },
    /// A TOML file of law data does not say what it must.
    #[error("the law data are wrong: {0}")]
    Data(String),
}

fn instead(row: Option<&RuleId>) -> String {
    row.map_or_else(String::new, |row| format!("; use {row} instead"))
}
