//! Listening, and stopping cleanly.

use std::{io, net::SocketAddr};

use axum::{Router, routing};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::{net::TcpListener, sync::watch, time};

use super::{
    App,
    connections::{Patience, answer},
    service,
};
use crate::{access::Routes, jobs, system};

/// Serves until SIGTERM or SIGINT: then finishes the requests under way and the work begun, and loses nothing.
///
/// # Errors
/// When an address cannot be listened on.
pub async fn serve(app: App, routes: Routes) -> io::Result<()> {
    let listener = listen(app.config().bind).await?;
    let metrics = match app.config().metrics_bind {
        Some(address) => Some(listen(address).await?),
        None => None,
    };
    let (stop, stopping) = watch::channel(false);
    let worker = tokio::spawn(jobs::work(app.clone(), stopping.clone()));
    let metrics = match metrics {
        Some(listener) => Some(tokio::spawn(answer(listener, measures()?, Patience::USUAL, told(stopping.clone())))),
        None => None,
    };
    tracing::info!(address = %app.config().base_url, "Guichet répond");

    answer(listener, service(&app, routes), Patience::USUAL, asked_to_stop()).await;
    // The receivers may be gone already: nothing is left to stop then.
    let _ = stop.send(true);
    // A mail server that keeps silent must not keep the program up: what was claimed is tried again at the next start.
    let _ = time::timeout(Patience::USUAL.last_call(), worker).await;
    if let Some(metrics) = metrics {
        let _ = metrics.await;
    }
    tracing::info!("Guichet s’est arrêté proprement");
    Ok(())
}

async fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .map_err(|error| io::Error::other(format!("l’adresse {address} ne peut pas être écoutée : {}", system::refusal(&error))))
}

fn measures() -> io::Result<Router> {
    let handle: PrometheusHandle = PrometheusBuilder::new().install_recorder().map_err(io::Error::other)?;
    Ok(Router::new().route("/metriques", routing::get(async move || handle.render())))
}

/// Returns once `stopping` says so, or once nobody can say so any more.
pub(crate) async fn told(mut stopping: watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stop| *stop).await;
}

async fn asked_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! { () = interrupted => {}, () = terminated() => {} }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
