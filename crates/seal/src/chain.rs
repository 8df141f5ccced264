//! Leaf and link: one hash for an entry, one for everything up to and including it.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::header::Header;

/// First bytes of what is hashed: a leaf can never be taken for a link, nor the other way round.
const LEAF: [u8; 1] = [0];
const LINK: [u8; 1] = [1];

/// The fingerprint of one entry: `SHA-256(0 ‖ header ‖ sealed)`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Leaf([u8; 32]);

/// The fingerprint of a chain up to an entry: `SHA-256(1 ‖ previous link ‖ leaf)`.
///
/// Whoever has noted one link can later prove that nothing before it has changed.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Link([u8; 32]);

/// Computes an entry's leaf from its header and its *sealed* bytes.
///
/// Sealed, so that the leaf reveals nothing about the text (a hash of a short plain text can be guessed) and
/// can stay when the text is destroyed. The header's encoding ends where it says, so the two parts cannot
/// slide into each other.
pub fn leaf(header: &Header<'_>, sealed: &[u8]) -> Leaf {
    let hash = Sha256::new().chain_update(LEAF).chain_update(header.encode()).chain_update(sealed);
    Leaf(hash.finalize().into())
}

/// Hangs a leaf on the chain so far, which begins with [`Link::GENESIS`].
pub fn link(previous: Link, leaf: Leaf) -> Link {
    let hash = Sha256::new().chain_update(LINK).chain_update(previous.0).chain_update(leaf.0);
    Link(hash.finalize().into())
}

impl Link {
    /// What the first entry of an authority hangs on: 32 zero bytes.
    ///
    /// Chains of different authorities still share nothing, since every header names its authority.
    pub const GENESIS: Self = Self([0; 32]);

    /// A link read back from storage.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Leaf {
    /// A leaf read back from storage.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Leaf {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Leaf({})", hex(&self.0))
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Link({self})")
    }
}

/// 64 lower-case hexadecimal digits: the form in which a checkpoint is noted outside the system.
impl fmt::Display for Link {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&hex(&self.0))
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::OwnHeader;

    /// Worked out by a separate program in another language from the description above; freezes the format.
    #[test]
    fn the_format_is_frozen() {
        let header = OwnHeader { number: Some("2026-1043".into()), ..OwnHeader::plain(1) };
        let first = leaf(&header.header(), b"sealed");
        assert_eq!(hex(&first.0), "b1038a7ef1fbee7c1414ae74af8c318c6eb2d5156abc65578ac56a281e047e31");
        assert_eq!(
            link(Link::GENESIS, first).to_string(),
            "877059ff2c8fc313e1b35ce8f5f49465ebdf5e53ed5b8aa43ad2ddbe2f1256e7"
        );
    }
}
