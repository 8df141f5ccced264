//! The master secret, and what is derived from it.

use std::collections::BTreeMap;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroize;

use crate::encode::Encoder;
use crate::key::{Key, Nonce};
use crate::place::{Place, TAG_DERIVE};
use crate::sealing::{Refused, open, seal};

/// The secrets of an installation, kept outside the database: a root, and one for each epoch.
///
/// Nothing is ever sealed under a secret itself. Each use has its own key, derived with HKDF-SHA-256 (RFC
/// 5869) under a label, so that one leaking tells nothing of the others.
///
/// The root stays for as long as the record does: numbers are found and checkpoints signed by what comes from it. What wraps the
/// keys of matters and persons comes from the epoch's own secret, so that it can end: when everything has been wrapped anew and
/// the secret is gone from every place, no old copy of the keyring opens. The first form of the key file holds a root alone, and
/// its only epoch comes from that and cannot end.
#[derive(Debug, Clone)]
pub struct Master {
    root: Key,
    /// Empty in the first form.
    epochs: BTreeMap<u32, Key>,
}

/// The epoch that the first form of the key file has, and a new keyring begins in.
pub const FIRST_EPOCH: u32 = 1;

/// What a derived key is for. The label is part of the derivation, so no two purposes share a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Wraps the keys of persons, matters and drafts during one epoch. When an epoch ends the surviving keys
    /// are wrapped anew, and keys that were destroyed cannot be brought back from an old backup.
    Epoch(u32),
    /// Makes the blind tokens by which an exact identity number is found ([`Master::token`]).
    Search,
    /// Seals the ids that a list or search has shown, in the access log.
    AccessLog,
    /// Seeds the signature on checkpoints.
    Signing,
    /// Authenticates a chain towards another installation (export, move).
    Chain,
    /// A value to store beside the data, that tells whether a given master is the right one. Reveals nothing
    /// of it.
    Fingerprint,
}

/// A blind search token: the same number gives the same token, and nobody without the key can make or reverse
/// one.
///
/// Identity numbers are few enough (some 10^8 are plausible) that a plain hash could be reversed by trying
/// them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token([u8; 32]);

