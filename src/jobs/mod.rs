//! Background work: mails leave, events are sealed, what has expired goes. Every round is short, and any copy of the program
//! may do it: rows are claimed, never remembered.

use std::time::Duration;

use tokio::{sync::watch, time};

use crate::{audit, db::StoreError, mail, people, web::App};

/// How long the worker rests between two rounds.
const REST: Duration = Duration::from_secs(1);

/// Works until told to stop, and finishes the round under way.
pub async fn work(app: App, mut stopping: watch::Receiver<bool>) {
    while !*stopping.borrow() {
        if let Err(error) = round(&app).await {
            tracing::warn!(%error, "a round of background work failed; the next one tries again");
        }
        tokio::select! {
            () = time::sleep(REST) => {}
            _ = stopping.changed() => {}
        }
    }
}

/// One round of everything.
///
/// # Errors
/// When the database fails.
pub async fn round(app: &App) -> Result<(), StoreError> {
    mail::deliver(app).await?;
    audit::actions::seal_pending(app.database(), app.clock().now()).await?;
    people::actions::forget_expired(app.database(), app.clock().now()).await
}
