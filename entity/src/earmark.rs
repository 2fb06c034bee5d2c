//! A part of a programme's amount, set apart for a sector: within it, not on top of it.

use crate::values::{EarmarkId, Money, ProgrammeId};
use sea_orm::entity::prelude::*;

/// A row of `earmark`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "earmark")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: EarmarkId,
    /// Of which programme.
    pub programme_id: ProgrammeId,
    /// For what: « Médico-social ».
    pub name: String,
    /// Whole euro cents.
    pub amount: Money,
}

relations! {
    Programme: ProgrammeId => programme (default),
}
