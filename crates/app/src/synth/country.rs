//! A whole country: so many municipalities, as large as municipalities are, each with people of its own.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use law::DelegationOrder;
use record::{AuthorityId, Organisation};
use store::House;

use super::{
    fill,
    marginals::{Marginals, whole},
    staff,
};

/// How many municipalities, and how much of each.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Country {
    /// So many municipalities instead of one, from the smallest to the largest
    #[arg(long, value_name = "N")]
    pub(crate) authorities: Option<u32>,
    /// How many years of reports each has
    #[arg(long, value_name = "YEARS", default_value_t = 1)]
    pub(crate) years: u32,
    /// Which part of the reports that there would be
    #[arg(long, value_name = "PART", default_value_t = 1.0)]
    pub(crate) share: f64,
}

/// One municipality.
pub(crate) struct Town {
    /// Whose record.
    pub(crate) authority: AuthorityId,
    /// Children's files in it.
    pub(crate) files: u32,
}

impl Country {
    /// Every municipality there is to be, from the smallest; none where one is asked for by its number of files.
    pub(crate) fn towns(&self, marginals: &Marginals) -> Vec<Town> {
        let all = self.authorities.unwrap_or_default();
        let town = |number: u32| {
            let place = (f64::from(number) + 0.5) / f64::from(all);
            let files = whole(marginals.files_of_town(place) * self.share).max(1);
            let files = u32::try_from(files).unwrap_or(u32::MAX);
            Town { authority: AuthorityId(i64::from(number) + 1), files }
        };
        (0..all).map(town).collect()
    }
}

impl Town {
    /// Who works there.
    pub(crate) fn organisation(&self, marginals: &Marginals) -> Organisation {
        staff::town(marginals, self.authority.0, self.files)
    }

    /// Its house, in a register that is open for another.
    pub(crate) fn house(&self, beside: &House, marginals: &Marginals) -> Result<Arc<House>> {
        let house = beside.beside(self.authority, self.organisation(marginals), DelegationOrder::lyktinge());
        house.with_context(|| format!("authority {}", self.authority.0))
    }
}

/// Fills a register with a country. Every town has a chance of its own, and the same whoever else there is.
pub(crate) fn fill_country(
    beside: &House,
    marginals: &Marginals,
    (instant, seed): (Timestamp, u64),
    towns: &[Town],
    mut told: impl FnMut(&Town),
) -> Result<()> {
    for town in towns {
        let house = town.house(beside, marginals)?;
        let own = seed.wrapping_add(town.authority.0.unsigned_abs().wrapping_mul(0x1_0000_0001));
        fill(&house, marginals, instant, town.files, own)?;
        told(town);
    }
    Ok(())
}
