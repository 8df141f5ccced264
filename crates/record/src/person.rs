//! The person stream: who somebody is, and nothing else.
//!
//! A child, a guardian, a sibling and anybody else around a child each have one stream with identity, names, numbers,
//! addresses and level of protection, under a key of its own. All that is *about* a child stands in the child's
//! [file](crate::id::File), which refers to people by [`PersonId`](crate::id::PersonId) only: a name is then corrected
//! in one place, masked in one place and destroyed with one key. A reporter never has a stream; that name lives in the
//! report.
//!
//! As everywhere in the record, [`decide_person`] says what may be written, and [`evolve_person`] what it means.

mod decide;
mod facts;
mod name;
#[cfg(test)]
mod tests;

pub use decide::{LIMITS, Limits, PersonRefusal, decide_person};
pub use facts::{Address, Birth, FactSource, PersonFact, PersonField, ProtectionLevel, Sourced};
pub use name::{PersonName, fold_loose, fold_name};

use crate::{
    identity::{IdentityNumber, LegalSex},
    text::Text,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a person is registered with. Only the level of protection must be answered; of name, number and description
/// one is needed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Registration {
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Sourced<PersonName>>,
    /// Somebody unknown in a few words: "okänd flicka, ungefär 7 år, röd jacka".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Identity number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Sourced<IdentityNumber>>,
    /// Day of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth: Option<Sourced<Birth>>,
    /// Legal sex, as registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sourced<LegalSex>>,
    /// Level of protection.
    pub protection: Sourced<ProtectionLevel>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Sourced<Address>>,
    /// Telephone number, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Sourced<String>>,
}

impl Registration {
    /// A registration that holds nothing yet but the level of protection.
    pub const fn new(protection: Sourced<ProtectionLevel>) -> Self {
        Self {
            name: None,
            description: None,
            number: None,
            birth: None,
            sex: None,
            protection,
            address: None,
            phone: None,
        }
    }

    /// Its facts, one by one.
    fn into_facts(self) -> impl Iterator<Item = PersonFact> {
        [
            Some(PersonFact::Protection(self.protection)),
            self.name.map(PersonFact::Name),
            self.number.map(PersonFact::Number),
            self.birth.map(PersonFact::Birth),
            self.sex.map(PersonFact::Sex),
            self.address.map(PersonFact::Address),
            self.phone.map(PersonFact::Phone),
        ]
        .into_iter()
        .flatten()
    }
}

/// An entry in a person stream.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "entries are read, folded and dropped one at a time")]
pub enum PersonEntry {
    /// Somebody becomes known to the authority.
    PersonRegistered(Registration),
    /// A fact is new or has changed. What it replaces was right in its time.
    PersonFactChanged {
        /// The fact as it now stands.
        fact: PersonFact,
        /// Why, where that needs saying.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
    },
    /// A number was never this person's. It stays in the history, marked wrong, and is found by no search.
    IdentityCorrected {
        /// The number that was somebody else's or nobody's.
        wrong: IdentityNumber,
        /// The right one, if it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        right: Option<Sourced<IdentityNumber>>,
        /// How it was found out.
        reason: Text,
    },
}

impl PersonEntry {
    /// The form in which entries are written now.
    pub const VERSION: u16 = 1;

    /// The kind, as it stands in the clear header.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::PersonRegistered(_) => "person_registered",
            Self::PersonFactChanged { .. } => "person_fact_changed",
            Self::IdentityCorrected { .. } => "identity_corrected",
        }
    }
}

impl fmt::Debug for PersonEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonEntry({})", self.kind())
    }
}

/// What can be asked of a person stream.
#[derive(Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "there is one command per request")]
pub enum PersonCommand {
    /// Register somebody.
    Register(Registration),
    /// Write a fact that is new or has changed.
    ChangeFact {
        /// The fact as it now stands.
        fact: PersonFact,
        /// Why, where that needs saying.
        reason: Option<Text>,
    },
    /// Take away a number that was never this person's.
    CorrectIdentity {
        /// The number to take away: the present one or an earlier one.
        wrong: IdentityNumber,
        /// The right one, if it is known.
        right: Option<Sourced<IdentityNumber>>,
        /// How it was found out.
        reason: Option<Text>,
    },
}

impl fmt::Debug for PersonCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Register(_) => "PersonCommand(register)",
            Self::ChangeFact { .. } => "PersonCommand(change_fact)",
            Self::CorrectIdentity { .. } => "PersonCommand(correct_identity)",
        })
    }
}

/// A fact that no longer stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The fact.
    pub fact: PersonFact,
    /// Why it was replaced, if anybody said.
    pub reason: Option<Text>,
    /// Was it wrong all along? If not, it was right in its time.
    pub was_wrong: bool,
}

/// A person as the stream now tells it. The default is somebody not yet registered.
///
/// Address and telephone are behind methods that know the level of protection, so that no page can forget to ask.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// Name.
    pub name: Option<Sourced<PersonName>>,
    /// A few words about somebody unknown.
    pub description: Option<String>,
    /// Identity number.
    pub number: Option<Sourced<IdentityNumber>>,
    /// Day of birth.
    pub birth: Option<Sourced<Birth>>,
    /// Legal sex, as registered.
    pub sex: Option<Sourced<LegalSex>>,
    /// What has been replaced, oldest first.
    pub history: Vec<Replaced>,
    protection: Option<Sourced<ProtectionLevel>>,
    address: Option<Sourced<Address>>,
    phone: Option<Sourced<String>>,
}

impl Person {
    /// Has the stream begun?
    pub fn is_registered(&self) -> bool {
        self.protection.is_some()
    }

