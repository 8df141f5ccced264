//! Connections, opened when first needed, lent to one at a time, at most so many.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::error::{Error, Result};
use crate::home::Connection;
use crate::tx::Tx;

/// How long somebody waits for a connection before they give up.
const WAIT: Duration = Duration::from_secs(5);

/// How a connection is opened.
type Open = Box<dyn Fn() -> Result<Connection> + Send + Sync>;

/// The connections of one register.
pub(crate) struct Pool {
    open: Open,
    free: Mutex<Free>,
    returned: Condvar,
}

struct Free {
    idle: Vec<Connection>,
    /// How many more may be opened.
    unopened: usize,
}

impl Pool {
    pub(crate) fn new(most: usize, open: impl Fn() -> Result<Connection> + Send + Sync + 'static) -> Self {
        assert!(most > 0, "a register that nobody may use");
        let free = Mutex::new(Free { idle: Vec::new(), unopened: most });
        Self { open: Box::new(open), free, returned: Condvar::new() }
    }

    /// Lends a connection.
    ///
    /// # Errors
    /// [`Error::Busy`] if none came back in time; [`Error::Away`] if none can be opened.
    pub(crate) fn lease(&self) -> Result<Lease<'_>> {
        let none_left = |free: &mut Free| free.idle.is_empty() && free.unopened == 0;
        let waited = self.returned.wait_timeout_while(self.free(), WAIT, none_left);
        let (mut free, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if let Some(connection) = free.idle.pop() {
            return Ok(Lease { pool: self, connection: Some(connection) });
        }
        if free.unopened == 0 {
            return Err(Error::Busy);
        }
        free.unopened -= 1;
        drop(free); // a server far away takes its time, and others need not wait for it
        let mut lease = Lease { pool: self, connection: None };
        lease.connection = Some((self.open)()?);
        Ok(lease)
    }

    /// Reads with a connection: everything the work sees is one unchanging state. `authority` says whose rows it may see.
    ///
    /// # Errors
    /// What the work returns; [`Error::Busy`] if no connection came free; [`Error::Away`] if there is none to be had, or it was lost on the
    /// way.
    pub(crate) fn read<T>(
        &self,
        authority: Option<i64>,
        work: impl FnOnce(&mut dyn Tx) -> Result<T>,
    ) -> Result<T> {
        let lost = || Error::Away("the connection was lost while it was read from".to_owned());
        self.try_read(authority, work).map_err(|error| if error == Error::Lost { lost() } else { error })
    }

    fn try_read<T>(&self, authority: Option<i64>, work: impl FnOnce(&mut dyn Tx) -> Result<T>) -> Result<T> {
        let mut lease = self.lease()?;
        match lease.connection().begin_read(authority) {
            Err(Error::Lost) => {
                lease.renew()?; // it had been lost while nobody used it
                lease.connection().begin_read(authority)?;
            }
            begun => begun?,
        }
        let result = work(lease.connection());
        lease.connection().end_read()?;
        result
    }

    /// Whoever panicked with a connection leaves the list whole, so poison means nothing here.
    fn free(&self) -> MutexGuard<'_, Free> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection on loan. Comes back when dropped, unless it is left inside a transaction or has been lost: then it is closed.
pub(crate) struct Lease<'a> {
    pool: &'a Pool,
    /// None only while being opened or dropped.
    connection: Option<Connection>,
}

impl Lease<'_> {
    pub(crate) fn connection(&mut self) -> &mut Connection {
        self.connection.as_mut().expect("taken only when the lease is dropped")
    }

    /// Opens a new connection in the place of one that was lost.
    pub(crate) fn renew(&mut self) -> Result<()> {
        self.connection = Some((self.pool.open)()?);
        Ok(())
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let mut free = self.pool.free();
        match self.connection.take() {
            Some(connection) if connection.is_idle() => free.idle.push(connection),
            _ => free.unopened += 1,
        }
        drop(free);
        self.pool.returned.notify_one();
    }
}
