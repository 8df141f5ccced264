//! Headers for the tests of this crate: owned, so that a test can change one field at a time.

use proptest::prelude::*;
use uuid::Uuid;

use crate::header::Header;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OwnHeader {
    pub(crate) authority: i64,
    pub(crate) stream: Uuid,
    pub(crate) seq: i64,
    pub(crate) kind: String,
    pub(crate) version: u16,
    pub(crate) at_us: i64,
    pub(crate) actor: Uuid,
    pub(crate) key: Uuid,
    pub(crate) number: Option<String>,
}

impl OwnHeader {
    pub(crate) fn plain(seq: i64) -> Self {
        Self {
            authority: 1,
            stream: Uuid::from_u128(10),
            seq,
            kind: "note".into(),
            version: 1,
            at_us: 1_795_000_000_000_000 + seq,
            actor: Uuid::from_u128(11),
            key: Uuid::from_u128(12),
            number: None,
        }
    }

    pub(crate) fn header(&self) -> Header<'_> {
        Header {
            authority: self.authority,
            stream: self.stream,
            seq: self.seq,
            kind: &self.kind,
            version: self.version,
            at_us: self.at_us,
            actor: self.actor,
            key: self.key,
            number: self.number.as_deref(),
        }
    }
}

/// Headers from a small world, so that two drawn at random often differ in one field only, or not at all.
pub(crate) fn any_header() -> impl Strategy<Value = OwnHeader> {
    let id = || (0_u128..3).prop_map(Uuid::from_u128);
    let number =
        proptest::option::of(prop_oneof![Just(String::new()), Just("1".into()), Just("2026-1".into())]);
    let kind = prop_oneof![Just(String::from("note")), Just("report".into()), "[a-z]{0,3}"];
    (1_i64..3, id(), 1_i64..3, kind, 1_u16..3, -1_i64..2, id(), id(), number).prop_map(
        |(authority, stream, seq, kind, version, at_us, actor, key, number)| OwnHeader {
            authority,
            stream,
            seq,
            kind,
            version,
            at_us,
            actor,
            key,
            number,
        },
    )
}
