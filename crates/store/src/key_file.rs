//! The key file: the secrets that everything else is opened with.
//!
//! In service it lies outside the data directory, locked with a passphrase, an age identity or a security token, and is named on the command line. The
//! demonstration keeps it beside the data, where it protects nothing, and makes it itself: but only in an empty directory, since a
//! new key beside old data would hide that the old one is gone.
//!
//! There are two forms. The first is 32 random bytes, the demonstration's: a root, from which the only epoch comes as well. The second is
//! text, a root and the secret of every epoch that has not ended:
//!
//! ```text
//! lykta-keys 2
//! root 6b0c…
//! epoch 1 91fe…
//! epoch 2 03d7…
//! ```

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, fchown};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use age::scrypt;
use seal::{FIRST_EPOCH, Master, Purpose};
use zeroize::Zeroizing;

use crate::edge;
use crate::error::{Error, KeyError, Result};
use crate::key_lock;
use crate::originals::hexadecimal;

pub use crate::key_lock::{Lock, LockedBy};
#[cfg(feature = "pkcs11")]
pub use crate::token_lock::Token;

/// The demonstration's key file.
const DEMO: &str = "lykta.key";

/// A key file while it is being written: left behind if the power fails, and then written again.
const UNFINISHED: &str = "new";

/// The demonstration's, while it is being made.
const UNFINISHED_DEMO: &str = "lykta.key.new";

/// The first line of the second form.
const SECOND_FORM: &str = "lykta-keys 2";

/// Most bytes of a key file that are read: a century of monthly epochs.
const BYTES_MAX: u64 = 256 * 1024;

/// A key file and what it is locked with.
///
/// ```
/// use store::key_file::{KeyFile, Lock};
///
/// # let folder = tempfile::tempdir().expect("a directory");
/// let file = KeyFile::new(folder.path().join("keys"), Lock::None);
/// file.make()?;
/// assert_eq!(file.begin_epoch()?, 2);
/// assert!(file.read()?.holds(1) && file.read()?.holds(2));
/// file.end_epoch(1)?;
/// assert!(!file.read()?.holds(1));
/// # Ok::<(), store::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct KeyFile {
    path: PathBuf,
    lock: Lock,
}

/// What stands in a key file of the second form.
struct Secrets {
    root: Zeroizing<[u8; 32]>,
    epochs: BTreeMap<u32, Zeroizing<[u8; 32]>>,
}

