//! The copy (*kopian*): built from nothing but the items that are given, and what the model suggests for each before somebody tests it.

use super::{Item, Route, Treatment, What};
use crate::{
    entry::Entry,
    file::CaseFile,
    secrecy::{Reader, Verdict, concerns, contact_visible_to, visible_to},
    text::{Ground, Keep, Part, Span, Text},
};
use std::collections::BTreeMap;

/// A statement of so many letters that is kept is covered wherever else it stands word for word. A shorter one is too common to be known by.
pub const KNOWN_BY: usize = 12;

/// What is given of one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The entry.
    pub seq: i64,
    /// What it is and the facts under its heading come along.
    pub facts: bool,
    /// How to reach whoever reported comes along.
    pub contact: bool,
    /// The original comes along.
    pub original: bool,
    /// The statements, as they are given.
    pub parts: Vec<Part>,
}

/// The copy: what is given of each entry, in the order of the items. What is kept has left no trace in it.
pub fn copy<'a>(entry: impl Fn(i64) -> Option<&'a Entry>, items: &[Item]) -> Vec<Section> {
    let kept = kept_words(&entry, items);
    let mut sections: BTreeMap<i64, Section> = BTreeMap::new();
    let given = items.iter().filter(|item| !item.treatment.is_kept());
    for item in given {
        let Some(of) = entry(item.seq) else { continue };
        let empty =
            Section { seq: item.seq, facts: false, contact: false, original: false, parts: Vec::new() };
        let section = sections.entry(item.seq).or_insert(empty);
        match item.what {
            What::Facts => section.facts = true,
            What::Contact => section.contact = true,
            What::Original => section.original = true,
            What::Statement(place) => {
                section.parts.extend(of.parts().get(place).map(|part| covered(part, &item.treatment, &kept)));
            }
        }
    }
    sections
        .into_values()
        .filter(|it| it.facts || it.contact || it.original || !it.parts.is_empty())
        .collect()
}

/// The words that are kept and would be known wherever else they stood: of a statement where they are long enough, of how to reach whoever
/// reported each line, however short.
fn kept_words<'a>(entry: &impl Fn(i64) -> Option<&'a Entry>, items: &[Item]) -> Vec<&'a str> {
    let kept = items.iter().filter(|item| item.treatment.is_kept());
    let words = kept.filter_map(|item| {
        let of = entry(item.seq)?;
        Some(match item.what {
            What::Statement(place) => {
                let words = of.parts().get(place)?.text.as_str();
                if words.chars().count() >= KNOWN_BY { vec![words] } else { Vec::new() }
            }
            What::Contact => contact_of(of)?.lines().map(str::trim).filter(|line| !line.is_empty()).collect(),
            What::Facts | What::Original => Vec::new(),
        })
    });
    words.flatten().collect()
}

fn contact_of(entry: &Entry) -> Option<&str> {
    entry.reporter()?.contact.as_ref().map(Text::as_str)
}

/// A statement with what must be covered covered: what was chosen, and what stands word for word in a statement that is kept.
fn covered(part: &Part, treatment: &Treatment, kept: &[&str]) -> Part {
    let chosen = match treatment {
        Treatment::Masked { spans, .. } => spans.clone(),
        Treatment::Shown | Treatment::Kept(_) => Vec::new(),
    };
    let text = part.text.as_str();
    let repeated = kept.iter().flat_map(|words| spans_of(text, words, false));
    let spans: Vec<Span> = chosen.into_iter().chain(repeated).collect();
    Part { text: part.text.covered(&spans), quotes: None, ..part.clone() }
}

/// Where some words stand in a text, in letters from its beginning. `whole`: only as words of their own, whatever their capitals, and in the
/// genitive with its *s*.
pub fn spans_of(text: &str, words: &str, whole: bool) -> Vec<Span> {
    let fold = |letter: char| letter.to_lowercase().next().unwrap_or(letter);
    let same = |one: char, other: char| if whole { fold(one) == fold(other) } else { one == other };
    let (text, words): (Vec<char>, Vec<char>) = (text.chars().collect(), words.chars().collect());
    if words.is_empty() || words.len() > text.len() {
        return Vec::new();
    }
    let letter = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|one| one.is_alphanumeric());
    let end = |at: usize| {
        let end = at + words.len();
        let genitive = text.get(end).is_some_and(|one| fold(*one) == 's') && !letter(Some(end + 1));
        match (whole, letter(Some(end))) {
            (false, _) | (true, false) => Some(end),
            (true, true) => genitive.then_some(end + 1),
        }
    };
    let stands = |at: usize| {
        let found = text[at..].iter().zip(&words).all(|(one, other)| same(*one, *other));
        let begins = !whole || !letter(at.checked_sub(1));
        if found && begins { end(at).map(|to| Span { from: at, to }) } else { None }
    };
    (0..=text.len() - words.len()).filter_map(stands).collect()
}

