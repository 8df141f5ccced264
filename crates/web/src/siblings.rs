//! The siblings in a form: a box for each, and which were ticked.
//!
//! What is written once about several children is one act that signs into each child's file, all or none. A form that offers it draws
//! [`Siblings`] (`templates/parts/siblings.html`) and reads [`ticked`]; what each child's copy holds is the form's own matter.

use std::collections::BTreeSet;
use std::sync::Arc;

use record::{FileId, MatterId, Part, PersonId, Speaker};
use store::OpenFile;

use crate::desk::{Desk, Errors, Page, Typed, Visitor};
use crate::fields::Field;
use crate::file_page::{self, Sheet, read_text};
use crate::kin::{self, Sibling};
use crate::reading::Reading;
use crate::said;

/// The boxes of a form, under their legend. Without siblings nothing is drawn.
pub struct Siblings<'a> {
    /// The legend's message.
    pub legend_key: &'static str,
    /// A box per sibling.
    pub boxes: Vec<SiblingBox<'a>>,
    /// Somebody who was ticked cannot be taken along.
    pub error: Option<&'a str>,
}

impl<'a> Siblings<'a> {
    /// The boxes as they are ticked. `each` adds what this form asks about every child.
    pub fn of(
        sheet: Sheet<'a>,
        legend_key: &'static str,
        siblings: &[Sibling],
        each: impl Fn(SiblingBox<'a>) -> SiblingBox<'a>,
    ) -> Self {
        let boxes = siblings.iter().map(|sibling| each(SiblingBox::of(sheet, sibling))).collect();
        Self { legend_key, boxes, error: sheet.errors.of("sibling") }
    }

    /// Is there anything to draw?
    pub fn is_empty(&self) -> bool {
        self.boxes.is_empty() && self.error.is_none()
    }
}

/// A sibling whose file can be written in as well.
pub struct SiblingBox<'a> {
    /// Their file.
    pub file: FileId,
    /// First name.
    pub name: String,
    /// Chosen already.
    pub ticked: bool,
    /// The box that says the child is there too: its words, and whether it is ticked.
    pub took_part: Option<(String, bool)>,
    /// The fields for what concerns this child alone.
    pub only: Option<OwnWords<'a>>,
    /// What the form carries unseen about this child: name and value.
    pub unseen: Option<(String, String)>,
}

impl<'a> SiblingBox<'a> {
    fn of(sheet: Sheet<'a>, sibling: &Sibling) -> Self {
        Self {
            file: sibling.file,
            name: sibling.name.clone(),
            ticked: sheet.typed.is("sibling", &sibling.file.to_string()),
            took_part: None,
            only: None,
            unseen: None,
        }
    }

    /// Asks whether the child is there too; `words` are made from the name.
    #[must_use]
    pub fn asking_who_is_there(self, sheet: Sheet<'a>, words: impl Fn(&str) -> String) -> Self {
        let there = sheet.typed.is("sibling-took-part", &self.file.to_string());
        Self { took_part: Some((words(&self.name), there)), ..self }
    }

    /// Fields for what concerns this child alone; `shared` makes, from the name, the words of the box that lets in the other's voice.
    #[must_use]
    pub fn with_words_of_its_own(
        self,
        sheet: Sheet<'a>,
        label_key: &'static str,
        shared: impl Fn(&str) -> String,
    ) -> Self {
        Self { only: Some(OwnWords::of(sheet, self.file, label_key, shared(&self.name))), ..self }
    }

    /// An id that this child's copy is to have, drawn with the form so that sending twice is the same thing twice.
    #[must_use]
    pub fn carrying_id(self, sheet: Sheet<'a>, name: &str, draw: impl Fn() -> String) -> Self {
        let name = own_name(name, self.file);
        let kept = sheet.typed.trimmed(&name);
        let id = if kept.is_empty() { draw() } else { kept.to_owned() };
        Self { unseen: Some((name, id)), ..self }
    }
}

