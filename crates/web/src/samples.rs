//! Every template, drawn from samples in every language.
//!
//! A sample is a file in the state it would have had, told in typed commands (`scene.rs` and its neighbours), and somebody who opens a
//! page of it or sends its form. The page draws itself, so that nothing is sampled that a reader could not meet, and what a page needs to
//! know is checked by the compiler. Each sample is drawn in Swedish and in English, and the two are laid beside each other:
//!
//! * a template without a sample fails, and a sample that is drawn from another template than it says;
//! * a message that is missing, or lacks a value, fails where it is asked for (`words.rs`), also in a branch few readers meet: every
//!   message that a template names must have been drawn;
//! * a page whose HTML is wrong, that has an id twice or leads to none, that shows the name of a message or an empty place in one, fails;
//! * a text that reads the same in both languages fails, unless it is marked as Swedish (`lang="sv"`), or is a name or a number.
//!
//! A new page adds its line to one of the lists below; the failing test says which template is waiting.

mod compare;
mod decisions;
mod disclosures;
mod disposal;
mod file;
mod html;
mod investigations;
mod lists;
mod reports;
mod services;
mod templates;

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use scraper::Html;

use crate::scene::Scene;
use crate::testing::Answer;
use crate::words::{Lang, asked};

/// Messages that no sample draws, and why not. One that is drawn after all is taken away again: the test says so.
const RARE: [(&str, &str); 8] = [
    ("child-clocks", "a clock of the whole file beside no matter of its own"),
    ("delegated-more", "two thousand decisions in one period"),
    ("disposal-next", "a register of more than two hundred files"),
    ("dispatch-nobody", "a text that nobody at all may be sent"),
    ("error-reference", "a fault of the program, which the tests of `security.rs` draw"),
    (
        "logcheck-files",
        "a day on which somebody opened twenty files within an hour, which the rules of the record draw",
    ),
    ("protection-document", "a report that came as a document, which the tests of the report send"),
    ("readers-more", "a file that has been opened a thousand times"),
];

/// Which page an answer was drawn from, by the name of its type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DrawnFrom(&'static str);

impl DrawnFrom {
    /// The page.
    pub(crate) fn page<T: Template>(page: &T) -> Self {
        Self(std::any::type_name_of_val(page))
    }
}

/// Draws samples and gathers what is wrong with them.
#[derive(Default)]
struct Sampler {
    templates: BTreeMap<String, String>,
    drawn: BTreeSet<String>,
    wrong: Vec<String>,
}

impl Sampler {
    /// Somebody opens a page. Nobody in particular has no login.
    async fn opens(&mut self, template: &str, scene: &Scene, login: &str, path: &str) {
        let session = if login.is_empty() { String::new() } else { scene.at.login(login).await };
        let mut pair = Vec::new();
        for lang in Lang::ALL {
            pair.push(scene.at.get(&in_language(&session, lang), path).await);
        }
        self.lay_beside(template, path, pair);
    }

    /// The same in a browser that remembers something.
    async fn opens_with(&mut self, template: &str, scene: &Scene, login: &str, cookie: &str, path: &str) {
        let session = format!("{}; {cookie}", scene.at.login(login).await);
        let mut pair = Vec::new();
        for lang in Lang::ALL {
            pair.push(scene.at.get(&in_language(&session, lang), path).await);
        }
        self.lay_beside(template, path, pair);
    }

    /// Nobody in particular sends a form from a browser that remembers something.
    async fn posts_with(
        &mut self,
        template: &str,
        scene: &Scene,
        cookie: &str,
        path: &str,
        typed: &[(&str, &str)],
    ) {
        let mut pair = Vec::new();
        for lang in Lang::ALL {
            pair.push(scene.at.post(&in_language(cookie, lang), path, typed).await);
        }
        self.lay_beside(template, &format!("{path} with {typed:?}"), pair);
    }