/// Words in a name that say nothing of whose it is, and stand in every other sentence.
const COMMON: [&str; 11] = ["af", "av", "de", "den", "der", "det", "en", "ett", "i", "och", "von"];

/// What somebody can be known by in a text: the name, and each word of it.
pub fn words_of_name(name: &str) -> impl Iterator<Item = &str> {
    let words = name.split_whitespace().filter(|word| !COMMON.contains(&word.to_lowercase().as_str()));
    std::iter::once(name.trim()).chain(words).filter(|words| !words.is_empty())
}

/// What the model suggests for an item, before somebody has tested it. It fails closed: what must be assessed is kept, or its names are
/// covered where they are all there is to it.
pub fn suggested(verdict: Verdict, text: Option<&str>, names: &[String]) -> Treatment {
    let (ground, may) = match verdict {
        Verdict::Show => return Treatment::Shown,
        Verdict::Assess { ground, .. } => (ground, ground == Ground::PersonalCircumstances),
        Verdict::Keep { ground, .. } => (ground, false),
    };
    let spans: Vec<Span> = text
        .map(|text| names.iter().flat_map(|name| spans_of(text, name, true)).collect())
        .unwrap_or_default();
    if may && !spans.is_empty() { Treatment::Masked { spans, ground } } else { Treatment::Kept(ground) }
}

/// What is suggested for a statement although nothing is marked in it, and besides what else is covered there: the name of somebody who has
/// reported without a duty to is covered, wherever it stands (26 kap. 5 § OSL).
pub fn without_reporter(suggestion: Treatment, text: &str, reporters: &[String]) -> Treatment {
    let names = reporters.iter().flat_map(|name| words_of_name(name));
    let found: Vec<Span> = names.flat_map(|words| spans_of(text, words, true)).collect();
    match suggestion {
        Treatment::Shown if !found.is_empty() => Treatment::Masked { spans: found, ground: Ground::Reporter },
        Treatment::Masked { spans, ground } => {
            Treatment::Masked { spans: spans.into_iter().chain(found).collect(), ground }
        }
        suggestion => suggestion,
    }
}

/// What can be tested of an entry: its facts, how to reach whoever reported, each statement, the original if it has one.
pub fn places(entry: &Entry) -> Vec<What> {
    // What somebody was sent says once more what its sources have said, and is tested where they stand.
    let own = if entry.is_a_copy() { 0 } else { entry.parts().len() };
    let contact = contact_of(entry).map(|_| What::Contact);
    let statements = (0..own).map(What::Statement);
    let original = has_original(entry).then_some(What::Original);
    std::iter::once(What::Facts).chain(contact).chain(statements).chain(original).collect()
}

fn has_original(entry: &Entry) -> bool {
    match entry {
        Entry::DocumentReceived(document) => document.original.is_some(),
        Entry::MovedIn(moved) => has_original(&moved.entry),
        _ => false,
    }
}

/// What the model says of one place in an entry to the one who asks.
pub fn verdict(route: &Route, file: &CaseFile, entry: &Entry, what: What) -> Verdict {
    let reader = route.reader(file);
    match what {
        What::Statement(place) => entry.parts().get(place).map_or_else(
            || Verdict::Keep { ground: Ground::PersonalCircumstances, party: false },
            |part| visible_to(reader, part, file),
        ),
        What::Contact => match (as_a_whole(reader, file, entry), entry.reporter()) {
            (Verdict::Show | Verdict::Assess { .. }, Some(reporter)) => contact_visible_to(reader, reporter),
            (kept, _) => kept,
        },
        What::Facts | What::Original => as_a_whole(reader, file, entry),
    }
}

/// What speaks against giving what stands around an entry's statements. What was said or sent to somebody is assessed for their sake.
fn as_a_whole(reader: Reader, file: &CaseFile, entry: &Entry) -> Verdict {
    let party = matches!(reader, Reader::Child | Reader::Guardian(_));
    let against = |keep: &Keep| concerns(keep.from, reader, file.person());
    if let Some(keep) = entry.kept_as_a_whole().into_iter().find(against) {
        return Verdict::Keep { ground: keep.ground, party };
    }
    let own = |person| reader == Reader::of(file, person);
    match entry.is_to() {
        _ if !party => Verdict::Keep { ground: Ground::PersonalCircumstances, party },
        Some(person) if !own(person) => Verdict::Assess { ground: Ground::PersonalCircumstances, party },
        _ => Verdict::Show,
    }
}
