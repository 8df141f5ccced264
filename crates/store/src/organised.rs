//! How the authority is organised, and what its board has delegated: a stream of its own, in the same chain, sealed under a key of its own.
//!
//! Whoever draws a page or decides asks for it many times, so it is kept in memory with the version it was folded at, and with what it came
//! to on the days that have been asked for. A register in files has one program, which folds anew when it has written; where several share
//! a database each looks at the stream's version before it decides, and [`House::follow`] does so where nobody asks.

use crate::{
    Error, Result, Tx,
    administration::{append_own, open_own},
    evidence::PROGRAM,
    house::{House, Now},
    keyring::Keyring,
    log::{self, NewEntry},
    sql::views,
};
use law::{Day, DelegationOrder, DelegationOrders};
use record::{
    Actor, Organisation, StaffId,
    organisation::{
        CHANGES_MAX, Change, Establishment, OrganisationEntry, OrganisationRefusal, OrganisationSheet, Term,
        adopt_order, decide_changes, may_organise, may_write,
    },
};
use std::{
    collections::{BTreeSet, HashMap},
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use uuid::Uuid;

/// The stream, and its key.
pub(crate) const ORGANISATION: Uuid = Uuid::from_u128(0xFFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FF02);

/// Most days kept: today, and some that a page asks about.
const DAYS_MAX: usize = 16;

/// Why nothing was written.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrganisationTrouble {
    /// A rule says no.
    #[error(transparent)]
    Refused(#[from] OrganisationRefusal),
    /// The storage failed, or is busy.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// The answer of what is written here.
pub type OrganisationAnswer<T> = Result<T, OrganisationTrouble>;

/// What is kept in memory.
#[derive(Default)]
pub(crate) struct Organised(Mutex<Shelf>);

#[derive(Default)]
struct Shelf {
    /// The version of the stream it was folded at.
    version: i64,
    whole: Arc<Establishment>,
    days: HashMap<Day, Arc<Organisation>>,
}

impl Organised {
    /// Everything in it can be folded again, so a panic elsewhere means nothing here.
    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn whole(&self) -> (i64, Arc<Establishment>) {
        let held = self.shelf();
        (held.version, Arc::clone(&held.whole))
    }

    /// Keeps what was folded, unless something newer is kept already.
    fn keep(&self, version: i64, whole: &Arc<Establishment>) {
        let mut held = self.shelf();
        if held.version < version {
            let before =
                mem::replace(&mut *held, Shelf { version, whole: Arc::clone(whole), days: HashMap::new() });
            drop(held);
            drop(before); // hundreds of people, while nobody waits for the lock
        }
    }

    fn on(&self, day: Day) -> Arc<Organisation> {
        let (version, whole) = {
            let held = self.shelf();
            if let Some(known) = held.days.get(&day) {
                return Arc::clone(known);
            }
            (held.version, Arc::clone(&held.whole))
        };
        let that = Arc::new(whole.on(day));
        let mut held = self.shelf();
        if held.version == version {
            if held.days.len() >= DAYS_MAX {
                held.days.clear();
            }
            held.days.insert(day, Arc::clone(&that));
        }
        that
    }
}

/// Who writes, when, and what.
struct Written<'a> {
    who: Option<&'a Actor>,
    at_us: i64,
    on: Option<Day>,
    entries: Vec<OrganisationEntry>,
}

impl House {
    /// The authority as it is on a day: who works where, and who stands in for whom. Of what this node has seen last.
    pub fn organisation(&self, day: Day) -> Arc<Organisation> {
        self.organised.on(day)
    }

    /// The authority through time.
    pub fn establishment(&self) -> Arc<Establishment> {
        self.organised.whole().1
    }

    /// Those who have running matters that nobody answers for on some of these days, each from when to when.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn unanswered(&self, first: Day, last: Day) -> Result<Vec<(StaffId, Term)>> {
        let all = self.establishment();
        let workers: BTreeSet<StaffId> = all.people.iter().map(|person| person.staff).collect();
        let gaps = all.unanswered(&workers, (first, last));
        self.db.read(|tx| {
            let mut own = Vec::new();
            for (staff, term) in gaps {
                let row =
                    tx.row(views::MATTERS_OF_WORKER.all, &[self.authority.0.into(), staff.uuid().into()])?;
                if row.map_or(Ok(0), |row| row.int(0))? > 0 {
                    own.push((staff, term));
                }
            }
            Ok(own)
        })
    }

    /// The delegation orders that the board has adopted.
    pub fn delegation(&self) -> Arc<DelegationOrders> {
        Arc::clone(&self.establishment().orders)
    }

    /// The authority as it is on a day, after looking whether another node has written: for whoever asks who somebody is.
    ///
    /// # Errors
    /// When the database cannot be read. Nobody is then taken for who they were.
    pub fn organisation_now(&self, day: Day) -> Result<Arc<Organisation>> {
        if self.db.home().database().is_some() {
            self.db.read(|tx| self.organised(tx))?;
        }
        Ok(self.organisation(day))
    }

    /// The authority as it stands in this transaction, for whoever decides in it. Not for one that has itself written in the stream.
    pub(crate) fn organised(&self, tx: &mut dyn Tx) -> Result<Arc<Establishment>> {
        let (seen, whole) = self.organised.whole();
        if seen > 0 && self.db.home().database().is_none() {
            return Ok(whole);
        }
        if log::version(tx, self.authority.0, ORGANISATION)? <= seen {
            return Ok(whole);
        }
        let (version, whole) = fold(tx, &self.keys, self.authority.0, (seen, whole))?;
        self.organised.keep(version, &whole);
        Ok(whole)
    }

    /// Writes down units, people, posts, duty or absence: all of it or nothing. Who writes is nobody where an operator does it at the
    /// server, as before anybody works here.
    ///
    /// # Errors
    /// [`OrganisationTrouble::Refused`] says what is wrong, change by change.
    pub fn organise(
        self: &Arc<Self>,
        who: Option<&Actor>,
        now: Now,
        changes: Vec<Change>,
    ) -> OrganisationAnswer<()> {
        let by = who.cloned();
        self.write_organisation(who, now, move |before| {
            if by.as_ref().is_some_and(|who| !may_write(who, &changes, before, now.today)) {
                return Err(OrganisationRefusal::NotForYou);
            }
            decide_changes(before, changes.clone())
        })
    }

    /// Writes down a delegation order that the board has adopted, with the paragraph of its minutes.
    ///
    /// # Errors
    /// As [`House::organise`]; a point below the floor of the law is always refused.
    pub fn adopt_delegation(
        self: &Arc<Self>,
        who: Option<&Actor>,
        now: Now,
        order: DelegationOrder,
        paragraph: Option<String>,
    ) -> OrganisationAnswer<()> {
        if who.is_some_and(|who| !may_organise(who)) {
            return Err(OrganisationRefusal::NotForYou.into());
        }
        let with = (self.law, now.today);
        self.write_organisation(who, now, move |before| {
            adopt_order(before, order.clone(), paragraph.clone(), with)
        })
    }

    fn write_organisation(
        self: &Arc<Self>,
        who: Option<&Actor>,
        now: Now,
        rule: impl Fn(&Establishment) -> Result<OrganisationEntry, OrganisationRefusal> + Send + 'static,
    ) -> OrganisationAnswer<()> {
        self.keys.ensure(self.authority.0, &[ORGANISATION])?;
        let (house, who) = (Arc::clone(self), who.cloned());
        let answer = self.db.write(move |tx| {
            let authority = house.authority.0;
            log::lock(tx, authority)?;
            let (_, before) = fold(tx, &house.keys, authority, house.organised.whole())?;
            let entry = match rule(&before) {
                Ok(entry) => entry,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let (at_us, on) = (now.micros(), Some(now.today));
            let written = Written { who: who.as_ref(), at_us, on, entries: vec![entry] };
            append(tx, &house.keys, authority, &written).map(Ok)
        })?;
        self.refold_organisation()?;
        Ok(answer?)
    }

    /// What a register begins with, written where nothing has been written of the authority yet. It has no day: it was so from the
    /// beginning.
    pub(crate) fn found(&self, begun: Organisation, order: DelegationOrder) -> Result<()> {
        let authority = self.authority.0;
        if self.db.read(|tx| log::version(tx, authority, ORGANISATION))? == 0 {
            self.keys.ensure(authority, &[ORGANISATION])?;
            let keys = Arc::clone(&self.keys);
            let changes = begun.founding();
            let mut entries: Vec<_> = changes
                .chunks(CHANGES_MAX)
                .map(|some| OrganisationEntry::OrganisationChanged { changes: some.to_vec() })
                .collect();
            entries.push(OrganisationEntry::DelegationAdopted { order, paragraph: None });
            self.db.write(move |tx| {
                log::lock(tx, authority)?;
                if log::version(tx, authority, ORGANISATION)? > 0 {
                    return Ok(()); // another node was first
                }
                let written = Written { who: None, at_us: 0, on: None, entries: entries.clone() };
                append(tx, &keys, authority, &written)
            })?;
        }
        self.refold_organisation()
    }

    /// Takes into memory what has been written since.
    pub(crate) fn refold_organisation(&self) -> Result<()> {
        let from = self.organised.whole();
        let (version, whole) = self.db.read(|tx| fold(tx, &self.keys, self.authority.0, from.clone()))?;
        self.organised.keep(version, &whole);
        Ok(())
    }
}

/// What has been written since a version, put on what stood then.
fn fold(
    tx: &mut dyn Tx,
    keys: &Keyring,
    authority: i64,
    (seen, whole): (i64, Arc<Establishment>),
) -> Result<(i64, Arc<Establishment>)> {
    let stored = log::entries_since(tx, authority, ORGANISATION, seen)?;
    let Some(version) = stored.last().map(|entry| entry.seq) else { return Ok((seen, whole)) };
    let mut state = Arc::unwrap_or_clone(whole);
    for entry in &stored {
        let sheet: OrganisationSheet =
            open_own(keys, entry, OrganisationEntry::VERSION, "an organisation entry")?;
        state = state.after(&sheet);
    }
    Ok((version, Arc::new(state)))
}

fn append(tx: &mut dyn Tx, keys: &Keyring, authority: i64, written: &Written<'_>) -> Result<()> {
    let sheet = |entry: &OrganisationEntry| {
        let by = written.who.map(Actor::author);
        let sheet = OrganisationSheet { by, on: written.on, entry: entry.clone() };
        serde_json::to_vec(&sheet).expect("an entry of owned text, ids and days has a JSON form")
    };
    let sheets: Vec<Vec<u8>> = written.entries.iter().map(sheet).collect();
    let entries = written.entries.iter().zip(&sheets).map(|(entry, plain)| NewEntry {
        kind: entry.kind(),
        version: OrganisationEntry::VERSION,
        key: ORGANISATION,
        number: None,
        plain,
    });
    let by = (written.who.map_or(PROGRAM, |who| who.staff.uuid()), written.at_us);
    append_own(tx, keys, (authority, ORGANISATION), by, &entries.collect::<Vec<_>>())
}
