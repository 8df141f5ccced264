//! What the running program does by itself: readings are brought under the chain every few minutes, and every night a checkpoint is taken, the
//! outage pack is made, where it has been said for whom, and it is counted what waits for people before it can be destroyed.
//!
//! Of several nodes one does it. How each job went stands in the register ([`store::jobs`]), for the other nodes and for `lykta jobs`. One
//! that fails is told in the log and there, and is tried again. What other nodes have destroyed goes out of each node's own memory.

use std::{
    sync::{Arc, Weak},
    thread,
    time::Duration,
};

use anyhow::Result;
use law::{Day, Level};
use record::{Actor, StaffId, UnitId, disposal::Standing};
use store::{House, Now, evidence::PROGRAM};
use uuid::Uuid;
use web::{desk::Desk, words::Lang};

use crate::outage::{self, Locked};

/// How often it is looked after. Short, so that a day that is set forward is noticed; what is due is decided by the desk's clock.
const EVERY: Duration = Duration::from_secs(10);

/// How long readings may lie open: what is open can be changed unseen.
const OPEN_US: i64 = 5 * 60 * 1_000_000;

/// How long it is a node's that is heard of no more: longer than any job takes.
pub(crate) const LEASE_US: i64 = 15 * 60 * 1_000_000;

/// How long a job that failed is left before it is tried again.
pub(crate) const AGAIN_US: i64 = 5 * 60 * 1_000_000;

/// The packs that are made every night.
pub(crate) struct Nightly {
    /// The ordinary one.
    pub(crate) ordinary: Locked,
    /// The one with protected people.
    pub(crate) protected: Option<Locked>,
}

/// What is done for all, and how it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Job {
    /// A checkpoint of the record is signed.
    Checkpoint,
    /// The outage pack is made.
    Outage,
    /// What has been proposed, decided and been in quarantine is counted.
    Quarantine,
    /// What is due to be destroyed is counted: every file is opened, so once a week.
    Retention,
}

impl Job {
    const ALL: [Self; 4] = [Self::Checkpoint, Self::Outage, Self::Quarantine, Self::Retention];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Checkpoint => "checkpoint",
            Self::Outage => "outage",
            Self::Quarantine => "quarantine",
            Self::Retention => "retention",
        }
    }

    /// How many days it is done for.
    fn days(self) -> i64 {
        if self == Self::Retention { 7 } else { 1 }
    }
}

/// Whoever looks after it, on one node.
#[derive(Default)]
pub(crate) struct Keeper {
    nightly: Option<Nightly>,
    covered_us: Option<i64>,
}

/// Looks after it in a thread of its own. It holds the desk only while it works, so that the program can end.
pub(crate) fn start(desk: &Arc<Desk>, nightly: Option<Nightly>) {
    let desk: Weak<Desk> = Arc::downgrade(desk);
    thread::spawn(move || {
        let mut keeper = Keeper::of(nightly);
        while let Some(desk) = desk.upgrade() {
            if let Err(error) = desk.house.follow() {
                tracing::warn!(%error, "what other nodes did is not followed");
            }
            keeper.look(&desk.house, desk.clock.now(), desk.clock.real().as_microsecond());
            drop(desk);
            thread::sleep(EVERY);
        }
    });
}

impl Keeper {
    pub(crate) fn of(nightly: Option<Nightly>) -> Self {
        Self { nightly, covered_us: None }
    }

    /// Does what is due, if this node is to do it. `real_us` is the time without what the demo has added.
    pub(crate) fn look(&mut self, house: &Arc<House>, now: Now, real_us: i64) {
        match house.holds_job_for("keeping", real_us, LEASE_US) {
            Ok(true) => {}
            Ok(false) => return, // another node does it
            Err(error) => {
                tracing::warn!(%error, "it is not known which node is to look after the night");
                return;
            }
        }
        if self.covered_us.is_none_or(|at| now.micros() - at >= OPEN_US) {
            match house.cover_readings(now) {
                Ok(_) => self.covered_us = Some(now.micros()),
                Err(error) => tracing::warn!(%error, "readings wait to be brought under the chain"),
            }
        }
        for job in Job::ALL {
            self.one(house, job, now);
        }
    }

