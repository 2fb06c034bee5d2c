//! A part of a line's authority reserved to a use: a ceiling, never added to the total.

use crate::values::{BudgetLineId, EarmarkId, Money};
use sea_orm::entity::prelude::*;

/// A row of `earmark`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "earmark")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: EarmarkId,
    /// The line of which it is a part.
    pub line_id: BudgetLineId,
    /// For what: « Médico-social ».
    pub name: String,
    /// The most that is taken for it, in whole euro cents.
    pub amount: Money,
    /// What was taken for it, less what was given back: never more than the amount.
    pub used: Money,
}

relations! {
    Line: LineId => budget_line (default),
}
