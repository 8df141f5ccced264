//! The record of one authority as a file of lines that every program can read: the whole of it, or what has come after a height.
//!
//! The whole is what is handed over and verified by others. What has come after is the *tail* that a restored backup is brought up to date
//! with. Entries are as sealed as in the register; an export holds no key.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use seal::{Head, Link, Verifier};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::home::Home;
use crate::log;
use crate::sql::{attachments, export as sql};
use crate::tx::Tx;
use crate::value::Row;
use crate::verify::{Trust, Verdict, chain_row, evidence};
use crate::walk::{self, Piece};

mod line;

pub(crate) use line::{Beginning, Entry, Line, bytes_of, hash_of, text_of};

/// Longest line: an entry of a mebibyte in base64, and room.
const LINE_MAX: u64 = 4 * 1024 * 1024;

/// So much of an export is taken in with one commit, and held in memory for it.
const SOME_BYTES: usize = 8 * 1024 * 1024;

/// Commands read at a time.
const COMMANDS: i64 = 1000;

/// What was exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// The height after which it begins.
    pub after: i64,
    /// The height at which it ends.
    pub height: i64,
}

/// Writes an authority's record to a file, from after a height to its end, as it stands at one moment.
///
/// # Errors
/// [`Error::Broken`] where the register itself is: nothing is exported as if it were whole.
pub fn export(home: impl Into<Home>, authority: i64, after: i64, now_us: i64, to: &Path) -> Result<Exported> {
    let mut connection = home.into().reader()?;
    connection.begin_read(Some(authority))?;
    let unfinished = to.with_extension("unfinished");
    let file = File::create(&unfinished).map_err(Error::file(&unfinished))?;
    let mut out = Out { file: BufWriter::new(file), sum: Sha256::new(), path: &unfinished };
    let done = write_all(&mut connection, authority, after, now_us, &mut out);
    connection.end_read()?;
    let exported = done?;
    let file = out.file.into_inner().map_err(|error| Error::file(&unfinished)(error.into_error()))?;
    file.sync_all().map_err(Error::file(&unfinished))?;
    std::fs::rename(&unfinished, to).map_err(Error::file(to))?;
    Ok(exported)
}

fn write_all(
    tx: &mut dyn Tx,
    authority: i64,
    after: i64,
    now_us: i64,
    out: &mut Out<'_>,
) -> Result<Exported> {
    let known = log::authorities(tx)?.into_iter().find(|(number, _)| *number == authority);
    let (_, name) = known.ok_or(Error::UnknownAuthority(authority))?;
    let head = log::head(tx, authority)?;
    let link = match after {
        0 => Link::GENESIS,
        _ => match log::entries_after(tx, authority, after - 1, 1)?.pop() {
            Some(entry) if entry.height == after => entry.link,
            _ => return Err(Error::Unproved("the register does not reach up to the height to export after")),
        },
    };
    let link = text_of(link.as_bytes());
    out.line(&Line::LyktaExport(Beginning {
        form: line::FORM,
        authority,
        name,
        after,
        link,
        made_us: now_us,
    }))?;
    for (signed, key) in walk::checkpoints(tx, authority)? {
        if signed.checkpoint.height > after {
            out.line(&Line::Checkpoint(line::Noted::of(&signed, &key)))?;
        }
    }
    walk::walk(tx, authority, after, &mut |tx, piece| match piece {
        Piece::Access(looked) => out.line(&Line::Access(line::Access::of(looked))),
        Piece::Entry(entry) => {
            let subject =
                tx.row(crate::sql::log::STREAM_SUBJECT, &[authority.into(), entry.stream.into()])?;
            // What has been emptied belongs to no stream any more.
            let subject = subject.map(|row| row.text(0)).transpose()?.unwrap_or_default();
            out.line(&Line::Entry(Box::new(Entry::of(entry, subject))))?;
            write_attachments(tx, authority, entry.height, out)
        }
    })?;
    write_commands(tx, authority, after, out)?;
    let (link, sum) = (text_of(head.link.as_bytes()), text_of(&out.sum.clone().finalize()));
    out.line(&Line::End(line::End { height: head.height, link, sum }))?;
    Ok(Exported { after, height: head.height })
}

