//! What may be written into a person stream, and why not.

use crate::{
    identity::IdentityNumber,
    person::{
        Address, Birth, FactSource, Person, PersonCommand, PersonEntry, PersonFact, PersonField, PersonName,
        ProtectionLevel, Registration, Sourced,
    },
    text::Text,
};
use law::Day;

/// How long each text may be, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Each half of a name.
    pub name: usize,
    /// A whole address.
    pub address: usize,
    /// A telephone number.
    pub phone: usize,
    /// A description of somebody unknown.
    pub description: usize,
    /// The code of whoever said something.
    pub source: usize,
    /// A reason.
    pub reason: usize,
}

/// The limits in force; the pages show them.
pub const LIMITS: Limits =
    Limits { name: 100, address: 200, phone: 40, description: 200, source: 60, reason: 1000 };

/// Hardly anybody has lived longer; an earlier year is a slip of the pen.
const OLDEST_AGE: i16 = 120;

/// Why not. No text and no personal datum: the page finds the words and has what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PersonRefusal {
    /// The stream has begun already.
    #[error("registered already")]
    AlreadyRegistered,
    /// The stream has not begun.
    #[error("not registered")]
    NotRegistered,
    /// Neither name, number nor description: nobody could know who is meant.
    #[error("neither name, number nor description")]
    NothingToKnowThemBy,
    /// A changed fact is blank.
    #[error("blank: {0:?}")]
    Blank(PersonField),
    /// Born after today.
    #[error("born in the future")]
    BirthInFuture,
    /// Older than 120 years.
    #[error("older than 120 years")]
    BirthTooLongAgo,
    /// A fact dated after today.
    #[error("dated in the future: {0:?}")]
    DatedInFuture(PersonField),
    /// A number that could be a living person's, in the practice municipality.
    #[error("a real number in the practice municipality")]
    RealNumberInDemo,
    /// Under protected registration and above, no address is kept.
    #[error("the address of a protected person")]
    AddressOfProtectedPerson,
    /// A new number beside the one before would link an assumed identity to the old one. Register a new person.
    #[error("would link an assumed identity to the old one")]
    LinksAssumedIdentity,
    /// The number to take away is not among the person's.
    #[error("not this person's number")]
    NotThisPersonsNumber,
    /// The right number is the same as the wrong one, or the fact stands so already.
    #[error("nothing changes: {0:?}")]
    NothingChanges(PersonField),
    /// A correction must say how the error was found.
    #[error("no reason given")]
    MissingReason,
    /// Longer than the [`LIMITS`].
    #[error("{field:?} over {limit} characters")]
    TooLong {
        /// Where.
        field: PersonField,
        /// How many characters are allowed.
        limit: usize,
    },
    /// Holds a character that is no letter, digit or sign, or one that hides the order of the others.
    #[error("control character in {0:?}")]
    ControlCharacter(PersonField),
}

impl PersonRefusal {
    /// Where in the form the answer belongs.
    pub fn field(self) -> PersonField {
        match self {
            Self::AlreadyRegistered | Self::NotRegistered => PersonField::Person,
            Self::NothingToKnowThemBy => PersonField::Name,
            Self::BirthInFuture | Self::BirthTooLongAgo => PersonField::Birth,
            Self::RealNumberInDemo | Self::LinksAssumedIdentity | Self::NotThisPersonsNumber => {
                PersonField::Number
            }
            Self::AddressOfProtectedPerson => PersonField::Address,
            Self::MissingReason => PersonField::Reason,
            Self::Blank(field)
            | Self::DatedInFuture(field)
            | Self::NothingChanges(field)
            | Self::ControlCharacter(field)
            | Self::TooLong { field, .. } => field,
        }
    }
}

