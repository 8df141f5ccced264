//! A database that PostgreSQL has brought back from its own backup becomes the record.
//!
//! What the server recovers is a copy of everything, to the byte, and nothing in it tells that it is one: a standby that has taken over looks
//! the same. So two things keep it from acting beside the original. Until this has been run, that nobody reaches it: it is recovered on a
//! server that listens at no address (`deploy/recover.sh`). From the first moment of this, that it says itself that it is half-written
//! ([`residence`]); and before it says no more so, the original has been shut, or somebody has stated that it is gone.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use seal::{EVIDENCE, Purpose};
use uuid::Uuid;

use super::{
    Beginning, Known, Original, Restored, begin_anew, destroy_again, expect_keys, expect_known, shut, take_in,
};
use crate::backup;
use crate::edge;
use crate::error::{Error, KeyError, Result};
use crate::export::Lines;
use crate::home::Home;
use crate::keyring::Keyring;
use crate::moving::keys as rows;
use crate::postgres;
use crate::readings;
use crate::residence::{self, State};
use crate::ring::{self, Ring};
use crate::site::Site;
use crate::sql::keyring as sql;
use crate::sqlite::Connection;
use crate::tx::Tx;
use crate::value::Value;
use crate::verify::{Trust, Verdict, verdict};

/// What the copy says of itself meanwhile.
const WORD: &str = "`lykta restore`";

/// A recovered database, and what it is to be brought up with.
#[derive(Debug, Clone, Copy)]
pub struct Recovered<'a> {
    /// The database, and the key file.
    pub home: &'a Home,
    /// A copy of the keyring, the newest there is; without one, what came with the database is the newest.
    pub keyring: Option<&'a Path>,
    /// What has been written since the moment it was recovered to, in order.
    pub tails: &'a [PathBuf],
    /// What is known of the record from elsewhere.
    pub known: &'a Known,
    /// What becomes of the original.
    pub original: Original<'a>,
    /// Now, in microseconds.
    pub now_us: i64,
}

/// Makes it the record. When this returns it is verified, and the only one that may act.
///
/// # Errors
/// [`Error::Unrestored`] and others, each with what is wrong and what to do. The copy then stays half-written, the original is not shut, and
/// this can be run again.
pub fn finish(what: &Recovered<'_>) -> Result<Restored> {
    expect_nobody_else(what.home)?;
    let mut site = Site::of_source(what.home)?;
    let authorities = site.authorities()?;
    what.known.expect_here(&authorities)?;
    let word = format!("{WORD} {}", edge::blind_id());
    for authority in &authorities {
        site.write(*authority, |tx| half_written(tx, *authority, &word, what.now_us))?;
    }
    expect_another(what.original, &word)?;
    if let Some(dir) = what.keyring {
        bring_keys(what, dir, &authorities)?;
    }
    let keys = Keyring::open_with(what.home, what.home.key_file())?;
    expect_whole(&mut site, &authorities)?;
    let mut from_tails = 0;
    for tail in what.tails {
        let authority = Lines::open(tail)?.1.authority;
        from_tails += site.write(authority, |tx| take_in(tx, tail))?;
    }
    for authority in &authorities {
        let authority = *authority;
        site.read(authority, |tx| expect_known(tx, authority, what.known))?;
        site.write(authority, |tx| destroy_again(tx, &keys, authority, what.now_us))?;
        site.write(authority, |tx| readings::destroy_again(tx, authority))?;
        site.read(authority, |tx| expect_keys(tx, &keys, authority))?;
        keys.ensure(authority, &[EVIDENCE])?;
        let anew = Beginning { backup_us: None, from_tails, original: what.original, now_us: what.now_us };
        site.write(authority, |tx| begin_anew(tx, &keys, authority, &anew))?;
    }
    let verdicts = expect_whole(&mut site, &authorities)?;
    shut(what.original, &what.home.to_string(), what.now_us)?;
    for authority in &authorities {
        site.write(*authority, |tx| residence::here(tx, *authority))?;
    }
    Ok(Restored { made_us: None, from_tails, verdicts })
}

/// How long those who were connected a moment ago may take to be gone.
const GOODBYE: Duration = Duration::from_secs(5);

/// A database that somebody works in is no copy that was just recovered: to take it for one would shut it.
fn expect_nobody_else(home: &Home) -> Result<()> {
    let address = home.database().expect("it was recovered by its server");
    let asked = Instant::now();
    loop {
        match postgres::connected_besides(address)? {
            0 => return Ok(()),
            _ if asked.elapsed() < GOODBYE => thread::sleep(GOODBYE / 100),
            others => {
                return Err(Error::Unrestored(format!(
                    "somebody works in the database {address} ({others} more are connected): it is not one that was just recovered, or others reach it. See deploy/recover.sh"
                )));
            }
        }
    }
}