    /// Does one job, if it is due, and notes how it went.
    fn one(&self, house: &Arc<House>, job: Job, now: Now) {
        let noted =
            self.is_due(house, job, now).and_then(|due| match due.then(|| self.work(house, job, now)) {
                None => Ok(()),
                Some(Ok(note)) => Ok(house.job_done(job.name(), now, note)?),
                Some(Err(error)) => {
                    tracing::error!(
                        job = job.name(),
                        "the night's work was not done and is tried again: {error:#}"
                    );
                    Ok(house.job_failed(job.name(), now, &format!("{error:#}"))?)
                }
            });
        if let Err(error) = noted {
            tracing::error!(job = job.name(), "how it went could not be noted: {error:#}");
        }
    }

    fn is_due(&self, house: &House, job: Job, now: Now) -> Result<bool> {
        let state = house.job(job.name())?;
        if state.failed.is_some_and(|failed| now.micros() - failed.at_us < AGAIN_US) {
            return Ok(false);
        }
        let passed = |day: Day| day.plus_days(job.days()) <= now.today;
        Ok(match (job, &self.nightly) {
            (Job::Checkpoint, _) => house.checkpoint_is_due(now)?,
            (Job::Outage, None) => false,
            // Another node may have made it, on a disk of its own.
            (Job::Outage, Some(nightly)) => state.done.is_none_or(passed) || !nightly.is_there(),
            (Job::Quarantine | Job::Retention, _) => state.done.is_none_or(passed),
        })
    }

    fn work(&self, house: &Arc<House>, job: Job, now: Now) -> Result<String> {
        match (job, &self.nightly) {
            (Job::Checkpoint, _) => {
                let taken = house.take_checkpoint(now)?;
                Ok(taken.map_or_else(String::new, |signed| format!("height={}", signed.checkpoint.height)))
            }
            (Job::Outage, Some(nightly)) => nightly.make(house, now),
            (Job::Outage, None) => Ok(String::new()),
            (Job::Quarantine, _) => quarantine(house, now),
            (Job::Retention, _) => retention(house, now),
        }
    }
}

impl Nightly {
    fn make(&self, house: &House, now: Now) -> Result<String> {
        let (children, kept) =
            outage::make(house, PROGRAM, now, &self.ordinary, self.protected.as_ref(), Lang::Sv)?;
        Ok(format!("children={children} protected={kept}"))
    }

    fn is_there(&self) -> bool {
        self.ordinary.is_there() && self.protected.as_ref().is_none_or(Locked::is_there)
    }
}

/// What waits for a second person, and for whoever carries it out. The program reminds, and destroys nothing by itself.
fn quarantine(house: &House, now: Now) -> Result<String> {
    let waits = house.disposal_waits(now.today)?;
    let latest = waits.latest.map(|day| format!(" latest={day}")).unwrap_or_default();
    let note = format!("undecided={} ripe={}{latest}", waits.undecided, waits.ripe);
    if waits.ripe > 0 {
        tracing::warn!(note, "what has been in quarantine waits for `lykta retention execute`");
    }
    Ok(note)
}

/// How much is due to be destroyed, and how much should have been. Every reading of a file for it is the program's, in the access log.
fn retention(house: &Arc<House>, now: Now) -> Result<String> {
    let program = Actor {
        staff: StaffId::new(PROGRAM),
        name: "Lykta".to_owned(),
        title: String::new(),
        level: Level::CaseWorker,
        unit: UnitId::new(Uuid::nil()),
        manages: Vec::new(),
        reception: false,
        qualified: false,
        in_place_of: Vec::new(),
        tied_to: Vec::new(),
    };
    let (mut due, mut late) = (0, 0);
    house.plan_disposal(&program, now, |listed| match listed.planned.standing {
        Standing::Due { late: true } => late += 1,
        Standing::Due { late: false } => due += 1,
        _ => {}
    })?;
    let note = format!("due={due} late={late}");
    if late > 0 {
        tracing::warn!(note, "what should have been destroyed is still there: `lykta retention plan`");
    }
    Ok(note)
}

#[cfg(test)]
mod tests;
