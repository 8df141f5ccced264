//! A line between the program and the server, which is cut at a chosen moment.

use std::fs;
use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tempfile::TempDir;

/// The socket's name, as PostgreSQL's clients look for it.
const SOCKET: &str = ".s.PGSQL.5432";

/// Where around a commit the line is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The server does not hear of it.
    Before,
    /// The server does it, and its answer is lost.
    After,
}

/// A line to a server.
pub struct Line {
    dir: TempDir,
    moments: Arc<Moments>,
}

#[derive(Default)]
struct Moments {
    /// What happens to which of the commits to come, counted from 1.
    next: Mutex<Option<(Cut, usize)>>,
    /// How many have passed.
    commits: AtomicUsize,
}

impl Moments {
    fn of_this_commit(&self) -> Option<Cut> {
        self.commits.fetch_add(1, Ordering::SeqCst);
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let (cut, count) = (*next)?;
        *next = (count > 1).then_some((cut, count - 1));
        (count == 1).then_some(cut)
    }
}

impl Line {
    pub(crate) fn to(server: PathBuf) -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let listener = UnixListener::bind(dir.path().join(SOCKET)).expect("a socket");
        let moments = Arc::new(Moments::default());
        let own = Arc::clone(&moments);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                match UnixStream::connect(&server) {
                    Ok(server) => carry(&client, &server, &own),
                    Err(_) => drop(client),
                }
            }
        });
        Self { dir, moments }
    }

    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Cuts it around the next commit.
    pub fn cut(&self, moment: Cut) {
        self.cut_at(moment, 1);
    }

    /// Cuts it around one of the commits to come, counted from 1.
    pub fn cut_at(&self, moment: Cut, commit: usize) {
        *self.moments.next.lock().unwrap_or_else(PoisonError::into_inner) = Some((moment, commit));
    }

    /// How many commits have been asked for over it.
    pub fn commits(&self) -> usize {
        self.moments.commits.load(Ordering::SeqCst)
    }

    /// Nobody gets through who is not connected already.
    pub fn close(&self) {
        fs::rename(self.dir().join(SOCKET), self.dir().join("closed")).expect("it was open");
    }

    /// New calls get through again.
    pub fn open(&self) {
        fs::rename(self.dir().join("closed"), self.dir().join(SOCKET)).expect("it was closed");
    }
}

/// Carries both ways, until it is cut.
fn carry(client: &UnixStream, server: &UnixStream, moments: &Arc<Moments>) {
    let both = |stream: &UnixStream| stream.try_clone().expect("a line");
    let silent = Arc::new(AtomicBool::new(false));
    let (mut from, mut to) = (both(client), both(server));
    let (moments, quiet) = (Arc::clone(moments), Arc::clone(&silent));
    let hang_up = |one: &UnixStream, other: &UnixStream| {
        let _gone = (one.shutdown(Shutdown::Both), other.shutdown(Shutdown::Both));
    };
    thread::spawn(move || {
        let mut bytes = [0; 8192];
        while let Ok(read @ 1..) = from.read(&mut bytes) {
            if bytes[..read].windows(7).any(|word| word == b"COMMIT\0") {
                match moments.of_this_commit() {
                    Some(Cut::Before) => break,
                    Some(Cut::After) => quiet.store(true, Ordering::SeqCst),
                    None => {}
                }
            }
            if to.write_all(&bytes[..read]).is_err() {
                break;
            }
        }
        hang_up(&from, &to);
    });
    let (mut from, mut to) = (both(server), both(client));
    thread::spawn(move || {
        let mut bytes = [0; 8192];
        while let Ok(read @ 1..) = from.read(&mut bytes) {
            if silent.load(Ordering::SeqCst) || to.write_all(&bytes[..read]).is_err() {
                break;
            }
        }
        hang_up(&from, &to);
    });
}
