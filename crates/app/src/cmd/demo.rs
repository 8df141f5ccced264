//! `lykta demo`: the demo municipality, on this computer only.

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result};
use axum_server::Handle;
use hyper_util::rt::TokioTimer;
use login::Providers;
use record::Organisation;
use store::House;
use tokio::signal::unix::{SignalKind, signal};
use web::{
    desk::{DemoClock, Desk},
    shell::Site,
};

use super::{complain, place, say};
use crate::{
    demo, edge,
    keeping::{self, Nightly},
    outage::Locked,
};

/// Where the demo is made when nobody says where.
const HERE: &str = "lykta-demo";

/// How long open connections may finish when the program is asked to end.
const GRACE: Duration = Duration::from_millis(500);

/// How long the head of a request may take to come. Its body and its answer are bounded by the pages' own layers.
const HEAD_LIMIT: Duration = Duration::from_secs(10);

/// How often it is seen to that no received message waits.
const EVERY: Duration = Duration::from_secs(2);

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
    /// Where the outage packs of the night are put; one that is there is replaced when the new one is whole
    #[arg(long, value_name = "DIR", requires = "outage_recipients")]
    outage_dir: Option<PathBuf>,
    /// Whom the ordinary pack is locked for: a file with one age public key (age1…) a line
    #[arg(long, value_name = "FILE", requires = "outage_dir")]
    outage_recipients: Option<PathBuf>,
    /// Whom the pack with protected people is locked for; without it there is none
    #[arg(long, value_name = "FILE", requires = "outage_dir")]
    outage_protected_recipients: Option<PathBuf>,
}

impl Args {
    /// The packs of the night, read before anything starts: a mistake is told at once, not at midnight.
    fn nightly(&self) -> Result<Option<Nightly>> {
        let (Some(dir), Some(recipients)) = (&self.outage_dir, &self.outage_recipients) else {
            return Ok(None);
        };
        let ordinary = Locked::for_those_in(recipients, dir.join("avbrott.age"))?;
        let protected = self.outage_protected_recipients.as_ref();
        let protected = protected.map(|file| Locked::for_those_in(file, dir.join("avbrott-skyddade.age")));
        Ok(Some(Nightly { ordinary, protected: protected.transpose()? }))
    }
}

/// Opens the demo, prints its address and serves it until told to end.
pub(crate) fn run(args: &Args) -> Result<()> {
    let nightly = args.nightly()?;
    let providers = args.login.as_deref().map(Providers::read).transpose()?;
    let listener = listen(args.port)?;
    let home = args.place.home_or(Path::new(HERE))?;
    if !home.dir().exists() && home.database().is_none() {
        complain(format_args!("makes the demo municipality in {home}"));
    }
    let house = demo::open(&home, edge::now())?;
    let clock = DemoClock::new(edge::now, days_forward(&house)?);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let served = runtime.block_on(serve(listener, house, clock, (nightly, providers)));
    runtime.shutdown_timeout(GRACE);
    served
}

/// Takes the port. Nothing but loopback: there is no argument that names another address, and no password on the pages.
fn listen(port: u16) -> Result<TcpListener> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let listener =
        listener.with_context(|| format!("cannot use port {port}; --port 0 takes any that is free"))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
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

/// Sweeps what was left over and reads the names for searching, in the background: the first page need not wait for them.
fn warm(house: &Arc<House>) {
    let house = Arc::clone(house);
    thread::spawn(move || {
        if let Err(error) = house.sweep(edge::now()) {
            tracing::warn!(%error, "what was left over was not swept");
        }
        if let Err(error) = house.warm() {
            tracing::warn!(%error, "the search index is not ready; the first search builds it");
        }
    });
}

/// Registers what another program has received beside this one, as `lykta import reports` does, every other second. It holds the desk only
/// while it works, so that the program can end.
fn register_what_waits(desk: &Arc<Desk>) {
    let desk = Arc::downgrade(desk);
    thread::spawn(move || {
        while let Some(desk) = desk.upgrade() {
            let ours = desk.house.holds_job("register", desk.clock.real().as_microsecond());
            let done = match ours {
                Ok(true) => inbox::register_waiting(&desk.house, desk.clock.now()).map(|_| ()),
                Ok(false) => Ok(()), // another node does it
                Err(error) => Err(error.into()),
            };
            if let Err(trouble) = done {
                tracing::warn!(%trouble, "a received message waits");
            }
            drop(desk);
            thread::sleep(EVERY);
        }
    });
}

async fn serve(
    listener: TcpListener,
    house: Arc<House>,
    clock: DemoClock,
    (nightly, providers): (Option<Nightly>, Option<Providers>),
) -> Result<()> {
    // Before anybody is told the address: whoever reads it may ask for the end at once.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let organisation = house.organisation(clock.now().today);
    greet(listener.local_addr()?, &organisation);
    warm(&house);

    let site = Site { authority: organisation.municipality.clone(), demo: true, secure: false };
    let desk = Desk::with_providers(house, site, clock, providers);
    register_what_waits(&desk);
    keeping::start(&desk, nightly);
    let app = web::app(Arc::clone(&desk), api::routes(desk));
    let handle = Handle::new();
    let mut server = axum_server::from_tcp(listener)?.handle(handle.clone());
    server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEAD_LIMIT);
    let running = tokio::spawn(server.serve(app.into_make_service()));

    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    // Whoever is in the middle of an answer gets it; a connection that only stays open does not hold the program.
    handle.graceful_shutdown(Some(GRACE));
    running.await?.context("the server stopped")
}

/// How many days the demo has been set forward.
pub(super) fn days_forward(house: &House) -> Result<i64> {
    let days = house.setting("demo_days")?;
    Ok(days.and_then(|days| days.parse().ok()).unwrap_or(0))
}