/// From now on no program writes in it, or takes it for a record.
fn half_written(tx: &mut dyn Tx, authority: i64, word: &str, now_us: i64) -> Result<()> {
    match residence::of(tx, authority)? {
        Some(stands) if stands.state == State::Left || !stands.place.starts_with(WORD) => {
            Err(Error::Elsewhere(stands))
        }
        _ => residence::set(tx, authority, State::Arriving, word, now_us),
    }
}

/// What is about to be shut must not be this very database, by another of its names.
fn expect_another(original: Original<'_>, word: &str) -> Result<()> {
    let Original::InDatabase(home) = original else { return Ok(()) };
    let mut site = Site::of_source(home)?;
    for authority in site.authorities()? {
        if site.read(authority, |tx| residence::of(tx, authority))?.is_some_and(|stands| stands.place == word)
        {
            return Err(Error::Unrestored(
                "what was named as the original is this very database: name the one that is left".to_owned(),
            ));
        }
    }
    Ok(())
}

/// Brings in a copy of the keyring, which may be newer than the database or older: the keys that are not here, those that it has wrapped in
/// a later epoch, and what has been destroyed by then. What the database knows to be destroyed no copy brings back.
fn bring_keys(what: &Recovered<'_>, dir: &Path, authorities: &[i64]) -> Result<()> {
    backup::read(dir, ring::FILE)?;
    let mut copy = Connection::open_reader(&dir.join(ring::FILE))?;
    let (ring, _) = Ring::open(what.home)?;
    let epoch = expect_own(what, &mut copy, &ring)?;
    ring.write(None, |tx| tx.run(sql::EPOCH_BEGIN, &[epoch.into()]), |_| ())?;
    let mut gone: Vec<(i64, Vec<Vec<Value>>)> = Vec::new();
    for authority in authorities {
        let mut read = |with: &[Value]| copy.rows(sql::KEYS_WHOLE, with);
        rows::each_of(*authority, &mut read, &mut |rows| {
            let (live, destroyed): (Vec<_>, Vec<_>) =
                rows.iter().cloned().partition(|row| row[2] != Value::Null);
            gone.push((*authority, destroyed));
            bring(&ring, *authority, &live)
        })?;
    }
    // A destroyed key is known by its mark alone: the keys here are held against it before the mark takes their place.
    let keys = Keyring::open_with(what.home, what.home.key_file())?;
    for (authority, destroyed) in gone {
        let marks: Vec<Uuid> = destroyed
            .iter()
            .filter_map(|row| match row[0] {
                Value::Id(mark) => Some(mark),
                _ => None,
            })
            .collect();
        keys.destroy_marked(authority, &marks, what.now_us)?;
        rows::put(&ring, authority, &destroyed)?;
    }
    Ok(())
}

/// Brings in living keys of a copy.
fn bring(ring: &Ring, authority: i64, live: &[Vec<Value>]) -> Result<()> {
    let write = |tx: &mut dyn Tx| {
        for row in live {
            let [Value::Id(key), epoch, wrapped, _] = &row[..] else {
                return Err(Error::Unreadable("a wrapped key"));
            };
            let mark = seal::mark(authority, *key);
            tx.run(
                sql::KEY_BRING,
                &[authority.into(), (*key).into(), epoch.clone(), wrapped.clone(), mark.into()],
            )?;
        }
        Ok(())
    };
    ring.write(Some(authority), write, |()| ())
}

/// The copy and the database must be of one installation, and of this key file. Returns the copy's epoch.
fn expect_own(what: &Recovered<'_>, copy: &mut Connection, ring: &Ring) -> Result<i64> {
    let master = what.home.key_file().read()?;
    let fingerprint = *master.derive(Purpose::Fingerprint, 0).as_bytes();
    let row = copy.row(sql::KEYRING, &[])?.ok_or(Error::Unreadable("a keyring"))?;
    let here = ring.read(None, |tx| tx.row(sql::KEYRING, &[])?.map(|row| row.hash(0)).transpose(), Ok)?;
    if row.hash(0)? != fingerprint || here.is_some_and(|here| here != fingerprint) {
        return Err(KeyError::WrongMaster.into());
    }
    row.int(1)
}

fn expect_whole(site: &mut Site, authorities: &[i64]) -> Result<Vec<Verdict>> {
    let mut verdicts = Vec::with_capacity(authorities.len());
    for authority in authorities {
        let found = site.read(*authority, |tx| verdict(tx, *authority, &Trust::default()))?;
        if found.outcome.is_err() {
            return Err(Error::Unrestored(format!(
                "the record in the database is broken: {found}. Recover it from an older base backup"
            )));
        }
        verdicts.push(found);
    }
    Ok(verdicts)
}
