//! A directory of messages, one a file: each is received, and then moved to `registered/` or `set-aside/` below it.
//!
//! Nothing is moved before it is durable, nothing is deleted, and nothing is overwritten. Whoever runs it again after a power failure
//! gets the same receipts for what was received, and goes on with the rest.

use crate::receiving::{NotReceived, Outcome, Receipt};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use store::messages::MESSAGE_BYTES_MAX;

/// Where what was registered is moved.
pub const REGISTERED: &str = "registered";

/// Where what was set aside is moved, each with its reason beside it.
pub const SET_ASIDE: &str = "set-aside";

/// Endings of files that somebody is still writing.
const UNFINISHED: [&str; 4] = [".part", ".partial", ".tmp", ".crdownload"];

/// Why something in the directory is left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// A directory, a link, a pipe.
    NotAFile,
    /// Its name begins with a dot.
    Hidden,
    /// Its name says that it is being written.
    Unfinished,
    /// Larger than what is kept at all.
    TooLarge,
}

impl Left {
    /// Why, in a few words.
    pub fn why(self) -> &'static str {
        match self {
            Self::NotAFile => "not a regular file",
            Self::Hidden => "hidden",
            Self::Unfinished => "still being written",
            Self::TooLarge => "too large to be a message",
        }
    }
}

/// A file that was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its name.
    pub name: String,
    /// The receipt.
    pub receipt: Receipt,
}

/// What came of a directory.
#[derive(Debug, Default)]
pub struct Imported {
    /// What was received, in the order of the names.
    pub taken: Vec<Taken>,
    /// What was left as it is.
    pub left: Vec<(String, Left)>,
}

/// Counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// New messages.
    pub received: usize,
    /// Of these, in the record.
    pub registered: usize,
    /// Of these, waiting for a person.
    pub set_aside: usize,
    /// Of these, durable and waiting for the running program.
    pub waiting: usize,
    /// Received before, with the same bytes.
    pub known: usize,
    /// Left as they are.
    pub left: usize,
}

impl Imported {
    /// The numbers: `received = registered + set_aside + waiting`.
    pub fn counted(&self) -> Counted {
        let mut counted = Counted { left: self.left.len(), ..Counted::default() };
        for taken in &self.taken {
            if taken.receipt.received_before {
                counted.known += 1;
                continue;
            }
            counted.received += 1;
            match taken.receipt.outcome {
                Outcome::Waiting => counted.waiting += 1,
                Outcome::Registered { .. } => counted.registered += 1,
                Outcome::SetAside { .. } => counted.set_aside += 1,
            }
        }
        counted
    }
}

/// Why an import stopped. What was received by then is durable; running it again goes on.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// A file or the directory could not be read or moved.
    #[error("{}: {why}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        why: io::Error,
    },
    /// A message was not received.
    #[error("{}: {why}", path.display())]
    NotReceived {
        /// Which file.
        path: PathBuf,
        /// Why.
        why: NotReceived,
    },
}

fn stopped(path: &Path) -> impl FnOnce(io::Error) -> Stopped {
    let path = path.to_owned();
    move |why| Stopped::File { path, why }
}

/// Receives every file of a directory, in the order of their names, and moves each that is registered or set aside. `receive` makes it
/// durable before it returns; what it answers that it waits stays where it is.
///
/// # Errors
/// [`Stopped`] at the first file that could not be read, received or moved.
pub fn import(
    dir: &Path,
    mut receive: impl FnMut(&[u8]) -> Result<Receipt, NotReceived>,
) -> Result<Imported, Stopped> {
    let mut imported = Imported::default();
    let mut paths = Vec::new();
    for entry in fs::read_dir(dir).map_err(stopped(dir))? {
        paths.push(entry.map_err(stopped(dir))?.path());
    }
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let about = fs::symlink_metadata(&path).map_err(stopped(&path))?;
        if about.is_dir() && [REGISTERED, SET_ASIDE].contains(&name.as_str()) {
            continue;
        }
        if let Some(left) = left(&name, &about) {
            imported.left.push((name, left));
            continue;
        }
        let bytes = fs::read(&path).map_err(stopped(&path))?;
        let receipt = receive(&bytes).map_err(|why| Stopped::NotReceived { path: path.clone(), why })?;
        put_away(dir, &path, &receipt)?;
        imported.taken.push(Taken { name, receipt });
    }
    Ok(imported)
}

fn left(name: &str, about: &fs::Metadata) -> Option<Left> {
    let lower = name.to_lowercase();
    match () {
        () if !about.is_file() => Some(Left::NotAFile),
        () if name.starts_with('.') => Some(Left::Hidden),
        () if UNFINISHED.iter().any(|ending| lower.ends_with(ending)) => Some(Left::Unfinished),
        () if about.len() > MESSAGE_BYTES_MAX as u64 => Some(Left::TooLarge),
        () => None,
    }
}

/// Moves a file to where its outcome belongs, the reason first: a file that lies there always has it.
///
/// # Errors
/// [`Stopped::File`]; the file is then where it was.
pub fn put_away(dir: &Path, path: &Path, receipt: &Receipt) -> Result<(), Stopped> {
    let below = match &receipt.outcome {
        Outcome::Waiting => return Ok(()),
        Outcome::Registered { .. } => dir.join(REGISTERED),
        Outcome::SetAside { .. } => dir.join(SET_ASIDE),
    };
    fs::create_dir_all(&below).map_err(stopped(&below))?;
    let to = free(&below, path, &receipt.number);
    if let Outcome::SetAside { reason, details, .. } = &receipt.outcome {
        let mut name = to.file_name().unwrap_or_default().to_owned();
        name.push(".reason.txt");
        let beside = to.with_file_name(name);
        let text = format!("Kvitto: {}\nOrsak: {reason}\n{details}\n", receipt.number);
        fs::write(&beside, text).map_err(stopped(&beside))?;
    }
    fs::rename(path, &to).map_err(stopped(path))
}

/// A name that no file has there: its own, else with its receipt number before it, else with one more number.
fn free(below: &Path, path: &Path, number: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let numbered = (2..).map(|count| format!("{number}-{count}-{name}"));
    let mut names = [name.clone(), format!("{number}-{name}")].into_iter().chain(numbered);
    let free = names.find_map(|name| {
        let to = below.join(name);
        fs::symlink_metadata(&to).is_err().then_some(to)
    });
    free.expect("numbers have no end")
}
