//! Ties (*jäv*): said by whoever has one, settled by whoever leads them, and asked about by everything that lets somebody into a file.
//!
//! Who is tied to whom stands in the authority's own stream ([`record::organisation`]). Here it meets the files: a tie to somebody shuts the
//! files about that person and those that name them.

use crate::{
    OrganisationTrouble, Result, Tx, edge,
    house::{Answer, House, Now, Trouble},
    lists::Names,
    views,
};
use law::Day;
use record::{
    Actor, FileId, PersonId,
    access::{Act, Basis, FileAccess, Tied, may},
    identity::IdentityNumber,
    organisation::{Change, Establishment, Settled, Tie, TieId, TieKind, may_write},
};
use std::{collections::BTreeSet, sync::Arc};

/// Ties that wait for somebody who leads, with the files they shut as far as the reader may know them.
#[derive(Clone, Debug, Default)]
pub struct TiesToSettle {
    /// Each with those files.
    pub ties: Vec<(Tie, Vec<FileId>)>,
    /// Whose files they are.
    pub names: Names,
}

impl House {
    /// Somebody says that they are tied to whoever has a number, durably. To somebody who is not known here nobody is tied, and nothing is
    /// kept; the answer is the same, so that nobody learns by it who is known. That they asked stands in the access log.
    ///
    /// # Errors
    /// [`Trouble::Storage`] when it could not be written.
    pub fn declare_tie(
        self: &Arc<Self>,
        who: &Actor,
        now: Now,
        number: IdentityNumber,
        kind: TieKind,
    ) -> Answer<()> {
        let known = self.people_with(who, now, number)?;
        let before = self.establishment();
        let said = |person: PersonId| {
            let same = |tie: &&Tie| tie.staff == who.staff && tie.person == person && tie.kind == kind;
            before.ties.iter().any(|tie| same(&tie))
        };
        let new = known.iter().map(|known| known.person).filter(|person| !said(*person));
        let ties: Vec<Change> = new
            .map(|person| {
                let id = TieId::new(edge::id(now.micros()));
                Change::Tie(Tie { id, staff: who.staff, person, kind, settled: None })
            })
            .collect();
        if ties.is_empty() { Ok(()) } else { written(self.organise(Some(who), now, ties)) }
    }

    /// The ties that wait for somebody to settle them. Showing them is written in the access log, with the files.
    ///
    /// # Errors
    /// [`Trouble::Storage`] when they cannot be read.
    pub fn ties_to_settle(&self, who: &Actor, now: Now) -> Answer<TiesToSettle> {
        let waiting = self.waiting_ties(who, now.today);
        let told = self.read(|tx| {
            let mut told = TiesToSettle::default();
            for tie in waiting {
                let mut theirs = Vec::new();
                for file in self.files_tied_to(tx, &[tie.person])? {
                    if may(who, Act::Read, &self.access(tx, (who, now), file)?).is_some() {
                        theirs.push(file);
                    }
                }
                told.ties.push((tie, theirs));
            }
            let files: Vec<FileId> = told.ties.iter().flat_map(|(_, files)| files.iter().copied()).collect();
            told.names = self.names_of(tx, who, &files)?;
            Ok(told)
        })?;
        let listed = told.ties.iter().flat_map(|(_, files)| files.iter().copied());
        self.write_down_list(who, now, "ties", listed)?;
        Ok(told)
    }

    /// How many ties wait for somebody to settle them.
    pub fn ties_waiting(&self, who: &Actor, today: Day) -> usize {
        self.waiting_ties(who, today).len()
    }

    /// Settles whether a tie bars somebody. One that always does is settled so, whatever is asked for.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] for a tie that is not theirs to settle.
    pub fn settle_tie(self: &Arc<Self>, who: &Actor, now: Now, id: TieId, bars: bool) -> Answer<()> {
        let before = self.establishment();
        let tie = before.ties.iter().find(|tie| tie.id == id).ok_or(Trouble::NotFound)?;
        let bars = bars || tie.kind.always_bars();
        let tie = Tie { settled: Some(Settled { bars, by: who.staff, on: now.today }), ..tie.clone() };
        written(self.organise(Some(who), now, vec![Change::Tie(tie)]))
    }

    fn waiting_ties(&self, who: &Actor, today: Day) -> Vec<Tie> {
        let before = self.establishment();
        let waits = |tie: &&Tie| tie.settled.is_none() && may_settle(who, tie, &before, today);
        before.ties.iter().filter(waits).cloned().collect()
    }

    /// Who has a file, as somebody meets it: with the tie that shuts it to them.
    pub(crate) fn access_of(&self, tx: &mut dyn Tx, who: &Actor, file: FileId) -> Result<FileAccess> {
        let mut access = views::access(tx, self.authority, file)?;
        access.tied = self.files_tied_to(tx, &who.tied_to)?.contains(&file).then_some(Tied::Shut);
        Ok(access)
    }

    /// The same where the tied may do what nobody else can: with the reason they have given, while it holds.
    pub(crate) fn access(
        &self,
        tx: &mut dyn Tx,
        (who, now): (&Actor, Now),
        file: FileId,
    ) -> Result<FileAccess> {
        let mut access = self.access_of(tx, who, file)?;
        if access.tied.is_some() && self.holds_until(tx, (who, now), file, Basis::Stated)?.is_some() {
            access.tied = Some(Tied::Unavoidable);
        }
        Ok(access)
    }

    /// The files that a tie to these people shuts: those about them, and those that name them.
    pub(crate) fn files_tied_to(&self, tx: &mut dyn Tx, people: &[PersonId]) -> Result<BTreeSet<FileId>> {
        let mut files = BTreeSet::new();
        for person in people {
            files.extend(views::files_naming(tx, self.authority, *person)?);
            files.extend(self.files_of(tx, *person)?);
        }
        Ok(files)
    }
}

/// Whether somebody may settle a tie now.
fn may_settle(who: &Actor, tie: &Tie, before: &Establishment, today: Day) -> bool {
    let settled = Some(Settled { bars: true, by: who.staff, on: today });
    may_write(who, &[Change::Tie(Tie { settled, ..tie.clone() })], before, today)
}

fn written(answer: Result<(), OrganisationTrouble>) -> Answer<()> {
    answer.map_err(|trouble| match trouble {
        OrganisationTrouble::Refused(_) => Trouble::NotFound,
        OrganisationTrouble::Storage(error) => Trouble::Storage(error),
    })
}