    /// The level of protection; a stream that has not said counts as unknown and so as protected.
    pub fn protection(&self) -> ProtectionLevel {
        self.protection.as_ref().map_or(ProtectionLevel::Unknown, |fact| fact.value)
    }

    /// The level of protection with its source and date.
    pub fn protection_fact(&self) -> Option<&Sourced<ProtectionLevel>> {
        self.protection.as_ref()
    }

    /// To be masked in lists and search?
    pub fn is_protected(&self) -> bool {
        self.protection().is_protected()
    }

    /// The address, unless the person is protected in any way.
    pub fn shown_address(&self) -> Option<&Sourced<Address>> {
        self.address.as_ref().filter(|_| !self.is_protected())
    }

    /// The telephone number, unless the person is protected in any way.
    pub fn shown_phone(&self) -> Option<&Sourced<String>> {
        self.phone.as_ref().filter(|_| !self.is_protected())
    }

    /// Name, else description. `None` when only a number is known: the page has words for that.
    pub fn display_name(&self) -> Option<String> {
        self.name.as_ref().map(|name| name.value.full()).or_else(|| self.description.clone())
    }

    /// Initials of the name, if there is one.
    pub fn initials(&self) -> Option<String> {
        self.name.as_ref().map(|name| name.value.initials())
    }

    /// Every number that shall find this person: the present one, and earlier ones that were right in their time. An
    /// assumed identity is never found by an earlier number, since that would link the two.
    pub fn search_numbers(&self) -> Vec<IdentityNumber> {
        let mut found: Vec<_> = self.number.iter().map(|number| number.value).collect();
        if self.protection() < ProtectionLevel::AssumedIdentity {
            let retired = self.retired_numbers();
            for number in self.replaced_numbers(false) {
                if !retired.contains(&number) && !found.contains(&number) {
                    found.push(number);
                }
            }
        }
        found
    }

    /// Numbers that were never this person's, for the history on the person's page. No search may find them.
    pub fn retired_numbers(&self) -> Vec<IdentityNumber> {
        self.replaced_numbers(true).collect()
    }

    fn replaced_numbers(&self, was_wrong: bool) -> impl Iterator<Item = IdentityNumber> {
        let replaced = self.history.iter().rev().filter(move |replaced| replaced.was_wrong == was_wrong);
        replaced.filter_map(|replaced| match &replaced.fact {
            PersonFact::Number(number) => Some(number.value),
            _ => None,
        })
    }

    /// Do number and day of birth speak of different months? Worth a second look, never a hindrance. An estimated day
    /// of birth agrees with everything.
    pub fn number_disagrees_with_birth(&self) -> bool {
        match (&self.number, &self.birth) {
            (Some(number), Some(birth)) => {
                !birth.value.estimated && number.value.disagrees_with(birth.value.day)
            }
            _ => false,
        }
    }

    /// Puts a fact in its place and what stood there in the history.
    fn put(&mut self, fact: PersonFact, reason: Option<&Text>) {
        let replaced = match fact {
            PersonFact::Name(new) => self.name.replace(new).map(PersonFact::Name),
            PersonFact::Number(new) => self.number.replace(new).map(PersonFact::Number),
            PersonFact::Birth(new) => self.birth.replace(new).map(PersonFact::Birth),
            PersonFact::Sex(new) => self.sex.replace(new).map(PersonFact::Sex),
            PersonFact::Address(new) => self.address.replace(new).map(PersonFact::Address),
            PersonFact::Phone(new) => self.phone.replace(new).map(PersonFact::Phone),
            PersonFact::Protection(new) => self.protection.replace(new).map(PersonFact::Protection),
        };
        let reason = reason.cloned();
        self.history.extend(replaced.map(|fact| Replaced { fact, reason, was_wrong: false }));
        self.forget_forbidden_addresses();
    }

    /// Under the stronger levels an address is in no one's hands, old ones included: they lead to people who lead on.
    fn forget_forbidden_addresses(&mut self) {
        if self.is_registered() && self.protection().forbids_address() {
            self.address = None;
            self.history.retain(|replaced| replaced.fact.field() != PersonField::Address);
        }
    }
}

/// Never prints who it is.
impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Person({:?}, {} replaced)", self.protection(), self.history.len())
    }
}

/// What an entry means. Total: an entry that is in the record has happened, whatever one thinks of it now.
#[must_use]
pub fn evolve_person(mut person: Person, entry: &PersonEntry) -> Person {
    match entry {
        PersonEntry::PersonRegistered(registration) => {
            person.description.clone_from(&registration.description);
            registration.clone().into_facts().for_each(|fact| person.put(fact, None));
        }
        PersonEntry::PersonFactChanged { fact, reason } => person.put(fact.clone(), reason.as_ref()),
        PersonEntry::IdentityCorrected { wrong, right, reason } => {
            retire(&mut person, *wrong, reason);
            if let Some(right) = right {
                person.put(PersonFact::Number(right.clone()), Some(reason));
            }
        }
    }
    person
}

/// Moves a number to the history as wrong, wherever it stands.
fn retire(person: &mut Person, wrong: IdentityNumber, reason: &Text) {
    let is_wrong = |fact: &PersonFact| matches!(fact, PersonFact::Number(number) if number.value == wrong);
    for replaced in person.history.iter_mut().filter(|replaced| is_wrong(&replaced.fact)) {
        replaced.was_wrong = true;
        replaced.reason = Some(reason.clone());
    }
    if let Some(number) = person.number.take_if(|number| number.value == wrong) {
        let fact = PersonFact::Number(number);
        person.history.push(Replaced { fact, reason: Some(reason.clone()), was_wrong: true });
    }
}
