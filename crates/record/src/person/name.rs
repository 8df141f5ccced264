//! Names, and how two spellings of one name find each other.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A name. One half may be empty: not everybody has two names.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PersonName {
    /// Given name or names (*förnamn*).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub given: String,
    /// Family name (*efternamn*).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub family: String,
}

impl PersonName {
    /// A name of two halves.
    pub fn new(given: impl Into<String>, family: impl Into<String>) -> Self {
        Self { given: given.into(), family: family.into() }
    }

    /// Given name first, as the name is spoken.
    pub fn full(&self) -> String {
        [self.given.trim(), self.family.trim()]
            .into_iter()
            .filter(|half| !half.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The first letter of each half, in capitals.
    pub fn initials(&self) -> String {
        let first = |half: &str| {
            half.trim().chars().next().into_iter().flat_map(char::to_uppercase).collect::<String>()
        };
        first(&self.given) + &first(&self.family)
    }
}

/// Never prints the name.
impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName")
    }
}

/// A name made ready for comparison: small letters, single spaces, accents gone. *Å*, *ä* and *ö* stay, for they are
/// letters of their own in Swedish; Danish and Norwegian *æ* and *ø* become the *ä* and *ö* they answer to.
///
/// ```
/// use record::person::fold_name;
/// assert_eq!(fold_name(" Renée  MÜLLER-Åström "), "renee muller-åström");
/// assert_eq!(fold_name("Sørensen"), "sörensen");
/// assert_ne!(fold_name("Häll"), fold_name("Hall"));
/// ```
pub fn fold_name(name: &str) -> String {
    // Composed first, so that å typed as a and a ring is one letter; each letter is then judged on its own.
    let small = name.nfc().flat_map(char::to_lowercase).nfc();
    single_spaced(&small.map(fold_letter).collect::<String>())
}

/// The same for somebody who types without å, ä and ö, or does not know where they belong: those go too.
///
/// ```
/// use record::person::fold_loose;
/// assert_eq!(fold_loose("Åström"), fold_loose("astrom"));
/// ```
pub fn fold_loose(name: &str) -> String {
    single_spaced(&fold_name(name).nfd().filter(|c| !is_combining_mark(*c)).collect::<String>())
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// å, ä and ö are letters of their own; any other loses its accents, and what is left is spelt with the letters of Swedish.
fn fold_letter(letter: char) -> String {
    match letter {
        'å' | 'ä' | 'ö' => letter.into(),
        _ => letter.nfd().filter(|c| !is_combining_mark(*c)).flat_map(swedish).collect(),
    }
}

fn swedish(letter: char) -> impl Iterator<Item = char> {
    let mut spelt = [Some(letter), None];
    match letter {
        'æ' => spelt[0] = Some('ä'),
        'ø' => spelt[0] = Some('ö'),
        'œ' => spelt = [Some('o'), Some('e')],
        'ß' => spelt = [Some('s'), Some('s')],
        'þ' => spelt = [Some('t'), Some('h')],
        'ð' | 'đ' => spelt[0] = Some('d'),
        'ł' => spelt[0] = Some('l'),
        'ı' => spelt[0] = Some('i'),
        '’' | 'ʼ' | '´' | '`' => spelt[0] = Some('\''),
        '\u{2010}'..='\u{2013}' => spelt[0] = Some('-'),
        _ => {}
    }
    spelt.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accents_go_and_swedish_letters_stay() {
        for (name, strict, loose) in [
            ("Bråk", "bråk", "brak"),
            ("Bra\u{30a}k", "bråk", "brak"),
            ("ÅÄÖ", "åäö", "aao"),
            ("Ǣ ǿ Ǽ", "ä ö ä", "a o a"),
            ("Yıldız Şahin Ğ", "yildiz sahin g", "yildiz sahin g"),
            ("İpek", "ipek", "ipek"),
            ("Łukasz Wójcik", "lukasz wojcik", "lukasz wojcik"),
            ("Nguyễn", "nguyen", "nguyen"),
            ("Bjørg Kjær", "björg kjär", "bjorg kjar"),
            ("Björg Kjär", "björg kjär", "bjorg kjar"),
            ("O’Neill", "o'neill", "o'neill"),
            ("علي", "علي", "علي"),
        ] {
            assert_eq!(fold_name(name), strict, "{name}");
            assert_eq!(fold_loose(name), loose, "{name}");
        }
    }

    #[test]
    fn initials_and_halves() {
        assert_eq!(PersonName::new("åsa maria", "von Öst").initials(), "ÅV");
        assert_eq!(PersonName::new("Suharto", " ").initials(), "S");
        assert_eq!(PersonName::new("Suharto", " ").full(), "Suharto");
        assert_eq!(format!("{:?}", PersonName::new("Åsa", "Öst")), "PersonName");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(name in "\\PC{0,40}") {
            prop_assert_eq!(fold_name(&fold_name(&name)), fold_name(&name));
            prop_assert_eq!(fold_loose(&fold_loose(&name)), fold_loose(&name));
        }
    }
}
