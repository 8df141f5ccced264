//! What stands in clear beside a sealed entry.

use uuid::Uuid;

use crate::encode::{Decoder, Encoder};
use crate::place::TAG_ENTRY;

/// The clear part of an entry: enough to order, find and check it, nothing about a person.
///
/// The header is bound to the sealed bytes twice: as associated data when they are sealed (a changed header
/// no longer opens) and as the first part of the [`leaf`](crate::leaf) (a changed header breaks the chain).
/// It does *not* hold the entry's height: heights are dealt when the chain's head is locked, after sealing,
/// and the chain itself already fixes the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header<'a> {
    /// The municipality's number within the installation. First in every key, so that nothing crosses.
    pub authority: i64,
    /// The stream (a person, a file, or the administration) the entry belongs to.
    pub stream: Uuid,
    /// The entry's place in its stream, from 1 without gaps.
    pub seq: i64,
    /// What happened, as a word of the record ("report", "note"). Never free text.
    pub kind: &'a str,
    /// The version of the payload's form, so that old entries are read through `upcast` for ever.
    pub version: u16,
    /// When it was recorded, in microseconds since 1970-01-01T00:00Z. Never goes backwards within an
    /// authority.
    pub at_us: i64,
    /// The account that wrote it.
    pub actor: Uuid,
    /// The key the payload is sealed under: one per person or matter, so that parts can be destroyed apart.
    pub key: Uuid,
    /// A matter number given by this entry ("2026-1043"), in clear so that a rebuild gives the same number
    /// again; or, in an entry of kind [`DESTRUCTION`](crate::DESTRUCTION), the [`Destruction`](crate::Destruction).
    pub number: Option<&'a str>,
}

impl<'a> Header<'a> {
    /// The header as bytes: tag 1, then authority, stream, seq, kind, version, time, actor, key, number.
    ///
    /// Two different headers never give the same bytes, since each value has a fixed width or carries its
    /// length. The form is part of the evidence and therefore frozen; a different one would take a new tag.
    ///
    /// ```
    /// # use seal::Header; use uuid::Uuid;
    /// let id = Uuid::from_u128(1);
    /// let header = Header {
    ///     authority: 1, stream: id, seq: 1, kind: "note", version: 1, at_us: 0, actor: id, key: id, number: None,
    /// };
    /// assert_eq!(header.encode().len(), 1 + 8 + 16 + 8 + (4 + 4) + 8 + 8 + 16 + 16 + 1);
    /// ```
    pub fn encode(&self) -> Vec<u8> {
        Encoder::new(TAG_ENTRY)
            .int(self.authority)
            .id(self.stream)
            .int(self.seq)
            .text(self.kind)
            .int(i64::from(self.version))
            .int(self.at_us)
            .id(self.actor)
            .id(self.key)
            .maybe_text(self.number)
            .finish()
    }

    /// A header read from the beginning of some bytes, and what follows it; none if they do not begin with one.
    pub fn decode(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let mut from = Decoder::new(TAG_ENTRY, bytes)?;
        let header = Self {
            authority: from.int()?,
            stream: from.id()?,
            seq: from.int()?,
            kind: from.text()?,
            version: u16::try_from(from.int()?).ok()?,
            at_us: from.int()?,
            actor: from.id()?,
            key: from.id()?,
            number: from.maybe_text().ok()?,
        };
        Some((header, from.rest()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::samples::{OwnHeader, any_header};

    proptest! {
        /// Two headers encode alike only if they are alike; also when text could slide from one field to the
        /// next.
        #[test]
        fn encoding_is_unambiguous(a in any_header(), b in any_header()) {
            prop_assert_eq!(a == b, a.header().encode() == b.header().encode());
        }

        #[test]
        fn what_is_encoded_is_decoded(a in any_header(), after: Vec<u8>) {
            let (header, mut bytes) = (a.header(), a.header().encode());
            let length = bytes.len();
            bytes.extend_from_slice(&after);
            prop_assert_eq!(Header::decode(&bytes), Some((header, &after[..])));
            (0..length).for_each(|cut| assert_eq!(Header::decode(&bytes[..cut]), None));
        }

        #[test]
        fn text_cannot_slide_between_fields(text in "[a-z]{2,12}", cut in 1_usize..2) {
            let (kind, number) = text.split_at(cut);
            let one = OwnHeader { kind: kind.into(), number: Some(number.into()), ..OwnHeader::plain(1) };
            let two = OwnHeader { kind: text.clone(), number: Some(String::new()), ..OwnHeader::plain(1) };
            prop_assert_ne!(one.header().encode(), two.header().encode());
        }
    }
}
