//! `lykta synth`: fills an empty directory with invented files, for measuring.

use std::path::PathBuf;

use anyhow::Result;

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
pub(crate) fn run(_args: &Args) -> Result<()> {
    anyhow::bail!("later")
}
