//! Attachments: whole or not at all, and only as long as an entry carries them.

use std::io::{self, Read};

use proptest::prelude::*;
use store::attachments::{self, ATTACHMENT_BYTES_MAX, CHUNK_BYTES, NewAttachment, Sum};
use store::{Error, Result, Sql};
use uuid::Uuid;

use crate::fixture::{Fixture, NOW, OTHER, OURS, SECOND, id};

const PAPER: Uuid = Uuid::from_u128(0xF0);
const DAY: i64 = 24 * 3600 * SECOND;

fn receive(fixture: &Fixture, attachment: Uuid, key: Uuid, document: &mut dyn Read) -> Result<Sum> {
    let new = NewAttachment { authority: OURS, attachment, key, now_us: NOW };
    attachments::receive(&fixture.db, &fixture.keys, new, document)
}

fn read(fixture: &Fixture, authority: i64, attachment: Uuid, sum: Sum) -> Result<Vec<u8>> {
    fixture.db.read(|tx| attachments::read(tx, &fixture.keys, authority, attachment, sum))
}

fn pieces(fixture: &Fixture) -> i64 {
    let rows =
        fixture.db.read(|tx| tx.rows(Sql("SELECT count(*) FROM attachment_chunk"), &[])).expect("read");
    rows[0].int(0).expect("a number")
}

/// Documents around every edge: empty, one byte, a piece more or less, a whole write of pieces more or less.
#[test]
fn what_is_received_is_read_back() {
    let fixture = Fixture::new();
    let key = fixture.key();
    let edges = [
        0,
        1,
        CHUNK_BYTES - 1,
        CHUNK_BYTES,
        CHUNK_BYTES + 1,
        8 * CHUNK_BYTES,
        8 * CHUNK_BYTES + 1,
        1_000_000,
    ];
    for (length, number) in edges.into_iter().zip(1..) {
        let document: Vec<u8> = (0..=255).cycle().take(length).collect();
        let sum = receive(&fixture, id(number), key, &mut document.as_slice()).expect("received");
        assert_eq!(sum.bytes, length);
        assert_eq!(read(&fixture, OURS, id(number), sum), Ok(document));
        assert_eq!(read(&fixture, OTHER, id(number), sum), Err(Error::NoAttachment));
    }
}

#[test]
fn one_byte_too_many_is_refused_and_swept() {
    let fixture = Fixture::new();
    let key = fixture.key();
    let mut exact = io::repeat(7).take(ATTACHMENT_BYTES_MAX as u64);
    assert_eq!(receive(&fixture, id(1), key, &mut exact).map(|sum| sum.bytes), Ok(ATTACHMENT_BYTES_MAX));
    let refused = receive(&fixture, id(2), key, &mut io::repeat(7));
    assert!(matches!(refused, Err(Error::TooLarge { .. })));
    assert_eq!(
        fixture.db.write(|tx| attachments::carry(tx, OURS, id(2), 1)),
        Err(Error::NoAttachment),
        "not whole"
    );
    assert_eq!(fixture.db.write(|tx| attachments::sweep(tx, OURS, NOW + DAY)), Ok(2));
    assert_eq!(pieces(&fixture), 0);
}

#[test]
fn a_carried_attachment_stays_and_an_orphan_goes_after_its_day() {
    let fixture = Fixture::new();
    let key = fixture.key();
    let sum = receive(&fixture, PAPER, key, &mut &b"carried"[..]).expect("received");
    receive(&fixture, id(2), key, &mut &b"orphan"[..]).expect("received");
    fixture.db.write(|tx| attachments::carry(tx, OURS, PAPER, 1)).expect("carried");
    assert_eq!(
        fixture.db.write(|tx| attachments::carry(tx, OURS, PAPER, 2)),
        Err(Error::NoAttachment),
        "once only"
    );
    assert_eq!(fixture.db.write(|tx| attachments::sweep(tx, OURS, NOW)), Ok(0), "not before its time");
    assert_eq!(fixture.db.write(|tx| attachments::sweep(tx, OURS, NOW + DAY)), Ok(1));
    assert_eq!(read(&fixture, OURS, PAPER, sum), Ok(b"carried".to_vec()));
    assert_eq!(read(&fixture, OURS, id(2), sum), Err(Error::NoAttachment));
    assert_eq!(pieces(&fixture), 1);
}

#[test]
fn changed_swapped_or_missing_pieces_are_refused() {
    const CHANGE: Sql =
        Sql("UPDATE attachment_chunk SET sealed = CAST(sealed || x'00' AS BLOB) WHERE part = 1");
    const SWAP: Sql = Sql("UPDATE attachment_chunk SET sealed = \
         (SELECT other.sealed FROM attachment_chunk AS other WHERE other.part = 1 - attachment_chunk.part)");
    const DROP: Sql = Sql("DELETE FROM attachment_chunk WHERE part = 1");
    const SHORTEN: Sql = Sql("UPDATE attachment SET chunks = 1");
    for tampering in [CHANGE, SWAP, DROP, SHORTEN] {
        let fixture = Fixture::in_files();
        let document = vec![9; 2 * CHUNK_BYTES];
        let sum = receive(&fixture, PAPER, fixture.key(), &mut document.as_slice()).expect("received");
        assert!(read(&fixture, OURS, PAPER, sum).is_ok());
        fixture.db.write(move |tx| tx.run(tampering, &[])).expect("tampered");
        assert!(read(&fixture, OURS, PAPER, sum).is_err(), "{tampering:?}");
    }
}

/// A source that gives what it likes, in portions of any size, with interruptions.
struct Trickle<'a> {
    left: &'a [u8],
    portions: &'a [usize],
}

impl Read for Trickle<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let Some((portion, later)) = self.portions.split_first() else { return self.left.read(into) };
        self.portions = later;
        match *portion {
            0 => Err(io::ErrorKind::Interrupted.into()),
            portion => {
                let end = portion.min(into.len());
                self.left.read(&mut into[..end])
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn how_the_bytes_arrive_does_not_matter(length in 0_usize..200_000, portions in prop::collection::vec(0_usize..70_000, 0..20)) {
        let fixture = Fixture::new();
        let document: Vec<u8> = (0..251).cycle().take(length).collect();
        let mut trickle = Trickle { left: &document, portions: &portions };
        let sum = receive(&fixture, PAPER, fixture.key(), &mut trickle).expect("received");
        prop_assert_eq!(read(&fixture, OURS, PAPER, sum), Ok(document));
    }
}
