//! What is to be destroyed: counted over every file, proposed, decided, held back, and done when it is ripe.

use crate::{
    Error, access_log,
    administration::{ADMINISTRATION, By},
    destruction::{Doomed, Gone},
    house::{House, Now},
    log,
    sql::views as views_sql,
    tx::Tx,
};
use law::{Day, LawError};
use record::{
    Actor, FileId, Recorded,
    disposal::{
        DisposalContext, DisposalEntry, DisposalId, DisposalRefusal, Disposals, Planned, Proposal,
        ProposedItem, Standing, Target, because, decide_disposal, municipality, plan, second_person,
    },
};
use std::sync::Arc;
use uuid::Uuid;

/// Files opened between two rows of the access log.
const PAGE: i64 = 200;

/// Why nothing was done.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum DisposalTrouble {
    /// A rule says no.
    #[error(transparent)]
    Refused(#[from] DisposalRefusal),
    /// A day beyond the calendar.
    #[error(transparent)]
    Law(#[from] LawError),
    /// The storage failed, or is busy.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// The answer of everything here.
pub type DisposalAnswer<T> = Result<T, DisposalTrouble>;

/// What a thing is called by people: the matter's number, if it has one.
#[derive(Debug, PartialEq, Eq)]
pub struct Listed<'a> {
    /// Its number, `2026-1043`.
    pub number: Option<String>,
    /// Where it stands.
    pub planned: Planned<'a>,
}

/// What became of what was ripe.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Destroyed {
    /// Destroyed.
    pub done: Vec<ProposedItem>,
    /// Still in the proposal, because somebody holds it.
    pub held: Vec<Target>,
    /// Taken out of its proposal, because its time is no longer come: something has been written since.
    pub restored: Vec<Target>,
}

/// What waits for somebody before it can be destroyed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DisposalWaits {
    /// Things in proposals that nobody else has decided.
    pub undecided: usize,
    /// Things whose quarantine is over.
    pub ripe: usize,
    /// The first of the days by which those must be destroyed.
    pub latest: Option<Day>,
}

impl House {
    /// What waits for somebody today, by what has been proposed and decided. Opens no file.
    pub fn disposal_waits(&self, today: Day) -> Result<DisposalWaits, Error> {
        let disposals = self.db.read(|tx| self.disposals(tx))?;
        let undecided = disposals.proposals.values().filter(|proposal| proposal.decided.is_none());
        let ripe: Vec<Day> = disposals.ripe(today).map(|(_, item)| item.latest).collect();
        Ok(DisposalWaits {
            undecided: undecided.map(|proposal| proposal.items.len()).sum(),
            ripe: ripe.len(),
            latest: ripe.into_iter().min(),
        })
    }

