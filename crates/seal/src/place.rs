//! The places a sealed text can stand in.

use uuid::Uuid;

use crate::encode::Encoder;
use crate::header::Header;

/// First byte of every encoding: the kind of thing that follows. Frozen; add, never renumber.
pub(crate) const TAG_ENTRY: u8 = 1;
const TAG_CARD: u8 = 2;
const TAG_DRAFT: u8 = 3;
const TAG_CHUNK: u8 = 4;
const TAG_LOOK: u8 = 5;
const TAG_KEY: u8 = 6;
pub(crate) const TAG_DERIVE: u8 = 7;
const TAG_REASON: u8 = 8;
const TAG_MESSAGE: u8 = 9;
pub(crate) const TAG_ACCESS: u8 = 10;

/// Where a sealed text belongs. A text opens only at the very place it was sealed for.
///
/// This is the whole list of what Lykta seals. The place is not stored inside the sealed bytes; it is
/// rebuilt from the row that holds them, so that a row changed or a text moved between rows fails to open
/// rather than showing one child's words in another's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<'a> {
    /// An entry of the record.
    Entry(&'a Header<'a>),
    /// A person's name card: the little a list needs to show.
    Card {
        /// Whose register it stands in.
        authority: i64,
        /// The person it names.
        person: Uuid,
        /// The person's key.
        key: Uuid,
    },
    /// An unsigned draft. The version is bound, so that an older saving cannot be put back unseen.
    Draft {
        /// Whose register it stands in.
        authority: i64,
        /// The draft.
        draft: Uuid,
        /// The account that is writing it; the matter, where several write.
        owner: Uuid,
        /// The saving this is, from 1.
        version: i64,
    },
    /// One piece of an attachment. The index is bound, so that pieces cannot change places.
    Chunk {
        /// Whose register it stands in.
        authority: i64,
        /// The attachment.
        attachment: Uuid,
        /// The piece's place, from 0.
        index: i64,
    },
    /// The ids shown by a list or a search, kept in the access log.
    Look {
        /// Whose register it stands in.
        authority: i64,
        /// The row of the access log.
        look: Uuid,
    },
    /// The words of a reason somebody gave for reading.
    Reason {
        /// Whose register it stands in.
        authority: i64,
        /// The reason.
        reason: Uuid,
    },
    /// A message as it was received, what was wrong with it, or what somebody did about that. The part is bound, so that they cannot change
    /// places.
    Message {
        /// Whose register it stands in.
        authority: i64,
        /// The message.
        message: Uuid,
        /// 0 for its bytes, 1 for what was wrong, 2 for what was done about it.
        part: i64,
    },
    /// A key wrapped by another.
    Key {
        /// Whose register it stands in.
        authority: i64,
        /// The key's id: a matter's or person's key, or the draft whose key it is.
        key: Uuid,
        /// The epoch whose key wraps it.
        epoch: u32,
    },
}

impl Place<'_> {
    /// The place as bytes, authenticated together with the sealed text.
    pub(crate) fn encode(&self) -> Vec<u8> {
        match *self {
            Self::Entry(header) => header.encode(),
            Self::Card { authority, person, key } => {
                Encoder::new(TAG_CARD).int(authority).id(person).id(key).finish()
            }
            Self::Draft { authority, draft, owner, version } => {
                Encoder::new(TAG_DRAFT).int(authority).id(draft).id(owner).int(version).finish()
            }
            Self::Chunk { authority, attachment, index } => {
                Encoder::new(TAG_CHUNK).int(authority).id(attachment).int(index).finish()
            }
            Self::Look { authority, look } => Encoder::new(TAG_LOOK).int(authority).id(look).finish(),
            Self::Reason { authority, reason } => Encoder::new(TAG_REASON).int(authority).id(reason).finish(),
            Self::Message { authority, message, part } => {
                Encoder::new(TAG_MESSAGE).int(authority).id(message).int(part).finish()
            }
            Self::Key { authority, key, epoch } => {
                Encoder::new(TAG_KEY).int(authority).id(key).int(i64::from(epoch)).finish()
            }
        }
    }
}
