//! A write: run again when it was overtaken or cut off, and never done twice.
//!
//! A connection may be lost at any moment: a server loses its power, a standby takes over. Before the commit is asked for, nothing has
//! been done, and the work runs again on a new connection. When the answer to the commit is what was lost, the server is asked what became
//! of the transaction, by its number. Only when a standby has taken over meanwhile is the number worth nothing; then the work runs again,
//! and whoever must not do a thing twice has noted it by its command id ([`commands`](crate::commands)) in the same transaction.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tokio_postgres::SimpleQueryMessage;

use super::{Connection, Receipt, Work, aside};
use crate::error::{Error, Result};
use crate::home::Connection as Either;
use crate::pool::{Lease, Pool};
use crate::tx::Tx;

/// How often work that others overtook is run again.
const TRIES: u32 = 8;

/// How long it then leaves the way to whoever was first: so long more each time.
const STEP_BACK: Duration = Duration::from_millis(10);

/// How long a server that is gone is called again: as long as a standby needs to take over.
const PATIENCE: Duration = Duration::from_secs(10);

/// Between two calls.
const PAUSE: Duration = Duration::from_millis(200);

/// Calls to a server that is gone.
#[derive(Default)]
struct Calls {
    /// When the first was made that nobody answered.
    since: Option<Instant>,
}

impl Calls {
    /// Waits before the next, unless they have gone on for long enough. The first is made at once.
    fn may_go_on(&mut self) -> bool {
        let Some(since) = self.since else {
            self.since = Some(Instant::now());
            return true;
        };
        sleep(PAUSE);
        since.elapsed() < PATIENCE
    }
}

/// What one attempt came to.
enum Attempt<T> {
    /// Settled, one way or the other.
    Done(Result<T>),
    /// Nothing was done, and it may succeed now.
    Again(Error),
    /// It was being committed when the connection was lost.
    InDoubt(T, Receipt),
}

/// Runs work in a transaction of its own. Returns when it is durable.
pub(crate) fn write<T: Send>(
    pool: &Pool,
    as_what: (Work, Option<i64>),
    work: impl FnMut(&mut dyn Tx) -> Result<T> + Send,
) -> Result<T> {
    aside(|| write_here(pool, as_what, work))
}

fn write_here<T>(
    pool: &Pool,
    (kind, authority): (Work, Option<i64>),
    mut work: impl FnMut(&mut dyn Tx) -> Result<T>,
) -> Result<T> {
    let (mut overtaken, mut calls, mut doubted) = (0, Calls::default(), false);
    let mut lease = lease(pool, &mut calls)?;
    loop {
        match attempt(connection(&mut lease), (kind, authority), &mut work) {
            Attempt::Done(result) => return result,
            Attempt::InDoubt(result, receipt) => match outcome(&mut lease, &receipt, &mut calls) {
                Ok(Outcome::Committed) => return Ok(result),
                Ok(Outcome::Undone) => doubted = true,
                Err(error) => return Err(in_doubt(error)),
            },
            Attempt::Again(Error::Lost) => {
                let again = reconnect(&mut lease, &mut calls);
                again.map_err(|error| if doubted { in_doubt(error) } else { error })?;
            }
            Attempt::Again(Error::Overtaken) if overtaken == TRIES => return Err(Error::Busy),
            // What is still in the way the second time is the work's own mistake.
            Attempt::Again(error @ Error::Constraint(_)) if overtaken > 0 => return Err(error),
            Attempt::Again(_) => {
                overtaken += 1;
                sleep(STEP_BACK * overtaken); // or it would take what the other has just been waiting for
            }
        }
    }
}

