//! How far a target had been reached on a day.

use crate::values::{Day, TargetId, TargetProgressId};
use sea_orm::entity::prelude::*;

/// A row of `target_progress`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "target_progress")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: TargetProgressId,
    /// Of which target.
    pub target_id: TargetId,
    /// On which day.
    pub day: Day,
    /// The count on that day.
    pub value: i64,
    /// Where the count comes from.
    pub source: String,
}

relations! {
    Target: TargetId => target (default),
}
