//! The subcommands, one file each, and how they speak to the one at the terminal.

use std::{
    fmt::Display,
    io::{self, Write},
    process::ExitCode,
};

use tracing_subscriber::{EnvFilter, filter::LevelFilter};

pub(crate) mod account;
pub(crate) mod backup;
pub(crate) mod bench;
pub(crate) mod checkpoint;
pub(crate) mod copy;
pub(crate) mod delegation;
pub(crate) mod demo;
pub(crate) mod export;
pub(crate) mod generate;
pub(crate) mod import;
pub(crate) mod jobs;
pub(crate) mod key;
pub(crate) mod law;
pub(crate) mod nightly;
pub(crate) mod organisation;
pub(crate) mod outage;
pub(crate) mod place;
pub(crate) mod prepare;
pub(crate) mod prove;
pub(crate) mod rebuild;
pub(crate) mod restore;
pub(crate) mod retention;
pub(crate) mod serve;
pub(crate) mod token;
pub(crate) mod unlock;
pub(crate) mod verify;

/// It went wrong, or something is broken.
const FAILED: u8 = 1;

/// The question was wrong.
const MISASKED: u8 = 2;

/// Sends the log to standard error: warnings, or what the variable `LYKTA_LOG` names. No name, number or text is ever logged.
pub(crate) fn log_to_stderr() {
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::WARN.into())
        .with_env_var("LYKTA_LOG")
        .from_env_lossy();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();
}

/// Turns what a subcommand came to into an exit code, after telling why it failed.
pub(crate) fn answer(result: anyhow::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(format_args!("{error:#}"));
            ExitCode::from(FAILED)
        }
    }
}

/// A line to standard output, flushed, so that a program reading it need not wait. A reader that has gone away is no error.
fn say(line: impl Display) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// A line to standard error.
fn complain(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "lykta: {line}");
}
