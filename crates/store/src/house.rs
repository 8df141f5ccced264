//! The house: everything one authority's pages need, opened once and shared by all threads.

use crate::{
    Db, Options, Result, attachments, edge,
    error::{Error, KeyError},
    folded::Kept,
    following::Followed,
    home::Home,
    key_file,
    keyring::Keyring,
    log,
    names::Names,
    organised::Organised,
    residence,
    sql::settings,
    tx::Tx,
};
use jiff::Timestamp;
use law::{Day, DelegationOrder, DelegationOrders, LawBook};
use record::{Actor, AuthorityId, Context, FileId, Organisation, Refusal, person::PersonRefusal};
use std::sync::Arc;
use uuid::Uuid;

/// One authority, open for work.
pub struct House {
    /// Whose record.
    pub authority: AuthorityId,
    /// The law.
    pub law: &'static LawBook,
    /// Only invented people may be registered here.
    pub demo: bool,
    /// The database.
    pub db: Db,
    pub(crate) keys: Arc<Keyring>,
    pub(crate) names: Names,
    pub(crate) kept: Kept,
    /// Units, people and what the board has delegated, as this node has seen it last.
    pub(crate) organised: Organised,
    /// How far what other nodes did has been followed.
    pub(crate) followed: Followed,
    /// Which of the programs that have this register open this is.
    pub(crate) node: Uuid,
}

/// The instant and the day of an act, passed in by whoever has a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// The instant.
    pub instant: Timestamp,
    /// The day in Europe/Stockholm; the demo may set it forward.
    pub today: Day,
}

impl Now {
    /// The instant in microseconds since 1970, as the log keeps it.
    pub fn micros(self) -> i64 {
        self.instant.as_microsecond()
    }
}

/// Why something was not done or not shown.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// A rule of the record says no; nothing was written.
    #[error("refused at step {step}: {refusal}")]
    Refused {
        /// Which step of the wish, from 0.
        step: usize,
        /// Why.
        refusal: Refusal,
    },
    /// A person's data cannot be taken; nothing was written.
    #[error("refused at step {step}: {refusal}")]
    PersonRefused {
        /// Which step of the wish, from 0.
        step: usize,
        /// Why.
        refusal: PersonRefusal,
    },
    /// Somebody else wrote meanwhile, and the wish rests on what was seen.
    #[error("changed since it was seen, {file}: {since:?}")]
    Conflict {
        /// Which file.
        file: FileId,
        /// Numbers of the entries that came since.
        since: Vec<i64>,
    },
    /// The command's id was used before, for something else: a form was signed and then sent again with other words, or by another account.
    /// Nothing was done now.
    #[error("sent before with other content")]
    SentOtherwise,
    /// The text that would have been signed is not the one that was shown: somebody has written in it meanwhile. Nothing was written.
    #[error("the text has changed since it was shown")]
    TextChanged,
    /// Not there, or not for this reader: the two are answered alike.
    #[error("not found")]
    NotFound,
    /// A colleague in the unit that has the file, without a part in it: it opens when they have said why.
    #[error("a reason is needed to read {0}")]
    ReasonNeeded(FileId),
    /// Something in the file was written by a newer program; it can be neither shown nor added to here.
    #[error("written by a newer program")]
    Newer,
    /// The storage failed, or is busy.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// The answer of everything in the house.
pub type Answer<T> = std::result::Result<T, Trouble>;

/// So many of the newest entries are looked at when a house is opened: one may be damaged, and the others are still ours.
const LOOKED_AT: i64 = 8;

/// The setting that says what a register was begun for, and its two values. It is written in the transaction that begins it, and never changed:
/// a register with invented people never becomes one with real ones, or the other way round.
const PURPOSE: &str = "purpose";
const PRACTICE: &str = "practice";
const EARNEST: &str = "earnest";

/// Whether only invented people may be registered. One that was begun before this was written down is for practice: there was nothing else.
fn is_practice(tx: &mut dyn Tx, authority: i64) -> Result<bool> {
    let row = tx.row(settings::GET, &[authority.into(), PURPOSE.into()])?;
    let purpose = row.map(|row| row.text(0)).transpose()?;
    Ok(purpose.as_deref() != Some(EARNEST))
}

