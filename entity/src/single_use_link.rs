//! A link in a mail that works once.

use crate::values::{Email, Fingerprint, Instant, LinkPurpose, SingleUseLinkId};
use sea_orm::entity::prelude::*;

/// A row of `single_use_link`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "single_use_link")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: SingleUseLinkId,
    /// SHA-256 of the token in the link.
    pub token_hash: Fingerprint,
    /// What following it does.
    pub purpose: LinkPurpose,
    /// The mailbox it was sent to: following it proves that one reads it.
    pub recipient: Email,
    /// The IP address from which it was asked for, as text; `console` for the command line.
    pub asked_from: String,
    /// When it was made.
    pub created_at: Instant,
    /// From then on it opens nothing.
    pub expires_at: Instant,
    /// When it was followed.
    pub used_at: Option<Instant>,
}

relations! {}
