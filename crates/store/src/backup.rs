//! A backup: a copy of the register, made while others work, and apart from it a copy of the keys.
//!
//! Apart, because destroying a key must mean something: copies of the keyring are kept for a shorter time than those of the register. The
//! master is in neither; it has its own safe place. A backup is a directory with the copy and a small text (`backup.json`) that says what
//! it holds, up to which heights, and its sum.
//!
//! The keys are copied after the register: a key is durable before the first entry that names it, so whatever the copy of the register names
//! is in the copy of the keys.

use std::fs::{self, DirBuilder, File};
use std::io::Read as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::db::REGISTER;
use crate::error::{Error, Result};
use crate::export::text_of;
use crate::fence;
use crate::home::Home;
use crate::log;
use crate::reached;
use crate::ring;
use crate::sqlite::Connection;
use crate::verify::{Trust, Verdict, verify};

/// What a backup says of itself.
const MANIFEST: &str = "backup.json";

/// The number of this form.
const FORM: u32 = 1;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    form: u32,
    /// The file: the register's or the keyring's.
    pub file: String,
    /// When it was begun, in microseconds.
    pub made_us: i64,
    /// SHA-256 of the file, in base64.
    sum: String,
    /// How far each authority's chain goes; empty for a keyring.
    pub authorities: Vec<Reach>,
}

/// How far an authority's chain goes in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reach {
    /// Whose.
    pub authority: i64,
    /// The height of its last entry.
    pub height: i64,
    /// The link there, in hexadecimal.
    pub link: String,
}

impl Manifest {
    /// How far an authority's chain goes.
    pub fn height(&self, authority: i64) -> Option<i64> {
        self.authorities.iter().find(|reach| reach.authority == authority).map(|reach| reach.height)
    }
}

/// Backs up the register of a directory that a program may be working in, to a directory that is not there yet. The copy has been verified when
/// this returns.
///
/// # Errors
/// [`Error::Unrestored`] where the copy is broken: what is broken is the register itself. [`Error::Shorter`] where something of it is gone.
pub fn register(dir: &Path, to: &Path, now_us: i64) -> Result<Manifest> {
    reached::expect(dir)?;
    copy(
        REGISTER,
        to,
        now_us,
        |path| Connection::open_reader(&dir.join(REGISTER))?.copy_to(path),
        |workshop| {
            let verdicts = verify(workshop, &Trust::default())?;
            if let Some(broken) = verdicts.iter().find(|verdict| verdict.outcome.is_err()) {
                return Err(Error::Unrestored(format!(
                    "the register is broken, so is its copy, which was not kept: {broken}"
                )));
            }
            reaches(workshop, &verdicts)
        },
    )
}

/// Backs up the keyring, to a directory that is not there yet and is not the register's backup. To be done after it. Whichever engine it
/// lies in, the copy has the same form.
pub fn keyring(home: impl Into<Home>, to: &Path, now_us: i64) -> Result<Manifest> {
    let home = home.into();
    let write = |path: &Path| match home.database() {
        None => Connection::open_reader(&home.dir().join(ring::FILE))?.copy_to(path),
        Some(_) => ring::copy_out(&home, path),
    };
    copy(ring::FILE, to, now_us, write, |_| Ok(Vec::new()))
}

/// Reads what a backup says of itself, and holds its file to it.
///
/// # Errors
/// [`Error::Unrestored`] where there is no backup, or it is not what was backed up.
pub fn read(backup: &Path, file: &str) -> Result<Manifest> {
    let path = backup.join(MANIFEST);
    let wrong = |what: &str| Error::Unrestored(format!("{}: {what}", path.display()));
    let text = fs::read(&path).map_err(|_| wrong("there is no such file, so this is no backup"))?;
    let manifest: Manifest = serde_json::from_slice(&text).map_err(|_| {
        wrong("it is damaged, or made by a newer program: use another backup or that program")
    })?;
    if manifest.form != FORM {
        return Err(wrong("it was made by a newer program: use that one"));
    }
    if manifest.file != file {
        return Err(wrong(&format!("it is a backup of {}, not of {file}", manifest.file)));
    }
    if sum(&backup.join(file))? != manifest.sum {
        let what = format!(
            "{file} beside it is not what was backed up: it was damaged or changed. Use another backup"
        );
        return Err(wrong(&what));
    }
    Ok(manifest)
}

/// Makes the copy beside its place, looks at it, and moves it there when it is whole.
fn copy(
    file: &str,
    to: &Path,
    now_us: i64,
    write: impl FnOnce(&Path) -> Result<()>,
    look: impl FnOnce(&Path) -> Result<Vec<Reach>>,
) -> Result<Manifest> {
    if to.exists() {
        return Err(Error::Unrestored(format!(
            "{} is there already: a backup is never written over another",
            to.display()
        )));
    }
    let workshop = beside(to, "unfinished")?;
    if workshop.exists() {
        fs::remove_dir_all(&workshop).map_err(Error::file(&workshop))?; // what an interrupted backup left
    }
    DirBuilder::new().recursive(true).mode(0o700).create(&workshop).map_err(Error::file(&workshop))?;
    let path = workshop.join(file);
    write(&path)?;
    Connection::open_reader(&path)?.examine()?;
    let authorities = look(&workshop)?;
    let manifest =
        Manifest { form: FORM, file: file.to_owned(), made_us: now_us, sum: sum(&path)?, authorities };
    let text = serde_json::to_vec_pretty(&manifest).expect("owned text has a JSON form");
    let place = workshop.join(MANIFEST);
    fs::write(&place, text).map_err(Error::file(&place))?;
    for done in [&path, &place] {
        File::open(done).and_then(|file| file.sync_all()).map_err(Error::file(done))?;
    }
    fence::sync(&workshop)?;
    fs::rename(&workshop, to).map_err(Error::file(to))?;
    Ok(manifest)
}

fn reaches(dir: &Path, verdicts: &[Verdict]) -> Result<Vec<Reach>> {
    let mut connection = Home::from(dir).reader()?;
    connection.begin_read(None)?;
    let reach = |authority: i64, connection: &mut crate::home::Connection| {
        let head = log::head(connection, authority)?;
        Ok(Reach { authority, height: head.height, link: head.link.to_string() })
    };
    let all = verdicts.iter().map(|verdict| reach(verdict.authority, &mut connection)).collect();
    connection.end_read()?;
    all
}

/// A sibling of a place, so that moving it there is one step of the file system.
pub(crate) fn beside(place: &Path, word: &str) -> Result<PathBuf> {
    let absolute = std::path::absolute(place).map_err(Error::file(place))?;
    let no_name = || Error::Unrestored(format!("{} is no place for a directory", place.display()));
    let mut name = absolute.file_name().ok_or_else(no_name)?.to_owned();
    name.push(format!(".{word}"));
    Ok(absolute.with_file_name(name))
}

fn sum(path: &Path) -> Result<String> {
    let mut file = File::open(path).map_err(Error::file(path))?;
    let (mut hash, mut piece) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut piece).map_err(Error::file(path))? {
            0 => return Ok(text_of(&hash.finalize())),
            read => hash.update(&piece[..read]),
        }
    }
}
