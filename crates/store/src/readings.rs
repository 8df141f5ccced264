//! Destroying old rows of the access log by the book: all that an entry of the chain covers at a time, oldest first.
//!
//! Like a matter's, their destruction is recorded first: an entry beside the roots says up to which of them the rows are gone, so a check
//! without keys knows that they are none by the book and not by somebody's hand. A file that must stay keeps its rows, and all that came
//! after the first of them.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date};
use law::Day;
use record::{
    Actor,
    disposal::{DisposalContext, DisposalEntry, DisposalRefusal, Disposals, old_readings},
};
use seal::{ACCESS_DESTROYED, EVIDENCE};

use crate::{
    Error, Result, Tx,
    administration::{ADMINISTRATION, By},
    disposal::DisposalAnswer,
    evidence,
    house::{House, Now},
    log,
    sql::readings as sql,
};

impl House {
    /// Destroys rows of the access log that are older than the authority has decided to keep them. Returns how many.
    ///
    /// # Errors
    /// [`DisposalRefusal`] while the authority has not decided, and for whoever wrote its decision down: two people see to it.
    pub fn destroy_old_readings(self: &Arc<Self>, who: &Actor, now: Now) -> DisposalAnswer<u64> {
        self.keys.ensure(self.authority.0, &[ADMINISTRATION, EVIDENCE])?;
        let (house, who) = (Arc::clone(self), who.clone());
        self.db.destroying().write(move |tx| {
            log::lock(tx, house.authority.0)?;
            let disposals = house.disposals(tx)?;
            let cx = DisposalContext { today: now.today, law: house.law, actor: &who };
            match old_readings(&disposals, &cx) {
                Ok(before) => house.destroy_readings(tx, &By { who: &who, now }, &disposals, before).map(Ok),
                Err(refusal) => Ok(Err(DisposalRefusal::into(refusal))),
            }
        })?
    }

    fn destroy_readings(
        &self,
        tx: &mut dyn Tx,
        by: &By<'_>,
        disposals: &Disposals,
        before: Day,
    ) -> Result<u64> {
        let authority = self.authority.0;
        let Some(through) = self.last_root_before(tx, disposals, before)? else { return Ok(0) };
        let row = tx.row(sql::COUNT, &[authority.into(), through.into()])?;
        let rows = row.map_or(Ok(0), |row| row.int(0))?.unsigned_abs();
        if rows == 0 {
            return Ok(0); // destroyed before
        }
        self.administer(tx, by, &[(&DisposalEntry::ReadingsDestroyed { before, rows }, None)])?;
        let (number, plain) = (through.to_string(), rows.to_string());
        let when = (authority, by.now.micros());
        evidence::write(tx, &self.keys, when, ACCESS_DESTROYED, (&number, plain.as_bytes()))?;
        let gone = tx.run(sql::GONE, &[authority.into(), through.into()])?;
        assert_eq!(gone, rows, "what was counted is what goes");
        Ok(gone)
    }

    /// The last root whose rows, and those of all before it, were written before a day and are about no file that must stay. A root's rows
    /// are older than itself.
    fn last_root_before(&self, tx: &mut dyn Tx, disposals: &Disposals, before: Day) -> Result<Option<i64>> {
        let (authority, until) = (self.authority.0, midnight(before)?.as_microsecond());
        let row = tx.row(sql::LAST_ROOT_BEFORE, &[authority.into(), EVIDENCE.into(), until.into()])?;
        let Some(mut through) = row.map(|row| row.int(0)).transpose()? else { return Ok(None) };
        for held in disposals.holds.keys() {
            let with = [authority.into(), held.file.uuid().into()];
            if let Some(first) = tx.row(sql::FIRST_OF_FILE, &with)?.map(|row| row.int(0)).transpose()? {
                through = through.min(first - 1);
            }
        }
        Ok(Some(through))
    }
}

/// When a day begins.
pub(crate) fn midnight(day: Day) -> Result<Timestamp> {
    let begins = Date::from(day).to_zoned(record::stockholm());
    Ok(begins.map_err(|_| Error::Unreadable("a day"))?.timestamp())
}

/// Destroys, in what came back from a backup, the rows that had been destroyed since.
pub(crate) fn destroy_again(tx: &mut dyn Tx, authority: i64) -> Result<()> {
    let Some(row) = tx.row(sql::DESTROYED, &[authority.into(), EVIDENCE.into()])? else { return Ok(()) };
    let through: i64 = row.text(0)?.parse().map_err(|_| Error::Unreadable("a root's number"))?;
    tx.run(sql::GONE, &[authority.into(), through.into()])?;
    Ok(())
}
