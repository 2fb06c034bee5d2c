//! What a decision says of one dossier.

use crate::values::{AwardId, AwardOutcome, CommitmentId, DecisionId, DossierId, Money};
use sea_orm::entity::prelude::*;

/// A row of `award`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "award")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: AwardId,
    /// Of which decision.
    pub decision_id: DecisionId,
    /// Of which dossier.
    pub dossier_id: DossierId,
    /// Its place in the ranking, from 1.
    pub rank: i32,
    /// Funded, in reserve, or refused.
    pub outcome: AwardOutcome,
    /// The aid awarded, in whole euro cents; zero unless funded.
    pub amount: Money,
    /// Why, in words the candidate reads.
    pub reasons: String,
    /// The commitment that the award made.
    pub commitment_id: Option<CommitmentId>,
}

relations! {
    Decision: DecisionId => decision (default),
    Dossier: DossierId => dossier (default),
    Commitment: CommitmentId => commitment (default),
}
