//! A proof that one entry belongs to a signed chain, for somebody who has nothing but the proof and a public key.
//!
//! The text is a transparency-log proof (<https://c2sp.org/tlog-proof>). Its `extra` line holds what the leaf is the hash
//! of: the entry's clear header and its *sealed* bytes. So the proof shows when, by whom, under which matter number and in
//! which place something was written, and that exactly these sealed bytes were; it shows nothing of what they say. Who may
//! read the text opens it with the authority, and finds it bound to this header or not at all.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::chain::leaf;
use crate::checkpoint::{Malformed, PublicKey, Signed, hash};
use crate::header::Header;
use crate::merkle::{Root, climb};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// An entry, and the way from it to a signed root.
///
/// ```
/// use seal::{Checkpoint, Header, Link, Master, Proof, Signer, Tree};
/// # let id = uuid::Uuid::from_u128(1);
/// # let header = Header { authority: 1, stream: id, seq: 1, kind: "note", version: 1, at_us: 0, actor: id, key: id, number: None };
/// let sealed = b"as it lies in the register";
/// let leaf = seal::leaf(&header, sealed);
/// let root = Tree::from_iter([leaf]).root(); // a chain of one entry
/// let signer = Signer::new(&Master::from_bytes([1; 32]), 1);
/// let signed = signer.sign(Checkpoint { authority: 1, height: 1, link: seal::link(Link::GENESIS, leaf), root, at_us: 5 });
///
/// let proof = Proof::new(1, &header, sealed, vec![], signed);
/// let read: Proof = proof.to_string().parse()?;
/// assert_eq!(read.check(&signer.public()).map(|proved| (proved.kind, proved.seq)), Ok(("note", 1)));
///
/// let stranger = Signer::new(&Master::from_bytes([2; 32]), 1);
/// assert!(read.check(&stranger.public()).is_err());
/// # Ok::<(), seal::Malformed>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The entry's height in its chain, from 1.
    pub height: i64,
    /// Header and sealed bytes, as the leaf is made of them.
    content: Vec<u8>,
    path: Vec<Root>,
    /// The checkpoint it leads to.
    pub signed: Signed,
}

/// Why a proof proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unproved {
    /// The checkpoint was not signed by the key that is trusted.
    #[error("the checkpoint is not signed by this key")]
    Signature,
    /// What it is about is no entry of that chain.
    #[error("what it is about is no entry of this chain")]
    Content,
    /// The entry is not in the tree that was signed.
    #[error("the entry is not in the chain that was signed")]
    Path,
}

impl Proof {
    /// Puts a proof together: `path` are the roots of the ranges that [`beside`](crate::beside) names.
    pub fn new(height: i64, header: &Header<'_>, sealed: &[u8], path: Vec<Root>, signed: Signed) -> Self {
        Self { height, content: [&header.encode()[..], sealed].concat(), path, signed }
    }

    /// Checks it with a key that one trusts. Returns the entry's header: what has been proved.
    pub fn check(&self, key: &PublicKey) -> Result<Header<'_>, Unproved> {
        if !key.signed(&self.signed) {
            return Err(Unproved::Signature);
        }
        let (header, sealed) = Header::decode(&self.content).ok_or(Unproved::Content)?;
        if header.authority != key.authority {
            return Err(Unproved::Content);
        }
        let place = u64::try_from(self.height - 1).map_err(|_| Unproved::Path)?;
        let size = u64::try_from(self.signed.checkpoint.height).map_err(|_| Unproved::Path)?;
        match climb(leaf(&header, sealed), place, size, &self.path) {
            Some(root) if root == self.signed.checkpoint.root => Ok(header),
            _ => Err(Unproved::Path),
        }
    }
}

/// The file: first line, content, place from 0, hashes, an empty line, the signed checkpoint.
impl fmt::Display for Proof {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{FIRST_LINE}\nextra {}\nindex {}", BASE64.encode(&self.content), self.height - 1)?;
        self.path.iter().try_for_each(|root| writeln!(out, "{}", BASE64.encode(root.as_bytes())))?;
        write!(out, "\n{}", self.signed)
    }
}

