//! Every way we could think of to tamper with a chain, on chains of random length at a random height.

use proptest::prelude::*;

use super::*;
use crate::destruction::{EMPTIED, mark};
use crate::samples::OwnHeader;
use crate::{Checkpoint, Master, Signer};

/// A stored entry that owns what it holds, so that a test can damage it.
#[derive(Debug, Clone)]
struct Stored {
    height: i64,
    header: OwnHeader,
    sealed: Option<Vec<u8>>,
    leaf: Leaf,
    link: Link,
}

fn entry(header: OwnHeader, previous: Link, height: i64) -> Stored {
    let sealed = format!("sealed text {height}").into_bytes();
    let leaf = leaf(&header.header(), &sealed);
    Stored { height, header, sealed: Some(sealed), leaf, link: link(previous, leaf) }
}

/// Puts leaves and links right from index `from` on: what an intruder who owns the database can do.
fn relink(chain: &mut [Stored], from: usize) {
    for index in from..chain.len() {
        let previous = if index == 0 { Link::GENESIS } else { chain[index - 1].link };
        let row = &mut chain[index];
        row.leaf = leaf(&row.header.header(), row.sealed.as_deref().unwrap_or_default());
        row.link = link(previous, row.leaf);
    }
}

fn chain(length: i64) -> Vec<Stored> {
    let mut previous = Link::GENESIS;
    (1..=length)
        .map(|height| {
            let stored = entry(OwnHeader::plain(height), previous, height);
            previous = stored.link;
            stored
        })
        .collect()
}

/// Empties an entry by the book: sealed bytes and header go, leaf and link stay, the mark stands for the key.
fn empty(stored: &mut Stored, mark: Uuid) {
    stored.sealed = None;
    stored.header = OwnHeader {
        stream: Uuid::nil(),
        seq: stored.height,
        kind: EMPTIED.into(),
        version: 1,
        at_us: 0,
        actor: Uuid::nil(),
        key: mark,
        number: None,
        ..stored.header
    };
}

fn head(chain: &[Stored]) -> Head {
    chain
        .last()
        .map_or(Head { height: 0, link: Link::GENESIS }, |last| Head { height: last.height, link: last.link })
}

fn signer() -> Signer {
    Signer::new(&Master::from_bytes([1; 32]), 1)
}

/// What the chain is now, signed.
fn noted(chain: &[Stored]) -> Signed {
    let Head { height, link } = head(chain);
    let root = chain.iter().map(|stored| stored.leaf).collect::<Tree>().root();
    signer().sign(Checkpoint { authority: 1, height, link, root, at_us: 0 })
}

fn check(chain: &[Stored], head: Head, checkpoints: &[Signed]) -> Result<i64, Broken> {
    let evidence = Evidence { checkpoints: checkpoints.to_vec(), keys: vec![signer().public()] };
    let rows = chain.iter().map(|stored| Row {
        height: stored.height,
        header: stored.header.header(),
        sealed: stored.sealed.as_deref(),
        leaf: stored.leaf,
        link: stored.link,
    });
    verify(1, rows, head, evidence)
}

fn broken(height: usize, reason: Reason) -> Result<i64, Broken> {
    Err(Broken { height: i64::try_from(height).expect("small"), reason })
}

/// A chain of 1 to 12 entries, and an index into it.
fn chain_and_index() -> impl Strategy<Value = (Vec<Stored>, usize)> {
    (1_i64..=12).prop_flat_map(|length| (Just(chain(length)), 0..usize::try_from(length).expect("small")))
}

