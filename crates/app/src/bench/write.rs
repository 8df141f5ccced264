//! Writing: notes through `act`, the same number of rows raw, and bare appends.

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use anyhow::Result;
use record::{Code, Command, CommandId, DraftId, Moment, Part, PartKind, Text, note::Note};
use store::{
    Now, Sql, Step, Value, Wish,
    drafts::{self, Save},
    log::{Append, NewEntry, Subject},
};

use super::{Bench, CALLERS, ROUNDS, median};

/// Notes, or sets of rows, in one round.
const PER_ROUND: u32 = 4_000;

/// Of them, for each caller.
const PER_CALLER: usize = PER_ROUND as usize / CALLERS;

/// Rows that one note touches: stream, head, entry, access, command, and the draft that goes.
const ROWS_PER_NOTE: usize = 6;

/// Bytes of the widest of them, the entry.
const ENTRY_BYTES: usize = 1_000;

const RAW_TABLE: Sql =
    Sql("CREATE TABLE IF NOT EXISTS bench_raw (id UUID NOT NULL PRIMARY KEY, bytes BYTES NOT NULL)");
const RAW_INSERT: Sql = Sql("INSERT INTO bench_raw (id, bytes) VALUES ($1, $2)");
const RAW_DROP: Sql = Sql("DROP TABLE bench_raw");

/// A note of ordinary length.
pub(super) fn note(now: Now) -> Command {
    let words =
        "Hembesök hos familjen. Barnet visade sitt rum och berättade om skolan och om helgen. ".repeat(6);
    let text = Text::typed(&words).ok().flatten().expect("words without control characters");
    let note = Note {
        at: Moment::on(now.today),
        kind: Code::from("home_visit"),
        parts: vec![Part::new(PartKind::Fact, text)],
        with: Vec::new(),
        child: true,
        meeting: None,
        document: None,
        late: false,
    };
    Command::SignNote(None, note)
}

impl Bench {
    /// Signed notes per second, each with access rule, fold, seal, clocks, access row and the removal of its draft.
    pub(crate) fn notes_per_second(&self) -> Result<f64> {
        self.rounds(|bench, caller, turn| {
            let file = bench.files[(turn * CALLERS + caller) % bench.files.len()];
            let steps = vec![Step::File { file, seen: None, commands: vec![note(bench.now)] }];
            let wish =
                Wish { id: CommandId::new(bench.id()), steps, draft: Some(bench.drafts[caller][turn]) };
            bench.house.act(&bench.who, bench.now, &wish)?;
            Ok(())
        })
    }

    /// As many rows as a note touches, inserted raw by the same writer, in notes per second.
    pub(crate) fn raw_per_second(&self) -> Result<f64> {
        self.house.db.write(|tx| tx.run(RAW_TABLE, &[]))?;
        let figure = self.rounds(|bench, _, _| {
            let ids: Vec<_> = (0..ROWS_PER_NOTE).map(|_| bench.id()).collect();
            bench.house.db.write(move |tx| {
                for (place, id) in ids.iter().enumerate() {
                    let bytes = vec![7; if place == 0 { ENTRY_BYTES } else { 64 }];
                    tx.run(RAW_INSERT, &[Value::Id(*id), Value::Bytes(bytes)])?;
                }
                Ok(())
            })?;
            Ok(())
        })?;
        self.house.db.write(|tx| tx.run(RAW_DROP, &[]))?;
        Ok(figure)
    }

    /// Bare appends of a sealed entry per second: version, seal, chain, and nothing around it.
    pub(crate) fn append_per_second(&self) -> Result<f64> {
        self.rounds(|bench, _, _| {
            let stream = bench.id();
            bench.house.keys().ensure(bench.house.authority.0, &[bench.files[0].uuid()])?;
            let (house, key) = (Arc::clone(&bench.house), bench.files[0].uuid());
            let (actor, at_us) = (bench.who.staff.uuid(), bench.now.micros());
            bench.house.db.write(move |tx| {
                let plain = [7; ENTRY_BYTES];
                let entries = [NewEntry { kind: "bench", version: 1, key, number: None, plain: &plain }];
                let append = Append {
                    authority: house.authority.0,
                    stream,
                    subject: Subject::Administration,
                    expected: 0,
                    actor,
                    at_us,
                    entries: &entries,
                };
                store::log::append(tx, &append, &mut |header, plain| house.keys().seal(header, plain))
                    .map(|_| ())
            })?;
            Ok(())
        })
    }

    /// Runs the work from [`CALLERS`] threads at once, [`ROUNDS`] times, and gives the median per second.
    fn rounds(&self, work: impl Fn(&Round<'_>, usize, usize) -> Result<()> + Sync) -> Result<f64> {
        let mut figures = Vec::with_capacity(ROUNDS);
        for _ in 0..ROUNDS {
            let round = Round { bench: self, drafts: self.drafts()? };
            let elapsed = round.run(&work)?;
            figures.push(f64::from(PER_ROUND) / elapsed.as_secs_f64());
        }
        Ok(median(figures))
    }

    /// A draft for each note of a round, saved before the round is timed.
    fn drafts(&self) -> Result<Vec<Vec<DraftId>>> {
        let drafts: Vec<Vec<DraftId>> =
            (0..CALLERS).map(|_| (0..PER_CALLER).map(|_| DraftId::new(self.id())).collect()).collect();
        let (house, owner, now_us) = (Arc::clone(&self.house), self.who.staff.uuid(), self.now.micros());
        let all: Vec<DraftId> = drafts.iter().flatten().copied().collect();
        self.house.db.write(move |tx| {
            for draft in &all {
                let save = Save {
                    authority: house.authority.0,
                    draft: draft.uuid(),
                    owner,
                    file: None,
                    form: "bench",
                    seen: 0,
                    now_us,
                    text: b"utkast",
                };
                drafts::save(tx, house.keys(), &save)?;
            }
            Ok(())
        })?;
        Ok(drafts)
    }
}

/// One round, and the drafts its notes sign.
struct Round<'a> {
    bench: &'a Bench,
    drafts: Vec<Vec<DraftId>>,
}

impl std::ops::Deref for Round<'_> {
    type Target = Bench;

    fn deref(&self) -> &Bench {
        self.bench
    }
}

impl Round<'_> {
    fn run(&self, work: &(impl Fn(&Self, usize, usize) -> Result<()> + Sync)) -> Result<Duration> {
        let started = Instant::now();
        thread::scope(|scope| {
            let callers: Vec<_> = (0..CALLERS)
                .map(|caller| {
                    scope.spawn(move || (0..PER_CALLER).try_for_each(|turn| work(self, caller, turn)))
                })
                .collect();
            callers.into_iter().try_for_each(|caller| caller.join().expect("a caller does not panic"))
        })?;
        Ok(started.elapsed())
    }
}
