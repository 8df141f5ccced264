//! The keyring: the wrapped keys of persons and matters, in a file of their own.
//!
//! `keys.db` is apart from the register because destroying a key must mean something: its backups are kept
//! for a shorter time than the register's. The two files have no common commit, so the order carries the
//! promise: **a new key is durable here before the first entry that uses it is written there.** A key nothing
//! uses does no harm; an entry whose key is lost would be lost with it.
//!
//! New keys are written ahead, so that making them costs one flush. A destruction ends with folding that log in and
//! emptying it: **a destroyed key is in no file.** If the program dies in between, the next start does it.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::SystemTime;

use seal::{Header, Key, Master, Place, Purpose, Token};
use uuid::Uuid;

use crate::db::REGISTER;
use crate::edge;
use crate::error::{Error, KeyError, Result};
use crate::home::Home;
use crate::key_file::KeyFile;
use crate::log::Entry;
use crate::ring::{FILE, Ring};
use crate::sql::keyring as sql;
use crate::tx::Tx;

/// Most unwrapped keys held in memory: some ten megabytes. When full it is emptied and fills again.
const OPENED_MAX: usize = 100_000;

/// Ids of keys gone through at a time.
const KEYS_PAGE: i64 = 10_000;

/// The fingerprint belongs to the installation, not to one of its authorities.
const NO_AUTHORITY: i64 = 0;

/// An open keyring. Shared between threads as `Arc<Keyring>`.
pub struct Keyring {
    /// Read anew when an epoch turns up that began after the program was started.
    master: RwLock<Arc<Master>>,
    /// Where from; none where it cannot change.
    file: Option<KeyFile>,
    /// The file's last change that has been read.
    changed: Mutex<Option<SystemTime>>,
    pub(crate) ring: Ring,
    opened: RwLock<Opened>,
}

/// The keys held in memory.
#[derive(Default)]
struct Opened {
    keys: HashMap<(i64, Uuid), Key>,
    /// [Marks](seal::mark) of keys whose destruction was recorded while this program ran. They are not opened again, also where whoever
    /// destroys them has not come to the keyring yet.
    gone: HashSet<Uuid>,
}

impl Keyring {
    /// Opens the keyring. To be done **before** the register is opened: a register
    /// without a keyring is a loss to be told, not a gap to be filled.
    ///
    /// # Errors
    /// [`KeyError::WrongMaster`] if the keys were wrapped under another master; [`KeyError::KeyringMissing`]
    /// if there is a register, but no keyring.
    pub fn open(home: impl Into<Home>, master: Master) -> Result<Self> {
        let home = home.into();
        let (ring, begun) = Ring::open(&home)?;
        let fingerprint = *master.derive(Purpose::Fingerprint, NO_AUTHORITY).as_bytes();
        let read = |row: crate::Row| Ok((row.hash(0)?, epoch_from(row.int(1)?)?));
        let stands = ring.read(None, |tx| tx.row(sql::KEYRING, &[])?.map(read).transpose(), Ok)?;
        match stands {
            Some((other, _)) if other != fingerprint => return Err(KeyError::WrongMaster.into()),
            Some((_, epoch)) if !master.holds(epoch) => return Err(KeyError::EpochMissing(epoch).into()),
            Some(_) => expect_register(&home, &ring)?,
            None if begun => return Err(KeyError::KeyringMissing(home.dir().join(FILE)).into()),
            None => {
                let with = [(&fingerprint).into(), i64::from(master.newest()).into()];
                ring.write(None, |tx| tx.run(sql::KEYRING_NEW, &with), |_| ())?;
            }
        }
        ring.finish_forgetting();
        let master = RwLock::new(Arc::new(master));
        Ok(Self { master, file: None, changed: Mutex::default(), ring, opened: RwLock::default() })
    }

    /// The same, reading its master from a key file, and again when an epoch turns up that is not in what was read: so a program that
    /// runs goes on while [`House::rotate`](crate::House::rotate) begins a new epoch.
    ///
    /// # Errors
    /// As [`Keyring::open`], and as [`KeyFile::read`].
    pub fn open_with(home: impl Into<Home>, file: KeyFile) -> Result<Self> {
        let changed = Mutex::new(file.changed()?); // before it is read: what changes in between is read again
        let keys = Self::open(home, file.read()?)?;
        Ok(Self { file: Some(file), changed, ..keys })
    }

