//! A register that is read and written from outside of any house, with nobody else writing the authority that is moved.

use std::fs::File;

use crate::db;
use crate::error::Result;
use crate::fence;
use crate::home::{Connection as Either, Home};
use crate::log;
use crate::pool::Pool;
use crate::postgres::{self, Work};
use crate::sqlite::Connection;
use crate::tx::Tx;

/// A register to move from or to.
pub(crate) enum Site {
    /// A file. No program works in its directory while this is there.
    File { connection: Connection, _lock: File },
    /// A database. Other authorities, and other programs, go on.
    Database(Pool),
}

impl Site {
    /// Where there is a record.
    ///
    /// # Errors
    /// [`Error::InUse`](crate::Error::InUse) for a directory that a program works in.
    pub(crate) fn of_source(home: &Home) -> Result<Self> {
        if home.database().is_none() {
            home.reader()?; // where there is none, none is made
        }
        Self::of_target(home)
    }

    /// Where there may be none yet.
    pub(crate) fn of_target(home: &Home) -> Result<Self> {
        if home.database().is_some() {
            return Self::in_database(home);
        }
        fence::expect_open(home.dir())?;
        Self::in_files(home)
    }

    fn in_files(home: &Home) -> Result<Self> {
        let (connection, lock) = db::open_alone(home.dir())?;
        Ok(Self::File { connection, _lock: lock })
    }

    fn in_database(home: &Home) -> Result<Self> {
        let address = home.database().expect("asked above").clone();
        postgres::bring_up(&address, postgres::REGISTER)?;
        Ok(Self::Database(Pool::new(1, move || address.connect(postgres::REGISTER).map(Either::from))))
    }

    /// Whose records are here.
    pub(crate) fn authorities(&mut self) -> Result<Vec<i64>> {
        let all = match self {
            Self::Database(pool) => postgres::aside(|| pool.read(None, |tx| log::authorities(tx)))?,
            Self::File { connection, .. } => log::authorities(connection)?,
        };
        Ok(all.into_iter().map(|(authority, _)| authority).collect())
    }

    /// Writes in one transaction, while no other write of the authority is on its way.
    pub(crate) fn write<T: Send>(
        &mut self,
        authority: i64,
        mut work: impl FnMut(&mut dyn Tx) -> Result<T> + Send,
    ) -> Result<T> {
        let connection = match self {
            Self::Database(pool) => return postgres::write(pool, (Work::Moving, Some(authority)), work),
            Self::File { connection, .. } => connection,
        };
        connection.begin_write()?;
        match work(connection).and_then(|done| connection.commit().map(|()| done)) {
            Ok(done) => Ok(done),
            Err(error) => {
                connection.rollback()?;
                Err(error)
            }
        }
    }

    /// Reads one unchanging state.
    pub(crate) fn read<T: Send>(
        &mut self,
        authority: i64,
        work: impl FnOnce(&mut dyn Tx) -> Result<T> + Send,
    ) -> Result<T> {
        let connection = match self {
            Self::Database(pool) => return postgres::aside(|| pool.read(Some(authority), work)),
            Self::File { connection, .. } => connection,
        };
        connection.begin_read()?;
        let done = work(connection);
        connection.end_read()?;
        done
    }

    /// Whether every page of a file is whole; a server looks after its own.
    pub(crate) fn examine(&self) -> Result<()> {
        match self {
            Self::Database(_) => Ok(()),
            Self::File { connection, .. } => connection.examine(),
        }
    }
}
