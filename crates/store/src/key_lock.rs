//! What a key file is locked with, and where that is read from. Never from an argument: whoever lists the processes of a computer sees those.

use std::fs;
use std::path::Path;
#[cfg(feature = "pkcs11")]
use std::path::PathBuf;
use std::str::FromStr as _;

use age::secrecy::SecretString;
use age::x25519;
use zeroize::Zeroizing;

use crate::error::{Error, KeyError, Result};
use crate::key_file::read_private;
#[cfg(feature = "pkcs11")]
use crate::token_lock::Token;

/// How a file begins that age has locked.
pub(crate) const LOCKED: &[u8] = b"age-encryption.org/v1";

/// How a file begins that a security token has locked.
pub(crate) const WITH_TOKEN: &[u8] = b"lykta-keys-in-token 1\n";

/// What follows where it is a passphrase that locks it.
const WITH_PASSPHRASE: &[u8] = b"\n-> scrypt ";

/// What a key file is locked with.
#[derive(Clone)]
pub enum Lock {
    /// Nothing but the right to read it.
    None,
    /// A passphrase. Opening it takes about a second, on purpose.
    Passphrase(SecretString),
    /// An age identity (`AGE-SECRET-KEY-…`), kept in a file elsewhere.
    Identity(Box<x25519::Identity>),
    /// A key in a security token.
    #[cfg(feature = "pkcs11")]
    Token(Box<Token>),
}

/// The lock is not printed.
impl std::fmt::Debug for Lock {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::None => "None",
            Self::Passphrase(_) => "Passphrase",
            Self::Identity(_) => "Identity",
            #[cfg(feature = "pkcs11")]
            Self::Token(_) => "Token",
        })
    }
}

/// Which sort of lock a key file has: what whoever opens it must be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockedBy {
    /// None.
    Nothing,
    /// A passphrase.
    Passphrase,
    /// An identity.
    Identity,
    /// A security token.
    Token,
}

impl Lock {
    /// A passphrase that somebody has typed.
    ///
    /// # Errors
    /// [`KeyError::NoSecret`] for an empty one.
    pub fn passphrase(typed: String) -> Result<Self> {
        if typed.is_empty() {
            return Err(KeyError::NoSecret("the passphrase is empty".to_owned()).into());
        }
        Ok(Self::Passphrase(SecretString::from(typed)))
    }

    /// The passphrase on the first line of a file that only its owner may read, as a service manager hands one over.
    ///
    /// # Errors
    /// As [`KeyFile::read`](crate::key_file::KeyFile::read) where the file is not there or open to others; [`KeyError::NoSecret`] where its
    /// first line is empty.
    pub fn passphrase_in(path: &Path) -> Result<Self> {
        let bytes = read_secret(path)?;
        let line = std::str::from_utf8(&bytes).ok().and_then(|text| text.lines().next()).unwrap_or_default();
        if line.is_empty() {
            return Err(KeyError::NoSecret(format!(
                "{} has no passphrase on its first line",
                path.display()
            ))
            .into());
        }
        Ok(Self::Passphrase(SecretString::from(line.to_owned())))
    }

    /// A security token, and the PIN on the first line of a file that only its owner may read.
    ///
    /// # Errors
    /// As [`Lock::passphrase_in`].
    #[cfg(feature = "pkcs11")]
    pub fn token(library: PathBuf, label: String, key: String, pin_in: &Path) -> Result<Self> {
        let Self::Passphrase(pin) = Self::passphrase_in(pin_in)? else { unreachable!("asked for one") };
        Ok(Self::Token(Box::new(Token { library, label, key, pin })))
    }

    /// The identity in a file that `age-keygen` has made, which only its owner may read.
    ///
    /// # Errors
    /// As [`Lock::passphrase_in`].
    pub fn identity_in(path: &Path) -> Result<Self> {
        let bytes = read_secret(path)?;
        let text = std::str::from_utf8(&bytes).unwrap_or_default();
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let (first, second) = (lines.next(), lines.next());
        match (first.map(x25519::Identity::from_str), second) {
            (Some(Ok(identity)), None) => Ok(Self::Identity(Box::new(identity))),
            _ => Err(KeyError::NoSecret(format!(
                "{} does not hold one age identity (AGE-SECRET-KEY-1…), as age-keygen makes it",
                path.display()
            ))
            .into()),
        }
    }
}

/// Like a key file, but said of what it is.
fn read_secret(path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    read_private(path).map_err(|error| match error {
        Error::Key(KeyError::MasterMissing(path)) => {
            KeyError::NoSecret(format!("there is no file {}", path.display())).into()
        }
        Error::Key(KeyError::MasterShape(path)) => {
            KeyError::NoSecret(format!("{} is too large to be a secret", path.display())).into()
        }
        other => other,
    })
}

/// Which sort of lock a file has, by how it begins.
pub(crate) fn of(bytes: &[u8]) -> LockedBy {
    match bytes.strip_prefix(LOCKED) {
        None if bytes.starts_with(WITH_TOKEN) => LockedBy::Token,
        None => LockedBy::Nothing,
        Some(rest) if rest.starts_with(WITH_PASSPHRASE) => LockedBy::Passphrase,
        Some(_) => LockedBy::Identity,
    }
}

/// Whether a file is there at all.
pub(crate) fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}