/// Whether the register keeps this authority's record.
fn is_kept(db: &Db, authority: AuthorityId) -> Result<bool> {
    let known = db.read(|tx| log::authorities(tx))?;
    Ok(known.iter().any(|(number, _)| *number == authority.0))
}

/// The demo's only authority, and the first in every place.
pub const DEMO_AUTHORITY: AuthorityId = AuthorityId(1);

impl House {
    /// Opens the register of an authority, as it stands: who works there and what is delegated is what has been written in it. An empty place is
    /// begun where the board is named; nobody works there until it is written down ([`House::organise`]). Outside the demo real people may
    /// be registered, and the key never lies beside the data.
    ///
    /// # Errors
    /// [`crate::KeyError`] without its key; [`Error::InUse`] where another process has it open; [`Error::UnknownAuthority`] for an empty
    /// place that is not to be begun.
    pub fn open(home: impl Into<Home>, begin: Option<&str>) -> Result<Arc<Self>> {
        let home = home.into();
        let keys = Keyring::open_with(&home, home.key_file())?;
        let purpose = if home.has_demo_key() { PRACTICE } else { EARNEST };
        Self::open_under(home, keys, begin.map(|board| (board, purpose)))
    }

    /// Opens the demo in a directory, making it in an empty one: what it is begun with is written into it then, and later it is as it stands
    /// there. Without a key file of its own ([`Home::with_key`]) its key lies beside the
    /// data, where it protects nothing: nobody real may be registered.
    ///
    /// # Errors
    /// [`crate::KeyError`] where there is data but not its key; [`Error::InUse`] where another process has it open; [`Error::InEarnest`]
    /// for a register that was not begun for practice.
    pub fn open_demo(
        home: impl Into<Home>,
        organisation: Organisation,
        delegation: DelegationOrder,
    ) -> Result<Arc<Self>> {
        let home = home.into();
        let keys = Self::keys_of(&home)?;
        let house = Self::open_under(home, keys, Some((&organisation.board, PRACTICE)))?;
        if !house.demo {
            return Err(Error::InEarnest(house.db.home().to_string()));
        }
        house.found(organisation, delegation)?;
        Ok(house)
    }

    /// The keys of a place. Only the demonstration makes its own key, and only where there is nothing yet.
    fn keys_of(home: &Home) -> Result<Keyring> {
        if home.has_demo_key() && !(home.database().is_some() && home.has_begun()?) {
            key_file::read_or_make_demo(home.dir())?; // the directory may be empty, though the database is not
        }
        Keyring::open_with(home, home.key_file())
    }