impl KeyFile {
    /// Names a key file; nothing is read yet.
    pub fn new(path: PathBuf, lock: Lock) -> Self {
        Self { path, lock }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes a new one of the second form.
    ///
    /// # Errors
    /// [`KeyError::MasterThere`] where there is one: it would be lost, and with it all that it opens.
    pub fn make(&self) -> Result<()> {
        if key_lock::is_there(&self.path) {
            return Err(KeyError::MasterThere(self.path.clone()).into());
        }
        let epochs = BTreeMap::from([(FIRST_EPOCH, Zeroizing::new(edge::secret()))]);
        self.write(&Secrets { root: Zeroizing::new(edge::secret()), epochs })
    }

    /// Reads the secrets.
    ///
    /// # Errors
    /// [`KeyError::MasterMissing`] if it is not there, [`KeyError::MasterOpen`] if others may read it, [`KeyError::MasterLocked`] if
    /// the passphrase or identity is not its own, [`KeyError::MasterShape`] if it is of neither form.
    pub fn read(&self) -> Result<Master> {
        let bytes = self.unlocked()?;
        if let Ok(bytes) = <[u8; 32]>::try_from(bytes.as_slice()) {
            return Ok(Master::from_bytes(bytes));
        }
        let secrets = self.secrets(&bytes)?;
        Ok(Master::with_epochs(
            *secrets.root,
            secrets.epochs.iter().map(|(epoch, secret)| (*epoch, **secret)),
        ))
    }

    /// When the file was last changed, as far as the system knows.
    pub(crate) fn changed(&self) -> Result<Option<SystemTime>> {
        match fs::metadata(&self.path) {
            // Whoever reads it says what that means.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            there => Ok(there.map_err(Error::file(&self.path))?.modified().ok()),
        }
    }

    /// Adds a new epoch and returns its number. It is durable when this returns; only then may a key be wrapped in it.
    ///
    /// # Errors
    /// [`KeyError::FirstForm`] for a file whose epoch comes from the root; and as [`KeyFile::read`].
    pub fn begin_epoch(&self) -> Result<u32> {
        let mut secrets = self.second_form()?;
        let newest = secrets.epochs.keys().next_back().copied().unwrap_or_default();
        secrets.epochs.insert(newest + 1, Zeroizing::new(edge::secret()));
        self.write(&secrets)?;
        Ok(newest + 1)
    }

    /// Takes the secret of an epoch out, for good. What is still wrapped in it can then be opened by nobody: whoever calls this has seen
    /// that nothing is ([`House::not_in`](crate::House::not_in)), and that no backup is to be restored from its time.
    ///
    /// # Errors
    /// [`KeyError::EpochMissing`] for one that is not there; and as [`KeyFile::begin_epoch`].
    pub fn end_epoch(&self, epoch: u32) -> Result<()> {
        let mut secrets = self.second_form()?;
        let newest = secrets.epochs.keys().next_back().copied();
        if newest == Some(epoch) || secrets.epochs.remove(&epoch).is_none() {
            return Err(KeyError::EpochMissing(epoch).into());
        }
        self.write(&secrets)
    }

    fn second_form(&self) -> Result<Secrets> {
        let bytes = self.unlocked()?;
        if bytes.len() == 32 {
            return Err(KeyError::FirstForm(self.path.clone()).into());
        }
        self.secrets(&bytes)
    }

    /// The bytes, opened.
    fn unlocked(&self) -> Result<Zeroizing<Vec<u8>>> {
        let bytes = read_private(&self.path)?;
        let locked = |_| Error::from(KeyError::MasterLocked(self.path.clone()));
        match (key_lock::of(&bytes), &self.lock) {
            (LockedBy::Nothing, Lock::None) => Ok(bytes),
            (LockedBy::Passphrase, Lock::Passphrase(passphrase)) => {
                let identity = scrypt::Identity::new(passphrase.clone());
                age::decrypt(&identity, &bytes).map(Zeroizing::new).map_err(locked)
            }
            (LockedBy::Identity, Lock::Identity(identity)) => {
                age::decrypt(identity.as_ref(), &bytes).map(Zeroizing::new).map_err(locked)
            }
            #[cfg(feature = "pkcs11")]
            (LockedBy::Token, Lock::Token(token)) => {
                token.unlock(&bytes)?.ok_or_else(|| KeyError::MasterLocked(self.path.clone()).into())
            }
            // Not locked though it should be, or the other way round: somebody has put another file there.
            _ => Err(KeyError::MasterLocked(self.path.clone()).into()),
        }
    }

    fn secrets(&self, bytes: &[u8]) -> Result<Secrets> {
        parse(bytes).ok_or_else(|| KeyError::MasterShape(self.path.clone()).into())
    }

    fn write(&self, secrets: &Secrets) -> Result<()> {
        let text = Zeroizing::new(text_of(secrets));
        let failed = |error: age::EncryptError| Error::Engine(error.to_string());
        let bytes = match &self.lock {
            Lock::None => Zeroizing::new(text.as_bytes().to_vec()),
            Lock::Passphrase(passphrase) => {
                let recipient = scrypt::Recipient::new(passphrase.clone());
                Zeroizing::new(age::encrypt(&recipient, text.as_bytes()).map_err(failed)?)
            }
            Lock::Identity(identity) => {
                Zeroizing::new(age::encrypt(&identity.to_public(), text.as_bytes()).map_err(failed)?)
            }
            #[cfg(feature = "pkcs11")]
            Lock::Token(token) => Zeroizing::new(token.lock(text.as_bytes())?),
        };
        replace(&self.path, &bytes)
    }
}

/// None unless every line is as it should be: of half a key file nothing is believed.
fn parse(bytes: &[u8]) -> Option<Secrets> {
    let mut lines = std::str::from_utf8(bytes).ok()?.lines();
    if lines.next() != Some(SECOND_FORM) {
        return None;
    }
    let root = secret_of(lines.next()?.strip_prefix("root ")?)?;
    let mut secrets = Secrets { root, epochs: BTreeMap::new() };
    for line in lines {
        let (epoch, secret) = line.strip_prefix("epoch ")?.split_once(' ')?;
        let epoch: u32 = epoch.parse().ok().filter(|epoch| *epoch > 0)?;
        if secrets.epochs.insert(epoch, secret_of(secret)?).is_some() {
            return None;
        }
    }
    (bytes.ends_with(b"\n") && !secrets.epochs.is_empty()).then_some(secrets)
}

fn text_of(secrets: &Secrets) -> String {
    let epochs = secrets.epochs.iter();
    let epochs = epochs.map(|(epoch, secret)| format!("epoch {epoch} {}\n", hexadecimal(secret.as_slice())));
    format!("{SECOND_FORM}\nroot {}\n{}", hexadecimal(secrets.root.as_slice()), epochs.collect::<String>())
}

fn secret_of(digits: &str) -> Option<Zeroizing<[u8; 32]>> {
    let (pairs, []) = digits.as_bytes().as_chunks::<2>() else { return None };
    let mut secret = Zeroizing::new([0; 32]);
    if pairs.len() != secret.len() {
        return None;
    }
    for (byte, pair) in secret.iter_mut().zip(pairs) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(secret)
}

/// A file that only its owner may read.
pub(crate) fn read_private(path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    let missing = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => KeyError::MasterMissing(path.to_owned()).into(),
        _ => Error::file(path)(error),
    };
    let about = fs::metadata(path).map_err(missing)?;
    if about.mode() & 0o077 != 0 {
        return Err(KeyError::MasterOpen(path.to_owned()).into());
    }
    if about.len() > BYTES_MAX {
        return Err(KeyError::MasterShape(path.to_owned()).into());
    }
    fs::read(path).map(Zeroizing::new).map_err(missing)
}

