//! A form that was sent after its session had ended: kept until the person signs in again, so that nothing typed is
//! lost.

use crate::values::{Fingerprint, Instant, ParkedFormId};
use sea_orm::entity::prelude::*;

/// A row of `parked_form`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "parked_form")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: ParkedFormId,
    /// SHA-256 of the token that finds it again.
    pub token_hash: Fingerprint,
    /// SHA-256 of the browser's own cookie: only the browser that sent it gets it back.
    pub browser_hash: Fingerprint,
    /// The IP address it came from, as text.
    pub address: String,
    /// Where it was sent.
    pub path: String,
    /// What was sent, URL-encoded.
    pub body: String,
    /// The field of the file that came with it and was not kept.
    pub file_field: Option<String>,
    /// When it was parked.
    pub created_at: Instant,
    /// From then on it is swept away.
    pub expires_at: Instant,
}

relations! {}
