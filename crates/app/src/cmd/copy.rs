//! `lykta copy`: a record moves to another register, of either engine.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use store::{
    Address, Home, House,
    key_file::KeyFile,
    moving::{self, Move},
};

use super::{complain, place, say, unlock};
use crate::edge;

/// From where, and where to.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where the record is: a data directory, or a database's address, postgres://…
    #[arg(long, value_name = "PLACE", env = "LYKTA_COPY_FROM", hide_env_values = true)]
    from: String,
    /// Where it is to be: a directory or a database with no record of this authority
    #[arg(long, value_name = "PLACE", env = "LYKTA_COPY_TO", hide_env_values = true)]
    to: String,
    /// The certificates that vouch for the databases' servers, as a PEM file
    #[arg(long, value_name = "FILE", env = "LYKTA_DATABASE_CA")]
    database_ca: Option<PathBuf>,
    /// The file to write the record to on the way; it stays, as evidence of what was moved
    #[arg(long, value_name = "FILE", required_unless_present = "cancel")]
    through: Option<PathBuf>,
    #[command(flatten)]
    which: place::Which,
    /// Let a record stay that was being moved
    #[arg(long)]
    cancel: bool,
    #[command(flatten)]
    key: unlock::Args,
}

impl Args {
    fn home(&self, place: &str, key: &KeyFile) -> Result<Home> {
        let in_database = place.starts_with("postgres://") || place.starts_with("postgresql://");
        let home = if in_database {
            Home::on("", Address::parse(place, self.database_ca.as_deref())?)
        } else {
            Home::from(Path::new(place))
        };
        Ok(home.with_key(key.clone()))
    }

    /// The key file, which both places are opened with: the one that was named, or else the demo's beside the data.
    fn key(&self) -> Result<KeyFile> {
        Ok(match self.key.named()? {
            Some(key) => key,
            None => Home::from(Path::new(&self.from)).key_file(),
        })
    }
}

/// Moves it, and counts its views where it lives now.
pub(crate) fn run(args: &Args) -> Result<()> {
    let key = args.key()?;
    let (from, to) = (args.home(&args.from, &key)?, args.home(&args.to, &key)?);
    let authority = args.which.of(&from)?;
    if args.cancel {
        let was = moving::call_off(&from, authority)?;
        say(format_args!("authority={authority} stays{}", if was { "" } else { ": it was not being moved" }));
        return Ok(());
    }
    let through = args.through.as_deref().context("--through FILE")?;
    let now_us = edge::now().as_microsecond();
    let moved = moving::copy(&Move { from: &from, to: &to, authority, through, now_us })?;
    let house = House::open(to.clone().of(authority), None)?;
    house.warm()?;
    say(moved.verdict);
    say(format_args!("authority={authority} moved to={to} rows={} keys={}", moved.rows, moved.keys));
    complain(format_args!(
        "{from} is shut: whoever works there is told where it went, and everybody logs in anew"
    ));
    Ok(())
}
