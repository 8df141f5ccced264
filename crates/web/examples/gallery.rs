//! Serves the gallery alone: `cargo run -p web --example gallery`, then open the address it prints.

use std::sync::Arc;

use web::security::{Guard, layers};
use web::shell::Site;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let site = Arc::new(Site {
        authority: "Lyktinge kommun".to_owned(),
        demo: true,
        door: 1,
        several: false,
        secure: false,
    });
    let router = layers(web::foundation(&site), Guard { site, boot: 1 });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8391").await?;
    tracing::info!("the gallery is at http://{}/galleri", listener.local_addr()?);
    axum::serve(listener, router).await
}
