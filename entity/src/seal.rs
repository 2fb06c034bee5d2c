//! A link of the chain that makes events and entries tamper-evident: the event or the entry that bears its number. Never
//! changed, never deleted.

use crate::values::{Fingerprint, Instant, SealId};
use sea_orm::entity::prelude::*;

/// A row of `seal`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seal")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: SealId,
    /// Its rank in the chain, from 1, without gaps.
    pub number: i64,
    /// The hash of the seal before; for the first one, SHA-256 of nothing.
    pub previous: Fingerprint,
    /// Of `previous`, the number, and what is sealed.
    pub hash: Fingerprint,
    /// When it was sealed.
    pub sealed_at: Instant,
}

relations! {}
