//! A secret that somebody outside holds: a browser's cookie, a program's token. Here stands only its hash, so that a copy of the register
//! lets nobody in.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::edge;

/// 32 random bytes, shown outside as 64 hexadecimal digits. Never stored, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

impl Secret {
    /// A new one. It can be told once, to whoever is to hold it.
    pub(crate) fn drawn() -> Self {
        Self(edge::secret())
    }

    /// For the cookie or the header.
    pub fn reveal(&self) -> String {
        let (high, low) = (half(&self.0, 0), half(&self.0, 16));
        format!("{high:032x}{low:032x}")
    }

    /// By bytes that were drawn at the edge.
    pub fn of(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// For whoever derives something from it.
    pub fn bytes(&self) -> [u8; 32] {
        self.0
    }

    /// What is stored of it.
    pub(crate) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

fn half(bytes: &[u8; 32], from: usize) -> u128 {
    u128::from_be_bytes(bytes[from..from + 16].try_into().expect("sixteen of thirty-two bytes"))
}

/// The secret is not printed.
impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

/// A text that holds no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a token")]
pub struct NotASecret;

impl FromStr for Secret {
    type Err = NotASecret;

    fn from_str(text: &str) -> Result<Self, NotASecret> {
        if text.len() != 64 || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(NotASecret);
        }
        let half = |part: &str| u128::from_str_radix(part, 16).map(u128::to_be_bytes).map_err(|_| NotASecret);
        let mut bytes = [0; 32];
        bytes[..16].copy_from_slice(&half(&text[..32])?);
        bytes[16..].copy_from_slice(&half(&text[32..])?);
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_survives_being_told_and_nothing_else_is_one() {
        let secret = Secret::drawn();
        assert_eq!(secret.reveal().parse(), Ok(secret.clone()));
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        let zeros = "0".repeat(64);
        assert!(zeros.parse::<Secret>().is_ok());
        for wrong in ["", "abc", &zeros[1..], &format!("+{}", &zeros[1..]), &format!("å{}", &zeros[2..])] {
            assert_eq!(wrong.parse::<Secret>(), Err(NotASecret), "{wrong}");
        }
    }
}
