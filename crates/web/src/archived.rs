//! What is kept for ever, as documents that are read without Lykta: each entry a page by itself, in Swedish, with what is secret in it marked.
//!
//! One file of HTML each, with its style in it, nothing to fetch, no script. The entry as it stands in the record lies beside it, so nothing
//! depends on how well a page tells of it.

use std::collections::BTreeSet;

use askama::Template;
use law::LawBook;
use record::text::Ground;
use record::{Moment, Recorded};
use store::{Delivery, Now};

use crate::entry_view::{self, StatementView, ground_provision, original, statements};
use crate::format;
use crate::reading::{Reading, date};
use crate::words::{Lang, Words};

/// An entry as a document.
#[derive(Debug)]
pub struct Document {
    /// The entry's number in its file.
    pub seq: i64,
    /// What it is, in a few words.
    pub title: String,
    /// The provisions on which something in it is secret, besides that all of it is (26 kap. 1 § OSL).
    pub grounds: Vec<String>,
    /// The page.
    pub html: String,
}

#[derive(Template)]
#[template(path = "archive/entry.html")]
struct EntryPage<'a> {
    w: &'a Words,
    heading: &'a str,
    about: String,
    signed: String,
    grounds: Vec<String>,
    flags: Vec<String>,
    facts: Vec<(String, String)>,
    statements: Vec<StatementView>,
}

/// The provision by which everything in a file is secret.
pub fn provision_of_all(delivery: &Delivery, law: &LawBook, now: Now) -> String {
    ground_provision(&reading(delivery, law, now), Ground::PersonalCircumstances)
}

/// Every entry that is delivered, oldest first.
pub fn documents(delivery: &Delivery, law: &LawBook, now: Now) -> Vec<Document> {
    let reading = reading(delivery, law, now);
    delivery.open.entries.iter().filter_map(|recorded| document(&reading, recorded)).collect()
}

fn reading<'a>(delivery: &'a Delivery, law: &'a LawBook, now: Now) -> Reading<'a> {
    let open = &delivery.open;
    Reading { w: Words::of(Lang::Sv), law, organisation: &open.organisation, open, today: now.today }
}

fn document(reading: &Reading<'_>, recorded: &Recorded) -> Option<Document> {
    let (w, seq) = (reading.w, recorded.seq);
    let view = entry_view::one(reading, seq)?;
    let grounds = grounds(reading, seq);
    let who = reading.open.file.person().map(|person| reading.full_name(person)).unwrap_or_default();
    let about = w.with("archived-about", &[("who", who.into()), ("seq", seq.into())]);
    let about = match view.matter {
        Some(matter) => w.with("archived-in", &[("about", about.into()), ("matter", matter.into())]),
        None => about,
    };
    let signed = [
        ("day", format::day_letter(w, date(recorded.occurred.day)).into()),
        ("by", view.by.into()),
        ("written", reading.moment(Moment::of(recorded.at)).into()),
    ];
    let page = EntryPage {
        w,
        heading: &view.title,
        about,
        signed: w.with("archived-signed", &signed),
        grounds: grounds.iter().map(|ground| w.t1("archived-secret", "provision", ground.clone())).collect(),
        flags: view.flags,
        facts: view.facts.iter().map(|fact| (w.t(fact.label_key).into_owned(), fact.text())).collect(),
        statements: statements(reading, original(&recorded.entry).parts()),
    };
    let html = page.render().expect("writing to a string cannot fail");
    Some(Document { seq, title: view.title, grounds, html })
}

/// What is marked as secret in an entry, by its provisions, each once.
fn grounds(reading: &Reading<'_>, seq: i64) -> Vec<String> {
    let Some(meta) = reading.open.file.entries.get(&seq) else { return Vec::new() };
    let marked = meta.whole.iter().chain(meta.labels.iter().flatten()).map(|keep| keep.ground);
    let reporter = meta.contact.then_some(Ground::Reporter);
    let grounds: BTreeSet<Ground> = marked.chain(reporter).collect();
    grounds.into_iter().map(|ground| ground_provision(reading, ground)).collect()
}
