//! `lykta prove`: that one entry belongs to the record, for somebody who has nothing but a public key.

use std::{fs, path::PathBuf, str::FromStr};

use anyhow::{Context as _, Result, bail};
use store::evidence::{self, Which};

use super::{place, say};

/// What is proved.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The entry: its height, or a file's id and the entry's number in it as FILE/NUMBER
    #[arg(value_name = "ENTRY")]
    entry: Entry,
    #[command(flatten)]
    place: place::Args,
    /// The file to write; by custom its name ends in .tlog-proof
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    which: place::Which,
}

/// An entry as it is named on the command line.
#[derive(Debug, Clone, Copy)]
struct Entry(Which);

impl FromStr for Entry {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let number = |text: &str| match text.parse::<i64>() {
            Ok(number) if number > 0 => Ok(number),
            _ => bail!("{text:?} is not a number from 1"),
        };
        match text.split_once('/') {
            Some((file, seq)) => {
                Ok(Self(Which::Place(file.parse().context("no id of a file")?, number(seq)?)))
            }
            None => Ok(Self(Which::Height(number(text)?))),
        }
    }
}

/// Writes the proof.
pub(crate) fn run(args: &Args) -> Result<()> {
    let home = args.place.sealed()?;
    let authority = args.which.of(&home)?;
    let proof = evidence::prove_beside(home, authority, args.entry.0)?;
    fs::write(&args.output, proof.to_string()).with_context(|| args.output.display().to_string())?;
    say(format_args!(
        "authority={authority} proof of={} checkpoint={}",
        proof.height, proof.signed.checkpoint.height
    ));
    Ok(())
}