    /// Somebody opens a page and sends its form, and is shown a page again: a refusal, or what is to be checked.
    async fn sends(
        &mut self,
        template: &str,
        scene: &Scene,
        login: &str,
        path: &str,
        typed: &[(&str, &str)],
    ) {
        let session = scene.at.login(login).await;
        let mut pair = Vec::new();
        for lang in Lang::ALL {
            pair.push(scene.fill(&in_language(&session, lang), path, typed).await);
        }
        self.lay_beside(template, &format!("{path} with {typed:?}"), pair);
    }

    /// The same where the fields are sent as they are, without the page they stand on.
    async fn posts(
        &mut self,
        template: &str,
        scene: &Scene,
        login: &str,
        path: &str,
        typed: &[(&str, &str)],
    ) {
        let session = if login.is_empty() { String::new() } else { scene.at.login(login).await };
        let mut pair = Vec::new();
        for lang in Lang::ALL {
            pair.push(scene.at.post(&in_language(&session, lang), path, typed).await);
        }
        self.lay_beside(template, &format!("{path} with {typed:?}"), pair);
    }

    /// Somebody opens a page and sends its form, and it is done: what later samples stand on. Returns where it leads.
    async fn does(&mut self, scene: &Scene, login: &str, path: &str, typed: &[(&str, &str)]) -> String {
        let session = scene.at.login(login).await;
        let done = scene.fill(&session, path, typed).await;
        if done.status != 303 {
            let why = done.body.split("<section class=\"errors\"").nth(1).unwrap_or(&done.body);
            self.wrong.push(format!(
                "{path} with {typed:?} was to be done and answered {}: {why:.500}",
                done.status
            ));
            return path.to_owned();
        }
        done.location().to_owned()
    }

    /// A page that shows parts and not a record, with texts that stay Swedish: drawn, and its HTML looked at.
    async fn draws(&mut self, template: &str, scene: &Scene, path: &str) {
        for lang in Lang::ALL {
            let page = scene.at.get(&in_language("", lang), path).await.body;
            self.wrong.extend(
                html::faults(&Html::parse_document(&page))
                    .into_iter()
                    .map(|fault| format!("{template}: {fault}")),
            );
        }
        self.drawn.insert(template.to_owned());
    }

    fn lay_beside(&mut self, template: &str, sample: &str, pair: Vec<Answer>) {
        let [swedish, english] = <[Answer; 2]>::try_from(pair).unwrap_or_else(|_| panic!("two languages"));
        for answer in [&swedish, &english] {
            let from = answer.drawn.and_then(|DrawnFrom(page)| self.templates.get(templates::bare(page)));
            if from.map(String::as_str) != Some(template) {
                self.wrong.push(format!(
                    "{template}: {sample} answered {} {} from {from:?}: {:.300}",
                    answer.status,
                    answer.location(),
                    answer.body
                ));
                return;
            }
        }
        self.drawn.insert(template.to_owned());
        let found = compare::faults(&swedish.body, &english.body);
        self.wrong.extend(found.into_iter().map(|fault| format!("{template}: {sample}: {fault}")));
    }
}

fn in_language(session: &str, lang: Lang) -> String {
    format!("{session}; {}={}", crate::visitor::LANGUAGE, lang.tag())
}

#[tokio::test]
async fn every_template_speaks_every_language() {
    let mut samples = Sampler { templates: templates::by_page(), ..Sampler::default() };
    asked::forget();
    lists::all(&mut samples).await;
    let mut wrong = samples.wrong;
    for template in templates::on_disk().difference(&samples.drawn) {
        wrong.push(format!("{template} has no sample: draw it in one of the lists beside samples/lists.rs"));
    }
    let named = templates::messages();
    for lang in Lang::ALL {
        let drawn = asked::all(lang);
        let rare = |key: &str| RARE.iter().any(|(known, _)| *known == key);
        let never = named.iter().filter(|(key, _)| !drawn.contains(*key) && !rare(key));
        let after_all = RARE.iter().filter(|(key, _)| drawn.contains(*key));
        wrong.extend(after_all.map(|(key, _)| format!("{key} is drawn after all: take it off RARE")));
        wrong.extend(never.map(|(key, template)| {
            format!("{template} names {key}, which no sample draws in {}", lang.tag())
        }));
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}
