//! One hash for many leaves, such that any one of them can be shown to be among them: the tree of RFC 9162 § 2.1.
//!
//! A [`Link`](crate::Link) also covers everything before it, but only somebody with *all* entries can check it. With a
//! tree a single entry is shown to belong by some twenty hashes, whatever the number of the others, and nothing of the
//! others is shown.
//!
//! An entry's [`Leaf`] is already what the RFC calls a leaf hash, `SHA-256(0 ‖ …)`; an inner node is
//! `SHA-256(1 ‖ left ‖ right)`. The shape follows from the number of leaves alone, so a proof holds no directions.

use std::ops::Range;

use sha2::{Digest, Sha256};

use crate::chain::{Leaf, hex};

/// The hash of a whole tree.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Root([u8; 32]);

impl Root {
    /// A root read back from storage.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// 64 lower-case hexadecimal digits.
impl std::fmt::Display for Root {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&hex(&self.0))
    }
}

impl std::fmt::Debug for Root {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Root({self})")
    }
}

/// A tree that grows leaf by leaf and forgets what it no longer needs: it holds one hash per binary digit of its size.
///
/// ```
/// use seal::{Leaf, Tree};
///
/// let leaves: Vec<Leaf> = (0..5).map(|byte| Leaf::from_bytes([byte; 32])).collect();
/// let tree: Tree = leaves.iter().copied().collect();
///
/// // Leaf 3 of 5 is shown by three hashes: of leaf 2, of leaves 0 and 1, of leaf 4.
/// let beside = seal::beside(3, 5);
/// assert_eq!(beside, [2..3, 0..2, 4..5]);
///
/// let path: Vec<_> = beside.into_iter().map(|range| leaves[range.start as usize..range.end as usize].iter().copied().collect::<Tree>().root()).collect();
/// assert_eq!(seal::climb(leaves[3], 3, 5, &path), Some(tree.root()));
/// assert_ne!(seal::climb(leaves[2], 3, 5, &path), Some(tree.root()));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Tree {
    size: u64,
    /// Roots of the full subtrees, from the largest (oldest) to the smallest.
    peaks: Vec<[u8; 32]>,
}

