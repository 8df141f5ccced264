//! `lykta demo`: the demo municipality, on this computer only.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use anyhow::Result;
use login::Providers;
use record::Organisation;
use store::{DEMO_AUTHORITY, House};
use web::{
    desk::{DemoClock, Desk},
    shell::Site,
};

use super::{complain, nightly, place, say};
use crate::{
    demo, edge,
    serving::{self, Door},
};

/// Where the demo is made when nobody says where.
const HERE: &str = "lykta-demo";

/// Where and how.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: place::Args,
    /// The port on 127.0.0.1; 0 takes any that is free
    #[arg(long, default_value_t = 7878)]
    port: u16,
    /// Providers of identities to log in with beside the demo's buttons: a file as docs/operations.md describes it, for trying it out
    #[arg(long, value_name = "FILE")]
    login: Option<PathBuf>,
    #[command(flatten)]
    nightly: nightly::Args,
}

/// Opens the demo, prints its address and serves it until told to end.
pub(crate) fn run(args: &Args) -> Result<()> {
    let nightly = args.nightly.read(DEMO_AUTHORITY.0)?;
    let providers = args.login.as_deref().map(Providers::read).transpose()?;
    // Nothing but loopback: there is no argument that names another address, and no password on the pages.
    let listener = serving::listen((Ipv4Addr::LOCALHOST, args.port).into())?;
    let home = args.place.home_or(Path::new(HERE))?;
    if !home.dir().exists() && home.database().is_none() {
        complain(format_args!("makes the demo municipality in {home}"));
    }
    let house = demo::open(&home, edge::now())?;
    let clock = DemoClock::new(edge::now, days_forward(&house)?);
    let organisation = house.organisation(clock.now().today);
    let site = Site::demo(&*organisation.municipality);
    let desk = Desk::with_providers(house, site, clock, providers);
    let door = Door { listener, tls: None, proxy: None };
    serving::until_told(door, vec![(desk, nightly)], |address| greet(address, &organisation))
}

/// The address on a line of its own, then who can log in. The line is flushed: programs wait for it.
fn greet(address: SocketAddr, organisation: &Organisation) {
    say(format_args!("Lykta är igång på http://{address}/"));
    say("");
    say(
        "Övningskommunen Lyktinge. Inga riktiga personer, inga lösenord. Välj på inloggningssidan vem du är:",
    );
    for member in organisation.members.iter() {
        let unit = organisation.unit(member.unit).map_or("", |unit| unit.name.as_str());
        say(format_args!("  {:10} {}, {} ({unit})", member.login, member.name, member.title));
    }
    say("");
    say("Ctrl-C avslutar. Nästa start fortsätter där den här slutade.");
}

/// How many days the demo has been set forward.
pub(super) fn days_forward(house: &House) -> Result<i64> {
    let days = house.setting("demo_days")?;
    Ok(days.and_then(|days| days.parse().ok()).unwrap_or(0))
}
