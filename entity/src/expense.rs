//! A line of a dossier's budget.

use crate::values::{DossierId, ExpenseCategory, ExpenseId, Money};
use sea_orm::entity::prelude::*;

/// A row of `expense`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "expense")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: ExpenseId,
    /// Of which dossier.
    pub dossier_id: DossierId,
    /// Its place in the list, from 1.
    pub position: i32,
    /// The sort of expense.
    pub category: ExpenseCategory,
    /// What is bought.
    pub label: String,
    /// Whole euro cents.
    pub amount: Money,
}

relations! {
    Dossier: DossierId => dossier (default),
}
