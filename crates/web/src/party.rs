//! A party who is to be given a text: what somebody must test before it goes, how it goes, or why it does not.
//!
//! The communication of an investigation and the notice of a decision ask the same of each party, so the row is drawn and read here. The
//! text is a [`Source`]: blocks of statements, each quoting the sealed entry it stands in. What the record says must be tested is listed,
//! with whose words it is and on what ground, and comes along only when somebody has ticked it; what must be kept has no box to tick.

use std::collections::BTreeSet;

use record::party_copy::{Block, PartyCopy, quoted, to_test};
use record::text::{Ground, Keep};
use record::{CaseFile, Entry, MatterId, Part, PersonId, Reader, Text, Verdict};
use store::OpenFile;

use crate::desk::{Errors, Typed, Visitor};
use crate::entry_view::{ground_provision, statements};
use crate::fields::{Choice, Field};
use crate::file_page::{Sheet, read_text};
use crate::letter;
use crate::parts::LetterBlock;
use crate::reading::{Reading, choose};
use crate::words::Words;

/// A text that parties are given, as it stands in one sealed entry.
#[derive(Clone, Debug)]
pub struct Source {
    /// The entry.
    pub seq: i64,
    /// What a reader from whom nothing is kept would get.
    pub blocks: Vec<Block>,
}

/// One statement that a party does not simply get.
#[derive(Clone, Debug)]
pub struct ToTest {
    /// What the box that releases it sends; none for what must be kept.
    pub value: Option<String>,
    /// Whose words it is, or what sort of statement.
    pub by: String,
    /// The statement.
    pub text: String,
    /// On what ground, in plain words.
    pub ground: String,
    /// Tested, and released.
    pub ticked: bool,
}

/// The name of a party's own field in a form for several.
pub fn name(field: &str, person: PersonId) -> String {
    format!("{field}-{person}")
}

/// Somebody whom a text is to go to: what the record takes them for, and what their fields in the form are called by.
#[derive(Clone, Debug)]
pub struct To {
    reader: Reader,
    key: String,
}

impl To {
    /// The child, or somebody around it.
    pub fn person(file: &CaseFile, person: PersonId) -> Self {
        Self { reader: Reader::of(file, person), key: person.to_string() }
    }

    /// Whoever carries a service out from outside the authority.
    pub fn provider() -> Self {
        Self { reader: Reader::Provider, key: "provider".to_owned() }
    }

    /// The ending of their fields' names.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The name of a field of theirs.
    pub fn name(&self, field: &str) -> String {
        format!("{field}-{}", self.key)
    }
}

/// Why somebody should perhaps not be told: a report behind the matter is tagged violence, or something in the file is kept from the
/// guardians for the child's sake. Then the law's exception is asked about first.
pub fn caution(open: &OpenFile, reports: &[MatterId]) -> Option<&'static str> {
    let violent = |report: &MatterId| open.file.report(*report).is_ok_and(|report| report.violence);
    if reports.iter().any(violent) {
        return Some("violence");
    }
    let of_child = |keep: &Keep| keep.ground == Ground::ChildAgainstGuardian;
    let mut parts = open.entries.iter().flat_map(|entry| entry.entry.parts());
    parts.any(|part| part.keep.iter().any(of_child)).then_some("kept")
}

/// The statements of an entry, each as a quotation of it: what is copied leaves with its source.
pub struct Quoting<'a> {
    own: Vec<&'a Part>,
    quoted: Vec<Part>,
}

impl<'a> Quoting<'a> {
    /// The statements of an entry by its number.
    pub fn new(seq: i64, entry: &'a Entry) -> Self {
        let own = entry.parts();
        let quoted = quoted(seq, own.iter().copied());
        Self { own, quoted }
    }

    /// One of them, found as itself and not by its place, so that no order has to be known.
    pub fn of(&self, part: &Part) -> Option<Part> {
        let place = self.own.iter().position(|own| std::ptr::eq(*own, part))?;
        self.quoted.get(place).cloned()
    }

    /// Several of them under a heading; nothing under a heading that would stand alone.
    pub fn block<'p>(
        &self,
        heading: impl AsRef<str>,
        parts: impl IntoIterator<Item = &'p Part>,
    ) -> Option<Block> {
        let parts: Vec<Part> = parts.into_iter().filter_map(|part| self.of(part)).collect();
        (!parts.is_empty()).then(|| Block { heading: text(heading), parts })
    }
}

