//! The one way values become bytes before they are hashed or authenticated.
//!
//! An encoding that two different values share is a hole: what was signed as one could be shown as the other.
//! Here every value has a fixed width or carries its own length, and every encoding starts with a tag, so no
//! two different values, and no two different *kinds* of value, ever give the same bytes:
//!
//! | value | bytes |
//! |---|---|
//! | tag | 1 byte |
//! | integer | 8 bytes, big-endian two's complement |
//! | id | its 16 bytes |
//! | text | length in bytes as 4 bytes big-endian, then UTF-8 |
//! | optional text | one byte 0 for none, or one byte 1 and the text |

use uuid::Uuid;

/// Collects an encoding; each method appends one value and hands itself on.
pub(crate) struct Encoder(Vec<u8>);

impl Encoder {
    /// Begins with the tag that says which kind of value follows.
    pub(crate) fn new(tag: u8) -> Self {
        let mut bytes = Vec::with_capacity(160);
        bytes.push(tag);
        Self(bytes)
    }

    pub(crate) fn int(mut self, value: i64) -> Self {
        self.0.extend_from_slice(&value.to_be_bytes());
        self
    }

    pub(crate) fn id(mut self, value: Uuid) -> Self {
        self.0.extend_from_slice(value.as_bytes());
        self
    }

    pub(crate) fn text(mut self, value: &str) -> Self {
        let length =
            u32::try_from(value.len()).expect("a kind or number is a few dozen bytes, limited by the store");
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(value.as_bytes());
        self
    }

    pub(crate) fn maybe_text(mut self, value: Option<&str>) -> Self {
        self.0.push(u8::from(value.is_some()));
        match value {
            Some(text) => self.text(text),
            None => self,
        }
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.0
    }
}
