//! Everything that can go wrong below the pages, in one list.

use std::path::PathBuf;

use uuid::Uuid;

use crate::residence::Residence;

/// What a function of this crate answers with.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something could not be stored or read.
///
/// A *refusal* by law or access rule is not an error and not here: it is an answer of `record`. The texts
/// below are for developers and operators, never for a page, and hold no personal data: no value that was
/// stored or asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The queue is full or no reader came free in time. Nothing was done; trying again shortly is right
    /// (503).
    #[error("too much is going on at once; nothing was done")]
    Busy,
    /// The database cannot be reached, or is not what was meant: it has no certificate that holds, say. Nothing was done; trying again when
    /// it is there is right (503). The text says which server and why, for operators.
    #[error("the database cannot be reached, and nothing was done: {0}")]
    Away(String),
    /// The connection to the database was lost while the work was being committed and could not be made again in time, or the disk failed in
    /// that very moment. Whether the work was done is not known: sent again with the same command id, it is done once (503).
    #[error("the database or its disk failed while it was being committed; whether it was done is not known")]
    Lost,
    /// Somebody else wrote the same rows at the same moment. It was undone; the store runs the work again by itself, some times.
    #[error("somebody else wrote the same rows at the same moment")]
    Overtaken,
    /// The writer takes no more work: the disk failed under it, or it is being closed. Nothing was done (503).
    #[error("the store no longer takes writes; restart it")]
    Stopped,
    /// The work panicked. It was undone, and the store goes on.
    #[error("the work panicked and was undone")]
    Panicked,
    /// Another process has this data directory open.
    #[error("another process is using this data directory")]
    InUse,
    /// The stream has moved on since it was seen: somebody else wrote first (409).
    #[error("stream {stream} is at version {found}, not {expected}")]
    Conflict {
        /// The stream.
        stream: Uuid,
        /// The version the caller had seen; 0 for "does not exist yet".
        expected: i64,
        /// The version it is at.
        found: i64,
    },
    /// A register in earnest was opened as the demo.
    #[error("{0} is no demo: it was begun for real people, and `lykta serve` serves it. Nothing was changed")]
    InEarnest(String),
    /// No authority has this number here.
    #[error("no authority {0} in this register")]
    UnknownAuthority(i64),
    /// More than the stated limit.
    #[error("{what} is larger than {limit}")]
    TooLarge {
        /// What it is that was too large.
        what: &'static str,
        /// The limit, in bytes or pieces as the limit's own constant says.
        limit: usize,
    },
    /// The attachment is not there to be carried, or not whole: it was never finished, or has been swept.
    #[error("the attachment is not there or not whole")]
    NoAttachment,
    /// A rule of the schema said no. The engine's words name tables and columns, never values.
    #[error("a rule of the schema was broken: {0}")]
    Constraint(String),
    /// A stored value is not of the kind it should be.
    #[error(
        "a stored value is not {0}: the database is damaged, or another program has written in it. Nothing was changed. `lykta verify` says where; restore the newest backup (`lykta restore`)"
    )]
    Unreadable(&'static str),
    /// The disk is full. Nothing was done.
    #[error("the disk is full")]
    DiskFull,
    /// The disk failed, and nothing was done: where it failed under a commit the answer is [`Error::Lost`].
    #[error("the disk failed: {0}")]
    Disk(String),
    /// The database file is damaged. Nothing was written to it.
    #[error(
        "the database file {file} is damaged ({why}): nothing was changed. Keep it as it is, and restore the newest backup (`lykta restore`)"
    )]
    Corrupt {
        /// Which file.
        file: String,
        /// What the engine says.
        why: String,
    },
    /// The write-ahead log has been damaged since it was written. Nothing was written to it.
    #[error(
        "the write-ahead log {path} is damaged at its frame {frame}, and what was answered as saved stands behind it: nothing was changed. Keep the files as they are, and restore the newest backup with its tails (`lykta restore`)"
    )]
    LogDamaged {
        /// The log.
        path: PathBuf,
        /// The first frame that is broken.
        frame: u64,
    },
    /// The record does not reach as far as it has reached.
    #[error(
        "the record of authority {authority} ends at height {found}, and has reached {reached}: its write-ahead log was damaged or taken away, or an older file stands in its place. Nothing was changed. Keep the files as they are, put back the newer ones, or restore the newest backup with its tails (`lykta restore`). To go on without what is missing, take away {mark}"
    )]
    Shorter {
        /// Whose.
        authority: i64,
        /// Where it ends.
        found: i64,
        /// Where it has been.
        reached: i64,
        /// The file that says so.
        mark: PathBuf,
    },
    /// The directory has been left: its record lives on somewhere else.
    #[error(
        "{0} has been left: its record was restored elsewhere and lives on there. It can still be read and verified, and nothing is written here"
    )]
    Fenced(PathBuf),
    /// A restoration was interrupted here.
    #[error(
        "{0} holds a half-made restoration: it is no record. Run `lykta restore` again; it clears this away"
    )]
    HalfRestored(PathBuf),
    /// There are keys, and nothing that they belong to: the register has been taken away or emptied.
    #[error(
        "there are keys here, but no register at {0}: put back the file that belongs to them, or restore the newest backup (`lykta restore`)"
    )]
    RegisterMissing(PathBuf),
    /// The record of an authority is being moved, has left, or has not wholly arrived.
    #[error("{0}")]
    Elsewhere(Residence),
    /// A record cannot be moved.
    #[error("nothing was moved: {0}")]
    Unmoved(String),
    /// A backup cannot be restored.
    #[error("nothing was restored: {0}")]
    Unrestored(String),
    /// A database server is not what Lykta needs.
    #[error("{0}")]
    Unsuitable(String),
    /// The database said something else.
    #[error("the database refused: {0}")]
    Engine(String),
    /// A file other than the database could not be read or written.
    #[error("{path}: {why}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
    /// The database's form does not fit this program.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// A key is missing, wrong or destroyed.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// What was read as evidence is broken.
    #[error(transparent)]
    Broken(#[from] seal::Broken),
    /// What was asked to be proved cannot be.
    #[error("nothing was proved: {0}")]
    Unproved(&'static str),
    /// A seal did not hold.
    #[error(transparent)]
    Seal(#[from] seal::Refused),
}

/// The database's form does not fit this program. Nothing was touched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// It was made by a newer program.
    #[error("the database has {found} schema steps, this program knows {known}: use a newer program")]
    FromTheFuture {
        /// Steps applied in the database.
        found: usize,
        /// Steps this program knows.
        known: usize,
    },
    /// It was made by an older program, and whoever connects to it may not take the next steps.
    #[error(
        "the database has {found} schema steps, this program needs {known}: run \"lykta prepare\" as its owner"
    )]
    Behind {
        /// Steps applied in the database.
        found: usize,
        /// Steps this program knows.
        known: usize,
    },
    /// A step that has been applied is not the step this program knows by that number.
    #[error(
        "the database is another program's, or no register or keyring of ours: its schema step {0:?} is not the one this program knows. Use the program that made it, or put back the file that belongs here"
    )]
    ChangedStep(&'static str),
}

