//! The count that lights the lantern: how many things need somebody now.
//!
//! Every page shows it, so it is counted from indexes and no further than a page would say. The list for the day
//! ([`House::my_day`]) says what the things are.

use crate::{Result, Row, Tx, Value, house::House, sql::needs as sql};
use law::{Day, Nature};
use record::{Actor, StaffId};

/// At this count a page says "99+": the same lantern, and a list that is the only thing worth reading.
pub const NEEDS_MAX: u32 = 100;

impl House {
    /// How many things need somebody today, as their list for the day counts them: clocks whose day has come, meetings to hold
    /// or to write about, proposals that wait for them, assignments that wait for somebody in their unit, unsigned drafts, glasses that were broken and ties that were said where they
    /// lead, for whoever keeps the organisation the use of sealed accounts, and for reception the reports that nobody has assessed.
    /// At most [`NEEDS_MAX`].
    pub fn needs_now(&self, who: &Actor, today: Day) -> Result<u32> {
        let (authority, staff) = (Value::from(self.authority.0), Value::from(who.staff.uuid()));
        let tomorrow = Value::from(today.plus_days(1).to_string());
        self.db.read(|tx| {
            let mut needs = count(tx.row(sql::DRAFTS, &[authority.clone(), staff.clone()])?)?;
            for staff in who.answers_for() {
                let own = [authority.clone(), staff.uuid().into()];
                let booked = [authority.clone(), staff.uuid().into(), tomorrow.clone()];
                needs += self.owed(tx, staff, today)?;
                needs += count(tx.row(sql::MEETINGS, &booked)?)?;
                needs += count(tx.row(sql::PROPOSALS, &own)?)?;
            }
            let offered = [authority.clone(), who.unit.uuid().into()];
            needs += count(tx.row(sql::OFFERED, &offered)?)?;
            for unit in &who.manages {
                let waiting = [authority.clone(), unit.uuid().into()];
                needs += count(tx.row(sql::PROPOSALS_OF_UNIT, &waiting)?)?;
                let others = [authority.clone(), unit.uuid().into(), staff.clone()];
                needs += count(tx.row(sql::GLASSES, &others)?)?;
            }
            if who.reception {
                let received = [authority.clone(), who.unit.uuid().into()];
                needs += count(tx.row(sql::REPORTS_OF_UNIT, &received)?)?;
            }
            needs += u32::try_from(self.waiting_emergencies(tx, who)?.len()).unwrap_or(NEEDS_MAX);
            needs += u32::try_from(self.ties_waiting(who, today)).unwrap_or(NEEDS_MAX);
            Ok(needs.min(NEEDS_MAX))
        })
    }

    /// Clocks that need somebody.
    fn owed(&self, tx: &mut dyn Tx, staff: StaffId, today: Day) -> Result<u32> {
        let with = [self.authority.0.into(), staff.uuid().into(), today.to_string().into()];
        let mut owed = 0;
        for statement in [sql::CLOCKS_OF_MAIN, sql::CLOCKS_OF_SECOND, sql::CLOCKS_OF_PROVIDER] {
            for row in tx.rows(statement, &with)? {
                if self.is_owed(&row.text(0)?) {
                    owed += u32::try_from(row.int(1)?).unwrap_or(NEEDS_MAX);
                }
            }
        }
        Ok(owed)
    }

    /// Whether a rule's day is one that somebody here must meet: a party's right and a day of destruction need nobody.
    fn is_owed(&self, rule: &str) -> bool {
        let rule = rule.parse().ok().and_then(|id| self.law.rule(&id).ok());
        rule.is_some_and(|rule| !matches!(rule.nature, Nature::Right | Nature::Retention | Nature::Secrecy))
    }
}

/// The number in a counting statement's only row.
fn count(row: Option<Row>) -> Result<u32> {
    let count = row.map_or(Ok(0), |row| row.int(0))?;
    Ok(u32::try_from(count).unwrap_or(NEEDS_MAX))
}
