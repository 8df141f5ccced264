//! `lykta bench`: what the program does in a second, measured by itself on the files that `lykta synth` made. `cargo xtask bench` runs both
//! and keeps the table.

use std::path::PathBuf;

use anyhow::Result;

use super::say;
use crate::{bench, demo, edge, synth};

/// Where.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A data directory that is only for measuring: it is written to
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// How many files it was filled with: there are people accordingly
    #[arg(long, default_value_t = 20_000)]
    files: u32,
    /// Only these parts, as often as named
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<bench::Part>,
}

/// Measures, and prints a `name value` pair per line.
pub(crate) fn run(args: &Args) -> Result<()> {
    let house = demo::open_house_of(&args.data, synth::organisation(args.files)?)?;
    bench::measure(&house, edge::now(), &args.only, |name, value| say(format_args!("{name} {value:.3}")))
}
