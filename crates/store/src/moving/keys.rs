//! The wrapped keys of an authority, carried as they are.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::tables::add;
use crate::error::Result;
use crate::keyring::Keyring;
use crate::ring::Ring;
use crate::sql::keyring as sql;
use crate::value::{Row, Value};

/// Rows of a transaction.
const PAGE: i64 = 1000;

/// Copies every key, and the epoch that new ones are wrapped in. Returns how many.
///
/// # Errors
/// [`KeyError::EpochMissing`](crate::KeyError::EpochMissing) where the key file is older than the keys.
pub(super) fn carry(from: &Keyring, to: &Keyring, authority: i64) -> Result<u64> {
    let epoch = from.epoch()?;
    to.master_of(epoch)?;
    to.ring.write(None, |tx| tx.run(sql::EPOCH_BEGIN, &[i64::from(epoch).into()]), |_| ())?;
    let mut count = 0;
    each(from, authority, &mut |rows| {
        count += rows.len() as u64;
        put(&to.ring, authority, rows)
    })?;
    Ok(count)
}

/// Writes rows as they are.
pub(crate) fn put(to: &Ring, authority: i64, rows: &[Vec<Value>]) -> Result<()> {
    let write = |tx: &mut dyn crate::Tx| {
        for row in rows {
            tx.run(sql::KEY_PUT, &[&[authority.into()], &row[..]].concat())?;
        }
        Ok(())
    };
    to.write(Some(authority), write, |()| ())
}

/// A sum over all of them.
pub(super) fn sum(keys: &Keyring, authority: i64) -> Result<[u8; 32]> {
    let mut sum = Sha256::new();
    each(keys, authority, &mut |rows| {
        for row in rows {
            add(&mut sum, row);
        }
        Ok(())
    })?;
    Ok(sum.finalize().into())
}

/// Hands over the rows of a ring, some at a time.
fn each(keys: &Keyring, authority: i64, each: &mut dyn FnMut(&[Vec<Value>]) -> Result<()>) -> Result<()> {
    each_of(
        authority,
        &mut |with| keys.ring.read(Some(authority), |tx| tx.rows(sql::KEYS_WHOLE, with), Ok),
        each,
    )
}

/// The same, wherever they are read from.
pub(crate) fn each_of(
    authority: i64,
    read: &mut dyn FnMut(&[Value]) -> Result<Vec<Row>>,
    each: &mut dyn FnMut(&[Vec<Value>]) -> Result<()>,
) -> Result<()> {
    let mut after = Uuid::nil();
    loop {
        let rows = read(&[authority.into(), after.into(), PAGE.into()])?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id(0)?;
        each(&rows.iter().map(values).collect::<Result<Vec<_>>>()?)?;
    }
}

fn values(row: &Row) -> Result<Vec<Value>> {
    let (epoch, wrapped, destroyed_us) = (row.int(1)?, row.maybe(2, Row::bytes)?, row.maybe(3, Row::int)?);
    Ok(vec![row.id(0)?.into(), epoch.into(), wrapped.into(), destroyed_us.into()])
}
