//! Two of one record must never act at the same time: the marks that keep a directory shut.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Stands in a directory whose record lives on elsewhere.
const FENCED: &str = "lykta.fenced";

/// Stands in a directory in which a restoration is being made.
const RESTORING: &str = "lykta.restoring";

/// Sees to it that a directory may be written in.
///
/// # Errors
/// [`Error::Fenced`], [`Error::HalfRestored`].
pub(crate) fn expect_open(dir: &Path) -> Result<()> {
    if dir.join(FENCED).exists() {
        return Err(Error::Fenced(dir.to_owned()));
    }
    if is_restoring(dir) {
        return Err(Error::HalfRestored(dir.to_owned()));
    }
    Ok(())
}

/// Shuts a directory for good. Durable when this returns; what it says is for whoever finds it.
pub(crate) fn shut(dir: &Path, what_happened: &str) -> Result<()> {
    mark(dir, FENCED, what_happened)
}

/// Whether a directory is half restored.
pub(crate) fn is_restoring(dir: &Path) -> bool {
    dir.join(RESTORING).exists()
}

/// Marks a directory as being restored, before anything else is in it.
pub(crate) fn begin(dir: &Path) -> Result<()> {
    mark(dir, RESTORING, "being restored; no record yet")
}

/// Takes that mark away: the last thing a restoration does.
pub(crate) fn done(dir: &Path) -> Result<()> {
    let mark = dir.join(RESTORING);
    fs::remove_file(&mark).map_err(Error::file(&mark))?;
    sync(dir)
}

fn mark(dir: &Path, name: &str, text: &str) -> Result<()> {
    let path: PathBuf = dir.join(name);
    let mut file = File::create(&path).map_err(Error::file(&path))?;
    writeln!(file, "{text}").and_then(|()| file.sync_all()).map_err(Error::file(&path))?;
    sync(dir)
}

/// Makes durable which files there are in a directory.
pub(crate) fn sync(dir: &Path) -> Result<()> {
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(Error::file(dir))
}
