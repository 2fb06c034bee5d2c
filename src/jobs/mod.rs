//! Background work: mails leave, events are sealed and the seals signed, what has expired goes. Each has rounds of its own, so that none waits
//! for another or fails with it; any copy of the program may do it: rows are claimed, never remembered.

use std::time::Duration;

use tokio::{sync::watch, time};

use crate::{
    audit::{self, actions::Signing},
    db::StoreError,
    mail, people,
    web::App,
};

/// What is done in the background.
#[derive(Clone, Copy, Debug)]
enum Work {
    /// Mails leave.
    Mails,
    /// Events are sealed.
    Seals,
    /// The end of the chain of seals is signed.
    Signatures,
    /// What has expired goes.
    Sweep,
}

/// Works until told to stop, and finishes what is under way.
pub async fn work(app: App, stopping: watch::Receiver<bool>) {
    tokio::join!(
        again_and_again(Work::Mails, &app, stopping.clone()),
        again_and_again(Work::Seals, &app, stopping.clone()),
        again_and_again(Work::Signatures, &app, stopping.clone()),
        again_and_again(Work::Sweep, &app, stopping),
    );
}

/// One round of everything.
///
/// # Errors
/// When the database fails.
pub async fn round(app: &App) -> Result<(), StoreError> {
    let (_never, stopping) = watch::channel(false);
    for work in [Work::Mails, Work::Seals, Work::Signatures, Work::Sweep] {
        work.round(app, &stopping).await?;
    }
    Ok(())
}

async fn again_and_again(work: Work, app: &App, mut stopping: watch::Receiver<bool>) {
    while !*stopping.borrow_and_update() {
        if let Err(error) = work.round(app, &stopping).await {
            tracing::warn!(?work, %error, "a round of background work failed; the next one tries again");
        }
        tokio::select! {
            () = time::sleep(work.rest()) => {}
            _ = stopping.changed() => {}
        }
    }
}

impl Work {
    /// How long there is nothing to do after a round. What has expired is refused from that instant on, so that when it goes
    /// is a matter of hours.
    fn rest(self) -> Duration {
        match self {
            Self::Mails | Self::Seals => Duration::from_secs(1),
            Self::Signatures => Duration::from_secs(60),
            Self::Sweep => Duration::from_secs(3600),
        }
    }

    async fn round(self, app: &App, stopping: &watch::Receiver<bool>) -> Result<(), StoreError> {
        let now = app.clock().now();
        match self {
            Self::Mails => mail::deliver(app, stopping).await,
            Self::Seals => audit::actions::seal_pending(app.database(), now).await,
            Self::Signatures => match &app.config().signing_key {
                Some(key) => audit::actions::sign(app.database(), key, now, Signing::WhenDue).await.map(drop),
                None => Ok(()),
            },
            Self::Sweep => {
                people::actions::forget_expired(app.database(), now).await?;
                mail::forget_old(app.database(), now).await
            }
        }
    }
}
