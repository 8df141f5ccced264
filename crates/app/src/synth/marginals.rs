//! The spread of the invented files, as data: `demo/marginals.toml`, where each figure says what it is and where it comes from.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context as _, Result};
use fastrand::Rng;
use jiff::civil::Date;
use law::Day;
use serde::Deserialize;

/// The file itself.
pub(super) const TEXT: &str = include_str!("../../demo/marginals.toml");

/// Days of a year, leap years counted in.
const YEAR: f64 = 365.25;

/// Everything that is drawn from.
#[derive(Deserialize)]
pub(crate) struct Marginals {
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
    pub(super) season: Season,
    pub(super) municipalities: Municipalities,
}

/// How often a day, beside an ordinary one.
#[derive(Deserialize)]
pub(super) struct Season {
    /// From Monday.
    pub(super) weekday: [f64; 7],
    pub(super) month: [f64; 12],
    /// By their ISO number.
    pub(super) busy_weeks: Vec<i8>,
    pub(super) busy: f64,
}

/// How large municipalities are, and how many reports come in one.
#[derive(Deserialize)]
pub(super) struct Municipalities {
    size: Vec<Size>,
    children: f64,
    reports_per_1000_children: f64,
}

/// Which part of the municipalities, from zero to one, is smaller than so many people.
#[derive(Deserialize)]
struct Size {
    below: f64,
    people: f64,
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
    pub(crate) fn read() -> Result<Self> {
        toml::from_str(TEXT).context("marginals.toml")
    }

    /// Reads another file of the same form: other figures, or none of ours.
    pub(crate) fn read_from(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        toml::from_str(&text).with_context(|| path.display().to_string())
    }

    /// The same for a register that holds so many years.
    pub(crate) fn over(mut self, years: u32) -> Self {
        self.register.days = whole(f64::from(years) * YEAR);
        self
    }

    fn years(&self) -> f64 {
        days(self.register.days) / YEAR
    }

    /// Files that one worker's share of the reports comes from, over all the years that the register holds.
    pub(super) fn files_per_worker(&self) -> f64 {
        self.staff.reports_per_worker_and_year * self.years() / self.reports_per_child.mean()
    }

    /// Files of a municipality, over all the years that the register holds. Its place among all is from zero, the smallest, to one.
    pub(super) fn files_of_town(&self, place: f64) -> f64 {
        self.municipalities.reports_in_a_year(place) * self.years() / self.reports_per_child.mean()
    }
}

impl Season {
    pub(super) fn weight(&self, day: Day) -> f64 {
        let date = Date::from(day);
        let weekday = self.weekday[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())];
        let month = self.month[usize::from(date.month().unsigned_abs()) - 1];
        let busy = self.busy_weeks.contains(&date.iso_week_date().week());
        weekday * month * if busy { self.busy } else { 1.0 }
    }
}

impl Municipalities {
    fn reports_in_a_year(&self, place: f64) -> f64 {
        self.people(place) * self.children * self.reports_per_1000_children / 1000.0
    }

    fn people(&self, place: f64) -> f64 {
        let after = self.size.partition_point(|size| size.below <= place);
        match (after.checked_sub(1).map(|before| &self.size[before]), self.size.get(after)) {
            (Some(before), Some(after)) => {
                let part = (place - before.below) / (after.below - before.below);
                before.people * (after.people / before.people).powf(part)
            }
            (Some(end), None) | (None, Some(end)) => end.people,
            (None, None) => 0.0,
        }
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
pub(super) fn whole(number: f64) -> i64 {
    number.round() as i64
}
