//! The items of a request as fields: what each is, what the record suggests for it, and what somebody has chosen.

use std::collections::BTreeSet;

use record::disclosure::copy::{places, spans_of, suggested, verdict, without_reporter, words_of_name};
use record::disclosure::{Item, Route, Treatment, What, is_labelled};
use record::text::{Ground, Span};
use record::{Part, PartKind, PersonId, Reader, Recorded, Speaker, Verdict};
use store::NameCard;

use crate::desk::{Errors, Typed, Visitor};
use crate::entry_facts;
use crate::entry_view::{ground_provision, original, statements};
use crate::entry_words;
use crate::fields::{Choice, Field};
use crate::file_page::{Sheet, read_text};
use crate::letter;
use crate::reading::{Reading, choose};

/// The items of one entry.
pub(crate) struct Group<'a> {
    /// "tis 24 nov: Anteckning".
    pub heading: String,
    /// Each with its fields.
    pub items: Vec<Row<'a>>,
}

/// One item.
pub(crate) struct Row<'a> {
    /// Whose words it is, or what sort of thing.
    pub by: String,
    /// What it says.
    pub text: String,
    /// Why it should perhaps not be given.
    pub ground: Option<String>,
    /// Given, with words covered, or kept.
    pub how: Choice<'a>,
    /// The words to cover, one per line; of a statement only.
    pub hide: Option<Field<'a>>,
    /// Why it is given although it is marked.
    pub despite: Option<Field<'a>>,
}

/// Everything that a way reaches, in the order it was written.
fn all<'r>(reading: &Reading<'r>, route: &'r Route) -> impl Iterator<Item = (&'r Recorded, What)> {
    let file = &reading.open.file;
    let stands =
        move |one: &&Recorded| file.entries.contains_key(&one.seq) && route.reaches(file, one.matter);
    let entries = reading.open.entries.iter().map(AsRef::as_ref).filter(stands);
    entries.flat_map(|one| places(&one.entry).map(move |what| (one, what)))
}

/// The ending of an item's names.
fn key(recorded: &Recorded, what: What) -> String {
    match what {
        What::Facts => format!("{}-f", recorded.seq),
        What::Contact => format!("{}-c", recorded.seq),
        What::Original => format!("{}-o", recorded.seq),
        What::Statement(place) => format!("{}-{place}", recorded.seq),
    }
}

/// The facts of an entry as they are given: what it is, and the lines under it that are not statements, for those are tested by themselves.
pub(crate) fn facts(reading: &Reading<'_>, recorded: &Recorded) -> Vec<String> {
    let entry = &recorded.entry;
    let parts = entry.parts();
    let own = |words: &str| !parts.iter().any(|part| !words.is_empty() && words.contains(part.text.as_str()));
    let lines = entry_facts::facts(reading, original(entry))
        .into_iter()
        .filter(|line| own(&line.words) && line.label_key != entry_facts::CONTACT);
    let lines = lines.map(|line| format!("{}: {}", reading.w.t(line.label_key), line.text()));
    let by = reading.w.with(
        "disclosure-signed",
        &[("who", recorded.by.name.clone().into()), ("title", recorded.by.title.clone().into())],
    );
    std::iter::once(entry_words::title(reading, entry)).chain(lines).chain([by]).collect()
}

/// How to reach whoever reported, on one line.
pub(crate) fn contact(entry: &record::Entry) -> Option<String> {
    let contact = entry.reporter()?.contact.as_ref()?;
    Some(contact.as_str().lines().map(str::trim).collect::<Vec<_>>().join(", "))
}

fn text_of(reading: &Reading<'_>, recorded: &Recorded, what: What) -> (String, String) {
    match what {
        What::Facts => (
            reading.w.t("disclosure-facts").into_owned(),
            facts(&letter::swedish(reading), recorded).join(". "),
        ),
        What::Contact => {
            (reading.w.t("disclosure-contact").into_owned(), contact(&recorded.entry).unwrap_or_default())
        }
        What::Original => {
            (reading.w.t("disclosure-original").into_owned(), entry_words::title(reading, &recorded.entry))
        }
        What::Statement(place) => {
            let parts = recorded.entry.parts();
            let view = parts.get(place).and_then(|part| statements(reading, [*part]).pop());
            let told = |view: crate::entry_view::StatementView| {
                (view.stated.label(reading.w), view.stated.text.into_owned())
            };
            view.map(told).unwrap_or_default()
        }
    }
}

