//! What the jury of a wave judges by.

use crate::values::{CriterionId, WaveId};
use sea_orm::entity::prelude::*;

/// A row of `criterion`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "criterion")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: CriterionId,
    /// Of which wave.
    pub wave_id: WaveId,
    /// Its place in the grid, from 1.
    pub position: i32,
    /// As it is shown.
    pub name: String,
    /// What jurors are asked to look for.
    pub guidance: String,
    /// What it weighs against the other criteria; more than zero.
    pub weight: i32,
}

relations! {
    Wave: WaveId => wave (default),
}
