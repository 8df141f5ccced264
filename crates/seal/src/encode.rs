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
//! | bytes | their number as 4 bytes big-endian, then they themselves |
//! | optional value | one byte 0 for none, or one byte 1 and the value |

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

    pub(crate) fn maybe_id(mut self, value: Option<Uuid>) -> Self {
        self.0.push(u8::from(value.is_some()));
        match value {
            Some(id) => self.id(id),
            None => self,
        }
    }

    pub(crate) fn maybe_bytes(mut self, value: Option<&[u8]>) -> Self {
        self.0.push(u8::from(value.is_some()));
        if let Some(bytes) = value {
            let length =
                u32::try_from(bytes.len()).expect("a sealed list is some kilobytes, limited by the store");
            self.0.extend_from_slice(&length.to_be_bytes());
            self.0.extend_from_slice(bytes);
        }
        self
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// Something in an encoding does not fit.
pub(crate) struct Unfit;

/// Takes an encoding apart again, value by value; none as soon as something does not fit.
pub(crate) struct Decoder<'a>(&'a [u8]);

impl<'a> Decoder<'a> {
    /// Begins, if the first byte is this tag.
    pub(crate) fn new(tag: u8, bytes: &'a [u8]) -> Option<Self> {
        let (first, rest) = bytes.split_first()?;
        (*first == tag).then_some(Self(rest))
    }

    pub(crate) fn int(&mut self) -> Option<i64> {
        self.chunk().map(i64::from_be_bytes)
    }

    pub(crate) fn id(&mut self) -> Option<Uuid> {
        self.chunk().map(Uuid::from_bytes)
    }

    pub(crate) fn text(&mut self) -> Option<&'a str> {
        let length = usize::try_from(u32::from_be_bytes(self.chunk()?)).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        str::from_utf8(text).ok()
    }

    pub(crate) fn maybe_text(&mut self) -> Result<Option<&'a str>, Unfit> {
        match self.chunk() {
            Some([0]) => Ok(None),
            Some([1]) => self.text().map(Some).ok_or(Unfit),
            _ => Err(Unfit),
        }
    }

    /// What follows the encoding.
    pub(crate) fn rest(self) -> &'a [u8] {
        self.0
    }

    fn chunk<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (chunk, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*chunk)
    }
}
