//! Value lists: the codes a person chooses from, dated like everything else.

use serde::Deserialize;

use crate::{Certainty, Day, Provision};

/// One choice in a value list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own about the choice")]
pub struct Choice {
    /// The list it stands in: `reporter_category`.
    pub list: String,
    /// What the record stores. Never changed, never reused.
    pub code: String,
    /// In Swedish.
    pub sv: String,
    /// In English.
    pub en: String,
    /// The group it is shown under, or the code of another list it belongs to.
    pub group: Option<String>,
    /// Whether a reporter of this kind has the duty to report (19 kap. 1 § socialtjänstlagen). `None` where that is no question.
    pub mandated: Option<bool>,
    /// Whether choosing it means violence, which forbids ending without an investigation.
    #[serde(default)]
    pub violence: bool,
    /// Whether choosing it means that the child needs protection at once.
    #[serde(default)]
    pub immediate: bool,
    /// Whether the law accepts it as a reason. A reason that is not accepted can be recorded, because it may be
    /// what happened, but carries no extension.
    #[serde(default = "yes")]
    pub accepted: bool,
    /// Whether a decision for this reason may be to somebody's detriment.
    #[serde(default)]
    pub detriment: bool,
    /// Which decisions it can be a reason to change, if not all.
    pub only_for: Option<OnlyFor>,
    /// Beginnings of words by which a text is found that speaks of it: `skol` finds *skolan* and *skolkar*. Small letters.
    #[serde(default)]
    pub stems: Vec<String>,
    /// Where it stands in the law, if it does.
    pub provision: Option<Provision>,
    /// The first day it can be chosen.
    pub valid_from: Day,
    /// The last day it could be chosen.
    pub valid_to: Option<Day>,
    /// How sure the row is.
    pub certainty: Certainty,
    /// Where it was read, or whose habit it is.
    pub source: String,
    /// The lawyer who has reviewed the row; empty: nobody has.
    pub reviewed_by: Option<String>,
}

/// The decisions that something can be a reason to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnlyFor {
    /// Those made on this day or later: an older one keeps the law it was made under.
    pub made_from: Day,
    /// Only where a service that it granted has no last day.
    #[serde(default)]
    pub until_further_notice: bool,
}

fn yes() -> bool {
    true
}

impl Choice {
    /// Whether a text speaks of it, by its stems: each is looked for at the beginning of words only, so that `rum` does not find *forum*.
    pub fn is_spoken_of(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        let mut words = text.split(|letter: char| !letter.is_alphanumeric());
        words.any(|word| self.stems.iter().any(|stem| word.starts_with(stem.as_str())))
    }

    /// Whether it can be chosen for something that happened on `day`.
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

#[cfg(test)]
mod tests {
    use crate::LawBook;

    #[test]
    fn a_text_is_found_by_the_beginnings_of_its_words() {
        let law = LawBook::sweden();
        let school = law.choice("investigation_area", "child.education").expect("an area");
        assert!(school.is_spoken_of("Hon har varit borta från Skolan i två veckor."));
        assert!(school.is_spoken_of("Läraren ringde."));
        assert!(
            !school.is_spoken_of("Högskolestudier planeras av mamman."),
            "a word that only ends so is another word"
        );
        let stems = law.list("investigation_area", "2026-11-24".parse().expect("a day"));
        assert!(stems.iter().all(|area| !area.stems.is_empty()), "every area can be found");
        let small = |stem: &String| *stem == stem.to_lowercase() && !stem.is_empty();
        assert!(stems.iter().flat_map(|area| &area.stems).all(small));
    }
}
