//! Keys, sealing and the hash chain: the part of Lykta that makes a record unreadable to strangers and
//! impossible to change in silence.
//!
//! Five ideas, and nothing else:
//!
//! 1. **Sealing** ([`seal`], [`open`]). Every text is encrypted under one key and *bound to its place*
//!    ([`Place`]). Bytes moved from one child's file to another, or from March to April, do not open.
//! 2. **The chain** ([`leaf`], [`link`]). Each entry's fingerprint includes the one before. Whoever changes an old
//!    entry must change everything after it, and a copy of one later [`Link`], kept elsewhere, tells.
//!    The chain is laid over *sealed* bytes: it can be checked without any key ([`verify`](fn@verify)), shows nothing of
//!    what it covers, and still holds when a text has been lawfully destroyed.
//! 3. **Checkpoints** ([`Checkpoint`], [`Signer`], [`Tree`]). What the chain was at some hour, signed, to be kept elsewhere;
//!    and a [`Proof`] that a single entry belongs to it, which a stranger can check with a [`PublicKey`].
//! 4. **The access log under the chain** ([`AccessRow`]). Who has read what stands in rows of its own, whose root is an entry.
//! 5. **One master secret** ([`Master`]). Every other key is derived from it or wrapped by it, so that an
//!    installation has exactly one thing to keep safe, and one matter can be destroyed by forgetting one key.
//!
//! The crate is pure: no clock, no randomness, no files. A nonce or a new key is an argument, drawn by the
//! caller at the edge of the program, so that every test here repeats byte for byte.
//!
//! # Example: seal a note, chain it, check it
//!
//! ```
//! use seal::{Evidence, Header, Head, Key, Link, Nonce, Place, Row};
//! use uuid::Uuid;
//!
//! let key = Key::from_bytes([7; 32]); // drawn at random in real life
//! let header = Header {
//!     authority: 1,
//!     stream: Uuid::from_u128(0xC0FFEE),
//!     seq: 1,
//!     kind: "note",
//!     version: 1,
//!     at_us: 1_795_000_000_000_000,
//!     actor: Uuid::from_u128(0xAC),
//!     key: Uuid::from_u128(0x4E7),
//!     number: Some("2026-1043"),
//! };
//!
//! let sealed = seal::seal(&key, &Place::Entry(&header), b"Hembes\xC3\xB6k.", Nonce::from_bytes([1; 12]));
//! assert_eq!(seal::open(&key, &Place::Entry(&header), &sealed)?, b"Hembes\xC3\xB6k.");
//!
//! let leaf = seal::leaf(&header, &sealed);
//! let link = seal::link(Link::GENESIS, leaf);
//!
//! let row = Row { height: 1, header, sealed: Some(&sealed), leaf, link };
//! assert_eq!(seal::verify(1, [row], Head { height: 1, link }, Evidence::default()), Ok(1));
//! # Ok::<(), seal::Refused>(())
//! ```

mod access;
mod chain;
mod checkpoint;
mod destruction;
mod encode;
mod header;
mod key;
mod master;
mod merkle;
mod place;
mod proof;
mod sealing;
mod verify;

pub use access::{ACCESS_DESTROYED, ACCESS_ROOT, AccessRow, EVIDENCE};
pub use chain::{Leaf, Link, leaf, link};
pub use checkpoint::{Checkpoint, KeyId, Malformed, PublicKey, Signed, Signer};
pub use destruction::{DESTRUCTION, Destruction, EMPTIED, NoDestruction, mark};
pub use header::Header;
pub use key::{Key, Nonce};
pub use master::{FIRST_EPOCH, Master, Purpose, Token};
pub use merkle::{Root, Tree, beside, climb};
pub use place::Place;
pub use proof::{Proof, Unproved};
pub use sealing::{OVERHEAD, Refused, open, seal};
pub use verify::{Broken, Evidence, Head, Reason, Row, Verifier, Whole, verify};

#[cfg(test)]
mod samples;
