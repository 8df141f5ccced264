//! What the running program does by itself for the record to be evidence: readings are brought under the chain every few minutes, a checkpoint
//! is taken once a day.

use std::{
    sync::{Arc, Weak},
    thread,
    time::Duration,
};

use store::{Now, Result};
use web::desk::Desk;

/// How often it is looked after. Short, so that a day that is set forward is noticed; what is due is decided by the desk's clock.
const EVERY: Duration = Duration::from_secs(10);

/// How long readings may lie open: what is open can be changed unseen.
const OPEN_US: i64 = 5 * 60 * 1_000_000;

/// Looks after it in a thread of its own. It holds the desk only while it works, so that the program can end.
pub(crate) fn start(desk: &Arc<Desk>) {
    let desk: Weak<Desk> = Arc::downgrade(desk);
    thread::spawn(move || {
        let mut covered_us = None;
        while let Some(desk) = desk.upgrade() {
            let now = desk.clock.now();
            if let Err(error) = once(&desk, now, &mut covered_us) {
                tracing::warn!(%error, "evidence waits to be taken");
            }
            drop(desk);
            thread::sleep(EVERY);
        }
    });
}

fn once(desk: &Desk, now: Now, covered_us: &mut Option<i64>) -> Result<()> {
    if desk.house.checkpoint_is_due(now)? {
        desk.house.take_checkpoint(now)?;
        *covered_us = Some(now.micros());
    } else if covered_us.is_none_or(|at| now.micros() - at >= OPEN_US) {
        desk.house.cover_readings(now)?;
        *covered_us = Some(now.micros());
    }
    Ok(())
}