/// What is written about one child alone: facts, and that child's own words. What the child whose page it is has said, and what is
/// labelled, stays in that child's file unless a box says that it concerns this one too.
pub struct OwnWords<'a> {
    /// The file.
    pub file: FileId,
    /// What happened.
    pub facts: Field<'a>,
    /// What the child has said.
    pub words: Field<'a>,
    /// The child does not want the guardians to know.
    pub keep: bool,
    /// The words of the box that lets in the other child's voice, and whether it is ticked.
    pub voice: (String, bool),
}

impl<'a> OwnWords<'a> {
    /// The fields, filled.
    pub fn of(sheet: Sheet<'a>, file: FileId, label_key: &'static str, shared: String) -> Self {
        let area =
            |name: String, label| sheet.fill(Field { max: 60_000, ..Field::area(name, label) }.rows(2));
        let said = own_name(SAID, file);
        Self {
            file,
            voice: (shared, has_voice(sheet.typed, file)),
            facts: area(only_name(file), label_key),
            keep: sheet.typed.is("keep", &said),
            words: area(said, "said-child"),
        }
    }

    /// The statements that were written in them. The speaker is the child whose file they are signed into.
    pub fn read(visitor: &Visitor, typed: &Typed, file: FileId, errors: &mut Errors) -> Vec<Part> {
        let said = own_name(SAID, file);
        let words = read_text(visitor, typed, &said, errors).map(|text| Part::words(Speaker::Child, text));
        let words = words.map(|part| said::in_confidence(part, typed, &said));
        let facts = read_text(visitor, typed, &only_name(file), errors).map(Part::fact);
        facts.into_iter().chain(words).collect()
    }
}

/// The field for a child's own words.
const SAID: &str = "said";

/// The box that lets what one child has said stand in a sibling's file.
const VOICE: &str = "sibling-voice";

/// Whether somebody has said that what the child has said concerns this sibling too.
pub fn has_voice(typed: &Typed, file: FileId) -> bool {
    typed.is(VOICE, &file.to_string())
}

/// The name of the field for what concerns only one sibling.
pub fn only_name(file: FileId) -> String {
    own_name("only", file)
}

/// The name of a field that belongs to one sibling.
pub fn own_name(name: &str, file: FileId) -> String {
    format!("{name}-{file}")
}

/// A sibling that was ticked, with the file opened.
pub struct Ticked {
    /// The file, as it is now.
    pub open: OpenFile,
    /// Whose it is.
    pub person: PersonId,
    /// The child is there too.
    pub took_part: bool,
}

impl Ticked {
    /// In which matter what is written belongs there.
    pub fn matter(&self) -> Option<MatterId> {
        kin::likely_to_tell_in(&self.open)
    }

    /// Those of some people who stand around this child too: whom a file does not know of, it is not told of.
    pub fn around(&self, people: impl IntoIterator<Item = PersonId>) -> Vec<PersonId> {
        let own = self.open.file.family.persons();
        people.into_iter().filter(|person| own.contains(person)).collect()
    }
}

/// The siblings that were ticked, each file opened. Who is said to be there, or to be concerned by what the child has said, is
/// concerned, also when only that box was ticked.
///
/// A file that cannot be taken along, whether it is nobody's or somebody else's, is told at the boxes: then nothing at all is written.
pub async fn ticked(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    reading: &Reading<'_>,
    typed: &Typed,
    errors: &mut Errors,
) -> Result<Vec<Ticked>, Page> {
    let there = typed.all("sibling-took-part");
    let voices = typed.all(VOICE);
    let mut asked: BTreeSet<&str> = typed.all("sibling").into_iter().chain(there).chain(voices).collect();
    asked.remove("");
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let mut ticked = Vec::new();
    for sibling in kin::siblings(desk, visitor, reading).await? {
        let file = sibling.file.to_string();
        if asked.remove(&*file) {
            let open = file_page::open(desk, visitor, &file, store::Part::Note).await?;
            let took_part = typed.is("sibling-took-part", &file);
            ticked.push(Ticked { open, person: sibling.person, took_part });
        }
    }
    if !asked.is_empty() {
        errors.push("sibling", visitor.w.t("error-sibling-gone"));
    }
    Ok(ticked)
}
