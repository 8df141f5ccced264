//! `lykta verify`: is the record whole?

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use ::law::DelegationOrder;
use anyhow::{Context as _, Result, bail};
use store::House;

use super::{FAILED, complain, database, say};
use crate::demo;

/// What to check.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The data directory
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(flatten)]
    database: database::Args,
    /// Also compare the views with the record: needs the key in the data directory, which nobody else may have open
    #[arg(long)]
    views: bool,
}

/// One line per authority on standard output; exit code 1 if anything is broken.
///
/// A chain cannot know that its tail was cut off together with its head; that shows only against a checkpoint noted elsewhere.
pub(crate) fn run(args: &Args) -> ExitCode {
    match whole(args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(FAILED),
        Err(error) => {
            complain(format_args!("{error:#}"));
            ExitCode::from(FAILED)
        }
    }
}

fn whole(args: &Args) -> Result<bool> {
    let data = match &args.data {
        Some(data) => data.as_path(),
        None if args.database.address()?.is_some() && !args.views => Path::new(""),
        None => bail!("which register? --data DIR, or --database URL"),
    };
    let home = args.database.home(data)?;
    let verdicts = store::verify(&home, &[]).with_context(|| home.to_string())?;
    let mut whole = !verdicts.is_empty();
    for verdict in verdicts {
        say(verdict);
        whole &= verdict.outcome.is_ok();
    }
    if args.views && whole {
        let house = House::open_demo(&home, demo::organisation(), DelegationOrder::lyktinge())?;
        let same = house.view_rows()? == house.refolded_rows()?;
        say(format_args!("authority={} views={}", house.authority.0, if same { "ok" } else { "broken" }));
        whole &= same;
    }
    Ok(whole)
}
