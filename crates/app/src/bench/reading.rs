//! Reading in a large house: the lists of the day, files that nobody has opened since the start, names, and files that are very long.

use std::time::Instant;

use anyhow::{Context as _, Result};
use fastrand::Rng;
use law::Level;
use record::{Actor, FileId, UnitId, organisation::UnitKind};
use store::{House, Sql};

use super::{
    Bench, LONG_ENTRIES, LONG_FILES, ROUNDS, count,
    machine::memory_mb,
    median,
    page::{Pages, cpu_in_rounds, cpu_of},
    write::rounds,
};
use crate::synth;

/// Workers whose day is drawn in a round.
const WORKERS: usize = 60;

/// Heads whose group is drawn in a round.
const HEADS: usize = 20;

/// Times each of them in a round.
const TIMES: usize = 5;

/// Files opened for the first time in a round.
const VISITS: usize = 100;

/// Searches of a kind in a round.
const SEARCHES: usize = 40;

/// Times each long file is drawn in a round.
const LONG_TIMES: usize = 10;

/// A day that lies far enough ahead for all clocks of a list.
pub(super) const AHEAD: i64 = 14;

const PERSONS: Sql = Sql("SELECT count(*) FROM name_card WHERE authority = $1");

impl Bench {
    /// Builds the name index as the start does in the background: how long, and how much memory for each 100,000 persons.
    pub(super) fn names(&self, tell: &mut impl FnMut(&str, f64)) -> Result<()> {
        let persons = persons(&self.house)?;
        let (before, started) = (memory_mb()?, Instant::now());
        self.house.warm()?;
        tell("persons", persons);
        tell("name_index_s", started.elapsed().as_secs_f64());
        tell("name_index_mb_per_100k", (memory_mb()? - before) / persons * 100_000.0);
        Ok(())
    }

    /// The worker's day, the group of whoever leads it, and the reception's incoming.
    pub(super) fn lists(&self, pages: &Pages, tell: &mut impl FnMut(&str, f64)) -> Result<()> {
        let workers = self.workers(WORKERS);
        let mut matters = 0;
        for worker in &workers {
            matters += self.house.my_day(worker, self.now, self.now.today.plus_days(AHEAD))?.matters.len();
        }
        tell("matters_of_a_worker", count(matters) / count(workers.len()));
        let workers: Vec<_> = workers.iter().map(|who| (who.clone(), "/".to_owned())).collect();
        tell("my_day_cpu_ms", self.drawn(pages, &workers)?);
        tell("group_cpu_ms", self.drawn(pages, &self.heads(UnitKind::Investigation))?);
        tell("reception_cpu_ms", self.drawn(pages, &self.heads(UnitKind::Reception))?);
        Ok(())
    }

    /// Lists of the day for people all over the house, by all callers at once: read, opened, and written down in the access log.
    pub(super) fn worklists_per_second(&self) -> Result<f64> {
        let (workers, until) = (self.workers(usize::MAX), self.now.today.plus_days(AHEAD));
        rounds(self.callers, |caller, turn| {
            self.house.my_day(&workers[(turn * self.callers + caller) % workers.len()], self.now, until)?;
            Ok(())
        })
    }

    /// CPU of a page that each of some people asks for.
    fn drawn(&self, pages: &Pages, asked: &[(Actor, String)]) -> Result<f64> {
        let cookies = asked.iter().map(|(who, _)| pages.cookie(self, who)).collect::<Result<Vec<_>>>()?;
        cpu_in_rounds(asked.len() * TIMES, |_| {
            for _ in 0..TIMES {
                for ((_, path), cookie) in asked.iter().zip(&cookies) {
                    pages.get(cookie, path)?;
                }
            }
            Ok(())
        })
    }

    /// Files in work that have not been opened since the start: nothing of them is kept in memory.
    pub(super) fn first_visits(&self, pages: &Pages, tell: &mut impl FnMut(&str, f64)) -> Result<()> {
        let mut files: Vec<(Actor, FileId)> = Vec::new();
        for worker in self.workers(usize::MAX) {
            if files.len() >= VISITS * ROUNDS {
                break;
            }
            let day = self.house.my_day(&worker, self.now, self.now.today)?;
            let mut own: Vec<FileId> = day.matters.iter().map(|row| row.file).collect();
            own.sort_unstable();
            own.dedup();
            files.extend(own.into_iter().map(|file| (worker.clone(), file)));
        }
        let in_a_round = (files.len() / ROUNDS).min(VISITS);
        let cookies = files.iter().map(|(who, _)| pages.cookie(self, who)).collect::<Result<Vec<_>>>()?;
        let figure = cpu_in_rounds(in_a_round, |round| {
            (round * in_a_round..(round + 1) * in_a_round).try_for_each(|place| {
                let (_, file) = &files[place];
                pages.get(&cookies[place], &format!("/akt/{file}/tidslinje"))
            })
        })?;
        tell("file_page_first_cpu_ms", figure);
        Ok(())
    }