proptest! {
    #[test]
    fn an_untouched_chain_holds(length in 0_i64..20) {
        let chain = chain(length);
        prop_assert_eq!(check(&chain, head(&chain), &[]), Ok(length));
    }

    #[test]
    fn a_flipped_bit_names_its_height((mut chain, at) in chain_and_index(), bit: prop::sample::Index) {
        let end = head(&chain);
        let sealed = chain[at].sealed.as_mut().expect("not emptied");
        let bit = bit.index(sealed.len() * 8);
        sealed[bit / 8] ^= 1 << (bit % 8);
        prop_assert_eq!(check(&chain, end, &[]), broken(at + 1, Reason::Altered));
    }

    #[test]
    fn a_changed_header_names_its_height((mut chain, at) in chain_and_index()) {
        let end = head(&chain);
        chain[at].header.at_us -= 60_000_000;
        prop_assert_eq!(check(&chain, end, &[]), broken(at + 1, Reason::Altered));
    }

    #[test]
    fn another_authoritys_entry_names_its_height((mut chain, at) in chain_and_index()) {
        chain[at].header.authority = 2;
        relink(&mut chain, at);
        prop_assert_eq!(check(&chain, head(&chain), &[]), broken(at + 1, Reason::Foreign));
    }

    #[test]
    fn a_dropped_entry_is_named_by_its_own_height((mut chain, at) in chain_and_index()) {
        let end = head(&chain);
        chain.remove(at);
        prop_assert_eq!(check(&chain, end, &[]), broken(at + 1, Reason::Missing));
    }

    /// Dropped, and everything after it moved down to close the gap.
    #[test]
    fn a_closed_gap_is_named((mut chain, at) in chain_and_index()) {
        let end = head(&chain);
        chain.remove(at);
        for stored in &mut chain[at..] {
            stored.height -= 1;
        }
        let reason = if at == chain.len() { Reason::Missing } else { Reason::Unlinked };
        prop_assert_eq!(check(&chain, end, &[]), broken(at + 1, reason));
    }

    #[test]
    fn two_swapped_entries_name_the_first((mut chain, at) in chain_and_index()) {
        prop_assume!(at + 1 < chain.len());
        let end = head(&chain);
        chain.swap(at, at + 1);
        chain[at].height -= 1;
        chain[at + 1].height += 1;
        prop_assert_eq!(check(&chain, end, &[]), broken(at + 1, Reason::Unlinked));
    }

    /// An entry slipped in with a leaf and link of its own; those after it moved up.
    #[test]
    fn an_inserted_entry_names_the_first_that_no_longer_fits((mut chain, at) in chain_and_index()) {
        let mut end = head(&chain);
        end.height += 1;
        let previous = if at == 0 { Link::GENESIS } else { chain[at - 1].link };
        for stored in &mut chain[at..] {
            stored.height += 1;
        }
        let height = i64::try_from(at).expect("small") + 1;
        chain.insert(at, entry(OwnHeader::plain(100), previous, height));
        prop_assert_eq!(check(&chain, end, &[]), broken(at + 2, Reason::Unlinked));
    }

    #[test]
    fn an_entry_stored_twice_is_named((mut chain, at) in chain_and_index()) {
        let end = head(&chain);
        chain.insert(at, chain[at].clone());
        prop_assert_eq!(check(&chain, end, &[]), broken(at + 2, Reason::Repeated));
    }

    #[test]
    fn a_cut_tail_names_the_first_missing((mut chain, at) in chain_and_index()) {
        let end = head(&chain);
        chain.truncate(at);
        prop_assert_eq!(check(&chain, end, &[]), broken(at + 1, Reason::Missing));
    }

    /// The tail cut and the head put right: only a checkpoint tells, and it does.
    #[test]
    fn a_cut_tail_with_its_head_is_seen_from_a_checkpoint((mut chain, at) in chain_and_index()) {
        let noted = noted(&chain);
        chain.truncate(at);
        prop_assert_eq!(check(&chain, head(&chain), &[]), Ok(head(&chain).height));
        prop_assert_eq!(check(&chain, head(&chain), &[noted]), broken(at + 1, Reason::Missing));
    }

    /// One entry rewritten with a leaf and link that fit it: the next one, or the head, no longer fits.
    #[test]
    fn a_relinked_entry_is_named_where_the_chain_parts((mut chain, at) in chain_and_index()) {
        let end = head(&chain);
        chain[at].sealed = Some(b"another text".to_vec());
        relink(&mut chain[..=at], at);
        let expected = if at + 1 == chain.len() { broken(at + 1, Reason::Head) } else { broken(at + 2, Reason::Unlinked) };
        prop_assert_eq!(check(&chain, end, &[]), expected);
    }

    /// Everything rewritten from one entry on, head too: perfect in itself, and still no match for a noted
    /// link.
    #[test]
    fn a_wholly_relinked_chain_is_seen_from_a_checkpoint((mut chain, at) in chain_and_index(), later: prop::sample::Index) {
        let later = at + later.index(chain.len() - at);
        let noted = noted(&chain[..=later]);
        chain[at].sealed = Some(b"another text".to_vec());
        relink(&mut chain, at);
        prop_assert_eq!(check(&chain, head(&chain), &[]), Ok(head(&chain).height));
        prop_assert_eq!(check(&chain, head(&chain), &[noted]), broken(later + 1, Reason::Checkpoint));
    }

    #[test]
    fn an_entry_above_the_head_is_named((mut chain, at) in chain_and_index()) {
        let end = head(&chain[..at]);
        prop_assert_eq!(check(&chain, end, &[]), broken(at + 1, Reason::BeyondHead));
        chain.truncate(at);
        prop_assert_eq!(check(&chain, end, &[]), Ok(end.height));
    }

    #[test]
    fn an_emptied_entry_is_named((mut chain, at) in chain_and_index(), to_nothing: bool) {
        chain[at].sealed = to_nothing.then(Vec::new);
        prop_assert_eq!(check(&chain, head(&chain), &[]), broken(at + 1, Reason::Emptied));
    }

    /// Destroyed by the book: every entry under the key is empty, and a later entry says so.
    #[test]
    fn a_recorded_destruction_holds((mut chain, at) in chain_and_index()) {
        let mark = mark(1, Uuid::from_u128(0xDEAD));
        let leaves = chain[..=at].iter().map(|stored| stored.leaf);
        let number = Some(Destruction::of(mark, leaves).to_string());
        let height = i64::try_from(chain.len()).expect("small") + 1;
        let record = OwnHeader { kind: DESTRUCTION.into(), number, ..OwnHeader::plain(height) };
        chain.push(entry(record, Link::GENESIS, height));
        relink(&mut chain, 0);
        for stored in &mut chain[..=at] {
            empty(stored, mark);
        }
        prop_assert_eq!(check(&chain, head(&chain), &[]), Ok(height));

        // It answers for those entries and not for one more, or one fewer …
        if let Some(next) = chain.get(at + 1).filter(|_| at + 2 < chain.len()).cloned() {
            empty(&mut chain[at + 1], mark);
            prop_assert_eq!(check(&chain, head(&chain), &[]), broken(1, Reason::Emptied));
            chain[at + 1] = next;
        }

        // The record of a destruction explains nothing once it has itself been emptied …
        chain.last_mut().expect("just pushed").sealed = None;
        prop_assert_eq!(check(&chain, head(&chain), &[]), broken(1, Reason::Emptied));
    }
}

