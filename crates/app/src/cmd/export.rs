//! `lykta export`: the record of an authority as a file of lines, whole or from where a backup ends.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use store::{backup, export::export};

use super::{place, say};
use crate::edge;

/// What is written, and where to.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: place::Args,
    /// The file to write; one that is there is replaced when the new one is whole
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Only what has come since this backup: a tail to restore it with
    #[arg(long, value_name = "BACKUP")]
    after: Option<PathBuf>,
    /// Only what has come after this height: a tail for a database that was recovered to a moment
    #[arg(long, value_name = "N", conflicts_with = "after", value_parser = clap::value_parser!(i64).range(0..))]
    after_height: Option<i64>,
    #[command(flatten)]
    which: place::Which,
}

/// Writes it, and says from where to where.
pub(crate) fn run(args: &Args) -> Result<()> {
    let home = args.place.sealed()?;
    let authority = args.which.of(&home)?;
    let after = match &args.after {
        None => args.after_height.unwrap_or_default(),
        Some(dir) => {
            let height = backup::read(dir, "lykta.db")?.height(authority);
            height.with_context(|| format!("authority {authority} is not in {}", dir.display()))?
        }
    };
    let exported = export(home, authority, after, edge::now().as_microsecond(), &args.output)?;
    say(format_args!("authority={authority} exported after={} height={}", exported.after, exported.height));
    Ok(())
}
