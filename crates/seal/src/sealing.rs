//! Sealing and opening with AES-256-GCM-SIV (RFC 8452).

use aes_gcm_siv::aead::{Aead, KeyInit, Payload};
use aes_gcm_siv::{Aes256GcmSiv, Nonce as CipherNonce};

use crate::key::{Key, Nonce};
use crate::place::Place;

/// How many bytes longer a sealed text is than the plain one: 12 of nonce before it, 16 of tag after.
pub const OVERHEAD: usize = Nonce::LENGTH + 16;

/// The seal did not hold: wrong key, wrong place, or changed bytes.
///
/// Which of them it was is not known and not said: the three look the same by design.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the seal does not hold: another key, another place, or changed bytes")]
pub struct Refused;

/// Seals a text under a key, bound to its place. Returns nonce, ciphertext and tag in one piece.
///
/// AES-GCM-SIV rather than plain GCM because a repeated nonce, which a restored backup or a copied machine
/// could cause, then gives away only that two texts were equal, not the key's authentication secret.
pub fn seal(key: &Key, place: &Place<'_>, plain: &[u8], nonce: Nonce) -> Vec<u8> {
    let nonce = nonce.into_bytes();
    let body = cipher(key)
        .encrypt(&CipherNonce::from(nonce), Payload { msg: plain, aad: &place.encode() })
        .expect("texts and places are far below the cipher's limit of 64 GiB");
    let mut sealed = Vec::with_capacity(Nonce::LENGTH + body.len());
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&body);
    debug_assert_eq!(sealed.len(), plain.len() + OVERHEAD);
    sealed
}

/// Opens a sealed text, or refuses. There is no third way: no partial text, no unauthenticated text.
pub fn open(key: &Key, place: &Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, Refused> {
    let (nonce, body) = sealed.split_first_chunk::<{ Nonce::LENGTH }>().ok_or(Refused)?;
    cipher(key)
        .decrypt(&CipherNonce::from(*nonce), Payload { msg: body, aad: &place.encode() })
        .map_err(|_| Refused)
}

fn cipher(key: &Key) -> Aes256GcmSiv {
    Aes256GcmSiv::new(key.as_bytes().into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::samples::{OwnHeader, any_header};

    const PLAIN: &[u8] = "Flickan berättar själv om kvällen.".as_bytes();

    fn key() -> Key {
        Key::from_bytes([9; 32])
    }

    fn sealed_entry(header: &OwnHeader) -> Vec<u8> {
        seal(&key(), &Place::Entry(&header.header()), PLAIN, Nonce::from_bytes([3; 12]))
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens(header in any_header(), plain: Vec<u8>, nonce: [u8; 12]) {
            let header = header.header();
            let sealed = seal(&key(), &Place::Entry(&header), &plain, Nonce::from_bytes(nonce));
            prop_assert_eq!(open(&key(), &Place::Entry(&header), &sealed), Ok(plain));
        }

        /// Any other header, however little it differs, is refused.
        #[test]
        fn another_header_is_refused(a in any_header(), b in any_header()) {
            prop_assume!(a != b);
            prop_assert_eq!(open(&key(), &Place::Entry(&b.header()), &sealed_entry(&a)), Err(Refused));
        }

        #[test]
        fn another_key_is_refused(bytes: [u8; 32]) {
            prop_assume!(bytes != [9; 32]);
            let header = OwnHeader::plain(1);
            let place = Place::Entry(&header.header());
            prop_assert_eq!(open(&Key::from_bytes(bytes), &place, &sealed_entry(&header)), Err(Refused));
        }
    }

    /// Every byte, every bit: none can change unseen, whether nonce, text or tag.
    #[test]
    fn every_flipped_bit_is_refused() {
        let header = OwnHeader::plain(1);
        let sealed = sealed_entry(&header);
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(open(&key(), &Place::Entry(&header.header()), &changed), Err(Refused), "bit {bit}");
        }
    }

    #[test]
    fn every_shorter_or_longer_text_is_refused() {
        let header = OwnHeader::plain(1);
        let mut sealed = sealed_entry(&header);
        for length in 0..sealed.len() {
            assert_eq!(open(&key(), &Place::Entry(&header.header()), &sealed[..length]), Err(Refused));
        }
        sealed.push(0);
        assert_eq!(open(&key(), &Place::Entry(&header.header()), &sealed), Err(Refused));
    }

    /// Each field of the header by itself: a list, so that a field added later is missed here and noticed.
    #[test]
    fn each_field_of_the_header_is_bound() {
        let own = OwnHeader { number: Some("2026-1".into()), ..OwnHeader::plain(1) };
        let other = Uuid::from_u128(99);
        let changes = [
            OwnHeader { authority: 2, ..own.clone() },
            OwnHeader { stream: other, ..own.clone() },
            OwnHeader { seq: 2, ..own.clone() },
            OwnHeader { kind: "notes".into(), ..own.clone() },
            OwnHeader { version: 2, ..own.clone() },
            OwnHeader { at_us: own.at_us + 1, ..own.clone() },
            OwnHeader { actor: other, ..own.clone() },
            OwnHeader { key: other, ..own.clone() },
            OwnHeader { number: None, ..own.clone() },
            OwnHeader { number: Some("2026-2".into()), ..own.clone() },
        ];
        let sealed = sealed_entry(&own);
        assert_eq!(open(&key(), &Place::Entry(&own.header()), &sealed).as_deref(), Ok(PLAIN));
        for changed in changes {
            let place = Place::Entry(&changed.header());
            assert_eq!(open(&key(), &place, &sealed), Err(Refused), "{changed:?}");
        }
    }

    /// No text opens at another kind of place, nor at a neighbouring one of the same kind.
    #[test]
    fn no_place_passes_for_another() {
        let (authority, id, other) = (1, Uuid::from_u128(1), Uuid::from_u128(2));
        let header = OwnHeader::plain(1);
        let header = header.header();
        let places = [
            Place::Entry(&header),
            Place::Card { authority, person: id, key: id },
            Place::Card { authority, person: other, key: id },
            Place::Card { authority, person: id, key: other },
            Place::Draft { authority, draft: id, owner: id, version: 1 },
            Place::Draft { authority, draft: other, owner: id, version: 1 },
            Place::Draft { authority, draft: id, owner: other, version: 1 },
            Place::Draft { authority, draft: id, owner: id, version: 2 },
            Place::Chunk { authority, attachment: id, index: 0 },
            Place::Chunk { authority, attachment: other, index: 0 },
            Place::Chunk { authority, attachment: id, index: 1 },
            Place::Look { authority, look: id },
            Place::Look { authority: 2, look: id },
            Place::Reason { authority, reason: id },
            Place::Message { authority, message: id, part: 0 },
            Place::Message { authority, message: other, part: 0 },
            Place::Message { authority, message: id, part: 1 },
            Place::Key { authority, key: id, epoch: 1 },
            Place::Key { authority, key: id, epoch: 2 },
        ];
        for (i, sealed_at) in places.iter().enumerate() {
            let sealed = seal(&key(), sealed_at, PLAIN, Nonce::from_bytes([5; 12]));
            for (j, opened_at) in places.iter().enumerate() {
                assert_eq!(
                    open(&key(), opened_at, &sealed).is_ok(),
                    i == j,
                    "{sealed_at:?} at {opened_at:?}"
                );
            }
        }
    }
}
