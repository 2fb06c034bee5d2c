//! Listening, and stopping cleanly.

use std::{io, net::SocketAddr};

use axum::{Router, routing};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::{net::TcpListener, sync::watch};

use super::{App, service};
use crate::{access::Routes, jobs};

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
    let metrics = metrics.map(|listener| tokio::spawn(serve_metrics(listener, stopping.clone())));
    tracing::info!(address = %app.config().base_url, "Guichet répond");

    let pages = service(&app, routes).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, pages).with_graceful_shutdown(asked_to_stop()).await?;
    // The receivers may be gone already: nothing is left to stop then.
    let _ = stop.send(true);
    let _ = worker.await;
    if let Some(metrics) = metrics {
        let _ = metrics.await;
    }
    tracing::info!("Guichet s’est arrêté proprement");
    Ok(())
}

async fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .map_err(|error| io::Error::new(error.kind(), format!("l’adresse {address} ne peut pas être écoutée : {error}")))
}

async fn serve_metrics(listener: TcpListener, stopping: watch::Receiver<bool>) -> io::Result<()> {
    let handle: PrometheusHandle = PrometheusBuilder::new().install_recorder().map_err(io::Error::other)?;
    let router = Router::new().route("/metriques", routing::get(async move || handle.render()));
    axum::serve(listener, router).with_graceful_shutdown(told(stopping)).await
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
