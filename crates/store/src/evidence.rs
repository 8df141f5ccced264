//! Taking evidence: rows of the access log brought under the chain, checkpoints signed, one entry proved.
//!
//! None of it has a clock. Who calls says what time it is: the running program every few minutes and every day, `lykta checkpoint` when
//! somebody wants one.
//!
//! A checkpoint takes three short steps rather than one long one, so that nobody who writes waits while a tree of millions of leaves is
//! counted: cover what is open; read, in one unchanging state, what the chain is; keep the signed result. What comes in between is above
//! the height that was read.

use std::sync::Arc;

use jiff::Timestamp;
use seal::{ACCESS_ROOT, Checkpoint, EVIDENCE, Leaf, Master, Proof, PublicKey, Root, Signed, Signer, Tree};
use serde::Serialize;
use uuid::Uuid;

use crate::administration::append_own;
use crate::db::{self, Db};
use crate::error::{Error, Result};
use crate::home::Home;
use crate::house::{House, Now};
use crate::keyring::Keyring;
use crate::log::{self, NewEntry};
use crate::sql::evidence as sql;
use crate::tx::Tx;
use crate::walk;

/// Leaves read at a time.
const PAGE: i64 = 4096;

/// Who writes what nobody has asked for: the program itself.
pub const PROGRAM: Uuid = Uuid::nil();

/// What stands sealed in an entry that covers rows of the access log. The root is in the header, where a check without keys finds it.
#[derive(Serialize)]
struct Covered {
    rows: u64,
}

/// Brings the rows of the access log that nothing covers under the chain: their root becomes an entry. Returns how many.
///
/// # Errors
/// [`Error::Conflict`] where another process does the same at this moment: it has then been done.
pub(crate) fn cover(tx: &mut dyn Tx, keys: &Keyring, authority: i64, now_us: i64) -> Result<u64> {
    let seq = log::version(tx, authority, EVIDENCE)? + 1;
    let rows = tx.run(sql::COVER, &[seq.into(), authority.into()])?;
    if rows == 0 {
        return Ok(0);
    }
    let mut tree = Tree::default();
    walk::covered(tx, authority, seq, &mut |looked| tree.push(looked.row().leaf()))?;
    assert_eq!(tree.size(), rows, "every row that was covered is a leaf");
    let plain = serde_json::to_vec(&Covered { rows }).expect("a number has a JSON form");
    write(tx, keys, (authority, now_us), ACCESS_ROOT, (&tree.root().to_string(), &plain))?;
    Ok(rows)
}

/// Writes an entry of the program's own, beside the roots: what it says in clear, and what is sealed in it.
pub(crate) fn write(
    tx: &mut dyn Tx,
    keys: &Keyring,
    (authority, at_us): (i64, i64),
    kind: &str,
    (number, plain): (&str, &[u8]),
) -> Result<()> {
    let entry = NewEntry { kind, version: 1, key: EVIDENCE, number: Some(number), plain };
    append_own(tx, keys, (authority, EVIDENCE), (PROGRAM, at_us), &[entry])
}

/// What the chain is now; none before its first entry.
pub(crate) fn state(tx: &mut dyn Tx, authority: i64, at_us: i64) -> Result<Option<Checkpoint>> {
    let head = log::head(tx, authority)?;
    if head.height == 0 {
        return Ok(None);
    }
    let root = root_of(tx, authority, 0, head.height)?;
    Ok(Some(Checkpoint { authority, height: head.height, link: head.link, root, at_us }))
}

/// Keeps a signed checkpoint. One at the same height that is there already stands.
pub(crate) fn keep(tx: &mut dyn Tx, signed: &Signed, key: &PublicKey) -> Result<()> {
    let Checkpoint { authority, height, link, root, at_us } = signed.checkpoint;
    let (link, root) = (link.as_bytes().into(), root.as_bytes().into());
    let (key, signature) = (key.as_bytes().into(), signed.signature.to_vec().into());
    tx.run(
        sql::CHECKPOINT_NEW,
        &[authority.into(), height.into(), link, root, at_us.into(), key, signature],
    )?;
    Ok(())
}

/// The newest checkpoint, and the key it names.
pub(crate) fn newest(tx: &mut dyn Tx, authority: i64) -> Result<Option<(Signed, PublicKey)>> {
    let row = tx.row(sql::CHECKPOINT_NEWEST, &[authority.into(), 0_i64.into()])?;
    row.map(|row| walk::signed(authority, &row)).transpose()
}

/// The root of the leaves above one height, up to and including another.
fn root_of(tx: &mut dyn Tx, authority: i64, after: i64, upto: i64) -> Result<Root> {
    let (mut tree, mut height) = (Tree::default(), after);
    while height < upto {
        let most = PAGE.min(upto - height);
        let rows = tx.rows(sql::LEAVES_AFTER, &[authority.into(), height.into(), most.into()])?;
        for row in &rows {
            height += 1;
            if row.int(0)? != height {
                return Err(seal::Broken { height, reason: seal::Reason::Missing }.into());
            }
            tree.push(Leaf::from_bytes(row.hash(1)?));
        }
        if rows.is_empty() {
            return Err(seal::Broken { height: height + 1, reason: seal::Reason::Missing }.into());
        }
    }
    Ok(tree.root())
}

/// Which entry is to be proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// By its place in the chain.
    Height(i64),
    /// By its place in a file or another stream.
    Place(Uuid, i64),
}

