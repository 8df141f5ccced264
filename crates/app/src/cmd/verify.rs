//! `lykta verify`: is the record whole?

use std::{path::PathBuf, process::ExitCode};

use super::{FAILED, complain, say};

/// What to check.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The data directory
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

/// One line per authority on standard output; exit code 1 if any chain is broken.
pub(crate) fn run(args: &Args) -> ExitCode {
    let verdicts = match store::verify(&args.data, &[]) {
        Ok(verdicts) => verdicts,
        Err(error) => {
            complain(format_args!("{}: {error}", args.data.display()));
            return ExitCode::from(FAILED);
        }
    };
    let mut broken = verdicts.is_empty();
    for verdict in verdicts {
        say(verdict);
        broken |= verdict.outcome.is_err();
    }
    if broken { ExitCode::from(FAILED) } else { ExitCode::SUCCESS }
}