/// … nor anything that comes after it: a key already destroyed seals nothing.
#[test]
fn a_destruction_does_not_reach_forward() {
    let mut chain = chain(3);
    let mark = mark(1, chain[2].header.key);
    let number = Some(Destruction::of(mark, [chain[2].leaf]).to_string());
    chain[1].header = OwnHeader { kind: DESTRUCTION.into(), number, ..OwnHeader::plain(2) };
    relink(&mut chain, 0);
    empty(&mut chain[2], mark);
    assert_eq!(check(&chain, head(&chain), &[]), broken(3, Reason::Emptied));
}

/// Nor does the destruction of one key explain what is missing under another.
#[test]
fn a_destruction_explains_only_its_own_key() {
    let mut chain = chain(3);
    let other = Destruction::of(mark(1, Uuid::from_u128(0xDEAD)), [chain[1].leaf]);
    chain[2].header =
        OwnHeader { kind: DESTRUCTION.into(), number: Some(other.to_string()), ..OwnHeader::plain(3) };
    relink(&mut chain, 0);
    let own = mark(1, chain[1].header.key);
    empty(&mut chain[1], own);
    assert_eq!(check(&chain, head(&chain), &[]), broken(2, Reason::Emptied));
}

/// A checkpoint whose parts do not fit is told apart by what is wrong with it.
#[test]
fn a_false_checkpoint_is_named() {
    let chain = chain(9);
    let whole = noted(&chain[..5]);
    let found = |signed: Signed| check(&chain, head(&chain), &[noted(&chain[..3]), signed, noted(&chain)]);
    assert_eq!(found(whole), Ok(9));
    let mut false_link = whole;
    false_link.checkpoint.link = Link::GENESIS;
    assert_eq!(found(false_link), broken(5, Reason::Checkpoint));
    let mut false_root = whole;
    false_root.checkpoint.root = Tree::default().root();
    assert_eq!(found(false_root), broken(5, Reason::Root));
    let mut false_time = whole;
    false_time.checkpoint.at_us = 1;
    assert_eq!(found(false_time), broken(5, Reason::Signature));
    let mut false_height = whole;
    false_height.checkpoint.height = 4;
    assert_eq!(found(false_height), broken(4, Reason::Checkpoint));
    false_height.checkpoint.height = 10;
    assert_eq!(found(false_height), broken(10, Reason::Missing));
    let stranger = Signer::new(&Master::from_bytes([2; 32]), 1);
    assert_eq!(found(stranger.sign(whole.checkpoint)), broken(5, Reason::Signer));
}

/// Rows of the access log, covered by the third entry of five.
mod access {
    use super::*;

