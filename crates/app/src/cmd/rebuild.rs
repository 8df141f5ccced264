//! `lykta rebuild`: drops every view and counts it anew from the record.

use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use law::DelegationOrder;
use store::House;

use super::say;
use crate::demo;

/// What to rebuild.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The data directory; nobody else may have it open
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

/// Rebuilds, and says through how much it went.
pub(crate) fn run(args: &Args) -> Result<()> {
    ensure!(args.data.join("lykta.db").exists(), "there is no record in {}", args.data.display());
    let house = House::open_demo(&args.data, demo::organisation(), DelegationOrder::lyktinge())?;
    let rebuilt = house.rebuild().context("nothing was changed")?;
    say(format_args!("files={} people={}", rebuilt.files, rebuilt.people));
    Ok(())
}
