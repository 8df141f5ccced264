//! Writes that fail on purpose, at a statement that is chosen. For tests alone.
//!
//! [`Failing`] hangs in every register that tests open, and does nothing until it is told where. Then the statement that is meant fails
//! before the engine has done it, after it, or with the line, whichever write it belongs to. The paths that are tried are told in
//! `failing/paths.rs`, by the real acts of the house.

mod paths;
mod scene;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::{Error, Result};
use crate::tx::{Sql, Tx};
use crate::value::{Row, Value};

/// How a statement fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Before the engine has done anything.
    Before,
    /// After it has done it, and before it answers.
    After,
    /// The line is lost on the way. A server's work is run again by the store itself.
    Lost,
}

/// Where writes fail on purpose.
#[derive(Default)]
pub(crate) struct Failing {
    /// So many statements go well first.
    next: Mutex<Option<(usize, Fault)>>,
    /// The statements that have failed so far.
    failed: Mutex<BTreeSet<&'static str>>,
}

impl Failing {
    /// Has a statement fail, counted from 0, among all that are written from now on.
    pub(crate) fn at(&self, statement: usize, fault: Fault) {
        *held(&self.next) = Some((statement, fault));
    }

    /// Lets everything go well again. Says whether it would have anyway, because so many statements were not reached.
    pub(crate) fn went_well(&self) -> bool {
        held(&self.next).take().is_some()
    }

    /// What has failed so far.
    pub(crate) fn failed(&self) -> BTreeSet<&'static str> {
        held(&self.failed).clone()
    }

    /// Work that fails where it has been said.
    pub(crate) fn within<T>(
        self: &Arc<Self>,
        mut work: impl FnMut(&mut dyn Tx) -> Result<T> + Send + 'static,
    ) -> impl FnMut(&mut dyn Tx) -> Result<T> + Send + 'static {
        let failing = Arc::clone(self);
        move |tx| work(&mut Wrapped { inner: tx, failing: &failing })
    }

    fn step<T>(&self, sql: Sql, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let fault = {
            let mut next = held(&self.next);
            match &mut *next {
                Some((0, fault)) => {
                    let fault = *fault;
                    *next = None;
                    Some(fault)
                }
                Some((left, _)) => {
                    *left -= 1;
                    None
                }
                None => None,
            }
        };
        if fault.is_some() {
            held(&self.failed).insert(sql.0);
        }
        match fault {
            None => work(),
            Some(Fault::Before) => Err(on_purpose()),
            Some(Fault::After) => work().and(Err(on_purpose())),
            Some(Fault::Lost) => Err(Error::Lost),
        }
    }
}

/// What is answered by a statement that fails on purpose.
pub(crate) fn on_purpose() -> Error {
    Error::Engine("a fault on purpose".into())
}

fn held<T>(what: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A transaction that fails where it has been said.
struct Wrapped<'a> {
    inner: &'a mut dyn Tx,
    failing: &'a Failing,
}

impl Tx for Wrapped<'_> {
    fn run(&mut self, sql: Sql, with: &[Value]) -> Result<u64> {
        self.failing.step(sql, || self.inner.run(sql, with))
    }

    fn rows(&mut self, sql: Sql, with: &[Value]) -> Result<Vec<Row>> {
        self.failing.step(sql, || self.inner.rows(sql, with))
    }
}
