//! Measuring from inside: notes through the one way to write, raw rows through the same writer, bare appends, and a file's page.
//!
//! Every figure is the median of [`ROUNDS`] rounds, interleaved with nothing. The absolute values say something of this machine; the
//! share of a raw insert, taken in the same run, says something of the program.

mod file;
mod page;
mod write;

use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use jiff::Timestamp;
use record::Actor;
use store::{House, Now, Part};
use uuid::Uuid;

use file::Written;

/// Rounds of each measurement.
const ROUNDS: usize = 5;

/// Callers at the same time.
const CALLERS: usize = 8;

/// Files the notes are written in.
const FILES: usize = 200;

/// Entries each of them has when the measuring begins.
const ENTRIES: usize = 40;

/// A house made ready for measuring.
pub(crate) struct Bench {
    house: Arc<House>,
    who: Actor,
    now: Now,
    files: Arc<Vec<Written>>,
}

impl Bench {
    /// Makes [`FILES`] files of [`ENTRIES`] entries in a house that holds others.
    pub(crate) fn prepare(house: Arc<House>, instant: Timestamp) -> Result<Self> {
        let now = Now { instant, today: instant.to_zoned(record::stockholm()).date().into() };
        let leads = house.organisation.members.iter().find(|member| !member.manages.is_empty());
        let who = leads.context("nobody in the organisation leads a unit")?.actor();
        let mut bench = Self { house, who, now, files: Arc::default() };
        let files = (0..FILES).map(|_| bench.file()).collect::<Result<Vec<_>>>()?;
        let first = bench.house.look(&bench.who, now, files[0].file, Part::Timeline)?;
        ensure!(first.version() == i64::try_from(ENTRIES)?, "{} entries in a file", first.version());
        bench.files = Arc::new(files);
        Ok(bench)
    }

    fn id(&self) -> Uuid {
        self.house.new_id(self.now)
    }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
