//! `lykta verify`: is the record whole?

use std::{path::PathBuf, process::ExitCode};

use ::law::DelegationOrder;
use anyhow::Result;
use store::House;

use super::{FAILED, complain, say};
use crate::demo;

/// What to check.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The data directory
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Also compare the views with the record: needs the key, and nobody else may have the directory open
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
            complain(format_args!("{}: {error:#}", args.data.display()));
            ExitCode::from(FAILED)
        }
    }
}

fn whole(args: &Args) -> Result<bool> {
    let verdicts = store::verify(&args.data, &[])?;
    let mut whole = !verdicts.is_empty();
    for verdict in verdicts {
        say(verdict);
        whole &= verdict.outcome.is_ok();
    }
    if args.views && whole {
        let house = House::open_demo(&args.data, demo::organisation(), DelegationOrder::lyktinge())?;
        let same = house.view_rows()? == house.refolded_rows()?;
        say(format_args!("authority={} views={}", house.authority.0, if same { "ok" } else { "broken" }));
        whole &= same;
    }
    Ok(whole)
}