    /// Opens a register; an empty one is begun, where a board is named and what it is for.
    fn open_under(home: Home, keys: Keyring, begin: Option<(&str, &'static str)>) -> Result<Arc<Self>> {
        let authority = AuthorityId(home.authority());
        let db = Db::open(home, Options::default())?.of(authority.0);
        if !is_kept(&db, authority)? {
            let (name, purpose) = begin.ok_or(Error::UnknownAuthority(authority.0))?;
            let name = name.to_owned();
            db.write(move |tx| {
                log::create_authority(tx, authority.0, &name)?;
                tx.run(settings::PUT, &[authority.0.into(), PURPOSE.into(), purpose.into()]).map(|_| ())
            })?;
        }
        Self::as_it_stands(authority, db, Arc::new(keys), edge::blind_id())
    }

    /// An authority that there is already.
    fn as_it_stands(authority: AuthorityId, db: Db, keys: Arc<Keyring>, node: Uuid) -> Result<Arc<Self>> {
        db.read(|tx| residence::expect_here(tx, authority.0))?;
        let demo = db.read(|tx| is_practice(tx, authority.0))?;
        let house = Self::of(authority, db, keys, (demo, node))?;
        house.expect_own_keys()?;
        house.refold_organisation()?;
        house.refold_if_stale()?;
        Ok(house)
    }

    /// Another authority of the same register as it stands there: one program serves several, each with people, names and secrecy of its own.
    ///
    /// # Errors
    /// [`Error::UnknownAuthority`] where there is none of that number.
    pub fn next_door(&self, authority: AuthorityId) -> Result<Arc<Self>> {
        let db = self.db.of(authority.0);
        if !is_kept(&db, authority)? {
            return Err(Error::UnknownAuthority(authority.0));
        }
        Self::as_it_stands(authority, db, Arc::clone(&self.keys), self.node)
    }

    /// Of the newest entries one at least must open: otherwise the register or the keyring is another's, or one of them is much older.
    fn expect_own_keys(&self) -> Result<()> {
        let authority = self.authority.0;
        let newest = self.db.read(|tx| {
            let height = log::head(tx, authority)?.height;
            log::entries_after(tx, authority, (height - LOOKED_AT).max(0), usize::MAX)
        })?;
        let opens =
            |entry: &log::Entry| !matches!(self.keys.open_entry(entry), Err(Error::Key(_) | Error::Seal(_)));
        if newest.is_empty() || newest.iter().any(opens) {
            return Ok(());
        }
        Err(KeyError::NotTogether(self.db.home().to_string()).into())
    }

    /// Opens a register beside a program that may be running: to read it, and write down that it was read.
    ///
    /// # Errors
    /// As [`House::open`]; [`Error::Schema`] where another version of the program has used it last.
    pub fn open_beside(home: impl Into<Home>) -> Result<Arc<Self>> {
        let home = home.into();
        let keys = Keyring::open_with(&home, home.key_file())?;
        let authority = AuthorityId(home.authority());
        let db = Db::open_beside(home)?.of(authority.0);
        db.read(|tx| residence::expect_here(tx, authority.0))?;
        let demo = db.read(|tx| is_practice(tx, authority.0))?;
        let house = Self::of(authority, db, Arc::new(keys), (demo, edge::blind_id()))?;
        house.refold_organisation()?;
        Ok(house)
    }

    /// Another authority of the same register, which is begun if it is not there: one program serves several, each with people, names and
    /// secrecy of its own.
    pub fn beside(
        &self,
        authority: AuthorityId,
        organisation: Organisation,
        delegation: DelegationOrder,
    ) -> Result<Arc<Self>> {
        let db = self.db.of(authority.0);
        let name = organisation.board.clone();
        let known = db.read(|tx| log::authorities(tx))?;
        if known.iter().all(|(number, _)| *number != authority.0) {
            db.write(move |tx| log::create_authority(tx, authority.0, &name))?;
        }
        let house = Self::of(authority, db, Arc::clone(&self.keys), (self.demo, self.node))?;
        house.found(organisation, delegation)?;
        house.refold_if_stale()?;
        Ok(house)
    }

    fn of(
        authority: AuthorityId,
        db: Db,
        keys: Arc<Keyring>,
        (demo, node): (bool, Uuid),
    ) -> Result<Arc<Self>> {
        let followed = db.read(|tx| Followed::now(tx, authority.0))?;
        Ok(Arc::new(Self {
            authority,
            law: LawBook::sweden(),
            demo,
            db,
            keys,
            names: Names::new(authority.0),
            kept: Kept::default(),
            organised: Organised::default(),
            followed,
            node,
        }))
    }

    /// Removes what was left over: documents that no entry carried within a day, because their form was never sent, and keys whose
    /// destruction is recorded. For the start.
    pub fn sweep(&self, now: Timestamp) -> Result<u64> {
        const A_DAY_US: i64 = 24 * 3600 * 1_000_000;
        self.finish_destructions(now.as_microsecond())?;
        let (authority, before_us) = (self.authority.0, now.as_microsecond() - A_DAY_US);
        self.db.write(move |tx| attachments::sweep(tx, authority, before_us))
    }

    /// Reads the name index, so that the first search need not; for a thread of its own after start.
    pub fn warm(&self) -> Result<()> {
        self.names.warm(&self.db, &self.keys)
    }

    /// The keyring, for drafts and attachments.
    pub fn keys(&self) -> &Arc<Keyring> {
        &self.keys
    }

    pub(crate) fn context<'a>(
        &'a self,
        delegation: &'a DelegationOrders,
        actor: &'a Actor,
        now: Now,
    ) -> Context<'a> {
        Context { now: now.instant, today: now.today, law: self.law, delegation, actor }
    }
}
