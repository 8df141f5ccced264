//! `lykta backup`: a copy of the register while it is in use, and apart from it one of the keys.

use std::path::PathBuf;

use anyhow::{Result, bail, ensure};
use store::backup;

use super::{complain, place, say};
use crate::edge;

/// What is copied, and where to.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: place::Args,
    /// The directory to make: a backup is never written over another. Of a database the server makes its own: `deploy/base_backup.sh`
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// The directory to make for the keys. Keep it apart, and not as long
    #[arg(long, value_name = "DIR")]
    keyring_to: Option<PathBuf>,
}

/// Copies, verifies the copy, and says how far it reaches.
pub(crate) fn run(args: &Args) -> Result<()> {
    let home = args.place.sealed()?;
    let now_us = edge::now().as_microsecond();
    match (&args.to, home.database()) {
        (Some(_), Some(_)) => bail!(
            "a database is backed up by its server, with its write-ahead log: deploy/base_backup.sh, docs/operations.md. Its keys are copied with --keyring-to"
        ),
        (Some(to), None) => {
            for reach in &backup::register(home.dir(), to, now_us)?.authorities {
                say(format_args!("authority={} backed-up height={}", reach.authority, reach.height));
            }
        }
        (None, _) => ensure!(args.keyring_to.is_some(), "where to? --to DIR, --keyring-to DIR"),
    }
    match &args.keyring_to {
        Some(to) => {
            backup::keyring(&home, to, now_us)?;
            say("keyring backed-up");
        }
        None => complain(
            "the keys were not copied: they need a copy of their own (--keyring-to), made after this one",
        ),
    }
    Ok(())
}