    fn rows() -> Vec<AccessRow<'static>> {
        let row = |look, root| AccessRow {
            authority: 1,
            look: Uuid::from_u128(look),
            at_us: 5,
            actor: Uuid::from_u128(1),
            stream: None,
            purpose: "manager",
            part: "group",
            listed: None,
            root,
        };
        vec![row(1, Some(1)), row(2, Some(1)), row(3, Some(1)), row(4, None)]
    }

    fn covered(rows: &[AccessRow<'_>]) -> Vec<Stored> {
        let mut chain = chain(5);
        let root = rows.iter().filter(|row| row.root.is_some()).map(AccessRow::leaf).collect::<Tree>().root();
        let number = Some(root.to_string());
        chain[2].header =
            OwnHeader { stream: EVIDENCE, kind: ACCESS_ROOT.into(), number, ..OwnHeader::plain(1) };
        relink(&mut chain, 2);
        chain
    }

    /// Rows follow the entry that covers them; open ones and strays come last.
    fn walk(chain: &[Stored], rows: &[AccessRow<'_>]) -> Result<Whole, Broken> {
        let mut verifier = Verifier::new(1, Evidence::default());
        for stored in chain {
            let header = stored.header.header();
            let sealed = stored.sealed.as_deref();
            verifier.step(&Row {
                height: stored.height,
                header,
                sealed,
                leaf: stored.leaf,
                link: stored.link,
            })?;
            for row in rows.iter().filter(|row| header.kind == ACCESS_ROOT && row.root == Some(header.seq)) {
                verifier.access(row)?;
            }
        }
        for row in rows.iter().filter(|row| row.root != Some(1)) {
            verifier.access(row)?;
        }
        verifier.finish(head(chain))
    }

    #[test]
    fn covered_rows_are_held_to_their_root() {
        let whole = rows();
        let chain = covered(&whole);
        let found = walk(&chain, &whole).map(|whole| (whole.height, whole.access, whole.open));
        assert_eq!(found, Ok((5, 3, 1)));

        let broken = |reason, height| Err(Broken { height, reason });
        let changed = |change: fn(&mut Vec<AccessRow<'static>>)| {
            let mut rows = rows();
            change(&mut rows);
            walk(&chain, &rows)
        };
        assert_eq!(changed(|rows| rows[1].actor = Uuid::nil()), broken(Reason::AccessRows, 3));
        assert_eq!(changed(|rows| rows.truncate(2)), broken(Reason::AccessRows, 3));
        assert_eq!(changed(|rows| rows.swap(0, 1)), broken(Reason::AccessRows, 3));
        assert_eq!(changed(|rows| rows.insert(1, rows[1])), broken(Reason::AccessRows, 3));
        assert_eq!(changed(|rows| rows[2].root = None), broken(Reason::AccessRows, 3));
        assert_eq!(changed(|rows| rows[3].root = Some(1)), broken(Reason::AccessRows, 3));
        assert_eq!(changed(|rows| rows[3].root = Some(2)), broken(Reason::AccessStray, 5));
        // What is open can still be changed unseen, and is counted for that reason.
        assert_eq!(changed(|rows| rows.truncate(3)).map(|whole| whole.open), Ok(0));
    }

    /// The last entry says that rows have been destroyed.
    fn destroyed(through: &str) -> Vec<Stored> {
        let mut chain = covered(&rows());
        let number = Some(through.to_owned());
        chain[4].header =
            OwnHeader { stream: EVIDENCE, kind: ACCESS_DESTROYED.into(), number, ..OwnHeader::plain(2) };
        relink(&mut chain, 4);
        chain
    }

    #[test]
    fn rows_may_be_gone_all_of_them_and_only_by_the_book() {
        let gone: Vec<AccessRow<'_>> = rows().into_iter().filter(|row| row.root.is_none()).collect();
        let broken = Err(Broken { height: 3, reason: Reason::AccessRows });
        let found = |chain: &[Stored], rows: &[AccessRow<'_>]| walk(chain, rows).map(|whole| whole.access);
        assert_eq!(found(&destroyed("1"), &gone), Ok(0));
        assert_eq!(found(&destroyed("1"), &rows()), Ok(3), "written down and not yet done");
        assert_eq!(found(&destroyed("1"), &rows()[1..]), broken, "some of them");
        assert_eq!(found(&covered(&rows()), &gone), broken, "nothing says why");
        for other in ["0", "", "01", "+1", "all"] {
            assert_eq!(found(&destroyed(other), &gone), broken, "{other:?}");
        }
        let mut elsewhere = destroyed("1");
        elsewhere[4].header.stream = Uuid::from_u128(10);
        relink(&mut elsewhere, 4);
        assert_eq!(found(&elsewhere, &gone), broken, "a child's file destroys nothing");
    }

    /// The same words in a child's file cover nothing.
    #[test]
    fn only_the_authoritys_own_stream_covers() {
        let mut chain = covered(&rows());
        chain[2].header.stream = Uuid::from_u128(10);
        relink(&mut chain, 2);
        assert_eq!(walk(&chain, &rows()), Err(Broken { height: 5, reason: Reason::AccessStray }));
    }
}
