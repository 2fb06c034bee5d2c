//! A figure that a programme promised to reach.

use crate::values::{ActionId, ProgrammeId, TargetId};
use sea_orm::entity::prelude::*;

/// A row of `target`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "target")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: TargetId,
    /// Of which programme.
    pub programme_id: ProgrammeId,
    /// By which action, when only one serves it.
    pub action_id: Option<ActionId>,
    /// Its name for programs: `test_sites`.
    pub key: String,
    /// What is counted.
    pub label: String,
    /// The promised count.
    pub value: i64,
    /// By when, as announced: « 2025 », « cinq ans ».
    pub horizon: String,
}

relations! {
    Programme: ProgrammeId => programme (default),
    Action: ActionId => action (default),
}