/// What everybody in the file can be known by, but the one who asks and the child: names, and each word of them that is not theirs too.
fn names(reading: &Reading<'_>, route: &Route) -> Vec<String> {
    let own = |person: PersonId| Some(person) == route.person() || reading.open.file.person() == Some(person);
    known_by(reading, own, |_| true)
}

/// The same of some people, without the words of the names of those who may know.
fn known_by(
    reading: &Reading<'_>,
    knows: impl Fn(PersonId) -> bool,
    of: impl Fn(&NameCard) -> bool,
) -> Vec<String> {
    let cards = || reading.open.people.iter();
    // Of their own only whole words: half a double name is as much somebody else's.
    let theirs: BTreeSet<String> = cards()
        .filter(|(person, _)| knows(**person))
        .flat_map(|(_, card)| card.name().split_whitespace().chain([card.name()]).map(str::to_lowercase))
        .collect();
    let others = cards().filter(|(person, card)| !knows(**person) && of(card));
    let words = others.flat_map(|(_, card)| words_of_name(card.name()).chain([card.first_name()]));
    words
        .filter(|word| !word.is_empty() && !theirs.contains(&word.to_lowercase()))
        .map(str::to_owned)
        .collect()
}

/// Whether a statement names somebody else whose identity is protected: what it tells of them may be where they are. What one has said
/// oneself one knows.
fn tells_of_protected(reading: &Reading<'_>, route: &Route, part: &Part) -> bool {
    let own = match &part.said_by {
        Some(Speaker::Person(person)) => Some(*person) == route.person(),
        Some(Speaker::Child) => route.person().is_some() && route.person() == reading.open.file.person(),
        _ => false,
    };
    let knows = |person: PersonId| Some(person) == route.person();
    let named = |name: &String| !spans_of(part.text.as_str(), name, true).is_empty();
    !own && known_by(reading, knows, |card| card.protected).iter().any(named)
}

/// What speaks against giving an item: what the record says, and that it tells of somebody protected.
fn judged(reading: &Reading<'_>, route: &Route, recorded: &Recorded, what: What) -> Verdict {
    let file = &reading.open.file;
    let verdict = verdict(route.reader(file, reading.today), file, &recorded.entry, what);
    let protects = || statement(recorded, what).is_some_and(|part| tells_of_protected(reading, route, part));
    if verdict == Verdict::Show && protects() {
        Verdict::Assess { ground: Ground::PersonalCircumstances, party: route.person().is_some() }
    } else {
        verdict
    }
}

fn statement(recorded: &Recorded, what: What) -> Option<&Part> {
    let What::Statement(place) = what else { return None };
    recorded.entry.parts().get(place).copied()
}

/// Those who have reported without a duty to and given their name.
fn private_reporters(reading: &Reading<'_>) -> Vec<String> {
    let reporters = reading.open.entries.iter().filter_map(|one| one.entry.reporter());
    let private = reporters.filter(|reporter| !reporter.mandated);
    private.filter_map(|reporter| reporter.name.as_ref().map(ToString::to_string)).collect()
}

/// What the record suggests. Facts that name somebody else are kept until somebody has looked.
fn suggestion(reading: &Reading<'_>, route: &Route, recorded: &Recorded, what: What) -> Treatment {
    let verdict = judged(reading, route, recorded, what);
    let names = names(reading, route);
    match what {
        What::Statement(_) => {
            let part = statement(recorded, what);
            // Whose words they are stands before them in the copy, and of somebody protected it is the rest that may tell: to cover a name
            // would hide nothing.
            let in_vain =
                |part: &Part| part.kind == PartKind::Words || tells_of_protected(reading, route, part);
            let covers = if part.is_some_and(in_vain) { &[][..] } else { &names[..] };
            let text = part.map(|part| part.text.as_str());
            let suggestion = suggested(verdict, text, covers);
            without_reporter(suggestion, text.unwrap_or_default(), &private_reporters(reading))
        }
        What::Contact => suggested(verdict, None, &names),
        What::Facts | What::Original => {
            let text = text_of(reading, recorded, what).1;
            let tells_who = names.iter().any(|name| !spans_of(&text, name, true).is_empty());
            match suggested(verdict, None, &names) {
                Treatment::Shown if tells_who => Treatment::Kept(Ground::PersonalCircumstances),
                suggestion => suggestion,
            }
        }
    }
}