    /// Everything that could be destroyed by itself, file by file, with where it stands today. Nothing is changed; each page of files
    /// that is opened is a row of the access log.
    ///
    /// # Errors
    /// [`DisposalTrouble::Storage`] where a file cannot be read.
    pub fn plan_disposal(
        self: &Arc<Self>,
        who: &Actor,
        now: Now,
        mut each: impl FnMut(Listed<'_>),
    ) -> DisposalAnswer<()> {
        let disposals = self.db.read(|tx| self.disposals(tx))?;
        let mut after = Uuid::nil();
        loop {
            let files = self.page_of_files(after)?;
            let Some(last) = files.last().copied() else { return Ok(()) };
            self.log_page(who, now, &files)?;
            for file in files {
                let file = FileId::new(file);
                let entries = self.entries_to_judge(file)?;
                for planned in plan(file, &entries, self.law, &disposals, now.today)? {
                    let number = planned.target.matter.and_then(|matter| number_of(&entries, matter));
                    each(Listed { number, planned });
                }
            }
            after = last;
        }
    }

    /// Proposes that things are destroyed: each must be due today.
    ///
    /// # Errors
    /// [`DisposalRefusal::NotDue`] names the first that is not.
    pub fn propose_disposal(
        self: &Arc<Self>,
        who: &Actor,
        now: Now,
        id: DisposalId,
        targets: &[Target],
    ) -> DisposalAnswer<()> {
        let disposals = self.db.read(|tx| self.disposals(tx))?;
        municipality(&disposals)?;
        let mut items = Vec::new();
        for target in targets {
            let entries = self.entries_to_judge(target.file)?;
            let planned = plan(target.file, &entries, self.law, &disposals, now.today)?;
            let own = planned.iter().find(|planned| planned.target == *target);
            let item = own.and_then(Planned::proposed).ok_or(DisposalRefusal::NotDue(*target))?;
            items.push(item);
        }
        let files: Vec<Uuid> = targets.iter().map(|target| target.file.uuid()).collect();
        self.log_page(who, now, &files)?;
        self.dispose(who, now, DisposalEntry::DisposalProposed { id, items })
    }

    /// Writes what somebody decides about what is to be destroyed.
    ///
    /// # Errors
    /// [`DisposalTrouble::Refused`] says why not; nothing was then written.
    pub fn dispose(self: &Arc<Self>, who: &Actor, now: Now, wish: DisposalEntry) -> DisposalAnswer<()> {
        let house = Arc::clone(self);
        self.decided_by(who, now, move |tx, disposals, cx| {
            let of = match &wish {
                DisposalEntry::HoldPlaced { target, .. } => Some(*target),
                DisposalEntry::GroundMarked { file, matter, .. } => {
                    Some(Target { file: *file, matter: Some(*matter) })
                }
                _ => None,
            };
            if let Some(target) = of
                && !house.is_there(tx, target)?
            {
                return Ok(Err(DisposalRefusal::NotThere(target).into()));
            }
            Ok(decide_disposal(disposals, wish.clone(), cx).map_err(Into::into))
        })
    }

    /// Whether something is written there. A hold on what is not would hold nothing, and nobody would know.
    fn is_there(&self, tx: &mut dyn Tx, target: Target) -> Result<bool, Error> {
        let entries = self.readable_entries(tx, target.file)?;
        Ok(entries.iter().any(|entry| target.matter.is_none() || entry.matter == target.matter))
    }

    /// Decides a proposal that somebody else has made: it is destroyed when its quarantine is over. Returns what it has become.
    ///
    /// # Errors
    /// As [`House::dispose`].
    pub fn decide_proposal(
        self: &Arc<Self>,
        who: &Actor,
        now: Now,
        id: DisposalId,
    ) -> DisposalAnswer<Proposal> {
        self.decided(who, now, move |disposals, cx| second_person(disposals, id, cx))?;
        let mut disposals = self.db.read(|tx| self.disposals(tx))?;
        Ok(disposals.proposals.remove(&id).ok_or(DisposalRefusal::NoProposal)?)
    }

    /// Writes what a rule makes of where the authority stands.
    fn decided(
        self: &Arc<Self>,
        who: &Actor,
        now: Now,
        rule: impl Fn(&Disposals, &DisposalContext<'_>) -> Result<DisposalEntry, DisposalRefusal> + Send + 'static,
    ) -> DisposalAnswer<()> {
        self.decided_by(who, now, move |_, disposals, cx| Ok(rule(disposals, cx).map_err(Into::into)))
    }

    /// The same for a rule that asks the register too, in the transaction that writes.
    pub(crate) fn decided_by(
        self: &Arc<Self>,
        who: &Actor,
        now: Now,
        rule: impl Fn(
            &mut dyn Tx,
            &Disposals,
            &DisposalContext<'_>,
        ) -> Result<DisposalAnswer<DisposalEntry>, Error>
        + Send
        + 'static,
    ) -> DisposalAnswer<()> {
        self.keys.ensure(self.authority.0, &[ADMINISTRATION])?;
        let (house, who) = (Arc::clone(self), who.clone());
        self.db.write(move |tx| {
            log::lock(tx, house.authority.0)?;
            let cx = DisposalContext { today: now.today, law: house.law, actor: &who };
            let disposals = house.disposals(tx)?;
            match rule(tx, &disposals, &cx)? {
                Ok(entry) => house.administer(tx, &By { who: &who, now }, &[(&entry, None)]).map(|()| Ok(())),
                Err(trouble) => Ok(Err(trouble)),
            }
        })?
    }

    /// Destroys what is ripe, one thing in each transaction, and tells of each as it is done. What somebody holds waits; what has been written in
    /// since is taken out of its proposal.
    ///
    /// # Errors
    /// [`DisposalRefusal::NotForYou`] for somebody who leads no unit. What was destroyed before a failure stays destroyed, and is
    /// recorded and told.
    pub fn destroy_ripe(
        self: &Arc<Self>,
        who: &Actor,
        now: Now,
        destroyed: &mut Destroyed,
    ) -> DisposalAnswer<()> {
        if who.manages.is_empty() {
            return Err(DisposalRefusal::NotForYou.into());
        }
        let disposals = self.db.read(|tx| self.disposals(tx))?;
        municipality(&disposals)?;
        let ripe: Vec<(DisposalId, ProposedItem)> =
            disposals.ripe(now.today).map(|(id, item)| (id, item.clone())).collect();
        for (id, item) in ripe {
            match self.destroy_one(who, now, Doomed { id, item: item.clone() })? {
                Outcome::Gone(gone) => {
                    self.forget(item.target.file, &gone);
                    destroyed.done.push(item);
                    for key in &gone.keys {
                        self.keys.destroy(self.authority.0, *key, now.micros())?;
                    }
                }
                Outcome::Held => destroyed.held.push(item.target),
                Outcome::Restored => destroyed.restored.push(item.target),
                Outcome::Nothing => {}
            }
        }
        Ok(())
    }

    /// Judged once more in the transaction that does it: a note or a hold may have come since.
    fn destroy_one(self: &Arc<Self>, who: &Actor, now: Now, doomed: Doomed) -> DisposalAnswer<Outcome> {
        let (house, who) = (Arc::clone(self), who.clone());
        self.db.destroying().write(move |tx| {
            log::lock(tx, house.authority.0)?; // nobody writes in the file between the judging and the doing
            let by = By { who: &who, now };
            let disposals = house.disposals(tx)?;
            let target = doomed.item.target;
            if disposals.proposed(target).is_none_or(|(id, _)| id != doomed.id) {
                return Ok(Ok(Outcome::Nothing)); // taken out, or done by somebody else meanwhile
            }
            let entries = house.readable_entries(tx, target.file)?;
            match house.still(&disposals, &entries, target, now) {
                Err(trouble) => Ok(Err(trouble)),
                Ok(Some(Standing::Due { .. })) => {
                    house.destroy(tx, &by, &doomed, &entries).map(|gone| Ok(Outcome::Gone(gone)))
                }
                Ok(Some(Standing::Held(_))) => Ok(Ok(Outcome::Held)),
                Ok(_) => {
                    let why = because("Dess tid är inte längre inne.").expect("a reason that says something");
                    let restored = DisposalEntry::DisposalRestored { target, why };
                    house.administer(tx, &by, &[(&restored, None)])?;
                    Ok(Ok(Outcome::Restored))
                }
            }
        })?
    }

    fn still(
        &self,
        disposals: &Disposals,
        entries: &[Recorded],
        target: Target,
        now: Now,
    ) -> DisposalAnswer<Option<Standing>> {
        let planned = plan(target.file, entries, self.law, disposals, now.today)?;
        Ok(planned.into_iter().find(|planned| planned.target == target).map(|planned| planned.standing))
    }

    /// What is kept in memory goes as well.
    fn forget(&self, file: FileId, gone: &Gone) {
        self.kept.forget(file);
        for person in &gone.people {
            self.names.forget(person.uuid());
        }
    }

    pub(crate) fn page_of_files(&self, after: Uuid) -> Result<Vec<Uuid>, Error> {
        let with = [self.authority.0.into(), "file".into(), after.into(), PAGE.into()];
        self.db.read(|tx| tx.rows(views_sql::STREAMS, &with)?.iter().map(|row| row.id(0)).collect())
    }

    pub(crate) fn entries_to_judge(&self, file: FileId) -> Result<Vec<Recorded>, Error> {
        self.db.read(|tx| self.readable_entries(tx, file))
    }

    pub(crate) fn log_page(&self, who: &Actor, now: Now, files: &[Uuid]) -> Result<(), Error> {
        let (keys, listed) = (Arc::clone(&self.keys), files.to_vec());
        let (authority, actor) = (self.authority.0, who.staff.uuid());
        self.db.write(move |tx| {
            let look = access_log::Look {
                authority,
                at_us: now.micros(),
                actor,
                stream: None,
                purpose: "disposal",
                part: "disposal",
                listed: &listed,
            };
            access_log::write(tx, &keys, &look).map(|_| ())
        })
    }
}

enum Outcome {
    Gone(Gone),
    Held,
    Restored,
    Nothing,
}

pub(crate) fn number_of(entries: &[Recorded], matter: record::MatterId) -> Option<String> {
    entries.iter().find(|entry| entry.matter == Some(matter) && entry.number.is_some())?.number.clone()
}

/// Whether something waits for people: due, frozen, waiting for the archive, or with an unknown birth.
pub fn waits_for_people(planned: &Planned<'_>) -> bool {
    !matches!(planned.standing, Standing::NotYet | Standing::Stays(_) | Standing::Kept)
}
