//! `lykta restore`: coming back from a backup, into an empty place.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use store::{
    key_file,
    restore::{Original, Restore, restore},
};

use super::say;
use crate::edge;

/// From what, where to, and what becomes of the original.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("since").required(true).args(["tail", "no_tail"])))]
#[command(group(clap::ArgGroup::new("before").required(true).args(["original", "original_gone"])))]
pub(crate) struct Args {
    /// The register's backup
    #[arg(long, value_name = "DIR")]
    backup: PathBuf,
    /// The keyring's backup: the newest there is
    #[arg(long, value_name = "DIR")]
    keyring: PathBuf,
    /// The key file
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Where to: a directory that is not there, or empty
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// What has been written since, made with `lykta export --after`; several in order
    #[arg(long, value_name = "FILE")]
    tail: Vec<PathBuf>,
    /// There is no tail: what was written, destroyed or kept secret since the backup is lost
    #[arg(long)]
    no_tail: bool,
    /// The directory of the original, which is shut for good; no program may be running there
    #[arg(long, value_name = "DIR")]
    original: Option<PathBuf>,
    /// The original is gone and cannot act again, and how: it is written in the record
    #[arg(long, value_name = "HOW")]
    original_gone: Option<String>,
}

/// Restores, and says what came back.
pub(crate) fn run(args: &Args) -> Result<()> {
    let original = match (&args.original, &args.original_gone) {
        (Some(dir), _) => Original::At(dir),
        (None, Some(how)) => Original::Gone(how),
        (None, None) => unreachable!("one of them is asked for"),
    };
    let restored = restore(&Restore {
        backup: &args.backup,
        keyring: &args.keyring,
        master: &key_file::read(&args.key)?,
        tails: &args.tail,
        original,
        to: &args.data,
        now_us: edge::now().as_microsecond(),
    });
    let restored = restored.with_context(|| format!("nothing is in {}", args.data.display()))?;
    let made = Timestamp::from_microsecond(restored.made_us)?;
    say(format_args!("restored backup={made} entries-from-tails={}", restored.from_tails));
    restored.verdicts.iter().for_each(say);
    Ok(())
}