/// Says what a command writes. Texts are trimmed and runs of space made one; blank parts are left out.
///
/// In the `demo`, numbers that could be a living person's are refused. A number that disagrees with the day of birth
/// is not refused; see [`Person::number_disagrees_with_birth`].
pub fn decide_person(
    person: &Person,
    command: PersonCommand,
    today: Day,
    demo: bool,
) -> Result<Vec<PersonEntry>, PersonRefusal> {
    let rules = Rules { today, demo };
    let entry = match command {
        PersonCommand::Register(_) if person.is_registered() => return Err(PersonRefusal::AlreadyRegistered),
        PersonCommand::Register(registration) => {
            PersonEntry::PersonRegistered(rules.registration(registration)?)
        }
        _ if !person.is_registered() => return Err(PersonRefusal::NotRegistered),
        PersonCommand::ChangeFact { fact, reason } => {
            let fact = rules.fact(fact)?;
            refuse_change(person, &fact)?;
            let reason = bounded_reason(reason)?;
            if reason.is_none() && lowers(person, &fact) {
                return Err(PersonRefusal::MissingReason);
            }
            PersonEntry::PersonFactChanged { fact, reason }
        }
        PersonCommand::CorrectIdentity { wrong, right, reason } => {
            if !person.search_numbers().contains(&wrong) {
                return Err(PersonRefusal::NotThisPersonsNumber);
            }
            if right.as_ref().is_some_and(|right| right.value == wrong) {
                return Err(PersonRefusal::NothingChanges(PersonField::Number));
            }
            let right = right.map(|right| rules.number(right)).transpose()?;
            let reason = bounded_reason(reason)?.ok_or(PersonRefusal::MissingReason)?;
            PersonEntry::IdentityCorrected { wrong, right, reason }
        }
    };
    Ok(vec![entry])
}

/// Refuses a fact that cannot stand beside what is known already.
fn refuse_change(person: &Person, fact: &PersonFact) -> Result<(), PersonRefusal> {
    let level = person.protection();
    match fact {
        PersonFact::Address(_) if level.forbids_address() => Err(PersonRefusal::AddressOfProtectedPerson),
        PersonFact::Number(new)
            if level >= ProtectionLevel::AssumedIdentity
                && person.number.as_ref().is_some_and(|old| old.value != new.value) =>
        {
            Err(PersonRefusal::LinksAssumedIdentity)
        }
        _ if stands_already(person, fact) => Err(PersonRefusal::NothingChanges(fact.field())),
        _ => Ok(()),
    }
}

/// Whether a fact takes protection from somebody who has it. To give more is quick; to take it away is said why.
fn lowers(person: &Person, fact: &PersonFact) -> bool {
    matches!(fact, PersonFact::Protection(new) if new.value < person.protection())
}

/// The same value from another source or day is news: the register may confirm what somebody said.
fn stands_already(person: &Person, fact: &PersonFact) -> bool {
    match fact {
        PersonFact::Name(new) => person.name.as_ref() == Some(new),
        PersonFact::Number(new) => person.number.as_ref() == Some(new),
        PersonFact::Birth(new) => person.birth.as_ref() == Some(new),
        PersonFact::Sex(new) => person.sex.as_ref() == Some(new),
        PersonFact::Address(new) => person.address.as_ref() == Some(new),
        PersonFact::Phone(new) => person.phone.as_ref() == Some(new),
        PersonFact::Protection(new) => person.protection.as_ref() == Some(new),
    }
}

/// What the rules depend on besides the person.
#[derive(Clone, Copy)]
struct Rules {
    today: Day,
    demo: bool,
}

impl Rules {
    fn registration(self, given: Registration) -> Result<Registration, PersonRefusal> {
        let description = given.description.as_deref().unwrap_or_default();
        let description = line(description, LIMITS.description, PersonField::Description)?;
        let clean = Registration {
            name: unless_blank(given.name.map(|name| self.name(name)).transpose()?, |name| {
                name.full().is_empty()
            }),
            description: Some(description).filter(|words| !words.is_empty()),
            number: given.number.map(|number| self.number(number)).transpose()?,
            birth: given.birth.map(|birth| self.birth(birth)).transpose()?,
            sex: given.sex.map(|sex| self.dated(sex, PersonField::Sex)).transpose()?,
            protection: self.dated(given.protection, PersonField::Protection)?,
            address: unless_blank(given.address.map(|address| self.address(address)).transpose()?, is_blank),
            phone: unless_blank(given.phone.map(|phone| self.phone(phone)).transpose()?, String::is_empty),
        };
        if clean.name.is_none() && clean.number.is_none() && clean.description.is_none() {
            return Err(PersonRefusal::NothingToKnowThemBy);
        }
        if clean.address.is_some() && clean.protection.value.forbids_address() {
            return Err(PersonRefusal::AddressOfProtectedPerson);
        }
        Ok(clean)
    }

