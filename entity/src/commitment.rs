//! Money promised to one beneficiary (« engagement »).

use crate::values::{BudgetLineId, CommitmentId, Instant, OrganisationId, Reference};
use sea_orm::entity::prelude::*;

/// A row of `commitment`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commitment")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: CommitmentId,
    /// As people cite it.
    pub reference: Reference,
    /// The line that bears it.
    pub line_id: BudgetLineId,
    /// Who will receive the money.
    pub beneficiary_id: OrganisationId,
    /// What it pays for.
    pub label: String,
    /// When it was made.
    pub created_at: Instant,
}

relations! {
    Line: LineId => budget_line (default),
    Beneficiary: BeneficiaryId => organisation (default),
}
