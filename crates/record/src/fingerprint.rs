//! A fingerprint of something that is written: equal for the same text, different as soon as a letter differs.

use crate::text::{Part, Speaker, Text};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// SHA-256 of the value as it is stored, in hexadecimal.
pub(crate) fn fingerprint(value: &impl Serialize) -> String {
    // What cannot be stored cannot be written either; it then has the fingerprint of nothing.
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    Sha256::digest(&bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// A statement's words and whose they are, short enough to be remembered of every statement of a file: a quotation is compared with it,
/// and the file need not be opened anew to do so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Print {
    words: u64,
    speaker: u64,
    letters: u32,
}

impl Print {
    /// Of a statement.
    pub(crate) fn of(part: &Part) -> Self {
        let speaker = match &part.said_by {
            None => 0,
            Some(Speaker::Child) => 1,
            Some(Speaker::Reporter) => 2,
            Some(Speaker::Person(person)) => short(person.uuid().as_bytes()),
            Some(Speaker::Other(who)) => short(who.as_str().as_bytes()),
        };
        let letters = u32::try_from(part.text.as_str().chars().count()).unwrap_or(u32::MAX);
        Self { words: words(&part.text), speaker, letters }
    }

    /// What stands for the words, whoever said them: the same for the same words.
    pub(crate) fn of_words(self) -> u64 {
        self.words
    }

    /// How many letters they have.
    pub(crate) fn letters(self) -> usize {
        usize::try_from(self.letters).unwrap_or(usize::MAX)
    }

    /// Whether these are the words of a statement, whoever said them.
    pub(crate) fn has_words_of(self, part: &Part) -> bool {
        self.words == words(&part.text)
    }
}

fn words(text: &Text) -> u64 {
    short(text.as_str().as_bytes())
}

/// The beginning of the SHA-256. Nobody finds another text with the same by chance, and hardly on purpose.
fn short(bytes: &[u8]) -> u64 {
    let mut first = [0; 8];
    first.copy_from_slice(&Sha256::digest(bytes)[..8]);
    u64::from_be_bytes(first)
}
