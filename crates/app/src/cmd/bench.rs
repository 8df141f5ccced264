//! `lykta bench`: what the program does in a second, measured by itself on invented files. `cargo xtask bench` runs it and keeps the table.

use std::{fs, path::PathBuf, sync::Arc};

use anyhow::{Result, ensure};

use super::say;
use crate::{bench, demo, edge, synth};

/// How much, and where.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The data directory: empty or not there yet, or filled before and measured again with `--files 0`
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// How many files to fill it with
    #[arg(long, default_value_t = 20_000)]
    files: u32,
    /// The same seed gives the same files
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Fills the directory, measures, and prints a `name value` pair per line.
pub(crate) fn run(args: &Args) -> Result<()> {
    let empty = !args.data.exists() || fs::read_dir(&args.data)?.next().is_none();
    ensure!(empty || args.files == 0, "{} is not empty", args.data.display());
    let house = demo::open_house(&args.data)?;
    synth::fill(&house, edge::now(), args.files, args.seed)?;
    say(format_args!("files {}", args.files));
    let bench = bench::Bench::prepare(Arc::clone(&house), edge::now())?;
    say(format_args!("file_page_cpu_ms {:.3}", bench.file_page_cpu_ms()?));
    say(format_args!("notes_per_second {:.0}", bench.notes_per_second()?));
    say(format_args!("raw_rows_per_second {:.0}", bench.raw_per_second()?));
    say(format_args!("append_per_second {:.0}", bench.append_per_second()?));
    Ok(())
}