/// The proof that an entry belongs to the newest checkpoint that covers it.
///
/// # Errors
/// [`Error::Unproved`] with why there is none.
pub(crate) fn proof(tx: &mut dyn Tx, authority: i64, which: Which) -> Result<Proof> {
    let entry = match which {
        Which::Height(height) => log::entries_after(tx, authority, height - 1, 1)?.pop(),
        Which::Place(stream, seq) => log::entries_since(tx, authority, stream, seq - 1)?.into_iter().next(),
    };
    let asked = |entry: &log::Entry| match which {
        Which::Height(height) => entry.height == height,
        Which::Place(_, seq) => entry.seq == seq,
    };
    let entry = entry.filter(asked).ok_or(Error::Unproved("there is no such entry"))?;
    let (signed, _) = newest(tx, authority)?
        .filter(|(signed, _)| signed.checkpoint.height >= entry.height)
        .ok_or(Error::Unproved(
        "no checkpoint has been taken since it was written: take one with `lykta checkpoint`",
    ))?;
    let sealed =
        entry.sealed.as_deref().ok_or(Error::Unproved("it has been emptied: its key was destroyed"))?;
    let place = |height: i64| u64::try_from(height).expect("heights are counted from 1");
    let ranges = seal::beside(place(entry.height - 1), place(signed.checkpoint.height));
    let path = ranges.into_iter().map(|range| {
        let height = |at: u64| i64::try_from(at).expect("a range within the chain");
        root_of(tx, authority, height(range.start), height(range.end))
    });
    let path = path.collect::<Result<Vec<_>>>()?;
    Ok(Proof::new(entry.height, &entry.header(), sealed, path, signed))
}

/// Brings the readings since the last time under the chain. Returns how many there were.
pub fn cover_readings(db: &Db, keys: &Arc<Keyring>, authority: i64, now_us: i64) -> Result<u64> {
    keys.ensure(authority, &[EVIDENCE])?;
    let keys = Arc::clone(keys);
    db.write(move |tx| cover(tx, &keys, authority, now_us))
}

/// Takes a checkpoint of everything so far, readings included; none where nothing has been written. If nothing has been since the last one,
/// that is it.
pub fn take(db: &Db, keys: &Arc<Keyring>, authority: i64, now_us: i64) -> Result<Option<Signed>> {
    cover_readings(db, keys, authority, now_us)?;
    let Some(state) = db.read(|tx| state(tx, authority, now_us))? else { return Ok(None) };
    let signer = keys.signer(authority);
    let (taken, key) = (signer.sign(state), signer.public());
    db.write(move |tx| keep(tx, &taken, &key))?;
    Ok(db.read(|tx| newest(tx, authority))?.map(|(signed, _)| signed))
}

impl House {
    /// Brings the readings since the last time under the chain. Returns how many there were.
    pub fn cover_readings(&self, now: Now) -> Result<u64> {
        cover_readings(&self.db, &self.keys, self.authority.0, now.micros())
    }

    /// Takes a checkpoint of everything so far; none where nothing has been written.
    pub fn take_checkpoint(&self, now: Now) -> Result<Option<Signed>> {
        take(&self.db, &self.keys, self.authority.0, now.micros())
    }

    /// Whether the day's checkpoint is still to be taken.
    pub fn checkpoint_is_due(&self, now: Now) -> Result<bool> {
        let newest = self.db.read(|tx| newest(tx, self.authority.0))?;
        let Some((signed, _)) = newest else { return Ok(true) };
        let taken = Timestamp::from_microsecond(signed.checkpoint.at_us)
            .map_err(|_| Error::Unreadable("an instant"))?;
        Ok(law::Day::from(taken.to_zoned(record::stockholm()).date()) < now.today)
    }
}

/// Takes a checkpoint where a running program may be at work.
///
/// # Errors
/// [`crate::KeyError`] where the master is not theirs; [`Error::Schema`] where another version of the program has used it.
pub fn take_beside(
    home: impl Into<Home>,
    master: &Master,
    authority: i64,
    now_us: i64,
) -> Result<Option<Signed>> {
    let home = home.into();
    let keys = Keyring::open(home.clone(), master.clone())?;
    keys.ensure(authority, &[EVIDENCE])?;
    db::write_beside(&home, authority, |tx| cover(tx, &keys, authority, now_us))?;
    let Some(state) = read_beside(&home, authority, |tx| state(tx, authority, now_us))? else {
        return Ok(None);
    };
    let signer = keys.signer(authority);
    let taken = signer.sign(state);
    db::write_beside(&home, authority, |tx| keep(tx, &taken, &signer.public()))?;
    Ok(newest_beside(home, authority)?.map(|(signed, _)| signed))
}

/// The newest checkpoint, and the key it names. Needs no key.
pub fn newest_beside(home: impl Into<Home>, authority: i64) -> Result<Option<(Signed, PublicKey)>> {
    read_beside(&home.into(), authority, |tx| newest(tx, authority))
}

/// The proof of one entry. Needs no key.
///
/// # Errors
/// [`Error::Unproved`] with why there is none.
pub fn prove_beside(home: impl Into<Home>, authority: i64, which: Which) -> Result<Proof> {
    read_beside(&home.into(), authority, |tx| proof(tx, authority, which))
}

/// The key that checks what a master signs.
pub fn public_key(master: &Master, authority: i64) -> PublicKey {
    Signer::new(master, authority).public()
}

pub(crate) fn read_beside<T>(
    home: &Home,
    authority: i64,
    work: impl FnOnce(&mut dyn Tx) -> Result<T>,
) -> Result<T> {
    let mut connection = home.reader()?;
    connection.begin_read(Some(authority))?;
    let done = work(&mut connection);
    connection.end_read()?;
    done
}
