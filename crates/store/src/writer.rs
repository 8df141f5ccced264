//! The one thread that writes, and the queue in front of it.
//!
//! A durable commit costs the disk a flush, whether it holds one change or a hundred. So the thread takes
//! whatever has queued up, gives each piece of work its own savepoint, commits them all at once, and only
//! then answers anybody. A piece that fails is undone alone. Nobody is told anything before the commit, not
//! even of a failure, since a failure may have been caused by a neighbour's change that then did not last.

use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::error::{Error, Result};
use crate::reached::Reached;
use crate::sqlite::Connection;
use crate::tx::Tx;

/// Most pieces of work in one commit. More would gain little and make the first in line wait for the last.
const BATCH_MAX: usize = 64;

/// So long without work is a quiet moment: the write-ahead log is folded into the register and emptied, and
/// with it goes what has been deleted.
const QUIET: Duration = Duration::from_millis(500);

/// A piece of queued work: given the open transaction, or the reason why there is none.
type Job = Box<dyn FnOnce(Result<&mut dyn Tx>) -> Ran + Send>;

/// A piece of work that has run, or been passed over, and whose owner waits.
struct Ran {
    /// Why it is to be undone, if it is.
    failed: Option<Error>,
    /// Tells the owner, once the outcome of the commit is known.
    answer: Box<dyn FnOnce(Result<()>)>,
}

/// The handle by which work reaches the thread. Dropping it lets the queue run dry and then ends the thread.
pub(crate) struct Writer {
    /// None only while being dropped.
    running: Option<(SyncSender<Job>, JoinHandle<()>)>,
}

impl Writer {
    /// Starts it. `reached` is where it writes down how far the record has come; none beside a program that does.
    pub(crate) fn start(
        connection: Connection,
        reached: Option<Reached>,
        queue_length: usize,
    ) -> Result<Self> {
        let (queue, jobs) = sync_channel(queue_length);
        let thread = thread::Builder::new()
            .name("lykta-writer".into())
            .spawn(move || write_until_closed(connection, reached, &jobs))
            .map_err(|error| Error::Engine(error.to_string()))?;
        Ok(Self { running: Some((queue, thread)) })
    }

    /// Runs work on the writer's thread and waits until it is durable.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Tx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (queue, thread) = self.running.as_ref().ok_or(Error::Stopped)?;
        assert_ne!(
            thread::current().id(),
            thread.thread().id(),
            "a write inside a write would wait for itself"
        );
        let (tell, told) = sync_channel(1);
        queue.try_send(job(work, tell)).map_err(|refused| match refused {
            TrySendError::Full(_) => Error::Busy,
            TrySendError::Disconnected(_) => Error::Stopped,
        })?;
        told.recv().unwrap_or(Err(Error::Stopped))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if let Some((queue, thread)) = self.running.take() {
            drop(queue);
            if thread.join().is_err() {
                tracing::error!("the writer's thread had panicked");
            }
        }
    }
}

/// Wraps work of any type so that the queue can hold it.
fn job<T: Send + 'static>(
    mut work: impl FnMut(&mut dyn Tx) -> Result<T> + Send + 'static,
    tell: SyncSender<Result<T>>,
) -> Job {
    Box::new(move |tx| {
        let result =
            tx.and_then(|tx| catch_unwind(AssertUnwindSafe(|| work(tx))).unwrap_or(Err(Error::Panicked)));
        drop(work); // with all it holds, before anybody is told that it is done
        let failed = result.as_ref().err().cloned();
        let answer = Box::new(move |committed: Result<()>| {
            if tell.send(committed.and(result)).is_err() {
                tracing::error!("nobody waited for a write's answer");
            }
        });
        Ran { failed, answer }
    })
}

/// The thread's life: batch after batch, until the handle is dropped or the disk fails. Before anybody is answered it writes down how far
/// the record has come. In quiet moments it tidies up.
///
/// After a failed flush the system may have thrown the unwritten pages away while calling them written;
/// trying again would then report as durable what is not. Nor is it certain that they are gone: a restart may
/// find them. So those whose work was in it are answered with [`Error::Lost`], the thread ends, whatever is
/// queued is answered with [`Error::Stopped`], and a restart begins from what is really on disk.
fn write_until_closed(mut connection: Connection, mut reached: Option<Reached>, jobs: &Receiver<Job>) {
    let mut tidy = true;
    loop {
        let waited = if tidy { jobs.recv().map_err(Into::into) } else { jobs.recv_timeout(QUIET) };
        let first = match waited {
            Ok(first) => first,
            Err(RecvTimeoutError::Timeout) => {
                tidy = connection.fold_in().is_ok(); // if a reader is in the way, at the next quiet moment
                if let Some(reached) = &mut reached {
                    reached.flush();
                }
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let batch = iter::once(first).chain(jobs.try_iter().take(BATCH_MAX - 1)).collect();
        let (ran, committed) = commit_batch(&mut connection, batch);
        if let (Ok(()), Some(reached)) = (&committed, &mut reached) {
            reached.follow(&mut connection);
        }
        tidy = false;
        let disk_failed = matches!(committed, Err(Error::Disk(_) | Error::Lost));
        for done in ran {
            (done.answer)(committed.clone());
        }
        if disk_failed {
            tracing::error!("the disk failed; no more is written until restart");
            return;
        }
    }
}

/// Runs a batch in one transaction. Returns who is to be told, and how the commit went.
fn commit_batch(connection: &mut Connection, batch: Vec<Job>) -> (Vec<Ran>, Result<()>) {
    let mut standing = connection.begin_write();
    let mut ran = Vec::with_capacity(batch.len());
    for job in batch {
        let done = if let Err(error) = &standing {
            job(Err(error.clone()))
        } else {
            let (done, settled) = run_marked(connection, job);
            standing = settled;
            done
        };
        ran.push(done);
    }
    let committed = standing.and_then(|()| connection.commit().map_err(in_doubt));
    if committed.is_err()
        && let Err(error) = connection.rollback()
    {
        tracing::error!(%error, "a failed commit could not be undone");
    }
    (ran, committed)
}

/// A disk that fails under a commit says neither that it stands nor that it does not.
fn in_doubt(error: Error) -> Error {
    let Error::Disk(why) = error else { return error };
    tracing::error!(%why, "the disk failed under a commit");
    Error::Lost
}

/// Runs one piece of work between marks. An error in the second place means that the whole transaction is
/// lost.
fn run_marked(connection: &mut Connection, job: Job) -> (Ran, Result<()>) {
    if let Err(error) = connection.mark() {
        return (job(Err(error.clone())), Err(error));
    }
    let done = job(Ok(connection));
    let settled = match &done.failed {
        None => connection.keep(),
        Some(_) if connection.in_transaction() => connection.undo(),
        Some(error) => Err(error.clone()), // the engine has undone everything, as it may when the disk is full
    };
    (done, settled)
}
