//! `lykta synth`: fills an empty directory with invented files, for measuring.

use std::{fs, path::PathBuf};

use anyhow::{Result, ensure};

use super::say;
use crate::{demo, edge, synth};

/// How much, and where.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The data directory, empty or not there yet
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// How many files
    #[arg(long, default_value_t = 20_000)]
    files: u32,
    /// The same seed gives the same files
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Fills it.
pub(crate) fn run(args: &Args) -> Result<()> {
    let empty = !args.data.exists() || fs::read_dir(&args.data)?.next().is_none();
    ensure!(empty, "{} is not empty", args.data.display());
    let house = demo::open_house_of(&args.data, synth::organisation(args.files)?)?;
    synth::fill(&house, edge::now(), args.files, args.seed)?;
    say(format_args!("{} files in {}", args.files, args.data.display()));
    Ok(())
}
