//! `lykta prepare`: makes the tables of a database, or brings them up to this program, as the one who owns them.

use anyhow::{Context as _, Result};

use super::{complain, place, say};

/// Which database.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    database: place::Database,
}

/// Prepares it. Running it again changes nothing.
pub(crate) fn run(args: &Args) -> Result<()> {
    let address = args.database.address()?.context("which database? --database URL")?;
    store::prepare(&address).with_context(|| address.to_string())?;
    for unkept in store::unkept_promises(&address)? {
        complain(unkept);
    }
    say(format_args!("{address} is ready"));
    Ok(())
}
