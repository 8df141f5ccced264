//! [`ConsentRow`]: who must consent before a service is given to a child of a certain age.
//!
//! The rows are `law-data/consents.toml`. They say what the law asks for; who has in fact consented is the record's.

use serde::Deserialize;

use crate::{Certainty, Day, DecisionTypeId, Provision};

/// What a way to a lawful consent takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Everybody who has custody consents: two act together (6 kap. 13 § FB).
    Guardians,
    /// The child asks for it or consents.
    Child,
    /// The board finds that it is suitable.
    Suitable,
}

/// Who must consent to a kind of service, for a child of an age.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentRow {
    /// The group of `service_kind` it is about.
    pub group: String,
    /// From this age, in whole years.
    pub from_age: i16,
    /// To this age, in whole years; that year included.
    pub to_age: i16,
    /// The ways to a lawful consent: any of them is enough, and each takes all it names.
    pub ways: Vec<Vec<Need>>,
    /// Where it stands.
    pub provision: Provision,
    /// How sure the row is.
    pub certainty: Certainty,
    /// The first day it applies.
    pub valid_from: Day,
    /// The last day it applied; empty while it is in force.
    pub valid_to: Option<Day>,
    /// Where the wording was read.
    pub source: String,
    /// The lawyer who has reviewed the row; empty: nobody has.
    pub reviewed_by: Option<String>,
}

/// The decision that lets one guardian's consent be enough, where the two must act together and one does not.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneGuardian {
    /// The type of decision.
    pub decision: DecisionTypeId,
    /// The services it can be used for, by their codes in `service_kind`: a closed list.
    pub services: Vec<String>,
    /// Where it stands.
    pub provision: Provision,
    /// How sure it is.
    pub certainty: Certainty,
    /// The first day it applies.
    pub valid_from: Day,
    /// Where the wording was read.
    pub source: String,
    /// The lawyer who has reviewed the row; empty: nobody has.
    pub reviewed_by: Option<String>,
}

impl ConsentRow {
    /// The first way that is open, given what has been met.
    ///
    /// ```
    /// use law::{Day, LawBook, Need};
    ///
    /// let today = Day::new(2026, 11, 22)?;
    /// let thirteen = LawBook::sweden().consent("personal", 13, today).unwrap();
    /// assert_eq!(thirteen.way(|need| need == Need::Guardians), Some(&[Need::Guardians][..]));
    /// assert_eq!(thirteen.way(|need| need == Need::Child), None, "and it must be suitable");
    /// assert_eq!(thirteen.way(|need| need != Need::Guardians), Some(&[Need::Child, Need::Suitable][..]));
    /// # Ok::<(), law::LawError>(())
    /// ```
    pub fn way(&self, met: impl Fn(Need) -> bool) -> Option<&[Need]> {
        self.ways.iter().find(|way| way.iter().all(|need| met(*need))).map(Vec::as_slice)
    }

    pub(crate) fn covers(&self, group: &str, age: i16, on: Day) -> bool {
        let in_force = self.valid_from <= on && self.valid_to.is_none_or(|last| on <= last);
        in_force && self.group == group && (self.from_age..=self.to_age).contains(&age)
    }
}
