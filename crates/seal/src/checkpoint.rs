//! A checkpoint: what a chain was at some hour, signed, to be kept where its administrator cannot reach.
//!
//! Somebody who owns the whole database can rewrite the chain from any entry on and put everything right, or cut off its
//! tail. No chain can tell that by itself. A checkpoint that lies with a neighbouring municipality, in a printed diary or
//! in an archive tells.
//!
//! Its form is one that other programs know: a signed note (<https://c2sp.org/signed-note>) that holds a tree head
//! (<https://c2sp.org/tlog-checkpoint>), with the link and the time as lines of our own.
//!
//! ```
//! use seal::{Checkpoint, Link, Master, Root, Signed, Signer};
//!
//! let signer = Signer::new(&Master::from_bytes([1; 32]), 1);
//! let (link, root) = (Link::from_bytes([2; 32]), Root::from_bytes([3; 32]));
//! let signed = signer.sign(Checkpoint { authority: 1, height: 1043, link, root, at_us: 1_796_112_000_000_000 });
//!
//! let note = signed.to_string();
//! assert!(note.starts_with("lykta/1\n1043\nAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=\nlink 0202"));
//! let read: Signed = note.parse()?;
//! assert!(signer.public().signed(&read));
//!
//! // Another height was never signed.
//! let forged: Signed = note.replace("\n1043\n", "\n1042\n").parse()?;
//! assert!(!signer.public().signed(&forged));
//! # Ok::<(), seal::Malformed>(())
//! ```

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::chain::{Link, hex};
use crate::master::{Master, Purpose};
use crate::merkle::Root;

/// The name of the algorithm in a key's id and text: Ed25519 (RFC 8032).
const ED25519: u8 = 1;

/// What a chain was: everything up to a height, in two ways, and when that was noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose chain.
    pub authority: i64,
    /// The height of the last entry it covers.
    pub height: i64,
    /// The link there: for whoever has the whole chain.
    pub link: Link,
    /// The root of the tree of all leaves up to there: for whoever has one entry and a proof.
    pub root: Root,
    /// When it was noted, in microseconds since 1970.
    pub at_us: i64,
}

/// A checkpoint with a signature on it, not yet checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signed {
    /// What was signed.
    pub checkpoint: Checkpoint,
    /// Which key is said to have signed it.
    pub key: KeyId,
    /// The signature.
    pub signature: [u8; 64],
}

/// The beginning of the hash of a public key and its name: enough to find the key among several.
pub type KeyId = [u8; 4];

/// Signs an authority's checkpoints.
pub struct Signer {
    authority: i64,
    key: SigningKey,
}

/// Checks an authority's checkpoints. Known to everybody, and to be had from somewhere else than from what it checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey {
    /// Whose checkpoints it checks.
    pub authority: i64,
    bytes: [u8; 32],
}

/// A text is not what it should be. The line counts from 1; a file's beginning is its line 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is not {expected}")]
pub struct Malformed {
    /// Which line.
    pub line: usize,
    /// What should stand there.
    pub expected: &'static str,
}

impl Checkpoint {
    /// The text that is signed: five lines, each ended.
    pub fn text(&self) -> String {
        let Self { authority, height, link, root, at_us } = self;
        let root = BASE64.encode(root.as_bytes());
        format!("{}\n{height}\n{root}\nlink {link}\ntime {at_us}\n", origin(*authority))
    }

    /// Reads the five lines of [`Checkpoint::text`].
    fn read(text: &str) -> Result<Self, Malformed> {
        let mut lines = text.lines();
        let mut next = |line, expected| Ok((lines.next().unwrap_or_default(), Malformed { line, expected }));
        let (origin, why) = next(1, "the name of a chain, as lykta/1")?;
        let authority = origin.strip_prefix("lykta/").and_then(|number| number.parse().ok()).ok_or(why)?;
        let (height, why) = next(2, "a height")?;
        let height = height.parse().ok().filter(|height| *height >= 0).ok_or(why)?;
        let (root, why) = next(3, "a root in base64")?;
        let root = Root::from_bytes(hash(root).ok_or(why)?);
        let (link, why) = next(4, "a link: the word, and 64 hexadecimal digits")?;
        let link = link.strip_prefix("link ").and_then(unhex).map(Link::from_bytes).ok_or(why)?;
        let (time, why) = next(5, "a time: the word, and microseconds")?;
        let at_us = time.strip_prefix("time ").and_then(|time| time.parse().ok()).ok_or(why)?;
        let read = Self { authority, height, link, root, at_us };
        // One value, one text: no zeros in front, no upper case.
        if read.text() == text {
            Ok(read)
        } else {
            Err(Malformed { line: 1, expected: "a checkpoint as it is written" })
        }
    }
}

