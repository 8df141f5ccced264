//! `lykta rebuild`: drops every view and counts it anew from the record.

use anyhow::{Context as _, Result};
use store::House;

use super::{place, say};

/// What to rebuild.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: place::Args,
}

/// Rebuilds, and says through how much it went.
pub(crate) fn run(args: &Args) -> Result<()> {
    let home = args.place.opened()?;
    let house = House::open(home, None)?;
    let rebuilt = house.rebuild().context("nothing was changed")?;
    say(format_args!("files={} people={}", rebuilt.files, rebuilt.people));
    Ok(())
}
