//! `lykta delegation`: the board's delegation order, taken in as a table when it has been adopted, or shown as one.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Subcommand;
use law::{Day, DelegationOrder, LawBook};
use store::House;

use super::{
    complain,
    organisation::{all_right, now, somebody, text_of},
    place, say,
};

/// Where, and what.
#[derive(Debug, clap::Args)]
#[command(mut_args(|arg| arg.global(true)))] // before what is done or after it
pub(crate) struct Args {
    #[command(flatten)]
    place: place::OfOne,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Take in an order that the board has adopted: all of it or nothing
    Import(Import),
    /// The order in force, as a table that `import` takes
    Show {
        /// On this day
        #[arg(long, value_name = "DAY")]
        on: Option<Day>,
    },
}

#[derive(Debug, clap::Args)]
struct Import {
    /// The table: the columns punkt, beslut, lägst, villkor and perhaps fyra ögon, as docs/operations/authority.md tells
    file: PathBuf,
    /// What the order is called
    #[arg(long, default_value = "Delegationsordning")]
    name: String,
    /// The day the board adopted it
    #[arg(long, value_name = "DAY")]
    adopted: Day,
    /// The first day it applies
    #[arg(long, value_name = "DAY")]
    valid_from: Day,
    /// The paragraph of the board's minutes
    #[arg(long, value_name = "TEXT")]
    paragraph: Option<String>,
    /// The login of the unit head who does it; without: an operator at the server
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
}

/// Does it.
pub(crate) fn run(args: &Args) -> Result<()> {
    let home = args.place.opened()?;
    let house = || House::open(&home, None).with_context(|| home.to_string());
    match &args.what {
        What::Import(import) => {
            let order = read(&import.file, import)?;
            let (house, points) = (house()?, order.points.len());
            let now = now(&house)?;
            let who = import.user.as_deref().map(|login| somebody(&house, now, login)).transpose()?;
            let adopted = house.adopt_delegation(who.as_ref(), now, order, import.paragraph.clone());
            adopted.context("nothing was taken in")?;
            say(format_args!("points={points} adopted={} from={}", import.adopted, import.valid_from));
            Ok(())
        }
        What::Show { on } => {
            let house = house()?;
            let day = on.map_or_else(|| now(&house).map(|now| now.today), Ok)?;
            let orders = house.delegation();
            let order = orders.known_on(day).with_context(|| format!("no order is known on {day}"))?;
            complain(format_args!(
                "{}, adopted {}, in force from {}",
                order.name, order.adopted, order.valid_from
            ));
            say(order.to_table().trim_end());
            Ok(())
        }
    }
}

fn read(file: &Path, import: &Import) -> Result<DelegationOrder> {
    let text = text_of(file)?;
    let heading = (import.name.as_str(), import.adopted, import.valid_from);
    all_right(file, DelegationOrder::read_table(&text, heading, LawBook::sweden()))
}