impl Signer {
    /// The signer of an authority: its key is derived from the master, so there is nothing more to keep.
    pub fn new(master: &Master, authority: i64) -> Self {
        let seed = master.derive(Purpose::Signing, authority);
        Self { authority, key: SigningKey::from_bytes(seed.as_bytes()) }
    }

    /// Signs. The same checkpoint always gives the same signature.
    pub fn sign(&self, checkpoint: Checkpoint) -> Signed {
        assert_eq!(checkpoint.authority, self.authority, "an authority signs for itself");
        let signature = self.key.sign(checkpoint.text().as_bytes()).to_bytes();
        Signed { checkpoint, key: self.public().id(), signature }
    }

    /// The key that checks what this one signs.
    pub fn public(&self) -> PublicKey {
        PublicKey { authority: self.authority, bytes: self.key.verifying_key().to_bytes() }
    }
}

impl PublicKey {
    /// A key read back from storage.
    pub fn from_bytes(authority: i64, bytes: [u8; 32]) -> Self {
        Self { authority, bytes }
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// `SHA-256(name ‖ newline ‖ 1 ‖ key)`, the first four bytes.
    pub fn id(&self) -> KeyId {
        let name = origin(self.authority);
        let hash = Sha256::new()
            .chain_update(name)
            .chain_update([b'\n', ED25519])
            .chain_update(self.bytes)
            .finalize();
        *hash.first_chunk().expect("a hash is longer than four bytes")
    }

    /// Whether this key has signed that checkpoint.
    pub fn signed(&self, signed: &Signed) -> bool {
        let text = signed.checkpoint.text();
        signed.checkpoint.authority == self.authority
            && VerifyingKey::from_bytes(&self.bytes)
                .and_then(|key| key.verify_strict(text.as_bytes(), &Signature::from_bytes(&signed.signature)))
                .is_ok()
    }
}

/// Name, id and key: `lykta/1+30a2b3c4+AQ…`, the text form of a signed note's key.
impl fmt::Display for PublicKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = BASE64.encode([&[ED25519], &self.bytes[..]].concat());
        write!(out, "{}+{}+{key}", origin(self.authority), hex(&self.id()))
    }
}

impl FromStr for PublicKey {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let read = || {
            let (name, rest) = text.strip_prefix("lykta/")?.split_once('+')?;
            let (_, key) = rest.split_once('+')?;
            let key = BASE64.decode(key).ok()?;
            let key =
                Self { authority: name.parse().ok()?, bytes: key.strip_prefix(&[ED25519])?.try_into().ok()? };
            (key.to_string() == text).then_some(key)
        };
        read().ok_or(Malformed { line: 1, expected: "a public key, as lykta/1+0a1b2c3d+AQ…" })
    }
}

/// The whole note: the text, an empty line, the signature.
impl fmt::Display for Signed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signature = BASE64.encode([&self.key[..], &self.signature].concat());
        writeln!(out, "{}\n— {} {signature}", self.checkpoint.text(), origin(self.checkpoint.authority))
    }
}

/// Reads a note. Lines that others have signed it with may follow, and are left alone.
impl FromStr for Signed {
    type Err = Malformed;

