//! `lykta bench`: what the program does in a second, measured by itself on the files that `lykta synth` made. `cargo xtask bench` runs both
//! and keeps the table.

use std::{path::PathBuf, sync::Arc};

use anyhow::Result;

use super::say;
use crate::{bench::Bench, demo, edge};

/// Where.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A data directory that is only for measuring: it is written to
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

/// Measures, and prints a `name value` pair per line.
pub(crate) fn run(args: &Args) -> Result<()> {
    let house = demo::open_house(&args.data)?;
    let bench = Bench::prepare(Arc::clone(&house), edge::now())?;
    say(format_args!("file_page_cpu_ms {:.3}", bench.file_page_cpu_ms()?));
    say(format_args!("notes_per_second {:.0}", bench.notes_per_second()?));
    say(format_args!("raw_rows_per_second {:.0}", bench.raw_per_second()?));
    say(format_args!("append_per_second {:.0}", bench.append_per_second()?));
    Ok(())
}