/// The ground for keeping something from the one who asks: what the record names, else the one that protects against such a reader.
fn ground(reading: &Reading<'_>, route: &Route, recorded: &Recorded, what: What) -> Ground {
    let file = &reading.open.file;
    match judged(reading, route, recorded, what) {
        Verdict::Assess { ground, .. } | Verdict::Keep { ground, .. } => ground,
        Verdict::Show if matches!(route.reader(file, reading.today), Reader::Guardian(_)) => {
            Ground::ChildAgainstGuardian
        }
        Verdict::Show => Ground::PersonalCircumstances,
    }
}

/// The choices as the record suggests them, before somebody has chosen.
pub(crate) fn presets(reading: &Reading<'_>, route: &Route) -> Vec<(String, String)> {
    let pairs = all(reading, route).flat_map(|(recorded, what)| {
        as_fields(reading, recorded, what, &suggestion(reading, route, recorded, what))
    });
    pairs.collect()
}

/// The choices that somebody has made.
pub(crate) fn chosen(reading: &Reading<'_>, route: &Route, items: &[Item]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (recorded, what) in all(reading, route) {
        let Some(item) = items.iter().find(|item| (item.seq, item.what) == (recorded.seq, what)) else {
            continue;
        };
        pairs.extend(as_fields(reading, recorded, what, &item.treatment));
        let despite = item.despite.as_ref();
        pairs.extend(despite.map(|why| (format!("despite-{}", key(recorded, what)), why.to_string())));
    }
    pairs
}

fn as_fields(
    reading: &Reading<'_>,
    recorded: &Recorded,
    what: What,
    treatment: &Treatment,
) -> Vec<(String, String)> {
    let key = key(recorded, what);
    let how = |how: &str| (format!("how-{key}"), how.to_owned());
    match treatment {
        Treatment::Shown => vec![how("show")],
        Treatment::Kept(_) => vec![how("keep")],
        Treatment::Masked { spans, .. } => {
            let text: Vec<char> = text_of(reading, recorded, what).1.chars().collect();
            let word = |span: &Span| text.get(span.from..span.to).map(|word| word.iter().collect::<String>());
            let words: BTreeSet<String> = spans.iter().filter_map(word).collect();
            let words: Vec<String> = words.into_iter().collect();
            vec![(format!("hide-{key}"), words.join("\n")), how("mask")]
        }
    }
}

/// What somebody has chosen. What nothing was chosen for is kept.
pub(crate) fn read(
    visitor: &Visitor,
    reading: &Reading<'_>,
    route: &Route,
    typed: &Typed,
    errors: &mut Errors,
) -> Vec<Item> {
    let all = all(reading, route);
    let one = |(recorded, what): (&Recorded, What)| {
        let key = key(recorded, what);
        let ground = ground(reading, route, recorded, what);
        let despite = read_text(visitor, typed, &format!("despite-{key}"), errors);
        let treatment = match typed.get(&format!("how-{key}")) {
            "show" => Treatment::Shown,
            "mask" => {
                let name = format!("hide-{key}");
                let text = text_of(reading, recorded, what).1;
                let spans = read_hidden(visitor, &text, typed.get(&name)).unwrap_or_else(|error| {
                    errors.push(name, error);
                    Vec::new()
                });
                Treatment::Masked { spans, ground }
            }
            _ => Treatment::Kept(ground),
        };
        let despite = despite.filter(|_| !matches!(treatment, Treatment::Kept(_)));
        Item { seq: recorded.seq, what, treatment, despite }
    };
    all.map(one).collect()
}

/// Where the words stand that are to be covered, one or more on each line. A line that stands nowhere is told, never passed over: it was meant
/// to hide something.
fn read_hidden(visitor: &Visitor, text: &str, typed: &str) -> Result<Vec<Span>, String> {
    let mut spans = Vec::new();
    for words in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let found = spans_of(text, words, true);
        if found.is_empty() {
            return Err(visitor.w.with("error-disclosure-hide-line", &[("words", words.into())]));
        }
        spans.extend(found);
    }
    if spans.is_empty() { Err(visitor.w.t("error-disclosure-hide").into_owned()) } else { Ok(spans) }
}

