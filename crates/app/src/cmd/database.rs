//! Where the record is: in the data directory, or in a database that several nodes share.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use store::{Address, Home};

/// The database, if the record is in one.
#[derive(Debug, clap::Args)]
#[group(skip)] // it stands beside the arguments of a command, whose group has the same name
pub(crate) struct Args {
    /// A PostgreSQL database, `postgres://user@host1,host2/name?sslmode=require`; the data directory then holds the key alone
    #[arg(long, value_name = "URL", global = true, env = "LYKTA_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// The certificates that vouch for the database's server, as a PEM file
    #[arg(long, value_name = "FILE", global = true, env = "LYKTA_DATABASE_CA")]
    database_ca: Option<PathBuf>,
}

impl Args {
    /// Where things are, given the data directory.
    pub(crate) fn home(&self, data: &Path) -> Result<Home> {
        Ok(match self.address()? {
            None => data.into(),
            Some(address) => Home::on(data, address),
        })
    }

    /// The same, where there must be a record already.
    pub(crate) fn begun(&self, data: &Path) -> Result<Home> {
        let home = self.home(data)?;
        let there = home.database().is_some() || data.join("lykta.db").exists();
        ensure!(there, "there is no record in {}", data.display());
        Ok(home)
    }

    pub(crate) fn address(&self) -> Result<Option<Address>> {
        let address = self.database.as_deref().map(|url| Address::parse(url, self.database_ca.as_deref()));
        Ok(address.transpose()?)
    }
}
