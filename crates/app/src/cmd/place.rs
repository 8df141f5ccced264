//! Which record a command is about: where it is, and what opens it. Every command that is about a record takes these arguments, and they are
//! read here alone.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use store::{Address, DEMO_AUTHORITY, Home, key_file::KeyFile};

use super::unlock;

/// Where the record is, and its key.
#[derive(Debug, clap::Args)]
#[group(skip)] // it stands beside the arguments of a command, whose group has the same name
pub(crate) struct Args {
    /// The data directory; where the record is in a database it holds the key file, if that is not named
    #[arg(long, value_name = "DIR", help_heading = "The record")]
    data: Option<PathBuf>,
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    key: unlock::Args,
}

/// The same, and which of the authorities that are kept there: for every command that speaks to the people of one.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(crate) struct OfOne {
    #[command(flatten)]
    place: Args,
    #[command(flatten)]
    which: Which,
}

impl OfOne {
    /// As [`Args::named`].
    pub(crate) fn named(&self) -> Result<Home> {
        let home = self.place.named()?;
        let number = self.which.among(|| home.authorities())?;
        Ok(home.of(number))
    }

    /// As [`Args::opened`].
    pub(crate) fn opened(&self) -> Result<Home> {
        self.which.at(self.place.opened()?)
    }

    /// As [`Args::sealed`].
    pub(crate) fn sealed(&self) -> Result<Home> {
        self.which.at(self.place.sealed()?)
    }
}

/// Which of the authorities that are kept in one place.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(crate) struct Which {
    /// Which authority; need not be said where only one is kept
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..), help_heading = "The record")]
    authority: Option<i64>,
}

impl Which {
    fn at(&self, home: Home) -> Result<Home> {
        let number = self.of(&home)?;
        Ok(home.of(number))
    }

    /// Its number, in a place where there is a record.
    ///
    /// # Errors
    /// Where there are several and none is named: no command speaks of one of them by chance.
    pub(crate) fn of(&self, home: &Home) -> Result<i64> {
        self.among(|| home.authorities_there())
    }

    /// The one that is named, or the only one there is; the first one there will be, where nothing has begun.
    fn among(&self, there: impl FnOnce() -> store::Result<Vec<i64>>) -> Result<i64> {
        if let Some(number) = self.authority {
            return Ok(number);
        }
        match there()?.as_slice() {
            [] => Ok(DEMO_AUTHORITY.0),
            [only] => Ok(*only),
            several => {
                let all: Vec<String> = several.iter().map(ToString::to_string).collect();
                bail!("which authority? --authority N: here are {}", all.join(", "))
            }
        }
    }
}

/// The database, if the record is in one.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(crate) struct Database {
    /// A PostgreSQL database, `postgres://user@host1,host2/name?sslmode=require`
    #[arg(
        long,
        value_name = "URL",
        env = "LYKTA_DATABASE",
        hide_env_values = true,
        help_heading = "The record"
    )]
    database: Option<String>,
    /// The certificates that vouch for the database's server, as a PEM file
    #[arg(long, value_name = "FILE", env = "LYKTA_DATABASE_CA", help_heading = "The record")]
    database_ca: Option<PathBuf>,
}

impl Database {
    pub(crate) fn address(&self) -> Result<Option<Address>> {
        let address = self.database.as_deref().map(|url| Address::parse(url, self.database_ca.as_deref()));
        Ok(address.transpose()?)
    }

    /// Another one, whose server the same certificates vouch for.
    pub(crate) fn another(&self, url: &str) -> Result<Address> {
        Ok(Address::parse(url, self.database_ca.as_deref())?)
    }
}

impl Args {
    /// The place, and its key: of whoever opens what is sealed. In a place that nothing names this is where the demonstration is made.
    pub(crate) fn home_or(&self, otherwise: &Path) -> Result<Home> {
        let data = self.data.as_deref().unwrap_or(otherwise);
        let home = match self.database.address()? {
            None => Home::from(data),
            Some(address) => Home::on(data, address),
        };
        self.with_key(home)
    }

    /// The place that is named; it may hold no record yet.
    pub(crate) fn named(&self) -> Result<Home> {
        self.home_or(self.data.as_deref().context("where? --data DIR")?)
    }

    /// A place where there is a record already, and its key.
    pub(crate) fn opened(&self) -> Result<Home> {
        let home = self.sealed()?;
        Ok(home.with_key(self.key_file()?))
    }

    /// A place where there is a record already, without its key: for whoever reads it as sealed as it lies.
    pub(crate) fn sealed(&self) -> Result<Home> {
        let address = self.database.address()?;
        if let Some(address) = address {
            return Ok(Home::on(self.data.clone().unwrap_or_default(), address));
        }
        let data = self.data.as_deref().context("which record? --data DIR, or --database URL")?;
        ensure!(data.join("lykta.db").exists(), "there is no record in {}", data.display());
        Ok(data.into())
    }

    /// A place that is only verified: it may hold no record, or be a backup.
    pub(crate) fn anywhere(&self) -> Result<Home> {
        match (self.database.address()?, &self.data) {
            (Some(address), data) => Ok(Home::on(data.clone().unwrap_or_default(), address)),
            (None, Some(data)) => Ok(data.into()),
            (None, None) => bail!("which record? --data DIR, or --database URL"),
        }
    }

    /// The key file: the one that was named, or else the demonstration's in the data directory.
    pub(crate) fn key_file(&self) -> Result<KeyFile> {
        if let Some(key) = self.key.named()? {
            return Ok(key);
        }
        let data =
            self.data.as_deref().context("which key? --key FILE, or --data DIR where the demo's lies")?;
        Ok(Home::from(data).key_file())
    }

    /// Whether a record was named, or only a key.
    pub(crate) fn names_a_record(&self) -> Result<bool> {
        Ok(self.data.is_some() || self.database.address()?.is_some())
    }

    fn with_key(&self, home: Home) -> Result<Home> {
        Ok(match self.key.named()? {
            None => home,
            Some(key) => home.with_key(key),
        })
    }
}
