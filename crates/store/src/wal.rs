//! A write-ahead log that was damaged while nothing ran, told from one that the power cut short.
//!
//! SQLite reads its log up to the first frame whose sum does not hold, and takes that for the end. It must: so a log looks when the power went
//! in the middle of a write. A frame that was damaged later looks the same, and everything behind it would be gone without a word. But each
//! transaction is flushed before the next one begins. Where a whole transaction and the beginning of the next stand behind the broken frame,
//! that frame was once on the disk, and what was answered then has been damaged. Nothing is written for this: it is read at the start, and a
//! log that was folded in is empty then.
//!
//! What this cannot tell from a power cut is damage in the last transaction (or in the last frame of the one before), and a log that was cut
//! off or taken away. [`reached`](crate::reached) tells those, as far as they took entries along.
//!
//! The form is SQLite's own: <https://www.sqlite.org/fileformat2.html#the_write_ahead_log>.

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Bytes before the first frame.
const HEADER: usize = 32;

/// Bytes of a frame before its page.
const FRAME: usize = 24;

/// How every header begins, but for the last bit, which says how sums are counted.
const MAGIC: u32 = 0x377f_0682;

/// A sum goes on from the one before it.
type Sum = (u32, u32);

/// Sees to it that the log beside a database has not been damaged. Nobody may be writing in it.
///
/// # Errors
/// [`Error::LogDamaged`] with the first frame that is broken.
pub(crate) fn expect_whole(database: &Path) -> Result<()> {
    let path = PathBuf::from(format!("{}-wal", database.display()));
    let log = match File::open(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        log => log.map_err(Error::file(&path))?,
    };
    match damaged(BufReader::new(log)).map_err(Error::file(&path))? {
        None => Ok(()),
        Some(frame) => Err(Error::LogDamaged { path, frame }),
    }
}

/// The first broken frame, counted from 1, if it was once whole.
fn damaged(mut log: impl Read) -> io::Result<Option<u64>> {
    let mut header = [0; HEADER];
    if !filled(&mut log, &mut header)? {
        return Ok(None);
    }
    let Some(form) = Form::of(&header) else { return Ok(None) };
    let mut frame = vec![0; FRAME + form.page];
    let (mut sum, mut number, mut broken, mut ended) = (form.sum, 0, None, false);
    while filled(&mut log, &mut frame)? {
        number += 1;
        let holds = form.holds(sum, &frame);
        if holds && ended {
            return Ok(broken);
        }
        if !holds && broken.is_none() {
            broken = Some(number);
        }
        // Only the last frame of a transaction says how large the database is.
        ended = holds && broken.is_some() && word(&frame, 4) != 0;
        sum = (word(&frame, 16), word(&frame, 20));
    }
    Ok(None)
}

/// What the header says of every frame.
struct Form {
    page: usize,
    salts: [u8; 8],
    big_endian: bool,
    sum: Sum,
}

impl Form {
    /// None where it is no header, or a broken one: the engine then takes the log for empty.
    fn of(header: &[u8; HEADER]) -> Option<Self> {
        let magic = word(header, 0);
        let form = Self {
            page: usize::try_from(word(header, 8)).ok()?,
            salts: header[16..24].try_into().expect("eight bytes"),
            big_endian: magic & 1 == 1,
            sum: (word(header, 24), word(header, 28)),
        };
        let sizes = form.page.is_power_of_two() && (512..=65536).contains(&form.page);
        (magic & !1 == MAGIC && sizes && form.go_on((0, 0), &header[..24]) == form.sum).then_some(form)
    }

    /// Whether a frame belongs to this log and is as it was written, behind one whose sum was this.
    fn holds(&self, before: Sum, frame: &[u8]) -> bool {
        let sum = self.go_on(self.go_on(before, &frame[..8]), &frame[FRAME..]);
        frame[8..16] == self.salts && sum == (word(frame, 16), word(frame, 20))
    }

