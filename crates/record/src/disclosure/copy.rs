//! The copy (*kopian*): built from nothing but the items that are given, and what the model suggests for each before somebody tests it.

use super::{Item, Treatment, What};
use crate::{
    entry::Entry,
    file::CaseFile,
    secrecy::{Reader, Verdict, concerns, contact_visible_to, visible_to},
    text::{Ground, Keep, Part, Span, Text},
};
use std::collections::BTreeMap;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

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
/// genitive with its *s*. A letter is the same whether its ring or dots are written with it or after it.
pub fn spans_of(text: &str, words: &str, whole: bool) -> Vec<Span> {
    let (text, words) = (apart(text, whole), apart(words, whole));
    if words.is_empty() || words.len() > text.len() {
        return Vec::new();
    }
    (0..=text.len() - words.len()).filter_map(|at| stands(&text, &words, at, whole)).collect()
}

/// A letter or what stands over it, and which of the text's it belongs to.
type Stroke = (usize, char);

/// Letters with what stands over them apart: `Å` is `A` and a ring. `fold`: and without capitals.
fn apart(text: &str, fold: bool) -> Vec<Stroke> {
    let mut apart = Vec::with_capacity(text.len());
    for (at, letter) in text.chars().enumerate() {
        match (letter.is_ascii(), fold) {
            (true, true) => apart.push((at, letter.to_ascii_lowercase())),
            (true, false) => apart.push((at, letter)),
            (false, true) => apart.extend(letter.to_lowercase().nfd().map(|stroke| (at, stroke))),
            (false, false) => apart.extend(letter.nfd().map(|stroke| (at, stroke))),
        }
    }
    apart
}

/// The words at one place of a text, if they stand there, from the first letter to the one after the last.
fn stands(text: &[Stroke], words: &[Stroke], at: usize, whole: bool) -> Option<Span> {
    let found = text[at..].iter().zip(words).all(|((_, one), (_, other))| one == other);
    let last = at + words.len() - 1;
    // Nothing begins or ends within a letter, nor before what stands over it.
    let within = |at: usize| {
        let (before, after) = (at.checked_sub(1).and_then(|at| text.get(at)), text.get(at));
        after.is_some_and(|(place, stroke)| {
            is_combining_mark(*stroke) || before.is_some_and(|(other, _)| other == place)
        })
    };
    if !found || within(at) || within(last + 1) {
        return None;
    }
    let letter = |stroke: char| stroke.is_alphanumeric() || is_combining_mark(stroke);
    let word = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|(_, one)| letter(*one));
    let genitive = || {
        text.get(last + 1).is_some_and(|(_, one)| *one == 's') && !within(last + 2) && !word(Some(last + 2))
    };
    let to = match (whole, word(Some(last + 1))) {
        (false, _) | (true, false) => last,
        (true, true) if genitive() => last + 1,
        (true, true) => return None,
    };
    (!whole || !word(at.checked_sub(1))).then(|| Span { from: text[at].0, to: text[to].0 + 1 })
}

/// What joins a double name.
const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{2011}'];

/// Words in a name that say nothing of whose it is, and stand in every other sentence.
const COMMON: [&str; 11] = ["af", "av", "de", "den", "der", "det", "en", "ett", "i", "och", "von"];

/// What somebody can be known by in a text: the name, each word of it, and each part of a double name.
pub fn words_of_name(name: &str) -> impl Iterator<Item = &str> {
    let words = name.split_whitespace().flat_map(|word| {
        let parts = word.split(HYPHENS).filter(move |part| part.len() < word.len());
        std::iter::once(word).chain(parts)
    });
    let words = words.filter(|word| !COMMON.contains(&word.to_lowercase().as_str()));
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
pub fn places(entry: &Entry) -> impl Iterator<Item = What> + use<> {
    // What somebody was sent says once more what its sources have said, and is tested where they stand.
    let own = if entry.is_a_copy() { 0 } else { entry.parts().len() };
    let contact = contact_of(entry).map(|_| What::Contact);
    let statements = (0..own).map(What::Statement);
    let original = has_original(entry).then_some(What::Original);
    std::iter::once(What::Facts).chain(contact).chain(statements).chain(original)
}

fn has_original(entry: &Entry) -> bool {
    match entry {
        Entry::DocumentReceived(document) => document.original.is_some(),
        Entry::MovedIn(moved) => has_original(&moved.entry),
        _ => false,
    }
}

/// What the model says of one place in an entry to the one who asks. What stands in an original no program has read: whatever else speaks for
/// it, somebody looks.
pub fn verdict(reader: Reader, file: &CaseFile, entry: &Entry, what: What) -> Verdict {
    match what {
        What::Statement(place) => entry.parts().get(place).map_or_else(
            || Verdict::Keep { ground: Ground::PersonalCircumstances, party: false },
            |part| visible_to(reader, part, file),
        ),
        What::Contact => match (as_a_whole(reader, file, entry), entry.reporter()) {
            (Verdict::Show | Verdict::Assess { .. }, Some(reporter)) => contact_visible_to(reader, reporter),
            (kept, _) => kept,
        },
        What::Original => match as_a_whole(reader, file, entry) {
            Verdict::Show => Verdict::Assess { ground: Ground::PersonalCircumstances, party: true },
            other => other,
        },
        What::Facts => as_a_whole(reader, file, entry),
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
