//! A figure that is observed month after month.

use crate::values::{IndicatorId, ProgrammeId};
use sea_orm::entity::prelude::*;

/// A row of `indicator`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "indicator")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: IndicatorId,
    /// Of which programme.
    pub programme_id: ProgrammeId,
    /// Its name for programs: `mes_documents`.
    pub key: String,
    /// What is counted.
    pub label: String,
    /// In what it is counted.
    pub unit: String,
}

relations! {
    Programme: ProgrammeId => programme (default),
}