/// A key is missing, wrong or destroyed. The store never starts half open, and never falls back to clear
/// text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The data directory holds data, and the master key that belongs to it is not there.
    #[error("there is data here but no key at {0}: put back the key file that belongs to it")]
    MasterMissing(PathBuf),
    /// The key file is of neither form.
    #[error("{0} is not a key file, or not a whole one: put back the file that belongs to these data")]
    MasterShape(PathBuf),
    /// A new key file would take the place of one that is there.
    #[error("{0} is there already, and everything it opens would be lost with it")]
    MasterThere(PathBuf),
    /// The passphrase or identity does not open the key file, or the file is not locked as it should be.
    #[error(
        "{0} does not open: another passphrase or identity is needed, or the file is not locked the way that was said"
    )]
    MasterLocked(PathBuf),
    /// A passphrase or an identity that was to be read from somewhere is not there.
    #[error("{0}")]
    NoSecret(String),
    /// The security token does not do what it is asked to.
    #[error("the security token {token:?} does not seal with its key {key:?}: {why}")]
    Token {
        /// The token's label.
        token: String,
        /// The key's label.
        key: String,
        /// What is wrong.
        why: String,
    },
    /// The key file can be read by others than its owner.
    #[error("{0} can be read by others: it should have mode 0600")]
    MasterOpen(PathBuf),
    /// The master key is not the one these data were sealed with.
    #[error(
        "this key does not belong to these data: they were sealed with another. Put back the key file that belongs to them"
    )]
    WrongMaster,
    /// The keys are wrapped in an epoch whose secret is not in the key file.
    #[error("the key file has no secret for epoch {0}: use the newest key file that belongs to these data")]
    EpochMissing(u32),
    /// What was to be an epoch's end would leave something that nobody could open.
    #[error(
        "{left} keys are still wrapped in an epoch that has passed: wrap them anew before epoch {epoch} ends"
    )]
    EpochInUse {
        /// Which epoch.
        epoch: u32,
        /// How many.
        left: u64,
    },
    /// The epoch that was to end is the one that new keys are wrapped in, or a later one.
    #[error(
        "epoch {epoch} has not passed: new keys are wrapped in epoch {current}. Begin a later one and wrap everything anew in it first"
    )]
    EpochCurrent {
        /// Which epoch was to end.
        epoch: u32,
        /// The one that new keys are wrapped in.
        current: u32,
    },
    /// The key file is of the first form, whose only epoch comes from the root and cannot end.
    #[error("{0} is a key file of the first form, whose epoch cannot end")]
    FirstForm(PathBuf),
    /// The register is there, but its keyring is gone.
    #[error("there is a register here but no keyring at {0}: put back the file that belongs to it")]
    KeyringMissing(PathBuf),
    /// The keys open nothing of what was written last.
    #[error(
        "the register and the keyring in {0} do not belong together: one of them is another's, or older than the other. Put back the file that belongs to the other, or restore the newest backups (`lykta restore`)"
    )]
    NotTogether(String),
    /// No such key was ever made here.
    #[error("key {0} is not in the keyring")]
    Unknown(Uuid),
    /// The key has been destroyed, and with it everything sealed under it.
    #[error("key {0} has been destroyed")]
    Destroyed(Uuid),
}

impl Error {
    /// Wraps what the file system said.
    pub(crate) fn file(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::File { path, why: error.to_string() }
    }
}
