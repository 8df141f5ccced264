//! The spread of the invented files, as data: `demo/marginals.toml`, where each figure says what it is and where it comes from.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use fastrand::Rng;
use law::Day;
use serde::Deserialize;

/// The file itself.
pub(super) const TEXT: &str = include_str!("../../demo/marginals.toml");

/// Everything that is drawn from.
#[derive(Deserialize)]
pub(super) struct Marginals {
    pub(super) reporters: Shares,
    pub(super) sex: Shares,
    pub(super) ages: Ages,
    pub(super) causes: Causes,
    pub(super) reports_per_child: Counts,
    pub(super) siblings: Counts,
    pub(super) outcomes: Shares,
    pub(super) again: Again,
    pub(super) preliminary: Preliminary,
    pub(super) investigation: Length,
    pub(super) investigation_outcomes: Shares,
    pub(super) services: Shares,
    pub(super) service_days: Length,
    pub(super) placements: Shares,
    pub(super) notes: Notes,
    pub(super) protected: Chance,
    pub(super) register: Register,
    pub(super) staff: Staffing,
}

/// How often each code.
#[derive(Deserialize)]
pub(super) struct Shares {
    pub(super) share: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
pub(super) struct Ages {
    pub(super) band: Vec<Band>,
}

/// Years of age, both counted in, and how often.
#[derive(Clone, Copy, Deserialize)]
pub(super) struct Band {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) share: f64,
}

#[derive(Deserialize)]
pub(super) struct Causes {
    pub(super) share: BTreeMap<String, f64>,
    pub(super) codes: BTreeMap<String, Vec<String>>,
}

/// How often one, two, three …
#[derive(Deserialize)]
pub(super) struct Counts {
    pub(super) share: Vec<f64>,
}

#[derive(Deserialize)]
pub(super) struct Again {
    pub(super) while_investigated: f64,
    pub(super) median_days_between: f64,
}

#[derive(Deserialize)]
pub(super) struct Preliminary {
    pub(super) days_max: i64,
}

/// A log-normal number of days.
#[derive(Deserialize)]
pub(super) struct Length {
    pub(super) median_days: f64,
    pub(super) sigma: f64,
}

#[derive(Deserialize)]
pub(super) struct Notes {
    per_month: f64,
    written: f64,
}

#[derive(Deserialize)]
pub(super) struct Chance {
    pub(super) share: f64,
}

#[derive(Deserialize)]
pub(super) struct Register {
    pub(super) days: i64,
    pub(super) in_use_from: Day,
}

#[derive(Deserialize)]
pub(super) struct Staffing {
    reports_per_worker_and_year: f64,
    pub(super) investigators: f64,
    pub(super) group: usize,
}

impl Marginals {
    /// Reads the embedded file.
    pub(super) fn read() -> Result<Self> {
        toml::from_str(TEXT).context("marginals.toml")
    }

    /// Files that one worker's share of the reports comes from, over all the years that the register holds.
    pub(super) fn files_per_worker(&self) -> f64 {
        let years = days(self.register.days) / 365.25;
        self.staff.reports_per_worker_and_year * years / self.reports_per_child.mean()
    }
}

impl Shares {
    pub(super) fn draw(&self, rng: &mut Rng) -> &str {
        draw(&self.share, rng)
    }

    pub(super) fn of(&self, code: &str) -> f64 {
        self.share.get(code).copied().unwrap_or_default()
    }
}

impl Causes {
    /// A cause, and a code of the law's list for it.
    pub(super) fn draw(&self, rng: &mut Rng) -> (&str, &str) {
        let cause = draw(&self.share, rng);
        let codes = &self.codes[cause];
        (cause, &codes[rng.usize(..codes.len())])
    }
}

impl Ages {
    /// Age in days.
    pub(super) fn draw(&self, rng: &mut Rng) -> i64 {
        let Band { from, to, .. } = *pick(&self.band, |band| band.share, rng);
        rng.i64(from * 365 + 1..(to + 1) * 365)
    }
}

impl Counts {
    pub(super) fn draw(&self, rng: &mut Rng) -> usize {
        let numbered: Vec<(usize, f64)> = (1..).zip(self.share.iter().copied()).collect();
        pick(&numbered, |(_, share)| *share, rng).0
    }

    pub(super) fn mean(&self) -> f64 {
        (1_u32..).zip(&self.share).map(|(number, share)| f64::from(number) * share).sum()
    }
}

impl Length {
    /// Whole days, at least one.
    pub(super) fn draw(&self, rng: &mut Rng) -> i64 {
        whole(self.median_days * (self.sigma * normal(rng)).exp()).max(1)
    }
}

impl Notes {
    /// How many are written in so many days.
    pub(super) fn draw(&self, days_of_it: i64, rng: &mut Rng) -> i64 {
        let expected = self.per_month * self.written * days(days_of_it) / 30.4;
        whole(expected + rng.f64() - 0.5).max(0)
    }
}

impl Again {
    /// Days from what was last settled to the next report.
    pub(super) fn draw_gap(&self, rng: &mut Rng) -> i64 {
        whole(self.median_days_between * -(1.0 - rng.f64()).log2()).clamp(1, 365)
    }
}

fn draw<'a>(share: &'a BTreeMap<String, f64>, rng: &mut Rng) -> &'a str {
    let all: Vec<(&String, f64)> = share.iter().map(|(code, share)| (code, *share)).collect();
    pick(&all, |(_, share)| *share, rng).0
}

/// One of several, as often as its share says.
fn pick<'a, T>(all: &'a [T], share: impl Fn(&T) -> f64, rng: &mut Rng) -> &'a T {
    let mut left = rng.f64();
    let here = all.iter().find(|one| {
        left -= share(one);
        left < 0.0
    });
    here.or(all.last()).expect("a share of something")
}

/// A number of the normal distribution (Box and Muller).
fn normal(rng: &mut Rng) -> f64 {
    let (radius, angle) = (1.0 - rng.f64(), rng.f64());
    (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
}

/// Days as a number to count with; five years are far below what is exact.
#[expect(clippy::cast_precision_loss, reason = "some thousands")]
pub(super) fn days(days: i64) -> f64 {
    days as f64
}

/// The nearest whole number.
#[expect(clippy::cast_possible_truncation, reason = "some thousands")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}
