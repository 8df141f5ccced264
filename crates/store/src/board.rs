//! What a meeting of the board or its committee has before it, and what it is told.
//!
//! What was decided by delegation, and by the chair when the board could not be awaited: listed for the board by number, type and day (6 kap.
//! 40 § and 7 kap. 8 § KL). No name stands in the list, neither the child's nor the decider's.
//!
//! It follows the day a decision was *recorded*: so nothing falls between two meetings, whenever it was made. Recorded time never goes
//! backwards along the chain, so a period is a stretch of heights, and nothing outside it is read.

use crate::{
    Result, Tx,
    house::{Answer, House, Now, Trouble},
    lists::{InFile, Names},
    log,
    readings::midnight,
    sql::board as sql,
    views::ProposalRow,
};
use law::{Day, DecisionTypeId, Level};
use record::{Actor, Entry, FileId, MatterId, StaffId, decision::Minutes, organisation::may_organise};
use std::collections::{BTreeMap, BTreeSet};

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
    /// How the minutes cite it, where a meeting made it.
    pub minutes: Option<Minutes>,
}

/// What waits for a meeting.
#[derive(Clone, Debug, Default)]
pub struct Agenda {
    /// The proposals, oldest first, with to whom each was sent.
    pub proposals: Vec<InFile<ProposalRow>>,
    /// The number of each one's matter.
    pub numbers: BTreeMap<MatterId, String>,
    /// Whose they are, as far as the reader may know it.
    pub names: Names,
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
        let (mut all, more) = self.told_to_board(who, now, from, to)?;
        all.retain(|one| one.level < Level::Board); // but for the board's own
        Ok((all, more))
    }

    /// What the board and its committees themselves decided on a day, and how the minutes cite it.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] as for [`House::delegated_decisions`].
    pub fn minuted_decisions(&self, who: &Actor, now: Now, day: Day) -> Answer<(Vec<Delegated>, bool)> {
        let (mut all, more) = self.told_to_board(who, now, day, day)?;
        all.retain(|one| matches!(one.level, Level::Committee | Level::Board));
        all.sort_by_key(|one| one.minutes.as_ref().map(|minutes| paragraph_order(&minutes.paragraph)));
        Ok((all, more))
    }

    /// The proposals that were sent to the board or its committees. Whoever sits there sees those sent to them, and a unit head all; whose each is
    /// only where the file is theirs to open.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] as for [`House::delegated_decisions`].
    pub fn agenda(&self, who: &Actor, now: Now) -> Answer<Agenda> {
        told(who)?;
        let organisation = self.organisation(now.today);
        let elected = organisation.members.iter().filter(|member| member.level >= Level::Chair);
        let bodies: Vec<StaffId> = elected.map(|member| member.staff).collect();
        let bodies = bodies.into_iter().filter(|body| may_organise(who) || *body == who.staff);
        let agenda = self.read(|tx| {
            let mut agenda = Agenda::default();
            for body in bodies {
                for proposal in self.sent_to(tx, body)? {
                    if let Some(number) = self.number_of(tx, proposal.file, proposal.row.matter)? {
                        agenda.numbers.insert(proposal.row.matter, number);
                    }
                    agenda.proposals.push(proposal);
                }
            }
            agenda.proposals.sort_by_key(|one| (one.row.on, one.row.decision));
            let files: Vec<FileId> = agenda.proposals.iter().map(|one| one.file).collect();
            agenda.names = self.names_of(tx, who, &files)?;
            Ok(agenda)
        })?;
        self.write_down_list(who, now, "agenda", agenda.proposals.iter().map(|one| one.file))?;
        Ok(agenda)
    }

    /// What was decided and recorded in a time, whoever decided it but a court.
    fn told_to_board(&self, who: &Actor, now: Now, from: Day, to: Day) -> Answer<(Vec<Delegated>, bool)> {
        told(who)?;
        let (mut all, files, more) = self.read(|tx| self.decided_between(tx, from, to))?;
        self.write_down_list(who, now, "board", files)?;
        all.sort_by_key(|one| one.made);
        Ok((all, more))
    }

    fn number_of(&self, tx: &mut dyn Tx, file: FileId, matter: MatterId) -> Answer<Option<String>> {
        let with = [self.authority.0.into(), file.uuid().into(), matter.uuid().into()];
        Ok(tx.row(sql::NUMBER, &with)?.map(|row| row.maybe(0, crate::Row::text)).transpose()?.flatten())
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
            if made.made_by.level > Level::Board {
                continue; // what only a court decides
            }
            let number = match recorded.matter {
                None => None,
                Some(matter) => self.number_of(tx, file, matter)?,
            };
            files.insert(file);
            all.push(Delegated {
                number,
                kind: made.decision.kind,
                made: made.made.day,
                level: made.made_by.level,
                point: made.point,
                order: made.order,
                minutes: made.minutes,
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

/// A unit head prepares the meeting, and whoever sits on the board holds it.
fn told(who: &Actor) -> Answer<()> {
    if may_organise(who) || who.level >= Level::Chair { Ok(()) } else { Err(Trouble::NotFound) }
}

/// § 9 before § 10.
fn paragraph_order(paragraph: &str) -> (u32, String) {
    let digits: String = paragraph.chars().take_while(char::is_ascii_digit).collect();
    (digits.parse().unwrap_or(u32::MAX), paragraph.to_owned())
}
