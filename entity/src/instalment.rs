//! What is expected to be paid on a commitment in a year: from these the payment credits to come are forecast.

use crate::values::{CommitmentId, InstalmentId, Money, Year};
use sea_orm::entity::prelude::*;

/// A row of `instalment`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "instalment")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: InstalmentId,
    /// The commitment.
    pub commitment_id: CommitmentId,
    /// The fiscal year.
    pub year: Year,
    /// Whole euro cents, more than zero.
    pub amount: Money,
}

relations! {
    Commitment: CommitmentId => commitment (default),
}
