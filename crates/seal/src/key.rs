//! The two kinds of secret bytes that callers hand in.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

/// A 256-bit key. Overwritten in memory when dropped, and never printed.
///
/// It has no `PartialEq`: comparing secrets byte by byte leaks through timing, and nothing here needs it.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; 32]);

impl Key {
    /// Takes 32 random bytes. Where they come from is the caller's business: `store::edge` is the one place.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes themselves, for sealing and wrapping. Do not store them.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Key(…)")
    }
}

/// A 96-bit number used once: with each key, a fresh one for every sealing.
///
/// It can be neither copied nor cloned, so that using it twice takes an effort. Should it happen all the
/// same, AES-GCM-SIV gives away only whether two texts at the same place were identical.
#[derive(Debug)]
pub struct Nonce([u8; 12]);

impl Nonce {
    /// Length in bytes: a sealed text begins with its nonce.
    pub const LENGTH: usize = 12;

    /// Takes 12 random bytes.
    pub fn from_bytes(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    /// Uses it up.
    pub(crate) fn into_bytes(self) -> [u8; Self::LENGTH] {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_never_printed() {
        let printed = format!("{:?}", Key::from_bytes([0xAB; 32]));
        assert_eq!(printed, "Key(…)");
    }
}
