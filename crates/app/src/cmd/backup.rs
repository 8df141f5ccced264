//! `lykta backup`: a copy of the register while it is in use, and apart from it one of the keys.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use store::backup;

use super::{complain, say};
use crate::edge;

/// What is copied, and where to.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The data directory; the program may be running
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The directory to make: a backup is never written over another
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// The directory to make for the keys. Keep it apart, and not as long
    #[arg(long, value_name = "DIR")]
    keyring_to: Option<PathBuf>,
}

/// Copies, verifies the copy, and says how far it reaches.
pub(crate) fn run(args: &Args) -> Result<()> {
    ensure!(args.data.join("lykta.db").exists(), "there is no record in {}", args.data.display());
    let now_us = edge::now().as_microsecond();
    let made = backup::register(&args.data, &args.to, now_us)?;
    for reach in &made.authorities {
        say(format_args!("authority={} backed-up height={}", reach.authority, reach.height));
    }
    match &args.keyring_to {
        Some(to) => {
            backup::keyring(&args.data, to, now_us)?;
            say("keyring backed-up");
        }
        None => complain(
            "the keys were not copied: they need a copy of their own (--keyring-to), made after this one",
        ),
    }
    Ok(())
}