/// The documents that an entry carries, as sealed as they lie.
fn write_attachments(tx: &mut dyn Tx, authority: i64, height: i64, out: &mut Out<'_>) -> Result<()> {
    for row in tx.rows(sql::CARRIED_BY, &[authority.into(), height.into()])? {
        let (attachment, chunks) = (row.id(0)?, row.int(3)?);
        let (key, started_us) = (row.id(1)?, row.int(2)?);
        out.line(&Line::Attachment(line::Attachment {
            id: attachment,
            key,
            started_us,
            chunks,
            carried: height,
        }))?;
        for part in 0..chunks {
            let row = tx.row(attachments::CHUNK, &[authority.into(), attachment.into(), part.into()])?;
            let sealed = text_of(&row.ok_or(Error::NoAttachment)?.bytes(0)?);
            out.line(&Line::Chunk(line::Chunk { attachment, part, sealed }))?;
        }
    }
    Ok(())
}

/// What was done by which command, so that it is not done again by whoever sends it again.
fn write_commands(tx: &mut dyn Tx, authority: i64, after: i64, out: &mut Out<'_>) -> Result<()> {
    let mut height = after;
    loop {
        let with = [authority.into(), height.into(), COMMANDS.into()];
        let rows = tx.rows(sql::COMMANDS_AFTER, &with)?;
        for row in &rows {
            let asked = row.maybe(5, Row::bytes)?.as_deref().map(text_of);
            height = row.int(3)?;
            out.line(&Line::Command(line::Command {
                id: row.id(0)?,
                actor: row.id(1)?,
                at_us: row.int(2)?,
                first_height: height,
                last_height: row.int(4)?,
                asked,
            }))?;
        }
        if rows.is_empty() {
            return Ok(());
        }
    }
}

/// A file that is being written, and the sum of what has been.
struct Out<'a> {
    file: BufWriter<File>,
    sum: Sha256,
    path: &'a Path,
}

impl Out<'_> {
    fn line(&mut self, line: &Line) -> Result<()> {
        let mut text = serde_json::to_vec(line).expect("owned text has a JSON form");
        text.push(b'\n');
        self.sum.update(&text);
        self.file.write_all(&text).map_err(Error::file(self.path))
    }
}

/// A file that is being read, line by line.
pub(crate) struct Lines<'a> {
    file: BufReader<File>,
    sum: Sha256,
    path: &'a Path,
    number: usize,
    /// Bytes so far.
    read: usize,
    ended: bool,
}

impl<'a> Lines<'a> {
    /// Opens it, and reads how it begins.
    pub(crate) fn open(path: &'a Path) -> Result<(Self, Beginning)> {
        let file = File::open(path).map_err(Error::file(path))?;
        let mut lines =
            Self { file: BufReader::new(file), sum: Sha256::new(), path, number: 0, read: 0, ended: false };
        match lines.next()? {
            Line::LyktaExport(beginning) if beginning.form == line::FORM => Ok((lines, beginning)),
            Line::LyktaExport(_) => {
                Err(lines.wrong("of a form that this program knows: use a newer program"))
            }
            _ => Err(lines.wrong("the beginning of an export")),
        }
    }

