//! `lykta bench`: what the program does in a second, measured by itself on the files that `lykta generate` made. `cargo xtask bench` runs both
//! and keeps the table.

use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use law::DelegationOrder;
use store::House;

use super::{place, say};
use crate::{
    bench, edge,
    synth::{self, Country, Marginals},
};

/// Where, and what.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: place::Args,
    /// How many files it was filled with: there are people accordingly
    #[arg(long, default_value_t = 20_000)]
    files: u32,
    /// What it was filled with, if that is a country
    #[command(flatten)]
    country: Country,
    /// In which municipality of the country to measure
    #[arg(long, value_name = "N", default_value_t = 1)]
    authority: i64,
    /// Only the memory of a node that has opened the municipalities from this one up and read all their names
    #[arg(long, requires = "authorities")]
    memory: bool,
    /// Lists, notes and appends by one caller in each of so many municipalities at once, from this one up
    #[arg(long, requires = "authorities", conflicts_with = "memory")]
    towns: Option<usize>,
    #[command(flatten)]
    options: bench::Options,
}

/// Measures, and prints a `name value` pair per line.
pub(crate) fn run(args: &Args) -> Result<()> {
    let home = args.place.named()?;
    let house = House::open_demo(&home, synth::organisation(args.files)?, DelegationOrder::lyktinge())
        .with_context(|| home.to_string())?;
    let tell = |name: &str, value: f64| say(format_args!("{name} {value:.3}"));
    if args.country.authorities.is_none() {
        return bench::measure(&house, edge::now(), &args.options, tell);
    }
    let marginals = Marginals::read()?.over(args.country.years);
    let mut towns = args.country.towns(&marginals);
    towns.retain(|town| town.authority.0 >= args.authority);
    let open = |town: &synth::Town| town.house(&house, &marginals);
    if args.memory {
        let houses = towns.iter().map(open).collect::<Result<Vec<Arc<House>>>>()?;
        return bench::memory(&houses, tell);
    }
    if let Some(wanted) = args.towns {
        let houses = towns.iter().take(wanted).map(open).collect::<Result<Vec<Arc<House>>>>()?;
        ensure!(
            houses.len() == wanted,
            "there are only {} from authority {} up",
            houses.len(),
            args.authority
        );
        return bench::measure_spread(&houses, edge::now(), tell);
    }
    let town = towns.first().with_context(|| format!("there is no authority {}", args.authority))?;
    bench::measure(&open(town)?, edge::now(), &args.options, tell)
}
