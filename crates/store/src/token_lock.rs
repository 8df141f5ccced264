//! A key file that a security token locks: a hardware module, or a card, that is spoken to by PKCS#11.
//!
//! The token holds an AES key that it never gives away. It seals the key file and opens it, so that a stolen copy of the file opens
//! nothing anywhere else, whoever knows the PIN. The file is a line that says what it is, a nonce, and what the token made of the text:
//! AES-256-GCM, bound to that line.
//!
//! The key is made by whoever owns the token, and no program of ours makes or destroys one (`docs/operations.md`).

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use age::secrecy::SecretString;
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error as Said, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::mechanism::aead::GcmParams;
use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use zeroize::Zeroizing;

use crate::edge;
use crate::error::{KeyError, Result};
use crate::key_lock::WITH_TOKEN;

/// Bytes of the nonce in front of what is sealed.
const NONCE: usize = 12;

/// Bits of the tag behind it.
const TAG_BITS: u64 = 128;

/// The libraries that have been loaded. PKCS#11 wants one start for a whole process, and a login is the process's, not a thread's: whoever
/// holds this works alone with them.
static LIBRARIES: Mutex<Option<HashMap<PathBuf, Pkcs11>>> = Mutex::new(None);

/// A key in a token, and what it is reached with.
#[derive(Clone)]
pub struct Token {
    /// The token's PKCS#11 library.
    pub library: PathBuf,
    /// The token's label.
    pub label: String,
    /// The key's label in the token.
    pub key: String,
    /// The PIN that logs in to the token.
    pub pin: SecretString,
}

/// The PIN is not printed.
impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Token({}, {}, {})", self.library.display(), self.label, self.key)
    }
}

impl Token {
    /// Seals a text.
    ///
    /// # Errors
    /// [`KeyError::Token`] where the token, its key or the PIN is not what was said; of a key that can be read out nothing is asked.
    pub(crate) fn lock(&self, text: &[u8]) -> Result<Vec<u8>> {
        let drawn = edge::secret();
        let mut nonce: [u8; NONCE] = drawn[..NONCE].try_into().expect("longer than a nonce");
        let sealed = self.with_key(|session, key| {
            let parameters = GcmParams::new(&mut nonce, WITH_TOKEN, TAG_BITS.into())?;
            session.encrypt(&Mechanism::AesGcm(parameters), key, text)
        })?;
        Ok([WITH_TOKEN, &nonce, &sealed].concat())
    }

    /// Opens what [`Token::lock`] sealed; `None` where it was sealed with another key, or has been changed.
    ///
    /// # Errors
    /// As [`Token::lock`].
    pub(crate) fn unlock(&self, file: &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>> {
        let Some((nonce, sealed)) =
            file.strip_prefix(WITH_TOKEN).and_then(|rest| rest.split_first_chunk::<NONCE>())
        else {
            return Ok(None);
        };
        let mut nonce = *nonce;
        self.with_key(|session, key| {
            let parameters = GcmParams::new(&mut nonce, WITH_TOKEN, TAG_BITS.into())?;
            match session.decrypt(&Mechanism::AesGcm(parameters), key, sealed) {
                Ok(text) => Ok(Some(Zeroizing::new(text))),
                // What tokens answer when the tag is not right; SoftHSM says no more than that it failed.
                Err(Said::Pkcs11(
                    RvError::EncryptedDataInvalid | RvError::EncryptedDataLenRange | RvError::GeneralError,
                    _,
                )) => Ok(None),
                Err(error) => Err(error),
            }
        })
    }

    /// Logs in, finds the key, works with it, and logs out.
    fn with_key<T>(
        &self,
        work: impl FnOnce(&Session, ObjectHandle) -> std::result::Result<T, Said>,
    ) -> Result<T> {
        let mut libraries = LIBRARIES.lock().unwrap_or_else(PoisonError::into_inner);
        let library = loaded(libraries.get_or_insert_default(), &self.library)?;
        let session = self.session(&library)?;
        let worked = self.key(&session).and_then(|key| work(&session, key).map_err(|said| self.said(&said)));
        // The session ends either way, and the login with the last of them.
        let _ = session.logout();
        worked
    }

    fn session(&self, library: &Pkcs11) -> Result<Session> {
        let said = |said| self.said(&said);
        for slot in library.get_slots_with_token().map_err(said)? {
            if library.get_token_info(slot).map_err(said)?.label() == self.label {
                let session = library.open_ro_session(slot).map_err(said)?;
                session.login(UserType::User, Some(&self.pin)).map_err(said)?;
                return Ok(session);
            }
        }
        Err(self.refused("no token with that label is there"))
    }

    /// The one AES key of that label, if the token keeps it to itself.
    fn key(&self, session: &Session) -> Result<ObjectHandle> {
        let said = |said| self.said(&said);
        let wanted = [
            Attribute::Class(ObjectClass::SECRET_KEY),
            Attribute::KeyType(KeyType::AES),
            Attribute::Label(self.key.clone().into_bytes()),
        ];
        let found = session.find_objects(&wanted).map_err(said)?;
        let [key] = found.as_slice() else {
            return Err(self.refused(if found.is_empty() {
                "it has no AES key with that label"
            } else {
                "it has several keys with that label"
            }));
        };
        let about = session
            .get_attributes(*key, &[AttributeType::Extractable, AttributeType::ValueLen])
            .map_err(said)?;
        if !about.contains(&Attribute::Extractable(false)) {
            return Err(self.refused("the key can be read out of it: make one that cannot"));
        }
        if !about.contains(&Attribute::ValueLen(32.into())) {
            return Err(self.refused("the key is not of 32 bytes"));
        }
        Ok(*key)
    }

    fn refused(&self, why: &str) -> crate::Error {
        KeyError::Token { token: self.label.clone(), key: self.key.clone(), why: why.to_owned() }.into()
    }

    fn said(&self, said: &Said) -> crate::Error {
        match said {
            Said::Pkcs11(RvError::PinIncorrect, _) => {
                self.refused("the PIN is not its own; a few such and it locks itself")
            }
            Said::Pkcs11(RvError::PinLocked, _) => {
                self.refused("it has locked itself after too many wrong PINs")
            }
            other => self.refused(&other.to_string()),
        }
    }
}

/// The library, loaded and started.
fn loaded(libraries: &mut HashMap<PathBuf, Pkcs11>, path: &Path) -> Result<Pkcs11> {
    if let Some(library) = libraries.get(path) {
        return Ok(library.clone());
    }
    let failed = |said: Said| {
        KeyError::NoSecret(format!("{} is no PKCS#11 library that can be used: {said}", path.display()))
    };
    let library = Pkcs11::new(path).map_err(failed)?;
    library.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)).map_err(failed)?;
    libraries.insert(path.to_owned(), library.clone());
    Ok(library)
}
