//! Serves the gallery alone: `cargo run -p web --example gallery`, then open the address it prints.

use std::sync::Arc;

use web::security::{Guard, layers};
use web::shell::Site;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let site = Arc::new(Site::demo("Lyktinge kommun"));
    let router = layers(web::foundation(&site), Guard { site, boot: 1 });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8391").await?;
    tracing::info!("the gallery is at http://{}/galleri", listener.local_addr()?);
    axum::serve(listener, router).await
}