/// Reads a key file of the first form.
///
/// # Errors
/// As [`KeyFile::read`].
pub fn read(path: &Path) -> Result<Master> {
    KeyFile::new(path.to_owned(), Lock::None).read()
}

/// Reads the demonstration's key file, or makes one if the directory is empty.
///
/// # Errors
/// As [`read`]; [`KeyError::MasterMissing`] if there is something in the directory, but no key.
pub fn read_or_make_demo(dir: &Path) -> Result<Master> {
    let path = dir.join(DEMO);
    if !path.exists() && is_empty(dir)? {
        replace(&path, &edge::secret())?;
    }
    read(&path)
}

/// Which sort of lock a key file has.
///
/// # Errors
/// As [`KeyFile::read`] where it is not there, or open to others.
pub fn locked_by(path: &Path) -> Result<LockedBy> {
    Ok(key_lock::of(&read_private(path)?))
}

/// What two copies of a key file can be told to be of the same installation by. Nothing can be learnt from it.
pub fn fingerprint(master: &Master) -> String {
    hexadecimal(&master.derive(Purpose::Fingerprint, 0).as_bytes()[..8])
}

/// The demonstration's key file in a directory; nothing is read yet.
pub(crate) fn of_demo(dir: &Path) -> KeyFile {
    KeyFile::new(dir.join(DEMO), Lock::None)
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
        if name.map_err(Error::file(dir))?.file_name() != UNFINISHED_DEMO {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Writes a key file so that either the old or the new one is wholly there, whenever the power fails. It stays its owner's: written by
/// root, the node's own user could not read it again.
fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let unfinished = path.with_added_extension(UNFINISHED);
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
    if let Ok(stands) = fs::metadata(path)
        && file.metadata().map_err(Error::file(&unfinished))?.uid() != stands.uid()
    {
        fchown(&file, Some(stands.uid()), None).map_err(Error::file(&unfinished))?;
    }
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(Error::file(&unfinished))?;
    fs::rename(&unfinished, path).map_err(Error::file(path))?;
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(Error::file(dir))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use age::secrecy::SecretString;
    use age::x25519;

    use super::*;

    fn bytes(master: &Master) -> [u8; 32] {
        *master.derive(Purpose::Fingerprint, 0).as_bytes()
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
        fs::write(folder.path().join(UNFINISHED_DEMO), b"half").expect("written");
        read_or_make_demo(folder.path()).expect("made");
        assert!(!folder.path().join(UNFINISHED_DEMO).exists());
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

    fn locks() -> [Lock; 3] {
        let passphrase = SecretString::from("en lång fras som ingen annan har".to_owned());
        [Lock::None, Lock::Passphrase(passphrase), Lock::Identity(Box::new(x25519::Identity::generate()))]
    }

    #[test]
    fn each_lock_opens_what_it_has_locked_and_no_other_does() {
        let folder = tempfile::tempdir().expect("a directory");
        let locks = locks();
        for (at, lock) in locks.iter().enumerate() {
            let path = folder.path().join(format!("keys{at}"));
            let own = KeyFile::new(path.clone(), lock.clone());
            own.make().expect("made");
            let read = bytes(&own.read().expect("its own"));
            assert_eq!(bytes(&own.read().expect("again")), read);
            assert_eq!(own.make().expect_err("once"), KeyError::MasterThere(path.clone()).into());
            for other in locks.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, lock)| lock) {
                let refused = KeyFile::new(path.clone(), other.clone()).read().expect_err("refused");
                assert_eq!(refused, KeyError::MasterLocked(path.clone()).into(), "{lock:?} {other:?}");
            }
            let stands = fs::read(&path).expect("read");
            assert_eq!(stands.starts_with(b"lykta-keys 2"), matches!(lock, Lock::None));
        }
    }

    /// What a lock is read from is held to: only its owner's, one identity, a first line.
    #[test]
    fn a_lock_is_read_from_a_file_of_its_owners() {
        let folder = tempfile::tempdir().expect("a directory");
        let path = folder.path().join("secret");
        let put = |text: &str, mode: u32| {
            fs::write(&path, text).expect("written");
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("set");
        };
        let no_secret = |lock: Result<Lock>| matches!(lock, Err(Error::Key(KeyError::NoSecret(_))));
        assert!(no_secret(Lock::passphrase_in(&path)), "not there");
        let identity = x25519::Identity::generate();
        let secret = age::secrecy::ExposeSecret::expose_secret(&identity.to_string()).to_owned();
        put(&format!("# created\n# public key: {}\n{secret}\n", identity.to_public()), 0o600);
        assert!(matches!(Lock::identity_in(&path), Ok(Lock::Identity(_))));
        put(&format!("{secret}\n{secret}\n"), 0o600);
        assert!(no_secret(Lock::identity_in(&path)), "which of them?");
        put("en fras\r\nen rad till\n", 0o600);
        let Ok(Lock::Passphrase(read)) = Lock::passphrase_in(&path) else { panic!("a passphrase") };
        assert_eq!(age::secrecy::ExposeSecret::expose_secret(&read), "en fras");
        put("\nen fras\n", 0o600);
        assert!(no_secret(Lock::passphrase_in(&path)) && no_secret(Lock::identity_in(&path)));
        put("en fras\n", 0o644);
        assert_eq!(Lock::passphrase_in(&path).err(), Some(KeyError::MasterOpen(path).into()));
        assert!(no_secret(Lock::passphrase(String::new())));
    }

    #[test]
    fn epochs_begin_and_end_and_the_newest_stays() {
        let folder = tempfile::tempdir().expect("a directory");
        let file = KeyFile::new(folder.path().join("keys"), Lock::None);
        file.make().expect("made");
        let root = bytes(&file.read().expect("read"));
        assert_eq!((file.begin_epoch(), file.begin_epoch()), (Ok(2), Ok(3)));
        assert_eq!(file.end_epoch(3), Err(KeyError::EpochMissing(3).into()), "new keys are wrapped in it");
        assert_eq!(file.end_epoch(1), Ok(()));
        assert_eq!(file.end_epoch(1), Err(KeyError::EpochMissing(1).into()));
        let master = file.read().expect("read");
        assert_eq!(([1, 2, 3].map(|epoch| master.holds(epoch)), bytes(&master)), ([false, true, true], root));
    }

    /// Only root can change a file that is somebody else's and leave it theirs; for everybody else it is their own before and after.
    #[test]
    fn a_new_epoch_leaves_the_file_its_owners() {
        const SOMEBODY: u32 = 65534;
        let folder = tempfile::tempdir().expect("a directory");
        let file = KeyFile::new(folder.path().join("keys"), Lock::None);
        file.make().expect("made");
        let owner = || fs::metadata(&file.path).expect("there").uid();
        let given = std::os::unix::fs::chown(&file.path, Some(SOMEBODY), None).is_ok();
        assert_eq!(given, owner() == SOMEBODY);
        let before = owner();
        file.begin_epoch().expect("begun");
        file.end_epoch(1).expect("ended");
        assert_eq!(owner(), before);
        assert_eq!(fs::metadata(&file.path).expect("there").mode() & 0o777, 0o600);
    }

    #[test]
    fn the_first_form_has_no_epochs_to_begin_or_end() {
        let folder = tempfile::tempdir().expect("a directory");
        let path = folder.path().join("lykta.key");
        read_or_make_demo(folder.path()).expect("made");
        let file = KeyFile::new(path.clone(), Lock::None);
        assert_eq!(file.begin_epoch(), Err(KeyError::FirstForm(path.clone()).into()));
        assert_eq!(file.end_epoch(1), Err(KeyError::FirstForm(path).into()));
    }

    /// Cut off at any byte, or with a line too many: of half a key file nothing is believed.
    #[test]
    fn half_a_key_file_is_none() {
        let folder = tempfile::tempdir().expect("a directory");
        let file = KeyFile::new(folder.path().join("keys"), Lock::None);
        file.make().expect("made");
        file.begin_epoch().expect("begun");
        let whole = fs::read(&file.path).expect("read");
        let text = String::from_utf8(whole.clone()).expect("text");
        let one_epoch = text.find("epoch 2").expect("the second epoch's line");
        for cut in (0..whole.len()).filter(|cut| *cut != 32) {
            assert_eq!(parse(&whole[..cut]).is_some(), cut == one_epoch, "cut at {cut}");
        }
        for bad in [
            text.replace("root", "rot"),
            text.replace("epoch 2", "epoch 1"),
            text.replace("epoch 2", "epoch 0"),
            format!("{text}epoch 3 00\n"),
            format!("{text}\n"),
        ] {
            assert!(parse(bad.as_bytes()).is_none(), "{bad}");
        }
    }
}
