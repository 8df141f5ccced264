//! The people around the child: who is guardian and since when, who is related, which language is spoken.
//!
//! Every fact carries its source and date; guardianship decides who is told, who is asked and who may read.

use crate::{
    check,
    context::Context,
    entry::{Entry, NewEntry},
    file::{CaseFile, Recorded},
    id::PersonId,
    investigation,
    refusal::{Field, Refusal},
    text::{Code, Text},
};
use law::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Somebody related to the child.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Relation {
    /// Who.
    pub person: PersonId,
    /// Code of `relation_kind`, seen from the child: `mother`, `sibling`.
    pub kind: Code,
    /// Lives with the child.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lives_with_child: Option<bool>,
    /// Who said so, or which register.
    pub source: Text,
    /// As of which day.
    pub as_of: Day,
    /// The relation has ended.
    #[serde(default)]
    pub ended: bool,
}

/// Custody (*vårdnad*): joint, sole, specially appointed, or a *god man*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Guardianship {
    /// Who.
    pub person: PersonId,
    /// Code of `guardianship_kind`.
    pub kind: Code,
    /// From which day; `None` when nobody has said. It is then taken to have been so all along: who is told too much is less wronged than
    /// a guardian who is passed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// To which day, when it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// Who said so, or which register.
    pub source: Text,
}

impl Guardianship {
    /// Whether this says anew what an earlier entry said of the same custody: its end, its kind, or the first day that nobody knew. Custody
    /// that has ended is another one than what begins after it.
    fn replaces(&self, old: &Self) -> bool {
        let known = self.from.is_some() && self.from == old.from;
        let unknown = old.from.is_none() && (old.to.is_none() || self.from.is_none() && self.to.is_some());
        self.person == old.person && (known || unknown)
    }
}

/// The language to speak.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Language {
    /// Whose.
    pub person: PersonId,
    /// The language, by its Swedish name.
    pub language: Text,
    /// An interpreter is needed (13 § FL).
    pub interpreter: bool,
    /// Who said so.
    pub source: Text,
    /// As of which day.
    pub as_of: Day,
}

/// A fact about the family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FamilyFact {
    /// A relation.
    Relation(Relation),
    /// Custody.
    Guardianship(Guardianship),
    /// A language.
    Language(Language),
    /// The birth day of the child whose file it is: learnt later, or corrected. Every clock that runs on age runs on it.
    Birth(LearntBirth),
}

/// A birth day that was not known, or not right, when the file was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LearntBirth {
    /// The day.
    pub day: Day,
    /// Who said so, or which register.
    pub source: Text,
    /// As of which day.
    pub as_of: Day,
}

/// The family as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Family {
    /// Who is related.
    pub relations: Vec<Relation>,
    /// Who has or had custody.
    pub guardians: Vec<Guardianship>,
    /// Languages.
    pub languages: Vec<Language>,
}

impl FamilyFact {
    /// Whom it is about, if not the child.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Relation(relation) => Some(relation.person),
            Self::Guardianship(custody) => Some(custody.person),
            Self::Language(language) => Some(language.person),
            Self::Birth(_) => None,
        }
    }
}

impl Family {
    /// Who has custody on a day.
    pub fn guardians_on(&self, day: Day) -> impl Iterator<Item = PersonId> + '_ {
        let valid =
            move |g: &&Guardianship| g.from.is_none_or(|from| from <= day) && g.to.is_none_or(|to| day <= to);
        self.guardians.iter().filter(valid).map(|g| g.person)
    }

    /// Whether somebody is or was a brother or sister of the child, or half so.
    pub fn is_sibling(&self, person: PersonId) -> bool {
        let near = |relation: &Relation| matches!(relation.kind.as_str(), "sibling" | "half_sibling");
        self.relations.iter().any(|relation| relation.person == person && near(relation))
    }

    /// Everybody around the child now, and whoever has or had custody; once each.
    pub fn persons(&self) -> Vec<PersonId> {
        let related = self.relations.iter().filter(|r| !r.ended).map(|r| r.person);
        once_each(related.chain(self.guardians.iter().map(|g| g.person)))
    }

    /// Everybody who is or was around the child: what was written of somebody is read with the name also when the relation has ended.
    pub fn ever_named(&self) -> Vec<PersonId> {
        let related = self.relations.iter().map(|r| r.person);
        once_each(related.chain(self.guardians.iter().map(|g| g.person)))
    }
}

fn once_each(persons: impl Iterator<Item = PersonId>) -> Vec<PersonId> {
    let mut all: Vec<PersonId> = persons.collect();
    all.sort_unstable();
    all.dedup();
    all
}

pub(crate) fn learn(
    file: &CaseFile,
    facts: Vec<FamilyFact>,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    file.is_open()?;
    for fact in &facts {
        match fact {
            FamilyFact::Relation(relation) => {
                check::code(cx, "relation_kind", &relation.kind, Field::Kind)?;
                check::day_not_after(relation.as_of, cx.today, Field::Occurred)?;
            }
            FamilyFact::Guardianship(custody) => {
                check::code(cx, "guardianship_kind", &custody.kind, Field::Kind)?;
                if let Some(from) = custody.from {
                    check::day_not_after(from, cx.today, Field::Occurred)?;
                }
                if custody.to.zip(custody.from).is_some_and(|(to, from)| to < from) {
                    return Err(Refusal::NotLater(Field::Until));
                }
            }
            FamilyFact::Language(language) => {
                check::day_not_after(language.as_of, cx.today, Field::Occurred)?;
            }
            FamilyFact::Birth(birth) => check::day_not_after(birth.day, cx.today, Field::Person)?,
        }
    }
    let entries = facts.into_iter();
    Ok(entries.map(|fact| NewEntry::new(None, cx.moment(), Entry::FamilyLearnt(fact))).collect())
}

pub(crate) fn learnt(file: &mut CaseFile, fact: &FamilyFact, by: &Recorded) {
    let family = &mut file.family;
    match fact {
        FamilyFact::Relation(relation) => {
            family.relations.retain(|old| (old.person, &old.kind) != (relation.person, &relation.kind));
            family.relations.push(relation.clone());
        }
        FamilyFact::Guardianship(custody) => {
            family.guardians.retain(|old| !custody.replaces(old));
            family.guardians.push(custody.clone());
            investigation::guardian_learnt(file, custody, by.at_day());
        }
        FamilyFact::Language(language) => {
            family.languages.retain(|old| old.person != language.person);
            family.languages.push(language.clone());
        }
        FamilyFact::Birth(birth) => {
            if let Some(opened) = &mut file.opened {
                opened.birth = Some(birth.day);
            }
        }
    }
}