    fn go_on(&self, (mut one, mut two): Sum, bytes: &[u8]) -> Sum {
        let read = if self.big_endian { u32::from_be_bytes } else { u32::from_le_bytes };
        let (words, _) = bytes.as_chunks::<4>();
        let (pairs, _) = words.as_chunks::<2>();
        for [first, second] in pairs {
            one = one.wrapping_add(read(*first)).wrapping_add(two);
            two = two.wrapping_add(read(*second)).wrapping_add(one);
        }
        (one, two)
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
}

/// Whether there was as much as that.
fn filled(from: &mut impl Read, place: &mut [u8]) -> io::Result<bool> {
    match from.read_exact(place) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        done => done.map(|()| true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::Connection;

    const PAGE: usize = 4096;

    /// A log of so many transactions of several pages, and where each of them ends, in frames.
    fn log(transactions: i64) -> (Vec<u8>, Vec<usize>) {
        let folder = tempfile::tempdir().expect("a directory");
        let path = folder.path().join("a.db");
        let mut connection = Connection::open_writer(&path).expect("opened");
        connection
            .define("CREATE TABLE a (number BIGINT NOT NULL PRIMARY KEY, text TEXT NOT NULL)")
            .expect("a table");
        connection.fold_in().expect("an empty log"); // and so a second life of the file
        for number in 0..transactions {
            connection.begin_write().expect("begun");
            let text = "text ".repeat(2000);
            connection.define(&format!("INSERT INTO a VALUES ({number}, '{text}')")).expect("added");
            connection.commit().expect("committed");
        }
        let log = std::fs::read(folder.path().join("a.db-wal")).expect("the log");
        let frames = (log.len() - HEADER) / (FRAME + PAGE);
        let ends = (0..frames).filter(|frame| word(&log, HEADER + frame * (FRAME + PAGE) + 4) != 0);
        let ends = ends.map(|frame| frame + 1).collect();
        (log, ends)
    }

    #[test]
    fn what_is_whole_or_was_cut_short_is_not_damaged() {
        let (log, ends) = log(6);
        assert_eq!(ends.len(), 6);
        assert!(ends[1] - ends[0] > 2, "several frames in each");
        for cut in (0..=log.len()).step_by(97) {
            assert_eq!(damaged(&log[..cut]).expect("read"), None, "cut at {cut}");
        }
        // The last transaction may be on the disk in any part: the power went.
        let begins = HEADER + ends[4] * (FRAME + PAGE);
        for lost in (begins..log.len()).step_by(512) {
            let mut torn = log.clone();
            torn[lost..(lost + 512).min(log.len())].fill(0);
            assert_eq!(damaged(&torn[..]).expect("read"), None, "lost at {lost}");
        }
    }

    /// Any bit of any frame, but for those of the last transaction, and of the last frame before it.
    #[test]
    fn a_bit_that_turned_before_the_last_transaction_is_seen() {
        let (log, ends) = log(6);
        let surely = HEADER + (ends[4] - 1) * (FRAME + PAGE);
        let mut rng = fastrand::Rng::with_seed(9);
        for _ in 0..2000 {
            let at = rng.usize(HEADER..surely);
            let (in_frame, own) = ((at - HEADER) / (FRAME + PAGE), (at - HEADER) % (FRAME + PAGE));
            let mut turned = log.clone();
            turned[at] ^= 1 << rng.u8(..8);
            let told = damaged(&turned[..]).expect("read");
            // Its own sum breaks the one after it as well: near the end of a transaction that leaves one transaction less to be seen by.
            let unseen = (16..24).contains(&own) && in_frame + 2 >= ends[4];
            assert!(unseen || told == Some(in_frame as u64 + 1), "byte {own} of frame {in_frame}: {told:?}");
        }
    }

    /// What a transaction leaves behind that was given up, or what an earlier life of the file left.
    #[test]
    fn what_was_left_behind_is_no_damage() {
        let (new, old) = (log(2).0, log(6).0);
        let mut both = new.clone();
        both.extend(&old[new.len()..]);
        assert_eq!(damaged(&both[..]).expect("read"), None);
        assert_eq!(damaged(&b"no log at all"[..]).expect("read"), None);
        assert_eq!(damaged(&[7; 9000][..]).expect("read"), None);
    }
}