    fn from_str(note: &str) -> Result<Self, Malformed> {
        let cut = note.find("\n\n").ok_or(Malformed { line: 6, expected: "an empty line" })?;
        let checkpoint = Checkpoint::read(&note[..=cut])?;
        let expected = "the authority's signature: a dash, its name, and base64";
        let name = format!("— {} ", origin(checkpoint.authority));
        let bytes = note[cut + 2..]
            .split_terminator('\n')
            .find_map(|line| BASE64.decode(line.strip_prefix(&name)?).ok())
            .ok_or(Malformed { line: 7, expected })?;
        let (key, signature) = bytes.split_first_chunk().ok_or(Malformed { line: 7, expected })?;
        let signature = signature.try_into().map_err(|_| Malformed { line: 7, expected })?;
        Ok(Self { checkpoint, key: *key, signature })
    }
}

/// The name of an authority's chain in a note.
fn origin(authority: i64) -> String {
    format!("lykta/{authority}")
}

/// 32 bytes from base64.
pub(crate) fn hash(text: &str) -> Option<[u8; 32]> {
    BASE64.decode(text).ok()?.try_into().ok()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    crate::access::root_from(Some(text)).map(|root| *root.as_bytes())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn checkpoint(height: i64) -> Checkpoint {
        Checkpoint {
            authority: 1,
            height,
            link: Link::from_bytes([2; 32]),
            root: Root::from_bytes([3; 32]),
            at_us: 1_796_112_000_000_000,
        }
    }

    fn signer() -> Signer {
        Signer::new(&Master::from_bytes([1; 32]), 1)
    }

    #[test]
    fn notes_and_keys_are_read_as_they_are_written() {
        let signed = signer().sign(checkpoint(7));
        assert_eq!(signed.to_string().parse(), Ok(signed));
        let cosigned = format!("{signed}— lykta/2 AAAA\n— witness.example AAAA\n");
        assert_eq!(cosigned.parse(), Ok(signed));
        let key = signer().public();
        assert_eq!(key.to_string().parse(), Ok(key));
    }

    /// Every change of one byte of the note is refused as a text, or is not signed.
    #[test]
    fn no_byte_of_a_note_can_change() {
        let signed = signer().sign(checkpoint(7));
        let note = signed.to_string().into_bytes();
        for at in 0..note.len() {
            for flip in [1, 2, 16, 32] {
                let mut changed = note.clone();
                changed[at] ^= flip;
                let read = String::from_utf8(changed).ok().and_then(|text| text.parse::<Signed>().ok());
                assert!(
                    read.is_none_or(|read| !signer().public().signed(&read) || read.key != signed.key),
                    "byte {at}"
                );
            }
        }
    }

    #[test]
    fn another_master_or_authority_has_not_signed_it() {
        let signed = signer().sign(checkpoint(7));
        assert!(!Signer::new(&Master::from_bytes([2; 32]), 1).public().signed(&signed));
        assert!(!Signer::new(&Master::from_bytes([1; 32]), 2).public().signed(&signed));
        let renamed = PublicKey { authority: 2, ..signer().public() };
        assert!(!renamed.signed(&signed));
    }

    /// Worked out by a separate program in another language from the description; freezes the format.
    #[test]
    fn the_format_is_frozen() {
        assert_eq!(signer().public().to_string(), FROZEN_KEY);
        assert_eq!(signer().sign(checkpoint(7)).to_string(), FROZEN_NOTE);
    }

    const FROZEN_KEY: &str = "lykta/1+a9916367+AYDeiijO5WP5SibTX96Fe8PUIaMmhUnYlFFXaaP+Stjj";
    const FROZEN_NOTE: &str = concat!(
        "lykta/1\n",
        "7\n",
        "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=\n",
        "link 0202020202020202020202020202020202020202020202020202020202020202\n",
        "time 1796112000000000\n",
        "\n",
        "— lykta/1 qZFjZzKTfo41GPoqbcRsRHwU39ERCkftyzgqc9pRcpDgDvKIabqycq5FzYTeMui4qn08x7U2ZZNqHymaFm55GAziGg8=\n"
    );

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(lykta/[0-9]{0,3}\n)?.{0,80}(\n\n)?(— lykta/1 .{0,90})?") {
            let read = text.parse::<Signed>();
            prop_assert!(read.is_err() || !signer().public().signed(&read.expect("read")));
            prop_assert!(text.parse::<PublicKey>().is_err());
        }
    }
}