impl Token {
    /// The bytes to store and look for.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Master {
    /// Takes the 32 bytes of a key file of the first form.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self::with_epochs(bytes, [])
    }

    /// Takes a root and the secrets of the epochs that have not ended.
    pub fn with_epochs(mut root: [u8; 32], epochs: impl IntoIterator<Item = (u32, [u8; 32])>) -> Self {
        let take = |(epoch, mut secret): (u32, [u8; 32])| {
            let key = Key::from_bytes(secret);
            secret.zeroize();
            (epoch, key)
        };
        let master = Self { root: Key::from_bytes(root), epochs: epochs.into_iter().map(take).collect() };
        root.zeroize();
        master
    }

    /// Whether the secret of an epoch is here.
    pub fn holds(&self, epoch: u32) -> bool {
        if self.epochs.is_empty() { epoch == FIRST_EPOCH } else { self.epochs.contains_key(&epoch) }
    }

    /// The epochs whose secrets are here, in order.
    pub fn epochs(&self) -> Vec<u32> {
        if self.epochs.is_empty() { vec![FIRST_EPOCH] } else { self.epochs.keys().copied().collect() }
    }

    /// The newest epoch whose secret is here.
    pub fn newest(&self) -> u32 {
        self.epochs.keys().next_back().copied().unwrap_or(FIRST_EPOCH)
    }

    /// Derives the key for one purpose of one authority. The same three always give the same key.
    ///
    /// # Panics
    /// For an epoch whose secret is not [here](Master::holds).
    pub fn derive(&self, purpose: Purpose, authority: i64) -> Key {
        let secret = match purpose {
            Purpose::Epoch(epoch) => {
                assert!(self.holds(epoch), "the secret of epoch {epoch} is not here");
                self.epochs.get(&epoch).unwrap_or(&self.root)
            }
            _ => &self.root,
        };
        let (label, number) = match purpose {
            Purpose::Epoch(epoch) => ("epoch", i64::from(epoch)),
            Purpose::Search => ("search", 0),
            Purpose::AccessLog => ("access-log", 0),
            Purpose::Signing => ("signing", 0),
            Purpose::Chain => ("chain", 0),
            Purpose::Fingerprint => ("fingerprint", 0),
        };
        let info = Encoder::new(TAG_DERIVE).text(label).int(authority).int(number).finish();
        let mut bytes = [0; 32];
        Hkdf::<Sha256>::new(Some(b"lykta"), secret.as_bytes())
            .expand(&info, &mut bytes)
            .expect("32 bytes is one block of the hash, always allowed");
        let key = Key::from_bytes(bytes);
        bytes.zeroize();
        key
    }

    /// Wraps a key for storage under the epoch's key. `id` names the key; it opens under no other name.
    ///
    /// ```
    /// use seal::{Key, Master, Nonce};
    /// use uuid::Uuid;
    ///
    /// let master = Master::with_epochs([1; 32], [(1, [7; 32]), (2, [8; 32])]);
    /// let (authority, epoch, id) = (1, 1, Uuid::from_u128(5));
    /// let wrapped = master.wrap_key(authority, epoch, id, &Key::from_bytes([2; 32]), Nonce::from_bytes([3; 12]));
    /// assert_eq!(master.unwrap_key(authority, epoch, id, &wrapped)?.as_bytes(), &[2; 32]);
    /// assert!(master.unwrap_key(authority, epoch + 1, id, &wrapped).is_err());
    /// # Ok::<(), seal::Refused>(())
    /// ```
    pub fn wrap_key(&self, authority: i64, epoch: u32, id: Uuid, key: &Key, nonce: Nonce) -> Vec<u8> {
        let place = Place::Key { authority, key: id, epoch };
        seal(&self.derive(Purpose::Epoch(epoch), authority), &place, key.as_bytes(), nonce)
    }

    /// Unwraps a key, or refuses: another master, another name, another epoch, one that has ended, or changed bytes.
    pub fn unwrap_key(&self, authority: i64, epoch: u32, id: Uuid, wrapped: &[u8]) -> Result<Key, Refused> {
        if !self.holds(epoch) {
            return Err(Refused);
        }
        let place = Place::Key { authority, key: id, epoch };
        let mut plain = open(&self.derive(Purpose::Epoch(epoch), authority), &place, wrapped)?;
        let key = <[u8; 32]>::try_from(plain.as_slice()).map(Key::from_bytes).map_err(|_| Refused);
        plain.zeroize();
        key
    }

    /// The blind token of a normalised identity number: `HMAC-SHA-256(search key, number)`.
    ///
    /// The caller normalises (twelve digits, no hyphen); two spellings of one number would otherwise miss
    /// each other.
    pub fn token(&self, authority: i64, normalised: &str) -> Token {
        let key = self.derive(Purpose::Search, authority);
        let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("HMAC takes keys of any length");
        mac.update(normalised.as_bytes());
        Token(mac.finalize().into_bytes().into())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::chain::hex;

    const PURPOSES: [Purpose; 7] = [
        Purpose::Epoch(1),
        Purpose::Epoch(2),
        Purpose::Search,
        Purpose::AccessLog,
        Purpose::Signing,
        Purpose::Chain,
        Purpose::Fingerprint,
    ];

    #[test]
    fn every_purpose_and_authority_has_its_own_key() {
        let master = Master::with_epochs([1; 32], [(1, [2; 32]), (2, [3; 32])]);
        let keys: std::collections::HashSet<[u8; 32]> = [1, 2, 290]
            .into_iter()
            .flat_map(|authority| PURPOSES.map(|purpose| *master.derive(purpose, authority).as_bytes()))
            .collect();
        assert_eq!(keys.len(), 3 * PURPOSES.len());
    }

    /// Worked out by a separate program in another language; a changed label or form would orphan every key
    /// in use.
    #[test]
    fn derivation_and_tokens_are_frozen() {
        let master = Master::from_bytes([1; 32]);
        let epoch = master.derive(Purpose::Epoch(1), 1);
        assert_eq!(hex(epoch.as_bytes()), "1238d57bae0c87cac07321d07cca773681a0ecb92d6393f4113c9887ebf06939");
        let token = master.token(1, "201083012391");
        assert_eq!(hex(token.as_bytes()), "87b8a7c35cc6a001af87e616983ab6e1de538accf431264900b664c592c687d9");
    }

    /// What was wrapped in an epoch opens for whoever holds its secret, and when that is gone for nobody, root or not.
    #[test]
    fn an_epoch_ends_with_its_secret() {
        let both = Master::with_epochs([1; 32], [(1, [2; 32]), (2, [3; 32])]);
        let id = Uuid::from_u128(5);
        let wrapped = both.wrap_key(1, 1, id, &Key::from_bytes([4; 32]), Nonce::from_bytes([5; 12]));
        assert!(both.unwrap_key(1, 1, id, &wrapped).is_ok());
        let ended = Master::with_epochs([1; 32], [(2, [3; 32])]);
        assert!(ended.unwrap_key(1, 1, id, &wrapped).is_err());
        assert_eq!((ended.holds(1), ended.holds(2), ended.newest()), (false, true, 2));
        assert_eq!((both.epochs(), ended.epochs()), (vec![1, 2], vec![2]));
        let first_form = Master::from_bytes([1; 32]);
        assert!(first_form.unwrap_key(1, 1, id, &wrapped).is_err());
        assert_eq!((first_form.holds(1), first_form.holds(2), first_form.newest()), (true, false, 1));
    }

    proptest! {
        #[test]
        fn a_wrapped_key_opens_only_as_itself(secret: [u8; 32], id: u128, other: u128, flip in 0_usize..60 * 8) {
            prop_assume!(id != other);
            let (master, id) = (Master::from_bytes([1; 32]), Uuid::from_u128(id));
            let wrapped = master.wrap_key(1, 1, id, &Key::from_bytes(secret), Nonce::from_bytes([4; 12]));
            let unwrapped = master.unwrap_key(1, 1, id, &wrapped).expect("its own name");
            prop_assert_eq!(unwrapped.as_bytes(), &secret);
            prop_assert!(master.unwrap_key(2, 1, id, &wrapped).is_err());
            prop_assert!(master.unwrap_key(1, 2, id, &wrapped).is_err());
            prop_assert!(master.unwrap_key(1, 1, Uuid::from_u128(other), &wrapped).is_err());
            prop_assert!(Master::from_bytes([2; 32]).unwrap_key(1, 1, id, &wrapped).is_err());
            let mut changed = wrapped;
            changed[flip / 8] ^= 1 << (flip % 8);
            prop_assert!(master.unwrap_key(1, 1, id, &changed).is_err());
        }

        #[test]
        fn tokens_meet_only_for_the_same_number_and_authority(a in "[0-9]{12}", b in "[0-9]{12}") {
            let master = Master::from_bytes([1; 32]);
            prop_assert_eq!(master.token(1, &a) == master.token(1, &b), a == b);
            prop_assert_ne!(master.token(1, &a), master.token(2, &a));
        }
    }
}
