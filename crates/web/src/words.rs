//! The words of the pages: Fluent messages, one folder of `.ftl` files per language.
//!
//! Templates never hold text of their own. Every page struct has a field `w: &Words` and writes
//! `{{ w.t("key") }}`, or with values `{{ w.t1("key", "n", count) }}`. That this rule has one home matters: a new
//! language, or a variant for children, is a new folder and one line in [`Lang`], and no template changes.
//!
//! A missing key is a mistake by us, never by the reader. In a debug build (all tests) it panics with the key; in a
//! release build the page shows the key itself, because a strange word is better than a lost page.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use askama::FastWritable;
use askama::filters::HtmlSafe;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;
use unic_langid::{LanguageIdentifier, langid};

/// The `.ftl` files, read from disk in a debug build and from the binary in a release build.
#[derive(RustEmbed)]
#[folder = "locales"]
#[include = "*.ftl"]
struct Locales;

/// A language the pages can be read in.
///
/// To add one: a folder under `locales/`, a variant here, and its arm in each `match` below. The recipe is `docs/recipes/language.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Swedish, the language of the work and of the law.
    Sv,
    /// English, for newcomers to the project and for colleagues abroad.
    En,
}

impl Lang {
    /// Every language, in the order a chooser lists them.
    pub const ALL: [Self; 2] = [Self::Sv, Self::En];

    /// The value of the page's `lang` attribute, which is also the folder's name.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// What the language calls itself, for whoever looks for it on a page they cannot read.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sv => "Svenska",
            Self::En => "English",
        }
    }

    /// The language Fluent takes its plural rules from.
    const fn id(self) -> LanguageIdentifier {
        match self {
            Self::Sv => langid!("sv"),
            Self::En => langid!("en"),
        }
    }
}

/// An attribute with its space before, or nothing. Of our own making: templates need not mark it as safe.
#[derive(Clone, Copy, Debug)]
pub struct Attribute(&'static str);

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl FastWritable for Attribute {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        dest.write_str(self.0)?;
        Ok(())
    }
}

impl HtmlSafe for Attribute {}

/// All messages of one language. Made once, shared by every request.
pub struct Words {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
    /// `mån` … `sön`: read once, since every date on every page needs one.
    pub(crate) weekdays: [String; 7],
    /// `jan` … `dec`.
    pub(crate) months: [String; 12],
    /// `januari` … `december`, for letters.
    pub(crate) months_long: [String; 12],
}

impl Words {
    /// The words of a language.
    pub fn of(lang: Lang) -> &'static Self {
        static SV: LazyLock<Words> = LazyLock::new(|| Words::load(Lang::Sv));
        static EN: LazyLock<Words> = LazyLock::new(|| Words::load(Lang::En));
        match lang {
            Lang::Sv => &SV,
            Lang::En => &EN,
        }
    }

    /// Reads every `.ftl` file of the language. The files are part of the program, so a fault in them stops it.
    fn load(lang: Lang) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![lang.id()]);
        // The marks that isolate left-to-right from right-to-left end up in copied text and in searches. Templates
        // wrap names in <bdi> instead.
        bundle.set_use_isolating(false);
        bundle.add_builtins().expect("the builtins are added once, to an empty bundle");
        bundle.set_formatter(Some(grouped));
        let folder = format!("{}/", lang.tag());
        for path in Locales::iter().filter(|path| path.starts_with(&folder)) {
            let file = Locales::get(&path).expect("the path was listed just now");
            let text = String::from_utf8(file.data.into_owned()).expect("locale files are UTF-8");
            let resource = FluentResource::try_new(text)
                .unwrap_or_else(|(_, faults)| panic!("{path} is not valid Fluent: {faults:?}"));
            bundle
                .add_resource(resource)
                .unwrap_or_else(|faults| panic!("{path} repeats a message: {faults:?}"));
        }
        let (weekdays, months, months_long) = Default::default();
        let mut words = Self { lang, bundle, weekdays, months, months_long };
        words.weekdays = std::array::from_fn(|n| words.t(&format!("weekday-{}", n + 1)).into_owned());
        words.months = std::array::from_fn(|n| words.t(&format!("month-{}", n + 1)).into_owned());
        words.months_long = std::array::from_fn(|n| words.t(&format!("month-long-{}", n + 1)).into_owned());
        words
    }

    /// Which language this is.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// The value for the `lang` attribute.
    pub const fn tag(&self) -> &'static str {
        self.lang.tag()
    }

    /// What stands in a tag whose text is Swedish whatever the page speaks: what somebody has written in a file, titles, the names of
    /// units. A screen reader then reads it as Swedish, and a browser spells it so. On a Swedish page there is nothing to say.
    pub const fn in_swedish(&self) -> Attribute {
        match self.lang {
            Lang::Sv => Attribute(""),
            Lang::En => Attribute(" lang=\"sv\""),
        }
    }

    /// A message without values.
    pub fn t<'a>(&'a self, key: &'a str) -> Cow<'a, str> {
        self.format(key, None)
    }

    /// A message with one value, by far the commonest case: `w.t1("drafts-left", "n", 3)`.
    pub fn t1<'v>(&self, key: &str, name: &'static str, value: impl Into<FluentValue<'v>>) -> String {
        self.with(key, &[(name, value.into())])
    }

    /// A message with values: `w.with("report-by", &[("who", name.into()), ("n", 3.into())])`.
    pub fn with(&self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        let args: FluentArgs<'_> = values.iter().cloned().collect();
        self.format(key, Some(&args)).into_owned()
    }

    /// Whether the language has the message. For keys that are made from data, such as a rule's id.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|message| message.value().is_some())
    }

    fn format<'a>(&'a self, key: &'a str, args: Option<&FluentArgs<'_>>) -> Cow<'a, str> {
        #[cfg(test)]
        asked::note(self.lang, key);
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            debug_assert!(false, "no message {key} in locales/{}", self.tag());
            return Cow::Borrowed(key);
        };
        let mut faults = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut faults);
        debug_assert!(faults.is_empty(), "message {key} in locales/{}: {faults:?}", self.tag());
        text
    }
}

