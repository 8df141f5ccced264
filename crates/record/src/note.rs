//! Journal notes: signed once, corrected, as all that is written in words, only by a visible addendum, disputed by the person they are about (14 kap. 3 och 6 §§ SoL).

use crate::{
    check,
    context::{Author, Context},
    entry::{Entry, NewEntry},
    file::{CaseFile, Recorded},
    id::{DocumentId, MatterId, MeetingId, PersonId},
    moment::Moment,
    refusal::{Field, Refusal},
    text::{Code, Part},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A journal note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// When what it tells of happened.
    pub at: Moment,
    /// Code of `note_kind`.
    pub kind: Code,
    /// Facts, words, assessment.
    pub parts: Vec<Part>,
    /// Who took part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<PersonId>,
    /// The child took part.
    #[serde(default)]
    pub child: bool,
    /// The meeting it tells of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<MeetingId>,
    /// A document that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// Signed later than the day after the event.
    #[serde(default)]
    pub late: bool,
}

/// What the file remembers of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteState {
    /// Who signed it.
    pub by: Author,
    /// Addenda, by entry number.
    pub addenda: Vec<i64>,
    /// Disputes, by entry number.
    pub disputes: Vec<i64>,
}

pub(crate) fn sign(
    file: &CaseFile,
    matter: Option<MatterId>,
    note: Note,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    file.is_open()?;
    if let Some(matter) = matter {
        file.matter(matter)?;
    }
    check::code(cx, "note_kind", &note.kind, Field::Kind)?;
    check::happened(cx, note.at, Field::Occurred)?;
    check::after_birth(file, note.at.day, Field::Occurred)?;
    if note.parts.is_empty() {
        return Err(Refusal::Missing(Field::Text));
    }
    if note.meeting.is_some_and(|meeting| !file.meetings.contains_key(&meeting)) {
        return Err(Refusal::NoSuchMeeting);
    }
    let mut note = note;
    note.late = cx.today > note.at.day.plus_days(1);
    let at = note.at;
    Ok(vec![NewEntry::new(matter, at, Entry::NoteSigned(note))])
}

pub(crate) fn signed(file: &mut CaseFile, note: &Note, by: &Recorded) {
    let mut matter = by.matter;
    if let Some(meeting) = note.meeting.and_then(|id| file.meetings.get_mut(&id)) {
        meeting.noted = true;
        // What is written of a meeting is written for the matter it was held in, wherever the note stands.
        matter = meeting.matter;
    }
    let state = NoteState { by: by.by.clone(), addenda: Vec::new(), disputes: Vec::new() };
    file.notes.insert(by.seq, Arc::new(state));
    file.happened("journal.entry_signed", by.at_day().max(note.at.day), matter);
}

/// An addendum to an entry that says something in words: a note, an assessment, a decision. The earlier text stays legible beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Addendum {
    /// The entry.
    pub to: i64,
    /// What is added or corrected, and why.
    pub parts: Vec<Part>,
}

pub(crate) fn amend(file: &CaseFile, addendum: Addendum, cx: &Context<'_>) -> Result<Vec<NewEntry>, Refusal> {
    let entry = file.entry_for(addendum.to)?;
    let matter = entry.matter;
    // What follows an entry is added to by adding to the entry itself, beside which both stand.
    if entry.labels.is_empty() || entry.follows.is_some() {
        return Err(Refusal::NotThatEntry);
    }
    if addendum.parts.is_empty() {
        return Err(Refusal::Missing(Field::Text));
    }
    Ok(vec![NewEntry::new(matter, cx.moment(), Entry::NoteAmended(addendum))])
}

pub(crate) fn amended(file: &mut CaseFile, addendum: &Addendum, by: &Recorded) {
    if let Some(note) = file.notes.get_mut(&addendum.to) {
        Arc::make_mut(note).addenda.push(by.seq);
    }
}

/// Somebody says that an entry is wrong; that must be noted (14 kap. 6 § SoL), whatever the authority thinks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dispute {
    /// The entry.
    pub of: i64,
    /// What is said, and by whom.
    pub said: Part,
}

pub(crate) fn dispute(file: &CaseFile, dispute: Dispute, cx: &Context<'_>) -> Result<Vec<NewEntry>, Refusal> {
    let matter = file.entry_for(dispute.of)?.matter;
    Ok(vec![NewEntry::new(matter, cx.moment(), Entry::EntryDisputed(dispute))])
}

pub(crate) fn disputed(file: &mut CaseFile, dispute: &Dispute, by: &Recorded) {
    if let Some(note) = file.notes.get_mut(&dispute.of) {
        Arc::make_mut(note).disputes.push(by.seq);
    }
}
