//! `lykta generate`: fills an empty register with invented files, for measuring: one municipality with so many, or a whole country.

use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use law::DelegationOrder;
use record::Organisation;
use store::House;

use super::{place, say};
use crate::{
    edge,
    synth::{self, Country, Marginals},
};

/// How much, and where.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: place::Args,
    /// How many files, in one municipality
    #[arg(long, default_value_t = 20_000, conflicts_with = "authorities")]
    files: u32,
    #[command(flatten)]
    country: Country,
    /// The same seed gives the same files
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Other figures to draw from, in the form of marginals.toml
    #[arg(long, value_name = "FILE")]
    marginals: Option<PathBuf>,
}

/// Fills it.
pub(crate) fn run(args: &Args) -> Result<()> {
    let home = args.place.named()?;
    ensure!(!home.has_begun()?, "there is a record in {home} already");
    let marginals = args.marginals.as_deref().map_or_else(Marginals::read, Marginals::read_from)?;
    let open =
        |organisation: Organisation| House::open_demo(&home, organisation, DelegationOrder::lyktinge());
    if args.country.authorities.is_none() {
        let house = open(synth::organisation(args.files)?)?;
        synth::fill(&house, &marginals, edge::now(), args.files, args.seed)?;
        say(format_args!("files={}", args.files));
        return Ok(());
    }
    let marginals = marginals.over(args.country.years);
    let towns = args.country.towns(&marginals);
    let first = towns.first().context("no municipality at all")?;
    let house = open(first.organisation(&marginals))?;
    let mut files = 0;
    synth::fill_country(&house, &marginals, (edge::now(), args.seed), &towns, |town| {
        files += u64::from(town.files);
        say(format_args!("authority={} files={} all={files}", town.authority.0, town.files));
    })
}
