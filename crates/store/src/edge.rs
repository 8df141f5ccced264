//! The edge: the only place in this crate where random bytes are drawn.
//!
//! Everything inside takes ids, nonces and keys as arguments. Time is not drawn here either: callers pass it
//! in, so that a demonstration can set the day forward and a test can stand on any date.

use seal::{Key, Nonce};
use uuid::{Builder, Uuid};

/// An id that sorts by the time it was made: for streams, commands and log rows. Reveals that time to whoever
/// sees it.
pub fn id(now_us: i64) -> Uuid {
    let millis = u64::try_from(now_us / 1000).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &random()).into_uuid()
}

/// An id that reveals nothing, not even when it was made: for keys, and for anything that may be published.
pub fn blind_id() -> Uuid {
    Builder::from_random_bytes(random()).into_uuid()
}

/// A nonce for one sealing.
pub fn nonce() -> Nonce {
    Nonce::from_bytes(random())
}

/// A new key.
pub fn key() -> Key {
    Key::from_bytes(random())
}

/// 32 random bytes: a session token, a master.
pub fn secret() -> [u8; 32] {
    random()
}

/// Without good randomness nothing may be sealed, so its failing ends the program rather than the secrecy.
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(clippy::disallowed_methods, reason = "this is the edge")]
    getrandom::fill(&mut bytes).expect("the system has a source of randomness");
    bytes
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_sort_by_time_and_say_their_version() {
        let (early, late) = (id(1_795_000_000_000_000), id(1_795_000_000_001_000));
        assert!(early < late);
        assert_eq!((early.get_version_num(), blind_id().get_version_num()), (7, 4));
        assert_ne!(blind_id(), blind_id());
    }

    /// The cipher bears a nonce that comes twice; that one comes twice among so many would still mean that something is very wrong.
    #[test]
    fn v11_3_4_no_nonce_comes_twice() {
        let nonces: BTreeSet<[u8; Nonce::LENGTH]> = (0..200_000).map(|_| random()).collect();
        assert_eq!(nonces.len(), 200_000);
    }
}
