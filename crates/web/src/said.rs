//! The fields of a form in which statements are written: facts, the child's own words, others' words, assessment.
//!
//! The three kinds are kept apart by *where* one writes, not by marking afterwards: whoever writes only in the first field writes
//! facts. Who said something is typed into a field that suggests the people of the file; a name that it knows becomes that person,
//! any other stands as written. One box per statement says that the child does not want the guardians to know.
//!
//! A field may hold a quotation from the file. It is one only as long as it says what its source says; what is written before and after it
//! is the writer's own.

use record::{Part, PartKind, PersonId, Speaker, Subject, Text, text::Quote};

use crate::could_read::{self, CouldRead};
use crate::desk::{Errors, Typed, Visitor};
use crate::entry_view::original;
use crate::fields::Field;
use crate::file_page::{Sheet, read_text};
use crate::reading::Reading;

/// A field for one statement.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// The field's name.
    pub name: &'static str,
    /// What is written there.
    pub kind: PartKind,
    /// The field with the one who said it; none where that is given.
    pub by: Option<&'static str>,
    /// Its label's message.
    pub label_key: &'static str,
    /// Rows before it grows.
    rows: u8,
}

/// The fields in the order they are written.
pub const SLOTS: [Slot; 6] = [
    Slot { name: "text", kind: PartKind::Fact, by: None, label_key: "said-facts", rows: 6 },
    Slot { name: "child-words", kind: PartKind::Words, by: None, label_key: "said-child", rows: 2 },
    Slot { name: "words-1", kind: PartKind::Words, by: Some("by-1"), label_key: "said-words", rows: 2 },
    Slot { name: "words-2", kind: PartKind::Words, by: Some("by-2"), label_key: "said-words", rows: 2 },
    Slot { name: "words-3", kind: PartKind::Words, by: Some("by-3"), label_key: "said-words", rows: 2 },
    Slot { name: "assessment", kind: PartKind::Assessment, by: None, label_key: "said-assessment", rows: 2 },
];

/// A slot, ready to be drawn.
#[derive(Clone, Debug)]
pub struct SaidField<'a> {
    /// The text.
    pub area: Field<'a>,
    /// Who said it.
    pub by: Option<Field<'a>>,
    /// The child does not want the guardians to know.
    pub keep: bool,
    /// What it quotes: `12.0`, entry and place.
    pub quotes: String,
    /// The words are no longer those of the source.
    pub rewritten: bool,
    /// Stands behind "Fler röster" while it is empty.
    pub folded: bool,
    /// Who could read it.
    pub could_read: Option<CouldRead>,
}

/// The fields of a form, filled and marked. `first` is the label of the first field, in which the cursor stands.
pub fn fields<'a>(reading: &Reading<'_>, sheet: Sheet<'a>, first: &'static str) -> Vec<SaidField<'a>> {
    let slots = SLOTS.iter().filter(|slot| slot.name != "child-words" || is_childs(reading));
    slots
        .map(|slot| {
            let label_key = if slot.name == "text" { first } else { slot.label_key };
            let area = sheet.area(slot.name, label_key, slot.rows);
            let area = Field { focus: slot.name == "text", ..area };
            let by = slot.by.map(|by| sheet.text(by, "said-by"));
            let empty = area.value.is_empty() && by.as_ref().is_none_or(|by| by.value.is_empty());
            let quotes = sheet.typed.get(&quote_name(slot.name)).to_owned();
            let source = quotation(reading, &quotes);
            let keep = sheet.typed.is("keep", slot.name);
            let said_by = match (slot.name, by.as_ref().and_then(|by| Text::typed(&by.value).ok().flatten()))
            {
                ("child-words", _) => Some(Speaker::Child),
                (_, Some(who)) => Some(speaker(reading, who)),
                _ => slot.by.map(|_| Speaker::Other(could_read::unsaid())),
            };
            let part = could_read::statement(slot.kind, said_by);
            let part = Part { quotes: quote(&quotes), ..part };
            SaidField {
                could_read: could_read::of(reading, label_key, &part, keep),
                keep,
                rewritten: source.is_some_and(|source| around(&area.value, &source.text).is_none()),
                quotes,
                folded: empty && matches!(slot.name, "words-2" | "words-3"),
                area,
                by,
            }
        })
        .collect()
}

