//! `lykta jobs`: what the running program does by itself, and how it went.

use anyhow::{Result, ensure};
use jiff::Timestamp;
use store::jobs;

use super::{place, say};

/// Of which record.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: place::OfOne,
}

/// One line for each job that was ever tried; an error if one of them was not done. For whoever watches, it may be run every minute.
pub(crate) fn run(args: &Args) -> Result<()> {
    let mut failing = Vec::new();
    let home = args.place.sealed()?;
    for (name, state) in jobs::states_beside(&home, home.authority())? {
        let done = state.done.map_or_else(|| "never".to_owned(), |day| day.to_string());
        let space = if state.note.is_empty() { "" } else { " " };
        say(format_args!("{name} done={done}{space}{}", state.note));
        if let Some(failed) = state.failed {
            let at = Timestamp::from_microsecond(failed.at_us)?;
            say(format_args!("{name} failed={at} times={} {}", failed.times, failed.why));
            failing.push(name);
        }
    }
    ensure!(failing.is_empty(), "not done and tried again every five minutes: {}", failing.join(", "));
    Ok(())
}
