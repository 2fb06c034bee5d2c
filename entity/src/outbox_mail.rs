//! A mail to send.

use crate::values::{Email, Instant, MailState, OutboxMailId};
use sea_orm::entity::prelude::*;

/// A row of `outbox_mail`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox_mail")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: OutboxMailId,
    /// When it was written.
    pub created_at: Instant,
    /// To whom.
    pub recipient: Email,
    /// Its subject line.
    pub subject: String,
    /// Its paragraphs, a blank line between two.
    pub text: String,
    /// What its one button is called.
    pub button: Option<String>,
    /// Where the button leads, whole. It may open an account: it goes once the mail has left or is given up.
    pub link: Option<String>,
    /// Why the person receives it.
    pub why: String,
    /// Whether it has left.
    pub state: MailState,
    /// How many times sending was tried.
    pub attempts: i32,
    /// Not before then.
    pub next_attempt_at: Instant,
    /// When the mail server took it.
    pub sent_at: Option<Instant>,
    /// What the last failed attempt was told.
    pub last_error: Option<String>,
}

relations! {}