/// Our own words as a text that can be sealed.
pub fn text(words: impl AsRef<str>) -> Option<Text> {
    Text::typed(words.as_ref()).ok().flatten()
}

/// Paragraphs of our own words, under a heading or none. Nobody's statement: there is nothing in them to test.
pub fn own<S: AsRef<str>>(heading: &str, paragraphs: impl IntoIterator<Item = S>) -> Block {
    Block { heading: text(heading), parts: paragraphs.into_iter().filter_map(text).map(Part::fact).collect() }
}

impl Source {
    /// What must be tested before they get it, and what is kept.
    pub fn to_test(&self, reading: &Reading<'_>, to: &To, typed: &Typed) -> Vec<ToTest> {
        let listed = to_test(&self.blocks, to.reader, &reading.open.file);
        let one = |tested: &record::party_copy::Tested| {
            let part = self.blocks.get(tested.block)?.parts.get(tested.part)?;
            let view = statements(reading, [part]).pop()?;
            let (ground, may) = match tested.verdict {
                Verdict::Show => return None,
                Verdict::Assess { ground, .. } => (ground, true),
                Verdict::Keep { ground, .. } => (ground, false),
            };
            let value = may.then(|| self.value(tested.block, tested.part));
            let ticked = value.as_ref().is_some_and(|value| typed.is(&to.name("release"), value));
            let (by, text) = (view.stated.label(reading.w), view.stated.text.into_owned());
            Some(ToTest { value, by, text, ground: plain_ground(reading, ground), ticked })
        };
        listed.iter().filter_map(one).collect()
    }

    /// What a box sends. It names the entry too: a tick given to a text that has been written anew releases nothing in the new one.
    fn value(&self, block: usize, part: usize) -> String {
        format!("{}.{block}.{part}", self.seq)
    }

    /// What has been tested and is released, of what may be.
    fn released(&self, file: &CaseFile, reader: Reader, values: &[&str]) -> BTreeSet<(usize, usize)> {
        let tested = to_test(&self.blocks, reader, file).into_iter();
        let may = tested.filter(|tested| matches!(tested.verdict, Verdict::Assess { .. }));
        let places = may.map(|tested| (tested.block, tested.part));
        places.filter(|(block, part)| values.contains(&self.value(*block, *part).as_str())).collect()
    }

    /// The copy for somebody: the text without what they must not have, then what is said of that in general words.
    pub fn copy(
        &self,
        file: &CaseFile,
        to: &To,
        typed: &Typed,
        (before, after): (Vec<Block>, Vec<Block>),
    ) -> PartyCopy {
        let released = self.released(file, to.reader, &typed.all(&to.name("release")));
        let mut copy = PartyCopy::of(self.blocks.clone(), to.reader, file, &released);
        let words = text(typed.get(&to.name("omitted"))).filter(|_| !copy.withheld.is_empty());
        let heading = Words::of(crate::words::Lang::Sv).t("party-omitted-heading");
        let omitted = words.map(|words| Block { heading: text(heading), parts: vec![Part::fact(words)] });
        copy.blocks = before.into_iter().chain(copy.blocks).chain(omitted).chain(after).collect();
        copy
    }
}

/// What a ground means for whoever tests it, with where it stands.
fn plain_ground(reading: &Reading<'_>, ground: Ground) -> String {
    let key = match ground {
        Ground::PersonalCircumstances => "party-ground-personal",
        Ground::Reporter => "party-ground-reporter",
        Ground::ChildAgainstGuardian => "party-ground-child",
        Ground::Whereabouts => "party-ground-whereabouts",
    };
    reading.w.t1(key, "ground", ground_provision(reading, ground))
}

/// A party's part of a form.
pub struct PartyRow<'a> {
    /// Who.
    pub person: PersonId,
    /// Given and family name.
    pub name: String,
    /// What to know of them here: "har fått en tidigare version".
    pub remark: Option<String>,
    /// Protected in some way.
    pub protected: bool,
    /// The exception stands first: of the child itself nobody has to be warned.
    pub careful: bool,
    /// How it goes to them.
    pub way: Choice<'a>,
    /// The exception.
    pub exception: Choice<'a>,
    /// Why it applies.
    pub motive: Field<'a>,
    /// What must be tested, and what is kept.
    pub tests: Vec<ToTest>,
    /// What is said of what is left out.
    pub omitted: Field<'a>,
    /// The copy as it would be sent.
    pub preview: Vec<LetterBlock<'static>>,
    /// The plain letter beside it.
    pub plain: Vec<LetterBlock<'static>>,
}