fn attempt<T>(
    connection: &mut Connection,
    (kind, authority): (Work, Option<i64>),
    work: &mut impl FnMut(&mut dyn Tx) -> Result<T>,
) -> Attempt<T> {
    if let Err(error) = connection.begin_write(kind, authority) {
        return if error == Error::Lost { Attempt::Again(error) } else { Attempt::Done(Err(error)) };
    }
    let result = catch_unwind(AssertUnwindSafe(|| work(connection))).unwrap_or(Err(Error::Panicked));
    let committed = match &result {
        Ok(_) => connection.commit(),
        Err(_) => Ok(()),
    };
    match (result, committed, connection.receipt.take()) {
        (Ok(done), Ok(()), _) => Attempt::Done(Ok(done)),
        (Ok(done), Err(Error::Lost), Some(receipt)) => Attempt::InDoubt(done, receipt),
        (Ok(_), Err(error), _) | (Err(error), _, _) => {
            let collided = std::mem::take(&mut connection.collided);
            let undone = connection.rollback();
            match error {
                Error::Lost | Error::Overtaken => Attempt::Again(error),
                Error::Constraint(_) if collided => Attempt::Again(error),
                _ if undone == Err(Error::Lost) => Attempt::Again(Error::Lost),
                _ => Attempt::Done(Err(error)),
            }
        }
    }
}

/// What became of a commit whose answer was lost.
enum Outcome {
    Committed,
    /// Not done, or not known to be: to be run again.
    Undone,
}

/// Asks the server. It may still be at it: a process that lost its client goes on committing.
fn outcome(lease: &mut Lease<'_>, receipt: &Receipt, calls: &mut Calls) -> Result<Outcome> {
    loop {
        reconnect(lease, calls)?;
        let question = format!(
            "SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8), pg_xact_status('{}'::xid8)",
            receipt.number
        );
        let connection = connection(lease);
        let asked = connection.line.simple_query(&question);
        let answer = match connection.took(asked) {
            Ok(answer) => answer,
            Err(Error::Lost) => continue,
            Err(_) => return Ok(Outcome::Undone), // a number from a future that this server has not had
        };
        let row = answer.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some((row.get(0)?.to_owned(), row.get(1)?.to_owned())),
            _ => None,
        });
        match row {
            Some((timeline, _)) if timeline != receipt.timeline => return Ok(Outcome::Undone),
            Some((_, status)) if status == "committed" => match expect_kept(connection) {
                Err(Error::Lost) => {}
                kept => return kept.map(|()| Outcome::Committed),
            },
            Some((_, status)) if status == "in progress" => sleep(PAUSE),
            _ => return Ok(Outcome::Undone),
        }
    }
}

/// Writes something small and waits until it lies on the standby, and so everything before it.
///
/// What a server calls committed may lie on that server alone: when it is told to step down, whoever waits for the standby is cut off with
/// the work done here and nowhere else. If it then goes under, so does the work. After this the work is on both, or the server has gone.
fn expect_kept(connection: &mut Connection) -> Result<()> {
    let kept = connection.line.simple_query("SELECT pg_logical_emit_message(true, 'lykta', '')");
    connection.took(kept).map(|_| ())
}

/// Takes a connection, calling until somebody answers.
fn lease<'a>(pool: &'a Pool, calls: &mut Calls) -> Result<Lease<'a>> {
    loop {
        match pool.lease() {
            Err(Error::Away(_)) if calls.may_go_on() => {}
            answer => return answer,
        }
    }
}

/// Makes a new connection in the place of the lost one, calling until somebody answers.
fn reconnect(lease: &mut Lease<'_>, calls: &mut Calls) -> Result<()> {
    let mut away = Error::Away("the connection was lost again and again".to_owned());
    while calls.may_go_on() {
        match lease.renew() {
            Err(error @ Error::Away(_)) => away = error,
            answer => return answer,
        }
    }
    Err(away)
}

/// What has been asked to be committed may have been, whatever went wrong afterwards.
fn in_doubt(error: Error) -> Error {
    if matches!(error, Error::Away(_)) { Error::Lost } else { error }
}

fn connection<'a>(lease: &'a mut Lease<'_>) -> &'a mut Connection {
    match lease.connection() {
        Either::Postgres(connection) => connection,
        Either::Sqlite(_) => unreachable!("this pool's connections are all to a server"),
    }
}