    /// The key file, where the keys were opened with one that may change.
    pub(crate) fn file(&self) -> Option<&KeyFile> {
        self.file.as_ref()
    }

    fn master(&self) -> Arc<Master> {
        Arc::clone(&self.master.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The secrets, with that of this epoch among them.
    ///
    /// # Errors
    /// [`KeyError::EpochMissing`] if it is not in the key file: it has ended, or another key file is needed.
    pub(crate) fn master_of(&self, epoch: u32) -> Result<Arc<Master>> {
        let master = self.master();
        if master.holds(epoch) {
            return Ok(master);
        }
        let missing = || Error::from(KeyError::EpochMissing(epoch));
        let fresh = self.read_again(self.file.as_ref().ok_or_else(missing)?)?;
        if fresh.holds(epoch) { Ok(fresh) } else { Err(missing()) }
    }

    fn read_again(&self, file: &KeyFile) -> Result<Arc<Master>> {
        let (changed, fresh) = (file.changed()?, Arc::new(file.read()?));
        let own = |master: &Master| *master.derive(Purpose::Fingerprint, NO_AUTHORITY).as_bytes();
        if own(&fresh) != own(&self.master()) {
            return Err(KeyError::WrongMaster.into());
        }
        *self.master.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&fresh);
        *self.changed.lock().unwrap_or_else(PoisonError::into_inner) = changed;
        Ok(fresh)
    }

    /// Reads the key file again where it has changed: the secret of an epoch that has ended goes out of memory too.
    ///
    /// # Errors
    /// As [`KeyFile::read`], and [`KeyError::WrongMaster`] for another installation's: the secrets are then as they were.
    pub(crate) fn follow(&self) -> Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        let known = *self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        if file.changed()? != known {
            self.read_again(file)?;
        }
        Ok(())
    }

    /// Lets go of the keys with these marks, whoever has destroyed them, and opens them no more.
    pub(crate) fn forget_marked(&self, authority: i64, marks: &[Uuid]) {
        if marks.is_empty() {
            return;
        }
        let mut opened = self.opened.write().unwrap_or_else(PoisonError::into_inner);
        let Opened { keys, gone } = &mut *opened;
        gone.extend(marks);
        keys.retain(|(whose, id), _| *whose != authority || !gone.contains(&seal::mark(authority, *id)));
    }

    /// The epoch that new keys are wrapped in.
    pub fn epoch(&self) -> Result<u32> {
        self.ring.read(None, current_epoch, Ok)
    }

    /// Makes a key and returns its id. It is durable when this returns; only then may an entry name it.
    pub fn new_key(&self, authority: i64) -> Result<Uuid> {
        let keys = self.new_keys(authority, 1)?;
        Ok(keys[0])
    }

