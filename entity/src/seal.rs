//! A link of the chain that makes events tamper-evident. Never changed, never deleted.

use crate::values::{EventId, Fingerprint, Instant, SealId};
use sea_orm::entity::prelude::*;

/// A row of `seal`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seal")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: SealId,
    /// The event it seals.
    pub event_id: EventId,
    /// Its rank in the chain, from 1, without gaps.
    pub number: i64,
    /// The hash of the seal before; for the first one, SHA-256 of nothing.
    pub previous: Fingerprint,
    /// Of `previous` and the event together.
    pub hash: Fingerprint,
    /// When it was sealed.
    pub sealed_at: Instant,
}

relations! {
    Event: EventId => event (default),
}
