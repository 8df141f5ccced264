//! A page in Swedish beside the same page in English: what should have been translated and is not.

use std::sync::LazyLock;

use scraper::{ElementRef, Html};

use super::html::{self, SPOKEN, is_said};
use crate::testing::large_house;
use crate::words::{Lang, Words};

/// What a Swedish provision is written with, besides numbers, signs and single letters.
const CITATION: [&str; 32] = [
    "kap",
    "st",
    "p",
    "och",
    "första",
    "andra",
    "tredje",
    "fjärde",
    "stycket",
    "punkten",
    "jfr",
    "SoL",
    "FL",
    "FB",
    "OSL",
    "LVU",
    "LVM",
    "LSS",
    "TF",
    "SOSFS",
    "HSLF",
    "FS",
    "SFS",
    "lag",
    "lagen",
    "förordning",
    "förordningen",
    "KL",
    "ÄB",
    "lydelse",
    "enligt",
    "numera",
];

/// What is called the same in both languages.
const SAME: [&str; 9] = ["Lykta", "Ctrl", "Esc", "LIX", "BBIC", "Fax", "Partner", "Risk", "Version"];

/// Names and titles of the samples, in which a page's sentence may speak of them. What people have *written* has no place here: a page
/// marks it as Swedish.
const NAMED: [&str; 22] = [
    "Alva",
    "Melker",
    "Karin",
    "Katarina",
    "Pär",
    "Åsa",
    "Lövdahl",
    "Löv",
    "Ängström",
    "Rektor Planteradsson",
    "Farmor Ångström",
    "Tigrinska",
    "Lövgränd",
    "Lyktinge",
    "Provbolaget AB",
    "Testgatan",
    "Testköping",
    "Förskolan Gläntan",
    "Intyg från förskolan",
    "På förskolan, i vilrummet",
    "folkbokföringen",
    "Socialnämnden i",
];

/// What is wrong with the pages, each by itself and beside each other.
pub(super) fn faults(swedish: &str, english: &str) -> Vec<String> {
    let [swedish, english] = [swedish, english].map(Html::parse_document);
    let mut found = html::faults(&english);
    let of_swedish = html::faults(&swedish);
    found.extend(of_swedish.into_iter().filter(|fault| !fault.contains("there twice")).collect::<Vec<_>>());
    side_by_side(swedish.root_element(), english.root_element(), &mut found);
    found.sort();
    found.dedup();
    found
}

fn side_by_side(swedish: ElementRef<'_>, english: ElementRef<'_>, found: &mut Vec<String>) {
    let (one, other) = (swedish.value(), english.value());
    if one.name() != other.name() {
        found.push(format!("<{}> is <{}> in English", one.name(), other.name()));
        return;
    }
    // What says its own language is in it; a name is in none, and what somebody has typed is theirs.
    let speaks_for_itself = other.attr("lang").is_some() && other.name() != "html";
    if speaks_for_itself || ["bdi", "textarea", "kbd"].contains(&other.name()) {
        return;
    }
    // Of what is sent, only what a field's list offers is read.
    let offered = one.name() == "option"
        && english
            .parent()
            .is_some_and(|list| list.value().as_element().is_some_and(|list| list.name() == "datalist"));
    for name in SPOKEN.into_iter().chain(offered.then_some("value")) {
        untranslated(one.attr(name).unwrap_or_default(), other.attr(name).unwrap_or_default(), found);
    }
    let [ours, theirs] = [swedish, english]
        .map(|element| element.children().filter(|child| is_said(child.value())).collect::<Vec<_>>());
    if ours.len() != theirs.len() {
        let html: String = english.html().chars().take(200).collect();
        found.push(format!("{} parts in Swedish and {} in English: {html}", ours.len(), theirs.len()));
        return;
    }
    for (ours, theirs) in ours.into_iter().zip(theirs) {
        match (ElementRef::wrap(ours), ElementRef::wrap(theirs)) {
            (Some(ours), Some(theirs)) => side_by_side(ours, theirs, found),
            (None, None) => {
                let [ours, theirs] =
                    [ours, theirs].map(|node| node.value().as_text().map_or("", |text| text.trim()));
                untranslated(ours, theirs, found);
            }
            _ => found.push(format!("another order in English: {}", english.html())),
        }
    }
}

/// A text that is the same in both, or shows how it was made.
fn untranslated(swedish: &str, english: &str, found: &mut Vec<String>) {
    if english.contains("{$") || english.contains("{ $") || english.contains("{ \"") {
        found.push(format!("a place in a message was left empty: {english}"));
    }
    if english.contains('-') && Words::of(Lang::En).has(english) {
        found.push(format!("the name of a message is shown: {english}"));
    }
    let rest = named().iter().fold(english.to_owned(), |text, name| text.replace(name, ""));
    let known = |word: &&str| word.chars().count() < 2 || CITATION.contains(word) || SAME.contains(word);
    let mut left = rest.split(|letter: char| !letter.is_alphabetic()).filter(|word| !known(word));
    if swedish == english && left.clone().next().is_some() {
        found.push(format!("not translated: {english}"));
    } else if left.any(|word| word.contains(['å', 'ä', 'ö', 'Å', 'Ä', 'Ö'])) {
        found.push(format!("Swedish inside English: {english}"));
    }
}

/// Every name of the samples, the longest first: those above, and the people and units of the demo's organisation and the large one's.
fn named() -> &'static [String] {
    static ALL: LazyLock<Vec<String>> = LazyLock::new(|| {
        let (organisation, _) = large_house();
        let staff =
            organisation.members.iter().flat_map(|member| [member.name.clone(), member.title.clone()]);
        let units = organisation.units.iter().map(|unit| unit.name.clone());
        let mut all: Vec<String> = staff.chain(units).chain(NAMED.map(str::to_owned)).collect();
        all.sort_by_key(|name| std::cmp::Reverse(name.len()));
        all
    });
    &ALL
}
