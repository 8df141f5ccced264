//! What the running program does by itself: readings are brought under the chain every few minutes, a checkpoint is taken once a day, and the
//! outage pack is made every night, where it has been said for whom.

use std::{
    sync::{Arc, Weak},
    thread,
    time::Duration,
};

use law::Day;
use store::{Now, evidence::PROGRAM};
use web::{desk::Desk, words::Lang};

use crate::outage::{self, Locked};

/// How often it is looked after. Short, so that a day that is set forward is noticed; what is due is decided by the desk's clock.
const EVERY: Duration = Duration::from_secs(10);

/// How long readings may lie open: what is open can be changed unseen.
const OPEN_US: i64 = 5 * 60 * 1_000_000;

/// The packs that are made every night.
pub(crate) struct Nightly {
    /// The ordinary one.
    pub(crate) ordinary: Locked,
    /// The one with protected people.
    pub(crate) protected: Option<Locked>,
}

/// What has been done, and when.
#[derive(Default)]
struct Done {
    covered_us: Option<i64>,
    packed_on: Option<Day>,
}

/// Looks after it in a thread of its own. It holds the desk only while it works, so that the program can end.
pub(crate) fn start(desk: &Arc<Desk>, nightly: Option<Nightly>) {
    let desk: Weak<Desk> = Arc::downgrade(desk);
    thread::spawn(move || {
        let mut done = Done::default();
        while let Some(desk) = desk.upgrade() {
            let now = desk.clock.now();
            if let Err(error) = evidence(&desk, now, &mut done) {
                tracing::warn!(%error, "evidence waits to be taken");
            }
            if let Some(nightly) = &nightly
                && let Err(error) = pack(&desk, now, nightly, &mut done)
            {
                tracing::error!("the outage pack was not made: {error:#}");
            }
            drop(desk);
            thread::sleep(EVERY);
        }
    });
}

fn evidence(desk: &Desk, now: Now, done: &mut Done) -> store::Result<()> {
    if desk.house.checkpoint_is_due(now)? {
        desk.house.take_checkpoint(now)?;
        done.covered_us = Some(now.micros());
    } else if done.covered_us.is_none_or(|at| now.micros() - at >= OPEN_US) {
        desk.house.cover_readings(now)?;
        done.covered_us = Some(now.micros());
    }
    Ok(())
}

/// At the start, and when a day has begun. One that fails is tried again.
fn pack(desk: &Desk, now: Now, nightly: &Nightly, done: &mut Done) -> anyhow::Result<()> {
    if done.packed_on.is_none_or(|day| day < now.today) {
        let (ordinary, protected) = (&nightly.ordinary, nightly.protected.as_ref());
        outage::make(&desk.house, PROGRAM, now, ordinary, protected, Lang::Sv)?;
        done.packed_on = Some(now.today);
    }
    Ok(())
}
