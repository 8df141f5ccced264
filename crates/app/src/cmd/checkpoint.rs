//! `lykta checkpoint` and `lykta witness`: a signed checkpoint is taken, and handed out to be kept elsewhere.

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use seal::{PublicKey, Signed};
use store::evidence;

use super::{place, say};
use crate::edge;

/// Of what a checkpoint is taken.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: place::Args,
    #[command(flatten)]
    which: place::Which,
}

/// What is handed out, and where to.
#[derive(Debug, clap::Args)]
pub(crate) struct WitnessArgs {
    #[command(flatten)]
    place: place::Args,
    /// The file to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    which: place::Which,
}

/// Takes a checkpoint, and says what it covers.
pub(crate) fn run(args: &Args) -> Result<()> {
    let home = args.place.opened()?;
    let authority = args.which.of(&home)?;
    let master = home.key_file().read()?;
    let now_us = edge::now().as_microsecond();
    let taken = evidence::take_beside(home, &master, authority, now_us)?;
    let taken = taken.context("nothing has been written yet, so there is nothing to sign")?;
    tell(&taken, &evidence::public_key(&master, authority))
}

/// Writes the newest checkpoint to a file, and says which key checks it. The key is handed over in some other way than the file.
pub(crate) fn witness(args: &WitnessArgs) -> Result<()> {
    let home = args.place.sealed()?;
    let authority = args.which.of(&home)?;
    let newest = evidence::newest_beside(home, authority)?;
    let (signed, key) = newest.context("no checkpoint has been taken: take one with `lykta checkpoint`")?;
    fs::write(&args.output, signed.to_string()).with_context(|| args.output.display().to_string())?;
    tell(&signed, &key)
}

fn tell(signed: &Signed, key: &PublicKey) -> Result<()> {
    let checkpoint = &signed.checkpoint;
    let taken = Timestamp::from_microsecond(checkpoint.at_us)?;
    say(format_args!("authority={} checkpoint={} taken={taken}", checkpoint.authority, checkpoint.height));
    say(format_args!("key {key}"));
    Ok(())
}