    /// Searches for a whole name, a family name, and three letters that begin many names.
    pub(super) fn searches(&self, pages: &Pages, tell: &mut impl FnMut(&str, f64)) -> Result<()> {
        let organisation = self.house.organisation(self.now.today);
        let receives = organisation.members.iter().find(|member| member.reception);
        let who = receives.context("nobody receives reports")?.actor();
        let cookie = pages.cookie(self, &who)?;
        let mut rng = Rng::with_seed(7);
        let names: Vec<(String, String)> = (0..SEARCHES).map(|_| synth::a_name(&mut rng)).collect();
        let kinds: [Vec<String>; 3] = [
            names.iter().map(|(given, family)| format!("{given}+{family}")).collect(),
            names.iter().map(|(_, family)| family.clone()).collect(),
            names.iter().map(|(_, family)| family.chars().take(3).collect()).collect(),
        ];
        let (mut slowest_wall, mut slowest_cpu) = (0.0_f64, 0.0_f64);
        for kind in kinds {
            let mut walls = Vec::new();
            let cpu = cpu_in_rounds(kind.len(), |_| {
                kind.iter().try_for_each(|asked| {
                    let started = Instant::now();
                    pages.post(&cookie, "/sok", &format!("q={}", encoded(asked)))?;
                    walls.push(started.elapsed().as_secs_f64() * 1e3);
                    Ok(())
                })
            })?;
            slowest_wall = slowest_wall.max(median(walls));
            slowest_cpu = slowest_cpu.max(cpu);
        }
        tell("name_search_ms", slowest_wall);
        tell("name_search_cpu_ms", slowest_cpu);
        Ok(())
    }

    /// The page of a very long file: the first time, and when it has been opened before.
    pub(super) fn long_files(&self, pages: &Pages, tell: &mut impl FnMut(&str, f64)) -> Result<()> {
        let long = (0..LONG_FILES).map(|_| self.file(LONG_ENTRIES)).collect::<Result<Vec<_>>>()?;
        let cookie = pages.cookie(self, &self.who)?;
        let all =
            || long.iter().try_for_each(|one| pages.get(&cookie, &format!("/akt/{}/tidslinje", one.file)));
        // They are kept since they were written.
        self.house.forget_kept();
        tell("long_file_first_cpu_ms", cpu_of(LONG_FILES, all)?);
        let again = cpu_in_rounds(LONG_FILES * LONG_TIMES, |_| (0..LONG_TIMES).try_for_each(|_| all()))?;
        tell("long_file_cpu_ms", again);
        Ok(())
    }

    /// Some of those who investigate, from all over the house.
    pub(super) fn workers(&self, most: usize) -> Vec<Actor> {
        let organisation = self.house.organisation(self.now.today);
        let groups = units(self, UnitKind::Investigation);
        let working = |unit| groups.contains(&unit);
        let all = organisation.members.iter().filter(|m| m.level == Level::CaseWorker && working(m.unit));
        let all: Vec<Actor> = all.map(record::organisation::Member::actor).collect();
        let step = (all.len() / most.min(all.len())).max(1);
        all.into_iter().step_by(step).take(most).collect()
    }

    /// Some of those who lead, each with the page of one of their units of a kind.
    fn heads(&self, kind: UnitKind) -> Vec<(Actor, String)> {
        let of_kind = units(self, kind);
        let organisation = self.house.organisation(self.now.today);
        let heads = organisation.members.iter().filter(|member| member.level == Level::UnitHead);
        let all: Vec<(Actor, String)> = heads
            .filter_map(|head| {
                let unit = head.manages.iter().find(|unit| of_kind.contains(unit))?;
                Some((head.actor(), format!("/gruppen?enhet={unit}")))
            })
            .collect();
        let step = (all.len() / HEADS).max(1);
        all.into_iter().step_by(step).take(HEADS).collect()
    }
}

/// How many people a house knows by name.
pub(super) fn persons(house: &House) -> Result<f64> {
    let authority = house.authority.0;
    let row = house.db.read(|tx| tx.row(PERSONS, &[authority.into()]))?.context("a count")?;
    Ok(count(usize::try_from(row.int(0)?)?))
}

fn units(bench: &Bench, kind: UnitKind) -> Vec<UnitId> {
    let organisation = bench.house.organisation(bench.now.today);
    let units = organisation.units.iter();
    units.filter(|unit| unit.kind == kind).map(|unit| unit.id).collect()
}

/// Letters that are not of the plain alphabet, as a form sends them.
fn encoded(words: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'+' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    words.bytes().map(byte).collect()
}