/// The items as a page shows them: as fields, and those that are left out of sight for now, with what was chosen for each.
#[derive(Default)]
pub(crate) struct Listing<'a> {
    /// Entry by entry.
    pub groups: Vec<Group<'a>>,
    /// Names and values that go along unseen, so that nothing that was chosen is lost.
    pub carried: Vec<(String, String)>,
    /// How many items are out of sight.
    pub unseen: usize,
}

/// The items as fields, entry by entry. `marked`: only those that something speaks against, or for which something else than to show them was
/// chosen, or where something is wrong.
pub(crate) fn listing<'a>(
    reading: &Reading<'_>,
    route: &Route,
    sheet: Sheet<'a>,
    marked: bool,
) -> Listing<'a> {
    let mut listing = Listing::default();
    let mut last = None;
    for (recorded, what) in all(reading, route) {
        if marked && !is_marked(reading, route, sheet, recorded, what) {
            listing.carried.extend(carried(sheet, &key(recorded, what)));
            listing.unseen += 1;
            continue;
        }
        if last != Some(recorded.seq) {
            last = Some(recorded.seq);
            let (day, title) =
                (reading.day(recorded.occurred.day), entry_words::title(reading, &recorded.entry));
            listing.groups.push(Group { heading: format!("{day}: {title}"), items: Vec::new() });
        }
        if let Some(group) = listing.groups.last_mut() {
            group.items.push(row(reading, route, sheet, recorded, what));
        }
    }
    listing
}

/// The ends of an item's names, each before its key.
const FIELDS: [&str; 3] = ["how", "hide", "despite"];

fn carried(sheet: Sheet<'_>, key: &str) -> impl Iterator<Item = (String, String)> {
    let pair = move |field: &str| {
        let name = format!("{field}-{key}");
        let value = sheet.typed.get(&name).to_owned();
        (name, value)
    };
    FIELDS.map(pair).into_iter().filter(|(_, value)| !value.is_empty())
}

fn is_marked(
    reading: &Reading<'_>,
    route: &Route,
    sheet: Sheet<'_>,
    recorded: &Recorded,
    what: What,
) -> bool {
    let key = key(recorded, what);
    let chosen = sheet.typed.get(&format!("how-{key}")) != "show";
    let wrong = FIELDS.iter().any(|field| sheet.errors.of(&format!("{field}-{key}")).is_some());
    chosen || wrong || suggestion(reading, route, recorded, what) != Treatment::Shown
}

fn row<'a>(
    reading: &Reading<'_>,
    route: &Route,
    sheet: Sheet<'a>,
    recorded: &Recorded,
    what: What,
) -> Row<'a> {
    let w = reading.w;
    let key = key(recorded, what);
    let statement = matches!(what, What::Statement(_));
    let mut options = vec![choose("show", w.t("disclosure-show"), false)];
    if statement {
        options.push(choose("mask", w.t("disclosure-mask"), false));
    }
    options.push(choose("keep", w.t("disclosure-keep"), false));
    let told = match judged(reading, route, recorded, what) {
        Verdict::Show => None,
        Verdict::Assess { ground, .. } => Some(("disclosure-assess", ground)),
        Verdict::Keep { ground, .. } => Some(("disclosure-marked", ground)),
    };
    let (by, text) = text_of(reading, recorded, what);
    let small =
        |name: String, label| Field { optional: true, ..sheet.fill(Field::area(name, label).rows(1)) };
    let file = &reading.open.file;
    let labelled = is_labelled(file, route.reader(file, reading.today), recorded.seq, what);
    Row {
        by,
        text,
        ground: told.map(|(key, ground)| w.t1(key, "ground", ground_provision(reading, ground))),
        how: sheet.choice(format!("how-{key}"), "disclosure-how", options),
        hide: statement.then(|| small(format!("hide-{key}"), "disclosure-hide")),
        despite: labelled.then(|| small(format!("despite-{key}"), "disclosure-despite")),
    }
}
