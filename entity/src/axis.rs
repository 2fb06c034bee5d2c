//! One of the directions of a programme, in its order.

use crate::values::{AxisId, ProgrammeId};
use sea_orm::entity::prelude::*;

/// A row of `axis`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "axis")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: AxisId,
    /// Of which programme.
    pub programme_id: ProgrammeId,
    /// Its number, from 1.
    pub position: i32,
    /// As it was announced.
    pub name: String,
}

relations! {
    Programme: ProgrammeId => programme (default),
}
