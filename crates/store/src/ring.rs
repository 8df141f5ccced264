//! Where the wrapped keys are: a file of their own beside the register, or a schema of their own in the database.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::Duration;

use crate::db::{self, make_private_dir};
use crate::error::{Error, KeyError, Result};
use crate::home::{Connection as Either, Home};
use crate::log;
use crate::moving::keys as rows;
use crate::pool::Pool;
use crate::postgres::{self, Work};
use crate::schema;
use crate::sql::keyring as sql;
use crate::sqlite::Connection;
use crate::tx::Tx;
use crate::value::Value;
use crate::wal;

/// The keyring's file in the data directory.
pub(crate) const FILE: &str = "keys.db";

/// Connections that one node holds to the keys: they are asked for once and then remembered.
const CONNECTIONS: usize = 2;

/// How long is waited before each try to finish forgetting.
const FORGETTING_WAITS: [Duration; 4] =
    [Duration::ZERO, Duration::from_millis(20), Duration::from_millis(80), Duration::from_millis(200)];

/// Where the wrapped keys are.
pub(crate) enum Ring {
    /// In a file.
    File(Mutex<Connection>),
    /// In a database.
    Database(Pool),
}

impl Ring {
    /// Opens it. The second is whether there is a register, so that the keys cannot be new.
    ///
    /// # Errors
    /// [`KeyError::KeyringMissing`] if there is a register, but no file of keys.
    pub(crate) fn open(home: &Home) -> Result<(Self, bool)> {
        let begun = home.has_begun()?;
        if let Some(address) = home.database().cloned() {
            postgres::bring_up(&address, postgres::KEYRING)?;
            let open = move || address.connect(postgres::KEYRING).map(Either::from);
            return Ok((Self::Database(Pool::new(CONNECTIONS, open)), begun));
        }
        let path = home.dir().join(FILE);
        if begun && !path.exists() {
            return Err(KeyError::KeyringMissing(path).into());
        }
        make_private_dir(home.dir())?;
        // Beside a program that works, the log changes while it is read: what looks damaged is looked at again alone.
        if wal::expect_whole(&path).is_err()
            && let Ok(_alone) = db::lock(home.dir())
        {
            wal::expect_whole(&path)?;
        }
        let mut file = Connection::open_writer(&path)?;
        schema::bring_up(&mut file, schema::KEYRING)?;
        Ok((Self::File(Mutex::new(file)), begun))
    }

    /// Reads. In a file it stays locked until `then` has been done with what was read.
    pub(crate) fn read<T: Send, U>(
        &self,
        authority: Option<i64>,
        work: impl FnOnce(&mut dyn Tx) -> Result<T> + Send,
        then: impl FnOnce(T) -> Result<U>,
    ) -> Result<U> {
        match self {
            Self::File(file) => {
                let mut file = locked(file);
                work(&mut *file).and_then(then)
            }
            Self::Database(pool) => postgres::aside(|| pool.read(authority, work)).and_then(then),
        }
    }

    /// Writes, durably. In a file it stays locked until `then` has been done.
    pub(crate) fn write<T: Send>(
        &self,
        authority: Option<i64>,
        mut work: impl FnMut(&mut dyn Tx) -> Result<T> + Send,
        then: impl FnOnce(&T),
    ) -> Result<T> {
        let done = match self {
            Self::File(file) => {
                let mut file = locked(file);
                file.begin_write()?;
                let done = match work(&mut *file).and_then(|done| file.commit().map(|()| done)) {
                    Ok(done) => done,
                    Err(error) => {
                        file.rollback()?;
                        return Err(error);
                    }
                };
                then(&done);
                return Ok(done);
            }
            Self::Database(pool) => postgres::write(pool, (Work::Ordinary, authority), work)?,
        };
        then(&done);
        Ok(done)
    }

    /// Sees to it that what was deleted is in no file. A database forgets in its own time: when it has been vacuumed, and its
    /// write-ahead log is gone.
    ///
    /// # Errors
    /// [`Error::Busy`] if somebody else is reading the file.
    pub(crate) fn forget_deleted(&self) -> Result<()> {
        match self {
            Self::File(file) => locked(file).fold_in(),
            Self::Database(_) => Ok(()),
        }
    }

    /// The same at the start, when it was perhaps not finished; it must not keep anybody from working. A program beside this one reads
    /// for a moment at a time, so it is asked a few times before anything is said.
    pub(crate) fn finish_forgetting(&self) {
        let in_the_way = |wait| {
            sleep(wait);
            self.forget_deleted() == Err(Error::Busy)
        };
        if FORGETTING_WAITS.into_iter().all(in_the_way) {
            tracing::warn!(
                "keys.db is being read by somebody else: what was destroyed last may still stand in its log"
            );
        }
    }
}

/// Copies a ring out of a database into a file that is not there yet, as it stands at one moment for each authority.
pub(crate) fn copy_out(home: &Home, path: &Path) -> Result<()> {
    let address = home.database().expect("asked by whoever knows that there is one").clone();
    postgres::expect_newest(&address, postgres::KEYRING)?;
    let mut register = home.reader()?;
    register.begin_read(None)?;
    let authorities = log::authorities(&mut register)?;
    register.end_read()?;
    let pool = Pool::new(1, move || address.connect(postgres::KEYRING).map(Either::from));
    let read = |authority: Option<i64>, statement, with: &[Value]| {
        postgres::aside(|| pool.read(authority, |tx| tx.rows(statement, with)))
    };
    let beside = path.with_added_extension("making");
    let mut file = Connection::open_writer(&beside)?;
    schema::bring_up(&mut file, schema::KEYRING)?;
    file.begin_write()?;
    for row in read(None, sql::KEYRING, &[])? {
        file.run(sql::KEYRING_NEW, row.values())?;
    }
    for (authority, _) in authorities {
        let mut page = |with: &[Value]| read(Some(authority), sql::KEYS_WHOLE, with);
        rows::each_of(authority, &mut page, &mut |rows| {
            for row in rows {
                file.run(sql::KEY_PUT, &[&[authority.into()], &row[..]].concat())?;
            }
            Ok(())
        })?;
    }
    file.commit()?;
    file.copy_to(path)?;
    drop(file);
    for gone in ["", "-wal", "-shm"] {
        let _absent = std::fs::remove_file(format!("{}{gone}", beside.display())); // what a writer leaves beside the copy
    }
    Ok(())
}

/// A thread that panicked has left no transaction open here, so poison means nothing.
fn locked(file: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    file.lock().unwrap_or_else(PoisonError::into_inner)
}