    /// The next line. After the end there is none.
    ///
    /// # Errors
    /// [`Error::File`] with the line's number where it is not one, where the file has been cut, or its sum is not what its end says.
    pub(crate) fn next(&mut self) -> Result<Line> {
        let mut text = Vec::new();
        let mut limited = std::io::Read::take(&mut self.file, LINE_MAX);
        limited.read_until(b'\n', &mut text).map_err(Error::file(self.path))?;
        self.number += 1;
        self.read += text.len();
        if text.last() != Some(&b'\n') {
            return Err(self.wrong("there: the file has been cut, or was never finished"));
        }
        let line = serde_json::from_slice(&text).map_err(|_| self.wrong("a line of an export"))?;
        if let Line::End(end) = &line {
            let sum = self.sum.clone().finalize();
            if hash_of(&end.sum)? != *sum {
                return Err(self.wrong("the sum of what stands above it: something in the file was changed"));
            }
            if !self.file.fill_buf().map_err(Error::file(self.path))?.is_empty() {
                return Err(self.wrong("the last line, though it says so"));
            }
        }
        self.sum.update(&text);
        Ok(line)
    }

    /// The next lines, as many as one transaction should take in; none after the end.
    ///
    /// # Errors
    /// As [`Lines::next`].
    pub(crate) fn some(&mut self) -> Result<Vec<(At<'a>, Line)>> {
        let (mut some, until) = (Vec::new(), self.read + SOME_BYTES);
        while !self.ended && self.read < until {
            match self.next()? {
                Line::End(_) => self.ended = true,
                line => some.push((self.at(), line)),
            }
        }
        Ok(some)
    }

    /// Where the last line was.
    pub(crate) fn at(&self) -> At<'a> {
        At { path: self.path, line: self.number }
    }

    pub(crate) fn wrong(&self, what: &str) -> Error {
        self.at().wrong(what)
    }
}

/// A line of a file, for whoever is told what is wrong with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At<'a> {
    pub(crate) path: &'a Path,
    pub(crate) line: usize,
}

impl At<'_> {
    pub(crate) fn wrong(self, what: &str) -> Error {
        Error::File { path: self.path.to_owned(), why: format!("line {} is not {what}", self.line) }
    }
}

/// Checks a whole export, as [`verify`](crate::verify()) checks a register.
///
/// # Errors
/// [`Error::File`] where the file is no export, or a tail, which can only be checked with what it follows.
pub fn verify_export(path: &Path, trust: &Trust) -> Result<Verdict> {
    let (mut lines, beginning) = Lines::open(path)?;
    if beginning.after != 0 {
        return Err(lines.wrong(
            "the beginning of a whole export: it is a tail, checked when a backup is restored with it",
        ));
    }
    let outcome = match check(&mut lines, beginning.authority, trust) {
        Ok(whole) => Ok(whole),
        Err(Error::Broken(broken)) => Err(broken),
        Err(error) => return Err(error),
    };
    Ok(Verdict { authority: beginning.authority, outcome })
}

fn check(lines: &mut Lines<'_>, authority: i64, trust: &Trust) -> Result<seal::Whole> {
    let (mut own, mut line) = (Vec::new(), lines.next()?);
    while let Line::Checkpoint(noted) = &line {
        own.push(noted.read().map_err(|_| lines.wrong("a checkpoint with its key"))?);
        line = lines.next()?;
    }
    let mut verifier = Verifier::new(authority, evidence(authority, &own, trust));
    loop {
        match line {
            Line::Entry(entry) => {
                let unreadable =
                    seal::Broken { height: verifier.height() + 1, reason: seal::Reason::Unreadable };
                verifier.step(&chain_row(&entry.read(authority).map_err(|_| unreadable)?))?;
            }
            Line::Access(access) => {
                let looked = access.read(authority).map_err(|_| lines.wrong("a reading"))?;
                verifier.access(&looked.row())?;
            }
            Line::Attachment(_) | Line::Chunk(_) | Line::Command(_) => {}
            Line::End(end) => {
                let head = Head { height: end.height, link: Link::from_bytes(hash_of(&end.link)?) };
                return Ok(verifier.finish(head)?);
            }
            Line::LyktaExport(_) | Line::Checkpoint(_) => return Err(lines.wrong("in its place")),
        }
        line = lines.next()?;
    }
}