/// Is there a further voice to unfold?
pub fn any_folded(fields: &[SaidField<'_>]) -> bool {
    fields.iter().any(|field| field.folded)
}

/// Only a child's file has a child whose words these are.
fn is_childs(reading: &Reading<'_>) -> bool {
    reading.open.file.opened.as_ref().is_some_and(|opened| opened.subject == Subject::Child)
}

/// Names to suggest: everybody around the child, by first name, with the family name where two share it.
pub fn speakers(reading: &Reading<'_>) -> Vec<String> {
    circle(reading).into_iter().map(|(name, _)| name).collect()
}

fn circle(reading: &Reading<'_>) -> Vec<(String, PersonId)> {
    let persons = reading.open.file.family.persons();
    let first: Vec<String> = persons.iter().map(|person| reading.name(*person)).collect();
    let shared = |name: &String| first.iter().filter(|other| *other == name).count() > 1;
    let named = persons.iter().zip(&first);
    named
        .map(|(person, name)| (if shared(name) { reading.full_name(*person) } else { name.clone() }, *person))
        .collect()
}

/// Who is meant by what was typed.
pub fn speaker(reading: &Reading<'_>, typed: Text) -> Speaker {
    let sought = typed.as_str().to_lowercase();
    if sought == reading.w.t("speaker-reporter").to_lowercase() {
        return Speaker::Reporter;
    }
    if is_childs(reading) && sought == reading.child().to_lowercase() {
        return Speaker::Child;
    }
    let known = circle(reading);
    let met: Vec<_> = known
        .iter()
        .filter(|(name, person)| {
            name.to_lowercase() == sought || reading.full_name(*person).to_lowercase() == sought
        })
        .collect();
    match met.as_slice() {
        [(_, person)] => Speaker::Person(*person),
        _ => Speaker::Other(typed),
    }
}

/// Reads the statements. What is empty is no statement.
pub fn read(reading: &Reading<'_>, visitor: &Visitor, typed: &Typed, errors: &mut Errors) -> Vec<Part> {
    SLOTS.iter().flat_map(|slot| read_slot(reading, visitor, typed, errors, *slot)).collect()
}

fn read_slot(
    reading: &Reading<'_>,
    visitor: &Visitor,
    typed: &Typed,
    errors: &mut Errors,
    slot: Slot,
) -> Vec<Part> {
    let Some(text) = read_text(visitor, typed, slot.name, errors) else { return Vec::new() };
    let mut part = Part::new(slot.kind, text);
    if slot.name == "child-words" {
        part.said_by = Some(Speaker::Child);
    }
    if let Some(by) = slot.by {
        match read_text(visitor, typed, by, errors) {
            Some(who) => part.said_by = Some(speaker(reading, who)),
            None => errors.push(by, visitor.w.t("error-said-by")),
        }
    }
    let part = in_confidence(part, typed, slot.name);
    match quote(typed.get(&quote_name(slot.name))) {
        Some(quote) => quoting(reading, &part, quote),
        None => vec![part],
    }
}

/// What a field says that a quotation was put in: the quotation, and apart from it what was written before and after. Words that are not
/// those of the source, or not said by whom it says, are no quotation of it; what must be kept from somebody still is.
fn quoting(reading: &Reading<'_>, part: &Part, quote: Quote) -> Vec<Part> {
    let quoted = Part { quotes: Some(quote), ..part.clone() };
    // A source that has left the file is told when this is signed.
    let Some(source) = quotation(reading, &format!("{}.{}", quote.seq, quote.part)) else {
        return vec![quoted];
    };
    let speaker = |part: &Part| part.said_by.as_ref().map(|by| reading.speaker(by));
    let is_same = part.kind != PartKind::Words || speaker(part) == speaker(&source);
    let Some((before, after)) = around(part.text.as_str(), &source.text).filter(|_| is_same) else {
        return vec![with_labels(reading, quoted)];
    };
    let own = |text: &str| Some(Part { text: Text::typed(text).ok()??, ..part.clone() });
    let quoted = Part { text: source.text, said_by: source.said_by.or(quoted.said_by), ..quoted };
    own(before).into_iter().chain([quoted]).chain(own(after)).collect()
}

/// What stands before and after a quotation, where its words stand whole in paragraphs of their own.
fn around<'t>(text: &'t str, source: &Text) -> Option<(&'t str, &'t str)> {
    let (before, after) = text.split_once(source.as_str())?;
    let before_ends = before.trim_end_matches([' ', '\t', '\r']);
    let after_begins = after.trim_start_matches([' ', '\t', '\r']);
    let apart = |own: &str, is: bool| own.is_empty() || is;
    let whole = apart(before_ends, before_ends.ends_with('\n'))
        && apart(after_begins, after_begins.starts_with('\n'));
    whole.then_some((before, after))
}

/// The statement with its label, where the box under its field says that the child does not want the guardians to know.
pub fn in_confidence(part: Part, typed: &Typed, field: &str) -> Part {
    if typed.is("keep", field) { part.in_confidence() } else { part }
}

