//! The key file: 32 random bytes that everything else is opened with.
//!
//! In service it lies outside the data directory and is named on the command line. The demonstration keeps it
//! beside the data, where it protects nothing, and makes it itself: but only in an empty directory, since a
//! new key beside old data would hide that the old one is gone.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use seal::Master;

use crate::edge;
use crate::error::{Error, KeyError, Result};

/// The demonstration's key file.
const DEMO: &str = "lykta.key";

/// The key file while it is being made: left behind if the power fails, and then made again.
const UNFINISHED: &str = "lykta.key.new";

/// Reads a key file.
///
/// # Errors
/// [`KeyError::MasterMissing`] if it is not there, [`KeyError::MasterOpen`] if others may read it,
/// [`KeyError::MasterShape`] if it is not exactly 32 bytes.
pub fn read(path: &Path) -> Result<Master> {
    let missing = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => KeyError::MasterMissing(path.to_owned()).into(),
        _ => Error::file(path)(error),
    };
    let about = fs::metadata(path).map_err(missing)?;
    if about.mode() & 0o077 != 0 {
        return Err(KeyError::MasterOpen(path.to_owned()).into());
    }
    let bytes = fs::read(path).map_err(missing)?;
    let bytes = <[u8; 32]>::try_from(bytes).map_err(|_| KeyError::MasterShape(path.to_owned()))?;
    Ok(Master::from_bytes(bytes))
}

/// Reads the demonstration's key file, or makes one if the directory is empty.
///
/// # Errors
/// As [`read`]; [`KeyError::MasterMissing`] if there is something in the directory, but no key.
pub fn read_or_make_demo(dir: &Path) -> Result<Master> {
    let path = dir.join(DEMO);
    if !path.exists() && is_empty(dir)? {
        make(dir, &path)?;
    }
    read(&path)
}

/// Reads the demonstration's key file, where there is one.
///
/// # Errors
/// As [`read`].
pub fn read_demo(dir: &Path) -> Result<Master> {
    read(&dir.join(DEMO))
}

fn is_empty(dir: &Path) -> Result<bool> {
    let names = match fs::read_dir(dir) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        names => names.map_err(Error::file(dir))?,
    };
    for name in names {
        if name.map_err(Error::file(dir))?.file_name() != UNFINISHED {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Writes a new key so that it is either wholly there or not at all, whenever the power fails.
fn make(dir: &Path, path: &Path) -> Result<()> {
    let unfinished: PathBuf = dir.join(UNFINISHED);
    DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(Error::file(dir))?;
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(Error::file(&unfinished)(error)),
        _ => {} // what was left behind may have another mode
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&unfinished)
        .map_err(Error::file(&unfinished))?;
    file.write_all(&edge::secret()).and_then(|()| file.sync_all()).map_err(Error::file(&unfinished))?;
    fs::rename(&unfinished, path).map_err(Error::file(path))?;
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(Error::file(dir))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn bytes(master: &Master) -> [u8; 32] {
        *master.derive(seal::Purpose::Fingerprint, 0).as_bytes()
    }

    #[test]
    fn a_demo_key_is_made_once_and_only_for_its_owner() {
        let folder = tempfile::tempdir().expect("a directory");
        let dir = folder.path().join("demo");
        let made = read_or_make_demo(&dir).expect("made");
        let again = read_or_make_demo(&dir).expect("read");
        assert_eq!(bytes(&made), bytes(&again));
        let about = fs::metadata(dir.join(DEMO)).expect("there");
        assert_eq!(about.mode() & 0o777, 0o600);
    }

    #[test]
    fn two_demos_have_different_keys() {
        let (one, two) =
            (tempfile::tempdir().expect("a directory"), tempfile::tempdir().expect("a directory"));
        let (one, two) =
            (read_or_make_demo(one.path()).expect("made"), read_or_make_demo(two.path()).expect("made"));
        assert_ne!(bytes(&one), bytes(&two));
    }

    #[test]
    fn no_key_is_made_beside_anything() {
        let folder = tempfile::tempdir().expect("a directory");
        fs::write(folder.path().join("lykta.db"), b"data").expect("written");
        let refused = read_or_make_demo(folder.path()).expect_err("refused");
        assert_eq!(refused, KeyError::MasterMissing(folder.path().join(DEMO)).into());
        assert!(!folder.path().join(DEMO).exists());
    }

    #[test]
    fn an_interrupted_making_is_made_again() {
        let folder = tempfile::tempdir().expect("a directory");
        fs::write(folder.path().join(UNFINISHED), b"half").expect("written");
        read_or_make_demo(folder.path()).expect("made");
        assert!(!folder.path().join(UNFINISHED).exists());
    }

    #[test]
    fn an_open_or_misshapen_key_file_is_refused() {
        let folder = tempfile::tempdir().expect("a directory");
        let path = folder.path().join("key");
        fs::write(&path, [1; 32]).expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("set");
        assert_eq!(read(&path).expect_err("refused"), KeyError::MasterOpen(path.clone()).into());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("set");
        read(&path).expect("read");
        fs::write(&path, [1; 33]).expect("written");
        assert_eq!(read(&path).expect_err("refused"), KeyError::MasterShape(path).into());
    }
}
