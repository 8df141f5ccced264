//! How easy a text is to read, as far as counting can tell: LIX, and how long the sentences are.
//!
//! LIX is the mean number of words in a sentence plus the share of long words, in per cent. Whoever made it meant it as one sign among
//! others: it says nothing of order, tone or truth, and a low number is never called understanding. Our own letters are held to
//! [limits](Limits) by a test; what somebody writes is only told its figures.
//!
//! ```
//! use web::lix::Ease;
//!
//! let ease = Ease::of("Vi ville veta hur du har det. Därför har vi pratat med skolan.");
//! assert_eq!((ease.words, ease.sentences, ease.longest), (13, 2, 7));
//! assert_eq!(ease.lix(), 6.5, "not one long word");
//! ```

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ease {
    /// Words.
    pub words: u32,
    /// Sentences.
    pub sentences: u32,
    /// Words of more than six letters.
    pub long: u32,
    /// The words of the longest sentence.
    pub longest: u32,
}

/// How hard a text for some readers may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The highest LIX.
    pub lix: f64,
    /// The most words in a sentence, on average.
    pub mean: f64,
    /// The most words in any sentence.
    pub longest: u32,
}

/// For a child from eight to twelve.
pub const CHILD: Limits = Limits { lix: 25.0, mean: 10.0, longest: 16 };

/// For somebody from thirteen to seventeen.
pub const TEEN: Limits = Limits { lix: 33.0, mean: 13.0, longest: 22 };

/// For parents.
pub const PARENTS: Limits = Limits { lix: 42.0, mean: 16.0, longest: 28 };

/// The letters a long word has more than.
const LONG: usize = 6;

impl Ease {
    /// Counts. A line break ends a sentence as a full stop does.
    pub fn of(text: &str) -> Self {
        let mut ease = Self::default();
        for line in text.lines() {
            let mut sentence = 0;
            for word in line.split_whitespace() {
                let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
                sentence += u32::from(letters > 0);
                ease.long += u32::from(letters > LONG);
                if word.ends_with(['.', '!', '?', ':']) {
                    ease.end(&mut sentence);
                }
            }
            ease.end(&mut sentence);
        }
        ease
    }

    fn end(&mut self, sentence: &mut u32) {
        if *sentence > 0 {
            self.sentences += 1;
            self.words += *sentence;
            self.longest = self.longest.max(*sentence);
            *sentence = 0;
        }
    }

    /// Words per sentence.
    pub fn mean(&self) -> f64 {
        f64::from(self.words) / f64::from(self.sentences.max(1))
    }

    /// LIX.
    pub fn lix(&self) -> f64 {
        self.mean() + 100.0 * f64::from(self.long) / f64::from(self.words.max(1))
    }

    /// Is it as easy as its readers need?
    pub fn is_within(&self, limits: Limits) -> bool {
        self.lix() <= limits.lix && self.mean() <= limits.mean && self.longest <= limits.longest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_official_sentence_and_the_same_for_a_child() {
        let official = Ease::of(
            "Socialnämnden beslutar med stöd av socialtjänstlagens bestämmelser att bevilja kontaktfamilj enligt \
             utredningens bedömning.",
        );
        assert!(official.lix() > 70.0 && !official.is_within(PARENTS), "{official:?}");
        let child = Ease::of("Du får en familj som du kan åka till ibland. Där kan du leka och vila.");
        assert!(child.is_within(CHILD), "{child:?}");
    }

    #[test]
    fn empty_text_and_signs_alone_count_nothing() {
        for text in ["", " \n ", "– …", "."] {
            let ease = Ease::of(text);
            assert_eq!((ease.words, ease.sentences), (0, 0), "{text}");
            assert!(ease.lix() <= 0.0);
        }
    }

    #[test]
    fn one_sentence_too_long_is_enough_to_miss_the_limit() {
        let long = "Du ".to_owned() + &"och jag ".repeat(9) + "leker.";
        assert!(!Ease::of(&long).is_within(CHILD));
    }
}
