//! Who a report is about: looking a child up while the caller is still on the line, and never making the same child twice.
//!
//! Reception always gets an answer to an exact identity number, also for a child whose file is somebody else's: known here, contact X,
//! and nothing of what stands there. A report is then attached blind. An answer of "no such child" would make a second file, and
//! what is known about a child at risk would lie in two halves.

use law::Day;
use record::identity::{IdentityError, IdentityNumber};
use record::person::{PersonName, fold_name};
use record::{Actor, FileId, MatterState, PersonId, Subject};
use store::{Answer, Hit, House, NameCard, Now, OpenFile, Part, Trouble};

use crate::desk::{Desk, Typed, Visitor};
use crate::format;
use crate::reading::date;
use crate::words::Words;

/// Most children in one report.
pub const ROWS_MAX: usize = 8;

/// Most people shown beside the form.
const SHOWN_MAX: usize = 5;

/// The fields of one child in a report's form.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    /// Its number, from 1.
    pub n: usize,
    typed: &'a Typed,
}

impl<'a> Row<'a> {
    /// The rows of a form; two when it is new, since siblings are so often reported together.
    pub fn all(typed: &'a Typed) -> impl Iterator<Item = Self> {
        let count = typed.get("children").parse().unwrap_or(2);
        (1..=count.clamp(1, ROWS_MAX)).map(move |n| Self { n, typed })
    }

    /// The name of one of its fields.
    pub fn name(n: usize, field: &str) -> String {
        format!("child-{n}-{field}")
    }

    /// What is typed in one of its fields, without white space around it.
    pub fn get(&self, field: &str) -> &'a str {
        self.typed.trimmed(&Self::name(self.n, field))
    }

    /// Is a field filled in, a box ticked?
    pub fn filled(&self, field: &str) -> bool {
        !self.get(field).is_empty()
    }

    /// Nobody is named in it.
    pub fn is_blank(&self) -> bool {
        ["file", "number", "given", "family", "birth", "description"].iter().all(|field| !self.filled(field))
    }

    /// The name as typed.
    pub fn person_name(&self) -> PersonName {
        PersonName::new(self.get("given"), self.get("family"))
    }

    /// The day of birth as typed, with or without hyphens; `Err` when it is no day.
    pub fn birth(&self) -> Result<Option<Day>, law::LawError> {
        let typed = self.get("birth");
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        match (typed, digits.len()) {
            ("", _) => Ok(None),
            (_, 8) => format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]).parse().map(Some),
            _ => typed.parse().map(Some),
        }
    }

    /// Whom it seeks.
    pub fn sought(&self, today: Day) -> Sought {
        if let Ok(file) = self.get("file").parse() {
            return Sought::File(file);
        }
        if self.filled("number") {
            return match IdentityNumber::parse(self.get("number"), today) {
                Ok(number) => Sought::Number(number),
                Err(error) => Sought::Wrong(error),
            };
        }
        let name = self.person_name().full();
        if name.is_empty() { Sought::Nobody } else { Sought::Name(name) }
    }
}

/// Whom a row seeks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// Nobody in particular: blank, or only described.
    Nobody,
    /// The child of a file the reader has come from.
    File(FileId),
    /// By exact number.
    Number(IdentityNumber),
    /// By a number that is none.
    Wrong(IdentityError),
    /// By name.
    Name(String),
}

/// What is found for a row.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The row's number.
    pub row: usize,
    /// People it may be.
    pub hits: Vec<Hit>,
    /// What is shown of them beside the form.
    pub shown: Vec<Shown>,
    /// It was an exact number, and nobody here has it.
    pub unknown_number: bool,
}

/// A person who is known here, as far as the reader may know.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Who.
    pub person: PersonId,
    /// Name, masked when protected.
    pub name: String,
    /// Age, if it may be shown and is known.
    pub age: Option<String>,
    /// Of age: then hardly the one a report is about.
    pub adult: bool,
    /// Where the file is, and whom to contact; for files that are not the reader's.
    pub contact: Vec<String>,
    /// What stands in a file that is the reader's.
    pub inside: Option<Inside>,
}

impl Shown {
    /// What to say of somebody who is known and has no file.
    pub fn fileless_key(&self) -> &'static str {
        if self.adult { "lookup-adult" } else { "lookup-no-file" }
    }
}

/// The little that helps while the caller speaks.
#[derive(Clone, Debug)]
pub struct Inside {
    /// The file.
    pub file: FileId,
    /// Reports before this one.
    pub reports: usize,
    /// First names of the guardians.
    pub guardians: Vec<String>,
    /// Siblings, with their file where the reader may open it.
    pub siblings: Vec<(String, Option<FileId>)>,
}

