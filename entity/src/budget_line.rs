//! A line of the budget, in a tree: programme, action, and as deep as one needs.

use crate::values::{BudgetLineId, Instant, PersonId, Role, Year};
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
    /// Who moves its money: this role, on its programme.
    pub owner_role: Role,
    /// When it was closed: nothing is posted to it since; absent while it is open.
    pub closed_at: Option<Instant>,
    /// Who closed it.
    pub closed_by: Option<PersonId>,
    /// At the top of a tree, the last fiscal year that was closed: nothing counts in it or in those before any more.
    pub closed_through: Option<Year>,
}

relations! {
    Parent: ParentId => budget_line,
}
