//! The plain letter beside a decision: what it means, in the reader's own words.
//!
//! The formal notice says what the law asks for. This letter says what happened, what was decided, why, and what comes next, to a child, to
//! somebody of thirteen to seventeen, or to the parents. Most of it stands ready: a text per type of decision and kind of service, written
//! by people and held to the limits of [`crate::lix`] by a test. Two things only the worker knows: why, and what the child has said.

use law::{Appeal, Day};
use record::decision::{Decision, Made};
use record::party_copy::Block;
use record::service::Grant;
use record::{Part, PersonId, Text};

use crate::format;
use crate::lix::{self, Limits};
use crate::party::{own, text};
use crate::reading::{Reading, date};

/// Whom a letter is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// A child under thirteen.
    Child,
    /// Somebody from thirteen.
    Teen,
    /// The parents.
    Parents,
}

/// From what age a child is written to as a teenager.
const TEEN_FROM: i16 = 13;

/// From what age a child is written to at all.
const READS_FROM: i16 = 6;

impl For {
    /// Every kind of reader.
    pub const ALL: [Self; 3] = [Self::Child, Self::Teen, Self::Parents];

    /// Whom a letter to somebody in the file is written for. A child whose age nobody knows gets the easiest words.
    pub fn reader(reading: &Reading<'_>, person: PersonId) -> Self {
        let file = &reading.open.file;
        if file.person() != Some(person) {
            return Self::Parents;
        }
        let age = file.birth().map(|birth| format::age(date(birth), date(reading.today)));
        if age.is_some_and(|age| age >= TEEN_FROM) { Self::Teen } else { Self::Child }
    }

    /// Is somebody in the file of an age to be written to? A smaller child is told by somebody who sits beside it. An age that nobody
    /// knows is no reason to leave a child out.
    pub fn reads(reading: &Reading<'_>, person: PersonId) -> bool {
        let file = &reading.open.file;
        let age = file.birth().map(|birth| format::age(date(birth), date(reading.today)));
        file.person() != Some(person) || age.is_none_or(|age| age >= READS_FROM)
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Child => "child",
            Self::Teen => "teen",
            Self::Parents => "parents",
        }
    }

    /// The message of its letters' heading.
    pub fn title_key(self) -> String {
        format!("plain-{}-title", self.code())
    }

    /// How hard its letters may be.
    pub const fn limits(self) -> Limits {
        match self {
            Self::Child => lix::CHILD,
            Self::Teen => lix::TEEN,
            Self::Parents => lix::PARENTS,
        }
    }
}

/// What a plain letter is put together from.
#[derive(Clone, Debug)]
pub struct PlainLetter<'a> {
    /// For whom.
    pub to: For,
    /// The reader is a party, who may appeal in their own right.
    pub party: bool,
    /// The decision.
    pub decision: &'a Decision,
    /// How it is challenged.
    pub appeal: Appeal,
    /// What the child is called.
    pub child: String,
    /// Whom one can ask.
    pub worker: &'a str,
    /// Their telephone.
    pub phone: &'a str,
    /// Why, in the worker's words.
    pub why: Option<Text>,
    /// What the child has said; a quotation where it was taken from the record.
    pub said: Option<Part>,
}

/// Words that a letter explains at its end when they stand in it. Each has a message `glossary-…`, the word before a colon.
const WORDS: [&str; 10] = [
    "court",
    "investigation",
    "service",
    "appeal",
    "custody",
    "board",
    "open-care",
    "contact-person",
    "foster-home",
    "follow-up",
];

impl<'a> PlainLetter<'a> {
    /// A letter about a decision, with what only the worker can write still to come.
    pub fn about(reading: &Reading<'_>, person: PersonId, made: &'a Made, appeal: Appeal) -> Self {
        Self {
            to: For::reader(reading, person),
            party: reading.open.file.parties(reading.today).any(|party| party == person),
            decision: &made.decision,
            appeal,
            child: reading.child_in_text(),
            worker: "",
            phone: "",
            why: None,
            said: None,
        }
    }