/// Writes the whole numbers in messages as [`crate::format::count`] does: "högst 20 000 tecken".
fn grouped<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.value.fract() == 0.0 => {
            number.as_string().parse().ok().map(crate::format::count)
        }
        _ => None,
    }
}

/// The keys a source text names: what stands in quotes directly after one of our calls.
#[cfg(test)]
pub(crate) fn named(text: &str) -> Vec<&str> {
    ["w.t(\"", "w.t1(\"", "w.with(\"", "w.has(\""]
        .iter()
        .flat_map(|call| text.split(call).skip(1))
        .filter_map(|rest| rest.split_once('"').map(|(key, _)| key))
        .collect()
}

/// Which messages a test has had drawn. Each test has a thread of its own, and pages are drawn on it.
#[cfg(test)]
pub(crate) mod asked {
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    use super::Lang;

    thread_local! {
        static KEYS: RefCell<BTreeSet<(&'static str, String)>> = RefCell::default();
    }

    /// A message was asked for.
    pub(super) fn note(lang: Lang, key: &str) {
        KEYS.with_borrow_mut(|keys| keys.insert((lang.tag(), key.to_owned())));
    }

    /// Starts anew.
    pub(crate) fn forget() {
        KEYS.with_borrow_mut(BTreeSet::clear);
    }

    /// What has been asked for in a language.
    pub(crate) fn all(lang: Lang) -> BTreeSet<String> {
        KEYS.with_borrow(|keys| {
            keys.iter().filter(|(tag, _)| *tag == lang.tag()).map(|(_, key)| key.clone()).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;

    /// The keys of a language, read from its files rather than from the bundle, so that the test sees what stands.
    fn keys(lang: Lang) -> BTreeSet<String> {
        let folder = format!("{}/", lang.tag());
        Locales::iter()
            .filter(|path| path.starts_with(&folder))
            .flat_map(|path| {
                let file = Locales::get(&path).unwrap();
                let text = String::from_utf8(file.data.into_owned()).unwrap();
                text.lines()
                    .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
                    .filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned()))
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    /// Every file below a folder whose name ends as asked, as (path, text).
    fn files(folder: &Path, ending: &str, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files(&path, ending, found);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }

    #[test]
    fn the_languages_have_the_same_keys() {
        let (sv, en) = (keys(Lang::Sv), keys(Lang::En));
        assert!(!sv.is_empty());
        let only: Vec<_> = sv.symmetric_difference(&en).collect();
        assert!(only.is_empty(), "in one language only: {only:?}");
    }

    /// What a message is given is the same whatever the language: a value that only one of them names is missing in some branch.
    #[test]
    fn the_languages_are_given_the_same_values() {
        let (sv, en) = (values(Lang::Sv), values(Lang::En));
        for (key, named) in &sv {
            assert_eq!(Some(named), en.get(key), "{key} names other values in English than in Swedish");
        }
    }

    /// The values that each message of a language names.
    fn values(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
        let folder = format!("{}/", lang.tag());
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for path in Locales::iter().filter(|path| path.starts_with(&folder)) {
            let text = String::from_utf8(Locales::get(&path).unwrap().data.into_owned()).unwrap();
            let mut key = String::new();
            for line in text.lines() {
                let starts = line.starts_with(|c: char| c.is_ascii_lowercase());
                if let Some((name, _)) = line.split_once(" =").filter(|_| starts) {
                    key = name.to_owned();
                }
                let named = line.split('$').skip(1).map(|rest| {
                    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>()
                });
                found.entry(key.clone()).or_default().extend(named);
            }
        }
        found
    }

    #[test]
    fn every_key_a_template_or_page_asks_for_exists() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut sources = Vec::new();
        files(&root.join("templates"), ".html", &mut sources);
        files(&root.join("src"), ".rs", &mut sources);
        let sv = keys(Lang::Sv);
        for (path, text) in &sources {
            if path.ends_with("words.rs") {
                continue;
            }
            for key in named(text) {
                assert!(sv.contains(key), "{path} asks for {key}, which no locale file has");
            }
        }
    }

    #[test]
    fn plurals_follow_the_language() {
        let sv = Words::of(Lang::Sv);
        assert_eq!(sv.t1("day-in", "n", 1), "om 1 dag");
        assert_eq!(sv.t1("day-in", "n", 9), "om 9 dagar");
        assert_eq!(Words::of(Lang::En).t1("day-in", "n", 9), "in 9 days");
    }

    #[test]
    fn long_numbers_in_messages_are_grouped() {
        let sv = Words::of(Lang::Sv);
        assert_eq!(sv.t1("foot-advance-days", "n", 20_000), "20\u{a0}000 dagar");
        assert_eq!(sv.t1("foot-advance-days", "n", 1460), "1460 dagar");
    }

    #[test]
    #[should_panic(expected = "no message no-such-key")]
    fn a_missing_key_fails_a_test() {
        Words::of(Lang::Sv).t("no-such-key");
    }

    #[test]
    fn nothing_shouts() {
        for lang in Lang::ALL {
            for path in Locales::iter().filter(|path| path.starts_with(lang.tag())) {
                let file = Locales::get(&path).unwrap();
                let text = String::from_utf8(file.data.into_owned()).unwrap();
                assert!(!text.contains('!'), "{path} has an exclamation mark");
            }
        }
    }
}