    fn fact(self, fact: PersonFact) -> Result<PersonFact, PersonRefusal> {
        let fact = match fact {
            PersonFact::Name(name) => PersonFact::Name(self.name(name)?),
            PersonFact::Number(number) => PersonFact::Number(self.number(number)?),
            PersonFact::Birth(birth) => PersonFact::Birth(self.birth(birth)?),
            PersonFact::Sex(sex) => PersonFact::Sex(self.dated(sex, PersonField::Sex)?),
            PersonFact::Address(address) => PersonFact::Address(self.address(address)?),
            PersonFact::Phone(phone) => PersonFact::Phone(self.phone(phone)?),
            PersonFact::Protection(level) => {
                PersonFact::Protection(self.dated(level, PersonField::Protection)?)
            }
        };
        let blank = match &fact {
            PersonFact::Name(name) => name.value.full().is_empty(),
            PersonFact::Address(address) => is_blank(&address.value),
            PersonFact::Phone(phone) => phone.value.is_empty(),
            _ => false,
        };
        if blank { Err(PersonRefusal::Blank(fact.field())) } else { Ok(fact) }
    }

    fn name(self, mut name: Sourced<PersonName>) -> Result<Sourced<PersonName>, PersonRefusal> {
        let half = |text: &str| line(text, LIMITS.name, PersonField::Name);
        name.value = PersonName { given: half(&name.value.given)?, family: half(&name.value.family)? };
        self.dated(name, PersonField::Name)
    }

    fn number(self, number: Sourced<IdentityNumber>) -> Result<Sourced<IdentityNumber>, PersonRefusal> {
        if self.demo && !number.value.allowed_in_demo() {
            return Err(PersonRefusal::RealNumberInDemo);
        }
        self.dated(number, PersonField::Number)
    }

    fn birth(self, birth: Sourced<Birth>) -> Result<Sourced<Birth>, PersonRefusal> {
        if birth.value.day > self.today {
            return Err(PersonRefusal::BirthInFuture);
        }
        if self.today.age_on(birth.value.day).is_some_and(|age| age > OLDEST_AGE) {
            return Err(PersonRefusal::BirthTooLongAgo);
        }
        self.dated(birth, PersonField::Birth)
    }

    fn address(self, mut address: Sourced<Address>) -> Result<Sourced<Address>, PersonRefusal> {
        let part = |text: &str| line(text, LIMITS.address, PersonField::Address);
        let given = &address.value;
        let clean = Address {
            care_of: given.care_of.as_deref().map(part).transpose()?.filter(|name| !name.is_empty()),
            street: part(&given.street)?,
            postcode: part(&given.postcode)?,
            town: part(&given.town)?,
        };
        let parts =
            [clean.care_of.as_deref().unwrap_or_default(), &clean.street, &clean.postcode, &clean.town];
        if parts.iter().map(|part| part.chars().count()).sum::<usize>() > LIMITS.address {
            return Err(PersonRefusal::TooLong { field: PersonField::Address, limit: LIMITS.address });
        }
        address.value = clean;
        self.dated(address, PersonField::Address)
    }

    fn phone(self, mut phone: Sourced<String>) -> Result<Sourced<String>, PersonRefusal> {
        phone.value = line(&phone.value, LIMITS.phone, PersonField::Phone)?;
        self.dated(phone, PersonField::Phone)
    }

    /// Tests the date and the source, which every fact has.
    fn dated<T>(self, fact: Sourced<T>, field: PersonField) -> Result<Sourced<T>, PersonRefusal> {
        if fact.as_of > self.today {
            return Err(PersonRefusal::DatedInFuture(field));
        }
        if let FactSource::SaidBy(code) = &fact.source {
            line(code.as_str(), LIMITS.source, field)?;
        }
        Ok(fact)
    }
}

fn unless_blank<T>(fact: Option<Sourced<T>>, blank: impl Fn(&T) -> bool) -> Option<Sourced<T>> {
    fact.filter(|fact| !blank(&fact.value))
}

fn is_blank(address: &Address) -> bool {
    address.care_of.is_none()
        && [&address.street, &address.postcode, &address.town].into_iter().all(String::is_empty)
}

/// One line of text: trimmed, runs of space made one, bounded, and made of characters that show.
fn line(text: &str, limit: usize, field: PersonField) -> Result<String, PersonRefusal> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().any(|c| c.is_control() || hides_order(c)) {
        return Err(PersonRefusal::ControlCharacter(field));
    }
    if text.chars().count() > limit {
        return Err(PersonRefusal::TooLong { field, limit });
    }
    Ok(text)
}

/// Characters that show nothing and turn the order of their neighbours: a name could be made to read as another.
fn hides_order(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn bounded_reason(reason: Option<Text>) -> Result<Option<Text>, PersonRefusal> {
    match reason {
        Some(text) if text.as_str().chars().count() > LIMITS.reason => {
            Err(PersonRefusal::TooLong { field: PersonField::Reason, limit: LIMITS.reason })
        }
        reason => Ok(reason),
    }
}
