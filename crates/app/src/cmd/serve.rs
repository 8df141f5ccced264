//! `lykta serve`: a register in earnest, for real people.
//!
//! Nothing of the demo is here: no button that logs in, no day that is set forward, no key beside the data. What is missing for a safe start
//! stops it, with what to do.

use std::{
    fs,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, Result, ensure};
use axum_server::tls_rustls::RustlsConfig;
use login::Providers;
use record::AuthorityId;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};
use store::{
    DEMO_AUTHORITY, Home, House,
    key_file::{self, LockedBy},
};
use web::{
    desk::{DemoClock, Desk},
    shell::Site,
};

use super::{nightly, place, say};
use crate::{
    edge,
    serving::{self, Door},
};

/// Where, by whom, and how browsers come in.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: place::Args,
    /// Its own address, and the providers of identities: a file as docs/operations/logging-in.md describes it
    #[arg(long, value_name = "FILE", env = "LYKTA_LOGIN")]
    login: PathBuf,
    /// The address to listen on; another than this computer's own only with TLS or behind a proxy
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::from(Ipv4Addr::LOCALHOST))]
    listen: IpAddr,
    /// The port; 0 takes any that is free
    #[arg(long, default_value_t = 7878)]
    port: u16,
    /// The certificate chain with which this program speaks TLS, as a PEM file
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// The certificate's key, as a PEM file
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// The address of the proxy that speaks TLS before this program: nobody else is answered
    #[arg(long, value_name = "ADDRESS", conflicts_with = "tls_certificate")]
    proxy: Option<IpAddr>,
    #[command(flatten)]
    nightly: nightly::Args,
}

/// Opens the register and serves it until told to end.
pub(crate) fn run(args: &Args) -> Result<()> {
    args.nightly.read(DEMO_AUTHORITY.0)?;
    let providers = Providers::read(&args.login)?;
    args.expect_a_safe_door(&providers)?;
    let tls = args.tls()?;
    let home = args.place.opened()?;
    expect_own_key(&home)?;
    let listener = serving::listen(SocketAddr::new(args.listen, args.port))?;
    ensure!(home.has_begun()?, "there is no record in {home} yet: `lykta organisation import` begins one");
    let houses = open(&home)?;
    let address = providers.address().to_owned();
    let providers = Arc::new(providers);
    let mut served = Vec::new();
    for house in &houses {
        served.push((desk(&houses, house, &providers)?, args.nightly.read(house.authority.0)?));
    }
    let door = Door { listener, tls, proxy: args.proxy };
    serving::until_told(door, served, |listens| {
        say(format_args!("Lykta är igång på {address}/ (lyssnar på {listens})"));
    })
}

/// Every authority that is kept there: one program serves them all, each with a record, people and secrecy of its own.
fn open(home: &Home) -> Result<Vec<Arc<House>>> {
    let numbers = home.authorities()?;
    let first = *numbers.first().context("there is no authority in the record")?;
    let house = House::open(home.clone().of(first), None).with_context(|| home.to_string())?;
    let next = |number: &i64| {
        let next = house.next_door(AuthorityId(*number));
        next.with_context(|| format!("authority {number} in {home}"))
    };
    let others: Result<Vec<_>> = numbers[1..].iter().map(next).collect();
    Ok([vec![Arc::clone(&house)], others?].concat())
}

/// The desk of one of them.
fn desk(houses: &[Arc<House>], house: &Arc<House>, providers: &Arc<Providers>) -> Result<Arc<Desk>> {
    let number = house.authority.0;
    ensure!(
        !house.demo,
        "authority {number} is for practice, with invented people: `lykta demo` serves it. One for real people is begun by \
         `lykta organisation import` with a key of its own"
    );
    let clock = DemoClock::new(edge::now, 0);
    let organisation = house.organisation(clock.now().today);
    ensure!(
        !organisation.members.is_empty(),
        "nobody works here today, in authority {number}: `lykta organisation import` says who does"
    );
    let authority = organisation.municipality.clone();
    let (several, secure) = (houses.len() > 1, providers.is_secure());
    let site = Site { authority, demo: false, door: number, several, secure };
    Ok(Desk::among(houses.to_vec(), Arc::clone(house), site, clock, Some(Arc::clone(providers))))
}

impl Args {
    /// Outside this computer everything is said over TLS: by this program, or by a proxy that is named.
    fn expect_a_safe_door(&self, providers: &Providers) -> Result<()> {
        let address = providers.address();
        ensure!(
            self.listen.is_loopback() || self.tls_certificate.is_some() || self.proxy.is_some(),
            "listening on {} takes TLS: --tls-certificate and --tls-key, or --proxy with the address of the one that speaks it",
            self.listen
        );
        ensure!(
            providers.is_secure() || self.listen.is_loopback() && self.tls_certificate.is_none(),
            "browsers reach it at {address}, says {}: without https that is for this computer alone, and without TLS",
            self.login.display()
        );
        ensure!(
            !providers.is_secure() || self.tls_certificate.is_some() || self.proxy.is_some(),
            "{address} takes somebody who speaks TLS: --tls-certificate and --tls-key, or --proxy with the address of the one that does"
        );
        Ok(())
    }

    /// Read before anything is opened: a mistake is told at once.
    fn tls(&self) -> Result<Option<RustlsConfig>> {
        let (Some(chain), Some(key)) = (&self.tls_certificate, &self.tls_key) else { return Ok(None) };
        let of = |file: &Path| file.display().to_string();
        let certificates: Result<Vec<_>, _> =
            CertificateDer::pem_file_iter(chain).with_context(|| of(chain))?.collect();
        let certificates = certificates.with_context(|| of(chain))?;
        let private = PrivateKeyDer::from_pem_file(key).with_context(|| of(key))?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(certificates, private)
            .with_context(|| format!("{} and {} do not belong together", of(chain), of(key)))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Some(RustlsConfig::from_config(Arc::new(config))))
    }
}

/// The key is somewhere else than the data, and locked: whoever comes away with the disk, or with a copy of the data, has not both.
fn expect_own_key(home: &Home) -> Result<()> {
    let (keys, data) = (home.key_file(), home.dir());
    let key = keys.path();
    ensure!(
        key_file::locked_by(key)? != LockedBy::Nothing,
        "{} is not locked: whoever reads it opens everything. `lykta key make` makes one that is",
        key.display()
    );
    let lies_in =
        |folder: &Path| -> Result<bool> { Ok(fs::canonicalize(key)?.starts_with(fs::canonicalize(folder)?)) };
    ensure!(
        !data.is_dir() || !lies_in(data)?,
        "{} lies beside the data: a copy of the one would take the other along. Move it, and say where with --key",
        key.display()
    );
    Ok(())
}
