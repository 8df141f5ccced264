//! What was decided by delegation, and by the chair when the board could not be awaited: listed for the board by number, type and day (6 kap.
//! 40 § and 7 kap. 8 § KL). No name stands in the list, neither the child's nor the decider's.
//!
//! It follows the day a decision was *recorded*: so nothing falls between two meetings, whenever it was made. Recorded time never goes
//! backwards along the chain, so a period is a stretch of heights, and nothing outside it is read.

use crate::{
    Result, Tx,
    house::{Answer, House, Now, Trouble},
    log,
    readings::midnight,
    sql::board as sql,
};
use law::{Day, DecisionTypeId, Level};
use record::{Actor, Entry, FileId, organisation::may_organise};
use std::collections::BTreeSet;

/// Most decisions in one list: a quarter of a large town.
pub const DELEGATED_MAX: usize = 2000;

/// A decision that somebody made for the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegated {
    /// The matter's number, if it has one.
    pub number: Option<String>,
    /// The type.
    pub kind: DecisionTypeId,
    /// The day it was made.
    pub made: Day,
    /// At which level.
    pub level: Level,
    /// By which point of the delegation order, where it was made here.
    pub point: Option<String>,
    /// The day that order was adopted.
    pub order: Option<Day>,
}

impl House {
    /// What was decided for the board and recorded from a day to a day, both included, oldest first; and whether there was more than fits.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] for whoever is neither a unit head nor sits on the board.
    pub fn delegated_decisions(
        &self,
        who: &Actor,
        now: Now,
        from: Day,
        to: Day,
    ) -> Answer<(Vec<Delegated>, bool)> {
        if !may_organise(who) && who.level < Level::Chair {
            return Err(Trouble::NotFound);
        }
        let (mut all, files, more) = self.read(|tx| self.decided_between(tx, from, to))?;
        self.write_down_list(who, now, "board", files)?;
        all.sort_by_key(|one| one.made);
        Ok((all, more))
    }

    fn decided_between(
        &self,
        tx: &mut dyn Tx,
        from: Day,
        to: Day,
    ) -> Answer<(Vec<Delegated>, BTreeSet<FileId>, bool)> {
        let authority = self.authority.0;
        let (first, after) = (self.height_on(tx, from)?, self.height_on(tx, to.plus_days(1))?);
        let most = i64::try_from(DELEGATED_MAX + 1).unwrap_or(i64::MAX);
        let rows = tx.rows(sql::DECISIONS, &[authority.into(), first.into(), after.into(), most.into()])?;
        let more = rows.len() > DELEGATED_MAX;
        let (mut all, mut files) = (Vec::new(), BTreeSet::new());
        for row in rows.iter().take(DELEGATED_MAX) {
            let entry = log::Entry::read(authority, row)?;
            let file = FileId::new(entry.stream);
            let recorded = self.open_entry(entry)?;
            let (Entry::DecisionMade(made) | Entry::DecisionRecorded(made)) = recorded.entry else {
                continue;
            };
            if made.made_by.level >= Level::Board {
                continue; // the board's own, and what only a court decides
            }
            let number = match recorded.matter {
                None => None,
                Some(matter) => {
                    let with = [authority.into(), file.uuid().into(), matter.uuid().into()];
                    tx.row(sql::NUMBER, &with)?
                        .map(|row| row.maybe(0, crate::Row::text))
                        .transpose()?
                        .flatten()
                }
            };
            files.insert(file);
            all.push(Delegated {
                number,
                kind: made.decision.kind,
                made: made.made.day,
                level: made.made_by.level,
                point: made.point,
                order: made.order,
            });
        }
        Ok((all, files, more))
    }

    /// The first height that was recorded on a day or later; one beyond the last where there is none.
    fn height_on(&self, tx: &mut dyn Tx, day: Day) -> Result<i64> {
        let (authority, since_us) = (self.authority.0, midnight(day)?.as_microsecond());
        let (mut low, mut high) = (1, log::head(tx, authority)?.height + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            match tx.row(sql::RECORDED_AT, &[authority.into(), middle.into()])? {
                Some(row) if row.int(1)? < since_us => low = row.int(0)? + 1,
                _ => high = middle,
            }
        }
        Ok(low)
    }
}
