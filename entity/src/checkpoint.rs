//! The end of the chain of seals at an instant, signed (Ed25519): whoever holds one can tell that nothing before it was changed.

use crate::values::{CheckpointId, Fingerprint, Instant};
use sea_orm::entity::prelude::*;

/// A row of `checkpoint`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "checkpoint")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: CheckpointId,
    /// The rank of the last seal that it covers.
    pub seal_number: i64,
    /// The hash of that seal.
    pub seal_hash: Fingerprint,
    /// When it was signed.
    pub signed_at: Instant,
    /// The key that proves the signature: 32 bytes, as 64 hexadecimal digits.
    pub public_key: String,
    /// The signature: 64 bytes, as 128 hexadecimal digits.
    pub signature: String,
}

relations! {}
