//! `lykta serve`: not yet. Saying so is better than an unknown word: somebody will try it.

use std::{ffi::OsString, process::ExitCode};

use super::{MISASKED, complain};

/// Whatever was asked for.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    _anything: Vec<OsString>,
}

/// Refuses.
pub(crate) fn run(_: &Args) -> ExitCode {
    complain(
        "cannot work with real people yet. Logging in, accounts and the full rules of secrecy are not built. \
         `lykta demo` shows what there is, with invented people, on this computer only.",
    );
    ExitCode::from(MISASKED)
}