    /// The letter.
    pub fn blocks(&self, reading: &Reading<'_>) -> Vec<Block> {
        let w = reading.w;
        let head = |section: &str| w.t(&self.key(section)).into_owned();
        let mut blocks = Vec::new();
        if self.to != For::Parents {
            blocks.push(own("", [w.t1("plain-hello", "child", self.child.clone())]));
        }
        blocks.push(own(&head("about"), [self.coded(reading, "about")]));
        if let Some(said) = self.said.clone() {
            blocks.push(Block { heading: text(head("said")), parts: vec![said] });
        }
        let mut decided = vec![self.coded(reading, "decided")];
        decided.extend(self.decision.grants.iter().map(|grant| self.service(reading, grant)));
        blocks.push(own(&head("decided"), decided));
        if let Some(why) = self.why.clone() {
            blocks.push(Block { heading: text(head("why")), parts: vec![Part::fact(why)] });
        } else if self.to == For::Parents {
            blocks.push(own(&head("why"), [w.t("plain-parents-why-formal")]));
        }
        let mut next: Vec<String> =
            self.decision.grants.iter().flat_map(|grant| self.days(reading, grant)).collect();
        next.push(self.coded(reading, "next"));
        blocks.push(own(&head("next"), next));
        blocks.push(own(&head("disagree"), [self.disagree(reading)]));
        blocks.push(own(&head("talk"), self.talk(reading)));
        let words = glossary(reading, &blocks);
        if !words.is_empty() {
            blocks.push(own(&w.t("letter-glossary"), words));
        }
        blocks
    }

    fn key(&self, section: &str) -> String {
        format!("plain-{}-{section}", self.to.code())
    }

    /// The text of a section for this type of decision; one for any decision where nobody has written one.
    fn coded(&self, reading: &Reading<'_>, section: &str) -> String {
        let w = reading.w;
        let own = format!("{}-{}", self.key(section), self.decision.kind);
        let dated = self.decision.until.is_some() || !needs_day(&own);
        let key = if dated && w.has(&own) { own } else { format!("{}-other", self.key(section)) };
        w.with(
            &key,
            &[("child", self.child.clone().into()), ("day", letter_day(reading, self.decision.until).into())],
        )
    }

    /// What a service is. Somebody of thirteen is told it as a child is.
    fn service(&self, reading: &Reading<'_>, grant: &Grant) -> String {
        let reader = if self.to == For::Parents { "parents" } else { "child" };
        let key = format!("plain-{reader}-service-{}", grant.service.as_str().replace('_', "-"));
        if reading.w.has(&key) {
            return reading.w.t1(&key, "child", self.child.clone());
        }
        let name = reading.code("service_kind", &grant.service).to_lowercase();
        reading.w.t1(&format!("plain-{reader}-service-other"), "service", name)
    }

    /// From when, to when, and when somebody looks at how it went.
    fn days(&self, reading: &Reading<'_>, grant: &Grant) -> Vec<String> {
        let told = |section: &str, day: Day| {
            reading.w.with(&self.key(section), &[("day", letter_day(reading, Some(day)).into())])
        };
        let until = grant.until.map(|until| told("until", until));
        [Some(told("from", grant.from)), until, Some(told("review", grant.review))]
            .into_iter()
            .flatten()
            .collect()
    }

    fn disagree(&self, reading: &Reading<'_>) -> String {
        let how = match self.appeal {
            Appeal::Administrative => "appeal",
            Appeal::CourtExamines => "court",
            _ => "none",
        };
        let party = if self.to == For::Teen && self.party && how == "appeal" { "-party" } else { "" };
        reading.w.t(&format!("{}-{how}{party}", self.key("disagree"))).into_owned()
    }

    fn talk(&self, reading: &Reading<'_>) -> Vec<String> {
        let w = reading.w;
        let worker = w.t1(&self.key("ask"), "worker", self.worker.to_owned());
        let phone = (!self.phone.is_empty()).then(|| w.t1("plain-phone", "phone", self.phone.to_owned()));
        let ask: Vec<String> = std::iter::once(worker).chain(phone).collect();
        vec![ask.join(" "), w.t(&self.key("help")).into_owned()]
    }
}

/// A day as a letter writes it.
fn letter_day(reading: &Reading<'_>, day: Option<Day>) -> String {
    day.map(|day| format::day_letter(reading.w, date(day))).unwrap_or_default()
}

/// The words of the glossary that stand in the letter.
fn glossary(reading: &Reading<'_>, blocks: &[Block]) -> Vec<String> {
    let parts = blocks.iter().flat_map(|block| &block.parts);
    let letter: Vec<String> = parts.map(|part| part.text.as_str().to_lowercase()).collect();
    let letter = letter.join("\n");
    let all = WORDS.iter().map(|word| reading.w.t(&format!("glossary-{word}")).into_owned());
    let stands = |told: &String| {
        let word = told.split_once(':').map_or("", |(word, _)| word).to_lowercase();
        !word.is_empty() && letter.contains(&word)
    };
    all.filter(stands).collect()
}

/// Texts that name the last day of the decision.
fn needs_day(key: &str) -> bool {
    key.ends_with("-decided-D06") || key.ends_with("-decided-D21")
}

#[cfg(test)]
mod tests;
