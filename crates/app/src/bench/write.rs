//! Writing: notes through `act`, the same number of rows raw, and bare appends.

use std::{sync::Arc, thread, time::Instant};

use anyhow::{Context as _, Result};
use record::{Code, Command, CommandId, DraftId, MatterId, Moment, Part, PartKind, note::Note};
use store::{
    Now, Sql, Step, Value, Wish,
    drafts::{self, Save},
    log::{Append, NewEntry, Subject},
};

use super::{Bench, ROUNDS, count, file::Written, machine::flush_ms, median, page::cpu_in_rounds};
use crate::synth::text;

/// Reports in one round.
const REPORTS: usize = 100;

/// Notes, or sets of rows, in one round.
pub(super) const PER_ROUND: usize = 4_000;

/// Rows that one note touches: stream, head, entry, access, command, and the draft that goes.
const ROWS_PER_NOTE: usize = 6;

/// Bytes of the widest of them, the entry.
const ENTRY_BYTES: usize = 1_000;

const RAW_TABLE: Sql =
    Sql("CREATE TABLE IF NOT EXISTS bench_raw (id UUID NOT NULL PRIMARY KEY, bytes BYTES NOT NULL)");
const RAW_INSERT: Sql = Sql("INSERT INTO bench_raw (id, bytes) VALUES ($1, $2)");
const RAW_DROP: Sql = Sql("DROP TABLE bench_raw");

/// A note of ordinary length.
pub(super) fn note(now: Now, matter: MatterId) -> Command {
    let words =
        "Hembesök hos familjen. Barnet visade sitt rum och berättade om skolan och om helgen. ".repeat(6);
    let note = Note {
        at: Moment::on(now.today),
        kind: Code::from("home_visit"),
        parts: vec![Part::new(PartKind::Fact, text(&words))],
        with: Vec::new(),
        child: true,
        meeting: None,
        document: None,
        late: false,
    };
    Command::SignNote(Some(matter), note)
}

impl Bench {
    /// A report on a child nobody knew: who it is, a file, the report. From the wish until it is durable, one after the other.
    pub(super) fn reports(&self, tell: &mut impl FnMut(&str, f64)) -> Result<()> {
        let organisation = self.house.organisation(self.now.today);
        let receives = organisation.members.iter().find(|member| member.reception);
        let who = receives.context("nobody receives reports")?.actor();
        let (mut walls, mut flushes) = (Vec::with_capacity(REPORTS * ROUNDS), Vec::new());
        let cpu = cpu_in_rounds(REPORTS, |_| {
            for _ in 0..REPORTS {
                let wish = self.report();
                let started = Instant::now();
                self.house.act(&who, self.now, &wish)?;
                walls.push(started.elapsed().as_secs_f64() * 1e3);
            }
            flushes.push(flush_ms(self.house.db.dir())?);
            Ok(())
        })?;
        tell("flush_ms", median(flushes));
        tell("report_ms", median(walls));
        tell("report_cpu_ms", cpu);
        Ok(())
    }

    /// Signed notes per second, each with access rule, fold, seal, clocks, access row and the removal of its draft.
    pub(crate) fn notes_per_second(&self) -> Result<f64> {
        let mut figures = Vec::with_capacity(ROUNDS);
        for _ in 0..ROUNDS {
            let drafts = self.drafts(PER_ROUND)?;
            figures.push(round(self.callers, |caller, turn| {
                let place = turn * self.callers + caller;
                self.sign(place, drafts[place])
            })?);
        }
        Ok(median(figures))
    }

    /// Signs a note in one of the files, and lets its draft go.
    pub(super) fn sign(&self, place: usize, draft: DraftId) -> Result<()> {
        let Written { file, matter } = self.files[place % self.files.len()];
        let steps = vec![Step::File { file, seen: None, commands: vec![note(self.now, matter)] }];
        let wish = Wish { id: CommandId::new(self.id()), steps, draft: Some(draft) };
        self.house.act(&self.who, self.now, &wish)?;
        Ok(())
    }

    /// As many rows as a note touches, inserted raw by the same writer, in notes per second.
    pub(crate) fn raw_per_second(&self) -> Result<f64> {
        self.house.db.write(|tx| tx.run(RAW_TABLE, &[]))?;
        let figure = rounds(self.callers, |_, _| {
            let ids: Vec<_> = (0..ROWS_PER_NOTE).map(|_| self.id()).collect();
            self.house.db.write(move |tx| {
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
        self.ready_to_append()?;
        rounds(self.callers, |_, _| self.append())
    }

    /// The key that bare appends are sealed under is there.
    pub(super) fn ready_to_append(&self) -> Result<()> {
        Ok(self.house.keys().ensure(self.house.authority.0, &[self.files[0].file.uuid()])?)
    }

    /// Appends one sealed entry in a stream of its own.
    pub(super) fn append(&self) -> Result<()> {
        let stream = self.id();
        let (house, key) = (Arc::clone(&self.house), self.files[0].file.uuid());
        let (actor, at_us) = (self.who.staff.uuid(), self.now.micros());
        self.house.db.write(move |tx| {
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
            store::log::append(tx, &append, &mut |header, plain| house.keys().seal(header, plain)).map(|_| ())
        })?;
        Ok(())
    }

    /// Drafts of notes that will be signed, saved before anything is timed.
    pub(super) fn drafts(&self, wanted: usize) -> Result<Vec<DraftId>> {
        let drafts: Vec<DraftId> = (0..wanted).map(|_| DraftId::new(self.id())).collect();
        let (house, owner, now_us) = (Arc::clone(&self.house), self.who.staff.uuid(), self.now.micros());
        let all = drafts.clone();
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

/// Does the work in [`ROUNDS`] rounds and gives the median per second.
pub(super) fn rounds(callers: usize, work: impl Fn(usize, usize) -> Result<()> + Sync) -> Result<f64> {
    let figures = (0..ROUNDS).map(|_| round(callers, &work)).collect::<Result<_>>()?;
    Ok(median(figures))
}

/// Does the work [`PER_ROUND`] times from all callers at once, told who calls and for which time, and gives how often per second.
pub(super) fn round(callers: usize, work: impl Fn(usize, usize) -> Result<()> + Sync) -> Result<f64> {
    let (started, each) = (Instant::now(), PER_ROUND / callers);
    thread::scope(|scope| {
        let callers: Vec<_> = (0..callers)
            .map(|caller| {
                let work = &work;
                scope.spawn(move || (0..each).try_for_each(|turn| work(caller, turn)))
            })
            .collect();
        callers.into_iter().try_for_each(|caller| caller.join().expect("a caller does not panic"))
    })?;
    Ok(count(each * callers) / started.elapsed().as_secs_f64())
}