impl FromStr for Proof {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let cut = text.find("\n\n").ok_or(Malformed { line: 4, expected: "a hash, or an empty line" })?;
        let mut lines = text[..cut].split('\n');
        let wrong = |line, expected| Malformed { line, expected };
        if lines.next() != Some(FIRST_LINE) {
            return Err(wrong(1, FIRST_LINE));
        }
        let content = lines.next().and_then(|line| BASE64.decode(line.strip_prefix("extra ")?).ok());
        let content = content.ok_or(wrong(2, "the entry: the word extra, and base64"))?;
        let index = lines.next().and_then(|line| line.strip_prefix("index ")?.parse::<u32>().ok());
        let index = index.ok_or(wrong(3, "the place: the word index, and a number"))?;
        let path = lines
            .zip(4..)
            .map(|(line, at)| hash(line).map(Root::from_bytes).ok_or(wrong(at, "a hash in base64")));
        let path: Vec<Root> = path.collect::<Result<_, _>>()?;
        let before = path.len() + 4;
        let signed = text[cut + 2..].parse::<Signed>();
        let signed = signed.map_err(|error| Malformed { line: error.line + before, ..error })?;
        Ok(Self { height: i64::from(index) + 1, content, path, signed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::OwnHeader;
    use crate::{Checkpoint, Leaf, Link, Master, Signer, Tree, beside};

    fn signer() -> Signer {
        Signer::new(&Master::from_bytes([1; 32]), 1)
    }

    fn sealed(height: i64) -> Vec<u8> {
        format!("sealed {height}").into_bytes()
    }

    /// A chain of so many entries, and the proof of one of them.
    fn proof(entries: i64, height: i64) -> Proof {
        let leaves: Vec<Leaf> =
            (1..=entries).map(|at| leaf(&OwnHeader::plain(at).header(), &sealed(at))).collect();
        let root = leaves.iter().copied().collect::<Tree>().root();
        let checkpoint = Checkpoint { authority: 1, height: entries, link: Link::GENESIS, root, at_us: 0 };
        let index = |at: u64| usize::try_from(at).expect("small");
        let place = u64::try_from(height - 1).expect("from 1");
        let path = beside(place, leaves.len() as u64).into_iter().map(|range| {
            leaves[index(range.start)..index(range.end)].iter().copied().collect::<Tree>().root()
        });
        Proof::new(
            height,
            &OwnHeader::plain(height).header(),
            &sealed(height),
            path.collect(),
            signer().sign(checkpoint),
        )
    }

    #[test]
    fn every_entry_of_every_small_chain_is_proved() {
        for entries in 1..20 {
            for height in 1..=entries {
                let read: Proof = proof(entries, height).to_string().parse().expect("as it is written");
                assert_eq!(read.check(&signer().public()).map(|header| header.seq), Ok(height));
            }
        }
    }

    /// Whatever single byte of the file is changed: it is no proof, or no proof of anything else.
    #[test]
    fn no_byte_of_a_proof_can_change() {
        let whole = proof(11, 7);
        let text = whole.to_string().into_bytes();
        for at in 0..text.len() {
            for flip in [1, 4, 32] {
                let mut changed = text.clone();
                changed[at] ^= flip;
                let Some(read) = String::from_utf8(changed).ok().and_then(|text| text.parse::<Proof>().ok())
                else {
                    continue;
                };
                let key = signer().public();
                assert!(read.check(&key).is_err() || read.signed.key != whole.signed.key, "byte {at}");
            }
        }
    }

    #[test]
    fn what_is_malformed_is_named_by_its_line() {
        let text = proof(11, 7).to_string();
        let line = |text: String| text.parse::<Proof>().map_err(|error| error.line);
        assert_eq!(line(text.replace("extra ", "")), Err(2));
        assert_eq!(line(text.replace("index 6", "index -6")), Err(3));
        assert_eq!(line(text.replace("time ", "")), Err(13));
        assert_eq!(line(String::new()), Err(4));
    }
}
