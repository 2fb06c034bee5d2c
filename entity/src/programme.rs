//! A public funding programme.

use crate::values::{BudgetLineId, Day, Money, ProgrammeId};
use sea_orm::entity::prelude::*;

/// A row of `programme`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: ProgrammeId,
    /// Its short name: `SASN`.
    pub code: String,
    /// As it is shown.
    pub name: String,
    /// Its promise, in a line.
    pub tagline: Option<String>,
    /// What it is for, in a paragraph.
    pub summary: Option<String>,
    /// Its first year or month: `2018` or `2020-07`.
    pub starts: String,
    /// Its last year or month, in the same form.
    pub ends: String,
    /// The day it was announced.
    pub launched_on: Option<Day>,
    /// How many orientations it was announced with.
    pub orientations: Option<i32>,
    /// How many actions it was announced with.
    pub actions_announced: Option<i32>,
    /// Whole euro cents that it was announced with; absent when none was.
    pub amount: Option<Money>,
    /// Its place in the list, from 1.
    pub position: i32,
    /// The top of its budget.
    pub budget_line_id: Option<BudgetLineId>,
}

relations! {
    BudgetLine: BudgetLineId => budget_line (default),
}
