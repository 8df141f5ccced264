//! What is known of one person, in lines: what stands, what stood before, and with what the fields begin.

use record::person::{Address, FactSource, Person, PersonFact, Replaced};

use crate::desk::Typed;
use crate::format;
use crate::pages::family;
use crate::reading::date;
use crate::words::Words;

/// What stands now is what the fields start with; what was typed wins.
pub(super) fn filled(who: &Person, typed: &Typed) -> Typed {
    let mut pairs = Vec::new();
    let mut put = |name: &str, value: String| {
        if !typed.has(name) {
            pairs.push((name.to_owned(), value));
        }
    };
    if let Some(name) = &who.name {
        put("given", name.value.given.clone());
        put("family", name.value.family.clone());
    }
    if let Some(birth) = &who.birth {
        put("birth", birth.value.day.to_string());
    }
    if let Some(address) = who.shown_address() {
        put("care-of", address.value.care_of.clone().unwrap_or_default());
        put("street", address.value.street.clone());
        put("postcode", address.value.postcode.clone());
        put("town", address.value.town.clone());
    }
    if let Some(phone) = who.shown_phone() {
        put("phone", phone.value.clone());
    }
    pairs.extend(typed.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())));
    Typed::from_pairs(pairs)
}

/// Lines of what is known, each with who says so and as of when.
pub(super) fn known(w: &Words, who: &Person) -> Vec<(String, String)> {
    let facts = [
        who.name.clone().map(PersonFact::Name),
        who.number.clone().map(PersonFact::Number),
        who.birth.clone().map(PersonFact::Birth),
        who.shown_address().cloned().map(PersonFact::Address),
        who.shown_phone().cloned().map(PersonFact::Phone),
    ];
    facts.into_iter().flatten().filter_map(|fact| told(w, &fact)).collect()
}

/// What stood there before, latest first. Where the person is protected, neither addresses nor telephone numbers.
pub(super) fn history(w: &Words, who: &Person) -> Vec<(String, String)> {
    let shown = |replaced: &&Replaced| match replaced.fact {
        PersonFact::Address(_) | PersonFact::Phone(_) => !who.is_protected(),
        _ => true,
    };
    let line = |replaced: &Replaced| {
        let (label, value) = told(w, &replaced.fact)?;
        let key = if replaced.was_wrong { "person-was-wrong" } else { "person-was" };
        let reason = replaced.reason.as_ref().map_or_else(String::new, |reason| format!(" {reason}"));
        Some((label, format!("{}{reason}", w.t1(key, "value", value))))
    };
    who.history.iter().rev().filter(shown).filter_map(line).collect()
}

/// A fact in words. Sex and level of protection stand elsewhere on the page.
fn told(w: &Words, fact: &PersonFact) -> Option<(String, String)> {
    let (key, value, source, as_of) = match fact {
        PersonFact::Name(name) => ("person-fact-name", name.value.full(), &name.source, name.as_of),
        PersonFact::Number(number) => {
            ("report-number", number.value.to_string(), &number.source, number.as_of)
        }
        PersonFact::Birth(birth) => ("report-birth", birth.value.day.to_string(), &birth.source, birth.as_of),
        PersonFact::Address(address) => {
            ("person-address", line(&address.value), &address.source, address.as_of)
        }
        PersonFact::Phone(phone) => ("family-phone", phone.value.clone(), &phone.source, phone.as_of),
        PersonFact::Sex(_) | PersonFact::Protection(_) => return None,
    };
    Some((w.t(key).into_owned(), sourced(w, value, source, as_of)))
}

fn line(Address { care_of, street, postcode, town }: &Address) -> String {
    let parts = [care_of.as_deref().unwrap_or_default(), street, postcode, town];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

fn sourced(w: &Words, value: String, source: &FactSource, as_of: law::Day) -> String {
    let day = format::day_letter(w, date(as_of));
    let source = family::source_words(w, source);
    w.with("person-known", &[("value", value.into()), ("source", source.into()), ("day", day.into())])
}
