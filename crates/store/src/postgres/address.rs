//! Where the server is.

use std::error::Error as _;
use std::fmt;
use std::io;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{CertificateError, ClientConfig, RootCertStore};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{Connection, Line, Schema, aside, line};
use crate::error::{Error, Result};

/// How long a server may take to answer a call before the next of several is tried.
const CONNECT_WAIT: Duration = Duration::from_secs(3);

/// After so long without a sign of life a connection is given up: the other end may have lost its power.
const SILENCE: Duration = Duration::from_secs(10);

/// A database on a server, or on several of which one writes.
///
/// ```
/// use store::Address;
///
/// let address = Address::parse("postgres://lykta@db1,db2/lykta?sslmode=require", None);
/// assert!(address.is_err(), "a certificate that nobody checks proves nothing");
/// # Ok::<(), store::Error>(())
/// ```
#[derive(Clone)]
pub struct Address {
    config: Config,
    tls: Option<MakeRustlsConnect>,
}

/// Neither user nor password is printed.
impl fmt::Debug for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Address({self})")
    }
}

/// Servers and database, for messages.
impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, host) in self.config.get_hosts().iter().enumerate() {
            let comma = if place > 0 { "," } else { "" };
            match host {
                Host::Tcp(name) => write!(out, "{comma}{name}")?,
                Host::Unix(path) => write!(out, "{comma}{}", path.display())?,
            }
        }
        write!(out, "/{}", self.config.get_dbname().unwrap_or_default())
    }
}

impl Address {
    /// Reads an address as PostgreSQL writes them: `postgres://user:password@host1,host2/database?sslmode=require`.
    ///
    /// Of several servers the one that writes is used (`target_session_attrs=read-write`). `authorities` is the file with the certificates
    /// that may vouch for the server's.
    ///
    /// # Errors
    /// When it cannot be read, when a server elsewhere would be called without encryption, and when encryption is asked for without saying
    /// who vouches for the server. A certificate is always checked, and for the name in the address: `sslmode=require` and `verify-full`
    /// are the same here.
    pub fn parse(url: &str, authorities: Option<&Path>) -> Result<Self> {
        let refused = |why: &str| Error::Engine(format!("the database's address: {why}"));
        let url = url.replace("sslmode=verify-full", "sslmode=require"); // what the library does not know by its name
        let mut config = Config::from_str(&url).map_err(|error| refused(&why(&error)))?;
        if config.get_dbname().is_none() || config.get_hosts().is_empty() {
            return Err(refused("it should name a host and a database"));
        }
        let away = config.get_hosts().iter().any(|host| !is_near(host));
        if away && config.get_ssl_mode() != SslMode::Require {
            return Err(refused("a server elsewhere is called with sslmode=require"));
        }
        let tls = match (config.get_ssl_mode(), authorities) {
            (SslMode::Require, None) => {
                return Err(refused("sslmode=require needs the certificates that vouch for the server"));
            }
            (SslMode::Require, Some(file)) => Some(tls(file)?),
            _ => None,
        };
        if config.get_target_session_attrs() == TargetSessionAttrs::Any {
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_WAIT);
        }
        config.application_name("lykta").tcp_user_timeout(SILENCE).keepalives_idle(SILENCE);
        Ok(Self { config, tls })
    }

    /// Connects.
    ///
    /// # Errors
    /// [`Error::Away`] when no server answers, none of them writes, or one is not whom the address means.
    pub(crate) fn connect(&self, schema: Schema) -> Result<Connection> {
        let runtime = line::runtime()?;
        let connected = aside(|| Line::connect(runtime, &self.config, self.tls.clone()));
        connected.map(|line| Connection::new(line, schema)).map_err(|error| self.not_reached(error))
    }

    /// Why it was not: no server answered, or none that writes, as it is while another takes over; or it refuses whoever calls.
    fn not_reached(&self, error: tokio_postgres::Error) -> Error {
        let why = why(&error);
        let answered = error.as_db_error().is_some();
        match Error::from(error) {
            refused if answered && refused != Error::Lost => refused,
            _ => {
                tracing::warn!(server = %self, why, "the database cannot be reached");
                Error::Away(format!("{self}: {why}"))
            }
        }
    }
}

/// What the library says with its causes, and in plainer words where nobody known has vouched for a certificate.
fn why(error: &tokio_postgres::Error) -> String {
    let causes = || std::iter::successors(error.source(), |cause| (*cause).source());
    // What the TLS library says lies inside an error of the system's.
    let mut inner = causes().filter_map(|cause| cause.downcast_ref::<io::Error>()?.get_ref());
    let unknown = |inner: &(dyn std::error::Error + Send + Sync + 'static)| {
        // Signed by somebody with another name, or by somebody else with the same.
        matches!(
            inner.downcast_ref(),
            Some(rustls::Error::InvalidCertificate(
                CertificateError::UnknownIssuer | CertificateError::BadSignature
            ))
        )
    };
    if inner.any(unknown) {
        return "nobody in the file of certificates (LYKTA_DATABASE_CA) vouches for its certificate"
            .to_owned();
    }
    causes().fold(error.to_string(), |told, cause| format!("{told}: {cause}"))
}

/// On this computer: nobody is in between.
fn is_near(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
        }
    }
}

fn tls(file: &Path) -> Result<MakeRustlsConnect> {
    let unreadable = |error: &dyn fmt::Display| Error::File { path: file.to_owned(), why: error.to_string() };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| unreadable(&error))? {
        let certificate = certificate.map_err(|error| unreadable(&error))?;
        roots.add(certificate).map_err(|error| unreadable(&error))?;
    }
    if roots.is_empty() {
        return Err(unreadable(&"no certificate in it"));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| unreadable(&error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_elsewhere_is_called_encrypted_or_not_at_all() {
        assert!(Address::parse("postgres://lykta@db.example/lykta", None).is_err());
        assert!(Address::parse("postgres://lykta@db.example/lykta?sslmode=require", None).is_err());
        assert!(Address::parse("postgres://lykta@127.0.0.1,[::1]/lykta", None).is_ok());
        assert!(Address::parse("postgres://lykta@127.0.0.1,db.example/lykta", None).is_err());
        assert!(Address::parse("postgres://lykta@/lykta?host=/run/postgresql", None).is_ok());
    }

    #[test]
    fn an_address_is_printed_without_whose_it_is() {
        let address =
            Address::parse("postgres://somebody:hemligt@localhost/lykta", None).expect("an address");
        assert_eq!(format!("{address} {address:?}"), "localhost/lykta Address(localhost/lykta)");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        assert!(Address::parse("lykta.db", None).is_err());
        assert!(Address::parse("postgres://localhost", None).is_err());
        assert!(
            Address::parse("postgres://localhost/lykta?sslmode=require", Some("/nowhere".as_ref())).is_err()
        );
        let empty = tempfile::NamedTempFile::new().expect("a file");
        let url = "postgres://db.example/lykta?sslmode=require";
        let told = Address::parse(url, Some(empty.path())).expect_err("refused").to_string();
        assert_eq!(told, format!("{}: no certificate in it", empty.path().display()));
    }
}
