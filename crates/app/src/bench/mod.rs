//! Measuring from inside: notes through the one way to write, raw rows through the same writer, bare appends, and a file's page.
//!
//! Every figure is the median of [`ROUNDS`] rounds, interleaved with nothing. The absolute values say something of this machine; the
//! share of a raw insert, taken in the same run, says something of the program.

mod page;
mod write;

use std::sync::Arc;

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use record::{
    Actor, Command, CommandId, FileId, Opened, PersonId, Subject,
    person::{FactSource, PersonCommand, PersonName, ProtectionLevel, Registration, Sourced},
};
use store::{House, Now, Step, Wish};
use uuid::Uuid;

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
    files: Arc<Vec<FileId>>,
}

impl Bench {
    /// Makes [`FILES`] files of [`ENTRIES`] entries in a house that holds others.
    pub(crate) fn prepare(house: Arc<House>, instant: Timestamp) -> Result<Self> {
        let now = Now { instant, today: instant.to_zoned(record::stockholm()).date().into() };
        let leads = house.organisation.members.iter().find(|member| !member.manages.is_empty());
        let who = leads.context("nobody in the organisation leads a unit")?.actor();
        let mut bench = Self { house, who, now, files: Arc::default() };
        let files = (0..FILES).map(|_| bench.file()).collect::<Result<Vec<_>>>()?;
        bench.files = Arc::new(files);
        Ok(bench)
    }

    fn id(&self) -> Uuid {
        self.house.new_id(self.now)
    }

    fn file(&self) -> Result<FileId> {
        let (person, file) = (PersonId::new(self.id()), FileId::new(self.id()));
        let today = self.now.today;
        let name = PersonName::new("Bänk", "Mätning");
        let registration = Registration {
            name: Some(Sourced::new(name, FactSource::Worker, today)),
            ..Registration::new(Sourced::new(ProtectionLevel::None, FactSource::Worker, today))
        };
        let unit = self.who.manages[0];
        let mut commands =
            vec![Command::OpenFile(Opened { person, subject: Subject::Child, birth: None, unit })];
        commands.extend((1..ENTRIES).map(|_| write::note(self.now)));
        let steps = vec![
            Step::Person { person, commands: vec![PersonCommand::Register(registration)] },
            Step::File { file, seen: None, commands },
        ];
        let wish = Wish { id: CommandId::new(self.id()), steps, draft: None };
        self.house.act(&self.who, self.now, &wish)?;
        Ok(file)
    }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
