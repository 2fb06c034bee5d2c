//! A line of the budget, in a tree: programme, action, and as deep as one needs.

use crate::values::BudgetLineId;
use sea_orm::entity::prelude::*;

/// A row of `budget_line`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "budget_line")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: BudgetLineId,
    /// The line it is part of; absent at the top.
    pub parent_id: Option<BudgetLineId>,
    /// Its codes from the top, `/SASN/AAP-TL`: a subtree is one range of this column.
    pub path: String,
    /// Its own code, unique in the whole tree.
    pub code: String,
    /// As it is shown.
    pub label: String,
    /// Its place among its siblings, from 1.
    pub position: i32,
}

relations! {
    Parent: ParentId => budget_line,
}
