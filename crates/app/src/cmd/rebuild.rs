//! `lykta rebuild`: drops every view and counts it anew from the record.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use law::DelegationOrder;
use store::House;

use super::{database, say};
use crate::demo;

/// What to rebuild.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The data directory; nobody else may have it open
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    #[command(flatten)]
    database: database::Args,
}

/// Rebuilds, and says through how much it went.
pub(crate) fn run(args: &Args) -> Result<()> {
    let home = args.database.begun(&args.data)?;
    let house = House::open_demo(home, demo::organisation(), DelegationOrder::lyktinge())?;
    let rebuilt = house.rebuild().context("nothing was changed")?;
    say(format_args!("files={} people={}", rebuilt.files, rebuilt.people));
    Ok(())
}