impl PartyRow<'_> {
    /// Has anything been written about leaving them out?
    pub fn is_left_out(&self) -> bool {
        self.motive.error.is_some() || !self.motive.value.is_empty()
    }
}

/// The lists that a form offers: the message of the exception's label, and the list it is taken from.
#[derive(Clone, Copy, Debug)]
pub struct Lists {
    /// The message over the ways.
    pub way_key: &'static str,
    /// The list of exceptions.
    pub exceptions: &'static str,
}

/// A party's row, filled with what is typed.
pub fn row<'a>(
    reading: &Reading<'_>,
    sheet: Sheet<'a>,
    person: PersonId,
    lists: Lists,
    (source, copy): (&Source, &PartyCopy),
) -> PartyRow<'a> {
    let list = |field: &str, label, none: &'static str, list: &str| {
        let mut options = vec![choose("", reading.w.t(none), false)];
        options.extend(reading.choices(list, sheet.typed.get(&name(field, person))));
        let error = sheet.errors.of(&name(field, person)).map(|text| text.to_owned().into());
        Choice { name: name(field, person).into(), label_key: label, hint_key: None, error, options }
    };
    let area = |field: &str, label| Field {
        optional: true,
        ..sheet.fill(Field::area(name(field, person), label).rows(2))
    };
    PartyRow {
        person,
        name: reading.full_name(person),
        remark: None,
        protected: reading.is_protected(person),
        careful: false,
        way: list("way", lists.way_key, "party-not-yet", "notice_way"),
        exception: list("exception", "notice-exception", "notice-no-exception", lists.exceptions),
        motive: area("motive", "notice-motive"),
        tests: source.to_test(reading, &To::person(&reading.open.file, person), sheet.typed),
        omitted: area("omitted", "party-omitted"),
        preview: letter::blocks(&letter::swedish(reading), &copy.blocks),
        plain: Vec::new(),
    }
}

/// What is typed for a party.
pub enum Chosen {
    /// Nothing yet.
    Nothing,
    /// It goes this way.
    Way(String),
    /// They are left out, and this is why.
    LeftOut(String, Text),
}

/// Reads a party's row. What is said of what is left out is read with the copy; here only whether it can be.
pub fn chosen(visitor: &Visitor, typed: &Typed, person: PersonId, errors: &mut Errors) -> Chosen {
    let way = typed.trimmed(&name("way", person));
    let exception = typed.trimmed(&name("exception", person));
    let field = name("motive", person);
    let motive = read_text(visitor, typed, &field, errors);
    read_text(visitor, typed, &name("omitted", person), errors);
    match (exception.is_empty(), way.is_empty(), motive) {
        (true, true, None) => Chosen::Nothing,
        (true, _, Some(_)) => {
            errors.push(name("exception", person), visitor.w.t("error-party-exception"));
            Chosen::Nothing
        }
        (true, false, None) => Chosen::Way(way.to_owned()),
        (false, false, _) => {
            errors.push(name("way", person), visitor.w.t("error-party-both"));
            Chosen::Nothing
        }
        (false, true, Some(motive)) => Chosen::LeftOut(exception.to_owned(), motive),
        (false, true, None) => {
            errors.push(field, visitor.w.t("error-notice-motive"));
            Chosen::Nothing
        }
    }
}

/// What is typed for those who are left when a form is sent in part: their own fields, and some that are for all.
pub fn left(typed: &Typed, persons: &[PersonId], common: &[&str]) -> Vec<(String, String)> {
    let own = |field: &str| persons.iter().any(|person| field.ends_with(&format!("-{person}")));
    let kept = typed.pairs().filter(|(field, _)| own(field) || common.contains(field));
    kept.map(|(field, value)| (field.to_owned(), value.to_owned())).collect()
}

/// What is said of what is left out, until somebody writes it better: that something is, and nothing of what.
pub fn presets(source: &Source, file: &CaseFile, to: impl Iterator<Item = To>) -> Vec<(String, String)> {
    let w = Words::of(crate::words::Lang::Sv);
    let some = |to: &To| !to_test(&source.blocks, to.reader, file).is_empty();
    to.filter(some).map(|to| (to.name("omitted"), w.t("party-omitted-text").into_owned())).collect()
}
