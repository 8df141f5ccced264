//! Measuring from inside: pages drawn without a network, reports and notes through the one way to write, raw rows through the same writer.
//!
//! What can be repeated is the median of [`ROUNDS`] rounds. CPU is the whole process's own: others who use the machine disturb it less than a time
//! on the wall. The absolute values say something of this machine; the share of a raw insert, taken in the same run, says
//! something of the program.

mod file;
mod machine;
mod page;
mod reading;
mod secrecy;
mod spread;
mod write;

use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use clap::ValueEnum as _;
use jiff::Timestamp;
use record::Actor;
use store::{House, Now};
use uuid::Uuid;

use file::Written;
use page::Pages;

/// Rounds of each measurement.
const ROUNDS: usize = 5;

/// Files the notes are written in.
const FILES: usize = 200;

/// Entries each of them has when the measuring begins.
const ENTRIES: usize = 40;

/// Files that are very long, and their entries.
const LONG_FILES: usize = 10;
const LONG_ENTRIES: usize = 1_000;

pub(crate) use spread::measure as measure_spread;

/// A house made ready for measuring.
pub(crate) struct Bench {
    house: Arc<House>,
    who: Actor,
    now: Now,
    files: Arc<Vec<Written>>,
    /// Who works at the same time, where figures are counted per second.
    callers: usize,
}

/// What is measured, and by how many.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Options {
    /// Only these parts, as often as named
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// Callers at the same time
    #[arg(long, default_value_t = 8)]
    callers: usize,
}

/// A part of the measuring: all of them, in this order, unless some are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Part {
    /// The name index
    Names,
    /// Worklists
    Lists,
    /// Files that nobody has opened since the start
    Visits,
    /// Searches by name
    Searches,
    /// Reports of concern
    Reports,
    /// Very long files
    Long,
    /// The page of an ordinary file
    Pages,
    /// What deciding who may and writing down who has read costs
    Secrecy,
    /// Lists of the day, by all callers at once
    Worklists,
    /// Notes and bare appends
    Notes,
    /// Raw rows, on a file of our own
    Raw,
}

/// Measures, and tells each figure as soon as it is known. First what reads the files as they were made, last what adds to them.
pub(crate) fn measure(
    house: &Arc<House>,
    instant: Timestamp,
    options: &Options,
    mut tell: impl FnMut(&str, f64),
) -> Result<()> {
    let mut bench = Bench::of(Arc::clone(house), instant, options.callers)?;
    let pages = Pages::open(&bench)?;
    for part in if options.only.is_empty() { Part::value_variants() } else { &options.only } {
        match part {
            Part::Names => bench.names(&mut tell)?,
            Part::Lists => bench.lists(&pages, &mut tell)?,
            Part::Visits => bench.first_visits(&pages, &mut tell)?,
            Part::Searches => bench.searches(&pages, &mut tell)?,
            Part::Reports => bench.reports(&mut tell)?,
            Part::Long => bench.long_files(&pages, &mut tell)?,
            Part::Pages => {
                bench.prepare()?;
                tell("file_page_cpu_ms", bench.file_pages(&pages)?);
            }
            Part::Secrecy => {
                bench.prepare()?;
                bench.secrecy(&pages, &mut tell)?;
            }
            Part::Notes => {
                bench.prepare()?;
                tell("notes_per_second", bench.notes_per_second()?);
                tell("append_per_second", bench.append_per_second()?);
            }
            Part::Worklists => tell("worklists_per_second", bench.worklists_per_second()?),
            Part::Raw => tell("raw_rows_per_second", bench.raw_per_second()?),
        }
    }
    Ok(())
}

/// The memory of a node that serves several municipalities and has read the names of all of them.
pub(crate) fn memory(houses: &[Arc<House>], mut tell: impl FnMut(&str, f64)) -> Result<()> {
    let mut persons = 0.0;
    for house in houses {
        house.warm()?;
        persons += reading::persons(house)?;
    }
    tell("node_persons", persons);
    tell("node_mb", machine::memory_mb()?);
    Ok(())
}

impl Bench {
    fn of(house: Arc<House>, instant: Timestamp, callers: usize) -> Result<Self> {
        let now = Now { instant, today: instant.to_zoned(record::stockholm()).date().into() };
        let organisation = house.organisation(now.today);
        let leads = organisation.members.iter().find(|member| !member.manages.is_empty());
        let who = leads.context("nobody in the organisation leads a unit")?.actor();
        Ok(Self { house, who, now, files: Arc::default(), callers })
    }

    /// Makes [`FILES`] files of [`ENTRIES`] entries in a house that holds others, unless it has been done.
    fn prepare(&mut self) -> Result<()> {
        if !self.files.is_empty() {
            return Ok(());
        }
        self.prepare_files(FILES)
    }

    fn prepare_files(&mut self, wanted: usize) -> Result<()> {
        let files = (0..wanted).map(|_| self.file(ENTRIES)).collect::<Result<Vec<_>>>()?;
        let first = self.house.look(&self.who, self.now, files[0].file, store::Part::Timeline)?;
        ensure!(first.version() == i64::try_from(ENTRIES)?, "{} entries in a file", first.version());
        self.files = Arc::new(files);
        Ok(())
    }

    fn id(&self) -> Uuid {
        self.house.new_id(self.now)
    }

    /// Who logs in as somebody.
    fn login(&self, who: &Actor) -> Result<String> {
        let organisation = self.house.organisation(self.now.today);
        let member = organisation.member(who.staff).context("the actor is a member")?;
        Ok(member.login.clone())
    }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// A count as a number to divide by.
fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}