/// The name of the hidden field that says what a slot quotes.
pub fn quote_name(slot: &str) -> String {
    format!("quotes-{slot}")
}

/// `12.0`: entry 12, first statement.
fn quote(text: &str) -> Option<Quote> {
    let (seq, part) = text.split_once('.')?;
    Some(Quote { seq: seq.parse().ok()?, part: part.parse().ok()? })
}

/// A statement of the file as a quotation: with its source, whose words it is, and from whom it is kept. None when it does not stand there
/// (any more).
pub fn quotation(reading: &Reading<'_>, asked: &str) -> Option<Part> {
    let quote = quote(asked).filter(|quote| !reading.open.file.moved_away.contains(&quote.seq))?;
    let entry = original(&reading.open.entry(quote.seq)?.entry);
    let part = entry.parts().get(quote.part).copied()?;
    let quotes = part.quotes.or(Some(quote));
    (!part.is_withdrawn(&reading.open.file.moved_away)).then(|| Part { quotes, ..part.clone() })
}

/// The form with a quotation put in a field of its kind. A field holds one quotation: it has one source, one speaker and its labels.
///
/// # Errors
/// The field that is taken, when there is no other of the kind.
pub fn with_quote(reading: &Reading<'_>, typed: &Typed, asked: &str) -> Result<Typed, &'static str> {
    let Some(part) = quotation(reading, asked) else { return Ok(typed.clone()) };
    let quotes = |slot: &&Slot| typed.get(&quote_name(slot.name));
    if SLOTS.iter().any(|slot| quotes(&slot) == asked) {
        return Ok(typed.clone());
    }
    let own = own_slot(&part);
    let free = |slot: &&Slot| {
        let words = typed.trimmed(slot.name);
        quotes(slot).is_empty() && (words.is_empty() || part.kind != PartKind::Words)
    };
    let others = SLOTS.iter().filter(|slot| slot.by.is_some() && part.kind == PartKind::Words);
    let slot = SLOTS.iter().filter(|slot| slot.name == own).chain(others).find(free).ok_or(own)?;
    let before = typed.get(slot.name).trim_end();
    let text = if before.is_empty() { part.text.to_string() } else { format!("{before}\n\n{}", part.text) };
    let mut put = vec![(slot.name.to_owned(), text), (quote_name(slot.name), asked.to_owned())];
    let by = slot.by.zip(part.said_by.as_ref());
    put.extend(by.map(|(by, speaker)| (by.to_owned(), reading.speaker(speaker))));
    let kept = typed.pairs().filter(|(name, _)| put.iter().all(|(other, _)| other != name));
    let mut pairs: Vec<_> = kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    pairs.extend(put);
    Ok(Typed::from_pairs(pairs))
}

/// The field in which such a statement is written.
fn own_slot(part: &Part) -> &'static str {
    match (part.kind, &part.said_by) {
        (PartKind::Fact, _) => "text",
        (PartKind::Assessment, _) => "assessment",
        (PartKind::Words, Some(Speaker::Child)) => "child-words",
        (PartKind::Words, _) => "words-1",
    }
}

/// The words of the box that lets what this child has said stand in a sibling's file.
pub fn shared(reading: &Reading<'_>, sibling: &str) -> String {
    reading.w.with("siblings-voice", &[("child", reading.child().into()), ("sibling", sibling.into())])
}

/// The statements as they are signed into a sibling's file: the child whose file this was is there a person among others, and what
/// was quoted here keeps its labels though its source does not stand there.
///
/// What the child has said, and what must be kept from somebody, goes along only where `with_voice`: somebody has said that it concerns
/// the sibling too. A sibling's guardians may be others, and read that file.
pub fn for_sibling(reading: &Reading<'_>, parts: &[Part], with_voice: bool) -> Vec<Part> {
    let copies = parts.iter().cloned().map(|part| with_labels(reading, part));
    let stays = |part: &Part| part.said_by == Some(Speaker::Child) || !part.keep.is_empty();
    let go = copies.filter(|part| with_voice || !stays(part));
    let own = reading.open.file.person();
    let retold = |mut part: Part| {
        if part.said_by == Some(Speaker::Child) {
            part.said_by = own.map(Speaker::Person);
            part.about.extend(own);
        }
        part
    };
    go.map(retold).collect()
}

/// The statement with the labels of what it quotes, and the quotation let go.
fn with_labels(reading: &Reading<'_>, mut part: Part) -> Part {
    if let Some(quote) = part.quotes.take() {
        let labels = reading.open.file.entries.get(&quote.seq).and_then(|entry| entry.labels.get(quote.part));
        part.keep.extend(labels.into_iter().flatten());
    }
    part
}
