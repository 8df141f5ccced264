//! Reading is evidence too: how the rows of the access log come under the chain.
//!
//! A row is written before every page is sent. Hanging each on the chain would make all readers queue for its head. So
//! the rows stand in a table of their own, and now and then those that are new are made the leaves of a tree, whose root
//! becomes an entry of the authority's own stream. From then on none of them can be changed, removed or added to
//! unseen. What has been written since the last root is *open*: not yet covered.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::chain::Leaf;
use crate::encode::Encoder;
use crate::merkle::Root;
use crate::place::TAG_ACCESS;

/// The stream of what the program does so that the record can be believed: access roots, restorations. The same id in every authority.
pub const EVIDENCE: Uuid = Uuid::from_u128(0x6576_6964_656e_8000_8000_6365_2d6c_6f67);

/// The kind of the entry that covers rows of the access log. Its [`number`](crate::Header::number) is their root in 64
/// lower-case hexadecimal digits; the rows bear the entry's `seq`.
pub const ACCESS_ROOT: &str = "access-root";

/// The kind of the entry that says that rows of the access log have been destroyed by the book: all that are covered by an entry whose `seq`
/// is at most its [`number`](crate::Header::number), in decimal digits. The roots stay; the rows are none, and not fewer.
pub const ACCESS_DESTROYED: &str = "access-destroyed";

/// One row of the access log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessRow<'a> {
    /// In whose register.
    pub authority: i64,
    /// The row's id. The leaves of a tree stand in the order of these.
    pub look: Uuid,
    /// When, in microseconds.
    pub at_us: i64,
    /// Who looked.
    pub actor: Uuid,
    /// What was opened; none for a list or a search.
    pub stream: Option<Uuid>,
    /// On which ground, as a code.
    pub purpose: &'a str,
    /// Which part or page, as a code.
    pub part: &'a str,
    /// The sealed ids that a list showed.
    pub listed: Option<&'a [u8]>,
    /// The `seq` of the entry that covers it; none while it is open.
    pub root: Option<i64>,
}

impl AccessRow<'_> {
    /// The row's fingerprint: `SHA-256(0 ‖ tag 10 ‖ authority ‖ look ‖ time ‖ actor ‖ stream ‖ purpose ‖ part ‖ listed)`.
    ///
    /// What covers it is not part of it: that is known only afterwards.
    pub fn leaf(&self) -> Leaf {
        let bytes = Encoder::new(TAG_ACCESS)
            .int(self.authority)
            .id(self.look)
            .int(self.at_us)
            .id(self.actor)
            .maybe_id(self.stream)
            .text(self.purpose)
            .text(self.part)
            .maybe_bytes(self.listed)
            .finish();
        Leaf::from_bytes(Sha256::new().chain_update([0]).chain_update(bytes).finalize().into())
    }
}

/// The root that an entry of kind [`ACCESS_ROOT`] names, if it is one.
pub(crate) fn root_from(number: Option<&str>) -> Option<Root> {
    let number = number.filter(|text| text.len() == 64 && text.is_ascii())?;
    let mut bytes = [0; 32];
    for (byte, digits) in bytes.iter_mut().zip(number.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
    }
    let root = Root::from_bytes(bytes);
    (root.to_string() == number).then_some(root)
}

/// Up to which covering entry an entry of kind [`ACCESS_DESTROYED`] says that the rows are gone, if it is one.
pub(crate) fn destroyed_through(number: Option<&str>) -> Option<i64> {
    let through: i64 = number?.parse().ok()?;
    (number == Some(&through.to_string()[..])).then_some(through)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: AccessRow<'static> = AccessRow {
        authority: 1,
        look: Uuid::from_u128(1),
        at_us: 1_795_000_000_000_000,
        actor: Uuid::from_u128(2),
        stream: Some(Uuid::from_u128(3)),
        purpose: "assigned",
        part: "timeline",
        listed: None,
        root: None,
    };

    /// Each column by itself: a list, so that one added later is missed here and noticed.
    #[test]
    fn each_column_is_covered_but_what_covers_it() {
        let other = Uuid::from_u128(9);
        let changes = [
            AccessRow { authority: 2, ..ROW },
            AccessRow { look: other, ..ROW },
            AccessRow { at_us: 0, ..ROW },
            AccessRow { actor: other, ..ROW },
            AccessRow { stream: None, ..ROW },
            AccessRow { purpose: "assignedt", part: "imeline", ..ROW },
            AccessRow { part: "note", ..ROW },
            AccessRow { listed: Some(&[]), ..ROW },
        ];
        for changed in changes {
            assert_ne!(changed.leaf(), ROW.leaf(), "{changed:?}");
        }
        assert_eq!(AccessRow { root: Some(7), ..ROW }.leaf(), ROW.leaf());
    }

    #[test]
    fn only_a_root_is_read_as_one() {
        let root = Root::from_bytes([0xAB; 32]);
        assert_eq!(root_from(Some(&root.to_string())), Some(root));
        let upper = root.to_string().to_uppercase();
        for wrong in
            [None, Some(""), Some("ab"), Some(&upper[..]), Some(&"+1".repeat(32)), Some(&"å".repeat(32))]
        {
            assert_eq!(root_from(wrong), None, "{wrong:?}");
        }
    }
}
