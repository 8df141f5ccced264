//! HTTP to a provider: a handful of small requests, each bounded in time and size, none redirected, over TLS alone.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use openidconnect::http::{Method, Response};
use openidconnect::{HttpRequest, HttpResponse, SyncHttpClient};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use ureq::Agent;
use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};

use crate::settings::SettingsError;

/// Somebody is waiting for a page.
const TIME_LIMIT: Duration = Duration::from_secs(5);

/// Discovery documents and keys are some kilobytes.
const BYTES_MAX: u64 = 512 * 1024;

/// Why there was no answer. What it says is logged: it names no one.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoAnswer {
    #[error(transparent)]
    Http(#[from] ureq::Error),
    #[error(transparent)]
    Form(#[from] openidconnect::http::Error),
}

/// What calls one provider.
pub(crate) struct Client(Agent);

impl Client {
    /// Over TLS, vouched for by the certificates in a file; on this computer alone it may be without.
    pub(crate) fn new(certificates: Option<&Path>) -> Result<Self, SettingsError> {
        let config = Agent::config_builder()
            .timeout_global(Some(TIME_LIMIT))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .https_only(certificates.is_some());
        let Some(file) = certificates else { return Ok(Self(config.build().new_agent())) };
        let unreadable =
            |error: rustls::pki_types::pem::Error| SettingsError::File(file.into(), error.to_string());
        let found: Result<Vec<_>, _> = CertificateDer::pem_file_iter(file).map_err(unreadable)?.collect();
        let found = found.map_err(unreadable)?;
        if found.is_empty() {
            return Err(SettingsError::File(file.into(), "there is no certificate in it".into()));
        }
        let owned = |one: CertificateDer<'static>| Certificate::from_der(&one).to_owned();
        let roots: Vec<Certificate<'static>> = found.into_iter().map(owned).collect();
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .root_certs(RootCerts::new_with_certs(&roots))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        Ok(Self(config.tls_config(tls).build().new_agent()))
    }
}

impl SyncHttpClient for Client {
    type Error = NoAnswer;

    fn call(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let asking = *request.method() == Method::GET;
        let answer = if asking { self.0.run(request.map(drop)) } else { self.0.run(request) };
        let (parts, mut body) = answer?.into_parts();
        let bytes = body.with_config().limit(BYTES_MAX).read_to_vec()?;
        let mut response = Response::builder().status(parts.status).body(bytes)?;
        *response.headers_mut() = parts.headers;
        Ok(response)
    }
}
