//! `lykta outage-pack`: what must be known when nothing works, made now.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use store::House;
use web::{desk::DemoClock, words::Lang};

use super::{complain, demo::days_forward, place, say};
use crate::{
    edge,
    outage::{self, Locked},
};

/// What it is made from, and for whom.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: place::OfOne,
    /// The login of the member of staff who makes it: it stands in the access log
    #[arg(long, value_name = "NAME")]
    user: String,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// Whom it is locked for: a file with one age public key (age1…) a line
    #[arg(long, value_name = "FILE")]
    recipients: PathBuf,
    /// The file to write with protected people, who are not in the other
    #[arg(long, value_name = "FILE", requires = "protected_recipients")]
    protected_to: Option<PathBuf>,
    /// Whom that is locked for
    #[arg(long, value_name = "FILE", requires = "protected_to")]
    protected_recipients: Option<PathBuf>,
    /// In English
    #[arg(long)]
    english: bool,
}

/// Makes the packs and says how many children are in them.
pub(crate) fn run(args: &Args) -> Result<()> {
    let home = args.place.opened()?;
    let ordinary = Locked::for_those_in(&args.recipients, args.to.clone())?;
    let protected = args.protected_recipients.as_ref().zip(args.protected_to.clone());
    let protected = protected.map(|(file, to)| Locked::for_those_in(file, to)).transpose()?;
    let house = House::open_beside(&home).with_context(|| home.to_string())?;
    let now = DemoClock::new(edge::now, days_forward(&house)?).now();
    let organisation = house.organisation(now.today);
    let member = organisation.by_login(&args.user);
    let who = member.with_context(|| format!("nobody logs in as {:?}", args.user))?.staff.uuid();
    let lang = if args.english { Lang::En } else { Lang::Sv };
    let (children, kept) = outage::make(&house, who, now, &ordinary, protected.as_ref(), lang)?;
    say(format_args!("children={children} protected={kept}"));
    if protected.is_none() && kept > 0 {
        complain("of the protected children the pack says only whom to call; --protected-to makes theirs");
    }
    Ok(())
}
