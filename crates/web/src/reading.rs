//! A file as a reader meets it: whose it is, who is who, and what the law calls things.
//!
//! Everything that a page inside a child's file says of people, days and codes goes through [`Reading`], so that the rule for
//! names has one home: first name inside the file, nothing of somebody who is not in the file's own circle, no number and no
//! address anywhere.

use jiff::civil::{Date, Time};
use law::{Day, DecisionTypeId, LawBook, Level};
use record::access::Basis;
use record::{
    Code, DocumentId, MatterId, MatterState, Moment, Organisation, PersonId, Speaker, StaffId, UnitId,
};
use store::{NameCard, OpenFile};

use crate::fields::Choose;
use crate::format;
use crate::refusals;
use crate::words::{Lang, Words};

/// An opened file with what is needed to speak of it.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The words.
    pub w: &'static Words,
    /// The law, for the names of codes and decisions.
    pub law: &'a LawBook,
    /// Who works where.
    pub organisation: &'a Organisation,
    /// The file.
    pub open: &'a OpenFile,
    /// The day the page is drawn for.
    pub today: Day,
}

impl Reading<'_> {
    /// May the reader write in the file? Who reads for a reason they have given or through a broken glass, was asked to decide, or carried
    /// out a service that has ended, is offered nothing to write.
    pub fn writes(&self) -> bool {
        !matches!(self.open.basis, Basis::Stated | Basis::Glass | Basis::Asked | Basis::FormerProvider)
    }

    /// The same in one matter, or outside all: a service that has ended is no more its provider's to write in.
    pub fn writes_in(&self, matter: Option<MatterId>) -> bool {
        self.writes() && self.open.sight.writes_in(matter)
    }

    /// May the reader add to an entry? Also whoever has signed a note in a service that has ended.
    pub fn adds_to(&self, seq: i64) -> bool {
        let may_write = self.writes() || self.open.basis == Basis::FormerProvider;
        may_write && self.open.sight.adds_to(&self.open.file, seq)
    }

    /// Was the reader asked to decide, and is nothing else in the file?
    pub fn is_asked(&self) -> bool {
        self.open.basis == Basis::Asked
    }

    /// The message that says on what words of their own the reader sees the file, where it rests on such.
    pub fn by_words(&self) -> Option<&'static str> {
        match self.open.basis {
            _ if self.open.access.tied.is_some() => Some("head-by-tie"),
            Basis::Stated => Some("head-by-reason"),
            Basis::Glass => Some("head-by-glass"),
            _ => None,
        }
    }

    /// Is the reader somebody who carries out a service, or did, and sees nothing else of the file?
    pub fn is_provider(&self) -> bool {
        matches!(self.open.basis, Basis::Provider | Basis::FormerProvider)
    }

    /// The first name of somebody in the child's circle; anybody else is "en annan person".
    pub fn name(&self, person: PersonId) -> String {
        let name = self.open.people.get(&person).map(NameCard::first_name).unwrap_or_default();
        if name.is_empty() { self.w.t("name-unknown").into_owned() } else { name.to_owned() }
    }

    /// Those who have custody today, by name: what order the file has them in says nothing.
    pub fn guardians(&self) -> Vec<PersonId> {
        let mut all: Vec<PersonId> = self.open.file.guardians(self.today).collect();
        all.sort_by_cached_key(|person| (self.full_name(*person), *person));
        all
    }

    /// Given and family name, for letters and choices where two may have the same first name.
    pub fn full_name(&self, person: PersonId) -> String {
        let name = self.open.people.get(&person).map(NameCard::name).unwrap_or_default();
        if name.is_empty() { self.w.t("name-unknown").into_owned() } else { name.to_owned() }
    }

    /// The first name of the child, or of the expectant parent whose file it is.
    pub fn child(&self) -> String {
        self.open
            .file
            .person()
            .map_or_else(|| self.w.t("name-unknown").into_owned(), |person| self.name(person))
    }

    /// What the child is called inside a sentence: the first name, or "barnet" where there is only a description.
    pub fn child_in_text(&self) -> String {
        let card = self.open.child();
        let described = card.is_none_or(|card| card.first_name() == card.name() && card.name().contains(' '));
        if described { self.w.t("child-in-text").into_owned() } else { self.child() }
    }

    /// Is the person protected in any way?
    pub fn is_protected(&self, person: PersonId) -> bool {
        self.open.people.get(&person).is_none_or(|card| card.protected)
    }

    /// Who speaks, as the word after "Sagt av".
    pub fn speaker(&self, speaker: &Speaker) -> String {
        match speaker {
            Speaker::Child => self.child(),
            Speaker::Person(person) => self.name(*person),
            Speaker::Reporter => self.w.t("speaker-reporter").into_owned(),
            Speaker::Other(who) => who.to_string(),
        }
    }

    /// A member of staff, by name.
    pub fn staff(&self, staff: StaffId) -> String {
        let member = self.organisation.known(staff);
        member.map_or_else(|| self.w.t("staff-unknown").into_owned(), |member| member.name.clone())
    }

    /// A unit, by name.
    pub fn unit(&self, unit: UnitId) -> String {
        self.organisation.known_unit(unit).map_or_else(String::new, |unit| unit.name.clone())
    }

    /// What a code of a value list is called. What was once stored is always shown, if need be as the bare code.
    pub fn code(&self, list: &str, code: &Code) -> String {
        match self.law.choice(list, code.as_str()) {
            Some(choice) => self.in_language(&choice.sv, &choice.en).to_owned(),
            None => code.as_str().to_owned(),
        }
    }

    /// What a type of decision is called.
    pub fn decision(&self, kind: &DecisionTypeId) -> String {
        match self.law.decision_types().iter().find(|one| one.id == *kind) {
            Some(kind) => self.in_language(&kind.name_sv, &kind.name_en).to_owned(),
            None => kind.to_string(),
        }
    }

    /// What a level of the delegation order is called.
    pub fn level(&self, level: Level) -> String {
        refusals::level(self.w, level)
    }

    /// The number of a matter, with the word before it: "Ärende 2026-1043". A measure that was recorded has no number; its decision
    /// names it.
    pub fn matter(&self, matter: MatterId) -> String {
        let measure = || match &self.open.file.matters.get(&matter)?.state {
            MatterState::Measure(measure) => Some(self.decision(&measure.kind)),
            MatterState::Service(service) => Some(self.code("service_kind", &service.grant.service)),
            _ => None,
        };
        let named = self.numbered(matter).or_else(measure);
        named.unwrap_or_else(|| self.w.t("matter-unnumbered").into_owned())
    }

    /// The same, only where there is a number.
    pub fn numbered(&self, matter: MatterId) -> Option<String> {
        let number = self.open.file.matters.get(&matter)?.number.as_deref()?;
        Some(self.w.t1("matter-number", "n", number))
    }

    /// The title a document was registered under.
    pub fn document(&self, document: DocumentId) -> Option<String> {
        let seq = self.open.file.documents.get(&document)?;
        let entry = &self.open.entry(*seq)?.entry;
        match crate::entry_view::original(entry) {
            record::Entry::DocumentReceived(document) => Some(document.title.to_string()),
            _ => None,
        }
    }

    /// A day near today without its year.
    pub fn day(&self, day: Day) -> String {
        format::day_near(self.w, date(self.today), date(day))
    }

    /// A day, with the time when it is known.
    pub fn moment(&self, moment: Moment) -> String {
        match time(moment) {
            Some(time) => format!("{} {}", self.day(moment.day), format::time(self.w, time)),
            None => self.day(moment.day),
        }
    }

    /// The choices of a value list today, with one chosen.
    pub fn choices(&self, list: &str, chosen: &str) -> Vec<Choose<'static>> {
        let choices = self.law.list(list, self.today).into_iter();
        choices
            .map(|choice| {
                let words = self.in_language(&choice.sv, &choice.en).to_owned();
                choose(choice.code.clone(), words, choice.code == chosen)
            })
            .collect()
    }

    /// One of two texts by the language of the page: law data carry both.
    pub fn in_language<'t>(&self, sv: &'t str, en: &'t str) -> &'t str {
        match self.w.lang() {
            Lang::Sv => sv,
            Lang::En => en,
        }
    }
}

