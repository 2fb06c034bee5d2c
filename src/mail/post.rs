//! Sending the outbox through a mail server.

use std::time::Duration;

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart},
};
use tokio::sync::watch;

use super::{
    letter,
    outbox::{self, OutboxMail},
};
use crate::{db::StoreError, web::App};

/// How many mails leave in one round.
const ROUND: u64 = 20;
/// How long the mail server may take to answer: a stop waits for one mail at most.
const PATIENCE: Duration = Duration::from_secs(10);

/// Sends the mails whose turn has come, until told to stop. Without a mail server they stay where they are.
///
/// # Errors
/// When the database fails; a mail server that fails only delays its mail.
pub async fn deliver(app: &App, stopping: &watch::Receiver<bool>) -> Result<(), StoreError> {
    let Some(url) = &app.config().smtp_url else { return Ok(()) };
    let due = outbox::due(&app.database().reader(), app.clock().now(), ROUND).await?;
    if due.is_empty() {
        return Ok(());
    }
    let transport = match AsyncSmtpTransport::<Tokio1Executor>::from_url(url) {
        Ok(transport) => transport.timeout(Some(PATIENCE)).build(),
        Err(error) => {
            tracing::error!(%error, "SMTP_URL cannot be used");
            return Ok(());
        }
    };
    for mail in due {
        if *stopping.borrow() {
            break;
        }
        deliver_one(app, &transport, &mail).await?;
    }
    Ok(())
}

/// Claims, sends, notes: nothing slow happens while a transaction is open.
async fn deliver_one(app: &App, transport: &AsyncSmtpTransport<Tokio1Executor>, mail: &OutboxMail) -> Result<(), StoreError> {
    let tx = app.database().begin(None, app.clock().now()).await?;
    let is_ours = outbox::claim(&tx, mail).await?;
    tx.commit().await?;
    if !is_ours {
        return Ok(());
    }
    let outcome = match message(app, mail) {
        Ok(message) => transport.send(message).await.map(drop).map_err(|error| error.to_string()),
        Err(cause) => Err(cause),
    };
    let tx = app.database().begin(None, app.clock().now()).await?;
    match outcome {
        Ok(()) => outbox::sent(&tx, mail).await?,
        Err(cause) => {
            tracing::warn!(mail = %mail.id, %cause, "a mail did not leave");
            outbox::failed(&tx, mail, &cause).await?;
        }
    }
    tx.commit().await
}

fn message(app: &App, mail: &OutboxMail) -> Result<Message, String> {
    let from: Mailbox = app.config().mail_from.parse().map_err(|error| format!("MAIL_FROM: {error}"))?;
    let to: Mailbox = outbox::recipient(mail).to_string().parse().map_err(|error| format!("recipient: {error}"))?;
    let (text, html) = letter::render(mail, &app.absolute("/")).map_err(|error| error.to_string())?;
    Message::builder()
        .from(from)
        .to(to)
        .subject(&mail.subject)
        .multipart(MultiPart::alternative_plain_html(text, html))
        .map_err(|error| error.to_string())
}