    /// Sees to it that there is a key by each of these ids, making those that are missing in one commit.
    ///
    /// The key of a matter, a file or a person bears the id of what it seals: whoever folds the log needs no
    /// other list of which key is whose. Returns when the new ones are durable.
    ///
    /// # Errors
    /// [`KeyError::Destroyed`] if one of them has been destroyed: what was destroyed by the book is not begun
    /// again.
    pub fn ensure(&self, authority: i64, ids: &[Uuid]) -> Result<()> {
        let mut missing = Vec::new();
        for id in ids {
            match self.key(authority, *id) {
                Ok(_) => {}
                Err(Error::Key(KeyError::Unknown(_))) => missing.push((*id, edge::key())),
                Err(error) => return Err(error),
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        self.insert(authority, &missing)
    }

    /// Makes several keys in one commit: for siblings, and for filling a register with data.
    pub fn new_keys(&self, authority: i64, count: usize) -> Result<Vec<Uuid>> {
        let made: Vec<(Uuid, Key)> = (0..count).map(|_| (edge::blind_id(), edge::key())).collect();
        let ids = made.iter().map(|(id, _)| *id).collect();
        self.insert(authority, &made)?;
        Ok(ids)
    }

    /// Writes new keys in one commit. Of two who make the same key at once the first one's stands, and the other reads it from the
    /// file.
    fn insert(&self, authority: i64, made: &[(Uuid, Key)]) -> Result<()> {
        let write = |tx: &mut dyn Tx| {
            let epoch = current_epoch(tx)?;
            let master = self.master_of(epoch)?;
            let mut stands = Vec::with_capacity(made.len());
            for (id, key) in made {
                let wrapped = master.wrap_key(authority, epoch, *id, key, edge::nonce());
                let with = [authority.into(), (*id).into(), i64::from(epoch).into(), wrapped.into()];
                if tx.run(sql::KEY_NEW, &with)? == 1 {
                    stands.push((*id, key.clone()));
                }
            }
            Ok(stands)
        };
        // Kept while a file is still locked, so that a destruction cannot come between.
        let keep = |stands: &Vec<(Uuid, Key)>| {
            for (id, key) in stands {
                self.keep_open(authority, *id, key.clone());
            }
        };
        self.ring.write(Some(authority), write, keep)?;
        Ok(())
    }

    /// Sees to it that a key is there and can be opened, without keeping it open.
    pub(crate) fn expect(&self, authority: i64, id: Uuid) -> Result<()> {
        self.key(authority, id).map(|_| ())
    }

    /// Forgets a key for good, its id too: a [mark](seal::mark) takes its place, by which it is still known as destroyed. What was
    /// sealed under it can no longer be opened by anybody.
    ///
    /// The record of it is an entry of kind [`seal::DESTRUCTION`], appended first. Returns whether there was
    /// a key to destroy.
    ///
    /// # Errors
    /// [`Error::Busy`] if somebody else reads the file: the key is gone from it, but its bytes may still stand in the log beside it.
    /// Ask again; the next start does it too.
    pub fn destroy(&self, authority: i64, key: Uuid, now_us: i64) -> Result<bool> {
        let mark = seal::mark(authority, key);
        let with = [now_us.into(), mark.into(), authority.into(), key.into()];
        let changed = self.ring.write(
            Some(authority),
            |tx| tx.run(sql::KEY_DESTROY, &with),
            |_| {
                self.opened.write().unwrap_or_else(PoisonError::into_inner).keys.remove(&(authority, key));
            },
        )?;
        self.ring.forget_deleted()?;
        Ok(changed == 1)
    }

    /// Destroys the keys with these marks that are still there. Whoever destroyed them all finds out by looking each mark up; only
    /// where one is missing are the ids of all keys gone through. Returns how many there were.
    ///
    /// # Errors
    /// As [`Keyring::destroy`].
    pub(crate) fn destroy_marked(&self, authority: i64, marks: &[Uuid], now_us: i64) -> Result<usize> {
        let read = |sql, with: &[crate::Value]| self.ring.read(Some(authority), |tx| tx.rows(sql, with), Ok);
        let mut left = HashSet::new();
        for mark in marks {
            if read(sql::KEY, &[authority.into(), (*mark).into(), (*mark).into()])?.is_empty() {
                left.insert(*mark);
            }
        }
        let (mut after, mut destroyed) = (Uuid::nil(), 0);
        while !left.is_empty() {
            let rows = read(sql::KEYS_AFTER, &[authority.into(), after.into(), KEYS_PAGE.into()])?;
            let ids = rows.iter().map(|row| row.id(0)).collect::<Result<Vec<Uuid>>>()?;
            let Some(last) = ids.last().copied() else { break };
            for id in ids {
                if left.remove(&seal::mark(authority, id)) {
                    destroyed += usize::from(self.destroy(authority, id, now_us)?);
                }
            }
            after = last;
        }
        Ok(destroyed)
    }

    /// Seals an entry under the key its header names. Made to be handed to
    /// [`log::append`](crate::log::append).
    pub fn seal(&self, header: &Header<'_>, plain: &[u8]) -> Result<Vec<u8>> {
        self.seal_at(header.authority, header.key, &Place::Entry(header), plain)
    }

    /// Opens an entry. None if it has been emptied, its key destroyed.
    pub fn open_entry(&self, entry: &Entry) -> Result<Option<Vec<u8>>> {
        let header = entry.header();
        let open = |sealed| self.open_at(entry.authority, entry.key, &Place::Entry(&header), sealed);
        entry.sealed.as_deref().map(open).transpose()
    }

    /// The blind token by which an exact identity number is found. The number must be normalised: twelve
    /// digits.
    pub fn token(&self, authority: i64, normalised: &str) -> Token {
        self.master().token(authority, normalised)
    }

    /// What a form held, so that the same form is known again: a keyed hash, from which nothing can be read or guessed.
    pub(crate) fn form_token(&self, authority: i64, form: &str) -> Token {
        self.master().token(authority, &format!("form\n{form}"))
    }

    /// What a message is known again by: a keyed hash of its bytes, its sender's id or what it says.
    pub(crate) fn message_token(&self, authority: i64, what: &str, text: &str) -> Token {
        self.master().token(authority, &format!("message {what}\n{text}"))
    }

    /// What somebody's identity is known again by when they log in: a keyed hash of who vouches for it and whom they mean.
    pub(crate) fn login_token(&self, authority: i64, identity: &str) -> Token {
        self.master().token(authority, &format!("login\n{identity}"))
    }

    /// Seals a text under a key of the ring, bound to a place.
    pub(crate) fn seal_at(
        &self,
        authority: i64,
        key: Uuid,
        place: &Place<'_>,
        plain: &[u8],
    ) -> Result<Vec<u8>> {
        Ok(seal::seal(&self.key(authority, key)?, place, plain, edge::nonce()))
    }

    /// Opens a text under a key of the ring.
    pub(crate) fn open_at(
        &self,
        authority: i64,
        key: Uuid,
        place: &Place<'_>,
        sealed: &[u8],
    ) -> Result<Vec<u8>> {
        Ok(seal::open(&self.key(authority, key)?, place, sealed)?)
    }

    /// The same without keeping the key open: for whoever goes through everybody once, whose keys would crowd out those in use.
    pub(crate) fn open_in_passing(
        &self,
        authority: i64,
        key: Uuid,
        place: &Place<'_>,
        sealed: &[u8],
    ) -> Result<Vec<u8>> {
        let key = match self.kept_open(authority, key) {
            Some(kept) => kept,
            None => self.unwrapped(authority, key, |_| {})?,
        };
        Ok(seal::open(&key, place, sealed)?)
    }

    /// Who signs an authority's checkpoints.
    pub(crate) fn signer(&self, authority: i64) -> seal::Signer {
        seal::Signer::new(&self.master(), authority)
    }

    /// A key that is never in the ring but derived: for the access log.
    pub(crate) fn derived(&self, purpose: Purpose, authority: i64) -> Key {
        self.master().derive(purpose, authority)
    }

    /// Makes a key that will live, wrapped, in a row of its own. Returns it with epoch and wrapped form.
    pub(crate) fn make_wrapped(&self, authority: i64, id: Uuid) -> Result<(Key, u32, Vec<u8>)> {
        let (key, epoch) = (edge::key(), self.epoch()?);
        let wrapped = self.master_of(epoch)?.wrap_key(authority, epoch, id, &key, edge::nonce());
        Ok((key, epoch, wrapped))
    }

    /// Unwraps a key from a row of its own.
    pub(crate) fn unwrap(&self, authority: i64, epoch: i64, id: Uuid, wrapped: &[u8]) -> Result<Key> {
        let epoch = epoch_from(epoch)?;
        Ok(self.master_of(epoch)?.unwrap_key(authority, epoch, id, wrapped)?)
    }

    fn key(&self, authority: i64, id: Uuid) -> Result<Key> {
        if let Some(key) = self.kept_open(authority, id) {
            return Ok(key);
        }
        self.unwrapped(authority, id, |key| self.keep_open(authority, id, key.clone()))
    }

    fn kept_open(&self, authority: i64, id: Uuid) -> Option<Key> {
        let opened = self.opened.read().unwrap_or_else(PoisonError::into_inner);
        opened.keys.get(&(authority, id)).cloned()
    }

    /// Reads a key and unwraps it. A file stays locked meanwhile, so that a destruction cannot come before what is done with it then.
    fn unwrapped(&self, authority: i64, id: Uuid, then: impl FnOnce(&Key)) -> Result<Key> {
        let mark = seal::mark(authority, id);
        if self.opened.read().unwrap_or_else(PoisonError::into_inner).gone.contains(&mark) {
            return Err(KeyError::Destroyed(id).into());
        }
        let with = [authority.into(), id.into(), mark.into()];
        self.ring.read(
            Some(authority),
            |tx| tx.row(sql::KEY, &with),
            |row| {
                let row = row.ok_or(KeyError::Unknown(id))?;
                let wrapped = row.maybe(1, crate::Row::bytes)?.ok_or(KeyError::Destroyed(id))?;
                let key = self.unwrap(authority, row.int(0)?, id, &wrapped)?;
                then(&key);
                Ok(key)
            },
        )
    }

    fn keep_open(&self, authority: i64, id: Uuid, key: Key) {
        let mut opened = self.opened.write().unwrap_or_else(PoisonError::into_inner);
        if !opened.gone.is_empty() && opened.gone.contains(&seal::mark(authority, id)) {
            return; // destroyed while it was being read
        }
        if opened.keys.len() >= OPENED_MAX {
            opened.keys.clear();
        }
        opened.keys.insert((authority, id), key);
    }
}

fn current_epoch(tx: &mut dyn Tx) -> Result<u32> {
    let row = tx.row(sql::KEYRING, &[])?.ok_or(Error::Unreadable("a keyring"))?;
    epoch_from(row.int(1)?)
}

/// Keys that have been made belong to a register. Where its file is gone or empty, a new one in its place would hide that.
fn expect_register(home: &Home, ring: &Ring) -> Result<()> {
    let register = home.dir().join(REGISTER);
    let there = home.database().is_some() || fs::metadata(&register).is_ok_and(|file| file.len() > 0);
    if there || ring.read(None, |tx| tx.rows(sql::ANY_KEY, &[]), Ok)?.is_empty() {
        return Ok(());
    }
    Err(Error::RegisterMissing(register))
}

fn epoch_from(stored: i64) -> Result<u32> {
    u32::try_from(stored).map_err(|_| Error::Unreadable("an epoch"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::REGISTER;
    use crate::sqlite::Connection;

    fn header(key: Uuid) -> Header<'static> {
        let id = Uuid::from_u128(1);
        Header {
            authority: 1,
            stream: id,
            seq: 1,
            kind: "note",
            version: 1,
            at_us: 0,
            actor: id,
            key,
            number: None,
        }
    }

    fn open_at(keys: &Keyring, key: Uuid, sealed: &[u8]) -> Result<Vec<u8>> {
        keys.open_at(1, key, &Place::Entry(&header(key)), sealed)
    }

    fn master(byte: u8) -> Master {
        Master::from_bytes([byte; 32])
    }

    #[test]
    fn a_key_outlives_the_process() {
        let folder = tempfile::tempdir().expect("a directory");
        let keys = Keyring::open(folder.path(), master(1)).expect("new");
        let key = keys.new_key(1).expect("a key");
        let sealed = keys.seal(&header(key), b"text").expect("sealed");
        drop(keys);
        let register = folder.path().join(REGISTER);
        for content in [None, Some(b"")] {
            if let Some(empty) = content {
                fs::write(&register, empty).expect("written");
            }
            let refused = Keyring::open(folder.path(), master(1)).err();
            assert_eq!(refused, Some(Error::RegisterMissing(register.clone())), "{content:?}");
        }
        fs::write(&register, b"a register").expect("written");
        let keys = Keyring::open(folder.path(), master(1)).expect("reopened");
        assert_eq!(open_at(&keys, key, &sealed), Ok(b"text".to_vec()));
    }

    #[test]
    fn a_key_used_in_passing_is_not_kept() {
        let folder = tempfile::tempdir().expect("a directory");
        let keys = Keyring::open(folder.path(), master(1)).expect("new");
        let key = keys.new_key(1).expect("a key");
        let sealed = keys.seal(&header(key), b"text").expect("sealed");
        drop(keys);
        fs::write(folder.path().join(REGISTER), b"a register").expect("written");
        let keys = Keyring::open(folder.path(), master(1)).expect("reopened");
        let passing = keys.open_in_passing(1, key, &Place::Entry(&header(key)), &sealed);
        assert_eq!(passing, Ok(b"text".to_vec()));
        assert!(keys.kept_open(1, key).is_none());
        assert_eq!(open_at(&keys, key, &sealed), Ok(b"text".to_vec()));
        assert!(keys.kept_open(1, key).is_some());
    }

    #[test]
    fn another_master_is_refused_at_the_door() {
        let folder = tempfile::tempdir().expect("a directory");
        drop(Keyring::open(folder.path(), master(1)).expect("new"));
        let refused = Keyring::open(folder.path(), master(2)).err();
        assert_eq!(refused, Some(KeyError::WrongMaster.into()));
    }

    #[test]
    fn a_register_without_its_keyring_is_refused() {
        let folder = tempfile::tempdir().expect("a directory");
        fs::write(folder.path().join(REGISTER), b"").expect("written");
        let refused = Keyring::open(folder.path(), master(1)).err();
        assert_eq!(refused, Some(KeyError::KeyringMissing(folder.path().join(FILE)).into()));
        assert!(!folder.path().join(FILE).exists(), "nothing is made in its place");
    }

    #[test]
    fn another_authority_does_not_have_the_key() {
        let folder = tempfile::tempdir().expect("a directory");
        let keys = Keyring::open(folder.path(), master(1)).expect("new");
        let key = keys.new_key(1).expect("a key");
        let foreign = Header { authority: 2, ..header(key) };
        assert_eq!(keys.seal(&foreign, b"text"), Err(KeyError::Unknown(key).into()));
    }

    #[test]
    fn a_destroyed_key_opens_nothing_and_is_known_as_destroyed() {
        let folder = tempfile::tempdir().expect("a directory");
        let keys = Keyring::open(folder.path(), master(1)).expect("new");
        let key = keys.new_key(1).expect("a key");
        let sealed = keys.seal(&header(key), b"text").expect("sealed");
        assert_eq!(keys.destroy(1, key, 5), Ok(true));
        assert_eq!(keys.destroy(1, key, 6), Ok(false));
        assert_eq!(open_at(&keys, key, &sealed), Err(Error::Key(KeyError::Destroyed(key))));
        assert_eq!(open_at(&keys, Uuid::nil(), &sealed), Err(Error::Key(KeyError::Unknown(Uuid::nil()))));
    }

    /// The wrapped bytes are gone from the file itself, not only from its answers.
    #[test]
    fn a_destroyed_key_leaves_no_bytes_in_the_directory() {
        let folder = tempfile::tempdir().expect("a directory");
        let keys = Keyring::open(folder.path(), master(1)).expect("new");
        let key = keys.new_keys(1, 100).expect("keys")[50];
        let read = |tx: &mut dyn Tx| tx.row(sql::KEY, &[1_i64.into(), key.into(), key.into()]);
        let row = keys.ring.read(Some(1), read, Ok).expect("read").expect("there");
        let wrapped = row.bytes(1).expect("wrapped");
        let holds = |bytes: &[u8]| {
            fs::read_dir(folder.path()).expect("listed").any(|file| {
                let content = fs::read(file.expect("a file").path()).expect("read");
                content.windows(bytes.len()).any(|window| window == bytes)
            })
        };
        assert!(holds(&wrapped), "the search finds what is there");
        keys.destroy(1, key, 5).expect("destroyed");
        assert!(!holds(&wrapped));
        assert!(!holds(key.as_bytes()), "nor its id");
    }

    /// Whoever is reading the file, as a backup does, keeps the log from being emptied. That is said, and done when it can be.
    #[test]
    fn a_destruction_that_could_not_empty_the_log_says_so_and_is_finished_later() {
        let folder = tempfile::tempdir().expect("a directory");
        let keys = Keyring::open(folder.path(), master(1)).expect("new");
        let key = keys.new_key(1).expect("a key");
        let mut other = Connection::open_reader(&folder.path().join(FILE)).expect("opened");
        other.begin_read().expect("reading");
        other.row(sql::KEYRING, &[]).expect("read");
        assert_eq!(keys.destroy(1, key, 5), Err(Error::Busy));
        assert_eq!(
            keys.key(1, key).err(),
            Some(KeyError::Destroyed(key).into()),
            "it opens nothing all the same"
        );
        other.end_read().expect("done");
        assert_eq!(keys.destroy(1, key, 6), Ok(false));
        let log = folder.path().join("keys.db-wal").metadata().expect("the log");
        assert_eq!(log.len(), 0);
    }
}
