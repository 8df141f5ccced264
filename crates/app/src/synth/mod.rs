//! Invented files in any number, for measuring: the same seed gives the same lives, and everything goes through the one writer.
//!
//! | file | what it is for |
//! | --- | --- |
//! | `marginals` | the spread, as data: `demo/marginals.toml`, with where each figure comes from |
//! | `life` | a family drawn from it: days, codes, outcomes |
//! | `calendar` | which days see more of them than others |
//! | `country` | many municipalities, large and small |
//! | `names` | what they are called |
//! | `staff` | who works there: more people where there are more files |
//! | `write` | the life as one wish |

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use anyhow::{Context as _, Result};
use fastrand::Rng;
use jiff::{Timestamp, ToSpan as _};
use law::Day;
use store::{House, Now};

use self::{
    calendar::Calendar,
    life::Family,
    staff::District,
    write::{Place, Written},
};

mod calendar;
mod country;
mod life;
mod marginals;
mod names;
mod staff;
mod write;

pub(crate) use country::{Country, Town, fill_country};
pub(crate) use marginals::Marginals;
pub(crate) use staff::organisation;
pub(crate) use write::text;

/// Writers at the same time. Each plans by itself; what waits meanwhile the store commits together.
const WRITERS: usize = 64;

/// Families whose keys are made in one commit.
const SHEAF: usize = 64;

/// Adds so many files to a house whose organisation was made for as many.
///
/// # Errors
/// When the house refuses one, which would be a fault in this module.
pub(crate) fn fill(
    house: &Arc<House>,
    marginals: &Marginals,
    instant: Timestamp,
    files: u32,
    seed: u64,
) -> Result<()> {
    let today = at(instant, 0).today;
    let districts = staff::districts(&house.organisation(today))?;
    let days = marginals.register.days;
    let register = Filling {
        house,
        marginals,
        calendar: Calendar::of(&marginals.season, today.plus_days(-days), days),
        districts: &districts,
        instant,
        today,
        seed,
        files: files.try_into()?,
        sheaves: sheaves(marginals, seed, files.try_into()?),
        next: AtomicUsize::new(0),
    };
    thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS).map(|_| scope.spawn(|| register.write())).collect();
        writers.into_iter().try_for_each(|writer| writer.join().expect("a writer does not panic"))
    })
}

/// A given and a family name, as the files have them.
pub(crate) fn a_name(rng: &mut Rng) -> (String, String) {
    (names::given(rng), names::family(rng))
}

/// The family at a place has a stream of chance of its own, so that it does not depend on who writes it or when.
fn family(marginals: &Marginals, seed: u64, number: usize) -> (Family, Rng) {
    let own = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(number as u64);
    let mut rng = Rng::with_seed(own);
    (Family::draw(marginals, &mut rng), rng)
}

/// Some families that follow on each other, and how many files there are before them.
struct Sheaf {
    families: std::ops::Range<usize>,
    before: usize,
}

/// All families, so many that there are files enough.
fn sheaves(marginals: &Marginals, seed: u64, files: usize) -> Vec<Sheaf> {
    let (mut sheaves, mut number, mut count) = (Vec::new(), 0, 0);
    while count < files {
        let (first, before) = (number, count);
        while count < files && number < first + SHEAF {
            count += family(marginals, seed, number).0.children.len();
            number += 1;
        }
        sheaves.push(Sheaf { families: first..number, before });
    }
    sheaves
}

/// The moment so many days before another.
fn at(instant: Timestamp, days_before: i64) -> Now {
    let zoned = instant.to_zoned(record::stockholm()).saturating_sub(days_before.days());
    Now { instant: zoned.timestamp(), today: zoned.date().into() }
}

/// A register on its way to being filled.
struct Filling<'a> {
    house: &'a Arc<House>,
    marginals: &'a Marginals,
    calendar: Calendar,
    districts: &'a [District],
    instant: Timestamp,
    today: Day,
    seed: u64,
    files: usize,
    sheaves: Vec<Sheaf>,
    next: AtomicUsize,
}

impl Filling<'_> {
    /// Writes one sheaf after the other, until there are no more.
    fn write(&self) -> Result<()> {
        while let Some(sheaf) = self.sheaves.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            let mut before = sheaf.before;
            let mut wishes = Vec::with_capacity(SHEAF);
            for number in sheaf.families.clone() {
                let (family, mut rng) = family(self.marginals, self.seed, number);
                wishes.push(self.wish(&family, before, &mut rng)?);
                before += family.children.len();
            }
            // In one commit rather than one for each family; those that a wish would make itself.
            let keys: Vec<_> =
                wishes.iter().flat_map(|(_, _, written)| written.keys.iter().copied()).collect();
            self.house.keys().ensure(self.house.authority.0, &keys)?;
            for (now, district, written) in wishes {
                self.house.act(&district.head, now, &written.wish)?;
            }
        }
        Ok(())
    }

    /// In the order in which their last reports come, on days as busy as the season says.
    fn wish(&self, family: &Family, before: usize, rng: &mut Rng) -> Result<(Now, &District, Written)> {
        let part = f64::from(u32::try_from(before)?) / f64::from(u32::try_from(self.files)?);
        let last_report = self.calendar.day(part) - self.marginals.register.days;
        let first = self.today.plus_days(last_report - family.span());
        let last = write::last_day(family, first, self.today);
        let in_use = staff::days_in_use(self.marginals, self.today);
        let now = at(self.instant, last.days_until(self.today).min(in_use));
        let (district, worker) = self.worker(rng)?;
        let place = Place { house: self.house, district, worker, first, now, today: self.today };
        Ok((now, district, write::wish(&place, family, self.files - before)))
    }

    /// Somebody, all alike.
    fn worker(&self, rng: &mut Rng) -> Result<(&District, (record::StaffId, record::UnitId))> {
        let all: usize = self.districts.iter().map(|district| district.investigators.len()).sum();
        let mut number = rng.usize(..all);
        for district in self.districts {
            if let Some(worker) = district.investigators.get(number) {
                return Ok((district, *worker));
            }
            number -= district.investigators.len();
        }
        None.context("nobody investigates")
    }
}

#[cfg(test)]
mod tests;
