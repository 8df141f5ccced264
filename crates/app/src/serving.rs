//! Serving the pages until told to end: what the demo and a register in earnest have in common.

use std::{
    net::{IpAddr, SocketAddr, TcpListener},
    sync::Arc,
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result};
use axum::{
    Router,
    extract::{ConnectInfo, Request, State},
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
};
use axum_server::{Handle, tls_rustls::RustlsConfig};
use hyper_util::rt::TokioTimer;
use store::House;
use tokio::signal::unix::{Signal, SignalKind, signal};
use web::{beat::on_the_beat, desk::Desk, shell::Site};

use crate::{
    edge,
    keeping::{self, Nightly},
};

/// How long open connections may finish when the program is asked to end.
const GRACE: Duration = Duration::from_millis(500);

/// How long the head of a request may take to come, and a TLS handshake. Body and answer are bounded by the pages' own layers.
const HEAD_LIMIT: Duration = Duration::from_secs(10);

/// How often it is seen to that no received message waits.
const EVERY: Duration = Duration::from_secs(2);

/// Where browsers come in.
pub(crate) struct Door {
    pub(crate) listener: TcpListener,
    /// With what, if this program speaks TLS itself.
    pub(crate) tls: Option<RustlsConfig>,
    /// The proxy before it, if only that may come in.
    pub(crate) proxy: Option<IpAddr>,
}

/// Takes a port.
pub(crate) fn listen(at: SocketAddr) -> Result<TcpListener> {
    let listener = TcpListener::bind(at);
    let listener = listener.with_context(|| {
        format!("cannot use port {} on {}; --port 0 takes any that is free", at.port(), at.ip())
    })?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// A desk, and the packs of its night.
pub(crate) type Served = (Arc<Desk>, Option<Nightly>);

/// Serves the pages of each desk at its own door, and does by itself what is to be done, until a signal says to end. `greet` is told the address
/// before anything is answered.
pub(crate) fn until_told(door: Door, served: Vec<Served>, greet: impl FnOnce(SocketAddr)) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let served = runtime.block_on(async {
        // Before anybody is told the address: whoever reads it may ask for the end at once.
        let ends = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        greet(door.listener.local_addr()?);
        let site = web::door::several(served.into_iter().map(begin).collect());
        serve(door, on_the_beat(site), ends).await
    });
    runtime.shutdown_timeout(GRACE);
    served
}

/// Begins what is done beside the pages of a desk, and makes its pages.
fn begin((desk, nightly): Served) -> (Arc<Site>, Router) {
    warm(&desk.house);
    register_what_waits(&desk);
    keeping::start(&desk, nightly);
    (Arc::clone(&desk.site), web::app(Arc::clone(&desk), api::routes(desk)))
}

async fn serve(door: Door, app: Router, (mut terminate, mut interrupt): (Signal, Signal)) -> Result<()> {
    let app = match door.proxy {
        Some(proxy) => app.layer(middleware::from_fn_with_state(proxy, only_from)),
        None => app,
    };
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    let handle = Handle::new();
    let running = match door.tls {
        None => {
            let mut server = axum_server::from_tcp(door.listener)?.handle(handle.clone());
            server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEAD_LIMIT);
            tokio::spawn(server.serve(app))
        }
        Some(tls) => {
            let mut server = axum_server::from_tcp_rustls(door.listener, tls)?.handle(handle.clone());
            server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEAD_LIMIT);
            tokio::spawn(server.serve(app))
        }
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    // Whoever is in the middle of an answer gets it; a connection that only stays open does not hold the program.
    handle.graceful_shutdown(Some(GRACE));
    running.await?.context("the server stopped")
}

/// Answers the proxy and nobody else: what comes another way has not come over TLS.
async fn only_from(
    State(proxy): State<IpAddr>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    if from.ip().to_canonical() == proxy.to_canonical() {
        return next.run(request).await;
    }
    tracing::warn!(from = %from.ip(), "somebody else than the proxy was turned away");
    StatusCode::FORBIDDEN.into_response()
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