/// With a capital first, for words that stand by themselves.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// An answer to choose, without a hint.
pub fn choose(value: impl Into<String>, words: impl Into<String>, chosen: bool) -> Choose<'static> {
    Choose { value: value.into().into(), words: words.into().into(), hint: None, chosen }
}

/// A day of the law as a day of the calendar.
pub fn date(day: Day) -> Date {
    Date::from(day)
}

/// The time of day of a moment, if it has one.
pub fn time(moment: Moment) -> Option<Time> {
    let minute = moment.minute?;
    let (hour, minute) = (i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?);
    Time::new(hour, minute, 0, 0).ok()
}

/// The code of a level in a form.
pub fn level_code(level: Level) -> &'static str {
    match level {
        Level::CaseWorker => "case_worker",
        Level::EmergencyDuty => "emergency_duty",
        Level::FirstSocialWorker => "first_social_worker",
        Level::UnitHead => "unit_head",
        Level::Chair => "chair",
        Level::Committee => "committee",
        Level::Board => "board",
        Level::Court => "court",
    }
}

/// Every level, lowest first.
pub const LEVELS: [Level; 8] = [
    Level::CaseWorker,
    Level::EmergencyDuty,
    Level::FirstSocialWorker,
    Level::UnitHead,
    Level::Chair,
    Level::Committee,
    Level::Board,
    Level::Court,
];
