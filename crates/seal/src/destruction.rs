//! Lawful destruction, so that a check without keys can tell it from any other emptiness, and nothing of what was destroyed remains.
//!
//! When a key is destroyed, an entry of kind [`DESTRUCTION`] records it, and every entry that was sealed under the key is
//! emptied: its sealed bytes go, and its header with them. What stays is its height, its leaf and its link, so that the
//! chain still holds, and in the key's place a [`mark`]: a hash from which the key's id, and so the matter, the time it was
//! opened and the file, cannot be worked out.
//!
//! The record names the mark and a fingerprint of the leaves it emptied ([`Destruction`]). So nobody can empty one more entry
//! and let an old record answer for it.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::chain::{Leaf, hex};

/// The kind of the entry that records that a key has been destroyed. Its [`Header::number`](crate::Header::number) is a
/// [`Destruction`] as text.
pub const DESTRUCTION: &str = "key-destroyed";

/// The kind that stands in the header of an emptied entry.
pub const EMPTIED: &str = "destroyed";

/// First bytes of what is hashed, so that one can never be taken for the other, nor for a leaf or a link.
const MARK: [u8; 1] = [0xD0];
const LEAVES: [u8; 1] = [0xD1];

/// What takes the place of a destroyed key's id: the first 16 bytes of `SHA-256(0xD0 ‖ authority ‖ key)`.
pub fn mark(authority: i64, key: Uuid) -> Uuid {
    let hash = Sha256::new().chain_update(MARK).chain_update(authority.to_be_bytes()).chain_update(key);
    Uuid::from_bytes(half(hash))
}

/// The clear part of the record of a destruction: whose key, and which entries were emptied.
///
/// ```
/// use seal::{Destruction, Leaf};
/// use uuid::Uuid;
///
/// let key = Uuid::from_u128(7);
/// let destroyed = Destruction::of(seal::mark(1, key), [Leaf::from_bytes([1; 32]), Leaf::from_bytes([2; 32])]);
/// let text = destroyed.to_string();
/// assert_eq!(text.len(), 64);
/// assert_eq!(text.parse(), Ok(destroyed));
/// assert!(!text.contains(&key.simple().to_string()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Destruction {
    /// The [`mark`] of the key.
    pub mark: Uuid,
    /// The first 16 bytes of `SHA-256(0xD1 ‖ leaves in the order of their heights)`.
    pub leaves: [u8; 16],
}

impl Destruction {
    /// A record of having emptied the entries with these leaves, in the order of their heights.
    pub fn of(mark: Uuid, leaves: impl IntoIterator<Item = Leaf>) -> Self {
        let mut emptied = Emptied::default();
        leaves.into_iter().for_each(|leaf| emptied.add(leaf));
        Self { mark, leaves: emptied.fingerprint() }
    }
}

/// 64 lower-case hexadecimal digits: mark, then leaves.
impl fmt::Display for Destruction {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{}", self.mark.simple(), hex(&self.leaves))
    }
}

/// A text that is no record of a destruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the record of a destruction")]
pub struct NoDestruction;

impl FromStr for Destruction {
    type Err = NoDestruction;

    fn from_str(text: &str) -> Result<Self, NoDestruction> {
        let half = |from: usize| -> Result<[u8; 16], NoDestruction> {
            let part = text.get(from..from + 32).ok_or(NoDestruction)?;
            let number = u128::from_str_radix(part, 16).map_err(|_| NoDestruction)?;
            Ok(number.to_be_bytes())
        };
        let read = Self { mark: Uuid::from_bytes(half(0)?), leaves: half(32)? };
        // One form only: no signs, no capitals, nothing after.
        if read.to_string() == text { Ok(read) } else { Err(NoDestruction) }
    }
}

/// Leaves of emptied entries, hashed as they come.
#[derive(Clone, Debug)]
pub(crate) struct Emptied(Sha256);

impl Default for Emptied {
    fn default() -> Self {
        Self(Sha256::new().chain_update(LEAVES))
    }
}

impl Emptied {
    pub(crate) fn add(&mut self, leaf: Leaf) {
        self.0.update(leaf.as_bytes());
    }

    pub(crate) fn fingerprint(&self) -> [u8; 16] {
        half(self.0.clone())
    }
}

fn half(hash: Sha256) -> [u8; 16] {
    let hash: [u8; 32] = hash.finalize().into();
    let mut half = [0; 16];
    half.copy_from_slice(&hash[..16]);
    half
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out by a separate program in another language from the description above; freezes the format.
    #[test]
    fn the_format_is_frozen() {
        let mark = mark(1, Uuid::from_u128(12));
        let text = Destruction::of(mark, [Leaf::from_bytes([1; 32]), Leaf::from_bytes([2; 32])]).to_string();
        assert_eq!(text, "31df92cf12f52b230d3bdaf8cc6a2c4bf9b84e18390776659a289e062d5b74db");
    }

    #[test]
    fn only_one_form_is_read() {
        let good = Destruction::of(mark(1, Uuid::nil()), []).to_string();
        assert!(good.parse::<Destruction>().is_ok());
        for bad in
            ["", &good[..63], &format!("{good}0"), &good.to_uppercase(), &format!("+{}", &good[1..]), "é"]
        {
            assert_eq!(bad.parse::<Destruction>(), Err(NoDestruction), "{bad}");
        }
    }

    #[test]
    fn a_mark_belongs_to_one_key_of_one_authority() {
        let key = Uuid::from_u128(1);
        assert_ne!(mark(1, key), mark(2, key));
        assert_ne!(mark(1, key), mark(1, Uuid::from_u128(2)));
    }
}
