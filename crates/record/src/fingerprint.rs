//! A fingerprint of something that is written: equal for the same text, different as soon as a letter differs.

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
