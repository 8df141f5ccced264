//! A code that is handed over on paper and typed in once.
//!
//! 120 random bits, which nobody guesses, as 24 letters and digits in groups of four: none of them is taken for another, and whoever types
//! an O for a 0 or an l for a 1, small letters or no hyphens, has typed the same code (the alphabet is Crockford's base 32).

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::edge;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many letters and digits.
const LONG: usize = 24;

/// A code. Here stands only its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(u128);

impl Code {
    pub(crate) fn new() -> Self {
        let secret = edge::secret();
        Self(u128::from_be_bytes(secret[..16].try_into().expect("sixteen of thirty-two bytes")) >> 8)
    }

    /// As it is handed over.
    pub fn reveal(&self) -> String {
        let digit = |place: usize| char::from(ALPHABET[(self.0 >> (5 * (LONG - 1 - place)) & 31) as usize]);
        let hyphen = |place: usize| (place > 0 && place.is_multiple_of(4)).then_some('-');
        (0..LONG).flat_map(|place| hyphen(place).into_iter().chain([digit(place)])).collect()
    }

    /// What is stored of it.
    pub(crate) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.to_be_bytes()).into()
    }
}

/// The code is not printed.
impl fmt::Debug for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Code(…)")
    }
}

/// A text that is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a code")]
pub struct NotACode;

impl FromStr for Code {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let (mut value, mut digits) = (0_u128, 0);
        for letter in text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-') {
            let letter = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                letter => letter,
            };
            let digit = ALPHABET.iter().position(|known| char::from(*known) == letter).ok_or(NotACode)?;
            digits += 1;
            if digits > LONG {
                return Err(NotACode);
            }
            value = value << 5 | digit as u128;
        }
        if digits == LONG { Ok(Self(value)) } else { Err(NotACode) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_survives_being_copied_by_hand() {
        let code = Code::new();
        let told = code.reveal();
        assert_eq!((told.len(), told.matches('-').count()), (29, 5));
        assert_eq!(told.parse(), Ok(code.clone()));
        let by_hand = told.replace('-', " ").replace('0', "o").replace('1', "l").to_lowercase();
        assert_eq!(format!("  {by_hand} ").parse(), Ok(code.clone()));
        assert_eq!(format!("{code:?}"), "Code(…)");
        assert_ne!(Code::new(), Code::new());
    }

    #[test]
    fn nothing_else_is_a_code() {
        let told = Code::new().reveal();
        for wrong in ["", "U", &told[1..], &format!("{told}0"), &format!("ö{}", &told[1..])] {
            assert_eq!(wrong.parse::<Code>(), Err(NotACode), "{wrong}");
        }
    }
}
