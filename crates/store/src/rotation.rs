//! A new epoch: every key that has not been destroyed is wrapped anew, while people work.
//!
//! A destroyed key could be brought back from a copy of the keyring that was made before. So every now and then a new epoch begins
//! ([`KeyFile::begin_epoch`](crate::key_file::KeyFile::begin_epoch)), what is left is wrapped in it, and the secret of the old one is
//! taken out of the key file when the copies of the keyring from its time have had theirs
//! ([`KeyFile::end_epoch`](crate::key_file::KeyFile::end_epoch)). Nothing that was sealed changes: only the keys' wrapping does.
//!
//! Each page is a transaction of its own, and each row is changed only as it was read, so it can be stopped anywhere and begun again.

use crate::{
    KeyError, Result, Sql, Tx, Value, edge,
    house::House,
    keyring::Keyring,
    log,
    sql::{drafts as drafts_sql, keyring as sql, messages as messages_sql},
};
use std::sync::Arc;
use uuid::Uuid;

/// Keys wrapped in one transaction.
const PAGE: i64 = 1000;

/// How many keys were wrapped anew, or are still to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rewrapped {
    /// Of persons, files and matters.
    pub keys: u64,
    /// Of texts on their way.
    pub drafts: u64,
    /// Of messages that wait or lie aside.
    pub messages: u64,
}

impl Rewrapped {
    /// All of them.
    pub fn total(self) -> u64 {
        self.keys + self.drafts + self.messages
    }
}

/// A table with wrapped keys: how to find those of other epochs, and how to change one.
struct Table {
    find: Sql,
    rewrap: Sql,
    /// The change names the wrapped bytes as they were.
    names_bytes: bool,
}

const KEYS: Table = Table { find: sql::KEYS_OF_OTHERS, rewrap: sql::KEY_REWRAP, names_bytes: false };
const DRAFTS: Table =
    Table { find: drafts_sql::OF_OTHER_EPOCHS, rewrap: drafts_sql::REWRAP, names_bytes: true };
const MESSAGES: Table =
    Table { find: messages_sql::OF_OTHER_EPOCHS, rewrap: messages_sql::REWRAP, names_bytes: true };

impl House {
    /// Makes an epoch that stands in the key file the one that new keys are wrapped in, and wraps everything anew in it, of every authority
    /// here: they share a keyring and its epochs.
    ///
    /// # Errors
    /// [`KeyError::EpochMissing`] where the key file has no secret for it.
    pub fn rotate(&self, epoch: u32) -> Result<Rewrapped> {
        self.keys.master_of(epoch)?;
        self.keys.ring.write(None, |tx| tx.run(sql::EPOCH_BEGIN, &[i64::from(epoch).into()]), |_| ())?;
        let mut done = Rewrapped::default();
        for authority in self.authorities_here()? {
            let (keys, db) = (&self.keys, self.db.of(authority));
            done.keys += through(|after| {
                keys.ring.write(Some(authority), |tx| page(tx, keys, authority, epoch, &KEYS, after), |_| ())
            })?;
            for (table, count) in [(&DRAFTS, &mut done.drafts), (&MESSAGES, &mut done.messages)] {
                *count += through(|after| {
                    let keys = Arc::clone(keys);
                    db.write(move |tx| page(tx, &keys, authority, epoch, table, after))
                })?;
            }
        }
        self.keys.ring.finish_forgetting();
        Ok(done)
    }

    /// What is still wrapped in other epochs than this one, of every authority here.
    pub fn not_in(&self, epoch: u32) -> Result<Rewrapped> {
        let mut found = Rewrapped::default();
        for authority in self.authorities_here()? {
            let count = |tx: &mut dyn Tx, table| count(tx, authority, epoch, table);
            found.keys += self.keys.ring.read(Some(authority), |tx| count(tx, &KEYS), Ok)?;
            let db = self.db.of(authority);
            let (drafts, messages) = db.read(|tx| Ok((count(tx, &DRAFTS)?, count(tx, &MESSAGES)?)))?;
            found.drafts += drafts;
            found.messages += messages;
        }
        Ok(found)
    }

    /// Takes the secret of an epoch out of the key file that this was opened with, when nothing is wrapped in it any more. From then on no
    /// copy of the keyring from its time opens, unless with a copy of the key file from its time.
    ///
    /// # Errors
    /// [`KeyError::EpochCurrent`] for the epoch that new keys are wrapped in, and a later one; [`KeyError::EpochInUse`] where something is
    /// still wrapped in an older epoch than that; [`KeyError::EpochMissing`] for one that is not in the file.
    pub fn end_epoch(&self, epoch: u32) -> Result<()> {
        let file = self.keys.file().ok_or(KeyError::EpochMissing(epoch))?;
        let current = self.keys.epoch()?;
        if epoch >= current {
            return Err(KeyError::EpochCurrent { epoch, current }.into());
        }
        match self.not_in(current)?.total() {
            0 => file.end_epoch(epoch),
            left => Err(KeyError::EpochInUse { epoch, left }.into()),
        }
    }

    fn authorities_here(&self) -> Result<Vec<i64>> {
        let all = self.db.read(|tx| log::authorities(tx))?;
        Ok(all.into_iter().map(|(authority, _)| authority).collect())
    }
}

fn count(tx: &mut dyn Tx, authority: i64, epoch: u32, table: &Table) -> Result<u64> {
    let (mut after, mut found) = (Uuid::nil(), 0);
    loop {
        let with = [authority.into(), after.into(), i64::from(epoch).into(), PAGE.into()];
        let rows = tx.rows(table.find, &with)?;
        let Some(last) = rows.last() else { return Ok(found) };
        after = last.id(0)?;
        found += rows.len() as u64;
    }
}

/// Page after page, each in a transaction of its own. Returns how many were changed.
fn through(mut page: impl FnMut(Uuid) -> Result<(u64, Option<Uuid>)>) -> Result<u64> {
    let (mut after, mut changed) = (Uuid::nil(), 0);
    loop {
        let (count, last) = page(after)?;
        changed += count;
        let Some(last) = last else { return Ok(changed) };
        after = last;
    }
}

/// Wraps the next keys of a table. Returns how many were changed, and the last that was looked at.
fn page(
    tx: &mut dyn Tx,
    keys: &Keyring,
    authority: i64,
    epoch: u32,
    table: &Table,
    after: Uuid,
) -> Result<(u64, Option<Uuid>)> {
    let with = [authority.into(), after.into(), i64::from(epoch).into(), PAGE.into()];
    let rows = tx.rows(table.find, &with)?;
    let master = keys.master_of(epoch)?;
    let mut changed = 0;
    for row in &rows {
        let (id, old, bytes) = (row.id(0)?, row.int(1)?, row.bytes(2)?);
        let key = keys.unwrap(authority, old, id, &bytes)?;
        let wrapped = master.wrap_key(authority, epoch, id, &key, edge::nonce());
        let mut with: Vec<Value> =
            vec![i64::from(epoch).into(), wrapped.into(), authority.into(), id.into(), old.into()];
        if table.names_bytes {
            with.push(bytes.into());
        }
        changed += tx.run(table.rewrap, &with)?;
    }
    Ok((changed, rows.last().map(|row| row.id(0)).transpose()?))
}
