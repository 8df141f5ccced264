//! The key file on the command line, and how it is unlocked. A secret is never an argument: those are seen by whoever lists the processes.

use std::{
    io::{self, IsTerminal as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use store::key_file::{self, KeyFile, Lock, LockedBy};

/// The key file, and what unlocks it.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(crate) struct Args {
    /// The key file, made with `lykta key make`; without it the demo's, which lies in the data directory
    #[arg(long, value_name = "FILE", env = "LYKTA_KEY", help_heading = "The key")]
    key: Option<PathBuf>,
    #[command(flatten)]
    lock: LockArgs,
}

/// What a key file is locked with.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(crate) struct LockArgs {
    /// The age identity that unlocks it: a file made by age-keygen
    #[arg(long, value_name = "FILE", env = "LYKTA_KEY_IDENTITY", help_heading = "The key")]
    key_identity: Option<PathBuf>,
    /// A file whose first line is the passphrase that unlocks it; without either it is asked for at the terminal
    #[arg(
        long,
        value_name = "FILE",
        env = "LYKTA_KEY_PASSPHRASE_FILE",
        conflicts_with = "key_identity",
        help_heading = "The key"
    )]
    key_passphrase_file: Option<PathBuf>,
    #[cfg(feature = "pkcs11")]
    #[command(flatten)]
    token: TokenArgs,
}

/// A security token that unlocks it.
#[cfg(feature = "pkcs11")]
#[derive(Debug, clap::Args)]
#[group(skip)]
struct TokenArgs {
    /// The PKCS#11 library of the security token that unlocks it
    #[arg(
        long = "key-token-library",
        value_name = "FILE",
        env = "LYKTA_KEY_TOKEN_LIBRARY",
        requires_all = ["named", "pin_file"],
        conflicts_with_all = ["key_identity", "key_passphrase_file"],
        help_heading = "The key"
    )]
    library: Option<PathBuf>,
    /// The token's label
    #[arg(long = "key-token", value_name = "LABEL", env = "LYKTA_KEY_TOKEN", help_heading = "The key")]
    named: Option<String>,
    /// The label of its AES key
    #[arg(
        long = "key-token-key",
        value_name = "LABEL",
        env = "LYKTA_KEY_TOKEN_KEY",
        default_value = "lykta",
        help_heading = "The key"
    )]
    of_key: String,
    /// A file whose first line is the PIN that logs in to the token
    #[arg(
        long = "key-token-pin-file",
        value_name = "FILE",
        env = "LYKTA_KEY_TOKEN_PIN_FILE",
        help_heading = "The key"
    )]
    pin_file: Option<PathBuf>,
}

#[cfg(feature = "pkcs11")]
impl TokenArgs {
    fn lock(&self) -> Result<Option<Lock>> {
        let (Some(library), Some(named), Some(pin)) = (&self.library, &self.named, &self.pin_file) else {
            return Ok(None);
        };
        Ok(Some(Lock::token(library.clone(), named.clone(), self.of_key.clone(), pin)?))
    }
}

impl Args {
    /// The key file and its lock, where one was named. What it is locked with is seen by how it begins.
    pub(crate) fn named(&self) -> Result<Option<KeyFile>> {
        self.key.as_deref().map(|path| self.lock.of(path)).transpose()
    }
}

impl LockArgs {
    /// A key file that is there.
    pub(crate) fn of(&self, path: &Path) -> Result<KeyFile> {
        let lock = match (key_file::locked_by(path)?, self.in_files()?) {
            (LockedBy::Nothing, None) => Lock::None,
            (LockedBy::Passphrase, None) => Lock::passphrase(asked("Passphrase of the key file: ", path)?)?,
            (LockedBy::Identity, None) => {
                bail!("{} is locked for an age identity: --key-identity FILE", path.display())
            }
            (LockedBy::Token, None) => bail!(
                "{} is locked by a security token: --key-token-library FILE --key-token LABEL --key-token-pin-file FILE{}",
                path.display(),
                if cfg!(feature = "pkcs11") {
                    ""
                } else {
                    ", in a program built with the feature pkcs11, as this one is not"
                }
            ),
            (_, Some(lock)) => lock, // of the wrong sort it does not open
        };
        Ok(KeyFile::new(path.to_owned(), lock))
    }

    /// What a new key file is to be locked with. One that is asked for is asked for twice.
    pub(crate) fn new_lock(&self, path: &Path) -> Result<Lock> {
        if let Some(lock) = self.in_files()? {
            return Ok(lock);
        }
        let first = asked("Passphrase for the key file: ", path)?;
        let second = asked("Once more: ", path)?;
        if first != second {
            bail!("the two are not the same: nothing was made");
        }
        Ok(Lock::passphrase(first)?)
    }

    fn in_files(&self) -> Result<Option<Lock>> {
        #[cfg(feature = "pkcs11")]
        if let Some(lock) = self.token.lock()? {
            return Ok(Some(lock));
        }
        Ok(match (&self.key_identity, &self.key_passphrase_file) {
            (Some(file), _) => Some(Lock::identity_in(file)?),
            (None, Some(file)) => Some(Lock::passphrase_in(file)?),
            (None, None) => None,
        })
    }
}

/// Asks at the terminal, without showing what is typed. Where there is none, nobody waits for an answer that cannot come.
fn asked(question: &str, path: &Path) -> Result<String> {
    if !io::stdin().is_terminal() {
        bail!(
            "{} needs a passphrase, and there is no terminal to ask at: --key-passphrase-file FILE, or --key-identity FILE",
            path.display()
        );
    }
    rpassword::prompt_password(question).context("the passphrase could not be read")
}