/// Looks up one row. Each search, and each file opened for it, is written in the access log before this returns.
pub fn find(desk: &Desk, who: &Visitor, row: Row<'_>) -> Answer<Found> {
    let (house, actor, now) = (&desk.house, &who.actor, who.now);
    let sought = row.sought(now.today);
    let hits = match &sought {
        Sought::Nobody | Sought::Wrong(_) => Vec::new(),
        Sought::Number(number) => house.find_number(actor, now, *number)?,
        Sought::Name(name) => house.find_name_to_report(actor, now, name)?,
        Sought::File(file) => vec![match house.look(actor, now, *file, Part::Form) {
            // Somebody else's file, which reception was led to by a search: the report is attached blind.
            Err(Trouble::NotFound) => house.find_file_to_report(actor, now, *file)?,
            open => hit_of(&open?),
        }],
    };
    let shown = hits.iter().take(SHOWN_MAX).map(|hit| show(desk, who, hit)).collect::<Answer<_>>()?;
    let unknown_number = matches!(sought, Sought::Number(_)) && hits.is_empty();
    Ok(Found { row: row.n, hits, shown, unknown_number })
}

/// The child of an opened file, as if a search had found it.
fn hit_of(open: &OpenFile) -> Hit {
    let person = open.file.person().expect("a file that can be opened is somebody's");
    Hit { person, card: open.child().cloned(), files: vec![open.id], elsewhere: Vec::new() }
}

/// The people a row may mean, to choose from before anything is registered. An exact number that one person has needs no choice.
///
/// By name only the same name counts, and not with another day of birth: two children may well be called the same.
pub fn candidates<'h>(row: Row<'_>, today: Day, hits: &'h [Hit]) -> Vec<&'h Hit> {
    match row.sought(today) {
        Sought::Name(name) => {
            let (name, birth) = (fold_name(&name), row.birth().ok().flatten());
            let same = |hit: &&Hit| {
                let Some(card) = &hit.card else { return false };
                let agrees = birth.is_none() || card.birth().is_none() || card.birth() == birth;
                agrees && fold_name(card.name()) == name
            };
            hits.iter().filter(same).collect()
        }
        _ => hits.iter().collect(),
    }
}

fn show(desk: &Desk, who: &Visitor, hit: &Hit) -> Answer<Shown> {
    let w = who.w;
    let mut inside = None;
    for file in &hit.files {
        let open = desk.house.look(&who.actor, who.now, *file, Part::Form)?;
        if is_childs(&open) {
            inside = Some(look_inside(&desk.house, &who.actor, &open)?);
        }
    }
    let organisation = desk.organisation();
    let contact = hit.elsewhere.iter().map(|contact| {
        let unit = contact.unit.and_then(|unit| organisation.unit(unit));
        let unit = unit.map_or_else(|| w.t("lookup-some-unit").into_owned(), |unit| unit.name.clone());
        match contact.worker.and_then(|staff| organisation.member(staff)) {
            Some(member) => {
                let values = [
                    ("unit", unit.as_str().into()),
                    ("who", member.name.as_str().into()),
                    ("phone", member.phone.as_str().into()),
                ];
                w.with("lookup-contact", &values)
            }
            None => w.t1("lookup-contact-unit", "unit", unit.as_str()),
        }
    });
    Ok(Shown {
        person: hit.person,
        name: name_of(w, hit.card.as_ref()),
        age: hit.card.as_ref().and_then(|card| age(w, who.now, card)),
        adult: hit
            .card
            .as_ref()
            .and_then(|card| who.now.today.age_on(card.birth()?))
            .is_some_and(|age| age >= 18),
        contact: contact.collect(),
        inside,
    })
}

fn name_of(w: &Words, card: Option<&NameCard>) -> String {
    match card {
        None => w.t("lookup-protected").into_owned(),
        Some(card) if card.name().is_empty() => w.t("lookup-nameless").into_owned(),
        Some(card) => card.name().to_owned(),
    }
}

fn age(w: &Words, now: Now, card: &NameCard) -> Option<String> {
    let birth = card.birth().filter(|birth| *birth <= now.today)?;
    Some(w.t1("lookup-age", "n", format::age(date(birth), date(now.today))))
}

fn look_inside(house: &House, who: &Actor, open: &OpenFile) -> Answer<Inside> {
    let name = |person: PersonId| open.people.get(&person).map_or("", |card| card.first_name()).to_owned();
    let family = &open.file.family;
    let mut siblings = Vec::new();
    for relation in family.relations.iter().filter(|one| !one.ended) {
        if matches!(relation.kind.as_str(), "sibling" | "half_sibling") {
            let files = house.files_open_to(who, relation.person)?;
            siblings.push((name(relation.person), files.first().copied()));
        }
    }
    let is_report = |state: &MatterState| matches!(state, MatterState::Report(_));
    Ok(Inside {
        file: open.id,
        reports: open.file.matters.values().filter(|matter| is_report(&matter.state)).count(),
        guardians: family
            .guardians
            .iter()
            .filter(|one| one.to.is_none())
            .map(|one| name(one.person))
            .collect(),
        siblings,
    })
}

/// Is it a child's own file, where reports belong?
pub fn is_childs(open: &OpenFile) -> bool {
    open.file.opened.as_ref().is_some_and(|opened| opened.subject == Subject::Child)
}
