//! The yardstick: a bare axum handler that answers with the same bytes.

use std::{error::Error, net::SocketAddr};

use axum::{Router, body::Bytes, http::header, routing};
use tokio::net::TcpListener;

/// Serves `body` from every path, in this process, until it ends.
pub(crate) async fn serve(body: Bytes) -> Result<SocketAddr, Box<dyn Error>> {
    let handler = move || {
        let body = body.clone();
        async move { ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], body) }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(routing::get(handler))).await });
    Ok(address)
}
