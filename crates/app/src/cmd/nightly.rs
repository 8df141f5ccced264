//! The outage packs of the night: where they are put, and whom they are locked for. The demo and a register in earnest take the same arguments.

use std::path::PathBuf;

use anyhow::Result;
use store::DEMO_AUTHORITY;

use crate::{keeping::Nightly, outage::Locked};

/// Where the packs go; without a place there are none.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(crate) struct Args {
    /// Where the outage packs of the night are put; one that is there is replaced when the new one is whole
    #[arg(long = "outage-dir", value_name = "DIR", requires = "recipients")]
    dir: Option<PathBuf>,
    /// Whom the ordinary pack is locked for: a file with one age public key (age1…) a line
    #[arg(long = "outage-recipients", value_name = "FILE", requires = "dir")]
    recipients: Option<PathBuf>,
    /// Whom the pack with protected people is locked for; without it there is none
    #[arg(long = "outage-protected-recipients", value_name = "FILE", requires = "dir")]
    protected_recipients: Option<PathBuf>,
}

impl Args {
    /// Read before anything starts: a mistake is told at once, not at midnight.
    ///
    /// The packs of the first authority are named as if there were no other; those of another bear its number.
    pub(crate) fn read(&self, authority: i64) -> Result<Option<Nightly>> {
        let of = if authority == DEMO_AUTHORITY.0 { String::new() } else { format!("-{authority}") };
        let (Some(dir), Some(recipients)) = (&self.dir, &self.recipients) else {
            return Ok(None);
        };
        let ordinary = Locked::for_those_in(recipients, dir.join(format!("avbrott{of}.age")))?;
        let protected = self.protected_recipients.as_ref();
        let protected =
            protected.map(|file| Locked::for_those_in(file, dir.join(format!("avbrott{of}-skyddade.age"))));
        Ok(Some(Nightly { ordinary, protected: protected.transpose()? }))
    }
}
