//! One caller in each of several municipalities at once: how a country works, where hardly two write in one municipality at the same
//! moment. Within one, whoever appends waits for whoever is appending.

use std::sync::Arc;

use anyhow::Result;
use jiff::Timestamp;
use record::Actor;
use store::House;

use super::{
    Bench, FILES, ROUNDS, median,
    reading::AHEAD,
    write::{PER_ROUND, round, rounds},
};

/// Lists of the day, journal notes and bare appends, each per second over all of the municipalities.
pub(crate) fn measure(
    houses: &[Arc<House>],
    instant: Timestamp,
    mut tell: impl FnMut(&str, f64),
) -> Result<()> {
    let towns = houses.iter().map(|house| Bench::of(Arc::clone(house), instant, 1));
    let mut towns = towns.collect::<Result<Vec<_>>>()?;
    tell("worklists_per_second", worklists(&towns)?);
    for town in &mut towns {
        town.prepare_files(FILES.div_ceil(houses.len()))?;
        town.ready_to_append()?;
    }
    tell("notes_per_second", notes(&towns)?);
    tell("append_per_second", rounds(towns.len(), |caller, _| towns[caller].append())?);
    Ok(())
}

fn worklists(towns: &[Bench]) -> Result<f64> {
    let workers: Vec<Vec<Actor>> = towns.iter().map(|town| town.workers(usize::MAX)).collect();
    rounds(towns.len(), |caller, turn| {
        let (town, workers) = (&towns[caller], &workers[caller]);
        let until = town.now.today.plus_days(AHEAD);
        town.house.my_day(&workers[turn % workers.len()], town.now, until)?;
        Ok(())
    })
}

fn notes(towns: &[Bench]) -> Result<f64> {
    let mut figures = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let drafts = towns.iter().map(|town| town.drafts(PER_ROUND / towns.len()));
        let drafts = drafts.collect::<Result<Vec<_>>>()?;
        figures.push(round(towns.len(), |caller, turn| towns[caller].sign(turn, drafts[caller][turn]))?);
    }
    Ok(median(figures))
}
