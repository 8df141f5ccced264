//! What secrecy costs: a decision whether somebody may, and the row of the access log that every opening waits for.

use std::{hint::black_box, sync::Arc, time::Instant};

use anyhow::{Context as _, Result, ensure};
use record::access::{Basis, FileAccess, Part, may_open};
use store::access_log::{self, Look};

use super::{
    Bench, ROUNDS, count, median,
    page::{PAGES, Pages, cpu_in_rounds},
};

/// Decisions in a round: enough that one is told in hundredths of a millionth of a second.
const DECISIONS: usize = 1_000_000;

impl Bench {
    /// A decision, in millionths of a second; a row as a share of the page it is written for; and both on the wall, in ms.
    pub(super) fn secrecy(&self, pages: &Pages, tell: &mut impl FnMut(&str, f64)) -> Result<()> {
        tell("access_decision_us", self.decision()?);
        let row = cpu_in_rounds(PAGES, |_| (0..PAGES).try_for_each(|row| self.access_row(row)))?;
        let page = self.file_pages(pages)?;
        ensure!(page > row, "a page of {page} ms holds a row of {row} ms");
        tell("access_row_share", row / (page - row));
        tell("access_row_ms", on_the_wall(|row| self.access_row(row))?);
        let cookie = pages.cookie(self, &self.who)?;
        let page = |page: usize| {
            pages.get(&cookie, &format!("/akt/{}/tidslinje", self.files[page % self.files.len()].file))
        };
        tell("file_page_ms", on_the_wall(page)?);
        Ok(())
    }

    fn decision(&self) -> Result<f64> {
        let access = self.files.iter().map(|written| {
            let open = self.house.look(&self.who, self.now, written.file, Part::Timeline)?;
            Ok(open.access)
        });
        let access = access.collect::<Result<Vec<FileAccess>>>()?;
        let rounds = (0..ROUNDS).map(|_| {
            let started = Instant::now();
            let granted = (0..DECISIONS).filter(|n| {
                let part = Part::ALL[n % Part::ALL.len()];
                may_open(black_box(&self.who), black_box(part), &access[n % access.len()]).is_some()
            });
            let granted = black_box(granted.count());
            (granted > 0).then(|| started.elapsed().as_secs_f64() * 1e6 / count(DECISIONS))
        });
        Ok(median(rounds.collect::<Option<_>>().context("the worker may open no file")?))
    }

    fn access_row(&self, row: usize) -> Result<()> {
        let keys = Arc::clone(self.house.keys());
        let look = Look {
            authority: self.house.authority.0,
            at_us: self.now.micros(),
            actor: self.who.staff.uuid(),
            stream: Some(self.files[row % self.files.len()].file.uuid()),
            purpose: store::basis_code(Basis::Assigned),
            part: Part::Timeline.code(),
            listed: &[],
        };
        self.house.db.write(move |tx| access_log::write(tx, &keys, &look).map(|_| ()))?;
        Ok(())
    }
}

/// Milliseconds until a piece of work is done, the median of many.
fn on_the_wall(mut work: impl FnMut(usize) -> Result<()>) -> Result<f64> {
    let times = (0..PAGES).map(|one| {
        let started = Instant::now();
        work(one)?;
        Ok(started.elapsed().as_secs_f64() * 1e3)
    });
    Ok(median(times.collect::<Result<_>>()?))
}
