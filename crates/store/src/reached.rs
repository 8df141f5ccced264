//! How far the record has come, in a small file beside it (`lykta.reached`): against a record that has become shorter.
//!
//! A register whose write-ahead log was cut off or taken away, or an older file in its place, is whole by itself: no check of it can know
//! that there was more. So the writer writes down, after each commit and before anybody is answered, how high each chain is. It is not
//! flushed then, which would double the price of a commit, but in the next quiet moment. What it says is therefore never more than what is
//! durable: exactly that when the program died, and when the power went what the system had written by itself, half a minute ago
//! at most where the disk keeps up.
//!
//! It is a guard and no record. Where it is missing or damaged nothing is lost, and the program goes on without it until it is written
//! anew.

use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::db::REGISTER;
use crate::error::{Error, Result};
use crate::originals::hexadecimal;
use crate::sql::log as sql;
use crate::sqlite::Connection;
use crate::tx::Tx;

/// The file in the data directory.
const FILE: &str = "lykta.reached";

/// The first line: which form it is.
const FORM: &str = "lykta-reached 1";

/// Bytes of its sum.
const SUM: usize = 8;

/// An authority, and the height of its last entry.
type Height = (i64, i64);

/// The mark, as the writer keeps it.
pub(crate) struct Reached {
    path: PathBuf,
    /// Opened at the first commit.
    file: Option<File>,
    stands: Vec<Height>,
    flushed: bool,
}

impl Reached {
    /// The one of a directory.
    pub(crate) fn in_directory(dir: &Path) -> Self {
        Self { path: dir.join(FILE), file: None, stands: Vec::new(), flushed: true }
    }

    /// Writes down what has just been committed. That it cannot keeps nobody from working.
    pub(crate) fn follow(&mut self, tx: &mut dyn Tx) {
        if let Err(error) = heights(tx).and_then(|heights| self.put(heights)) {
            tracing::warn!(%error, "how far the record has come could not be written down");
        }
    }

    /// Makes it durable: in a moment when nobody waits.
    pub(crate) fn flush(&mut self) {
        if let (false, Some(file)) = (self.flushed, &self.file) {
            self.flushed = file.sync_data().is_ok();
        }
    }

    fn put(&mut self, heights: Vec<Height>) -> Result<()> {
        if heights == self.stands {
            return Ok(()); // no entry was written
        }
        let failed = || Error::file(&self.path);
        let file = match &mut self.file {
            Some(file) => file,
            none => {
                let mut options = OpenOptions::new();
                let opened = options.write(true).create(true).truncate(false).mode(0o600).open(&self.path);
                none.insert(opened.map_err(failed())?)
            }
        };
        let text = text_of(&heights);
        file.write_all_at(text.as_bytes(), 0).map_err(failed())?;
        if self.stands.is_empty() {
            file.set_len(text.len() as u64).map_err(failed())?; // whatever stood there; from now on it only grows
        }
        (self.stands, self.flushed) = (heights, false);
        Ok(())
    }
}

/// What the mark of a directory says; nothing where there is none, or a damaged one.
pub(crate) fn read(dir: &Path) -> Result<Vec<Height>> {
    let path = dir.join(FILE);
    match fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        text => Ok(parse(&text.map_err(Error::file(&path))?).unwrap_or_else(|| {
            tracing::warn!(path = %path.display(), "the mark of how far the record has come is damaged: it is passed over");
            Vec::new()
        })),
    }
}

/// Sees to it that the record of a directory is as long as it has been. Whoever only reads leaves the log as it is: a writer that closes
/// would fold in what is left of it.
///
/// # Errors
/// [`Error::Shorter`] where it is not.
pub(crate) fn expect(dir: &Path) -> Result<()> {
    let (marks, register) = (read(dir)?, dir.join(REGISTER)); // the mark first: the record may grow meanwhile
    if marks.is_empty() {
        return Ok(());
    }
    let stands = if register.exists() {
        match Connection::open_reader(&register).and_then(|mut register| heights(&mut register)) {
            Err(Error::Engine(_)) => Vec::new(), // there are no tables: a new file in the place of the register
            heights => heights?,
        }
    } else {
        Vec::new()
    };
    for (authority, reached) in marks {
        let own = stands.iter().find(|(own, _)| *own == authority);
        let found = own.map_or(0, |(_, height)| *height);
        if found < reached {
            return Err(Error::Shorter { authority, found, reached, mark: dir.join(FILE) });
        }
    }
    Ok(())
}

fn heights(tx: &mut dyn Tx) -> Result<Vec<Height>> {
    tx.rows(sql::HEIGHTS, &[])?.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}

fn text_of(heights: &[Height]) -> String {
    let lines = heights.iter().map(|(authority, height)| format!("{authority} {height}\n"));
    let text = format!("{FORM}\n{}", lines.collect::<String>());
    format!("{text}sum {}\n", sum(&text))
}

/// None unless every byte is as it should be.
fn parse(bytes: &[u8]) -> Option<Vec<Height>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (said, told) = text.split_at(text.rfind("sum ")?);
    let heights = said.strip_prefix(FORM)?.strip_prefix('\n')?.lines().map(|line| {
        let (authority, height) = line.split_once(' ')?;
        Some((authority.parse().ok()?, height.parse().ok()?))
    });
    (told == format!("sum {}\n", sum(said))).then(|| heights.collect())?
}

fn sum(text: &str) -> String {
    hexadecimal(&Sha256::digest(text)[..SUM])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_nothing_else() {
        let heights = vec![(1, 738), (2, 9)];
        let text = text_of(&heights);
        assert_eq!(parse(text.as_bytes()), Some(heights));
        assert_eq!(parse(text_of(&[]).as_bytes()), Some(Vec::new()));
        for at in 0..text.len() {
            for bit in 0..8 {
                let mut turned = text.clone().into_bytes();
                turned[at] ^= 1 << bit;
                assert_eq!(parse(&turned), None, "bit {bit} of byte {at}");
            }
            assert_eq!(parse(&text.as_bytes()[..at]), None, "cut at {at}");
        }
    }
}