impl Tree {
    /// Adds the next leaf.
    pub fn push(&mut self, leaf: Leaf) {
        let mut hash = *leaf.as_bytes();
        // Each binary digit 1 at the end of the size is a full subtree of its own; the new leaf completes a larger one.
        for _ in 0..self.size.trailing_ones() {
            let left = self.peaks.pop().expect("one peak per digit 1 of the size");
            hash = node(&left, &hash);
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// How many leaves it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The hash of all leaves so far; of none, the hash of nothing.
    pub fn root(&self) -> Root {
        let Some((last, larger)) = self.peaks.split_last() else { return Root(Sha256::digest([]).into()) };
        Root(larger.iter().rev().fold(*last, |right, left| node(left, &right)))
    }
}

impl FromIterator<Leaf> for Tree {
    fn from_iter<I: IntoIterator<Item = Leaf>>(leaves: I) -> Self {
        let mut tree = Self::default();
        leaves.into_iter().for_each(|leaf| tree.push(leaf));
        tree
    }
}

/// Which leaves, counted from 0, the hashes of a proof are roots of: those beside the way from leaf `place` up to the root, nearest first.
///
/// Whoever holds the leaves makes a proof by hashing these ranges, a few at a time and without the whole tree in memory.
pub fn beside(place: u64, size: u64) -> Vec<Range<u64>> {
    assert!(place < size, "a leaf that is in the tree");
    let (mut from, mut to, mut ranges) = (0, size, Vec::new());
    while to - from > 1 {
        // The left half is the largest full tree that leaves something to the right of it.
        let middle = from + (to - from).next_power_of_two() / 2;
        if place < middle {
            ranges.push(middle..to);
            to = middle;
        } else {
            ranges.push(from..middle);
            from = middle;
        }
    }
    ranges.reverse();
    ranges
}

/// The root that a leaf and the hashes beside it lead to; none if there are too few or too many hashes for the place.
///
/// The proof holds if that is the root one trusts.
pub fn climb(leaf: Leaf, place: u64, size: u64, path: &[Root]) -> Option<Root> {
    if place >= size {
        return None;
    }
    let ranges = beside(place, size);
    if ranges.len() != path.len() {
        return None;
    }
    let step = |hash: [u8; 32], (range, other): (&Range<u64>, &Root)| {
        if range.start > place { node(&hash, &other.0) } else { node(&other.0, &hash) }
    };
    Some(Root(ranges.iter().zip(path).fold(*leaf.as_bytes(), step)))
}

fn node(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

#[cfg(test)]
mod tests {
    use ct_merkle::{HashableLeaf, InclusionProof, mem_backed_tree::MemoryBackedTree};
    use proptest::prelude::*;

    use super::*;

    /// A leaf's bytes, as the other implementation takes them: it adds the 0 itself.
    #[derive(Clone)]
    struct Bytes(Vec<u8>);

    impl HashableLeaf for Bytes {
        fn hash<H: ct_merkle::digest::Update>(&self, hasher: &mut H) {
            hasher.update(&self.0);
        }
    }

    fn leaf(bytes: &[u8]) -> Leaf {
        Leaf::from_bytes(Sha256::new().chain_update([0]).chain_update(bytes).finalize().into())
    }

    fn path(leaves: &[Leaf], place: usize) -> Vec<Root> {
        let index = |at: u64| usize::try_from(at).expect("small");
        let root = |range: Range<u64>| {
            leaves[index(range.start)..index(range.end)].iter().copied().collect::<Tree>().root()
        };
        beside(place as u64, leaves.len() as u64).into_iter().map(root).collect()
    }

    fn texts() -> impl Strategy<Value = (Vec<Vec<u8>>, usize)> {
        proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 1..70)
            .prop_flat_map(|texts| (Just(texts.clone()), 0..texts.len()))
    }

    proptest! {
        /// Roots and proofs are those of an implementation we have not written.
        #[test]
        fn another_implementation_agrees((texts, place) in texts()) {
            let mut theirs = MemoryBackedTree::<Sha256, Bytes>::new();
            for text in &texts {
                theirs.push(Bytes(text.clone()));
            }
            let leaves: Vec<Leaf> = texts.iter().map(|text| leaf(text)).collect();
            let ours: Tree = leaves.iter().copied().collect();
            let their_root: [u8; 32] = (*theirs.root().as_bytes()).into();
            prop_assert_eq!(ours.root(), Root(their_root));

            let path = path(&leaves, place);
            let bytes: Vec<u8> = path.iter().flat_map(|hash| *hash.as_bytes()).collect();
            let their_proof = theirs.prove_inclusion(place);
            prop_assert_eq!(their_proof.as_bytes(), &bytes[..]);
            let proof = InclusionProof::<Sha256>::try_from_bytes(bytes).expect("whole hashes");
            prop_assert!(theirs.root().verify_inclusion(&Bytes(texts[place].clone()), place as u64, &proof).is_ok());
            prop_assert_eq!(climb(leaves[place], place as u64, leaves.len() as u64, &path), Some(ours.root()));
        }

        /// A proof of one leaf, place or tree is none of another.
        #[test]
        fn a_proof_proves_one_thing((texts, place) in texts(), flip: prop::sample::Index) {
            let leaves: Vec<Leaf> = texts.iter().map(|text| leaf(text)).collect();
            let root = leaves.iter().copied().collect::<Tree>().root();
            let (size, whole) = (leaves.len() as u64, path(&leaves, place));
            prop_assert_ne!(climb(leaf(b"another"), place as u64, size, &whole), Some(root));
            if !whole.is_empty() {
                prop_assert_eq!(climb(leaves[place], place as u64, size, &whole[1..]), None);
                let mut changed = whole.clone();
                let bit = flip.index(whole.len() * 256);
                changed[bit / 256].0[bit % 256 / 8] ^= 1 << (bit % 8);
                prop_assert_ne!(climb(leaves[place], place as u64, size, &changed), Some(root));
            }
            prop_assert_eq!(climb(leaves[place], size, size, &whole), None);
        }
    }

    #[test]
    fn a_tree_of_nothing_is_the_hash_of_nothing() {
        let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Tree::default().root().to_string(), nothing);
    }
}
