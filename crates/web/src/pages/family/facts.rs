//! What somebody is to a child: relation, custody, language, each with who says so and since when.

use law::Day;
use record::family::{FamilyFact, Guardianship, Language, Relation};
use record::person::FactSource;
use record::{Code, PersonId, Text};

use crate::words::{Lang, Words};

/// What somebody is to the child, each as a code, a day and a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Code of `relation_kind`.
    pub relation: Option<Code>,
    /// Lives with the child.
    pub lives_with_child: Option<bool>,
    /// Code of `guardianship_kind`, and from which day if that is known.
    pub custody: Option<(Code, Option<Day>)>,
    /// The language, and whether an interpreter is needed.
    pub language: Option<(Text, bool)>,
    /// Who said so.
    pub source: Source,
    /// As of which day.
    pub as_of: Day,
}

/// Where a fact comes from, in the two forms the record has: as a code in the person's stream, in words in the child's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// For the person's stream.
    pub of_person: FactSource,
    /// For the child's file.
    pub in_words: Text,
}

/// The sources to choose from: value and message.
pub(super) const SOURCES: [(&str, &str); 8] = [
    ("guardian", "family-source-guardian"),
    ("child", "family-source-child"),
    ("relative", "family-source-relative"),
    ("register", "family-source-register"),
    ("document", "family-source-document"),
    ("school", "family-source-school"),
    ("care", "family-source-care"),
    ("worker", "family-source-worker"),
];

impl Source {
    /// The source by its code in the form. The words go into the record and are therefore Swedish, whatever the page speaks.
    pub(super) fn of(code: &str) -> Option<Self> {
        let w = Words::of(Lang::Sv);
        let (code, key) = SOURCES.into_iter().find(|(known, _)| *known == code)?;
        let of_person = match code {
            "register" => FactSource::PopulationRegister,
            "document" => FactSource::Document,
            "worker" => FactSource::Worker,
            said_by => FactSource::SaidBy(Code::from(said_by)),
        };
        Some(Self { of_person, in_words: Text::typed(&w.t(key)).ok().flatten()? })
    }
}

/// What a source is called on a page.
pub(crate) fn source_words(w: &Words, source: &FactSource) -> String {
    let code = match source {
        FactSource::PopulationRegister => "register",
        FactSource::Document => "document",
        FactSource::Worker => "worker",
        FactSource::SaidBy(code) => code.as_str(),
        FactSource::Unknown => return w.t("family-source-unknown").into_owned(),
    };
    let known = SOURCES.into_iter().find(|(known, _)| *known == code);
    known.map_or_else(|| code.to_owned(), |(_, key)| w.t(key).into_owned())
}

impl Facts {
    /// The facts as the file learns them.
    pub fn of(self, person: PersonId) -> Vec<FamilyFact> {
        let Self { relation, lives_with_child, custody, language, source, as_of } = self;
        let source = source.in_words;
        let relation = relation.map(|kind| {
            let source = source.clone();
            FamilyFact::Relation(Relation { person, kind, lives_with_child, source, as_of, ended: false })
        });
        let custody = custody.map(|(kind, from)| {
            FamilyFact::Guardianship(Guardianship { person, kind, from, to: None, source: source.clone() })
        });
        let language = language.map(|(language, interpreter)| {
            FamilyFact::Language(Language { person, language, interpreter, source: source.clone(), as_of })
        });
        [relation, custody, language].into_iter().flatten().collect()
    }
}
