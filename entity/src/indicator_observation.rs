//! What an indicator showed for a month.

use crate::values::{IndicatorId, IndicatorObservationId};
use sea_orm::entity::prelude::*;

/// A row of `indicator_observation`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "indicator_observation")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: IndicatorObservationId,
    /// Of which indicator.
    pub indicator_id: IndicatorId,
    /// For which part of the whole; absent for the whole.
    pub category: Option<String>,
    /// The month, `YYYY-MM`.
    pub period: String,
    /// The count.
    pub value: i64,
}

relations! {
    Indicator: IndicatorId => indicator (default),
}
